"""Documents of many layouts with known truth and known damage, made by the seed.

    python -m tools.corpus OUT --seed N --count K [--layout NAME] [--damage none|light|heavy]

The truth is in the shape of the corpus's ANNOTATION.md, plus `extra` per indicator, and `layout`, `seed`, `damage`.
"""

from __future__ import annotations

from random import Random
from typing import Any

from tools.corpus.catalog import CATALOG
from tools.corpus.damage import hurt
from tools.corpus.packed import Spoil
from tools.corpus.paper import Line, Paper, render

_FEET = (
    "注：本表按项目填列。",
    "备注：本单位无政府性基金预算。",
    "填报人：      审核人：      联系电话：",
    "说明：涉密项目不予公开。",
)
DAMAGES = ("none", "light", "heavy")
_RATES = {"none": 0.0, "light": 0.08, "heavy": 0.25}


def layouts() -> list[str]:
    """Names of the layouts."""
    return list(CATALOG)


def make(layout: str, seed: int, damage: str = "none") -> tuple[str, str, dict[str, Any]]:
    """One document: its file name, its text, its truth; the same arguments give the same document."""
    if damage not in DAMAGES:
        raise ValueError(f"damage is one of {', '.join(DAMAGES)}, not {damage}")
    if layout not in CATALOG:
        raise ValueError(f"no layout {layout}; there are: {', '.join(CATALOG)}")
    rng = Random(f"{layout}/{seed}/{damage}")
    made = CATALOG[layout](rng, Spoil(_RATES[damage]))
    if damage != "none":
        hurt(rng, made.paper, made.truth, damage)
    _surround(rng, made.paper)
    name = f"{layout}-{seed:05d}-{damage}.{made.paper.style.suffix}"
    return name, render(made.paper), made.truth.to_json(name, layout, seed)


def _surround(rng: Random, paper: Paper) -> None:
    """What stands around a table and belongs to no field: a number of the annex, who filled it in, a remark."""
    if rng.random() < 0.2:
        mark = rng.choice(["附件2", "附件3：", "预算公开12表", "公开10表", "附表1-1"])
        paper.blocks[:0] = [Line(mark), Line("")]
    if rng.random() < 0.2:
        foot = rng.choice(_FEET)
        paper.blocks += [Line(""), Line(foot)]
