"""Names of levels as forms print them, with or without their code."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from tools.corpus import words
from tools.sequence import inventing

_FILE = Path(__file__).parents[2] / "resources" / "taxonomy" / "levels.json"

_CANONICAL = {
    "数量": ("产出指标", "数量指标"),
    "质量": ("产出指标", "质量指标"),
    "时效": ("产出指标", "时效指标"),
    "成本": ("产出指标", "成本指标"),
    "经济成本": ("成本指标", "经济成本指标"),
    "社会成本": ("成本指标", "社会成本指标"),
    "生态成本": ("成本指标", "生态环境成本指标"),
    "经济": ("效益指标", "经济效益指标"),
    "社会": ("效益指标", "社会效益指标"),
    "生态": ("效益指标", "生态效益指标"),
    "持续": ("效益指标", "可持续影响指标"),
    "满意": ("满意度指标", "服务对象满意度指标"),
}
ORDER = list(_CANONICAL)
ORDER_COST_FIRST = ["经济成本", "社会成本", "生态成本", *(k for k in ORDER if "成本" not in k or k == "成本")]


@cache
def _taxonomy() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return found


def _also(level: str, name: str) -> list[str]:
    for each in _taxonomy()[level]:
        if each["name"] == name:
            return [name, *each["also"]]
    return [name]


def names(rng: Random) -> dict[str, tuple[str, str]]:
    """By kind the printed names of level 1 and 2 in one document."""
    draw = rng.random()
    found: dict[str, tuple[str, str]] = {}
    chosen: dict[tuple[str, str], str] = {}
    for kind, (one, two) in _CANONICAL.items():
        if draw < 0.55:
            found[kind] = (one, two)
            continue
        first = chosen.setdefault(("level1", one), rng.choice(_also("level1", one)))
        second = chosen.setdefault(("level2", two), rng.choice(_also("level2", two)))
        if draw > 0.9 and rng.random() < 0.5:
            second = inventing.syllables(rng, 2, 3) + rng.choice(["指标", "类指标", "", "效益", "绩效"])
        if draw > 0.93 and rng.random() < 0.5:
            first = chosen.setdefault(
                ("odd", one),
                rng.choice(
                    ["履职效能", "运行成本", "管理效率", "社会效应", "部门管理", "履职目标", "过程指标", "决策指标"]
                ),
            )
        found[kind] = (first, second)
    if rng.random() < 0.06:
        odd = {
            two: two + f"（{rng.choice(['或', ''])}{inventing.syllables(rng, 2, 3)}指标）" for _, two in found.values()
        }
        found = {k: (one, odd[two] if rng.random() < 0.5 else two) for k, (one, two) in found.items()}
    if rng.random() < 0.04:
        joint = rng.choice(
            ["社会、经济、生态效益指标", "经济社会效益指标", "社会效益和可持续影响指标", "经济效益、社会效益"]
        )
        found = {k: (one, joint if k in ("经济", "社会", "生态") else two) for k, (one, two) in found.items()}
    if rng.random() < 0.25:
        found = {k: (one, two.replace("服务对象满意度指标", "满意度指标")) for k, (one, two) in found.items()}
    return found


def codes(kind: str) -> tuple[str, str]:
    """The printed numbers of level 1 and 2."""
    if kind in words.LEVELS:
        return words.LEVELS[kind][1], words.LEVELS[kind][3]
    return "4", {"经济成本": "41", "社会成本": "42"}.get(kind, "43")


def plan(rng: Random, size: int) -> list[str]:
    """Kinds of `size` indicators, in the order that forms have them."""
    order = ORDER if rng.random() < 0.6 else ORDER_COST_FIRST
    pool = ["数量"] * 4 + ["质量"] * 3 + ["时效"] * 2 + ["成本", "经济", "社会", "社会", "生态", "持续", "满意"]
    if order is ORDER_COST_FIRST:
        pool += ["经济成本", "社会成本", "生态成本"]
    kinds = [rng.choice(pool) for _ in range(size)]
    return sorted(kinds, key=order.index)
