"""What is about to be put into a workspace, to be looked through before it is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QWidget,
)

from reviewer.base.i18n import tr, trn
from reviewer.ui.clean_line import keep_clean
from reviewer.ui.dialogs.question import lay_out_question
from reviewer.ui.fitting import fit, scaled
from reviewer.ui.tips import as_it_is

_LINES = 4
"""So many sentences on what cannot be put in are seen at once."""


class PutInDialog(QDialog):
    """The files that were found, each with a tick; `chosen()` and `office()` have the answer."""

    def __init__(
        self, workspace: str, files: Sequence[Path], told: Sequence[str], parent: QWidget | None = None
    ) -> None:
        """`told` says in sentences what of what was given cannot be put in."""
        super().__init__(parent)
        self.setObjectName("putInDialog")
        self.setWindowTitle(tr("Put in"))
        fit(self, 620, 420)
        self._workspace, self._files = workspace, list(files)
        self.heading = QLabel()
        self.heading.setWordWrap(True)
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Files to put in"))
        for file in self._files:
            item = QListWidgetItem(f"{file.name}　{_folder(file)}")
            item.setToolTip(as_it_is(str(file)))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.itemChanged.connect(lambda _item: self._count())
        self._office = QLineEdit()
        self._office.setPlaceholderText(tr("empty: what each document says"))
        keep_clean(self._office)
        form = QFormLayout()
        form.addRow(tr("&Office of all of them:"), self._office)
        self.told = QPlainTextEdit("\n".join(told))
        self.told.setReadOnly(True)
        self.told.setTabChangesFocus(True)
        self.told.setAccessibleName(tr("What is not put in"))
        self.told.setMaximumHeight(self.fontMetrics().lineSpacing() * (min(len(told), _LINES) + 1) + scaled(self, 8))
        self.told.setVisible(bool(told))
        self._yes = lay_out_question(self, (self.heading, self.list, form, self.told), tr("&Put in"))
        self._yes.setDefault(True)
        self._count()

    def chosen(self) -> list[Path]:
        """The files that are ticked."""
        return [file for row, file in enumerate(self._files)
                if self.list.item(row).checkState() == Qt.CheckState.Checked]  # fmt: skip

    def office(self) -> str:
        """Whose they are; empty where each document says it."""
        return self._office.text().strip()

    def _count(self) -> None:
        count = len(self.chosen())
        self.heading.setText(
            trn("Put {count} file into the workspace {name}? It is read there, and then waits in the queue.",
                "Put {count} files into the workspace {name}? They are read there, and then wait in the queue.", count,
                name=self._workspace)
        )  # fmt: skip
        self._yes.setEnabled(bool(count))


def _folder(file: Path) -> str:
    """Where a file lies, as far as it tells two of one name apart."""
    return "/".join(file.parent.parts[-2:])
