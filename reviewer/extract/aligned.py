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
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import pairwise

from reviewer.base.patterns import pattern
from reviewer.extract.aligned_columns import Zone, zones_of
from reviewer.extract.aligned_entries import entry_rows
from reviewer.extract.aligned_head import (
    Piece,
    columns_of,
    header_at,
    heads,
    is_header_line,
    labels_in,
    pieces_of,
    running_lines,
)
from reviewer.extract.blank_rows import line_numbers
from reviewer.extract.book import is_formality, is_title
from reviewer.extract.display_columns import is_wide
from reviewer.extract.form_heads import asks_for_seals
from reviewer.extract.labels import Role, roles_of
from reviewer.extract.likeness import amount_text, value_fit
from reviewer.extract.no_indicator import foot_of_page
from reviewer.extract.partition import groups_by_middle, groups_by_top, lines_of_rows, rows_of_lines
from reviewer.extract.rows import Row
from reviewer.model.flow import Flow, is_han
from reviewer.model.taxonomy import bare, begins_level, is_of_framework, is_whole_level, levels_named, parents_of

_LEVELS = frozenset({Role.LEVEL1, Role.LEVEL2})
_VALUES = frozenset({Role.ANNUAL_VALUE, Role.PERIOD_VALUE})
_NAMES = frozenset({Role.ENTRY_NAME, Role.UNIT})
_BESIDE_INDICATORS = frozenset({Role.AMOUNT, Role.GOAL})
_ENTRY = frozenset({Role.ENTRY_NAME, Role.UNIT, Role.GOAL, Role.AMOUNT})


@dataclass(frozen=True, slots=True)
class Aligned:
    """Such a table: the lines that it takes, its header and its rows, and the texts whose place among them is a guess."""

    start: int
    end: int
    rows: list[Row]
    guessed: list[Flow]
    whole: bool = False
    """Whether it is sure which lines make a cell: then that a text was put together says nothing against it."""
    fits: bool = False
    """Whether its columns hold what their labels say, and every cell that was merged stands where its rows say."""


def aligned_table(
    lines: Sequence[Flow],
    start: int = 0,
    around: Callable[[], Collection[int]] | None = None,
    above: Callable[[], Mapping[str, int]] | None = None,
) -> Aligned | None:
    """The first such table among some lines, from `start` on; `around` tells those that pages print around their tables, `above`
    what `first_lines` does.
    """
    around = around or cache(partial(running_lines, lines))
    above = above or cache(partial(first_lines, lines))
    for place in range(start, len(lines)):
        header = header_at(lines, place)
        if header is None:
            continue
        first, last, cells = header
        roles = columns_of(heads(lines[first:last], [cell.flow for cell in cells]), len(cells))
        end = _end_of(lines, last, cells, bool(_ENTRY & {*roles}))
        if _gaps_alike(lines[first:end]):
            continue
        body = [
            line
            for n, line in enumerate(lines[last:end], last)
            if n not in around() and not _is_of_page(line.text.strip())
        ]
        zones = zones_of(body, line_numbers(body), cells, roles)
        if not _stand_in_columns(zones):
            continue
        labels = "".join(zone.label.text for zone in zones)
        rows, guessed = _rows(zones, goes_on=above().get(labels, first) < first)  # with labels above: from another page
        if len(rows) > 1:
            return Aligned(
                first,
                end,
                [*heads(lines[first:last], [zone.label for zone in zones]), *rows],
                guessed,
                fits=not guessed,
            )
    return None


def first_lines(lines: Sequence[Flow]) -> dict[str, int]:
    """For each text, blanks left out, the first of some lines that says it."""
    found: dict[str, int] = {}
    for number, line in enumerate(lines):
        found.setdefault("".join(line.text.split()), number)
    return found


# -- where it ends ---------------------------------------------------------------------------------------------------


def _end_of(lines: Sequence[Flow], start: int, labels: Sequence[Piece], is_list: bool) -> int:
    """The line after the last one of a table: before the next label of a form, the next header, running text, or the points of
    a form summed up; the sum of a list is one of its rows.
    """
    last = foot_of_page(lines, start)
    for place in range(start, last):
        pieces = pieces_of(lines[place])
        if not pieces:
            continue
        if len(pieces) == 1 and (is_title(pieces[0].flow.text) or _SECTION.match(pieces[0].flow.text)):
            return place
        if not is_list and _SUM.fullmatch(pieces[0].flow.text):
            return place
        if asks_for_seals(lines[place].text.split()) or _crosses(pieces, labels) or _BOXES.search(lines[place].text):
            return place
        first = pieces[0].flow.text
        roles = roles_of(first) if not is_list or len(first) >= _LABEL else frozenset()
        if len(pieces) > 1 and roles & {Role.ENTRY_NAME, Role.UNIT, Role.DEPARTMENT, Role.GOAL, Role.FUNDS}:
            return place
        if len(pieces) >= 3 and labels_in(lines[place]) * 3 >= len(pieces) * 2:
            above = range(max(start, place - 3), place)
            return next((n for n in above if is_header_line(lines[n])), place)
        if _FOOT.match(lines[place].text):
            return place
    return last


def _crosses(pieces: Sequence[Piece], labels: Sequence[Piece]) -> bool:
    """Whether a piece of text stands under several labels: it is in no column. Words that single blanks part may stand under one each."""
    words = [
        Piece(piece.start + word.start(), piece.flow[slice(*word.span())])
        for piece in pieces
        for word in _WORD.finditer(piece.flow.text)
    ]
    return any(sum(word.overlap(label.start, label.end) > 0 for label in labels) >= _SEVERAL for word in words)


_WORD = pattern(r"\S+")


_BOXES = pattern(r"[□☐☑☒√✓]\s?[\u4e00-\u9fff]+\s+[□☐☑☒√✓]")
"""Places for ticks, with which a form ends: □通过  □不予通过."""
_FOOT = pattern(
    r"\s*(?:填[报表]人|审核人|注\s*[:：]|备注\s*[:：]|[\u4e00-\u9fff]{2,12}[（(](?:盖章|公章|签章|签字|签名)[)）])"
)
"""How a line begins that stands below a table: who filled it in, a note, a place for a seal."""
_SEVERAL = 3
_LABEL = 4
"""In a list a shorter label is the end of a name that wrapped: 项目, 资金."""
_SECTION = pattern(r"(?:[一二三四五六七八九十]{1,2}、|第[一二三四五六七八九十]{1,2}部分)(?!.{0,8}指标$)")
_SUM = pattern(r"[总合]\s*[分计]|得\s*分")


def _is_of_page(text: str) -> bool:
    """Whether a line is the number of a page, or another that every form prints; a bare figure may be an amount."""
    return is_formality(text) and amount_text(text) is None


# -- the columns ------------------------------------------------------------------------------------------------------


_MOST = 0.7


def _stand_in_columns(zones: list[Zone]) -> bool:
    """Whether the words stand under their labels: levels under those of levels, values under that of values.

    Levels that nobody knows (those of whole departments differ from place to place) are told where room parts the rows.
    """
    pitch = _pitch(zones)
    for zone in zones:
        if zone.role in _LEVELS:
            texts = ["".join(zone.lines[line].text for line in block) for block in _level_blocks(zone, pitch)]
            known = sum(bool(levels_named(text)) or is_of_framework(text) for text in texts)
            if known < _MOST * len(texts) and not (pitch > 1 and all(map(_may_be_level, texts))):
                return False
        if zone.role in _VALUES:
            fits = [value_fit(flow.text) >= _LIKE_A_VALUE for flow in zone.lines.values()]
            if not fits or sum(fits) < _MOST * len(fits):
                return False
        if zone.role is Role.LEVEL3 and not zone.lines:
            return False
        if zone.role not in _LEVELS and sum(is_whole_level(flow.text) for flow in zone.lines.values()) > 1:
            return False
    levels = [zone for zone in zones if zone.role in _LEVELS]
    named = any(zone.role is Role.ENTRY_NAME and zone.lines for zone in zones)
    return any(zone.lines for zone in levels) if levels else named


_LIKE_A_VALUE = 0.4
_LONGEST_LEVEL = 12


def _may_be_level(text: str) -> bool:
    """Whether a text can be a level's name that is not known: short, and nothing of a value in it."""
    return (
        len(text) <= _LONGEST_LEVEL
        and not any(map(str.isdigit, text))
        and all(is_han(c) or c in "（）()、" for c in text)
    )


def _pitch(zones: Sequence[Zone]) -> int:
    """How many lines the values of rows stand apart as a rule: more than one where blank lines part the rows."""
    values = next((sorted(zone.lines) for zone in zones if zone.role in _VALUES and zone.lines), [])
    return Counter(after - before for before, after in pairwise(values)).most_common(1)[0][0] if len(values) > 1 else 1


_ALIKE = 0.7


def _gaps_alike(lines: Sequence[Flow]) -> bool:
    """Whether the gaps in some lines are mostly of one width: they part cells, and put nothing in columns."""
    widths = Counter(len(gap) for line in lines for gap in re.findall(r"(?<=\S) {2,}(?=\S)", line.text))
    return bool(widths) and max(widths.values()) >= _ALIKE * widths.total()


# -- the rows ---------------------------------------------------------------------------------------------------------


def _rows(zones: list[Zone], goes_on: bool = False) -> tuple[list[Row], list[Flow]]:
    """The rows of a table, and the texts whose row is a guess; what the page before began may go on in its first rows."""
    name = next(zone for zone in zones if zone.role is Role.LEVEL3)
    value = next((z for z in zones if z.role is Role.ANNUAL_VALUE), None) or next(z for z in zones if z.role in _VALUES)
    found = rows_of_lines(_lengths(name), _lengths(value), _whole_value(value), _NAMELESS)
    if not found:
        return [], []
    guessed: list[Flow] = []
    cells: list[dict[int, Flow]] = [{} for _ in found]
    left = _of_entries(zones, zones.index(name), len(found))
    starts: set[int] | None = None
    on_top = _stand_on_top(zones, found)
    for n in sorted(range(len(zones)), key=lambda n: (zones[n].role is Role.LEVEL1, zones[n].role is Role.LEVEL2)):
        zone = zones[n]
        if zone.role in _LEVELS:
            starts, odd = _hand_levels(zone, n, found, cells, starts, on_top, goes_on, _pitch(zones))
            guessed += odd
        elif n not in left:
            for row, lines in enumerate(found if zone in (name, value) else lines_of_rows(sorted(zone.lines), found)):
                if text := zone.joined(lines):
                    cells[row][n] = text
    if not any(zones[n].role in _ENTRY for n in left):
        return [Row(tuple(sorted(row.items())), 0) for row in cells if row], guessed
    rows, doubtful = entry_rows(zones, left, found, cells, starts)
    return rows, [*guessed, *doubtful]


_IN_EVERY_ROW = 0.8
_NAMELESS = -4.5
"""What a row without a name is worth where it is known which column a text stands in: hardly any is one."""


def _of_entries(zones: Sequence[Zone], name: int, rows: int) -> list[int]:
    """The columns of what the rows belong to: left of the indicators, and in a list those right of them of money and goal, and of
    what is not said in every row.
    """
    left = [n for n, zone in enumerate(zones[:name]) if zone.role not in _LEVELS]
    listed = any(zones[n].role in _NAMES for n in left)
    right = [n for n in range(name, len(zones)) if listed and zones[n].role in _BESIDE_INDICATORS]
    told = [n for n in range(name, len(zones)) if listed and zones[n].role is Role.ATTRIBUTE]
    return [*left, *right, *(n for n in told if 0 < len(zones[n].lines) < _IN_EVERY_ROW * rows)]


def _stand_on_top(zones: list[Zone], found: list[list[int]]) -> bool:
    """Whether levels stand beside the first of their rows: all of them do so, and are not in the middle of rows anyway."""
    middles = [_middle(rows) for rows in found]
    columns = [
        [_middle(block) for block in _level_blocks(zone, _pitch(zones))]
        for zone in zones
        if zone.role in _LEVELS and zone.lines
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
    zone: Zone,
    n: int,
    found: list[list[int]],
    cells: list[dict[int, Flow]],
    starts: set[int] | None,
    on_top: bool,
    goes_on: bool,
    pitch: int,
) -> tuple[set[int], list[Flow]]:
    """Give the levels of a column to the rows; the rows where they begin, and the levels whose middle is elsewhere."""
    blocks = _level_blocks(zone, pitch)
    texts = [zone.joined(block) for block in blocks]

    named = [{level.name for level in levels_named(text.text)} for text in texts]
    parents = [parents_named(row.values()) for row in cells]

    def unfit(cell: int, row: int) -> float:
        return 1.5 if parents[row] and named[cell] and not named[cell] & parents[row] else 0.0

    middles, places = [_middle(rows) for rows in found], [_middle(block) for block in blocks]
    topped = groups_by_top(middles, places) if on_top else None
    tops, bottoms = [float(rows[0]) for rows in found], [float(rows[-1]) for rows in found]
    groups = topped or groups_by_middle(tops, places, starts=starts, unfit=unfit, goes_on=goes_on, bottoms=bottoms)
    if topped is not None:
        away = [any(unfit(cell, row) for row in rows) for cell, rows in enumerate(groups)]
    else:
        away = [
            not g or abs((tops[g[0]] + bottoms[g[-1]]) / 2 - place) > _AWAY
            for g, place in zip(groups, places, strict=True)
        ]
    for text, rows in zip(texts, groups, strict=True):
        for row in rows:
            cells[row][n] = text
    beside = [any(away[max(0, n - 1) : n + 2]) for n in range(len(away))]
    return {group[0] for group in groups if group}, [t for t, odd in zip(texts, beside, strict=True) if odd]


def parents_named(flows: Iterable[Flow]) -> set[str]:
    """The levels above those that some cells of a row name."""
    return {parent for flow in flows if bare(flow.text).endswith("指标") for parent in parents_of(flow.text)}


_FARTHEST_PIECE = 3
"""So many lines apart may the pieces of a level's name stand."""
_SYLLABLES, _FARTHEST_SYLLABLE = 2, 8
"""Where a level is spelled down along its rows (产 | 出 | 指 | 标): how long the pieces are, and how far apart."""
_AWAY = 1.0
"""So many lines a level may stand from the middle of its rows."""


def _lengths(zone: Zone) -> dict[int, int]:
    """How much room the text of each line takes, in Chinese characters: Latin ones and figures take half of it."""
    return {line: (sum(2 if is_wide(char) else 1 for char in flow.text) + 1) // 2 for line, flow in zone.lines.items()}


def _whole_value(zone: Zone) -> dict[int, float]:
    return {line: value_fit(flow.text) for line, flow in zone.lines.items()}


def _middle(lines: Sequence[int]) -> float:
    return (lines[0] + lines[-1]) / 2


def _level_blocks(zone: Zone, pitch: int) -> list[list[int]]:
    """The lines of a column of levels, those together that make one name: 服务对象满意度指 | 标. Where blank lines part the rows,
    names that are not known are apart as these are.
    """
    blocks: list[list[int]] = []
    text = ""
    for line in sorted(zone.lines):
        piece = zone.lines[line].text
        spelled = len(piece) <= _SYLLABLES and begins_level(text + piece)
        known = spelled or bool(levels_named(text + piece))
        whole = bool(levels_named(text)) and (bare(text).endswith("指标") or not known)
        near = _FARTHEST_SYLLABLE if spelled else _FARTHEST_PIECE if known or pitch == 1 else pitch - 1
        if blocks and not whole and (known or not levels_named(piece)) and line - blocks[-1][-1] <= near:
            blocks[-1].append(line)
            text += piece
        else:
            blocks.append([line])
            text = piece
    return blocks
