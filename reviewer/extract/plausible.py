"""Whether a finished text can be what it was taken for: a last look that no layout, however strange, gets around."""

from __future__ import annotations

from reviewer.base.garbled import garbled
from reviewer.base.patterns import pattern
from reviewer.extract.labels import Role, roles_of, stands_over_figures
from reviewer.extract.likeness import amount_text, is_packed, reads_like_counted_name, value_fit
from reviewer.model.taxonomy import is_of_framework, is_whole_level, levels_named

_GLUED = r"(?<=[\u4e00-\u9fff%％‰）])\d{1,2}[.、．](?=[\u4e00-\u9fff“《])"
"""The number of the next item right behind the last one's words: ≥300盏2.亮灯率."""
_NO_NAME = pattern(
    rf"{_GLUED}|[≥≤≧≦]\s*\d|\S {{3,}}\S|^[\d.,%％\s]+$|^[≥≤≧≦＞＜＝=<>]+$|[\u4e00-\u9fff]{{4}}指标\s*[:：]|^第\s*\d+\s*页"
    r"|^[≥≤=]?\s*\d[\d.,]*\s*(?:[%％‰]|[\u4e00-\u9fff]{1,2}(?:/\S{1,3})?)$"
)
_NO_VALUE = pattern(
    rf"{_GLUED}|[\u4e00-\u9fff]{{3,}}\s*[:：]\s*[≥≤≧≦＞＜＝=<>]\s*\d|\S {{3,}}\S|^(?:正向|反向|定性|定量)(?:指标)?$"
    r"|^\d{1,2}[.、．]\s*[\u4e00-\u9fff]{2,}[^；;。]*$"
)
_NO_TITLE = pattern(r"[（(](?:百|千|万|百万|千万|亿)?元[)）]$|[≥≤≧≦]\s*\d|\S {3,}\S|^[\d.,%％\s]+$|^[优良中差]$")
_PROSE = pattern(r"[，。；]|【[^【】]*】\s*【|[\u4e00-\u9fff]\s*\d[\d,]*\.\d+$|(?<!^)(?:合计|总计)$")
"""What no name has outside brackets: the marks of sentences, buttons of a web page, an amount, the word of a sum at its end."""
_BRACKETED = pattern(r"[（(《“][^（()）《》“”]*[)）》”]")
_RUNS_ON = pattern(
    r"^\d{1,3}(?:,\d{3})+(?:\.\d+)?\s|^\d+\.\d{2}\s|\s\d{1,2}[、.．](?:\s*\d{1,2}-?[\u4e00-\u9fff]{0,2})?$"
)
"""What a goal begins or ends with that took its neighbour's text: an amount, the number of the next cell's first item."""
_MONEY_WITHIN = pattern(r"\S{3,10}\s*[:：]\s*[\d.,]+\s*[万亿]?元?\s*$")
_CATEGORY = pattern(
    r"(?:其[他它]|部门|本级)?(?:人员|公用|运转|特定目标|专项)(?:经费|支出)?类(?:项目)?|(?:本级|转移支付|[上下]级)(?:支出)?项目"
)
"""What kinds of projects are called, which a list sums up in rows of their own: 其他运转类, 本级项目."""
_LABELS = frozenset(
    {Role.LEVEL1, Role.LEVEL2, Role.LEVEL3, Role.ANNUAL_VALUE, Role.PERIOD_VALUE, Role.ENTRY_NAME, Role.GOAL}
)
_COLUMNS = frozenset(
    {Role.LEVEL1, Role.LEVEL2, Role.LEVEL3, Role.ANNUAL_VALUE, Role.PERIOD_VALUE, Role.GOAL, Role.PERIOD_GOAL}
)
_STRUCTURE = frozenset({Role.UNIT, Role.ENTRY_NAME, Role.GOAL, Role.PERIOD_GOAL, Role.FUNDS, Role.INDICATORS})
_BROKEN = "\ufffd"
"""What stands in place of a character that is damaged."""
_IN_BRACKETS = pattern(r"[（(]([^（()）]{3,12})[)）]")
_LONGEST_HEAD = 8
_SHORTEST_GOAL = 5


def is_odd(key: str, text: str) -> bool:
    """Whether a text is hardly what its field asks for; `key` is that of an indicator's or an entry's field."""
    if _BROKEN in text or next(garbled(text), None) is not None:
        return True
    if key == "level3":
        return bool(_NO_NAME.search(text)) or _heads_column(text) or _holds_cells(text) or is_level_name(text)
    if key in ("annual_value", "period_value") and reads_like_counted_name(text):
        return True
    if key in ("annual_value", "period_value"):
        return bool(_NO_VALUE.search(text)) or is_level_name(text) or _heads_column(text)
    if key in ("level1", "level2"):
        other = {level.level for level in levels_named(text)} == {3 - int(key[-1])}
        other = other and not (key == "level2" and is_of_framework(text))
        return other or any(levels_named(within) for within in _IN_BRACKETS.findall(text))
    if key in ("name", "unit") and text.endswith((":", "：")):
        return True
    if key in ("name", "unit"):
        whole = not _is_piece(text) and not is_form_label(text)
        return (
            bool(_NO_TITLE.search(text) or _MONEY_WITHIN.search(text) or _PROSE.search(_BRACKETED.sub("", text)))
            or len(text) > 120
            or bool(_CATEGORY.fullmatch(text))
            or stands_over_figures(text)
            or not whole
            or (key == "name" and _is_no_whole_name(text))
            or _is_label(text)
            or holds_label(text)
        )
    if key.startswith("attributes["):
        return is_packed(text)
    if key == "goal":
        cut = len(text) < _SHORTEST_GOAL or bool(_RUNS_ON.search(text))
        return cut or amount_text(text) is not None or _is_label(text) or _is_value(text)
    return False


_ONLY_A_REST = pattern(r"(?![甲乙丙丁戊己庚辛壬癸]$)[\u4e00-\u9fff]?(?:补助|专项|项目|奖补)*(?:资金|经费|项目)?")
"""What is only the rest of a name, whose beginning stands in the line above: 施, 资金, 助经费; 甲, 乙 count, as letters do."""
_GOES_ON = ("与", "及", "的", "、", "（", "(")
_SOURCES_OF_MONEY = ("资金", "拨款", "金额")
_SIGNS = "≥≤≧≦＞＜＝=<>%％"


def _is_no_whole_name(text: str) -> bool:
    """Whether a name lacks its beginning or its end (助经费, 老旧小区改造与), begins with the sign of a value, or is a label of money
    that lost its row: 地方资金.
    """
    source = len(text) <= _LONGEST_HEAD and text.endswith(_SOURCES_OF_MONEY) and Role.AMOUNT in roles_of(text)
    return bool(_ONLY_A_REST.fullmatch(text)) or text.endswith(_GOES_ON) or source or text[0] in _SIGNS


def _heads_column(text: str) -> bool:
    """Whether a text is what stands over a column of indicators, or beside a goal: 二级指标, 指标值, 年度目标."""
    ends = len(text) <= _LONGEST_HEAD and text.endswith(("指标", "值", "目标"))
    return ends and bool(roles_of(text) & _COLUMNS)


def _holds_cells(text: str) -> bool:
    """Whether the cells left of a name run into it: 产出指标 数量指标 路灯数量, 一级指标 二级指标 三级指标."""
    words = text.split()
    return len(words) > 1 and any(
        is_whole_level(word) or roles_of(word) & _COLUMNS for word in words[:-1] if len(word) >= 4
    )


def holds_label(text: str) -> bool:
    """Whether labels stand among the words of a text: 实施单位  甲所  总投资."""
    words = text.split()
    return len(words) > 1 and any(len(word) >= 4 and roles_of(word) & _STRUCTURE for word in words)


def _is_piece(text: str) -> bool:
    """Whether a text begins before its first character: 结算） is what a page break, or a border, left of a name."""
    depth = 0
    for sign in text:
        depth += (sign in "（(《“") - (sign in "）)》”")
        if depth < 0:
            return True
    return False


def is_form_label(text: str) -> bool:
    """Whether a text is a label of a form's head, which no level has for a name: 实施单位, 项目资金."""
    return len(text) <= _LONGEST_HEAD and bool(roles_of(text) & _STRUCTURE)


def _is_label(text: str) -> bool:
    if len(text) > 12:
        return False
    return bool(roles_of(text) & _LABELS and len(text) >= 4) or is_level_name(text)


def is_level_name(text: str) -> bool:
    """Whether a text is nothing but the name of a level, in full: 数量指标, 社会效益指标."""
    return is_whole_level(text)


def _is_value(text: str) -> bool:
    return len(text) <= 12 and (value_fit(text) >= 3.0 or is_packed(text))
