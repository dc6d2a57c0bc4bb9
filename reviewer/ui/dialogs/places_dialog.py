"""A list of places, beside the work: a click or Enter on one goes there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from reviewer.base.i18n import tr
from reviewer.ui.fitting import fit
from reviewer.ui.tips import as_it_is


class Place(NamedTuple):
    """A line of the list, and what goes there."""

    text: str
    go: Callable[[], object]


class PlacesDialog(QDialog):
    """The list; it stays open while one goes from place to place."""

    def __init__(self, heading: str, places: Sequence[Place], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("placesDialog")
        self.setWindowTitle(heading)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit(self, 680, 360)
        self._places = list(places)
        label = QLabel(heading)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        self.list = QListWidget()
        self.list.setObjectName("placesList")
        self.list.setAccessibleName(heading)
        self.list.setWordWrap(True)
        for place in self._places:
            item = QListWidgetItem(place.text)
            item.setToolTip(as_it_is(place.text))
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.itemClicked.connect(lambda _item: self.go())
        self.list.itemActivated.connect(lambda _item: self.go())
        buttons = QDialogButtonBox()
        go = buttons.addButton(tr("&Go there"), QDialogButtonBox.ButtonRole.ActionRole)
        go.setAutoDefault(False)  # Enter is the list's
        go.clicked.connect(self.go)
        copy = buttons.addButton(tr("Copy"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(
            lambda: QGuiApplication.clipboard().setText("\n".join(place.text for place in self._places))
        )
        copy.setAutoDefault(False)
        close = buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        close.setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(label)
        layout.addWidget(self.list, 1)
        layout.addWidget(buttons)
        self.list.setFocus()

    def go(self) -> None:
        """Go to the place in hand."""
        row = self.list.currentRow()
        if 0 <= row < len(self._places):
            self._places[row].go()
