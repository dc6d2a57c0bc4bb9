"""What sheets and texts of OpenDocument have in common: packages or single files, styles, text as it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from reviewer.sources.number_format import GENERAL, Value
from reviewer.sources.package import MAX_SHEET, MAX_SHEET_ELEMENTS, DamagedError, Package, parsed
from reviewer.sources.raised import lowered, raised

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
NUMBER = "{urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0}"
_UNSHOWN = frozenset((OFFICE + "annotation", OFFICE + "annotation-end", TEXT + "note", TEXT + "tracked-changes", TEXT + "ruby-text",
                      DRAW + "frame", DRAW + "custom-shape", TEXT + "bookmark"))  # fmt: skip
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
        for root in reversed(roots):
            for style in root.iter(STYLE + "style"):
                self.styles[style.get(STYLE + "name", "")] = style
            for child in root.iter():
                if isinstance(child.tag, str) and child.tag.startswith(NUMBER) and child.tag.endswith("-style"):
                    self._numbers[child.get(STYLE + "name", "")] = child
        self.struck: list[str] = []
        self._codes: dict[str, str] = {}
        self._looks: dict[str, tuple[bool, int, bool]] = {}

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

    def text(self, element: Any) -> str:
        """The text of a paragraph as it is shown; what is struck out is kept apart."""
        return "".join(self._pieces(element, (False, 0, False), 0))

    def _pieces(self, element: Any, look: tuple[bool, int, bool], depth: int) -> Iterator[str]:
        if element.text:
            yield self._seen(element.text, look)
        for child in element:
            if child.tag == TEXT + "s":
                count = child.get(TEXT + "c", "1")
                yield " " * (min(int(count), 1000) if count.isdecimal() else 1)
            elif child.tag in (TEXT + "line-break", TEXT + "tab"):
                yield "\n" if child.tag == TEXT + "line-break" else " "
            elif child.tag not in _UNSHOWN and depth < _DEEPEST:
                own = self._look(child.get(TEXT + "style-name", "")) if child.tag == TEXT + "span" else look
                merged = (look[0] or own[0], own[1] or look[1], look[2] or own[2])
                yield from self._pieces(child, merged, depth + 1)
            if child.tail:
                yield self._seen(child.tail, look)

    def _seen(self, text: str, look: tuple[bool, int, bool]) -> str:
        struck, height, hidden = look
        if hidden:
            return ""
        if struck:
            self.struck.append(text)
            return ""
        if height:
            return raised(text) if height > 0 else lowered(text)
        return text

    def _look(self, name: str) -> tuple[bool, int, bool]:
        """Whether a style strikes text out, raises it (1) or lowers it (-1), hides it."""
        if name not in self._looks:
            style = self.styles.get(name)
            properties = style.find(STYLE + "text-properties") if style is not None else None
            if properties is None:
                self._looks[name] = (False, 0, False)
            else:
                line = properties.get(STYLE + "text-line-through-style", "none")
                place = properties.get(STYLE + "text-position", "").split(" ")[0]
                height = {"super": 1, "sub": -1}.get(place, 0)
                self._looks[name] = (line != "none", height, properties.get(TEXT + "display") == "none")
        return self._looks[name]


def _of_package(data: bytes) -> list[Any]:
    package = Package(data, MAX_SHEET)
    if b"encryption-data" in (package.part("META-INF/manifest.xml") or b""):
        raise ProtectedError
    content = parsed(package.needed("content.xml"), most=MAX_SHEET_ELEMENTS)
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
