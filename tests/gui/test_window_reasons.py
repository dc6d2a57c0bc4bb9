"""From a doubt to what its reason means: by a key, by the “?” behind it, in the language in use."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from reviewer.base.i18n import use_language
from reviewer.base.resources import resource
from reviewer.model.fields import FieldRef
from reviewer.model.review import Review
from reviewer.ui.dialogs.help import ManualDialog, ReasonsDialog
from reviewer.ui.main_window import MainWindow

Open = Callable[..., MainWindow]


def doubted(window: MainWindow, code: str) -> tuple[Review, FieldRef]:
    """A field of the open review that has this reason, in hand."""
    review = window.desk.review
    assert review is not None
    ref = next(ref for ref in review.refs() if code in [reason.code for reason in review.reasons(ref)])
    window.desk.choose_field(ref)
    return review, ref


def press_why(window: MainWindow) -> ReasonsDialog:
    QTest.keyClick(window.review_tree.view, Qt.Key.Key_F1, Qt.KeyboardModifier.ControlModifier)
    dialog = window.findChild(ReasonsDialog)
    assert dialog is not None
    return dialog


def entry_shown(dialog: ManualDialog) -> str:
    """The entry at the upper edge: its heading, which the contents mark as well."""
    assert 0 <= dialog.browser.cursorRect().top() < 40, "at the upper edge"
    heading = dialog.browser.textCursor().block().text()
    item = dialog.contents.currentItem()
    assert item is not None
    assert item.text().strip() == heading
    return heading


def test_the_key_and_the_question_mark_open_the_entry_of_the_reason_in_hand(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(resource("samples/wide.md"))
    review, ref = doubted(window, "check.level2_parent")
    reason = next(reason for reason in review.reasons(ref) if reason.code == "check.level2_parent")
    label = window.field_panel.findChild(QLabel, "reasons")
    assert label is not None
    assert 'href="check.level2_parent"' in label.text()
    assert label.focusPolicy() == Qt.FocusPolicy.NoFocus, "no stop of Tab"
    dialog = press_why(window)
    QApplication.processEvents()
    assert "属于" in entry_shown(dialog)
    assert re.findall(r"(?:read|check|foreign|source)\.\w+|<!--", dialog.browser.toPlainText()) == [], (
        "no code is shown to a clerk"
    )
    dialog.sought.setText("check.signs")
    QTest.keyClick(dialog.sought, Qt.Key.Key_Return)
    assert entry_shown(dialog) == "“≥≤95%”中的符号互相矛盾", "who has a JSON finds what its code means"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.findChild(ReasonsDialog) is None)
    label.linkActivated.emit("read.bracket_open")
    dialog = window.findChild(ReasonsDialog)
    assert dialog is not None
    QApplication.processEvents()
    assert entry_shown(dialog) == "括号不成对"
    label.linkActivated.emit("read.shifted_clear")
    QApplication.processEvents()
    assert len(window.findChildren(ReasonsDialog)) == 1, "one window, whatever is asked"
    assert entry_shown(dialog) == "原文中此行错位；但从文字看，这一格属于哪一列没有疑问", reason.text()


def test_a_field_without_a_reason_says_so(open_window: Open) -> None:
    window = open_window(resource("samples/wide.md"))
    review = window.desk.review
    assert review is not None
    ref = next(ref for ref in review.refs() if not review.reasons(ref) and ref.node != review.root.id)
    assert not any(issue.node == review.root.id and not issue.keys for issue in review.issues)
    window.desk.choose_field(ref)
    window.actions_table["actionWhyDoubted"].trigger()
    assert window.findChild(ReasonsDialog) is None
    assert "没有原因" in window.statusBar().currentMessage()


def test_the_page_is_in_the_language_in_use_and_a_link_of_the_manual_leads_to_it(open_window: Open) -> None:
    use_language("en")
    window = open_window(resource("samples/wide.md"))
    doubted(window, "check.level2_parent")
    dialog = press_why(window)
    QApplication.processEvents()
    assert "belongs under" in entry_shown(dialog)
    use_language("zh_CN")
    window.actions_table["actionManual"].trigger()
    manual = next(each for each in window.findChildren(ManualDialog) if each.objectName() == "manualDialog")
    before = manual.contents.count()
    manual.browser.setSource(manual.browser.source().resolved("reasons.md"))
    assert manual.contents.count() > before + 50, "the contents are those of the page that is shown"


def test_the_manual_is_that_of_the_language_in_use(open_window: Open) -> None:
    window = open_window()
    for code, chapter in (("en", "6 Keys"), ("zh_CN", "六、按键")):
        use_language(code)
        window.actions_table["actionManual"].trigger()
        manual = window.findChildren(ManualDialog)[-1]
        names = [manual.contents.item(row).text() for row in range(manual.contents.count())]
        assert chapter in names
        manual.close()
        QApplication.processEvents()
