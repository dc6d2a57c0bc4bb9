"""Commands on files: open, save the session, close."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, QStandardPaths

from reviewer.base import gate
from reviewer.base.files import WriteError
from reviewer.base.i18n import tr, trn
from reviewer.base.lines import file_stem
from reviewer.base.resources import resource_folder
from reviewer.session.recovery import Leftover
from reviewer.session.store import SUFFIX
from reviewer.sources.registry import file_of
from reviewer.ui.desk import Desk, OpenSource, State
from reviewer.ui.dialogs.prompts import Prompts, Unsaved
from reviewer.ui.keeping import Keeper
from reviewer.ui.messages import MOST_LINES, MessageBar
from reviewer.ui.opening import Opener
from reviewer.ui.settings import Settings


class FileCommands:
    """Open, save and close; the questions go through `prompts`, problems to the message bar."""

    def __init__(
        self,
        desk: Desk,
        settings: Settings,
        opener: Opener,
        prompts: Prompts,
        bar: MessageBar,
        keeper: Keeper,
    ) -> None:
        self._desk, self._settings = desk, settings
        self._opener, self._bar = opener, bar
        self.prompts = prompts
        self._keeper = keeper
        opener.ask_password = lambda file, again: self.prompts.password(file, again)

    # -- opening ------------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Ask for files and open them."""
        self._opener.open(self.prompts.open_files(self.folder()))

    def open_folder(self) -> None:
        """Ask for a folder and open what is in it."""
        folder = self.prompts.open_folder(self.folder())
        if folder is not None:
            self._opener.open([folder])

    def folder(self) -> Path:
        """Where the user worked last."""
        near = [*_files(self._desk.sources[-1:]), *(file_of(path) for path in self._settings.recent)]
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return next((path.parent for path in near if self._is_the_users(path.parent)), Path(documents))

    def _is_the_users(self, folder: Path) -> bool:
        """Whether a folder is there, is none in which the program keeps what comes and goes, and none of its own (its samples)."""
        here = Path(gate.real_name(folder))
        own = {Path(gate.real_name(each)) for each in (self._keeper.folder, resource_folder())}
        return folder.is_dir() and own.isdisjoint((here, *here.parents))

    def ready(self) -> list[OpenSource]:
        """What is on the desk with a review."""
        return [s for s in self._desk.sources if s.state is State.READY and s.review is not None]

    # -- saving -------------------------------------------------------------------------------------------------

    def save(self) -> bool:
        """Save the session of the source in hand; new sources go into the same file. False where nothing was saved."""
        current = self._desk.current
        return self._save(current.session if current else None)

    def save_as(self) -> bool:
        """Save the session of the source in hand under another name."""
        return self._save(None)

    def _save(self, path: Path | None) -> bool:
        current = self._desk.current
        together = [s for s in self.ready() if s.session is None or (current and s.session == current.session)]
        if not together:
            return False
        if path is None:
            path = self.prompts.save_session(self.suggested(together, SUFFIX))
        if path is None:
            return False
        consent = gate.asked(path)
        try:
            self._keeper.save(together, path, consent)
        except WriteError as error:
            self._bar.say(str(error), [(tr("Save under another name…"), self.save_as)])
            return False
        for opened in together:
            self._desk.source_changed.emit(opened)
        self._settings.remember(path)
        self._opener.recent_changed.emit()
        self._desk.said.emit(tr("Saved as {file}", file=path.name))
        return True

    def suggested(self, sources: list[OpenSource], suffix: str) -> Path:
        """A name for a file that is made of these sources, under which nothing lies but what the program wrote itself."""
        first = sources[0]
        near = [path.parent for path in _files([first]) if self._is_the_users(path.parent)]
        folder = near[0] if near else self.folder()
        count, name = len(sources), first.path.stem
        stem = file_stem(tr("{first} and others, {count} in all", first=name, count=count) if count > 1 else name)
        try:
            return gate.free_name(folder / f"{stem}{suffix}")
        except OSError:
            return folder / f"{stem}{suffix}"

    # -- what a crash left --------------------------------------------------------------------------------------

    def offer_recovery(self) -> None:
        """Say in the bar what earlier windows could not save, each with the ways to restore it and to throw it away."""
        found = self._keeper.leftovers()
        if len(found) <= MOST_LINES:
            for leftover in found:
                self._offer(_said_of(leftover), [leftover])
        else:
            said = tr("{count} pieces of work were not saved when the program ended.", count=len(found))
            self._offer(said, found)

    def _offer(self, said: str, found: list[Leftover]) -> None:
        ways = [
            (tr("Restore"), lambda: self._opener.open([each.path for each in found])),
            (tr("Throw away…"), lambda: self._throw_away(said, found)),
        ]
        self._bar.say(said, ways)

    def _throw_away(self, said: str, found: list[Leftover]) -> None:
        if self.prompts.ask_throw_away([name for each in found for name in each.names or (each.path.name,)]):
            for leftover in found:
                self._keeper.forget(leftover)
        else:
            self._offer(said, found)

    # -- closing ------------------------------------------------------------------------------------------------

    def close_source(self) -> None:
        """Take the source in hand off the desk, after asking about work that is not saved."""
        current = self._desk.current
        if current is not None and self._may_go([current]):
            self._desk.remove(current)

    def may_close(self) -> bool:
        """Whether the window may go: nothing is unsaved, or the user has decided."""
        return self._may_go(self._desk.sources)

    def _may_go(self, sources: list[OpenSource]) -> bool:
        self._keeper.look_after(sources)
        unsaved = [s for s in sources if s.is_modified]
        if not unsaved:
            return True
        answer = self.prompts.ask_unsaved([s.name for s in unsaved])
        if answer is Unsaved.SAVE:
            return self._save_all(unsaved)
        return answer is Unsaved.DISCARD

    def _save_all(self, unsaved: list[OpenSource]) -> bool:
        for opened in unsaved:
            self._desk.choose(opened)
            if opened.is_modified and not self.save():
                return False
        return True


def _files(sources: list[OpenSource]) -> list[Path]:
    """The files that sources on the desk are known by: their session, else where they were read from."""
    return [file for s in sources if (file := s.session or (file_of(s.origin) if s.origin else None)) is not None]


def _said_of(leftover: Leftover) -> str:
    """What a leftover holds, in a sentence."""
    when = QLocale().toString(
        QDateTime.fromMSecsSinceEpoch(int(leftover.when.timestamp() * 1000)), QLocale.FormatType.ShortFormat
    )
    if not leftover.names:
        return tr("Work of {time} was not saved when the program ended; it is damaged in part.", time=when)
    return trn(
        "The work on {name} of {time} was not saved when the program ended ({count} change).",
        "The work on {name} of {time} was not saved when the program ended ({count} changes).",
        leftover.acts,
        name=leftover.names[0],
        time=when,
    )
