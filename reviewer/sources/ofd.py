"""OFD, the format of pages that Chinese offices file (GB/T 33190): text with its places and drawn lines, laid out as a PDF's is.

Annotations (watermarks, stamps) are no content. A page whose text is drawn as shapes has none that could be read; that is said.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

from reviewer.base.i18n import tr, trn
from reviewer.model.source import Note
from reviewer.sources.invisible import has_invisible
from reviewer.sources.ofd_drawing import ink_of
from reviewer.sources.ofd_file import OfdFile, OfdPage, child, name_of, numbers
from reviewer.sources.ofd_geometry import POINTS, Matrix, at, distances, outlines
from reviewer.sources.ofd_seen import Seen, is_clipped_away, is_white
from reviewer.sources.ofd_walk import Held, held
from reviewer.sources.package import DamagedError, LockedError, TooLargeError
from reviewer.sources.pdf_breaks import Breaks
from reviewer.sources.pdf_layout import lay_out
from reviewer.sources.pdf_lines import runs_by_place
from reviewer.sources.pdf_page import PageContent
from reviewer.sources.pdf_raised import mark_raised
from reviewer.sources.pdf_rules import Rule, ruled_tables
from reviewer.sources.pdf_struck import take_struck
from reviewer.sources.reader import Given, Reading, SourceError, Watch
from reviewer.sources.word_notes import locked, struck_note

_THIN = 3.2
"""Points: a filled shape no thicker than this is a line."""
_MOST_PAGES, _MOST_GLYPHS, _MOST_SHAPES = 3000, 150_000, 60_000
_ABOVE, _BELOW = 0.86, 0.14
"""Of a character's height, above and below the line that it stands on."""


def read(given: Given, watch: Watch) -> Reading:
    """Read an OFD file. Raises SourceError."""
    try:
        file = OfdFile(given.data)
        if file.count > _MOST_PAGES:
            raise TooLargeError
        return _read(file, given, watch)
    except TooLargeError as error:
        raise SourceError(tr("{file} holds more than can be reviewed; please split it.", file=given.name)) from error
    except LockedError as error:
        raise SourceError(locked(given.name)) from error
    except (DamagedError, ValueError, RecursionError) as error:
        raise SourceError(
            tr("{file} is a damaged OFD file; open it in an OFD reader, save it as PDF and open that.", file=given.name)
        ) from error


def _read(file: OfdFile, given: Given, watch: Watch) -> Reading:
    breaks = Breaks()
    silent: list[int] = []
    struck: list[str] = []
    for index, page in enumerate(file.pages()):
        drawn = _Drawn(file, page)
        content = drawn.content()
        struck += content.struck
        laid, tables = lay_out(index, content)
        breaks.add(laid, tables)
        if not laid.text.strip() and drawn.has_shapes:
            silent.append(index + 1)
        watch.progress((index + 1) / file.count)
    pages = tuple(breaks.pages)
    if not any(page.text.strip() for page in pages):
        if silent:
            raise SourceError(
                tr("{file} is an OFD file without text: its pages are drawn as shapes or pictures. Open it in an OFD reader, "
                   "save its pages as pictures or PDF, and open these to have their text recognised.", file=given.name)
            )  # fmt: skip
        raise SourceError(tr("{file} is empty; please choose another file.", file=given.name))
    return Reading("ofd", pages, notes=(*_notes(silent), *struck_note(struck)))


def _notes(silent: list[int]) -> tuple[Note, ...]:
    if not silent:
        return ()
    text = trn("Page {pages} is only drawn as shapes or pictures: nothing was read from it; please compare it by eye.",
               "Pages {pages} are only drawn as shapes or pictures: nothing was read from them; please compare them by eye.",
               len(silent), pages=", ".join(map(str, silent)))  # fmt: skip
    return (Note(text, "part not read"),)


class _Drawn:
    """Collects the characters and straight lines of a page, in points from its upper left corner."""

    def __init__(self, file: OfdFile, page: OfdPage) -> None:
        self._file = file
        self._sight = Seen()
        self._left, self._top = page.box[0] * POINTS, page.box[1] * POINTS
        self._content = PageContent(page.box[2] * POINTS, page.box[3] * POINTS)
        self._across: list[Rule] = []
        self._down: list[Rule] = []
        self._order: list[int] = []
        self._seen: dict[tuple[str, int, int], int] = {}
        self._shapes = 0
        self._pictures = 0
        for layer in page.layers:
            for each in held(layer, (POINTS, 0.0, 0.0, POINTS, -self._left, -self._top), file.units):
                self._take(each)

    @property
    def has_shapes(self) -> bool:
        """Whether a page without text shows something all the same."""
        return self._shapes + self._pictures > 0

    def content(self) -> PageContent:
        """The page, ready to be laid out."""
        content = self._content
        hidden = self._sight.hidden(content.boxes)
        order = [number for number in self._order if number not in hidden] if hidden else self._order
        mark_raised(content.glyphs, order)
        content.tables = ruled_tables(self._across, self._down)
        content.runs = runs_by_place(order, content.glyphs, content.tables)
        content.struck = take_struck(content.runs, content.glyphs, self._across, content.tables)
        return content

    def _take(self, held: Held) -> None:
        if held.kind == "TextObject":
            self._text(held.item, held.matrix, held.manner)
        elif held.kind == "PathObject" and self._shapes < _MOST_SHAPES:
            self._shapes += 1
            self._path(held.item, held.matrix, held.manner)
        elif held.kind == "ImageObject":
            self._pictures += 1
            corners = [at(held.matrix, x, y) for x, y in ((0, 0), (1, 1))]
            box = *map(min, zip(*corners, strict=True)), *map(max, zip(*corners, strict=True))
            self._sight.pictures.append((len(self._content.boxes), (box[0], box[1], box[2], box[3])))

    # -- text -----------------------------------------------------------------------------------------------------

    def _text(self, item: Any, matrix: Matrix, manner: str | None) -> None:
        size = (numbers(item.get("Size") or item.get("size")) or [0.0])[0]
        scale = (numbers(item.get("HScale")) or [1.0])[0]
        colour = child(item, "FillColor")
        if size <= 0 or item.get("Fill") == "false" or (colour is not None and colour.get("Alpha") == "0"):
            return
        if is_clipped_away(item):
            return
        first = len(self._content.boxes)
        for code in item:
            if name_of(code) == "TextCode" and code.text:
                self._code(code, matrix, size, scale)
        if is_white(ink_of(self._file, item, "FillColor", manner)) and item.get("Stroke") != "true":
            self._sight.white.update(range(first, len(self._content.boxes)))

    def _code(self, code: Any, matrix: Matrix, size: float, scale: float) -> None:
        x, y = ((numbers(code.get(key)) or [0.0])[0] for key in ("X", "Y"))
        text = code.text.strip("\r\n")
        across, down = distances(code.get("DeltaX"), len(text)), distances(code.get("DeltaY"), len(text))
        for number, char in enumerate(text):
            step = across[number] if number < len(across) else None
            wide = size * scale * (1.0 if char >= "\u2e80" else 0.5)
            if not has_invisible(char):
                self._glyph(char, x, y, min(step, 1.2 * size * scale) if step and step > 0 else wide, size, matrix)
            x += step if step is not None else (0.0 if down else wide)
            y += down[number] if number < len(down) else 0.0

    def _glyph(self, char: str, x: float, y: float, wide: float, size: float, matrix: Matrix) -> None:
        corners = [at(matrix, a, b) for a in (x, x + wide) for b in (y - _ABOVE * size, y + _BELOW * size)]
        left, right = min(a for a, _ in corners), max(a for a, _ in corners)
        top, bottom = min(b for _, b in corners), max(b for _, b in corners)
        content, place = self._content, (char, round(left), round(top))
        on_page = -1 <= left + right <= 2 * content.width + 1 and -1 <= top + bottom <= 2 * content.height + 1
        glyphs, number, before = content.glyphs, len(content.boxes), self._seen.get(place)
        if not on_page or len(self._order) > _MOST_GLYPHS:
            return
        if before is not None and not self._sight.is_covered(before, content.boxes[before]):
            return  # drawn again to look bold
        self._seen[place] = number
        glyphs.chars.append(char)
        for column, edge in ((glyphs.left, left), (glyphs.top, top), (glyphs.right, right), (glyphs.bottom, bottom)):
            column.append(edge)
        content.boxes.append((left, top, right, bottom))
        turn = math.atan2(matrix[1], matrix[0]) / (math.pi / 2) % 4
        near = round(turn)
        if abs(turn - near) > 0.05:
            content.askew.append(number)
        elif near % 4:
            content.upright.append(number)
        else:
            self._order.append(number)
        content.count += char > " "

    # -- lines ----------------------------------------------------------------------------------------------------

    def _path(self, item: Any, matrix: Matrix, manner: str | None) -> None:
        data = child(item, "AbbreviatedData")
        fills, strokes = item.get("Fill") == "true", item.get("Stroke") != "false"
        for points, straight in outlines(data.text if data is not None else None):
            shown = [at(matrix, x, y) for x, y in points]
            if fills and straight:
                self._sight.add_fill(
                    len(self._content.boxes), shown, ink_of(self._file, item, "FillColor", manner, None)
                )
            if fills and not strokes:
                self._thin(shown)
            elif straight and strokes:
                for start, end in pairwise(shown):
                    self._thin([start, end])

    def _thin(self, points: list[tuple[float, float]]) -> None:
        left, right = min(x for x, _ in points), max(x for x, _ in points)
        top, bottom = min(y for _, y in points), max(y for _, y in points)
        if min(right - left, bottom - top) > _THIN:
            return
        if right - left >= bottom - top:
            self._across.append(Rule((top + bottom) / 2, left, right))
        if bottom - top >= right - left:
            self._down.append(Rule((left + right) / 2, top, bottom))
