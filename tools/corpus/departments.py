"""Whole-department forms: money, duties or tasks, and the department's indicators."""

from __future__ import annotations

from random import Random

from tools.corpus import build, content, words
from tools.corpus.build import LEVELS3, Made
from tools.corpus.content import Office
from tools.corpus.forms import wide
from tools.corpus.paper import Cell, Line, Paper, Row, Style, Table, fill, row
from tools.corpus.truth import Entry, Indicator, Task, Truth


def _tasks(rng: Random, owner: Office, year: int, money: str) -> tuple[list[Task], list[float]]:
    names = rng.sample(owner.topic.projects, min(len(owner.topic.projects), rng.randint(3, 6)))
    amounts = [round(rng.uniform(2, 900), 2) for _ in names]
    tasks = []
    for name, amount in zip(names, amounts, strict=True):
        parts = content.sentences(rng, owner.topic, rng.randint(1, 3), year)
        goal = f"{rng.choice(['达到', '实现', ''])}{rng.choice(owner.topic.ends)}的目标。"
        label = name + rng.choice(["工作", "", "任务"])
        tasks.append(Task(label, "；".join(parts) + "。", words.money(amount, money), goal))
    return tasks, amounts


def _indicators(rng: Random, owner: Office, year: int) -> list[Indicator]:
    kinds = content.plan(rng, rng.randint(7, 13))
    found = content.indicators(rng, owner.topic, kinds, rng.randint(100, 2000), year)
    shell = content.Project(owner.name, owner.topic, 1.0, 0.0, [], found, owner.name, year)
    build.level_names(rng, [shell])
    return found


def _start(rng: Random, titles: tuple[str, ...], style: Style) -> tuple[Office, int, Made, Entry]:
    owner, year = content.office(rng), build.year_of(rng)
    title = rng.choice(titles).format(y=year, o=owner.name)
    mark = rng.choice([f"（{year}年度）", f"({year}年)", ""])
    dated = bool(mark) or str(year) in title
    truth = Truth(title, owner.name, year if dated else None, "万元")
    paper = Paper(style=style, masthead=[t for t in (title, mark) if t])
    for text in paper.masthead:
        paper.lines(text, "")
    entry = Entry(kind="department", name=owner.name)
    truth.entries.append(entry)
    return owner, year, Made(paper, truth), entry


def _finish(made: Made, entry: Entry, rows: list[Row], head: Row, columns: list[str]) -> Made:
    body = build.indicator_rows(entry.indicators, ["side", *columns])
    for r in body:
        r.cells[0].owner, r.cells[0].text = None, ""
    if not made.paper.style.repeat:
        build.merge(body)
    again = Row([Cell(c.text) for c in head.cells], "header")
    table = Table([*rows, head, *body], running=[again])
    fill(table.rows, table.width())
    made.paper.blocks += [table, Line("")]
    return made


def _amount(entry: Entry, label: str, value: str | None) -> Cell:
    entry.amounts[label] = value
    return Cell(value or "", entry, f"amounts[{label}]")


def application(rng: Random) -> Made:
    """Money in two pairs of columns, tasks with content, money and aim, period and annual values."""
    titles = ("部门整体预算绩效目标申报表", "部门整体支出绩效目标申报表", "{o}{y}年部门整体绩效目标表")
    owner, year, made, entry = _start(rng, titles, build.style(rng))
    money = rng.choice(["comma", "plain"])
    tasks, amounts = _tasks(rng, owner, year, money)
    basic, project = round(rng.uniform(300, 6000), 2), round(sum(amounts), 2)
    other = round(rng.uniform(0, 200), 2) if rng.random() < 0.5 else 0.0
    total = round(basic + project, 2)
    show = [words.money(v, money) for v in (basic, project, round(total - other, 2), other, total)]
    entry.tasks = tasks
    rows = [
        row("form", rng.choice(["部门名称", "部门（单位）名称"]), Cell(owner.name, entry, "name")),
        row("form", "预算整体情况", "部门预算支出", "预算金额（万元）", "收入来源", "预算金额（万元）"),
        row(
            "form", "", "基本支出", _amount(entry, "基本支出", show[0]), "财政拨款", _amount(entry, "财政拨款", show[2])
        ),
        row(
            "form", "", "项目支出", _amount(entry, "项目支出", show[1]), "其他资金", _amount(entry, "其他资金", show[3])
        ),
    ]
    if rng.random() < 0.6:
        level = rng.choice(["区本级使用资金", "市本级使用资金", "本级使用资金"])
        zero = words.money(0.0, money)
        rows += [
            row("form", "", "事业发展性支出", "预算金额（万元）", "按预算级次划分", "预算金额（万元）"),
            row(
                "form", "", "财政专项资金", _amount(entry, "财政专项资金", zero), level, _amount(entry, level, show[4])
            ),
        ]
    goal = "；".join(content.sentences(rng, owner.topic, rng.randint(3, 5), year)) + "。"
    entry.goal = goal
    rows.append(row("form", rng.choice(["总体绩效目标", "年度总体绩效目标"]), Cell(goal, entry, "goal")))
    rows.append(
        row("form", "年度重点工作任务", "名称", "主要实施内容", "拟投入的资金（万元）", "期望达到的目标（概述）")
    )
    rows += [row("task", "", t.name, t.content or "", t.amount or "", t.goal or "") for t in tasks]
    if rng.random() < 0.5:
        rows.append(row("form", "其他需完成的任务（可选项）"))
    entry.indicators = _indicators(rng, owner, year)
    build.keep(entry.indicators, period=True)
    head = row("header", "绩效指标", *LEVELS3, "实施周期指标值", rng.choice(["年度指标值", "本年度指标值"]))
    return _finish(made, entry, rows, head, ["level1", "level2", "level3", "period", "annual"])


def duties(rng: Random) -> Made:
    """Duties, money by source and by use, tasks with their money in three columns."""
    titles = ("部门整体支出绩效目标表", "{y}年部门（单位）整体支出绩效目标表", "部门（单位）整体支出绩效目标申报表")
    owner, year, made, entry = _start(rng, titles, build.style(rng))
    money = rng.choice(["comma", "plain"])
    tasks, amounts = _tasks(rng, owner, year, money)
    for task in tasks:
        task.goal = None
    entry.tasks = tasks
    rows = [wide(rng.choice(["部门名称", "部门（单位）名称", "预算部门名称"]), Cell(owner.name, entry, "name"), 7)]
    rows += _money(rng, entry, amounts, money)
    label = rng.choice(["主要职责", "部门职能概述", "部门职责概述", "主要职能"])
    text = "".join(
        f"{n}.{'负责' if act.startswith('组织') else rng.choice(['负责', '承担', '组织'])}{act}。"
        for n, act in enumerate(owner.topic.acts[: rng.randint(2, 5)], 1)
    )
    entry.attributes[label] = text
    rows.append(wide(label, Cell(text, entry, label), 7))
    lines = content.goal(rng, owner.topic, owner.topic.projects[0], year)
    entry.goal = "".join(lines)
    rows.append(
        wide(rng.choice(["年度总体目标", "年度绩效目标", "整体绩效目标"]), Cell("\n".join(lines), entry, "goal"), 7)
    )
    rows += _task_rows(rng, entry, amounts, money)
    entry.indicators = _indicators(rng, owner, year)
    build.keep(entry.indicators)
    head = row("header", rng.choice(["年度绩效指标", "绩效指标"]), *LEVELS3, rng.choice(["指标值", "年度指标值"]))
    return _finish(made, entry, rows, head, ["level1", "level2", "level3", "annual"])


def _money(rng: Random, entry: Entry, amounts: list[float], money: str) -> list[Row]:
    basic, project = round(rng.uniform(300, 6000), 2), round(sum(amounts), 2)
    unit = round(rng.uniform(1, 90), 2) if rng.random() < 0.4 else 0.0
    total = round(basic + project, 2)
    first, second, third = rng.choice(
        [("财政拨款", "财政专户管理资金", "单位资金"), ("政府预算资金", "财政专户管理资金", "单位资金")]
    )
    show = {
        k: words.money(v, money)
        for k, v in {"all": total, "a": round(total - unit, 2), "c": unit, "b": basic, "p": project}.items()
    }
    label = rng.choice(["年度预算申请（万元）", "预算资金（万元）", "年度资金（万元）"])
    return [
        row("form", label, "资金总额：", _amount(entry, "资金总额", show["all"])),
        row("form", "", "按收入性质分：", "", "", "按支出性质分："),
        row(
            "form",
            "",
            f"其中：{first}",
            _amount(entry, first, show["a"]),
            "",
            "其中：基本支出",
            _amount(entry, "基本支出", show["b"]),
        ),
        row("form", "", second, _amount(entry, second, None), "", "项目支出", _amount(entry, "项目支出", show["p"])),
        row("form", "", third, _amount(entry, third, show["c"] if unit else None)),
    ]


def _task_rows(rng: Random, entry: Entry, amounts: list[float], money: str) -> list[Row]:
    band = row("form", "年度主要任务", "任务名称", "主要内容", "", rng.choice(["预算金额（万元）", "金额（万元）"]))
    parts = ("总额", "财政拨款", rng.choice(["其他资金", "其他"]))
    rows = [band, row("form", "", "", "", "", *parts)]
    sums = [0.0, 0.0]
    for task, amount in zip(entry.tasks, amounts, strict=True):
        other = round(amount * 0.2, 2) if rng.random() < 0.25 else 0.0
        main = words.money(round(amount - other, 2), money)
        rest = words.money(other, money) if other else ""
        sums = [sums[0] + amount - other, sums[1] + other]
        rows.append(row("task", "", task.name, task.content or "", "", task.amount or "", main, rest))
    if rng.random() < 0.25:
        values = [words.money(round(v, 2), money) if v else None for v in (sum(sums), *sums)]
        cells = [_amount(entry, f"金额合计/{part}", value) for part, value in zip(parts, values, strict=True)]
        rows.append(row("form", "", "金额合计", "", "", *cells))
    return rows


def task_project_money(rng: Random) -> Made:
    """Tasks, the projects that serve them and their money side by side."""
    titles = ("部门整体支出绩效目标表", "{o}{y}年整体绩效目标表")
    owner, year, made, entry = _start(rng, titles, build.style(rng))
    money = rng.choice(["comma", "plain"])
    heads = rng.choice([("年度工作任务", "对应项目", "预算资金（万元）"), ("主要任务", "实施项目", "资金（万元）")])
    names = rng.sample(owner.topic.projects, rng.randint(3, 5))
    total = 0.0
    rows = [wide("部门名称", Cell(owner.name, entry, "name"), 5)]
    body = []
    for act in rng.sample(owner.topic.acts, min(3, len(owner.topic.acts))):
        for n in range(rng.randint(1, 2)):
            if not names:
                break
            amount = round(rng.uniform(2, 700), 2)
            total += amount
            task = Task(act, names.pop() + "项目", words.money(amount, money))
            entry.tasks.append(task)
            body.append(row("task", "", act if n == 0 else "", task.content or "", task.amount or ""))
    label = rng.choice(["年度预算总额", "预算总额", "年度预算总额（万元）"])
    rows.append(wide(label, _amount(entry, label, words.money(round(total, 2), money)), 5))
    lines = content.goal(rng, owner.topic, owner.topic.projects[0], year)
    entry.goal = "".join(lines)
    rows.append(wide(rng.choice(["年度总体目标", "整体绩效目标"]), Cell("\n".join(lines), entry, "goal"), 5))
    rows += [row("form", "年度任务", *heads), *body]
    entry.indicators = _indicators(rng, owner, year)
    build.keep(entry.indicators)
    head = row("header", "绩效指标", *LEVELS3, rng.choice(["指标值", "年度指标值"]))
    return _finish(made, entry, rows, head, ["level1", "level2", "level3", "annual"])
