"""The user's own vocabulary, as a table: words corrected, headings taught; to be changed, exported, imported."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reviewer.base import words
from reviewer.base.files import WriteError
from reviewer.base.gate import asked
from reviewer.base.i18n import mark, tr, trn
from reviewer.base.words import LEVELS, Words
from reviewer.extract.labels import plain_label
from reviewer.extract.taught import headings_in
from reviewer.model.taxonomy import is_level, level_names
from reviewer.ui.clean_line import keep_clean
from reviewer.ui.locking import lock, set_by_administrator
from reviewer.ui.role_names import ROLE_NAMES, layout_meaning, role_name
from reviewer.ui.tips import as_it_is

_KINDS = {"level1": mark("Name of a level 1"), "level2": mark("Name of a level 2"), "label": mark("Heading")}
_LAYOUT = "layout"
_DATA = int(Qt.ItemDataRole.UserRole)


class VocabularyPage(QWidget):
    """The words as they are to be; `words` holds them, the dialog stores them."""

    def __init__(self, known: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("vocabularyPage")
        self.words = known
        self.list = QTreeWidget()
        self.list.setAccessibleName(tr("Words of your own"))
        self.list.setRootIsDecorated(False)
        self.list.setHeaderLabels([tr("Kind"), tr("Printed"), tr("Means")])
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.kind, self.printed, self.meaning = QComboBox(), QLineEdit(), QComboBox()
        keep_clean(self.printed)
        for kind, name in _KINDS.items():
            self.kind.addItem(tr(name), kind)
        self.kind.setAccessibleName(tr("Kind"))
        self.printed.setAccessibleName(tr("Printed"))
        self.printed.setPlaceholderText(tr("As it is printed"))
        self.meaning.setAccessibleName(tr("Means"))
        self.said = QLabel()
        self.said.setObjectName("vocabularySaid")
        self.said.setWordWrap(True)
        self.add_button, self.remove_button = QPushButton(tr("&Add")), QPushButton(tr("Re&move"))
        self.import_button, self.export_button = QPushButton(tr("&Import…")), QPushButton(tr("E&xport…"))
        self._lay_out()
        self.kind.currentIndexChanged.connect(lambda _place: self._fill_meanings())
        self.list.currentItemChanged.connect(lambda item, _before: self._take(item))
        self.add_button.clicked.connect(self.add)
        self.remove_button.clicked.connect(self.remove)
        self.import_button.clicked.connect(self._ask_import)
        self.export_button.clicked.connect(self._ask_export)
        self._fill_meanings()
        self._fill()

    def _lay_out(self) -> None:
        intro = QLabel(
            tr("Corrected names of levels and headings that you have explained. They help with the next document.")
        )
        intro.setWordWrap(True)
        line = QHBoxLayout()
        for widget, share in ((self.kind, 0), (self.printed, 1), (self.meaning, 1), (self.add_button, 0)):
            line.addWidget(widget, share)
        foot = QHBoxLayout()
        foot.addWidget(self.said, 1)
        for button in (self.remove_button, self.import_button, self.export_button):
            foot.addWidget(button)
        for button in (self.add_button, self.remove_button, self.import_button, self.export_button):
            button.setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.addWidget(intro)
        layout.addWidget(self.list, 1)
        layout.addLayout(line)
        layout.addLayout(foot)

    def lock(self) -> None:
        """Show the words, which an administrator has set; they can still be exported."""
        for widget in (self.kind, self.printed, self.meaning, self.add_button, self.remove_button, self.import_button):
            lock(widget)
        self.said.setText(set_by_administrator())

    def _fill_meanings(self) -> None:
        kind = str(self.kind.currentData())
        self.meaning.clear()
        if kind == "label":
            for role in ROLE_NAMES:
                self.meaning.addItem(role_name(role), str(role))
        else:
            for name in sorted(level_names(int(kind[-1])), key=len):
                if name.endswith("指标"):
                    self.meaning.addItem(name, name)

    def _fill(self) -> None:
        self.list.clear()
        rows = [
            (level, printed, name) for level in LEVELS for printed, name in self.words.levels.get(level, {}).items()
        ]
        rows += [("label", printed, role) for printed, role in self.words.labels.items()]
        for header, roles in self.words.layouts.items():
            meaning = layout_meaning(header, roles)
            item = QTreeWidgetItem(self.list, [tr("Columns of a table"), " | ".join(headings_in(header)), meaning])
            item.setData(0, _DATA, (_LAYOUT, header, roles))
            for column in (1, 2):
                item.setToolTip(column, as_it_is(item.text(column)))
        for kind, printed, meant in rows:
            item = QTreeWidgetItem(
                self.list, [tr(_KINDS[kind]), printed, role_name(meant) if kind == "label" else meant]
            )
            item.setData(0, _DATA, (kind, printed, meant))
        self.said.setText(trn("{count} word", "{count} words", self.words.count))

    def _take(self, item: QTreeWidgetItem | None) -> None:
        """A row chosen stands beneath the list, to be changed."""
        if item is None:
            return
        kind, printed, meant = item.data(0, _DATA)
        if kind == _LAYOUT:  # it is said in the window, with the header before one's eyes, and only taken out here
            return
        self.kind.setCurrentIndex(self.kind.findData(kind))
        self.printed.setText(printed)
        if self.meaning.findData(meant) < 0:
            self.meaning.addItem(meant, meant)
        self.meaning.setCurrentIndex(self.meaning.findData(meant))

    def add(self) -> None:
        """Add the word that stands beneath the list, or give it another meaning."""
        kind, printed, meant = (
            str(self.kind.currentData()),
            self.printed.text().strip(),
            str(self.meaning.currentData()),
        )
        if not printed or not plain_label(printed):
            self.said.setText(tr("Please write the word as it is printed."))
        elif kind == "label":
            self.words = self.words.with_label(plain_label(printed), meant)
            self._fill()
        elif not is_level(meant, int(kind[-1])):
            self.said.setText(tr("“{name}” is not the name of a level.", name=meant))
        else:
            self.words = self.words.with_level(kind, printed, meant)
            self._fill()

    def remove(self) -> None:
        """Take the chosen words out."""
        levels = {level: dict(self.words.levels.get(level, {})) for level in LEVELS}
        labels, layouts = dict(self.words.labels), dict(self.words.layouts)
        for item in self.list.selectedItems():
            kind, printed, _ = item.data(0, _DATA)
            {"label": labels, _LAYOUT: layouts, **levels}[kind].pop(printed, None)
        self.words = Words(levels, labels, layouts)
        self._fill()

    def _ask_import(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Import a vocabulary"), "", "JSON (*.json)")
        if name:
            self.take_in(Path(name))

    def take_in(self, path: Path) -> None:
        """Add the words of a file; those of the file win."""
        try:
            if not path.is_file():
                raise words.VocabularyError(tr("{file} is not there any more.", file=path.name))
            self.words = self.words.joined(words.load(path))
        except words.VocabularyError as error:
            self.said.setText(str(error))
            return
        self._fill()

    def _ask_export(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, tr("Export the vocabulary"), "vocabulary.json", "JSON (*.json)")
        if name:
            self.give_out(Path(name))

    def give_out(self, path: Path) -> None:
        """Write the words to a file."""
        try:
            words.save(self.words, path, asked(path))
        except WriteError as error:
            self.said.setText(str(error))
            return
        self.said.setText(
            trn("{count} word written to {file}", "{count} words written to {file}", self.words.count, file=path.name)
        )
