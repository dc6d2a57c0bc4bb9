"""Which text of a PDF's page nobody sees, and which is a watermark across the others.

Text in a layer that is switched off, under a box that is drawn later, white on white: it is in the file and not on the paper.
Whether such a piece is seen is not worked out but tried: the page is drawn with it and without it.
"""

from __future__ import annotations

import ctypes
import sys
from array import array
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from statistics import median
from typing import Any

from reviewer.sources.pdfium import fast, raw

Box = tuple[float, float, float, float]
"""Left, top, right, bottom on the page as shown, in points."""

Colour = tuple[int, int, int]
"""Red, green, blue, 0 to 255."""

_PICTURED = (-1, -1, -1)
_WHITE, _LIGHT = 250, 135
"""Of 255: from which on every channel of a colour is white, or so light that text in it may be a watermark."""
_TALLER = 1.5
_FINE = 2.0
"""Pixels a point, for seeing whether a page changes."""
_MOST_PIXELS = 12_000_000
_MOST = 20_000
_BLACK = bytes(12) + (255).to_bytes(4, sys.byteorder)
_NO_INK = frozenset((3, 7))
"""The ways of drawing text that leave no trace: programs put what they recognised on a scan so."""
_ALIKE = 6
"""Of 255: two greys that nobody tells apart."""
_SHIFTED = 0.25
"""Of a text's height: so far aside the shadow of a text stands at most."""
_RECTANGLE = 5
"""Pieces of the outline of a rectangle; its first and third are opposite corners."""
_OVERLAP = 0.15
"""So large a share of a text's box has to lie on other text for it to lie across that."""


@dataclass(slots=True)
class Fill:
    """A shape that is filled, or a picture: how many pieces of text are drawn before it, its box, its colour."""

    after: int
    box: Box
    colour: Colour
    """One that no text has for a picture."""

    @property
    def is_white(self) -> bool:
        return min(self.colour) >= _WHITE


Bounds = Callable[[int, Any], Box | None]
"""The box on the page as shown of an object, by its address and the matrix of what it is drawn within."""


@dataclass(slots=True)
class Piece:
    """A piece of text as the PDF has it: the address of its object, its box, its colour on white paper, the least channel of it."""

    item: int
    box: Box
    colour: Colour
    light: int
    in_layer: bool


@dataclass(slots=True)
class Seen:
    """What a page draws in order, as far as it says which text is seen."""

    texts: list[int] = field(default_factory=list)
    """The addresses of the text objects in the order in which they are drawn."""
    within: list[Any] = field(default_factory=list)
    """For each of them the matrix of what it is drawn within."""
    fills: list[Fill] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    """Addresses of text objects that nobody sees."""
    watermarks: set[int] = field(default_factory=set)
    plain: Any = None
    """The matrix of what is drawn on the page itself."""

    def add_fill(self, item: int, box: Box) -> None:
        """A shape that is filled, drawn after the texts so far."""
        self.fills.append(Fill(len(self.texts), box, _calls().on_paper(item)))

    def add_stroke(self, box: Box) -> None:
        """A line so broad that text may lie beneath it, drawn after the texts so far."""
        self.fills.append(Fill(len(self.texts), box, _PICTURED))

    def add_picture(self, box: Box) -> None:
        """A picture, drawn after the texts so far."""
        self.fills.append(Fill(len(self.texts), box, _PICTURED))

    def shades(self) -> list[Box]:
        """The boxes of what is filled, pictures aside."""
        return [fill.box for fill in self.fills if fill.colour is not _PICTURED]

    def judge(
        self, pdfium: Any, page: Any, size: tuple[float, float], bounds: Bounds, has_layers: bool = False
    ) -> None:
        """Find out what is hidden and what is a watermark. `has_layers`: whether the document has layers at all."""
        calls, texts = _calls(), self.texts[:_MOST]
        flat = zip(texts, self.within, calls.clips(texts), strict=False)
        clipped = [  # within drawings PDFium counts from other corners
            item for item, within, paths in flat if paths > 0 and within is self.plain and calls.is_clipped_away(item)
        ]
        colours = calls.all_on_paper(texts)
        lights = list(map(min, colours))
        layers = [calls.is_in_layer(item) for item in texts] if has_layers else [False] * len(texts)
        if has_layers:  # a drawing within the page may be of a layer as a whole
            layers = [layer or within is not self.plain for layer, within in zip(layers, self.within, strict=False)]
        covered = any(fill.after for fill in self.fills)
        same = bool({fill.colour for fill in self.fills}.intersection(colours))
        if covered or same or any(layers) or max(lights, default=0) >= _LIGHT:
            pieces = []
            for item, within, colour, light, layer in zip(texts, self.within, colours, lights, layers, strict=False):
                box = bounds(item, within)
                if box is not None:
                    pieces.append(Piece(item, box, colour, light, layer))
            self._judge(pdfium, page, size, pieces)
        self._hide(pdfium, clipped)

    def hide_invisible(self) -> None:
        """Take text that is drawn without ink for hidden."""
        self._hide(raw(), self.without_ink())

    def without_ink(self) -> list[int]:
        """The addresses of text objects that are drawn without ink."""
        texts = self.texts[:_MOST]
        return [item for item, mode in zip(texts, map(_calls().mode, texts), strict=True) if mode in _NO_INK]

    def _hide(self, pdfium: Any, items: Iterable[int]) -> None:
        """PDFium drops characters that are drawn again on those before them, so what is hidden is switched off."""
        switch = getattr(pdfium, "FPDFPageObj_SetIsActive", None)
        for item in items:
            self.hidden.add(item)
            if switch is not None:
                switch(ctypes.cast(item, pdfium.FPDF_PAGEOBJECT), 0)

    def _judge(self, pdfium: Any, page: Any, size: tuple[float, float], pieces: list[Piece]) -> None:
        suspected = self._suspected(pieces)
        if suspected:
            self._hide(pdfium, _unseen(pdfium, page, size, suspected))
        shadows = {
            piece.item for piece in _shadows(pieces)
        }  # PDFium drops the text that is drawn again: these stand for it
        self.watermarks = {piece.item for piece in _across(pieces)} - self.hidden - shadows

    def _suspected(self, pieces: Sequence[Piece]) -> list[Piece]:
        found: list[Piece] = []
        for number, piece in enumerate(pieces):
            if piece.in_layer:
                found.append(piece)
            elif piece.light >= _WHITE:
                beneath = (fill for fill in self.fills if not fill.is_white and fill.after <= number)
                if not any(_holds(fill.box, piece.box) for fill in beneath):
                    found.append(piece)
            elif any(
                (fill.after > number or fill.colour == piece.colour) and _holds(fill.box, piece.box)
                for fill in self.fills
            ):
                found.append(piece)
        return found


def _across(pieces: Sequence[Piece]) -> list[Piece]:
    """Light pieces of text that lie across others."""
    light = [piece for piece in pieces if _LIGHT <= piece.light < _WHITE]
    if not light or len(light) * 2 > len(pieces):
        return []
    others = [piece.box for piece in pieces if piece.light < _LIGHT]
    usual = median(bottom - top for _, top, _, bottom in others) if others else 0.0
    return [piece for piece in light if _is_across(piece.box, others, usual)]


def _shadows(pieces: Sequence[Piece]) -> list[Piece]:
    """Light pieces of text that are drawn once more, dark, right beside them."""
    dark: dict[tuple[int, int], list[Box]] = {}
    for piece in pieces:
        if piece.light < _LIGHT:
            dark.setdefault((int(piece.box[0] / 4), int(piece.box[1] / 4)), []).append(piece.box)
    found: list[Piece] = []
    for piece in pieces if dark else ():
        if piece.light >= _LIGHT:
            x, y = int(piece.box[0] / 4), int(piece.box[1] / 4)
            near = (box for a in (x - 1, x, x + 1) for b in (y - 1, y, y + 1) for box in dark.get((a, b), ()))
            if any(_is_shifted(piece.box, box) for box in near):
                found.append(piece)
    return found


def _is_shifted(one: Box, other: Box) -> bool:
    """Whether two boxes have one size and stand nearly at one place."""
    width, height = other[2] - other[0], other[3] - other[1]
    room = _SHIFTED * height
    is_as_large = abs(one[2] - one[0] - width) < 0.02 * width + 0.1 and abs(one[3] - one[1] - height) < 0.1
    return is_as_large and abs(one[0] - other[0]) <= room and abs(one[1] - other[1]) <= room


def _is_across(box: Box, others: Sequence[Box], usual: float) -> bool:
    height = box[3] - box[1]
    touched = [other for other in others if _shared(box, other) > 0]
    if height >= _TALLER * usual > 0:
        return bool(touched)
    return any(_shared(box, other) > _OVERLAP * _area(box) for other in touched)


def _shared(one: Box, other: Box) -> float:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return width * height if width > 0 and height > 0 else 0.0


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _holds(outer: Box, inner: Box) -> bool:
    """Whether the middle of a box, and most of it, lies in another."""
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3] and _shared(outer, inner) >= 0.8 * _area(inner)


class _Calls:
    """The functions of PDFium that are called for every text object."""

    def __init__(self) -> None:
        number, address = ctypes.c_int, ctypes.c_void_p
        self.marks = fast("FPDFPageObj_CountMarks", number, address)
        self.mark = fast("FPDFPageObj_GetMark", address, address, ctypes.c_ulong)
        self.name = fast("FPDFPageObjMark_GetName", number, address, address, ctypes.c_ulong, address)
        self.colour = fast("FPDFPageObj_GetFillColor", number, address, address, address, address, address)
        self.mode = fast("FPDFTextObj_GetTextRenderMode", number, address)
        self.clip = fast("FPDFPageObj_GetClipPath", address, address)
        self.paths = fast("FPDFClipPath_CountPaths", number, address)
        self.pieces = fast("FPDFClipPath_CountPathSegments", number, address, number)
        self.piece = fast("FPDFClipPath_GetPathSegment", address, address, number, number)
        self.point = fast("FPDFPathSegment_GetPoint", number, address, address, address)
        self.bounds = fast("FPDFPageObj_GetBounds", number, address, address, address, address, address)
        self.numbers = (ctypes.c_float * 6)()
        self.sides = tuple(ctypes.addressof(self.numbers) + 4 * place for place in range(4))
        self.x, self.y = ctypes.c_float(), ctypes.c_float()
        self.to_x, self.to_y = ctypes.addressof(self.x), ctypes.addressof(self.y)
        self.channels = (ctypes.c_uint * 4)()
        first = ctypes.addressof(self.channels)
        self.places = (first, first + 4, first + 8, first + 12)

    def on_paper(self, item: int) -> Colour:
        """The colour in which an object is filled, as it looks on white paper where it is transparent."""
        if not self.colour(item, *self.places):
            return 0, 0, 0
        red, green, blue, alpha = self.channels
        if alpha >= 255:
            return red, green, blue
        return 255 - (255 - red) * alpha // 255, 255 - (255 - green) * alpha // 255, 255 - (255 - blue) * alpha // 255

    def all_on_paper(self, items: Sequence[int]) -> list[Colour]:
        """The same of many objects."""
        count = len(items)
        found = array("I", bytes(16 * count))
        first, _ = found.buffer_info()
        places = [range(first + 4 * channel, first + 16 * count, 16) for channel in range(4)]
        deque(map(self.colour, items, *places), 0)
        if not count or found.tobytes() == _BLACK * count:
            return [(0, 0, 0)] * count
        flat = found.tolist()
        return [
            (red, green, blue) if alpha >= 255 else self.on_paper(item)
            for item, red, green, blue, alpha in zip(items, flat[0::4], flat[1::4], flat[2::4], flat[3::4], strict=True)
        ]

    def clips(self, items: Sequence[int]) -> list[int]:
        """Of many objects, how many paths limit where each shows."""
        return [self.paths(clip) if clip else 0 for clip in map(self.clip, items)]

    def is_clipped_away(self, item: int) -> bool:
        """Whether a text object lies outside of the part of the page in which it would show."""
        clip = self.clip(item)
        paths = self.paths(clip) if clip else 0
        if paths <= 0 or not self.bounds(item, *self.sides):
            return False
        left, bottom, right, top = self.numbers[:4]
        for path in range(min(paths, 20)):
            count = min(100, self.pieces(clip, path))
            if count <= 0:
                continue
            xs, ys = [], []
            for index in (0, 2) if count == _RECTANGLE else range(count):
                self.point(self.piece(clip, path, index), self.to_x, self.to_y)
                xs.append(self.x.value)
                ys.append(self.y.value)
            if max(xs) <= left or min(xs) >= right or max(ys) <= bottom or min(ys) >= top:
                return True
        return False

    def is_in_layer(self, item: int) -> bool:
        """Whether a text object is marked as part of a layer (optional content), which may be switched off."""
        count = self.marks(item)
        if count <= 0:
            return False
        buffer, size = (ctypes.c_ushort * 8)(), ctypes.c_ulong()
        for number in range(min(count, 20)):
            mark = self.mark(item, number)
            known = mark and self.name(mark, ctypes.addressof(buffer), 16, ctypes.addressof(size))
            if known and size.value == 6 and bytes(buffer)[:4] == b"O\0C\0":
                return True
        return False


@cache
def _calls() -> _Calls:
    return _Calls()


# -- trying it ----------------------------------------------------------------------------------------------------


def _unseen(pdfium: Any, page: Any, size: tuple[float, float], pieces: Sequence[Piece]) -> set[int]:
    """The pieces without which the page looks the same. None where this PDFium cannot try it."""
    switch = getattr(pdfium, "FPDFPageObj_SetIsActive", None)
    scale = min(_FINE, (_MOST_PIXELS / (size[0] * size[1])) ** 0.5)
    width, height = max(1, round(size[0] * scale)), max(1, round(size[1] * scale))
    if switch is None:
        return set()
    objects = [ctypes.cast(piece.item, pdfium.FPDF_PAGEOBJECT) for piece in pieces]
    whole = _drawn(pdfium, page, width, height)
    for item in objects:
        switch(item, 0)
    try:
        without = _drawn(pdfium, page, width, height)
    finally:
        for item in objects:
            switch(item, 1)
    found = set()
    for piece in pieces:
        left, right = max(0, int(piece.box[0] * scale) - 1), min(width, int(piece.box[2] * scale) + 2)
        rows = range(max(0, int(piece.box[1] * scale) - 1), min(height, int(piece.box[3] * scale) + 2))
        strips = (slice(width * y + left, width * y + right) for y in rows)
        if all(whole[strip] == without[strip] or _look_alike(whole[strip], without[strip]) for strip in strips):
            found.add(piece.item)
    return found


def _look_alike(one: bytes, other: bytes) -> bool:
    return all(abs(a - b) <= _ALIKE for a, b in zip(one, other, strict=True))


def _drawn(pdfium: Any, page: Any, width: int, height: int) -> bytes:
    """The page as grey pixels, line by line."""
    stride = width
    pixels = ctypes.create_string_buffer(stride * height)
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_Gray, pixels, stride)
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, 0)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return pixels.raw
