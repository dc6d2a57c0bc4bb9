"""Tables packed by level, units in the project column, running text."""

from __future__ import annotations

from random import Random

from tools.corpus import build, grouped, tables, words
from tools.corpus.build import LEVELS3, Made
from tools.corpus.packed import Spoil
from tools.corpus.paper import Cell, Line, Paper, Row, Table, row
from tools.corpus.truth import Entry, Truth


def grouped_table(rng: Random, spoil: Spoil) -> Made:
    """A row a project, the cell packed by levels."""
    style = build.style(rng)
    owner, year, projects = build.start(rng, rng.randint(2, 6), 5, 9)
    variant = rng.choice(grouped.VARIANTS)
    title = rng.choice(
        [f"{year}年部门预算项目绩效目标表", "项目绩效目标汇总表", f"{owner.name}{year}年项目支出绩效目标"]
    )
    truth = Truth(title, None, year if str(year) in title else None, "万元")
    paper = Paper(style=style, masthead=[title])
    unit_line = rng.choice([f"填报单位：{owner.name}  单位：万元", f"部门：{owner.name}"])
    truth.department = owner.name
    amount = rng.choice(["预算金额", "项目金额（万元）", "预算数"])
    if "万元" not in unit_line + amount:
        amount += "（万元）"
    paper.lines(title, "", unit_line, "")
    headers = ["序号", "项目名称", amount, rng.choice(["绩效目标", "项目绩效目标"]), "绩效指标"]
    rows = [Row([Cell(h) for h in headers], "header")]
    for n, project in enumerate(projects, 1):
        if variant in ("nested", "level2"):
            project.indicators[:] = grouped.measurable(project.indicators)
        entry = build.entry_of(project, {amount: words.money(project.amount)})
        text = grouped.write(rng, entry.indicators, variant, spoil)
        cells = [
            Cell(str(n)),
            Cell(project.name, entry, "name"),
            Cell(entry.amounts[amount] or "", entry, f"amounts[{amount}]"),
        ]
        rows.append(Row([*cells, build.goal_cell(project, entry), Cell(text, entry, "packed")], "project"))
        truth.entries.append(entry)
    truth.damage += spoil.done
    paper.blocks.append(Table(rows, running=[Row([Cell(h) for h in headers], "header")]))
    return Made(paper, truth)


def units_in_column(rng: Random) -> Made:
    """Units and projects in one column, unit rows with their sums, indicators in columns."""
    style = build.style(rng)
    owner, year, projects = build.start(rng, rng.randint(3, 6), 3, 7)
    title = tables.title_of(rng, owner.name, year)
    truth = Truth(title, None, year if str(year) in title else None, "万元")
    paper = Paper(style=style, masthead=[title])
    paper.lines(title, "", "单位：万元", "")
    labels = rng.choice([("预算金额",), ("总计", "财政拨款", "其他资金"), ("合计", "一般公共预算", "其他资金")])
    first = rng.choice(["单位（项目）名称", "单位/项目名称", "预算单位/项目名称"])
    heads = [first, *labels, rng.choice(["绩效目标", "年度绩效目标"]), *LEVELS3, rng.choice(["指标值", "年度指标值"])]
    rows = [Row([Cell(h) for h in heads], "header")]
    if rng.random() < 0.7:
        total = Entry(kind="total", name=rng.choice(["合计", "总计"]), amounts=tables.sums(projects, labels, "comma"))
        truth.entries.append(total)
        rows.append(tables.sum_row(total, labels, len(heads)))
    for unit, mine in tables.units(rng, owner, projects):
        entry = Entry(kind="unit", name=unit, amounts=tables.sums(mine, labels, "comma"))
        truth.entries.append(entry)
        rows.append(tables.sum_row(entry, labels, len(heads)))
        for project in mine:
            build.keep(project.indicators)
            made = build.entry_of(project, tables.amounts_of(project, labels, "comma"), unit)
            lead = [
                Cell(project.name, made, "name"),
                *[Cell(made.amounts[a] or "", made, f"amounts[{a}]") for a in labels],
            ]
            body = build.indicator_rows(
                project.indicators, ["level1", "level2", "level3", "annual"], [*lead, build.goal_cell(project, made)]
            )
            build.merge(body)
            rows += body
            truth.entries.append(made)
    paper.blocks.append(Table(rows, running=[Row([Cell(h) for h in heads], "header")]))
    return Made(paper, truth)


def running_text(rng: Random) -> Made:
    """Headings and sentences, one small table a project (Markdown)."""
    style = build.style(rng, ("md",))
    style.suffix = "md"
    owner, year, projects = build.start(rng, rng.randint(2, 5))
    title = f"{owner.name}{year}年部门预算项目绩效目标"
    truth = Truth(title, None, year, "万元")
    paper = Paper(style=style, masthead=[])
    paper.lines(f"# {title}", "", f"按照全面实施预算绩效管理要求，现将{len(projects)}个项目的绩效目标公开如下。", "")
    amount, goal = (
        rng.choice(["项目预算", "预算金额", "预算安排"]),
        rng.choice(["绩效目标", "年度目标", "项目绩效目标"]),
    )
    mark = rng.choice(["## ", "### ", "**", "## "])
    bold, bullet = rng.random() < 0.4, rng.choice(["", "- ", ""])
    numbers = rng.choice(
        [[f"{c}、" for c in "一二三四五"], [f"（{c}）" for c in "一二三四五"], [f"{i}. " for i in range(1, 6)]]
    )
    heads = [*LEVELS3, rng.choice(["指标值", "年度指标值"])]
    for number, project in zip(numbers, projects, strict=False):
        build.keep(project.indicators)
        entry = build.entry_of(project, {amount: words.money(project.amount, "comma")}, owner.name)
        truth.entries.append(entry)
        pairs = [("实施单位", owner.name), (amount, f"{entry.amounts[amount]}万元"), (goal, "".join(project.goal))]
        paper.lines(f"{mark}{number}{project.name}{mark if mark == '**' else ''}", "")
        for label, value in pairs:
            paper.lines(f"{bullet}**{label}**：{value}" if bold else f"{bullet}{label}：{value}", "")
        body = build.indicator_rows(project.indicators, ["level1", "level2", "level3", "annual"])
        if not style.repeat:
            build.merge(body)
        paper.blocks += [
            Table([Row([Cell(h) for h in heads], "header"), *body], running=[row("header", *heads)]),
            Line(""),
        ]
    return Made(paper, truth)
