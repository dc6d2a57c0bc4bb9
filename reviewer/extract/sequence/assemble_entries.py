"""Pieces of a whole source → one group of pieces for each entry: where entries begin, and under which name.

A false name spoils a document, so every candidate is weighed: its own probability, the label before it, whether anything
stands between it and the next candidate, whether it stands where only an indicator's name can.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from reviewer.extract.labels import Role, plain_label, roles_of
from reviewer.extract.sequence.assemble_indicators import INDICATOR_PIECES
from reviewer.extract.sequence.pieces import LABELS, LEVELS, TASKS, VALUE_PARTS, Piece, R
from reviewer.extract.sequence.roles import SegmentRole
from reviewer.extract.sequence.trust import Reader

HEAD = frozenset({R.TITLE, R.DEPARTMENT, R.YEAR, R.MONEY_UNIT})
_NAMES = frozenset({R.NAME, R.TOTAL})
_CONTENT = INDICATOR_PIECES | TASKS | {R.GOAL, R.PERIOD_GOAL, R.AMOUNT, R.ATTRIBUTE}
_GOALS = frozenset({R.GOAL, R.PERIOD_GOAL})
_NO_COLUMN = frozenset({*LABELS, *HEAD, *INDICATOR_PIECES})
_OF_ITS_OWN = frozenset({*_GOALS, *TASKS, *LEVELS, R.LEVEL3})
_ROWS = frozenset({*INDICATOR_PIECES, *TASKS})
_BESIDE_NAMES = frozenset({*VALUE_PARTS, R.EXTRA})


@dataclass
class Group:
    """The pieces of one entry in order; `name` is empty where none was found, several pieces where it is cut."""

    name: list[Piece] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    carried: int = 0
    """So many of the pieces stand before the name."""

    @property
    def has_content(self) -> bool:
        """Whether it has anything but a name, a unit and labels."""
        return any(piece.role in _CONTENT for piece in self.pieces)

    @property
    def has_rows(self) -> bool:
        """Whether it has indicators or tasks."""
        return any(piece.role is R.LEVEL3 or piece.role is R.TASK_NAME for piece in self.pieces)

    def has(self, role: R) -> bool:
        """Whether it has a piece of this role."""
        return any(piece.role is role for piece in self.pieces)


def groups(pieces: Sequence[Piece], reader: Reader) -> list[Group]:
    """The entries of a source, in order."""
    units = _UnitRows(pieces, reader)
    names = {id(piece) for piece in _chosen_names(pieces, reader, units)}
    before = _before_names(pieces, names)
    found: list[Group] = [Group()]
    for place, piece in enumerate(pieces):
        if id(piece) in names:
            if piece.continues and found[-1].name:
                found[-1].name.append(piece)
                continue
            found.append(_group(piece, _carried(found[-1], piece, before)))
        elif piece.role in _NAMES:
            continue
        elif units.is_row(place):
            found.append(_group(piece, _carried(found[-1], piece, before)))
        else:
            found[-1].pieces.append(piece)
    return _without_empty(found)


def _group(name: Piece, carried: list[Piece]) -> Group:
    return Group([name], carried, len(carried))


def _before_names(pieces: Sequence[Piece], names: Collection[int]) -> frozenset[SegmentRole]:
    """What stands between the header and the first name: the columns of a list on the left of the names."""
    first = next((place for place, piece in enumerate(pieces) if id(piece) in names and piece.role is R.NAME), 0)
    roles = set()
    for piece in reversed(pieces[:first]):
        if piece.role in _NO_COLUMN:
            break
        roles.add(piece.role)
    return frozenset(roles - {R.AMOUNT, R.NAME, R.TOTAL})


def _without_empty(found: list[Group]) -> list[Group]:
    """The groups with what stands before the first name given to it; a first one without a name only where it has rows."""
    first, rest = found[0], found[1:]
    if rest and not first.has_rows:
        rest[0].pieces = [*first.pieces, *rest[0].pieces]
        rest[0].carried += len(first.pieces)
        return rest
    return [group for group in (first, *rest) if group.name or group.has_content]


def _carried(before: Group, name: Piece, left: frozenset[SegmentRole]) -> list[Piece]:
    """What stands before a name and belongs to its entry, taken from the group before it."""
    pieces = before.pieces
    cut = _cut(before, name, left)
    carried = pieces[cut:]
    del pieces[cut:]
    return carried


def _cut(before: Group, name: Piece, left: frozenset[SegmentRole]) -> int:
    pieces = before.pieces
    if not before.name and not before.has_rows:
        return 0
    if before.name and before.name[0].role in (R.TOTAL, R.UNIT):
        own = range(before.carried, len(pieces))
        return next((n for n in own if pieces[n].role is not R.AMOUNT), len(pieces))
    rows = [n for n, piece in enumerate(pieces) if piece.role in _ROWS]
    start = rows[-1] + 1 if rows else before.carried
    titled = [n for n, piece in enumerate(pieces) if piece.role is R.TITLE and n >= start]
    if titled:
        return titled[-1]
    if rows:
        return start
    place = len(pieces)
    while place > before.carried and (
        pieces[place - 1].role in LABELS | HEAD | left | {R.UNIT} or _in_row(pieces[place - 1], name)
    ):
        place -= 1
    return place


def _in_row(piece: Piece, name: Piece) -> bool:
    return piece.row == name.row and name.solid


# -- which candidates are names ---------------------------------------------------------------------------------------


def _chosen_names(pieces: Sequence[Piece], reader: Reader, units: _UnitRows) -> list[Piece]:
    """The candidates that are names. Of several with nothing of their own between them, the likeliest."""
    chosen: list[Piece] = []
    run: list[tuple[float, Piece]] = []
    seen = ""
    for place, piece in enumerate(pieces):
        if piece.role not in _NAMES:
            if run and (_is_own(pieces, place) or units.is_row(place)):
                chosen += _best(run)
                run = []
            continue
        if piece.continues and run:
            run.append((run[-1][0], piece))
            continue
        text = plain_label(reader.flow(piece).text)
        worth = _worth(pieces, place, reader)
        if worth < 0 or (text == seen and not _begins_again(pieces, place)):
            continue
        seen = text
        if piece.role is R.TOTAL or (run and run[-1][1].role is R.TOTAL):
            chosen += _best(run)
            run = []
        run.append((worth, piece))
    return chosen + _best(run)


_ROW = frozenset({R.NAME, R.TOTAL, R.UNIT, R.AMOUNT})


def _is_own(pieces: Sequence[Piece], place: int) -> bool:
    """Whether a piece behind a candidate shows that the candidate has an entry of its own."""
    role = pieces[place].role
    if role in _OF_ITS_OWN:
        return True
    return role is R.AMOUNT and pieces[place - 1].role in _ROW


def _best(run: list[tuple[float, Piece]]) -> list[Piece]:
    if not run:
        return []
    rows = {piece.row for _, piece in run}
    if len(rows) == len(run) and len(run) > 2 and all(piece.solid for _, piece in run):
        return [piece for _, piece in run]  # a list of names without anything beside them
    first = next(piece for worth, piece in run if worth == max(worth for worth, _ in run))
    place = next(n for n, (_, piece) in enumerate(run) if piece is first)
    whole = [first]
    for _, piece in run[place + 1 :]:
        if not piece.continues:
            break
        whole.append(piece)
    return whole


def _worth(pieces: Sequence[Piece], place: int, reader: Reader) -> float:
    """How much speaks for a candidate, in log-odds; below 0 it is none."""
    piece = pieces[place]
    share = min(max(piece.probability, 0.02), 0.98)
    worth = math.log(share / (1 - share)) + 1.0
    before = pieces[place - 1] if place else None
    if before is not None and before.role in LABELS:
        roles = roles_of(reader.flow(before).text)
        worth += 3.0 if Role.ENTRY_NAME in roles else 1.0
    if _stands_among_indicators(pieces, place):
        worth -= 4.0
    return worth


def _stands_among_indicators(pieces: Sequence[Piece], place: int) -> bool:
    """Whether a candidate stands where an indicator's name would: behind indicators, with a value next in its row."""
    before, after = pieces[max(0, place - 1) : place], pieces[place + 1 : place + 2]
    return any(one.role in INDICATOR_PIECES for one in before) and any(one.role in _BESIDE_NAMES for one in after)


def _begins_again(pieces: Sequence[Piece], place: int) -> bool:
    """Whether a name that is printed again begins a form of its own: a title or a heading stands just before."""
    for piece in reversed(pieces[max(0, place - 6) : place]):
        if piece.role is R.TITLE:
            return True
        if piece.role in _CONTENT:
            return False
    return False


class _UnitRows:
    """Which units are rows of a list, that name or sum the projects of a unit, and not the unit of one project."""

    def __init__(self, pieces: Sequence[Piece], reader: Reader) -> None:
        self._rows: set[int] = set()
        column = any(piece.role in LABELS and Role.UNIT in roles_of(reader.flow(piece).text) for piece in pieces)
        for place, piece in enumerate(pieces):
            if piece.role is R.UNIT and not piece.continues and self._stands_alone(pieces, place, column):
                self._rows.add(place)

    def is_row(self, place: int) -> bool:
        """Whether the piece at this place is such a row."""
        return place in self._rows

    @staticmethod
    def _stands_alone(pieces: Sequence[Piece], place: int, column: bool) -> bool:
        """Behind no label, with at most money before the next name; where there is a column of units, with some."""
        before = pieces[place - 1] if place else None
        if before is not None and (
            before.role is R.ATTRIBUTE_LABEL or (before.role in LABELS and before.row == pieces[place].row)
        ):
            return False
        after = place + 1
        while after < len(pieces) and pieces[after].role is R.AMOUNT:
            after += 1
        if after >= len(pieces) or pieces[after].role not in (R.NAME, R.UNIT, R.TOTAL):
            return False
        if pieces[place].solid and pieces[after].row == pieces[place].row:
            return False
        return after > place + 1 or not column
