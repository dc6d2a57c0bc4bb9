"""What stands around targets and is none: pages of the web, tables of money, duties, notices, lists of files."""

from __future__ import annotations

from random import Random

from tools.sequence import inventing
from tools.sequence.contents import Context
from tools.sequence.paper import Cell, Line, Run, Table, plain
from tools.sequence.stock import STOCK

_SUBJECTS = STOCK["SUBJECTS"]
_HEADS = STOCK["HEADS"]
_MENU = STOCK["MENU"]
_FOOT = STOCK["FOOT"]
_TOP = STOCK["TOP"]
_HEADINGS = STOCK["HEADINGS"]
_TERMS = STOCK["TERMS"]


def _filled(rng: Random, shape: str, c: Context) -> str:
    return shape.format(
        o=c.office,
        d=rng.randint(10000, 99999999),
        s=inventing.syllables(rng, 1, 3),
        n=rng.randint(1, 400),
        y=c.year,
        m=rng.randint(1, 12),
        k=rng.randint(1, 28),
        z=rng.randint(0, 9),
        t=inventing.project(rng, c.year),
    )


def top(c: Context) -> list[Line]:
    """The head of a web page."""
    rng = c.rng
    lines = [_filled(rng, s, c) for s in rng.sample(_TOP, rng.randint(1, 6))]
    if rng.random() < 0.08:  # what a converter says of the file
        words = [
            "False",
            "0",
            "15.00",
            f"user{rng.randint(1, 999999):06}",
            f"{c.year}-05-22T04:56:35Z",
            f"{rng.getrandbits(64):X}",
            "1",
            "2052-11.1.0",
        ]
        lines.append(" ".join(rng.choice(words) for _ in range(rng.randint(4, 20))))
    if rng.random() < 0.5:
        menu = rng.sample(_MENU, rng.randint(3, 12))
        lines.insert(0, rng.choice([" ", "\n", "  ", " | "]).join(menu))
    return [Line([Run(t)]) for t in lines]


def foot(c: Context) -> list[Line]:
    """The foot of a web page."""
    rng = c.rng
    return [Line([Run(_filled(rng, s, c))]) for s in rng.sample(_FOOT, rng.randint(1, 6))]


def prose(c: Context) -> list[Line]:
    """Explanations: headings, duties, terms, figures in sentences."""
    rng, lines = c.rng, []
    for _ in range(rng.randint(1, 7)):
        draw = rng.random()
        if draw < 0.3:
            text = rng.choice(_HEADINGS).format(y=c.year)
        elif draw < 0.45:
            text = rng.choice(_TERMS)
        elif draw < 0.6:
            more, why = rng.choice(["增加", "减少"]), inventing.sentence(rng, c.year)
            text = f"{c.year}年{rng.choice(_SUBJECTS)}{inventing.amount(rng)}万元，"
            text += f"比上年{more}{inventing.amount(rng)}万元，主要原因是{why}。"
        elif draw < 0.7:
            text = (
                f"{c.year}年，本部门对{rng.randint(1, 60)}个项目设置了绩效目标，涉及资金{inventing.amount(rng)}万元。"
            )
            text += rng.choice(["详见附件。", "具体绩效目标见下表。", "项目绩效目标表如下。"])
        elif draw < 0.8:
            text = rng.choice(["主要职责：", "负责", "承担"]) + inventing.prose(rng, c.year)
        else:
            text = inventing.prose(rng, c.year)
        lines.append(Line([Run(text)]))
    return lines


def table(c: Context) -> Table:
    """A table of money, posts or purchases: no targets."""
    rng = c.rng
    width = rng.randint(3, 8)
    rows = [[plain(h) for h in rng.sample(_HEADS, width)]]
    for _ in range(rng.randint(2, 14)):
        row: list[Cell] = []
        for x in range(width):
            if x == 0 and rng.random() < 0.5:
                row.append(
                    plain(str(rng.choice([rng.randint(201, 230), rng.randint(20101, 22999), rng.randint(1, 30)])))
                )
            elif x < 2:
                row.append(plain(rng.choice([*_SUBJECTS, inventing.project(rng, c.year), inventing.office(rng)])))
            else:
                row.append(plain(rng.choice([inventing.amount(rng), inventing.amount(rng), "", "0.00"])))
        rows.append(row)
    return Table(rows, 0)


def some(c: Context) -> list[Table | Line]:
    """Something foreign."""
    draw = c.rng.random()
    if draw < 0.45:
        return [*prose(c)]
    title = Line([Run(f"{c.office}{c.year}年{c.rng.choice(STOCK['TABLES'])}")])
    return [title, table(c)] if draw < 0.9 else [*prose(c), title, table(c)]
