#!/usr/bin/env bash
# QTest.qWait of PySide keeps every other Python thread waiting while it waits; an event loop of the same length does not.
#
# Versions: PySide6-Essentials 6.11.1, Python 3.11.
# What one would guess: waiting gives the interpreter lock away, as QEventLoop.exec does, so that threads that draw or read go on.
# What is seen: in half a second of qWait a thread that wakes up every millisecond gets hardly a turn; in half a second of a loop, hundreds.
# Why it matters: what a thread makes is not there when the wait is over, however long it was; a test or a picture taken then shows a window
# that no user sees, and a longer wait does not help.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -q --disable-pip-version-check PySide6-Essentials==6.11.1
cat > "$folder/seen.py" <<'PY'
import os
import threading
import time

os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtCore import QEventLoop, QTimer  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

application = QApplication([])
turns = 0


def work() -> None:
    global turns
    while True:
        turns += 1
        time.sleep(0.001)


threading.Thread(target=work, daemon=True).start()
time.sleep(0.1)
before = turns
QTest.qWait(500)
waited = turns - before
before = turns
loop = QEventLoop()
QTimer.singleShot(500, loop.quit)
loop.exec()
looped = turns - before
print("turns of the thread: qWait", waited, "event loop", looped)
assert waited <= 20 and looped >= 100
PY
"$folder/venv/bin/python" "$folder/seen.py"
