"""The menu bar and the tool bar, made from the table of actions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from reviewer.base.i18n import mark, tr
from reviewer.ui.actions import ACTIONS, Actions

MENUS = {
    "file": mark("&File"),
    "edit": mark("&Edit"),
    "review": mark("&Review"),
    "rows": mark("R&ows"),
    "view": mark("&View"),
    "team": mark("&Team"),
    "help": mark("&Help"),
}
TOOLS: tuple[tuple[str, str] | None, ...] = (
    ("actionOpen", mark("Open")),
    ("actionExportExcel", mark("Export to Excel")),
    None,
    ("actionUndo", ""),
    ("actionRedo", ""),
    None,
    ("actionPreviousDoubtful", mark("Previous")),
    ("actionNextDoubtful", mark("Next")),
    ("actionAccept", mark("Accept")),
)
"""What the tool bar holds; a tool without words shows its drawing alone."""


def build_menus(window: QMainWindow, actions: Actions) -> dict[str, QMenu]:
    """Fill the menu bar; the menus by their key in MENUS."""
    menus: dict[str, QMenu] = {}
    for key, title in MENUS.items():
        menu = QMenu(tr(title), window)
        menu.setObjectName(f"{key}Menu")
        menus[key] = menu
        window.menuBar().addMenu(menu)
    for spec in ACTIONS:
        if spec.separate:
            menus[spec.menu].addSeparator()
        menus[spec.menu].addAction(actions[spec.name])
    menus["review"].aboutToShow.connect(actions.say_alike)
    return menus


def build_tools(window: QMainWindow, actions: Actions, progress: QWidget) -> QToolBar:
    """The tool bar, with the progress of the review at its end."""
    bar = QToolBar(tr("Tools"), window)
    bar.setObjectName("toolBar")
    bar.setMovable(False)
    bar.setIconSize(QSize(20, 20))
    for tool in TOOLS:
        if tool is None:
            bar.addSeparator()
            continue
        name, words = tool
        bar.addAction(actions[name])
        button = bar.widgetForAction(actions[name])
        if words and isinstance(button, QToolButton):
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setText(tr(words))
            _keep_words(button, tr(words), actions[name])
    progress.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
    space = QWidget()
    space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    bar.addWidget(space)
    bar.addWidget(progress)
    window.addToolBar(bar)
    return bar


def _keep_words(button: QToolButton, words: str, action: QAction) -> None:
    """A tool button takes its words from its action again whenever that changes (when it is enabled, for one)."""
    action.changed.connect(lambda: button.setText(words))


class RecentMenu(QObject):
    """A submenu of files, made anew whenever it opens."""

    def __init__(
        self, menu: QMenu, before: QAction, title: str, files: Callable[[], Iterable[Path]],
        name: Callable[[Path], str], chosen: Callable[[Path], None],
    ) -> None:  # fmt: skip
        super().__init__(menu)
        self._files, self._name, self._chosen = files, name, chosen
        self.menu = QMenu(title, menu)
        menu.insertMenu(before, self.menu)
        menu.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """List the files as they are now."""
        self.menu.clear()
        for path in self._files():
            action = self.menu.addAction(self._name(path).replace("&", "&&"))
            action.triggered.connect(lambda _checked=False, path=path: self._chosen(path))
        self.menu.menuAction().setEnabled(not self.menu.isEmpty())
