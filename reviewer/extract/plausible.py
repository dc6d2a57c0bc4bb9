"""Whether a finished text can be what it was taken for: a last look that no layout, however strange, gets around."""

from __future__ import annotations

from reviewer.base.patterns import pattern
from reviewer.extract.labels import Role, roles_of
from reviewer.extract.likeness import amount_text, is_packed, value_fit
from reviewer.model.taxonomy import bare, levels_named

_GLUED = r"(?<=[\u4e00-\u9fff%％‰）])\d{1,2}[.、．](?=[\u4e00-\u9fff“《])"
"""The number of the next item right behind the last one's words: ≥300盏2.亮灯率."""
_NO_NAME = pattern(rf"{_GLUED}|[≥≤≧≦]\s*\d|\S {{3,}}\S|^[\d.,%％\s]+$|^[≥≤≧≦＞＜＝=<>]+$")
_NO_VALUE = pattern(
    rf"{_GLUED}|[\u4e00-\u9fff]{{3,}}\s*[:：]\s*[≥≤≧≦＞＜＝=<>]\s*\d|\S {{3,}}\S|^(?:正向|反向|定性|定量)(?:指标)?$"
)
_NO_TITLE = pattern(r"[≥≤≧≦]\s*\d|\S {3,}\S|^[\d.,%％\s]+$|^[优良中差]$")
_LABELS = frozenset(
    {Role.LEVEL1, Role.LEVEL2, Role.LEVEL3, Role.ANNUAL_VALUE, Role.PERIOD_VALUE, Role.ENTRY_NAME, Role.GOAL}
)
_SHORTEST_GOAL = 5


def is_odd(key: str, text: str) -> bool:
    """Whether a text is hardly what its field asks for; `key` is that of an indicator's or an entry's field."""
    if key == "level3":
        return bool(_NO_NAME.search(text))
    if key in ("annual_value", "period_value"):
        return bool(_NO_VALUE.search(text)) or (text.endswith("指标") and bool(levels_named(text)))
    if key in ("name", "unit"):
        return bool(_NO_TITLE.search(text)) or len(text) > 120 or _is_label(text)
    if key == "goal":
        return len(text) < _SHORTEST_GOAL or amount_text(text) is not None or _is_label(text) or _is_value(text)
    return False


def _is_label(text: str) -> bool:
    if len(text) > 12:
        return False
    return bool(roles_of(text) & _LABELS and len(text) >= 4) or (
        bare(text).endswith("指标") and bool(levels_named(text))
    )


def _is_value(text: str) -> bool:
    return len(text) <= 12 and (value_fit(text) >= 3.0 or is_packed(text))
