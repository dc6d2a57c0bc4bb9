"""Wide sheets as lines: an indicator to a line, its cells kept apart by single blanks, blank and merged cells gone.

    项目名称 预算数 年度目标 一级指标 二级指标 三级指标 指标值
    免费开放经费 32.00 保障免费开放。 产出指标 数量指标 开放天数 ≥300天
    质量指标 设施完好率 ≥98%

A line is cut at its first level: what stands left of it belongs to the columns at the left edge, it and what stands right of
it to those at the right edge. Blanks do not say how many cells were between; the words of the cells do (see align.py).
"""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.base.patterns import pattern
from reviewer.extract.book import is_formality, is_note, is_title
from reviewer.extract.form_heads import is_signature
from reviewer.extract.labels import INDICATOR_ROLES, Role, roles_of
from reviewer.extract.likeness import is_sign, reads_like_name, value_fit
from reviewer.extract.list_heads import list_header
from reviewer.extract.no_indicator import is_foot
from reviewer.extract.rows import Column, Row
from reviewer.model.flow import Flow
from reviewer.model.taxonomy import is_whole_level

_TOKEN = pattern(r"(?:[≥≤≧≦＞＜＝=<>]\s+)?\S+(?:\s+[%％](?=\s|$))?")
_SURE_VALUE = 1.6


def sheet_rows(lines: Sequence[Flow]) -> tuple[int, list[Row]] | None:
    """(lines before the header, the header and all lines after it as rows); None where no such sheet is among them."""
    for start, line in enumerate(lines):
        header = _row(line)
        if not 4 <= len(header.cells) <= 20 or not roles_of(header.texts[0]):
            continue
        columns = list_header(header)
        roles = {column.role for column in columns or ()}
        if columns and Role.LEVEL3 in roles and roles & {Role.LEVEL1, Role.LEVEL2} and Role.INDICATORS not in roles:
            rows = [_under(columns, _row(other)) for other in _rejoined(lines[start + 1 :])]
            return (start, [header, *rows]) if any(_begins_level(row.texts) for row in rows) else None
    return None


def _is_sum(text: str) -> bool:
    return bool(_FIGURE.fullmatch(text)) and ("." in text or "," in text)


def _has_value_second(row: Row) -> bool:
    """Whether a line without a level has a name and, right behind it, a value with its sign: 修复湿地 ≥ 135 公顷 20."""
    return len(row.cells) > 1 and bool(_SIGNED.match(row.texts[1]))


def _of_name_and_value(columns: Sequence[Column]) -> tuple[int, int] | None:
    """The places of the names and of the values, where the header has one column of each."""
    names = [column.place for column in columns if column.role is Role.LEVEL3]
    values = [column.place for column in columns if column.role is Role.ANNUAL_VALUE]
    return (names[0], values[0]) if len(names) == len(values) == 1 and names < values else None


_SIGNED = pattern(r"[≥≤≧≦＞＜＝=<>]\s*[\d.]|定性$")
_FIGURE = pattern(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")


def _rejoined(lines: Sequence[Flow]) -> list[Flow]:
    """The lines, those that were broken put together: a line ends with a value, and begins with a level, a name or both."""
    whole: list[Flow] = []
    apart: list[Flow] = []
    for line in lines:
        text = line.text.strip()
        if _stands_apart(text):
            apart.append(line)
            continue
        if whole and not _is_whole(whole[-1].text) and not _begins_row(text):
            whole[-1] = whole[-1] + line
            continue
        whole += [*apart, line]
        apart = []
    return whole + apart


def _stands_apart(text: str) -> bool:
    if is_formality(text) or is_title(text) or is_note(text) or is_foot(text):
        return True
    tokens = text.split()
    return len(tokens) > 1 and is_signature(Row(tuple((n, Flow.loose(token)) for n, token in enumerate(tokens)), 0))


def _is_whole(text: str) -> bool:
    """Whether a line is a whole one: a level in it, or two cells at least, and a value at its end."""
    tokens = _TOKEN.findall(text)
    levels = sum(is_whole_level(token) for token in tokens[:2])
    return (
        len(tokens) >= 2 + levels
        and not text.endswith(" ")
        and value_fit(tokens[-1]) >= 0.7
        and not reads_like_name(tokens[-1])
        and not is_sign(tokens[-1])
    )


def _begins_row(text: str) -> bool:
    """Whether a line begins a row: with a level, or with a name and an amount behind it."""
    tokens = _TOKEN.findall(text)[:4]
    level = bool(tokens) and is_whole_level(tokens[0])
    return level or any("." in token and _FIGURE.fullmatch(token) for token in tokens[1:])


def _row(line: Flow) -> Row:
    if _stands_apart(line.text.strip()):
        return Row(((0, line.strip()),), 0)
    pieces: list[Flow] = []
    for match in _TOKEN.finditer(line.text):
        piece = line[slice(*match.span())]
        if pieces and _is_sentence(pieces[-1].text) and _is_sentence(piece.text):
            pieces[-1] = pieces[-1] + piece  # a goal of several
        else:
            pieces.append(piece)
    return Row(tuple(enumerate(pieces)), 0)


def _is_sentence(text: str) -> bool:
    return len(text) > _SHORTEST and text.endswith(("。", "；"))


_SHORTEST = 6


def _begins_level(texts: Sequence[str]) -> int:
    """The place of the first level among some texts, counted from 1; 0 where there is none."""
    found = (place for place, text in enumerate(texts, 1) if is_whole_level(text))
    return next(found, 0)


def _under(columns: list[Column], row: Row) -> Row:
    """A line's pieces at the places of the columns: those left of the first level from the left, the others from the right."""
    cut = _begins_level(row.texts) - 1
    last = max((column.place for column in columns if column.role in INDICATOR_ROLES), default=0)
    if cut < 0 and _has_value_second(row) and (places := _of_name_and_value(columns)) is not None:
        behind = [last + 1 - len(row.cells) + n for n in range(2, len(row.cells))]
        if all(place > places[1] for place in behind):
            flows = [flow for _, flow in row.cells]
            return Row(tuple(zip((*places, *behind), flows, strict=True)), row.page)
    if cut < 0:
        alone = 2 <= len(row.cells) <= 3 and value_fit(row.texts[-1]) >= _SURE_VALUE and not _is_sum(row.texts[-1])
        cut = 0 if alone or _has_value_second(row) else len(row.cells)
    count = len(row.cells) - cut
    if cut + count > last + 1:
        return row
    right = [(last + 1 - count + n, flow) for n, (_, flow) in enumerate(row.cells[cut:])]
    return Row((*row.cells[:cut], *right), row.page)
