"""Pictures of pages for the tests of scans: drawn tables with Latin text, for no Chinese font may be at hand."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
ROWS = [["Item", "Total", "Rate"], ["Training", "2,035.87", "95%"], ["Reading room", "70.40", "100%"]]


def page(rows: Sequence[Sequence[str]] = ROWS, title: str = "Budget of the year 2024", size: int = 34) -> Any:
    """A PIL picture of a page: a title, and a ruled table with a row for each of `rows`."""
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("L", (1654, 1170), 244)
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(size)
    draw.text((500, 120), title, fill=20, font=ImageFont.load_default(52))
    wide, high = 420, 70
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            left, top = 180 + column * wide, 240 + number * high
            draw.rectangle((left, top, left + wide, top + high), outline=40, width=3)
            draw.text((left + 20, top + 14), text, fill=20, font=font)
    return picture


def encoded(picture: Any, kind: str, **options: Any) -> bytes:
    """The bytes of a PIL picture as a file of this kind."""
    written = io.BytesIO()
    picture.save(written, kind, **options)
    return written.getvalue()
