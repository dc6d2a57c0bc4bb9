"""Documents that are one list of many projects."""

from __future__ import annotations

from reviewer.extract.sequence.roles import SegmentRole as R
from tools.corpus.truth import Entry, Truth
from tools.sequence import contents, inventing, tables, wording
from tools.sequence.contents import Context
from tools.sequence.forms import masthead
from tools.sequence.paper import Cell, Line, Paper, Run, Table, label, plain, value
from tools.sequence.rows import Rows


def project_list(c: Context) -> Paper:
    """A row an indicator (projects merged down) or a row a project with its indicators packed by level."""
    rng, truth = c.rng, Truth("")
    if rng.random() < 0.1:
        return banded_list(c)
    if rng.random() < 0.25:
        c.extras = wording.labels(rng, "extra", rng.randint(1, 2))
    extras = list(c.extras)
    blocks = [*masthead(c, truth, "project")]
    left = ["name"]
    for name, chance in (("unit", 0.45), ("serial", 0.25), ("attr", 0.2)):
        if rng.random() < chance:
            left.insert(rng.choice([0, len(left)]), name)
    draw = rng.random()
    n_amounts = rng.choice([0, 1, 1, 2, 3])
    amount_names = wording.labels(rng, "amount", n_amounts)
    left += [f"amount:{a}" for a in amount_names]
    if rng.random() < 0.65:
        left.insert(rng.choice([len(left), len(left), 1]), "goal")
    attr = wording.label(rng, "attribute")
    packed = draw < 0.22
    if packed:
        columns = rng.choice([["packed"], ["p1", "p2", "p3"], ["p1", "p2"]])
        c.extras = []
    else:
        columns = [x for x in tables.choose_columns(c) if x != "side"]
    rows: Rows = [_head(c, left, attr, columns, packed)]
    _summary(c, truth, rows, left)
    amount_head = rng.random() < 0.15
    for _ in range(rng.randint(2, 9)):
        if "unit" not in left and rng.random() < 0.12:
            rows.append(_unit_row(c, truth, left))
        c.extras = list(extras) if not packed else []
        entry = contents.entry(c, rng.randint(1, 8))
        entry.unit = _unit(truth)
        truth.entries.append(entry)
        first = [_left_cell(c, entry, x, attr, len(truth.entries)) for x in left]
        if packed:
            rows.append([*first, *_packed_cells(c, entry, columns)])
        else:
            rows += tables.body(c, entry.indicators, columns, first)
    if amount_head and n_amounts > 1:
        at = next(i for i, x in enumerate(left) if x.startswith("amount:"))
        rows.insert(0, [*[plain("") for _ in range(at)], label(wording.label(rng, "amount_head"), across=n_amounts)])
    return Paper([*blocks, Table(rows, 1 if amount_head and n_amounts > 1 else 0)], truth, "list")


def banded_list(c: Context) -> Paper:
    """A list in which each project has a row with name, money and goal over the rows of its indicators."""
    rng, truth = c.rng, Truth("")
    blocks: list[Table | Line] = [*masthead(c, truth, "project")]
    rows: Rows = []
    columns = [x for x in tables.choose_columns(c) if x != "side"]
    width = max(len(columns), 3)
    heads = tables.heads(c, columns)
    again = rng.random() < 0.5
    name, goal, amount = wording.label(rng, "entry_name"), wording.label(rng, "goal"), wording.label(rng, "amount")
    for n in range(rng.randint(2, 7)):
        entry = contents.entry(c, rng.randint(1, 7))
        truth.entries.append(entry)
        entry.amounts[amount] = inventing.amount(rng)
        money = value(entry.amounts[amount], R.AMOUNT, entry, f"amounts[{amount}]")
        band = [label(name), value(entry.name, R.NAME, entry, "name"), label(amount, R.AMOUNT_LABEL), money]
        if rng.random() < 0.5:
            rows += [band, [label(goal), value(entry.goal, R.GOAL, entry, "goal", width - 1)]]
        else:
            rows.append([*band, label(goal), value(entry.goal, R.GOAL, entry, "goal")])
        if not n or again:
            rows.append([Cell([Run(r.text, r.role) for r in h.runs], h.across) for h in heads])
        rows += tables.body(c, entry.indicators, columns)
    return Paper([*blocks, Table(rows, -1)], truth, "list")


def _unit(truth: Truth) -> str | None:
    return next((e.name for e in reversed(truth.entries) if e.kind == "unit"), None)


def _head(c: Context, left: list[str], attr: str, columns: list[str], packed: bool) -> list[Cell]:
    rng, cells = c.rng, []
    for x in left:
        if x.startswith("amount:"):
            cell = label(x[7:], R.AMOUNT_LABEL)
            if rng.random() < 0.2:
                cell.runs += [Run("（"), Run("万元", R.MONEY_UNIT), Run("）")]
            cells.append(cell)
        elif x == "attr":
            cells.append(label(attr, R.ATTRIBUTE_LABEL))
        elif x == "serial":
            cells.append(label("序号"))
        else:
            role = {"name": "entry_name", "unit": "unit", "goal": "goal"}[x]
            cells.append(label(wording.dressed(rng, wording.label(rng, role))))
    if packed:
        names = {"packed": wording.label(rng, "indicators"), "p1": "产出指标", "p2": "效益指标", "p3": "满意度指标"}
        return [*cells, *[label(names[x]) for x in columns]]
    return [*cells, *tables.heads(c, columns)]


def _amounts(c: Context, entry: Entry, left: list[str]) -> list[Cell]:
    cells = []
    for x in left:
        if x.startswith("amount:"):
            entry.amounts[x[7:]] = inventing.amount(c.rng)
            cells.append(value(entry.amounts[x[7:]], R.AMOUNT, entry, f"amounts[{x[7:]}]"))
    return cells


def _sum_row(c: Context, entry: Entry, left: list[str], role: R) -> list[Cell]:
    at = left.index("name") if c.rng.random() < 0.7 else 0
    money = iter(_amounts(c, entry, left))
    row = []
    for i, x in enumerate(left):
        if i == at:
            row.append(value(entry.name, role, entry, "name"))
        elif x.startswith("amount:"):
            row.append(next(money))
        else:
            row.append(plain(""))
    return row


def _summary(c: Context, truth: Truth, rows: Rows, left: list[str]) -> None:
    rng = c.rng
    if rng.random() < 0.45 and any(x.startswith("amount:") for x in left):
        total = Entry(kind="total", name=rng.choice(["合计", "合  计", "总计", "合计："]).strip("："))
        truth.entries.append(total)
        rows.append(_sum_row(c, total, left, R.TOTAL))
    if rng.random() < 0.45 and "unit" not in left:
        rows.append(_unit_row(c, truth, left))


def _unit_row(c: Context, truth: Truth, left: list[str]) -> list[Cell]:
    name = inventing.coded(c.rng, c.office if c.rng.random() < 0.4 else inventing.office(c.rng))
    entry = Entry(kind="unit", name=name)
    truth.entries.append(entry)
    return _sum_row(c, entry, left, R.UNIT)


def _left_cell(c: Context, entry: Entry, x: str, attr: str, n: int) -> Cell:
    if x == "name":
        return value(entry.name, R.NAME, entry, "name")
    if x == "unit":
        entry.unit = inventing.coded(c.rng, c.office if c.rng.random() < 0.5 else inventing.office(c.rng))
        return value(entry.unit, R.UNIT, entry, "unit")
    if x == "goal":
        if c.rng.random() < c.blanks:
            entry.goal = None
        return value(entry.goal, R.GOAL, entry, "goal")
    if x == "serial":
        return plain(str(n))
    if x == "attr":
        entry.attributes[attr] = contents.attribute(c, attr)
        return value(entry.attributes[attr], R.ATTRIBUTE, entry, f"attributes[{attr}]")
    entry.amounts[x[7:]] = inventing.amount(c.rng)
    return value(entry.amounts[x[7:]], R.AMOUNT, entry, f"amounts[{x[7:]}]")


def _packed_cells(c: Context, entry: Entry, columns: list[str]) -> list[Cell]:
    if columns == ["packed"]:
        return [Cell(tables.packed(c, entry.indicators, True, c.rng.random() < 0.8))]
    groups: dict[str, list] = {x: [] for x in columns}
    for ind in entry.indicators:
        one = (
            "p3" if ind.kind == "满意" else "p1" if ind.kind in ("数量", "质量", "时效") or "成本" in ind.kind else "p2"
        )
        groups[one if one in groups else columns[-1]].append(ind)
    entry.indicators = [i for x in columns for i in groups[x]]
    two = c.rng.random() < 0.6
    cells = [Cell(tables.packed(c, groups[x], False, two)) for x in columns]
    names = {"p1": "产出指标", "p2": "效益指标", "p3": "满意度指标"}
    for x in columns:
        for ind in groups[x]:
            ind.level1 = names[x]
    if "goal" not in [*columns] and not entry.indicators:
        entry.indicators = []
    return cells
