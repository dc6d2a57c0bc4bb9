"""Text in a workbook that shows something else than is written: rich text, fonts of whole cells, pictures given by formulas.

Looked for only where a workbook's parts say that there is any: most have none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from reviewer.sources.package import DamagedError, parsed
from reviewer.sources.raised import lowered, raised
from reviewer.sources.sheet import Place, Sheet, column_number
from reviewer.sources.word_symbols import is_symbolic, symbols

_TOLD = (b"strike", b"vertAlign", b"ingdings", b"ebdings", b"Symbol")
_WHITE = (b'rgb="FFFFFFFF"', b'rgb="00FFFFFF"', b'theme="0"')
_COLOURED = (b"<conditionalFormatting", b"<tablePart ")
"""What may give a cell a colour that its style does not tell."""
_CELL = rb'<c\s(?=[^>]*\br="([A-Z]{1,3})(\d{1,7})")(?=[^>]*\bs="(%s)")([^>]*?)(?:/>|>(.*?)</c>)'
_SHARED = re.compile(rb'<c\s(?=[^>]*\bt="s")(?=[^>]*\br="([A-Z]{1,3})(\d{1,7})")[^>]*>\s*<v>\s*(\d+)\s*</v>', re.DOTALL)
_INLINE = re.compile(
    rb'<c\s(?=[^>]*\bt="inlineStr")(?=[^>]*\br="([A-Z]{1,3})(\d{1,7})")[^>]*>\s*(<is>(?:(?!</is>).)*?<r>.*?</is>)',
    re.DOTALL,
)
_ITEM = re.compile(rb"<si\b[^>]*?(?:/>|>(.*?)</si>)", re.DOTALL)
_PICTURE = re.compile(
    rb'<c\s(?=[^>]*\br="([A-Z]{1,3})(\d{1,7})")[^>]*>\s*<f\b[^>]*>\s*=?\s*(?:_xlfn\.)*(?:_xlws\.)?(?:DISPIMG|IMAGE)\s*\(',
    re.DOTALL,
)
_NUMBERED = re.compile("_x([0-9A-Fa-f]{4})_")
"""A character written by its number, as programs do with those that they take for impossible."""
_BEYOND = re.compile(rb"_x(?!00)[0-9A-Fa-f]{4}_")
"""Such a one that the library leaves as it is: it knows those up to U+00FF."""
_MEANT_SO = re.compile(rb"_x005[Ff]_x")
_IN_CELL = re.compile(
    rb'<c\s(?=[^>]*\bt="e")(?=[^>]*\bvm=")(?=[^>]*\br="([A-Z]{1,3})(\d{1,7})")[^>]*>(?=(?:<f\b[^<]*(?:</f>)?)?<v>#VALUE!</v>)'
)
"""A value that only newer programs know: a picture in its cell. Older ones are given an error to show."""
_MOST_SHARED = 2_000_000


@dataclass(frozen=True, slots=True)
class Look:
    """How text of a font or a run is shown, as far as that changes what it says."""

    struck: bool = False
    raised: int = 0
    font: str = ""
    white: bool = False

    def __bool__(self) -> bool:
        return self.struck or bool(self.raised) or bool(self.font) or self.white


@dataclass(slots=True)
class Looks:
    """What a workbook says of its texts: the looks of cell styles by their numbers, texts by theirs, struck-out parts apart."""

    styles: Mapping[int, Look] = field(default_factory=dict)
    texts: Mapping[int, tuple[str, list[str]]] = field(default_factory=dict)
    shared: list[str] = field(default_factory=list)


def looks_of(styles: bytes, strings: bytes) -> Looks:
    """What the parts for styles and shared strings say. Raises DamagedError."""
    found = Looks()
    if any(mark in styles for mark in (*_TOLD, *_WHITE)):
        found.styles = _styles(parsed(styles))
    rich = any(mark in strings for mark in _TOLD)
    if rich or found.styles:
        prefix = re.search(rb"<(\w+):sst\b", strings[:4000])
        if prefix:
            strings = strings.replace(b"<" + prefix[1] + b":", b"<").replace(b"</" + prefix[1] + b":", b"</")
        texts: dict[int, tuple[str, list[str]]] = {}
        for number, match in enumerate(_ITEM.finditer(strings)):
            if number > _MOST_SHARED:
                break
            item = match[1] or b""
            if found.styles or any(mark in item for mark in _TOLD):
                text, struck = _rich(item)
                if found.styles:
                    found.shared.append(text)
                if any(mark in item for mark in _TOLD):
                    texts[number] = (text, struck)
        found.texts = texts
    return found


def _styles(root: Any) -> dict[int, Look]:
    fonts = [_look(font) for font in root.iterfind("{*}fonts/{*}font")]
    white = [_is_white(font.find("{*}color")) for font in root.iterfind("{*}fonts/{*}font")]
    bare = [_is_bare(fill) for fill in root.iterfind("{*}fills/{*}fill")]
    found: dict[int, Look] = {}
    for number, style in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
        font, fill = (_index(style.get(name)) for name in ("fontId", "fillId"))
        if font < len(fonts):
            look = fonts[font]
            if white[font] and (fill >= len(bare) or bare[fill]):
                look = replace(look, white=True)
            if look:
                found[number] = look
    return found


def _index(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


def _is_white(colour: Any) -> bool:
    if colour is None or colour.get("tint", "0") not in ("0", "0.0", ""):
        return False
    return colour.get("theme") == "0" or colour.get("rgb", "").upper() in ("FFFFFFFF", "00FFFFFF", "FFFFFF")


def _is_bare(fill: Any) -> bool:
    """Whether a fill leaves the paper white."""
    pattern = fill.find("{*}patternFill")
    if pattern is None:
        return False
    kind = pattern.get("patternType", "none")
    return kind == "none" or (kind == "solid" and _is_white(pattern.find("{*}fgColor")))


def _look(properties: Any) -> Look:
    struck, height, font = False, 0, ""
    for child in properties:
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        value = child.get("val", "")
        if name == "strike":
            struck = value not in ("0", "false")
        elif name == "vertAlign":
            height = {"superscript": 1, "subscript": -1}.get(value, 0)
        elif name in ("name", "rFont") and is_symbolic(value):
            font = value
    return Look(struck, height, font)


def _rich(item: bytes) -> tuple[str, list[str]]:
    """What a shared or inline string shows, and what of it is struck out."""
    try:
        root = parsed(b"<si>" + item + b"</si>")
    except DamagedError:
        return "", []
    pieces: list[str] = []
    struck: list[str] = []
    for child in root:
        if child.tag == "t":
            pieces.append(child.text or "")
        elif child.tag == "r":
            properties = child.find("rPr")
            look = Look() if properties is None else _look(properties)
            text = "".join(part.text or "" for part in child.iterfind("t"))
            (struck if look.struck else pieces).append(seen(text, look))
    return in_characters("".join(pieces)), struck


def is_numbered(part: bytes) -> bool:
    """Whether a part writes characters by their numbers that the library leaves so, and none that are meant as they stand."""
    return _BEYOND.search(part) is not None and _MEANT_SO.search(part) is None


def in_characters(text: str) -> str:
    """A text in which characters that are written by their numbers (_x5143_) are themselves."""
    return _NUMBERED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def seen(text: str, look: Look) -> str:
    """A text of one look as its readers see it, struck out or not."""
    if look.font:
        text = symbols(text, look.font)
    if look.raised and not look.struck:
        text = raised(text) if look.raised > 0 else lowered(text)
    return text


def apply(xml: bytes, looks: Looks, sheet: Sheet) -> None:
    """Put into a sheet what its texts show, for those that show something else than is written."""
    instead: dict[Place, str] = {}
    struck: list[str] = []
    if any(look.white for look in looks.styles.values()):
        if any(mark in xml for mark in _COLOURED):
            looks = replace(looks, styles={number: look for number, look in looks.styles.items() if not look.white})
        else:
            sheet.white = [text for place, text in _white(xml, looks) if not instead.setdefault(place, "")]
    for place, (text, gone) in (*_strings(xml, looks), *_inline(xml), *_whole(xml, looks)):
        if place in instead:
            continue
        instead[place] = text
        struck += gone
    if b"DISPIMG" in xml or b"IMAGE(" in xml:
        pictures = {_place(*match.groups()): "" for match in _PICTURE.finditer(xml)}
        instead.update(pictures)
        sheet.not_computed = {place: text for place, text in sheet.not_computed.items() if place not in pictures}
        sheet.pictures += len(pictures)
    if b" vm=" in xml:
        pictures = {_place(*match.groups()): "" for match in _IN_CELL.finditer(xml)}
        instead.update(pictures)
        sheet.pictures += len(pictures)
    if instead:
        sheet.instead = {**sheet.instead, **instead}
        sheet.struck = [*sheet.struck, *struck]


Found = tuple[Place, tuple[str, list[str]]]


def _strings(xml: bytes, looks: Looks) -> Iterator[Found]:
    if looks.texts:
        for letters, row, number in _SHARED.findall(xml):
            if int(number) in looks.texts:
                yield _place(letters, row), looks.texts[int(number)]


def _inline(xml: bytes) -> Iterator[Found]:
    if b"<is>" in xml and b"<r>" in xml and any(mark in xml for mark in _TOLD):
        for match in _INLINE.finditer(xml):
            if any(mark in match[3] for mark in _TOLD):
                yield _place(match[1], match[2]), _rich(match[3][4:-5])


def _white(xml: bytes, looks: Looks) -> Iterator[tuple[Place, str]]:
    """Cells whose style makes them white on white, with what they hold."""
    wanted = b"|".join(b"%d" % style for style, look in looks.styles.items() if look.white)
    for letters, row, _style, attributes, inside in re.findall(_CELL % wanted, xml, re.DOTALL):
        value = re.search(rb"<v>([^<]*)</v>", inside)
        text = value[1].decode("utf-8", "replace") if value else ""
        if b't="s"' in attributes and text.strip().isdigit():
            text = looks.shared[int(text)] if int(text) < len(looks.shared) else ""
        elif b't="inlineStr"' in attributes:
            text = _rich(inside.partition(b"<is>")[2].partition(b"</is>")[0])[0]
        if text.strip():
            yield _place(letters, row), text


def _whole(xml: bytes, looks: Looks) -> Iterator[Found]:
    """Cells whose style strikes their text out, raises it or shows it in a symbol font. Numbers are only struck out."""
    if not looks.styles:
        return
    wanted = b"|".join(b"%d" % style for style in looks.styles)
    for letters, row, style, attributes, inside in re.findall(_CELL % wanted, xml, re.DOTALL):
        look, value = looks.styles[int(style)], re.search(rb"<v>([^<]*)</v>", inside)
        if b"<r>" in inside or not inside:
            continue
        if b't="s"' in attributes and value and value[1].strip().isdigit():
            number = int(value[1])
            text = looks.shared[number] if number < len(looks.shared) else ""
            if number in looks.texts:
                continue
        elif b't="inlineStr"' in attributes:
            text = _rich(inside.partition(b"<is>")[2].partition(b"</is>")[0])[0]
        elif b't="str"' in attributes and value:
            text = _rich(b"<t>" + value[1] + b"</t>")[0]
        elif look.struck and value:
            yield _place(letters, row), ("", [value[1].decode("ascii", "replace")])
            continue
        else:
            continue
        visible = seen(text, look)
        if look.struck:
            yield _place(letters, row), ("", [visible])
        elif visible != text:
            yield _place(letters, row), (visible, [])


def _place(letters: bytes, number: bytes) -> Place:
    return int(number) - 1, column_number(letters.decode())
