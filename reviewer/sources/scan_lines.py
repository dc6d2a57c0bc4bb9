"""Which text of a scanned page stands in which cell: pieces cut where they cross a border, and ink that nobody found."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from reviewer.sources.scan_cells import Area, Ink, Table
from reviewer.sources.scan_engine import Grey, Quad, recognise
from reviewer.sources.scan_straight import size_of

_EM_OF_BOX = 0.72
"""How high a character is, as a share of the piece of text that was found around it."""
_USUAL_EM = 25.0
"""Pixels; for pages without text."""
_SLIVER = 0.35
"""Ems: a part this narrow beyond a border is not text but the edge of the piece."""
_STACKED = 1.6
"""A piece so many times as high as wide has its characters one beneath the other."""
_LOST_HEIGHT = 0.35
"""Ems: ink that no piece holds and that is lower is dirt, or a dash."""
_LOST_DASH = 0.4
_REMNANT = 1.5
"""Ems: ink that is flat and longer is what is left of a drawn line."""
_ROOM = 0.1
"""Of a piece's height: so much is read on either side of it, for a character at the end is easily cut."""
_SPECK = 3


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text before it is read: where it stands, and in which cell of which table; outside all tables None."""

    area: Area
    cell: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A piece that has been read; the edges of its characters are pixels of the straight page."""

    piece: Piece
    text: str
    edges: tuple[tuple[float, float], ...]
    certainty: tuple[float, ...]


def em_of(quads: Sequence[Quad]) -> float:
    """The height of the page's usual characters in pixels."""
    heights = [size_of(quad)[1] for quad in quads if size_of(quad)[0] > 1.5 * size_of(quad)[1]]
    return _EM_OF_BOX * statistics.median(heights) if heights else _USUAL_EM


def pieces_of(quads: Sequence[Quad], tables: Sequence[Table], ink: Ink, em: float) -> list[Piece]:
    """The pieces of text of a page, each in its cell; `ink` is without the lines of tables."""
    pieces: list[Piece] = []
    for quad in quads:
        pieces += _placed(_upright(quad), tables, ink, em)
    pieces += _lost(pieces, tables, ink, em)
    return pieces


def _upright(quad: Quad) -> Area:
    """The box of a piece that may lean a little: around its middle, as wide and high as it is along its own sides."""
    width, height = size_of(quad)
    x, y = quad.mean(axis=0)
    return Area(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _placed(area: Area, tables: Sequence[Table], ink: Ink, em: float) -> list[Piece]:
    for number, table in enumerate(tables):
        whole = table.area
        if not (whole.top <= area.middle < whole.bottom and whole.left < (area.left + area.right) / 2 < whole.right):
            continue
        if area.height > _STACKED * area.width or area.height > 2.2 * em:
            cut = [part for band in _bands(ink, area, em) for part in table.across(band)]
        else:
            cut = list(table.across(area))
        kept = [(cell, part) for cell, part in cut if part.width >= _SLIVER * em and _inked(ink, part)]
        return [Piece(part, (number, cell)) for cell, part in kept]
    return [Piece(area)]


def _inked(ink: Ink, area: Area) -> bool:
    return int(np.count_nonzero(_part(ink, area))) > 2 * _SPECK


def _part(picture: Ink, area: Area) -> Ink:
    top, left = max(0, round(area.top)), max(0, round(area.left))
    return picture[top : max(top, round(area.bottom)), left : max(left, round(area.right))]


def _bands(ink: Ink, area: Area, em: float) -> list[Area]:
    """The lines of a piece that is higher than one line, by the white between them."""
    rows = np.count_nonzero(_part(ink, area), axis=1) > 1
    top = max(0, round(area.top))
    runs: list[list[int]] = []
    for row in np.flatnonzero(rows).tolist():
        if runs and row - runs[-1][1] <= max(1, 0.12 * em):
            runs[-1][1] = row
        else:
            runs.append([row, row])
    joined: list[list[int]] = []
    for start, end in runs:  # the strokes of one character can have white between them
        if joined and end - joined[-1][0] < 1.15 * em:
            joined[-1][1] = end
        else:
            joined.append([start, end])
    margin = 0.15 * em
    return [Area(area.left, top + start - margin, area.right, top + end + 1 + margin) for start, end in joined]


def _lost(pieces: Sequence[Piece], tables: Sequence[Table], ink: Ink, em: float) -> list[Piece]:
    """Ink in cells that no piece holds, as pieces: single figures and dashes are not always found."""
    if not tables:
        return []
    left_over = ink.copy()
    for piece in pieces:
        _part(left_over, piece.area)[:] = 0
    inside = np.zeros_like(left_over)
    for table in tables:
        _part(inside, table.area)[:] = 255
    left_over &= inside
    reach = max(3, round(0.5 * em))
    joined = cv2.dilate(left_over, np.ones((1, reach), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    found: list[Piece] = []
    for x, y, width, height, pixels in stats[1:count].tolist():
        width -= reach - 1
        if pixels < _SPECK * reach or (height < _LOST_HEIGHT * em and width < _LOST_DASH * em):
            continue
        if height < _LOST_HEIGHT * em and width > _REMNANT * em:
            continue
        grow = max(0.2 * em, (1.2 * em - height) / 2)
        area = Area(x + reach / 2 - 0.3 * em, y - grow, x + reach / 2 + width + 0.3 * em, y + height + grow)
        found += _placed(area, tables, left_over, em)
    return found


def read_piece(grey: Grey, piece: Piece) -> Said:
    """Read one piece; `grey` is the straight page without the lines of tables."""
    area = piece.area
    room = _ROOM * area.height
    wider = Area(max(0.0, area.left - room), area.top, min(float(grey.shape[1]), area.right + room), area.bottom)
    left = round(wider.left)
    read = recognise(np.ascontiguousarray(_part(grey, wider)))
    edges = tuple((left + start, left + end) for start, end in read.edges)
    return Said(piece, read.text, edges, read.certainty)


def without_lines(grey: Grey, mask: Ink) -> Grey:
    """The page with the lines of tables painted over in the colour of the paper."""
    paper = int(np.median(grey))
    broad = cv2.dilate(mask, np.ones((3, 3), np.uint8))
    clean: Grey = np.where(broad > 0, np.uint8(paper), grey)
    return clean
