"""Pieces of one entry's indicators → indicators: names with their values, levels handed down by one stack.

A name opens an indicator. The values of a row go to the name that stands in it; where a row has no borders, or several
names, to the name before them. Several names and then as many values are a list beside a list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from reviewer.extract.draft import Draft, shared
from reviewer.extract.labels import Role, is_sum, roles_of
from reviewer.extract.likeness import is_sign
from reviewer.extract.names import indicator_name, is_template, level_name
from reviewer.extract.no_indicator import is_foot
from reviewer.extract.sequence.borders import bars_between
from reviewer.extract.sequence.levels_apart import (
    Level,
    are_apart,
    fitting_parent,
    level_one,
    levels_of_rows,
    levels_printed,
)
from reviewer.extract.sequence.pieces import LEVELS, VALUE_PARTS, VALUES, Piece, R
from reviewer.extract.sequence.trust import Reader, doubts
from reviewer.extract.standing import NO_UNIT
from reviewer.model.fields import labelled
from reviewer.model.flow import EMPTY, Flow
from reviewer.model.messages import Message, message
from reviewer.model.review import Kind
from reviewer.model.taxonomy import is_level, levels_named, parents_of

SegmentKind = R
INDICATOR_PIECES = LEVELS | VALUE_PARTS | {R.LEVEL3, R.EXTRA, R.CODE}
_WORDS = ("定性", "定量", "文字描述", "定性指标", "定量指标", "正向", "反向", "正向指标", "反向指标")


@dataclass
class Found:
    """An indicator in the making: the pieces of its name and values, the levels in force at its name."""

    names: list[Piece]
    row: int
    level1: Level | None
    level2: Level | None
    values: list[Piece] = field(default_factory=list)
    extras: list[Piece] = field(default_factory=list)

    def has(self, kind: SegmentKind) -> bool:
        """Whether it has a value of this kind (R.PERIOD_VALUE, R.ANNUAL_VALUE)."""
        return any(piece.role is kind for piece in self.values)


@dataclass(frozen=True)
class Further:
    """A further column: its label, and how many columns it stands right of the names (0: not known)."""

    label: str
    offset: int = 0


@dataclass(frozen=True)
class Order:
    """The order of the columns, as their heads tell it: which values stand before the name, which levels behind it."""

    first: frozenset[SegmentKind] = frozenset()
    """Which values (R.PERIOD_VALUE, R.ANNUAL_VALUE) stand before the name; a sign and a unit go with the annual one."""
    level1_behind: bool = False
    level2_behind: bool = False
    extras: tuple[Further, ...] = ()
    """The further columns, in print order."""
    value: int = 0
    """How many columns the annual value stands right of the names; 0 where that is not known."""


class Indicators:
    """Collects the indicators of one entry."""

    def __init__(self, reader: Reader, order: Order) -> None:
        self._reader = reader
        self._order = order
        self._level1: Level | None = None
        self._level2: Level | None = None
        self._printed: list[Level] = []
        """Every level 1 of the entry, in order."""
        self._seconds: list[Level] = []
        """Every level 2 of the entry, in order."""
        self._code: Piece | None = None
        self._waiting: list[Piece] = []
        self._blanks_kept = False
        """Whether bars show blank cells between those of a row: each cell stands as many columns right of the name as bars."""
        self.found: list[Found] = []

    def read(self, pieces: Sequence[Piece]) -> list[Draft]:
        """The indicators that these pieces (of INDICATOR_PIECES, in order) say."""
        loose: list[Piece] = []
        for _, group in groupby(pieces, key=lambda piece: piece.row):
            row = list(group)
            names = [piece for piece in row if piece.role is R.LEVEL3 and not piece.continues]
            if len(names) == 1 and len(row) > 1 and row[0].solid:
                self._read_runs(loose)
                self._read_row(row)
                loose = []
            else:
                loose += row
        self._read_runs(loose)
        self._end_waiting()
        if not _in_order(pieces) and not self._order.level2_behind:
            self._set_apart()
        for one in self.found:
            in_row = any(
                value.row == one.row for value in one.values
            )  # where each cell has its line, levels come first
            if in_row and (one.level1 is None or not self._may_stand(one)):
                self._look_around(one)
        kept = [one for one in _sides_joined(self.found, self._reader) if self._is_indicator(one)]
        self._blanks_kept = any(self._shows_blank(one) for one in kept)
        return [self._draft(one) for one in kept]

    def _read_row(self, row: Sequence[Piece]) -> None:
        """A row between borders with one name: everything in it belongs to that name."""
        for piece in row:
            if piece.role in LEVELS or piece.role is R.CODE:
                self._take_level(piece)
        for piece in row:
            if piece.role is R.LEVEL3:
                self._take_name(piece)
        for piece in row:
            if piece.role in VALUE_PARTS or piece.role is R.EXTRA:
                self._take_value(piece)

    def _read_runs(self, pieces: Sequence[Piece]) -> None:
        for _, group in groupby(pieces, key=lambda piece: piece.role):
            self._read_run(list(group))

    def _read_run(self, run: Sequence[Piece]) -> None:
        """Pieces of one role that follow each other."""
        role = run[0].role
        if role in VALUES and len(run) > 1 and self._takes_list(run):
            return
        for piece in run:
            if role in LEVELS or role is R.CODE:
                self._take_level(piece)
            elif role is R.LEVEL3:
                self._take_name(piece)
            else:
                self._take_value(piece)

    def _takes_list(self, run: Sequence[Piece]) -> bool:
        """Whether as many names stand before these values, none of which has one."""
        last = self.found[-len(run) :]
        if len(last) != len(run) or any(one.values for one in last):
            return False
        for one, piece in zip(last, run, strict=True):
            one.values.append(piece)
        return True

    # -- levels -----------------------------------------------------------------------------------------------------

    def _take_level(self, piece: Piece) -> None:
        if piece.role is R.CODE:
            self._code = piece
            return
        code, name = level_name(self._reader.flow(piece))
        if not name or is_template(name.text):
            return
        if not code and self._code is not None and self._code.end <= piece.start:
            code = self._reader.flow(self._code)
        self._code = None
        level = Level(name, code, doubts(piece), piece.row, piece.start)
        if piece.role is R.LEVEL1:
            same = self._level1 is not None and self._level1.name.text == name.text
            self._level1 = level
            self._printed.append(level)
            behind = self._order.level1_behind and self.found
            if behind:
                self.found[-1].level1 = level
            elif not same:
                self._level2 = None
        elif self._order.level2_behind and self.found:
            self._level2 = self.found[-1].level2 = level
        elif piece.continues and self._level2 is not None and not self.found_since(self._level2.row):
            self._level2.name = self._level2.name + name
        else:
            self._level2 = level
            self._seconds.append(level)

    def found_since(self, row: int) -> bool:
        """Whether an indicator was begun in or after a row."""
        return bool(self.found) and self.found[-1].row >= row

    # -- names and values -------------------------------------------------------------------------------------------

    def _take_name(self, piece: Piece) -> None:
        last = self.found[-1] if self.found else None
        if piece.continues and last is not None and last.names:
            last.names.append(piece)
            return
        self.found.append(Found([piece], piece.row, self._level1, self._level2))
        for value in self._waiting:
            self._give(self.found[-1], value)
        self._waiting = []

    def _take_value(self, piece: Piece) -> None:
        last = self.found[-1] if self.found else None
        newer = last is not None and self._level2 is not None and last.level2 is not self._level2
        kind = piece.role if piece.role in VALUES else R.ANNUAL_VALUE
        if kind in self._order.first and piece.role is not R.EXTRA:
            self._waiting.append(piece)
        elif last is None or (newer and piece.role is not R.EXTRA and not piece.continues):
            self._nameless(piece)
        else:
            self._give(last, piece)

    def _nameless(self, piece: Piece) -> None:
        """A value under a level that has no name yet: an indicator whose name was not found."""
        if piece.role in VALUES:
            self.found.append(Found([], piece.row, self._level1, self._level2, [piece]))

    def _give(self, one: Found, piece: Piece) -> None:
        again = piece.role in VALUES and one.has(piece.role) and not piece.continues
        if piece.role is R.EXTRA or again:
            one.extras.append(piece)
        else:
            one.values.append(piece)

    def _end_waiting(self) -> None:
        for piece in self._waiting:
            if self.found:
                self._give(self.found[-1], piece)
        self._waiting = []

    # -- the finished indicator -------------------------------------------------------------------------------------

    def _is_indicator(self, one: Found) -> bool:
        """Whether it is more than a template's row or a header that was taken for a name."""
        if not one.names:
            return bool(one.values)
        text = self._reader.name(one.names).text
        if not text or is_template(text) or is_sum(text) or is_foot(text):
            return False
        label = roles_of(text) & {Role.LEVEL1, Role.LEVEL2, Role.LEVEL3, Role.ANNUAL_VALUE, Role.PERIOD_VALUE}
        return not (label and not one.values)

    def _draft(self, one: Found) -> Draft:
        draft = Draft(Kind.INDICATOR)
        name = indicator_name(self._reader.name(one.names))
        poor = tuple(reason for piece in one.names for reason in doubts(piece))
        draft.set("level3", name, *poor)
        self._set_levels(draft, one)
        for kind, key in ((R.PERIOD_VALUE, "period_value"), (R.ANNUAL_VALUE, "annual_value")):
            self._set_value(draft, one, kind, key)
        self._set_extras(draft, one)
        return draft

    def _set_levels(self, draft: Draft, one: Found) -> None:
        for key, level in (("level1", one.level1), ("level2", one.level2)):
            if level is None:
                continue
            handed = (message("read.inherited"),) if level.row != one.row else ()
            draft.set(key, level.name, *level.doubts, *handed)
            draft.put(key, shared(draft.fields[key]))
            if level.code:
                draft.set(f"{key}_code", level.code, *level.doubts)
        if one.level1 is None or not self._may_stand(one):
            draft.doubt("level1", message("read.level_lost"))

    def _set_apart(self) -> None:
        """Give the rows their levels where those are printed apart from them; they stay marked."""
        rows = [one for one in self.found if one.names]
        firsts, seconds = levels_printed(self._printed, self._seconds)
        starts = [one.names[0].start for one in rows]
        if not rows or not are_apart(starts, [level.start for level in seconds]):
            return
        said = [(self._reader.name(one.names).text, self._value_text(one)) for one in rows]
        known = [(level_one(level.name.text), level.start) for level in firsts]
        lost = message("read.level_lost")
        for one, second in zip(rows, levels_of_rows(said, starts, seconds), strict=True):
            if second is None:
                one.level1 = one.level2 = None
                continue
            fitting = fitting_parent(second.name.text, known, second.start)
            one.level2 = replace(second, doubts=(*second.doubts, lost), row=_NOWHERE)
            if fitting is not None:
                one.level1 = replace(firsts[fitting], doubts=(*firsts[fitting].doubts, lost), row=_NOWHERE)

    def _value_text(self, one: Found) -> str:
        return "".join(self._reader.flow(piece).text for piece in one.values)

    def _look_around(self, one: Found) -> None:
        """Give an indicator the nearest level 1 under which its level 2 belongs: in the middle of merged cells it stands below
        their first rows. It stays marked.
        """
        first = parents_of(one.level2.name.text)[:1] if one.level2 is not None else ()
        fitting = [
            level for level in self._printed if {known.name for known in levels_named(level.name.text)} & set(first)
        ]
        if fitting:
            nearest = min(fitting, key=lambda level: abs(level.row - one.row))
            one.level1 = Level(nearest.name, nearest.code, (*nearest.doubts, message("read.level_lost")), nearest.row)

    @staticmethod
    def _may_stand(one: Found) -> bool:
        """Whether level 1, where it is handed down, is one under which level 2 can stand."""
        if one.level1 is None or one.level2 is None or one.level1.row >= one.level2.row:
            return True
        above = parents_of(one.level2.name.text)
        known = is_level(one.level1.name.text, 1)
        names = {level.name for level in levels_named(one.level1.name.text) if level.level == 1}
        return not above or not known or bool(names & set(above))

    def _set_value(self, draft: Draft, one: Found, kind: SegmentKind, key: str) -> None:
        main = [piece for piece in one.values if piece.role is kind]
        alone = len({piece.role for piece in one.values if piece.role in VALUES}) < 2
        if not main and not (kind is R.ANNUAL_VALUE and not any(piece.role in VALUES for piece in one.values)):
            return
        pieces = one.values if alone else _nearest_parts(one.values, kind)
        whole: Flow = EMPTY
        poor: tuple[Message, ...] = ()
        for piece in _parts(pieces, main, self._reader):
            whole = self._reader.joined(whole, piece) if piece.continues else whole + self._reader.flow(piece)
            poor = (*poor, *doubts(piece))
        if any(char.isalnum() for char in whole.text):
            draft.set(key, whole, *poor)

    def _set_extras(self, draft: Draft, one: Found) -> None:
        """Further columns by their labels: by the bars between, else those of the header in order, where as many are filled."""
        offsets = self._offsets(one) if self._blanks_kept else {}
        sure = bool(offsets) or len(self._order.extras) == len(one.extras)
        if offsets:
            of_offset = {further.offset: further.label for further in self._order.extras}
            labelled_pieces = [(of_offset.get(offsets.get(piece.start, 0)), piece) for piece in one.extras]
        else:
            labelled_pieces = [
                (further.label, piece) for further, piece in zip(self._order.extras, one.extras, strict=False)
            ]
        for label, piece in labelled_pieces:
            key = labelled("extra", label) if label else None
            if key is not None and key not in draft.fields:
                draft.set(key, self._reader.flow(piece), *(() if sure else (message("read.column_guess"),)))

    def _shows_blank(self, one: Found) -> bool:
        """Whether a row of which bars part all cells has a blank one among them."""
        places = sorted(self._offsets(one).values())
        return places[-1:] > [len(places)]

    def _offsets(self, one: Found) -> dict[int, int]:
        """How many columns each cell stands right of the name, by where it starts, as far as nothing but bars parts them; empty
        where the value then stands elsewhere than its head.
        """
        row = sorted((*one.names[-1:], *one.values, *one.extras), key=lambda piece: piece.start)
        if not self._order.value or not one.names or row[0] is not one.names[-1]:
            return {}
        offsets: dict[int, int] = {}
        offset = 0
        for before, piece in pairwise(row):
            bars = bars_between(self._reader.pages.text, before.end, piece.start)
            if not bars:
                break
            offset += bars
            offsets[piece.start] = offset
        value = next((piece for piece in one.values if piece.role is R.ANNUAL_VALUE), None)
        return offsets if value is None or offsets.get(value.start) == self._order.value else {}


_NOWHERE = -1
"""The row of a level that no row prints."""


def _in_order(pieces: Sequence[Piece]) -> bool:
    """Whether a level can stand nowhere but before its rows: where borders close rows of several cells, where cells run together."""
    glued = sum(piece.glued for piece in pieces)
    return 2 * glued > len(pieces) or any(one.solid and one.row == other.row for one, other in pairwise(pieces))


def _parts(pieces: Sequence[Piece], main: Sequence[Piece], reader: Reader) -> list[Piece]:
    """What makes up a target value, as it is said: its sign, its figure, its unit, whichever is printed first."""
    parts = list(_said_parts(pieces, main, reader))
    twice = any(sum(piece.role is part for piece in parts) > 1 for part in (R.SIGN, R.MEASURE))
    return parts if twice else sorted(parts, key=lambda piece: (piece.role is R.MEASURE) - (piece.role is R.SIGN))


def _said_parts(pieces: Sequence[Piece], main: Sequence[Piece], reader: Reader) -> Iterator[Piece]:
    """The pieces of a value without words for a sign, and without the unit of a value in words."""
    measured = any(char.isdigit() for piece in main for char in reader.flow(piece).text) or not main
    for piece in pieces:
        text = reader.flow(piece).text
        if text in _WORDS and (len(pieces) > 1 or not main):
            continue
        if piece.role is R.MEASURE and (not measured or text in NO_UNIT):
            continue
        if piece.role is R.SIGN and not is_sign(text):
            continue
        yield piece


def _nearest_parts(pieces: Sequence[Piece], kind: SegmentKind) -> list[Piece]:
    """Of a period and an annual value side by side, one with its own parts.

    One sign and one unit for both belong to the annual value; where there are two, a sign goes to the next value, a unit to
    the last.
    """
    twice = any(sum(piece.role is part for piece in pieces) > 1 for part in (R.SIGN, R.MEASURE))
    found: list[Piece] = []
    for place, piece in enumerate(pieces):
        if piece.role in VALUES:
            home = piece.role
        elif twice:
            around = pieces[place + 1 :] if piece.role is R.SIGN else pieces[:place][::-1]
            home = next((other.role for other in around if other.role in VALUES), R.ANNUAL_VALUE)
        else:
            home = R.ANNUAL_VALUE
        if home is kind:
            found.append(piece)
    return found


def _sides_joined(found: Sequence[Found], reader: Reader) -> list[Found]:
    """Long-term and annual columns side by side: the same name on both sides is one indicator."""
    whole: list[Found] = []
    for one in found:
        before = whole[-1] if whole else None
        if before is not None and before.names and one.names and _is_other_side(before, one, reader):
            before.values += one.values
            before.extras += one.extras
            continue
        whole.append(one)
    return whole


def _is_other_side(before: Found, one: Found, reader: Reader) -> bool:
    if _solid(reader.name(before.names).text) != _solid(reader.name(one.names).text):
        return False
    kinds = [{piece.role for piece in found.values if piece.role in VALUES} for found in (before, one)]
    return kinds == [{R.PERIOD_VALUE}, {R.ANNUAL_VALUE}]


def _solid(text: str) -> str:
    return "".join(text.split())
