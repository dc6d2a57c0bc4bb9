"""One invented document as text, with the role of every character and its truth: `build(seed)`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

from tools.corpus.truth import Truth
from tools.sequence import contents, foreign, forms, lists, running, written
from tools.sequence.contents import Context
from tools.sequence.damage import damaged
from tools.sequence.linear import Form, form_of, write_line, write_table
from tools.sequence.page_order import write_page_order
from tools.sequence.paper import Cell, Laid, Line, Paper, Run, Table, Writer

LAYOUTS: dict[str, tuple[int, Callable[[Context], Paper]]] = {
    "form": (26, lambda c: forms.form(c)),
    "forms": (12, lambda c: forms.form(c, c.rng.randint(2, 4))),
    "list": (22, lists.project_list),
    "evaluation": (13, lambda c: forms.form(c, c.rng.choice([1, 1, 1, 2]), evaluation=True)),
    "department": (13, forms.department),
    "running": (9, running.running),
    "sections": (5, forms.sections),
    "written": (70, written.written),
    "foreign": (7, lambda c: Paper(foreign.some(c) + foreign.some(c), Truth(""), "foreign")),
}
"""The kinds of document with their weights."""


def _around(c: Context, paper: Paper) -> Paper:
    """The paper with something foreign before, after or between."""
    rng = c.rng
    blocks = list(paper.blocks)
    if rng.random() < 0.25:
        blocks = [*foreign.top(c), *blocks]
    elif rng.random() < 0.2:
        blocks = [*foreign.some(c), *blocks]
    if rng.random() < 0.25:
        blocks = [*blocks, *foreign.foot(c)]
    elif rng.random() < 0.15:
        blocks = [*blocks, *foreign.some(c)]
    return Paper(blocks, paper.truth, paper.layout)


def _page_marks(rng: Random, page: int) -> str:
    return rng.choice(
        ["{n}", "- {n} -", "第{n}页", "第 {n} 页 共 9 页", "— {n} —", "{n} / 8", "Page {n}", "\f"]
    ).format(n=page)


def _split_pages(rng: Random, blocks: list[Table | Line]) -> list[Table | Line]:
    """Tables cut by page breaks: a page number between, the header printed again or not."""
    found: list[Table | Line] = []
    page = rng.randint(1, 12)
    for block in blocks:
        if not isinstance(block, Table) or len(block.rows) < 6:
            found.append(block)
            continue
        cut = rng.randint(3, len(block.rows) - 2)
        rows = block.rows[cut:]
        if 0 <= block.head < cut and rng.random() < 0.5:
            head = [replace(c, runs=[Run(r.text, r.role) for r in c.runs]) for c in block.rows[block.head]]
            rows = [head, *rows]
        found += [
            Table(block.rows[:cut], block.head if block.head < cut else -1),
            Line([Run(_page_marks(rng, page))]),
            Table(rows, -1),
        ]
        page += 1
    return found


def _torn(rng: Random, table: Table) -> Table:
    """A table with its longest cell torn by a page break: the rest of it stands in a row of its own."""
    cells = [(len(c.text), y, x) for y, row in enumerate(table.rows) for x, c in enumerate(row) if len(c.runs) == 1]
    long, y, x = max(cells, default=(0, 0, 0))
    if long < 30 or table.rows[y][x].above:
        return table
    row, run = table.rows[y], table.rows[y][x].runs[0]
    cut = rng.randint(10, long - 10)
    first, rest = (replace(row[x], runs=[replace(run, text=t)]) for t in (run.text[:cut], run.text[cut:]))
    upper = [*row[:x], first, *row[x + 1 :]]
    lower = [Cell([], c.across, True) for c in row]
    lower[x] = rest
    rows = [*table.rows[:y], upper, lower, *table.rows[y + 1 :]]
    return Table(rows, table.head + (table.head > y))


def _cut_in_width(rng: Random, table: Table) -> list[Table | Line]:
    """The left columns, then the right ones: a table that is wider than its page."""
    width = max(len(row) for row in table.rows)
    if width < 5 or table.head < 0 or any(c.across > 1 for row in table.rows for c in row):
        return [table]
    at = rng.randint(2, width - 2)
    return [
        Table([r[:at] for r in table.rows], table.head),
        Line([Run(_page_marks(rng, 2))]),
        Table([r[at:] for r in table.rows], table.head),
    ]


def _begin_inside(rng: Random, paper: Paper) -> Paper:
    """Copied from the middle: the beginning is missing, and what stood there is no part of the truth."""
    at = next((i for i, b in enumerate(paper.blocks) if isinstance(b, Table)), -1)
    if at < 0:
        return paper
    table = paper.blocks[at]
    assert isinstance(table, Table)
    if table.head <= 1 or len(paper.truth.entries) > 1:
        return paper
    cut = rng.randint(1, table.head)
    kept = Table(table.rows[cut:], table.head - cut)
    paper.truth.title, paper.truth.department, paper.truth.year, paper.truth.money_unit = "", None, None, None
    paper.blocks = [kept, *paper.blocks[at + 1 :]]
    return paper


def paper_of(rng: Random, layout: str | None = None) -> Paper:
    """A document before it becomes text."""
    names = list(LAYOUTS)
    chosen = layout or rng.choices(names, [LAYOUTS[n][0] for n in names])[0]
    c = contents.context(rng)
    paper = LAYOUTS[chosen][1](c)
    paper.layout = chosen
    if chosen != "foreign":
        if chosen in ("form", "department", "evaluation") and rng.random() < 0.06:
            paper = _begin_inside(rng, paper)
        paper = _around(c, paper)
    if rng.random() < 0.08:
        paper.blocks = [_torn(rng, b) if isinstance(b, Table) else b for b in paper.blocks]
    if rng.random() < 0.2:
        paper.blocks = _split_pages(rng, paper.blocks)
    elif rng.random() < 0.03:
        paper.blocks = [x for b in paper.blocks for x in (_cut_in_width(rng, b) if isinstance(b, Table) else [b])]
    return paper


def lay(paper: Paper, form: Form, rng: Random) -> Laid:
    """A document as text in one form."""
    w = Writer()
    for block in paper.blocks:
        if isinstance(block, Line):
            write_line(w, block, form)
        elif form.name == "page order":
            write_page_order(w, block, rng)
        else:
            write_table(w, block, form, rng)
    return pruned(w.finish(paper, form.name))


def build(seed: int | str, layout: str | None = None, form: str | None = None) -> Laid:
    """One document; the same for the same seed. `layout` and `form` (names of LAYOUTS and of linear.FORMS) may be asked for."""
    rng = Random(f"sequence-{seed}")
    paper = paper_of(rng, layout)
    chosen = form_of(rng, form)
    return damaged(lay(paper, chosen, rng), chosen, rng)


def _said(segments: Any, path: str) -> bool:
    return any(s.path == path for s in segments)


def pruned(laid: Laid) -> Laid:
    """The document with those values that its text does not print taken out of its truth."""
    paths = {s.path for s in laid.segments}
    for e, entry in enumerate(laid.truth["entries"]):
        start = f"entries/{e}/"
        for part in ("amounts", "attributes"):
            for key in entry[part]:
                if f"{start}{part}[{key}]" not in paths:
                    entry[part][key] = None
        for name in ("name", "goal"):
            if f"{start}{name}" not in paths:
                entry[name] = None
    if "title" not in paths:
        laid.truth["title"] = None
    return laid
