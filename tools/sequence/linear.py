"""A paper laid out as text, in every form that copying and converting makes of tables."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tools.sequence.paper import Cell, Line, Run, Table, Writer

Grid = list[list["Spot"]]


@dataclass
class Spot:
    """A place of the grid: its runs; `copy` says that a merged cell is printed here again; `blank` that none is."""

    runs: list[Run]
    copy: bool = False

    @property
    def text(self) -> str:
        """The text printed here."""
        return "".join(r.text for r in self.runs)


@dataclass
class Form:
    """How tables become text. `blank`: keep, drop, end (gathered at the row's end), trail (kept but for the row's end)."""

    name: str
    between: str = "\t"
    lead: str = ""
    trail: str = ""
    row_end: str = "\n"
    after: str = ""
    blank: str = "keep"
    down: bool = False
    across: str = "blank"
    wrap: str = " "
    rule: str = ""
    quoted: bool = False
    width: int = 0
    bold: str = ""
    table_end: str = "\n"
    line_end: str = "\n"
    narrow: tuple[int, ...] = ()
    """How many characters of a cell stand on one line, by column (the last one for all further); none: not broken."""


def _bare(runs: list[Run]) -> list[Run]:
    return [Run(r.text, r.role) for r in runs]


def grid_of(table: Table, form: Form) -> Grid:
    """The places of a table with merged cells left blank, repeated or left out, as the form has it."""
    width = max((sum(c.across for c in row) for row in table.rows), default=0)
    grid: Grid = []
    for row in table.rows:
        spots: list[Spot] = []
        for cell in row:
            spots.append(_first(cell, grid, len(spots), form))
            if form.across == "blank":
                spots += [Spot([]) for _ in range(cell.across - 1)]
            elif form.across == "repeat":
                spots += [Spot(_bare(cell.runs), True) for _ in range(cell.across - 1)]
        if form.blank in ("keep", "end"):
            spots += [Spot([]) for _ in range(width - len(spots))]
        grid.append(spots)
    return grid


def _first(cell: Cell, grid: Grid, at: int, form: Form) -> Spot:
    if not cell.above or not grid:
        return Spot(cell.runs)
    if not form.down:
        return Spot([])
    if cell.runs:
        return Spot(cell.runs, copy=True)
    over = grid[-1][at] if at < len(grid[-1]) else Spot([])
    return Spot(_bare(over.runs), copy=True)


def _arranged(spots: list[Spot], form: Form) -> list[Spot]:
    if form.blank == "drop":
        return [s for s in spots if s.text.strip()]
    if form.blank == "end":
        full = [s for s in spots if s.text.strip()]
        return full + [Spot([]) for _ in range(len(spots) - len(full))]
    if form.blank == "trail":
        while spots and not spots[-1].text.strip():
            spots = spots[:-1]
    return spots


def write_table(w: Writer, table: Table, form: Form, rng: Random) -> None:
    """One table as text."""
    if form.width:
        return write_aligned(w, table, form, rng)
    for n, row in enumerate(grid_of(table, form)):
        spots = _arranged(row, form)
        if not spots:
            continue
        w.put(form.lead)
        for i, spot in enumerate(spots):
            if i:
                w.put(form.between)
            _spot(w, _broken(spot, form.narrow, i), form)
        w.put(form.trail + form.row_end)
        if form.rule and n == max(0, table.head if form.rule.endswith("!") else 0):
            w.put(
                form.between.join([form.rule.rstrip("!")] * max(2, len(spots))).join((form.lead, form.trail))
                + form.row_end
            )
    w.put(form.table_end)
    return None


def _broken(spot: Spot, narrow: tuple[int, ...], column: int) -> Spot:
    """A place with its text broken into lines as a narrow column breaks it."""
    if not narrow:
        return spot
    return Spot(joined(pieces(spot.runs, 2 * narrow[min(column, len(narrow) - 1)])), spot.copy)


def joined(lines: list[list[Run]]) -> list[Run]:
    """The lines of a cell as its runs again, with breaks inside: a value stays one segment."""
    runs: list[Run] = []
    for n, line in enumerate(lines):
        if n and line:
            line = [Run("\n" + line[0].text, line[0].role, line[0].owner, line[0].field), *line[1:]]
        runs += line
    found: list[Run] = []
    for run in runs:
        last = found[-1] if found else None
        if last and run.text[:1] == "\n" and (last.role, last.owner, last.field) == (run.role, run.owner, run.field):
            found[-1] = Run(last.text + run.text, run.role, run.owner, run.field)
        else:
            found.append(run)
    return found


def _narrow(rng: Random, chance: float) -> tuple[int, ...]:
    if rng.random() >= chance:
        return ()
    return tuple(rng.choice([2, 4, 5, 6, 8, 10, 12, 16, 20, 30]) for _ in range(rng.randint(3, 9)))


def _spot(w: Writer, spot: Spot, form: Form) -> None:
    text = spot.text
    quote = '"' if form.quoted and any(x in text for x in (form.between, "\n", '"')) else ""
    mark = form.bold if form.bold and spot.runs and spot.runs[0].role in _LABELS else ""
    w.put(quote + mark)
    for run in spot.runs:
        shown = run.text.replace('"', "”") if quote else run.text
        w.put(shown.replace("\n", form.wrap), run)
    w.put(mark + quote)


def wide(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(2 if unicodedata.east_asian_width(ch) in "WFA" else 1 for ch in text)


def pieces(runs: list[Run], room: int) -> list[list[Run]]:
    """Runs broken into lines of at most `room` columns."""
    lines: list[list[Run]] = [[]]
    used = 0
    for run in runs:
        piece = ""
        for ch in run.text:
            size = wide(ch)
            if ch == "\n" or used + size > room:
                if piece:
                    lines[-1].append(Run(piece, run.role, run.owner, run.field))
                lines.append([])
                piece, used = "", 0
                if ch == "\n":
                    continue
            piece += ch
            used += size
        if piece:
            lines[-1].append(Run(piece, run.role, run.owner, run.field))
    return lines


def _rooms(grid: Grid, form: Form, rng: Random) -> list[int]:
    columns = max(len(r) for r in grid)
    rooms = [4] * columns
    for row in grid:
        for i, spot in enumerate(row):
            alone = i + 1 >= len(row) or row[i + 1].text
            longest = max((wide(x) for x in spot.text.split("\n")), default=0)
            rooms[i] = max(rooms[i], longest if alone else min(longest, 12))
    most = max(8, form.width // columns)
    return [min(r, rng.choice([most, most, 2 * most, 30])) for r in rooms]


def write_aligned(w: Writer, table: Table, form: Form, rng: Random) -> None:
    """Columns aligned by blanks, cells wrapped: pdftotext -layout and the like."""
    grid = grid_of(table, form)
    rooms = _rooms(grid, form, rng)
    middle = rng.random() < 0.3
    gap = rng.choice([1, 2, 2, 3])
    for row, cells in zip(grid, table.rows, strict=True):
        blocks: list[tuple[int, int, list[list[Run]]]] = []
        at = x = 0
        for cell in cells:
            room = sum(rooms[x : x + cell.across]) + gap * (cell.across - 1)
            if x < len(row) and row[x].text:
                blocks.append((at, room, pieces(row[x].runs, max(room, 4))))
            at += room + gap
            x += cell.across
        height = max((len(b[2]) for b in blocks), default=0)
        _print_block(w, blocks, height, middle)
        if rng.random() < 0.08:
            w.put("\n")
    w.put(form.table_end)


def _print_block(w: Writer, blocks: list[tuple[int, int, list[list[Run]]]], height: int, middle: bool) -> None:
    for y in range(height):
        column = 0
        for at, _room, lines in blocks:
            top = (height - len(lines)) // 2 if middle else 0
            if not 0 <= y - top < len(lines) or not lines[y - top]:
                continue
            pad = max(at - column, 1 if column else 0)
            w.put(" " * pad)
            w.runs(lines[y - top])
            column += pad + wide("".join(r.text for r in lines[y - top]))
        w.put("\n")


_LABELS = frozenset({"header", "attribute_label", "amount_label", "amount_column"})


def form_of(rng: Random, name: str | None = None) -> Form:
    """A form of text (or that of a name in FORMS): common ones, and mixtures that nobody has seen."""
    name = name or rng.choices(list(FORMS), [weight for weight, _ in FORMS.values()])[0]
    made = FORMS[name][1](rng)
    made.name = name
    if name == "blanks" and rng.random() < 0.15:  # the whole document on one line
        made.row_end = made.table_end = made.line_end = made.between
    elif made.between == "\n\n" and name != "page order":
        made.line_end = "\n\n"
    if made.narrow:
        made.wrap = rng.choice(["\n", "\n", "\n", " "])
    return made


def _blanks(rng: Random) -> Form:
    return Form(
        "",
        rng.choice([" ", " ", " ", "  ", "\u3000", "\xa0"]),
        blank=rng.choice(["drop", "drop", "drop", "trail"]),
        wrap=rng.choice(["", "", " ", "\n"]),
        down=rng.random() < 0.15,
        narrow=_narrow(rng, 0.15),
    )


def _cell_lines(rng: Random) -> Form:
    between = rng.choice(["\n", "\n", "\n", "\n\n", " \n"])
    end = rng.choice(["\n", "\n", "\n\n", between])
    return Form(
        "",
        between,
        row_end=end,
        blank=rng.choice(["drop", "drop", "drop", "keep", "trail"]),
        wrap=rng.choice(["", "", " ", "\n"]),
        down=rng.random() < 0.15,
        narrow=_narrow(rng, 0.15),
    )


def _bars(rng: Random) -> Form:
    return Form(
        "",
        rng.choice([" | ", "|", " |", "| ", "｜", " ｜ "]),
        lead=rng.choice(["", "", "", "|", "| "]),
        trail=rng.choice(["", "", " |", "|"]),
        blank=rng.choice(["end", "end", "keep", "drop", "trail"]),
        wrap=rng.choice(["", " ", "<br>"]),
        down=rng.random() < 0.2,
        across=rng.choice(["blank", "blank", "none", "repeat"]),
        narrow=_narrow(rng, 0.1),
    )


def _bar_lines(rng: Random) -> Form:
    between, row_end = rng.choice(
        [
            (" |\n", " |\n"),
            ("\n| ", "\n"),
            ("\n|\n", "\n"),
            (" |\n", "\n"),
            ("|\n", "|\n\n"),
            ("\n | ", "\n\n"),
            ("\n|", "\n|\n"),
        ]
    )
    return Form(
        "",
        between,
        lead=rng.choice(["", "", "| "]),
        row_end=row_end,
        blank=rng.choice(["drop", "drop", "keep", "end"]),
        wrap=rng.choice(["", " "]),
        across=rng.choice(["blank", "none"]),
    )


def _row_together(rng: Random) -> Form:
    return Form(
        "",
        "",
        blank="drop",
        wrap=rng.choice(["", "", " "]),
        row_end=rng.choice(["\n", "\n", "\n\n", " "]),
        down=rng.random() < 0.1,
    )


def _all_together(rng: Random) -> Form:
    return Form(
        "",
        rng.choice(["", "", "", " "]) if rng.random() < 0.2 else "",
        blank="drop",
        wrap="",
        row_end="",
        table_end="",
        down=rng.random() < 0.1,
    )


def _markdown(rng: Random) -> Form:
    return Form(
        "",
        " | ",
        "| ",
        " |",
        blank="keep",
        wrap=rng.choice(["<br>", " ", "", "<br/>"]),
        rule=rng.choice(["---", "---", ":--", "------!", ":-:"]),
        down=rng.random() < 0.3,
        across=rng.choice(["blank", "blank", "repeat", "none"]),
        bold=rng.choice(["", "", "", "**"]),
    )


def _html2text(rng: Random) -> Form:
    return Form(
        "",
        rng.choice([" | ", "|", " |  "]),
        row_end=rng.choice(["  \n", "\n", "  \n\n"]),
        blank=rng.choice(["keep", "drop", "trail"]),
        rule="---",
        wrap=rng.choice(["  \n", "\n", " "]),
        across=rng.choice(["none", "blank"]),
        narrow=_narrow(rng, 0.1),
    )


def _csv(rng: Random) -> Form:
    return Form(
        "",
        rng.choice([",", ",", ";", "，", "\t"]),
        blank=rng.choice(["keep", "keep", "trail"]),
        quoted=rng.random() < 0.8,
        wrap=rng.choice(["\n", " ", ""]),
        down=rng.random() < 0.2,
        across=rng.choice(["blank", "blank", "repeat"]),
    )


def _grid_page(rng: Random) -> Form:
    return Form(
        "",
        "\t",
        blank="trail",
        wrap=rng.choice(["\n", "\n", " ", ""]),
        table_end=rng.choice(["", "\n"]),
        narrow=_narrow(rng, 0.3),
    )


def _tabs(rng: Random) -> Form:
    return Form(
        "",
        "\t",
        lead=rng.choice(["", "", "\t"]),
        blank=rng.choice(["keep", "drop", "end", "trail"]),
        wrap=rng.choice(["\n", " ", ""]),
        down=rng.random() < 0.25,
        across=rng.choice(["blank", "none", "repeat"]),
    )


def _tika(rng: Random) -> Form:
    return Form(
        "",
        rng.choice(["\n\t", "\t", " \t"]),
        lead=rng.choice(["\t", ""]),
        row_end=rng.choice(["\n\n", "\n", "\n\n\n"]),
        blank=rng.choice(["keep", "drop"]),
        wrap=rng.choice(["\n", " ", ""]),
        across="none",
        narrow=_narrow(rng, 0.15),
    )


def _aligned(rng: Random) -> Form:
    return Form("", width=rng.choice([70, 90, 110, 140, 180]), blank="keep", across="blank")


def _raw(rng: Random) -> Form:
    return Form("", rng.choice(["\n", " "]), blank="drop", wrap="\n", narrow=_narrow(rng, 0.8))


def _tags(rng: Random) -> Form:
    return Form(
        "",
        "</td><td>",
        "<tr><td>",
        "</td></tr>",
        blank=rng.choice(["keep", "trail"]),
        wrap=rng.choice(["<br>", ""]),
        row_end=rng.choice(["\n", ""]),
        down=rng.random() < 0.3,
        across=rng.choice(["none", "blank"]),
    )


def _odd(rng: Random) -> Form:
    return Form(
        "",
        rng.choice(
            [
                "；",
                ";",
                "，" if rng.random() < 0.3 else "；",
                " / ",
                "/",
                "¦",
                "│",
                " - ",
                "||",
                " & ",
                "    ",
                "\t\t",
                " \t ",
                "·",
                "#",
                "\\n",
                "  |  ",
            ]
        ),
        rng.choice(["", "", "- ", "* ", "> ", "│"]),
        rng.choice(["", "", "。", "；", "│", " \\\\"]),
        rng.choice(["\n", "\n", "\n\n", " "]),
        blank=rng.choice(["keep", "drop", "end", "trail"]),
        down=rng.random() < 0.3,
        across=rng.choice(["none", "blank", "repeat"]),
        wrap=rng.choice(["", " ", "\n"]),
    )


FORMS: dict[str, tuple[int, Callable[[Random], Form]]] = {
    "blanks": (14, _blanks),
    "cell lines": (14, _cell_lines),
    "bars": (14, _bars),
    "bar lines": (6, _bar_lines),
    "row together": (7, _row_together),
    "all together": (8, _all_together),
    "markdown": (5, _markdown),
    "html2text": (4, _html2text),
    "csv": (4, _csv),
    "grid page": (12, _grid_page),
    "tabs": (5, _tabs),
    "tika": (4, _tika),
    "aligned": (8, _aligned),
    "raw": (5, _raw),
    "page order": (9, lambda rng: Form("", "\n\n", wrap="\n", line_end=rng.choice(["\n", "\n\n"]))),
    "tags": (2, _tags),
    "odd": (7, _odd),
}
"""The forms by name, with their weights."""


def write_line(w: Writer, line: Line, form: Form) -> None:
    """A line of running text as the form has it."""
    together = form.name == "all together"
    w.runs(line.runs, "" if together else "\n" if "\n" in form.line_end else " ")
    w.put("" if together else form.line_end)
