"""Opening sources and sessions: read in the background, shown as soon as the text is there, then extracted."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from reviewer.base.i18n import tr, trn
from reviewer.extract.pipeline import extract
from reviewer.model.fields import FieldRef
from reviewer.model.history import History
from reviewer.model.review import Review
from reviewer.model.source import Source
from reviewer.session import store
from reviewer.session.codec import SessionError
from reviewer.sources.registry import SUFFIXES, SourceError, open_source
from reviewer.ui.desk import Desk, OpenSource, State
from reviewer.ui.jobs import Job, Jobs, Report
from reviewer.ui.settings import Settings

log = logging.getLogger(__name__)

MOST_FROM_FOLDER = 2000
"""So many files of one folder are opened at most: more is a slip of the mouse."""


class Opener(QObject):
    """Puts files on the desk. Every failure becomes a sentence at its source and a `troubled` of the desk."""

    recent_changed = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._settings = desk, jobs, settings
        self._at_work: dict[OpenSource, Job] = {}
        desk.source_removed.connect(self._removed)

    def open(self, paths: Iterable[Path], remember: bool = True) -> None:
        """Open sources, sessions and folders of them; what is open already only comes to hand."""
        chosen: OpenSource | None = None
        for path in self._files(paths):
            known = next((s for s in self._desk.sources if path in (s.path, s.session)), None)
            opened = known or OpenSource(path)
            chosen = chosen or opened
            if known is not None and known.state is not State.FAILED:
                continue
            if known is None:
                self._desk.add(opened)
            if remember:
                self._settings.remember(path)
            self._begin(opened)
        if chosen is not None:
            self._desk.choose(chosen)
        self.recent_changed.emit()

    def _files(self, paths: Iterable[Path]) -> list[Path]:
        files: list[Path] = []
        for path in paths:
            path = path.expanduser().absolute()
            if not path.is_dir():
                files.append(path)
                continue
            try:
                found = _in_folder(path)
            except OSError as error:
                log.info("folder %s cannot be read: %s", path, error)
                found = []
            if not found:
                self._desk.troubled.emit(
                    tr("{folder} holds no file that can be opened; please choose another folder.", folder=path.name)
                )
            files += found
        return list(dict.fromkeys(files))

    # -- reading, then extracting -------------------------------------------------------------------------------

    def _begin(self, opened: OpenSource) -> None:
        opened.state, opened.progress, opened.message = State.READING, 0.0, ""
        self._desk.updated(opened)
        path = opened.path

        def work(report: Report) -> Source | list[tuple[Review, History]]:
            return store.load_session(path) if store.is_session(path) else open_source(path, report)

        def done(found: Source | list[tuple[Review, History]]) -> None:
            if isinstance(found, Source):
                self._read(opened, found)
            else:
                self._loaded(opened, found)

        self._start(opened, work, done)

    def _start(self, opened: OpenSource, work: Callable[[Report], object], done: Callable[..., None]) -> None:
        def progressed(share: float) -> None:
            opened.progress = share
            self._desk.source_changed.emit(opened)

        self._at_work[opened] = self._jobs.start(work, done, lambda error: self._failed(opened, error), progressed)

    def _loaded(self, opened: OpenSource, items: list[tuple[Review, History]]) -> None:
        """A session: its first source takes the place of the file on the desk, the others come after it."""
        self._at_work.pop(opened, None)
        session = opened.path
        for number, (review, history) in enumerate(items):
            one = opened if number == 0 else OpenSource(session)
            one.path, one.session = session.with_name(review.source.name), session
            if number:
                self._desk.add(one)
            self._put_down(one, review, history)
        if not items:
            opened.state = State.FAILED
            opened.message = tr("{file} holds no source; please open the source itself.", file=session.name)
            self._desk.updated(opened)
            self._desk.troubled.emit(opened.message)
            return
        self._say_open(opened)

    def _read(self, opened: OpenSource, source: Source) -> None:
        opened.source, opened.state, opened.progress = source, State.EXTRACTING, 0.0
        self._desk.updated(opened)
        target = self._settings.target_accuracy

        def work(report: Report) -> tuple[Review, History]:
            review = extract(source, report, checked=False)
            review.target_accuracy = target
            return review, History(review)

        self._start(opened, work, lambda made: self._extracted(opened, *made))

    def _extracted(self, opened: OpenSource, review: Review, history: History) -> None:
        self._at_work.pop(opened, None)
        self._put_down(opened, review, history)
        if not review.entries:
            self._desk.troubled.emit(
                tr("{file} holds no budget performance-target table that could be recognised; "
                   "entries can be inserted by hand.", file=opened.name)
            )  # fmt: skip
            return
        self._say_open(opened)

    def _put_down(self, opened: OpenSource, review: Review, history: History) -> None:
        """On the desk with it; the first doubtful field, else the first of all, is the one to come to hand."""
        opened.field = next(iter(review.doubtful()), None) or _first_field(review)
        self._desk.reviewed(opened, review, history)
        if opened is self._desk.current and self._desk.field is None:
            self._desk.choose_field(opened.field)

    def _say_open(self, opened: OpenSource) -> None:
        if opened is not self._desk.current:
            return  # the list of documents says it; a file that nobody looks at is no news
        self._desk.said.emit(
            trn("{file} is open; {count} field is doubtful.", "{file} is open; {count} fields are doubtful.",
                opened.first_doubtful, file=opened.name)
        )  # fmt: skip

    def _failed(self, opened: OpenSource, error: BaseException) -> None:
        self._at_work.pop(opened, None)
        opened.message = sentence(opened.name, error)
        opened.state = State.FAILED
        if isinstance(error, SourceError | SessionError) and not opened.path.exists():
            self._settings.forget(opened.path)
            self.recent_changed.emit()
        self._desk.updated(opened)
        self._desk.troubled.emit(opened.message)

    def _removed(self, opened: OpenSource) -> None:
        job = self._at_work.pop(opened, None)
        if job is not None:
            job.cancel()


def sentence(file: str, error: BaseException) -> str:
    """What to tell the user of a failure; one that nobody foresaw goes to the log with all its details."""
    if isinstance(error, SourceError | SessionError):
        return str(error)
    log.error("opening %s failed", file, exc_info=error)
    return tr("{file} could not be opened because of a fault in this program; the details are in its log.", file=file)


def _first_field(review: Review) -> FieldRef | None:
    within = review.entries[0] if review.entries else review.root
    return next((FieldRef(within.id, key) for key in within.ordered_keys()), None)


def _in_folder(folder: Path) -> list[Path]:
    """The files of a folder and beneath it that can be opened, in the order of their names; hidden ones left out."""
    wanted = (*SUFFIXES, store.SUFFIX)
    found = (
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in wanted
        and path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )
    return [path for path, _ in zip(found, range(MOST_FROM_FOLDER), strict=False)]
