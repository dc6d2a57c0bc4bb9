"""Multi-project tables: a row a project, its indicators packed into one cell."""

from __future__ import annotations

from random import Random

from tools.corpus import build, packed, words
from tools.corpus.build import Made
from tools.corpus.content import Office, Project
from tools.corpus.packed import Grammar, Spoil
from tools.corpus.paper import Cell, Line, Paper, Row, Table
from tools.corpus.truth import Entry, Truth

AMOUNTS = ("总计", "财政拨款", "财政专户拨款", "其他资金")


def start(rng: Random, n: int, *, low: int = 3, high: int = 8) -> tuple[Office, int, list[Project]]:
    """Projects in the coded naming (经济效益, 社会效益 …)."""
    owner, year, projects = build.start(rng, n, low, high)
    for ind in (i for p in projects for i in p.indicators):
        if ind.level1 == "效益指标":
            ind.level2 = (ind.level2 or "").removesuffix("指标")
        elif ind.level1 == "满意度指标":
            ind.level2 = "服务对象满意度"
    return owner, year, projects


def title_of(rng: Random, owner: str, year: int) -> str:
    """A title with or without office and year."""
    return rng.choice(
        [
            f"{owner}{year}年项目支出绩效目标表（含转移支付项目）",
            "项目支出绩效目标表（含转移支付项目）",
            f"{year}年项目支出绩效目标表",
            f"{owner}（本级）{year}年部门项目支出绩效目标表",
        ]
    )


def sums(projects: list[Project], labels: tuple[str, ...], money: str) -> dict[str, str | None]:
    """What the projects add up to under the amount labels."""
    total = round(sum(p.amount for p in projects), 2)
    other = round(sum(p.other for p in projects), 2)
    found: dict[str, str | None] = dict.fromkeys(labels)
    found[labels[0]] = words.money(total, money)
    if len(labels) > 1:
        found[labels[1]] = words.money(round(total - other, 2), money)
        found[labels[-1]] = words.money(other, money) if other else None
    return found


def amounts_of(project: Project, labels: tuple[str, ...], money: str) -> dict[str, str | None]:
    """The amounts of one project under the labels."""
    return sums([project], labels, money)


def sum_row(entry: Entry, labels: tuple[str, ...], width: int) -> Row:
    """The row of a total or a unit."""
    cells = [Cell(entry.name, entry, "name"), *[Cell(entry.amounts[a] or "", entry, f"amounts[{a}]") for a in labels]]
    return Row(cells + [Cell() for _ in range(width - len(cells))], "sum")


def units(rng: Random, owner: Office, projects: list[Project]) -> list[tuple[str, list[Project]]]:
    """The projects shared out among the office and one or two of its units."""
    if len(projects) < 4 or rng.random() < 0.4:
        return [(owner.name, projects)]
    cut = rng.randint(2, len(projects) - 1)
    second = owner.place + rng.choice(
        [owner.topic.name + "服务中心", owner.topic.name + "综合执法大队", owner.topic.name + "事务中心"]
    )
    return [(owner.name, projects[:cut]), (second, projects[cut:])]


def packed_table(rng: Random, writer: str, grammar: Grammar, spoil: Spoil) -> Made:
    """The table; `writer` names the grammar's function."""
    style = build.style(rng)
    owner, year, projects = start(rng, rng.randint(3, 8))
    paper = Paper(style=style)
    title = title_of(rng, owner.name, year)
    truth = Truth(title, owner.name, year if str(year) in title else None, "万元")
    paper.lines(title, "", f"部门名称：{owner.name}", "", rng.choice(["单位：万元", "金额单位：万元"]), "")
    paper.masthead = [title]
    labels = AMOUNTS
    headers = ["项目名称（资金使用单位）", *labels, "绩效目标", "绩效指标"]
    head = Row([Cell(h) for h in headers], "header")
    total = Entry(kind="total", name="合计", amounts=sums(projects, labels, "comma"))
    truth.entries.append(total)
    rows = [head, sum_row(total, labels, len(headers))]
    for unit, mine in units(rng, owner, projects):
        entry = Entry(kind="unit", name=unit, amounts=sums(mine, labels, "comma"))
        truth.entries.append(entry)
        rows.append(sum_row(entry, labels, len(headers)))
        for project in mine:
            made = build.entry_of(project, amounts_of(project, labels, "comma"), unit)
            made.indicators = (
                sorted(project.indicators, key=lambda _: rng.random()) if rng.random() < 0.5 else project.indicators
            )
            text = WRITERS[writer](rng, made.indicators, grammar, spoil)
            cells = [
                Cell(project.name, made, "name"),
                *[Cell(made.amounts[a] or "", made, f"amounts[{a}]") for a in labels],
            ]
            rows.append(Row([*cells, build.goal_cell(project, made), Cell(text, made, "packed")], "project"))
            truth.entries.append(made)
    truth.damage += spoil.done
    paper.blocks += [Table(rows, running=[Row([Cell(h) for h in headers], "header")]), Line("")]
    if rng.random() < 0.3:
        paper.lines("注：不含涉密项目。")
    return Made(paper, truth)


WRITERS = {"coded": packed.coded, "labelled": packed.labelled}


def coded(rng: Random, spoil: Spoil) -> Made:
    """Multi-project table with coded packed cells."""
    return packed_table(rng, "coded", packed.grammar(rng), spoil)


def no_level2(rng: Random, spoil: Spoil) -> Made:
    """Multi-project table, packed without level 2."""
    return packed_table(rng, "labelled", Grammar(end="。"), spoil)
