"""How far all that is open is, at what rate, and how long the rest will take."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer

from reviewer.base.i18n import tr
from reviewer.model.pace import Pace
from reviewer.ui.desk import Desk, OpenSource
from reviewer.ui.fitting import StatusLabel


class Overall(StatusLabel):
    """One quiet line; empty while only one source is open, whose own progress says it all."""

    def __init__(self, desk: Desk, pace: Pace | None = None) -> None:
        super().__init__()
        self.setObjectName("overallProgress")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._desk, self._pace = desk, pace or Pace()
        self._left: dict[OpenSource, tuple[int, bool]] = {}
        """Of each source the doubtful fields that are left, and whether anything is: asked anew only where it changed."""
        self._soon = QTimer(self, singleShot=True, interval=0)  # what was keyed is painted first
        self._soon.timeout.connect(self.refresh)
        self._changed: set[OpenSource] = set()
        desk.source_added.connect(self._note)
        desk.source_changed.connect(self._note)
        desk.source_removed.connect(self._forget)

    def _note(self, opened: OpenSource) -> None:
        self._changed.add(opened)
        self._soon.start()

    def _forget(self, opened: OpenSource) -> None:
        self._changed.discard(opened)
        self._left.pop(opened, None)
        self._soon.start()

    def refresh(self) -> None:
        """Say how it stands now."""
        for opened in self._changed:
            self._left[opened] = (opened.review.count_doubtful() if opened.review is not None else 0, opened.is_open)
        self._changed.clear()
        left = sum(count for count, _ in self._left.values())
        self._pace.heard(left)
        unfinished, whole = sum(is_open for _, is_open in self._left.values()), len(self._left)
        if whole < 2:
            self.setText("")
            return
        rate, minutes = self._pace.rate, self._pace.minutes_left()
        said = tr("Sources done: {done} / {count}, doubtful: {left}", done=whole - unfinished, count=whole, left=left)
        if rate is not None and minutes is not None:
            said = tr("{said}; {rate} a minute, about {minutes} min left", said=said, rate=f"{rate:.0f}" if rate >= 10 else f"{rate:.1f}",
                      minutes=minutes)  # fmt: skip
        self.setText(said)
        self.setAccessibleName(said)
