"""A clerk made of keys: drives the real window with the truth in hand until the review says what the truth says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from benchmarks.clerk_truth import FIELDS, Missing, Plan, options, plan
from reviewer.model.fields import FieldRef, Status, split_key
from reviewer.model.review import Kind, Node, Review
from reviewer.ui.dialogs.field_dialog import FieldDialog
from reviewer.ui.main_window import MainWindow
from reviewer.ui.tree.model import ReviewModel
from tools.calibrate.likeness import plain

try:
    from reviewer.model.stops import stop_of
    from reviewer.model.suggesting import suggest
except ImportError:  # an older window (benchmarks/clerk_beside.py): one field, one key, and nothing is offered
    stop_of = suggest = None  # type: ignore[assignment]

Key, Mod = Qt.Key, Qt.KeyboardModifier
WORTH_LOOKING = 4
"""A value of fewer letters is typed without a look at the candidates."""
_KIND_KEYS = {Kind.UNIT: Key.Key_2, Kind.TOTAL: Key.Key_3, Kind.DEPARTMENT: Key.Key_4}


@dataclass(slots=True)
class Effort:
    """What one document took. Keys beside what is typed are counted apart from the typed text."""

    fields: int = 0
    marked_right: int = 0
    """Doubtful fields that were right, and the keys they took."""
    right_keys: int = 0
    marked_wrong: int = 0
    wrong_keys: int = 0
    hidden_wrong: int = 0
    """Wrong fields that nothing marked: the keys that change them, and those that go there."""
    hidden_keys: int = 0
    rows: int = 0
    """Rows put in or taken out, and the keys beside what was typed into them."""
    row_keys: int = 0
    walk_keys: int = 0
    typed: int = 0
    mouse: int = 0
    left: int = 0
    """Fields and rows that are wrong in the end."""
    stops: int = 0
    """Stops that were accepted, each with one key."""
    suggestions: int = 0
    """Stops that a suggestion put right, each with one key."""
    chosen: int = 0
    """Values that were taken from the list of candidates instead of being typed."""
    unseen: int = 0
    """Fields that a key accepted although their value was nowhere on the screen."""
    beyond: int = 0
    """Keys for fields that were right and that only this window marks, not the review that was stored; in no sum."""
    looks: int = 0
    """Fields that the clerk holds against the original, and choices among candidates or words of it: the mental operator."""
    points: int = 0
    """Times the mouse is moved to something, presses of its buttons, and changes of the hand to it or back."""
    buttons: int = 0
    homes: int = 0
    filled: int = 0
    """Values that the mouse took from the original."""

    @property
    def keys(self) -> int:
        """All keys, letters included."""
        return self.right_keys + self.wrong_keys + self.hidden_keys + self.row_keys + self.walk_keys + self.typed

    def add(self, other: Effort) -> None:
        """Sum up."""
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))


def come_up(window: MainWindow) -> None:
    """Show a window as on a common screen and wait until it has the keys and all its files. Raises SystemExit where it has not."""
    window.resize(1366, 728)
    window.show()
    window.activateWindow()
    if not QTest.qWaitForWindowActive(window, 5000) or not window.wait_until_idle(300_000):
        raise SystemExit("The window does not come up.")
    QApplication.processEvents()


class Clerk:
    """Works on the source in hand of a window that is shown and active."""

    def __init__(self, window: MainWindow, truth: dict[str, Any], marked: set[FieldRef] | None = None) -> None:
        """`marked` are the fields that the stored review marks; None where whatever the window marks counts."""
        self._window, self._desk, self._truth = window, window.desk, truth
        assert self._desk.review is not None
        self._review: Review = self._desk.review
        self._model = window.review_tree.findChild(ReviewModel)
        assert isinstance(self._model, ReviewModel)
        self.effort = Effort()
        self._uncounted = set() if marked is None else set(self._review.doubtful()) - marked
        self._looked: set[FieldRef] = set()
        self._plan = Plan()
        self._pressed = 0

    def work(self) -> Effort:
        """Bring the review to the truth."""
        self._look()
        self.effort.fields = len(self._plan.wanted)
        self._window.review_tree.setFocus()
        self._through_the_doubtful()
        for _ in range(3):  # a row that was put in or taken out may pair the others anew
            self._through_the_rest()
            self._through_the_doubtful()
            if self._plan.is_done(self._review):
                break
        self.effort.left = (
            len(self._plan.extra) + len(self._plan.missing) + len(self._plan.homeless)
            + len(self._plan.wrong(self._review)) + self._review.count_doubtful()
        )  # fmt: skip
        return self.effort

    def _look(self) -> None:
        self._plan = plan(self._review, self._truth)

    # -- the keyboard ---------------------------------------------------------------------------------------------

    def _press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Mod.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self._window, key, modifiers)
        QApplication.processEvents()
        self._pressed += 1

    def _write(self, text: str) -> None:
        """Text as an input method gives it: each character counts as one key."""
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(QApplication.focusWidget() or self._window, event)
        QApplication.processEvents()
        self.effort.typed += len(text)

    def _keys_of(self, work: Callable[[], object]) -> int:
        """How many keys beside text something took."""
        before = self._pressed
        work()
        return self._pressed - before

    def _to_the_tree(self) -> None:
        if not self._tree().hasFocus():
            self._press(Key.Key_Escape)

    def _tree(self) -> QWidget:
        return self._window.review_tree.view

    # -- what is marked -------------------------------------------------------------------------------------------

    def _through_the_doubtful(self) -> None:
        for _ in range(3 * self._review.count_doubtful() + 10):
            if not self._review.count_doubtful():
                return
            ref = self._desk.field
            if ref is None or not self._review.is_doubtful(ref):
                self.effort.walk_keys += self._keys_of(lambda: self._press(Key.Key_F8))
            else:
                self._answer([ref, *(one for one in self._enter_would_accept() if one != ref)])

    def _enter_would_accept(self) -> list[FieldRef]:
        if stop_of is None:
            return []
        ref, seen = self._desk.field, self._window.field_panel.seen()
        return [one for one in stop_of(self._review, ref) if one == ref or one in seen] if ref is not None else []

    def _answer(self, refs: list[FieldRef]) -> None:
        """Accept a stop, take what it suggests, or put right the first thing that is wrong in it."""
        effort, plan = self.effort, self._plan
        if len(refs) == 1 and refs[0] in self._uncounted and plan.is_right(self._review, refs[0]):
            effort.beyond += self._keys_of(self._accept)
            return
        self._look_at(refs)
        extra = next((one for one in refs if one.node in plan.extra), None)
        wrong = next((one for one in refs if not plan.is_right(self._review, one)), None)
        if extra is not None:
            effort.rows += 1
            effort.row_keys += self._keys_of(lambda: self._walk(extra) and self._delete())
        elif wrong is None:
            effort.marked_right += len(refs)
            effort.stops += 1
            effort.right_keys += self._keys_of(self._accept)
        elif self._suggestion_is_right(refs):
            effort.marked_wrong += 1
            effort.suggestions += 1
            effort.wrong_keys += self._keys_of(lambda: self._press(Key.Key_F5))
        else:
            effort.marked_wrong += 1
            effort.wrong_keys += self._keys_of(lambda: self._walk(wrong) and self._correct(wrong))

    def _look_at(self, refs: list[FieldRef]) -> None:
        """Each is held against the original once."""
        self._looked.update(refs)
        self.effort.looks = len(self._looked) + self.effort.chosen + self.effort.filled

    def _accept(self) -> None:
        """Enter; what it accepts has to be on the screen, looked at point by point."""
        panel, before = self._window.field_panel, set(self._review.doubtful())
        table, here = panel.table, self._desk.field
        region = table.viewport().visibleRegion()
        points = (QPoint(table.viewport().width() // 2, y) for y in range(2, table.viewport().height(), 4))
        rows = {table.rowAt(point.y()) for point in points if region.contains(point)}
        refs = table.refs if hasattr(table, "refs") else panel._rows  # the older window
        shown = {refs[row] for row in rows if row >= 0} | {here}
        self._press(Key.Key_Return)
        accepted = {ref for ref in before if self._review.field(ref).status is Status.ACCEPTED}
        self.effort.unseen += len(accepted - shown)

    def _suggestion_is_right(self, refs: list[FieldRef]) -> bool:
        offered = None if suggest is None else suggest(self._review, stop_of(self._review, refs[0]))
        if offered is None:
            return False
        values = dict(offered.values)
        said = all(self._plan.allows(ref, value) for ref, value in values.items())
        return said and all(self._plan.is_right(self._review, ref) for ref in refs if ref not in values)

    def _correct(self, ref: FieldRef) -> None:
        """The field in hand gets its value, and its key to go on."""
        value = self._plan.wanted[ref][0]
        if value is None:
            self._press(Key.Key_B, Mod.ControlModifier)
            return
        if self._give(value):
            self._press(Key.Key_Return)

    def _give(self, value: str) -> bool:
        """Type a value, or take it from the candidates as soon as it is among them; whether Enter has to follow."""
        for typed in range(1, len(value)):
            self._write(value[typed - 1 : typed])
            place = self._offered(value) if len(value) >= WORTH_LOOKING else None
            if place is not None:
                self._press(Key(Key.Key_1.value + place), Mod.AltModifier)
                self.effort.chosen += 1
                self._look_at([])
                return False
        self._write(value[-1:])
        return True

    def _offered(self, value: str) -> int | None:
        """The place of a value among the candidates that are shown where one writes; None where it is not."""
        chooser = getattr(QApplication.focusWidget(), "chooser", None) or getattr(
            self._window.field_panel, "chooser", None
        )
        found = [plain(one.value) for one in chooser.found] if chooser is not None and chooser.is_open else []
        return found.index(plain(value)) if plain(value) in found else None

    def _delete(self) -> None:
        self._to_the_tree()
        self._press(Key.Key_Delete)
        self._look()

    # -- what nothing marks ---------------------------------------------------------------------------------------

    def _through_the_rest(self) -> None:
        while self._plan.extra:
            row, before = self._review.node(self._plan.extra[0]), len(self._plan.extra)
            self._go_to(FieldRef(row.id, "level3" if row.kind is Kind.INDICATOR else "name"))
            self.effort.rows += 1
            self.effort.row_keys += self._keys_of(self._delete)
            if len(self._plan.extra) >= before:
                return
        for missing in self._plan.missing:
            self._put_in(missing)
        self._look()
        for node, key, value in self._plan.homeless:
            self._add_field(node, key, value)
        self._look()
        for ref in self._plan.wrong(self._review):
            self._go_to(ref)
            self.effort.hidden_wrong += 1
            self.effort.hidden_keys += self._keys_of(lambda ref=ref: self._correct(ref))
        self._look()

    def _put_in(self, missing: Missing) -> None:
        """A row that the review lacks, with all its values."""
        parent = self._review.node(missing.parent)
        beside = missing.after if missing.after in self._review else None
        anchor = self._review.node(beside) if beside is not None else parent
        name = {Kind.INDICATOR: "level3", Kind.DOCUMENT: "title"}.get(anchor.kind, "name")
        self._go_to(FieldRef(anchor.id, name))
        self.effort.rows += 1
        self.effort.row_keys += self._keys_of(lambda: self._fill_new(missing))

    def _fill_new(self, missing: Missing) -> None:
        self._to_the_tree()
        how = {Kind.INDICATOR: Mod.NoModifier, Kind.TASK: Mod.AltModifier | Mod.ShiftModifier}
        self._press(Key.Key_Insert, how.get(missing.kind, Mod.AltModifier))
        node = self._desk.node()
        low = (Kind.INDICATOR, Kind.TASK)
        if node is None or (node.kind is not missing.kind if missing.kind in low else node.kind in low):
            return  # there is no entry that it could belong to: counted as left
        unwritten: FieldRef | None = None
        if missing.kind in _KIND_KEYS:
            self._press(_KIND_KEYS[missing.kind], Mod.ControlModifier)
        told = FIELDS[Kind.PROJECT if missing.kind in _KIND_KEYS else missing.kind]
        left = {FieldRef(node.id, key): options(missing.told, key)[0] for key in told}
        while left:
            order = self._review.node(node.id).ordered_keys()
            here = order.index(self._desk.field.key) if self._desk.field and self._desk.field.key in order else 0
            ref = min(left, key=lambda ref: abs(order.index(ref.key) - here) if ref.key in order else 99)
            value = left.pop(ref)
            if ref.key not in order or (value or None) == self._review.field(ref).value:
                continue
            if not self._walk(ref):
                self._by_mouse(ref)
            if value is None:
                self._press(Key.Key_B, Mod.ControlModifier)
            elif self._give(value):
                unwritten = ref
        if unwritten is not None:
            self._press(Key.Key_Return)

    def _add_field(self, node: int, key: str, value: str) -> None:
        """A labelled value that its row has no field for."""
        row = self._review.node(node)
        self._go_to(FieldRef(node, "level3" if row.kind is Kind.INDICATOR else "name"))
        group, label = split_key(key)
        self.effort.rows += 1

        def add() -> None:
            self._to_the_tree()
            self._press(Key.Key_I, Mod.ControlModifier)
            dialog = self._window.findChild(FieldDialog)
            if dialog is None or not label or not self._wait(lambda: dialog.isAncestorOf(QApplication.focusWidget())):
                return
            self._write(label)
            if dialog.answer()[0] != group:
                self._press(Key.Key_Tab)
                self._press(Key.Key_Space)
            self._press(Key.Key_Return)
            panel = self._window.field_panel
            if self._wait(lambda: panel.isAncestorOf(QApplication.focusWidget())):
                self._write(value)
                self._press(Key.Key_Return)

        self.effort.row_keys += self._keys_of(add)

    @staticmethod
    def _wait(holds: Callable[[], bool]) -> bool:
        """Whether something comes true within two seconds: a dialog comes, or the window takes the keys again."""
        for _ in range(200):
            if QApplication.focusWidget() is not None and holds():
                return True
            QTest.qWait(10)
        return False

    # -- walking --------------------------------------------------------------------------------------------------

    def _go_to(self, ref: FieldRef) -> None:
        """To any field, by keys alone; by mouse where no key leads there."""
        self.effort.walk_keys += self._keys_of(lambda: self._walk(ref))
        if self._desk.field != ref:
            self._by_mouse(ref)

    def _by_mouse(self, ref: FieldRef) -> None:
        self.effort.mouse += 1
        self._desk.choose_field(ref)
        self._window.review_tree.setFocus()

    def _walk(self, ref: FieldRef) -> bool:
        """Whether keys lead to a field: Tab within the row, otherwise to the row and along it."""
        if self._desk.field == ref or (self._near(ref) and self._by_tab(ref)):
            return True
        self._to_the_tree()
        order = [node.id for node in self._review.root.walk()]
        goal = order.index(ref.node)
        for _ in range(len(order) + 5):
            here = self._place(order)
            if here == goal:
                break
            way = goal - here
            key = Key.Key_Down if way > 0 else Key.Key_Up
            if abs(way) > self._page():
                key = Key.Key_PageDown if way > 0 else Key.Key_PageUp
            self._press(key)
            if self._place(order) == here:
                return False
        self._along(self._review.node(ref.node), ref)
        return self._desk.field == ref

    def _along(self, node: Node, ref: FieldRef) -> None:
        """To a field of the row that is reached: along the cells, or with Tab where it has no cell of its own."""
        column = self._model.column_of(node, ref.key)
        if self._model.key_at(node, column) == ref.key and not (self._near(ref) and self._by_tab(ref)):
            for _ in range(8):
                here = self._tree().currentIndex().column()  # type: ignore[attr-defined]
                if self._desk.field == ref or here == column:
                    break
                self._press(Key.Key_Right if column > here else Key.Key_Left)
        if self._desk.field != ref:
            self._by_tab(ref)

    def _near(self, ref: FieldRef) -> bool:
        """Whether a field is so few steps on that one would use Tab."""
        here = self._desk.field
        if here is None or here.node != ref.node:
            return False
        keys = self._review.node(ref.node).ordered_keys()
        return ref.key in keys and here.key in keys

    def _by_tab(self, ref: FieldRef) -> bool:
        """Walk the fields of the row with Tab and Shift+Tab; False where that does not lead there."""
        keys = self._review.node(ref.node).ordered_keys()
        for _ in range(len(keys)):
            here = self._desk.field
            if here == ref:
                return True
            if here is None or here.node != ref.node or not {here.key, ref.key} <= set(keys):
                return False
            back = keys.index(here.key) > keys.index(ref.key)
            self._press(Key.Key_Backtab if back else Key.Key_Tab, Mod.ShiftModifier if back else Mod.NoModifier)
            if self._desk.field == here:
                return False
        return self._desk.field == ref

    def _place(self, order: list[int]) -> int:
        return order.index(self._desk.field.node) if self._desk.field else 0

    def _page(self) -> int:
        view = self._window.review_tree.view
        return max(1, view.viewport().height() // max(1, view.rowHeight(view.currentIndex())) - 2)
