"""OpenDocument texts (.odt, .fodt): paragraphs, lists and tables in reading order. Macros, links and pictures are never touched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reviewer.base.i18n import tr
from reviewer.sources.odf import DRAW, TABLE, Odf, ProtectedError, count
from reviewer.sources.odf import OFFICE as _OFFICE
from reviewer.sources.odf_lists import Numbers
from reviewer.sources.odf_looks import TEXT
from reviewer.sources.package import DamagedError, LockedError, TooLargeError
from reviewer.sources.reader import Given, Reading, SourceError, Watch
from reviewer.sources.word_notes import damaged, locked, picture_note, struck_note, white_note
from reviewer.sources.word_page import PageWriter
from reviewer.sources.word_pictures import is_large
from reviewer.sources.word_table import MAX_COLUMNS, Table, TableCell

_POINTS = {"cm": 72 / 2.54, "mm": 72 / 25.4, "in": 72.0, "pt": 1.0, "px": 0.75}
_DEEPEST, _MOST_CELLS = 40, 500_000
_WRAPPERS = frozenset(
    TEXT + name for name in ("section", "index-body", "table-of-content", "numbered-paragraph", "soft-page-break")
)
Parts = Iterator[str | Table]


def read(given: Given, watch: Watch) -> Reading:
    """Read a text. Raises SourceError."""
    try:
        document = Odf(given.data)
        body = document.root.find(f".//{_OFFICE}text")
        if body is None:
            raise DamagedError("no text")
        watch.progress(0.3)
        reader, page = _Body(document), PageWriter()
        for part in reader.parts(body, 0):
            if isinstance(part, Table):
                page.table(part)
            else:
                page.line(part)
    except (ProtectedError, LockedError) as error:
        raise SourceError(locked(given.name)) from error
    except TooLargeError as error:
        raise SourceError(tr("{file} holds more than can be reviewed; please split it.", file=given.name)) from error
    except (DamagedError, ValueError) as error:
        raise SourceError(damaged(given.name)) from error
    if not page.has_text:
        if reader.pictures:
            raise SourceError(
                tr(
                    "{file} holds pictures and no text; save it as PDF and open that, to have its text recognised.",
                    file=given.name,
                )
            )
        raise SourceError(tr("{file} is empty; please choose another file.", file=given.name))
    return Reading(
        "odt",
        (page.page(),),
        notes=(*struck_note(document.looks.struck), *white_note(document.looks.white), *picture_note(reader.pictures)),
    )


class _Body:
    """Reads what stands in a text, a cell or a box."""

    def __init__(self, document: Odf) -> None:
        self._document = document
        self._cells = 0
        self._numbers: dict[str, Numbers] = {}
        self.pictures = 0

    def parts(self, parent: Any, depth: int) -> Parts:
        """The lines and tables in an element, in order."""
        if depth > _DEEPEST:
            return
        for child in parent:
            if child.tag in (TEXT + "p", TEXT + "h"):
                if not self._is_hidden(child):
                    yield self._document.text(child)
                yield from self._boxes(child, depth)
            elif child.tag == TABLE + "table":
                table = self._table(child, depth + 1)
                if table.cells:
                    yield table
            elif child.tag == TEXT + "list":
                yield from self._list(child, depth + 1)
            elif child.tag in _WRAPPERS and child.get(TEXT + "display") != "none":
                yield from self.parts(child, depth + 1)
            elif child.tag == DRAW + "frame":
                yield from self._frame(child, depth)

    def _is_hidden(self, paragraph: Any) -> bool:
        hidden = paragraph.find(TEXT + "hidden-paragraph")
        if hidden is not None and hidden.get(TEXT + "is-hidden") == "true":
            return True
        return self._document.looks.around(paragraph).get(TEXT + "display") == "none"

    def _boxes(self, paragraph: Any, depth: int) -> Parts:
        for frame in paragraph.iter(DRAW + "frame", DRAW + "custom-shape"):
            yield from self._frame(frame, depth)

    def _frame(self, frame: Any, depth: int) -> Parts:
        boxes = list(frame.iterchildren(DRAW + "text-box"))
        for box in boxes or ([frame] if frame.tag == DRAW + "custom-shape" else []):
            yield from (part for part in self.parts(box, depth + 1) if isinstance(part, Table) or part.strip())
        if frame.find(DRAW + "image") is not None and not boxes:
            width, height = (_points(frame, name) for name in ("width", "height"))
            self.pictures += not width or not height or is_large(width, height)

    def _list(self, element: Any, depth: int, outer: str = "") -> Parts:
        name = element.get(TEXT + "style-name") or outer
        goes_on = element.get(TEXT + "continue-numbering") == "true" or element.get(TEXT + "continue-list")
        if not goes_on and not outer:
            self._numbers.pop(name, None)
        level = sum(1 for around in element.iterancestors(TEXT + "list"))
        for item in element.iterchildren(TEXT + "list-item", TEXT + "list-header"):
            number = "".join(item.itertext(TEXT + "number"))
            if not number and item.tag.endswith("}list-item"):
                number = self._numbers.setdefault(name, Numbers(self._document.list_level, name)).next(
                    level, item.get(TEXT + "start-value")
                )
            place = 0
            for child in item:
                parts = (
                    self._list(child, depth + 1, name) if child.tag == TEXT + "list" else self.parts([child], depth + 1)
                )
                for part in parts:
                    yield f"{number} {part}" if number and not place and isinstance(part, str) else part
                    place += 1

    def _table(self, element: Any, depth: int) -> Table:
        table = Table()
        for row in element.iter(TABLE + "table-row"):
            if _table_of(row) is not element or row.get(TABLE + "visibility") in ("collapse", "filter"):
                continue
            column = 0
            for cell in row.iterchildren(TABLE + "table-cell", TABLE + "covered-table-cell"):
                times = min(count(cell, "number-columns-repeated"), MAX_COLUMNS - column)
                if cell.tag == TABLE + "table-cell":
                    parts = [
                        part.replace("\t", " ") if isinstance(part, str) else part for part in self.parts(cell, depth)
                    ]
                    size = count(cell, "number-rows-spanned"), min(count(cell, "number-columns-spanned"), MAX_COLUMNS)
                    table.cells += [
                        TableCell(table.rows, place, *size, list(parts)) for place in range(column, column + times)
                    ]
                    self._cells += times
                column += times
            table.rows += 1
            if self._cells > _MOST_CELLS:
                raise TooLargeError
        table.columns = max((cell.column + cell.column_span for cell in table.cells), default=0)
        for cell in table.cells:
            cell.row_span = min(cell.row_span, table.rows - cell.row)
        return table


def _table_of(row: Any) -> Any:
    """The table that a row belongs to, with groups of rows between them."""
    parent = row.getparent()
    while parent is not None and parent.tag != TABLE + "table":
        parent = parent.getparent()
    return parent


def _points(element: Any, name: str) -> float:
    text = next((value for key, value in element.attrib.items() if key.endswith("}" + name)), "")
    try:
        return float(text[:-2]) * _POINTS.get(text[-2:], 0.0)
    except ValueError:
        return 0.0
