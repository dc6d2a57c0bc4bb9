"""The pictures of the manual: states of the window that tools.pictures takes, few colours each, so that they stay small."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel

from reviewer.base.resources import resource

PICTURES = {
    "window": ("zh_CN", "several"), "look.en": ("en", "several"), "opening": ("zh_CN", "start-recent"),
    "correcting": ("zh_CN", "editing-panel"), "correcting.en": ("en", "editing-panel"),
    "rows": ("zh_CN", "coverage-bar"), "export": ("zh_CN", "dialog-export-all"), "export.en": ("en", "dialog-export-all"),
    "keys": ("zh_CN", "dialog-keys"), "keys.en": ("en", "dialog-keys"), "team": ("zh_CN", "dialog-team-queue"),
}  # fmt: skip
"""Each file in docs/images: the language and the state of tools.pictures. batch.png is that of a prompt."""
_COLOURS = 160
_SOURCES = ("samples/wide.md", "samples/department.txt", "samples/forms.txt", "samples/workbook.xlsx")
_DAMAGED = "通知.docx"


def take(images: Path) -> None:
    """Take every picture anew into `images`. Raises CalledProcessError where the window could not be shown."""
    with tempfile.TemporaryDirectory() as made:
        for language in sorted({language for language, _ in PICTURES.values()}):
            wanted = {state for name, state in PICTURES.values() if name == language}
            command = [sys.executable, "-m", "tools.pictures", made, "--only", *sorted(wanted)]
            subprocess.run([*command, "--languages", language, "--looks", "light", "--scales", "1"], check=True)
        for name, (language, state) in PICTURES.items():
            save(QImage(str(Path(made, f"{language}-light-100", f"{state}.png"))), images / f"{name}.png")
    save(prompt(), images / "batch.png")


def save(image: QImage, target: Path) -> None:
    """Write a picture in the colours that stand in it most: of a window that is nearly all that it has."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(plain.constBits(), dtype=np.uint32).reshape(plain.height(), -1)[:, : plain.width()]
    colours, counts = np.unique(pixels, return_counts=True)
    most = [int(colour) for colour in colours[np.argsort(-counts.astype(np.int64), kind="stable")][:_COLOURS]]
    plain.convertToFormat(QImage.Format.Format_Indexed8, most).save(str(target), "PNG", 0)


def prompt() -> QImage:
    """A prompt in which some sources have just been read in one go, with all that the program says."""
    application = QApplication.instance() or QApplication(["manual"])
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder, "收到的文件")
        given.mkdir()
        for name in _SOURCES:
            given.joinpath(Path(name).name).write_bytes(resource(*name.split("/")).read_bytes())
        given.joinpath(_DAMAGED).write_bytes(b"\0\1\2")
        said = _said(["extract", "收到的文件", "-o", "全部.xlsx"], folder)
    label = QLabel("\n".join(("> reviewer extract 收到的文件 -o 全部.xlsx", *said)))
    label.setWordWrap(True)
    label.setMargin(14)
    label.setFixedWidth(760)
    label.setStyleSheet("background: #1e1e1e; color: #e6e6e6; font-family: monospace; font-size: 13px")
    label.adjustSize()
    image = label.grab().toImage()
    label.deleteLater()
    del application
    return image


def _said(arguments: Sequence[str], folder: str) -> list[str]:
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root), "REVIEWER_LANG": "zh_CN", "PYTHONUTF8": "1",
                   "REVIEWER_DATA_DIR": str(Path(folder, "data"))}  # fmt: skip
    done = subprocess.run([sys.executable, "-m", "reviewer", *arguments], cwd=folder, env=environment,
                          capture_output=True, text=True, encoding="utf-8", check=False)  # fmt: skip
    return [line for line in (done.stdout + done.stderr).splitlines() if line]
