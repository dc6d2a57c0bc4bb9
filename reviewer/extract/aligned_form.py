"""The upper part of a form as `pdftotext -layout` and its like leave it: labels and values that blanks keep apart.

项目名称       路灯维护                 实施单位   路灯所
保障全市照明，方便群众
年度目标
夜间出行。
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from reviewer.base.patterns import pattern
from reviewer.extract.blank_rows import TORN, line_numbers, parted_rows, torn
from reviewer.extract.book import is_formality, is_title, states_heading
from reviewer.extract.form_heads import asks_for_seals
from reviewer.extract.labels import Role, plain_label, roles_of
from reviewer.extract.likeness import amount_text
from reviewer.extract.names import is_numbered
from reviewer.extract.rows import Row
from reviewer.model.flow import EMPTY, Flow, join_wrapped
from reviewer.model.taxonomy import levels_named

_PIECE = pattern(r"\S+(?: \S+)*")
_LONG = frozenset({Role.GOAL, Role.PERIOD_GOAL, Role.RESULT, Role.ATTRIBUTE})
"""Labels whose text may take several lines."""
_FORM = frozenset({*_LONG, Role.ENTRY_NAME, Role.UNIT, Role.DEPARTMENT, Role.FUNDS, Role.AMOUNT})
_GOALS = frozenset({Role.GOAL, Role.PERIOD_GOAL, Role.RESULT})
_Cell = tuple[int, Flow]


def form_rows(lines: Sequence[Flow]) -> list[Row] | None:
    """Some lines as rows of labels and values; None where they are no part of such a form."""
    split = [_cells(line) for line in lines]
    labelled = [any(roles_of(flow.text) for _, flow in cells) for cells in split]
    if sum(labelled) < 2 or not any(len(cells) > 1 for cells in split):
        return None
    parted = parted_rows(split, line_numbers(lines))
    split = _with_sides(_with_split_labels(parted or _with_halves(split)))
    labelled = [any(roles_of(flow.text) for _, flow in cells) for cells in split]
    indented = any(cells and cells[0][0] >= _INDENT for cells in split)
    rest = [
        _is_rest(cells, _INDENT if indented else 0) and not known for cells, known in zip(split, labelled, strict=True)
    ]
    texts = _texts_of_labels(split, rest)
    rows = []
    led = _led(split)
    for number, cells in enumerate(split):
        if rest[number] and number in texts.get(-1, ()):
            continue
        own = [split[line][0][1] for line in texts.get(number, ())]
        flows = _with_text(cells, own, number, texts.get(number, ()))
        rows.append(Row(tuple(enumerate(flows, number in led)), 0, loose=not {number, number + 1} & led))
    return [row for row in rows if row.cells and not asks_for_seals(row.texts)]


def _led(split: Sequence[Sequence[_Cell]]) -> set[int]:
    """The lines of nothing but figures that stand under the labels of the line above, one under each but the first, which says
    what they are: 资金来源 | 合计 | 拨款.
    """
    found: set[int] = set()
    for number, (above, cells) in enumerate(pairwise(split), 1):
        figures = all(amount_text(flow.text) is not None for _, flow in cells)
        if len(cells) > 1 and len(above) == len(cells) + 1 and figures:
            under = all(not _apart(label, cell) for label, cell in zip(above[1:], cells, strict=True))
            found |= {number} if under and all(amount_text(flow.text) is None for _, flow in above) else set()
    return found


def _cells(line: Flow) -> list[_Cell]:
    """The pieces of a line: what wide gaps part, and labels that a single blank parts from their values."""
    cells: list[_Cell] = []
    for match in _PIECE.finditer(line.text.rstrip()):
        start, stop = match.span()
        for blank in re.finditer(" ", match[0]):
            cut = match.start() + blank.start()
            before, after = line.text[start:cut], line.text[cut + 1 : stop]
            if start < cut and (
                _is_label(before, after) or _label_begins(after) or (amount_text(before) is not None and _opens(after))
            ):
                cells.append((start, line[start:cut]))
                start = cut + 1
        cells.append((start, line[start:stop]))
    return cells


def _is_label(before: str, after: str) -> bool:
    return bool(roles_of(before) & _FORM) and not re.match(r"\d{1,2}\s*(?:[:：、]|\.(?!\d))", after)


def _label_begins(text: str) -> bool:
    """Whether a text begins with a label of a form, and a value behind it: 实施单位 路灯所."""
    first, _, rest = text.partition(" ")
    return bool(rest) and len(first) >= 3 and bool(roles_of(first) & _FORM)


def _opens(text: str) -> bool:
    """Whether a text begins with a label: 其中：财政拨款."""
    return bool(re.match(r"其中|[\u4e00-\u9fff]{2,8}[:：]", text)) or bool(roles_of(text.split(" ")[0]))


def _is_rest(cells: list[_Cell], indent: int) -> bool:
    """Whether a line is only a piece of a text that stands in a column of its own."""
    text = cells[0][1].text if len(cells) == 1 else ""
    apart = is_title(text) or is_formality(text) or states_heading(text)
    return bool(text) and cells[0][0] >= indent and len(text) > 1 and not apart


def _with_split_labels(split: list[list[_Cell]]) -> list[list[_Cell]]:
    """The lines, labels that wrapped put together, with what stands between their halves behind them: 年度总体 | 目标."""
    whole = [list(cells) for cells in split]
    for place, cells in enumerate(whole):
        if not cells or roles_of(cells[0][1].text) or len(cells[0][1]) > _HALF:
            continue
        for below in range(place + 1, min(place + 4, len(whole))):
            other = whole[below]
            if not other or abs(other[0][0] - cells[0][0]) > 3 or len(other[0][1]) > _HALF:
                continue
            halves = (cells[0][1].text, other[0][1].text)
            if all(map(plain_label, halves)) and not roles_of(halves[1]) & _FORM and roles_of("".join(halves)) & _FORM:
                between = [cell for line in whole[place + 1 : below] for cell in line]
                values = [*cells[1:], *between, *other[1:]]
                places = [start for start, _ in values]
                single = max(places, default=0) - min(places, default=0) < _INDENT
                text = [(values[0][0], join_wrapped([flow for _, flow in values]))] if values and single else values
                whole[place] = [(cells[0][0], cells[0][1] + other[0][1]), *text]
                for line in range(place + 1, below + 1):
                    whole[line] = []
                break
    return whole


_INDENT = 4
_HALF = 8
"""A half of a label that wrapped is not longer."""


def _with_halves(split: list[list[_Cell]]) -> list[list[_Cell]]:
    """The lines, cells that stand half above and half below a line that has nothing in their column put into it."""
    whole = [list(cells) for cells in split]
    for place in range(1, len(whole) - 1):
        above, own, below = whole[place - 1 : place + 2]
        if not above or not own or len(above) != len(below):
            continue
        pairs = list(zip(above, below, strict=True))
        free = all(_apart(half, cell) for pair in pairs for half in pair for cell in own)
        label = len(pairs) == 1 and above[0][0] == below[0][0] < own[0][0] and len(above[0][1]) <= _HALF
        joined = all(not _apart(*pair) and _are_halves(pair[0][1].text, pair[1][1].text, label) for pair in pairs)
        further = [cells for n in (place - 2, place + 2) if 0 <= n < len(whole) and len(cells := whole[n]) == 1]
        longer = any(not _apart(cell, half) for (cell,) in further for half in (*above, *below))
        known = label or all(roles_of(one.text + other.text) for (_, one), (_, other) in pairs)
        if free and joined and (known or not longer):
            cells = [(min(a, b), join_wrapped((one, other))) for (a, one), (b, other) in pairs]
            whole[place - 1 : place + 2] = [[], sorted([*own, *cells], key=lambda cell: cell[0]), []]
    return whole


def _are_halves(above: str, below: str, label: bool) -> bool:
    """Whether two texts may be one that wrapped: a `label` left of a line that has none is, though its first half is one, too."""
    alone = any(is_title(t) or is_formality(t) or levels_named(t) or re.search("[:：]", t) for t in (above, below))
    if label and len(below) <= len(above):
        return not alone and amount_text(below) is None
    return not alone and torn(above, below, len(above)) < TORN


def _apart(one: _Cell, other: _Cell) -> bool:
    """Whether two cells stand in no column together."""
    return one[0] + len(one[1]) <= other[0] or other[0] + len(other[1]) <= one[0]


def _with_sides(split: list[list[_Cell]]) -> list[list[_Cell]]:
    """The lines, texts that stand side by side under 实施期目标 | 年度目标 each put together."""
    whole: list[list[_Cell]] = []
    sides: list[int] = []
    for cells in split:
        if len(cells) > 1 and all(roles_of(flow.text) & _GOALS for _, flow in cells):
            sides = [start for start, _ in cells][-2:]
            whole += [cells, [], []]
            continue
        if not sides or not cells:
            whole.append(cells)
            continue
        label = cells[0] if roles_of(cells[0][1].text) & _GOALS and cells[0][0] < sides[0] else None
        texts = cells[1:] if label else cells
        if any(roles_of(flow.text) & _FORM for _, flow in texts):
            sides = []
            whole.append(cells)
            continue
        if label:
            whole[-2] = [label]
        for start, flow in texts:
            side = sides[1] if abs(start - sides[1]) <= abs(start - sides[0]) else sides[0]
            before = next((text for at, text in whole[-1] if at == side), None)
            rest = [cell for cell in whole[-1] if cell[0] != side]
            whole[-1] = sorted(
                [*rest, (side, join_wrapped([before, flow]) if before else flow)], key=lambda cell: cell[0]
            )
    return whole


def _texts_of_labels(split: list[list[_Cell]], rest: list[bool]) -> dict[int, list[int]]:
    """For each line with a label the lines that are the rest of its text; under -1 all of them.

    A label stands in the middle of its text: so many lines are above it, so many below.
    """
    found: dict[int, list[int]] = {-1: []}
    for run in _runs(rest):
        upper, lower = run[0] - 1, run[-1] + 1
        takes = [0 <= n < len(split) and bool(split[n]) and _has_text(split[n]) for n in (upper, lower)]
        if not any(takes):
            continue
        above = sum(line < upper for line in found.get(upper, ()))
        cut = (above if len(split[upper]) > 1 or above else len(run)) if all(takes) else len(run) * takes[0]
        for home, lines in ((upper, run[:cut]), (lower, run[cut:])):
            found[home] = [*found.get(home, ()), *lines]
        found[-1] += run
    return found


def _has_text(cells: Sequence[_Cell]) -> bool:
    """Whether a line begins with a label that has a text of several lines; a numbered heading alone has none."""
    label = cells[0][1].text
    return bool(roles_of(label) & _LONG) and not (len(cells) == 1 and is_numbered(label))


def _runs(rest: list[bool]) -> list[list[int]]:
    runs: list[list[int]] = []
    for line, is_rest in enumerate(rest):
        if is_rest and runs and runs[-1][-1] == line - 1:
            runs[-1].append(line)
        elif is_rest:
            runs.append([line])
    return runs


def _with_text(cells: list[_Cell], own: list[Flow], number: int, lines: Sequence[int]) -> list[Flow]:
    """The cells of a line with the lines of its text above and below it."""
    flows = [flow for _, flow in cells]
    if not own:
        return flows
    above = [flow for flow, line in zip(own, lines, strict=True) if line < number]
    below = [flow for flow, line in zip(own, lines, strict=True) if line > number]
    middle = flows[1] if len(flows) > 1 else EMPTY
    whole = join_wrapped([flow for flow in (*above, middle, *below) if flow])
    return [flows[0], whole, *flows[2:]]
