"""What most rows of a review have: a row without it stands out."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from reviewer.model.points import is_whole, points_of
from reviewer.model.review import TARGET_PARTS, Kind, Node
from reviewer.model.target import target_of

MOST = 0.6
"""From this share of the rows on, a value counts as one that every row should have."""
NEARLY_ALL = 0.85
_SEVERAL = 3

_ROW_KEYS = ("level1", "level1_code", "level2", "level2_code", "period_value", "annual_value")


class Habits(NamedTuple):
    """What the rows of a review usually have. The first six are about its indicators, and named as the fields are.

    `same_values`: period and annual value are nearly always the same; `sides`: period and annual values stand for
    different indicators, so that many have only one of the two; `units`: nearly all figures have a unit; `goal`,
    `indicators`: projects have them; `points`: the points of a project's indicators make a whole; `empty`:
    there are several indicators and none has a target value; `year`: the
    document's, 0 where it has none.
    """

    level1: bool
    level1_code: bool
    level2: bool
    level2_code: bool
    period_value: bool
    annual_value: bool
    same_values: bool
    sides: bool
    units: bool
    goal: bool
    indicators: bool
    points: bool
    empty: bool
    year: int


def traits(node: Node) -> tuple[str, ...]:
    """What a node adds to the counts from which habits are worked out: each name counts one."""
    if node.kind is Kind.INDICATOR:
        found = ["row", *(key for key in _ROW_KEYS if node.value(key))]
        if node.value("period_value") and node.value("annual_value"):
            found.append("differing" if values_differ(node) else "same")
        elif node.value("period_value") or node.value("annual_value"):
            found.append("period_only" if node.value("period_value") else "annual_only")
        return (*found, *_figures(node))
    if node.kind in (Kind.PROJECT, Kind.DEPARTMENT):
        goal = ("goal",) if node.value("goal") else ()
        return ("project", *goal, *(("full",) if has_indicators(node) else ()), *_points(node))
    return _year(node)


def _figures(row: Node) -> tuple[str, ...]:
    targets = [target for key in TARGET_PARTS if (target := target_of(row, key)) and target.operator != "text"]
    return tuple("figure" if not target.unit else "measured" for target in targets)


def _points(entry: Node) -> tuple[str, ...]:
    return tuple("whole" if is_whole(found) else "not_whole" for found in points_of(entry).values())


def _year(node: Node) -> tuple[str, ...]:
    found = re.search(r"(?:19|20)\d\d", node.value("year") or "") if node.kind is Kind.DOCUMENT else None
    return (f"year {found[0]}",) if found else ()


def habits(counts: Counter[str]) -> Habits:
    """The habits of a review whose nodes have these traits."""
    rows, both = counts["row"], counts["same"] + counts["differing"]
    sides = counts["period_only"], counts["annual_only"]

    def more_than_half(key: str) -> bool:
        return counts[key] * 2 > rows

    def most(trait: str, of: int) -> bool:
        return of > 0 and counts[trait] / of >= MOST

    return Habits(
        level1=more_than_half("level1"),
        level1_code=more_than_half("level1_code"),
        level2=more_than_half("level2"),
        level2_code=more_than_half("level2_code"),
        period_value=most("period_value", rows),
        annual_value=most("annual_value", rows),
        same_values=both >= 5 and counts["differing"] / both <= 1 - NEARLY_ALL,
        sides=min(sides) * 10 >= rows > 0,
        units=counts["measured"] >= NEARLY_ALL * (counts["measured"] + counts["figure"]) > 0,
        goal=most("goal", counts["project"]),
        indicators=most("full", counts["project"]),
        points=counts["not_whole"] <= max(1, counts["whole"]),
        empty=rows >= _SEVERAL and not both + sum(sides),
        year=next((int(key[5:]) for key, count in counts.items() if count > 0 and key.startswith("year ")), 0),
    )


def has_indicators(entry: Node) -> bool:
    """Whether at least one indicator stands under the entry."""
    return any(child.kind is Kind.INDICATOR for child in entry.children)


def values_differ(node: Node) -> bool:
    """Whether an indicator's period and annual value differ in more than blanks and trailing stops."""
    return _plain(node.value("period_value")) != _plain(node.value("annual_value"))


def _plain(value: str | None) -> str:
    return "".join((value or "").split()).rstrip("。.;；")
