"""Draws pages of OFD files. Used on one thread, which is the only one that may use what it keeps (a QRawFont belongs to a thread)."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPainterPath, QPen, QRawFont, QTransform

from reviewer.sources.ofd_drawing import Drawn, Ink, Letters, Photo, Shape, drawing
from reviewer.sources.ofd_file import Face, OfdFile
from reviewer.sources.ofd_geometry import Matrix

_EM = 200.0
"""Shapes of letters are kept at so many units a letter, and scaled."""
_KEPT = 4
"""So many pages are kept ready to be drawn at another scale."""
_HANDED: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("楷", "kai"), ("KaiTi", "STKaiti", "AR PL UKai CN")),
    (("仿宋", "fang"), ("FangSong", "STFangsong")),
    (("黑", "hei"), ("SimHei", "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Micro Hei")),
    (("宋", "song", "sun"), ("SimSun", "NSimSun", "STSong", "Noto Serif CJK SC")),
)
"""What a typeface's name holds, and what is like it on Windows and Linux."""


class _Outline(NamedTuple):
    """How a letter is drawn, and whether by the typeface that came with the file."""

    path: QPainterPath
    own: bool


class OfdPages:
    """The pages of the file that was drawn last."""

    def __init__(self) -> None:
        self._data = b""
        self._file: OfdFile | None = None
        self._pages: dict[int, tuple[float, float, list[Drawn]]] = {}
        self._outlines: dict[tuple[Face, bool, bool, str, int | None], _Outline] = {}
        self._raw: dict[str, QRawFont | None] = {}

    def draw(self, data: bytes, page: int, fitting: Callable[[float, float], float]) -> QImage:
        """A page (counted from 0), with as many pixels a point as `fitting` says for its size.

        Raises what opening an OFD file raises, and IndexError where there is no such page.
        """
        if self._file is None or self._data is not data:
            self.forget()
            self._file, self._data = OfdFile(data), data
        if page not in self._pages:
            while len(self._pages) >= _KEPT:
                self._pages.pop(next(iter(self._pages)))
            self._pages[page] = drawing(self._file, page)
        width, height, drawn = self._pages[page]
        scale = fitting(width, height)
        image = QImage(max(1, round(width * scale)), max(1, round(height * scale)), QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.scale(image.width() / width, image.height() / height)
        try:
            for each in drawn:
                painter.save()
                self._draw(painter, each)
                painter.restore()
        finally:
            painter.end()
        return image

    def forget(self) -> None:
        """Let go of everything."""
        self._data, self._file = b"", None
        self._pages.clear()
        self._outlines.clear()
        self._raw.clear()

    def _draw(self, painter: QPainter, drawn: Drawn) -> None:
        if isinstance(drawn, Letters):
            self._draw_letters(painter, drawn)
        elif isinstance(drawn, Shape):
            painter.setTransform(_transform(drawn.matrix), combine=True)
            _ink(painter, drawn.fill, drawn.stroke, drawn.width)
            painter.drawPath(_path(drawn))
        else:
            self._draw_photo(painter, drawn)

    # -- letters ------------------------------------------------------------------------------------------------

    def _draw_letters(self, painter: QPainter, drawn: Letters) -> None:
        painter.setTransform(_transform(drawn.matrix), combine=True)
        _ink(painter, drawn.fill, drawn.stroke, drawn.width * _EM / drawn.size)
        grown = drawn.size / _EM
        base = painter.transform()
        for letter in drawn.letters:
            if letter.char.isspace() and letter.shape is None:
                continue
            outline = self._outline(drawn.face, drawn.bold, drawn.italic, letter.char, letter.shape)
            across = grown * drawn.scale
            wide = outline.path.boundingRect().right() * across
            if not outline.own and 0 < letter.room < wide:  # another typeface, whose letters are wider than the room
                across *= letter.room / wide
            painter.setTransform(QTransform(across, 0, 0, grown, letter.x, letter.y) * base)
            painter.drawPath(outline.path)

    def _outline(self, face: Face, bold: bool, italic: bool, char: str, shape: int | None) -> _Outline:
        key = (face, bold, italic, char, shape)
        found = self._outlines.get(key)
        if found is None:
            own = self._brought_along(face, char, shape)
            found = _Outline(own, True) if own is not None else _Outline(_of_system(face, bold, italic, char), False)
            self._outlines[key] = found
        return found

    def _brought_along(self, face: Face, char: str, shape: int | None) -> QPainterPath | None:
        """The letter's outline in the typeface that came with the file; None where that has no such letter."""
        raw = self._face(face)
        if raw is None:
            return None
        glyphs = [shape] if shape is not None else raw.glyphIndexesForString(char)
        if not glyphs or not glyphs[0]:
            return None
        found = raw.pathForGlyph(glyphs[0])
        return None if found.isEmpty() and not char.isspace() else found

    def _face(self, face: Face) -> QRawFont | None:
        if face.part is None or self._file is None:
            return None
        if face.part not in self._raw:
            data = self._file.part(face.part)
            raw = QRawFont(QByteArray(data), _EM, QFont.HintingPreference.PreferNoHinting) if data else None
            self._raw[face.part] = raw if raw is not None and raw.isValid() else None
        return self._raw[face.part]

    # -- pictures -----------------------------------------------------------------------------------------------

    def _draw_photo(self, painter: QPainter, drawn: Photo) -> None:
        data = self._file.part(drawn.part) if self._file is not None and drawn.part else None
        image = QImage.fromData(QByteArray(data)) if data else QImage()
        painter.setTransform(_transform(drawn.matrix), combine=True)
        room = QRectF(0, 0, 1, 1)
        if not image.isNull():
            painter.setOpacity(drawn.alpha / 255)
            painter.drawImage(room, image)
            return
        pen = QPen(QColor("#909090"), 1)  # a picture of a kind that cannot be drawn: its place at least
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.drawRect(room)
        painter.drawLine(room.topLeft(), room.bottomRight())
        painter.drawLine(room.bottomLeft(), room.topRight())


def _of_system(face: Face, bold: bool, italic: bool, char: str) -> QPainterPath:
    """The letter's outline in a typeface of this computer that is like the one named."""
    lower = face.name.lower()
    like = next((found for words, found in _HANDED if any(word in lower for word in words)), ())
    font = QFont([face.name, *like] if face.name else list(_HANDED[-1][1]))
    font.setPixelSize(round(_EM))
    font.setBold(bold)
    font.setItalic(italic)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    path = QPainterPath()
    path.addText(QPointF(0, 0), font, char)
    return path


def _transform(matrix: Matrix) -> QTransform:
    return QTransform(*matrix)


def _colour(ink: Ink) -> QColor:
    return QColor(*ink)


def _ink(painter: QPainter, fill: Ink | None, stroke: Ink | None, width: float) -> None:
    """Fill with one colour, draw along the line with another."""
    painter.setBrush(_colour(fill) if fill is not None else Qt.BrushStyle.NoBrush)
    if stroke is None:
        painter.setPen(Qt.PenStyle.NoPen)
        return
    pen = QPen(_colour(stroke), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.MiterJoin)
    transform = painter.transform()
    shown = width * math.sqrt(abs(transform.determinant()))
    if shown < 1:  # never thinner than a pixel: a fine line would be grey
        pen.setCosmetic(True)
        pen.setWidthF(1)
    painter.setPen(pen)


def _path(shape: Shape) -> QPainterPath:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill if shape.even_odd else Qt.FillRule.WindingFill)
    for word, points in shape.steps:
        if word == "M":
            path.moveTo(*points)
        elif word == "L":
            path.lineTo(*points)
        elif word == "Q":
            path.quadTo(*points)
        elif word == "B":
            path.cubicTo(*points)
        elif path.elementCount():
            path.closeSubpath()
    return path
