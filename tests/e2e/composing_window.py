"""The real window with a real input method (fcitx5, pinyin): `python composing_window.py SAMPLE` prints what each editor holds, as JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from reviewer.model.fields import FieldRef
from reviewer.model.review import Kind
from reviewer.ui.app import create_application, create_window
from reviewer.ui.dialogs.field_dialog import FieldDialog
from reviewer.ui.tree.delegate import CellEditor


def keys(*names: str) -> None:
    """Press keys as a person does, and let all that follows happen."""
    subprocess.run(["xdotool", "key", "--delay", "120", *names], check=True)
    QTest.qWait(1200)


def tried(editor: QWidget) -> dict[str, object]:
    """Compose and give it up with Esc, compose again and take the first word."""
    editor.setFocus()
    QTest.qWait(300)
    keys("s", "h", "u", "i")
    keys("Escape")
    left = [editor.isVisible(), QApplication.focusWidget() is editor]
    keys("s", "h", "u", "i", "1")
    return {"still there": all(left), "text": editor.currentText() if hasattr(editor, "currentText") else editor.text()}  # type: ignore[attr-defined]


def main() -> None:
    """Go through the editors."""
    create_application(["reviewer"])
    window = create_window([Path(sys.argv[1])])
    window.resize(1300, 700)
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window, 10_000)
    window.wait_until_idle(60_000)
    review, told = window.desk.review, dict[str, object]()
    assert review is not None
    node = next(node for node in review.root.walk() if node.kind is Kind.INDICATOR)
    window.desk.choose_field(FieldRef(node.id, "level1"))
    window.review_tree.setFocus()
    QTest.qWait(500)
    keys("F2")
    keys("ctrl+space")  # the input method is off in a window that is new
    keys("m", "a", "n", "y", "i")
    chooser = window.field_panel.chooser
    told["list while composing"] = chooser.is_open
    keys("space")
    told["list after a word"] = [one.value for one in chooser.found]
    keys("1")
    keys("Return")
    told["level 1"] = node.value("level1")
    window.desk.choose_field(FieldRef(node.id, "level3"))
    window.review_tree.setFocus()
    keys("s", "h", "u", "i")
    editor = window.review_tree.view.findChild(CellEditor)
    told["list in the cell"] = editor is not None and editor.chooser.is_open
    keys("1")
    keys("Return")
    told["level 3"] = node.value("level3")
    window.actions_table["actionFind"].trigger()
    told["find"] = tried(window.find_bar.edit)
    told["filter"] = tried(window.review_tree._text)
    window.actions_table["actionReplace"].trigger()
    told["replace"] = tried(window.learning._replacing.put)
    window.learning._replacing.close()
    window.actions_table["actionAddField"].trigger()
    told["new field"] = tried(window.findChild(FieldDialog).label)
    print(json.dumps(told, ensure_ascii=False))
    sys.stdout.flush()
    os._exit(0)  # nothing is to be asked or saved


main()
