"""The page before it becomes text: lines and tables whose cells know which field they print."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tools.corpus.truth import Entry, Indicator


@dataclass(eq=False)
class Cell:
    """Text (inner line breaks as \\n) of one field of an owner; a label or a blank has none."""

    text: str = ""
    owner: Indicator | Entry | None = None
    field: str = ""


@dataclass(eq=False)
class Row:
    """One row: `kind` is form, header, indicator, project, sum, task, blank or rest."""

    cells: list[Cell]
    kind: str = "form"

    def texts(self) -> list[str]:
        """The cells' texts."""
        return [c.text for c in self.cells]

    def find(self, name: str) -> int | None:
        """The index of the first cell of a field."""
        return next((i for i, c in enumerate(self.cells) if c.field == name), None)


@dataclass(eq=False)
class Table:
    """A grid; `running` are rows that a continuation page prints again (name of the project, header)."""

    rows: list[Row]
    running: list[Row] = field(default_factory=list)
    headless: bool = False

    def width(self) -> int:
        """The widest row."""
        return max((len(r.cells) for r in self.rows), default=0)


@dataclass(eq=False)
class Line:
    """A line of running text."""

    text: str = ""


@dataclass
class Paper:
    """A document on its way to text; `masthead` are the lines a page may print again."""

    blocks: list[Line | Table] = field(default_factory=list)
    masthead: list[str] = field(default_factory=list)
    style: Style = field(default_factory=lambda: Style())

    def lines(self, *texts: str) -> None:
        """Append lines."""
        self.blocks.extend(Line(t) for t in texts)


@dataclass
class Style:
    """How the paper is printed: `form` md, tab or spaced; `wrap` stands for a line break inside a cell."""

    form: str = "md"
    suffix: str = "md"
    wrap: str = "<br>"
    pad: bool = False
    repeat: bool = False


def header(*labels: str) -> Row:
    """A header row."""
    return Row([Cell(t) for t in labels], "header")


def row(kind: str, *cells: Cell | str) -> Row:
    """A row of cells; a bare text is a label or blank."""
    return Row([c if isinstance(c, Cell) else Cell(c) for c in cells], kind)


def fill(rows: Iterable[Row], width: int) -> None:
    """Blank cells at the end of rows that are too short (a horizontal merge leaves them blank)."""
    for r in rows:
        r.cells.extend(Cell() for _ in range(width - len(r.cells)))


def _markdown(table: Table, style: Style) -> list[str]:
    width = table.width()
    texts = [r.texts() + [""] * (width - len(r.cells)) for r in table.rows]
    texts = [[t.replace("|", "/").replace("\n", style.wrap) for t in line] for line in texts]
    if table.headless:
        texts.insert(0, [""] * width)
    sizes = [3] * width
    if style.pad:
        sizes = [min(40, max(3, *(len(line[i]) for line in texts))) for i in range(width)]
    lines = [
        "| " + " | ".join(t.ljust(sizes[i]) if style.pad else t for i, t in enumerate(line)) + " |" for line in texts
    ]
    rule = "|" + "|".join("-" * (sizes[i] + 2 if style.pad else 3) for i in range(width)) + "|"
    return [lines[0], rule, *lines[1:]]


def _tabbed(table: Table, style: Style) -> list[str]:
    wrap = "" if style.wrap == "<br>" else style.wrap
    return ["\t".join(c.text.replace("\n", wrap) for c in r.cells) for r in table.rows]


def _spaced(table: Table, style: Style) -> list[str]:
    return [
        "  ".join(c.text.replace("\n", "") for c in r.cells if c.text)
        for r in table.rows
        if any(c.text for c in r.cells)
    ]


_FORMS: dict[str, Callable[[Table, Style], list[str]]] = {"md": _markdown, "tab": _tabbed, "spaced": _spaced}


def render(paper: Paper) -> str:
    """The document's text."""
    lines: list[str] = []
    for block in paper.blocks:
        if isinstance(block, Line):
            lines.append(block.text)
            continue
        if paper.style.form == "md" and lines and lines[-1]:
            lines.append("")
        lines += _FORMS[paper.style.form](block, paper.style)
        if paper.style.form == "md":
            lines.append("")
    text = "\n".join(lines)
    while "\n\n\n\n\n" in text:
        text = text.replace("\n\n\n\n\n", "\n\n\n\n")
    return text.rstrip("\n") + "\n"
