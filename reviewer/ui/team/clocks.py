"""How long somebody works on each document in hand: a key, a click, the wheel, an act or another field keep its clock going."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QEvent, QObject, QTimer

from reviewer.ui.desk import Desk, OpenSource
from reviewer.workspace.active import ActiveTime
from reviewer.workspace.held import Held

SIGNS = frozenset((QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel))
"""What shows that somebody is there."""
_OFTEN = 0.2
"""Seconds within which one sign of life is as good as many."""
_EVERY = 30_000
"""Milliseconds after which what the clocks show is put down."""


class Clocks(QObject):
    """The clocks of what is in hand. To be installed as an event filter on the window itself, which hears each key once."""

    def __init__(
        self, desk: Desk, held: Callable[[OpenSource | None], Held | None], there: Callable[[], object], parent: QObject
    ) -> None:
        """`held` says what an open source is in the workspace; `there` is called with every sign of life."""
        super().__init__(parent)
        self._desk, self._held, self._there = desk, held, there
        self._clocks: dict[OpenSource, ActiveTime] = {}
        self._running: OpenSource | None = None
        self._touched = 0.0
        self.heard = monotonic()
        """When somebody last did something, by a clock in seconds that nobody sets."""
        desk.current_changed.connect(self._turned_to)
        desk.field_chosen.connect(lambda _ref: self.touch())
        desk.review_changed.connect(self.touch)
        timer = QTimer(self, interval=_EVERY)
        timer.timeout.connect(self.put_down)
        timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hear of signs of life; nothing is kept from anybody."""
        if event.type() in SIGNS:
            self.heard = monotonic()
            self.touch()
        return False

    def touch(self) -> None:
        """A sign of life at the document in hand."""
        current, now = self._desk.current, monotonic()
        if current is not None and current is self._running and now - self._touched < _OFTEN:
            return  # a key is three signs of life
        held = self._held(current)
        if current is None or held is None:
            return
        self._touched = now
        if current not in self._clocks:
            self._clocks[current] = ActiveTime(held.seconds)
        self._running = current
        self._clocks[current].touch()
        self._there()

    def _turned_to(self, opened: OpenSource | None) -> None:
        if self._running is not None and self._running is not opened:
            self._clocks[self._running].rest()
            self._running = None
        self.touch()

    def seconds(self, opened: OpenSource) -> float:
        """For how long an open source was worked on, over all times that it was open here."""
        clock = self._clocks.get(opened)
        return clock.seconds if clock is not None else 0.0

    def put_down(self) -> None:
        """Put down what the clocks show, so that they go on from there when the program is started again."""
        for opened, clock in self._clocks.items():
            held = self._held(opened)
            if held is not None:
                held.put_seconds(clock.seconds)

    def forget(self, opened: OpenSource) -> None:
        """It is not in hand any more."""
        if self._clocks.pop(opened, None) is not None and self._running is opened:
            self._running = None
