"""How a walk through fields is laid out: the original on the left, what is asked on the right, the buttons that go on beneath."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget


def lay_out_walk(
    dialog: QDialog,
    original: QWidget,
    asked: QWidget,
    progress: QLabel,
    buttons: Sequence[tuple[QPushButton, Callable[[], object]]],
) -> None:
    """Both halves are as wide as each other at first; no button is what Enter presses, for Enter goes on from the field."""
    splitter = QSplitter(Qt.Orientation.Horizontal)
    splitter.addWidget(original)
    splitter.addWidget(asked)
    splitter.setSizes([dialog.width() // 2] * 2)
    row = QHBoxLayout()
    row.addWidget(progress, 1)
    for button, does in buttons:
        button.setAutoDefault(False)
        button.clicked.connect(does)
        row.addWidget(button)
    layout = QVBoxLayout(dialog)
    layout.addWidget(splitter, 1)
    layout.addLayout(row)
