"""Layouts made of single-project forms."""

from __future__ import annotations

from random import Random

from tools.corpus import build, forms
from tools.corpus.build import LEVELS3, Made
from tools.corpus.content import Project, indicators
from tools.corpus.paper import Cell, Row, Table, fill

_TITLES = (
    "项目支出绩效目标表",
    "项目支出预算绩效目标表",
    "项目支出绩效目标申报表",
    "部门预算项目绩效目标表",
    "财政支出项目绩效目标申报表",
)


def form_series(rng: Random) -> Made:
    """Single-project forms in series."""
    style = build.style(rng)
    return forms.series(rng, rng.randint(2, 4), forms.plan(rng), rng.choice(_TITLES), style)


def form_with_notes(rng: Random) -> Made:
    """Forms with columns of explanation, grounds or scoring beside the value."""
    labels = rng.choice(
        [
            ("指标解释", "评分标准"),
            ("指标说明",),
            ("指标值确定依据",),
            ("指标解释", "指标值确定依据", "评分标准"),
            ("指标内容", "评（扣）分标准", "备注"),
        ]
    )
    columns = ["level1", "level2", "level3", *[f"extra:{x}" for x in labels], "annual"]
    headers = [*build.heads(rng), *labels, rng.choice(["指标值", "年度指标值"])]
    if rng.random() < 0.5:
        columns = ["level1", "level2", "level3", "annual", *[f"extra:{x}" for x in labels]]
        headers = [*build.heads(rng), rng.choice(["指标值", "目标值"]), *labels]

    def prepare(project: Project) -> None:
        build.keep(project.indicators)
        for ind in project.indicators:
            name = (ind.level3 or "").rstrip("。")
            for label in labels:
                ind.extra[label] = _note(rng, label, name, project)

    return forms.series(
        rng, rng.randint(1, 3), forms.plan(rng, columns, headers), rng.choice(_TITLES), build.style(rng), prepare
    )


def _note(rng: Random, label: str, name: str, project: Project) -> str:
    if "分标准" in label:
        return rng.choice(
            ["达到目标值得满分，未达到按比例扣分", "按完成比例赋分", "每少1个百分点扣1分，扣完为止", "未完成不得分"]
        )
    if "依据" in label:
        return rng.choice(
            ["年度工作计划", "历史标准", f"{project.year - 1}年实际完成情况", "行业标准", "上级文件要求", "合同约定"]
        )
    if label == "备注":
        return rng.choice(["", "", "预估数", "按季统计"])
    return rng.choice([f"反映{name}情况", f"考核{name}", f"{name}的实际完成情况", f"用以反映和考核{name}的达标情况"])


def form_standard(rng: Random) -> Made:
    """绩效标准 and 当年预期实现值."""
    value = rng.choice(["当年预期实现值", "预期当年实现值", "当年预期实现值"])
    columns = ["level1", "level2", "level3", "extra:绩效标准", "annual"]
    headers = [*build.heads(rng), "绩效标准", value]

    def prepare(project: Project) -> None:
        build.keep(project.indicators)
        for ind in project.indicators:
            ind.extra["绩效标准"] = rng.choice(
                ["计划标准", "行业标准", "历史标准", "≥90%", "按上级要求", "预算支出标准"]
            )

    return forms.series(
        rng, rng.randint(1, 3), forms.plan(rng, columns, headers), rng.choice(_TITLES), build.style(rng), prepare
    )


def form_history(rng: Random) -> Made:
    """Columns of former years: 前年, 上年, 预计当年."""
    labels = rng.choice(
        [
            ("前年实际值", "上年实际值", "预计当年实际值"),
            ("前年", "上年", "预计当年"),
            ("上年指标值", "上年完成值"),
            ("前年度实际完成值", "上年度实际完成值", "本年度预计完成值"),
        ]
    )
    before = rng.random() < 0.5
    extras = [f"extra:{x}" for x in labels]
    value = rng.choice(["指标目标值", "目标值", "年度指标值"])
    columns = ["level1", "level2", "level3", *(extras if before else []), "annual", *([] if before else extras)]
    headers = [*build.heads(rng), *(labels if before else ()), value, *(() if before else labels)]

    def prepare(project: Project) -> None:
        build.keep(project.indicators)
        for ind in project.indicators:
            for label in labels:
                known = ind.number if ind.sign != "定性" else ind.annual or ""
                ind.extra[label] = rng.choice([f"{known}{ind.unit}", known, ind.annual or "", "/"])

    return forms.series(
        rng, rng.randint(1, 3), forms.plan(rng, columns, headers), rng.choice(_TITLES), build.style(rng), prepare
    )


def form_points(rng: Random) -> Made:
    """A form with points in the level names, stars, must-fill marks and numbered names."""
    points = {"产出指标": 50, "效益指标": 30, "满意度指标": 10}
    braces = rng.choice(["（{n}分）", "({n}分)", "（权重{n}%）"])
    star, must, numbered = rng.random() < 0.5, rng.random() < 0.6, rng.random() < 0.6
    style = build.style(rng)

    def prepare(project: Project) -> None:
        build.keep(project.indicators)

    p = forms.plan(rng)
    if must:
        p.headers = [h + rng.choice(["（必填）", "*"]) for h in p.headers]
    made = forms.series(rng, rng.randint(1, 3), p, rng.choice(_TITLES), style, prepare)
    for table in (b for b in made.paper.blocks if isinstance(b, Table)):
        _decorate(table, points, braces, star=star, numbered=numbered)
    return made


def _decorate(table: Table, points: dict[str, int], braces: str, *, star: bool, numbered: bool) -> None:
    count = 0
    for r in table.rows:
        for cell in r.cells:
            if cell.field == "level1" and cell.text:
                cell.text += braces.format(n=points.get(cell.text, 10))
            elif cell.field == "level2" and cell.text:
                count = 0
            elif cell.field == "level3":
                count += 1
                cell.text = ("★" if star and count % 2 else "") + (f"指标{count}：" if numbered else "") + cell.text


def approval(rng: Random) -> Made:
    """An approval form with 成本指标 first and blank template rows."""
    style = build.style(rng)
    numbered = rng.choice(["指标{n}：", "指标{n}:", ""])
    p = forms.plan(rng)
    p.unit_label = rng.choice(["实施单位", "项目单位"])
    title = rng.choice(["项目支出绩效目标审批表", "项目支出绩效目标批复表", "项目支出绩效目标申报表"])

    def prepare(project: Project) -> None:
        build.keep(project.indicators)
        kinds = ["经济成本", *[k for k in ("社会成本", "生态成本") if rng.random() < 0.4]]
        first = indicators(rng, project.topic, kinds, project.amount, project.year)
        build.keep(first)
        project.indicators[:] = first + [i for i in project.indicators if i.level2 != "成本指标"]

    made = forms.series(rng, rng.randint(1, 3), p, title, style, prepare)
    for table in (b for b in made.paper.blocks if isinstance(b, Table)):
        _template_rows(rng, table, numbered)
    return made


def _template_rows(rng: Random, table: Table, numbered: str) -> None:
    """Number the names and leave what the template had: 指标2：, ……, a level 2 nobody filled in."""
    rows: list[Row] = []
    count = 0
    body = [r for r in table.rows if r.kind == "indicator"]
    width = table.width()
    for n, r in enumerate(body):
        at = r.find("level2")
        if at is not None and r.cells[at].text:
            count = 0
        count += 1
        name = r.find("level3")
        if name is not None:
            r.cells[name].text = numbered.format(n=count) + r.cells[name].text
        rows.append(r)
        ends = n + 1 == len(body) or bool(at is not None and body[n + 1].cells[at].text)
        if ends and rng.random() < 0.6:
            mark = rng.choice([numbered.format(n=count + 1), "……", "……"]) or "……"
            rows.append(_blank(width, {2: "", 3: mark}))
        if ends and rng.random() < 0.15 and n + 1 < len(body) and body[n + 1].cells[1].text == "":
            rows.append(_blank(width, {3: "……"}))
    start = table.rows.index(body[0])
    table.rows[start : start + len(body)] = rows


def _blank(width: int, texts: dict[int, str]) -> Row:
    return Row([Cell(texts.get(i, "")) for i in range(width)], "blank")


def two_header_rows(rng: Random) -> Made:
    """The header on two rows: a band above (年度绩效指标 over the levels, 指标值 over its parts)."""
    style = build.style(rng)
    columns = ["level1", "level2", "level3", "sign", "number", "unit", "extra:权重"]
    p = forms.plan(rng, columns, [*LEVELS3, "计算符号", "指标值", "度量单位", "权重"])

    def prepare(project: Project) -> None:
        build.keep(project.indicators)
        build.weights(rng, project.indicators, "权重")
        for ind in project.indicators:
            build.in_parts(ind)

    made = forms.series(rng, rng.randint(1, 2), p, rng.choice(_TITLES), style, prepare)
    for table in (b for b in made.paper.blocks if isinstance(b, Table)):
        at = next(i for i, r in enumerate(table.rows) if r.kind == "header")
        band = Row(
            [Cell(p.side), Cell("指标名称"), Cell(), Cell(), Cell("目标值"), Cell(), Cell(), Cell("权重")], "header"
        )
        table.rows[at].cells[0].text = ""
        table.rows[at].cells[-1].text = ""
        table.rows.insert(at, band)
        table.running = [*[r for r in table.running if r.kind == "form"], _copy(band), _copy(table.rows[at + 1])]
        fill(table.rows, table.width())
    return made


def _copy(r: Row) -> Row:
    return Row([Cell(c.text) for c in r.cells], r.kind)


def wrapped_headers(rng: Random) -> Made:
    """Labels and headers wrapped over lines in their cells."""
    style = build.style(rng)
    style.wrap = "<br>" if style.form == "md" else " "
    p = forms.plan(rng)
    p.headers = [h[: len(h) // 2] + "\n" + h[len(h) // 2 :] for h in p.headers]
    p.side = "绩\n效\n指\n标"
    p.goal_label = p.goal_label[:2] + "\n" + p.goal_label[2:]
    p.money_label = p.money_label.replace("（", "\n（")
    return forms.series(rng, rng.randint(1, 3), p, rng.choice(_TITLES), style)


def level2_only(rng: Random) -> Made:
    """Two level columns only, the first with 数量指标 …: level 1 is not printed."""
    style = build.style(rng)
    heads = rng.choice(
        [("一级指标", "二级指标"), ("指标类型", "指标名称"), ("指标类别", "指标内容"), ("二级指标", "三级指标")]
    )
    p = forms.plan(rng, ["level2", "level3", "annual"], [*heads, rng.choice(["指标值", "目标值", "年度指标值"])])

    def prepare(project: Project) -> None:
        build.keep(project.indicators)
        for ind in project.indicators:
            ind.doubt("level1", ind.level1, note="No level 1 is printed.")
            ind.level1 = None

    return forms.series(rng, rng.randint(2, 4), p, rng.choice(_TITLES), style, prepare)


def spaced_form(rng: Random) -> Made:
    """A form out of a PDF: cells parted by blanks, empty cells gone."""
    style = build.style(rng, ("spaced",))
    p = forms.plan(rng)
    p.goal_in_row, p.running_name, p.side = True, False, "绩效指标"
    return forms.series(rng, rng.randint(2, 3), p, rng.choice(_TITLES), style)


def satisfaction_odd(rng: Random) -> Made:
    """Levels outside the usual: 满意度 with no level 2, 其他指标, 履职效能, 实施效果."""
    style = build.style(rng)
    odd = rng.choice([("其他指标", "其他指标"), ("保障指标", "制度建设指标"), ("影响力指标", "长效管理")])
    blank = rng.random() < 0.5
    renamed = rng.choice(
        [
            {},
            {"产出指标": "项目完成指标", "效益指标": "项目效益指标"},
            {"产出指标": "完成指标"},
            {"效益指标": "效果指标"},
        ]
    )

    def prepare(project: Project) -> None:
        build.keep(project.indicators)
        for ind in project.indicators:
            ind.level1 = renamed.get(ind.level1 or "", ind.level1)
            if ind.kind == "持续":
                ind.level1, ind.level2 = odd
            elif ind.kind == "满意" and blank:
                ind.level1, ind.level2 = "满意度", None
        order = [renamed.get("产出指标", "产出指标"), renamed.get("效益指标", "效益指标"), odd[0]]
        project.indicators.sort(key=lambda i: order.index(i.level1) if i.level1 in order else 9)

    return forms.series(rng, rng.randint(1, 3), forms.plan(rng), rng.choice(_TITLES), style, prepare)
