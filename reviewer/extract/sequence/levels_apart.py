"""Levels that a text prints apart from their rows: merged cells stand in the middle of their rows, before all or behind them.

    数量指标                      数量指标                      改造水文站  ≥4座
    改造水文站  ≥4座              质量指标                      维护雨量站  ≥310处
    维护雨量站  ≥310处            改造水文站  ≥4座              质量指标
    质量指标                      维护雨量站  ≥310处            报到率      ≥98%
    报到率      ≥98%              报到率      ≥98%              数量指标

The names of the levels keep their order, so each row belongs to one of them and no row to one before that of an earlier row.
Which, is told by what the rows say and by where the names stand among them. `pdftotext` prints the name of a cell that is
merged over several rows behind the table, one of a single row before that row. All of this is a guess, and marked as one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise, zip_longest

from reviewer.base.patterns import pattern
from reviewer.model.flow import Flow
from reviewer.model.messages import Message
from reviewer.model.taxonomy import is_level, levels_named, parents_of


@dataclass
class Level:
    """A level in force: its text, its code, the doubts about it, the row where it is printed."""

    name: Flow
    code: Flow
    doubts: tuple[Message, ...]
    row: int
    start: int = 0


_SORTS = (
    ("satisfied", pattern(r"满意")),
    ("time", pattern(r"及时|时限|时效|按时|按期|如期|期限|周期|工期|完成时间|[一-鿿]时间$|进度|天内|工作日")),
    ("cost", pattern(r"成本|费用|单价|造价|控制数|支出控制|经费控制|标准$|补贴$|万元|元/|\d元")),
    ("quality", pattern(r"合格|达标|质量|准确|规范|验收|完好|优良|有效率|正常|差错|[率度]$")),
    (
        "effect",
        pattern(
            r"提升|提高|改善|促进|增强|影响|带动|可持续|长效|持续|效益|保障|减少|降低|稳定|知晓|收入|就业|能力|环境"
        ),
    ),
    ("number", pattern(r"数量|[数量次户个项]$|面积|里程|人数|次数|数$")),
)
_DAY = pattern(r"20\d\d\s*年|\d月|月底|年底|年内|及时|\d{4}-\d\d|个?工作日|[天日]内?$")
_SHARE = pattern(r"[%％‰]")
_FIGURE = pattern(r"\d")
_OF_LEVEL = (
    ("satisfied", pattern(r"满意")),
    ("time", pattern(r"时效")),
    ("cost", pattern(r"成本")),
    ("quality", pattern(r"质量")),
    ("number", pattern(r"数量")),
    ("effect", pattern(r"效益|影响|效果|持续")),
)
_STRANGE, _UNSURE, _FAR = 1.0, 0.35, 0.5
"""What a row costs under a level of another sort, or of none, and a name of a level for each row that it stands off the middle."""


@cache
def sorts_of_row(name: str, value: str) -> frozenset[str]:
    """What an indicator can be about, by its name and its target value; none where nothing tells."""
    found = {sort for sort, words in _SORTS if words.search(name)}
    if "satisfied" in found or "cost" in found:
        return frozenset(found & {"satisfied", "cost"})
    if "time" in found or _DAY.search(value):
        return frozenset({"time"})
    if _SHARE.search(value):
        return frozenset(found & {"quality", "effect"} or {"quality", "effect"})
    if _FIGURE.search(value):
        return frozenset(found & {"effect"} | {"number"})
    return frozenset(found & {"effect", "quality"} or {"effect"})


@cache
def sort_of_level(name: str) -> str:
    """What the rows under a level 2 are about; "" where its name does not tell."""
    return next((sort for sort, words in _OF_LEVEL if words.search(name)), "")


def are_apart(rows: Sequence[int], levels: Sequence[int]) -> bool:
    """Whether names of levels (where each begins) do not lead their rows (where each row's name begins).

    So it is where rows stand before the first of them, several stand behind all rows (one alone is a level that nobody has filled
    in), or most follow each other without a row between.
    """
    if len(rows) < len(levels) or not _FEWEST <= len(levels) <= _MOST_LEVELS or len(rows) > _MOST_ROWS:
        return False
    if rows[0] < levels[0] or rows[-1] < levels[-2]:
        return True
    beside = sum(not any(one < row < other for row in rows) for one, other in pairwise(levels))
    return 2 * beside >= len(levels) - 1


_FEWEST = 2
_MOST_LEVELS, _MOST_ROWS = 40, 200
"""What a form has at most: the time for all ways to part rows grows with their square, and a longer table is no page's."""


def groups(
    rows: Sequence[tuple[str, str]], names: Sequence[str], before: Sequence[int], interleaved: bool
) -> list[int]:
    """For each row (its name and value) the number of the level it belongs to: in order, each level with a row at least.

    `before` says how many rows stand before each name of a level. Where the names stand among the rows (`interleaved`), each
    is taken to stand in the middle of its own, else before them.
    """
    prices = [[_price(row, name) for row in rows] for name in names]

    def off(level: int, start: int, stop: int) -> float:
        return _FAR * (abs((start + stop) / 2 - before[level]) if interleaved else max(0, before[level] - start))

    return _parted(len(rows), len(names), prices, off)


def _price(row: tuple[str, str], name: str) -> float:
    sort, told = sort_of_level(name), sorts_of_row(*row)
    if not sort or not told:
        return _UNSURE
    return 0.0 if sort in told else _STRANGE


def _parted(
    rows: int, levels: int, prices: Sequence[Sequence[float]], off: Callable[[int, int, int], float]
) -> list[int]:
    """The cheapest way to part rows into as many stretches as there are levels."""
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for level in range(levels):
        left = levels - level - 1
        found: dict[int, tuple[float, tuple[int, ...]]] = {}
        for start, (price, cuts) in best.items():
            paid = price
            for stop in range(start + 1, rows - left + 1):
                paid += prices[level][stop - 1]
                whole = paid + off(level, start, stop)
                if stop not in found or whole < found[stop][0]:
                    found[stop] = (whole, (*cuts, stop))
        best = found
    cuts = best[rows][1]
    return [sum(cut <= row for cut in cuts) for row in range(rows)]


@dataclass(frozen=True)
class _Way:
    """Rows given to levels so far: the price, the level of each row, the row's place in its group, the levels behind used."""

    price: float
    given: tuple[int | None, ...]
    size: int = 0

    @property
    def closed(self) -> float:
        """What the last group costs beside its rows: a level printed behind the rows has several."""
        return _ALONE if self.size == 1 else 0.0


def with_levels_behind(
    rows: Sequence[tuple[str, str]], own: Sequence[int | None], names: Sequence[str], behind: Sequence[int]
) -> list[int | None]:
    """For each row (name and value) the number of its level in `names`, None where nothing fits.

    `own` is the level printed right before a row, if any; `behind` are those printed behind all rows, in the order of their
    rows. A row without one of its own belongs to one of the latter, or to that of the row before it.
    """
    ways: dict[_State, _Way] = {(0, None): _Way(0.0, ())}
    for row, mine in zip(rows, own, strict=True):
        found: dict[_State, _Way] = {}
        for state, way in ways.items():
            for (used, level), price, size in _steps(state, way, row, mine, names, behind):
                made = _Way(way.price + price, (*way.given, level), size)
                if (used, level) not in found or made.price < found[used, level].price:
                    found[used, level] = made
        ways = found
    left = {state: way.price + way.closed + _STRANGE * (len(behind) - state[0]) for state, way in ways.items()}
    return [*ways[min(left, key=lambda state: left[state])].given]


_State = tuple[int, int | None]
"""How many of the levels behind the rows are used up, and the level of the last row."""


def _steps(
    state: _State,
    way: _Way,
    row: tuple[str, str],
    mine: int | None,
    names: Sequence[str],
    behind: Sequence[int],
) -> Iterator[tuple[_State, float, int]]:
    """Where the next row can be put: the state after it, what it costs, and its place in the group (0: under one of its own)."""
    used, level = state
    if mine is not None:
        yield (used, mine), way.closed + _price(row, names[mine]), 0
        return
    yield (used, None), way.closed + _NONE, 0
    if level is not None:
        yield state, (0.0 if way.size else _AFTER_OWN) + _price(row, names[level]), way.size and 2
    for n in range(used, len(behind)):
        yield (n + 1, behind[n]), way.closed + _STRANGE * (n - used) + _price(row, names[behind[n]]), 1


_NONE, _ALONE, _AFTER_OWN = 1.2, 0.4, 0.5
"""What a row costs without a level, a level printed behind the rows with one row only, a row under the level of the row before."""


def fitting_parent(level2: str, level1: Sequence[tuple[str, int]], place: int) -> int | None:
    """Which of the printed levels 1 (name, where it begins) a level 2 belongs under: the one that usually stands over it, before
    others that may (服务对象满意度指标 stands under 效益指标 where 满意度指标 is not printed), and of several the nearest.
    """
    parents = [*parents_of(level2)]
    names = [n for n, (name, _) in enumerate(level1) if name in parents]
    return min(names, key=lambda n: (parents.index(level1[n][0]), abs(level1[n][1] - place)), default=None)


def levels_printed(firsts: Sequence[Level], seconds: Sequence[Level]) -> tuple[list[Level], list[Level]]:
    """The printed levels without those that say the same as the one before, each piece of a name with its rest; of two names
    of satisfaction that follow each other the first is a level 1.
    """
    ones, twos = [*firsts], _whole_names(seconds)
    named = {level_one(level.name.text) for level in ones}
    for one, other in zip_longest([*twos], twos[1:]):
        if not is_level(one.name.text, 1) or level_one(one.name.text) in named:
            continue
        alike = [
            level
            for level in twos
            if level is not one and sort_of_level(level.name.text) == sort_of_level(one.name.text)
        ]
        if other in alike or (other is None and alike):
            ones.append(one)
            twos.remove(one)
    return ones, twos


def _whole_names(levels: Sequence[Level]) -> list[Level]:
    found: list[Level] = []
    for level in levels:
        before = found[-1] if found else None
        if before is not None and not levels_named(level.name.text) and is_level(before.name.text + level.name.text, 2):
            found[-1] = replace(before, name=before.name + level.name)
        elif before is None or before.name.text != level.name.text:
            found.append(level)
    return found


def levels_of_rows(
    said: Sequence[tuple[str, str]], starts: Sequence[int], levels: Sequence[Level]
) -> list[Level | None]:
    """The level of each row, by those that are printed behind all rows, or among them, or before."""
    names = [level.name.text for level in levels]
    behind = [n for n, level in enumerate(levels) if level.start > starts[-1]]
    if behind:
        places = [
            [n for n, level in enumerate(levels) if before < level.start < start]
            for before, start in pairwise([-1, *starts])
        ]
        own = [place[-1] if place else None for place in places]
        return [None if n is None else levels[n] for n in with_levels_behind(said, own, names, behind)]
    before = [sum(start < level.start for start in starts) for level in levels]
    beside = sum(one == other for one, other in pairwise(before))
    return [levels[n] for n in groups(said, names, before, interleaved=2 * beside < len(levels) - 1)]


def level_one(text: str) -> str:
    """The name of a level 1 as the taxonomy has it; the text itself where it knows none."""
    return next((level.name for level in levels_named(text) if level.level == 1), text)
