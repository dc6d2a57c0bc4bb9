"""The main window: puts the panes, commands and actions together; what they do is theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QChildEvent, QEvent, Qt, QTimer
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QMainWindow,
    QMenu,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from reviewer.base.i18n import tr, trn
from reviewer.model.fields import FieldRef
from reviewer.model.review import Review
from reviewer.model.stops import stop_of
from reviewer.ui import composing, density
from reviewer.ui.actions import Actions, Hands
from reviewer.ui.announcing import Announcer
from reviewer.ui.clean_line import dropped_files
from reviewer.ui.commands.coverage import CoverageCommands
from reviewer.ui.commands.export import ExportCommands
from reviewer.ui.commands.files import FileCommands
from reviewer.ui.commands.guide import GuideCommands
from reviewer.ui.commands.keyboard_commands import KeyboardCommands, Reach
from reviewer.ui.commands.learn import Asked, LearnCommands
from reviewer.ui.commands.record import RecordCommands
from reviewer.ui.commands.review import ReviewCommands
from reviewer.ui.commands.rows import RowCommands
from reviewer.ui.commands.team import TeamCommands
from reviewer.ui.commands.view import RAW, ViewCommands
from reviewer.ui.commands.whole import WholeCommands
from reviewer.ui.coverage_bar import CoverageBar
from reviewer.ui.desk import Desk, OpenSource
from reviewer.ui.dialogs.prompts import Prompts
from reviewer.ui.dropping import DropsOnDialogs
from reviewer.ui.find_bar import FindBar
from reviewer.ui.fitting import StatusLabel
from reviewer.ui.fold import FoldingPane
from reviewer.ui.freeing import Freeing
from reviewer.ui.guarding import Guard
from reviewer.ui.jobs import Jobs
from reviewer.ui.keeping import Keeper
from reviewer.ui.keys import KeyGuard
from reviewer.ui.locking import lock_action
from reviewer.ui.menus import MENUS, RecentMenu, build_menus, build_tools
from reviewer.ui.messages import MessageBar
from reviewer.ui.opening import Opener
from reviewer.ui.pane_mark import PaneMark
from reviewer.ui.panels import DocumentList, FieldPanel, IssueList, ReviewProgress
from reviewer.ui.panels.overall import Overall
from reviewer.ui.rereading import Rereader
from reviewer.ui.same_bar import SameBar
from reviewer.ui.setting_values import WINDOW
from reviewer.ui.settings import Settings, data_folder
from reviewer.ui.source import SourceView
from reviewer.ui.start_page import StartPage, sample_name, samples
from reviewer.ui.tree import ReviewTree

FIRST_SIZE = (1280, 720)
SHARES = {"across": (175, 530, 660), "right": (450, 250), "down": (560, 150)}
"""How the splitters share their room before the user has moved them."""
ROOMY = 900
"""On a screen lower than this the list of doubtful fields is folded until the user wants it."""


class MainWindow(QMainWindow):
    """The clerk's desk. Scripts use wait_until_idle, current_field and review."""

    def __init__(self, settings: Settings | None = None, prompts: Prompts | None = None) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.setAccessibleName(tr("Performance-target review desk"))
        self.settings = settings or Settings()
        self._drops = DropsOnDialogs(lambda files: self.opener.open(files), self)
        density.use(self.settings.density)
        self.desk = Desk(self)
        self.desk.reviewer_name = self.settings.reviewer_name
        self.jobs = Jobs(self)
        recovery = data_folder() / "recovery"
        self._freeing, self._guarding = Freeing(self.desk), Guard(self.desk)
        self.opener = Opener(self.desk, self.jobs, self.settings, recovery, self)
        self._shown: OpenSource | None = None
        self._make_panes()
        self.keeper = Keeper(
            self.desk, self.message_bar, recovery, lambda: self.files.save_as(), lambda: self.settings.days_kept
        )
        self.files = FileCommands(
            self.desk, self.settings, self.opener, prompts or Prompts(self), self.message_bar, self.keeper
        )
        self.exports = ExportCommands(self.desk, self.jobs, self.settings, self.files, self.message_bar, self)
        self._rereader = Rereader(self.desk, self.jobs, self.opener, self.message_bar, self)
        self.records = RecordCommands(self.desk, self.files.prompts, self)
        self.reviewing = ReviewCommands(self.desk, self.field_panel, self.source_view, self._key_of)
        self.coverage = CoverageCommands(self.desk, self.source_view, self.coverage_bar)
        self._view = ViewCommands(
            self.desk, self.settings, self.source_view, self.find_bar, self, lambda: self._keys.pages(), self._refit
        )
        rows = RowCommands(self.desk, self.field_panel, self.source_view, self)
        self.learning = LearnCommands(
            self.desk, self.same_bar, self.source_view.selected_spans, data_folder(), self, self._asked_by_learning()
        )
        self._keys = KeyboardCommands(self.settings, self.learning, self, self._reach())
        self.opener.session_opened.connect(self.keeper.go_on)  # before the team hears of it: acts go to the disk first
        self.team = TeamCommands(
            self.desk,
            self.settings,
            self.opener,
            self.jobs,
            data_folder(),
            self.message_bar,
            self,
            self.learning.is_fixed,
        )
        guide = GuideCommands(self.desk, self.opener, self, self._key_of, self._view.manual, self._put_guide)
        self.whole = WholeCommands(self.desk, self.settings, self.files, self.reviewing, self.message_bar, guide, self)
        hands = Hands(
            self.files, self.reviewing, self._view, self.records, self.exports, self.coverage, rows, self.learning, self._keys, self.team,
            self.whole, self.source_view.list_fields, self._settle,
        )  # fmt: skip
        self.actions_table = Actions(self.desk, hands, self)
        self._give_keys()
        self.actions_table["actionExportExcel"].triggered.connect(guide.exported)
        self._lay_out()
        self._make_menus()
        self._connect()
        self.setAcceptDrops(True)
        self._restore()
        self._current_changed(None)

    # -- putting together ---------------------------------------------------------------------------------------

    def _make_panes(self) -> None:
        self.document_list = DocumentList(self.desk)
        self.source_view = SourceView(self.desk, self._key_of)
        self.review_tree = ReviewTree(self.desk)
        self.field_panel = FieldPanel(self.desk, self._key_of)
        self.issue_list = IssueList(self.desk)
        self.progress, self.overall = ReviewProgress(self.desk), Overall(self.desk)
        self.find_bar = FindBar(self.source_view.find)
        self.coverage_bar = CoverageBar()
        self._issues = FoldingPane(self.issue_list, self.issue_list.view)
        self.message_bar, self.same_bar, self.start_page = MessageBar(), SameBar(), StartPage()
        self._alike = StatusLabel()
        self._alike.setObjectName("alikeHint")

    def _key_of(self, action: str) -> str:
        """The key of an action as a person reads it."""
        return self.actions_table.shown_key(action)

    def _asked_by_learning(self) -> Asked:
        return Asked(
            self.reviewing.go_on, lambda before, now: self.team.words_kept(before, now), self._rereader.offer,
            lambda question: self.files.prompts.ask_replace(question), self._key_of,
        )  # fmt: skip

    def _reach(self) -> Reach:
        return Reach(
            panes=lambda: (self.document_list, self.source_view, self.review_tree, self.field_panel, self.same_bar,
                           *((self._issues,) if self._issues.is_open else ())),
            rows=lambda: self.actions_table.rows(MENUS), keys=lambda: self.actions_table.keys(),
            use_keys=lambda keys: self.actions_table.use_keys(keys), manual=self._view.manual,
            next_field=self.reviewing.next_field, to_rows=self.review_tree.setFocus,
        )  # fmt: skip

    def _give_keys(self) -> None:
        """The keys that the user has chosen, and everything that shows or changes keys."""
        self.actions_table.use_keys(self._keys.chosen())
        self._guard = KeyGuard(self, self.actions_table.keys)
        self._pane_mark = PaneMark(self._keys.panes, self)

    def _refit(self) -> None:
        """Rows have more or less air now."""
        self.review_tree.refit()
        self.issue_list.refit()
        self.document_list.list.scheduleDelayedItemsLayout()

    def _lay_out(self) -> None:
        original = QWidget()
        column = QVBoxLayout(original)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.source_view, 1)
        column.addWidget(self.coverage_bar)
        column.addWidget(self.find_bar)
        self._splitters = {
            "right": _splitter(Qt.Orientation.Vertical, self.review_tree, self.field_panel),
        }
        self._splitters["across"] = _splitter(
            Qt.Orientation.Horizontal, self.document_list, original, self._splitters["right"]
        )
        self._splitters["down"] = _splitter(Qt.Orientation.Vertical, self._splitters["across"], self._issues)
        for name, stretches in {"across": (0, 5, 6), "right": (1, 0), "down": (1, 0)}.items():
            for place, stretch in enumerate(stretches):
                self._splitters[name].setStretchFactor(place, stretch)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.start_page)
        self._stack.addWidget(self._splitters["down"])
        middle = QWidget()
        rows = QVBoxLayout(middle)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.message_bar)
        self._bars = rows
        rows.addWidget(self._stack, 1)
        rows.addWidget(self.same_bar)
        self.setCentralWidget(middle)
        self.statusBar().addPermanentWidget(self.exports.writing.bar)  # there it takes no room from the work
        self.statusBar().addPermanentWidget(self.team.hint)
        self.statusBar().addPermanentWidget(self.overall)
        self.statusBar().addPermanentWidget(self._alike)
        self._alike_soon = QTimer(self, singleShot=True, interval=0)  # once for an act and the step that follows it
        self._alike_soon.timeout.connect(self._say_alike)

    def _put_guide(self, bar: QWidget) -> None:
        self._bars.insertWidget(1, bar)

    def _make_menus(self) -> None:
        actions = self.actions_table
        actions.draw(self.palette())
        keys = [actions.shown_key(name) for name in
                ("actionFillFromSource", "actionUnclaimedIndicator", "actionUnclaimedNothing")]  # fmt: skip
        self.coverage_bar.name_keys(keys)
        self.addActions(actions.all())
        self._tools = build_tools(self, actions, self.progress)
        menus = build_menus(self, actions)
        save = actions["actionSave"]
        self._recent = RecentMenu(
            menus["file"], save, tr("&Recent"), lambda: self.settings.recent, str, lambda path: self.opener.open([path])
        )
        self._samples = RecentMenu(menus["file"], save, tr("Sa&mples"), samples, sample_name, self._open_sample)
        leave = QAction(tr("&Quit"), self)
        leave.setObjectName("actionQuit")
        leave.setShortcut("Ctrl+Q")
        leave.triggered.connect(self.close)
        menus["file"].addAction(leave)
        actions["actionRawText"].setChecked(self.settings.flag(RAW, False))
        if self.settings.is_fixed(WINDOW + RAW):
            actions.lock("actionRawText")
        menus["view"].addSeparator()
        roomy = QGuiApplication.primaryScreen().availableSize().height() >= ROOMY
        documents, panel, issues = (
            self._pane_action(menus["view"], name, words, show, default)
            for name, words, show, default in (
                ("Documents", tr("&Documents"), self.document_list.want, True),
                ("Panel", tr("&Field panel"), self.field_panel.setVisible, True),
                ("Issues", tr("Doubtful fields and &checks"), lambda on: self._issues.fold(not on), roomy),
            )
        )
        wraps = self._pane_action(
            menus["view"], "Wrap", tr("&Wrap long values in the tree"), self.review_tree.wrap_long, True
        )
        if not issues.isEnabled():
            self._issues.lock()
        self._issues.folded.connect(lambda folded: issues.setChecked(not folded))
        self._issues.folded.connect(self._make_room)
        self._pane_actions = (documents, panel, issues, wraps)

    def _make_room(self) -> None:
        """Give the room of the folded list to the rest (a splitter does not look at greatest heights by itself)."""
        splitter, is_open = self._splitters["down"], self._issues.is_open
        splitter.setSizes(list(SHARES["down"]) if is_open else [10_000, 1])
        splitter.handle(1).setEnabled(is_open)

    def _pane_action(self, menu: QMenu, name: str, words: str, show: Callable[[bool], None], default: bool) -> QAction:
        action = QAction(words, self, checkable=True, checked=True)
        action.setObjectName(f"actionPane{name}")
        action.toggled.connect(show)
        action.toggled.connect(lambda on: None if on else self._keep_keys())
        action.setChecked(self.settings.flag(action.objectName(), default))
        if self.settings.is_fixed(WINDOW + action.objectName()):
            lock_action(action)
        menu.addAction(action)
        return action

    def _keep_keys(self) -> None:
        """A pane has gone: the keys are with the rows, never with whatever control happens to come next."""
        if self.isVisible():
            self.review_tree.setFocus()

    def _connect(self) -> None:
        desk = self.desk
        desk.said.connect(self.statusBar().showMessage)
        desk.troubled.connect(self.message_bar.say)
        Announcer(desk, self.review_tree, self.field_panel)
        desk.rows_wanted.connect(self.review_tree.setFocus)
        self.learning.load()
        desk.current_changed.connect(self._current_changed)
        desk.source_changed.connect(lambda _opened: self._title())
        desk.source_removed.connect(lambda _opened: self._current_changed(desk.current))
        desk.field_chosen.connect(lambda _ref: self._alike_soon.start())
        desk.review_changed.connect(self._alike_soon.start)
        self.field_panel.committed.connect(self.reviewing.go_on)
        self.field_panel.why_wanted.connect(self._view.why_doubted)
        self.field_panel.explains = True
        self.field_panel.rows_about = self.review_tree.view.rows_about
        self.field_panel.parts_wanted.connect(self.actions_table["actionTarget"].trigger)
        self.field_panel.suggestion_wanted.connect(self.actions_table["actionTakeSuggestion"].trigger)
        self.source_view.fill_wanted.connect(self._fill_picked)
        self.review_tree.typed_elsewhere.connect(self.field_panel.take_typed)
        self.field_panel.editor.cancelled.connect(self.review_tree.view.setFocus)
        self.same_bar.left.connect(self.review_tree.view.setFocus)
        self.review_tree.view.itemDelegate().closeEditor.connect(self._cell_closed)
        self.start_page.open_wanted.connect(self.files.open)
        self.start_page.folder_wanted.connect(self.files.open_folder)
        self.start_page.file_wanted.connect(lambda path: self.opener.open([path]))
        self.start_page.sample_wanted.connect(self._open_sample)
        self.start_page.guide_wanted.connect(self.whole.guide.start)
        self.progress.stop_wanted.connect(self.opener.stop)
        self.opener.work_begun.connect(self.keeper.begin)
        self.opener.recent_changed.connect(lambda: self.start_page.show_recent(self.settings.recent))
        self.start_page.show_recent(self.settings.recent)

    def _cell_closed(self, _editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """A cell of the tree was edited in place; Enter goes on as it does in the field panel."""
        if hint is QAbstractItemDelegate.EndEditHint.SubmitModelCache:
            self.reviewing.go_on()

    def _fill_picked(self) -> None:
        """Words were picked in the original: into the field in hand with them, and the hands back to the rows."""
        self.actions_table["actionFillFromSource"].trigger()
        self.review_tree.setFocus()

    def _settle(self) -> None:
        """What is typed but not yet entered counts before anything else is done: what is seen is what is saved."""
        composing.finish()
        focus = self.focusWidget()
        if focus is self.field_panel.editor:
            self.field_panel.keep_typed()
        elif focus is not None and focus is not self.review_tree.view and self.review_tree.view.isAncestorOf(focus):
            self.review_tree.view.setFocus()

    def _open_sample(self, path: Path) -> None:
        self.opener.open([path], remember=False)

    # -- what is in hand ----------------------------------------------------------------------------------------

    def _current_changed(self, opened: OpenSource | None) -> None:
        if opened is not self._shown:
            self._shown = opened
            self.statusBar().clearMessage()
        empty = not self.desk.sources
        arrived = self._stack.currentIndex() == 0 and not empty
        self._stack.setCurrentIndex(0 if empty else 1)
        if arrived or self.source_view.isAncestorOf(self.focusWidget()):
            self.review_tree.setFocus()  # the keys work on the rows from the start
        self._tools.setVisible(not empty)
        self.statusBar().setVisible(not empty)
        if opened is not None and opened.review is not None and not self._stack.isAncestorOf(self.focusWidget()):
            self.review_tree.setFocus()
        self._title()
        self._alike_soon.start()

    def _title(self) -> None:
        current = self.desk.current
        self.setWindowTitle(f"{current.name}[*]" if current else "")
        self.setWindowModified(any(opened.is_modified for opened in self.desk.sources))

    def _say_alike(self) -> None:
        count = self.reviewing.alike()
        key = self.actions_table.shown_key("actionAcceptAlike")
        text = trn("{count} field like this: {key} shows it", "{count} fields like this: {key} shows them",
                   count, key=key)  # fmt: skip
        self._alike.setText(text if count > 1 and key else "")

    # -- dragging files in --------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and folders may be dropped anywhere."""
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def childEvent(self, event: QChildEvent) -> None:
        """See QObject: what is dropped on a dialog opens too."""
        super().childEvent(event)
        if event.polished():
            self._drops.look_after(event.child())

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        self.opener.open(dropped_files(event.mimeData()))
        event.acceptProposedAction()

    # -- staying and going --------------------------------------------------------------------------------------

    def _restore(self) -> None:
        screen = QGuiApplication.primaryScreen().availableSize()
        self.resize(min(FIRST_SIZE[0], screen.width()), min(FIRST_SIZE[1], screen.height()))
        geometry = self.settings.state("geometry")
        if geometry is not None:
            self.restoreGeometry(geometry)
        for name, splitter in self._splitters.items():
            state = self.settings.state(name)
            if state is None or not splitter.restoreState(state):
                splitter.setSizes(list(SHARES[name]))
        columns = self.settings.state("columns")
        if columns is not None:
            self.review_tree.restore_columns(columns)
        if not self._issues.is_open:
            self._make_room()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about work that is not saved; remember how the window was."""
        self._settle()
        if not self.exports.may_close() or not self.files.may_close():
            event.ignore()
            return
        self.jobs.stop()
        self.team.close()
        self.keeper.close()
        self._guarding.close()
        self.settings.keep_state("geometry", self.saveGeometry())
        for name, splitter in self._splitters.items():
            self.settings.keep_state(name, splitter.saveState())
        self.settings.keep_state("columns", self.review_tree.columns())
        for action in self._pane_actions:
            self.settings.keep_flag(action.objectName(), action.isChecked())
        self.settings.sync()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc that nothing else had a use for stops an export."""
        if event.key() == Qt.Key.Key_Escape and self.exports.writing.is_busy:
            self.exports.writing.stop()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icons again when the palette changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "actions_table"):
            self.actions_table.draw(self.palette())

    # -- in a script --------------------------------------------------------------------------------------------

    def open_paths(self, paths: Iterable[Path]) -> None:
        """Open sources, sessions and folders."""
        self.opener.open(paths)

    def wait_until_idle(self, timeout_ms: int) -> bool:
        """Run the event loop until every background job has ended; False where that takes longer."""
        return self.jobs.wait(timeout_ms)

    def current_field(self) -> dict[str, Any] | None:
        """The field in hand, by its place in the JSON; None where there is none."""
        review, ref, current = self.desk.review, self.desk.field, self.desk.current
        if review is None or ref is None or current is None:
            return None
        return self._told(current, review, ref)

    def current_stop(self) -> list[dict[str, Any]]:
        """The fields that Enter would accept now, each as current_field() tells it; empty where no field is in hand."""
        review, ref, current = self.desk.review, self.desk.field, self.desk.current
        if review is None or ref is None or current is None:
            return []
        seen = self.field_panel.seen()
        refs = [one for one in stop_of(review, ref) if one == ref or one in seen] or [ref]
        return [self._told(current, review, one) for one in refs]

    def _told(self, current: OpenSource, review: Review, ref: FieldRef) -> dict[str, Any]:
        from reviewer.export.json_form import field_path

        entry, indicator, key = field_path(review, ref)
        field = review.field(ref)
        return {
            "source": self.desk.sources.index(current),
            "entry": entry,
            "indicator": indicator,
            "field": key,
            "value": field.value,
            "status": str(field.status),
            "needs_review": review.is_doubtful(ref),
        }

    def review(self, source: int = 0) -> dict[str, Any]:
        """The review as it now stands, as JSON of "reviewer/1". Raises LookupError where the source has none (yet)."""
        review = self.desk.sources[source].review
        if review is None:
            raise LookupError(f"source {source} is not extracted")
        from reviewer.export.json_form import document_json

        return document_json(review)


def _splitter(orientation: Qt.Orientation, *panes: QWidget) -> QSplitter:
    splitter = QSplitter(orientation)
    splitter.setHandleWidth(5)
    for pane in panes:
        splitter.addWidget(pane)
    splitter.setChildrenCollapsible(False)
    return splitter
