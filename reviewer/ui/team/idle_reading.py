"""Documents of the workspace are read here while nobody works, where that was switched on; the first sign of life ends it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal

from reviewer.ui.settings import Settings
from reviewer.ui.team.clocks import SIGNS
from reviewer.ui.team.link import TeamLink
from reviewer.workers.supervisor import WorkersError
from reviewer.workers.terms import MEGABYTE, Limits
from reviewer.workspace.address import WorkspaceError
from reviewer.workspace.server import Server

log = logging.getLogger(__name__)

AFTER = 180.0
"""Seconds without a key or a click in this program after which nobody counts as working here."""
EVERY = 20_000
"""Milliseconds between two looks at whether it is so."""
_SCHEMA = 6
"""The form of workspace from which on what was begun can be given back."""
_ROLES = ("clerk", "checker", "lead")
_PATIENCE = 60.0
"""Seconds for which the server may go away while something is read."""
_UNFIT = 3600.0
"""Seconds for which a machine on which nothing can be read (its disk is full) is left alone: it would take every document and read none."""
_LEAVING = 3.0
"""Seconds that a window which closes waits for what was begun to be given back."""


class IdleReading(QObject):
    """Reads as `reviewer work` does, one document at a time, on a thread and a line of its own, in a process of its own.

    While somebody works it costs a look at a clock every EVERY milliseconds: the whole program is listened to only when the window has been
    quiet for half of the time, and while something is read.
    """

    changed = Signal()
    """It has begun to read or ended."""
    _ended = Signal(int)

    def __init__(self, link: TeamLink, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._link, self._settings = link, settings
        self.after = AFTER
        self.read = 0
        """How many documents were read here since the window was opened."""
        self._thread: threading.Thread | None = None
        self._not_before = 0.0
        self._wanted = threading.Event()
        self._listens = self._asked = False
        self._timer = QTimer(self, interval=EVERY)
        self._timer.timeout.connect(self.look)
        self._ended.connect(self._over, Qt.ConnectionType.QueuedConnection)
        link.changed.connect(self._line_changed)
        self.switched()

    @property
    def is_reading(self) -> bool:
        """Whether something is being read here."""
        return self._thread is not None

    def switch(self, on: bool) -> None:
        """Switch it on or off, from now on and for the next time."""
        self._settings.idle_reading = on
        self.switched()

    def switched(self) -> None:
        """Go by what the setting says now."""
        if self._settings.idle_reading:
            self._timer.start()
        else:
            self._timer.stop()
            self._listen(False)
            self._wanted.clear()

    def _line_changed(self) -> None:
        if not self._link.is_wanted:
            self._wanted.clear()
        if self._link.hello is None:
            self._asked = False  # a line that is let go answers nothing any more

    def look(self) -> None:
        """Begin where nobody has worked here for long enough, and there is something to be read."""
        hello, quiet = self._link.hello, monotonic() - self._link.clocks.heard
        if hello is None or hello.role not in _ROLES or not self._link.is_online:
            return
        if quiet < self.after / 2 or monotonic() < self._not_before:
            return
        self._listen(True)
        if quiet < self.after or self.is_reading or self._asked or hello.schema_version < _SCHEMA:
            return
        self._asked = True
        self._link.ask(lambda server: server.totals()["waiting"], self._begin, lambda _sentence: self._begin(0))

    def _begin(self, waiting: int) -> None:
        self._asked = False
        another = self._link.another
        quiet = monotonic() - self._link.clocks.heard
        if not waiting or another is None or quiet < self.after or self.is_reading or not self._settings.idle_reading:
            return
        self._wanted.set()
        limits = Limits(memory=self._settings.reading_memory * MEGABYTE)
        self._thread = threading.Thread(
            target=self._work, args=(another, limits), name="workspace-reading", daemon=True
        )
        self._thread.start()
        self.changed.emit()

    def _work(self, another: Callable[[], Server], limits: Limits) -> None:
        from reviewer.workspace.reading import NoRoomError, Reader

        count = 0
        try:
            with another() as server:
                reader = Reader(server, 1, limits, behind=True, patience=_PATIENCE)
                try:
                    reader.run(once=True, wanted=self._wanted.is_set)
                finally:
                    count = reader.read
        except (WorkspaceError, WorkersError, OSError) as error:
            log.info("reading while nobody works ended: %s", error)
            if isinstance(error, NoRoomError | WorkersError | OSError):
                self._not_before = monotonic() + _UNFIT
        except Exception as error:
            log.warning("reading while nobody works failed", exc_info=error)
        self._ended.emit(count)

    def _over(self, count: int) -> None:
        self.read += count
        self._thread = None
        self._wanted.clear()
        self.changed.emit()

    # -- signs of life ------------------------------------------------------------------------------------------------

    def _listen(self, on: bool) -> None:
        application = QCoreApplication.instance()
        if on == self._listens or application is None:
            return
        self._listens = on
        if on:
            application.installEventFilter(self)
        else:
            application.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A sign of life anywhere in the program: what is being read is given back, and nobody listens any more."""
        if event.type() in SIGNS and event.spontaneous():
            self._link.clocks.heard = monotonic()
            self._wanted.clear()
            self._listen(False)
        return False

    def stop(self) -> None:
        """The window goes: give back what was begun."""
        self._timer.stop()
        self._listen(False)
        self._wanted.clear()
        if self._thread is not None:
            self._thread.join(_LEAVING)
