"""What python-calamine does not tell of an xlsx workbook: number formats, hidden rows, widths, errors, how far cells reach.

Read with patterns straight from the sheets' XML, only where there is something to read: taking every cell through an XML
parser would cost several times what the reading of the values does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from reviewer.sources import xlsx_drawings, xlsx_looks
from reviewer.sources.number_format import BUILT_IN, GENERAL, says_more_of_text
from reviewer.sources.package import MAX_ALL, MAX_SHEET, DamagedError, Package, TooLargeError, parsed
from reviewer.sources.sheet import Place, Sheet, column_number
from reviewer.sources.xlsx_claims import Shown, check_strings
from reviewer.sources.xlsx_looks import Looks, looks_of

UNPACKED = (".xml", ".bin", ".rels")
"""Suffixes of the parts that are unpacked when a workbook is read."""
_TAG = re.compile(rb"<(?:c|row|col|f|v)(?=[\s/>])[^>]*>")
_EMPTY_ROW = re.compile(rb"(<row\b[^>]*)>(?:<c\b[^>]*/>)+</row>")
_MOST_ADDRESSED = 4_000_000
_UNUSUAL = re.compile(rb'<c(?: (?!r=")|[>/])|<row(?: (?!r=")|[>/])')
_SINGLE = re.compile(rb"=\s*'([^'\"]*)'")
_ROW = re.compile(rb"<row\s([^>]*)>")
_ROW_NUMBER = re.compile(rb'\br="(\d+)"')
_HEIGHT = re.compile(rb'\bht="([\d.]+)"')
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_COLUMN = re.compile(rb"<col\s([^>]*)>")
_ERROR = re.compile(
    rb'<c\s(?=[^>]*\bt="e")[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>.{0,8000}?<v>([^<]{1,40})</v>', re.DOTALL
)
_NOT_COMPUTED = re.compile(
    rb'<c\s(?![^>]*\bt="str")[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*'
    rb"<f\b(?:[^>]*/>|[^>]*(?<!/)>([^<]*)</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>"
)
_NO_TEXT = re.compile(
    rb'<c\s(?=[^>]*\bt="str")[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*'
    rb"<f\b(?:[^>]*/>|[^>]*(?<!/)>([^<]*)</f>)\s*</c>"
)
"""A formula whose result is a text, where even the element of an empty one is missing."""
_NOUGHT = re.compile(
    rb'<c\s(?![^>]*\bt="(?!n"))[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*'
    rb"<f\b(?:[^>]*/>|[^>]*(?<!/)>([^<]*)</f>)\s*<v>0</v>\s*</c>"
)
_TO_BE_WORKED_OUT = re.compile(rb'\bfullCalcOnLoad="(?:1|true)"')
_FILLED = re.compile(rb'<c\s[^>]*?\br="([A-Z]{1,3})\d+"[^>]*(?<!/)>(?=\s*<(?!/))')
_TWO_LETTERS = re.compile(rb' r="[A-Z]{2,3}\d')
_ZEROS = re.compile(rb'<sheetView\b[^>]*\bshowZeros="(?:0|false)"')
_DEFAULTS = re.compile(rb"<sheetFormatPr\b([^>]*)>")


@dataclass(slots=True)
class Facts:
    """What the XML of one sheet says, and how many cells a rectangle around all its filled ones has."""

    sheet: Sheet
    area: int = 0


@dataclass(slots=True)
class Parts:
    """A workbook's parts, read when asked for."""

    package: Package
    paths: dict[str, str]
    codes: Mapping[int, str]
    looks: Looks = field(default_factory=Looks)
    from_1904: bool = False
    shown: Shown = field(default_factory=lambda: Shown(b""))
    is_to_be_worked_out: bool = False
    is_numbered: bool = False
    """Whether any text has characters that are written by their numbers, as _x5143_."""


def open_parts(data: bytes) -> Parts:
    """Look into a workbook. Raises DamagedError, TooLargeError."""
    package = Package(data, MAX_SHEET)
    largest, together = package.size(*UNPACKED)
    if largest > MAX_SHEET or together > MAX_ALL:
        raise TooLargeError
    workbook = (package.related("").get("officeDocument") or ["xl/workbook.xml"])[0]
    if workbook.endswith(".bin") or "xl/workbook.bin" in package:
        return Parts(package, {}, {})
    relations = package.relations(workbook)
    root = package.xml(workbook)
    if root is None:
        raise DamagedError(workbook)
    paths = {}
    for sheet in root.iter("{*}sheet"):
        key = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")
        paths[sheet.get("name", "")] = relations.get(key, ("", ""))[0]
    styles, strings = (
        package.part(next((path for path, kind in relations.values() if kind == wanted), "")) or b""
        for wanted in ("styles", "sharedStrings")
    )
    check_strings(strings)
    late = next((p.get("date1904") for p in root.iter("{*}workbookPr")), "0") in ("1", "true")
    codes, looks = _format_codes(styles) if styles else {}, looks_of(styles, strings)
    later = bool(_TO_BE_WORKED_OUT.search(package.needed(workbook)))
    return Parts(package, paths, codes, looks, late, Shown(strings), later, xlsx_looks.is_numbered(strings))


def facts_of(parts: Parts, name: str) -> Facts:
    """What the XML says of a sheet. Raises DamagedError, TooLargeError."""
    path = parts.paths.get(name, "")
    if not path:
        raise DamagedError(name)
    xml = _plain(parts.package.needed(path))
    parts.shown.add(xml)
    sheet = Sheet(name)
    _read_rows(xml, sheet)
    _read_columns(xml, sheet)
    sheet.formats = _formats(xml, parts.codes)
    if b't="e"' in xml:
        sheet.instead = {_place(m[1], m[2]): m[3].decode("utf-8", "replace") for m in _ERROR.finditer(xml)}
    if b"<f" in xml:
        # a program that works nothing out stores nought for every formula, and asks that all be done on opening
        patterns = (_NOT_COMPUTED, _NO_TEXT, _NOUGHT) if parts.is_to_be_worked_out else (_NOT_COMPUTED, _NO_TEXT)
        sheet.not_computed = {
            _place(m[1], m[2]): "=" + (_unescaped(m[3] or b"") or "…")
            for pattern in patterns
            for m in pattern.finditer(xml)
        }
    parts.is_numbered = parts.is_numbered or xlsx_looks.is_numbered(xml)
    xlsx_looks.apply(xml, parts.looks, sheet)
    xlsx_drawings.apply(parts.package, path, sheet)
    sheet.from_1904 = parts.from_1904
    sheet.shows_zeros = not _ZEROS.search(xml, 0, max(xml.find(b"<sheetData"), 0))
    return Facts(sheet, _area(xml))


def _plain(xml: bytes) -> bytes:
    """The XML of a sheet in the shape that the patterns know: UTF-8, no prefixes, double quotes, an address in each cell."""
    if xml[:2] in (b"\xff\xfe", b"\xfe\xff"):
        xml = xml.decode("utf-16", "replace").encode()
    prefix = re.search(rb"<(\w+):worksheet\b", xml[:4000])
    if prefix:
        xml = xml.replace(b"<" + prefix[1] + b":", b"<").replace(b"</" + prefix[1] + b":", b"</")
    if b"<c r='" in xml or b"<row r='" in xml or b" r='" in xml[:20000]:
        xml = _TAG.sub(lambda tag: _SINGLE.sub(rb'="\1"', tag[0]), xml)
    if not _UNUSUAL.search(xml):
        return xml
    cells = xml.count(b"<c ") + xml.count(b"<c>") + xml.count(b"<c/>") + xml.count(b"<row>") + xml.count(b"<row ")
    if xml.count(b' r="') >= cells:
        return xml
    xml = _EMPTY_ROW.sub(rb"\1/>", xml)
    if xml.count(b"<c") > _MOST_ADDRESSED:
        raise TooLargeError
    return _addressed(xml)


def _addressed(xml: bytes) -> bytes:
    """The XML with the address written into every row and cell that leaves it out."""
    from reviewer.sources.sheet import column_name

    row, column = 0, -1

    def written(match: re.Match[bytes]) -> bytes:
        nonlocal row, column
        tag = match[0]
        stated = re.search(rb'\sr="([A-Z]{0,3})(\d+)"', tag)
        if tag.startswith(b"<row"):
            row, column = int(stated[2]) if stated else row + 1, -1
            return tag if stated else b'<row r="%d" ' % row + tag[4:].lstrip()
        if not tag.startswith((b"<c ", b"<c>", b"<c/")):
            return tag
        column = column_number(stated[1].decode()) if stated else column + 1
        if stated:
            return tag
        return b'<c r="%s%d" ' % (column_name(min(column, 16383)).encode(), row) + tag[2:].lstrip()

    return _TAG.sub(written, xml)


def _unescaped(text: bytes) -> str:
    from html import unescape

    return unescape(text.decode("utf-8", "replace")).strip()


def _place(letters: bytes, number: bytes) -> Place:
    return int(number) - 1, column_number(letters.decode())


def _read_rows(xml: bytes, sheet: Sheet) -> None:
    heights: dict[int, float] = {}
    hidden: list[int] = []
    says_any = b' ht="' in xml or b"hidden=" in xml
    for match in _ROW.finditer(xml) if says_any else ():
        attributes = match[1]
        if b"ht=" not in attributes and b"hidden=" not in attributes:
            continue
        number = _ROW_NUMBER.search(attributes)
        if number is None:
            continue
        row = int(number[1]) - 1
        height = _HEIGHT.search(attributes)
        if height:
            heights[row] = float(height[1])
        if _HIDDEN.search(attributes) or (height and not heights[row]):
            hidden.append(row)
            heights.pop(row, None)
    sheet.heights, sheet.hidden_rows = heights, hidden


def _read_columns(xml: bytes, sheet: Sheet) -> None:
    head = xml[: max(xml.find(b"<sheetData"), 0)]
    defaults = _DEFAULTS.search(head)
    wide, high = (
        _number(defaults[1], name) if defaults else None for name in (b"defaultColWidth", b"defaultRowHeight")
    )
    sheet.default_width = width_in_points(wide) if wide else sheet.default_width
    sheet.default_height = high or sheet.default_height
    widths: dict[int, float] = {}
    hidden: list[int] = []
    for match in _COLUMN.finditer(head):
        first, last, width = (_number(match[1], name) for name in (b"min", b"max", b"width"))
        if first is None or last is None:
            continue
        for column in range(int(first) - 1, min(int(last), 16384)):
            if width:
                widths[column] = width_in_points(width)
            if _HIDDEN.search(match[1]) or width == 0:
                hidden.append(column)
    sheet.widths, sheet.hidden_columns = widths, hidden


def _number(attributes: bytes, name: bytes) -> float | None:
    found = re.search(rb"\b" + name + rb'="(\d{1,9}(?:\.\d*)?)"', attributes)
    return float(found[1]) if found else None


def width_in_points(characters: float) -> float:
    """A column's width, stored in characters of the usual font, in points."""
    return min(characters, 255.0) * 7 * 0.75


def _formats(xml: bytes, codes: Mapping[int, str]) -> dict[Place, str]:
    """The format codes of the cells that have one. Only numbers need them, which state no type or “n”."""
    if not codes:
        return {}
    wanted = b"|".join(b"%d" % style for style in codes)
    usual = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})" s="(' + wanted + rb')"(?: t="[nd]")?>')
    found = usual.findall(xml)
    if not _is_usual(xml):
        cell = re.compile(rb'<c\s(?=[^>]*?\bs="(' + wanted + rb')")[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
        found = [(letters, row, style) for style, letters, row in cell.findall(xml)]
    texts = [b"%d" % style for style, code in codes.items() if says_more_of_text(code)]
    if texts:
        cell = re.compile(rb'<c\s(?=[^>]*?\bt="(?:s|str|inlineStr)")(?=[^>]*?\bs="(' + b"|".join(texts)
                          + rb')")[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')  # fmt: skip
        found += [(letters, row, style) for style, letters, row in cell.findall(xml)]
    columns = {letters: column_number(letters.decode()) for letters in {letters for letters, _, _ in found}}
    by_style = {b"%d" % style: code for style, code in codes.items()}
    return {(int(row) - 1, columns[letters]): by_style[style] for letters, row, style in found}


def _is_usual(xml: bytes) -> bool:
    """Whether cells state address, style and type in the order in which Excel, WPS and most programs write them."""
    first = xml.find(b"<c ")
    sample = xml[first : first + 20000]
    return len(re.findall(rb"<c [^>]*>", sample)) == len(
        re.findall(rb'<c r="[A-Z]+\d+"(?: s="\d+")?(?: t="\w+")?\s*/?>', sample)
    )


def _area(xml: bytes) -> int:
    """How many cells a rectangle around the filled cells has, at most: libraries keep one in memory for each."""
    last = xml.rfind(b"<row ")
    rows = _ROW_NUMBER.search(xml, last, last + 400) if last >= 0 else None
    height = max(int(rows[1]) if rows else 0, xml.count(b"<row"))
    digits = len(str(height)) + 1  # a cell may name another row than the one it stands in
    is_usual = not re.search(rb' r="[A-Z](?:[A-Z]|\d{%d})' % digits, xml)
    if not is_usual and re.search(rb' r="[A-Z]{1,3}\d{%d}' % digits, xml):
        height = max(int(m[1]) for m in re.finditer(rb'<c\s[^>]*?\br="[A-Z]{1,3}(\d{1,7})"', xml))
    columns = 26
    if not is_usual and _TWO_LETTERS.search(xml):
        names = set(_FILLED.findall(xml))
        columns = max((column_number(name.decode()) + 1 for name in names), default=0)
    if height * columns <= 5_000_000:
        return height * columns
    filled = [int(m[1]) for m in re.finditer(rb'<c\s[^>]*?\br="[A-Z]{1,3}(\d+)"[^>]*(?<!/)>(?=\s*<(?!/))', xml)]
    return (max(filled) - min(filled) + 1) * columns if filled else 0


# -- the small parts ----------------------------------------------------------------------------------------------


def _format_codes(styles: bytes) -> dict[int, str]:
    """Format codes by cell style, without those that are General or text."""
    root = parsed(styles)
    named = {_int(f.get("numFmtId")): f.get("formatCode", GENERAL) for f in root.iter("{*}numFmt")}
    codes: dict[int, str] = {}
    for number, style in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
        format_id = _int(style.get("numFmtId"))
        code = named.get(format_id) or BUILT_IN.get(format_id, GENERAL)
        if code.strip().lower() not in ("general", "@", ""):
            codes[number] = code
    return codes


def _int(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0
