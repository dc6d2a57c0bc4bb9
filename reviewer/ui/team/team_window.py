"""The window of the team: where the workspace is, and its pages. It stands beside the desk and stops nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from reviewer.base.i18n import tr, trn
from reviewer.sources.registry import SUFFIXES
from reviewer.ui.announcing import announce
from reviewer.ui.clean_line import keep_clean
from reviewer.ui.desk import Desk
from reviewer.ui.fitting import fit
from reviewer.ui.jobs import Jobs
from reviewer.ui.locking import lock, set_by_administrator
from reviewer.ui.settings import Settings
from reviewer.ui.team.clash_page import ClashPage
from reviewer.ui.team.differences_page import DifferencesPage
from reviewer.ui.team.idle_reading import IdleReading
from reviewer.ui.team.learning import Learning
from reviewer.ui.team.link import TeamLink
from reviewer.ui.team.putting_in import PuttingIn
from reviewer.ui.team.quality_page import QualityPage
from reviewer.ui.team.queue_page import QueuePage
from reviewer.ui.team.words_page import WordsPage
from reviewer.workspace.address import Address, WorkspaceError, store_password


class TeamWindow(QDialog):
    """Not modal; Esc hides it."""

    def __init__(
        self,
        link: TeamLink,
        learning: Learning,
        idle: IdleReading,
        desk: Desk,
        settings: Settings,
        jobs: Jobs,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("teamWindow")
        self.setWindowTitle(tr("Team"))
        self._link, self._settings = link, settings
        fit(self, 1040, 560)
        self.queue = QueuePage(link, desk)
        self.pages = QTabWidget()
        self.queue.told.connect(self._tell)
        self.pages.addTab(self.queue, tr("Queue"))
        self.clashes = ClashPage(link, desk, jobs)
        self.pages.addTab(self.clashes, tr("Clashes"))
        self.differences = DifferencesPage(link, jobs)
        self.pages.addTab(self.differences, tr("Differences"))
        self.quality = QualityPage(link, jobs)
        self.pages.addTab(self.quality, tr("Quality"))
        self.words = WordsPage(link, learning)
        self.pages.addTab(self.words, tr("Words"))
        self.line = QLabel()
        self.line.setObjectName("teamLine")
        self.line.setTextFormat(Qt.TextFormat.PlainText)
        self.line.setWordWrap(True)
        self.message = QLabel()
        self.message.setObjectName("teamMessage")
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setWordWrap(True)
        self.message.hide()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._connect_form())
        self._stack.addWidget(self.pages)
        self.leave = QPushButton(tr("Other workspace…"))
        self.leave.setObjectName("teamOther")
        self.leave.setAutoDefault(False)
        self.leave.clicked.connect(self._other)
        self.putting_in = PuttingIn(link, jobs, self)
        self.putting_in.changed.connect(self.queue.refresh)
        self.put = self._put_button()
        head = QHBoxLayout()
        head.addWidget(self.line, 1)
        head.addWidget(self.put)
        head.addWidget(self.leave)
        layout = QVBoxLayout(self)
        layout.addLayout(head)
        layout.addLayout(self._idle_row(idle))
        layout.addWidget(self.message)
        layout.addWidget(self.putting_in.bar)
        layout.addWidget(self._stack, 1)
        link.changed.connect(self._show_line)
        link.said.connect(self._say)
        self._show_line()

    def _idle_row(self, idle: IdleReading) -> QHBoxLayout:
        self.idle = QCheckBox(tr("Read &waiting documents while nobody works at this machine"))
        self.idle.setObjectName("teamIdle")
        self.idle.setChecked(self._settings.idle_reading)
        self.idle.setToolTip(
            tr(
                "After three minutes without a key or a click in this program; the next one ends it, and others read what was begun"
            )
        )
        self.idle.toggled.connect(idle.switch)
        if self._settings.is_fixed("idle_reading"):
            lock(self.idle)
        self.idle_said = QLabel()
        self.idle_said.setTextFormat(Qt.TextFormat.PlainText)

        def show() -> None:
            read = trn("{count} read here", "{count} read here", idle.read) if idle.read else ""
            self.idle_said.setText(tr("reading …") if idle.is_reading else read)

        idle.changed.connect(show)
        row = QHBoxLayout()
        row.addWidget(self.idle)
        row.addWidget(self.idle_said)
        row.addStretch(1)
        return row

    def _put_button(self) -> QPushButton:
        button = QPushButton(tr("P&ut in"))
        button.setObjectName("teamPutIn")
        button.setAutoDefault(False)
        button.setToolTip(
            tr("Put files into the workspace; they can be dropped on this window too, also folders and zip files")
        )
        menu = QMenu(button)
        menu.addAction(tr("&Files…"), self._put_files)
        menu.addAction(tr("A f&older…"), self._put_folder)
        button.setMenu(menu)
        return button

    def _put_files(self) -> None:
        patterns = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        filters = [tr("Sources ({patterns})", patterns=patterns), tr("All files ({patterns})", patterns="*")]
        chosen, _ = QFileDialog.getOpenFileNames(self, tr("Put in"), "", ";;".join(filters))
        if chosen:
            self.take_files([Path(text) for text in chosen])

    def _put_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("Put in"))
        if chosen:
            self.take_files([Path(chosen)])

    def take_files(self, files: list[Path]) -> None:
        """Files and folders were dropped here, or chosen: they are the team's work (ui.dropping)."""
        self.message.hide()
        self.putting_in.offer(files)

    def _connect_form(self) -> QWidget:
        form = QWidget()
        rows = QFormLayout(form)
        self.address = QLineEdit(self._settings.workspace)
        keep_clean(self.address)
        self.address.setObjectName("teamAddress")
        self.address.setPlaceholderText(tr("postgresql://NAME@HOST/DATABASE"))
        self.password = QLineEdit()
        self.password.setObjectName("teamPassword")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setPlaceholderText(tr("empty: the one in the system's keyring"))
        self.keep = QCheckBox(tr("Keep the password in the system's &keyring"))
        go = QPushButton(tr("&Connect"))
        go.setObjectName("teamConnect")
        go.setDefault(True)
        go.clicked.connect(self._connect)
        explained = QLabel(
            tr("The administrator of the workspace gives you its address, with your name in it, and a password.")
        )
        explained.setWordWrap(True)
        rows.addRow(explained)
        rows.addRow(tr("&Address:"), self.address)
        if self._settings.is_fixed("workspace"):
            lock(self.address)
            rows.addRow("", QLabel(set_by_administrator()))
        rows.addRow(tr("&Password:"), self.password)
        rows.addRow("", self.keep)
        beside = QHBoxLayout()
        beside.addWidget(go)
        beside.addStretch(1)
        rows.addRow("", beside)
        return form

    def begin(self) -> None:
        """Come up; where the workspace is known, go there at once, with the password of the keyring."""
        if not self._link.is_wanted and self._settings.workspace:
            self._go(self._settings.workspace, None)
        self.show()
        self.raise_()
        self.activateWindow()

    def showEvent(self, event: Any) -> None:
        """Say how the line is now."""
        super().showEvent(event)
        self._show_line()

    def _connect(self) -> None:
        self._go(self.address.text().strip(), self.password.text() or None)

    def _go(self, text: str, password: str | None) -> None:
        self.message.hide()
        try:
            address = Address.parse(text)
        except WorkspaceError as error:
            self._say(str(error))
            return
        if password and self.keep.isChecked() and not store_password(address, password):
            self._say(
                tr(
                    "There is no keyring of the system here; the password is not kept and has to be given again next time."
                )
            )
        self.password.clear()
        self._settings.workspace = address.text()
        self._link.connect_to(address, password)

    def _other(self) -> None:
        self._link.stop()
        self._stack.setCurrentIndex(0)
        self._show_line()
        self.address.setFocus()

    def _say(self, sentence: str) -> None:
        self.message.setText(sentence)
        self.message.show()

    def _tell(self, sentence: str) -> None:
        """Something came about; also for who does not see it."""
        self._say(sentence)
        announce(self.message, sentence)

    def _show_line(self) -> None:
        link, hello = self._link, self._link.hello
        if link.is_wanted and self._stack.currentIndex() == 1 and not self.isVisible():
            return  # every act changes the line; what nobody sees is put right when it is seen
        waiting = link.waiting
        if not link.is_wanted:
            self.line.setText(tr("No workspace."))
        elif link.is_online and hello is not None:
            said = tr(
                "{who} ({role}) at {name}",
                who=hello.name,
                role=tr_role(hello.role or ""),
                name=link.address.database if link.address else "",
            )
            more = (
                trn("{count} act is on its way.", "{count} acts are on their way.", waiting)
                if waiting
                else tr("Everything is on the server.")
            )
            self.line.setText(f"{said} · {more}")
        else:
            more = trn("{count} act waits here.", "{count} acts wait here.", waiting) if waiting else ""
            self.line.setText(" ".join(part for part in (link.trouble or tr("Connecting …"), more) if part))
        self.leave.setVisible(link.is_wanted)
        self.put.setVisible(self.putting_in.is_allowed)
        reads = link.is_wanted and hello is not None and hello.role != "reader"
        self.idle.setVisible(reads)
        self.idle_said.setVisible(reads)
        known = hello is not None or bool(link.is_wanted and not link.is_refused and link.shelf())
        self.pages.setTabVisible(
            self.pages.indexOf(self.differences), hello is not None and hello.role in ("checker", "lead")
        )
        if known and self._stack.currentIndex() == 0:
            self._stack.setCurrentIndex(1)
            self.queue.table.setFocus()
        elif not link.is_wanted or (not known and link.is_refused):
            self._stack.setCurrentIndex(0)


def tr_role(role: str) -> str:
    """A role as people call it."""
    return {"clerk": tr("clerk"), "checker": tr("checker"), "lead": tr("lead"), "reader": tr("reader")}.get(role, role)
