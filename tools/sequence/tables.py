"""The rows of indicators: any order of columns, levels merged or repeated, sign, number and unit apart, packed cells."""

from __future__ import annotations

from random import Random

from reviewer.extract.sequence.roles import SegmentRole as R
from tools.corpus.truth import Entry, Indicator
from tools.sequence import wording
from tools.sequence.contents import Context
from tools.sequence.paper import Cell, Run, label, plain, value

_WORDS = {
    "level1": "level1",
    "level2": "level2",
    "level3": "level3",
    "annual": "annual_value",
    "period": "period_value",
}
_SIGNS = ("≥", "≤", "=", "＝", "＞", "<", "定性", "大于等于", "等于")


def choose_columns(c: Context) -> list[str]:
    """The columns of a table of indicators, in an order that may be unusual."""
    rng = c.rng
    levels = rng.choices(
        [["level1", "level2", "level3"], ["level2", "level3"], ["level1", "level3"], ["level3"]], [86, 7, 4, 3]
    )[0]
    if c.coded and rng.random() < 0.3 and len(levels) == 3:
        levels = ["code1", "level1", "code2", "level2", "level3"]
    values = ["period", "annual"] if c.period else ["annual"]
    if c.period and rng.random() < 0.25:
        values.reverse()
    apart = rng.random()
    if apart < 0.17:
        at = values.index("annual")
        values[at : at + 1] = rng.choice(
            [["sign", "annual", "measure"]] * 3
            + [["annual", "measure"], ["sign", "annual"], ["measure", "annual"], ["annual", "sign", "measure"]]
        )
        c.period = c.period and "period" in values
    extras = [f"extra:{e}" for e in c.extras]
    before = [e for e in extras if rng.random() < 0.2]
    after = [e for e in extras if e not in before]
    columns = [*levels, *before, *values, *after]
    if rng.random() < 0.03:
        rng.shuffle(columns)
    if rng.random() < 0.04:
        columns.insert(rng.choice([0, len(levels) - 1]), "serial")
    if rng.random() < 0.7 and "serial" not in columns:
        columns.insert(0, "side")
    return columns


def heads(c: Context, columns: list[str]) -> list[Cell]:
    """The header row over the columns."""
    rng, cells = c.rng, []
    lower = (
        "level1" not in columns and "level2" in columns and rng.random() < 0.4
    )  # its first column is called 一级指标
    for column in columns:
        if column == "side":
            word = wording.label(rng, "indicators")
        elif column == "serial":
            word = rng.choice(["序号", "编号"])
        elif column.startswith("code"):
            word = rng.choice(["代码", "编码", "指标代码"])
        elif column.startswith("extra:"):
            word = column[6:]
            cells.append(label(word))
            continue
        elif lower and column in ("level2", "level3"):
            word = wording.label(rng, "level1" if column == "level2" else "level2")
        else:
            word = wording.label(rng, {"sign": "operator"}.get(column, _WORDS.get(column, column)))
        cells.append(label(wording.dressed(rng, word)))
    return cells


def two_rows(c: Context, columns: list[str], header: list[Cell]) -> list[list[Cell]]:
    """The header with a word over the columns of values, or over those of levels; one row where there is none."""
    rng = c.rng
    group = [i for i, x in enumerate(columns) if x in ("period", "annual", "sign", "measure")]
    over = rng.choice(["绩效指标值", "指标值", "目标值", "预期值"])
    if len(group) < 2 or rng.random() < 0.5:
        group = [i for i, x in enumerate(columns) if x.startswith("level")]
        over = wording.label(rng, "indicators")
    if len(group) < 2 or group != [*range(group[0], group[-1] + 1)]:
        return [header]
    top = [*header[: group[0]], label(over, across=len(group)), *header[group[-1] + 1 :]]
    low = [cell if i in group else Cell([], above=True) for i, cell in enumerate(header)]
    return [top, low]


def _level(ind: Indicator, level: str, coded: bool, rng: Random) -> list[Run]:
    name = getattr(ind, level)
    if not name:
        return []
    role = R.LEVEL1 if level == "level1" else R.LEVEL2
    code = ind.code1 if level == "level1" else ind.code2
    if coded and code:
        glue = rng.choice(["-", "", ".", "、", " "])
        return [Run(code, R.CODE, ind, level + "_code"), Run(glue), Run(name, role, ind, level)]
    return [Run(name, role, ind, level)]


def _remark(c: Context, level: str) -> str:
    """What forms add to the name of a level: points, whether it has to be filled in."""
    if c.remarks == "points":
        number = c.rng.randint(5, 60)
        return c.rng.choice(["（{n}分）", "({n}分)", "（{n}）", "\n（{n}分）", "（权重{n}%）"]).format(n=number)
    if c.remarks == "filling":
        return c.rng.choice(["（必填）", "（选填）", "(必填)", "（必填硬性指标）", "(选填)"])
    return ""


def level3_runs(rng: Random, ind: Indicator, at: int, style: int) -> list[Run]:
    """The name of an indicator, now and then after 指标1： (which is no part of it)."""
    run = Run(ind.level3 or "", R.LEVEL3, ind, "level3")
    if style == 1:
        return [Run(f"指标{at + 1}："), run]
    if style == 3:
        return [Run(rng.choice(["★", "★★", "*", "△"]) if rng.random() < 0.5 else ""), run]
    if style == 2:
        return [Run(f"{at + 1}"), Run(rng.choice([".", "、"])), run]
    return [run]


def _apart(c: Context, ind: Indicator, columns: list[str]) -> dict[str, Run]:
    """Sign, number and unit in cells of their own; the truth is what is printed, in the order of printing."""
    rng = c.rng
    words = ind.sign == "定性" or not ind.number
    sign = "定性" if words else rng.choice([ind.sign or "≥", ind.sign or "=", rng.choice(_SIGNS[:6])])
    number = ind.number or "有效"
    unit = "" if words else (ind.unit or "%")
    if words and rng.random() < 0.15:
        unit = rng.choice(["无", "/", "是/否", "其他"])
    parts = {"sign": sign, "annual": number, "measure": unit}
    if "sign" not in columns and not words and rng.random() < 0.5:
        parts["annual"] = sign.replace("定性", "≥") + number
    shown = [k for k in columns if k in parts]
    said = [parts[k] for k in shown if not (k == "sign" and words) and not (k == "measure" and words)]
    ind.annual = "".join(said)
    roles = {"sign": R.SIGN, "annual": R.ANNUAL_VALUE, "measure": R.MEASURE}
    found = {}
    for k in shown:
        owned = not (k in ("sign", "measure") and words)
        found[k] = Run(parts[k], roles[k], ind if owned else None, "annual_value" if owned else "")
    return found


def body(c: Context, inds: list[Indicator], columns: list[str], first: list[Cell] | None = None) -> list[list[Cell]]:
    """The rows of one entry's indicators; `first` are cells to its left, merged down."""
    rng, rows = c.rng, []
    apart = "sign" in columns or "measure" in columns
    style = rng.choice([0] * 15 + [1, 2, 3])
    coded = c.coded and not any(x.startswith("code") for x in columns)
    strict = rng.random() < 0.15  # levels are printed in every row
    last: dict[str, tuple[str | None, ...]] = {}
    for n, ind in enumerate(inds):
        parts = _apart(c, ind, columns) if apart else {}
        if "period" not in columns:
            ind.period = None
        _drop_unprinted(ind, columns)
        row = [_left(cell, n) for cell in first or []]
        for column in columns:
            row.append(_cell(c, ind, n, column, parts, style, coded))
            if column in ("level1", "level2", "code1", "code2"):
                key = (ind.level1, ind.level2) if column[-1] == "2" else (ind.level1,)
                row[-1].above = n > 0 and last.get(column) == key and not strict
                last[column] = key
        rows.append(row)
        if c.templates and rng.random() < 0.25:
            rows.append(_template_row(c, first or [], columns))
    return rows


def _template_row(c: Context, first: list[Cell], columns: list[str]) -> list[Cell]:
    """A row that nobody has filled in: a level perhaps, dots or 指标1： where the name would stand."""
    row = [_left(cell, 1) for cell in first]
    for column in columns:
        if column == "level2" and c.rng.random() < 0.7:
            row.append(label(c.rng.choice(list(c.names.values()))[1], R.LEVEL2))
        elif column == "level3":
            row.append(plain(c.rng.choice(["", "……", "...", "无", "指标1：", "…", "-", "/"])))
        else:
            row.append(Cell([], above=column in ("side", "level1")))
    return row


def _left(cell: Cell, n: int) -> Cell:
    if not n:
        return cell
    bare = [Run(r.text, r.role) for r in cell.runs]
    return Cell(bare, cell.across, above=True)


def _drop_unprinted(ind: Indicator, columns: list[str]) -> None:
    if "level1" not in columns:
        ind.level1 = ind.code1 = None
    if "level2" not in columns:
        ind.level2 = ind.code2 = None


def _cell(c: Context, ind: Indicator, n: int, column: str, parts: dict[str, Run], style: int, coded: bool) -> Cell:
    if column == "side":
        return Cell([], above=True)
    if column == "serial":
        return plain(str(n + 1))
    if column in ("level1", "level2"):
        remark = _remark(c, column) if column == "level1" or c.remarks == "filling" else ""
        return Cell([*_level(ind, column, coded, c.rng), *([Run(remark)] if remark else [])])
    if column.startswith("code"):
        name = f"level{column[-1]}_code"
        return value(ind.code1 if column == "code1" else ind.code2, R.CODE, ind, name)
    if column == "level3":
        return Cell(level3_runs(c.rng, ind, n, style))
    if column in parts:
        return Cell([parts[column]])
    if column == "annual":
        return value(ind.annual, R.ANNUAL_VALUE, ind, "annual_value")
    if column == "period":
        return value(ind.period, R.PERIOD_VALUE, ind, "period_value")
    extra = column[6:]
    return value(ind.extra.get(extra), R.EXTRA, ind, f"extra[{extra}]")


def packed(c: Context, inds: list[Indicator], level1: bool, level2: bool) -> list[Run]:
    """All indicators in one cell: 1-产出指标 11-数量指标 …：…；"""
    rng = c.rng
    glue = rng.choice(["：", "：", ":", " ", "", "，"])
    stop = rng.choice(["；", "；", "\n", "。", ";", "；\n", "，"])
    numbered = rng.choice(["", "", "{n}.", "指标{n}：", "（{n}）", "{n}、", "①"])
    after = rng.choice(["：", "：", "\n", "-", " ", ""])
    runs: list[Run] = []
    last1 = last2 = None
    n = 0
    for ind in inds:
        ind.period = None
        ind.extra = {}
        if not level1:
            ind.level1 = ind.code1 = None
        if not level2:
            ind.level2 = ind.code2 = None
        if level1 and ind.level1 != last1:
            runs += [*_level(ind, "level1", c.coded, rng), Run(after)]
            last1, last2, n = ind.level1, None, 0
        if level2 and ind.level2 != last2:
            runs += [*_level(ind, "level2", c.coded, rng), Run(after)]
            last2, n = ind.level2, 0
        n += 1
        runs.append(Run("①②③④⑤⑥⑦⑧⑨⑩"[n % 10 - 1] if numbered == "①" else numbered.format(n=n)))
        runs.append(Run(ind.level3 or "", R.LEVEL3, ind, "level3"))
        if ind.annual:
            tight = ind.annual[0] in "≥≤=＝＞<>" and rng.random() < 0.5
            runs += [Run("" if tight else glue or "："), Run(ind.annual, R.ANNUAL_VALUE, ind, "annual_value")]
        runs.append(Run(stop))
    while runs and not runs[-1].text.strip("；。，;\n "):
        runs.pop()
    return runs


def bands(c: Context, inds: list[Indicator], columns: list[str]) -> list[list[Cell]]:
    """Level 1 (and 2) as rows of their own over the indicators."""
    rng, rows, last = c.rng, [], None
    inner = [x for x in columns if x not in ("level1", "code1", "side")]
    c.templates = False
    for row, ind in zip(body(c, inds, inner), inds, strict=True):
        ind.level1 = c.names[ind.kind][0]
        if ind.level1 != last:
            number = rng.choice(["", "", "一、", "（一）"])
            rows.append([Cell([Run(number), Run(ind.level1, R.LEVEL1, ind, "level1")], across=len(inner))])
            last = ind.level1
        rows.append(row)
    return rows


def two_sides(c: Context, entry: Entry) -> list[list[Cell]]:
    """Long-term and annual columns side by side: the same name on both sides is one indicator."""
    rng = c.rng
    again, same = rng.random() < 0.5, rng.random() < 0.35
    names = ["level1", "level2", "level3", "period_value", *(["level2"] if again else []), "level3", "annual_value"]
    w = [
        rng.choice(["指标值", "目标值", "指标值（计划水平）"]) if same and "value" in x else wording.label(rng, x)
        for x in names
    ]
    rows = [[label(t) for t in w]]
    last1 = last2 = None
    kept: list[Indicator] = []
    for ind in entry.indicators:
        ind.extra, ind.code1, ind.code2 = {}, None, None
        one = value(ind.level1, R.LEVEL1, ind, "level1")
        two = value(ind.level2, R.LEVEL2, ind, "level2")
        one.above, two.above = ind.level1 == last1, (ind.level1, ind.level2) == (last1, last2)
        last1, last2 = ind.level1, ind.level2
        ind.period = ind.period or ind.annual
        if rng.random() < 0.7:
            right = Run(ind.level3 or "", R.LEVEL3)
            left = Run(ind.level3 or "", R.LEVEL3, ind, "level3")
            more = [Cell([Run(ind.level2 or "", R.LEVEL2)], above=two.above)] if again else []
            cells = [Cell([left]), value(ind.period, R.PERIOD_VALUE, ind, "period_value"), *more, Cell([right])]
            rows.append([one, two, *cells, value(ind.annual, R.ANNUAL_VALUE, ind, "annual_value")])
            kept.append(ind)
            continue
        other = Indicator(level1=ind.level1, level2=ind.level2, level3=ind.level3, annual=ind.annual)
        if rng.random() < 0.5 and ind.period:
            ind.annual = None
            cells = [value(ind.level3, R.LEVEL3, ind, "level3"), value(ind.period, R.PERIOD_VALUE, ind, "period_value")]
            rows.append([one, two, *cells, *[plain("") for _ in range(3 if again else 2)]])
            kept.append(ind)
        else:
            one.runs = [Run(r.text, r.role, other, r.field) for r in one.runs]
            two.runs = [Run(r.text, r.role, other, r.field) for r in two.runs]
            if again:
                two.runs, more = [], [Cell([Run(r.text, r.role, other, r.field) for r in two.runs], above=two.above)]
            else:
                more = []
            cells = [plain(""), plain(""), *more, value(other.level3, R.LEVEL3, other, "level3")]
            rows.append([one, two, *cells, value(other.annual, R.ANNUAL_VALUE, other, "annual_value")])
            kept.append(other)
    entry.indicators = kept
    return rows
