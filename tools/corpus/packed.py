"""Indicators packed into one cell, in the grammars that offices print; damage to them is done while they are written."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from tools.corpus.truth import Indicator

PERIOD, ANNUAL = "实施周期指标值", "年度指标值"


@dataclass
class Grammar:
    """How one document packs: between the parts, between label and value, between two indicators."""

    part: str = ", "
    before: str = "；"
    between: str = ","
    colon: str = ":"
    end: str = ";"
    number: str = "{n}、"
    last: str = "。"


@dataclass
class Spoil:
    """Damage to packed text: how often, and what was done (filled while writing)."""

    rate: float = 0.0
    done: list[str] = field(default_factory=list)


def grammar(rng: Random) -> Grammar:
    """A grammar of a coded table."""
    return rng.choice(
        [
            Grammar(),
            Grammar(part="；", before="；", between="；", colon=":", end="。"),
            Grammar(part=",", before="；", between="，", colon="：", end="；"),
            Grammar(part="，", before="；", between="，", colon="：", end="；", number="{n}."),
            Grammar(part="；", before="；", between="；", colon="：", end="。", number="{n}、"),
            Grammar(part="-", before="；", between="，", colon="：", end="；\n", number="（{n}）"),
        ]
    )


def _level(code: str | None, name: str | None) -> str:
    return f"{code}-{name}" if code else name or ""


def coded(rng: Random, inds: list[Indicator], g: Grammar, spoil: Spoil) -> str:
    """1、2-效益指标, 22-社会效益, name；实施周期指标值:…,年度指标值:…;"""
    out: list[str] = []
    number = 0
    for n, ind in enumerate(inds):
        number += 1
        ops = _choose(rng, spoil, n, len(inds))
        if "restart" in ops:
            number = 1
        lead = "" if "no number" in ops else g.number.format(n=number)
        if "contradict" in ops:
            _contradict(ind)
        if "wrong code" in ops:
            _wrong_code(ind)
        levels = g.part.join(x for x in (_level(ind.code1, ind.level1), _level(ind.code2, ind.level2)) if x)
        if "lost level" in ops:
            levels = _lose_level(ind)
        part = g.part
        if "run on" in ops and _run_on(ind, inds[n - 1]):
            lead = levels = part = ""
            out[-1] = out[-1].rstrip("；;。.,，\n") + "，"
        body = _values(ind, g, ops)
        before = rng.choice(["：", ";", "，"]) if "wrong separator" in ops else g.before
        end = g.end if n + 1 < len(inds) else g.last
        if "lost end" in ops and not (ind.annual or ind.period or "0")[-1].isdigit():
            end = ""
        elif "double end" in ops:
            end = end + rng.choice([";", "；", "。"])
        text = f"{lead}{levels}{part}{ind.level3}{before}{body}{end}"
        if "width" in ops:
            text = _other_width(text, ind)
        out.append(text)
        spoil.done += [f"packed: {op}: {ind.level3}" for op in sorted(ops)]
    return "".join(out)


_OPS = (
    "no number",
    "restart",
    "wrong separator",
    "double end",
    "lost end",
    "width",
    "contradict",
    "wrong code",
    "lost level",
    "no annual",
    "no annual",
    "no period label",
    "no annual label",
    "run on",
)
_MILD = ("no number", "restart", "wrong separator", "double end", "width")


def _choose(rng: Random, spoil: Spoil, n: int, size: int) -> set[str]:
    if rng.random() >= spoil.rate:
        return set()
    op = rng.choice(_OPS if rng.random() < 0.6 else _MILD)
    if op in ("no number", "restart", "run on") and n == 0:
        op = "width"
    if op in ("lost end", "double end") and n + 1 == size:
        op = "width"
    return {op}


def _contradict(ind: Indicator) -> None:
    """Print the level 1 of another group; which of the two is wrong, nobody can say."""
    wrong = ("效益指标", "2") if ind.level1 != "效益指标" else ("产出指标", "1")
    ind.doubt("level1", ind.level1, note="Level 1 and level 2 do not belong together.")
    ind.doubt("level1_code", ind.code1)
    ind.level1, ind.code1 = wrong


def _wrong_code(ind: Indicator) -> None:
    """Print level 2 with the code of another: code and name contradict each other."""
    wrong = "12" if ind.code2 != "12" else "11"
    named = {"11": "数量指标", "12": "质量指标"}[wrong]
    ind.doubt("level2_code", ind.code2, note="Code and name of level 2 contradict each other.")
    ind.doubt("level2", named)
    ind.code2 = wrong


def _run_on(ind: Indicator, before: Indicator) -> bool:
    """Run into the indicator before: number and both levels are lost, only a comma parts the two."""
    if before.annual is None or "annual_value" in before.uncertain:
        return False
    before.doubt("annual_value", f"{before.annual}，{ind.level3}", note="The next indicator runs into this one.")
    for name, value in (
        ("level1", ind.level1),
        ("level1_code", ind.code1),
        ("level2", ind.level2),
        ("level2_code", ind.code2),
    ):
        ind.doubt(name, value, note="Number and both levels are lost.")
    ind.doubt("level1", before.level1)
    ind.doubt("level1_code", before.code1)
    ind.doubt("level2", before.level2)
    ind.doubt("level2_code", before.code2)
    ind.doubt("level3", None)
    ind.level1 = ind.code1 = ind.level2 = ind.code2 = None
    return True


def _lose_level(ind: Indicator) -> str:
    """Print 2-社会效益: one level is missing."""
    code, name = ind.code1, ind.level2
    ind.doubt("level1", ind.level1, name, note="One of the two levels is not printed.")
    ind.doubt("level1_code", None)
    ind.doubt("level2", None)
    ind.doubt("level2_code", code, ind.code2)
    ind.level1, ind.code2 = None, None
    return f"{code}-{name}"


def _values(ind: Indicator, g: Grammar, ops: set[str]) -> str:
    """The labelled values, less what damage takes away."""
    period, annual = ind.period or "", ind.annual or ""
    if "no annual" in ops:
        ind.doubt("annual_value", note="No annual value is printed, its neighbours have one.")
        ind.annual = None
        return f"{PERIOD}{g.colon}{period}"
    if "no annual label" in ops:
        joined = f"{period}{g.between}{annual}"
        ind.doubt("period_value", joined, note="The label of the annual value is lost.")
        ind.doubt("annual_value", None)
        return f"{PERIOD}{g.colon}{joined}"
    if "no period label" in ops:
        ind.doubt("period_value", None, note="The label of the period value is lost.")
        ind.doubt("level3", f"{ind.level3}{g.before}{period}")
        return f"{period}{g.between}{ANNUAL}{g.colon}{annual}"
    return f"{PERIOD}{g.colon}{period}{g.between}{ANNUAL}{g.colon}{annual}"


_SWAP = str.maketrans({",": "，", "，": ",", ":": "：", "：": ":", ";": "；", "；": ";"})


def _other_width(text: str, ind: Indicator) -> str:
    """Punctuation in the other width; name and values keep theirs."""
    kept = [t for t in (ind.level3, ind.period, ind.annual) if t]
    marks = {t: chr(0xE000 + i) for i, t in enumerate(sorted(set(kept), key=len, reverse=True))}
    for word, mark in marks.items():
        text = text.replace(word, mark)
    text = text.translate(_SWAP)
    for word, mark in marks.items():
        text = text.replace(mark, word)
    return text


def labelled(rng: Random, inds: list[Indicator], g: Grammar, spoil: Spoil) -> str:
    """1、产出指标：name，年度指标值：≥8。 2、… (no level 2)."""
    out = []
    number = 0
    for n, ind in enumerate(inds):
        number += 1
        ind.level2 = ind.code1 = ind.code2 = ind.period = None
        ops = _choose(rng, spoil, n, len(inds)) & {
            "no number",
            "restart",
            "double end",
            "lost end",
            "width",
            "no annual",
            "wrong separator",
        }
        if "restart" in ops:
            number = 1
        value = f"，{ANNUAL}：{ind.annual}"
        if "no annual" in ops:
            ind.doubt("annual_value", note="No annual value is printed, its neighbours have one.")
            ind.annual, value = None, ""
        elif "wrong separator" in ops:
            value = rng.choice([";", "：", ","]) + value[1:]
        end = "" if "lost end" in ops else g.end * (2 if "double end" in ops else 1)
        lead = "" if "no number" in ops else g.number.format(n=number)
        text = f"{lead}{ind.level1}：{ind.level3}{value}{end}"
        if "width" in ops:
            text = _other_width(text, ind)
        out.append(text + (" " if n + 1 < len(inds) else ""))
        spoil.done += [f"packed: {op}: {ind.level3}" for op in sorted(ops)]
    return "".join(out)
