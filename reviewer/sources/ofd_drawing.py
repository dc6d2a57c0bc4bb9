"""What an OFD page shows, as a list of letters, shapes and pictures in the order in which they are drawn; knows nothing of Qt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from reviewer.sources.ofd_file import Face, OfdFile, child, name_of, numbers
from reviewer.sources.ofd_geometry import POINTS, Matrix, Step, distances, outline, within
from reviewer.sources.ofd_walk import Held, held

_MOST_ITEMS, _MOST_GLYPHS, _LONGEST_CHAIN = 60_000, 150_000, 16
_THINNEST = 0.05
"""Millimetres: a line of no width is drawn this wide."""
_LINE = 0.353
"""Millimetres: the width of a line that does not say its own."""


class Ink(NamedTuple):
    """A colour, each part 0 to 255."""

    red: int
    green: int
    blue: int
    alpha: int = 255


_BLACK = Ink(0, 0, 0)


class Letter(NamedTuple):
    """A character (or those that are drawn as one) with the number of its shape in a typeface (None: look it up), where
    its base line begins, and its room.
    """

    char: str
    shape: int | None
    x: float
    y: float
    room: float
    """How far it is to the next one across, as the file says; 0 where it does not."""


@dataclass(frozen=True, slots=True)
class Letters:
    """Letters of one size. `matrix` brings their places to points from the page's upper left corner; `scale` widens them."""

    letters: tuple[Letter, ...]
    matrix: Matrix
    size: float
    scale: float
    face: Face
    bold: bool
    italic: bool
    fill: Ink | None
    stroke: Ink | None
    width: float


@dataclass(frozen=True, slots=True)
class Shape:
    """A path, filled, drawn along its line, or both; `width` is the line's, in units of the path."""

    steps: tuple[Step, ...]
    matrix: Matrix
    fill: Ink | None
    stroke: Ink | None
    width: float
    even_odd: bool


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture file; `matrix` brings a square with sides of 1 to its place."""

    part: str | None
    matrix: Matrix
    alpha: int


Drawn = Letters | Shape | Photo


def drawing(file: OfdFile, index: int) -> tuple[float, float, list[Drawn]]:
    """A page's width and height in points, and what is drawn on it. Raises DamagedError, TooLargeError, LockedError."""
    page = file.stamped(index)
    left, top = page.box[0] * POINTS, page.box[1] * POINTS
    reader = _Reader(file)
    for part in (*page.layers, *page.stamps):
        outer = (POINTS, 0.0, 0.0, POINTS, -left, -top)
        for each in held(part, within(part, outer) if part.get("Boundary") else outer, file.units):
            if len(reader.found) > _MOST_ITEMS:
                break
            reader.take(each)
    return page.box[2] * POINTS, page.box[3] * POINTS, reader.found


class _Reader:
    """Collects what is drawn."""

    def __init__(self, file: OfdFile) -> None:
        self._file = file
        self.found: list[Drawn] = []
        self._glyphs = 0

    def take(self, held: Held) -> None:
        """Put down what is drawn."""
        if held.kind == "TextObject":
            self._text(held.item, held.matrix, held.manner)
        elif held.kind == "PathObject":
            self._path(held.item, held.matrix, held.manner)
        else:
            part = self._file.media.get(held.item.get("ResourceID", ""))
            self.found.append(Photo(part, held.matrix, _alpha(held.item)))

    def _text(self, item: Any, matrix: Matrix, manner: str | None) -> None:
        size = (numbers(item.get("Size") or item.get("size")) or [0.0])[0]
        codes = [code for code in item if name_of(code) == "TextCode" and code.text]
        if size <= 0 or not codes or self._glyphs > _MOST_GLYPHS:
            return
        scale = (numbers(item.get("HScale")) or [1.0])[0]
        shapes = _shapes(item)
        letters, before = list[Letter](), 0
        for code in codes:
            letters += placed_letters(code, size, scale, shapes, before)
            before += len(code.text.strip("\r\n"))
        self._glyphs += len(letters)
        face = self._file.faces.get(item.get("Font") or item.get("font") or "", Face(""))
        fill = None if item.get("Fill") == "false" else self._ink(item, "FillColor", manner, _BLACK)
        stroke = self._ink(item, "StrokeColor", manner, _BLACK) if item.get("Stroke") == "true" else None
        weight = (numbers(item.get("Weight")) or [400.0])[0]
        self.found.append(
            Letters(tuple(letters), matrix, size, scale, face, weight >= 600 or face.bold,
                    item.get("Italic") == "true" or face.italic, fill, stroke, self._width(item, manner))
        )  # fmt: skip

    def _path(self, item: Any, matrix: Matrix, manner: str | None) -> None:
        data = child(item, "AbbreviatedData")
        steps = tuple(outline(data.text if data is not None else None))
        fill = self._ink(item, "FillColor", manner, None) if item.get("Fill") == "true" else None
        stroke = None if item.get("Stroke") == "false" else self._ink(item, "StrokeColor", manner, _BLACK)
        if steps and (fill or stroke):
            rule = (item.get("Rule") or "").lower() == "even-odd"
            self.found.append(Shape(steps, matrix, fill, stroke, self._width(item, manner), rule))

    def _ink(self, item: Any, name: str, manner: str | None, otherwise: Ink | None) -> Ink | None:
        """The colour in which an object is drawn."""
        ink = ink_of(self._file, item, name, manner, otherwise)
        return ink._replace(alpha=ink.alpha * _alpha(item) // 255) if ink is not None else None

    def _width(self, item: Any, manner: str | None) -> float:
        for holder in (item, *_manners(self._file, manner)):
            width = numbers(holder.get("LineWidth"))
            if width:
                return max(_THINNEST, width[0])
        return _LINE


def _manners(file: OfdFile, manner: str | None) -> Iterator[Any]:
    """The ways to draw that a name stands for: its own, then the one that it goes on from, and so on."""
    for _ in range(_LONGEST_CHAIN):
        found = file.manners.get(manner or "")
        if found is None:
            return
        yield found
        manner = found.get("Relative")


def ink_of(file: OfdFile, item: Any, name: str, manner: str | None, otherwise: Ink | None = _BLACK) -> Ink | None:
    """The colour of a name (FillColor, StrokeColor) that an object, or the manner in which it is drawn, states."""
    for holder in (item, *_manners(file, manner)):
        colour = child(holder, name)
        if colour is not None:
            return _ink_of(colour)
    return otherwise


_WITH_LAST = -1
"""In place of the number of a shape: the character is drawn with the one before it."""


def placed_letters(code: Any, size: float, scale: float, shapes: dict[int, int], before: int) -> Iterator[Letter]:
    """The characters of a piece of text with their places; `shapes` are the numbers of their shapes, counted from `before`."""
    x, y = ((numbers(code.get(key)) or [0.0])[0] for key in ("X", "Y"))
    text = code.text.strip("\r\n")
    drawn = [number for number in range(len(text)) if shapes.get(before + number) != _WITH_LAST]
    across, down = distances(code.get("DeltaX"), len(text)), distances(code.get("DeltaY"), len(text))
    if max(len(across), len(down)) >= len(text) - 1:
        drawn = list(range(len(text)))  # distances between characters, not between shapes
    for place, number in enumerate(drawn):
        end = number + 1
        while shapes.get(before + end) == _WITH_LAST and end < len(text):
            end += 1
        char, shape = text[number:end], shapes.get(before + number)
        room = across[place] if place < len(across) else 0.0
        if shape != _WITH_LAST:
            yield Letter(char, shape, x, y, max(0.0, room))
        wide = size * scale * (1.0 if char >= "\u2e80" else 0.5)
        x += room if place < len(across) else (0.0 if down else wide)
        y += down[place] if place < len(down) else 0.0


def _shapes(item: Any) -> dict[int, int]:
    """The numbers of the shapes that stand for characters, by the characters' places in the object's text."""
    found: dict[int, int] = {}
    for change in (one for one in item if name_of(one) == "CGTransform"):
        first = int((numbers(change.get("CodePosition")) or [0.0])[0])
        glyphs = child(change, "Glyphs")
        listed = [int(shape) for shape in numbers(glyphs.text if glyphs is not None else None) if 0 < shape < 65536]
        count = int((numbers(change.get("CodeCount")) or [len(listed)])[0])
        for place in range(min(count, _MOST_GLYPHS) if listed else 0):
            found[first + place] = listed[place] if place < len(listed) else _WITH_LAST
    return found


def _alpha(item: Any) -> int:
    return _part((numbers(item.get("Alpha")) or [255.0])[0])


def _part(value: float) -> int:
    return min(255, max(0, round(value)))


def _ink_of(colour: Any) -> Ink | None:
    """A colour as a file writes it: grey, red-green-blue or four printing inks; of a shading its first colour."""
    value = colour.get("Value") or ""
    parts = [float(int(word[1:], 16)) if _is_hex(word) else word for word in value.replace(",", " ").split()]
    found = [_part(number) for part in parts for number in ([part] if isinstance(part, float) else numbers(part))]
    alpha = _alpha(colour)
    if len(found) == 1:
        return Ink(found[0], found[0], found[0], alpha)
    if len(found) == 3:
        return Ink(found[0], found[1], found[2], alpha)
    if len(found) == 4:
        red, green, blue = (255 - min(255, ink + found[3]) for ink in found[:3])
        return Ink(red, green, blue, alpha)
    inner = next((one for one in colour.iter() if one is not colour and one.get("Value")), None)
    return _ink_of(inner) if inner is not None else (_BLACK if colour.get("Index") else None)


def _is_hex(word: str) -> bool:
    return word.startswith("#") and 1 < len(word) <= 3 and all(char in "0123456789abcdefABCDEF" for char in word[1:])
