"""The last row of an entry that says something of all of it, and was read as one more indicator.

满意度指标 满意度指标 村民满意度 ≥90%
联农带农机制 不涉及。
"""

from __future__ import annotations

from reviewer.base.patterns import pattern
from reviewer.extract.readings.reading import value
from reviewer.model.review import Kind, NodeData

_FEWEST = 3
_SENTENCE = pattern(r"[，。；]|^(?:不涉及|不适用|无|暂无)$")
_SAYS_ALL = pattern(r"(?:结论|意见|建议)$")
_LEVELS = ("level1", "level2")


def is_of_all(rows: tuple[NodeData, ...]) -> bool:
    """Whether the last of an entry's indicators may be no such: it has no level of its own, and a sentence for a value where no
    other row has one, or a name that asks for such.
    """
    if len(rows) <= _FEWEST:
        return False
    *others, last = rows
    inherited = [
        any(reason.code.startswith("read.inherited") for reason in field.reasons)
        for key, field in last.fields
        if key in _LEVELS and field.value
    ]
    if last.kind is not Kind.INDICATOR or not all(inherited):
        return False
    said = value(last, "annual_value") or value(last, "period_value") or ""
    alone = bool(_SENTENCE.search(said)) and not any(
        _SENTENCE.search(value(row, "annual_value") or value(row, "period_value") or "") for row in others
    )
    return alone or bool(_SAYS_ALL.search(value(last, "level3") or ""))
