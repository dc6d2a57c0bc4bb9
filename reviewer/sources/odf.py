"""What sheets and texts of OpenDocument have in common: packages or single files, styles, text as it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from reviewer.sources import mathml
from reviewer.sources.number_format import GENERAL, Value
from reviewer.sources.odf_looks import PLAIN, STYLE, TEXT, Look, Looks
from reviewer.sources.package import MAX_SHEET, MAX_SHEET_ELEMENTS, DamagedError, Package, parsed

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
NUMBER = "{urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0}"
_MATH = "{http://www.w3.org/1998/Math/MathML}"
_UNSHOWN = frozenset((OFFICE + "annotation", OFFICE + "annotation-end", TEXT + "note", TEXT + "tracked-changes", TEXT + "ruby-text",
                      DRAW + "custom-shape", TEXT + "bookmark"))  # fmt: skip
_LINK = "{http://www.w3.org/1999/xlink}href"
_DEEPEST = 60


class ProtectedError(Exception):
    """The file is encrypted."""


class Odf:
    """An opened document: its content, and what its styles say."""

    def __init__(self, data: bytes) -> None:
        """Open a package or a single file. Raises DamagedError, ProtectedError, TooLargeError, LockedError."""
        roots = [parsed(data, most=MAX_SHEET_ELEMENTS)] if not data.startswith(b"PK") else _of_package(data)
        self.root = roots[0]
        self.styles: dict[str, Any] = {}
        self._numbers: dict[str, Any] = {}
        self._lists: dict[tuple[str, str], Any] = {}
        for root in reversed(roots):
            for style in root.iter(STYLE + "style"):
                self.styles[style.get(STYLE + "name", "")] = style
            for style in root.iter(TEXT + "list-style"):
                for level in style:
                    self._lists[style.get(STYLE + "name", ""), level.get(TEXT + "level", "")] = level
            for child in root.iter():
                if isinstance(child.tag, str) and child.tag.startswith(NUMBER) and child.tag.endswith("-style"):
                    self._numbers[child.get(STYLE + "name", "")] = child
        self.looks = Looks(self.styles)
        self._codes: dict[str, str] = {}

    def list_level(self, style: str, level: int) -> Any:
        """The element that says how a list of a style looks on a level, counted from 1; None where nothing does."""
        return self._lists.get((style, str(level)))

    def format_of(self, style: str) -> str:
        """The code of the number format that a cell style has."""
        code = self._codes.get(style)
        if code is None:
            name, steps = "", 0
            found = self.styles.get(style)
            while found is not None and not name and steps < 20:
                name, steps = found.get(STYLE + "data-style-name", ""), steps + 1
                found = self.styles.get(found.get(STYLE + "parent-style-name", ""))
            code = self._codes[style] = _code(self._numbers.get(name))
        return code

    def text(self, element: Any, around: Look = PLAIN) -> str:
        """The text of a paragraph as it is shown, in the look of what stands around it; what is not seen is kept apart."""
        own = self.looks.around(element)
        return "".join(self._pieces(element, {**around, **own} if own else around, 0))

    def _pieces(self, element: Any, look: Look, depth: int) -> Iterator[str]:
        if element.text:
            yield self.looks.seen(element.text, look, element)
        for child in element:
            if child.tag == TEXT + "s":
                count = child.get(TEXT + "c", "1")
                yield " " * (min(int(count), 1000) if count.isdecimal() else 1)
            elif child.tag in (TEXT + "line-break", TEXT + "tab"):
                yield "\n" if child.tag == TEXT + "line-break" else " "
            elif child.tag == DRAW + "frame":
                yield equation(child)
            elif child.tag not in _UNSHOWN and depth < _DEEPEST and not _is_off(child):
                own = self.looks.of(child.get(TEXT + "style-name")) if child.tag == TEXT + "span" else PLAIN
                yield from self._pieces(child, {**look, **own} if own else look, depth + 1)
            if child.tail:
                yield self.looks.seen(child.tail, look, element)


def _is_off(element: Any) -> bool:
    """Whether an element is text that its condition hides."""
    return (
        element.tag in (TEXT + "hidden-text", TEXT + "hidden-paragraph") and element.get(TEXT + "is-hidden") == "true"
    )


def equation(frame: Any) -> str:
    """The equation that stands in a frame, written out there as MathML; nothing where there is none."""
    inside = frame.find(f"{DRAW}object/{_MATH}math")
    return mathml.shown(inside) if inside is not None else ""


def _of_package(data: bytes) -> list[Any]:
    package = Package(data, MAX_SHEET)
    if b"encryption-data" in (package.part("META-INF/manifest.xml") or b""):
        raise ProtectedError
    content = parsed(package.needed("content.xml"), most=MAX_SHEET_ELEMENTS)
    for found in content.iter(DRAW + "object"):
        inside = package.part((found.get(_LINK) or "").removeprefix("./").rstrip("/") + "/content.xml")
        if inside and b"math" in inside[:2000]:
            found.append(parsed(inside))
    styles = package.part("styles.xml")
    try:
        return [content, parsed(styles)] if styles else [content]
    except DamagedError:
        return [content]


def count(element: Any, name: str) -> int:
    """A number of rows, columns or cells that an attribute of a table states; 1 where it does not."""
    text = element.get(TABLE + name, "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 10 else 1


# -- values of cells ----------------------------------------------------------------------------------------------


def value_of(cell: Any) -> Value:
    """The value of a cell whose text is not written out; "" for none."""
    kind = cell.get(OFFICE + "value-type", "")
    try:
        if kind in ("float", "percentage", "currency"):
            number = float(cell.get(OFFICE + "value", ""))
            return int(number) if number.is_integer() and abs(number) < 1e15 else number
        if kind == "date":
            text = cell.get(OFFICE + "date-value", "")
            return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
        if kind == "time":
            return _time(cell.get(OFFICE + "time-value", ""))
    except (ValueError, OverflowError):
        return ""
    if kind == "boolean":
        return bool(cell.get(OFFICE + "boolean-value") == "true")
    return str(cell.get(OFFICE + "string-value", ""))


def default_format(kind: str) -> str:
    """The code for a type of value without a style of its own."""
    return {"percentage": "0.00%", "date": "yyyy/m/d", "time": "h:mm:ss"}.get(kind, GENERAL)


def _time(text: str) -> timedelta:
    """A time as PT12H30M00S."""
    parts = {"H": 0.0, "M": 0.0, "S": 0.0}
    number = ""
    for char in text.removeprefix("PT"):
        if char in parts:
            parts[char], number = float(number or 0), ""
        else:
            number += char
    return timedelta(hours=parts["H"], minutes=parts["M"], seconds=parts["S"])


_DATE_PARTS = {"year": ("yyyy", "yy"), "month": ("mm", "m"), "day": ("dd", "d"), "hours": ("hh", "h"), "minutes": ("mm", "m"),
               "seconds": ("ss", "s"), "day-of-week": ("aaaa", "aaa"), "am-pm": ("AM/PM", "AM/PM")}  # fmt: skip


def _code(style: Any) -> str:
    """A number style as a format code; its conditions are left out."""
    if style is None:
        return GENERAL
    pieces: list[str] = []
    for part in style:
        name = part.tag.rpartition("}")[2] if isinstance(part.tag, str) else ""
        if name in ("text", "currency-symbol"):
            text = part.text or ""
            pieces.append("%" if text.strip() == "%" else f'"{text}"' if text else "")
        elif name in ("number", "scientific-number"):
            pieces.append(_digits(part) + ("E+00" if name.startswith("s") else ""))
        elif name in _DATE_PARTS:
            pieces.append(_DATE_PARTS[name][part.get(NUMBER + "style") != "long"])
        elif name == "text-content":
            pieces.append("@")
    return "".join(pieces) or GENERAL


def _digits(part: Any) -> str:
    places = part.get(NUMBER + "decimal-places")
    if places is None:
        return GENERAL
    whole = "0" * min(20, _whole(part.get(NUMBER + "min-integer-digits"), 1))
    if part.get(NUMBER + "grouping") == "true":
        whole = "#,##" + (whole or "#").rjust(1, "#")
    decimals = min(20, _whole(places, 0))
    least = min(decimals, _whole(part.get(NUMBER + "min-decimal-places"), decimals))
    return (whole or "#") + ("." + "0" * least + "#" * (decimals - least) if decimals else "")


def _whole(text: str | None, missing: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 4 else missing
