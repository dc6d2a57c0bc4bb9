"""Tables whose columns only blanks keep apart, as `pdftotext -layout` and its like leave them.

    一级指标    二级指标    三级指标        指标值
                            维护路灯数量    ≥300盏
                数量指标
    产出指标                更换灯具        ≥1200套
                            夜间亮灯率
                质量指标                    ≥98%
                            （主干道）

Columns are what no text stands between. A row is not a line: words that wrapped stand above and below the line of their
cell's middle, and a level stands in the middle of the rows that it was merged over. Lines become rows, and rows go to
levels, where middles meet best (dynamic programmes over both).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from reviewer.base.patterns import pattern
from reviewer.extract.aligned_head import Piece, columns_of, header_at, heads, is_header_line, labels_in, pieces_of
from reviewer.extract.blank_rows import line_numbers
from reviewer.extract.book import is_formality, is_title
from reviewer.extract.labels import Role, roles_of
from reviewer.extract.likeness import amount_text, fit, value_fit
from reviewer.extract.partition import groups_by_middle, groups_by_top, lines_of_rows, rows_of_lines
from reviewer.extract.rows import Row
from reviewer.model.flow import EMPTY, Flow, join_wrapped
from reviewer.model.taxonomy import bare, levels_named, parents_of

_TOKEN = pattern(r"\S+")
_DOTS = pattern(r"[.…·‥]+")
"""What an empty form prints in its cells."""
_LEVELS = frozenset({Role.LEVEL1, Role.LEVEL2})
_VALUES = frozenset({Role.ANNUAL_VALUE, Role.PERIOD_VALUE})
_ENTRY = frozenset({Role.ENTRY_NAME, Role.UNIT, Role.GOAL, Role.AMOUNT})
_STRAY = 0.12
"""Share of a table's lines that may have text where a gap between two columns is; one line may in any case."""


@dataclass(slots=True)
class _Zone:
    """A column: from where to where, its label, its role, and its text line by line."""

    start: int
    end: int
    label: Flow
    role: Role
    lines: dict[int, Flow] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Aligned:
    """Such a table: the lines that it takes, its header and its rows, and the texts whose place among them is a guess."""

    start: int
    end: int
    rows: list[Row]
    guessed: list[Flow]
    whole: bool = False
    """Whether it is sure which lines make a cell: then that a text was put together says nothing against it."""


def aligned_table(lines: Sequence[Flow], start: int = 0) -> Aligned | None:
    """The first such table among some lines, from `start` on."""
    for place in range(start, len(lines)):
        header = header_at(lines, place)
        if header is None:
            continue
        first, last, cells = header
        end = _end_of(lines, last)
        if _gaps_alike(lines[first:end]):
            continue
        roles = columns_of(heads(lines[first:last], [cell.flow for cell in cells]), len(cells))
        body = [line for line in lines[last:end] if not _is_of_page(line.text.strip())]
        zones = _zones(body, line_numbers(body), cells, roles)
        if not _stand_in_columns(zones):
            continue
        rows, guessed = _rows(zones)
        if len(rows) > 1:
            return Aligned(first, end, [*heads(lines[first:last], [zone.label for zone in zones]), *rows], guessed)
    return None


# -- where it ends ---------------------------------------------------------------------------------------------------


def _end_of(lines: Sequence[Flow], start: int) -> int:
    """The line after the last one of a table: before the next label of a form, or the next header."""
    for place in range(start, len(lines)):
        pieces = pieces_of(lines[place])
        if not pieces:
            continue
        if len(pieces) == 1 and (is_title(pieces[0].flow.text) or _SECTION.match(pieces[0].flow.text)):
            return place
        if _SUM.fullmatch(pieces[0].flow.text):
            return place
        roles = roles_of(pieces[0].flow.text)
        if len(pieces) > 1 and roles & {Role.ENTRY_NAME, Role.UNIT, Role.DEPARTMENT, Role.GOAL, Role.FUNDS}:
            return place
        if len(pieces) >= 3 and labels_in(lines[place]) * 3 >= len(pieces) * 2:
            above = range(max(start, place - 3), place)
            return next((n for n in above if is_header_line(lines[n])), place)
        if re.match(r"\s*(?:填[报表]人|审核人|注\s*[:：]|备注\s*[:：])", lines[place].text):
            return place
    return len(lines)


_SECTION = pattern(r"[一二三四五六七八九十]{1,2}、(?!.{0,8}指标$)")
_SUM = pattern(r"[总合]\s*[分计]|得\s*分")


def _is_of_page(text: str) -> bool:
    """Whether a line is the number of a page, or another that every form prints; a bare figure may be an amount."""
    return is_formality(text) and amount_text(text) is None


# -- the columns ------------------------------------------------------------------------------------------------------


def _zones(lines: Sequence[Flow], numbers: list[int], labels: list[Piece], columns: list[Role]) -> list[_Zone]:
    """The columns of a table, with their text."""
    zones = [_Zone(label.start, label.end, label.flow, role) for label, role in zip(labels, columns, strict=True)]
    blobs = [blob for blob in _blobs(lines, numbers, len(labels)) if not _is_margin(blob, zones[0])]
    for blob, home in zip(blobs, _homes(blobs, zones), strict=True):
        for number, flow in blob.lines.items():
            if _DOTS.fullmatch(flow.text):
                continue
            before = zones[home].lines.get(number)
            zones[home].lines[number] = before + Flow.loose(" ") + flow if before else flow
    return zones


def _is_margin(blob: _Zone, first: _Zone) -> bool:
    """Whether words stand left of the first column: the label of the whole block, 绩效指标."""
    if blob.end > first.start:
        return False
    text = "".join(flow.text for _, flow in sorted(blob.lines.items()))
    return not any(levels_named(flow.text) for flow in blob.lines.values()) and (
        Role.INDICATORS in roles_of(text) or first.role is Role.LEVEL1
    )


def _blobs(lines: Sequence[Flow], numbers: list[int], least: int) -> list[_Zone]:
    """The words of some lines in columns: what no gap parts from top to bottom; with gaps that a few lines cross, where
    there are too few columns else.
    """
    width = max((len(line) for line in lines), default=0)
    ink = [0] * (width + 1)
    for line in lines:
        for token in _TOKEN.finditer(line.text):
            for x in range(*token.span()):
                ink[x] += 1
    found: list[_Zone] = []
    for stray in range(max(1, int(len(lines) * _STRAY)) + 1):
        found = _between_gaps(ink, stray)
        if len(found) >= least:
            break
    for number, line in zip(numbers, lines, strict=True):
        _spread(number, line, found)
    return [blob for blob in found if blob.lines]


def _between_gaps(ink: list[int], stray: int) -> list[_Zone]:
    runs: list[_Zone] = []
    for x, count in enumerate(ink):
        if count > stray:
            if runs and runs[-1].end == x:
                runs[-1].end = x + 1
            else:
                runs.append(_Zone(x, x + 1, EMPTY, Role.EXTRA))
    return runs


def _homes(blobs: list[_Zone], zones: list[_Zone]) -> list[int]:
    """The label that each column of words stands under, in order: by where they are, and by what the words are."""
    best: list[list[tuple[float, list[int]]]] = [[(0.0, [])] * len(zones)]
    for blob in blobs:
        step: list[tuple[float, list[int]]] = []
        top: tuple[float, list[int]] = (float("-inf"), [])
        for n, zone in enumerate(zones):
            top = max(top, best[-1][n], key=lambda option: option[0])
            step.append((top[0] + _suits(blob, zone), [*top[1], n]))
        best.append(step)
    return max(best[-1], key=lambda option: option[0])[1]


def _suits(blob: _Zone, zone: _Zone) -> float:
    """How well a column of words stands under a label."""
    overlap = min(blob.end, zone.end) - max(blob.start, zone.start)
    texts = [flow.text for flow in blob.lines.values()][:40]
    worth = sum(max(-2.0, min(2.0, fit(zone.role, text))) for text in texts) / max(1, len(texts))
    return worth + (3.0 if overlap > 0 else 0.15 * overlap)


_MOST = 0.7


def _stand_in_columns(zones: list[_Zone]) -> bool:
    """Whether the words stand under their labels: levels under those of levels, values under that of values."""
    for zone in zones:
        if zone.role in _LEVELS:
            texts = ["".join(zone.lines[line].text for line in block) for block in _level_blocks(zone)]
            if sum(bool(levels_named(text)) for text in texts) < _MOST * len(texts):
                return False
        if zone.role in _VALUES:
            fits = [value_fit(flow.text) >= _LIKE_A_VALUE for flow in zone.lines.values()]
            if not fits or sum(fits) < _MOST * len(fits):
                return False
        if zone.role is Role.LEVEL3 and not zone.lines:
            return False
    return any(zone.lines for zone in zones if zone.role in _LEVELS)


_LIKE_A_VALUE = 0.4


_ALIKE = 0.7


def _gaps_alike(lines: Sequence[Flow]) -> bool:
    """Whether the gaps in some lines are mostly of one width: they part cells, and put nothing in columns."""
    widths = Counter(len(gap) for line in lines for gap in re.findall(r"(?<=\S) {2,}(?=\S)", line.text))
    return bool(widths) and max(widths.values()) >= _ALIKE * widths.total()


def _spread(number: int, line: Flow, zones: list[_Zone]) -> None:
    """Give the words of a line to the columns that they stand in most."""
    spans: dict[int, tuple[int, int]] = {}
    for token in _TOKEN.finditer(line.text):
        piece = Piece(token.start(), line[slice(*token.span())])
        if not zones:
            return
        home = max(range(len(zones)), key=lambda n: piece.overlap(zones[n].start, zones[n].end))
        start, _ = spans.get(home, token.span())
        spans[home] = (start, token.end())
    for home, span in spans.items():
        zones[home].lines[number] = line[slice(*span)]


# -- the rows ---------------------------------------------------------------------------------------------------------


def _rows(zones: list[_Zone]) -> tuple[list[Row], list[Flow]]:
    """The rows of a table, and the texts whose row is a guess."""
    name = next(zone for zone in zones if zone.role is Role.LEVEL3)
    value = next((z for z in zones if z.role is Role.ANNUAL_VALUE), None) or next(z for z in zones if z.role in _VALUES)
    found = rows_of_lines(_lengths(name), _lengths(value), _whole_value(value))
    if not found:
        return [], []
    guessed: list[Flow] = []
    cells: list[dict[int, Flow]] = [{} for _ in found]
    left = [n for n, zone in enumerate(zones) if n < zones.index(name) and zone.role not in _LEVELS]
    starts: set[int] | None = None
    on_top = _stand_on_top(zones, found)
    for n in sorted(range(len(zones)), key=lambda n: (zones[n].role is Role.LEVEL1, zones[n].role is Role.LEVEL2)):
        zone = zones[n]
        if zone.role in _LEVELS:
            starts, odd = _hand_levels(zone, n, found, cells, starts, on_top)
            guessed += odd
        elif n not in left:
            for row, lines in enumerate(found if zone in (name, value) else lines_of_rows(sorted(zone.lines), found)):
                if text := _joined(zone, lines):
                    cells[row][n] = text
    if not any(zones[n].role in _ENTRY for n in left):
        return [Row(tuple(sorted(row.items())), 0) for row in cells if row], guessed
    firsts = _first_levels(zones, cells, starts)
    return _with_entries(zones, left, found, cells, firsts), guessed


def _first_levels(zones: list[_Zone], cells: list[dict[int, Flow]], starts: set[int] | None) -> set[int] | None:
    """The rows where an entry may begin: where the level 1 of the first row begins again."""
    first = next((n for n, zone in enumerate(zones) if zone.role is Role.LEVEL1), None)
    if first is None or starts is None or first not in cells[0]:
        return starts
    return {row for row in starts if first in cells[row] and cells[row][first].text == cells[0][first].text} | {0}


def _stand_on_top(zones: list[_Zone], found: list[list[int]]) -> bool:
    """Whether levels stand beside the first of their rows: all of them do so, and are not in the middle of rows anyway."""
    middles = [_middle(rows) for rows in found]
    columns = [
        [_middle(block) for block in _level_blocks(zone)] for zone in zones if zone.role in _LEVELS and zone.lines
    ]
    if any(groups_by_top(middles, tops) is None for tops in columns):
        return False
    off = 0.0
    for tops in columns:
        groups = groups_by_middle(middles, tops)
        off += sum(
            abs((middles[g[0]] + middles[g[-1]]) / 2 - top) if g else _AWAY for g, top in zip(groups, tops, strict=True)
        )
    return off >= _AWAY


def _hand_levels(
    zone: _Zone,
    n: int,
    found: list[list[int]],
    cells: list[dict[int, Flow]],
    starts: set[int] | None,
    on_top: bool,
) -> tuple[set[int], list[Flow]]:
    """Give the levels of a column to the rows; the rows where they begin, and the levels whose middle is elsewhere."""
    blocks = _level_blocks(zone)
    texts = [_joined(zone, block) for block in blocks]

    def unfit(cell: int, row: int) -> float:
        parents = {p for flow in cells[row].values() for p in parents_of(flow.text) if bare(flow.text).endswith("指标")}
        named = {level.name for level in levels_named(texts[cell].text)}
        return 1.5 if parents and named and not named & parents else 0.0

    middles, places = [_middle(rows) for rows in found], [_middle(block) for block in blocks]
    topped = groups_by_top(middles, places) if on_top else None
    groups = topped or groups_by_middle(middles, places, starts=starts, unfit=unfit)
    if topped is not None:
        away = [any(unfit(cell, row) for row in rows) for cell, rows in enumerate(groups)]
    else:
        away = [
            not g or abs((middles[g[0]] + middles[g[-1]]) / 2 - place) > _AWAY
            for g, place in zip(groups, places, strict=True)
        ]
    for text, rows in zip(texts, groups, strict=True):
        for row in rows:
            cells[row][n] = text
    beside = [any(away[max(0, n - 1) : n + 2]) for n in range(len(away))]
    return {group[0] for group in groups if group}, [t for t, odd in zip(texts, beside, strict=True) if odd]


_AWAY = 1.0
"""So many lines a level may stand from the middle of its rows."""


def _lengths(zone: _Zone) -> dict[int, int]:
    return {line: len(flow) for line, flow in zone.lines.items()}


def _whole_value(zone: _Zone) -> dict[int, float]:
    return {line: value_fit(flow.text) for line, flow in zone.lines.items()}


def _middle(lines: Sequence[int]) -> float:
    return (lines[0] + lines[-1]) / 2


def _joined(zone: _Zone, lines: Sequence[int]) -> Flow:
    texts = [zone.lines[line] for line in lines if line in zone.lines]
    return join_wrapped(texts) if len(texts) > 1 else texts[0] if texts else EMPTY


def _level_blocks(zone: _Zone) -> list[list[int]]:
    """The lines of a column of levels, those together that make one name: 服务对象满意度指 | 标."""
    blocks: list[list[int]] = []
    text = ""
    for line in sorted(zone.lines):
        piece = zone.lines[line].text
        whole = bool(levels_named(text)) and (bare(text).endswith("指标") or not levels_named(text + piece))
        if (
            blocks
            and not whole
            and (levels_named(text + piece) or not levels_named(piece))
            and line - blocks[-1][-1] <= 3
        ):
            blocks[-1].append(line)
            text += piece
        else:
            blocks.append([line])
            text = piece
    return blocks


def _with_entries(
    zones: list[_Zone],
    left: list[int],
    found: list[list[int]],
    cells: list[dict[int, Flow]],
    starts: set[int] | None,
) -> list[Row]:
    """The rows with the name, the amounts and the goal of their entry in the first one of each."""
    amount = next((zones[n] for n in left if zones[n].role is Role.AMOUNT), None)
    figures = [line for line in sorted(amount.lines) if amount_text(amount.lines[line].text)] if amount else []
    anchors = figures or sorted(zones[left[0]].lines)
    groups = groups_by_middle([_middle(lines) for lines in found], [float(line) for line in anchors], 0.8, starts)
    rows: list[Row] = []
    edges = _edges(anchors, groups, found)
    for anchor, group, (top, bottom) in zip(anchors, groups, edges, strict=True):
        entry = {}
        for n in left:
            inside = [line for line in sorted(zones[n].lines) if top <= line < bottom] if group else [anchor]
            if text := _joined(zones[n], inside):
                entry[n] = text
        first = {**entry, **(cells[group[0]] if group else {})}
        rows.append(Row(tuple(sorted(first.items())), 0))
        rows += [Row(tuple(sorted(cells[row].items())), 0) for row in group[1:] if cells[row]]
    return rows


def _edges(anchors: list[int], groups: list[list[int]], found: list[list[int]]) -> list[tuple[int, int]]:
    """From which line to which the words of each entry reach: between its rows and those of its neighbours."""
    reach = [(found[g[0]][0], found[g[-1]][-1]) if g else (a, a) for a, g in zip(anchors, groups, strict=True)]
    edges = []
    for n, (top, bottom) in enumerate(reach):
        above = reach[n - 1][1] + 1 if n else min(top, 0)
        below = reach[n + 1][0] if n + 1 < len(reach) else 10**9
        edges.append((min(above, top), max(below, bottom + 1)))
    return edges
