#!/usr/bin/env bash
# Qt's own file dialog is Chinese but for two of its labels, with the Chinese translation that Qt brings along installed.
#
# Versions: PySide6-Essentials 6.11.1, Python 3.11.
# What one would guess: what qtbase_zh_CN translated for years ("Look in:", "Files of type:") is still translated.
# What is seen: the dialog asks for "&Look in:" and "Files of &type:" now; the translation knows both only without the letter to reach
# them by, so they stay English between Chinese labels and buttons.
# Why it matters: a program on a desktop without a native dialog shows mixed languages, however complete its own texts are.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -q --disable-pip-version-check PySide6-Essentials==6.11.1
cat > "$folder/seen.py" <<'PY'
import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator  # noqa: E402
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel  # noqa: E402

application = QApplication([])
chinese = QTranslator()
assert chinese.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
application.installTranslator(chinese)
dialog = QFileDialog()
dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
labels = [label.text() for label in dialog.findChildren(QLabel) if label.text()]
known = [QCoreApplication.translate("QFileDialog", text) for text in ("Look in:", "Files of type:")]
print(labels, known)
assert sum(not label.isascii() for label in labels) == 1
assert [label for label in labels if label.isascii()] == ["&Look in:", "Files of &type:"]
assert not any(text.isascii() for text in known)
PY
"$folder/venv/bin/python" "$folder/seen.py"
