"""Draws pages on a thread of its own, what is wanted most first, and keeps as many pictures as fit."""

from __future__ import annotations

import logging
import math
import threading
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage, QTransform

from reviewer.sources import bitmaps
from reviewer.ui.source.ofd_pages import OfdPages

log = logging.getLogger(__name__)

BUDGET = 128 * 1024 * 1024
"""So many bytes of pictures are kept at most, beyond those that are wanted now."""
MOST_PIXELS = 16_000_000
"""No picture gets larger (64 MB); a page enlarged beyond that is drawn a little soft."""


class Wanted(NamedTuple):
    """A page to be drawn with `scale` pixels a point, turned clockwise by `turn` quarters."""

    page: int
    scale: float
    turn: int = 0


@dataclass(frozen=True, slots=True)
class _Drawn:
    wanted: Wanted
    image: QImage
    pixels: bytes
    """What the image looks at; Qt does not keep it alive."""


class PageBitmaps(QObject):
    """The pictures of one source's pages. All methods are for the UI thread and return at once."""

    drawn = Signal(int)
    """The picture of this page is there (or a sharper one)."""
    _ready = Signal(object, object)

    def __init__(self, budget: int = BUDGET) -> None:
        super().__init__()
        self._budget = budget
        self._kept: OrderedDict[int, _Drawn] = OrderedDict()
        self._data = b""
        self._format = ""
        self._lock = threading.Condition()
        self._queue: list[Wanted] = []
        self._now: Wanted | None = None
        self._worker: threading.Thread | None = None
        """Made when something is wanted first, and kept: starting a thread takes longer than drawing some pages."""
        self._stopped = False
        self._wanted_pages: set[int] = set()
        self._ready.connect(self._arrived, Qt.ConnectionType.QueuedConnection)

    def use(self, data: bytes, kind: str = "") -> None:
        """Draw from other bytes from now on, of a source of this format; pictures of those before are dropped. The same bytes come as
        another object where a process of its own has read what was shown before.
        """
        if kind == self._format and data == self._data:
            return
        with self._lock:
            self._queue.clear()
            self._data, self._format = data, kind
        self._kept.clear()
        self._wanted_pages = set()

    def want(self, pages: Sequence[Wanted]) -> None:
        """What is to be drawn, the most urgent first; what was wanted before and is not any more is left undone."""
        self._wanted_pages = {each.page for each in pages}
        missing = [each for each in pages if not self._has(each)]
        with self._lock:
            self._queue = [each for each in missing if each != self._now] if self._data else []
            if self._queue and self._worker is None:
                self._worker = threading.Thread(target=self._work, name="pages", daemon=True)
                self._worker.start()
            self._lock.notify()

    def get(self, page: int, turn: int = 0) -> QImage | None:
        """The picture of a page as it was drawn last, perhaps for another scale; None where there is none."""
        found = self._kept.get(page)
        if found is None or found.wanted.turn != turn:
            return None
        self._kept.move_to_end(page)
        return found.image

    @property
    def size(self) -> int:
        """How many bytes the pictures take."""
        return sum(each.image.sizeInBytes() for each in self._kept.values())

    @property
    def is_idle(self) -> bool:
        """Whether everything that is wanted is drawn and here."""
        return self._now is None and not self._queue

    def stop(self) -> None:
        """Leave everything undone, wait for the page that is being drawn, and let go of everything."""
        with self._lock:
            self._queue.clear()
            self._stopped = True
            self._lock.notify()
        if self._worker is not None:
            self._worker.join()
            self._worker = None
        self._data = b""
        self._kept.clear()

    def _has(self, wanted: Wanted) -> bool:
        found = self._kept.get(wanted.page)
        return found is not None and found.wanted == wanted

    # -- on the worker ------------------------------------------------------------------------------------------

    def _work(self) -> None:
        ofd = OfdPages()
        while True:
            with self._lock:
                self._now = None
                self._lock.wait_for(lambda: self._queue or self._stopped)
                if self._stopped:
                    return
                wanted, data, kind = self._queue.pop(0), self._data, self._format
                self._now = wanted
            with suppress(RuntimeError):  # the window has gone in the meantime
                self._ready.emit(data, _draw(data, wanted, ofd if kind == "ofd" else None))

    # -- on the UI thread ---------------------------------------------------------------------------------------

    def _arrived(self, data: bytes, made: _Drawn) -> None:
        if data is not self._data:
            return
        page = made.wanted.page
        self._kept[page] = made
        self._kept.move_to_end(page)
        size = self.size
        for other in list(self._kept):
            if size <= self._budget:
                break
            if other not in self._wanted_pages:
                size -= self._kept.pop(other).image.sizeInBytes()
        self.drawn.emit(page)


def _draw(data: bytes, wanted: Wanted, ofd: OfdPages | None) -> _Drawn:
    try:
        if ofd is not None:
            return _turned(
                wanted, ofd.draw(data, wanted.page, lambda across, down: fitting_scale(across, down, wanted.scale))
            )
        bitmap = bitmaps.draw_page(data, wanted.page, wanted.scale)
    except Exception:  # one page that cannot be drawn must not stop the others
        log.exception("page %d could not be drawn", wanted.page + 1)
        white = QImage(8, 8, QImage.Format.Format_RGB32)
        white.fill(Qt.GlobalColor.white)
        return _Drawn(wanted, white, b"")
    image = QImage(bitmap.data, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32)
    return _turned(wanted, image, bitmap.data)


def _turned(wanted: Wanted, image: QImage, pixels: bytes = b"") -> _Drawn:
    """The picture as the page lies on the desk; `pixels` are what it looks at."""
    if wanted.turn:
        return _Drawn(wanted, image.transformed(QTransform().rotate(90 * wanted.turn)), b"")
    return _Drawn(wanted, image, pixels)


def fitting_scale(width: float, height: float, scale: float) -> float:
    """`scale`, or the largest at which a page of this size stays within MOST_PIXELS."""
    return min(scale, math.sqrt(MOST_PIXELS / max(1.0, width * height)))
