"""Draw reviewer.ico and setup.bmp from resources/icons/reviewer.svg: `python packaging/windows/make_icon.py`. Needs PySide6."""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SVG = HERE.parent.parent / "resources" / "icons" / "reviewer.svg"
SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
SIDE, SIDE_COLOUR = (164, 314), "#e8eef4"
"""The picture at the left of the setup's last page: the size that NSIS asks for, in pixels, and its background."""


def pictures() -> list[bytes]:
    """The icon as PNG, in each size."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, QIODevice
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    present = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    found = []
    renderer = QSvgRenderer(str(SVG))
    for size in SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(0)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")
        found.append(bytes(buffer.data().data()))
    del present
    return found


def icon(images: list[bytes]) -> bytes:
    """The pictures as one .ico file."""
    place = 6 + 16 * len(images)
    head = struct.pack("<HHH", 0, 1, len(images))
    for size, data in zip(SIZES, images, strict=True):
        head += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(data), place)
        place += len(data)
    return head + b"".join(images)


def side() -> bytes:
    """The picture of the setup's last page, as a BMP with a palette (a third of the size of one without)."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from collections import Counter

    from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
    from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    present = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    image = QImage(*SIDE, QImage.Format.Format_RGB32)
    image.fill(QColor(SIDE_COLOUR))
    painter = QPainter(image)
    QSvgRenderer(str(SVG)).render(painter, QRectF((SIDE[0] - 112) / 2, 40, 112, 112))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    used = Counter(image.pixel(x, y) for x in range(SIDE[0]) for y in range(SIDE[1]))
    palette = [colour for colour, _ in used.most_common(256)]
    flat = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    image.convertToFormat(QImage.Format.Format_Indexed8, palette, flat).save(buffer, "BMP")
    del present
    return bytes(buffer.data().data())


if __name__ == "__main__":
    (HERE / "setup.bmp").write_bytes(side())
    (HERE / "reviewer.ico").write_bytes(icon(pictures()))
