"""Lists of projects with packed indicators as `pdftotext` prints them: what it makes of cells is lines, and the grid is lost.

    合计           1,294.80   1,294.80                                                          -layout
    长期护理试点    776.80     776.80      守护好群众的救命钱。     1、1-产出指标；11-数量指标；
    补助资金                                                        救助人次；年度指标值:≥4万
                                                                    人次。2、1-产出指标；…

A project begins where amounts stand under their labels; what stands beneath, up to the next amounts, is the rest of its cells.
Where no columns are kept (-raw), packed_raw reads the cells one after the other.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence, Set
from dataclasses import dataclass, field

from reviewer.base.patterns import pattern
from reviewer.extract.aligned import Aligned
from reviewer.extract.aligned_head import Piece
from reviewer.extract.blank_rows import line_numbers
from reviewer.extract.book import is_formality, is_note, is_organisation, is_title, is_undertaking
from reviewer.extract.labels import Role
from reviewer.extract.likeness import amount_text, is_packed
from reviewer.extract.no_indicator import foot_of_page
from reviewer.extract.packed_head import PackedHead, packed_head
from reviewer.extract.packed_raw import raw_rows
from reviewer.extract.rows import Row
from reviewer.extract.titles import is_page_head
from reviewer.model.flow import Flow, join_wrapped

_WORD = pattern(r"\S+")
_SIGNED = pattern(r"\s*(?:填[报表]人|审核人|联系人|制表人|单位负责人)")


def packed_table(lines: Sequence[Flow], start: int = 0) -> Aligned | None:
    """The first such list among some lines, from `start` on."""
    for place in range(start, len(lines)):
        head = packed_head(lines, place)
        if head is None or any("\t" in line.text for line in lines[head.start : head.end]):
            continue
        pages = _pages(lines, head, _end_of(lines, head.end))
        found = (
            _in_columns(lines, pages)
            if head.in_columns
            else raw_rows([page.head for page in pages], [_own(lines, page) for page in pages])
        )
        if found is None:
            continue
        rows, guessed = found
        packs = sum(
            is_packed(flow.text) for row in rows for at, flow in row.cells if at == head.places(Role.INDICATORS)[0]
        )
        if packs:
            return Aligned(head.start, pages[-1].end, rows, guessed, whole=True)
    return None


def _end_of(lines: Sequence[Flow], start: int) -> int:
    """The line after the last one of a list: before a title, a note, a signature, what a browser prints beneath."""
    end = foot_of_page(lines, start)
    for place in range(start, end):
        text = lines[place].text.strip()
        if is_title(text) or is_note(text) or _SIGNED.match(text):
            end = place
            break
    while end > start and _is_of_page(lines[end - 1]):
        end -= 1
    return end


def _is_of_page(line: Flow) -> bool:
    """Whether a line is the number of a page, or another that a page prints around what it shows."""
    text = line.text.strip()
    return (is_formality(text) and not _is_amount(text)) or is_page_head([text])


@dataclass(frozen=True, slots=True)
class _Page:
    """The part of a list beneath one print of its header."""

    head: PackedHead
    end: int


def _pages(lines: Sequence[Flow], head: PackedHead, end: int) -> list[_Page]:
    """The parts of a list, one for each page that prints its header again; another header begins another list."""
    heads = [head]
    place = head.end
    while place < end:
        again = packed_head(lines, place)
        if again is not None and again.text != head.text:
            end = again.start
        elif again is not None and again.end <= end:
            heads.append(again)
            place = again.end
        else:
            place += 1
    ends = [*(one.start for one in heads[1:]), end]
    return [_Page(one, stop) for one, stop in zip(heads, ends, strict=True)]


def _own(lines: Sequence[Flow], page: _Page) -> list[Flow]:
    """The lines of a page beneath the header, without its number."""
    return [line for line in lines[page.head.end : page.end] if not _is_of_page(line)]


def _is_amount(text: str) -> bool:
    return "." in text and amount_text(text) is not None


# -- in columns -------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Record:
    """The cells of a project, line by line, by the number of their column."""

    cells: dict[int, list[Flow]] = field(default_factory=dict)
    cut: bool = False
    """Whether it is what a page break cut off the one before."""

    first: dict[int, Flow] = field(default_factory=dict)
    """The cells of its first line."""

    def add(self, cells: dict[int, Flow]) -> None:
        self.first = self.first or cells
        for place, flow in cells.items():
            self.cells.setdefault(place, []).append(flow)


def _in_columns(lines: Sequence[Flow], pages: Sequence[_Page]) -> tuple[list[Row], list[Flow]] | None:
    """The rows of a list whose cells stand under their labels, and the texts whose row is a guess."""
    guessed: list[Flow] = []
    rows: list[Row] = []
    named = pages[0].head.places(Role.ENTRY_NAME)[0]
    for page in pages:
        own = _own(lines, page)
        laid = _laid(page.head, lines[page.head.start : page.head.end], own)
        if laid is None:
            return None
        records = _records(page.head, laid, line_numbers(own), page is pages[0])
        if records is None:
            return None
        last = len(rows) - 1
        rows.append(page.head.row)
        for record in records:
            cells = {place: join_wrapped(flows) for place, flows in record.cells.items()}
            if record.cut and last > 0 and named in cells:
                before = dict(rows[last].cells)
                rest = cells.pop(named)
                before[named] = join_wrapped([before[named], rest]) if named in before else rest
                guessed.append(before[named])
                rows[last] = Row(tuple(sorted(before.items())), 0)
            if cells:
                rows.append(Row(tuple(sorted(cells.items())), 0))
    return rows, guessed


def _laid(head: PackedHead, header: Sequence[Flow], lines: Sequence[Flow]) -> list[dict[int, Flow]] | None:
    """The cells of each line by the number of their column; None where the columns are not the labels'."""
    edges = _edges(head, header, lines)
    if edges is None:
        return None
    found: list[dict[int, Flow]] = []
    torn = 0
    for line in lines:
        cells: dict[int, Flow] = {}
        spans: dict[int, tuple[int, int]] = {}
        for match in _WORD.finditer(line.text):
            home = max(n for n, edge in enumerate(edges) if edge <= match.start() or n == 0)
            start, _ = spans.get(home, match.span())
            spans[home] = (start, match.end())
        for home, span in spans.items():
            cells[home] = line[slice(*span)]
            torn += _TORN.search(cells[home].text) is not None
        found.append(cells)
    return found if torn <= _MOST_TORN * len(lines) else None


def _edges(head: PackedHead, header: Sequence[Flow], lines: Sequence[Flow]) -> list[int] | None:
    """Where each column begins: behind the last place left of its words that has no text in any line, or nearly none."""
    width = max((len(line) for line in (*header, *lines)), default=0) + 1
    ink = [0] * width
    for line in (*header, *lines):
        for match in _WORD.finditer(line.text):
            for x in range(*match.span()):
                ink[x] += 1
    edges = [0]
    for left, right in zip(head.labels, head.labels[1:], strict=False):
        gap = _gap(ink, left, right)
        if gap is None:
            return None
        edges.append(gap)
    return edges


def _gap(ink: Sequence[int], left: Piece, right: Piece) -> int | None:
    """Where the words of the column on the right begin: after the widest gap between the middles of two labels."""
    start, stop = left.start + 1, min(right.end, len(ink))
    least = min(ink[start:stop], default=None)
    if least is None or least > max(1, _STRAY * max(ink)):
        return None
    best, at, run = 0, 0, 0
    for x in range(start, stop):
        run = run + 1 if ink[x] == least else 0
        if run > best or (run == best and run):
            best, at = run, x + 1
    return at


_STRAY = 0.04
_TORN = pattern(r"\S {3,}\S")
_MOST_TORN = 0.05
"""So many lines may have a wide gap within a cell; where more do, two cells were taken for one."""


def _records(
    head: PackedHead, laid: Sequence[dict[int, Flow]], numbers: Sequence[int], is_first: bool
) -> list[_Record] | None:
    """The projects of a page; first what a page break cut off the last one of the page before. None where it is not sure which
    lines are whose.
    """
    named, packed = head.places(Role.ENTRY_NAME)[0], head.places(Role.INDICATORS)[0]
    amounts = head.places(Role.AMOUNT)
    anchors = {n for n, cells in enumerate(laid) if any(_is_figure(cells, place) for place in amounts)}
    begins = anchors | _without_amounts(laid, anchors, named)
    records: list[_Record] = []
    for n, cells in enumerate(laid):
        if n in begins or not records:
            records.append(_Record(cut=n not in begins))
        records[-1].add(cells)
    on_top = all(packed not in record.cells or record.cut or packed in record.first for record in records)
    if on_top and not (is_first and records and records[0].cut):
        return records
    return _parted_by_blank_lines(laid, numbers, anchors, is_first)


def _parted_by_blank_lines(
    laid: Sequence[dict[int, Flow]], numbers: Sequence[int], anchors: Set[int], is_first: bool
) -> list[_Record] | None:
    """The projects of a page where the amounts stand in the middle of their rows, and blank lines part these."""
    blocks: list[list[int]] = []
    for n in range(len(laid)):
        if not n or numbers[n] > numbers[n - 1] + 1:
            blocks.append([])
        blocks[-1].append(n)
    records: list[_Record] = []
    for block in blocks:
        own = len(anchors & set(block))
        if own > 1 or (not own and (is_first or block is not blocks[0])):
            return None
        records.append(_Record(cut=not own))
        for n in block:
            records[-1].add(laid[n])
    return records


def _is_figure(cells: dict[int, Flow], place: int) -> bool:
    return place in cells and amount_text(cells[place].text) is not None


def _without_amounts(laid: Sequence[dict[int, Flow]], anchors: Collection[int], named: int) -> set[int]:
    """The lines where a name stands alone that is not the rest of the one above: an office over its projects."""
    alone: set[int] = set()
    for n in range(1, len(laid)):
        if set(laid[n]) != {named} or n in anchors:
            continue
        above = laid[n - 1].get(named)
        if above is None or (n - 1 in anchors and is_organisation(laid[n][named].text) and is_undertaking(above.text)):
            alone.add(n)
    return alone
