"""What is filled into a PDF's form or written upon its page without a drawing of it, and what of that nobody is shown.

PDFium draws such a field in a Latin font, which has no ≥ and no Chinese; a viewer on a desk shows what was typed. So the text is
taken from the field itself.
"""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

Box = tuple[float, float, float, float]

_NORMAL, _MOST_NOTES, _MOST_TEXT = 0, 5000, 20_000
_FREE_TEXT, _SQUARE, _STRIKE_OUT, _WIDGET = 3, 5, 12, 20
_HIDDEN, _NO_VIEW = 2, 32
_CHECK_BOX, _RADIO, _COMBO, _LIST, _TEXT = 2, 3, 4, 5, 6
_GROUND = 0
"""Of the colours of a note: the one that PDFium calls its own, of a free text that of its ground."""
_FILLS = re.compile(r"(?:^|\s)(?:f\*?|F|[bB]\*?)(?=\s|$)")
_SEVERAL_LINES = 1 << 12
"""Of a text field's flags."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A text that no drawing shows: its box (left, bottom, right, top of the page's own coordinates), its size, 0 for what fits."""

    text: str
    box: Box
    size: float
    from_top: bool
    """Whether its lines begin at the top of the box; otherwise it is one line in the middle."""
    is_sign: bool = False
    """Whether it stands for all that is drawn in its box: a tick, a dot."""
    covers: bool = False
    """Whether its box has a ground of its own, under which nothing is seen."""

    def glyphs(self) -> list[tuple[str, Box]]:
        """Each character with its box in the page's own coordinates."""
        left, bottom, right, top = self.box
        if self.is_sign:
            return [(self.text, self.box)]
        lines = self.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        size = self.size if 2 <= self.size <= 200 else min(12.0, max(4.0, (top - bottom) * 0.75))
        found: list[tuple[str, Box]] = []
        y = top - 2 if self.from_top or len(lines) > 1 else (top + bottom + size) / 2
        for line in lines:
            x = left + 2
            for char in line:
                wide = size * (1.0 if char >= "\u2e80" else 0.55)
                if self.from_top and x + wide > right and x > left + 2:
                    x, y = left + 2, y - 1.2 * size
                if char > " ":
                    found.append((char, (x, y - size, x + wide, y)))
                x += wide
            y -= 1.2 * size
        return found


@dataclass(slots=True)
class Prepared:
    """What is filled into a page: whether the page was changed, the texts that lack a drawing, the boxes of all that is drawn."""

    changed: bool = False
    filled: list[Filled] = field(default_factory=list)
    frames: list[Box] = field(default_factory=list)
    strikes: list[Box] = field(default_factory=list)
    """The boxes of words that a note strikes out."""


def prepare(pdfium: ModuleType, document: Any, page: Any) -> Prepared:
    """Draw what is filled in into a page, without what is hidden. A page that was changed has to be loaded again afterwards."""
    found = Prepared()
    drawn, bare, gone = _looked_at(pdfium, page, found.strikes)
    for number in reversed(gone):
        pdfium.FPDFPage_RemoveAnnot(page, number)
        bare = {other - (other > number): covers for other, covers in bare.items()}
        drawn = [other - (other > number) for other in drawn]
    found.changed = bool(gone or drawn)
    if not drawn:
        return found
    kept = pdfium.FPDF_FORMFILLINFO(version=2)  # PDFium keeps its address
    form = pdfium.FPDFDOC_InitFormFillEnvironment(document, ctypes.byref(kept))
    pdfium.FORM_OnAfterLoadPage(page, form)
    for number in drawn:
        note = pdfium.FPDFPage_GetAnnot(page, number)
        filled = _filled(pdfium, form, note, number not in bare, bare.get(number, False))
        if filled is not None:
            found.filled.append(filled)
        box = _box(pdfium, note)
        if box is not None and pdfium.FPDFAnnot_GetSubtype(note) != _SQUARE:
            found.frames.append(box)
        pdfium.FPDFPage_CloseAnnot(note)
    pdfium.FPDFPage_Flatten(page, _NORMAL)
    pdfium.FORM_OnBeforeClosePage(page, form)
    pdfium.FPDFDOC_ExitFormFillEnvironment(form)
    return found


def _looked_at(pdfium: ModuleType, page: Any, strikes: list[Box]) -> tuple[list[int], dict[int, bool], list[int]]:
    """The numbers of a page's fields, free texts and filled squares that are shown, of those without a drawing (with whether they
    stand on a colour of their own), and of those that are not shown. What notes strike out goes into `strikes`.
    """
    drawn, bare, gone = list[int](), dict[int, bool](), list[int]()
    for number in range(min(_MOST_NOTES, pdfium.FPDFPage_GetAnnotCount(page))):
        note = pdfium.FPDFPage_GetAnnot(page, number)
        kind = pdfium.FPDFAnnot_GetSubtype(note)
        is_hidden = bool(pdfium.FPDFAnnot_GetFlags(note) & (_HIDDEN | _NO_VIEW))
        if kind == _STRIKE_OUT and not is_hidden:
            strikes += _words(pdfium, note)
        elif kind == _SQUARE and not is_hidden and _FILLS.search(_look(pdfium, note)):
            drawn.append(number)
        elif kind in (_FREE_TEXT, _WIDGET):
            layered = pdfium.FPDFAnnot_HasKey(note, b"OC")
            if is_hidden or (layered and not _is_drawn(pdfium, page, note)):
                gone.append(number)
            else:
                drawn.append(number)
                look = _look(pdfium, note)
                if not look or not any(sign in look for sign in ("Tj", "TJ", "Do", " re", " l", " c", "'", '"')):
                    bare[number] = kind == _FREE_TEXT and _has_ground(pdfium, note)
        pdfium.FPDFPage_CloseAnnot(note)
    return drawn, bare, gone


def _look(pdfium: ModuleType, note: Any) -> str:
    """The drawing of a note, as the PDF writes it."""
    return _string(lambda to, size: pdfium.FPDFAnnot_GetAP(note, _NORMAL, to, size))


def _words(pdfium: ModuleType, note: Any) -> list[Box]:
    """The boxes that a note marks: one a line, mostly."""
    found: list[Box] = []
    points = pdfium.FS_QUADPOINTSF()
    for number in range(min(_MOST_NOTES, pdfium.FPDFAnnot_CountAttachmentPoints(note))):
        if pdfium.FPDFAnnot_GetAttachmentPoints(note, number, ctypes.byref(points)):
            xs, ys = (points.x1, points.x2, points.x3, points.x4), (points.y1, points.y2, points.y3, points.y4)
            found.append((min(xs), min(ys), max(xs), max(ys)))
    return found


def _has_ground(pdfium: ModuleType, note: Any) -> bool:
    """Whether a text that has no drawing stands on a colour of its own; PDFium gives none as black."""
    parts = [ctypes.c_uint() for _ in range(4)]
    is_told = pdfium.FPDFAnnot_HasKey(note, b"C") and pdfium.FPDFAnnot_GetColor(
        note, _GROUND, *map(ctypes.byref, parts)
    )
    return bool(is_told) and any(part.value for part in parts[:3])


def _filled(pdfium: ModuleType, form: Any, note: Any, is_drawn: bool, covers: bool) -> Filled | None:
    """What a field or a free text says that its drawing does not; of boxes to tick what they are, drawn or not."""
    kind = pdfium.FPDFAnnot_GetFormFieldType(form, note)
    box = _box(pdfium, note)
    if kind in (_CHECK_BOX, _RADIO) and box is not None:
        checked = bool(pdfium.FPDFAnnot_IsChecked(form, note))
        return Filled(("◉" if checked else "○") if kind == _RADIO else "☑" if checked else "☐", box, 0.0, False, True)
    if is_drawn or box is None:
        return None
    several = False
    if pdfium.FPDFAnnot_GetSubtype(note) == _FREE_TEXT:
        text, several = _string(lambda to, size: pdfium.FPDFAnnot_GetStringValue(note, b"Contents", to, size)), True
    elif kind in (_COMBO, _LIST):
        text = _chosen(pdfium, form, note) or _value(pdfium, form, note)
    elif kind == _TEXT:
        text = _value(pdfium, form, note)
        several = bool(pdfium.FPDFAnnot_GetFormFieldFlags(form, note) & _SEVERAL_LINES)
    else:
        return None
    if not text.strip():
        return None
    size = ctypes.c_float()
    pdfium.FPDFAnnot_GetFontSize(form, note, ctypes.byref(size))
    return Filled(text[:_MOST_TEXT], box, size.value, several, covers=covers)


def _box(pdfium: ModuleType, note: Any) -> Box | None:
    place = pdfium.FS_RECTF()
    if not pdfium.FPDFAnnot_GetRect(note, ctypes.byref(place)):
        return None
    low, high = sorted((place.bottom, place.top))
    return min(place.left, place.right), low, max(place.left, place.right), high


def _value(pdfium: ModuleType, form: Any, note: Any) -> str:
    return _string(lambda to, size: pdfium.FPDFAnnot_GetFormFieldValue(form, note, to, size))


def _chosen(pdfium: ModuleType, form: Any, note: Any) -> str:
    """What a list shows of what is chosen in it: not always what it stores."""
    labels = []
    for option in range(min(_MOST_NOTES, max(0, pdfium.FPDFAnnot_GetOptionCount(form, note)))):
        if pdfium.FPDFAnnot_IsOptionSelected(form, note, option):
            labels.append(
                _string(lambda to, size, option=option: pdfium.FPDFAnnot_GetOptionLabel(form, note, option, to, size))
            )
    return "\n".join(labels)


def _string(ask: Any) -> str:
    """A text of PDFium's, which first says how many bytes it needs."""
    size = min(ask(None, 0), 8 * _MOST_TEXT)
    if size <= 2:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    ask(ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return bytes(buffer)[: size - 2].decode("utf-16-le", "replace")


def _is_drawn(pdfium: ModuleType, page: Any, note: Any) -> bool:
    """Whether a note of a layer is seen: tried, for PDFium does not say which layers are on."""
    width, height = max(1, int(pdfium.FPDF_GetPageWidthF(page))), max(1, int(pdfium.FPDF_GetPageHeightF(page)))
    if width * height > 12_000_000:
        return True
    flags, shown = pdfium.FPDFAnnot_GetFlags(note), []
    for hidden in (0, _HIDDEN):
        pdfium.FPDFAnnot_SetFlags(note, flags | hidden)
        pixels = ctypes.create_string_buffer(width * height)
        bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_Gray, pixels, width)
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, pdfium.FPDF_ANNOT)
        pdfium.FPDFBitmap_Destroy(bitmap)
        shown.append(pixels.raw)
    pdfium.FPDFAnnot_SetFlags(note, flags)
    return shown[0] != shown[1]
