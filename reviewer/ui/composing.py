"""The composition of the input method that is going on: letters that are in no text yet, and must not be lost or go elsewhere."""

from __future__ import annotations

from weakref import ReferenceType, ref

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication

_going_on: tuple[ReferenceType[QObject], str] | None = None
"""The widget that was told last of a composition, and what is composed; there is never more than one."""


def heard(widget: QObject, event: QInputMethodEvent) -> None:
    """Keep in mind what `widget` is told by the input method."""
    global _going_on
    _going_on = (ref(widget), event.preeditString()) if event.preeditString() else None


def is_going_on() -> bool:
    """Whether something is being composed."""
    return _going_on is not None


def finish() -> None:
    """Put what is being composed into the text that it was begun in, before anything else comes to hand.

    The input method is asked first: it may have words for the letters. Where it has nothing to say, the letters stay as they are.
    """
    global _going_on
    if _going_on is None:
        return
    method = QGuiApplication.inputMethod()
    method.commit()  # comes back through heard(), where there is an input method
    if _going_on is None:
        return
    widget, text = _going_on[0](), _going_on[1]
    _going_on = None
    if widget is None:
        return
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)
    method.reset()  # or it would bring the same letters once more, to whoever has the focus by then
