"""What can be said of any window or dialog: texts that are cut or covered, controls in reading order, controls without a name."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QMenuBar,
    QPlainTextEdit,
    QScrollBar,
    QSizePolicy,
    QTabBar,
    QTextEdit,
    QWidget,
)

CONTROLS = (
    QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QAbstractItemView, QAbstractSpinBox, QKeySequenceEdit, QTabBar,
)  # fmt: skip
"""What a person works with."""


def visible(root: QWidget, *kinds: type[QWidget]) -> list[QWidget]:
    return [w for w in root.findChildren(QWidget) if isinstance(w, kinds) and w.isVisible()]


def is_part(widget: QWidget) -> bool:
    """Whether a widget is a part of another control: the line of an editable box, the cross in a line, the corner of a table."""
    parent = widget.parentWidget()
    while parent is not None and not parent.isWindow():
        if isinstance(
            parent,
            QLineEdit | QComboBox | QAbstractSpinBox | QKeySequenceEdit | QHeaderView | QTabBar | QScrollBar | QMenuBar,
        ):
            return True
        if isinstance(parent, QAbstractItemView) and isinstance(widget, QAbstractButton | QHeaderView):
            return True
        parent = parent.parentWidget()
    return isinstance(widget, QHeaderView)


def cut(root: QWidget) -> list[str]:
    """Texts that have less room than they want."""
    found = []
    for widget in visible(root, QLabel, QAbstractButton, QComboBox):
        if widget.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Ignored or is_part(widget):
            continue  # elides by itself, and has the whole in its tooltip
        words = getattr(widget, "text", getattr(widget, "currentText", str))()
        wraps = isinstance(widget, QLabel) and widget.wordWrap()
        height = widget.heightForWidth(widget.width()) if wraps else widget.minimumSizeHint().height()
        wide = wraps or isinstance(widget, QComboBox) or widget.width() >= widget.minimumSizeHint().width()
        if words and (not wide or widget.height() < height):
            found.append(f"{words!r}: {widget.size()}, wants {widget.minimumSizeHint()}")
    return found


def outside(root: QWidget) -> list[str]:
    """Controls and texts that stand beyond the edge of what holds them, where nothing scrolls."""
    found = []
    for widget in visible(root, QLabel, *CONTROLS):
        parent = widget.parentWidget()
        scrolls = any(isinstance(above, QAbstractScrollArea) for above in _above(widget, root))
        if parent is None or scrolls or is_part(widget) or isinstance(parent, QAbstractScrollArea):
            continue
        box = QRect(widget.mapTo(root, QPoint()), widget.size())
        if not root.rect().contains(box):
            found.append(f"{widget.metaObject().className()} {widget.objectName()} {box} in {root.rect()}")
    return found


def covered(root: QWidget) -> list[str]:
    """Widgets with text or input that lie over each other."""
    boxes: list[tuple[QWidget, QRect]] = []
    for widget in visible(root, QLabel, *CONTROLS):
        if not is_part(widget):
            boxes.append((widget, QRect(widget.mapTo(root, widget.rect().topLeft()), widget.size())))
    return [
        f"{one.metaObject().className()} {box} over {other.metaObject().className()} {other_box}"
        for number, (one, box) in enumerate(boxes)
        for other, other_box in boxes[number + 1 :]
        if one.parentWidget() is other.parentWidget() and box.intersects(other_box)
    ]


def _above(widget: QWidget, root: QWidget) -> list[QWidget]:
    found, parent = [], widget.parentWidget()
    while parent is not None and parent is not root:
        found.append(parent)
        parent = parent.parentWidget()
    return found


# -- focus -----------------------------------------------------------------------------------------------------------


def stops(root: QWidget) -> list[QWidget]:
    """Every control at which Tab is to stop."""
    return [
        widget
        for widget in visible(root, *CONTROLS)
        if widget.isEnabled() and not is_part(widget) and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.window() is root
        and not _is_empty_bar(widget)
    ]  # fmt: skip


def _is_empty_bar(widget: QWidget) -> bool:
    return isinstance(widget, QTabBar) and widget.count() == 0


def walked(root: QWidget, forward: bool = True) -> list[QWidget]:
    """Where Tab (or Shift+Tab) goes in a window, from where it is until it comes back."""
    if control(root) is None:
        root.focusNextPrevChild(True)
    found: list[QWidget] = []
    for _ in range(200):
        here = control(root)
        assert here is not None, "the focus is lost"
        if found and here is found[0]:
            return found
        if not found or here is not found[-1]:  # the parts of one control are one stop
            assert here not in found, f"Tab goes in circles at {said(here)}"
            found.append(here)
        root.focusNextPrevChild(forward)
        if len(found) == 1 and control(root) is found[0]:
            return found
    raise AssertionError("Tab does not come back")


def control(root: QWidget) -> QWidget | None:
    """The control that has the focus, not the part of it."""
    widget = root.focusWidget()
    while widget is not None and is_part(widget):
        widget = widget.parentWidget()
    return widget


def out_of_order(root: QWidget, order: list[QWidget]) -> list[str]:
    """Where Tab goes up the page, or to the left in a line: what comes first in it is the upper left control."""
    boxes = [QRect(widget.mapTo(root, QPoint()), widget.size()) for widget in order]
    upmost = min((box.top() for box in boxes), default=0)
    first = min(
        (at for at, box in enumerate(boxes) if box.top() < upmost + 26), key=lambda at: boxes[at].left(), default=0
    )
    turned = [*range(first, len(order)), *range(first)]
    wrong = []
    for here, there in pairwise(turned):
        one, other = boxes[here], boxes[there]
        below, beside = other.top() > one.center().y() - 2, other.left() > one.center().x()
        if not below and not beside:
            wrong.append(f"{said(order[here])} {one} -> {said(order[there])} {other}")
    return wrong


# -- names -----------------------------------------------------------------------------------------------------------


def nameless(root: QWidget) -> list[str]:
    """Controls that a screen reader has no name for."""
    return [
        f"{widget.metaObject().className()} {widget.objectName()}"
        for widget in visible(root, *CONTROLS)
        if not is_part(widget) and not isinstance(widget, QTabBar) and not name_of(widget).strip()
    ]


def name_of(widget: QWidget) -> str:
    """The name by which a screen reader calls a control."""
    if widget.accessibleName():
        return widget.accessibleName()
    if isinstance(widget, QAbstractButton) and widget.text():
        return widget.text()
    labels = [label for label in widget.window().findChildren(QLabel) if label.buddy() is widget]
    return labels[0].text() if labels else ""


def said(widget: QWidget) -> str:
    return f"{widget.metaObject().className()} {name_of(widget) or widget.objectName()!r}"
