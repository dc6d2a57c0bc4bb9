"""Every action of the window, in one table: its name, words, keys, drawing, menu, when it makes sense, what it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence, QPalette

from reviewer.base.i18n import mark, tr, trn
from reviewer.model.acts import act_title
from reviewer.model.review import Kind
from reviewer.ui.commands.export import ExportCommands
from reviewer.ui.commands.files import FileCommands
from reviewer.ui.commands.record import RecordCommands
from reviewer.ui.commands.review import ReviewCommands
from reviewer.ui.commands.view import ViewCommands
from reviewer.ui.desk import Desk, State
from reviewer.ui.icons import icon


@dataclass(frozen=True, slots=True)
class Hands:
    """What actions do their work with."""

    files: FileCommands
    review: ReviewCommands
    view: ViewCommands
    records: RecordCommands
    exports: ExportCommands
    settle: Callable[[], None]
    """Enters what is typed in an open editor; called before every action."""


When = Callable[[Desk], bool]


def _always(_desk: Desk) -> bool:
    return True


def _source(desk: Desk) -> bool:
    return desk.current is not None and desk.current.source is not None


def _listed(desk: Desk) -> bool:
    return desk.current is not None


def _several(desk: Desk) -> bool:
    return len(desk.sources) > 1


def _review(desk: Desk) -> bool:
    return desk.review is not None


def _any_review(desk: Desk) -> bool:
    return any(opened.state is State.READY for opened in desk.sources)


def _field(desk: Desk) -> bool:
    return desk.review is not None and desk.field is not None


def _entry(desk: Desk) -> bool:
    node = desk.node()
    return node is not None and node.kind is not Kind.DOCUMENT


def _rows(desk: Desk) -> bool:
    return any(node.kind is not Kind.DOCUMENT for node in desk.selected_nodes())


def _undo(desk: Desk) -> bool:
    return desk.history is not None and desk.history.can_undo


def _redo(desk: Desk) -> bool:
    return desk.history is not None and desk.history.can_redo


@dataclass(frozen=True, slots=True)
class Spec:
    """One action. `keys` in Qt's portable form, the one shown first; `separate` puts a line above it in its menu.

    A `toggle` is handed whether it is on. `once` keeps a key that is held down from acting again and again.
    """

    name: str
    text: str
    menu: str
    does: Callable[[Hands], object] | Callable[[Hands, bool], object]
    keys: tuple[str, ...] = ()
    icon: str = ""
    when: When = _always
    separate: bool = False
    toggle: bool = False
    once: bool = False


ACTIONS: tuple[Spec, ...] = (
    Spec("actionOpen", mark("&Open…"), "file", lambda h: h.files.open(), ("Ctrl+O",), "open"),
    Spec("actionOpenFolder", mark("Open &folder…"), "file", lambda h: h.files.open_folder(), ("Ctrl+Shift+O",), "folder"),
    Spec("actionSave", mark("&Save session"), "file", lambda h: h.files.save(), ("Ctrl+S",), "save", _review, True),
    Spec("actionSaveAs", mark("Save session &as…"), "file", lambda h: h.files.save_as(), ("Ctrl+Shift+S",), "", _review),
    Spec("actionExportExcel", mark("&Export to Excel…"), "file", lambda h: h.exports.export(), ("Ctrl+E",), "export",
         _any_review, True),
    Spec("actionReadBack", mark("Take corrections &back from Excel…"), "file", lambda h: h.exports.read_back(),
         ("Ctrl+Shift+E",), "", _any_review),
    Spec("actionFillTemplate", mark("Fill a &template…"), "file", lambda h: h.exports.fill_template(), (), "", _any_review),
    Spec("actionCloseSource", mark("&Close source"), "file", lambda h: h.files.close_source(), ("Ctrl+W", "Ctrl+F4"), "",
         _listed, True),

    Spec("actionUndo", mark("&Undo"), "edit", lambda h: h.review.undo(), ("Ctrl+Z",), "undo", _undo),
    Spec("actionRedo", mark("&Redo"), "edit", lambda h: h.review.redo(), ("Ctrl+Y", "Ctrl+Shift+Z"), "redo", _redo),
    Spec("actionEdit", mark("&Edit value"), "edit", lambda h: h.review.edit(), ("F2",), "edit", _field, True),
    Spec("actionDitto", mark("&Ditto: value of the row above"), "edit", lambda h: h.review.ditto(), ("Ctrl+D",), "", _field),
    Spec("actionMarkBlank", mark("&Blank in the original"), "edit", lambda h: h.review.mark_blank(), ("Ctrl+B",), "", _field),
    Spec("actionMarkUnreadable", mark("U&nreadable in the original"), "edit", lambda h: h.review.mark_unreadable(),
         ("Ctrl+U",), "", _field),
    Spec("actionFillFromSource", mark("&Fill from the words marked in the original"), "edit",
         lambda h: h.review.fill_from_source(), ("F9",), "", _field),
    Spec("actionInsertIndicator", mark("&Insert indicator"), "edit", lambda h: h.review.insert_indicator(), ("Ins",),
         "insert", _entry, True, once=True),
    Spec("actionInsertEntry", mark("Insert &project"), "edit", lambda h: h.review.insert_entry(), ("Alt+Ins",), "", _review,
         once=True),
    Spec("actionDelete", mark("De&lete row"), "edit", lambda h: h.review.delete(), ("Del",), "delete", _rows, once=True),
    Spec("actionMoveUp", mark("Move up"), "edit", lambda h: h.review.move(-1), ("Alt+Up",), "", _rows),
    Spec("actionMoveDown", mark("Move down"), "edit", lambda h: h.review.move(1), ("Alt+Down",), "", _rows),
    Spec("actionSplit", mark("&Split row at the cursor"), "edit", lambda h: h.review.split(), ("F7",), "split", _entry,
         once=True),
    Spec("actionMergeNext", mark("&Merge with next row"), "edit", lambda h: h.review.merge_next(), ("Shift+F7",), "merge",
         _entry, once=True),
    Spec("actionFind", mark("Find in &original…"), "edit", lambda h: h.view.find(), ("Ctrl+F",), "find", _source, True),
    Spec("actionFindNext", mark("Find ne&xt"), "edit", lambda h: h.view.find_again(True), ("F3",), "", _source),
    Spec("actionFindPrevious", mark("Find pre&vious"), "edit", lambda h: h.view.find_again(False), ("Shift+F3",), "", _source),
    Spec("actionSettings", mark("Settin&gs…"), "edit", lambda h: h.view.settings(), (), "", _always, True),

    Spec("actionAccept", mark("&Accept and go on"), "review", lambda h: h.review.accept(), ("Enter", "Return"), "accept",
         _field, once=True),
    Spec("actionBack", mark("&Back to the field before"), "review", lambda h: h.review.back(),
         ("Shift+Enter", "Shift+Return"), "", _review),
    Spec("actionNextDoubtful", mark("&Next doubtful field"), "review", lambda h: h.review.next_doubtful(), ("F8",), "next",
         _review, True),
    Spec("actionPreviousDoubtful", mark("&Previous doubtful field"), "review", lambda h: h.review.previous_doubtful(),
         ("Shift+F8",), "previous", _review),
    Spec("actionAcceptEntry", mark("Accept the whole &entry"), "review", lambda h: h.review.accept_entry(), ("F12",), "",
         _field, True, once=True),
    Spec("actionAcceptAlike", mark("Accept a&like fields"), "review", lambda h: h.review.accept_alike(), ("Shift+F12",), "",
         _field, once=True),
    Spec("actionNextSource", mark("Next &source"), "review", lambda h: h.review.next_source(),
         ("Ctrl+Enter", "Ctrl+Return"), "", _several, True),
    Spec("actionSummary", mark("S&ummary…"), "review", lambda h: h.exports.show_summary(), ("Ctrl+I",), "", _any_review,
         True),
    Spec("actionRecord", mark("&Record of changes…"), "review", lambda h: h.records.show_record(), ("Ctrl+R",), "", _review,
         True),
    Spec("actionSecondReview", mark("Se&cond review…"), "review", lambda h: h.records.second_review(), (), "", _review),

    Spec("actionShowUnclaimed", mark("Show &unclaimed text"), "view", lambda h, on: h.view.show_unclaimed(on), ("Ctrl+M",),
         "", _source, toggle=True),
    Spec("actionZoomIn", mark("Zoom &in"), "view", lambda h: h.view.zoom_in(), ("Ctrl++", "Ctrl+="), "", _source, True),
    Spec("actionZoomOut", mark("Zoom &out"), "view", lambda h: h.view.zoom_out(), ("Ctrl+-",), "", _source),
    Spec("actionZoomReset", mark("&Reset zoom"), "view", lambda h: h.view.reset_zoom(), ("Ctrl+0",), "", _source),

    Spec("actionManual", mark("&Manual"), "help", lambda h: h.view.manual(), ("F1",)),
    Spec("actionAbout", mark("&About"), "help", lambda h: h.view.about()),
)  # fmt: skip


class Actions(QObject):
    """The QActions of the table, enabled as the desk stands."""

    def __init__(self, desk: Desk, hands: Hands, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._hands = desk, hands
        self._made = {spec.name: self._make(spec) for spec in ACTIONS}
        for signal in (desk.source_added, desk.source_removed, desk.source_changed, desk.current_changed,
                       desk.field_chosen, desk.review_changed):  # fmt: skip
            signal.connect(lambda *_: self.refresh())
        self.refresh()

    def __getitem__(self, name: str) -> QAction:
        return self._made[name]

    def all(self) -> list[QAction]:
        """Every action, in the order of the table."""
        return list(self._made.values())

    def _make(self, spec: Spec) -> QAction:
        action = QAction(tr(spec.text), self)
        action.setObjectName(spec.name)
        keys = [QKeySequence(key) for key in spec.keys]
        action.setShortcuts(keys)
        action.setAutoRepeat(not spec.once)
        action.setIconText(_plain(tr(spec.text)))
        if keys:
            shown = keys[0].toString(QKeySequence.SequenceFormat.NativeText)
            action.setToolTip(tr("{act} ({key})", act=action.iconText(), key=shown))
        does = spec.does
        if spec.toggle:
            action.setCheckable(True)
            action.toggled.connect(lambda on: does(self._hands, on))  # type: ignore[call-arg]
        else:
            action.triggered.connect(lambda: self._do(does))  # type: ignore[arg-type]
        return action

    def _do(self, does: Callable[[Hands], object]) -> None:
        self._hands.settle()
        does(self._hands)

    def draw(self, palette: QPalette) -> None:
        """Give every action its drawing in the colours of `palette`."""
        for spec in ACTIONS:
            if spec.icon:
                self._made[spec.name].setIcon(icon(spec.icon, palette))

    def refresh(self) -> None:
        """Enable what makes sense now, and say in the menu what undo and redo would do."""
        for spec in ACTIONS:
            self._made[spec.name].setEnabled(spec.when(self._desk))
        history = self._desk.history
        undo, redo = (history.next_undo, history.next_redo) if history else (None, None)
        self["actionUndo"].setText(tr("&Undo: {act}", act=act_title(undo)) if undo else tr("&Undo"))
        self["actionRedo"].setText(tr("&Redo: {act}", act=act_title(redo)) if redo else tr("&Redo"))

    def say_alike(self) -> None:
        """Say in the menu how many fields “accept alike” would accept."""
        count = self._hands.review.alike()
        action = self["actionAcceptAlike"]
        action.setEnabled(count > 0)
        action.setText(
            trn("Accept the &like field ({count})", "Accept all {count} a&like fields", count) if count
            else tr("Accept a&like fields")
        )  # fmt: skip


def _plain(text: str) -> str:
    """A menu's words without the sign of its access key: “打开(&O)…” is “打开”, “&Open…” is “Open”."""
    text = text.removesuffix("…")
    if text.endswith(")") and "(&" in text:
        text = text[: text.rindex("(&")]
    return text.replace("&", "")
