"""The rows of a form above its indicators: pairs, money, goals."""

from __future__ import annotations

from collections.abc import Callable

from reviewer.extract.sequence.roles import SegmentRole as R
from tools.corpus.truth import Entry
from tools.sequence import contents, inventing, wording
from tools.sequence.contents import Context
from tools.sequence.paper import Cell, Run, label, plain, value

Rows = list[list[Cell]]


def key_of(text: str) -> str:
    """A label as it becomes a key of the truth."""
    return text.strip()


def pairs(c: Context, entry: Entry, width: int, department: bool = False, named: bool = True) -> Rows:
    """Name (if it is not printed elsewhere), unit and attributes as pairs, one or two a row, in any order."""
    rng = c.rng
    name_label = wording.label(rng, "department" if department else "entry_name")
    found: list[tuple[Cell, Cell]] = []
    name = (label(wording.dressed(rng, name_label)), value(entry.name, R.NAME, entry, "name"))
    if rng.random() < (0.1 if department else 0.55):
        entry.unit = inventing.coded(rng, inventing.office(rng) if rng.random() < 0.5 else c.office)
        unit = wording.label(rng, "unit")
        found.append((label(wording.dressed(rng, unit)), value(entry.unit, R.UNIT, entry, "unit")))
    n = rng.choice([0, 0, 1, 2, 3, 5, 8])
    for each in wording.labels(rng, "attribute", n):
        if each in entry.attributes:  # a form prints a label once
            continue
        said = contents.attribute(c, each)
        if rng.random() < c.blanks:
            entry.attributes[each] = None
            found.append((label(each, R.ATTRIBUTE_LABEL), plain("")))
            continue
        entry.attributes[each] = said
        found.append((label(each, R.ATTRIBUTE_LABEL), value(said, R.ATTRIBUTE, entry, f"attributes[{each}]")))
    rng.shuffle(found)
    if not named:
        return _laid_pairs(c, found, width)
    found.insert(0 if rng.random() < 0.8 else rng.randint(0, len(found)), name)
    return _laid_pairs(c, found, width)


def _laid_pairs(c: Context, found: list[tuple[Cell, Cell]], width: int) -> Rows:
    rng, rows = c.rng, []
    double = rng.random() < 0.6
    while found:
        key, said = found.pop(0)
        if double and found and rng.random() < 0.65:
            key2, said2 = found.pop(0)
            said.across = max(1, (width - 2) // 2)
            said2.across = max(1, width - 2 - said.across)
            rows.append([key, said, key2, said2])
        elif rng.random() < 0.06:  # label and value in one cell
            glue = rng.choice(["：", ":", "： "])
            rows.append([Cell([*key.runs, Run(glue), *said.runs], width)])
        else:
            said.across = max(1, width - 1)
            rows.append([key, said])
    return rows


def _unit_mark(c: Context, word: str) -> Cell:
    """A label of money with its unit in brackets, or without."""
    draw = c.rng.random()
    unit = c.rng.choice(["万元", "万元", "元"])
    if draw < 0.45:
        left, right = c.rng.choice([("（", "）"), ("(", ")"), ("\n（", "）"), ("（单位：", "）")])
        return Cell([Run(word, R.HEADER), Run(left), Run(unit, R.MONEY_UNIT), Run(right)])
    return label(word)


def _amount_cells(c: Context, entry: Entry, each: str) -> tuple[Cell, Cell]:
    rng = c.rng
    shown = entry.amounts[each]
    runs = [
        Run(rng.choice(["", "", "", "其中：", "  ", "（1）"])),
        Run(each, R.AMOUNT_LABEL),
        Run(rng.choice(["", "", "：", ":"])),
    ]
    if rng.random() < 0.07:
        runs += [Run("（"), Run("万元", R.MONEY_UNIT), Run("）")]
    said = [Run(shown, R.AMOUNT, entry, f"amounts[{each}]")] if shown else []
    if shown and rng.random() < 0.07:
        said.append(Run(rng.choice(["万元", " 元", "元"])))
    return Cell([r for r in runs if r.text]), Cell(said)


def money_rows(c: Context, entry: Entry, width: int) -> Rows:
    """Money as pairs under one label, a row each or side by side."""
    rng = c.rng
    head = _unit_mark(c, wording.label(rng, "funds"))
    names = contents.amounts(c, entry, rng.choice([1, 2, 3, 3, 4, 6]))
    rows: Rows = []
    if rng.random() < 0.3:
        row = [head] if rng.random() < 0.6 else []
        for each in names:
            row += _amount_cells(c, entry, each)
        return [row]
    for n, each in enumerate(names):
        key, said = _amount_cells(c, entry, each)
        said.across = max(1, width - 2)
        left = head if n == 0 else Cell([Run(r.text, r.role) for r in head.runs], above=True)
        rows.append([left, key, said])
    return rows


def money_text(c: Context, entry: Entry, width: int) -> Rows:
    """Money in one cell, a sentence or a list."""
    rng = c.rng
    names = contents.amounts(c, entry, rng.choice([1, 2, 3]))
    glue, stop = rng.choice([("：", "；"), ("", "，"), (":", "\n"), ("：", "，"), (" ", " ")])
    runs: list[Run] = []
    for each in names:
        shown = entry.amounts[each]
        runs += [Run(each, R.AMOUNT_LABEL), Run(glue)]
        if shown:
            runs.append(Run(shown, R.AMOUNT, entry, f"amounts[{each}]"))
        runs += [Run(rng.choice(["", "万元"]) + stop)]
    runs[-1] = Run("")
    return [[_unit_mark(c, wording.label(rng, "funds")), Cell(runs, max(1, width - 1))]]


def money_grid(c: Context, entry: Entry, width: int) -> Rows:
    """Money by row and column, with points behind."""
    rng = c.rng
    columns = wording.labels(rng, "money_column", rng.choice([2, 3, 3]))
    tail = wording.labels(rng, "score_column", rng.choice([0, 3, 3, 1]))
    names = wording.labels(rng, "amount", rng.choice([1, 2, 3, 4]))
    head = _unit_mark(c, wording.label(rng, "funds"))
    rows = [[head, plain(""), *[label(x, R.AMOUNT_COLUMN) for x in columns], *[label(x) for x in tail]]]
    for n, each in enumerate(names):
        lead = rng.choice(["其中：", "", "　　"]) if n else ""
        row = [Cell([Run(r.text, r.role) for r in head.runs], above=True), Cell([Run(lead), Run(each, R.AMOUNT_LABEL)])]
        for column in columns:
            key = f"{each}/{column}"
            again = entry.amounts[f"{each}/{columns[0]}"] if column != columns[0] and rng.random() < 0.4 else None
            entry.amounts[key] = again or (inventing.amount(rng) if rng.random() > 0.15 + c.blanks else None)
            row.append(value(entry.amounts[key], R.AMOUNT, entry, f"amounts[{key}]"))
        row += [
            plain(rng.choice(["10", "—", "-", f"{rng.uniform(60, 100):.2f}%", "100%", f"{rng.uniform(5, 10):.1f}", ""]))
            for _ in tail
        ]
        rows.append(row)
    return rows


def goal_rows(c: Context, entry: Entry, width: int, result: bool = False, period: bool = False) -> Rows:
    """The goal, alone or beside the long-term one or what was reached."""
    rng = c.rng
    said = entry.goal or ""
    word = wording.dressed(rng, wording.label(rng, "goal"))
    goal = Run(said, R.GOAL, entry, "goal")
    if result:
        key = wording.label(rng, "result")
        done = inventing.prose(rng, c.year, 3)
        entry.attributes[key] = done
        half = max(1, (width - 1) // 2)
        under = [label("", across=1), label(rng.choice(["预期目标", "年初设定目标", "预期目标"]), across=half)]
        top = [label(word), *under[1:], label(key, R.ATTRIBUTE_LABEL, max(1, width - 1 - half))]
        low = [Cell([Run(word.strip(), R.HEADER)], above=True), Cell([goal], half)]
        return [top, [*low, value(done, R.ATTRIBUTE, entry, f"attributes[{key}]", max(1, width - 1 - half))]]
    if period:
        long = wording.label(rng, "period_goal")
        entry.attributes[long] = inventing.prose(rng, c.year, 3)
        run = Run(entry.attributes[long] or "", R.PERIOD_GOAL, entry, f"attributes[{long}]")
        if rng.random() < 0.5:
            half = max(1, width // 2)
            return [
                [label(long, across=half), label(word, across=max(1, width - half))],
                [Cell([run], half), Cell([goal], max(1, width - half))],
            ]
        both = [[label(long), Cell([run], max(1, width - 1))], [label(word), Cell([goal], max(1, width - 1))]]
        return both if rng.random() < 0.7 else both[::-1]
    if rng.random() < 0.08:
        return [[label(word, across=width)], [Cell([goal], width)]]
    if rng.random() < 0.06:
        return [[Cell([Run(word, R.HEADER), Run("："), goal], width)]]
    return [[label(word), Cell([goal], max(1, width - 1))]]


MONEY: tuple[Callable[[Context, Entry, int], Rows], ...] = (money_rows, money_rows, money_rows, money_text, money_grid)
