"""The readings of a source that go by its joined text: segments of the net, or of the order of its words, made a tree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from importlib import import_module
from itertools import count

from reviewer.extract.afterwards import doubt_all, mark_cut_off
from reviewer.extract.book import is_formality, is_title
from reviewer.extract.draft import Draft
from reviewer.extract.labels import roles_of
from reviewer.extract.likeness import amount_text
from reviewer.extract.readings.by_order import segments_by_order
from reviewer.extract.readings.reading import By, Reading
from reviewer.extract.sequence.assemble import assemble
from reviewer.extract.sequence.borders import Borders
from reviewer.extract.sequence.furniture import Without, lines_of_pages
from reviewer.extract.sequence.pagetext import PageText
from reviewer.extract.sequence.roles import Segment
from reviewer.model.review import NodeData
from reviewer.model.source import Grid, Source
from reviewer.model.taxonomy import levels_named

LONGEST_TEXT = 4_000_000
"""A longer text is read by the rules alone: nobody waits for the net that long."""
LONGEST_PLAIN = 200_000
"""A longer text without grids is not read by the order of its words: pages that people copy are shorter."""

Tag = Callable[[str], Iterable[Segment]]
Look = Callable[[list[Draft]], None]


def _tagger() -> Tag | None:
    """The net; None where it does not come with the program."""
    try:
        tagger = import_module("reviewer.extract.sequence.tagger")
    except ModuleNotFoundError:
        return None
    tag: Tag = tagger.tagged
    return tag if tagger.available() else None


def text_readings(
    source: Source,
    look: Look | None = None,
    progress: Callable[[float], None] | None = None,
    alike: Callable[[NodeData], NodeData] | None = None,
) -> Iterator[Reading]:
    """The readings by the text of a source: by the order of its words where it has no grid, and that of the net.

    None for a source without text; none of the net where its weights are missing. `look` is shown the drafts before they are
    finished, to doubt what the source itself is not sure of. `progress` (0 to 1) may raise. `alike` is given each entry, to
    put objects that are there already in the place of equal ones.
    """
    pages = PageText.of(source)
    if not pages.text.strip() or len(pages.text) > LONGEST_TEXT:
        return
    borders = Borders.of(pages)
    plain = not any(isinstance(block, Grid) for _, block in source.blocks())
    if plain and len(pages.text) <= LONGEST_PLAIN:
        ordered = _watched(segments_by_order(pages, borders), pages, progress, 0.0, 0.3)
        yield _reading(ordered, pages, borders, By.ORDER, _doubting(pages, borders, look), alike)
    tag = _tagger()
    if tag is not None:
        left = Without(pages.text, lines_of_pages(pages.text))
        yield _reading(
            _watched(left.back(tag(left.text)), pages, progress, 0.4, 0.9), pages, borders, By.LEARNED, look, alike
        )


def _watched(
    segments: Iterable[Segment], pages: PageText, progress: Callable[[float], None] | None, start: float, end: float
) -> Iterator[Segment]:
    """The segments as they are found, their places in the text told as progress from `start` to `end`."""
    for segment in segments:
        if progress is not None:
            progress(start + (end - start) * segment.end / len(pages.text))
        yield segment


_PIECES, _BROKEN = 3, 0.12
_PIECE = 6


def _doubting(pages: PageText, borders: Borders, look: Look | None) -> Look | None:
    """`look`, with a doubt on everything where many lines among rows are only pieces of cells that wrapped."""
    rows = sum(not cell.solid for cell in borders.cells)
    alone = [pages.text[cell.start : cell.end].strip() for cell in borders.cells if cell.solid]
    pieces = sum(_is_piece(text) for text in alone)
    if pieces < _PIECES or pieces < _BROKEN * (rows + pieces) or rows < pieces:
        return look

    def doubt(drafts: list[Draft]) -> None:
        doubt_all(drafts)
        if look is not None:
            look(drafts)

    return doubt


def _is_piece(text: str) -> bool:
    if len(text) > _PIECE or text.endswith("指标") or amount_text(text) is not None:
        return False
    return not (roles_of(text) or levels_named(text) or is_formality(text) or is_title(text))


def _reading(
    segments: Iterable[Segment],
    pages: PageText,
    borders: Borders,
    by: By,
    look: Look | None,
    alike: Callable[[NodeData], NodeData] | None,
) -> Reading:
    found = assemble(segments, pages, borders)
    ids = count(1)
    finished = (_finished(entry, ids, look) for entry in found.entries)
    entries = tuple(mark_cut_off(list(map(alike, finished) if alike else finished)))
    root = replace(_finished(found.document, count(0), look), children=entries)
    return Reading(root, found.spans, by)


def _finished(draft: Draft, ids: count[int], look: Look | None) -> NodeData:
    if look is not None:
        look([draft])
    return draft.data(ids)
