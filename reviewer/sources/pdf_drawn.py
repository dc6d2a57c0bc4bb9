"""Where a PDF's page stands on the screen, and the straight lines on it that may be a table's rules."""

from __future__ import annotations

import ctypes
import functools
import math
from array import array
from collections import deque
from collections.abc import Sequence
from itertools import pairwise, repeat
from typing import TYPE_CHECKING, Any, TypeVar

from reviewer.sources.pdf_rules import Rule
from reviewer.sources.pdf_seen import Seen
from reviewer.sources.pdfium import address_of, fast

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

THIN = 3.2
"""Points: a filled shape no thicker than this is a line, a thicker one is a shade."""
MAX_PIECES = 60_000
"""Path pieces of one page that are looked at; drawings with more (maps, charts) are no table's rules."""
MAX_DEPTH = 4
"""How deep drawings within drawings are followed."""


_Edge = TypeVar("_Edge", float, "NDArray[np.float64]")


class Placing:
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

    def boxes(
        self, left: Sequence[float], top: Sequence[float], right: Sequence[float], bottom: Sequence[float]
    ) -> list[tuple[float, float, float, float]]:
        """Boxes of the page's own coordinates on the page as shown."""
        a, b, d, e, f = self.a, self.b, self.d, self.e, self.f
        if b == 0.0 and a > 0 > d:
            across = [a * x + e for x in left], [a * x + e for x in right]
            down = [d * y + f for y in top], [d * y + f for y in bottom]
            return list(zip(across[0], down[0], across[1], down[1], strict=True))
        found = []
        for corner in zip(left, top, right, bottom, strict=True):
            x0, y0 = self.point(*corner[:2])
            x1, y1 = self.point(*corner[2:])
            found.append((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
        return found

    def all_boxes(self, edges: NDArray[np.float64]) -> NDArray[np.float64]:
        """The same of many: `edges` has four rows, left, top, right, bottom, and so has what is given back."""
        import numpy as np

        if self.b == 0.0 and self.a > 0 > self.d:
            return edges * [[self.a], [self.d], [self.a], [self.d]] + [[self.e], [self.f], [self.e], [self.f]]
        return np.array(self.boxes(*edges.tolist())).reshape(-1, 4).T

    def read(self, left: _Edge, top: _Edge, right: _Edge, bottom: _Edge) -> tuple[_Edge, _Edge, _Edge, _Edge]:
        """A box on the page as shown, on the page turned so that its text is upright; also many, edge by edge."""
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


_Matrix = tuple[float, float, float, float, float, float]
_PLAIN: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _around(points: Any) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


class _Calls:
    """The functions of PDFium that are called for every object of a page, or every piece of a path."""

    def __init__(self) -> None:
        number, real, address = ctypes.c_int, ctypes.c_float, ctypes.c_void_p
        self.page_object = fast("FPDFPage_GetObject", address, address, number)
        self.form_object = fast("FPDFFormObj_GetObject", address, address, ctypes.c_ulong)
        self.form_count = fast("FPDFFormObj_CountObjects", number, address)
        self.kind = fast("FPDFPageObj_GetType", number, address)
        self.matrix = fast("FPDFPageObj_GetMatrix", number, address, address)
        self.breadth = fast("FPDFPageObj_GetStrokeWidth", number, address, address)
        self.mode = fast("FPDFPath_GetDrawMode", number, address, address, address)
        self.count = fast("FPDFPath_CountSegments", number, address)
        self.piece = fast("FPDFPath_GetPathSegment", address, address, number)
        self.piece_kind = fast("FPDFPathSegment_GetType", number, address)
        self.point = fast("FPDFPathSegment_GetPoint", number, address, address, address)
        self.bounds = fast("FPDFPageObj_GetBounds", number, address, address, address, address, address)
        self.closes = fast("FPDFPathSegment_GetClose", number, address)
        self.numbers = (real * 6)()
        self.first = ctypes.addressof(self.numbers)
        self.sides = tuple(ctypes.byref(self.numbers, 4 * place) for place in range(4))


@functools.cache
def _calls() -> _Calls:
    return _Calls()


_TEXT, _PATH, _IMAGE, _FORM = 1, 2, 3, 5
_LINE_TO, _MOVE_TO = 0, 2
_SIMPLE = 5
"""Pieces of a path that is no more than a line or a rectangle: where its bounds are thin, they say it all."""


class Drawn:
    """Collects the straight lines of a page, in the coordinates of the page as shown."""

    def __init__(self, pdfium: Any, place: Placing) -> None:
        self._pdfium = pdfium
        self._calls = _calls()
        self._place = place
        self._pieces = 0
        self._boxes: list[tuple[float, float, float, float]] = []
        self._simple: list[tuple[float, float, float, float]] = []
        """Thin shapes, in the page's own coordinates."""
        self.pictured = 0.0
        self.pictures: list[tuple[float, float, float, float]] = []
        """The boxes of pictures on the page as shown."""
        self.seen = Seen(plain=_PLAIN)
        self.has_forms = False
        self.has_turned_text = place.b != 0.0 or place.a < 0

    def read_page(self, page: Any) -> None:
        """Take what the page draws."""
        address = address_of(page)
        count = self._pdfium.FPDFPage_CountObjects(page)
        self._read(list(map(self._calls.page_object, repeat(address), range(count))), _PLAIN, 0)

    def _read(self, objects: list[int], outer: _Matrix, depth: int) -> None:
        calls = self._calls
        texts, within = self.seen.texts, self.seen.within
        first = len(texts)
        kinds = list(map(calls.kind, objects))
        thin = self._thin_paths([item for item, kind in zip(objects, kinds, strict=True) if kind == _PATH], outer)
        for item, kind in zip(objects, kinds, strict=True):
            if kind == _TEXT:
                texts.append(item)
                within.append(outer)
            elif self._pieces > MAX_PIECES:
                continue
            elif kind == _PATH:
                if item in thin:
                    self._simple.append(thin[item])
                    self._pieces += 1
                else:
                    self._path(item, outer)
            elif kind == _IMAGE:
                self._image(item, outer)
            elif kind == _FORM and depth < MAX_DEPTH:
                self.has_forms = True
                count = max(0, calls.form_count(item))
                inner = list(map(calls.form_object, repeat(item), range(count)))
                self._read(inner, _times(self._matrix(item), outer), depth + 1)
        if not self.has_turned_text:
            self.has_turned_text = self._is_turned(
                [item for item, around in zip(texts[first:], within[first:], strict=True) if around is outer], outer
            )

    def bounds(self, item: int, outer: _Matrix) -> tuple[float, float, float, float] | None:
        """The box of an object on the page as shown."""
        calls = self._calls
        if not calls.bounds(item, *calls.sides):
            return None
        left, bottom, right, top = calls.numbers[:4]
        if outer is not _PLAIN:
            a, b, c, d, e, f = outer
            corners = [(a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (bottom, top)]
            left, right = min(x for x, _ in corners), max(x for x, _ in corners)
            bottom, top = min(y for _, y in corners), max(y for _, y in corners)
        return self._place.boxes((left,), (top,), (right,), (bottom,))[0]

    def _is_turned(self, texts: list[int], outer: _Matrix) -> bool:
        """Whether any of these text objects, all drawn within the same, does not stand upright."""
        if not texts:
            return False
        numbers = array("f", bytes(24 * len(texts)))
        address, _ = numbers.buffer_info()
        deque(map(self._calls.matrix, texts, range(address, address + 24 * len(texts), 24)), 0)
        flat = numbers.tolist()
        if outer is _PLAIN:
            along, across = flat[0::6], flat[1::6]
        else:
            a, b, c, d, *_ = outer
            along = [x * a + y * c for x, y in zip(flat[0::6], flat[1::6], strict=True)]
            across = [x * b + y * d for x, y in zip(flat[0::6], flat[1::6], strict=True)]
        if min(along) >= 0 and not any(across):
            return False
        return any(x < 0 or abs(y) > 0.02 * x for x, y in zip(along, across, strict=True))

    def _matrix(self, item: int) -> _Matrix:
        numbers = self._calls.numbers
        if not self._calls.matrix(item, self._calls.first):
            return _PLAIN
        a, b, c, d, e, f = numbers
        return a, b, c, d, e, f

    def _image(self, item: int, outer: _Matrix) -> None:
        """Some printers draw lines as pictures."""
        a, b, c, d, e, f = _times(self._matrix(item), outer)
        corners = [self._place.point(x * a + y * c + e, x * b + y * d + f) for x, y in ((0, 0), (1, 0), (0, 1), (1, 1))]
        self._thin(corners)
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        box = (min(xs), min(ys), max(xs), max(ys))
        self.pictures.append(box)
        self.seen.add_picture(box)
        area = (max(xs) - min(xs)) * (max(ys) - min(ys))
        self.pictured = max(self.pictured, area / (self._place.width * self._place.height))

    def _thin_paths(self, paths: list[int], outer: _Matrix) -> dict[int, tuple[float, float, float, float]]:
        """Of the paths that are lines or rectangles as thin as lines: their bounds say it all."""
        if outer is not _PLAIN or not paths:
            return {}
        calls, size = self._calls, 16 * len(paths)
        sides = array("f", bytes(size))
        first, _ = sides.buffer_info()
        known = map(calls.bounds, paths, *(range(first + at, first + at + size, 16) for at in (0, 4, 8, 12)))
        simple = [bool(is_known) and calls.count(item) <= _SIMPLE for item, is_known in zip(paths, known, strict=True)]
        flat = sides.tolist()
        return {
            item: (left, top, right, bottom)
            for item, is_simple, left, bottom, right, top in zip(
                paths, simple, flat[0::4], flat[1::4], flat[2::4], flat[3::4], strict=True
            )
            if is_simple and (right - left <= THIN or top - bottom <= THIN)
        }

    def _path(self, item: int, outer: _Matrix) -> None:
        calls = self._calls
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        calls.mode(item, ctypes.byref(fill), ctypes.byref(stroke))
        if not fill.value and not stroke.value:
            return
        if fill.value and (box := self.bounds(item, outer)) is not None:
            self.seen.add_fill(item, box)
        matrix = _times(self._matrix(item), outer)
        breadth = ctypes.c_float()
        if stroke.value and calls.breadth(item, ctypes.byref(breadth)):
            scale = math.sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]))
            if breadth.value * scale > 2 * THIN:  # a shade that is drawn as a broad line
                if not fill.value and (box := self.bounds(item, outer)) is not None:
                    self.seen.add_stroke(box)
                return
        outlines = self._outlines(item, matrix)
        if fill.value and not stroke.value and len(outlines) == 2:
            self._frame(outlines[0][0], outlines[1][0])
        for points, straight in outlines:
            if fill.value and not stroke.value:
                self._thin(points)
            elif straight:
                for start, end in pairwise(points):
                    self._thin((start, end))

    def _outlines(self, item: int, matrix: _Matrix) -> list[tuple[list[tuple[float, float]], bool]]:
        """The parts of a path as points on the page as shown, each with whether it has straight sides only."""
        calls = self._calls
        a, b, c, d, e, f = _times(matrix, (*self._axes(), self._place.e, self._place.f))
        found: list[tuple[list[tuple[float, float]], bool]] = []
        points: list[tuple[float, float]] = []
        straight = True
        x, y = ctypes.c_float(), ctypes.c_float()
        to_x, to_y = ctypes.byref(x), ctypes.byref(y)
        count = calls.count(item)
        self._pieces += max(0, count)
        for index in range(min(count, MAX_PIECES)):
            piece = calls.piece(item, index)
            kind = calls.piece_kind(piece)
            calls.point(piece, to_x, to_y)
            point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
            if kind == _MOVE_TO:
                if len(points) > 1:
                    found.append((points, straight))
                points, straight = [point], True
            else:
                straight = straight and kind == _LINE_TO
                points.append(point)
                if calls.closes(piece):
                    points.append(points[0])
        if len(points) > 1:
            found.append((points, straight))
        return found

    def _axes(self) -> tuple[float, float, float, float]:
        return self._place.a, self._place.b, self._place.c, self._place.d

    def _frame(self, one: Any, other: Any) -> None:
        """Keep the four lines of a frame: browsers fill the room between two rectangles, one within the other."""
        inner, outer = sorted((_around(one), _around(other)), key=lambda box: (box[2] - box[0]) * (box[3] - box[1]))
        edges = (inner[0] - outer[0], inner[1] - outer[1], outer[2] - inner[2], outer[3] - inner[3])
        if not all(0 <= edge <= THIN for edge in edges) or not any(edges):
            return
        left, top, right, bottom = outer
        if edges[0]:
            self._boxes.append((left, top, inner[0], bottom))
        if edges[1]:
            self._boxes.append((left, top, right, inner[1]))
        if edges[2]:
            self._boxes.append((inner[2], top, right, bottom))
        if edges[3]:
            self._boxes.append((left, inner[3], right, bottom))

    def _thin(self, points: Any) -> None:
        """Keep the box around points where it is as thin as a line."""
        xs, ys = [x for x, _ in points], [y for _, y in points]
        left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
        if min(right - left, bottom - top) <= THIN:
            self._boxes.append((left, top, right, bottom))

    def rules(self) -> tuple[list[Rule], list[Rule]]:
        """The lines across and down, turned as the page's text is."""
        boxes = self._place.boxes(*zip(*self._simple, strict=True)) if self._simple else []
        boxes += self._boxes
        if self._place.turn:
            boxes = [self._place.read(*box) for box in boxes]
        across = [box for box in boxes if box[2] - box[0] >= box[3] - box[1] - _SQUARE]
        down = [box for box in boxes if box[3] - box[1] >= box[2] - box[0] - _SQUARE]
        return (
            _rules([((top + bottom) / 2, left, right) for left, top, right, bottom in across]),
            _rules([((left + right) / 2, top, bottom) for left, top, right, bottom in down]),
        )


_SQUARE = 0.05
"""Points by which the sides of a dot may differ that is a part of a line across as well as of one down."""


def _rules(numbers: list[tuple[float, float, float]]) -> list[Rule]:
    """Place, begin and end of lines as Rules; without a call of Python's for each: a page has hundreds."""
    return list(map(tuple.__new__, repeat(Rule), numbers))
