"""Rows of a table without rules, where merged cells stand in the middle of the rows that they hold for.

The column with the most texts tells the rows, with what stands where that column is blank: the row of a unit, a sum. Every other
text stands in the middle of its share of them: a column's texts divide all rows, and a column further left only divides where
those to its right do. What could as well be divided otherwise is said to be doubtful.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from reviewer.sources.pdf_lines import PrintedLine

_MOST_ROWS = 150
"""More rows on a page are none of a form; dividing them takes time that grows with their square."""
_SAME = 0.3
"""Of a line's height: two middles that are nearer are one."""
_MOST_LINES = 2.0
"""So many lines a cell of the column that tells the rows has on average, at most."""
OFF = 0.25
"""Of the usual step between rows: so far a text may stand from the middle of its rows."""
_MOST_ALONE = 1.5
"""Of the rows that a column tells: so many there are at most with those where it is blank."""
_WHOLE = 0.9
"""Of the least step between two rows: so far is a row from the next."""
_DENSE = 0.6
"""Of the number of rows: a column with so many texts may tell how high these are."""
_EXACT = 0.15
"""The same, where its rows might also be single ones with blanks between."""
_SEVERAL = 2
_RIVAL = 0.1
"""The same: another division of the rows whose texts stand no further off may be meant as well."""

Interval = tuple[float, float]
Limits = tuple[float | None, float | None]
"""Where the first row begins and the last ends, as far as that is drawn."""
Row = dict[int, tuple[int, list[PrintedLine]]]
"""The cells of a row by column, each with how many columns it covers and its lines."""
Merged = dict[tuple[int, int], int]
"""Over how many rows a cell is merged, by row and column."""


@dataclass(slots=True)
class Text:
    """Lines of one column that follow each other as those of a cell do."""

    lines: list[PrintedLine]
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class Division:
    """The rows of some columns: their cells, what is merged over several, and from where to where each row reaches."""

    rows: list[Row]
    merged: Merged
    extents: list[Interval]
    doubtful: set[tuple[int, int]] = field(default_factory=set)
    """The cells, by row and column, that may hold for other rows than they are given."""
    unsure: set[int] = field(default_factory=set)
    """The rows that another cell might hold for instead of the one that is given."""


def wider(one: Interval, other: Interval) -> Interval:
    """From where to where both reach together."""
    return min(one[0], other[0]), max(one[1], other[1])


def texts_of(column: list[PrintedLine], step: float) -> list[Text]:
    """The texts of a column from the top: lines whose tops are no further apart than `step` are of one."""
    found: list[Text] = []
    for line in column:
        if found and line.top - found[-1].lines[-1].top <= step:
            found[-1].lines.append(line)
            found[-1].bottom = max(found[-1].bottom, line.bottom)
        else:
            found.append(Text([line], line.top, line.bottom))
    return found


def divided(
    columns: list[list[PrintedLine]],
    step: float,
    height: float,
    limits: Limits = (None, None),
    goes_on: bool = False,
    tops: bool = True,
) -> Division | None:
    """The rows of some columns; None where they cannot be told. Where a table `goes_on` from the page before, texts of the first
    rows may stand there. With `tops`, texts may also begin at the top of their cells.
    """
    texts = [texts_of(column, step) for column in columns]
    most = max(map(len, texts))
    leaf = max(n for n, column in enumerate(texts) if len(column) == most)
    if not 2 <= most <= _MOST_ROWS or sum(len(text.lines) for text in texts[leaf]) > _MOST_LINES * most:
        return None
    seeds = [(text.top, text.bottom) for text in texts[leaf]]
    begun = _by_tops(texts, seeds, _SAME * height) if tops else None
    if begun is not None:
        return begun
    found = _Dividing(texts, leaf, seeds, (), height, limits, goes_on).divide()
    if found is None:
        seeds, alone = _with_rows_between(texts, leaf, seeds, _SAME * height)
        if alone and len(seeds) <= _MOST_ROWS:
            found = _Dividing(texts, leaf, seeds, alone, height, limits, goes_on).divide()
    return found


def _by_tops(texts: list[list[Text]], seeds: list[Interval], near: float) -> Division | None:
    """The rows of a table whose texts begin at the top of their cells, merged ones too; None where that does not show."""
    tops: list[float] = []
    for top in sorted([*(top for top, _ in seeds), *(text.top for column in texts for text in column)]):
        if not tops or top > tops[-1] + near:
            tops.append(top)
    pitch = _WHOLE * min(below[0] - above[0] for above, below in pairwise(seeds))
    if len(tops) > _MOST_ALONE * len(seeds) + 1 or any(below - above < pitch for above, below in pairwise(tops)):
        return None
    rows: list[Row] = [{} for _ in tops]
    heights: list[set[int]] = [set() for _ in tops]
    for number, column in enumerate(texts):
        for text in column:
            place = bisect_left(tops, text.top - near)
            place -= place == len(tops) or tops[place] > text.top + near
            if number in rows[place]:
                return None
            rows[place][number] = (1, text.lines)
            heights[place].add(len(text.lines))
    if not any(len(lines) > 1 for lines in heights):
        return None
    ends = [*tops[1:], max(text.bottom for column in texts for text in column)]
    if any(
        min(line.bottom for _, lines in row.values() for line in lines) > end + near
        for row, end in zip(rows, ends, strict=True)
    ):
        return None
    bottoms = [max(line.bottom for _, lines in row.values() for line in lines) for row in rows]
    extents = [(top, min(end, max(top, bottom))) for top, end, bottom in zip(tops, ends, bottoms, strict=True)]
    return Division(rows, {}, extents)


def _with_rows_between(
    texts: list[list[Text]], leaf: int, seeds: list[Interval], near: float
) -> tuple[list[Interval], list[int]]:
    """The rows with those of texts that stand beside none of the rows there are; the numbers of these."""
    rows = _widened(texts, seeds, near)
    added: list[Interval] = []
    pitch = _WHOLE * min(sum(below) - sum(above) for above, below in pairwise(seeds)) / 2
    for column in sorted((c for n, c in enumerate(texts) if n != leaf), key=len, reverse=True):
        for text in column:
            place = bisect_left(rows, (text.middle, text.middle))
            is_beside = any(
                max(top - text.bottom, text.top - bottom) < -near or abs(top + bottom - 2 * text.middle) < 2 * pitch
                for top, bottom in rows[max(0, place - 1) : place + 1]
            )
            if not is_beside:
                rows.insert(place, (text.top, text.bottom))
                added.append((text.top, text.bottom))
    found = sorted([*seeds, *added])
    return found, [found.index(one) for one in added]


def _widened(texts: list[list[Text]], seeds: list[Interval], near: float) -> list[Interval]:
    """The rows as high as the texts of those columns make them that have about as many."""
    rows = list(seeds)
    middles = [(top + bottom) / 2 for top, bottom in seeds]
    for column in texts:
        for text in column if len(column) >= _DENSE * len(seeds) else ():
            place = bisect_left(middles, text.middle - near)
            if place < len(middles) and middles[place] <= text.middle + near:
                rows[place] = wider(rows[place], (text.top, text.bottom))
    return rows if all(above[1] <= below[0] for above, below in pairwise(rows)) else list(seeds)


class _Dividing:
    """The rows that are known, and how the columns' texts are divided among them."""

    def __init__(
        self,
        texts: list[list[Text]],
        leaf: int,
        seeds: list[Interval],
        alone: Iterable[int],
        height: float,
        limits: Limits,
        goes_on: bool,
    ) -> None:
        self._texts = texts
        self._leaf = leaf
        self._near = _SAME * height
        self._seeds = seeds
        self._middles = [(top + bottom) / 2 for top, bottom in seeds]
        self._alone = frozenset(alone)
        """The rows of which the column that tells the others has nothing."""
        self._places = [self._rows_of(column) for column in texts]
        self.extents = list(seeds)
        for column, at in zip(texts, self._places, strict=True):
            for text, row in zip(column, at or [], strict=False):
                self.extents[row] = wider(self.extents[row], (text.top, text.bottom))
        self._limits = limits
        self._goes_on = goes_on
        self._merged: Merged = {}
        self._cuts = set(range(len(seeds)))
        self._doubtful: set[tuple[int, int]] = set()
        self._unsure: set[int] = set()

    def _rows_of(self, texts: list[Text]) -> list[int] | None:
        """In the middle of which row each text of a column stands, each in another, none beside others; None where one does not."""
        found: list[int] = []
        for text in texts:
            place = bisect_left(self._middles, text.middle - self._near)
            if place == len(self._middles) or self._middles[place] > text.middle + self._near:
                return None
            if found and found[-1] >= place:
                return None
            if place and text.top < self._seeds[place - 1][1] - self._near:
                return None
            if place + 1 < len(self._seeds) and text.bottom > self._seeds[place + 1][0] + self._near:
                return None
            found.append(place)
        return found

    def divide(self) -> Division | None:
        """The division; None where some column's texts stand in the middle of no rows."""
        if any(above[1] > below[0] + self._near for above, below in pairwise(self.extents)):
            return None
        shares = Shares(self.extents, self._limits, self._alone)
        most = len(self._seeds)
        is_merged = any(at is None for at in self._places)
        starts: list[list[int]] = [[] for _ in self._texts]
        sparse: list[int] = []
        for number in [*range(self._leaf, -1, -1), *range(self._leaf + 1, len(self._texts))]:
            at, column = self._places[number], self._texts[number]
            if number > self._leaf and self._merged:
                self._cuts = {row for row, _ in self._merged}
            if at is not None and (len(at) >= most - len(self._alone) or not column):
                starts[number] = at
                continue
            shared = self._shared(shares, number, at, is_merged)
            if shared is None:
                sparse.append(number)
            else:
                starts[number] = shared
        for number in sparse:
            blocks = self._beside_blocks(shares, number) or self._places[number] or self._over_all(number)
            if blocks is None:
                return None
            starts[number] = blocks
        rows: list[Row] = [{} for _ in range(most)]
        for number, column in enumerate(self._texts):
            for row, text in zip(starts[number], column, strict=True):
                rows[row][number] = (1, text.lines)
        merged = {place: span for place, span in self._merged.items() if span > 1}
        self._doubt_late(starts)
        return Division(rows, merged, self.extents, self._doubtful, self._unsure)

    def _shared(self, shares: Shares, number: int, at: list[int] | None, is_merged: bool) -> list[int] | None:
        """The first rows of a column's texts, which are merged cells or stand in single rows; None where they can be neither."""
        middles = [text.middle for text in self._texts[number]]
        bound = OFF if at is None else _EXACT
        is_left = number < self._leaf
        if at is not None and not is_left and not is_merged:
            self._doubt_merged(shares, number, at)
            return at
        found = shares.divide(middles, self._cuts, bound)
        if found is None and self._goes_on:
            found = shares.divide(middles, self._cuts, bound, goes_on=True)
        is_sure = True
        if found is None and at is None:
            found, is_sure = shares.divide(middles, set(range(len(self._seeds))), bound), False
        if found is None:
            return None if is_left and is_merged else at
        parts, rival = found
        starts = [a for a, _ in parts]
        if any(b - a > 1 and not self._alone.isdisjoint(range(a, b)) for a, b in parts):
            blocks = self._beside_blocks(shares, number)
            if blocks is not None:
                return blocks
        if at is not None and at != starts and at[0] == 0 and not (is_left and is_merged):
            self._doubtful |= {(row, number) for row in at}
            self._unsure |= _between(parts, [(row, row + 1) for row in at])
            return at
        if at is not None and not is_left and starts != at:
            # beside the rows of a list, what stands in a single row is a remark on that
            self._doubtful |= {(row, number) for row in starts}
            self._unsure |= _between(parts, [(row, row + 1) for row in at])
        for place, (a, b) in enumerate(parts):
            self._merged[a, number] = b - a
            if not is_sure or (rival is not None and rival[place] != (a, b)):
                self._doubtful.add((a, number))
        if rival is not None:
            self._unsure |= _between(parts, rival)
        self._cuts = {a for a, _ in parts} | {b for _, b in parts} | self._alone
        return starts

    def _doubt_merged(self, shares: Shares, number: int, at: list[int]) -> None:
        """Doubt a column whose texts, each in the middle of a single row, would divide all rows among them as well."""
        found = shares.divide([text.middle for text in self._texts[number]], self._cuts, _EXACT)
        if found is not None and [a for a, _ in found[0]] != at:
            self._unsure |= _between(found[0], [(row, row + 1) for row in at])

    def _doubt_late(self, starts: list[list[int]]) -> None:
        """Doubt the rows around the first texts of several columns, if these stand beneath blanks: what names the rows is merged over
        them, or stands on the page before.
        """
        late = [at for n, at in enumerate(starts[: self._leaf]) if at and at[0] and (at[0], n) not in self._merged]
        for at in late:
            if sum(other[0] == at[0] for other in late) >= _SEVERAL:
                self._unsure |= set(range(at[1] if len(at) > 1 else len(self._seeds)))

    def _beside_blocks(self, shares: Shares, number: int) -> list[int] | None:
        """The first rows of texts that stand each in the middle of a merged cell, or a row, of another column; some have none beside
        them. None where they do not.
        """
        columns = {column for _, column in self._merged}
        blocks = [
            sorted((row, row + span) for (row, c), span in self._merged.items() if c == column) for column in columns
        ]
        for found in sorted(blocks, key=len):
            free = [*found, *((row, row + 1) for row in self._alone if not any(a <= row < b for a, b in found))]
            used = [min(free, key=lambda share: shares.off(text.middle, *share)) for text in self._texts[number]]
            is_exact = all(
                shares.off(text.middle, *share) <= _EXACT for text, share in zip(self._texts[number], used, strict=True)
            )
            if is_exact and all(one < other for one, other in pairwise(used)):
                self._merged |= {(a, number): b - a for a, b in used}
                return [a for a, _ in used]
        return None

    def _over_all(self, number: int) -> list[int] | None:
        """The only text of a column as a label of all rows; with a doubt, for it is not in their middle."""
        if len(self._texts[number]) != 1 or number > self._leaf:
            return None
        self._merged[0, number] = len(self._seeds)
        self._doubtful.add((0, number))
        return [0]


_Share = tuple[int, int]


def _between(one: Iterable[_Share], other: Iterable[_Share]) -> set[int]:
    """The rows that two divisions give to different texts."""
    first, second = ({row: n for n, (a, b) in enumerate(shares) for row in range(a, b)} for shares in (one, other))
    return {row for row in first.keys() | second.keys() if first.get(row) != second.get(row)}


_Path = tuple[float, tuple[_Share, ...]]


class Shares:
    """Divides rows, which reach from where to where `extents` say, among texts that stand in the middle of their share.

    `limits` are the outer edges, where these are drawn; rows that stand `alone` may be of no text.
    """

    def __init__(
        self, extents: list[Interval], limits: Limits = (None, None), alone: frozenset[int] = frozenset()
    ) -> None:
        gaps = sorted(below[0] - above[1] for above, below in pairwise(extents))
        half = gaps[len(gaps) // 2] / 2
        first = limits[0] if limits[0] is not None else extents[0][0] - half
        last = limits[1] if limits[1] is not None else extents[-1][1] + half
        self._edges = [
            (first, first),
            *((above[1], below[0]) for above, below in pairwise(extents)),
            (last, last),
        ]
        """Between where and where the edge above each row is, and that below the last."""
        self._step = (self._edges[-1][1] - self._edges[0][0]) / len(extents)
        self._alone = alone

    def divide(
        self, middles: Sequence[float], cuts: set[int], bound: float, goes_on: bool = False
    ) -> tuple[tuple[_Share, ...], tuple[_Share, ...] | None] | None:
        """The rows of each text, beginning and ending at some of `cuts`, and the best other division where that is as likely; None
        where one text is further than `bound` off its middle. Where the table `goes_on` from the page before, the first rows, or
        those beneath the header's, may be of none.
        """
        last = len(self._edges) - 1
        best: dict[int, list[_Path]] = {0: [(0.0, ())]}
        for middle in middles:
            following: dict[int, list[_Path]] = {}
            for ended, paths in best.items():
                starts = list(self._after(ended))
                if goes_on and ended <= 1:
                    starts += sorted(cut for cut in cuts if starts[-1] < cut < last)
                for start in starts:
                    for end in range(start + 1, last + 1):
                        if end != last and end not in cuts and end not in self._alone:
                            continue
                        off = self.off(middle, start, end)
                        if off <= bound:
                            following.setdefault(end, []).extend(
                                (cost + off, (*path, (start, end))) for cost, path in paths
                            )
            best = {end: sorted(paths)[:2] for end, paths in following.items()}
        ways = sorted(path for end, paths in best.items() if last in self._after(end) for path in paths)
        if not ways:
            return None
        rival = ways[1][1] if len(ways) > 1 and ways[1][0] - ways[0][0] <= _RIVAL else None
        return ways[0][1], rival

    def _after(self, ended: int) -> Iterator[int]:
        """Where the next share may begin: right here, or beyond rows that may be of none."""
        yield ended
        while ended in self._alone:
            ended += 1
            yield ended

    def off(self, middle: float, start: int, end: int) -> float:
        """How far a text is from the middle of some rows, in steps; a little of it where the rows' edges leave that open."""
        low = (self._edges[start][0] + self._edges[end][0]) / 2
        high = (self._edges[start][1] + self._edges[end][1]) / 2
        outside = max(0.0, low - middle, middle - high)
        return (outside + 0.1 * abs(middle - (low + high) / 2)) / self._step
