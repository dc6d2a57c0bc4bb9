"""A document before it becomes text: lines and tables of runs, each run knowing its role and the field it prints."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from reviewer.extract.sequence.roles import SegmentRole
from tools.corpus.truth import Entry, Indicator, Task, Truth

Owner = Truth | Entry | Indicator | Task
H = SegmentRole.HEADER


@dataclass(frozen=True)
class Run:
    """Some text with one role (None: layout); `owner` and `field` say which value of the truth it prints.

    A newline in the text is a break inside the cell; the form decides how it is shown.
    """

    text: str
    role: SegmentRole | None = None
    owner: Owner | None = None
    field: str = ""


@dataclass
class Cell:
    """A cell of a table; `above`: the cell over it is merged down onto this one, `across`: columns it covers."""

    runs: list[Run] = field(default_factory=list)
    across: int = 1
    above: bool = False

    @property
    def text(self) -> str:
        """The cell's whole text."""
        return "".join(run.text for run in self.runs)


@dataclass
class Table:
    """Rows of cells; `head` is the number of the header row, -1 for none."""

    rows: list[list[Cell]]
    head: int = -1


@dataclass
class Line:
    """A line of running text."""

    runs: list[Run]


@dataclass
class Paper:
    """A document: its blocks in order and what it really says."""

    blocks: list[Table | Line]
    truth: Truth
    layout: str = ""


@dataclass(frozen=True)
class Gold:
    """A segment of the laid-out text: `path` is its field in the truth (`entries/0/indicators/2/annual_value`), "" for none.

    `continues`: an earlier segment prints the beginning of the same value.
    """

    role: SegmentRole
    start: int
    end: int
    path: str = ""
    continues: bool = False


@dataclass(frozen=True)
class Laid:
    """A document as text: `truth` is in the shape of the corpus's ANNOTATION.md."""

    text: str
    segments: tuple[Gold, ...]
    truth: dict[str, Any]
    layout: str
    form: str


def plain(text: str) -> Cell:
    """A cell of layout."""
    return Cell([Run(text)] if text else [])


def label(text: str, role: SegmentRole = H, across: int = 1) -> Cell:
    """A cell with a printed label."""
    return Cell([Run(text, role)] if text else [], across)


def value(text: str | None, role: SegmentRole, owner: Owner | None = None, name: str = "", across: int = 1) -> Cell:
    """A cell with the value of one field; an empty one where there is none."""
    return Cell([Run(text, role, owner, name)] if text else [], across)


class Writer:
    """Text as it grows, with its segments."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.marks: list[tuple[SegmentRole, int, int, Owner | None, str]] = []

    def put(self, text: str, run: Run | None = None) -> None:
        """Append text; with a run, as a piece of that run. Blanks at its ends are outside of the segment."""
        inner = text.strip(" \n\t\u3000\r\xa0")
        if run is not None and run.role is not None and inner:
            start = self.length + text.index(inner)
            end = start + len(inner)
            self.marks.append((run.role, start, end, run.owner, run.field))
        self.parts.append(text)
        self.length += len(text)

    def runs(self, runs: list[Run], wrap: str = "\n") -> None:
        """Append runs; a break inside becomes `wrap`."""
        for run in runs:
            self.put(run.text.replace("\n", wrap), run)

    @property
    def ends_with_newline(self) -> bool:
        """Whether a new line begins here."""
        return not self.length or self.parts[-1][-1:] == "\n"

    def finish(self, paper: Paper, form: str) -> Laid:
        """The text with its segments and its truth."""
        paths = _paths(paper.truth)
        seen: set[tuple[str, SegmentRole]] = set()
        segments = []
        for role, start, end, owner, name in self.marks:
            path = f"{paths[id(owner)]}{name}" if owner is not None and id(owner) in paths else ""
            key = (path, role)
            segments.append(Gold(role, start, end, path, bool(path) and key in seen))
            seen.add(key)
        truth = paper.truth.to_json("", paper.layout, 0)
        return Laid("".join(self.parts), tuple(segments), truth, paper.layout, form)


def _paths(truth: Truth) -> dict[int, str]:
    paths = {id(truth): ""}
    for e, entry in enumerate(truth.entries):
        paths[id(entry)] = f"entries/{e}/"
        paths.update((id(each), f"entries/{e}/indicators/{i}/") for i, each in enumerate(entry.indicators))
        paths.update((id(each), f"entries/{e}/tasks/{i}/") for i, each in enumerate(entry.tasks))
    return paths
