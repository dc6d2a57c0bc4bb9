"""A source that was changed on the disk since its session was made: said, and read again with the corrections kept."""

from __future__ import annotations

import stat
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from reviewer.base.gate import digest_of
from reviewer.base.i18n import tr
from reviewer.base.paths import is_on_another_computer, server_of
from reviewer.model.history import History
from reviewer.model.review import Review
from reviewer.session import store
from reviewer.session.bounds import LONGEST
from reviewer.ui.carried_over import tell
from reviewer.ui.desk import Desk, OpenSource
from reviewer.ui.jobs import Jobs, Report
from reviewer.ui.messages import MessageBar
from reviewer.ui.opening import Opener, sentence

if TYPE_CHECKING:
    from reviewer.model.carry import Carried


class Rereader(QObject):
    """Looks after each session that is opened whether its sources are still what they were."""

    def __init__(self, desk: Desk, jobs: Jobs, opener: Opener, bar: MessageBar, window: QWidget) -> None:
        super().__init__(desk)
        self._window = window
        self._desk, self._jobs, self._opener, self._bar = desk, jobs, opener, bar
        desk.source_removed.connect(bar.forget)  # an offer goes with its source
        opener.session_opened.connect(lambda path, sources, _new: self.look(path, sources))

    def look(self, session: Path, sources: Sequence[OpenSource]) -> None:
        """Hold the sources of a session against the files they were read from, where these are still there."""
        known = [opened.source.sha256 if opened.source else "" for opened in sources]
        elsewhere = [opened for opened in sources if opened.said_origin is not None]
        if elsewhere:
            self._offer(session, elsewhere)

        def work(_report: Report) -> list[Path | None]:
            found = [Path(origin) if origin else None for origin in store.origins(session)]
            return [
                path if path and not is_on_another_computer(path, session) and _differs(path, sha) else None
                for path, sha in zip(found, known, strict=False)
            ]

        def done(changed: list[Path | None]) -> None:
            for opened, path in zip(sources, changed, strict=False):
                if path is not None and opened in self._desk.sources:
                    self._say(opened, path)

        self._jobs.start(work, done, lambda _error: None)

    def _offer(self, session: Path, sources: Sequence[OpenSource]) -> None:
        """Sources on another computer are looked up only when the person says so: it may be a stranger who named it."""
        servers = "、".join(dict.fromkeys(server_of(s.said_origin) for s in sources if s.said_origin is not None))

        def look() -> None:
            for opened in sources:
                if opened in self._desk.sources and opened.said_origin is not None:
                    opened.origin, opened.said_origin = opened.said_origin, None
                    self._compare(opened, opened.origin)
                    self._desk.source_changed.emit(opened)

        self._bar.say(
            tr("{file} says that its sources lie on the computer {server}; whether they have changed was not looked up.",
               file=session.name, server=servers),
            [(tr("Look there now"), look)], about=sources[0],
        )  # fmt: skip

    def _compare(self, opened: OpenSource, path: Path) -> None:
        sha = opened.source.sha256 if opened.source else ""

        def done(differs: bool) -> None:
            if differs and opened in self._desk.sources:
                self._say(opened, path)

        self._jobs.start(lambda _report: _differs(path, sha), done, lambda _error: None)

    def _say(self, opened: OpenSource, path: Path) -> None:
        self._bar.say(
            tr("{file} has changed since this session was made.", file=str(path)),
            [(tr("Read it again and keep the corrections"), lambda: self.read_again(opened, path))],
            about=opened,
        )

    def offer(self, sentence: str) -> None:
        """Something was learnt that would have helped here: say so, and offer to read the source in hand again."""
        opened = self._desk.current
        path = opened.origin if opened is not None else None
        if opened is None or path is None or not path.is_file():
            self._desk.said.emit(sentence)
            return
        self._bar.say(
            sentence,
            [(tr("Read it again and keep the corrections"), lambda: self.read_again(opened, path))],
            about=opened,
        )

    def read_again(self, opened: OpenSource, path: Path) -> None:
        """The changed file as new work beside the old session, with every correction that still applies."""
        from reviewer.model.carry import carry
        from reviewer.ui.reader_service import read_anywhere

        review, history = opened.review, opened.history
        if review is None or history is None:
            return
        first, old, target = history.first, review.root.data(), review.target_accuracy
        source, layout, loose = review.source, review.layout, review.loose
        memory = self._opener.settings.reading_memory

        def work(report: Report) -> tuple[Review, History, Carried]:
            made, record = read_anywhere(path, target, memory, report)
            before = Review(source, old, target, layout, loose)
            return made, record, carry(first, before, made)

        def failed(error: BaseException) -> None:
            self._bar.say(sentence(path.name, error))

        self._jobs.start(work, lambda made: self._put_down(path, *made), failed)

    def _put_down(self, path: Path, review: Review, history: History, carried: Carried) -> None:

        opened = OpenSource(path)
        self._desk.add(opened)
        self._desk.reviewed(opened, review, history)
        self._opener.work_begun.emit(opened)
        self._desk.choose(opened)
        self._desk.do(carried.act)
        tell(carried, self._desk, self._bar, self._window)


def _differs(path: Path, sha256: str) -> bool:
    """Whether a file is there and is another one now.

    A session that somebody sent may name anything as the place of its source: a device or a pipe has no end, and no source is so long.
    """
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            return False
        return not 0 < found.st_size <= LONGEST or digest_of(path) != sha256
    except (OSError, ValueError):
        return False
