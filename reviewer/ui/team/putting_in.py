"""Files that are put into the workspace from the team's window: looked through, asked about, sent on a line of their own, taken back."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from reviewer.base.i18n import tr, trn
from reviewer.ui.announcing import announce
from reviewer.ui.dialogs.list_dialog import ListDialog
from reviewer.ui.fitting import WrappedLabel
from reviewer.ui.jobs import Jobs, Report
from reviewer.ui.team.link import TeamLink
from reviewer.ui.team.put_in_dialog import PutInDialog
from reviewer.workspace.address import WorkspaceError
from reviewer.workspace.lasting import Lasting
from reviewer.workspace.putting_in import Looked, PutIn, look_through, names_of, put_in

log = logging.getLogger(__name__)

PATIENCE = 60.0
"""Seconds for which a server may go away while files are put in."""
Ask = Callable[[str, Sequence[Path], Sequence[str]], tuple[list[Path], str] | None]
"""Shows what is to be put in where, and what not; the files and their office, or None where the user thought better of it."""


class PutInBar(QWidget):
    """One line on what is being put in, or was, with what can be done about it. Hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("putInBar")
        self.label = WrappedLabel()
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedSize(140, 10)
        self.progress.setRange(0, 100)
        self.stop, self.back = QPushButton(tr("St&op")), QPushButton(tr("Ta&ke them back"))
        self.more, self.away = QPushButton(tr("Show what was n&ot…")), QPushButton(tr("Put away"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.label, 1)
        row.addWidget(self.progress)
        for button in (self.stop, self.back, self.more, self.away):
            button.setAutoDefault(False)
            row.addWidget(button)
        self.away.clicked.connect(self.hide)
        self.hide()

    def say(self, text: str, *buttons: QPushButton, share: float | None = None) -> None:
        """Show a sentence, these buttons, and how much is through (0 to 1) where something is going on."""
        self.label.setText(text)
        self.progress.setVisible(share is not None)
        self.progress.setValue(round(100 * (share or 0.0)))
        self.progress.setAccessibleName(text)
        for button in (self.stop, self.back, self.more, self.away):
            button.setVisible(button in buttons)
        self.show()


class PuttingIn(QObject):
    """Puts files in, one lot at a time. Nothing of it is done on the window's thread, nor on the line that sends acts."""

    changed = Signal()
    """Something was put in, or taken back."""

    def __init__(self, link: TeamLink, jobs: Jobs, window: QWidget) -> None:
        super().__init__(window)
        self._link, self._jobs, self._window = link, jobs, window
        self.bar = PutInBar()
        self.ask: Ask = self._ask
        self._stopped = threading.Event()
        self._busy = False
        self._made = PutIn()
        self._said = ""
        self.bar.stop.clicked.connect(self._stop)
        self.bar.back.clicked.connect(self._take_back)
        self.bar.more.clicked.connect(self._show_told)

    @property
    def is_allowed(self) -> bool:
        """Whether there is a line, and whoever is here may put documents in."""
        return self._link.is_online and self._link.hello is not None and self._link.hello.role == "lead"

    def offer(self, paths: Sequence[Path]) -> None:
        """Look through files, folders and zips, and ask whether what is in them is to be put in."""
        if not self._link.is_online or self._link.another is None:
            self._link.said.emit(tr("There is no line to a workspace; connect first, then put the files in."))
        elif not self.is_allowed:
            self._link.said.emit(
                tr(
                    "Only a lead puts documents into the workspace; to read them for yourself, drop them on the main window."
                )
            )
        elif self._busy:
            self._link.said.emit(tr("Files are being put in already; please wait until they are, or stop it."))
        else:
            self._busy = True
            self.bar.say(tr("Looking through what was given …"), share=0.0)
            self._jobs.start(lambda report: look_through(paths, lambda: report(0.0)), self._looked, self._failed)

    def _looked(self, looked: Looked) -> None:
        self._busy = False
        self.bar.hide()
        if self._made.new:  # what was put in before can still be taken back, also where nothing comes of this
            self._show(self._said, self._made)
        told = [*looked.told, *looked.left_out]
        if not looked.files:
            self._link.said.emit(" ".join(told) or tr("There is nothing in it that can be put in."))
            return
        address = self._link.address
        answer = self.ask(address.database if address is not None else "", looked.files, told)
        if answer is not None and answer[0]:
            self._put_in(*answer)

    def _ask(self, workspace: str, files: Sequence[Path], told: Sequence[str]) -> tuple[list[Path], str] | None:
        dialog = PutInDialog(workspace, files, told, self._window)
        sure = dialog.exec()
        answer = dialog.chosen(), dialog.office()
        dialog.deleteLater()
        return answer if sure else None

    def _put_in(self, files: Sequence[Path], office: str) -> None:
        another, made = self._link.another, PutIn()
        if another is None:  # the line went while the question was there
            self._link.said.emit(tr("There is no line to a workspace; connect first, then put the files in."))
            return
        self._busy = True
        self._made = made
        self._stopped = stopped = threading.Event()
        count = len(files)
        left = names_of(files)

        def work(report: Report) -> str:
            try:
                with another() as server, Lasting(server, PATIENCE, wanted=lambda: not stopped.is_set()) as line:
                    for number, (file, called) in enumerate(list(left.items())):
                        report(number / count)
                        if stopped.is_set():
                            break
                        if put_in(line, file, office, made, called):
                            del left[file]
            except WorkspaceError as error:  # what is in stays in, and is said
                return str(error)
            return ""

        def progressed(share: float) -> None:
            if not stopped.is_set():
                self.bar.say(tr("Putting in: {done} of {count}", done=round(share * count), count=count), self.bar.stop,
                             share=share)  # fmt: skip

        progressed(0.0)
        self._jobs.start(work, lambda trouble: self._done(made, len(left), trouble), self._failed, progressed)

    def _stop(self) -> None:
        self._stopped.set()
        self.bar.say(tr("Stopping after the file that is on its way …"), share=1.0)

    def _done(self, made: PutIn, left: int, trouble: str) -> None:
        self._busy = False
        said = [trn("{count} document was put in.", "{count} documents were put in.", len(made.new))]
        if made.there:
            said.append(trn("{count} was there already.", "{count} were there already.", made.there))
        if made.versions:
            said.append(trn("{count} is a new version of a document that is in the workspace already.",
                            "{count} are new versions of documents that are in the workspace already.", len(made.versions)))  # fmt: skip
        if trouble:
            said += [trouble, trn("{count} was not put in; please put it in again.",
                                  "{count} were not put in; please put them in again.", left)]  # fmt: skip
        elif left:
            said.append(tr("The rest was not, for it was stopped."))
        said += made.told[:1] if len(made.told) == 1 else []
        if len(made.told) > 1:
            said.append(trn("{count} could not be put in.", "{count} could not be put in.", len(made.told)))
        self._tell(" ".join(said), made)
        self.changed.emit()

    def _tell(self, text: str, made: PutIn) -> None:
        self._said = text
        self._show(text, made)
        announce(self.bar, text)

    def _show(self, text: str, made: PutIn) -> None:
        ways = [self.bar.back] * bool(made.new) + [self.bar.more] * (len(made.told) > 1)
        self.bar.say(text, *ways, self.bar.away)

    def _show_told(self) -> None:
        ListDialog(tr("What was not put in"), self._made.told, self._window).open()

    def _take_back(self) -> None:
        """What was just put in goes again, as far as nobody has had it in hand."""
        another, made = self._link.another, self._made
        if another is None or self._busy:
            self._link.said.emit(tr("There is no line to a workspace."))
            return
        self._busy = True
        kept: list[tuple[int, str]] = []
        count = len(made.new)

        def work(report: Report) -> str:
            try:
                with another() as server:
                    while made.new:
                        report(1 - len(made.new) / count)
                        if server.take_back(made.new[0][0]) != "done":
                            kept.append(made.new[0])
                        del made.new[0]
            except WorkspaceError as error:  # what is gone is gone; the rest can be asked for again
                return str(error)
            return ""

        self.bar.say(tr("Taking back …"), share=0.0)
        self._jobs.start(work, lambda trouble: self._back(made, count - len(kept), kept, trouble), self._failed)

    def _back(self, made: PutIn, gone: int, kept: list[tuple[int, str]], trouble: str) -> None:
        self._busy = False
        gone -= len(made.new)
        said = trn("{count} document was taken back; for 30 days it stands under “Deleted”.",
                   "{count} documents were taken back; for 30 days they stand under “Deleted”.", gone)  # fmt: skip
        if kept:
            said += " " + trn("{count} stays, for somebody else has had it in hand or has put it in too: {names}",
                              "{count} stay, for somebody else has had them in hand or has put them in too: {names}",
                              len(kept), names="、".join(name for _, name in kept[:3]))  # fmt: skip
        if trouble:
            said += " " + trouble + " " + trn("{count} was not taken back; please try again.",
                                              "{count} were not taken back; please try again.", len(made.new))  # fmt: skip
        self._tell(said, made)
        self.changed.emit()

    def _failed(self, error: BaseException) -> None:
        self._busy = False
        log.error("putting files into the workspace failed", exc_info=error)
        self._tell(tr("The files could not be put in because of a fault in this program; the details are in its log."),
                   self._made)  # fmt: skip
