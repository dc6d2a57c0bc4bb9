"""How a cell of the tree is drawn, and editing in it, safe for input methods."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QInputMethodEvent, QKeyEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from reviewer.model.fields import FieldRef
from reviewer.model.review import Review
from reviewer.ui.choices import Chooser
from reviewer.ui.clean_line import keep_clean
from reviewer.ui.density import air
from reviewer.ui.theme import data_colours
from reviewer.ui.tree.cell_text import CellTexts
from reviewer.ui.tree.model import AMOUNT, NAME, Look

if TYPE_CHECKING:
    from reviewer.ui.tree.cells import CellTree

_LEAST_EDITOR = 260
"""Pixels at 96 dpi: a value is longer than its column is wide."""
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ENABLED, _ACTIVE = QStyle.StateFlag.State_Enabled.value, QStyle.StateFlag.State_Active.value
_MEANT = (
    _ENABLED | QStyle.StateFlag.State_Selected.value | QStyle.StateFlag.State_MouseOver.value
    | QStyle.StateFlag.State_HasFocus.value
)  # fmt: skip
"""Where of these only the first is true, styles draw nothing but the letters and their ground."""
_ENDING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


class _WithText(dict[Any, Any]):
    """Features of an item, those with a text by those without; joining Qt's flags costs more than drawing."""

    def __missing__(self, features: Any) -> Any:
        self[features] = made = features | QStyleOptionViewItem.ViewItemFeature.HasDisplay
        return made


_WITH_TEXT = _WithText()
"""One for every combination that views ask with."""


class CellEditor(QLineEdit):
    """A line that knows whether the input method is composing in it, and that stays one clean line."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.is_composing = False
        self.chooser = Chooser(self)
        self.textEdited.connect(lambda _text: self.chooser.typed())
        keep_clean(self)

    def written(self) -> str:
        """See choices.Line."""
        return self.text()

    def write_over(self, text: str) -> None:
        """Put another text in the place of all that is written."""
        self.selectAll()
        self.insert(text)
        self.chooser.typed()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The list of candidates has a first look."""
        if not self.chooser.takes(event):
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Keep in mind whether a composition is going on."""
        if event.preeditString() or event.commitString():
            self.chooser.typed_on()
        self.is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)


class CellDelegate(QStyledItemDelegate):
    """Frames the cell of the field in hand; its editor is left alone while the input method composes.

    A name reaches across the columns beside it that its row has no use for.
    """

    def __init__(self, view: CellTree) -> None:
        super().__init__(view)
        self._view = view
        self.what: Callable[[], tuple[Review, FieldRef] | None] = lambda: None
        """The field in hand, for the list of candidates; the tree says."""
        self._look: Look | None = None
        """What is drawn of the cell that is being drawn."""
        self._texts = CellTexts(view)
        self._pens: dict[int, QColor] = {}
        """The colour of the letters, in an active window and in others."""
        view.restyled.connect(self._forget)
        self.lines = 1
        """How many lines a row has; the same for all, or a long tree would have to measure every one."""

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        """See QStyledItemDelegate."""
        editor = CellEditor(parent)
        editor.chooser.spared = self._view.rows_about
        editor.chooser.open(self.what)
        editor.chooser.taken.connect(lambda: self._enter(editor))
        editor.destroyed.connect(editor.chooser.gone)
        editor.setAccessibleName(str(index.model().headerData(index.column(), Qt.Orientation.Horizontal)))
        return editor

    def _enter(self, editor: CellEditor) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.SubmitModelCache)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Over its cell, and over the neighbours where the cell is narrow."""
        box = self._view.visualRect(index)
        room = self._view.viewport().width()
        box.setWidth(min(room, max(box.width(), _LEAST_EDITOR * self._view.logicalDpiX() // 96)))
        box.moveLeft(max(0, min(box.left(), room - box.width())))
        editor.setGeometry(box)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """A little air above and below: rows are read one by one."""
        size = super().sizeHint(option, index)
        line = self._view.fontMetrics().lineSpacing()
        return QSize(size.width(), max(size.height() if self.lines == 1 else 0, line * self.lines) + air())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A key that ends a composition neither enters nor gives up what is being written."""
        composing = isinstance(watched, CellEditor) and watched.is_composing
        if composing and isinstance(event, QKeyEvent) and event.key() in _ENDING:
            return True
        return super().eventFilter(watched, event)

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """See QStyledItemDelegate, which asks the model role by role: most of what drawing a cell took."""
        look = self._look
        if look is None:
            super().initStyleOption(option, index)
            return
        item: Any = option
        item.index = index
        item.text = look.text.replace("\n", "\u2028")  # as Qt does
        item.features = _WITH_TEXT[item.features]
        item.displayAlignment = _RIGHT if index.column() == AMOUNT else _LEFT
        if look.ground is not None:
            item.backgroundBrush = look.ground
        item.styleObject = None

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The cell, and the frame around the one in hand: a selected row does not say which of its fields it is."""
        item: Any = option  # older stubs do not know what it holds
        box = QRect(item.rect)
        view, column = self._view, index.column()
        look = view.look(index)
        state = item.state.value  # as a number: each operation on Qt's flags makes an object
        is_plain = look is not None and state & _MEANT == _ENABLED and index != view.currentIndex()
        is_part = look is not None and column < look.span > 1
        if is_plain and look is not None and not is_part:
            if not look.text and look.ground is None:
                return
            if self._draw_plain(painter, state, look, box, to_right=column == AMOUNT):
                return
        painter.save()
        # Qt may draw any one of the columns alone: each draws its own part of the name
        if look is not None and is_part:
            painter.setClipRect(box, Qt.ClipOperation.IntersectClip)
            index = index.sibling(index.row(), NAME)
            box = view.visualRect(index)
            item.rect = box
            look = view.look(index) if column != NAME else look
        if not (is_plain and look is not None and self._draw_plain(painter, state, look, box, to_right=False)):
            self._look = look
            super().paint(painter, option, index)
            self._look = None
        if index == view.currentIndex():
            selected = bool(state & QStyle.StateFlag.State_Selected.value)
            palette = view.palette()
            colour = palette.highlightedText().color() if selected else data_colours(palette).in_hand
            painter.setPen(QPen(colour, 2))
            painter.drawRect(box.adjusted(1, 1, -1, -1))
        painter.restore()

    def _forget(self) -> None:
        self._texts.forget()
        self._pens.clear()

    def _draw_plain(self, painter: QPainter, state: int, look: Look, box: QRect, *, to_right: bool) -> bool:
        """Draw a plain cell whose text is not cut; False, and nothing drawn, where the style has to."""
        text = look.text.replace("\n", "\u2028")
        found = self._texts.fitting(text, box, to_right=to_right, wraps=self.lines > 1)
        if found is None:
            return False
        if look.ground is not None:
            painter.fillRect(box, look.ground)
        pen = self._pens.get(state & _ACTIVE)
        if pen is None:
            group = QPalette.ColorGroup.Active if state & _ACTIVE else QPalette.ColorGroup.Inactive
            pen = self._pens[state & _ACTIVE] = self._view.palette().color(group, QPalette.ColorRole.Text)
        painter.setPen(pen)
        layout, at = found
        layout.draw(painter, at)
        return True
