"""One region of a source read again because a reviewer asked for it: "read this as an indicator", "… as a project"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count

from reviewer.extract.draft import Draft
from reviewer.extract.indicator_heads import indicator_header
from reviewer.extract.likeness import value_fit
from reviewer.extract.list_heads import list_header
from reviewer.extract.markup import clean
from reviewer.extract.names import indicator_name
from reviewer.extract.packed import read_packed
from reviewer.extract.packed_plain import read_piece, read_plain
from reviewer.extract.pipeline import rules_reading
from reviewer.extract.rows import grid_rows
from reviewer.model.flow import Flow, join_wrapped, undo_layout
from reviewer.model.messages import message
from reviewer.model.review import Kind, NodeData
from reviewer.model.source import Block, Cell, Grid, Line, Page, Source
from reviewer.model.spans import Span, Spans
from reviewer.model.taxonomy import is_level

_HEADS_ABOVE = 3
"""So many rows right above each other can be one header."""


def read_region(source: Source, region: Spans, kind: Kind) -> tuple[NodeData, ...]:
    """What stands at `region`, read as indicators or as projects; empty where there is no text. Ids count from 0.

    The rules of the whole extraction come first, on nothing but the region (and the header above it, where it lies in a
    table). Where they find nothing of the kind wanted, the text is taken for what the reviewer says that it is.
    """
    texts = [flow for flow in _texts(source, region) if flow]
    if not texts:
        return ()
    part = replace(source, pages=tuple(_page(source, number, region) for number in range(len(source.pages))))
    entries = rules_reading(part).root.children
    if kind is not Kind.INDICATOR:
        return _projects(entries, texts)
    packed = join_wrapped(texts)
    drafts = read_packed(packed) or read_plain(packed)
    if drafts:
        return _numbered(drafts)
    found = tuple(child for entry in entries for child in entry.children if child.kind is Kind.INDICATOR)
    named = tuple(node for node in found if dict(node.fields)["level3"].value)
    return named or _numbered(_by_likeness(texts))


def _projects(entries: Sequence[NodeData], texts: Sequence[Flow]) -> tuple[NodeData, ...]:
    found = tuple(entry for entry in entries if entry.kind is not Kind.TOTAL and dict(entry.fields)["name"].value)
    if found:
        projects = tuple(entry for entry in found if entry.kind is not Kind.UNIT)
        return projects or tuple(replace(entry, kind=Kind.PROJECT) for entry in found)
    draft, rest = Draft(Kind.PROJECT), texts[1:]
    draft.set("name", texts[0], message("read.name_guess"))
    at = next((place for place, text in enumerate(rest) if _packed([text])), len(rest))
    draft.children = _packed(rest[at:])
    if rest[:at]:
        draft.set("goal", join_wrapped(rest[:at]))
    return _numbered([draft])


def _packed(texts: Sequence[Flow]) -> list[Draft]:
    """The indicators that stand packed in these texts."""
    if not texts:
        return []
    whole = join_wrapped(texts)
    return [draft for draft in (read_packed(whole) or read_plain(whole)) if draft.value("level3")]


def _numbered(drafts: Sequence[Draft]) -> tuple[NodeData, ...]:
    ids = count()
    return tuple(draft.data(ids) for draft in drafts)


# -- the region alone -----------------------------------------------------------------------------------------------


def _within(span: Span, region: Spans) -> Iterator[Span]:
    """The parts of `span` that lie in the region."""
    for page, start, end in region:
        if page == span.page and start < span.end and span.start < end:
            yield Span(page, max(start, span.start), min(end, span.end))


def _page(source: Source, number: int, region: Spans) -> Page:
    page = source.pages[number]
    blocks: list[Block] = []
    for block in page.blocks if any(span.page == number for span in region) else ():
        if isinstance(block, Line):
            blocks += [Line(span) for span in _within(block.span, region)]
        else:
            grid = _grid(source, number, block, region)
            if grid is not None:
                blocks.append(grid)
    return replace(page, blocks=tuple(blocks))


def _grid(source: Source, page: int, grid: Grid, region: Spans) -> Grid | None:
    """A table with the cells of the region only, and with its last header above them; None where none lies there."""
    inside = [cell for cell in (_cut(cell, region) for cell in grid.cells) if cell.spans]
    if not inside:
        return None
    top = min(cell.row for cell in inside)
    heads: set[int] = set()
    for row, numbers in _header_rows(source, page, grid):
        if row < top:
            heads = numbers
    above = [cell for cell in grid.cells if cell.row in heads]
    return replace(grid, cells=tuple(sorted((*above, *inside), key=lambda cell: (cell.row, cell.column))))


def _cut(cell: Cell, region: Spans) -> Cell:
    return replace(cell, spans=tuple(part for span in cell.spans for part in _within(span, region)))


def _header_rows(source: Source, page: int, grid: Grid) -> Iterator[tuple[int, set[int]]]:
    """Where a header of indicators or of a list stands: its row, and the rows that belong to it."""
    rows: dict[int, list[Cell]] = {}
    for cell in grid.cells:
        rows.setdefault(cell.row, []).append(cell)
    before: set[int] = set()
    for number in sorted(rows):
        alone = replace(grid, cells=tuple(rows[number]))
        row = next(grid_rows(source, page, alone), None)
        if row is None or not (indicator_header(row) or list_header(row)):
            before = set()
            continue
        before = {*sorted(before)[1 - _HEADS_ABOVE :], number}
        yield number, before


# -- without any header ---------------------------------------------------------------------------------------------


def _texts(source: Source, region: Spans) -> Iterator[Flow]:
    """What stands in the region, cell by cell and line by line, layout undone."""
    for number, page in enumerate(source.pages):
        for block in page.blocks if any(span.page == number for span in region) else ():
            pieces = [block.span] if isinstance(block, Line) else [s for cell in block.cells for s in cell.spans]
            for span in pieces:
                parts = tuple(_within(span, region))
                if parts:
                    yield clean(undo_layout(Flow.of(source, parts)))


def _by_likeness(texts: Sequence[Flow]) -> list[Draft]:
    """Cells or lines without a header: levels are known by name, values by what they look like, the rest is the name."""
    if len(texts) == 1:
        return [read_piece(texts[0])]
    draft = Draft(Kind.INDICATOR)
    rest: list[Flow] = []
    for text in texts:
        level = next((n for n in (1, 2) if is_level(text.text, n) and not draft.value(f"level{n}")), None)
        if level is not None and not rest:
            draft.set(f"level{level}", text)
        else:
            rest.append(text)
    values = [text for text in rest if value_fit(text.text) >= 1.0][-2:] if len(rest) > 1 else []
    names = [text for text in rest if text not in values]
    draft.set("level3", indicator_name(join_wrapped(names)))
    for key, text in zip(("annual_value", "period_value"), reversed(values), strict=False):
        draft.set(key, text)
    return [draft]
