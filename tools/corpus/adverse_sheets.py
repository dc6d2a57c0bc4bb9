"""More tables of many projects: money in several columns, totals beneath, levels side by side, cells packed in other ways."""

from __future__ import annotations

from itertools import groupby
from random import Random

from tools.corpus import build, grouped, tables, words
from tools.corpus.build import LEVELS3, Made
from tools.corpus.content import Office, Project
from tools.corpus.packed import Spoil
from tools.corpus.paper import Cell, Line, Paper, Row, Style, Table, header, row
from tools.corpus.truth import Entry, Indicator, Truth


def _start(rng: Random, titles: tuple[str, ...], low: int = 2, high: int = 5) -> tuple[Made, list[Project], str, int]:
    owner, year, projects = build.start(rng, rng.randint(low, high))
    title = rng.choice(titles).format(o=owner.name, y=year)
    truth = Truth(title, owner.name, year if str(year) in title else None, "万元")
    paper = Paper(style=build.style(rng), masthead=[title])
    line = rng.choice([f"部门名称：{owner.name}    单位：万元", f"填报单位：{owner.name}\n金额单位：万元"])
    paper.lines(title, "", *line.split("\n"), "")
    return Made(paper, truth), projects, owner.name, year


_TITLES = ("项目支出绩效目标表", "{y}年部门预算项目绩效目标表", "{o}{y}年项目绩效目标公开表", "项目绩效目标情况表")


def _finish(made: Made, rows: list[Row]) -> Made:
    made.paper.blocks += [Table(rows, running=[Row([Cell(c.text) for c in rows[0].cells], "header")]), Line("")]
    return made


def period_sheet(rng: Random) -> Made:
    """A wide sheet with a value for the period and one for the year, serial numbers, the total at the end."""
    made, projects, _, _ = _start(rng, _TITLES)
    heads = ["序号", "项目名称", "资金总额", "其中：财政拨款", "其他资金", "绩效目标", *build.heads(rng)]
    values = rng.choice(
        [("实施周期指标值", "年度指标值"), ("中长期指标值", "年度指标值"), ("总体指标值", "年度指标值")]
    )
    repeat = rng.random() < 0.4
    rows = [header(*heads, *values)]
    for n, project in enumerate(projects, 1):
        build.keep(project.indicators, period=True)
        total, main, other = build.split_money(project, "comma")
        entry = build.entry_of(project, {"资金总额": total, "财政拨款": main, "其他资金": other})
        lead = [
            Cell(str(n)),
            Cell(project.name, entry, "name"),
            Cell(total, entry, "amounts[资金总额]"),
            Cell(main, entry, "amounts[财政拨款]"),
            Cell(other or "", entry, "amounts[其他资金]"),
            build.goal_cell(project, entry),
        ]
        body = build.indicator_rows(project.indicators, ["level1", "level2", "level3", "period", "annual"], lead)
        if repeat:
            for r in body:
                for cell, first in zip(r.cells, lead, strict=False):
                    cell.text = first.text
        else:
            build.merge(body)
        rows += body
        made.truth.entries.append(entry)
    if rng.random() < 0.5:
        sums = Entry(kind="total", name="合计", amounts=_sums(projects))
        made.truth.entries.append(sums)
        rows.append(row("sum", "", "合计", *[sums.amounts[label] or "" for label in sums.amounts], *[""] * 6))
    return _finish(made, rows)


def _sums(projects: list[Project]) -> dict[str, str | None]:
    total = round(sum(p.amount for p in projects), 2)
    rest = round(sum(p.amount - p.other for p in projects), 2)
    other = round(total - rest, 2)
    return {
        "资金总额": words.money(total),
        "财政拨款": words.money(rest),
        "其他资金": words.money(other) if other else None,
    }


def direction_sheet(rng: Random) -> Made:
    """Unit, project, code, money; sign, value, unit, weight, direction: what the integrated budget system prints."""
    made, projects, owner, _ = _start(rng, _TITLES)
    code = rng.random() < 0.5
    heads = ["单位名称", "项目名称", *(["项目编码"] if code else []), "预算数", "年度目标", *LEVELS3]
    heads += ["指标性质", "指标值", "度量单位", "权重", "指标方向性"]
    fields = ["level1", "level2", "level3", "sign", "number", "unit", "extra:权重", "extra:指标方向性"]
    repeat = rng.random() < 0.5
    rows = [header(*heads)]
    for project in projects:
        build.keep(project.indicators)
        for ind in project.indicators:
            build.in_parts(ind)
            ind.extra["指标方向性"] = rng.choice(["正向指标", "反向指标"])
        build.weights(rng, project.indicators, "权重", 100)
        entry = build.entry_of(project, {"预算数": words.money(project.amount, "plain")}, owner)
        lead = [Cell(owner, entry, "unit"), Cell(project.name, entry, "name")]
        if code:
            entry.attributes["项目编码"] = words.digits(rng, 8) + "T" + words.digits(rng, 6)
            lead.append(Cell(entry.attributes["项目编码"] or "", entry, "项目编码"))
        lead += [Cell(entry.amounts["预算数"] or "", entry, "amounts[预算数]"), build.goal_cell(project, entry)]
        body = build.indicator_rows(project.indicators, fields, lead)
        for r in body if repeat else ():
            for cell, first in zip(r.cells, lead, strict=False):
                cell.text = first.text
        if not repeat:
            build.merge(body)
        rows += body
        made.truth.entries.append(entry)
    return _finish(made, rows)


def levels_across(rng: Random, spoil: Spoil) -> Made:
    """A row a project, one packed column for each level 1."""
    made, projects, _, _ = _start(rng, _TITLES)
    firsts = ["产出指标", "效益指标", "满意度指标"]
    rows = [header("项目名称", "预算金额", "绩效目标", *firsts)]
    for project in projects:
        project.indicators[:] = grouped.measurable(project.indicators)
        build.keep(project.indicators)
        entry = build.entry_of(project, {"预算金额": words.money(project.amount)})
        cells = [Cell(project.name, entry, "name"), Cell(entry.amounts["预算金额"] or "", entry, "amounts[预算金额]")]
        cells.append(build.goal_cell(project, entry))
        for first in firsts:
            mine = [i for i in project.indicators if i.level1 == first]
            cells.append(Cell(_seconds(mine), entry, "packed"))
        rows.append(Row(cells, "project"))
        made.truth.entries.append(entry)
    return _finish(made, rows)


def _seconds(inds: list[Indicator]) -> str:
    parts = []
    for second, items in groupby(inds, key=lambda i: i.level2):
        parts.append(f"{second}：" + "，".join(f"{i.level3}{i.annual}" for i in items))
    return "；".join(parts)


def bracketed(rng: Random, spoil: Spoil) -> Made:
    """Packed cells with 【产出指标】 heads, values in brackets behind the names, or lines."""
    made, projects, _, _ = _start(rng, _TITLES)
    way = rng.choice(["heads", "round", "lines"])
    rows = [header("项目名称", "预算金额", "绩效目标", rng.choice(["绩效指标", "年度绩效指标"]))]
    for project in projects:
        project.indicators[:] = grouped.measurable(project.indicators)
        build.keep(project.indicators)
        entry = build.entry_of(project, {"预算金额": words.money(project.amount)})
        text = _bracketed(project.indicators, way)
        cells = [Cell(project.name, entry, "name"), Cell(entry.amounts["预算金额"] or "", entry, "amounts[预算金额]")]
        rows.append(Row([*cells, build.goal_cell(project, entry), Cell(text, entry, "packed")], "project"))
        made.truth.entries.append(entry)
    return _finish(made, rows)


def _bracketed(inds: list[Indicator], way: str) -> str:
    text = ""
    for n, (first, group) in enumerate(groupby(inds, key=lambda i: i.level1)):
        text += {"heads": f"【{first}】", "round": f"{n + 1}.{first}：", "lines": f"{first}\n"}[way]
        for second, items in groupby(list(group), key=lambda i: i.level2):
            if way == "round":
                text += f"{second}：" + "、".join(f"{i.level3}（{i.annual}）" for i in items) + "；"
            elif way == "heads":
                text += f"{second}：" + "；".join(f"{i.level3}{i.annual}" for i in items) + "。"
            else:
                text += "".join(f"{second}：{i.level3}，{i.annual}\n" for i in items)
    return text.rstrip("\n")


def single_blanks(rng: Random) -> Made:
    """A wide sheet as lines, single blanks between the cells, blank ones gone."""
    owner, year, projects = build.start(rng, rng.randint(2, 4))
    title = f"{year}年部门预算项目支出绩效目标表"
    truth = Truth(title, owner.name, year, "万元")
    paper = Paper(style=Style("spaced", "txt"), masthead=[title])
    goal = rng.choice(["年度目标", "绩效目标"])
    paper.lines(
        title, f"单位名称：{owner.name} 单位：万元", f"项目名称 预算数 {goal} 一级指标 二级指标 三级指标 指标值"
    )
    for project in projects:
        build.keep(project.indicators)
        entry = build.entry_of(project, {"预算数": words.money(project.amount, "comma")})
        body = build.indicator_rows(project.indicators, ["level1", "level2", "level3", "annual"])
        build.merge(body)
        for n, r in enumerate(body):
            lead = [project.name, entry.amounts["预算数"] or "", "".join(project.goal)] if n == 0 else []
            paper.lines(" ".join([*lead, *[t for t in r.texts() if t]]))
        truth.entries.append(entry)
    return Made(paper, truth)


def bullets(rng: Random) -> Made:
    """Headings and bullets: 产出指标/数量指标：名称，≥5场."""
    owner, year, projects = build.start(rng, rng.randint(2, 4))
    title = f"{owner.name}{year}年项目支出绩效目标表"
    truth = Truth(title, None, year, "万元")
    paper = Paper(style=Style("md", "md"), masthead=[])
    paper.lines(f"# {title}", "")
    way = rng.choice(["slash", "two", "label"])
    for n, project in enumerate(projects, 1):
        project.indicators[:] = grouped.measurable(project.indicators)
        build.keep(project.indicators)
        entry = build.entry_of(project, {"预算金额": words.money(project.amount, "comma")})
        paper.lines(f"## {n}. {project.name}", "", f"**预算金额**：{entry.amounts['预算金额']}万元", "")
        paper.lines(f"**绩效目标**：{''.join(project.goal)}", "", "**绩效指标**：", "")
        for ind in project.indicators:
            level = f"{ind.level1}{'/' if way == 'slash' else '-'}{ind.level2}"
            text = {"slash": f"{level}：{ind.level3}，{ind.annual}", "two": f"{level}：{ind.level3}：{ind.annual}"}
            paper.lines("- " + text.get(way, f"{level}-{ind.level3}，指标值：{ind.annual}"))
        paper.lines("")
        truth.entries.append(entry)
    return Made(paper, truth)


def whole_budget(rng: Random) -> Made:
    """A published budget: tables of money first, then the sheet of targets."""
    owner, year, projects = build.start(rng, rng.randint(2, 4))
    title = "项目支出绩效目标表"
    truth = Truth(title, None, year, "万元")
    truth.department = None
    paper = Paper(style=Style("md", "md"), masthead=[])
    total = words.money(sum(p.amount for p in projects))
    paper.lines(f"# {owner.name}{year}年部门预算", "", "## 收支预算总表", "", "单位：万元", "")
    income = [header("收入", "预算数", "支出", "预算数")]
    income.append(row("form", "一、一般公共预算拨款收入", total, "一、一般公共服务支出", total))
    income.append(row("form", "收入总计", total, "支出总计", total))
    paper.blocks += [Table(income), Line("")]
    paper.lines("## 项目支出表", "", "单位：万元", "")
    money = [header("项目名称", "合计", "一般公共预算", "其他")]
    money += [row("form", p.name, words.money(p.amount), words.money(p.amount), "") for p in projects]
    paper.blocks += [Table(money), Line("")]
    paper.lines(f"## {title}", "", "单位：万元", "")
    rows = [header("项目名称", "预算数", "年度目标", *LEVELS3, "指标值")]
    for project in projects:
        build.keep(project.indicators)
        entry = build.entry_of(project, {"预算数": words.money(project.amount, "comma")})
        lead = [Cell(project.name, entry, "name"), Cell(entry.amounts["预算数"] or "", entry, "amounts[预算数]")]
        body = build.indicator_rows(
            project.indicators,
            ["level1", "level2", "level3", "annual"],
            [*lead, build.goal_cell(project, entry)],
        )
        build.merge(body)
        rows += body
        truth.entries.append(entry)
    paper.blocks += [Table(rows, running=[Row([Cell(c.text) for c in rows[0].cells], "header")]), Line("")]
    return Made(paper, truth)


def unit_blocks(rng: Random) -> Made:
    """Units on rows of their own with nothing but a name and a sum, projects beneath them numbered."""
    made, projects, _, _ = _start(rng, _TITLES, 4, 6)
    rows = [header("序号", "单位/项目名称", "预算金额", "绩效目标", *LEVELS3, "指标值")]
    total = Entry(kind="total", name="合计", amounts={"预算金额": words.money(sum(p.amount for p in projects))})
    made.truth.entries.append(total)
    rows.append(row("sum", "", "合计", total.amounts["预算金额"] or "", *[""] * 5))
    for number, (unit, mine) in enumerate(tables.units(rng, _office(projects), projects)):
        entry = Entry(kind="unit", name=unit, amounts={"预算金额": words.money(sum(p.amount for p in mine))})
        made.truth.entries.append(entry)
        rows.append(row("sum", "一二三"[number], Cell(unit, entry, "name"), entry.amounts["预算金额"] or "", *[""] * 5))
        for n, project in enumerate(mine, 1):
            build.keep(project.indicators)
            one = build.entry_of(project, {"预算金额": words.money(project.amount)}, unit)
            lead = [
                Cell(str(n)),
                Cell(project.name, one, "name"),
                Cell(one.amounts["预算金额"] or "", one, "amounts[预算金额]"),
                build.goal_cell(project, one),
            ]
            body = build.indicator_rows(project.indicators, ["level1", "level2", "level3", "annual"], lead)
            build.merge(body)
            rows += body
            made.truth.entries.append(one)
    return _finish(made, rows)


def _office(projects: list[Project]) -> Office:
    first = projects[0]
    return Office(name=first.office, place=first.office[:3], topic=first.topic)
