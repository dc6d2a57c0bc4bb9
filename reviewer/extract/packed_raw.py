"""Lists of projects with packed indicators as `pdftotext -raw` prints them: one cell after the other, a line for each of its lines.

    农业气象服务 1,992.00 1,992.00 目标1：提升防灾减灾第一道
    防线作用。
    1、1-产出指标；11-数量指标；发布预警短信；年度指标值:
    ≥380万条。2、1-产出指标；…
    人工影响天气办
    公室
    7,632.09 7,632.09

Cells of one line each share a line. Amounts show where a project is; its name stands before them, wrapped in the lines above
where they begin a line. What follows is the goal, and from the first numbered level on the indicators.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from reviewer.base.patterns import pattern
from reviewer.extract.blank_rows import line_numbers
from reviewer.extract.book import is_organisation
from reviewer.extract.labels import Role
from reviewer.extract.likeness import amount_text
from reviewer.extract.packed import odd_brackets
from reviewer.extract.packed_head import PackedHead
from reviewer.extract.rows import Row
from reviewer.model.flow import Flow, join_wrapped

_WORD = pattern(r"\S+")
_FIGURE = pattern(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_DECIMAL = pattern(r"\.\d")
_FIRST_ITEM = pattern(
    r"(?:^|(?<=[\s。；;！”]))[（(]?1\s*[、.．)）]\s*(?:\d{1,2}\s*[-－—–]\s*)?[\u4e00-\u9fff]{2,7}?(?:指标|效益|影响|满意度)\s*[:：,，;；/—–－-]"
)
_LEVEL_AT = pattern(r"^\s*(?:产出|效益|满意度|成本)指标\s*[:：]")
_SENTENCE_END = pattern(r"[。；;！.]\s*$")
_VALUE_END = pattern(r"(?:[\d%％‰]|\d[\u4e00-\u9fff]{1,3})\s*$")
_NO_NAME = pattern(r"[。；;]|指标值|[≥≤]|\d[、.．]\s*\d{1,2}-|^\s*\d+\s*$")
_MOST_NAME_LINES = 4
_USUAL_LINES = 2
_FULL = 0.75
"""A line of a name that goes on in the next one is at least so full."""


@dataclass(slots=True)
class _Record:
    """A project: its name, its amounts, and the lines behind them, page by page."""

    name: Flow
    amounts: list[Flow]
    pages: list[list[Flow]] = field(default_factory=lambda: [[]])
    guessed: list[Flow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A line with amounts: what stands before them, they themselves, and what stands behind."""

    page: int
    line: int
    lead: Flow
    amounts: list[Flow]
    rest: Flow


def raw_rows(heads: Sequence[PackedHead], pages: Sequence[Sequence[Flow]]) -> tuple[list[Row], list[Flow]] | None:
    """The rows of a list, its header first, and the texts whose cell is a guess; None where it is no such list."""
    head = heads[0]
    order = [column.role for column in head.columns]
    kinds = [Role.ENTRY_NAME, *[Role.AMOUNT] * order.count(Role.AMOUNT)]
    if order not in ([*kinds, Role.INDICATORS], [*kinds, Role.GOAL, Role.INDICATORS]):
        return None
    most = order.count(Role.AMOUNT)
    anchors = [a for n, lines in enumerate(pages) for i, line in enumerate(lines) if (a := _anchor(n, i, line, most))]
    if not anchors:
        return None
    name_width = _name_width(head, pages, anchors)
    records = _records(pages, anchors, name_width)
    rows = [head.row for head in heads]
    guessed: list[Flow] = []
    widths = (name_width, _goal_width(records) if Role.GOAL in order else 0)
    for record in records:
        rows += _rows(record, most, Role.GOAL in order, widths, guessed)
    return rows, guessed


def _anchor(page: int, number: int, line: Flow, most: int) -> _Anchor | None:
    """A line as one with amounts; None where it has none."""
    words = [line[slice(*match.span())] for match in _WORD.finditer(line.text)]
    for first, word in enumerate(words):
        run = [word]
        for other in words[first + 1 : first + most]:
            if not _FIGURE.fullmatch(other.text):
                break
            run.append(other)
        if not _FIGURE.fullmatch(word.text) or not _are_amounts(run, most):
            continue
        at = [match.span() for match in _WORD.finditer(line.text)]
        start, end = at[first][0], at[first + len(run) - 1][1]
        return _Anchor(page, number, line[:start].strip(), run, line[end:].strip())
    return None


def _are_amounts(run: Sequence[Flow], most: int) -> bool:
    """Whether figures beside each other are amounts: the first is the sum of the others, or all have decimals."""
    figures = [Decimal(amount_text(flow.text) or "0") for flow in run]
    if len(figures) > 1 and (figures[0] == sum(figures[1:]) or figures[0] == figures[1]):
        return True
    return all(_DECIMAL.search(flow.text) for flow in run) and (len(run) > 1 or most == 1)


def _name_width(head: PackedHead, pages: Sequence[Sequence[Flow]], anchors: Sequence[_Anchor]) -> int:
    """How wide the column of names is: as wide as its label, as a name in one line, or as a line of one that wrapped."""
    label = head.labels[0].flow
    first = label[: label.spans[0].end - label.spans[0].start] if label.spans else label
    widths = [_width(first.text), *(_width(anchor.lead.text) for anchor in anchors)]
    for anchor in anchors:
        above = pages[anchor.page][max(0, anchor.line - _MOST_NAME_LINES) : anchor.line] if not anchor.lead else ()
        ends = [n for n, line in enumerate(above) if _SENTENCE_END.search(line.text) or _DECIMAL.search(line.text)]
        name = above[ends[-1] + 1 :] if ends else ()
        widths += [_width(line.text) for line in name] if len(name) <= _USUAL_LINES else []
    return max(widths)


def _records(pages: Sequence[Sequence[Flow]], anchors: Sequence[_Anchor], width: int) -> list[_Record]:
    """The projects of a list with the lines behind their amounts; names are wrapped at a width."""
    records: list[_Record] = []
    done = (0, 0)
    for anchor in anchors:
        name = _name(pages, anchor, done, width)
        begin = anchor.line - name.lines - name.above
        _give(records, pages, done, (anchor.page, begin))
        own = pages[anchor.page][begin : anchor.line]
        if name.above:
            records.append(_Record(join_wrapped(own[: name.above]), []))
        beneath = _rest_beneath(pages[anchor.page], anchor, width) if name.lines else ()
        record = _Record(join_wrapped([*own[name.above :], anchor.lead, *beneath]), anchor.amounts)
        record.guessed = [*name.guessed, *([record.name] if beneath else [])]
        if anchor.rest:
            record.pages[-1].append(anchor.rest)
        records.append(record)
        done = (anchor.page, anchor.line + 1 + len(beneath))
    _give(records, pages, done, (len(pages) - 1, len(pages[-1])))
    return records


def _rest_beneath(lines: Sequence[Flow], anchor: _Anchor, width: int) -> Sequence[Flow]:
    """The last line of a name that stands right beneath its amounts, because they stand in the middle of their row: a blank line
    parts it from the goal.
    """
    rest = lines[anchor.line + 1 : anchor.line + 3]
    if anchor.rest or len(rest) < 2:
        return ()
    _, first, second = line_numbers([lines[anchor.line], *rest])
    short = _width(rest[0].text.strip()) < _FULL * width
    ends = _SENTENCE_END.search(rest[0].text) or _NO_NAME.search(rest[0].text)
    return rest[:1] if first == 1 and second > first + 1 and short and not ends else ()


def _give(
    records: list[_Record], pages: Sequence[Sequence[Flow]], start: tuple[int, int], end: tuple[int, int]
) -> None:
    """Give the last project the lines from one place to another."""
    for page in range(start[0], end[0] + 1):
        first = start[1] if page == start[0] else 0
        last = end[1] if page == end[0] else len(pages[page])
        if not records:
            continue
        if page > start[0]:
            records[-1].pages.append([])
        records[-1].pages[-1] += [line for line in pages[page][first:last] if line.text.strip()]


@dataclass(frozen=True, slots=True)
class _Name:
    """How many lines above its amounts the name of a project takes, and above it that of an office without amounts; what of the
    text there may belong elsewhere.
    """

    lines: int
    above: int
    guessed: tuple[Flow, ...]


def _name(pages: Sequence[Sequence[Flow]], anchor: _Anchor, done: tuple[int, int], width: int) -> _Name:
    """The name of the project whose amounts a line has."""
    lines = pages[anchor.page]
    floor = done[1] if done[0] == anchor.page else 0
    worths: list[tuple[float, int, int]] = []
    for count in range(0 if anchor.lead else 1, min(_MOST_NAME_LINES, anchor.line - floor) + 1):
        own = [flow for flow in (*lines[anchor.line - count : anchor.line], anchor.lead) if flow]
        begin = anchor.line - count
        worth = _worth(own, width) - 1.5 * bool(anchor.lead and count) - 0.5 * (len(own) == count == 1)
        for above in range(min(2, begin - floor) + 1):
            office = lines[begin - above : begin]
            if above and (not is_organisation("".join(f.text for f in office)) or _worth(office, width) < 0):
                continue
            before = lines[begin - above - 1] if begin - above > floor else None
            worths.append((worth + _end_worth(before) - 0.2 * above, count, above))
    if not worths:
        return _Name(0, 0, (anchor.lead,))
    worths.sort(key=lambda one: -one[0])
    _, count, above = worths[0]
    sure = worths[0][0] >= _SURE and (len(worths) == 1 or worths[0][0] - worths[1][0] >= _CLEAR)
    begin = anchor.line - count - above
    return _Name(count, above, () if sure else (*lines[max(floor, begin - 1) : anchor.line], anchor.lead))


_SURE, _CLEAR = 2.0, 0.5
"""So good, and so much better than any other way, a name is sure."""


def _end_worth(before: Flow | None) -> float:
    """How well a line, the last one above a name, ends what stands there."""
    if before is None or _SENTENCE_END.search(before.text):
        return 2.0
    return 1.0 if _VALUE_END.search(before.text) else 0.0


def _worth(own: Sequence[Flow], width: int) -> float:
    """How well some lines are a name."""
    text = "".join(flow.text for flow in own)
    worth = -4.0 if _NO_NAME.search(text) else 0.0
    worth -= 1.5 * any(_width(flow.text) < _FULL * width for flow in own[:-1])
    worth -= 2.0 * any(_width(flow.text) > width + _WIDER for flow in own)
    worth -= 1.5 * bool(odd_brackets(text))
    return worth


_WIDER = 4
"""So much wider than others a line of a name may be: letters and figures are not half as wide as a Chinese character."""


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


# -- what stands behind the amounts -----------------------------------------------------------------------------------


def _parted(lines: Sequence[Flow]) -> tuple[list[Flow], list[Flow]]:
    """The lines of a goal and those of packed indicators."""
    for number, line in enumerate(lines):
        begins = _FIRST_ITEM.search(line.text) or _LEVEL_AT.search(line.text)
        if begins is None and number + 1 < len(lines):  # the level's name is cut: 1、1-产出指 | 标
            joined = line + lines[number + 1].strip()
            begins = _FIRST_ITEM.search(joined.text)
            begins = begins if begins and begins.start() < len(line) else None
        if begins is not None:
            goal, rest = line[: begins.start()].strip(), line[begins.start() :].strip()
            return [*lines[:number], *([goal] if goal else [])], [rest, *lines[number + 1 :]]
    return list(lines), []


def _goal_width(records: Sequence[_Record]) -> int:
    """How wide the lines of goals are."""
    goals = [line for record in records for line in _parted(record.pages[0])[0]]
    return max((_width(line.text) for line in goals), default=0)


def _rows(record: _Record, most: int, has_goal: bool, widths: tuple[int, int], guessed: list[Flow]) -> list[Row]:
    """A project as rows: one for each page that it stands on."""
    goal, packed = _parted(record.pages[0]) if has_goal else ([], record.pages[0])
    guessed += record.guessed
    parts = [(join_wrapped(goal), join_wrapped(packed))]
    for lines in record.pages[1:]:
        more: list[Flow] = []
        rest = list(lines)
        if _is_open(goal) and rest and (name := _rest_of_name(rest, widths)):
            record.name = join_wrapped([record.name, name])
            guessed.append(record.name)
            rest[0] = rest[0][len(name) :].strip()
            rest = rest if rest[0] else rest[1:]
        while rest and _is_open(goal) and _width(rest[0].text) <= widths[1] and not _FIRST_ITEM.search(rest[0].text):
            more.append(rest.pop(0))
            goal = [*goal, more[-1]]
        if not packed and not more:
            more, rest = _parted(rest)
        parts.append((join_wrapped(more), join_wrapped(rest)))
        packed = packed or rest
    cells = [(0, record.name), *enumerate(record.amounts, 1)]
    rows = [_row(cells if not n else [], most, has_goal, *part) for n, part in enumerate(parts)]
    return [row for row in rows if row.cells]


def _rest_of_name(lines: Sequence[Flow], widths: tuple[int, int]) -> Flow:
    """What a page break cut off a name, at the beginning of lines that go on with its goal: a short word before a line as wide as
    those of goals; empty where there is none.
    """
    first = lines[0].text.split(" ")[0]
    behind = lines[0][len(first) :].strip() or (lines[1] if len(lines) > 1 else lines[0][:0])
    short = _width(first) <= widths[0] and _width(first) < _FULL * widths[1] and not _NO_NAME.search(first)
    return lines[0][: len(first)] if short and _FULL * widths[1] <= _width(behind.text) <= widths[1] else lines[0][:0]


def _is_open(goal: Sequence[Flow]) -> bool:
    return bool(goal) and not _SENTENCE_END.search(goal[-1].text)


def _row(cells: Sequence[tuple[int, Flow]], most: int, has_goal: bool, goal: Flow, packed: Flow) -> Row:
    own = [*cells, (most + 1, goal), (most + 1 + has_goal, packed)]
    return Row(tuple((place, flow) for place, flow in own if flow), 0, blanks_lost=True)
