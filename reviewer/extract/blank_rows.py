"""Rows of cells that wide blanks part, where blank lines part the rows: `pdftotext -layout` of a table with room in its cells.

                   合计          财政拨款
    资金来源（元）                                →  资金来源（元） | 合计  | 财政拨款
                   90500         60500                              90500 | 60500

               项目
    项目单位           特定目标类     一年        →  项目单位 | 路灯所 | 项目类别 | 特定目标类 | 一年
        路灯所 类别

Lines without a blank one between them are one row, or several where a cell on the left was merged over them. A cell of
several lines stands in the middle of its row, and so does what stands beside it: which lines make a row is what costs least.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from reviewer.base.patterns import pattern
from reviewer.extract.book import is_formality, is_title
from reviewer.extract.labels import Role, plain_label, roles_of
from reviewer.extract.likeness import amount_text
from reviewer.model.flow import Flow, join_wrapped
from reviewer.model.taxonomy import levels_named

Cell = tuple[int, Flow]
"""Where a cell begins in its line, and its text."""

_LONGEST = 14
"""So many lines may follow each other without a blank one; more are no rows that blank lines part."""
_FEW, _PARTED = 2, 0.2
"""So many blank lines, and so many to a line, part rows."""
_HALVES = 8
"""Half of a label that wrapped is not longer."""
_COLON = ("：", ":")
_NEVER = 1000.0
TORN = 5.0
"""Price of two texts in one cell that are a cell each: two figures, two labels, a label and a text."""
_DOUBTFUL = 0.8
_WRAP = 0.1
_APART = 0.4
_NEXT = 2
"""So many lines apart at most the lines of a cell stand; what ends with a full stop further above is a cell of its own."""
_BESIDE = 1.0
"""Price of cells of one line each that stand on different lines: only labels merged over two rows of a header do."""
_LABEL_ALONE = 0.5
"""Price of a cell on the left that is merged over all rows of a block."""


_PAGE = 2
"""The end of a page counts as a blank line."""
_OVER_ROWS = frozenset({Role.TASKS, Role.FUNDS, Role.INDICATORS})
"""Labels that stand left of several rows."""


@dataclass(frozen=True, slots=True)
class _Piece:
    line: int
    start: int
    flow: Flow

    @property
    def end(self) -> int:
        return self.start + len(self.flow)


class Wide(NamedTuple):
    """A cell of a row: from where to where it reaches over all of its lines, and its text."""

    start: int
    end: int
    flow: Flow


@dataclass(slots=True)
class BlankRow:
    """A row: its lines from first to last, its cells from left to right; a label alone that is merged over several rows."""

    top: float
    bottom: float
    cells: list[Wide]
    merged: bool = False

    @property
    def middle(self) -> float:
        """The height of its middle, in lines."""
        return (self.top + self.bottom) / 2


def line_numbers(lines: Sequence[Flow]) -> list[int]:
    """The lines counted with the blank ones between them."""
    numbers = [0]
    for before, line in pairwise(lines):
        numbers.append(numbers[-1] + max(1, before.gap_to(line) or _PAGE))
    return numbers[: len(lines)]


def parted_rows(lines: Sequence[list[Cell]], numbers: Sequence[int]) -> list[list[Cell]] | None:
    """The rows of some lines (their cells, and their numbers on the page, blank lines counted); None where blank lines do not
    part rows: all cells have one line only, or lines follow each other without an end.
    """
    found = blank_rows(lines, numbers)
    if found is None or all(row.top == row.bottom for row in found):
        return None
    return [[(cell.start, cell.flow) for cell in row.cells] for row in found]


def blank_rows(lines: Sequence[list[Cell]], numbers: Sequence[int]) -> list[BlankRow] | None:
    """The rows of some lines; None where blank lines do not part them."""
    blocks = list(_blocks(lines, numbers))
    blank = sum(after > before + 1 for before, after in pairwise(numbers))
    parted = [block for block in blocks if any(len(lines[n]) > 1 for n in block)]  # others are paragraphs, however long
    if max(map(len, parted), default=0) > _LONGEST or blank < max(_FEW, _PARTED * sum(map(len, parted))):
        return None
    rows = [row for block in blocks for row in _rows(block, lines, numbers)]
    return _with_labels_first(rows)


def _blocks(lines: Sequence[list[Cell]], numbers: Sequence[int]) -> Iterator[list[int]]:
    block: list[int] = []
    for n, cells in enumerate(lines):
        if not cells:
            continue
        apart = len(cells) == 1 and (is_title(cells[0][1].text) or is_formality(cells[0][1].text))
        if block and (apart or numbers[n] > numbers[block[-1]] + 1):
            yield block
            block = []
        block.append(n)
        if apart:
            yield block
            block = []
    if block:
        yield block


def _rows(block: list[int], lines: Sequence[list[Cell]], numbers: Sequence[int]) -> list[BlankRow]:
    """The rows of lines that follow each other without a blank one."""
    pieces = [_Piece(numbers[n], start, flow) for n in block for start, flow in lines[n]]
    columns = _columns(pieces)
    if columns is not None and len(columns) == 1:
        return [BlankRow(numbers[n], numbers[n], [_whole([_Piece(n, *cell)]) for cell in lines[n]]) for n in block]
    cost, rows = _divided(pieces)
    label, rest = _label_on_the_left(pieces)
    if label and rest:
        other, several = _divided(rest)
        whole = join_wrapped([piece.flow for piece in label])
        price = _LABEL_ALONE
        if (roles := roles_of(whole.text)) and (len(label) > 1 or roles & _OVER_ROWS):
            price = -_LABEL_ALONE
        if len(several) > 1 and other + price < cost:
            middle = (label[0].line + label[-1].line) / 2
            merged = BlankRow(middle, middle, [_whole(label)], merged=True)
            return sorted([*several, merged], key=lambda row: row.middle)
    return rows


def _divided(pieces: Sequence[_Piece]) -> tuple[float, list[BlankRow]]:
    """The lines of some pieces as rows, at the least price."""
    lines = sorted({piece.line for piece in pieces})
    best: list[tuple[float, list[BlankRow]]] = [(0.0, [])]
    for end in range(1, len(lines) + 1):
        options: list[tuple[float, list[BlankRow]]] = []
        for start in reversed(range(end)):  # of several as good, the one with the label of two rows in the upper
            own = [piece for piece in pieces if lines[start] <= piece.line <= lines[end - 1]]
            cells = _columns(own)
            price = _price(cells, lines[start], lines[end - 1]) if cells is not None else _NEVER
            row = BlankRow(lines[start], lines[end - 1], [_whole(column) for column in cells or ()])
            options.append((best[start][0] + price, [*best[start][1], row]))
        best.append(min(options, key=lambda option: option[0]))
    return best[-1]


def _columns(pieces: Sequence[_Piece]) -> list[list[_Piece]] | None:
    """Pieces in columns, what stands above each other in one; None where two of one line would be."""
    found: list[list[_Piece]] = []
    end = -1
    for piece in sorted(pieces, key=lambda piece: piece.start):
        if found and piece.start < end:
            found[-1].append(piece)
        else:
            found.append([piece])
        end = max(end, piece.end)
    for column in found:
        column.sort(key=lambda piece: piece.line)
        if len({piece.line for piece in column}) < len(column):
            return None
    return found


def _whole(column: Sequence[_Piece]) -> Wide:
    start, end = min(piece.start for piece in column), max(piece.end for piece in column)
    return Wide(start, end, join_wrapped([piece.flow for piece in column]))


def _price(columns: Sequence[Sequence[_Piece]], top: int, bottom: int) -> float:
    """What a row of these lines costs."""
    price = 1.0
    if bottom > top and all(len(column) == 1 for column in columns):
        labels = all(roles_of(column[0].flow.text) or levels_named(column[0].flow.text) for column in columns)
        price += 0.0 if labels else _BESIDE
    for column in columns:
        off = abs((column[0].line + column[-1].line) - (top + bottom)) / 2
        price += max(0.0, off - 0.5)
        longest = max(len(piece.flow) for piece in column)
        for above, below in pairwise(column):
            price += torn(above.flow.text, below.flow.text, longest)
            if below.line - above.line > _NEXT:
                price += TORN if above.flow.text.endswith("。") else _APART
    return price


def torn(above: str, below: str, longest: int) -> float:
    """What it costs that one text stands under another in a cell."""
    joined = above + below
    if roles_of(joined) and not (roles_of(above) and roles_of(below) and not below.startswith(("（", "("))):
        return -_LABEL_ALONE if not roles_of(above) else 0.0
    if roles_of(above) or below.endswith(_COLON) or (roles_of(below) and len(below) > 2):
        return TORN
    if amount_text(above) is not None or amount_text(below) is not None:
        return TORN
    return _WRAP if len(above) >= 0.7 * longest else _DOUBTFUL


def _label_on_the_left(pieces: Sequence[_Piece]) -> tuple[list[_Piece], list[_Piece]]:
    """The pieces of a label that stands left of everything else, and the others."""
    start = min(piece.start for piece in pieces)
    edge = max(piece.end for piece in pieces if piece.start == start)
    while (wider := max(piece.end for piece in pieces if piece.start < edge)) > edge:
        edge = wider
    label = [piece for piece in pieces if piece.start < edge]
    label.sort(key=lambda piece: piece.line)
    whole = len({piece.line for piece in label}) == len(label) and _may_be_label([piece.flow.text for piece in label])
    return (label, [piece for piece in pieces if piece.start >= edge]) if whole else ([], list(pieces))


_DIGITS = pattern(r"\d")


def _may_be_label(texts: Sequence[str]) -> bool:
    return all(len(text) <= _HALVES or roles_of(text) for text in texts) and (
        bool(roles_of("".join(texts))) or (bool(plain_label("".join(texts))) and not _DIGITS.search("".join(texts)))
    )


def _with_labels_first(rows: list[BlankRow]) -> list[BlankRow]:
    """The rows, each label that is merged over several before the first of them: it stands in their middle."""
    plain = [row for row in rows if not row.merged]
    labels: dict[int, Wide] = {}
    begin = 0
    for label in (row for row in rows if row.merged):
        first, end = _under(label.middle, label.cells[0].end, plain, begin)
        if first < len(plain):
            labels[first] = label.cells[0]
        begin = max(end, first + 1)
    for n, cell in labels.items():
        plain[n].cells.insert(0, cell)
    return plain


def _under(middle: float, right: int, rows: Sequence[BlankRow], begin: int) -> tuple[int, int]:
    """From which row to which, of those from `begin` on, a label was merged that stands at a height and reaches so far to the
    right: rows without a cell there, of which it is in the middle.
    """
    after = next((n for n in range(begin, len(rows)) if rows[n].middle >= middle), len(rows))
    first = last = after
    while first > begin and rows[first - 1].cells[0].start >= right:
        first -= 1
    while last < len(rows) and rows[last].cells[0].start >= right:
        last += 1
    ranges = [(a, b) for a in range(first, after + 1) for b in range(max(a + 1, after), last + 1)]
    if not ranges:
        return min(after, len(rows) - 1), after

    def price(span: tuple[int, int]) -> tuple[float, bool, float, float]:
        off = abs((rows[span[0]].top + rows[span[1] - 1].bottom) / 2 - middle)
        heads = all(roles_of(cell.flow.text) for cell in rows[span[0]].cells)
        return max(0.0, off - _OFF), not heads, span[0] if heads else off, off

    return min(ranges, key=price)


_OFF = 2.0
"""So many lines a label may stand from the middle of its rows: the lines of a text do not keep the heights of a page."""
