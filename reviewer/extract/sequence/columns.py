"""What the last header above a place says of the order of its columns, from the words of the vocabulary alone."""

from __future__ import annotations

from collections.abc import Iterable

from reviewer.extract.sequence.lexicon import CLASSES, Word

STATES = 20
"""How many numbers describe a header."""

State = tuple[float, ...]
NO_HEADER: State = (0.0,) * STATES

_COLUMN_ROLES = (
    *("level1", "level2", "level3", "period_value", "annual_value", "operator", "measure", "extra"),
    *("entry_name", "goal", "unit", "amount", "attribute"),
)
_BITS = [(1 << CLASSES.index(role), n) for n, role in enumerate(_COLUMN_ROLES)]
_L1, _L2, _L3, _PERIOD, _ANNUAL, _SIGN, _MEASURE, _EXTRA, _NAME, _GOAL, _UNIT, _AMOUNT, _ATTRIBUTE = range(13)
_FARTHEST = 10
"""So many characters may stand between two words of one header."""


def headers(found: Iterable[Word]) -> list[tuple[int, State]]:
    """Where each header ends, with its description."""
    result: list[tuple[int, State]] = []
    group: list[int] = []
    end = -_FARTHEST - 1
    for start, stop, bits in found:
        if start - end > _FARTHEST and group:
            _close(result, group, end)
            group = []
        group.append(bits)
        end = stop
    if group:
        _close(result, group, end)
    return result


def _close(result: list[tuple[int, State]], group: list[int], end: int) -> None:
    order = _order(group)
    levels = {_L1, _L2, _L3}.intersection(order)
    valued = {_PERIOD, _ANNUAL, _MEASURE, _SIGN}.intersection(order)
    if (len(levels) >= 2) or (levels and valued):
        result.append((end, _described(order)))


def _order(group: list[int]) -> list[int]:
    """The columns of a header in order; a word of two meanings is what is still missing."""
    order: list[int] = []
    for bits in group:
        possible = [n for bit, n in _BITS if bits & bit]
        if not possible:
            continue
        if _MEASURE in possible and _UNIT in possible:
            order.append(_MEASURE if _L3 in order else _UNIT)
            continue
        new = [n for n in possible if n not in order or n in (_EXTRA, _AMOUNT, _ATTRIBUTE)]
        order.append((new or possible)[0])
    return order


def _described(order: list[int]) -> State:
    def place(role: int) -> int:
        return order.index(role) if role in order else -1

    annual, period, level3 = place(_ANNUAL), place(_PERIOD), place(_L3)
    value = max(annual, period)
    extras = [i for i, role in enumerate(order) if role == _EXTRA]
    after = sum(i > value for i in extras)
    known = [float(role in order) for role in (_L1, _L2, _L3, _ANNUAL, _PERIOD, _SIGN, _MEASURE, _NAME, _GOAL, _UNIT)]
    return (
        *known,
        float(0 <= period < annual),
        float(0 <= annual < period),
        float(any(i < value for i in extras)),
        min(after, 4) / 4,
        min(order.count(_AMOUNT), 3) / 3,
        float(0 <= place(_SIGN) < annual),
        float(0 <= place(_MEASURE) < annual),
        float(0 <= value < level3),
        float(_ATTRIBUTE in order),
        1.0,
    )
