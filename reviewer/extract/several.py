"""Several indicators in the cells of one row, line by line: names on the one side, their values on the other.

    数量指标 | 1.改造水闸⏎2.更换启闭机 | 1.4座⏎2.6台

Each line is a row of its own; its number is no part of the name or of the value. The lines are known from where the text
stands: undoing the layout of a cell takes the line breaks out of the text, and leaves a gap between the places.
"""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.base.patterns import pattern
from reviewer.extract.labels import Role
from reviewer.extract.rows import Column, Row
from reviewer.model.flow import EMPTY, Flow, join_wrapped
from reviewer.model.target import parse_target
from reviewer.model.taxonomy import levels_named

_NUMBER = pattern(
    r"\s*(?:[（(]?(?P<digits>\d{1,2})\s*[)）、.．:：]\s*|(?P<circled>[①-⑳])\s*|(?:三级)?指标\s*(?P<named>\d{1,2})\s*[:：、.．]\s*)"
)
_VALUES = frozenset({Role.ANNUAL_VALUE, Role.PERIOD_VALUE})
_PARTS = frozenset({Role.LEVEL3, Role.OPERATOR, Role.MEASURE, Role.EXTRA}) | _VALUES
_LEVELS = frozenset({Role.LEVEL1, Role.LEVEL2})
_FIGURE = pattern(r"\s*\d{1,2}[.．]\d")
_CUT_DATE = pattern(r"[年月]$")


def lines_of(flow: Flow) -> list[Flow]:
    """The lines of a cell, told by the gaps that its line breaks have left."""
    if isinstance(flow.places, range):
        return [flow]
    found, start = [], 0
    for span in flow.spans:
        end = start + span.end - span.start
        found.append(flow[start:end])
        start = end
    return found if start == len(flow) else [flow]


def _number(line: Flow) -> tuple[int, int] | None:
    """The number that a line begins with, and where the text behind it begins."""
    match = _NUMBER.match(line.text)
    if match is None or match.end() >= len(line):
        return None
    if match["circled"]:
        return ord(match["circled"]) - ord("①") + 1, match.end()
    return int(match["digits"] or match["named"]), match.end()


def numbered_items(flow: Flow) -> list[Flow]:
    """The items of a cell whose lines count from 1, without their numbers; a line without one goes on with that before it."""
    items: list[list[Flow]] = []
    for line in lines_of(flow):
        found = _number(line)
        if found is not None and found[0] == len(items) + 1:
            items.append([line[found[1] :]])
        elif items:
            items[-1].append(line)
        else:
            return []
    return [join_wrapped(item).strip(" \t;；,，。") for item in items]


def _whole_values(lines: Sequence[Flow]) -> bool:
    """Whether each line is a target with a figure of its own, and none the rest of a date that was cut."""
    targets = [parse_target(line.text) for line in lines]
    if any(_CUT_DATE.search(line.text.strip()) for line in lines):
        return False
    return all(target is not None and target.operator != "text" for target in targets)


def rows_apart(row: Row, columns: Sequence[Column]) -> tuple[list[Row], bool]:
    """A row as one row an item, where its name and its value hold the same number of items; and whether that is a guess.

    It is no guess where the lines are numbered on both sides, or on one with a figure in each line of the other, or where a level
    stands in as many lines. Other levels stay in the first row and are handed down.
    """
    roles = {column.place: column.role for column in columns}
    home = {place: roles[place] for place, _ in row.cells if place in roles}
    names = [flow for place, flow in row.cells if home.get(place) is Role.LEVEL3]
    values = [flow for place, flow in row.cells if home.get(place) in _VALUES]
    if len(names) == 1 and not _VALUES & set(roles.values()):
        return _named_with_values(row, home, names[0]), False
    if len(names) != 1 or not values:
        return [row], False
    named, valued = numbered_items(names[0]), [numbered_items(flow) for flow in values]
    count = len(named) or max(map(len, valued))
    guess = not count
    if guess:
        count = len(lines_of(names[0]))
        if count < 2 or not any(len(lines_of(flow)) == count and _whole_values(lines_of(flow)) for flow in values):
            return [row], False
    elif count == 1:
        return _of_one(row, home, values) if named and all(valued) else ([row], False)
    if not all(_items(flow, count) for flow in (*names, *values)):
        return [row], False
    lined = [flow for flow in values if len(numbered_items(flow)) != count]
    guess = guess or not all(_whole_values(lines_of(flow)) for flow in lined)
    if any(home.get(place) in _LEVELS and _level_lines(flow, count) for place, flow in row.cells):
        guess = not all(_whole_values(lines_of(flow)) for flow in values)
    return [_nth(row, home, count, n) for n in range(count)], guess


_SAID = pattern(r"\s*[^：:；;]{2,}[：:]\s*\S")
_BETWEEN = pattern(r"[；;\n]+")


def _named_with_values(row: Row, home: dict[int, Role], cell: Flow) -> list[Row]:
    """The rows of a cell that holds names with their values, one after the other: 培训人数：≥30人；培训期数：≥2期. Text without a
    colon goes on with what is before it.
    """
    items = numbered_items(cell) or _between(cell)
    if len(items) < 2 or not all(_SAID.match(item.text) for item in items):
        return [row]
    levels = tuple(sorted([*row.covered, *_levels(row, home)], key=lambda known: known[0]))
    rows = []
    for number, item in enumerate(items):
        cells = tuple(
            (place, item if flow is cell else flow) for place, flow in row.cells if not number or flow is cell
        )
        rows.append(Row(cells, row.page, row.loose, covered=levels if number else row.covered))
    return rows


def _between(cell: Flow) -> list[Flow]:
    """A cell parted at its semicolons, but only before what has a name with a value again."""
    starts = [0, *(gap.end() for gap in _BETWEEN.finditer(cell.text) if _SAID.match(cell.text, gap.end()))]
    ends = [*starts[1:], len(cell)]
    return [cell[start:end].strip(" \t\n;；") for start, end in zip(starts, ends, strict=True)]


def _items(flow: Flow, count: int) -> list[Flow]:
    """A cell as so many items: its numbered ones, else its lines; empty where it has another number of them."""
    items = numbered_items(flow)
    lines = lines_of(flow)
    return next((found for found in (items, lines) if len(found) == count), [])


def _nth(row: Row, home: dict[int, Role], count: int, number: int) -> Row:
    cells: list[tuple[int, Flow]] = []
    for place, flow in row.cells:
        items = _items(flow, count) if home.get(place) in _PARTS else []
        items = items or (_level_lines(flow, count) if home.get(place) in _LEVELS else [])
        piece = items[number] if items else flow if number == 0 or home.get(place) is Role.EXTRA else EMPTY
        if piece:
            cells.append((place, piece))
    covered = (
        row.covered
        if number == 0
        else tuple(sorted([*row.covered, *_levels(row, home, count)], key=lambda cell: cell[0]))
    )
    return Row(tuple(cells), row.page, row.loose, covered=covered)


def _levels(row: Row, home: dict[int, Role], count: int = 0) -> list[tuple[int, Flow]]:
    """The levels of a row that are handed down: those that are not written line by line themselves."""
    found = ((place, flow) for place, flow in row.cells if home.get(place) in _LEVELS)
    return [(place, flow) for place, flow in found if not _level_lines(flow, count)]


def _level_lines(flow: Flow, count: int) -> list[Flow]:
    """A cell of levels as so many, where each of its lines is one."""
    lines = lines_of(flow)
    return lines if len(lines) == count > 1 and all(levels_named(line.text) for line in lines) else []


def _of_one(row: Row, home: dict[int, Role], values: Sequence[Flow]) -> tuple[list[Row], bool]:
    """A row whose name and value both begin with the number 1, a list of one item; 1.5% may be a figure, and stays."""
    if any(_FIGURE.match(flow.text) for flow in values):
        return [row], True
    cells = [
        (place, numbered_items(flow)[0] if home.get(place) in _PARTS and numbered_items(flow) else flow)
        for place, flow in row.cells
    ]
    return [Row(tuple(cells), row.page, row.loose, row.widths, row.covered)], False
