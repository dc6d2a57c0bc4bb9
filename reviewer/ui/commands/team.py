"""Commands on the work of a team: its window, the next document, done with this one."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QLabel, QWidget

from reviewer.base.i18n import tr, trn
from reviewer.base.words import Words
from reviewer.ui.carried_over import tell
from reviewer.ui.desk import Desk
from reviewer.ui.jobs import Jobs
from reviewer.ui.messages import MessageBar
from reviewer.ui.opening import Opener
from reviewer.ui.settings import Settings

if TYPE_CHECKING:  # what is behind a line to a server is a sixth of what the window imports, and most windows have none
    from reviewer.ui.team.idle_reading import IdleReading
    from reviewer.ui.team.learning import Learning
    from reviewer.ui.team.link import TeamLink
    from reviewer.ui.team.team_window import TeamWindow

log = logging.getLogger(__name__)

_SOON = 300
_LATER = 60_000
"""Milliseconds after the start of the window at which a line is made for reading while nobody works."""


class TeamCommands(QObject):
    """The line to the workspace is made when somebody first asks for the team, and costs nothing before."""

    def __init__(
        self,
        desk: Desk,
        settings: Settings,
        opener: Opener,
        jobs: Jobs,
        folder: Path,
        bar: MessageBar,
        window: QWidget,
        has_fixed_words: bool = False,
    ) -> None:
        """`has_fixed_words`: an administrator has said which words are used."""
        super().__init__(window)
        self._bar = bar
        self._desk, self._settings, self._opener, self._jobs, self._window = desk, settings, opener, jobs, window
        self._folder = folder
        self._link: TeamLink | None = None
        self._page: TeamWindow | None = None
        self._learning: Learning | None = None
        self._idle: IdleReading | None = None
        self._has_fixed_words = has_fixed_words
        self.hint = QLabel()
        """For the status bar: how what is in hand stands with the workspace."""
        self.hint.setObjectName("teamHint")
        self._on_its_way = QTimer(self, singleShot=True, interval=_SOON)
        """Runs from an act until it is said that it is on its way: most are there before, and the bar is not drawn twice for each."""
        self._on_its_way.timeout.connect(self._show_hint)
        desk.current_changed.connect(lambda _opened: self._show_hint())
        if settings.idle_reading and settings.workspace:
            QTimer.singleShot(_LATER, self, self._make_ready_to_read)

    @property
    def link(self) -> TeamLink:
        """The line."""
        if self._link is None:
            from reviewer.ui.team.idle_reading import IdleReading
            from reviewer.ui.team.learning import Learning
            from reviewer.ui.team.link import TeamLink

            self._link = TeamLink(self._desk, self._opener, self._jobs, self._folder, self)
            self._link.changed.connect(self._hint_soon)
            self._learning = Learning(self._link, self._has_fixed_words, self)
            self._idle = IdleReading(self._link, self._settings, self)
            window = self._window.windowHandle()
            if window is not None:  # the window itself hears each key once; its widgets may hear it several times
                window.installEventFilter(self._link.clocks)
            self._link.said.connect(self._desk.troubled.emit)
            self._link.carried.connect(lambda carried: tell(carried, self._desk, self._bar, self._window))
        return self._link

    @property
    def page(self) -> TeamWindow:
        """The window of the team."""
        if self._page is None:
            from reviewer.ui.team.team_window import TeamWindow

            link = self.link
            assert self._learning is not None  # both come with the line
            assert self._idle is not None
            self._page = TeamWindow(
                link, self._learning, self._idle, self._desk, self._settings, self._jobs, self._window
            )
        return self._page

    def _make_ready_to_read(self) -> None:
        """Where documents are to be read while nobody works, the line is made also before anybody asks for the team."""
        from reviewer.workspace.address import Address, WorkspaceError

        if self.link.is_wanted:
            return
        self.link.changed.connect(self._give_up_where_refused)
        try:
            self.link.connect_to(Address.parse(self._settings.workspace), None)
        except WorkspaceError as error:
            log.info("no line for reading while nobody works: %s", error)

    def _give_up_where_refused(self) -> None:
        """Without a password that is known nobody is let in, however often that is tried; whoever opens the team's window gives it."""
        if self.link.is_refused and self._page is None:
            self.link.stop()

    def show(self) -> None:
        """The queue."""
        self.page.begin()

    def next(self) -> None:
        """The next document of the queue comes onto the desk; without a line the window comes up."""
        if self.link.is_online:
            self.page.queue.take_next()
        else:
            self.show()

    def done(self) -> None:
        """Done with the document in hand; the next one comes."""
        current = self._desk.current
        if current is not None and self.link.held(current) is not None:
            self.link.finish(current, self.next)
        else:
            self._desk.said.emit(tr("The document in hand is none of the team's."))

    def words_kept(self, before: Words, now: Words) -> None:
        """The vocabulary was changed: the team's lead hears of it."""
        if self._learning is not None:
            self._learning.kept(before, now)

    def close(self) -> None:
        """The window goes: send what can be sent at once, the rest waits on this machine."""
        if self._page is not None:
            self._page.hide()
        if self._idle is not None:
            self._idle.stop()
        if self._link is not None:
            self._link.stop()

    def _hint_soon(self) -> None:
        if not self.link.waiting or not self.link.is_online:
            self._on_its_way.stop()
            self._show_hint()
        elif not self._on_its_way.isActive():
            self._on_its_way.start()

    def _show_hint(self) -> None:
        held = self._link.held(self._desk.current) if self._link is not None else None
        if held is None or not self.link.is_wanted:
            self.hint.setText("")
            return
        from reviewer.workspace.held import LATE

        waiting = self.link.waiting
        if held.state == LATE:
            self.hint.setText(tr("⚠ given to somebody else"))
        elif not self.link.is_online:
            self.hint.setText(trn("no line, {count} act waits", "no line, {count} acts wait", waiting))
        elif waiting:
            self.hint.setText(trn("claimed, {count} act on its way", "claimed, {count} acts on their way", waiting))
        else:
            self.hint.setText(tr("claimed, all on the server"))
