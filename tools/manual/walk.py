"""The walk through the window, from a file that is opened to the sheet that the next system imports: done by keys, a picture a step.

docs/walk.md tells what is seen in them.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QTableWidget, QTableWidgetItem, QWidget

from reviewer.base.resources import resource
from reviewer.export.choices import IMPORT, USUAL, Choices
from reviewer.ui import appearance
from reviewer.ui.app import create_application, create_window
from reviewer.ui.dialogs.export_dialog import ExportDialog
from reviewer.ui.dialogs.prompts import Prompts
from reviewer.ui.main_window import MainWindow
from reviewer.ui.settings import Settings
from tools.manual.pictures import save

NAME = "司法局绩效目标.md"
STEPS = ("open", "correct", "suggestion", "split", "export", "import")
"""What the pictures show, in order."""
_SIZE = (1180, 660)
_WAIT = 20_000
_Key, _Mod = Qt.Key, Qt.KeyboardModifier


class _Answers(Prompts):
    """Says where to write, which is the system's own dialog; everything else is done by keys."""

    def __init__(self, window: MainWindow, target: Path) -> None:
        super().__init__(window)
        self._target = target

    def save_workbook(self, suggested: Path) -> Path | None:
        return self._target


def take(images: Path) -> None:
    """Take the pictures anew into `images`, on no screen and with settings of their own: for a process that has no QApplication yet."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            QT_QPA_PLATFORM="offscreen", REVIEWER_LANG="zh_CN", REVIEWER_DATA_DIR=str(Path(folder, "data"))
        )
        application = create_application(["walk"])
        appearance.apply(application, appearance.LIGHT, 0)
        walk(Path(folder), lambda step, image: save(image, images / f"walk_{step}.png"))


def walk(folder: Path, look: Callable[[str, QImage], object]) -> Path:
    """Go the way in `folder`, have each step looked at, and return the workbook. Needs a QApplication in Chinese."""
    source, target = folder / NAME, folder / "结果.xlsx"
    shutil.copyfile(resource("guide", "guide.md"), source)
    Settings().reviewer_name = "王校对"
    window = create_window([source])
    window.files.prompts = _Answers(window, target)
    window.resize(*_SIZE)
    window.show()
    window.activateWindow()
    window.wait_until_idle(_WAIT)
    for step in _steps(window):
        _settle()
        look(step, window.grab().toImage())
    _export(window, lambda image: look("export", image))
    window.wait_until_idle(_WAIT)
    look("import", _sheet(target))
    window.files.prompts = _Silent(window, target)
    window.close()
    window.deleteLater()
    return target


class _Silent(_Answers):
    """Closes without asking about what is not saved."""

    def ask_unsaved(self, *_about: object, **_more: object) -> object:
        from reviewer.ui.dialogs.prompts import Unsaved

        return Unsaved.DISCARD


def _steps(window: MainWindow) -> Iterator[str]:
    """What is done in the window; whoever takes a step looks at it."""
    yield "open"
    _press(_Key.Key_F2)  # the first doubtful field: a value is missing
    _write("≥500册")
    yield "correct"
    _press(_Key.Key_Return)
    yield "suggestion"
    _press(_Key.Key_F5)  # level 2 says another level 1: the suggestion is taken
    _press(_Key.Key_Escape)  # writing is over: the keys are the tree's again
    _to(window, "培训调解员；走访社区", "level3")
    _press(_Key.Key_F2)
    _press(_Key.Key_Home)
    for _ in "培训调解员；":
        _press(_Key.Key_Right)
    _press(_Key.Key_F7)
    yield "split"


def _press(key: Qt.Key, modifier: Qt.KeyboardModifier = _Mod.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget() or QApplication.activeWindow(), key, modifier)
    _settle()


def _write(text: str) -> None:
    """As an input method hands it over."""
    _press(_Key.Key_A, _Mod.ControlModifier)
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(QApplication.focusWidget(), event)
    _settle()


def _to(window: MainWindow, name: str, field: str) -> None:
    """Down or up the tree until the row with this name is in hand, then along its fields to this one."""
    review = window.desk.review
    assert review is not None

    def is_row() -> bool:
        ref = window.desk.field
        return ref is not None and review.node(ref.node).value("level3") == name

    def is_field() -> bool:
        return window.desk.field is not None and window.desk.field.key == field

    for keys, is_there in (((_Key.Key_Down, _Key.Key_Up), is_row), ((_Key.Key_Tab, _Key.Key_Backtab), is_field)):
        for key in (each for each in keys for _ in range(12)):
            if is_there():
                break
            _press(key)
    if not is_row() or not is_field():
        raise LookupError(f"{field} of the row {name} does not come to hand")


def _export(window: MainWindow, look: Callable[[QImage], object]) -> None:
    """Ctrl+E, the import sheet with the others, Enter."""
    wrong: list[BaseException] = []

    def asked() -> None:
        dialog = QApplication.activeModalWidget()
        try:
            if not isinstance(dialog, ExportDialog):
                raise LookupError("the question what to export did not come up")
            dialog.resize(1080, 560)
            dialog.sheet.setCurrentText(IMPORT)
            _settle()
            look(dialog.grab().toImage())
            QTest.keyClick(dialog, _Key.Key_Return)
        except BaseException as error:
            wrong.append(error)
            if isinstance(dialog, QDialog):
                dialog.reject()

    window.settings.keep_remembered("export", Choices(sheets=(*USUAL, IMPORT)).text())
    QTimer.singleShot(0, asked)
    _press(_Key.Key_E, _Mod.ControlModifier)
    if wrong:
        raise wrong[0]


def _sheet(workbook: Path) -> QImage:
    """The sheet for the import, as a table."""
    rows = list(openpyxl.load_workbook(workbook)[IMPORT].iter_rows(values_only=True))
    table = QTableWidget(len(rows), len(rows[0]))
    table.horizontalHeader().hide()
    table.verticalHeader().hide()
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            table.setItem(row, column, QTableWidgetItem("" if cell is None else str(cell)))
    table.resizeColumnsToContents()
    table.resizeRowsToContents()
    width = sum(table.columnWidth(column) for column in range(table.columnCount())) + 4
    table.resize(width, sum(table.rowHeight(row) for row in range(len(rows))) + 4)
    image = _drawn(table)
    table.deleteLater()
    return image


def _drawn(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def _settle() -> None:
    for _ in range(6):
        QApplication.processEvents()
