"""Every action of the window, in one table: its name, words, keys, drawing, menu, when it makes sense, what it does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence, QPalette

from reviewer.base.i18n import mark, tr, trn
from reviewer.model.acts import act_title
from reviewer.model.review import Kind
from reviewer.ui.commands.coverage import CoverageCommands
from reviewer.ui.commands.export import ExportCommands
from reviewer.ui.commands.files import FileCommands
from reviewer.ui.commands.keyboard_commands import KeyboardCommands
from reviewer.ui.commands.learn import LearnCommands
from reviewer.ui.commands.record import RecordCommands
from reviewer.ui.commands.review import ReviewCommands
from reviewer.ui.commands.rows import RowCommands
from reviewer.ui.commands.team import TeamCommands
from reviewer.ui.commands.view import ViewCommands
from reviewer.ui.commands.whole import WholeCommands
from reviewer.ui.desk import Desk, State
from reviewer.ui.icons import icon
from reviewer.ui.locking import lock_action


@dataclass(frozen=True, slots=True)
class Hands:
    """What actions do their work with."""

    files: FileCommands
    review: ReviewCommands
    view: ViewCommands
    records: RecordCommands
    exports: ExportCommands
    coverage: CoverageCommands
    rows: RowCommands
    learn: LearnCommands
    keys: KeyboardCommands
    team: TeamCommands
    whole: WholeCommands
    fields_here: Callable[[], object]
    """Lists the fields that claim what is marked in the original, or the place of the field in hand."""
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
    Spec("actionSignOff", mark("Si&gn-off page…"), "file", lambda h: h.whole.sign_off(), ("Ctrl+P",), "", _any_review),
    Spec("actionCloseSource", mark("&Close source"), "file", lambda h: h.files.close_source(), ("Ctrl+W", "Ctrl+F4"), "",
         _listed, True),

    Spec("actionUndo", mark("&Undo"), "edit", lambda h: h.review.undo(), ("Ctrl+Z",), "undo", _undo),
    Spec("actionRedo", mark("&Redo"), "edit", lambda h: h.review.redo(), ("Ctrl+Y", "Ctrl+Shift+Z"), "redo", _redo),
    Spec("actionEdit", mark("&Edit value"), "edit", lambda h: h.review.edit(), ("F2",), "edit", _field, True),
    Spec("actionDitto", mark("&Ditto: value of the row above"), "edit", lambda h: h.review.ditto(), ("Ctrl+D",), "", _field),
    Spec("actionMarkBlank", mark("&Blank in the original"), "edit", lambda h: h.review.mark_blank(), ("Ctrl+B",), "", _field),
    Spec("actionMarkUnreadable", mark("U&nreadable in the original"), "edit", lambda h: h.review.mark_unreadable(),
         ("Ctrl+U",), "", _field),
    Spec("actionTarget", mark("Ad&just sign, number and unit…"), "edit", lambda h: h.rows.edit_target(), ("Shift+F2",), "", _field),
    Spec("actionFillFromSource", mark("&Fill from the words marked in the original"), "edit",
         lambda h: h.review.fill_from_source(), ("F9",), "", _field),
    Spec("actionReplace", mark("F&ind and replace…"), "edit", lambda h: h.learn.replace(), ("Ctrl+H",), "", _review),
    Spec("actionTextToNext", mark("&Text to the next field"), "edit", lambda h: h.rows.move_text(1), ("Alt+Right",), "",
         _field, True, once=True),
    Spec("actionTextToPrevious", mark("Text to the &previous field"), "edit", lambda h: h.rows.move_text(-1), ("Alt+Left",),
         "", _field, once=True),
    Spec("actionFind", mark("Find in &original…"), "edit", lambda h: h.view.find(), ("Ctrl+F",), "find", _source, True),
    Spec("actionFindNext", mark("Find ne&xt"), "edit", lambda h: h.view.find_again(True), ("F3",), "", _source),
    Spec("actionFindPrevious", mark("Find pre&vious"), "edit", lambda h: h.view.find_again(False), ("Shift+F3",), "", _source),
    Spec("actionTeachColumns", mark("&What the columns of a table hold…"), "edit", lambda h: h.learn.teach_columns(),
         ("Ctrl+Shift+H",), "", _review),
    Spec("actionSettings", mark("Settin&gs…"), "edit", lambda h: h.view.settings(), (), "", _always, True),

    Spec("actionAccept", mark("&Accept and go on"), "review", lambda h: h.review.accept(), ("Enter", "Return"), "accept",
         _field, once=True),
    Spec("actionTakeSuggestion", mark("Appl&y the suggestion and go on"), "review", lambda h: h.review.take_suggestion(),
         ("F5",), "", _field, once=True),
    Spec("actionBack", mark("&Back to the field before"), "review", lambda h: h.review.back(),
         ("Shift+Enter", "Shift+Return"), "", _review),
    Spec("actionNextDoubtful", mark("&Next doubtful field"), "review", lambda h: h.review.next_doubtful(), ("F8",), "next",
         _review, True),
    Spec("actionPreviousDoubtful", mark("&Previous doubtful field"), "review", lambda h: h.review.previous_doubtful(),
         ("Shift+F8",), "previous", _review),
    Spec("actionNextField", mark("Ne&xt field"), "review", lambda h: h.keys.walk_fields(1), ("Tab",), "", _review),
    Spec("actionPreviousField", mark("Previous &field"), "review", lambda h: h.keys.walk_fields(-1), ("Shift+Tab",), "",
         _review),
    Spec("actionFieldsHere", mark("Fields a&t this place…"), "review", lambda h: h.fields_here(), ("Ctrl+L",), "", _review),
    Spec("actionAcceptEntry", mark("Accept the whole &entry"), "review", lambda h: h.review.accept_entry(), ("F12",), "",
         _field, True, once=True),
    Spec("actionAcceptAlike", mark("Accept a&like fields"), "review", lambda h: h.learn.accept_alike(), ("Shift+F12",), "",
         _field, once=True),
    Spec("actionCorrectAlike", mark("Same c&orrection elsewhere"), "review", lambda h: h.learn.correct_alike(), ("Ctrl+J",),
         "", _review, once=True),
    Spec("actionChooseAlike", mark("C&hoose where to correct…"), "review", lambda h: h.learn.choose_alike(),
         ("Ctrl+Shift+J",), "", _review),
    Spec("actionTeachHeading", mark("&What a heading means…"), "review", lambda h: h.learn.teach_heading(), ("Ctrl+T",), "",
         _review),
    Spec("actionNextSource", mark("Next &source"), "review", lambda h: h.review.next_source(),
         ("Ctrl+Enter", "Ctrl+Return"), "", _several, True),
    Spec("actionSummary", mark("S&ummary…"), "review", lambda h: h.exports.show_summary(), ("Ctrl+Shift+R",), "", _any_review,
         True),
    Spec("actionNextUnclaimed", mark("Next unclai&med text"), "review", lambda h: h.coverage.next(), ("F4",), "", _review, True),
    Spec("actionPreviousUnclaimed", mark("Pre&vious unclaimed text"), "review", lambda h: h.coverage.previous(),
         ("Shift+F4",), "", _review),
    Spec("actionUnclaimedIndicator", mark("New &indicator from the unclaimed text"), "review",
         lambda h: h.coverage.into_indicator(), ("Shift+F11",), "", _review, once=True),
    Spec("actionUnclaimedNothing", mark("Nothin&g to extract here"), "review", lambda h: h.coverage.nothing(), ("F11",),
         "", _review, once=True),
    Spec("actionNothingAnyMore", mark("Nothing to extract in all unclaime&d text"), "review",
         lambda h: h.coverage.nothing_any_more(), (), "", _review, once=True),
    Spec("actionSettleSource", mark("Nothing more to ta&ke from this source"), "review", lambda h: h.review.settle_source(),
         ("Ctrl+F11",), "", _review, once=True),
    Spec("actionPostpone", mark("Postpone this source, or take it up again(&Z)…"), "review", lambda h: h.whole.postpone(), ("Ctrl+F8",),
         "", _review, once=True),
    Spec("actionTwice", mark("Pro&jects that stand twice…"), "review", lambda h: h.whole.twice(), (), "", _any_review),
    Spec("actionRecord", mark("&Record of changes…"), "review", lambda h: h.records.show_record(), ("Ctrl+R",), "", _review,
         True),
    Spec("actionQualitySample", mark("&Quality sample…"), "review", lambda h: h.records.quality_sample(), (), "", _review),
    Spec("actionSecondReview", mark("Se&cond review…"), "review", lambda h: h.records.second_review(), (), "", _review),

    Spec("actionInsertIndicator", mark("&Insert indicator"), "rows", lambda h: h.review.insert_indicator(), ("Ins",),
         "insert", _entry, once=True),
    Spec("actionInsertEntry", mark("Insert &project"), "rows", lambda h: h.review.insert_entry(), ("Alt+Ins",), "", _review,
         once=True),
    Spec("actionInsertTask", mark("Insert tas&k"), "rows", lambda h: h.rows.insert_task(), ("Alt+Shift+Ins",), "", _entry,
         once=True),
    Spec("actionAddField", mark("Add a &field…"), "rows", lambda h: h.rows.add_field(), ("Ctrl+I",), "", _entry, once=True),
    Spec("actionReadIndicator", mark("&Read the marked words as indicators"), "rows",
         lambda h: h.rows.read_region(Kind.INDICATOR), ("Ctrl+G",), "", _review, once=True),
    Spec("actionReadProject", mark("Read the marked &words as a project"), "rows",
         lambda h: h.rows.read_region(Kind.PROJECT), ("Ctrl+Shift+G",), "", _review, once=True),
    Spec("actionDelete", mark("D&elete row"), "rows", lambda h: h.review.delete(), ("Del",), "delete", _rows, True, once=True),
    Spec("actionDuplicate", mark("&Duplicate row"), "rows", lambda h: h.rows.duplicate(), ("Ctrl+Shift+D",), "", _rows,
         once=True),
    Spec("actionMoveUp", mark("Move &up"), "rows", lambda h: h.review.move(-1), ("Alt+Up",), "", _rows),
    Spec("actionMoveDown", mark("Move dow&n"), "rows", lambda h: h.review.move(1), ("Alt+Down",), "", _rows),
    Spec("actionSplit", mark("&Split row at the cursor"), "rows", lambda h: h.review.split(), ("F7",), "split", _entry, True,
         once=True),
    Spec("actionSplitEntry", mark("&Another project from this row on"), "rows", lambda h: h.rows.split_entry(), ("Alt+F7",), "",
         _entry, once=True),
    Spec("actionMergeNext", mark("&Merge with the next row, or the selected rows"), "rows", lambda h: h.rows.merge(),
         ("Shift+F7",), "merge", _entry, once=True),
    Spec("actionKindProject", mark("The entry is a pro&ject"), "rows", lambda h: h.rows.set_kind(Kind.PROJECT), ("Ctrl+1",), "",
         _entry, True),
    Spec("actionKindUnit", mark("The entry is a uni&t"), "rows", lambda h: h.rows.set_kind(Kind.UNIT), ("Ctrl+2",), "", _entry),
    Spec("actionKindTotal", mark("The entry is a t&otal"), "rows", lambda h: h.rows.set_kind(Kind.TOTAL), ("Ctrl+3",), "",
         _entry),
    Spec("actionKindDepartment", mark("The entry is a who&le department"), "rows",
         lambda h: h.rows.set_kind(Kind.DEPARTMENT), ("Ctrl+4",), "", _entry),

    Spec("actionShowUnclaimed", mark("Show &unclaimed text"), "view", lambda h, on: h.view.show_unclaimed(on), ("Ctrl+M",),
         "", _source, toggle=True),
    Spec("actionRawText", mark("Tables in text as &plain text"), "view", lambda h, on: h.view.raw_text(on), ("Ctrl+Shift+T",), "",
         _source, toggle=True),
    Spec("actionZoomIn", mark("Zoom &in"), "view", lambda h: h.view.zoom_in(), ("Ctrl++", "Ctrl+="), "", _source, True),
    Spec("actionZoomOut", mark("Zoom &out"), "view", lambda h: h.view.zoom_out(), ("Ctrl+-",), "", _source),
    Spec("actionZoomReset", mark("&Reset zoom"), "view", lambda h: h.view.reset_zoom(), ("Ctrl+0",), "", _source),
    Spec("actionFitWidth", mark("Fit widt&h, or whole page"), "view", lambda h: h.view.fit_width(), ("Ctrl+9",), "", _source),
    Spec("actionFitPage", mark("Whole pa&ge"), "view", lambda h: h.view.fit_page(), ("Ctrl+8",), "", _source),

    Spec("actionSideBySide", mark("Fields side b&y side…"), "view", lambda h: h.whole.side_by_side(), ("Ctrl+Shift+L",), "",
         _any_review, True),
    Spec("actionCompareYears", mark("Differences from &last year…"), "view", lambda h: h.whole.compare_years(), (), "", _several),
    Spec("actionNextPane", mark("Next p&ane"), "view", lambda h: h.keys.next_pane(1), ("F6",), "", _listed, True),
    Spec("actionPreviousPane", mark("Previous pan&e"), "view", lambda h: h.keys.next_pane(-1), ("Shift+F6",), "", _listed),
    Spec("actionNextControl", mark("Next &button or box"), "view", lambda h: h.keys.next_control(True), ("Ctrl+Tab",), "", _listed),
    Spec("actionPreviousControl", mark("Previous butto&n or box"), "view", lambda h: h.keys.next_control(False),
         ("Ctrl+Shift+Tab",), "", _listed),

    Spec("actionTeamQueue", mark("&Queue…"), "team", lambda h: h.team.show(), ("Ctrl+Shift+Q",)),
    Spec("actionTeamNext", mark("&Next document of the queue"), "team", lambda h: h.team.next(), ("Ctrl+Shift+N",), once=True),
    Spec("actionTeamDone", mark("&Done with this document, and the next one"), "team", lambda h: h.team.done(),
         ("Ctrl+Shift+F",), "", _review, once=True),

    Spec("actionGuide", mark("&Learn it in five stops"), "help", lambda h: h.whole.guide.start()),
    Spec("actionKeys", mark("&Keys"), "help", lambda h: h.keys.key_sheet(), ("F1",)),
    Spec("actionManual", mark("&Manual"), "help", lambda h: h.view.manual(), ("Shift+F1",)),
    Spec("actionWebManual", mark("Manual in the &browser"), "help", lambda h: h.view.web_manual()),
    Spec("actionPdfManual", mark("Manual as P&DF"), "help", lambda h: h.view.pdf_manual()),
    Spec("actionWhyDoubted", mark("&Why this is doubted"), "help", lambda h: h.view.why_doubted(), ("Ctrl+F1",), "", _review),
    Spec("actionNews", mark("What is &new"), "help", lambda h: h.view.news()),
    Spec("actionAbout", mark("&About"), "help", lambda h: h.view.about()),
)  # fmt: skip


class Actions(QObject):
    """The QActions of the table, enabled as the desk stands."""

    def __init__(self, desk: Desk, hands: Hands, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._hands = desk, hands
        self._made = {spec.name: self._make(spec) for spec in ACTIONS}
        self._locked: set[str] = set()
        self._keys: dict[str, tuple[str, ...]] = {}
        self.use_keys({})
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
        action.setAutoRepeat(not spec.once)
        action.setIconText(_plain(tr(spec.text)))
        does = spec.does
        if spec.toggle:
            action.setCheckable(True)
            action.toggled.connect(lambda on: does(self._hands, on))  # type: ignore[call-arg]
        else:
            action.triggered.connect(lambda: self._do(does))  # type: ignore[arg-type]
        return action

    def use_keys(self, own: Mapping[str, Sequence[str]]) -> None:
        """Give the actions the keys that the user has chosen; those that `own` does not name have those of the table."""
        for spec in ACTIONS:
            _set_keys(self._made[spec.name], own.get(spec.name, spec.keys))
        self._keys = {name: tuple(key.toString() for key in action.shortcuts()) for name, action in self._made.items()}

    def keys(self) -> dict[str, tuple[str, ...]]:
        """The keys of every action as they are now, in Qt's portable form."""
        return self._keys

    def shown_key(self, name: str) -> str:
        """The first key of an action as a person reads it; empty where it has none."""
        return self._made[name].shortcut().toString(QKeySequence.SequenceFormat.NativeText)

    def rows(self, menus: Mapping[str, str]) -> list[tuple[str, str, str, tuple[str, ...]]]:
        """For the table of keys: the menu, the name, the words and the usual keys of each action."""
        return [(_plain(tr(menus[s.menu])), s.name, _plain(tr(s.text)), s.keys) for s in ACTIONS]

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
        stands: dict[When, bool] = {}  # some ninety actions, and a dozen questions
        for spec in ACTIONS:
            if spec.when not in stands:
                stands[spec.when] = spec.when(self._desk)
            action, on = self._made[spec.name], stands[spec.when] and spec.name not in self._locked
            if action.isEnabled() is not on:
                action.setEnabled(on)
        history = self._desk.history
        undo, redo = (history.next_undo, history.next_redo) if history else (None, None)
        self["actionUndo"].setText(tr("&Undo: {act}", act=act_title(undo)) if undo else tr("&Undo"))
        self["actionRedo"].setText(tr("&Redo: {act}", act=act_title(redo)) if redo else tr("&Redo"))

    def lock(self, name: str) -> None:
        """Leave an action as it is for good: an administrator has fixed what it sets."""
        self._locked.add(name)
        lock_action(self._made[name])

    def say_alike(self) -> None:
        """Say in the menu how many fields “accept alike” would accept."""
        count = self._hands.review.alike()
        action = self["actionAcceptAlike"]
        action.setEnabled(count > 0)
        action.setText(
            trn("Accept the &like field ({count})", "Accept all {count} a&like fields", count) if count
            else tr("Accept a&like fields")
        )  # fmt: skip


def _set_keys(action: QAction, keys: Sequence[str]) -> None:
    sequences = [QKeySequence(key) for key in keys]
    action.setShortcuts(sequences)
    shown = sequences[0].toString(QKeySequence.SequenceFormat.NativeText) if sequences else ""
    words = action.iconText()
    action.setToolTip(tr("{act} ({key})", act=words, key=shown) if shown else words)


def _plain(text: str) -> str:
    """A menu's words without the sign of its access key: “打开(&O)…” is “打开”, “&Open…” is “Open”."""
    text = text.removesuffix("…")
    if text.endswith(")") and "(&" in text:
        text = text[: text.rindex("(&")]
    return text.replace("&", "")
