"""What a page of a PDF shows: characters with their boxes, the tables that are drawn, and which of them holds which characters."""

from __future__ import annotations

import ctypes
import unicodedata
from array import array
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import TYPE_CHECKING, Any

from reviewer.sources import pdf_stamps
from reviewer.sources.invisible import has_invisible, without_invisible
from reviewer.sources.pdf_across import tables_across
from reviewer.sources.pdf_doubts import Doubts
from reviewer.sources.pdf_drawn import Drawn, Placing
from reviewer.sources.pdf_filled import Filled
from reviewer.sources.pdf_framed import tables_bare, tables_framed
from reviewer.sources.pdf_lines import Box, Boxes, Glyphs, Place, Run, runs_by_place
from reviewer.sources.pdf_mended import missing_borders
from reviewer.sources.pdf_raised import mark_raised
from reviewer.sources.pdf_rules import Rule, Ruled, by_size, ruled_tables
from reviewer.sources.pdf_shades import FEW_SHADES, tables_of_shades
from reviewer.sources.pdf_struck import take_noted, take_struck
from reviewer.sources.pdfium import Document, address_of, fast, raw
from reviewer.sources.radicals import table as radicals

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LARGE = 0.4
"""The share of a page from which on a picture may be the page itself."""
FEW = 30
"""Characters: scanning programs print their name, and numbers of pages, on pictures."""
MAX_GLYPHS = 150_000
"""Characters of one page that are read; a printed page has a few thousand."""


@dataclass(slots=True)
class PageContent:
    """A page as read; width, height and boxes are those of the page as shown, in points from the upper left corner.

    Glyphs and tables stand as on a page that is turned so that its text is upright. `boxes` has one for each glyph.
    """

    width: float
    height: float
    glyphs: Glyphs = field(default_factory=Glyphs)
    boxes: Boxes = field(default_factory=Boxes)
    certainty: bytearray = field(default_factory=bytearray)
    """For each glyph how sure recognition is of it, 0 to 255; empty where the page itself says what it is."""
    runs: dict[Place, list[Run]] = field(default_factory=dict)
    askew: list[int] = field(default_factory=list)
    """Glyphs that stand aslant: watermarks, stamps."""
    upright: list[int] = field(default_factory=list)
    """Glyphs that stand at a right angle to the others, such as a label along the side of a table."""
    tables: list[Ruled] = field(default_factory=list)
    """The tables that are drawn, the smaller first."""
    pictured: float = 0.0
    """The share of the page that its largest picture takes."""
    count: int = 0
    """The characters that are no blanks."""
    struck: list[str] = field(default_factory=list)
    """Texts that are struck out, and left out for that."""
    is_recognised: bool = False
    """Whether its text is what another program recognised on the picture of the page."""
    filled: int = 0
    """Texts that are filled into a form without a drawing of them."""
    pictures: int = 0
    """The pictures of some size that hold no text of the page."""
    is_cut: bool = False
    """Whether the page has more characters than were read."""
    unknown: int = 0
    """Characters of which the PDF does not say what they are."""
    is_guessed: bool = False
    """Whether the rows of a table without rules are a guess; known when the page is laid out."""
    turn: int = 0
    """The quarter turns that the text makes on the page as shown."""
    order: list[int] = field(default_factory=list)
    """The glyphs that are printed upright, in the order of the PDF."""
    across: list[Rule] = field(default_factory=list)
    """The lines that are drawn from left to right, and `down` those from top to bottom."""
    down: list[Rule] = field(default_factory=list)
    doubts: Doubts = field(default_factory=Doubts)
    """What is not sure of the rows of tables that are not fully drawn."""
    strikes: list[Box] = field(default_factory=list)
    """The boxes of words that a note strikes out."""
    shades: list[Box] = field(default_factory=list)
    """The boxes that are filled with a colour."""

    def last_columns(self) -> Sequence[float]:
        """The borders of the columns of the lowest table."""
        return max(self.tables, key=lambda table: table.ys[-1]).xs if self.tables else ()

    @property
    def is_picture(self) -> bool:
        """Whether the page is a picture of a page, with nothing but a mark of the program that scanned it as text."""
        return self.pictured > LARGE and self.count <= FEW


def read_content(document: Document, number: int, before: Sequence[float] = ()) -> PageContent:
    """What a page shows. The caller holds LOCK. A page that cannot be loaded is empty. `before` are the borders of the columns of the
    last table on the page before.
    """
    pdfium = raw()
    width, height = document.size(number)
    content = PageContent(width, height)
    page = document.load(number)
    if not page:
        return content
    text = None
    try:
        place = Placing(pdfium, page, width, height)
        drawn = Drawn(pdfium, place)
        drawn.read_page(page)
        content.pictured = drawn.pictured
        drawn.seen.judge(pdfium, page, (width, height), drawn.bounds, document.has_layers)
        layer: frozenset[int] = frozenset()
        if drawn.pictured <= LARGE:
            drawn.seen.hide_invisible()
        else:  # it may be what recognition read from a scan
            layer = frozenset(drawn.seen.without_ink())
        text = pdfium.FPDFText_LoadPage(page)
        order = _read_glyphs(pdfium, text, place, content, drawn) if text else []
        if layer and text:
            _doubt(content, layer, _owners(text, len(content.glyphs.chars)))
        made = document.filled(number)
        for filled in made.filled:
            content.filled += not filled.is_sign
            order = _fill_in(filled, place, content, order)
        mark_raised(content.glyphs, order)
        content.pictures = _bare_pictures(drawn.pictures, content)
        content.across, content.down = drawn.rules()
        content.shades = [place.read(*box) for box in drawn.seen.shades()]
        content.strikes = [_read_box(box, place) for box in made.strikes]
        if made.frames:
            _leave_out_frames([_read_box(box, place) for box in made.frames], content)
        content.order, content.turn = order, place.turn
        find_places(content, before)
        if content.tables and not drawn.has_forms and None in content.runs:
            _leave_out_unshown(pdfium, text, place, content)
    finally:
        if text:
            pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)
    return content


_OF_OTHERS = 242, 224
"""Of 255: how sure one may be of what another program recognised on a scan and does not say how sure it was of; of a Chinese
character, and of a figure, a letter or a sign, which are taken for each other (8 and B, 0 and O, ≥ and 之)."""


def _doubt(content: PageContent, layer: frozenset[int], owners: Sequence[int]) -> None:
    """Keep how sure one may be of characters that are drawn without ink over the picture of a page."""
    recognised = [owner in layer for owner in owners]
    if sum(recognised) <= FEW:
        return
    content.is_recognised = True
    content.certainty = bytearray(
        255 if not is_of_layer else _OF_OTHERS[not "\u3400" <= char[:1] <= "\u9fff" and char not in _PLAIN_SIGNS]
        for char, is_of_layer in zip(content.glyphs.chars, recognised, strict=True)
    )


_PLAIN_SIGNS = frozenset("，。、；：（）“”《》！？")


def find_places(content: PageContent, before: Sequence[float] = ()) -> None:
    """Put the glyphs of a page into the cells that its lines draw."""
    content.tables = ruled_tables(content.across, content.down)
    content.runs = runs_by_place(content.order, content.glyphs, content.tables)
    across, down = missing_borders(content.tables, content.runs)
    if across or down:
        content.tables = ruled_tables([*content.across, *across], [*content.down, *down])
        content.runs = runs_by_place(content.order, content.glyphs, content.tables)
    completed = tables_across(
        content.across, content.down, content.tables, content.runs.get(None, []), before, content.doubts
    )
    if len(content.shades) >= FEW_SHADES and not completed:
        completed = tables_of_shades(content.shades, content.tables)
    completed += tables_framed(
        content.across, content.down, [*content.tables, *completed], content.runs.get(None, []), before, content.doubts
    )
    if not content.tables and not completed and None in content.runs:
        completed = tables_bare(content.glyphs, content.runs[None], before, content.doubts)
    if completed:
        content.tables = by_size([*content.tables, *completed])
        content.runs = runs_by_place(content.order, content.glyphs, content.tables)
    content.struck = take_struck(content.runs, content.glyphs, content.across, content.tables)
    content.struck += take_noted(content.runs, content.glyphs, content.strikes)


# -- characters ---------------------------------------------------------------------------------------------------

_AS_PRINTED: dict[int, str] = {}


def _as_printed(text: str) -> str:
    """U+0002 is PDFium's sign for a hyphen at the end of a line; radicals look the same as the characters meant."""
    if not _AS_PRINTED:
        plain = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xF900, 0xFADA)}
        _AS_PRINTED.update({code: char for code, char in plain.items() if len(char) == 1} | radicals())
        _AS_PRINTED.update({0x02: "-", 0xFFFE: "-", 0xA0: " "})
    return text.translate(_AS_PRINTED)


def _characters(pdfium: Any, text: Any, count: int) -> list[str]:
    """One string a character; of one outside the basic plane the first half has the whole and the second nothing."""
    ask = fast("FPDFText_GetText", ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_int, ctypes.c_void_p)
    buffer = bytearray(4 * count + 4)
    units = ask(address_of(text), 0, count, ctypes.addressof(ctypes.c_char.from_buffer(buffer)))
    whole = buffer[: 2 * max(0, units - 1)].decode("utf-16-le", "replace")
    if len(whole) == count:
        chars = list(_as_printed(whole))
        return chars if not has_invisible(whole) else [without_invisible(char) for char in chars]
    codes = [pdfium.FPDFText_GetUnicode(text, index) for index in range(count)]
    chars = []
    for index, code in enumerate(codes):
        if 0xDC00 <= code < 0xE000:
            chars.append("")
        elif 0xD800 <= code < 0xDC00:
            low = codes[index + 1] if index + 1 < count else 0
            chars.append(chr(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)) if low >> 10 == 0x37 else "\ufffd")
        else:
            chars.append(without_invisible(_as_printed(chr(code))) if code < 0x110000 else "\ufffd")
    return chars


def _codes(chars: list[str]) -> NDArray[np.uint32]:
    """The number of each character, 0 for those that are none."""
    import numpy as np

    whole = "".join(chars)
    if len(whole) != len(chars):
        whole = "".join([char or "\0" for char in chars])
    return np.frombuffer(whole.encode("utf-32-le", "surrogatepass"), np.uint32)


def _loose_boxes(text: Any, count: int) -> NDArray[np.float64]:
    """Left, top, right, bottom of every character in the page's own coordinates, as high as the line: four rows."""
    import numpy as np

    boxes = np.zeros((count, 4), np.float32)
    ask = fast("FPDFText_GetLooseCharBox", ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
    address = boxes.ctypes.data
    deque(map(ask, repeat(address_of(text)), range(count), range(address, address + 16 * count, 16)), 0)
    return boxes.T.astype(np.float64)


def _read_glyphs(pdfium: Any, text: Any, place: Placing, content: PageContent, drawn: Drawn) -> list[int]:
    """Fill in the page's glyphs and boxes; the numbers of those that are printed, in the order of the PDF."""
    import numpy as np

    across, hidden = drawn.seen.watermarks, drawn.seen.hidden
    count = max(0, pdfium.FPDFText_CountChars(text))
    content.is_cut = count > MAX_GLYPHS
    count = min(count, MAX_GLYPHS)
    chars = _characters(pdfium, text, count)
    codes = _codes(chars)
    boxes = place.all_boxes(_loose_boxes(text, count))
    angles = np.array(_angles(pdfium, text, chars, place)) if drawn.has_turned_text else None
    content.boxes = Boxes(array("d", boxes.T.tobytes()))
    content.glyphs = Glyphs(chars, *(array("d", edges.tobytes()) for edges in place.read(*boxes)))
    _as_high_as_others(content.glyphs, np.flatnonzero((codes == _FLAT_CODES[0]) | (codes == _FLAT_CODES[1])).tolist())
    content.unknown = int(np.count_nonzero(codes == 0xFFFD)) + chars.count("\0")
    left, top, right, bottom = boxes
    # blanks and line ends that PDFium adds have no room of their own
    inked = (codes > 32) & (right - left + bottom - top >= _SPECK)
    kept = inked | ((codes == 32) & (left < right) & (top < bottom))
    kept &= (left + right >= -1) & (left + right <= 2 * place.width + 1)
    kept &= (top + bottom >= -1) & (top + bottom <= 2 * place.height + 1)
    aslant = np.zeros(count, bool)
    if across or hidden:
        owners = _owners(text, count)
        aslant = np.array([owner in across for owner in owners], bool)
        kept &= ~((codes > 32) & np.array([owner in hidden for owner in owners], bool))
    content.count = int(np.count_nonzero(kept & (codes > 32)))
    along = kept & ~aslant
    if angles is not None:
        on_stamps = pdf_stamps.on_stamps(
            chars, boxes, angles, kept & (codes > 32), lambda at: _colour(pdfium, text, at)
        )
        along[on_stamps] = False
        upright = along & (np.abs(angles - place.turn) > 0.05) & (angles == np.trunc(angles))
        content.upright = np.flatnonzero(upright).tolist()
        along &= np.abs(angles - place.turn) <= 0.05
        kept &= ~upright
    content.askew = np.flatnonzero(kept & ~along).tolist()
    return np.flatnonzero(along).tolist()


def _colour(pdfium: Any, text: Any, index: int) -> tuple[int, int, int]:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    pdfium.FPDFText_GetFillColor(text, index, *map(ctypes.byref, (red, green, blue, alpha)))
    return red.value, green.value, blue.value


_SPECK = 1.6
"""Points, width and height together: nobody can read a smaller character."""


def _fill_in(filled: Filled, place: Placing, content: PageContent, order: list[int]) -> list[int]:
    """Put a text that no drawing shows among the glyphs, in place of what PDFium drew of it; gives the new order."""
    within = _read_box(filled.box, place)
    glyphs, chars = content.glyphs, frozenset(filled.text)

    def is_its_own(index: int) -> bool:
        x, y = (glyphs.left[index] + glyphs.right[index]) / 2, (glyphs.top[index] + glyphs.bottom[index]) / 2
        return (
            (filled.is_sign or filled.covers or glyphs.chars[index] in chars)
            and within[0] <= x <= within[2]
            and within[1] <= y <= within[3]
        )

    kept = [index for index in order if not is_its_own(index)]
    made = filled.glyphs()
    content.count += sum(char > " " for char, _ in made) - (len(order) - len(kept))
    for char, (x0, y0, x1, y1) in made:
        shown = place.boxes((x0,), (y1,), (x1,), (y0,))[0]
        kept.append(len(content.boxes))
        content.certainty += b"\xff" * bool(content.certainty)
        content.boxes.append(shown)
        glyphs.chars.append(_as_printed(char))
        for column, edge in zip(
            (glyphs.left, glyphs.top, glyphs.right, glyphs.bottom), place.read(*shown), strict=True
        ):
            column.append(edge)
    return kept


def _read_box(box: Box, place: Placing) -> Box:
    """A box of the page's own coordinates (left, bottom, right, top) on the page as it is read."""
    left, bottom, right, top = box
    return place.read(*place.boxes((left,), (top,), (right,), (bottom,))[0])


_ABOUT = 1.5
"""Points around a field within which its own border is drawn."""
_FEW_RULES = 4
_INSET = 8.0
"""Points: so near above and below it the lines of the cell run in which a field stands."""
_BOX = 20.0
"""Points: no field to write in is as small in both directions, but a box to tick is."""


def _leave_out_frames(frames: list[Box], content: PageContent) -> None:
    """Leave out the borders of fields that stand within a cell, which they would part; a field that fills its cell shares its lines."""

    def is_within(frames: list[Box], left: float, top: float, right: float, bottom: float) -> bool:
        return any(
            a - _ABOUT <= left and b - _ABOUT <= top and right <= c + _ABOUT and bottom <= d + _ABOUT
            for a, b, c, d in frames
        )

    def has_lines_around(frame: Box) -> bool:
        left, top, right, bottom = frame
        near = [rule.at for rule in content.across if rule.start < right and rule.end > left]
        return any(_ABOUT < top - at <= _INSET for at in near) and any(_ABOUT < at - bottom <= _INSET for at in near)

    inset = [f for f in frames if has_lines_around(f) or max(f[2] - f[0], f[3] - f[1]) <= _BOX]
    across = [rule for rule in content.across if not is_within(inset, rule.start, rule.at, rule.end, rule.at)]
    down = [rule for rule in content.down if not is_within(inset, rule.at, rule.start, rule.at, rule.end)]
    if len(across) + len(down) >= _FEW_RULES:
        content.across, content.down = across, down


_PICTURE = 0.04
"""The share of a page from which on a picture may hold a table; stamps, signatures and marks are smaller."""


def _bare_pictures(pictures: list[Box], content: PageContent) -> int:
    """How many of the pictures may hold text that the page has not as text: large ones, without any of its glyphs on them."""
    found = 0
    area = content.width * content.height
    for left, top, right, bottom in pictures:
        if (right - left) * (bottom - top) < _PICTURE * area:
            continue
        x, y = content.boxes.middles()
        on_it = (left < x) & (x < right) & (top < y) & (y < bottom)
        found += int(on_it.sum()) < 3
    return found


_FLAT = 0.75
"""Of a character's width: what is lower is a box around the ink and not as high as the line."""


def _as_high_as_others(glyphs: Glyphs, numbers: list[int]) -> None:
    """Give 一 and 二, which stand at these numbers, the height of a character: a font without heights leaves them that of their ink."""
    for number in numbers:
        width = glyphs.right[number] - glyphs.left[number]
        middle = (glyphs.top[number] + glyphs.bottom[number]) / 2
        if glyphs.bottom[number] - glyphs.top[number] < _FLAT * width:
            glyphs.top[number], glyphs.bottom[number] = middle - width / 2, middle + width / 2


_FLAT_CODES = ord("一"), ord("二")


def _owners(text: Any, count: int) -> list[int]:
    """The address of the object that each character belongs to."""
    ask = fast("FPDFText_GetTextObject", ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
    page = address_of(text)
    return [ask(page, index) or 0 for index in range(count)]


def _angles(pdfium: Any, text: Any, chars: list[str], place: Placing) -> list[float]:
    """The direction of every character in quarter turns; sets the page's turn to the commonest."""
    found = []
    for index, char in enumerate(chars):  # PDFium counts its angles clockwise
        angle = place.quarter(-pdfium.FPDFText_GetCharAngle(text, index)) if char > " " else -1.0
        near = round(angle)
        found.append(near % 4 if angle >= 0 and abs(angle - near) < 0.05 else angle)
    sure = [angle for angle in found if angle >= 0 and angle == int(angle)]
    place.turn = int(max(range(4), key=lambda turn: (sure.count(turn), -turn))) if sure else 0
    return [place.turn if angle < 0 else angle for angle in found]


# -- text that cannot be seen ------------------------------------------------------------------------------------------


def _leave_out_unshown(pdfium: Any, text: Any, place: Placing, content: PageContent) -> None:
    """Leave out the runs beside the tables that lie outside of the part of the page in which they show.

    A sheet that is printed writes the text of a merged cell on each page that the cell reaches, also where none of it shows.
    """
    runs, glyphs = content.runs[None], content.glyphs
    kept: list[Run] = []
    window: Box | None = None
    last = None
    for run in runs:
        first = next(index for index in run.glyphs if index >= 0)
        item = pdfium.FPDFText_GetTextObject(text, first)
        address = address_of(item)
        if address != last:
            last, window = address, _window(pdfium, item, place) if item else None
        x, y = (glyphs.left[first] + glyphs.right[first]) / 2, run.middle
        if window is None or (window[0] <= x <= window[2] and window[1] <= y <= window[3]):
            kept.append(run)
    if len(kept) < len(runs):
        content.runs[None] = kept
        gone = {number for run in runs for number in run.glyphs}.difference(n for run in kept for n in run.glyphs)
        content.order = [number for number in content.order if number not in gone]


def _window(pdfium: Any, item: Any, place: Placing) -> Box | None:
    """The part of the page as read in which an object shows; None where it is not limited."""
    clip = pdfium.FPDFPageObj_GetClipPath(item)
    box: Box | None = None
    x, y = ctypes.c_float(), ctypes.c_float()
    for path in range(max(0, pdfium.FPDFClipPath_CountPaths(clip))):
        points = []
        for index in range(min(100, pdfium.FPDFClipPath_CountPathSegments(clip, path))):
            piece = pdfium.FPDFClipPath_GetPathSegment(clip, path, index)
            pdfium.FPDFPathSegment_GetPoint(piece, ctypes.byref(x), ctypes.byref(y))
            points.append((x.value, y.value))
        if points:
            xs, ys = [a for a, _ in points], [b for _, b in points]
            found = place.read(*place.boxes([min(xs)], [max(ys)], [max(xs)], [min(ys)])[0])
            box = found if box is None else (
                max(box[0], found[0]), max(box[1], found[1]), min(box[2], found[2]), min(box[3], found[3])
            )  # fmt: skip
    return box
