"""The pictures of a scan's pages: from a PDF of pictures, or from picture files."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

import cv2
import numpy as np

from reviewer.sources.pdfium import LOCK, DamagedError, Document, LockedError, draw, raw
from reviewer.sources.scan_engine import Grey

DENSITY = 200
"""Dots an inch at which pages of a PDF are drawn for reading: more gives recognition nothing."""
LONGEST = 4000
"""Pixels along the longer side; larger pictures are made smaller."""
SHORTEST = 1200
"""Pixels along the longer side of pictures that are made larger, so that their lines and borders can be told apart."""
MAX_PIXELS = 150_000_000
"""A picture with more is not read: an A3 sheet at 600 dots an inch has 70 million."""
_ORIENTATION = 0x0112
_SHOWN = 842.0
"""Points of the longer side of a picture file as it is shown: an A4 sheet's."""


class DamagedPictureError(Exception):
    """A picture that cannot be decoded, or one with too many pixels: then `limit` is given, in millions."""

    def __init__(self, limit: int = 0) -> None:
        super().__init__()
        self.limit = limit


class Pages(Protocol):
    """The pages of a scan. `drawable` are bytes of a PDF to draw them from, None where the given bytes are one."""

    @property
    def count(self) -> int:
        """How many there are."""

    @property
    def drawable(self) -> bytes | None:
        """See above."""

    def size(self, index: int) -> tuple[float, float]:
        """Width and height as shown, in points."""

    def grey(self, index: int) -> Grey:
        """The page in a size that recognition is good at. Raises DamagedPictureError."""


@contextmanager
def open_pages(data: bytes) -> Iterator[Pages]:
    """Open a PDF or a picture file. Raises DamagedPictureError."""
    if data[:1024].find(b"%PDF-") < 0:
        yield _PicturePages(data)
        return
    try:
        document = Document(data)
    except (DamagedError, LockedError) as error:
        raise DamagedPictureError from error
    with document:
        yield _PdfPages(document)


class _PdfPages:
    drawable = None

    def __init__(self, document: Document) -> None:
        self._document = document
        self.count = document.pages

    def size(self, index: int) -> tuple[float, float]:
        return self._document.size(index)

    def grey(self, index: int) -> Grey:
        width, height = self.size(index)
        scale = min(DENSITY / 72, LONGEST / max(width, height))
        across, down = max(1, round(width * scale)), max(1, round(height * scale))
        with LOCK:
            pdfium = raw()
            page = pdfium.FPDF_LoadPage(self._document.handle, index)
            if not page:
                raise DamagedPictureError
            pixels = draw(page, across, down, pdfium.FPDFBitmap_Gray, pdfium.FPDF_GRAYSCALE)
        grey: Grey = np.frombuffer(pixels, dtype=np.uint8).reshape(down, -1)[:, :across].copy()
        return grey


class _PicturePages:
    """Frames are decoded one at a time: hundreds of pages would not fit into memory."""

    def __init__(self, data: bytes) -> None:
        from PIL import Image

        self._data = data
        with _decoding():
            self._image = Image.open(io.BytesIO(data))
            self.count = int(getattr(self._image, "n_frames", 1))
        self._sizes: list[tuple[float, float]] = []
        self.drawable = self._as_pdf()

    def size(self, index: int) -> tuple[float, float]:
        return self._sizes[index]

    def grey(self, index: int) -> Grey:
        grey: Grey = np.asarray(self._frame(index).convert("L"), dtype=np.uint8)
        longer = max(grey.shape)
        scale = LONGEST / longer if longer > LONGEST else 2.0 if longer < SHORTEST else 1.0
        if scale == 1.0:
            return grey
        method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        scaled: Grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=method)
        return scaled

    def _frame(self, index: int) -> Any:
        """One page, upright as its camera noted, on white where it is transparent."""
        from PIL import Image, ImageOps

        with _decoding():
            self._image.seek(index)
            if self._image.width * self._image.height > MAX_PIXELS:
                raise DamagedPictureError(MAX_PIXELS // 1_000_000)
            frame = ImageOps.exif_transpose(self._image)
            if frame.mode.startswith("I"):  # 16 bits of grey
                depth = 65535 if frame.getextrema()[1] > 255 else 255
                return frame.point(lambda value: value * (255 / depth)).convert("L")
            if frame.mode in ("1", "L"):
                return frame.convert("L")
            if "A" in frame.mode or "transparency" in frame.info:
                above = frame.convert("RGBA")
                return Image.alpha_composite(Image.new("RGBA", above.size, "white"), above).convert("RGB")
            return frame.convert("RGB")

    def _as_pdf(self) -> bytes:
        """A PDF of the pages, so that they are drawn as all other pages are, also where no extra is installed."""
        import pypdfium2

        with LOCK:
            document = pypdfium2.PdfDocument.new()
            try:
                for index in range(self.count):
                    frame = self._frame(index)
                    scale = _SHOWN / max(frame.size)
                    width, height = frame.width * scale, frame.height * scale
                    self._sizes.append((width, height))
                    picture = pypdfium2.PdfImage.new(document)
                    picture.load_jpeg(io.BytesIO(self._as_jpeg(frame)), inline=True)
                    picture.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
                    page = document.new_page(width, height)
                    page.insert_obj(picture)
                    page.gen_content()
                    page.close()
                written = io.BytesIO()
                document.save(written)
            finally:
                document.close()
        return written.getvalue()

    def _as_jpeg(self, frame: Any) -> bytes:
        if self._image.format == "JPEG" and self._image.size == frame.size and self._image.mode == frame.mode:
            turned = self._image.getexif().get(_ORIENTATION, 1) != 1
            if not turned and self._data[:2] == b"\xff\xd8":
                return self._data
        shown = frame.copy()
        shown.thumbnail((LONGEST, LONGEST))
        written = io.BytesIO()
        shown.save(written, "JPEG", quality=85)
        return written.getvalue()


@contextmanager
def _decoding() -> Iterator[None]:
    """Whatever a decoder says of a damaged picture becomes DamagedPictureError."""
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of large pictures and odd tags
            yield
    except Image.DecompressionBombError as error:
        raise DamagedPictureError(MAX_PIXELS // 1_000_000) from error
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        TypeError,
        SyntaxError,
        EOFError,
        KeyError,
        struct.error,
        zlib.error,
        MemoryError,
    ) as error:
        raise DamagedPictureError from error
