"""The learned reading of a source: its joined text, the net's segments, the tree that they make."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from importlib import import_module
from itertools import count

from reviewer.extract.afterwards import mark_cut_off
from reviewer.extract.draft import Draft
from reviewer.extract.readings.reading import Reading
from reviewer.extract.sequence.roles import Segment
from reviewer.model.source import Source

LONGEST_TEXT = 4_000_000
"""A longer text is read by the rules alone: nobody waits for the net that long."""

Tag = Callable[[str], Iterable[Segment]]
Look = Callable[[list[Draft]], None]


def _tagger() -> Tag | None:
    """The net; None where it does not come with the program."""
    try:
        tag: Tag = import_module("reviewer.extract.sequence.tagger").tag
    except ModuleNotFoundError:
        return None
    return tag


def learned_reading(source: Source, look: Look | None = None) -> Reading | None:
    """The learned reading; None where the net's weights are missing or the source has no text.

    `look` is shown the drafts before they are finished, to doubt what the source itself is not sure of.
    """
    from reviewer.extract.sequence.assemble import assemble
    from reviewer.extract.sequence.borders import Borders
    from reviewer.extract.sequence.pagetext import PageText

    pages = PageText.of(source)
    tag = _tagger()
    if tag is None or not pages.text.strip() or len(pages.text) > LONGEST_TEXT:
        return None
    found = assemble(tag(pages.text), pages, Borders.of(pages))
    if look is not None:
        look([found.document, *found.entries])
    ids = count(1)
    entries = tuple(mark_cut_off([entry.data(ids) for entry in found.entries]))
    root = replace(found.document.data(count(0)), children=entries)
    return Reading(root, found.spans, learned=True)
