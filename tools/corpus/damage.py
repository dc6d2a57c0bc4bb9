"""Damage to grids: what page breaks, lost merges and careless conversions do, with the truth kept honest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tools.corpus.paper import Cell, Line, Paper, Row, Table
from tools.corpus.truth import Entry, Indicator, Truth

LEVELS = ("level1", "level2", "level3")
PARTS = ("sign", "number", "unit", "signed")


@dataclass
class Site:
    """A place to damage: a table of the paper and the document's truth."""

    rng: Random
    paper: Paper
    truth: Truth
    table: Table
    hurt: set[int]

    def rows(self, kind: str = "indicator") -> list[Row]:
        """Rows of a kind that nothing has hurt yet."""
        return [r for r in self.table.rows if r.kind == kind and id(r) not in self.hurt]

    def record(self, what: str, r: Row | None = None) -> None:
        """Note what was done; a row is hurt once only."""
        where = ""
        if r is not None:
            self.hurt.add(id(r))
            at = r.find("level3")
            where = f": {(r.cells[at].text if at is not None else '')[:20]}" if at is not None else ""
        self.truth.damage.append(what + where)


def owner_of(r: Row) -> Indicator | None:
    """The indicator of a row; None where it has two (side by side) or none."""
    owners = {id(c.owner): c.owner for c in r.cells if isinstance(c.owner, Indicator)}
    return next(iter(owners.values())) if len(owners) == 1 else None


def first_level(r: Row) -> int | None:
    """Where the level columns begin."""
    return next((i for i, c in enumerate(r.cells) if c.field in LEVELS), None)


def shift_left(site: Site) -> bool:
    """Move the cells of a row whose first level cells are blank to the left."""
    good = []
    for r in site.rows():
        at = first_level(r)
        ind = owner_of(r)
        if at is None or ind is None or ind.level2 is None:
            continue
        blank = 0
        while at + blank < len(r.cells) and not r.cells[at + blank].text and r.cells[at + blank].field in LEVELS:
            blank += 1
        lead = 0
        while at - lead > 0 and not r.cells[at - lead - 1].text:
            lead += 1
        if blank + min(lead, 1):
            good.append((r, at, blank, min(lead, 1)))
    if not good:
        return False
    r, at, blank, lead = site.rng.choice(good)
    steps = site.rng.randint(1, blank + lead) if blank + lead > 1 else 1
    front = at - lead
    del r.cells[front : front + steps]
    r.cells.extend(Cell() for _ in range(steps))
    site.record(f"shifted left by {steps}", r)
    return True


def shift_right(site: Site) -> bool:
    """Push the levels of a row one cell to the right; what stood in the last cell may fall off the edge."""
    good = []
    for r in site.rows():
        at, ind, two = first_level(r), owner_of(r), r.find("level2")
        if at is not None and ind is not None and two is not None and r.cells[two].text and ind.level2:
            good.append((r, at, ind))
    if not good:
        return False
    r, at, ind = site.rng.choice(good)
    r.cells.insert(at, Cell())
    last = r.cells[-1]
    if site.rng.random() < 0.4 and last.text and site.paper.style.form == "tab":
        site.record("shifted right, one cell more", r)
        return True
    r.cells.pop()
    if last.text:
        _fell_off(ind, last, r)
    site.record("shifted right", r)
    return True


def _fell_off(ind: Indicator, cell: Cell, r: Row) -> None:
    """The truth when the last cell of a row is lost."""
    if cell.field.startswith("extra:"):
        ind.extra.pop(cell.field[6:], None)
        return
    if cell.field in PARTS:
        rest = "".join(
            c.text for c in r.cells if c.owner is ind and c.field in PARTS and c.text not in ("定性", "定量")
        )
        ind.doubt("annual_value", ind.annual, note="A part of the value was pushed off the edge.")
        ind.annual = rest or None
        return
    if cell.field == "annual":
        value = ind.annual
        ind.doubt("annual_value", note="The value was pushed off the right edge.")
        ind.annual = None
        if ind.period is not None:
            ind.doubt("annual_value", ind.period, value)
            ind.doubt("period_value", None)
    elif cell.field == "period":
        ind.doubt("period_value", ind.period)
        ind.period = None


def wrong_column(site: Site) -> bool:
    """A level 2 in the column of level 1, or a level 1 one column further left."""
    good = []
    for r in site.rows():
        one, two = r.find("level1"), r.find("level2")
        if one is None or two is None or owner_of(r) is None:
            continue
        if not r.cells[one].text and r.cells[two].text:
            good.append((r, two, one))
        elif r.cells[one].text and one > 0 and not r.cells[one - 1].text and not r.cells[one - 1].field:
            good.append((r, one, one - 1))
    if not good:
        return False
    r, source, target = site.rng.choice(good)
    r.cells[target].text, r.cells[source].text = r.cells[source].text, ""
    site.record("level name in the wrong column", r)
    return True


def repeat_levels(site: Site) -> bool:
    """A lost merge: the level cells of some rows are printed again."""
    rows = [r for r in site.rows() if (ind := owner_of(r)) is not None and ind.level2 and _blank_levels(r)]
    if not rows:
        return False
    start = site.rng.randrange(len(rows))
    for r in rows[start : start + site.rng.randint(1, 4)]:
        for cell in r.cells:
            if isinstance(cell.owner, Indicator) and cell.field in ("level1", "level2"):
                cell.text = getattr(cell.owner, cell.field) or ""
        site.record("merge lost, level repeated", r)
    return True


def _blank_levels(r: Row) -> bool:
    return any(c.field in ("level1", "level2") and not c.text for c in r.cells)


def blank_level(site: Site) -> bool:
    """A lost merge: the first row of a level 1 does not name it; its level 2 still stands there."""
    good = []
    above = ""
    for r in site.table.rows:
        one, two, ind = r.find("level1"), r.find("level2"), owner_of(r)
        if one is None or two is None or ind is None or r.kind != "indicator":
            continue
        fits = id(r) not in site.hurt and r.cells[one].text and r.cells[one].text == ind.level1 and r.cells[two].text
        if fits and above and above != ind.level1:
            good.append((r, one, ind, above))
        above = ind.level1 or above
    if not good or any("level 1 lost" in d for d in site.truth.damage):
        return False
    r, one, ind, above = site.rng.choice(good)
    level1 = ind.level1
    r.cells[one].text = ""
    printed = any(
        c.text == level1 for b in site.paper.blocks if isinstance(b, Table) for row in b.rows for c in row.cells
    )
    for later in _group(site, r, level1):
        mine = owner_of(later)
        if mine is not None:
            mine.doubt("level1", above, None, level1, note="The cell of level 1 is blank where a new group begins.")
            mine.level1 = level1 if printed else None
            site.hurt.add(id(later))
    site.record("level 1 lost", r)
    return True


def _group(site: Site, first: Row, level1: str | None) -> list[Row]:
    """The rows that inherit level 1 from `first`, on this page and the next ones."""
    tables = [b for b in site.paper.blocks if isinstance(b, Table)]
    rows = [r for t in tables[tables.index(site.table) :] for r in t.rows]
    found: list[Row] = []
    for r in rows[rows.index(first) :]:
        mine, one = owner_of(r), r.find("level1")
        named = one is not None and r.cells[one].text == level1 and r is not first
        if r.find("name") is not None and r is not first:
            break
        if mine is not None and (mine.level1 != level1 or named):
            break
        if mine is not None:
            found.append(r)
    return found


def broken_row(site: Site) -> bool:
    """A row broken in two: the end of a long name, or of a long value, stands in a row of its own."""
    good = []
    for r in site.rows():
        for i, cell in enumerate(r.cells):
            if (
                cell.field in ("level3", "annual")
                and len(cell.text) >= 9
                and owner_of(r) is not None
                and "\n" not in cell.text
            ):
                good.append((r, i))
    if not good:
        return False
    r, i = site.rng.choice(good)
    text = r.cells[i].text
    cut = len(text) - site.rng.randint(2, 4)
    if text[cut] in "）)%。" or text[cut - 1] in "（(、，,":
        cut -= 1
    r.cells[i].text = text[:cut]
    rest = Row([Cell() for _ in r.cells], "rest")
    rest.cells[i].text = text[cut:]
    site.table.rows.insert(site.table.rows.index(r) + 1, rest)
    site.record("row broken in two", r)
    return True


def _split(site: Site, at: int, again: list[Row], between: list[str]) -> None:
    """Break the table before row `at`."""
    later = Table([*again, *site.table.rows[at:]], running=site.table.running, headless=not again)
    del site.table.rows[at:]
    where = site.paper.blocks.index(site.table) + 1
    site.paper.blocks[where:where] = [*[Line(t) for t in between], later]


def _between(site: Site) -> list[str]:
    """What stands between two pages."""
    rng = site.rng
    number = rng.randint(1, 40)
    lines = [""] * rng.randint(1, 3)
    if rng.random() < 0.35:
        lines += [
            rng.choice(
                [f"— {number} —", f"- {number} -", f"第{number}页 共{number + 5}页", f"{number}", f"第 {number} 页"]
            ),
            "",
        ]
    if rng.random() < 0.35 and site.paper.masthead:
        for text in site.paper.masthead:
            lines += [text, ""]
    return lines


def page_break(site: Site) -> bool:
    """A page break between two rows: the header printed again or not, level cells printed again or blank."""
    rows = site.table.rows
    good = [
        i
        for i, r in enumerate(rows)
        if r.kind in ("indicator", "project", "pair") and i > 1 and rows[i - 1].kind == r.kind
    ]
    if not good:
        return False
    at = site.rng.choice(good)
    running = [Row([Cell(c.text) for c in r.cells], r.kind) for r in site.table.running]
    again = running if site.rng.random() < 0.6 else []
    r = rows[at]
    if r.kind == "indicator" and site.rng.random() < 0.6 and id(r) not in site.hurt:
        for cell in r.cells:
            if isinstance(cell.owner, Indicator) and cell.field in ("level1", "level2"):
                cell.text = getattr(cell.owner, cell.field) or ""
    if not again and r.kind == "project":
        _drop_blank_columns(rows[at:])
    _split(site, at, again, _between(site))
    site.record("page break, header again" if again else "page break, header missing", None)
    return True


def _drop_blank_columns(rows: list[Row]) -> None:
    """A page of its own loses the columns that are blank on it."""
    width = max(len(r.cells) for r in rows)
    empty = [i for i in range(width) if not any(i < len(r.cells) and r.cells[i].text for r in rows)]
    for r in rows:
        _doubt_amounts(r, empty)
        r.cells = [c for i, c in enumerate(r.cells) if i not in empty]


def _doubt_amounts(r: Row, empty: list[int]) -> None:
    """Where a blank column of money is gone, an amount right of it may be read under the wrong label."""
    gone = [i for i in empty if i < len(r.cells) and r.cells[i].field.startswith("amounts[")]
    for i in gone:
        for cell in r.cells[i + 1 :]:
            entry = cell.owner
            if isinstance(entry, Entry) and cell.field.startswith("amounts[") and cell.text:
                entry.doubt(cell.field[8:-1], None, note="The blank column before this amount is gone.")
                entry.doubt(r.cells[i].field[8:-1], cell.text.replace(",", ""))


def cut_cell(site: Site) -> bool:
    """A page break inside the long cells of a row: their rest stands in a row of its own on the next page."""
    good = []
    for r in site.table.rows:
        cells = [
            i for i, c in enumerate(r.cells) if c.field in ("goal", "packed", "level3", "annual") and len(c.text) > 18
        ]
        if cells and id(r) not in site.hurt and r.kind in ("form", "indicator", "project") and len(r.cells) > 2:
            good.append((r, cells))
    if not good:
        return False
    r, cells = site.rng.choice(good)
    rest = Row([Cell() for _ in r.cells], "rest")
    longest = max(cells, key=lambda i: len(r.cells[i].text))
    for i in [longest] if r.kind != "project" else cells:
        text = r.cells[i].text
        cut = site.rng.randint(len(text) // 3, len(text) - 4)
        r.cells[i].text, rest.cells[i].text = text[:cut].rstrip("\n"), text[cut:].lstrip("\n")
    at = site.table.rows.index(r) + 1
    site.table.rows.insert(at, rest)
    running = [Row([Cell(c.text) for c in row.cells], row.kind) for row in site.table.running]
    again = running if r.kind != "form" and site.rng.random() < 0.5 else []
    _split(site, at, again, _between(site))
    site.record("cell cut by a page break", r)
    return True


def page_number(site: Site) -> bool:
    """A page number on a line of its own between two tables."""
    spots = [i for i, b in enumerate(site.paper.blocks) if isinstance(b, Table)]
    at = site.rng.choice(spots) + 1
    number = site.rng.randint(1, 60)
    site.paper.blocks[at:at] = [
        Line(""),
        Line(site.rng.choice([f"— {number} —", f"第{number}页", str(number)])),
        Line(""),
    ]
    site.record("page number in between")
    return True


_LIGHT: tuple[Callable[[Site], bool], ...] = (page_break, repeat_levels, shift_left, page_number, cut_cell, page_break)
_HEAVY: tuple[Callable[[Site], bool], ...] = (
    page_break,
    page_break,
    shift_left,
    shift_left,
    shift_right,
    wrong_column,
    repeat_levels,
    blank_level,
    broken_row,
    cut_cell,
    page_number,
)


def _hurt_lines(rng: Random, paper: Paper, truth: Truth, wanted: int) -> None:
    """Damage to running text: page breaks between lines, long lines broken in two."""
    for _ in range(wanted):
        spots = [i for i, b in enumerate(paper.blocks) if isinstance(b, Line) and b.text and i > 4]
        at = rng.choice(spots)
        block = paper.blocks[at]
        if isinstance(block, Line) and len(block.text) > 40 and rng.random() < 0.7:
            cut = rng.randint(12, len(block.text) - 4)
            paper.blocks[at : at + 1] = [Line(block.text[:cut]), Line(block.text[cut:])]
            truth.damage.append("long line broken")
            continue
        number = rng.randint(1, 30)
        between = ["", rng.choice([f"— {number} —", f"第{number}页", f"- {number} -"]), ""]
        if rng.random() < 0.3:
            between += [*paper.masthead, ""]
        paper.blocks[at:at] = [Line(t) for t in between]
        truth.damage.append("page break")


def hurt(rng: Random, paper: Paper, truth: Truth, damage: str) -> None:
    """Damage the paper's grids; the truth then says what can still be read."""
    wanted = rng.randint(1, 3) if damage == "light" else rng.randint(4, 8)
    pool = _LIGHT if damage == "light" else _HEAVY
    if paper.style.form == "spaced":  # blank cells are not printed: moving cells about would leave no trace
        pool = tuple(op for op in pool if op not in (shift_left, shift_right, wrong_column))
    if not any(isinstance(b, Table) for b in paper.blocks):
        _hurt_lines(rng, paper, truth, wanted)
        return
    hurt_rows: set[int] = set()
    done = 0
    for _ in range(wanted * 6):
        tables = [b for b in paper.blocks if isinstance(b, Table) and len(b.rows) > 2]
        if done >= wanted or not tables:
            break
        site = Site(rng, paper, truth, rng.choice(tables), hurt_rows)
        done += rng.choice(pool)(site)
