"""What a key changes is laid out and drawn once, and looks as Qt alone would draw it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hands import press
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QFont, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from reviewer.base.resources import resource
from reviewer.model.fields import FieldRef
from reviewer.model.review import Kind
from reviewer.ui.appearance import DARK, LIGHT, apply
from reviewer.ui.main_window import MainWindow
from reviewer.ui.panels.row_table import RowTable
from reviewer.ui.rich_label import RichLabel
from reviewer.ui.tree.cell_text import CellTexts

Open = Callable[..., MainWindow]
Key = Qt.Key
WIDE = resource("samples", "wide.md")
LINK = '<a href="{}" style="color:#0067c0">?</a>'
RICH = (
    f'<span style="color:#505050">这一行的写法与前面各行都不一样，请看原文。</span>&nbsp; {LINK.format("x")}',
    f'<span style="color:#9a5b00">两种读法不同&nbsp; {LINK.format("a")}<br>缺少值&nbsp; {LINK.format("b")}</span>',
    '<span style="color:#666666">…前面的  字，</span><b>值 … not fewer than 24 &lt;i&gt;</b><span style="color:#666666">后面…</span>',
    "<b>a_name_without_blanks_that_is_wider_than_its_room_and_cannot_wrap</b>",
    "一行<br><br>又一行 &amp; ",
    "短",
)


class Paints(QObject):
    """Counts how often a widget is drawn, and how much of it."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.count = self.height = 0
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See QObject."""
        if isinstance(event, QPaintEvent):
            self.count += 1
            self.height += event.region().boundingRect().height()
        return super().eventFilter(watched, event)


@pytest.fixture
def labels(qapp: QApplication) -> Iterator[tuple[RichLabel, QLabel]]:
    """Our label, and one of Qt's that is to look the same."""
    del qapp
    ours, qt = RichLabel(), QLabel()
    qt.setWordWrap(True)
    qt.setTextFormat(Qt.TextFormat.RichText)
    qt.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    yield ours, qt
    ours.deleteLater()
    qt.deleteLater()


@pytest.mark.parametrize("points", [9, 10.5, 16])
@pytest.mark.parametrize("text", RICH)
def test_a_label_of_the_field_pane_looks_as_qt_makes_it(
    labels: tuple[RichLabel, QLabel], text: str, points: float
) -> None:
    ours, qt = labels
    letters = QFont(qt.font())
    letters.setPointSizeF(points)
    for each in labels:
        each.setFont(letters)
        each.setText(text)
    for width in (90, 230, 743):
        assert ours.heightForWidth(width) == qt.heightForWidth(width)
        for each in labels:
            each.resize(width, qt.heightForWidth(width))
        assert ours.grab().toImage() == qt.grab().toImage()


def test_a_label_follows_another_text_and_other_letters(labels: tuple[RichLabel, QLabel]) -> None:
    ours, qt = labels
    for each in labels:
        each.setText(RICH[0])
    narrow = ours.heightForWidth(150)
    large = QFont(ours.font())
    large.setPointSizeF(large.pointSizeF() * 2)
    for each in labels:
        each.setFont(large)
    assert ours.heightForWidth(150) == qt.heightForWidth(150) > narrow
    for each in labels:
        each.setText("短")
    assert ours.heightForWidth(150) == qt.heightForWidth(150)
    for each in labels:
        each.clear()
    assert ours.heightForWidth(150) == qt.heightForWidth(150)


def test_a_click_on_a_link_of_a_label_says_which(labels: tuple[RichLabel, QLabel]) -> None:
    ours, _ = labels
    clicked: list[str] = []
    ours.linkActivated.connect(clicked.append)
    ours.setText(RICH[1])
    ours.resize(300, ours.heightForWidth(300))
    ours.show()
    line = ours.fontMetrics().lineSpacing()
    for number, words in enumerate(("两种读法不同", "缺少值")):
        x = ours.fontMetrics().horizontalAdvance(f"{words}\u00a0 ") + ours.fontMetrics().horizontalAdvance("?") // 2
        QTest.mouseClick(ours, Qt.MouseButton.LeftButton, pos=QPoint(x, line * number + line // 2))
    assert clicked == ["a", "b"]


def test_the_table_of_fields_is_drawn_once_for_a_field_with_another_row(open_window: Open) -> None:
    window = open_window(WIDE)
    review = window.desk.review
    assert review is not None
    table = window.findChild(RowTable, "fieldTable")
    assert table is not None
    other = next(node for node in review.root.walk() if node.kind is Kind.INDICATOR)
    window.desk.choose_field(FieldRef(review.root.id, "title"))
    QTest.qWait(50)
    rows, paints = table.rowCount(), Paints(table.viewport())
    window.desk.choose_field(FieldRef(other.id, "level3"))
    QTest.qWait(50)
    assert table.rowCount() != rows
    assert paints.count == 1


def test_the_list_of_candidates_is_drawn_once_for_a_letter(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(WIDE)
    review = window.desk.review
    assert review is not None
    node = next(node for node in review.root.walk() if node.kind is Kind.INDICATOR)
    window.desk.choose_field(FieldRef(node.id, "level1"))
    window.review_tree.setFocus()
    press(Key.Key_F2)
    qtbot.waitUntil(lambda: window.field_panel.chooser.is_open)
    table = window.findChild(QTableWidget, "choiceList")
    assert table is not None
    QTest.qWait(250)  # what is placed again once the bars are there
    paints, rows, place = Paints(table.viewport()), table.rowCount(), table.geometry()
    press(Key.Key_X)  # 效益指标, of all levels 1
    QTest.qWait(50)
    assert 0 < table.rowCount() < rows
    assert (table.width(), table.x()) == (place.width(), place.x()), "it does not jump about while one types"
    assert paints.count == 1


def test_the_list_of_candidates_is_as_wide_as_any_of_them_wants_it(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(WIDE)
    review = window.desk.review
    assert review is not None
    node = next(node for node in review.root.walk() if node.kind is Kind.INDICATOR)
    window.desk.choose_field(FieldRef(node.id, "annual_value"))
    window.review_tree.setFocus()
    press(Key.Key_F2)
    qtbot.waitUntil(lambda: window.field_panel.chooser.is_open)
    table = window.findChild(QTableWidget, "choiceList")
    assert table is not None
    QTest.qWait(250)
    places, shown = {table.geometry().getRect()}, {table.item(0, 1).text()}
    for letter in "qgs":
        window.field_panel.editor.setPlainText(letter)
        QTest.qWait(20)
        if table.isVisible() and table.rowCount() == 9:
            places.add(table.geometry().getRect())
            shown.add(table.item(0, 1).text())
    assert len(shown) > 2
    assert len(places) == 1


def test_keys_that_leave_the_tree_or_come_back_draw_the_row_in_hand_alone(open_window: Open) -> None:
    window = open_window(WIDE)
    view = window.review_tree.view
    window.review_tree.setFocus()
    QTest.qWait(50)
    row, paints = view.visualRect(view.currentIndex()), Paints(view.viewport())
    window.field_panel.editor.setFocus()
    QTest.qWait(50)
    assert (paints.count, paints.height) == (1, row.height())
    before = view.viewport().grab().toImage()
    view.viewport().update()
    QTest.qWait(20)
    assert view.viewport().grab().toImage() == before
    paints.count = paints.height = 0
    window.review_tree.setFocus()
    QTest.qWait(50)
    assert (paints.count, paints.height) == (1, row.height())


def test_with_many_rows_chosen_the_whole_tree_follows_the_keys(open_window: Open) -> None:
    window = open_window(WIDE)
    view = window.review_tree.view
    window.review_tree.setFocus()
    view.selectAll()
    QTest.qWait(50)
    paints = Paints(view.viewport())
    window.field_panel.editor.setFocus()
    QTest.qWait(50)
    assert paints.height >= view.viewport().height()


def test_cells_look_the_same_as_if_the_style_had_drawn_them(open_window: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """Levels, values and names that fit, that wrap and that are cut, in both looks."""
    window = open_window(WIDE)
    tree, app = window.review_tree.view, QApplication.instance()
    assert isinstance(app, QApplication)
    drawn = 0
    fitting = CellTexts.fitting

    def counted(self: CellTexts, *args: object, **named: object) -> object:
        nonlocal drawn
        found = fitting(self, *args, **named)  # type: ignore[arg-type]
        drawn += found is not None
        return found

    for look in (LIGHT, DARK):
        apply(app, look, 0)
        for width in (1366, 900):
            window.resize(width, 728)
            QTest.qWait(50)
            monkeypatch.setattr(CellTexts, "fitting", counted)
            ours = tree.viewport().grab().toImage()
            monkeypatch.setattr(CellTexts, "fitting", lambda *_args, **_named: None)
            assert ours == tree.viewport().grab().toImage(), (look, width)
    apply(app, LIGHT, 0)
    assert drawn > 100
