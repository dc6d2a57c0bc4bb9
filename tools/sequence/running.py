"""Forms told as running text: level words, colons, values in brackets; and records of keys and values."""

from __future__ import annotations

from random import Random

from reviewer.extract.sequence.roles import SegmentRole as R
from tools.corpus.truth import Entry, Indicator, Truth
from tools.sequence import contents, forms, wording
from tools.sequence.contents import Context
from tools.sequence.paper import Line, Paper, Run, Table


def _pair(rng: Random, word: str, role: R, run: Run, style: int) -> list[Run]:
    before, after, stop = [
        ("", "：", "。"),
        ("", "：", "\n"),
        ("**", "**：", "\n"),
        ("- ", "：", "\n"),
        ("", "为", "，"),
        ("“", "”：", "；"),
        ("", "：", "；"),
        ("", " ", " "),
    ][style]
    return [Run(before), Run(word, role), Run(after), run, Run(stop)]


def _value(rng: Random, ind: Indicator, style: int) -> list[Run]:
    name = Run(ind.level3 or "", R.LEVEL3, ind, "level3")
    if not ind.annual:
        return [name]
    run = Run(ind.annual, R.ANNUAL_VALUE, ind, "annual_value")
    glue = [
        ("（", "）"),
        ("(", ")"),
        ("：", ""),
        ("", ""),
        (" ", ""),
        ("，目标值", ""),
        ("，指标值为", ""),
        ("达到", ""),
        (":", ""),
        ("【", "】"),
        ("——", ""),
        ("（目标值：", "）"),
    ][style]
    period = []
    if ind.period:
        period = [
            Run(rng.choice(["，实施周期指标值", "；长期：", "，中期目标值："])),
            Run(ind.period, R.PERIOD_VALUE, ind, "period_value"),
        ]
    return [name, Run(glue[0]), run, Run(glue[1]), *period]


def indicators(c: Context, entry: Entry) -> list[Run]:
    """All indicators of an entry in sentences or lists."""
    rng = c.rng
    style, runs = rng.randrange(12), []
    flat = rng.random() < 0.5
    stop = rng.choice(["；", "、", "，", "\n", "；\n", "。"])
    mark = rng.choice(["", "", "- ", "  - ", "* ", "{n}. ", "（{n}）", "指标{n}：", "{n}、"])
    after = rng.choice(["：", "：", "：\n", "\n", "方面，", " ", "，"])
    last: tuple[str | None, str | None] = (None, None)
    show1, show2 = rng.random() < 0.9, rng.random() < 0.85
    n = 0
    for ind in entry.indicators:
        ind.extra, ind.code1, ind.code2 = {}, None, None
        if not c.period or style in (3, 7):
            ind.period = None
        if not show1:
            ind.level1 = None
        if not show2:
            ind.level2 = None
        if ind.level1 != last[0] and ind.level1:
            runs += [
                Run(rng.choice(["", "", "## ", "（一）", "**"]) if not flat else ""),
                Run(ind.level1, R.LEVEL1, ind, "level1"),
                Run(after),
            ]
        if (ind.level1, ind.level2) != last and ind.level2:
            runs += [
                Run(rng.choice(["", "1.", "### ", "  "]) if not flat else ""),
                Run(ind.level2, R.LEVEL2, ind, "level2"),
                Run(after),
            ]
            n = 0
        last = (ind.level1, ind.level2)
        n += 1
        runs += [Run(mark.format(n=n)), *_value(rng, ind, style), Run(stop)]
    return runs


def records(c: Context, entry: Entry) -> list[Run]:
    """Each indicator as keys with values, as chat answers and JSON have them."""
    rng = c.rng
    columns = [("level1", R.LEVEL1), ("level2", R.LEVEL2), ("level3", R.LEVEL3), ("annual_value", R.ANNUAL_VALUE)]
    names = [wording.label(rng, x) for x, _ in columns]
    key, glue, stop, end = rng.choice(
        [
            ("", "：", "；", "\n"),
            ('"', '": "', '", ', "},\n"),
            ("- ", "：", "\n", "\n"),
            ("", "：", "\n", "---\n"),
            ("", ":", ", ", "\n"),
            ("**", "**：", "\n", "\n"),
            ("<", ">", " ", "\n"),
        ]
    )
    runs: list[Run] = []
    for ind in entry.indicators:
        ind.extra, ind.period, ind.code1, ind.code2 = {}, None, None, None
        for (x, role), word in zip(columns, names, strict=True):
            said = ind.annual if x == "annual_value" else getattr(ind, x)
            runs += [Run(key), Run(word, R.HEADER), Run(glue)]
            if said:
                runs.append(Run(said, role, ind, x))
            runs.append(Run(stop))
        runs.append(Run(end))
    return runs


def running(c: Context) -> Paper:
    """One project, or several, without any table."""
    rng, truth = c.rng, Truth("")
    blocks: list[Table | Line] = [*forms.masthead(c, truth, "project")] if rng.random() < 0.85 else []
    style = rng.randrange(8)
    for _ in range(rng.choice([1, 1, 1, 2, 4])):
        entry = contents.entry(c, rng.randint(2, 9))
        truth.entries.append(entry)
        runs: list[Run] = [Run(rng.choice(["", "一、", "1. ", "# ", "（一）"]))]
        if rng.random() < 0.85:
            runs += _pair(
                rng, wording.label(rng, "entry_name"), R.HEADER, Run(entry.name, R.NAME, entry, "name"), style
            )
        else:
            runs += [Run(entry.name, R.NAME, entry, "name"), Run("\n")]
        for each in wording.labels(rng, "attribute", rng.choice([0, 0, 1, 2])):
            entry.attributes[each] = contents.attribute(c, each)
            run = Run(entry.attributes[each] or "", R.ATTRIBUTE, entry, f"attributes[{each}]")
            runs += _pair(rng, each, R.ATTRIBUTE_LABEL, run, style)
        for each in contents.amounts(c, entry, rng.choice([0, 1, 2, 3])):
            shown = entry.amounts[each]
            if shown:
                runs += _pair(rng, each, R.AMOUNT_LABEL, Run(shown, R.AMOUNT, entry, f"amounts[{each}]"), style)
                if rng.random() < 0.5:
                    runs.insert(-1, Run("万元"))
        goal = Run(entry.goal or "", R.GOAL, entry, "goal")
        if rng.random() < 0.85:
            runs += _pair(rng, wording.label(rng, "goal"), R.HEADER, goal, style)
        else:
            entry.goal = None
        if rng.random() < 0.6:
            runs += [Run(wording.label(rng, "indicators"), R.HEADER), Run(rng.choice(["：", "：\n", "\n"]))]
        runs += (indicators if rng.random() < 0.75 else records)(c, entry)
        blocks.append(Line([r for r in runs if r.text]))
    return Paper(blocks, truth, "running")
