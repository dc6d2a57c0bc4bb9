"""The common shape of a small question: what is asked, a button that does it, and one that leaves it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLayout, QPushButton, QVBoxLayout, QWidget

from reviewer.base.i18n import tr


def lay_out_question(dialog: QDialog, parts: Sequence[QWidget | QLayout], does: str) -> QPushButton:
    """Put the parts below each other, with the two buttons beneath; the button that says `does`."""
    buttons = QDialogButtonBox()
    yes = buttons.addButton(does, QDialogButtonBox.ButtonRole.AcceptRole)
    buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(20, 18, 20, 14)
    layout.setSpacing(12)
    for part in (*parts, buttons):
        if isinstance(part, QLayout):
            layout.addLayout(part)
        else:
            layout.addWidget(part)
    return yes
