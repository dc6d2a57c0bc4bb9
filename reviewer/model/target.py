"""Target values: “不少于10000件” as sign, number and unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from reviewer.base.patterns import pattern
from reviewer.model.review import TARGET_PARTS, Node
from reviewer.model.target_plain import contradicts_itself, is_date, plain_parts
from reviewer.model.target_sentence import is_damaged, sentence_parts
from reviewer.model.target_words import MEASURE

__all__ = [
    "OPERATORS",
    "Target",
    "contradicts_itself",
    "is_figure",
    "is_sound",
    "one_of",
    "parse_target",
    "parse_targets",
    "target_of",
    "target_text",
    "targets_of",
]

OPERATORS = ("=", "≥", "≤", ">", "<", "range", "text")


@dataclass(frozen=True, slots=True)
class Target:
    """A target value taken apart.

    `operator` is one of OPERATORS; `number` (and `upper` for a range) as printed without thousands separators, None
    for "text"; `unit` may be empty; `text` is the whole value as printed.
    """

    operator: str
    number: str | None
    upper: str | None
    unit: str
    text: str


_COUNTER = pattern(MEASURE)
_LONGEST = 2_000
"""Characters of a value that is looked through for targets: a longer one is a text, and looking through it takes long."""


@lru_cache(maxsize=1 << 14)
def parse_targets(value: str | None) -> tuple[Target, ...]:
    """Every target of a value, in printed order; one of "text" for words that aim at no number, none for no value.

    A value that is nothing but sign, number and unit is taken apart as a whole, the three in any order; a sentence gives the
    numbers that it aims at (“考试通过率不低于95%”, “60人,1次”). Words that only name what is measured, remarks, dates, last
    year's figure and titles hide no number and are none. A sign without a number, a damaged number, and signs that contradict each
    other make the whole "text"; so is a value of thousands of characters. `text` is the whole value, or the stretch of each where there
    are several.
    """
    if value is None or not value.strip():
        return ()
    if len(value) > _LONGEST:
        return (Target("text", None, None, "", value),)
    plain = None if is_damaged(value) else plain_parts(value)
    found = [plain] if plain else []
    if not (is_date(value) or is_damaged(value)) and (plain is None or _counts_a_noun(plain.unit)):
        found = sentence_parts(value) or found
    if not found:
        return (Target("text", None, None, "", value),)
    return tuple(
        Target(*part[:3], _as_printed(part.unit, value), part.text if len(found) > 1 else value) for part in found
    )


def parse_target(value: str | None) -> Target | None:
    """The one target of a value; "text" for words and for a value that holds several, None for no value."""
    return one_of(parse_targets(value), value or "")


def is_figure(value: str) -> bool:
    """Whether a value is nothing but sign, number and unit, and no words around them."""
    return plain_parts(value) is not None


def _counts_a_noun(unit: str) -> bool:
    """Whether what is counted stands behind the counter: 个镇街."""
    counter = _COUNTER.match(unit)
    return counter is not None and counter.end() < len(unit)


def _as_printed(unit: str, value: str) -> str:
    """A unit with its brackets as the value has them, which may be wide, half wide, or one of each."""
    for half, wide in (("(", "（"), (")", "）")):
        if wide in value:
            unit = unit.replace(half, wide)
    return unit


# -- said by hand -------------------------------------------------------------------------------------------------


def targets_of(node: Node, key: str) -> tuple[Target, ...]:
    """The targets of an indicator's `annual_value` or `period_value`: as a person gave them, else as they read.

    What a person said about the parts holds for the value it was said about (the `read` of the field that has the parts) and
    lapses when that value becomes another.
    """
    value = node.value(key)
    given = node.fields.get(TARGET_PARTS[key])
    if value and given and given.value and given.read == value:
        said = tuple(parts for text in given.value.split(_BETWEEN) if (parts := _from_text(text, value)))
        if len(said) == given.value.count(_BETWEEN) + 1:
            return said
    return parse_targets(value)


def target_of(node: Node, key: str) -> Target | None:
    """The one target that targets_of() gives; "text" where it gives several, None for no value."""
    return one_of(targets_of(node, key), node.value(key) or "")


def one_of(targets: tuple[Target, ...], value: str) -> Target | None:
    """The target where there is one; several are the whole value as words, for whom one is not to be had for all."""
    if len(targets) > 1:
        return Target("text", None, None, "", value)
    return targets[0] if targets else None


_BETWEEN = "；"


def target_text(*targets: Target) -> str:
    """The parts of targets as the text of a field: “≥|10000||件”, “=|60||人；=|1||次”; targets_of() reads it."""
    return _BETWEEN.join("|".join((t.operator, t.number or "", t.upper or "", t.unit)) for t in targets)


def _from_text(text: str, value: str) -> Target | None:
    operator, number, upper, *unit = [part.strip() for part in (*text.split("|", 3), "", "", "")[:4]]
    target = Target(operator, number or None, upper or None, unit[0], value)
    return target if is_sound(target) else None


def is_sound(target: Target) -> bool:
    """Whether parts go together: a known operator, no number for words, one for a sign, two for a range."""
    if target.operator not in OPERATORS or _BETWEEN in target.unit:
        return False
    numbers = [n for n in (target.number, target.upper) if n is not None]
    if not all(re.fullmatch(r"-?\d+(\.\d+)?", n) for n in numbers):
        return False
    return len(numbers) == {"text": 0, "range": 2}.get(target.operator, 1) and (
        target.number is not None or target.operator == "text"
    )
