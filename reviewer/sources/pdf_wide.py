"""A sheet that was printed over several pages in width, laid out as the one page that it was.

The pages that stand side by side (pdf_width) are put beside each other, their lines and their characters, and laid out
together: cells that the edge of a page cut are whole again. Each character keeps its place on the page on which it is printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise

from reviewer.model.source import Block, Cell, Grid, Line, Page, Picture
from reviewer.model.spans import Span, Spans
from reviewer.sources.pdf_breaks import Breaks
from reviewer.sources.pdf_layout import NEW_LINE, TAB, lay_out_glyphs
from reviewer.sources.pdf_lines import Run
from reviewer.sources.pdf_page import PageContent, find_places
from reviewer.sources.pdf_rules import Rule
from reviewer.sources.pdf_width import columns_again, sign_of

_APART = 15.0
"""Points between the columns of two pages without rules."""
_EDGE = 1.0
_Places = list[tuple[int, int]]
"""For each character of a page that was put together: which page it is printed on, and its place in the text of that."""


@dataclass(slots=True)
class _Member:
    """A page among those side by side: what it shows, where its part of the table begins and ends, and how far it is moved."""

    content: PageContent
    left: float
    right: float
    top: float
    bottom: float
    moved: float = 0.0
    first: int = 0
    """The number of its first glyph among those of all."""


def lay_out_wide(groups: Sequence[Sequence[int]], read: Callable[[int], PageContent]) -> tuple[Page, ...]:
    """All pages of a document, by groups that stand side by side; `read` gives what the page with an index shows."""
    breaks = Breaks()
    of_groups: list[_Places] = []
    found: dict[int, Page] = {}
    for number, group in enumerate(groups):
        contents = [read(index) for index in group]
        members = _members(contents)
        page, tables, glyphs = lay_out_glyphs(number, _joined(members) if len(group) > 1 else contents[0])
        breaks.add(page, tables)
        if len(group) == 1:
            found[group[0]] = replace(page, number=group[0] + 1)
            of_groups.append([])
            continue
        texts, places = _texts(members, group, glyphs)
        of_groups.append(places)
        for index, content, numbers in zip(group, contents, texts, strict=True):
            found[index] = _page(index, content, numbers)
    for number, group in enumerate(groups):
        blocks = tuple(chain.from_iterable(_blocks(b, groups, of_groups) for b in breaks.pages[number].blocks))
        found[group[0]] = replace(found[group[0]], blocks=blocks)
    return tuple(found[index] for index in sorted(found))


# -- side by side ---------------------------------------------------------------------------------------------------


def _members(contents: list[PageContent]) -> list[_Member]:
    signs = [sign_of(content) for content in contents]
    if len(contents) == 1:
        return []
    members: list[_Member] = []
    for content, sign in zip(contents, signs, strict=True):
        again = columns_again(signs[0], sign) if members else 0
        while again and _said(contents[0], signs[0].xs[again]) != _said(content, sign.xs[again]):
            again -= 1
        members.append(_Member(content, sign.xs[again], sign.xs[-1], sign.ys[0], sign.ys[-1]))
    apart = 0.0 if signs[0].is_ruled else _APART
    for left, right in pairwise(members):
        right.moved = left.moved + left.right - right.left + apart
        right.first = left.first + len(left.content.glyphs.chars)
    return members


def _said(content: PageContent, right: float) -> list[str]:
    """What stands left of a place, from the top."""
    found = [run for runs in content.runs.values() for run in runs if run.right < right]
    chars = content.glyphs.chars

    def key(run: Run) -> tuple[int, float]:
        return round(run.middle), run.left

    return ["".join(chars[n] for n in run.glyphs if n >= 0) for run in sorted(found, key=key)]


def _joined(members: list[_Member]) -> PageContent:
    """What the members show, side by side."""
    whole = PageContent(0.0, max(member.content.height for member in members))
    for member in members:
        content, glyphs = member.content, member.content.glyphs
        whole.width += content.width
        whole.glyphs.chars += glyphs.chars
        whole.glyphs.left.extend(x + member.moved for x in glyphs.left)
        whole.glyphs.right.extend(x + member.moved for x in glyphs.right)
        whole.glyphs.top += glyphs.top
        whole.glyphs.bottom += glyphs.bottom
        whole.boxes += content.boxes
        whole.order += [member.first + number for number in _own(member, member is members[-1])]
        whole.askew += [member.first + number for number in content.askew]
        whole.upright += [member.first + number for number in content.upright]
        whole.across += _across(member)
        whole.down += [
            Rule(rule.at + member.moved, rule.start, rule.end)
            for rule in content.down
            if rule.at >= member.left - 2 * _EDGE or not member.moved
        ]
    find_places(whole)
    return whole


def _own(member: _Member, is_last: bool) -> Iterator[int]:
    """The glyphs of a page that show there: a text over the edge is written on both pages, and each shows its part."""
    glyphs = member.content.glyphs
    for number in member.content.order:
        x, y = (glyphs.left[number] + glyphs.right[number]) / 2, (glyphs.top[number] + glyphs.bottom[number]) / 2
        if member.top <= y <= member.bottom:
            before = bool(member.moved) and x < member.left - _EDGE
            if before or (x > member.right + _EDGE and not is_last):
                continue
        yield number


def _across(member: _Member) -> Iterator[Rule]:
    for rule in member.content.across:
        start = max(rule.start, member.left) if member.moved else rule.start
        if rule.end > start:
            yield Rule(rule.at, start + member.moved, rule.end + member.moved)


# -- back to the pages ----------------------------------------------------------------------------------------------


def _texts(members: list[_Member], group: Sequence[int], numbers: list[int]) -> tuple[list[list[int]], _Places]:
    """For each page the numbers of its own glyphs, or of blanks, tabs, line ends, in order; and where each character went."""
    texts: list[list[int]] = [[] for _ in members]
    waiting: list[list[int]] = [[] for _ in members]
    places: _Places = []
    starts = [member.first for member in members]
    for number in numbers:
        if number < 0:
            for between in waiting:
                between.append(number)
            places.append((-1, -1))
            continue
        owner = max(place for place, start in enumerate(starts) if start <= number)
        text = texts[owner]
        if text:
            text += _between(waiting[owner])
        waiting[owner] = []
        places.append((group[owner], len(text)))
        text.append(number - starts[owner])
    return texts, places


def _between(signs: list[int]) -> list[int]:
    if NEW_LINE in signs:
        return [NEW_LINE]
    return [TAB] * signs.count(TAB) or signs


def _page(index: int, content: PageContent, numbers: list[int]) -> Page:
    signs = {NEW_LINE: "\n", TAB: "\t"}
    chars = content.glyphs.chars
    text = "".join(chars[n] if n >= 0 else signs.get(n, " ") for n in numbers)
    return Page(index + 1, text, picture=Picture(content.width, content.height, content.boxes.of(numbers)))


def _blocks(block: Block, groups: Sequence[Sequence[int]], places: list[_Places]) -> Iterator[Block]:
    if isinstance(block, Line):
        yield from (Line(span) for span in _moved((block.span,), groups, places))
        return
    cells = tuple(_moved_cell(cell, groups, places) for cell in block.cells)
    yield Grid(cells, block.rows, block.columns, block.widths, block.heights)


def _moved_cell(cell: Cell, groups: Sequence[Sequence[int]], places: list[_Places]) -> Cell:
    return replace(cell, spans=_moved(cell.spans, groups, places))


def _moved(spans: Spans, groups: Sequence[Sequence[int]], places: list[_Places]) -> Spans:
    """Spans of pages that were put together as spans of the pages that are printed."""
    found: list[Span] = []
    for span in spans:
        group, of = groups[span.page], places[span.page]
        if len(group) == 1:
            found.append(Span(group[0], span.start, span.end))
            continue
        page, start, end = -1, 0, 0
        for here, at in of[span.start : span.end]:
            if here == page and at >= end:
                end = at + 1
            elif here >= 0:
                if page >= 0:
                    found.append(Span(page, start, end))
                page, start, end = here, at, at + 1
        if page >= 0:
            found.append(Span(page, start, end))
    return tuple(found)
