"""Which keys an action may have: what is refused, and why, in a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from reviewer.base.i18n import tr

FIXED = ("Ctrl+Q", "Alt+F4", "Esc")
"""Keys that belong to the program as a whole."""
_WRITING = (
    "Ctrl+C", "Ctrl+V", "Ctrl+X", "Ctrl+A", "Left", "Right", "Up", "Down", "Home", "End", "PgUp", "PgDown", "Backspace",
    "Space", "Ctrl+Left", "Ctrl+Right", "Ctrl+Home", "Ctrl+End", "Ctrl+Backspace", "Shift+Left", "Shift+Right",
    "Shift+Up", "Shift+Down", "Shift+Home", "Shift+End", "Ctrl+Shift+Left", "Ctrl+Shift+Right",
)  # fmt: skip
"""Keys with which one writes, marks text and walks lists."""
_WRITES = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_NAMED = int(Qt.Key.Key_Escape)
"""From here on Qt's keys have names (F1, Insert); those before it write a character."""


def shown(key: str) -> str:
    """A key as the user's system writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def why_not(key: str) -> str:
    """Why no action may have this key, in a sentence; empty where one may."""
    sequence: Any = QKeySequence(key)  # the stubs do not know that it can be indexed
    portable = sequence.toString()
    if sequence.count() != 1 or not portable:
        return tr("This is no key that the program can use.")
    pressed = sequence[0]
    if portable in _WRITING or (int(pressed.key()) < _NAMED and not pressed.keyboardModifiers() & _WRITES):
        return tr("{key} is needed for writing; please take it together with Ctrl or Alt, or a key from F1 to F12.",
                  key=shown(key))  # fmt: skip
    if portable in FIXED:
        return tr("{key} belongs to the program itself.", key=shown(key))
    return ""


def yielding(keys: Mapping[str, Sequence[str]], fixed: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """`keys` with those in `fixed` as they are there; every other action loses the keys that these have."""
    taken = {key for chosen in fixed.values() for key in chosen}
    free = {name: tuple(key for key in chosen if key not in taken) for name, chosen in keys.items()}
    return {**free, **{name: tuple(chosen) for name, chosen in fixed.items() if name in keys}}


def conflicts(keys: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Which keys several actions have: the actions, by key."""
    owners: dict[str, list[str]] = {}
    for name, chosen in keys.items():
        for key in chosen:
            owners.setdefault(QKeySequence(key).toString(), []).append(name)
    return {key: names for key, names in owners.items() if len(names) > 1}
