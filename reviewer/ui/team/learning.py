"""What members teach their programs goes to the lead, and what the lead has taken over for all comes into use here."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from reviewer.base import words
from reviewer.base.words import Words
from reviewer.ui.team.link import TeamLink
from reviewer.workspace.lessons import SCHEMA, Lesson, learn, taught_by, words_of
from reviewer.workspace.server import Server

_EVERY = 60_000
"""Milliseconds after which it is asked again what was taken over."""


class Learning(QObject):
    """Keeps the words of a team in use as long as there is a line to its workspace, or was: without a line they hold on."""

    learnt = Signal(object)
    """Everything that was taught, as list[Lesson]."""

    def __init__(self, link: TeamLink, is_fixed: bool, parent: QObject) -> None:
        """`is_fixed`: an administrator has said which words are used here; nothing is proposed or taken over then."""
        super().__init__(parent)
        self._link, self._is_fixed = link, is_fixed
        self._was_online = False
        self._timer = QTimer(self, interval=_EVERY)
        self._timer.timeout.connect(self.refresh)
        link.changed.connect(self._link_changed)

    def _link_changed(self) -> None:
        if not self._link.is_wanted:  # somebody has left the workspace: its words are left too
            self._was_online = False
            self._timer.stop()
            words.share(Words())
        elif self._link.is_online and self._link.hello is not None and not self._was_online:
            self._was_online = True
            self._timer.start()
            self.refresh()
        elif not self._link.is_online:
            self._was_online = False

    def refresh(self) -> None:
        """Propose what was taught here and is not known yet, and take into use what was taken over."""
        if self._link.is_online:
            own = Words() if self._is_fixed else words.own()
            self._link.ask(lambda server: learn(server, own), self._came, lambda _sentence: None)

    def _came(self, lessons: list[Lesson]) -> None:
        if self._link.is_wanted and not self._is_fixed:
            words.share(words_of(lessons))
        self.learnt.emit(lessons)

    def kept(self, before: Words, now: Words) -> None:
        """The vocabulary was changed here: propose what is new, take back what is gone and was not decided on."""
        hello = self._link.hello
        if not self._link.is_online or hello is None or hello.schema_version < SCHEMA:
            return  # what is new is proposed when there is a line again
        gone = sorted(taught_by(before) - taught_by(now))

        def question(server: Server) -> list[Lesson]:
            for taught in gone:
                server.withdraw(taught)
            return learn(server, now)

        self._link.ask(question, self._came, lambda _sentence: None)
