"""Every dialog in every language: it opens, and no text in it is cut off or covered."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QWidget,
)

from reviewer.base.i18n import use_language
from reviewer.base.resources import resource
from reviewer.model.second import SecondReview
from reviewer.ui.dialogs.field_dialog import FieldDialog
from reviewer.ui.dialogs.heading import HeadingDialog
from reviewer.ui.dialogs.help import AboutDialog
from reviewer.ui.dialogs.list_dialog import ListDialog
from reviewer.ui.dialogs.quality_dialog import QualityDialog
from reviewer.ui.dialogs.record_dialog import RecordDialog
from reviewer.ui.dialogs.replace_dialog import ReplaceDialog
from reviewer.ui.dialogs.second_review import SecondReviewDialog
from reviewer.ui.dialogs.settings_dialog import SettingsDialog
from reviewer.ui.main_window import MainWindow

Open = Callable[..., MainWindow]


def _quality(window: MainWindow, begun: bool) -> QDialog:
    assert window.desk.current is not None
    dialog = QualityDialog(window.desk.current, "张三", window)
    if begun:
        dialog.begin(1)
    return dialog


def _second(window: MainWindow) -> QDialog:
    current = window.desk.current
    assert current is not None
    assert current.review is not None
    assert current.history is not None
    return SecondReviewDialog(current, SecondReview(current.review, current.history, "李四", seed=1), window)


def _sheet(window: MainWindow) -> QDialog:
    before = set(window.findChildren(QDialog))
    window._keys.key_sheet()
    return (set(window.findChildren(QDialog)) - before).pop()


DIALOGS: dict[str, Callable[[MainWindow], QDialog]] = {
    "settings": lambda window: SettingsDialog(window.settings, window, window._view.more_pages()),
    "about": AboutDialog,
    "field": lambda window: FieldDialog({"总计": "amounts"}, ["总计"], True, True, window),
    "list": lambda window: ListDialog("云溪市青禾区", ["一", "二"], window),
    "heading": lambda window: HeadingDialog("考核要点", "level3", window),
    "replace": lambda window: ReplaceDialog(window.desk, window),
    "record": lambda window: RecordDialog(window.desk.sources[0], window),
    "second review": _second,
    "quality sample": lambda window: _quality(window, False),
    "quality sample, begun": lambda window: _quality(window, True),
    "keys": _sheet,
}


@pytest.fixture(params=["zh_CN", "en"])
def window(request: pytest.FixtureRequest, open_window: Open, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    monkeypatch.setenv("REVIEWER_LANG", request.param)
    yield open_window(resource("samples", "wide.md"))
    monkeypatch.undo()
    use_language("zh_CN")


def visible(root: QWidget, *kinds: type[QWidget]) -> list[QWidget]:
    return [w for w in root.findChildren(QWidget) if isinstance(w, kinds) and w.isVisible()]


def cut(root: QWidget) -> list[str]:
    """Texts that have less room than they want."""
    found = []
    for widget in visible(root, QLabel, QAbstractButton, QComboBox):
        if widget.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Ignored:
            continue  # elides by itself, and has the whole in its tooltip
        words = getattr(widget, "text", getattr(widget, "currentText", str))()
        wraps = isinstance(widget, QLabel) and widget.wordWrap()
        height = widget.heightForWidth(widget.width()) if wraps else widget.minimumSizeHint().height()
        wide = wraps or isinstance(widget, QComboBox) or widget.width() >= widget.minimumSizeHint().width()
        if words and (not wide or widget.height() < height):
            found.append(f"{words!r}: {widget.size()}, wants {widget.minimumSizeHint()}")
    return found


def covered(root: QWidget) -> list[str]:
    """Widgets with text or input that lie over each other."""
    boxes: list[tuple[QWidget, QRect]] = []
    for widget in visible(root, QLabel, QAbstractButton, QComboBox, QLineEdit):
        parent = widget.parentWidget()
        if parent is not None and isinstance(parent, QLineEdit | QComboBox):
            continue  # the cross in a line of text
        boxes.append((widget, QRect(widget.mapTo(root, widget.rect().topLeft()), widget.size())))
    return [
        f"{one.metaObject().className()} {box} over {other.metaObject().className()} {other_box}"
        for number, (one, box) in enumerate(boxes)
        for other, other_box in boxes[number + 1 :]
        if one.parentWidget() is other.parentWidget() and box.intersects(other_box)
    ]


@pytest.mark.parametrize("name", DIALOGS)
def test_no_text_of_a_dialog_is_cut_or_covered(window: MainWindow, name: str) -> None:
    dialog = DIALOGS[name](window)
    dialog.show()
    QApplication.processEvents()
    assert dialog.windowTitle()
    assert cut(dialog) == []
    assert covered(dialog) == []
    room = window.screen().availableSize().boundedTo(window.size().expandedTo(dialog.minimumSizeHint()))
    assert dialog.minimumSizeHint().width() <= min(1366, room.width())
    assert dialog.minimumSizeHint().height() <= 728
    dialog.close()


def test_no_text_of_the_window_is_cut_or_covered(window: MainWindow) -> None:
    window._issues.fold(False)
    window.issue_list._more.click()
    QApplication.processEvents()
    assert window.minimumSizeHint().width() <= 1366
    assert window.minimumSizeHint().height() <= 728
    assert cut(window.issue_list) == []
    assert cut(window.field_panel) == []
    assert covered(window.issue_list) == []
