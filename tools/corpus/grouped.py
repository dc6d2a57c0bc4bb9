"""Packed cells that group by level: 产出指标：数量指标：培训人数≥100人；… and its relatives."""

from __future__ import annotations

from itertools import groupby
from random import Random

from tools.corpus.packed import Spoil
from tools.corpus.truth import Indicator

VARIANTS = ("nested", "numbered", "lines", "level2")


def measurable(inds: list[Indicator]) -> list[Indicator]:
    """Those whose value is a figure, printed as sign, number, unit; the level 3 has no unit of its own."""
    found = [i for i in inds if i.sign != "定性" and i.number and not (i.level3 or "").endswith(("。", "）", ")"))]
    for ind in found:
        sign = "" if ind.sign == "=" and ind.unit else ind.sign
        ind.annual = f"{sign}{ind.number}{ind.unit}"
    return found


def write(rng: Random, inds: list[Indicator], variant: str, spoil: Spoil) -> str:
    """The cell; the order of `inds` must be that of the levels."""
    for ind in inds:
        ind.code1 = ind.code2 = ind.period = None
    if variant == "nested":
        return _nested(rng, inds, spoil)
    if variant == "numbered":
        return _numbered(rng, inds, spoil)
    if variant == "lines":
        return _lines(rng, inds, spoil)
    return _level2(rng, inds, spoil)


def _end(rng: Random, spoil: Spoil, ind: Indicator, end: str) -> str:
    """The separator after an indicator, sometimes another or twice."""
    if rng.random() >= spoil.rate:
        return end
    what = rng.choice(["doubled", "other"])
    spoil.done.append(f"packed: separator {what}: {ind.level3}")
    return end + end if what == "doubled" else {"；": ";", "。": "；", "，": "；"}.get(end, end)


def _nested(rng: Random, inds: list[Indicator], spoil: Spoil) -> str:
    """产出指标：数量指标：培训人数≥100人，举办班次4期；质量指标：…。效益指标：…"""
    out = []
    for level1, first in groupby(inds, key=lambda i: i.level1):
        seconds = []
        for level2, second in groupby(list(first), key=lambda i: i.level2):
            items = list(second)
            body = "".join(
                f"{i.level3}{i.annual}" + (_end(rng, spoil, i, "，") if n + 1 < len(items) else "")
                for n, i in enumerate(items)
            )
            seconds.append(f"{level2}：{body}")
        out.append(f"{level1}：" + "；".join(seconds))
    return "。".join(out) + "。"


def _numbered(rng: Random, inds: list[Indicator], spoil: Spoil) -> str:
    """一、产出指标 数量指标：1.培训人数：≥100人；2.…"""
    out = []
    for n, (level1, first) in enumerate(groupby(inds, key=lambda i: i.level1)):
        text = f"{'一二三四五'[n]}、{level1}\n"
        for level2, second in groupby(list(first), key=lambda i: i.level2):
            text += f"{level2}：" + _items(rng, list(second), spoil) + "\n"
        out.append(text.rstrip("\n"))
    return "\n".join(out)


def _items(rng: Random, items: list[Indicator], spoil: Spoil, colon: str = "：") -> str:
    text = ""
    for n, ind in enumerate(items):
        lead = f"{n + 1}."
        if n and rng.random() < spoil.rate / 2:
            lead = ""
            spoil.done.append(f"packed: no number: {ind.level3}")
        end = "。" if n + 1 == len(items) else _end(rng, spoil, ind, "；")
        text += f"{lead}{ind.level3}{colon}{ind.annual}{end}"
    return text


def _lines(rng: Random, inds: list[Indicator], spoil: Spoil) -> str:
    """A line an indicator: 产出指标-数量指标-培训人数：≥100人；"""
    dash = rng.choice(["-", "—", "/", "－"])
    return "\n".join(f"{i.level1}{dash}{i.level2}{dash}{i.level3}：{i.annual}{_end(rng, spoil, i, '；')}" for i in inds)


def _level2(rng: Random, inds: list[Indicator], spoil: Spoil) -> str:
    """数量指标：1.培训人数≥100人；2.… (level 1 is not printed)."""
    text = ""
    for level2, second in groupby(inds, key=lambda i: i.level2):
        text += f"{level2}：" + _items(rng, list(second), spoil, "")
    for ind in inds:
        ind.doubt("level1", ind.level1, note="No level 1 is printed.")
        ind.level1 = None
    return text
