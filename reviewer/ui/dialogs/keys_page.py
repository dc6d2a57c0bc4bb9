"""The keys of all actions: as a table to change them, and as a sheet to look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reviewer.base.i18n import tr
from reviewer.ui.clean_line import keep_clean
from reviewer.ui.fitting import fit
from reviewer.ui.key_choice import conflicts, shown, why_not, yielding
from reviewer.ui.locking import set_by_administrator

Row = tuple[str, str, str, tuple[str, ...]]
"""An action: its menu as it is called, its name, its words, the keys that it comes with."""
_NAME = int(Qt.ItemDataRole.UserRole)


class KeysPage(QWidget):
    """Every action with its key. Chosen keys hold when store() is called; a conflict is said and nothing is stored until it is gone.
    Keys that an administrator has `fixed` are shown and cannot be changed.
    """

    def __init__(
        self,
        rows: Sequence[Row],
        own: Mapping[str, Sequence[str]],
        fixed: Mapping[str, Sequence[str]] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("keysPage")
        self._fixed = fixed or {}
        self._rows = {name: (words, keys) for _, name, words, keys in rows}
        self.keys: dict[str, tuple[str, ...]] = {n: tuple(own.get(n, keys)) for _, n, _, keys in rows}
        self.filter = QLineEdit()
        keep_clean(self.filter)
        self.filter.setPlaceholderText(tr("Find an action or a key"))
        self.filter.setAccessibleName(tr("Find an action or a key"))
        self.filter.setClearButtonEnabled(True)
        self.tree = key_tree(rows, self.keys)
        self.editor = QKeySequenceEdit()
        self.editor.setMaximumSequenceLength(1)
        self.editor.setAccessibleName(tr("New key"))
        self.said = QLabel()
        self.said.setObjectName("keySaid")
        self.said.setWordWrap(True)
        self.said.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        self.set_button, self.none_button = QPushButton(tr("&Use this key")), QPushButton(tr("&No key"))
        self.reset_button, self.reset_all_button = QPushButton(tr("As it &was")), QPushButton(tr("&All as they were"))
        self._lay_out()
        self.tree.currentItemChanged.connect(lambda *_: self._chosen())
        self.filter.textChanged.connect(lambda text: show_matching(self.tree, text))
        self.editor.editingFinished.connect(self._try)
        self.set_button.clicked.connect(self._set)
        self.none_button.clicked.connect(lambda: self._give(()))
        self.reset_button.clicked.connect(self._reset)
        self.reset_all_button.clicked.connect(self._reset_all)
        self._chosen()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.addWidget(QLabel(tr("New key:")))
        line.addWidget(self.editor, 1)
        for button in (self.set_button, self.none_button, self.reset_button, self.reset_all_button):
            button.setAutoDefault(False)
            line.addWidget(button)
        layout = QVBoxLayout(self)
        layout.addWidget(self.filter)
        layout.addWidget(self.tree, 1)
        layout.addLayout(line)
        layout.addWidget(self.said)

    def _name(self) -> str:
        item = self.tree.currentItem()
        return str(item.data(0, _NAME) or "") if item is not None else ""

    def choose(self, name: str) -> None:
        """Take an action in hand."""
        for item in _leaves(self.tree):
            if item.data(0, _NAME) == name:
                self.tree.setCurrentItem(item)

    def _chosen(self) -> None:
        name = self._name()
        for widget in (self.editor, self.set_button, self.none_button, self.reset_button):
            widget.setEnabled(bool(name) and name not in self._fixed)
        keys = self.keys.get(name, ())
        self.editor.setKeySequence(QKeySequence(keys[0]) if keys else QKeySequence())
        for inside in self.editor.findChildren(QLineEdit):  # Qt's own words, which it puts there again and again
            inside.setAccessibleName(tr("New key"))
            inside.setPlaceholderText(tr("Press the new key"))
        self._say(set_by_administrator() if name in self._fixed else "")

    def _typed(self) -> str:
        return self.editor.keySequence().toString()

    def _try(self) -> None:
        """Say at once what speaks against the key just pressed."""
        key = self._typed()
        self._say((why_not(key) or self._taken(key)) if key else "")

    def _taken(self, key: str) -> str:
        others = [n for n, keys in self.keys.items() if set(keys) & set(_both(key)) and n != self._name()]
        if not others:
            return ""
        if self._fixed_owner(key):
            return tr("{key} belongs to “{action}”; the administrator has set that.",
                      key=shown(key), action=self._rows[self._fixed_owner(key)][0])  # fmt: skip
        return tr("{key} belongs to “{action}”, which loses it.", key=shown(key), action=self._rows[others[0]][0])

    def _fixed_owner(self, key: str) -> str:
        """The action that has a key because an administrator says so; empty for none."""
        return next((n for n in self._fixed if set(self.keys.get(n, ())) & set(_both(key)) and n != self._name()), "")

    def _set(self) -> None:
        key = self._typed()
        trouble = why_not(key) or (self._taken(key) if self._fixed_owner(key) else "")
        if trouble:
            self._say(trouble)
            return
        lost, wanted = self._taken(key), _both(key)
        for name, keys in self.keys.items():
            if name != self._name():
                self.keys[name] = tuple(k for k in keys if k not in wanted)
        self._give(wanted)
        self._say(lost)

    def _give(self, keys: tuple[str, ...]) -> None:
        self.keys[self._name()] = keys
        self._show()
        self._chosen()

    def _reset(self) -> None:
        name = self._name()
        usual = self._rows[name][1]
        taken = [other for other, keys in self.keys.items() if other != name and set(keys) & set(usual)]
        if taken:
            self._say(tr("{key} belongs to “{action}” now; please change that first.",
                         key=shown(usual[0]), action=self._rows[taken[0]][0]))  # fmt: skip
            return
        self._give(usual)

    def _reset_all(self) -> None:
        self.keys = yielding({name: keys for name, (_, keys) in self._rows.items()}, self._fixed)
        self._show()
        self._chosen()

    def _show(self) -> None:
        for item in _leaves(self.tree):
            item.setText(1, _listed(self.keys[str(item.data(0, _NAME))]))

    def _say(self, text: str) -> None:
        self.said.setText(text)

    def chosen(self) -> dict[str, tuple[str, ...]]:
        """The keys that differ from those that the program comes with; never two actions with one key."""
        assert not conflicts(self.keys)
        changed = {name: keys for name, keys in self.keys.items() if keys != self._rows[name][1]}
        return {name: keys for name, keys in changed.items() if name not in self._fixed}


class KeySheet(QDialog):
    """All keys on one sheet, beside the work; what is typed finds an action or a key."""

    def __init__(
        self, rows: Sequence[Row], keys: Mapping[str, Sequence[str]], manual: Callable[[], object], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("keySheet")
        self.setWindowTitle(tr("Keys"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit(self, 460, 620)
        self.filter = QLineEdit()
        keep_clean(self.filter)
        self.filter.setPlaceholderText(tr("Find an action or a key"))
        self.filter.setAccessibleName(tr("Find an action or a key"))
        self.filter.setClearButtonEnabled(True)
        self.tree = key_tree(rows, keys)
        self.filter.textChanged.connect(lambda text: show_matching(self.tree, text))
        more = QPushButton(tr("&Manual"))
        more.setAutoDefault(False)
        more.clicked.connect(lambda: manual())
        hint = QLabel(tr("Esc gives up what is being written. Keys can be changed in the settings."))
        hint.setWordWrap(True)
        foot = QHBoxLayout()
        foot.addWidget(hint, 1)
        foot.addWidget(more)
        layout = QVBoxLayout(self)
        layout.addWidget(self.filter)
        layout.addWidget(self.tree, 1)
        layout.addLayout(foot)


def key_tree(rows: Sequence[Row], keys: Mapping[str, Sequence[str]]) -> QTreeWidget:
    """The actions under their menus, each with its keys."""
    tree = QTreeWidget()
    tree.setColumnCount(2)
    tree.setHeaderLabels([tr("Action"), tr("Key")])
    tree.setAccessibleName(tr("Actions and their keys"))
    tree.setRootIsDecorated(False)
    tree.setUniformRowHeights(True)
    tree.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    tree.header().setStretchLastSection(False)
    tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
    menus: dict[str, QTreeWidgetItem] = {}
    for menu, name, words, _usual in rows:
        if menu not in menus:
            menus[menu] = QTreeWidgetItem(tree, [menu])
            font = menus[menu].font(0)
            font.setBold(True)
            menus[menu].setFont(0, font)
            menus[menu].setFlags(Qt.ItemFlag.ItemIsEnabled)
        item = QTreeWidgetItem(menus[menu], [words, _listed(keys.get(name, ()))])
        item.setData(0, _NAME, name)
    tree.expandAll()
    return tree


def show_matching(tree: QTreeWidget, text: str) -> None:
    """Show the actions whose words or key hold `text`."""
    wanted = text.strip().casefold()
    for place in range(tree.topLevelItemCount()):
        menu = tree.topLevelItem(place)
        some = False
        for child in _children(menu) if menu is not None else ():
            here = wanted in child.text(0).casefold() or wanted in child.text(1).casefold()
            child.setHidden(not here)
            some |= here
        if menu is not None:
            menu.setHidden(not some)


def _leaves(tree: QTreeWidget) -> list[QTreeWidgetItem]:
    menus = [tree.topLevelItem(i) for i in range(tree.topLevelItemCount())]
    return [child for menu in menus if menu is not None for child in _children(menu)]


def _children(menu: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    found = (menu.child(place) for place in range(menu.childCount()))
    return [child for child in found if child is not None]


def _both(key: str) -> tuple[str, ...]:
    """A key, and Enter wherever it stands on the keyboard."""
    modifiers, last = key[: key.rfind("+") + 1] if len(key) > 1 else "", key.rsplit("+", 1)[-1]
    return (f"{modifiers}Enter", f"{modifiers}Return") if last in ("Enter", "Return") else (key,)


def _listed(keys: Sequence[str]) -> str:
    """Keys as a person reads them; Enter on the number pad is not told apart from the other."""
    return " / ".join(dict.fromkeys(shown(key).replace("Return", "Enter") for key in keys))
