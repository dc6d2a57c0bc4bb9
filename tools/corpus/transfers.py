"""Forms of transfer payments, for the whole and by region."""

from __future__ import annotations

from random import Random

from tools.corpus import build, forms, words
from tools.corpus.build import LEVELS3, Made
from tools.corpus.content import Project
from tools.corpus.forms import wide
from tools.corpus.paper import Cell, Line, Paper, Row, Table, fill, row
from tools.corpus.truth import Entry, Truth


def transfer(rng: Random) -> Made:
    """The form of a transfer payment: name, departments in charge, money from above and from here."""
    return _transfer(rng, regional=False)


def regional(rng: Random) -> Made:
    """The regional form: the same transfer, region by region."""
    return _transfer(rng, regional=True)


def _transfer(rng: Random, *, regional: bool) -> Made:
    owner, year, projects = build.start(rng, 1 if not regional else rng.randint(1, 3))
    name = f"{rng.choice(owner.topic.projects)}{rng.choice(['补助资金', '专项资金', '专项转移支付'])}"
    if regional:
        titles = (f"{name}区域绩效目标申报表", "中央对地方转移支付区域绩效目标表", "转移支付区域绩效目标表")
    else:
        titles = ("专项转移支付绩效目标表", "中央对地方专项转移支付绩效目标表", "转移支付整体绩效目标申报表")
    title = rng.choice(titles)
    mark = rng.choice([f"（{year}年度）", f"({year}年度)"])
    paper = Paper(style=build.style(rng), masthead=[title, mark])
    truth = Truth(title, None, year, "万元")
    above = rng.choice(
        [
            ("中央补助", "地方资金"),
            ("中央补助资金", "省级补助", "地方资金"),
            ("中央财政资金", "地方财政资金", "其他资金"),
        ]
    )
    name_label = rng.choice(["专项名称", "转移支付名称", "专项（项目）名称"])
    for project in projects:
        for text in paper.masthead:
            paper.lines(text, "")
        project.name = name
        entry = build.entry_of(project, {})
        pairs = {"中央主管部门": rng.choice(["财政部", "农业农村部", "教育部", "水利部", "交通运输部"])}
        label = rng.choice(["地方主管部门", "省级主管部门"])
        pairs[label] = owner.name if label == "地方主管部门" else forms.attribute(rng, label, projects[0])
        if regional:
            pairs = {"地区": words.place(rng), **pairs}
        entry.attributes = dict(pairs)
        rows = [wide(name_label, Cell(name, entry, "name"), 5)]
        items = list(pairs.items())
        if len(items) == 2 and rng.random() < 0.6:
            (a, x), (b, y) = items
            rows.append(row("form", a, Cell(x, entry, a), "", b, Cell(y, entry, b)))
        else:
            rows += [wide(label, Cell(value, entry, label), 5) for label, value in items]
        rows += _transfer_money(rng, project, entry, above)
        rows += forms.goal_rows(project, entry, forms.Plan([], [], goal_label=rng.choice(["总体目标", "年度目标"])), 5)
        build.keep(project.indicators)
        head = row("header", "绩效指标", *LEVELS3, "指标值")
        body = build.indicator_rows(project.indicators, ["side", "level1", "level2", "level3", "annual"])
        for r in body:
            r.cells[0].text, r.cells[0].owner = "", None
        build.merge(body)
        table = Table([*rows, head, *body], running=[row("header", "绩效指标", *LEVELS3, "指标值")])
        fill(table.rows, 5)
        paper.blocks += [table, Line("")]
        truth.entries.append(entry)
    return Made(paper, truth)


def _transfer_money(rng: Random, project: Project, entry: Entry, above: tuple[str, ...]) -> list[Row]:
    total = round(project.amount, 2)
    share = round(total * rng.choice([1, 0.8, 0.6]), 2)
    values = {above[0]: share, above[1]: round(total - share, 2)}
    label = rng.choice(["年度金额", "年度资金总额", "资金总额"])
    entry.amounts[label] = words.money(total, "plain")
    rows = [row("form", "资金情况（万元）", f"{label}：", Cell(entry.amounts[label] or "", entry, f"amounts[{label}]"))]
    for n, name in enumerate(above):
        value = values.get(name)
        entry.amounts[name] = words.money(value, "plain") if value else None
        cell = Cell(entry.amounts[name] or "", entry, f"amounts[{name}]")
        rows.append(row("form", "", ("其中：" if n == 0 else "") + name, cell))
    return rows
