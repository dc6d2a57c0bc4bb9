"""Nothing is lost: every act is on the disk before the next key, in its session or, for new work, in a recovery session."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject

from reviewer.base import private
from reviewer.base.files import WriteError, sentence_of
from reviewer.base.gate import NOBODY, Consent, is_same, real_name
from reviewer.base.i18n import tr
from reviewer.session import recovery
from reviewer.session.live import LiveSession, StaleError
from reviewer.session.lock import HeldError
from reviewer.session.log import ENDINGS, log_of
from reviewer.ui.desk import Desk, OpenSource
from reviewer.ui.messages import MessageBar

log = logging.getLogger(__name__)


class Keeper(QObject):
    """Holds the live sessions of everything on the desk. What cannot be written is said in the bar, with a way on."""

    def __init__(
        self,
        desk: Desk,
        bar: MessageBar,
        folder: Path,
        save_as: Callable[[], object],
        days_kept: Callable[[], int] = lambda: recovery.DAYS_ASIDE,
    ) -> None:
        """`folder` is for recovery sessions; `save_as` is the way on where a session cannot be written; `days_kept` says for how many
        days work is kept that was closed without saving.
        """
        super().__init__(desk)
        self._desk, self._bar, self.folder, self._save_as = desk, bar, folder, save_as
        self._days_kept = days_kept
        self._troubled = False
        self._restored: set[LiveSession] = set()
        """Recovery sessions that an earlier window left behind."""
        desk.source_removed.connect(self._removed)

    # -- beginning ------------------------------------------------------------------------------------------------

    def begin(self, opened: OpenSource) -> None:
        """New work: nothing is written until its first act."""
        history = opened.history
        if history is not None:
            history.on_record.append(lambda _entry: self._keep_new(opened))

    def _keep_new(self, opened: OpenSource) -> None:
        """A recovery session for new work that has none yet."""
        if opened.live is not None or opened.review is None or opened.history is None:
            return
        file = self.folder / "recovery"
        try:
            file = recovery.new_file(self.folder, opened.name)
            live = LiveSession.create(file, [(opened.review, opened.history)], self._who, [_origin(opened)])
        except (OSError, WriteError, HeldError) as error:
            log.warning("no recovery session for %s: %s", opened.name, error)
            if not self._troubled:
                self._troubled = True
                said = sentence_of(file, error) if isinstance(error, OSError) else str(error)
                self._bar.say(said, [(tr("Save under another name…"), self._save_as)])
            return
        self._troubled = False
        for end in ("", "-wal", "-shm"):
            private.close_to_others(file.with_name(file.name + end))
        opened.live = self._watched(live)

    @property
    def _who(self) -> str:
        return self._desk.reviewer_name

    def _watched(self, live: LiveSession) -> LiveSession:
        live.on_trouble = lambda said: self._bar.say(
            said, [(tr("Try again"), live.retry), (tr("Save under another name…"), self._save_as)]
        )
        live.on_misplaced = lambda said: self._rescue(live, said)
        live.on_recovered = lambda: self._desk.said.emit(tr("All changes are on the disk again."))
        return live

    def _rescue(self, live: LiveSession, said: str) -> None:
        """The file of a session is not where it was any more: its work goes into a recovery session, whole, and has no name now."""
        sources = [s for s in self._desk.sources if s.live is live and s.review and s.history]
        ways = [(tr("Save under another name…"), self._save_as)]
        items = [(s.review, s.history) for s in sources if s.review and s.history]
        try:
            if sources:
                file = recovery.new_file(self.folder, sources[0].name)
                kept = self._watched(LiveSession.create(file, items, self._who, [_origin(s) for s in sources]))
                for opened in sources:
                    opened.live, opened.session = kept, None
                    if opened.history is not None:
                        opened.history.mark_unsaved()
                self._restored.discard(live)
                live.close()
        except (OSError, WriteError, HeldError) as error:
            log.warning("%s is not in its place any more, and its work cannot be kept: %s", live.path, error)
            said = str(error) if isinstance(error, WriteError) else said
        if said not in self._bar.texts():  # until it is kept, each act tries again
            self._bar.say(said, ways)
        for opened in sources:
            self._desk.source_changed.emit(opened)

    def go_on(self, path: Path, sources: Sequence[OpenSource], is_new_work: bool = False) -> None:
        """The session at `path` was read into `sources`: each further act goes into it.

        Where somebody else has it, or it cannot be written, the sources can be read and not changed. `is_new_work` says that
        the file is a recovery session, which has no name of the user's yet.
        """
        items = [(s.review, s.history) for s in sources if s.review and s.history]
        try:
            live = self._watched(LiveSession.open(path, items, self._who))
        except HeldError as error:
            self._only_read(sources, error.holder.sentence(path))
            return
        except StaleError as error:
            self._only_read(sources, str(error))
            return
        except WriteError as error:
            log.warning("%s cannot be written: %s", path, error)
            self._only_read(
                sources, tr("{file} cannot be written; it can be read here, but not changed.", file=path.name)
            )
            return
        if is_new_work:
            self._restored.add(live)
        for aside in live.put_aside:
            beside = next(
                (path.name + end for end in ENDINGS if aside.name.startswith(path.name + end)), log_of(path).name
            )
            said = tr("{log} beside {file} belongs to another file; it was put aside as {name}.", log=beside,
                      file=path.name, name=aside.name)  # fmt: skip
            self._bar.say(said)
        for opened in sources:
            opened.live = live
            opened.session = None if is_new_work else path

    def _only_read(self, sources: Sequence[OpenSource], why: str) -> None:
        for opened in sources:
            opened.read_only = why
        self._bar.say(why, [(tr("Save under another name…"), self._save_as)])

    # -- saving under a name ----------------------------------------------------------------------------------------

    def save(self, sources: Sequence[OpenSource], path: Path, consent: Consent = NOBODY) -> None:
        """Put the work on `sources` into the session at `path`: those that are in it stay, new ones join, from others it is copied.

        `consent` says what may be replaced. Raises WriteError, with everything as it was.
        """
        if self._is_own_folder(path):
            raise WriteError(
                tr(
                    "{folder} is where this program keeps unsaved work until it is thrown away; please choose another folder.",
                    folder=str(path.parent),
                )
            )
        there = next(
            (s.live for s in self._desk.sources if s.session and is_same(s.session, path) and s.live is not None), None
        )
        if there is None:
            self._create(sources, path, consent)
            return
        for opened in sources:
            if opened.live is not there and opened.review and opened.history:
                there.add(opened.review, opened.history, _origin(opened))
                self._moved(opened, there, path)
        if not there.retry():
            raise WriteError(tr("{file} cannot be written; please choose another place.", file=path.name))

    def _is_own_folder(self, path: Path) -> bool:
        """Whether a file would lie among the recovery sessions, which come and go."""
        own = Path(real_name(self.folder))
        return own in Path(real_name(path)).parents

    def _create(self, sources: Sequence[OpenSource], path: Path, consent: Consent) -> None:
        items = [(s.review, s.history) for s in sources if s.review and s.history]
        try:
            live = LiveSession.create(path, items, self._who, [_origin(s) for s in sources], consent)
        except HeldError as error:
            raise WriteError(error.holder.sentence(path)) from error
        self._watched(live)
        for opened in sources:
            self._moved(opened, live, path)

    def _moved(self, opened: OpenSource, live: LiveSession, path: Path) -> None:
        before, was_new = opened.live, opened.session is None
        opened.live, opened.session, opened.read_only = live, path, ""
        if before is not None and opened.history is not None:
            self._leave(before, opened, was_new, is_kept=True)
        if opened.history:
            opened.history.mark_saved()

    # -- the end ----------------------------------------------------------------------------------------------------

    def look_after(self, sources: Sequence[OpenSource]) -> None:
        """Before somebody leaves `sources`: what is not on the disk under its name any more becomes unsaved work, and is said."""
        for live in {s.live for s in sources if s.live is not None}:
            live.retry()

    def _leave(self, live: LiveSession, opened: OpenSource, is_new_work: bool, is_kept: bool = False) -> None:
        """`opened` needs `live` no more; with the last one it is closed, and of new work thrown away.

        What an earlier window left behind is the only copy of it, unless its work `is_kept` elsewhere now: it is put aside.
        """
        if opened.history is not None:
            live.let_go(opened.history)
        if any(other.live is live for other in self._desk.sources if other is not opened):
            return
        restored = live in self._restored
        self._restored.discard(live)
        if is_new_work and restored and not is_kept:
            live.close()
            recovery.put_aside(live.path)
        elif is_new_work:
            live.discard()
        else:
            live.close()

    def _removed(self, opened: OpenSource) -> None:
        live, opened.live = opened.live, None
        if live is not None:
            self._leave(live, opened, opened.session is None)

    def close(self) -> None:
        """The window goes, and the user has decided what becomes of work that is not saved."""
        for opened in self._desk.sources:
            self._removed(opened)

    # -- what a crash left ------------------------------------------------------------------------------------------

    def leftovers(self) -> list[recovery.Leftover]:
        """Work that an earlier window could not save. What was put aside long ago is removed."""
        recovery.tidy(self.folder, self._days_kept())
        return recovery.leftovers(self.folder)

    def forget(self, leftover: recovery.Leftover) -> None:
        """The user does not want it; what somebody has gone on with since it was offered stays, and that is said."""
        if not recovery.throw_away(leftover):
            name = leftover.names[0] if leftover.names else leftover.path.name
            self._bar.say(tr("The work on {name} was gone on with elsewhere and was not thrown away.", name=name))


def _origin(opened: OpenSource) -> str:
    """Where a source lies, as a session keeps it; empty where that is not known."""
    return str(opened.origin or opened.said_origin or "")
