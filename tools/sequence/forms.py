"""Documents that are forms: one project or several, self-evaluations, whole departments."""

from __future__ import annotations

from reviewer.extract.sequence.roles import SegmentRole as R
from tools.corpus.truth import Entry, Truth
from tools.sequence import contents, inventing, tables, wording
from tools.sequence.contents import Context
from tools.sequence.paper import Cell, Line, Paper, Run, Table, label, plain, value
from tools.sequence.rows import MONEY, Rows, goal_rows, money_grid, pairs
from tools.sequence.stock import STOCK

_SIGNATURES = (
    "填报人：{n}",
    "审核人：{n}",
    "联系电话：{t}",
    "单位负责人（签字）：{n}",
    "填表日期：{y}年{m}月{d}日",
    "财务负责人：{n}",
)


def masthead(c: Context, truth: Truth, kind: str, office: bool = True) -> list[Line]:
    """Title, year, department and money unit above a table."""
    rng = c.rng
    truth.title = wording.title(rng, kind, c.year, c.office)
    lines = []
    if rng.random() < 0.2:
        lines.append(Line([Run(rng.choice(["附件", "附件2", "表8", "附表3", "附件1-2：", "公开09表", "预算12表"]))]))
    mark = rng.choice(["# ", "## ", "**", "【", "　　", "《"]) if rng.random() < 0.1 else ""
    shown = truth.title
    if rng.random() < 0.06 and len(shown) > 12:
        cut = rng.randint(5, len(shown) - 6)
        shown = shown[:cut] + "\n" + shown[cut:]
    titled = [Run(mark), Run(shown, R.TITLE, truth, "title"), Run({"**": "**", "【": "】", "《": "》"}.get(mark, ""))]
    lines.append(Line(titled))
    if str(c.year) in truth.title:
        truth.year = c.year
    if rng.random() < 0.35:
        left, right = rng.choice(
            [("（", "年度）"), ("(", "年)"), ("（", "）"), ("", "年度"), ("", " 年"), ("年度：", "")]
        )
        year = [Run(left), Run(str(c.year), R.YEAR, truth, "year"), Run(right)]
        if rng.random() < 0.25:
            titled += [Run(rng.choice([" ", "  ", "\u3000", "\n"])), *year]
        else:
            lines.append(Line(year))
        truth.year = c.year
    runs: list[Run] = []
    if office and rng.random() < 0.5:
        truth.department = c.office
        glue = rng.choice(["：", ":", "： ", "  "])
        runs += [
            Run(wording.label(rng, "department"), R.HEADER),
            Run(glue),
            Run(c.office, R.DEPARTMENT, truth, "department"),
        ]
    if rng.random() < 0.45:
        truth.money_unit = rng.choice(["万元", "万元", "元"])
        lead = rng.choice(["单位：", "金额单位：", "单位:", "（单位：", "金额单位： "])
        unit = [
            Run(lead),
            Run(truth.money_unit, R.MONEY_UNIT, truth, "money_unit"),
            Run("）" if lead[0] == "（" else ""),
        ]
        if runs and rng.random() < 0.7:
            runs += [Run(rng.choice(["  ", "      ", "\u3000\u3000", "\t", " "])), *unit]
        else:
            lines.append(Line(unit))
    if runs:
        lines.append(Line(runs))
    return lines


def _loose(c: Context, rows: Rows) -> list[Line]:
    """The rows of a form as lines of text with colons."""
    glue, apart = c.rng.choice([("：", "\n"), ("：", "  "), (":", "\n"), (" ", "\n"), ("：", "\t"), ("\n", "\n")])
    lines = []
    for row in rows:
        runs: list[Run] = []
        cells = [cell for cell in row if cell.text and not cell.above]
        for n, cell in enumerate(cells):
            runs += [*cell.runs, Run("" if n == len(cells) - 1 else glue if n % 2 == 0 else apart)]
        if runs:
            lines.append(Line(runs))
    return lines


def _tail(c: Context, width: int) -> Rows:
    rng, rows = c.rng, []
    if rng.random() < 0.2:
        rows.append(
            [
                label(rng.choice(["备注", "其他说明", "说明"])),
                plain(rng.choice(["", "无", inventing.sentence(rng, c.year)])),
            ]
        )
    if rng.random() < 0.2:
        row: list[Cell] = []
        for shape in rng.sample(_SIGNATURES, rng.randint(1, 3)):
            row.append(
                plain(
                    shape.format(
                        n=inventing.syllables(rng, 2, 3),
                        t=rng.randint(2000000, 8999999),
                        y=c.year,
                        m=rng.randint(1, 12),
                        d=rng.randint(1, 28),
                    )
                )
            )
        rows.append(row)
    if rng.random() < 0.06:
        notes = [f"{n}.{inventing.sentence(rng, c.year)}。" for n in range(1, rng.randint(2, 4))]
        rows.append(
            [plain(rng.choice(["注：", "说明：", "备注：", "填表说明："]) + rng.choice(["", "\n"]).join(notes))]
        )
    if rng.random() < 0.05:
        rows.append([label("总分"), plain("100"), plain(f"{rng.uniform(85, 100):.1f}")])
    return rows


def _indicator_part(c: Context, entry: Entry, allow_packed: bool = True) -> tuple[Rows, int]:
    """The rows of the indicators with their header (its row number), in one of the ways forms have."""
    rng = c.rng
    draw = rng.random()
    if allow_packed and draw < 0.07 and not c.extras:
        runs = tables.packed(c, entry.indicators, rng.random() < 0.9, rng.random() < 0.85)
        return [[label(wording.label(rng, "indicators")), Cell(runs, 4)]], -1
    if draw < 0.11 and c.period and not c.extras:
        return tables.two_sides(c, entry), 0
    columns = tables.choose_columns(c)
    header = tables.heads(c, columns)
    if draw < 0.16 and "level1" in columns and "code1" not in columns and "level2" in columns:
        inner = [h for h, x in zip(header, columns, strict=True) if x not in ("level1", "side")]
        return [inner, *tables.bands(c, entry.indicators, columns)], 0
    rows = tables.two_rows(c, columns, header) if rng.random() < 0.08 else [header]
    return [*rows, *tables.body(c, entry.indicators, columns)], 0


def _blocks_of_periods(c: Context, entry: Entry) -> Rows:
    """The long-term indicators as one block and the annual ones as another."""
    rng = c.rng
    half = max(1, len(entry.indicators) // 2)
    rows: Rows = []
    parts = [("period", entry.indicators[:half]), ("annual", entry.indicators[half:])]
    for kind, inds in parts:
        for ind in inds:
            ind.extra = {}
            if kind == "period":
                ind.period, ind.annual = ind.annual, None
        head = (
            rng.choice(["长期绩效指标", "实施期绩效指标", "中长期指标"])
            if kind == "period"
            else rng.choice(["年度绩效指标", "当年绩效指标", "年度指标"])
        )
        words = [
            head,
            *[wording.label(rng, x) for x in ("level1", "level2", "level3")],
            rng.choice(["指标值", "目标值"]),
        ]
        rows.append([label(w) for w in words])
        held = c.period
        c.period = True
        columns = ["side", "level1", "level2", "level3", kind]
        annuals = [i.annual for i in inds]
        rows += tables.body(c, inds, [*columns[:4], "period"] if kind == "period" else columns)
        for ind, annual in zip(inds, annuals, strict=True):
            ind.annual = annual
        c.period = held
    return rows


def sections(c: Context) -> Paper:
    """Headings (long-term goal, its indicators, the goal of the year, its indicators) with text and a table under each."""
    rng, truth = c.rng, Truth("")
    blocks: list[Table | Line] = [*masthead(c, truth, "project")]
    entry = contents.entry(c, rng.randint(3, 9))
    truth.entries.append(entry)
    if rng.random() < 0.8:
        glue = rng.choice(["：", "："])
        blocks.append(
            Line([Run(wording.label(rng, "entry_name"), R.HEADER), Run(glue), Run(entry.name, R.NAME, entry, "name")])
        )
    else:
        blocks.append(Line([Run(entry.name, R.NAME, entry, "name"), Run(rng.choice(["绩效目标", "项目绩效目标表"]))]))
    half = rng.choice([0, len(entry.indicators), len(entry.indicators) // 2])
    numbers = iter(
        rng.choice(
            ["（一）,（二）,（三）,（四）", "一、,二、,三、,四、", "1.,2.,3.,4.", "1、,2、,3、,4、", ",,,"]
        ).split(",")
    )
    parts = [("period", rng.choice(STOCK["LONG"]), entry.indicators[:half])]
    parts.append(("annual", rng.choice(STOCK["YEARLY"]), entry.indicators[half:]))
    for kind, when, inds in parts:
        if not inds:
            continue
        goal = kind == "annual" or half == len(entry.indicators)
        key = f"{when}目标"
        text = entry.goal if goal else inventing.prose(rng, c.year, 4)
        if not goal:
            entry.attributes[key] = text
        said = Run(
            text or "", R.GOAL if kind == "annual" else R.PERIOD_GOAL, entry, "goal" if goal else f"attributes[{key}]"
        )
        blocks += [Line([Run(next(numbers)), Run(key, R.HEADER)]), Line([said])]
        blocks.append(Line([Run(next(numbers)), Run(f"{when}指标", R.HEADER)]))
        for ind in inds:
            ind.extra = {}
            ind.period, ind.annual = (ind.annual, None) if kind == "period" else (None, ind.annual)
        annuals = [i.annual for i in inds]
        columns = ["level1", "level2", "level3", kind]
        words = [label(wording.label(rng, x)) for x in columns[:3]] + [
            label(rng.choice(["指标值", "目标值", "预期值"]))
        ]
        blocks.append(Table([words, *tables.body(c, inds, columns)], 0))
        for ind, annual in zip(inds, annuals, strict=True):
            ind.annual = annual
    return Paper(blocks, truth, "sections")


def project_rows(c: Context, entry: Entry, evaluation: bool = False, headed: bool = False) -> tuple[Rows, int]:
    """All rows of one project's form, and the number of its header row."""
    rng = c.rng
    if not evaluation and not c.extras and rng.random() < 0.06:
        tail, head = _blocks_of_periods(c, entry), 0
    else:
        tail, head = _indicator_part(c, entry)
    width = max(4, max((sum(x.across for x in r) for r in tail), default=4))
    rows = pairs(c, entry, width, named=not headed)
    if rng.random() < 0.85:
        rows += (money_grid if evaluation and rng.random() < 0.8 else rng.choice(MONEY))(c, entry, width)
    if evaluation and rng.random() < 0.85:
        rows += goal_rows(c, entry, width, result=True)
    elif rng.random() < 0.93:
        rows += goal_rows(c, entry, width, period=rng.random() < 0.2)
    else:
        entry.goal = None
    if rng.random() < 0.04:  # indicators before the goal
        return [*tail, *rows], head
    at = len(rows) + head if head >= 0 else -1
    return [*rows, *tail, *_tail(c, width)], at


def form(c: Context, n: int = 1, evaluation: bool = False) -> Paper:
    """One or several projects, a form each."""
    rng, truth = c.rng, Truth("")
    blocks: list[Table | Line] = []
    if evaluation and not c.extras:
        c.extras = wording.labels(rng, "extra", rng.randint(2, 4))
    elif not evaluation and rng.random() < 0.25:
        c.extras = wording.labels(rng, "extra", rng.randint(1, 2))
    if rng.random() < 0.92:
        blocks += masthead(c, truth, "result" if evaluation else "project")
    else:
        truth.title = ""
    extras = c.extras
    again, headed = rng.random() < 0.5, rng.random() < 0.1
    for i in range(n):
        c.extras = list(extras)
        entry = contents.entry(c, rng.randint(2, 14 if n < 3 else 7))
        truth.entries.append(entry)
        rows, head = project_rows(c, entry, evaluation, headed)
        if i and again and truth.title:
            blocks.append(Line([Run(truth.title, R.TITLE)]))
        if headed:
            number = rng.choice(["{n}、", "（{n}）", "项目{n}：", "{n}.", "", "## ", "项目名称："]).format(n=i + 1)
            blocks.append(Line([Run(number), Run(entry.name, R.NAME, entry, "name")]))
        if head > 1 and rng.random() < 0.12:
            blocks += [*_loose(c, rows[:head]), Table(rows[head:], 0)]
        else:
            blocks.append(Table(rows, head))
    return Paper(blocks, truth, "evaluation" if evaluation else ("form" if n == 1 else "forms"))


def _duties(c: Context, entry: Entry, width: int) -> Rows:
    rng = c.rng
    words = ["部门职能概述", "主要职责", "部门主要职责", "单位职能概述", "职能职责", "部门职责"]
    word = rng.choice([w for w in words if w not in entry.attributes])
    if rng.random() < 0.2:
        return _duty_table(c, word)
    text = inventing.prose(rng, c.year, 5)
    entry.attributes[word] = text
    return [[label(word, R.ATTRIBUTE_LABEL), value(text, R.ATTRIBUTE, entry, f"attributes[{word}]", max(1, width - 1))]]


def _duty_table(c: Context, word: str) -> Rows:
    """Duties with what is done for them, row by row: no field of the truth."""
    rows = [
        [
            label(word),
            label(c.rng.choice(["职责", "职能", "活动"])),
            label(c.rng.choice(["具体活动", "工作内容", "说明"])),
        ]
    ]
    for _ in range(c.rng.randint(1, 4)):
        rows.append(
            [Cell([], above=True), plain(inventing.sentence(c.rng, c.year)), plain(inventing.prose(c.rng, c.year, 2))]
        )
    return rows


def _money_pairs(c: Context, entry: Entry, width: int) -> Rows:
    """Money in two pairs of columns under heads, by use and by source."""
    rng = c.rng
    amount = rng.choice(["预算金额", "金额", "预算数"])
    unit = [Run("（"), Run("万元", R.MONEY_UNIT), Run("）")] if rng.random() < 0.6 else []
    heads = [wording.label(rng, "funds"), wording.label(rng, "amount_head"), wording.label(rng, "amount_head")]
    both = Cell([Run(amount, R.HEADER), *unit])
    rows = [[label(heads[0]), label(heads[1]), both, label(heads[2]), Cell(list(both.runs))]]
    names = [n for n in wording.labels(rng, "amount", 2 * rng.randint(1, 3)) if n not in entry.amounts]
    for left, right in zip(names[::2], names[1::2], strict=False):
        row = [Cell([], above=True)]
        for each in (left, right):
            entry.amounts[each] = inventing.amount(rng)
            row += [label(each, R.AMOUNT_LABEL), value(entry.amounts[each], R.AMOUNT, entry, f"amounts[{each}]")]
        rows.append(row)
    return rows


def _task_rows(c: Context, entry: Entry, width: int) -> Rows:
    rng = c.rng
    has = (rng.random() < 0.75, rng.random() < 0.75, rng.random() < 0.4)
    contents.tasks(c, entry, rng.randint(2, 7), has)
    words = ["task_name", *[w for w, h in zip(("task_content", "task_amount", "task_goal"), has, strict=True) if h]]
    shown = [label(wording.dressed(rng, wording.label(rng, w))) for w in words]
    side = rng.random() < 0.8
    if side:
        shown.insert(0, label(wording.label(rng, "tasks")))
    rows = [shown]
    parts = rng.choice([[], [], ["财政拨款", "其他资金"]]) if has[1] else []
    if parts:
        rows.append([plain("") for _ in shown] + [label(p, R.HEADER) for p in parts])
    for task in entry.tasks:
        row = [Cell([], above=True)] if side else []
        row.append(value(task.name, R.TASK_NAME, task, "name"))
        if has[0]:
            row.append(value(task.content, R.TASK_CONTENT, task, "content"))
        if has[1]:
            row.append(value(task.amount, R.TASK_AMOUNT, task, "amount"))
        if has[2]:
            row.append(value(task.goal, R.TASK_GOAL, task, "goal"))
        row += [plain(rng.choice([task.amount or "", inventing.amount(rng), ""])) for _ in parts]
        rows.append(row)
    if has[1] and rng.random() < 0.4:
        words = ["金额合计", "合计金额", "任务合计"]
        key = rng.choice(words)
        key = next((word for word in (key, *words) if word not in entry.amounts), key)
        cells = [label(key, R.AMOUNT_LABEL)]
        entry.amounts[key] = inventing.amount(rng)
        rows.append([*cells, value(entry.amounts[key], R.AMOUNT, entry, f"amounts[{key}]")])
    return rows


def department(c: Context) -> Paper:
    """The form of a whole department."""
    rng, truth = c.rng, Truth("")
    entry = contents.entry(c, rng.randint(4, 16), "department")
    truth.entries.append(entry)
    blocks: list[Table | Line] = [*masthead(c, truth, "department", office=rng.random() < 0.4)]
    truth.department = c.office
    if rng.random() < 0.15:
        c.extras = wording.labels(rng, "extra", 1)
        entry.indicators = contents.indicators(c, rng.randint(4, 14))
    tail, head = _indicator_part(c, entry, allow_packed=False)
    width = max(4, max(len(r) for r in tail))
    parts = [rng.choice([*MONEY, _money_pairs, _money_pairs])(c, entry, width)]
    if rng.random() < 0.6:
        parts.append(_duties(c, entry, width))
    parts.append(goal_rows(c, entry, width, period=rng.random() < 0.15))
    if rng.random() < 0.85:
        parts.append(_task_rows(c, entry, width))
    if rng.random() < 0.3:
        rng.shuffle(parts)
    rows = [*pairs(c, entry, width, department=True), *[r for p in parts for r in p]]
    at = len(rows) + head if head >= 0 else -1
    return Paper([*blocks, Table([*rows, *tail, *_tail(c, width)], at)], truth, "department")
