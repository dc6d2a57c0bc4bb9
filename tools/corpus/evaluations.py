"""Self-evaluation forms: a grid of money, targets with results, points."""

from __future__ import annotations

from random import Random

from tools.corpus import build, content, forms, words
from tools.corpus.build import LEVELS3, Made
from tools.corpus.content import Project
from tools.corpus.forms import wide
from tools.corpus.paper import Cell, Line, Row, Table, fill, row
from tools.corpus.truth import Entry, Indicator


def self_evaluation(rng: Random) -> Made:
    """The self-evaluation form: a grid of money, target and result, points."""
    paper, truth, year, projects = forms.sheet_of_forms(
        rng, ("项目支出绩效自评表", "部门项目支出绩效自评表", "项目绩效目标自评表")
    )
    extras = rng.choice(
        [
            ("实际完成值", "分值", "得分", "偏差原因分析及改进措施"),
            ("全年实际值", "分值", "得分", "未完成原因分析"),
            ("实际完成值", "权重", "得分", "偏差原因分析"),
        ]
    )
    target, points_first = rng.choice(["年度指标值", "年度指标值", "年初指标值", "年度目标值"]), rng.random() < 0.25
    for project in projects:
        for text in paper.masthead:
            paper.lines(text, "")
        entry = build.entry_of(project, {}, project.office)
        entry.attributes["主管部门"] = project.office
        rows = [
            wide("项目名称", Cell(project.name, entry, "name"), 9),
            row(
                "form",
                "主管部门",
                Cell(project.office, entry, "主管部门"),
                "",
                "",
                "",
                "实施单位",
                Cell(project.office, entry, "unit"),
            ),
            *_money_grid(rng, project, entry),
        ]
        done = "；".join(content.sentences(rng, project.topic, rng.randint(1, 2), year)) + rng.choice(
            ["，已全部完成。", "，完成情况良好。"]
        )
        entry.attributes["实际完成情况"] = done
        rows.append(row("form", "年度总体目标", "预期目标", "", "", "", "实际完成情况"))
        rows.append(row("form", "", build.goal_cell(project, entry), "", "", "", Cell(done, entry, "实际完成情况")))
        build.keep(project.indicators)
        _results(rng, project.indicators, extras)
        values = {"annual": target, **{f"extra:{x}": x for x in extras}}
        columns = list(values)
        if points_first:
            columns.insert(0, columns.pop(2))
        heads = ["绩效指标", *LEVELS3, *[values[c] for c in columns]]
        rows.append(row("header", *heads))
        body = build.indicator_rows(project.indicators, ["side", "level1", "level2", "level3", *columns])
        for r in body:
            r.cells[0].text, r.cells[0].owner = "", None
        if not paper.style.repeat:
            build.merge(body)
        rows += body
        scores = sum(float(i.extra["得分"]) for i in project.indicators)
        rows.append(row("form", "总分", "", "", "", "", "", "100", f"{scores + 9:.1f}", ""))
        table = Table(rows, running=[row("header", *heads)])
        fill(rows, 9)
        paper.blocks += [table, Line("")]
        truth.entries.append(entry)
    return Made(paper, truth)


def _results(rng: Random, inds: list[Indicator], extras: tuple[str, ...]) -> None:
    build.weights(rng, inds, extras[1], 90)
    for ind in inds:
        points = ind.extra[extras[1]]
        short = rng.random() < 0.15
        ind.extra[extras[0]] = rng.choice([ind.annual or "", "已完成", f"{ind.number}{ind.unit}"])
        ind.extra["得分"] = str(max(0, int(points) - rng.randint(1, 2))) if short else points
        ind.extra[extras[3]] = (
            rng.choice(["受进度影响，下一步加快实施", "统计口径调整"]) if short else rng.choice(["", "", "无"])
        )


def _money_grid(rng: Random, project: Project, entry: Entry) -> list[Row]:
    columns = rng.choice(
        [
            ("年初预算数", "全年预算数", "全年执行数"),
            ("年初预算", "全年预算", "执行数"),
            ("年初预算数", "全年预算数（A）", "全年执行数（B）"),
        ]
    )
    labels = rng.choice(
        [("年度资金总额", "当年财政拨款", "上年结转资金", "其他资金"), ("年度资金总额", "财政拨款", "其他资金")]
    )
    total, main, other = build.split_money(project, "plain")
    rate = rng.choice([1.0, 0.98, 0.9312, 0.86, 1.0])
    rows = [row("form", rng.choice(["项目资金（万元）", "项目资金\n（万元）"]), "", *columns, "分值", "执行率", "得分")]
    for n, label in enumerate(labels):
        value = [total, main, None, other][n] if len(labels) == 4 else [total, main, other][n]
        done = words.money(float(value.replace(",", "")) * rate, "plain") if value else None
        cells = []
        for column, shown in zip(columns, (value, value, done), strict=True):
            key = f"{label}/{column}"
            entry.amounts[key] = shown
            cells.append(Cell(shown or "", entry, f"amounts[{key}]"))
        tail = (
            ["10", f"{rate * 100:.2f}%", f"{10 * rate:.1f}"]
            if n == 0
            else ["—", f"{rate * 100:.2f}%" if value else "", "—"]
        )
        name = ("其中：" if n == 1 else "") + label
        rows.append(row("form", "", name, *cells, *tail))
    return rows
