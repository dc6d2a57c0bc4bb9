"""Segments brought to the cells they stand in: what the net says character by character, cell by cell.

Within a cell that borders close the roles vote: a piece that covers most of it is the whole of it. A segment that runs over
a border of a grid is cut there.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Any

from reviewer.base.patterns import pattern
from reviewer.extract.labels import Role, roles_of
from reviewer.extract.sequence.borders import NO_COLUMN, Borders, Cell
from reviewer.extract.sequence.pagetext import PageText
from reviewer.extract.sequence.roles import Segment, SegmentRole

R = SegmentRole
LABELS = frozenset({R.HEADER, R.ATTRIBUTE_LABEL, R.AMOUNT_LABEL, R.AMOUNT_COLUMN})
LEVELS = frozenset({R.LEVEL1, R.LEVEL2})
VALUES = frozenset({R.PERIOD_VALUE, R.ANNUAL_VALUE})
VALUE_PARTS = VALUES | {R.SIGN, R.MEASURE}
TASKS = frozenset({R.TASK_NAME, R.TASK_CONTENT, R.TASK_AMOUNT, R.TASK_GOAL})


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the joined text with one role, and the row and column where it stands.

    `column` is NO_COLUMN outside of grids. `solid` says that its row is one that borders make. `whole` says that it fills
    its cell from border to border. `probability` is the net's; `continues` that it goes on with an earlier piece.
    """

    role: SegmentRole
    start: int
    end: int
    probability: float
    row: int
    column: int = NO_COLUMN
    solid: bool = False
    whole: bool = False
    continues: bool = False
    band: int = 0
    glued: bool = False
    """Whether another text goes on right before or behind it, without so much as a blank."""


def pieces_of(segments: Iterable[Segment], pages: PageText, borders: Borders) -> list[Piece]:
    """The segments as pieces, in order, each brought to its cell."""
    placed = _Packed(piece for segment in segments for piece in _placed(segment, pages.text, borders))
    voted = (_bounded(piece, pages.text) for piece in _voted(placed.taken_out(), pages.text, borders))
    found = list(goals_apart(_without_copies(voted, pages.text)))
    _label_money(found, pages.text)
    for place, piece in enumerate(found):
        if _is_glued(piece, pages.text):
            found[place] = replace(piece, glued=True)
    return found


def goals_apart(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces, those of goals without what the one before has already: two can be brought to one line, from its ends."""
    last: Piece | None = None
    for piece in pieces:
        if last is not None and last.role is piece.role and piece.role in _GOALS and piece.start < last.end:
            if piece.end <= last.end:
                continue
            piece = replace(piece, start=last.end)
        last = piece
        yield piece


_GOALS = frozenset({R.GOAL, R.PERIOD_GOAL})


_ROLES = tuple(R)
_NUMBER_OF = {role: number for number, role in enumerate(_ROLES)}
_BLOCK = 4_096


class _Packed:
    """Pieces in order of where they begin, as numbers until they are taken out: beside what the net works with, the objects
    of a long text are what takes the most memory of all that its reading takes.
    """

    def __init__(self, pieces: Iterable[Piece]) -> None:
        places = self._starts, self._ends, self._rows, self._columns, self._bands = tuple(array("i") for _ in range(5))
        roles, chances, signs = self._roles, self._chances, self._signs = array("B"), array("d"), array("B")
        for piece in pieces:
            for numbers, one in zip(places, (piece.start, piece.end, piece.row, piece.column, piece.band), strict=True):
                numbers.append(one)
            roles.append(_NUMBER_OF[piece.role])
            chances.append(piece.probability)
            signs.append(piece.solid | piece.continues << 1)
        if any(after < before for before, after in pairwise(self._starts)):
            order = sorted(range(len(self._starts)), key=self._starts.__getitem__)
            for column in self._columns_of_all():
                column[:] = array(column.typecode, [column[place] for place in order])

    def _columns_of_all(self) -> tuple[array[Any], ...]:
        return (
            self._starts,
            self._ends,
            self._rows,
            self._columns,
            self._bands,
            self._roles,
            self._chances,
            self._signs,
        )

    def taken_out(self) -> Iterator[Piece]:
        """The pieces; what has been taken is no longer here."""
        columns = self._columns_of_all()
        for column in columns:
            column.reverse()
        while self._starts:
            block = [column[-_BLOCK:][::-1] for column in columns]
            for column in columns:
                del column[-_BLOCK:]
            for start, end, row, at, band, role, chance, signs in zip(*block, strict=True):
                yield Piece(
                    _ROLES[role], start, end, chance, row, at, bool(signs & 1), False, bool(signs & 2), band
                )  # fmt: skip


_NUMBER_BEFORE = pattern(
    r"(?:^|(?<=[\s|\t:：]))(?:[（(][一二三四五六七八九十\d]{1,2}[）)]|[一二三四五六七八九十\d]{1,2}[、.．])\s?$"
)


def _label_money(pieces: list[Piece], text: str) -> None:
    """Make a head that a form prints before an amount, right before one, that amount's label."""
    for place, piece in enumerate(pieces):
        after = next((p for p in pieces[place + 1 : place + 3] if p.role is not R.MONEY_UNIT), None)
        before_money = piece.role is R.HEADER and after is not None and after.role is R.AMOUNT
        if before_money and roles_of(text[piece.start : piece.end]) & {Role.AMOUNT, Role.FUNDS}:
            pieces[place] = replace(piece, role=R.AMOUNT_LABEL)


def _bounded(piece: Piece, text: str) -> Piece:
    """A piece whose ends are where a person would put them."""
    if piece.role is R.NAME and not piece.whole:
        return _unquoted(piece, text)
    if piece.role in (R.GOAL, R.PERIOD_GOAL) and not piece.whole:
        heading = _NEXT_HEADING.search(text, piece.start, piece.end)
        return replace(piece, end=heading.start()) if heading else piece
    return _numbered(piece, text)


_NEXT_HEADING = pattern(
    r"\s*[\n\f]\s*[（(]?[一二三四五六七八九十]{1,2}[）)、]\s?"
    r"[^，,。；;：:\n\f]{2,28}(?:项目|工程|经费|专项|资金)\s*\Z"
)
"""A last line that numbers and names what comes next: the heading of another project, no end of a goal."""
_QUOTES = {"“": "”", "《": "》", "「": "」"}


def _unquoted(piece: Piece, text: str) -> Piece:
    """A name in running text without the quotes around the whole of it."""
    name = text[piece.start : piece.end]
    if len(name) > 2 and _QUOTES.get(name[0]) == name[-1] and name[0] not in name[1:]:
        return replace(piece, start=piece.start + 1, end=piece.end - 1)
    return piece


_UNIT_BEHIND = pattern(r"\s?[（(]\s*(?:单位\s*[:：]\s*)?(?:亿|百万|万|千)?元\s*[)）]")


def _numbered(piece: Piece, text: str) -> Piece:
    """A label of money with the number printed before it and the unit in brackets behind it: both are part of the label."""
    if piece.role is not R.AMOUNT_LABEL or piece.whole:
        return piece
    unit = _UNIT_BEHIND.match(text, piece.end)
    piece = replace(piece, end=unit.end()) if unit else piece
    before = text[max(0, piece.start - 6) : piece.start]
    number = _NUMBER_BEFORE.search(before)
    return replace(piece, start=piece.start - len(before) + number.start()) if number else piece


_INSIDE = frozenset({R.YEAR, R.MONEY_UNIT, R.CODE, R.TITLE, R.SIGN})
"""Roles that stand inside a longer text as a rule."""
_NUMBERING = pattern(
    r"(?:^|[\s\t|;；。])[（(]?\d{1,4}$|^\d{1,4}$|(?:^|[\s|;；。])[（(][一二三四五六七八九十\d]{1,3}[)）]$"
)


def _is_glued(piece: Piece, text: str) -> bool:
    if piece.role in _INSIDE or piece.whole:
        return False
    before, after = text[max(0, piece.start - 6) : piece.start], text[piece.end : piece.end + 1]
    if after and (after.isalnum() or after in "≥≤＞＜>=<"):
        return True
    return bool(before) and (before[-1].isalnum() or before[-1] in "%％)）") and not _NUMBERING.search(before)


_PRINTED_ONCE = frozenset({R.GOAL, R.PERIOD_GOAL, R.ATTRIBUTE, R.NAME, R.UNIT, R.TITLE, R.ATTRIBUTE_LABEL, R.HEADER})


def _without_copies(pieces: Iterable[Piece], text: str) -> Iterator[Piece]:
    """The pieces without those that a merged cell repeats across its row."""
    last: Piece | None = None
    for piece in pieces:
        again = last is not None and (piece.role, piece.band) == (last.role, last.band) and piece.role in _PRINTED_ONCE
        if again and last is not None and text[piece.start : piece.end] == text[last.start : last.end]:
            continue
        yield piece
        last = piece


def _placed(segment: Segment, text: str, borders: Borders) -> Iterator[Piece]:
    cells = list(borders.touched(segment.start, segment.end))
    if not cells:
        yield _piece(segment, segment.start, segment.end, Cell(segment.start, segment.end, -1, solid=False), 1)
        return
    if len(cells) == 1 or not _is_cut(cells):
        yield _piece(segment, segment.start, segment.end, cells[0], len(cells))
        return
    goes_on = segment.continues
    for cell in cells:
        start, end = _trimmed(text, max(segment.start, cell.start), min(segment.end, cell.end))
        if start < end:
            part = _piece(segment, start, end, cell, 1)
            yield replace(part, continues=goes_on)
            goes_on = True


def _is_cut(cells: Sequence[Cell]) -> bool:
    """Whether a border between these cells parts what stands in them: always in a grid, between bars of one row."""
    return any(
        one.column != NO_COLUMN or two.column != NO_COLUMN or (one.row == two.row and one.solid)
        for one, two in pairwise(cells)
    )


def _piece(segment: Segment, start: int, end: int, cell: Cell, cells: int) -> Piece:
    return Piece(
        segment.role, start, end, segment.probability, cell.row, cell.column,
        cell.solid and cells == 1, False, segment.continues, cell.band,
    )  # fmt: skip


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


_MOST = 0.6
"""A piece of this share of its cell's characters is taken for the whole of it."""
_LABEL_BEFORE = pattern(r"[:：]\s*$|^\s*(?:三级)?指标\s*\d{0,2}\s*$|^\s*\d{1,4}\s*[-－—–.、．)）]\s*$|^[\s★☆▲*（(]*$")
"""What stands before a text in its cell and is no part of it: a label, a number, stars."""


def _voted(pieces: Iterable[Piece], text: str, borders: Borders) -> Iterator[Piece]:
    for place, group in groupby(pieces, key=lambda piece: borders.at(piece.start)):
        inside = list(group)
        cell = borders.cells[place] if place >= 0 else None
        if cell is None or not cell.solid or inside[-1].end > cell.end:
            yield from (_to_blanks(piece, text, inside) for piece in inside) if cell is not None else inside
            continue
        yield from _in_cell(inside, cell, text)


def _in_cell(inside: list[Piece], cell: Cell, text: str) -> Iterator[Piece]:
    start, end = _trimmed(text, cell.start, cell.end)
    if len(inside) > 1 and all(piece.role in LABELS for piece in inside) and not _COLON_INSIDE.search(text, start, end):
        first = max(inside, key=lambda piece: piece.end - piece.start)
        yield replace(first, start=start, end=end, whole=True)
        return
    best = max(inside, key=lambda piece: (piece.end - piece.start) * piece.probability)
    size = len("".join(text[start:end].split()))
    covered = len("".join(text[best.start : best.end].split()))
    before = text[start : best.start]
    alone = all(piece is best or _is_scrap(piece, best) for piece in inside)
    if not alone or covered < _MOST * size or (before and _LABEL_BEFORE.search(before)):
        yield from (replace(piece, whole=(piece.start, piece.end) == (start, end)) for piece in inside)
        return
    yield replace(best, start=start, end=end, whole=True)


_COLON_INSIDE = pattern(r"[:：\n](?=\s*\S)")
_SCRAP = 3


def _is_scrap(piece: Piece, best: Piece) -> bool:
    """Whether a piece is only a few characters that the net took for something else at the end of another."""
    small = piece.end - piece.start <= min(_SCRAP, (best.end - best.start) // 3)
    return small and piece.probability < best.probability


_REST = 2


def _to_blanks(piece: Piece, text: str, inside: Sequence[Piece]) -> Piece:
    """A piece whose end lies within a word, moved to the blank or border behind it where no other piece is in between."""
    end = piece.end
    while end < len(text) and not text[end].isspace() and end - piece.end <= _REST:
        end += 1
    taken = any(piece.end <= other.start < end for other in inside)
    at_blank = end >= len(text) or text[end].isspace()
    rest = text[piece.end : end]
    if not at_blank or taken or not rest or not re.fullmatch(r"[\w%％)）”》]+", rest):
        return piece
    return replace(piece, end=end)
