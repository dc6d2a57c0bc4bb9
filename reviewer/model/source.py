"""A source: what the clerk was given. Immutable; every character of it has an address."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import isnan

from reviewer.model.spans import Span, Spans


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid. Rows and columns count from 0; `spans` is where its text stands, empty for an empty cell."""

    row: int
    column: int
    spans: Spans
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as the format gives it: cells in reading order, rows of unequal length allowed, nothing repaired.

    A merged cell stands once, at its upper left corner, with its row and column span. `widths` are the columns' printed
    widths and `heights` the rows', in points, empty where the format does not say. The cells of a large table are made anew each
    time somebody goes through them (model/cells).
    """

    cells: Sequence[Cell]
    rows: int
    columns: int
    widths: tuple[float, ...] = ()
    heights: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text outside any grid; where a format prints paragraphs on several lines, all lines of one."""

    span: Span


Block = Line | Grid


@dataclass(frozen=True, slots=True)
class Picture:
    """Where the characters of a page stand on its picture, and how sure recognition was of each.

    `width` and `height` are the page's as shown, in points (1/72 inch). `boxes` holds four numbers a character of the
    page's text (left, top, right, bottom; points from the upper left corner), all NaN for a character that is not drawn,
    such as a line break. `certainty` holds one number a character, 0 to 255 for 0 to 1; empty where nothing was recognised
    but the format itself gave the text.
    """

    width: float
    height: float
    boxes: array[float] = field(default_factory=lambda: array("f"), repr=False)
    certainty: bytes = field(default=b"", repr=False)

    def box(self, offset: int) -> tuple[float, float, float, float] | None:
        """The box of the character at `offset` of the page's text; None where it is not drawn."""
        left, top, right, bottom = self.boxes[4 * offset : 4 * offset + 4]
        return None if isnan(left) else (left, top, right, bottom)


@dataclass(frozen=True, slots=True)
class Page:
    """A page, a sheet, or the whole of a text file: its text as the source view shows it, and its blocks in order.

    `number` counts from 1; `label` is the printed name of a sheet, otherwise empty. `layout` holds the spans that are the
    format's own signs (pipes, rules, heading marks). `picture` is there where the page is shown as a picture (PDF, scans).
    """

    number: int
    text: str
    blocks: tuple[Block, ...] = ()
    layout: Spans = ()
    label: str = ""
    picture: Picture | None = None


PART_NOT_READ = "part not read"
"""The code of a note that says of a part of the source that nothing was read from it."""
PARTS = frozenset({PART_NOT_READ, "pictures", "text layer"})
"""The codes of notes that say that there was something to read which was not: pages and parts that failed, large pictures."""


DOUBTFUL_ROWS = "doubtful rows"
"""The code of a note whose spans are texts that may belong to other rows of their table."""


class Note(str):
    """A sentence on what the reviewer should know about a source, with a code for programs and the spans it is about.

    A code is a few words that stay the same in every language (“hidden rows”); sentences of old sessions have none.
    """

    __slots__ = ("code", "spans")
    code: str
    spans: Spans

    def __new__(cls, text: str, code: str = "", spans: Spans = ()) -> Note:
        """A note with this sentence."""
        made = super().__new__(cls, text)
        made.code, made.spans = code, spans
        return made

    def __reduce__(self) -> tuple[type[Note], tuple[str, str, Spans]]:
        return type(self), (str(self), self.code, self.spans)


@dataclass(frozen=True, slots=True)
class Source:
    """A source: its name, format, the SHA-256 of its bytes (hex), its encoding (None for binary formats), its pages.

    `notes` are sentences on what the reviewer should know about it (hidden rows, pages without text). `data` are the bytes
    that its pages can be drawn from, empty where they are not at hand; of an encrypted file the decrypted ones.
    """

    name: str
    format: str
    sha256: str
    encoding: str | None
    pages: tuple[Page, ...] = field(repr=False)
    notes: tuple[str, ...] = ()
    data: bytes = field(default=b"", repr=False, compare=False)

    def text(self, spans: Iterable[Span]) -> str:
        """The characters at `spans`, one after the other, just as they stand in the source."""
        return "".join(self.pages[span.page].text[span.start : span.end] for span in spans)

    def blocks(self) -> Iterator[tuple[int, Block]]:
        """Every block with the index of its page, in reading order."""
        for index, page in enumerate(self.pages):
            for block in page.blocks:
                yield index, block
