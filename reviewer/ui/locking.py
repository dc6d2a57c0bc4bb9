"""Showing what an administrator has fixed: still to be read, not to be changed, and why."""

from __future__ import annotations

from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QWidget

from reviewer.base.i18n import tr

_APART, _ALPHA = 128, 165
"""How far the letters of a control must be from its ground, of 255; and how much of the ground shows through them otherwise."""


def set_by_administrator() -> str:
    """What is said of a setting that cannot be changed."""
    return tr("Set by the administrator")


def lock(widget: QWidget) -> None:
    """A control that shows a setting and does not change it."""
    _keep_readable(widget)
    widget.setEnabled(False)
    widget.setToolTip(set_by_administrator())
    widget.setAccessibleDescription(set_by_administrator())


def _keep_readable(widget: QWidget) -> None:
    """What is fixed is still to be read, and some looks draw what is disabled in the lightest grey."""
    palette = widget.palette()
    ink, faint, ground = (
        palette.color(group, role)
        for group, role in (
            (QPalette.ColorGroup.Active, QPalette.ColorRole.Text),
            (QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text),
            (QPalette.ColorGroup.Active, QPalette.ColorRole.Base),
        )
    )
    if abs(faint.lightness() - ground.lightness()) >= _APART:
        return
    ink.setAlpha(_ALPHA)
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, ink)
    widget.setPalette(palette)


def lock_action(action: QAction) -> None:
    """An action that shows a setting in a menu and does not change it."""
    action.setEnabled(False)
    action.setText(tr("{act} (set by the administrator)", act=action.text()))
