"""Pages of a source as bitmaps, for the view that shows them. May be called from any thread; knows nothing of Qt."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.sources.pdfium import LOCK, DamagedError, Document, LockedError, draw, raw

MAX_PIXELS = 40_000_000
"""A bitmap with more than this (160 MB) is drawn smaller: no screen shows it, and it could exhaust the machine."""


@dataclass(frozen=True, slots=True)
class Bitmap:
    """A picture of a page: 32 bits a pixel in the order blue, green, red, unused; `stride` bytes a line, top line first.

    Its size in pixels is what was drawn, which for enormous pages is less than was asked for.
    """

    width: int
    height: int
    stride: int
    data: bytes


class _Opened:
    """The document that was drawn last, kept open: views draw one page after the other of the same bytes."""

    def __init__(self) -> None:
        self.data = b""
        self.document: Document | None = None

    def get(self, data: bytes) -> Document | None:
        if self.document is None or self.data is not data:
            self.forget()
            try:
                self.document, self.data = Document(data), data
            except (DamagedError, LockedError):
                return None
        return self.document

    def forget(self) -> None:
        if self.document is not None:
            self.document.close()
        self.document, self.data = None, b""


_opened = _Opened()


def forget() -> None:
    """Close the document that is kept open between drawings (its source was closed)."""
    with LOCK:
        _opened.forget()


def draw_page(data: bytes, page: int, scale: float) -> Bitmap:
    """Draw a page (counted from 0) of `Source.data` with `scale` pixels a point; a page that cannot be drawn is white."""
    with LOCK:
        document = _opened.get(data)
        if document is None or not 0 <= page < document.pages:
            return _white(595, 842, scale)
        return _draw(document, page, scale)


def _pixels(width: float, height: float, scale: float) -> tuple[int, int]:
    scale = min(scale, (MAX_PIXELS / (width * height)) ** 0.5)
    return max(1, round(width * scale)), max(1, round(height * scale))


def _white(width: float, height: float, scale: float) -> Bitmap:
    across, down = _pixels(width, height, scale)
    return Bitmap(across, down, 4 * across, b"\xff" * (4 * across * down))


def _draw(document: Document, page: int, scale: float) -> Bitmap:
    pdfium = raw()
    width, height = document.size(page)
    across, down = _pixels(width, height, scale)
    loaded = document.load(page)
    if not loaded:
        return _white(width, height, scale)
    pixels = draw(loaded, across, down, pdfium.FPDFBitmap_BGRx, pdfium.FPDF_ANNOT)
    return Bitmap(across, down, 4 * across, pixels)
