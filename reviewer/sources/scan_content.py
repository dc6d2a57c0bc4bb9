"""One scanned page to what stands on it: characters with their boxes and certainty, and drawn tables."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from reviewer.sources.pdf_lines import Run
from reviewer.sources.pdf_page import PageContent
from reviewer.sources.scan_cells import find_tables, ink_of
from reviewer.sources.scan_engine import Grey
from reviewer.sources.scan_lines import Said, em_of, pieces_of, read_piece, without_lines
from reviewer.sources.scan_lookalikes import judged
from reviewer.sources.scan_straight import Straight, straighten

_READ_AS = 1191.0
"""Points: pages with a longer side than an A3 sheet's (a scan whose size was not stated) are read as if they were A3."""


def read_scanned(grey: Grey, width: float, height: float, progress: Callable[[float], None]) -> PageContent:
    """Read the picture of a page that is shown `width` by `height` points; `progress` (0 to 1) may raise to stop."""
    progress(0.0)
    straight = straighten(grey)
    progress(0.1)
    unit = max(straight.grey.shape) / min(max(width, height), _READ_AS)
    em = em_of(straight.quads)
    ink = ink_of(straight.grey)
    tables, mask = find_tables(straight.grey, ink, straight.quads, em, unit)
    clean = without_lines(straight.grey, mask)
    ink[cv2.dilate(mask, np.ones((3, 3), np.uint8)) > 0] = 0
    pieces = pieces_of(straight.quads, tables, ink, em)
    content = PageContent(width, height, tables=[table.ruled for table in tables])
    writer = _Writer(content, straight, unit, width / grey.shape[1])
    for number, piece in enumerate(pieces):
        writer.add(read_piece(clean, piece))
        progress(0.1 + 0.9 * (number + 1) / len(pieces))
    return content


class _Writer:
    """Gives a page its characters: their boxes on the page as shown, and their places on the page set straight."""

    def __init__(self, content: PageContent, straight: Straight, unit: float, shown: float) -> None:
        """`unit` is pixels a point of the straight page, `shown` points a pixel of the page as shown."""
        self._content = content
        self._straight = straight
        self._unit = unit
        self._shown = shown

    def add(self, said: Said) -> None:
        """A piece of text that was read."""
        if not said.text:
            return
        content, area, unit = self._content, said.piece.area, self._unit
        glyphs = content.glyphs
        read = judged(said.text, said.certainty)
        run = Run(said.edges[0][0] / unit, area.top / unit, said.edges[-1][1] / unit, area.bottom / unit)
        for char, (left, right), certainty in zip(read.text, said.edges, read.certainty, strict=True):
            box = self._straight.box_on_page(left, area.top, right, area.bottom)
            run.glyphs.append(len(content.boxes))
            glyphs.chars.append(char)
            glyphs.left.append(left / unit)
            glyphs.top.append(run.top)
            glyphs.right.append(right / unit)
            glyphs.bottom.append(run.bottom)
            left, top, right, bottom = (edge * self._shown for edge in box)
            content.boxes.append((left, top, right, bottom))
            content.certainty.append(round(255 * min(1.0, max(0.0, certainty))))
        content.runs.setdefault(said.piece.cell, []).append(run)
