"""Single-project forms: labels and values above, the indicator grid below."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from tools.corpus import build, words
from tools.corpus.build import Made
from tools.corpus.content import Project
from tools.corpus.paper import Cell, Line, Paper, Row, Style, Table, fill, row
from tools.corpus.truth import Entry, Truth

VALUES = (
    *("指标值", "指标值", "年度指标值", "年度指标值", "本年度指标值", "目标值"),
    *("指标值（包含数字及文字描述）", "年度目标值", "预期指标值"),
)


@dataclass
class Plan:
    """How one form is printed: its columns with their headers, its labels."""

    columns: list[str]
    headers: list[str]
    goal_label: str = "年度目标"
    goal_in_row: bool = True
    money_label: str = "项目资金（万元）"
    money_rows: tuple[str, ...] = ("年度资金总额", "财政拨款", "其他资金")
    money_first: bool = False
    pairs: tuple[str, ...] = ()
    unit_label: str = "实施单位"
    side: str = "绩效指标"
    running_name: bool = True
    money: str = "plain"
    colon: str = "："
    markup: bool = False


def plan(rng: Random, columns: list[str] | None = None, headers: list[str] | None = None) -> Plan:
    """A plan with the usual freedom in labels."""
    columns = columns or ["level1", "level2", "level3", "annual"]
    value = rng.choice(VALUES)
    headers = headers or [*build.heads(rng), value]
    pools = [
        ("项目属性",),
        ("项目类别", "项目期限"),
        ("主管部门",),
        ("主管部门", "项目属性"),
        (),
        ("项目起止时间",),
        ("项目负责人", "联系电话"),
    ]
    return Plan(
        columns,
        headers,
        goal_label=rng.choice(["年度目标", "总体目标", "年度总体目标", "绩效目标", "年度绩效目标", "项目绩效目标"]),
        goal_in_row=rng.random() < 0.7,
        money_label=rng.choice(
            ["项目资金（万元）", "项目资金(万元)", "资金情况（万元）", "项目资金申请（万元）", "预算资金（万元）"]
        ),
        money_rows=rng.choice(
            [
                ("年度资金总额", "财政拨款", "其他资金"),
                ("年度资金总额", "财政拨款", "上年结转资金", "其他资金"),
                ("资金总额", "财政拨款", "财政专户管理资金", "单位资金"),
                ("年度金额", "财政拨款", "其他资金"),
            ]
        ),
        money_first=rng.random() < 0.4,
        pairs=rng.choice(pools),
        unit_label=rng.choice(["实施单位", "项目实施单位", "项目单位", "实施单位"]),
        side=rng.choice(["绩效指标", "绩效指标", "绩\n效\n指\n标", "年度绩效指标"]),
        running_name=rng.random() < 0.7,
        money=rng.choice(["plain", "comma", "short"]),
        colon=rng.choice(["：", ":", "："]),
        markup=rng.random() < 0.3,
    )


def attribute(rng: Random, label: str, project: Project) -> str:
    """A value for one of the printed pairs."""
    year = project.year
    return {
        "项目属性": lambda: rng.choice(["经常性项目", "一次性项目", "延续项目", "新增项目"]),
        "项目类别": lambda: rng.choice(["其他运转类", "特定目标类", "部门项目", "专项业务费"]),
        "项目期限": lambda: rng.choice(["1年", "3年", "长期", f"{year}-{year + 2}年"]),
        "项目起止时间": lambda: rng.choice(
            [f"{year}年1月-{year}年12月", f"{year}-01-01至{year}-12-31", f"{year}.1-{year}.12"]
        ),
        "主管部门": lambda: project.office,
        "项目负责人": lambda: rng.choice("周吴郑王冯陈褚卫蒋沈") + rng.choice(["晓东", "文静", "立军", "海燕", "敏"]),
        "联系电话": lambda: f"0{rng.randint(310, 999)}-{words.digits(rng, 7)}",
        "项目编码": lambda: words.digits(rng, 8) + "T" + words.digits(rng, 12),
        "省级主管部门": lambda: rng.choice(["省财政厅", "省" + project.topic.name + "厅"]),
    }[label]()


def wide(label: str, value: Cell | str, width: int, *, last: bool = False) -> Row:
    """A label and one value over the rest of the row; `last`: the value stands in the last column."""
    cell = value if isinstance(value, Cell) else Cell(value)
    blanks = [Cell() for _ in range(max(0, width - 2))]
    return Row([Cell(label), *blanks, cell] if last else [Cell(label), cell, *blanks])


def pair_rows(rng: Random, project: Project, entry: Entry, labels: tuple[str, ...], width: int) -> list[Row]:
    """Rows of printed pairs, two a row where there is room."""
    for label in labels:
        entry.attributes[label] = attribute(rng, label, project)
    cells = [(label, Cell(entry.attributes[label] or "", entry, label)) for label in labels]
    if len(cells) == 2 and width >= 5 and rng.random() < 0.7:
        (a, x), (b, y) = cells
        gap = [Cell() for _ in range(width - 4)]
        return [Row([Cell(a), x, *gap, Cell(b), y])]
    return [wide(label, cell, width) for label, cell in cells]


def money_rows(project: Project, entry: Entry, p: Plan, width: int) -> list[Row]:
    """The block of money: total, then its parts below 其中."""
    total, main, other = build.split_money(project, p.money)
    values = dict.fromkeys(p.money_rows) | {
        p.money_rows[0]: total,
        p.money_rows[1]: main,
        p.money_rows[-1]: other,
    }
    rows = []
    for n, label in enumerate(p.money_rows):
        entry.amounts[label] = values[label]
        printed = ("其中" + p.colon if n == 1 else "") + label + (p.colon if n == 0 else "")
        cell = Cell(values[label] or "", entry, f"amounts[{label}]")
        blanks = [Cell() for _ in range(width - 3)]
        middle = [cell, *blanks] if p.money_first else [*blanks, cell]
        rows.append(Row([Cell(p.money_label if n == 0 else ""), Cell(printed), *middle]))
    return rows


def goal_rows(project: Project, entry: Entry, p: Plan, width: int) -> list[Row]:
    """The goal, beside its label or below it."""
    cell = build.goal_cell(project, entry)
    if p.goal_in_row:
        return [wide(p.goal_label, cell, width)]
    if p.markup:
        cell.text = f"<p>{cell.text}</p>"
    return [row("form", p.goal_label, *[""] * (width - 1)), Row([cell, *[Cell() for _ in range(width - 1)]])]


def grid(project: Project, p: Plan, style: Style) -> tuple[list[Row], Row]:
    """The header and the rows of indicators; also the header alone, for continuation pages."""
    head = Row([Cell(p.side), *[Cell(h) for h in p.headers]], "header")
    rows = build.indicator_rows(project.indicators, ["side", *p.columns])
    for r in rows:
        r.cells[0].owner, r.cells[0].text = None, ""
    if not style.repeat:
        build.merge(rows)
    return [head, *rows], Row([Cell(c.text) for c in head.cells], "header")


def form(rng: Random, project: Project, p: Plan, style: Style) -> tuple[Table, Entry]:
    """One whole form."""
    width = max(len(p.columns) + 1, 4)
    entry = build.entry_of(project, {}, project.office if p.unit_label else None)
    name = wide("项目名称", Cell(project.name, entry, "name"), width)
    rows = [name]
    if p.unit_label:
        rows.append(wide(p.unit_label, Cell(project.office, entry, "unit"), width))
    rows += pair_rows(rng, project, entry, p.pairs, width)
    rows += money_rows(project, entry, p, width)
    rows += goal_rows(project, entry, p, width)
    body, head = grid(project, p, style)
    rows += body
    fill(rows, width)
    again = [wide("项目名称", project.name, width)] if p.running_name else []
    return Table(rows, running=[*again, head]), entry


def series(rng: Random, n: int, p: Plan, title: str, style: Style, prepare: object = None) -> Made:
    """Forms of one office, one after another."""
    owner, year, projects = build.start(rng, n)
    paper = Paper(style=style)
    marks = [f"({year}年度)", f"（{year}年度）", f"（{year}年）", ""]
    year_line = rng.choice(marks)
    truth = Truth(title, None, year if year_line else None, "万元")
    filler = rng.choice(["填报单位(盖章)", f"填报单位：{owner.name}", "", f"填报单位（盖章）：{owner.name}"])
    if owner.name in filler:
        truth.department = owner.name
    masthead = [t for t in (title, year_line, filler) if t]
    paper.masthead = masthead
    for project in projects:
        if callable(prepare):
            prepare(project)
        else:
            build.keep(project.indicators)
        table, entry = form(rng, project, p, style)
        for text in masthead:
            paper.lines(text, "")
        paper.blocks += [table, Line("")]
        truth.entries.append(entry)
    return Made(paper, truth)


def sheet_of_forms(rng: Random, titles: tuple[str, ...]) -> tuple[Paper, Truth, int, list[Project]]:
    """Paper, truth, year and projects of a few forms."""
    _, year, projects = build.start(rng, rng.randint(1, 3))
    title = rng.choice(titles)
    mark = rng.choice([f"（{year}年度）", f"({year}年度)", ""])
    paper = Paper(style=build.style(rng), masthead=[t for t in (title, mark) if t])
    return paper, Truth(title, None, year if mark else None, "万元"), year, projects
