"""A robot that edits through the real window until it is killed: `python robot.py SAMPLE SEED`, one line an edit on screen.

Each line says what a user has seen by then: how many acts the record has, and the field with its value as the tree shows it.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from reviewer.ui.app import create_application, create_window


def main(path: Path, seed: int) -> None:
    """Edit, split, delete, insert and undo at random, for ever."""
    chance = random.Random(seed)
    create_application(["reviewer"])
    window = create_window([path])
    window.resize(1366, 728)
    window.show()
    assert window.wait_until_idle(600_000)  # a machine may have fifty times more to do than cores
    review, desk = window.desk.review, window.desk
    assert review is not None
    number = 0
    while True:
        fields = list(review.refs())
        desk.choose_field(chance.choice(fields))
        act = chance.random()
        if act < 0.7:
            number += 1
            window.actions_table["actionEdit"].trigger()
            editor = QApplication.focusWidget()
            QTest.keyClick(editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
            QTest.keyClicks(editor, f"={number}")
            QTest.keyClick(editor, Qt.Key.Key_Return)
        else:
            names = ("actionInsertIndicator", "actionDelete", "actionUndo", "actionRedo", "actionMarkBlank")
            window.actions_table[chance.choice(names)].trigger()
        QApplication.processEvents()
        history = desk.history
        assert history is not None
        values = {f"{ref.node} {ref.key}": review.field(ref).value for ref in review.refs()}
        print(json.dumps({"acts": len(history.record), "sum": hash_of(values)}), flush=True)


def hash_of(values: dict[str, str | None]) -> str:
    """The same for the same values in every process."""
    import hashlib

    return hashlib.sha256(json.dumps(sorted(values.items()), ensure_ascii=False).encode()).hexdigest()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
