"""The body of a Word document in reading order: paragraphs with what is shown of them, tables with their merges.

Elements are known by their local names, so that documents of the strict and of the transitional standard read alike.
Tracked changes are read as accepted; hidden and struck-out text, instructions of fields and phonetic guides are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from reviewer.sources import word_eq, word_math
from reviewer.sources.docx_styles import PLAIN, Look, Styles
from reviewer.sources.package import chosen
from reviewer.sources.raised import capitals, lowered, raised
from reviewer.sources.word_page import PageWriter
from reviewer.sources.word_pictures import is_equation, is_large_picture, is_sheet
from reviewer.sources.word_symbols import symbols
from reviewer.sources.word_table import MAX_COLUMNS, Table, TableCell, mirrored

Parts = list[str | Table]

_WRAPPERS = frozenset(
    (
        "sdt",
        "sdtContent",
        "customXml",
        "smartTag",
        "ins",
        "moveTo",
        "hyperlink",
        "fldSimple",
        "bdo",
        "dir",
        "ruby",
        "rubyBase",
        "AlternateContent",
        "drawing",
        "pict",
        "object",
    )
)
"""Elements that only hold others."""
_SINGLE = {
    "tab": "\t",
    "ptab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "-",
    "softHyphen": "",
}
_DEEPEST = 60
_WIDEST = 63
"""Columns that one cell may reach over; Word has no more."""
MAX_CELLS = 500_000
"""In all tables together; somebody's whole register, not a budget's targets."""
_OFF = frozenset(("0", "false", "off"))
_UNITS = {"pt": 1.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "in": 72.0, "pc": 12.0, "pi": 12.0}
"""Points that a unit of length has."""


Chunk = Callable[[str], Parts]
"""Reads a part of the package that is a document of its own, by the id of the reference to it."""


@dataclass(slots=True)
class _Field:
    """A field that is being read: its instruction so far, whether we are still in that, whether it has a result."""

    code: list[str] = field(default_factory=list)
    in_code: bool = True


class DeepError(Exception):
    """Tables within tables beyond what anybody writes."""


class ManyCellsError(Exception):
    """More cells than MAX_CELLS."""


class Body:
    """Reads what stands in a document's body (or header, text box …)."""

    def __init__(self, namespace: str, styles: Styles, chunk: Chunk = lambda _id: []) -> None:
        self._w = f"{{{namespace}}}"
        self._val = self._w + "val"
        self._styles = styles
        self._names = _Names()
        self._tags = {name: self._w + name for name in _ASKED}
        self._fields: list[_Field] = []
        self._base = PLAIN
        self._chunk = chunk
        self._boxes: Parts = []
        self._carried = ""
        self._depth = self._cells = 0
        self.struck: list[str] = []
        """Texts that are struck out, and left out for that."""
        self.white: list[str] = []
        """Texts in white on white, left out for that."""
        self.pictures = 0
        """How many pictures are large enough to hold a table."""
        self.sheets = 0
        """How many workbooks are embedded, each shown as a picture."""
        self.equations: list[str] = []
        """The paragraphs in which equations of an equation editor stand."""
        self._has_equation = False

    def write(self, root: Any, page: PageWriter, progress: Callable[[float], None]) -> None:
        """Everything in `root`, written to a page as it comes."""
        whole = max(1, len(root))
        for done, child in enumerate(root):
            for part in self._flow([child]):
                if isinstance(part, Table):
                    page.table(part)
                else:
                    page.line(part)
            if done % 256 == 255:
                progress(done / whole)
        if self._carried:
            page.line(self._carried)
            self._carried = ""

    def lines(self, root: Any) -> list[str]:
        """The texts in a header, a footer or notes, tables line by line."""
        found: list[str] = []
        for child in root:
            for part in self._flow(child if self._name(child) in ("footnote", "endnote") else [child]):
                texts = [part] if isinstance(part, str) else [_row_texts(part)]
                found += [line.strip() for text in texts for line in text.split("\n") if line.strip()]
        return found

    # -- blocks ---------------------------------------------------------------------------------------------------

    def _name(self, element: Any) -> str:
        return self._names[element.tag]

    def _flow(self, elements: Any) -> Iterator[str | Table]:
        """The paragraphs and tables among elements, with those in wrappers."""
        names = self._names
        for element in elements:
            name = names[element.tag]
            if name == "p":
                yield from self._paragraph(element)
            elif name == "tbl":
                table = self._table(element)
                if table.cells:
                    yield table
            elif name == "altChunk":
                key = next((value for attribute, value in element.attrib.items() if attribute.endswith("}id")), "")
                yield from self._chunk(key)
            elif name in _WRAPPERS:
                yield from self._flow(self._inside(element, name))

    def _inside(self, element: Any, name: str) -> Any:
        """The children of a wrapper that count."""
        if name == "AlternateContent":
            return chosen(element)
        if name == "sdt":
            properties = element.find(self._w + "sdtPr")
            if properties is not None and self._is_on(properties, "showingPlcHdr"):
                return ()
        return element

    def _is_on(self, properties: Any, name: str) -> bool:
        found = properties.find(self._w + name)
        return found is not None and found.get(self._val, "1") not in _OFF

    def _paragraph(self, paragraph: Any) -> Parts:
        pieces: list[str] = [self._carried] if self._carried else []
        properties = _child(paragraph, self._tags["pPr"])
        self._carried = ""
        joins = False
        base, self._base = self._base, PLAIN if self._styles.is_plain else self._styles.of_paragraph(properties)
        if properties is not None:
            if self._styles.lists is not None:
                pieces.append(self._styles.number(properties))
            mark = _child(properties, self._tags["rPr"])
            if mark is not None:
                joins = mark.find(self._w + "del") is not None or mark.find(self._w + "moveFrom") is not None
        boxes_before, self._boxes = self._boxes, []
        self._runs(paragraph, pieces)
        boxes, self._boxes = self._boxes, boxes_before
        self._base = base
        text = "".join(pieces)
        if self._has_equation:
            self._has_equation = False
            self.equations.append(text)
        if joins:
            self._carried = text
            return boxes
        return [text, *boxes]

    # -- runs -----------------------------------------------------------------------------------------------------

    def _runs(self, parent: Any, pieces: list[str]) -> None:
        names = self._names
        for child in parent:
            name = names[child.tag]
            if name == "r":
                self._run(child, pieces)
            elif name in _WRAPPERS:
                self._look_at_picture(child, name)
                before = len(pieces)
                self._runs(self._inside(child, name), pieces)
                if (
                    name == "fldSimple" and not "".join(pieces[before:]).strip()
                ):  # no result is stored: Word works it out
                    self._put(word_eq.shown(child.get(self._w + "instr", "")), pieces)
            elif name in ("oMath", "oMathPara"):
                self._put(word_math.shown(child), pieces)
            elif name not in ("pPr", "del", "moveFrom", "rPr", "sdtPr", "p", "rt"):
                if name == "t":
                    self._text(child, self._base, pieces)
                elif name == "txbxContent":
                    self._box(child)
                elif len(child):
                    self._runs(child, pieces)

    def _run(self, run: Any, pieces: list[str]) -> None:
        look = self._base
        if not self._styles.is_plain:
            properties = run.find(self._tags["rPr"])
            if properties is not None:
                look = self._styles.look(properties, look)
            if look.white and not self._styles.is_on_colour(run):
                self.white.append("".join(run.itertext()).strip())
                look = replace(look, hidden=True)
            if look.hidden:
                self._fields_only(run)
                return
        names = self._names
        for child in run:
            name = names[child.tag]
            if name in ("t", "instrText"):
                self._text(child, look, pieces)
            elif name in _SINGLE:
                if not self._fields:
                    pieces.append(_SINGLE[name])
                elif not self._in_instruction:
                    self._put(_SINGLE[name], pieces)
            elif name == "fldChar":
                self._field(child, pieces)
            elif name == "sym":
                code, font = child.get(self._w + "char", ""), child.get(self._w + "font", "")
                self._put(symbols(_char(code), font), pieces)
            elif name in _WRAPPERS:
                self._look_at_picture(child, name)
                self._runs(self._inside(child, name), pieces)

    @property
    def _in_instruction(self) -> bool:
        return any(one.in_code for one in self._fields)

    def _put(self, text: str, pieces: list[str]) -> None:
        """Text to the instruction that it stands in, or else to the paragraph."""
        inside = next((one for one in reversed(self._fields) if one.in_code), None)
        (pieces if inside is None else inside.code).append(text)

    def _text(self, element: Any, look: Look, pieces: list[str]) -> None:
        text = element.text
        if not text:
            return
        if "\n" in text:
            text = text.replace("\n", " ")
        if not self._styles.is_plain:
            if look.struck:
                self.struck.append(text)
                return
            text = _as_shown(text, look)
            if look.caps and not (self._fields and self._in_instruction):
                text = capitals(text)
        elif not text.isprintable():
            text = _as_shown(text, look)
        if self._fields:
            self._put(text, pieces)
        else:
            pieces.append(text)

    def _field(self, mark: Any, pieces: list[str]) -> None:
        """The marks around a field: between begin and separate stands its instruction, then its result."""
        kind = mark.get(self._w + "fldCharType")
        if kind == "begin":
            if not self._in_instruction:
                pieces.append(self._control(mark))
            self._fields.append(_Field())
        elif self._fields and kind == "separate":
            self._fields[-1].in_code = False
        elif self._fields and kind == "end":
            ended = self._fields.pop()
            if ended.in_code:
                self._put(word_eq.shown("".join(ended.code)), pieces)

    def _look_at_picture(self, element: Any, name: str) -> None:
        if name not in ("drawing", "pict", "object"):
            return
        if name == "object" and is_equation(element):
            self._has_equation = True
        elif name == "object" and is_sheet(element):
            self.sheets += 1
        elif is_large_picture(element):
            self.pictures += 1

    def _control(self, mark: Any) -> str:
        """What a box to tick or a list to choose from shows; other fields have a result as text."""
        box = mark.find(f"{self._w}ffData/{self._w}checkBox")
        if box is not None:
            name = "checked" if box.find(self._w + "checked") is not None else "default"
            return "☑" if self._is_on(box, name) else "☐"
        choice = mark.find(f"{self._w}ffData/{self._w}ddList")
        if choice is None:
            return ""
        entries = [entry.get(self._val, "") for entry in choice.findall(self._w + "listEntry")]
        result = next(
            (found for name in ("result", "default") if (found := choice.find(self._w + name)) is not None), None
        )
        number = result.get(self._val, "0") if result is not None else "0"
        return entries[int(number)] if number.isdecimal() and int(number) < len(entries) else ""

    def _fields_only(self, run: Any) -> None:
        """The marks of fields count in hidden text too, or the text after them would be taken for an instruction."""
        for child in run:
            if self._name(child) == "fldChar":
                self._field(child, [])

    def _box(self, content: Any) -> None:
        """A text box: it stands after the paragraph that holds it."""
        self._deeper()
        carried, self._carried = self._carried, ""
        fields, self._fields = self._fields, []
        self._boxes += [part for part in self._flow(content) if isinstance(part, Table) or part.strip()]
        self._fields, self._carried = fields, carried
        self._depth -= 1

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise DeepError

    # -- tables ---------------------------------------------------------------------------------------------------

    def _direct(self, parent: Any, wanted: str) -> Iterator[Any]:
        """The children of a name, with those in content controls and the like."""
        names = self._names
        for child in parent:
            name = names[child.tag]
            if name == wanted:
                yield child
            elif name in _WRAPPERS:
                yield from self._direct(child, wanted)

    def _table(self, element: Any) -> Table:
        self._deeper()
        table = Table()
        grid = element.find(self._w + "tblGrid")
        stated = [] if grid is None else [self._points(c, "w") for c in grid.findall(self._w + "gridCol")]
        guessed: dict[int, float] = {}
        open_merges: dict[int, TableCell] = {}
        for row in self._direct(element, "tr"):
            properties = row.find(self._w + "trPr")
            if properties is not None and (
                properties.find(self._w + "del") is not None or self._is_on(properties, "hidden")
            ):
                continue
            said = {child.tag: child for child in reversed(properties)} if properties is not None else {}
            before = self._number(said, "gridBefore")
            self._row(row, table, min(before, _WIDEST), open_merges, guessed)
            if self._cells > MAX_CELLS:
                raise ManyCellsError
            table.rows += 1
        reach = max((cell.column + cell.column_span for cell in table.cells), default=0)
        table.columns = reach
        if len(stated) >= reach and all(stated[:reach]):
            table.widths = tuple(stated[:reach])
        elif reach and len(guessed) == reach:
            table.widths = tuple(guessed[column] for column in range(reach))
        self._depth -= 1
        settings = element.find(self._w + "tblPr")
        return mirrored(table) if settings is not None and self._is_on(settings, "bidiVisual") else table

    def _row(
        self, row: Any, table: Table, column: int, open_merges: dict[int, TableCell], guessed: dict[int, float]
    ) -> None:
        left: TableCell | None = None
        still_open: dict[int, TableCell] = {}
        for element in self._direct(row, "tc"):
            span, down, across, stated = 1, "", "", None
            properties = _child(element, self._tags["tcPr"])
            if properties is not None:
                said = {child.tag: child for child in reversed(properties)}  # the first of each counts
                if self._tags["cellDel"] in said:
                    continue
                span = min(_WIDEST, max(1, self._number(said, "gridSpan")))
                down = self._merge(said, "vMerge")
                across = self._merge(said, "hMerge")
                stated = said.get(self._tags["tcW"])
            span = min(span, MAX_COLUMNS - column)
            if span < 1 and left is not None:
                left.parts += self._contents(element)
                continue
            above = open_merges.get(column)
            if across == "continue" and left is not None:
                left.column_span += span
            elif down == "continue" and above is not None:
                above.row_span = table.rows - above.row + 1
                still_open[column] = left = above
            else:
                left = TableCell(table.rows, column, 1, span, self._contents(element))
                table.cells.append(left)
                self._cells += 1
                if down:
                    still_open[column] = left
                if span == 1 and column not in guessed and (width := self._width(stated)):
                    guessed[column] = width
            column += span
        open_merges.clear()
        open_merges.update(still_open)

    def _contents(self, element: Any) -> Parts:
        carried, self._carried = self._carried, ""
        fields, self._fields = self._fields, []
        parts: Parts = [part.replace("\t", " ") if isinstance(part, str) else part for part in self._flow(element)]
        if self._carried:
            parts.append(self._carried)
        self._carried, self._fields = carried, fields
        return parts

    def _merge(self, properties: dict[Any, Any], name: str) -> str:
        found = properties.get(self._tags[name])
        return "" if found is None else str(found.get(self._val, "continue"))

    def _width(self, stated: Any) -> float:
        """The width that a cell states, in points; 0 where it states none, or a share."""
        return self._points(stated, "w") if stated is not None and stated.get(self._w + "type") == "dxa" else 0.0

    def _number(self, properties: dict[Any, Any], name: str) -> int:
        found = properties.get(self._tags[name])
        text = "" if found is None else found.get(self._val, "")
        return int(text) if text.isdecimal() and len(text) < 6 else 0

    def _points(self, element: Any, name: str) -> float:
        """A measure in points; the files have twentieths of them, or a number with its unit."""
        text = element.get(self._w + name, "")
        unit = _UNITS.get(text[-2:])
        try:
            points = float(text[:-2]) * unit if unit else float(text) / 20
        except ValueError:
            return 0.0
        return round(points, 2) if 0 < points < 10_000 else 0.0


_ASKED = ("pPr", "rPr", "tcPr", "tcW", "cellDel", "gridSpan", "gridBefore", "vMerge", "hMerge")
"""What is asked for so often that its tag is put together once."""


class _Names(dict[Any, str]):
    """What elements are called, by their tags: without the namespace, and nothing for comments."""

    def __missing__(self, tag: Any) -> str:
        self[tag] = name = tag.rpartition("}")[2] if isinstance(tag, str) else ""
        return name


def _child(element: Any, tag: str) -> Any:
    """The first child of a tag, or None; find() reads paths, which takes several times as long."""
    for child in element:
        if child.tag == tag:
            return child
    return None


def _as_shown(text: str, look: Look) -> str:
    """A text of one look as its readers see it."""
    if look.low or look.high:
        text = "".join(_in_font(char, (look.low if char < "\x80" else look.high) or "", look) for char in text)
    elif not text.isprintable() and any("\uf000" <= char <= "\uf0ff" for char in text):
        text = symbols(text, "")
    if look.raised:
        text = raised(text) if look.raised > 0 else lowered(text)
    return text


def _in_font(char: str, font: str, look: Look) -> str:
    if char >= "\uf000":
        return symbols(char, look.low or look.high or "")
    return symbols(char, font) if font else char


def _row_texts(table: Table) -> str:
    return "\n".join(part for cell in table.cells for part in cell.parts if isinstance(part, str))


def _char(code: str) -> str:
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return chr(number) if 0x20 <= number < 0xD800 or 0xE000 <= number < 0xFFFE else ""
