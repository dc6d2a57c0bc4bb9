"""What was cut off or could not be seen in high contrast or on a small screen, and is to stay seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from reviewer.ui import appearance
from reviewer.ui.dialogs.help import ReasonsDialog, reasons_file
from reviewer.ui.main_window import MainWindow
from reviewer.ui.messages import MessageBar
from reviewer.ui.source.page_tools import PageNumber
from reviewer.ui.team.putting_in import PutInBar

Open = Callable[..., MainWindow]
LOOKS = (appearance.LIGHT, appearance.DARK, appearance.CONTRAST)


@pytest.fixture
def look(qapp: QApplication) -> Iterator[Callable[[str], None]]:
    """Changes the look of everything, for the test alone."""
    yield lambda wanted: appearance.apply(qapp, wanted, 0)
    appearance.apply(qapp, appearance.SYSTEM, 0)


@pytest.mark.parametrize("wanted", LOOKS)
def test_the_number_of_the_page_is_seen(wanted: str, look: Callable[[str], None], qtbot: QtBot) -> None:
    look(wanted)
    number = PageNumber()
    qtbot.addWidget(number)
    number.set_count(128)
    number.show_page(99)
    for _ in range(2):
        with qtbot.waitExposed(number):
            number.show()
        room = number.lineEdit().contentsRect().width()
        assert room >= number.fontMetrics().horizontalAdvance("第 100/128 页")
        number.setFocus()


@pytest.mark.parametrize("orientation", list(Qt.Orientation))
def test_handles_of_scroll_bars_stand_out_in_high_contrast(
    orientation: Qt.Orientation, look: Callable[[str], None], qtbot: QtBot
) -> None:
    look(appearance.CONTRAST)
    area, inside = QScrollArea(), QWidget()
    inside.setFixedSize(600, 600)
    area.setWidget(inside)
    qtbot.addWidget(area)
    area.resize(200, 200)
    with qtbot.waitExposed(area):
        area.show()
    bar = area.verticalScrollBar() if orientation == Qt.Orientation.Vertical else area.horizontalScrollBar()
    image = bar.grab().toImage()
    middle = image.width() // 2 if orientation == Qt.Orientation.Vertical else image.height() // 2
    length = image.height() if orientation == Qt.Orientation.Vertical else image.width()
    line = [
        image.pixelColor(*((middle, at) if orientation == Qt.Orientation.Vertical else (at, middle))).lightness()
        for at in range(length)
    ]
    bright = sum(value > 200 for value in line)
    assert 0.2 < bright / length < 0.5, "the handle is as long as the part that is seen: a third"
    assert sum(value < 30 for value in line) > length // 3


def test_a_single_message_takes_the_whole_width(qtbot: QtBot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.resize(600, 40)
    bar.say("一句话。")
    with qtbot.waitExposed(bar):
        bar.show()
    qtbot.waitUntil(lambda: bar._all()[0].width() == bar.width())
    bar.say("另一句话。")
    qtbot.waitUntil(bar._more.isVisible)
    qtbot.waitUntil(lambda: bar._all()[-1].width() < bar.width())


LONG_NAME = "2031_performance_target_table_final_version_" * 5 + ".docx"


def lines_drawn(label: QLabel) -> int:
    """How many lines of letters stand in a label."""
    image = label.grab().toImage()
    ground = image.pixelColor(image.width() - 1, 0).lightness()
    inked = [
        any(abs(ground - image.pixelColor(x, y).lightness()) > 60 for x in range(image.width()))
        for y in range(image.height())
    ]
    return sum(now and not before for before, now in zip([False, *inked], inked, strict=False))


def lines_needed(label: QLabel) -> float:
    return label.fontMetrics().horizontalAdvance(LONG_NAME) / label.width()


def test_the_name_of_a_file_without_blanks_is_seen_whole_in_a_message(qtbot: QtBot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.resize(600, 40)
    bar.say(f"{LONG_NAME} 无法读取。", [("重试", lambda: None)])
    with qtbot.waitExposed(bar):
        bar.show()
    (line,) = bar._all()
    qtbot.waitUntil(lambda: line.width() == bar.width())
    (button,) = line.findChildren(QPushButton)
    assert bar.rect().contains(QRect(button.mapTo(bar, QPoint(0, 0)), button.size())), "no button is pushed out"
    assert lines_drawn(line._label) >= lines_needed(line._label) > 1


def test_the_name_of_a_file_without_blanks_is_seen_whole_where_it_is_put_in(qtbot: QtBot) -> None:
    bar = PutInBar()
    qtbot.addWidget(bar)
    bar.say(f"{LONG_NAME} 无法读取。", bar.back, bar.more, bar.away)
    assert bar.minimumSizeHint().width() < 600
    bar.resize(700, bar.heightForWidth(700))
    with qtbot.waitExposed(bar):
        bar.show()
    assert lines_drawn(bar.label) >= lines_needed(bar.label) > 1


def test_the_contents_of_the_help_are_seen_whole(qtbot: QtBot) -> None:
    file = reasons_file()
    assert file is not None
    dialog = ReasonsDialog(file)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    contents = dialog.contents
    assert contents.count() > 100
    for row in range(contents.count()):
        item = contents.item(row)
        seen = contents.visualItemRect(item)
        assert seen.width() <= contents.viewport().width()
        room = QRect(0, 0, seen.width() - 4, 1000)
        needed = QFontMetrics(item.font()).boundingRect(room, int(Qt.TextFlag.TextWordWrap), item.text())
        assert needed.height() <= seen.height() + 2, item.text()
    bold = [contents.item(row).text() for row in range(contents.count()) if contents.item(row).font().bold()]
    assert bold[0].startswith("一、"), "chapters are told from entries"
    assert 5 < len(bold) < 20


def test_three_rows_of_the_tree_are_seen_on_a_small_screen_with_the_guide(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    window.resize(960, 500)  # 1920×1080 at 200 %
    window.actions_table["actionGuide"].trigger()
    assert window.wait_until_idle(60_000)
    view = window.review_tree.view
    qtbot.waitUntil(lambda: view.visualRect(view.currentIndex()).height() > 0)
    assert view.viewport().height() >= 3 * view.visualRect(view.currentIndex()).height()
    assert window.height() <= 500
