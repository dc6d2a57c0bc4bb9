"""What a page of a PDF draws: characters with their boxes, and the straight lines that may be a table's rules."""

from __future__ import annotations

import ctypes
import math
from array import array
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

from reviewer.sources.pdf_rules import Rule, Ruled, ruled_tables
from reviewer.sources.pdfium import Document, raw

THIN = 3.2
"""Points: a filled shape no thicker than this is a line, a thicker one is a shade."""
MAX_PIECES = 60_000
"""Path pieces of one page that are looked at; drawings with more (maps, charts) are no table's rules."""
LARGE = 0.4
"""The share of a page from which on a picture may be the page itself."""
FEW = 30
"""Characters: scanning programs print their name, and numbers of pages, on pictures."""
MAX_DEPTH = 4
"""How deep drawings within drawings are followed."""


class Glyph(NamedTuple):
    """A character and its box on the page as it is read: points, origin upper left, text upright."""

    left: float
    top: float
    right: float
    bottom: float
    char: str
    number: int
    """Its number on the page: the same as in `PageContent.boxes`."""


@dataclass(slots=True)
class PageContent:
    """A page as read. Width and height and `boxes` (four numbers a glyph) are those of the page as shown; glyphs and lines
    stand as on a page that is turned so that its text is upright.
    """

    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    askew: list[Glyph] = field(default_factory=list)
    """Characters that stand at an angle to the others: watermarks, stamps, upright labels."""
    boxes: array[float] = field(default_factory=lambda: array("f"))
    certainty: bytearray = field(default_factory=bytearray)
    """For each glyph how sure recognition is of it, 0 to 255; empty where the page itself says what it is."""
    indices: list[int] = field(default_factory=list)
    """For each glyph, PDFium's number of it."""
    tables: list[Ruled] = field(default_factory=list)
    """The tables that are drawn, the smaller first."""
    pictured: float = 0.0
    """The share of the page that its largest picture takes."""
    unknown: int = 0
    """Characters of which the PDF does not say what they are."""

    @property
    def is_picture(self) -> bool:
        """Whether the page is a picture of a page, with nothing but a mark of the program that scanned it as text."""
        return self.pictured > LARGE and len(self.glyphs) + len(self.askew) <= FEW


def has_text(document: Document, number: int) -> bool:
    """Whether a page has text of its own. The caller holds LOCK."""
    pdfium = raw()
    page = pdfium.FPDF_LoadPage(document.handle, number)
    if not page:
        return False
    text = pdfium.FPDFText_LoadPage(page)
    count = pdfium.FPDFText_CountChars(text) if text else 0
    pdfium.FPDFText_ClosePage(text)
    pdfium.FPDF_ClosePage(page)
    if not 0 < count <= 2 * FEW:
        return bool(count > 0)
    content = read_content(document, number)
    return bool(content.glyphs) and not content.is_picture


def read_content(document: Document, number: int) -> PageContent:
    """What a page draws. The caller holds LOCK. A page that cannot be loaded is empty."""
    pdfium = raw()
    width, height = document.size(number)
    content = PageContent(width, height)
    page = pdfium.FPDF_LoadPage(document.handle, number)
    if not page:
        return content
    text = pdfium.FPDFText_LoadPage(page)
    try:
        place = _Placing(pdfium, page, width, height)
        drawn = _Drawn(pdfium, place)
        drawn.read_page(page)
        if text:
            _read_glyphs(pdfium, text, place, content, drawn.has_turned_text)
        content.pictured = drawn.pictured
        content.tables = drawn.tables()
        if text and content.tables and not drawn.has_forms:
            _leave_out_hidden(pdfium, text, place, content)
    finally:
        if text:
            pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)
    return content


# -- from the page's own coordinates to those of the page as shown ---------------------------------------------------


class _Placing:
    """Where a point of a page's own coordinates stands on the page as shown, and on the page turned so that text is upright."""

    def __init__(self, pdfium: Any, page: Any, width: float, height: float) -> None:
        fine = 1000
        across, down = max(1, round(width * fine)), max(1, round(height * fine))

        def shown(x: float, y: float) -> tuple[float, float]:
            a, b = ctypes.c_int(), ctypes.c_int()
            pdfium.FPDF_PageToDevice(page, 0, 0, across, down, 0, x, y, ctypes.byref(a), ctypes.byref(b))
            return a.value / fine, b.value / fine

        (e, f), right, up = shown(0, 0), shown(100, 0), shown(0, 100)
        self.e, self.f = e, f
        self.a, self.b = round((right[0] - e) / 100, 4), round((right[1] - f) / 100, 4)
        self.c, self.d = round((up[0] - e) / 100, 4), round((up[1] - f) / 100, 4)
        self.width, self.height = width, height
        self.turn = 0
        """Quarter turns, clockwise, by which the text stands askew on the page as shown."""

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        """A box of the page's own coordinates on the page as shown."""
        x0, y0 = self.a * left + self.c * top + self.e, self.b * left + self.d * top + self.f
        x1, y1 = self.a * right + self.c * bottom + self.e, self.b * right + self.d * bottom + self.f
        if x0 > x1:
            x0, x1 = x1, x0
        if y0 > y1:
            y0, y1 = y1, y0
        return x0, y0, x1, y1

    def read(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        """A box on the page as shown, on the page turned so that its text is upright."""
        if self.turn == 1:
            return top, self.width - right, bottom, self.width - left
        if self.turn == 2:
            return self.width - right, self.height - bottom, self.width - left, self.height - top
        if self.turn == 3:
            return self.height - bottom, left, self.height - top, right
        return left, top, right, bottom

    def quarter(self, angle: float) -> float:
        """The direction of text on the page as shown, in quarter turns clockwise, for an angle of the page's own."""
        x, y = math.cos(angle), math.sin(angle)
        return math.atan2(self.b * x + self.d * y, self.a * x + self.c * y) / (math.pi / 2) % 4


# -- characters ---------------------------------------------------------------------------------------------------


def _radicals() -> dict[int, str]:
    """Radicals and compatibility forms that fonts give for plain Han characters."""
    import unicodedata

    codes = [*range(0x2E80, 0x2FD6), *range(0xF900, 0xFADA)]
    plain = {code: unicodedata.normalize("NFKC", chr(code)) for code in codes}
    return {code: text for code, text in plain.items() if len(text) == 1 and text != chr(code)}


_AS_PRINTED: dict[int, str] = {}


def _as_printed(text: str) -> str:
    """U+0002 is PDFium's sign for a hyphen at the end of a line; radicals look the same as the characters meant."""
    if not _AS_PRINTED:
        _AS_PRINTED.update({**_radicals(), 0x02: "-", 0xFFFE: "-", 0xA0: " "})
    return text.translate(_AS_PRINTED)


def _characters(pdfium: Any, text: Any, count: int) -> list[str]:
    """One string a character; the halves of a character outside the basic plane stand together in the first one."""
    buffer = (ctypes.c_ushort * (count * 2 + 2))()
    units = pdfium.FPDFText_GetText(text, 0, count, buffer)
    whole = bytes(buffer)[: 2 * max(0, units - 1)].decode("utf-16-le", "replace")
    if len(whole) == count:
        return list(_as_printed(whole))
    codes = [pdfium.FPDFText_GetUnicode(text, index) for index in range(count)]
    chars = []
    for index, code in enumerate(codes):
        if 0xDC00 <= code < 0xE000:
            chars.append("")
        elif 0xD800 <= code < 0xDC00:
            low = codes[index + 1] if index + 1 < count else 0
            chars.append(chr(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)) if low >> 10 == 0x37 else "\ufffd")
        else:
            chars.append(_as_printed(chr(code)) if code < 0x110000 else "\ufffd")
    return chars


def _loose_boxes(pdfium: Any, text: Any, count: int) -> Any:
    """Left, top, right, bottom of every character in the page's own coordinates. Plain addresses, for speed."""
    boxes = (ctypes.c_float * (4 * count))()
    function = ctypes.cast(pdfium.FPDFText_GetLooseCharBox, ctypes.c_void_p).value
    ask = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(function or 0)
    page, address = ctypes.cast(text, ctypes.c_void_p).value, ctypes.addressof(boxes)
    for index in range(count):
        ask(page, index, address + 16 * index)
    return boxes


def _read_glyphs(pdfium: Any, text: Any, place: _Placing, content: PageContent, turned: bool) -> None:
    count = pdfium.FPDFText_CountChars(text)
    if count <= 0:
        return
    chars = _characters(pdfium, text, count)
    loose = _loose_boxes(pdfium, text, count)
    angles = _angles(pdfium, text, chars, place) if turned else None
    boxes = content.boxes
    width, height = place.width, place.height
    for index, char in enumerate(chars):
        at = 4 * index
        left, top, right, bottom = loose[at : at + 4]
        if left == right or not char or char < " ":  # what PDFium adds between words and lines has no width
            content.unknown += char == "\0" and left != right
            continue
        left, top, right, bottom = place.box(left, top, right, bottom)
        if not (-1 <= left + right <= 2 * width + 1 and -1 <= top + bottom <= 2 * height + 1):
            continue
        content.unknown += char == "\ufffd"
        number = len(boxes) // 4
        boxes.extend((left, top, right, bottom))
        content.indices.append(index)
        glyph = Glyph(*place.read(left, top, right, bottom), char, number)
        if angles is not None and abs(angles[index] - place.turn) > 0.05:
            content.askew.append(glyph)
        else:
            content.glyphs.append(glyph)


def _angles(pdfium: Any, text: Any, chars: list[str], place: _Placing) -> list[float]:
    """The direction of every character in quarter turns; sets the page's turn to the commonest."""
    found = []
    for index, char in enumerate(chars):
        angle = place.quarter(pdfium.FPDFText_GetCharAngle(text, index)) if char > " " else 0.0
        near = round(angle)
        found.append(near % 4 if abs(angle - near) < 0.05 else angle)
    sure = [angle for angle, char in zip(found, chars, strict=True) if char > " " and angle == int(angle)]
    place.turn = int(max(range(4), key=lambda turn: (sure.count(turn), -turn))) if sure else 0
    return found


# -- text that cannot be seen ------------------------------------------------------------------------------------------


def _leave_out_hidden(pdfium: Any, text: Any, place: _Placing, content: PageContent) -> None:
    """Drop text beside the tables that lies outside of what the page lets be seen.

    A sheet that is printed writes the text of a merged cell on each page that the cell reaches, also where none of it shows.
    """
    kept: list[Glyph] = []
    window: tuple[float, float, float, float] | None = None
    last = None
    for glyph in content.glyphs:
        x, y = (glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2
        if not any(table.holds(x, y) for table in content.tables):
            item = pdfium.FPDFText_GetTextObject(text, content.indices[glyph.number])
            address = ctypes.cast(item, ctypes.c_void_p).value
            if address != last:
                last, window = address, _window(pdfium, item, place) if item else None
            if window is not None and not (window[0] <= x <= window[2] and window[1] <= y <= window[3]):
                continue
        kept.append(glyph)
    content.glyphs = kept


def _window(pdfium: Any, item: Any, place: _Placing) -> tuple[float, float, float, float] | None:
    """The part of the page as read in which an object shows; None where it is not limited."""
    clip = pdfium.FPDFPageObj_GetClipPath(item)
    box: tuple[float, float, float, float] | None = None
    x, y = ctypes.c_float(), ctypes.c_float()
    for path in range(max(0, pdfium.FPDFClipPath_CountPaths(clip))):
        points = []
        for index in range(min(100, pdfium.FPDFClipPath_CountPathSegments(clip, path))):
            piece = pdfium.FPDFClipPath_GetPathSegment(clip, path, index)
            pdfium.FPDFPathSegment_GetPoint(piece, ctypes.byref(x), ctypes.byref(y))
            points.append((x.value, y.value))
        if points:
            xs, ys = [a for a, _ in points], [b for _, b in points]
            found = place.read(*place.box(min(xs), max(ys), max(xs), min(ys)))
            box = found if box is None else (
                max(box[0], found[0]), max(box[1], found[1]), min(box[2], found[2]), min(box[3], found[3])
            )  # fmt: skip
    return box


# -- lines --------------------------------------------------------------------------------------------------------

_Matrix = tuple[float, float, float, float, float, float]
_PLAIN: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


class _Drawn:
    """Collects the straight lines of a page, in the coordinates of the page as shown."""

    def __init__(self, pdfium: Any, place: _Placing) -> None:
        self._pdfium = pdfium
        self._place = place
        self._pieces = 0
        self._boxes: list[tuple[float, float, float, float]] = []
        self.pictured = 0.0
        self.has_forms = False
        self.has_turned_text = place.b != 0.0

    def read_page(self, page: Any) -> None:
        pdfium = self._pdfium
        objects = (pdfium.FPDFPage_GetObject(page, index) for index in range(pdfium.FPDFPage_CountObjects(page)))
        self._read(objects, _PLAIN, 0)

    def _read(self, objects: Any, outer: _Matrix, depth: int) -> None:
        pdfium = self._pdfium
        for item in objects:
            kind = pdfium.FPDFPageObj_GetType(item)
            if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                if not self.has_turned_text:
                    matrix = _times(self._matrix(item), outer)
                    self.has_turned_text = abs(matrix[1]) > 0.02 * abs(matrix[0]) or matrix[0] < 0
            elif self._pieces > MAX_PIECES:
                continue
            elif kind == pdfium.FPDF_PAGEOBJ_PATH:
                self._path(item, outer)
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                self._image(item, outer)
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH:
                self.has_forms = True
                count = pdfium.FPDFFormObj_CountObjects(item)
                inner = (pdfium.FPDFFormObj_GetObject(item, index) for index in range(max(0, count)))
                self._read(inner, _times(self._matrix(item), outer), depth + 1)

    def _matrix(self, item: Any) -> _Matrix:
        pdfium = self._pdfium
        matrix = pdfium.FS_MATRIX()
        if not pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix)):
            return _PLAIN
        return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f

    def _image(self, item: Any, outer: _Matrix) -> None:
        """Some printers draw lines as pictures."""
        a, b, c, d, e, f = _times(self._matrix(item), outer)
        corners = [self._place.point(x * a + y * c + e, x * b + y * d + f) for x, y in ((0, 0), (1, 0), (0, 1), (1, 1))]
        self._thin(corners)
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        area = (max(xs) - min(xs)) * (max(ys) - min(ys))
        self.pictured = max(self.pictured, area / (self._place.width * self._place.height))

    def _path(self, item: Any, outer: _Matrix) -> None:
        pdfium = self._pdfium
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke))
        if not fill.value and not stroke.value:
            return
        matrix = _times(self._matrix(item), outer)
        breadth = ctypes.c_float()
        if stroke.value and pdfium.FPDFPageObj_GetStrokeWidth(item, ctypes.byref(breadth)):
            scale = math.sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]))
            if breadth.value * scale > 2 * THIN:  # a shade that is drawn as a broad line
                return
        for points, straight in self._outlines(item, matrix):
            if fill.value and not stroke.value:
                self._thin(points)
            elif straight:
                for start, end in pairwise(points):
                    self._thin((start, end))

    def _outlines(self, item: Any, matrix: _Matrix) -> list[tuple[list[tuple[float, float]], bool]]:
        """The parts of a path as points on the page as shown, each with whether it has straight sides only."""
        pdfium = self._pdfium
        a, b, c, d, e, f = _times(matrix, (*self._axes(), self._place.e, self._place.f))
        found: list[tuple[list[tuple[float, float]], bool]] = []
        points: list[tuple[float, float]] = []
        straight = True
        x, y = ctypes.c_float(), ctypes.c_float()
        to_x, to_y = ctypes.byref(x), ctypes.byref(y)
        count = pdfium.FPDFPath_CountSegments(item)
        self._pieces += max(0, count)
        for index in range(min(count, MAX_PIECES)):
            piece = pdfium.FPDFPath_GetPathSegment(item, index)
            kind = pdfium.FPDFPathSegment_GetType(piece)
            pdfium.FPDFPathSegment_GetPoint(piece, to_x, to_y)
            point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                if len(points) > 1:
                    found.append((points, straight))
                points, straight = [point], True
            else:
                straight = straight and kind == pdfium.FPDF_SEGMENT_LINETO
                points.append(point)
                if pdfium.FPDFPathSegment_GetClose(piece):
                    points.append(points[0])
        if len(points) > 1:
            found.append((points, straight))
        return found

    def _axes(self) -> tuple[float, float, float, float]:
        return self._place.a, self._place.b, self._place.c, self._place.d

    def _thin(self, points: Any) -> None:
        """Keep the box around points where it is as thin as a line."""
        xs, ys = [x for x, _ in points], [y for _, y in points]
        left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
        if min(right - left, bottom - top) <= THIN:
            self._boxes.append((left, top, right, bottom))

    def tables(self) -> list[Ruled]:
        """The tables that the lines draw, turned as the page's text is."""
        across, down = [], []
        for box in self._boxes:
            left, top, right, bottom = self._place.read(*box)
            if right - left >= bottom - top:
                across.append(Rule((top + bottom) / 2, left, right))
            if bottom - top >= right - left:
                down.append(Rule((left + right) / 2, top, bottom))
        return ruled_tables(across, down)
