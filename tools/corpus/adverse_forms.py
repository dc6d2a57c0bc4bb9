"""More forms: labels and values in one cell, monitoring, numbered levels, grids of other shapes, whole departments."""

from __future__ import annotations

from random import Random

from tools.corpus import build, content, forms, words
from tools.corpus.build import LEVELS3, Made
from tools.corpus.content import Project
from tools.corpus.forms import wide
from tools.corpus.paper import Cell, Line, Row, Table, fill, header, row
from tools.corpus.truth import Entry

_TITLES = ("项目支出绩效目标表", "项目支出绩效目标申报表", "部门预算项目绩效目标表", "预算项目绩效目标表")


def _body(project: Project, columns: list[str], style_repeat: bool, side: bool = True) -> list[Row]:
    rows = build.indicator_rows(project.indicators, [*(["side"] if side else []), *columns])
    if side:
        for r in rows:
            r.cells[0].owner, r.cells[0].text = None, ""
    if not style_repeat:
        build.merge(rows)
    return rows


def _forms(rng: Random, titles: tuple[str, ...] = _TITLES) -> tuple[Made, list[Project]]:
    paper, truth, _, projects = forms.sheet_of_forms(rng, titles)
    return Made(paper, truth), projects


def _place(made: Made, entry: Entry, rows: list[Row], head: Row | None = None) -> None:
    for text in made.paper.masthead:
        made.paper.lines(text, "")
    table = Table(rows, running=[Row([Cell(c.text) for c in head.cells], "header")] if head else [])
    fill(rows, table.width())
    made.paper.blocks += [table, Line("")]
    made.truth.entries.append(entry)


def labels_inside(rng: Random) -> Made:
    """Label and value in one cell: 项目名称：…, 年度资金总额：80.00."""
    made, projects = _forms(rng)
    goal_label = rng.choice(["年度目标", "总体目标", "绩效目标"])
    for project in projects:
        build.keep(project.indicators)
        total, main, other = build.split_money(project, "plain")
        entry = build.entry_of(project, {"年度资金总额": total, "财政拨款": main, "其他资金": other}, project.office)
        rows = [
            row("form", f"项目名称：{project.name}"),
            row("form", f"实施单位：{project.office}"),
            row(
                "form",
                "项目资金（万元）",
                f"年度资金总额：{total}",
                "",
                f"其中：财政拨款：{main}",
                f"其他资金：{other or ''}",
            ),
            wide(goal_label, build.goal_cell(project, entry), 5),
        ]
        head = header("绩效指标", *LEVELS3, rng.choice(["指标值", "年度指标值"]))
        rows += [head, *_body(project, ["level1", "level2", "level3", "annual"], made.paper.style.repeat)]
        _place(made, entry, rows, head)
    return made


def monitoring(rng: Random) -> Made:
    """Monitoring of the running year: target, half a year's result, what is expected, ticks for causes."""
    made, projects = _forms(rng, ("项目支出绩效目标执行监控表", "项目支出绩效运行监控表"))
    month = rng.choice(["1-6月", "1-7月", "1-8月"])
    for project in projects:
        build.keep(project.indicators)
        total, main, other = build.split_money(project, "plain")
        entry = build.entry_of(project, {}, project.office)
        entry.attributes["主管部门"] = project.office
        heads = ("年初预算数", f"{month}执行数", f"{month}执行率", "全年预计执行数")
        rows = [
            wide("项目名称", Cell(project.name, entry, "name"), 9),
            row("form", "主管部门", project.office, "", "", "实施单位", Cell(project.office, entry, "unit")),
            row("form", "项目资金（万元）", "", "", "", *heads),
        ]
        for label, value in (("年度资金总额", total), ("其中：财政拨款", main), ("其他资金", other)):
            plain = label.removeprefix("其中：")
            done = words.money(float(value) / 2, "plain") if value else None
            shown = (value, done, "50.00%" if value else "", value)
            cells = []
            for head_label, text in zip(heads, shown, strict=True):
                key = f"{plain}/{head_label}"
                if "率" not in head_label:
                    entry.amounts[key] = text
                elif text:
                    entry.attributes[key] = text
                cells.append(Cell(text or "", entry, f"amounts[{key}]"))
            rows.append(row("form", "", label, "", "", *cells))
        rows.append(wide("年度总体目标", build.goal_cell(project, entry), 9))
        extras = (f"{month}执行情况", "全年预计完成情况", "完成目标可能性", "偏差原因分析")
        for ind in project.indicators:
            ind.extra[extras[0]] = rng.choice(["已完成", ind.annual or "", "50%", "未到期"])
            ind.extra[extras[1]] = ind.annual or ""
            ind.extra[extras[2]] = rng.choice(["确定能", "有可能", "确定能"])
            ind.extra[extras[3]] = rng.choice(["", "", "进度滞后"])
        head = header("绩效指标", *LEVELS3, "年度指标值", *extras)
        columns = ["level1", "level2", "level3", "annual", *[f"extra:{x}" for x in extras]]
        rows += [head, *_body(project, columns, made.paper.style.repeat)]
        _place(made, entry, rows, head)
    return made


def numbered_levels(rng: Random) -> Made:
    """一、产出指标, （一）数量指标: levels with numbers before them, a column of serial numbers."""
    made, projects = _forms(rng)
    serial = rng.random() < 0.5
    for project in projects:
        build.keep(project.indicators)
        entry = build.entry_of(project, {"预算金额": words.money(project.amount, "plain")}, project.office)
        rows = [
            wide("项目名称", Cell(project.name, entry, "name"), 5),
            wide("项目单位", Cell(project.office, entry, "unit"), 5),
            wide("预算金额（万元）", Cell(entry.amounts["预算金额"] or "", entry, "amounts[预算金额]"), 5),
            wide("绩效目标", build.goal_cell(project, entry), 5),
        ]
        entry.amounts = {"预算金额（万元）": entry.amounts["预算金额"]}
        head = header(*(["序号"] if serial else ["绩效指标"]), *LEVELS3, "指标值")
        body = _body(project, ["level1", "level2", "level3", "annual"], made.paper.style.repeat)
        firsts: list[str] = []
        seconds = 0
        for n, r in enumerate(body, 1):
            if serial:
                r.cells[0].text = str(n)
            one, two = r.cells[1], r.cells[2]
            if one.text and one.text not in firsts:
                firsts.append(one.text)
                seconds = 0
            if two.text:
                seconds += 1
                two.text = f"（{'一二三四五六七八九十'[(seconds - 1) % 10]}）{two.text}"
            if one.text:
                one.text = f"{'一二三四五六'[firsts.index(one.text)]}、{one.text}"
        rows += [head, *body]
        _place(made, entry, rows, head)
    return made


def level1_rows(rng: Random) -> Made:
    """Level 1 in heading rows between the indicators, no column for it."""
    made, projects = _forms(rng)
    for project in projects:
        build.keep(project.indicators)
        entry = build.entry_of(project, {}, project.office)
        total, main, other = build.split_money(project, "plain")
        rows = [
            row("form", "项目名称", Cell(project.name, entry, "name")),
            row("form", "实施单位", Cell(project.office, entry, "unit")),
        ]
        for label, value in (("资金总额（万元）", total), ("财政拨款", main), ("其他资金", other)):
            entry.amounts[label] = value
            rows.append(row("form", label, Cell(value or "", entry, f"amounts[{label}]")))
        rows.append(row("form", "年度绩效目标", build.goal_cell(project, entry)))
        head = header("序号", "二级指标", "三级指标", "指标值")
        rows.append(head)
        above = ""
        for serial, r in enumerate(_body(project, ["level2", "level3", "annual"], made.paper.style.repeat), 1):
            owner = r.cells[2].owner
            if owner is not None and getattr(owner, "level1", "") != above:
                above = getattr(owner, "level1", "")
                number = "一二三四五"[sum(other.kind == "blank" for other in rows)]
                rows.append(row("blank", number, above, "", ""))
                if not r.cells[1].text:
                    r.cells[1].text = getattr(owner, "level2", "") or ""
            r.cells[0].text = str(serial)
            rows.append(r)
        _place(made, entry, rows, head)
    return made


def parts_orders(rng: Random) -> Made:
    """Forms with the value in three columns, in any order, with the kind of sign and of figure beside it."""
    orders = [
        ["sign", "number", "unit"],
        ["number", "unit", "sign"],
        ["unit", "sign", "number"],
        ["sign", "unit", "number"],
    ]
    order = rng.choice(orders)
    names = {
        "sign": rng.choice(["计算符号", "指标性质", "比较符", "运算符"]),
        "number": rng.choice(["指标值", "目标值", "年度指标值", "指标数值"]),
        "unit": rng.choice(["计量单位", "度量单位", "单位", "指标单位"]),
    }
    extra = rng.choice([(), ("指标方向性",), ("定量/定性", "权重"), ("权重", "指标方向"), ("分值权重（90%）",)])
    columns = ["level1", "level2", "level3", *order, *[f"extra:{x}" for x in extra]]
    headers = [*build.heads(rng), *[names[n] for n in order], *extra]

    def prepare(project: Project) -> None:
        build.keep(project.indicators)
        for ind in project.indicators:
            build.in_parts(ind, tuple(order))
        for label in extra:
            if "权重" in label:
                build.weights(rng, project.indicators, label, 90)
                continue
            for ind in project.indicators:
                ways = {"定量/定性": "定性" if ind.sign == "定性" else "定量"}
                ind.extra[label] = ways.get(label, "反向" if ind.sign in ("≤", "<") else "正向")

    plan = forms.plan(rng, columns, headers)
    return forms.series(rng, rng.randint(1, 3), plan, rng.choice(_TITLES), build.style(rng), prepare)


def period_and_year(rng: Random) -> Made:
    """Goal and value for the whole period beside those of the year, one name for both."""
    made, projects = _forms(rng)
    far = rng.choice(["实施期目标", "中长期目标", "总体目标", "实施周期目标"])
    near = rng.choice(["年度目标", "当年目标", "年度绩效目标"])
    columns = rng.choice(
        [("实施周期指标值", "年度指标值"), ("实施期指标值", "本年度指标值"), ("中期指标值", "当年指标值")]
    )
    swap = rng.random() < 0.3
    for project in projects:
        build.keep(project.indicators, period=True)
        entry = build.entry_of(project, {}, project.office)
        whole = "".join(content.goal(rng, project.topic, project.topic.projects[0], project.year))
        total, main, other = build.split_money(project, "plain")
        rows = [
            wide("项目名称", Cell(project.name, entry, "name"), 6),
            wide("实施单位", Cell(project.office, entry, "unit"), 6),
        ]
        for n, (label, value) in enumerate((("年度资金总额", total), ("财政拨款", main), ("其他资金", other))):
            entry.amounts[label] = value
            first = "资金情况（万元）" if n == 0 else ""
            printed = ("其中：" if n == 1 else "") + label
            rows.append(row("form", first, printed, "", Cell(value or "", entry, f"amounts[{label}]")))
        entry.attributes[far] = whole
        rows.append(row("form", "总体目标" if far != "总体目标" else "绩效目标", far, "", "", near, ""))
        rows.append(row("form", "", Cell(whole, entry, far), "", "", build.goal_cell(project, entry), ""))
        heads = [*build.heads(rng), *(columns[::-1] if swap else columns)]
        head = header("绩效指标", *heads)
        order = ["annual", "period"] if swap else ["period", "annual"]
        rows += [head, *_body(project, ["level1", "level2", "level3", *order], made.paper.style.repeat)]
        _place(made, entry, rows, head)
    return made


def department_evaluation(rng: Random) -> Made:
    """Self-evaluation of a whole department: money grid, tasks as prose, target and result, points."""
    style = build.style(rng)
    owner, year, projects = build.start(rng, 1, 8, 12)
    project = projects[0]
    title = rng.choice(["部门整体支出绩效自评表", "{y}年度部门整体支出绩效自评表", "部门整体绩效自评表"]).format(y=year)
    made = Made(forms.Paper(style=style, masthead=[title]), forms.Truth(title, owner.name, None, "万元"))
    if str(year) in title:
        made.truth.year = year
    entry = Entry(kind="department", name=owner.name, goal="".join(project.goal), indicators=project.indicators)
    columns = ("年初预算数", "全年预算数", "全年执行数")
    rows = [
        wide(rng.choice(["部门名称", "部门（单位）名称"]), Cell(owner.name, entry, "name"), 9),
        row("form", "部门预算资金（万元）", "", *columns, "分值", "执行率", "得分"),
    ]
    for n, label in enumerate(("资金总额", "基本支出", "项目支出")):
        value = round(project.amount * (1, 0.7, 0.3)[n], 2)
        cells = []
        for column, rate in zip(columns, (1, 1.02, 0.97), strict=True):
            key = f"{label}/{column}"
            entry.amounts[key] = words.money(value * rate, "plain")
            cells.append(Cell(entry.amounts[key] or "", entry, f"amounts[{key}]"))
        rows.append(row("form", "", label, *cells, *(["10", "95.10%", "9.5"] if n == 0 else ["", "95.10%", ""])))
    done = "；".join(content.sentences(rng, owner.topic, 2, year)) + "，均已完成。"
    entry.attributes["实际完成情况"] = done
    rows.append(row("form", "年度总体目标完成情况", "预期目标", "", "", "", "实际完成情况"))
    rows.append(row("form", "", Cell(entry.goal or "", entry, "goal"), "", "", "", Cell(done, entry, "实际完成情况")))
    build.keep(project.indicators)
    build.weights(rng, project.indicators, "分值", 90)
    for ind in project.indicators:
        ind.extra |= {"全年实际值": ind.annual or "", "得分": ind.extra["分值"], "偏差原因及改进措施": ""}
    head = header("年度绩效指标", *LEVELS3, "年度指标值", "全年实际值", "分值", "得分", "偏差原因及改进措施")
    fields = ["annual", "extra:全年实际值", "extra:分值", "extra:得分", "extra:偏差原因及改进措施"]
    rows += [head, *_body(project, ["level1", "level2", "level3", *fields], style.repeat)]
    rows.append(row("form", "总分", "", "", "", "", "", "100", "99.5", ""))
    _place(made, entry, rows, head)
    return made


def project_with_reasons(rng: Random) -> Made:
    """A long application: reasons, plan of the work by months, then the targets."""
    made, projects = _forms(rng, ("项目支出绩效目标申报表", "财政支出项目绩效目标申报表"))
    for project in projects:
        build.keep(project.indicators)
        entry = build.entry_of(project, {}, project.office)
        total, main, other = build.split_money(project, "plain")
        reason = f"根据{project.topic.name}工作要点，需要开展{project.name}。"
        entry.attributes = {"立项依据": reason, "项目概况": f"{project.name}由{project.office}实施。"}
        rows = [
            wide("项目名称", Cell(project.name, entry, "name"), 6),
            row("form", "项目单位", Cell(project.office, entry, "unit"), "", "项目负责人", "周立军", ""),
        ]
        entry.attributes["项目负责人"] = "周立军"
        for n, (label, value) in enumerate((("资金总额", total), ("财政拨款", main), ("其他资金", other))):
            entry.amounts[label] = value
            first = "项目资金申请（万元）" if n == 0 else ""
            rows.append(row("form", first, label + "：", "", Cell(value or "", entry, f"amounts[{label}]"), "", ""))
        rows += [wide(label, value or "", 6) for label, value in list(entry.attributes.items())[:2]]
        rows.append(wide(rng.choice(["年度绩效目标", "项目绩效目标"]), build.goal_cell(project, entry), 6))
        head = header("年度绩效指标", "一级指标", "二级指标", "指标内容", "指标值", "备注")
        for ind in project.indicators:
            ind.extra["备注"] = ""
        rows += [
            head,
            *_body(project, ["level1", "level2", "level3", "annual", "extra:备注"], made.paper.style.repeat),
            row("form", "其他需要说明的问题", rng.choice(["无", ""]), "", "", "", ""),
        ]
        _place(made, entry, rows, head)
    return made
