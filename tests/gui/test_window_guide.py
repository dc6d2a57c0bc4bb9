"""The guided sample at the real window: its five stops are taken by the keys that they name, and each can be passed over."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from window_fixtures import Answers

from reviewer.model.review import Kind
from reviewer.ui.commands.guide import STOPS
from reviewer.ui.dialogs.help import ManualDialog, NewsDialog
from reviewer.ui.main_window import MainWindow

Open = Callable[..., MainWindow]
Key = Qt.Key


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def begun(window: MainWindow, qtbot: QtBot) -> Callable[[], str]:
    link = window.start_page.findChild(QPushButton, "startGuide")
    assert link is not None
    link.click()
    assert window.wait_until_idle(60_000)
    bar = window.whole.guide.bar
    assert bar is not None
    qtbot.waitUntil(lambda: "1/5" in bar.text())
    return bar.text


def test_the_five_stops_are_taken_by_the_keys_that_they_name(open_window: Open, qtbot: QtBot, answers: Answers) -> None:
    window = open_window()
    said = begun(window, qtbot)
    assert QApplication.focusWidget() is window.review_tree.view
    assert window.settings.recent == [], "the sample is no file of the user's"
    press(Key.Key_F8)
    qtbot.waitUntil(lambda: "2/5" in said())
    assert "F5" in said()
    press(Key.Key_F5)
    qtbot.waitUntil(lambda: "3/5" in said())
    field = window.current_field()
    assert field is not None
    assert (field["field"], field["value"]) == ("annual_value", None)
    press(Key.Key_F2)
    QTest.keyClicks(QApplication.focusWidget(), ">=500")
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: "4/5" in said())
    rows = [node for node in window.desk.review.root.walk() if node.kind is Kind.INDICATOR]  # type: ignore[union-attr]
    before, name = len(rows), window.desk.node().value("level3")  # type: ignore[union-attr]
    assert name is not None
    press(Key.Key_F2)
    press(Key.Key_Home)
    for _ in range(name.index("走访")):
        press(Key.Key_Right)
    press(Key.Key_F7)
    qtbot.waitUntil(lambda: "5/5" in said())
    rows = [node for node in window.desk.review.root.walk() if node.kind is Kind.INDICATOR]  # type: ignore[union-attr]
    assert len(rows) == before + 1
    press(Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "就是这些" in said())
    assert "F1" in said()
    assert "Shift+F1" in said()
    window.whole.guide.bar.end_wanted.emit()  # type: ignore[union-attr]
    assert not window.whole.guide.bar.isVisible()  # type: ignore[union-attr]


def test_stops_can_be_passed_over_the_guide_ended_and_begun_again(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    said = begun(window, qtbot)
    bar = window.whole.guide.bar
    assert bar is not None
    for _ in STOPS:
        bar._next.click()
    assert "就是这些" in said()
    window.actions_table["actionGuide"].trigger()
    assert window.wait_until_idle(60_000)
    qtbot.waitUntil(lambda: "1/5" in said())
    assert len(window.desk.sources) == 1
    window.desk.remove(window.desk.sources[0])
    assert not bar.isVisible(), "without its sample there is nothing to guide through"
    assert window.isVisible()


def test_the_manual_has_contents_that_lead_to_chapters_and_a_search(open_window: Open) -> None:
    window = open_window()
    window.actions_table["actionManual"].trigger()
    dialog = window.findChild(ManualDialog)
    assert dialog is not None
    QApplication.processEvents()
    names = [dialog.contents.item(row).text() for row in range(dialog.contents.count())]
    row = next(row for row, name in enumerate(names) if "保存与导出" in name)
    dialog.contents.setCurrentRow(row)
    assert "保存与导出" in dialog.browser.textCursor().block().text()
    assert 0 <= dialog.browser.cursorRect().top() < 40, "at the upper edge"
    dialog.sought.setText("签认单")
    dialog.search()
    first = dialog.browser.textCursor().position()
    assert dialog.browser.textCursor().selectedText() == "签认单"
    for _ in range(20):
        dialog.search()
        if dialog.browser.textCursor().position() == first:
            break
    else:
        raise AssertionError("the search does not go round the end")
    dialog.close()
    window.actions_table["actionNews"].trigger()
    news = window.findChild(NewsDialog)
    assert news is not None
    assert not news.contents.isVisible()
    news.close()
