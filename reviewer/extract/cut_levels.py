"""Names of levels that a narrow cell's line end cut in two: in lines of text the halves stand apart, or on two lines.

效益指标 社会效益 指标 受益户数 ≥30户        满意度指标 | 服务对象
                                             满意度指标 | 住户满意度 | ≥90%
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reviewer.base.patterns import pattern
from reviewer.extract.rows import Row
from reviewer.model.flow import Flow, is_han
from reviewer.model.taxonomy import levels_named

_NAME = "指标"
_SHORTEST = 2
"""A shorter half may be a row's number: 一 产出指标."""
_BLANKS = pattern(r"(?<=\S)[ \u3000]+(?=\S)")
_FIRST = pattern(r"[^\s|｜]+")
_LAST = pattern(r"(?:^|[\s|｜])([^\s|｜]+)$")


def is_cut_level(above: str, rest: str) -> bool:
    """Whether two texts are a level's name only together: 社会效益 | 指标, 服务对象 | 满意度指标."""
    if len(above) < _SHORTEST or not all(map(is_han, above)) or above.endswith(_NAME) or not rest.endswith(_NAME):
        return False
    return bool(levels_named(above + rest))


def whole_levels(lines: Sequence[Flow]) -> list[Flow]:
    """Some lines, the names of levels in them whole; a line that ends within such a name goes on with the next one."""
    found: list[Flow] = []
    for line in lines:
        whole = _without_blanks(line)
        if found and (joined := _joined(found[-1], whole)) is not None:
            found[-1] = joined
        else:
            found.append(whole)
    return found


def with_whole_levels(rows: list[Row]) -> list[Row]:
    """The rows of a grid, those joined that a line end within a level's name cut; only in grids that show no blank cells.

    The row above then ends with one half of the name, and the row beneath begins with the other.
    """
    found: list[Row] = []
    for row in rows:
        above = found[-1] if found else None
        if above is None or not above.ends_early or not is_cut_level(above.texts[-1], row.texts[0]):
            found.append(row)
            continue
        place, half = above.cells[-1]
        behind = [(place + at - row.cells[0][0], flow) for at, flow in row.cells[1:]]
        whole = (place, half + row.cells[0][1])
        found[-1] = replace(row, cells=(*above.cells[:-1], whole, *behind), widths=(), covered=())
    return found


def _joined(above: Flow, below: Flow) -> Flow | None:
    """Two lines as one, where the first ends with one half of a level's name and the second begins with the other."""
    end, start = above.text.rstrip(), len(below.text) - len(below.text.lstrip())
    last, first = _LAST.search(end), _FIRST.match(below.text, start)
    if last is None or first is None or not is_cut_level(last[1], first[0]):
        return None
    return above[: len(end)] + below[start:]


def _without_blanks(line: Flow) -> Flow:
    """A line without the blanks that stand within the names of levels."""
    if _NAME not in line.text:
        return line
    gone = {n for start, end in _blanks_within(line.text) for n in range(start, end)}
    return line.keep(lambda n: n not in gone) if gone else line


def _blanks_within(text: str) -> Iterator[tuple[int, int]]:
    for gap in _BLANKS.finditer(text):
        last, first = _LAST.search(text[: gap.start()]), _FIRST.match(text, gap.end())
        if last and first and is_cut_level(last[1], first[0]):
            yield gap.span()
