"""Opening sources and sessions: read in the background, shown as soon as the text is there, then extracted."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from reviewer.base.collecting import pass_over
from reviewer.base.gate import look, real_name
from reviewer.base.i18n import tr, trn
from reviewer.base.paths import is_on_another_computer
from reviewer.model.document_kind import document_kind
from reviewer.model.fields import FieldRef
from reviewer.model.history import History
from reviewer.model.review import TARGET_PARTS, Review
from reviewer.model.source import Source
from reviewer.model.target import parse_targets
from reviewer.session import store
from reviewer.session.codec import SessionError
from reviewer.sources.registry import SUFFIXES, PasswordNeededError, SourceError, file_of, files_of, open_source
from reviewer.ui.desk import Desk, OpenSource, State
from reviewer.ui.jobs import Job, Jobs, Report
from reviewer.ui.settings import Settings
from reviewer.ui.source.kinds import made_ready

log = logging.getLogger(__name__)

MOST_FROM_FOLDER = 2000
"""So many files of one folder are opened at most: more is a slip of the mouse."""


class Opener(QObject):
    """Puts files on the desk. Every failure becomes a sentence at its source and a `troubled` of the desk."""

    recent_changed = Signal()
    work_begun = Signal(object)
    """An OpenSource that is in no session yet has its review."""
    session_opened = Signal(Path, list, bool)
    """A session, the OpenSources that it was read into, and whether it is a recovery session."""
    _previewed = Signal(object)
    """Emitted by workers: of this OpenSource there is something to show."""

    def __init__(
        self, desk: Desk, jobs: Jobs, settings: Settings, recovery: Path, parent: QObject | None = None
    ) -> None:
        """`recovery` is the folder of recovery sessions."""
        super().__init__(parent)
        self._recovery = recovery
        self._desk, self._jobs, self.settings = desk, jobs, settings
        self._at_work: dict[OpenSource, Job] = {}
        self.ask_password: Callable[[str, bool], str | None] = lambda _file, _again: None
        """Asks for the password of a file, `again` after a wrong one; None where there is none to be had."""
        self._locked: list[tuple[OpenSource, PasswordNeededError, bool]] = []
        """Files whose password is still to be asked for: one question at a time."""
        self._asking = False
        self._password: str | None = None
        """The password that opened a file last: those of one batch often have the same."""
        self._provisional: dict[OpenSource, Source] = {}
        self._previewed.connect(self._show_provisional, Qt.ConnectionType.QueuedConnection)
        desk.source_removed.connect(self._removed)

    def open(self, paths: Iterable[Path], remember: bool = True) -> None:
        """Open sources, sessions and folders of them; what is open already only comes to hand."""
        chosen: OpenSource | None = None
        there = {key: s for s in reversed(self._desk.sources) for key in _keys_of(s)}
        for path in self._files(paths):
            known = there.get(_key(path)) or there.get(_said(path))
            opened = known or OpenSource(path)
            chosen = chosen or opened
            if known is not None and known.state is not State.FAILED:
                continue
            if known is None:
                self._desk.add(opened)
            if remember and path.parent != self._recovery:
                self.settings.remember(path)
            self._begin(opened)
        if chosen is not None:
            self._desk.choose(chosen)
        self.recent_changed.emit()

    def _files(self, paths: Iterable[Path]) -> list[Path]:
        files: list[Path] = []
        for path in paths:
            path = path.expanduser().absolute()
            if not path.is_dir():
                files += self._unpacked(path)
                continue
            try:
                found, ours = _in_folder(path)
            except OSError as error:
                log.info("folder %s cannot be read: %s", path, error)
                found, ours = [], 0
            if ours:
                self._desk.troubled.emit(
                    trn("{count} file in {folder} was written by this program and is not read as a source.",
                        "{count} files in {folder} were written by this program and are not read as sources.", ours,
                        folder=path.name)
                )  # fmt: skip
            if not found and ours:
                continue
            if not found:
                self._desk.troubled.emit(
                    tr("{folder} holds no file that can be opened; please choose another folder.", folder=path.name)
                )
            files += [file for one in found for file in self._unpacked(one)]
        return list({_key(file): file for file in reversed(files)}.values())[::-1]

    def _unpacked(self, path: Path) -> list[Path]:
        """What a file stands for: what is in it where it is a zip of files, otherwise itself."""
        try:
            return files_of(path)
        except SourceError as error:
            self._desk.troubled.emit(str(error))
            return []

    # -- reading, then extracting -------------------------------------------------------------------------------

    def _begin(self, opened: OpenSource, password: str | None = None, typed: bool = False) -> None:
        """Read a file; `typed` says that the user has just given the password."""
        from reviewer.ui.reader_service import read_elsewhere

        opened.state, opened.progress, opened.message = State.READING, 0.0, ""
        self._desk.updated(opened)
        path, accuracy, memory = opened.path, self.settings.target_accuracy, self.settings.reading_memory

        def work(report: Report) -> tuple[Review, History] | Source | store.Salvage:
            def preview(source: Source) -> None:
                report(0.0)  # raises where nobody wants it any more
                waiting = opened in self._provisional
                self._provisional[opened] = source
                if not waiting:
                    self._previewed.emit(opened)

            if store.is_session(path):
                kept = _session(path)
                for number, (review, _) in enumerate(kept.items):
                    self._make_ready(review, opened if number == 0 else None)
                return kept
            found = read_elsewhere(path, password, accuracy, memory, report, preview)
            if found is None:
                return open_source(path, report, password, preview)
            self._make_ready(found[0], opened)
            return found

        def done(found: tuple[Review, History] | Source | store.Salvage) -> None:
            self._password = password or self._password
            if isinstance(found, Source):
                self._read(opened, found)
            elif isinstance(found, store.Salvage):
                self._loaded(opened, found)
            else:
                self._extracted(opened, *found)

        def failed(error: BaseException) -> None:
            if isinstance(error, PasswordNeededError):
                self._unlock(opened, error, typed, tried=password)
            else:
                self._failed(opened, error)

        self._start(opened, work, done, failed)

    def _make_ready(self, review: Review, opened: OpenSource | None) -> None:
        """Have worked out, by a thread that nobody waits for, what the panes ask of a review when it arrives."""
        if review.size > _LARGE:
            pass_over()
        review.count_doubtful()
        document_kind(review.source)
        for node in islice(review.root.walk(), _FIRST_NODES):
            for key in TARGET_PARTS:
                parse_targets(node.value(key))  # compiles what it needs when it is called first
        if opened is not None and opened is self._desk.current:
            opened.ready = made_ready(review.source)

    def _show_provisional(self, opened: OpenSource) -> None:
        """Show what has been read so far; the whole source takes its place later."""
        source = self._provisional.pop(opened, None)
        if source is not None and opened.state is State.READING and opened in self._desk.sources:
            opened.source = source
            self._desk.updated(opened)

    def _unlock(self, opened: OpenSource, error: PasswordNeededError, typed: bool, tried: str | None) -> None:
        """A file is encrypted: try the password of the one before, otherwise ask."""
        if tried is None and self._password is not None:
            self._begin(opened, self._password)
            return
        self._locked.append((opened, error, typed))
        while self._locked and not self._asking:
            one, why, again = self._locked.pop(0)
            if one not in self._desk.sources:
                continue
            self._asking = True
            try:
                password = self.ask_password(one.name, again)
            finally:
                self._asking = False
            if password:
                self._begin(one, password, typed=True)
            else:
                self._failed(one, why)

    def _start(
        self,
        opened: OpenSource,
        work: Callable[[Report], object],
        done: Callable[..., None],
        failed: Callable[[BaseException], None],
    ) -> None:
        def progressed(share: float) -> None:
            opened.progress = share
            self._desk.source_changed.emit(opened)

        self._at_work[opened] = self._jobs.start(work, done, failed, progressed)

    def _loaded(self, opened: OpenSource, found: store.Salvage) -> None:
        """A session: its first source takes the place of the file on the desk, the others come after it.

        What could be saved of a damaged one is new work: its file stays as it is.
        """
        self._at_work.pop(opened, None)
        path, sources = opened.path, []
        is_new_work = bool(found.missing) or path.parent == self._recovery
        for number, (review, history) in enumerate(found.items):
            one = opened if number == 0 else OpenSource(path)
            one.origin = _origin(found, number)
            if one.origin is not None and is_on_another_computer(one.origin, path):
                one.origin, one.said_origin = None, one.origin
            one.path = one.origin or path.with_name(review.source.name)
            one.session = None if is_new_work else path
            if number:
                self._desk.add(one)
            if is_new_work:
                history.mark_unsaved()
            self._put_down(one, review, history)
            sources.append(one)
        if not found.items:
            opened.state = State.FAILED
            opened.message = tr("{file} holds no source; please open the source itself.", file=path.name)
            self._desk.updated(opened)
            self._desk.troubled.emit(opened.message)
            return
        if found.missing:
            for one in sources:
                self.work_begun.emit(one)
            for sentence in found.missing:
                self._desk.troubled.emit(sentence)
        else:
            self.session_opened.emit(path, sources, is_new_work)
        self._say_open(opened)

    def _read(self, opened: OpenSource, source: Source) -> None:
        opened.source, opened.state, opened.progress = source, State.EXTRACTING, 0.0
        self._desk.updated(opened)
        target = self.settings.target_accuracy

        def work(report: Report) -> tuple[Review, History]:
            from reviewer.extract.pipeline import extract

            review = extract(source, report, checked=False)
            review.target_accuracy = target
            history = History(review)
            self._make_ready(review, opened)
            return review, history

        self._start(
            opened, work, lambda made: self._extracted(opened, *made), lambda error: self._failed(opened, error)
        )

    def _extracted(self, opened: OpenSource, review: Review, history: History) -> None:
        self._at_work.pop(opened, None)
        self._put_down(opened, review, history)
        self.work_begun.emit(opened)
        kind = document_kind(review.source)
        finding = kind.message()
        if not review.entries:
            if kind.is_foreign and finding:
                text = tr("{file}: {finding}. Entries can be inserted by hand, or read from words marked in the original.",
                          file=opened.name, finding=finding.text())  # fmt: skip
            else:
                text = tr("{file} holds no budget performance-target table that could be recognised; "
                          "entries can be inserted by hand.", file=opened.name)  # fmt: skip
            self._desk.troubled.emit(text)
            return
        if finding:
            self._desk.troubled.emit(tr("{file}: {finding}.", file=opened.name, finding=finding.text()))
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

    def stop(self, opened: OpenSource) -> None:
        """The user does not want to wait for a source any longer; it stays on the list and can be opened again."""
        job = self._at_work.pop(opened, None)
        if job is None:
            return
        job.cancel()
        self._provisional.pop(opened, None)
        if opened.state is State.READING:
            opened.source = None
        opened.state = State.FAILED
        opened.message = tr("Reading {file} was stopped; open it again to read it.", file=opened.name)
        self._desk.updated(opened)
        self._desk.said.emit(opened.message)

    def _failed(self, opened: OpenSource, error: BaseException) -> None:
        self._at_work.pop(opened, None)
        opened.message = sentence(opened.name, error)
        if opened.state is State.READING:
            opened.source = None  # the part that was shown already is no source
        opened.state = State.FAILED
        if isinstance(error, SourceError | SessionError) and not file_of(opened.path).exists():
            self.settings.forget(opened.path)
            self.recent_changed.emit()
        self._desk.updated(opened)
        self._desk.troubled.emit(opened.message)

    def _removed(self, opened: OpenSource) -> None:
        self._provisional.pop(opened, None)
        job = self._at_work.pop(opened, None)
        if job is not None:
            job.cancel()


def _session(path: Path) -> store.Salvage:
    """A session, whole, or as far as it is sound. Raises SessionError."""
    try:
        return store.Salvage(store.load_session(path), (), tuple(store.origins(path)))
    except store.DamagedError:
        return store.salvage_session(path)


_FIRST_NODES = 30
_LARGE = 1000
"""Of so many nodes a review is passed over by the search for dead cycles; ui/freeing looks at it when its source is closed."""


def _key(path: Path) -> tuple[object, ...]:
    """What a path leads to, whatever way it takes: the file itself, and for a file in a zip its place in it."""
    file = file_of(path)
    inside = path.relative_to(file).parts if path != file else ()
    try:
        seen = look(file)
    except OSError:
        seen = None
    return (seen.identity if seen else real_name(file), *inside)


def _keys_of(opened: OpenSource) -> list[tuple[object, ...]]:
    """Everything by which a source on the desk is known."""
    keys = [_key(path) for path in (opened.path, opened.origin, opened.session) if path is not None]
    return keys if opened.said_origin is None else [*keys, _said(opened.said_origin)]


def _said(path: Path) -> tuple[object, ...]:
    """A path as it is written, for one that is not looked up."""
    return ("said", os.path.normcase(path))


def _origin(found: store.Salvage, number: int) -> Path | None:
    """Where a source of a session lies; None where the session does not say, or names another file."""
    if len(found.origins) != len(found.items) or not found.origins[number]:
        return None
    origin = Path(found.origins[number])
    return origin if origin.name == found.items[number][0].source.name else None


def sentence(file: str, error: BaseException) -> str:
    """What to tell the user of a failure; one that nobody foresaw goes to the log with all its details."""
    if isinstance(error, SourceError | SessionError):
        return str(error)
    log.error("opening %s failed", file, exc_info=error)
    return tr("{file} could not be opened because of a fault in this program; the details are in its log.", file=file)


def _first_field(review: Review) -> FieldRef | None:
    within = review.entries[0] if review.entries else review.root
    return next((FieldRef(within.id, key) for key in within.ordered_keys()), None)


def _in_folder(folder: Path) -> tuple[list[Path], int]:
    """The files of a folder and beneath it that can be opened, in the order of their names; hidden ones left out.

    And how many were left out because this program exported them.
    """
    from reviewer.base.own_export import is_own_export

    wanted = (*SUFFIXES, store.SUFFIX)
    found = (
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in wanted
        and path.is_file()
        and not any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
    )
    files = [path for path, _ in zip(found, range(MOST_FROM_FOLDER), strict=False)]
    kept = [path for path in files if not is_own_export(path)]
    return kept, len(files) - len(kept)
