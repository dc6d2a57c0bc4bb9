"""A review on its way from a worker to the window: a file in a folder of our own, written and read by this program alone.

A session is made for years and for files that anybody may have written: what is in it is checked value by value, as JSON. Here
neither is asked, and taking a large review over that way was half of what the window's process did.
"""

from __future__ import annotations

import copyreg
import pickle
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from operator import attrgetter
from pathlib import Path
from typing import Any, BinaryIO

from reviewer.base.collecting import without_collecting
from reviewer.model.document_kind import document_kind, remember_kind
from reviewer.model.fields import Field
from reviewer.model.history import History
from reviewer.model.messages import Message
from reviewer.model.review import Issue, NodeData, Review
from reviewer.model.source import Cell, Grid, Line, Page


def _by_its_values(kind: type[Any]) -> Callable[[Any], tuple[type[Any], tuple[Any, ...]]]:
    values: Callable[[Any], Any] = attrgetter(*(one.name for one in fields(kind)))
    if len(fields(kind)) == 1:
        return lambda made: (kind, (values(made),))
    return lambda made: (kind, values(made))


_VALUES: dict[type[Any], Callable[[Any], Any]] = copyreg.dispatch_table | {
    kind: _by_its_values(kind) for kind in (Field, NodeData, Message, Issue, Cell, Grid, Line, Page)
}
"""Dataclasses with slots are else put back field by field, each looked up anew by its name."""


_BATCH = 500
"""So many things are written at a time: what has been written is kept in mind meanwhile, and while they are read no other thread
has its turn.
"""


def hand_over(file: Path, review: Review, history: History) -> None:
    """Write a review that nothing was done to, with what the checks have found in it. Raises OSError."""
    source, first = review.source, history.first
    pages = [replace(page, blocks=()) for page in source.pages]
    with file.open("wb") as out:
        _put(out, [replace(source, pages=()), review.target_accuracy, review.layout, review.loose])
        _put(out, [history.found(), document_kind(source), replace(first, children=())])
        _put(out, pages)
        for page in source.pages:
            _put(out, page.blocks)
        _put(out, first.children)


def take_over(file: Path) -> tuple[Review, History]:
    """What hand_over() was given; not to be used for a file that came from elsewhere. Raises OSError and pickle.UnpicklingError."""
    with without_collecting(), file.open("rb") as given:
        source, target, layout, loose = _take(given)
        found, kind, root = _take(given)
        bare = _take(given)
        pages = tuple([replace(page, blocks=tuple(_take(given))) for page in bare])
        source, root = replace(source, pages=pages), replace(root, children=tuple(_take(given)))
        remember_kind(source, kind)
        review = Review(source, root, target, layout, loose)
        history = History(review, found=found, first=root)
    history.mark_saved()
    return review, history


def _put(out: BinaryIO, things: Sequence[Any]) -> None:
    pickle.dump(len(things), out)
    for start in range(0, len(things), _BATCH):
        pickler = pickle.Pickler(out, pickle.HIGHEST_PROTOCOL)
        pickler.dispatch_table = _VALUES
        pickler.dump(list(things[start : start + _BATCH]))


def _take(given: BinaryIO) -> list[Any]:
    things: list[Any] = []
    wanted = pickle.load(given)
    while len(things) < wanted:
        things += pickle.load(given)
    return things
