"""The header of a table whose columns only blanks keep apart: its labels from left to right, over one line or several."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.base.patterns import pattern
from reviewer.extract.blank_rows import line_numbers
from reviewer.extract.halves import lower_half
from reviewer.extract.indicator_heads import indicator_header
from reviewer.extract.labels import Role, roles_of
from reviewer.extract.likeness import amount_text
from reviewer.extract.list_heads import list_header, parts_of_money
from reviewer.extract.rows import Column, Row, merge_headers
from reviewer.model.flow import Flow
from reviewer.model.taxonomy import levels_named

_PIECE = pattern(r"\S+(?: \S+)*")
_VALUES = frozenset({Role.ANNUAL_VALUE, Role.PERIOD_VALUE})


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a line: where it begins, its text."""

    start: int
    flow: Flow

    @property
    def end(self) -> int:
        return self.start + len(self.flow)

    def overlap(self, start: int, end: int) -> int:
        return min(self.end, end) - max(self.start, start)


def pieces_of(line: Flow) -> list[Piece]:
    """The pieces of a line that wide gaps part; labels also where a single blank does."""
    found: list[Piece] = []
    for match in _PIECE.finditer(line.text.rstrip()):
        words = list(re.finditer(r"\S+", match[0]))
        apart = len(words) > 1 and all(roles_of(word[0]) for word in words)
        spans = [(match.start() + w.start(), match.start() + w.end()) for w in words] if apart else [match.span()]
        found += [Piece(start, line[start:end]) for start, end in spans]
    return found


def labels_in(line: Flow) -> int:
    """How many pieces of a line are labels."""
    return sum(bool(roles_of(piece.flow.text)) for piece in pieces_of(line))


def header_at(lines: Sequence[Flow], place: int) -> tuple[int, int, list[Piece]] | None:
    """(first line, line after the last, labels) of a header whose fullest line is at `place`."""
    if lines[place].text.count("  ") < 2:
        return None
    core = pieces_of(lines[place])
    if len(_PIECE.findall(lines[place].text)) < 3 or labels_in(lines[place]) * 3 < len(core) * 2:
        return None
    first, last = place, place + 1
    while (
        first > 0 and place - first < 3 and is_header_line(lines[first - 1]) and not _stands_apart(lines, first, core)
    ):
        first -= 1
    while last < len(lines) and last - place < 4 and is_header_line(lines[last]):
        last += 1
    first, last = _with_wraps(lines, first, last)
    if any(labels_in(lines[n]) > len(core) for n in range(first, last)):
        return None
    cells = _but_groups(_unwrapped([pieces_of(line) for line in lines[first:last]]))
    roles = columns_of(heads(lines[first:last], [cell.flow for cell in cells]), len(cells))
    return (first, last, cells) if roles and Role.LEVEL3 in roles and _VALUES & {*roles} else None


def _stands_apart(lines: Sequence[Flow], first: int, core: list[Piece]) -> bool:
    """Whether the line above is none of a header's: a label left of it with a blank line between, or a label with its value."""
    pieces, below = pieces_of(lines[first - 1]), pieces_of(lines[first])
    if line_numbers(lines[first - 1 : first + 1])[-1] > 1 and pieces[-1].end <= core[0].start:
        return True
    for piece in pieces:
        halves = (q for q in [*below, *core] if piece.overlap(q.start, q.end) > 0 and not roles_of(q.flow.text))
        known = roles_of(piece.flow.text) or _YEAR.fullmatch(piece.flow.text)
        if not known and not any(roles_of(piece.flow.text + half.flow.text) for half in halves):
            return True
    return False


def _with_wraps(lines: Sequence[Flow], first: int, last: int) -> tuple[int, int]:
    """The lines of a header with the halves of labels that stand above and below them."""
    if first == 0 or last == len(lines):
        return first, last
    above, below = pieces_of(lines[first - 1]), pieces_of(lines[last])
    halves = [p for p in above for q in below if p.overlap(q.start, q.end) > 0 and roles_of(p.flow.text + q.flow.text)]
    return (first - 1, last + 1) if halves and len(halves) == len(above) == len(below) else (first, last)


def is_header_line(line: Flow) -> bool:
    """Whether a line may be one of a header's: short pieces, half of them labels, no colon."""
    pieces = pieces_of(line)
    known = sum(bool(roles_of(piece.flow.text) or _YEAR.fullmatch(piece.flow.text)) for piece in pieces)
    short = all(len(piece.flow) <= 12 and not levels_named(piece.flow.text) for piece in pieces)
    figures = any(amount_text(piece.flow.text) is not None for piece in pieces)  # 合计 1556.78 is the first row
    return (
        bool(pieces) and short and not figures and known * 2 >= len(pieces) and not re.search("[:：，。；]", line.text)
    )


def heads(lines: Sequence[Flow], labels: Sequence[Flow]) -> list[Row]:
    """The header as rows, each label at its number: one, or two where the lower one only gives the years of a value."""
    years = [n for n, label in enumerate(labels) if _YEAR.fullmatch(label.text)]
    taken = {label.spans for label in labels}
    above = [p.flow for line in lines for p in pieces_of(line) if p.flow.spans not in taken]
    money = _with_parts_of_money(lines, labels)
    if money is not None:
        return money
    value = next((flow for flow in above if roles_of(flow.text) & _VALUES), None)
    if not years or value is None:
        return [Row(tuple(enumerate(labels)), 0)]
    line = next(line for line in lines if line.spans[0].start <= labels[years[0]].spans[0].start < line.spans[-1].end)
    lower = [
        n for n, label in enumerate(labels) if label.spans[0].start in range(line.spans[0].start, line.spans[-1].end)
    ]
    upper = [(n, label) for n, label in enumerate(labels) if n not in lower]
    first = sorted([*upper, (lower[0], value)], key=lambda cell: cell[0])
    return [Row(tuple(first), 0), Row(tuple((n, labels[n]) for n in lower), 0)]


_YEAR = pattern(r"20\d\d\s*年?度?")


def _unwrapped(rows: list[list[Piece]]) -> list[list[Piece]]:
    """The pieces of a header's lines, labels that wrapped put together: 一级指 | 标."""
    rows = [list(row) for row in rows]
    for number, row in enumerate(rows):
        for piece in list(row):
            for below in rows[number + 1 : number + 3] if not roles_of(piece.flow.text) else ():
                rest = next(
                    (q for q in below if not roles_of(q.flow.text) and q.overlap(piece.start, piece.end) > 0), None
                )
                if rest is not None and roles_of(piece.flow.text + rest.flow.text):
                    below.remove(rest)
                    row[row.index(piece)] = Piece(piece.start, piece.flow + rest.flow)
                    break
    return [row for row in rows if row]


def _but_groups(rows: list[list[Piece]]) -> list[Piece]:
    """The labels of a header from left to right, without those that stand over several: 绩效指标 over 一级指标 … 指标值."""
    labels = _lowest(rows)
    line = {id(piece): number for number, row in enumerate(rows) for piece in row}
    kept = []
    for n, piece in enumerate(labels):
        beside = [line[id(labels[m])] for m in (n - 1, n + 1) if 0 <= m < len(labels)]
        lower = len(beside) == 2 and min(beside) > line[id(piece)]
        if not (lower and roles_of(piece.flow.text) & _GROUPS):
            kept.append(piece)
    return kept


_GROUPS = frozenset({Role.INDICATORS, Role.AMOUNT, Role.FUNDS, Role.AMOUNT_HEAD})


def _lowest(rows: list[list[Piece]]) -> list[Piece]:
    """The labels of a header from left to right; of those above each other, the lowest."""
    kept: list[Piece] = []
    for row in rows:
        kept = [p for p in kept if not any(p.overlap(q.start, q.end) > 0 for q in row)] + row
    return sorted(kept, key=lambda piece: piece.start)


def _with_parts_of_money(lines: Sequence[Flow], labels: Sequence[Flow]) -> list[Row] | None:
    """The header as two rows, where a label of money stands over others that nobody knows: 预算金额 over 申报数 | 核定数."""
    places = {label.spans: n for n, label in enumerate(labels)}
    for number, line in enumerate(lines):
        for piece in pieces_of(line):
            if piece.flow.spans in places or not roles_of(piece.flow.text) & _MONEY:
                continue
            lower = [p for below in lines[number + 1 :] for p in pieces_of(below) if p.flow.spans in places]
            left = max((p for p in lower if p.start < piece.start), key=lambda p: p.start, default=None)
            right = min((p for p in lower if p.start > piece.start), key=lambda p: p.start, default=None)
            if left is None or right is None or roles_of(left.flow.text) or roles_of(right.flow.text):
                continue
            parts = (places[left.flow.spans], places[right.flow.spans])
            if parts[1] != parts[0] + 1:
                continue
            upper = [(n, label) for n, label in enumerate(labels) if n not in parts]
            cells = sorted([*upper, (parts[0], piece.flow)], key=lambda cell: cell[0])
            widths = tuple(2 if n == parts[0] else 1 for n, _ in cells)
            return [Row(tuple(cells), 0, widths=widths), Row(tuple((n, labels[n]) for n in parts), 0)]
    return None


_MONEY = frozenset({Role.AMOUNT, Role.FUNDS, Role.AMOUNT_HEAD})


def columns_of(heads: list[Row], count: int) -> list[Role]:
    """The roles of so many columns, by the rows of their header; empty where it is none."""
    columns = list_header(heads[0]) or indicator_header(heads[0])
    if columns is not None and len(heads) > 1:
        parts = parts_of_money(columns, heads[1])
        lower = [Column(place, Role.AMOUNT, flow.text) for place, flow in heads[1].cells if place in parts]
        columns = merge_headers(columns, lower) if lower else lower_half(columns, heads[1], ())
    roles = {column.place: column.role for column in columns or ()}
    told = [roles.get(n, Role.EXTRA) for n in range(count)] if roles else []
    alone = Role.INDICATORS in told and _VALUES & {*told} and not _LEVELLED & {*told}
    # a list without levels heads the names of its indicators so: 绩效指标 | 年初目标值
    return [Role.LEVEL3 if alone and role is Role.INDICATORS else role for role in told]


_LEVELLED = frozenset({Role.LEVEL1, Role.LEVEL2, Role.LEVEL3})
_NUMBER_ALONE = pattern(r"[-—–\s]*\d{1,4}[-—–\s]*")
_ROOM = 2


def running_lines(lines: Sequence[Flow]) -> set[int]:
    """The lines that pages print around their tables: a number by itself at the foot, with room above it, and what is alone in the
    first or the last line of several pages.
    """
    pages = [line.spans[0].page if line.spans else -1 for line in lines]
    numbers = line_numbers([*lines, *lines[-1:]])
    first = [n for n in range(len(lines)) if n == 0 or pages[n] != pages[n - 1]]
    last = [n - 1 for n in first[1:]] + [len(lines) - 1]
    found: set[int] = set()
    for edge in (first, last):
        alone = Counter(lines[n].text.strip() for n in edge if len(pieces_of(lines[n])) == 1)
        found |= {n for n in edge if alone[lines[n].text.strip()] > 1}
    return found | {
        n for n in last if n and _NUMBER_ALONE.fullmatch(lines[n].text) and numbers[n] - numbers[n - 1] > _ROOM
    }
