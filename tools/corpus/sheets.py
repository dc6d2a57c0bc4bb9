"""Wide sheets: one row an indicator, the project's cells merged or repeated."""

from __future__ import annotations

from random import Random

from tools.corpus import build, words
from tools.corpus.build import Made
from tools.corpus.content import Project
from tools.corpus.paper import Cell, Line, Paper, Row, Table
from tools.corpus.truth import Entry, Truth

_TITLES = (
    "项目支出绩效目标表",
    "{y}年部门项目支出绩效目标表",
    "{o}{y}年项目支出绩效目标情况表",
    "部门预算项目支出绩效目标公开表",
    "重点项目绩效目标表",
)


def _head(rng: Random, owner: str, year: int, paper: Paper) -> Truth:
    title = rng.choice(_TITLES).format(y=year, o=owner)
    unit = rng.choice(["万元"] * 8 + ["元"])
    truth = Truth(title, None, year if str(year) in title else None, unit)
    paper.lines(title, "")
    line = rng.choice(
        [
            f"部门：{owner}\n单位：{unit}",
            f"填报单位：{owner}  单位：{unit}",
            f"单位：{unit}",
            f"部门名称：{owner}\n\n金额单位：{unit}",
        ]
    )
    if owner in line:
        truth.department = owner
    paper.lines(*line.split("\n"), "")
    paper.masthead = [title]
    return truth


def _sheet(
    rng: Random,
    lead: list[str],
    columns: list[str],
    headers: list[str],
    *,
    repeat: bool,
    order: tuple[str, ...] = ("sign", "number", "unit"),
    extras: bool = True,
) -> Made:
    style = build.style(rng)
    owner, year, projects = build.start(rng, rng.randint(2, 6))
    paper = Paper(style=style)
    truth = _head(rng, owner.name, year, paper)
    head = Row([Cell(h) for h in headers], "header")
    rows = [head]
    money = rng.choice(["plain", "comma"])
    for n, project in enumerate(projects):
        project.amount *= 10000 if truth.money_unit == "元" else 1
        build.keep(project.indicators)
        if "unit" in columns:
            for ind in project.indicators:
                build.in_parts(ind, order)
        if extras:
            build.weights(rng, project.indicators, "权重", rng.choice([100, 90]))
            for ind in project.indicators:
                ind.extra["指标方向性"] = "反向指标" if ind.sign in ("≤", "<") else "正向指标"
        entry = build.entry_of(project, {}, owner.name if "unit" in lead else None)
        cells = _lead_cells(
            lead, headers, project, entry, money, owner.name if n == 0 or repeat or rng.random() < 0.3 else ""
        )
        rows += _rows(project, cells, columns, repeat=repeat)
        truth.entries.append(entry)
    paper.blocks += [Table(rows, running=[Row([Cell(h) for h in headers], "header")]), Line("")]
    return Made(paper, truth)


def _lead_cells(
    lead: list[str], headers: list[str], project: Project, entry: Entry, money: str, owner: str
) -> list[Cell]:
    found = []
    for name, label in zip(lead, headers, strict=False):
        if name == "unit":
            found.append(Cell(owner, entry, "unit"))
        elif name == "name":
            found.append(Cell(project.name, entry, "name"))
        elif name == "goal":
            found.append(build.goal_cell(project, entry))
        elif name == "amount":
            key = label
            entry.amounts[key] = words.money(project.amount, money)
            found.append(Cell(entry.amounts[key] or "", entry, f"amounts[{key}]"))
        else:
            entry.attributes[label] = "项目支出"
            found.append(Cell("项目支出", entry, label))
    return found


def _rows(project: Project, lead: list[Cell], columns: list[str], *, repeat: bool) -> list[Row]:
    rows = build.indicator_rows(project.indicators, columns, lead)
    if repeat:
        for r in rows:
            for cell, first in zip(r.cells, lead, strict=False):
                cell.text = first.text
    else:
        build.merge(rows)
    return rows


def _shape(rng: Random) -> tuple[list[str], list[str]]:
    money = rng.choice(["预算数", "预算金额", "年初预算数"])
    goal = rng.choice(["年度目标", "年度绩效目标", "绩效目标"])
    return rng.choice(
        [
            (["unit", "name", "amount", "goal"], ["单位名称", "项目名称", money, goal]),
            (["name", "amount", "goal"], ["项目名称", money, goal]),
            (["unit", "name", "goal"], ["单位名称", "项目名称", goal]),
            (["name", "unit", "amount", "goal"], ["项目名称", "单位名称", money, goal]),
        ]
    )


def _parts(rng: Random) -> tuple[list[str], list[str]]:
    sign = rng.choice(["指标性质", "计算符号", "指标性质"])
    unit = rng.choice(["度量单位", "计量单位", "单位"])
    return ["sign", "number", "unit", "extra:权重", "extra:指标方向性"], [sign, "指标值", unit, "权重", "指标方向性"]


def merged(rng: Random) -> Made:
    """One row an indicator, the project's cells merged (blank below the first)."""
    lead, labels = _shape(rng)
    parts, heads = _parts(rng)
    return _sheet(rng, lead, ["level1", "level2", "level3", *parts], [*labels, *build.heads(rng), *heads], repeat=False)


def repeated(rng: Random) -> Made:
    """One row an indicator, the project's cells printed on every row."""
    lead, labels = _shape(rng)
    parts, heads = _parts(rng)
    return _sheet(rng, lead, ["level1", "level2", "level3", *parts], [*labels, *build.heads(rng), *heads], repeat=True)


def other_orders(rng: Random) -> Made:
    """The value in three columns in another order."""
    lead, labels = _shape(rng)
    names = {
        "sign": rng.choice(["计算符号", "指标性质", "符号"]),
        "number": rng.choice(["指标值", "目标值", "数值"]),
        "signed": rng.choice(["指标值", "目标值"]),
        "unit": "计量单位",
    }
    orders: tuple[tuple[str, ...], ...] = (
        ("number", "unit", "sign"),
        ("sign", "unit", "number"),
        ("unit", "sign", "number"),
        ("number", "sign", "unit"),
        ("signed", "unit"),
        ("unit", "signed"),
    )
    order = rng.choice(orders)
    columns = ["level1", "level2", "level3", *order]
    headers = [*labels, *build.heads(rng), *[names[n] for n in order]]
    return _sheet(rng, lead, columns, headers, repeat=rng.random() < 0.4, order=order, extras=False)


def paged(rng: Random) -> Made:
    """A wide sheet whose header stands on every page again."""
    lead, labels = _shape(rng)
    made = _sheet(
        rng,
        lead,
        ["level1", "level2", "level3", "annual"],
        [*labels, *build.heads(rng), rng.choice(["指标值", "年度指标值"])],
        repeat=rng.random() < 0.5,
        extras=False,
    )
    table = next(b for b in made.paper.blocks if isinstance(b, Table))
    at = made.paper.blocks.index(table)
    size = rng.randint(5, 9)
    body = table.rows[1:]
    pages: list[Line | Table] = []
    for n, start in enumerate(range(0, len(body), size)):
        again = [Row([Cell(c.text) for c in table.rows[0].cells], "header")]
        pages += [Table(again + body[start : start + size], running=table.running), Line("")]
        if rng.random() < 0.5 and start + size < len(body):
            pages += [Line(f"第{n + 1}页"), Line("")]
    made.paper.blocks[at : at + 1] = pages
    return made
