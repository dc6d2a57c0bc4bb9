"""Known errors: a finished document is put into the queue once more, with one value of its first reading wrong, to see whether people look.

The finished document itself is never touched, and of the copy nothing is ever given out.
"""

from __future__ import annotations

import random
from dataclasses import replace

from reviewer import __version__
from reviewer.base.patterns import pattern
from reviewer.model.fields import FieldRef
from reviewer.model.history import History
from reviewer.model.review import NodeData, Review
from reviewer.workspace.server import Server
from reviewer.workspace.terms import Known
from reviewer.workspace.transport import item_of, kind_of, pack, path_text

_DIGIT = pattern(r"[0-9]")
_NAMED = ("level1", "level2", "year")
"""Kinds of fields with few values: an error in them shows without a look at the original."""


def plant(server: Server, count: int, seed: int | None = None) -> int:
    """Put up to `count` copies with a known error each into the queue; how many there are. Raises WorkspaceError."""
    chance = random.Random(seed)
    made = 0
    for document in server.plantable(2 * count):  # some have nothing that is fit for it
        if made == count:
            break
        claimed = server.fetch(document)
        known = with_error(*item_of(claimed), chance) if claimed is not None else None
        if known is not None and server.plant(document, known) is not None:
            made += 1
    return made


def with_error(review: Review, history: History, chance: random.Random) -> Known | None:
    """The first reading of a finished document with one of its marked fields wrong; None where none is fit for it.

    A marked field, for these are what a clerk is asked to look at; and one of which the finished document says what is right.
    """
    first = Review(review.source, history.first, review.target_accuracy, review.layout, review.loose)
    fit = [
        ref for ref in first.doubtful() if kind_of(ref) not in _NAMED and ref.node in review and first.field(ref).value
    ]
    chance.shuffle(fit)
    for ref in fit:
        truth = review.field(ref).value
        wrong = misread(truth, chance) if truth else None
        if truth and wrong and wrong != truth:
            made = Review(
                review.source, _changed(history.first, ref, wrong), review.target_accuracy, review.layout, review.loose
            )
            if made.is_doubtful(ref):
                return Known(pack(made), __version__, path_text(first, ref), kind_of(ref), truth, wrong)
    return None


def misread(value: str, chance: random.Random) -> str | None:
    """The value with a slip such as people make and overlook: another digit, else a character left out; None where it is too short."""
    places = [match.start() for match in _DIGIT.finditer(value)]
    if places:
        place = chance.choice(places)
        others = [digit for digit in "123456789" if digit != value[place]]
        return value[:place] + chance.choice(others) + value[place + 1 :]
    if len(value) < 4:
        return None
    place = chance.randrange(1, len(value) - 1)
    return value[:place] + value[place + 1 :]


def _changed(data: NodeData, ref: FieldRef, value: str) -> NodeData:
    """A tree with another value read in one field."""
    if data.id == ref.node:
        fields = tuple(
            (key, replace(field, value=value, read=value) if key == ref.key else field) for key, field in data.fields
        )
        return replace(data, fields=fields)
    return replace(data, children=tuple(_changed(child, ref, value) for child in data.children))
