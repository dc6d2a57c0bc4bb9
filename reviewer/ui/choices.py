"""The list of candidates beside a value that is being edited: a digit takes one, typing filters, nothing is in the way of typing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import Protocol

from PySide6.QtCore import QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from reviewer.base.i18n import mark, tr
from reviewer.model.candidates import Candidate, Why, everything, is_closed, matching
from reviewer.model.fields import FieldRef
from reviewer.model.review import Review
from reviewer.ui.flat_table import laid_out_once
from reviewer.ui.theme import data_colours

_WHY = {
    Why.SUGGESTED: mark("suggested"), Why.READING: mark("other reading"), Why.LIST: "", Why.ABOVE: mark("row beside"),
    Why.ELSEWHERE: mark("elsewhere"), Why.ORIGINAL: mark("original nearby"),
}  # fmt: skip
_FIGURES = ("period_value", "annual_value", "year", "amount")
"""Fields that may begin with a digit, or be one: there a digit alone is always text."""
_BENEATH = 0.5
"""How much of a row the list rather hides than that it comes where the input method has its own."""
_MEASURED = 3
"""Of so many of the longest candidates the width is measured."""
_SETTLED = 150
"""Milliseconds after which the bars that an act brings up are there."""
_INPUT_METHOD = 60
"""So many pixels beneath a line the list of an input method takes."""


class Line(Protocol):
    """What the list needs of an editor."""

    is_composing: bool

    def written(self) -> str: ...
    def write_over(self, text: str) -> None: ...


@dataclass(slots=True)
class _Taken:
    """A candidate that a digit put into the editor, and what the digit would have written: typing on means the latter."""

    candidate: Candidate
    before: str
    digit: str


class ChoiceTable(QTableWidget):
    """Number, value, where it comes from. It never takes the focus, so that the input method stays where it is."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(0, 3, window)
        self.setObjectName("choiceList")
        self.setAccessibleName(tr("Candidates"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setFrameStyle(QFrame.Shape.Box | QFrame.Shadow.Plain)  # it lies over a tree of the same colour
        self.setWordWrap(False)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.hide()

    def show_at(
        self, found: list[Candidate], among: list[Candidate], key: str, anchor: QWidget, spared: Sequence[QRect]
    ) -> None:
        """These candidates above or beneath the anchor, where they hide least of `spared` (places on the screen).

        As wide as the longest of all (`among`) wants it, so that the list keeps its place while what is typed filters it.
        Where there is room for all of them nowhere, the list has the rows that there is room for and scrolls.
        """
        with laid_out_once(self):
            beside = self._fill(found, key)
            longest = nlargest(_MEASURED, (one.value for one in among), key=len)  # measuring all would take a while
            self._go_to(max(map(self.fontMetrics().horizontalAdvance, longest), default=0) + beside, anchor, spared)
            self.scrollToTop()
        self.show()
        self.raise_()

    def _fill(self, found: list[Candidate], key: str) -> int:
        """Write the candidates into the rows; the pixels that a row has beside its value."""
        metrics, quiet = self.fontMetrics(), data_colours(self.palette()).quiet
        self.setRowCount(len(found))
        keys = [f"{key}{row + 1}" for row in range(len(found))]
        why = [tr(_WHY[one.why]) if _WHY[one.why] else "" for one in found]
        for row, one in enumerate(found):
            for column, text in enumerate((keys[row], one.value, why[row])):
                item = QTableWidgetItem(text)
                if column != 1:
                    item.setForeground(quiet)
                self.setItem(row, column, item)
            self.setRowHeight(row, self._line())
        for column, texts in ((0, keys), (2, why)):
            self.horizontalHeader().resizeSection(column, max(map(metrics.horizontalAdvance, texts)) + 14)
        self.clearSelection()
        self.setCurrentCell(-1, -1)
        return (
            self.horizontalHeader().sectionSize(0) + self.horizontalHeader().sectionSize(2) + 2 * self.frameWidth() + 14
        )

    def _line(self) -> int:
        return self.fontMetrics().lineSpacing() + 4

    def _go_to(self, wanted: int, anchor: QWidget, spared: Sequence[QRect]) -> None:
        """Take the place that hides least, as wide as is wanted or as the anchor is."""
        window, frame, line = self.window(), 2 * self.frameWidth(), self._line()
        height = self.rowCount() * line + frame
        least = 40 * self.fontMetrics().averageCharWidth()
        size = QSize(min(max(least, min(wanted, anchor.width())), window.width()), height)
        at = QRect(anchor.mapTo(window, QPoint(0, 0)), anchor.size())
        inside = [QRect(window.mapFromGlobal(each.topLeft()), each.size()) for each in spared]
        place = least_hiding(at, size, _seen_of(window), inside)
        if place.height() < height:
            place = whole_rows(place, line, frame, is_above=place.bottom() < at.top())
        scrolls = (
            Qt.ScrollBarPolicy.ScrollBarAlwaysOff if place.height() >= height else Qt.ScrollBarPolicy.ScrollBarAlwaysOn
        )
        self.setVerticalScrollBarPolicy(scrolls)
        self.setGeometry(place)


def _seen_of(window: QWidget) -> QRect:
    """The part of a window that is on its screen, in the window's own coordinates: it may hang over the edge."""
    screen = window.screen().availableGeometry()
    seen = window.rect().intersected(QRect(window.mapFromGlobal(screen.topLeft()), screen.size()))
    return seen if seen.height() > window.fontMetrics().lineSpacing() else window.rect()


def whole_rows(place: QRect, line: int, frame: int, *, is_above: bool) -> QRect:
    """A place with no half row in it, of rows `line` high and `frame` around them; what it gives up is on the side away from the value."""
    height = max(1, (place.height() - frame) // line) * line + frame
    return QRect(place.left(), place.bottom() + 1 - height if is_above else place.top(), place.width(), height)


def least_hiding(anchor: QRect, size: QSize, room: QRect, spared: Sequence[QRect]) -> QRect:
    """Where a list of this size, in line with its anchor and above or beneath it, hides least of what is to be spared.

    The first of it counts twice. Right beneath counts against a place, for there the input method's own list comes; so does being far away.
    Where it fits nowhere, it is lower, on the side of the anchor that has more room.
    """
    left = max(room.left(), min(anchor.left(), room.right() - size.width()))
    tops = {anchor.top() - size.height() - 2, anchor.bottom() + 2}
    for each in spared:
        tops |= {each.top() - size.height() - 2, each.bottom() + 2}

    def cost(top: int) -> float:
        place, hidden = QRect(QPoint(left, top), size), 0.0
        for number, each in enumerate(spared):
            over = place.intersected(each)
            whole = max(1, min(each.width(), size.width()) * each.height())  # as much of it as such a list can hide
            hidden += (1 if number else 2) * over.width() * over.height() / whole
        far = max(anchor.top() - place.bottom(), place.top() - anchor.bottom())
        in_its_way = 0 <= top - anchor.bottom() < _INPUT_METHOD
        return hidden + (_BENEATH if in_its_way else 0.0) + far / max(1, room.height())

    fitting = [
        top for top in tops
        if room.top() < top and top + size.height() <= room.bottom() and not QRect(QPoint(left, top), size).intersects(anchor)
    ]  # fmt: skip
    if fitting:
        return QRect(QPoint(left, min(fitting, key=cost)), size)
    above, beneath = anchor.top() - 2 - room.top(), room.bottom() - anchor.bottom() - 2
    height = min(size.height(), max(above, beneath))
    top = anchor.top() - 2 - height if above > beneath else anchor.bottom() + 2
    return QRect(left, top, size.width(), height)


class Chooser(QObject):
    """Offers candidates for the field that is being edited in one editor."""

    taken = Signal()
    """A candidate is meant: it is in the editor, and to be entered."""

    def __init__(self, editor: QWidget, anchor: QWidget | None = None) -> None:
        super().__init__(editor)
        self._editor, self._anchor = editor, anchor or editor
        self._line: Line = editor  # type: ignore[assignment]
        self._table: ChoiceTable | None = None
        self._all: list[Candidate] = []
        self._found: list[Candidate] = []
        self._ref: FieldRef | None = None
        self._loaded = ""
        self._taken: _Taken | None = None
        self._is_told = False
        """Whether the editor says what is in the list."""
        self.spared: Callable[[], Sequence[QRect]] = lambda: ()
        """What the list should not hide, as places on the screen, the most important first."""
        self._what: Callable[[], tuple[Review, FieldRef] | None] = lambda: None
        self._soon = QTimer(self, singleShot=True, interval=0)  # the cursor stands in the value before the list is made
        self._soon.timeout.connect(self._collect)

    def open(self, what: Callable[[], tuple[Review, FieldRef] | None]) -> None:
        """The field that `what` tells is being edited; the list comes once that is on the screen."""
        self._what, self._taken = what, None
        self._soon.start()

    def close(self) -> None:
        """Nothing is being edited any more."""
        self._soon.stop()
        self._all, self._found, self._taken = [], [], None
        self._put_away()

    def gone(self) -> None:
        """The editor is no more; only its list is left, which goes too: every cell that is edited has one."""
        self._is_told = False
        self.close()
        table, self._table = self._table, None
        if table is not None:
            table.deleteLater()

    @property
    def is_open(self) -> bool:
        return self._table is not None and self._table.isVisible()

    @property
    def found(self) -> tuple[Candidate, ...]:
        """The candidates that are shown, in their order."""
        return tuple(self._found)

    @property
    def is_collected(self) -> bool:
        """Whether the candidates are known, shown or not."""
        return bool(self._all)

    def chosen(self, value: str) -> Candidate | None:
        """The candidate that was taken, where it is still what the editor holds."""
        taken = self._taken
        return taken.candidate if taken is not None and taken.candidate.value == value else None

    def _collect(self) -> None:
        told, focus = self._what(), QApplication.focusWidget()
        # while the input method composes on a row, the tree keeps the focus for its cell's editor
        if told is None or focus is None or not (focus is self._editor or focus.isAncestorOf(self._editor)):
            return
        self._ref, self._all = told[1], everything(*told)
        self._loaded = told[0].field(told[1]).value or ""
        self.typed()
        QTimer.singleShot(_SETTLED, self, self._place_again)

    def _place_again(self) -> None:
        """A bar that came up meanwhile has moved what is not to be hidden."""
        if self.is_open:
            self.typed()

    def typed(self) -> None:
        """The editor's text is another one: filter by it; called for every change."""
        if not self._all:
            return
        written = self._line.written()
        if self._taken is not None and written != self._taken.candidate.value:
            self._taken = None
        self._found = [] if self._taken is not None else matching(self._all, "" if written == self._loaded else written)
        if not self._found:
            self._put_away()
            return
        self._shown().show_at(
            self._found, self._all, "" if self._digits_take() else tr("Alt+"), self._anchor, self.spared()
        )
        spoken = "; ".join(f"{row}: {one.value}" for row, one in enumerate(self._found, 1))
        self._editor.setAccessibleDescription(tr("Candidates: {list}", list=spoken))
        self._is_told = True

    def _shown(self) -> ChoiceTable:
        if self._table is None:
            self._table = ChoiceTable(self._editor.window())
            self._table.cellClicked.connect(lambda row, _column: self._enter(row))
        return self._table

    # -- keys -----------------------------------------------------------------------------------------------------

    def _digits_take(self) -> bool:
        """Whether a digit alone takes a candidate: nothing is typed yet or only letters, in a field that no figure begins; in a
        closed list, whose values have no digits, whatever is written.
        """
        if self._ref is None or self._line.is_composing:
            return False
        key = self._ref.key
        if key.endswith("_code") or (key.startswith(("amounts", "extra")) and not is_closed(key)) or key in _FIGURES:
            return False
        written = self._line.written()
        return is_closed(key) or written == self._loaded or (written.isascii() and written.isalpha())

    def takes(self, event: QKeyEvent) -> bool:
        """Whether a key was meant for the list; where it was, that is done."""
        if self._line.is_composing:
            return False
        text, modifiers = event.text(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if (
            self._taken is not None
            and text
            and text.isprintable()
            and not modifiers & ~Qt.KeyboardModifier.ShiftModifier
        ):
            self.typed_on()
            return False
        if not self.is_open:
            return False
        row = event.key() - Qt.Key.Key_1
        if 0 <= row < len(self._found):
            if modifiers == Qt.KeyboardModifier.AltModifier:
                self._enter(row)
                return True
            if not modifiers and self._digits_take():
                self._take(row, text)
                return True
        return False

    def typed_on(self) -> None:
        """Something is typed after a digit that took a candidate: the digit was text after all."""
        taken, self._taken = self._taken, None
        if taken is not None:
            before = "" if taken.before == self._loaded else taken.before
            self._line.write_over(before + taken.digit)

    def _take(self, row: int, digit: str) -> None:
        chosen, before = self._found[row], self._line.written()
        self._line.write_over(chosen.value)  # which is said as it goes: only then is it known to be what was taken
        self._taken, self._found = _Taken(chosen, before, digit), []
        self._put_away()

    def _put_away(self) -> None:
        """No list is shown, and none is told of."""
        if self._table is not None:
            self._table.hide()
        if self._is_told:
            self._is_told = False
            self._editor.setAccessibleDescription("")

    def _enter(self, row: int) -> None:
        self._take(row, "")
        self.taken.emit()
