"""The coded multi-project table as a PDF gives it: lines cut at a width, names standing around their amounts."""

from __future__ import annotations

import unicodedata
from random import Random

from tools.corpus import build, packed, tables, words
from tools.corpus.build import Made
from tools.corpus.content import Project
from tools.corpus.packed import Spoil
from tools.corpus.paper import Paper, Style
from tools.corpus.truth import Entry, Truth


def width_of(char: str) -> int:
    """Two columns for a wide character, one for others."""
    return 2 if unicodedata.east_asian_width(char) in "WFA" else 1


def wrap(text: str, width: int) -> list[str]:
    """Lines of `width` columns, cut anywhere, also inside a number or a word."""
    lines, line, used = [], "", 0
    for char in text:
        if used + width_of(char) > width:
            lines.append(line)
            line, used = "", 0
        line += char
        used += width_of(char)
    return [*lines, line] if line else lines


def _around(rng: Random, project: Project, amounts: str, goal: list[str]) -> list[str]:
    """A project's name with its amounts, and the goal below."""
    names = wrap(project.name, 26)
    if len(names) == 1:
        lines = [f"    {names[0]} {amounts}"]
        if len(goal) <= 2 or rng.random() < 0.4:
            return [*lines, *goal]
        return [*lines, "", *goal]
    names[0] = "    " + names[0]
    if len(names) == 2:
        return [*names, "", amounts, *goal]
    return [*names[:-1], "", names[-1], amounts, "", *goal]


def _goal(project: Project, width: int) -> list[str]:
    return [line for part in project.goal for line in wrap(part, width)]


def _broken(rng: Random, lines: list[str], spoil: Spoil, head: str) -> list[str]:
    """The lines with page breaks among them: a blank line, sometimes a page number, sometimes the header again."""
    out: list[str] = []
    for n, line in enumerate(lines):
        if n and spoil.rate and rng.random() < spoil.rate / 4:
            out.append("")
            what = "blank line"
            if rng.random() < 0.4:
                number = rng.randint(1, 30)
                out += [rng.choice([f"— {number} —", f"第{number}页", f"- {number} -"]), ""]
                what = "page number"
                if rng.random() < 0.4:
                    out += [head, ""]
                    what = "page number and header"
            spoil.done.append(f"page break inside a cell: {what}")
        out.append(line)
    return out


def table(rng: Random, spoil: Spoil) -> Made:
    """Wrapped text of a coded multi-project table."""
    owner, year, projects = tables.start(rng, rng.randint(3, 7))
    title = tables.title_of(rng, owner.name, year)
    truth = Truth(
        title, f"{owner.name}(部门)" if rng.random() < 0.4 else owner.name, year if str(year) in title else None, "万元"
    )
    labels = tables.AMOUNTS
    head = " ".join(["项目名称（资金使用单位）", *labels, "绩效目标", "绩效指标"])
    paper = Paper(style=Style("spaced", "txt"))
    paper.lines(title, "", f"部门名称：{truth.department} 单位：万元", "", head, "")
    total = Entry(kind="total", name="合计", amounts=tables.sums(projects, labels, "comma"))
    truth.entries.append(total)
    paper.lines(_sum_line(total), "")
    grammar = packed.grammar(rng)
    grammar.end = grammar.end.strip("\n")
    goal_width, cell_width = rng.choice([44, 46, 50]), rng.choice([56, 60, 64])
    for unit, mine in tables.units(rng, owner, projects):
        entry = Entry(kind="unit", name=unit, amounts=tables.sums(mine, labels, "comma"))
        truth.entries.append(entry)
        paper.lines(_sum_line(entry), "")
        for project in mine:
            made = build.entry_of(project, tables.amounts_of(project, labels, "comma"), unit)
            truth.entries.append(made)
            text = packed.coded(rng, made.indicators, grammar, spoil)
            amounts = " ".join(v for v in made.amounts.values() if v)
            paper.lines(*_around(rng, project, amounts, _broken(rng, _goal(project, goal_width), spoil, head)), "")
            paper.lines(*_broken(rng, wrap(text, cell_width), spoil, head), "")
    _ambiguous_amounts(truth)
    truth.damage += spoil.done
    return Made(paper, truth)


def _sum_line(entry: Entry) -> str:
    return " ".join([entry.name, *[v for v in entry.amounts.values() if v]])


def _ambiguous_amounts(truth: Truth) -> None:
    """Two amounts on a line stand for the first two columns; three for the first, the second and one of the others."""
    for entry in truth.entries:
        if entry.amounts.get("其他资金"):
            other = entry.amounts["其他资金"]
            entry.doubt(
                "其他资金", None, note="Blank cells are gone: which column the third amount stood in is not printed."
            )
            entry.doubt("财政专户拨款", other)


def spaced_sheet(rng: Random) -> Made:
    """A wide sheet as lines of blanks-parted cells, the project's name and money on lines of their own."""
    owner, year, projects = build.start(rng, rng.randint(2, 4))
    title = f"{owner.name}{year}年项目绩效目标表"
    paper = Paper(style=Style("spaced", "txt"), masthead=[title])
    truth = Truth(title, owner.name, year, "万元")
    paper.lines(title, "", f"填报单位：{owner.name}    单位：万元", "")
    for n, project in enumerate(projects):
        build.keep(project.indicators)
        label = rng.choice(["预算金额", "项目金额"]) if n == 0 else next(iter(truth.entries[0].amounts))
        entry = build.entry_of(project, {label: words.money(project.amount, "plain")})
        truth.entries.append(entry)
        paper.lines(
            f"项目名称：{project.name}", f"{label}：{entry.amounts[label]}", f"绩效目标：{''.join(project.goal)}"
        )
        paper.lines("一级指标    二级指标    三级指标    指标值")
        for ind in project.indicators:
            paper.lines("    ".join(x for x in (ind.level1, ind.level2, ind.level3, ind.annual) if x))
        paper.lines("")
    return Made(paper, truth)
