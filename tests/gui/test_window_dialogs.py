"""Every dialog and every state of the window: in both languages, all colours and large letters no text is cut off or covered."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from everything import covered, cut, nameless, outside
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMenu, QPushButton, QWidget

from reviewer.base.i18n import use_language
from reviewer.ui import appearance
from reviewer.ui.main_window import MainWindow

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tools.pictures.desks import WINDOWS  # noqa: E402
from tools.pictures.dialogs import DIALOGS  # noqa: E402

Open = Callable[..., MainWindow]
ROOM = (1366, 728)


def said_of(widget: QWidget) -> list[str]:
    """What is wrong with what a widget shows."""
    if isinstance(widget, QMenu):
        return []
    wrong = cut(widget) + covered(widget) + outside(widget) + [f"{name} has no name" for name in nameless(widget)]
    screen = widget.screen().availableSize()  # that of the platform where it cannot be told how large to be
    if widget.width() > max(ROOM[0], screen.width()) or widget.height() > max(ROOM[1], screen.height() - 40):
        wrong.append(f"{widget.size()} is larger than the screen")
    if isinstance(widget, QDialog) and not widget.windowTitle():
        wrong.append("it has no title")
    return wrong


@pytest.fixture
def looks() -> Iterator[Callable[[str, int], None]]:
    """Colours and size of letters for one test."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    yield lambda colours, points: appearance.apply(application, colours, points)
    appearance.apply(application, appearance.SYSTEM, 0)
    use_language("zh_CN")


CASES = [
    ("zh_CN", appearance.LIGHT, 0), ("en", appearance.DARK, 0), ("zh_CN", appearance.CONTRAST, 14), ("en", appearance.LIGHT, 14),
    ("zh_CN", appearance.DARK, 12),
]  # fmt: skip


@pytest.mark.parametrize(("language", "colours", "points"), CASES)
def test_every_dialog_shows_its_texts_whole(
    open_window: Open, looks: Callable[[str, int], None], tmp_path: Path,
    language: str, colours: str, points: int,
) -> None:  # fmt: skip
    use_language(language)  # not the environment: the application is there already
    window = open_window(*next(iter(DIALOGS.values())).files(tmp_path))
    looks(colours, points)
    wrong: dict[str, list[str]] = {}
    for name, state in DIALOGS.items():
        state.show(window, lambda shown, name=name: wrong.update({name: said_of(shown)}))
    assert {name: texts for name, texts in wrong.items() if texts} == {}
    assert set(wrong) == set(DIALOGS)


@pytest.mark.parametrize(("language", "colours", "points"), CASES[2:4])
@pytest.mark.parametrize("name", [name for name in WINDOWS if not name.startswith(("menu-", "claims"))])
def test_the_window_shows_its_texts_whole(
    open_window: Open, looks: Callable[[str, int], None], tmp_path: Path,
    name: str, language: str, colours: str, points: int,
) -> None:  # fmt: skip
    use_language(language)  # not the environment: the application is there already
    state = WINDOWS[name]
    window = open_window(*state.files(tmp_path))
    looks(colours, points)
    window.resize(*ROOM)
    QTest.qWait(60)
    wrong: list[str] = []

    def look(shown: QWidget) -> None:
        for _ in range(60):  # on a busy machine the letters of every pane are not the new ones yet
            if not said_of(shown):
                return
            QTest.qWait(50)
        wrong.extend(said_of(shown))

    state.show(window, look)
    assert wrong == []


def test_a_broken_dialog_is_noticed(qapp: QApplication) -> None:
    dialog = QDialog()
    one, other = QPushButton("导出到工作簿", dialog), QLabel("还有待核字段", dialog)
    one.setGeometry(10, 10, 30, 30)
    other.setGeometry(20, 20, 200, 20)
    QPushButton("", dialog).setGeometry(1000, 10, 60, 30)
    dialog.resize(300, 100)
    dialog.show()
    said = " ".join(said_of(dialog))
    assert "导出到工作簿" in said, "cut"
    assert "over" in said, "covered"
    assert "has no name" in said
    assert "no title" in said
    assert " in PySide6.QtCore.QRect(0, 0, 300" in said, "beyond the edge"
    dialog.close()
