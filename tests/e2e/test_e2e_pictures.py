"""The tool that takes pictures, in a process of its own, with a screen at 200 %: everything fits it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

_BLACK = 60
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tools.pictures.desks import WINDOWS  # noqa: E402
from tools.pictures.dialogs import DIALOGS  # noqa: E402


@pytest.mark.skipif(os.name == "nt", reason="the offscreen screen of Windows cannot be told how large to be")
def test_everything_fits_a_screen_at_200_percent(tmp_path: Path) -> None:
    """1920×1080 at 200 %: 960×540, less a task bar; the tool says what does not fit."""
    done = subprocess.run(
        [sys.executable, "-m", "tools.pictures", str(tmp_path), "--languages", "en", "--looks", "light", "--scales", "2"],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "larger than the screen" not in done.stdout, done.stdout
    pictures = {path.stem for path in tmp_path.rglob("*.png")}
    assert pictures == set(WINDOWS) | set(DIALOGS), json.dumps(sorted(pictures))


def test_the_picture_of_a_page_is_taken_when_it_is_drawn(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "tools.pictures", str(tmp_path), "--languages", "en", "--looks", "light", "--scales", "2", "--only", "page"],
        cwd=ROOT, capture_output=True, timeout=120, check=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "REVIEWER_IN_PROCESS": ""},
    )  # fmt: skip
    (picture,) = tmp_path.rglob("page.png")
    drawn = QImage(str(picture))
    paper = drawn.copy(0, drawn.height() // 6, drawn.width() * 2 // 5, drawn.height() // 2)
    black = sum(
        paper.pixelColor(x, y).lightness() < _BLACK for x in range(paper.width()) for y in range(paper.height())
    )
    assert black > paper.width()  # the lines of its table, and not where its number stands until it is drawn
