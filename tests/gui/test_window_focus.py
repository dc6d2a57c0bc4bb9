"""The keys always have somewhere to go: Tab through every dialog, F6 round the panes, and back after dialogs, deletions and folding."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from everything import control, name_of, out_of_order, said, stops, walked
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QTabBar, QWidget

from reviewer.base.resources import resource
from reviewer.model import acts
from reviewer.model.fields import FieldRef
from reviewer.model.history import History
from reviewer.model.review import Kind
from reviewer.ui.main_window import MainWindow

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from reviewer.ui.team.team_window import TeamWindow
from tools.pictures import team
from tools.pictures.dialogs import DIALOGS

Open = Callable[..., MainWindow]
WIDE, FORMS = resource("samples", "wide.md"), resource("samples", "forms.txt")


def wrong_with(dialog: QWidget) -> list[str]:
    """What is wrong with walking a dialog by Tab and Shift+Tab."""
    dialog.activateWindow()
    QApplication.processEvents()
    forward, back = walked(dialog), walked(dialog, False)
    wanted = stops(dialog)
    wrong = [f"Tab never comes to {said(widget)}" for widget in wanted if widget not in forward]
    wrong += [f"Shift+Tab never comes to {said(widget)}" for widget in wanted if widget not in back]
    wrong += [
        f"{said(widget)} has no name" for widget in forward if not isinstance(widget, QTabBar) and not name_of(widget)
    ]
    in_rows = not isinstance(dialog, QMessageBox)  # the order of its buttons is the system's
    return wrong + (out_of_order(dialog, forward) if in_rows else [])


def test_tab_walks_every_dialog_in_reading_order_and_comes_back(open_window: Open, tmp_path: Path) -> None:
    window = open_window(*next(iter(DIALOGS.values())).files(tmp_path))
    wrong: dict[str, list[str]] = {}
    for name, state in DIALOGS.items():
        state.show(window, lambda shown, name=name: wrong.update({name: wrong_with(shown)}))
    assert {name: texts for name, texts in wrong.items() if texts} == {}
    assert set(wrong) == set(DIALOGS)


def focus(window: MainWindow) -> QWidget:
    here = QApplication.focusWidget()
    assert here is not None, "the focus is lost"
    assert window.isAncestorOf(here)
    assert here.isVisible()
    return here


@pytest.mark.parametrize("name", DIALOGS)
def test_the_focus_comes_back_when_a_dialog_closes(open_window: Open, tmp_path: Path, name: str) -> None:
    window = open_window(*DIALOGS[name].files(tmp_path))
    window.review_tree.view.setFocus()
    DIALOGS[name].show(window, lambda _shown: None)
    window.activateWindow()
    QApplication.processEvents()
    assert focus(window) is window.review_tree.view


def test_f6_goes_round_the_panes_and_says_where_it_is(open_window: Open) -> None:
    window = open_window(WIDE, FORMS)
    window._issues.fold(False)
    window.document_list.want(True)
    window.review_tree.view.setFocus()
    seen: list[QWidget] = []
    for _ in range(5):
        QTest.keyClick(focus(window), Qt.Key.Key_F6)
        pane = window._pane_mark.pane
        assert pane is not None
        assert pane is focus(window) or pane.isAncestorOf(focus(window))
        assert window._pane_mark.isVisible()
        assert window._pane_mark.width() == pane.width()
        seen.append(pane)
    assert len(set(seen)) == 5, "every pane once"
    assert seen[-1] is window.review_tree
    for pane in [*seen[-2::-1], seen[-1]]:
        QTest.keyClick(focus(window), Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
        assert window._pane_mark.pane is pane


def test_the_focus_outlasts_deletions_undo_and_folding(open_window: Open) -> None:
    window = open_window(WIDE)
    review = window.desk.review
    assert review is not None
    view = window.review_tree.view
    view.setFocus()
    for _ in range(3):
        QTest.keyClick(focus(window), Qt.Key.Key_Delete)
        assert focus(window) is view
        assert view.currentIndex().isValid()
        assert window.desk.field is not None
        assert window.desk.field.node in review
    for _ in range(3):
        window.actions_table["actionUndo"].trigger()
        assert focus(window) is view
        assert view.currentIndex().isValid()
    last = [node for node in review.root.walk() if node.kind is Kind.INDICATOR][-1]
    window.desk.do(acts.delete(review, [last]))
    assert focus(window) is view


@pytest.mark.parametrize("name", ["actionPaneDocuments", "actionPanePanel", "actionPaneIssues"])
def test_a_pane_that_folds_gives_the_focus_on(open_window: Open, name: str) -> None:
    window = open_window(WIDE, FORMS)
    panes = {
        "actionPaneDocuments": window.document_list,
        "actionPanePanel": window.field_panel,
        "actionPaneIssues": window.issue_list,
    }
    [action] = [action for action in window._pane_actions if action.objectName() == name]
    action.setChecked(True)
    panes[name].setFocus()
    assert panes[name].isAncestorOf(focus(window))
    action.setChecked(False)
    QApplication.processEvents()
    focus(window)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F8)
    assert window.desk.field is not None


def test_the_rows_have_the_keys_after_opening_splitting_undo_and_folding(open_window: Open) -> None:
    window = open_window(WIDE)
    view, editor = window.review_tree.view, window.field_panel.editor
    row = next(node for node in window.desk.review.root.walk() if node.kind is Kind.INDICATOR)  # type: ignore[union-attr]
    assert focus(window) is view, "after opening"
    window.desk.choose_field(FieldRef(row.id, "level3"))
    QTest.keyClick(view, Qt.Key.Key_F2)
    QTest.keyClick(editor, Qt.Key.Key_Home)
    QTest.keyClick(editor, Qt.Key.Key_Right)
    QTest.keyClick(editor, Qt.Key.Key_F7)
    assert focus(window) is view, "after splitting"
    editor.setFocus()
    QTest.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert focus(window) is view, "after undo"
    window._issues.fold(False)
    window.issue_list.view.setFocus()
    window._issues.fold(True)
    assert focus(window) is view, "after folding the pane that had the keys"
    window.field_panel.setFocus()
    window.field_panel.setVisible(True)
    next(a for a in window._pane_actions if a.objectName() == "actionPanePanel").setChecked(False)
    assert focus(window) is view
    before = window._issues.is_open
    for _ in range(6):
        QTest.keyClick(focus(window), Qt.Key.Key_F6)
        assert focus(window) is not window._issues, "a folded pane has nothing for the keys"
        QTest.keyClick(focus(window), Qt.Key.Key_Return)
        assert window._issues.is_open is before, "Enter opens and closes no pane"


def test_another_source_gives_the_keys_to_its_rows(open_window: Open) -> None:
    window = open_window(WIDE, FORMS)
    window.source_view.view.setFocus()
    QTest.keyClick(focus(window), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert window.desk.current is window.desk.sources[1]
    assert focus(window) is window.review_tree.view


def test_bars_that_close_give_the_focus_back(open_window: Open) -> None:
    window = open_window(WIDE)
    window.review_tree.view.setFocus()
    QTest.keyClick(focus(window), Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.find_bar.isAncestorOf(focus(window))
    QTest.keyClick(focus(window), Qt.Key.Key_Escape)
    assert focus(window) is window.review_tree.view
    window.message_bar.say("出了点问题", [("重试", lambda: None)])
    QApplication.processEvents()
    for button in window.message_bar.findChildren(QWidget):
        if button.focusPolicy() & Qt.FocusPolicy.TabFocus and button.isVisible():
            button.setFocus()
            break
    assert window.message_bar.isAncestorOf(focus(window))
    QTest.keyClick(focus(window), Qt.Key.Key_Space)
    QApplication.processEvents()
    assert window.message_bar.isHidden()
    focus(window)


def test_a_dialog_that_keeps_a_control_from_tab_is_noticed(qapp: QApplication) -> None:
    from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton

    dialog = QDialog()
    row = QHBoxLayout(dialog)
    first, second, third = QLineEdit(), QPushButton("二"), QPushButton("三")
    for widget in (first, second, third):
        row.addWidget(widget)
    QWidget.setTabOrder(third, second)
    QWidget.setTabOrder(first, third)
    dialog.show()
    assert [text for text in wrong_with(dialog) if "->" in text], "the third before the second"
    assert control(dialog) is not None
    dialog.close()


@pytest.mark.parametrize(("show", "width"), [(team.differences, 780), (team.quality, 620)])
def test_an_original_to_look_into_fits_its_pane_and_is_made_larger_by_key(
    open_window: Open, show: Callable[[MainWindow], TeamWindow], width: int
) -> None:
    made = show(open_window(WIDE))
    made.resize(width, 560)
    made.show()
    made.activateWindow()
    QApplication.processEvents()
    page = made.pages.currentWidget()
    shown = page.original.view.view
    first = shown.zoom()
    assert first < 0.8, "the table is wide"
    assert shown.horizontalScrollBar().maximum() == 0, "nothing of it is beside the pane"
    last = next(widget for widget in page.original.followed_by if widget.isVisible())
    last.setFocus()
    for key in ("Ctrl++", "Ctrl+="):
        before = shown.zoom()
        QTest.keySequence(last, key)
        assert shown.zoom() > before
    QTest.keySequence(last, "Ctrl+-")
    QTest.keySequence(last, "Ctrl+0")
    assert shown.zoom() == first
    shown.setFocus()
    names = []
    while QApplication.focusWidget() is not last and len(names) < 9:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        names.append(QApplication.focusWidget().accessibleName())
    assert names[:3] == ["缩小文字", "适合宽度", "放大文字"], "its buttons are on the way"
    assert len(names) == 4


def test_two_long_readings_are_told_apart_and_make_no_wide_window(open_window: Open) -> None:
    made = team.differences(open_window(WIDE))
    made.resize(780, 560)
    made.show()
    page, review = made.differences, made.differences.original.desk.review
    assert review is not None
    assert not page.whole.isVisible(), "what is short is on its button"
    long = "汛期前完成城区河道清淤，" * 40
    (chosen, *_) = page._found
    chosen = replace(chosen, readings=(f"{long}消除六处易涝积水点", f"{long}消除九处易涝积水点"))
    page.show_difference(chosen, review, History(review))
    QApplication.processEvents()
    assert made.width() == 780
    assert "六处" in page.one.text()
    assert "九处" in page.other.text()
    assert len(page.one.text()) < 40
    assert page.whole.isVisible()
    assert page.whole.toPlainText() == "\n\n".join(chosen.readings), "and all of it can be read"
    page.original.view.view.setFocus()
    QTest.keyClick(page.original.view.view, Qt.Key.Key_Backtab)
    page.one.setFocus()
    QTest.keyClick(page.one, Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is page.whole, "by key too"
