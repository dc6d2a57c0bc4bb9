"""What the window does not take in before it is wanted, for a start that nobody waits for."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

pytest.importorskip("PySide6")

_LOOK = (
    "import json, linecache, sys, reviewer.ui.app; print(json.dumps([sorted(sys.modules), sorted(linecache.cache)]))"
)
_NOT_YET = (
    "reviewer.ui.team.link", "reviewer.workspace", "reviewer.model.checks", "reviewer.export.json_form", "reviewer.extract",
    "pandas", "numpy", "openpyxl", "xlsxwriter", "pypdfium2", "lxml",
)  # fmt: skip


def test_the_window_starts_without_what_it_does_not_show() -> None:
    done = subprocess.run([sys.executable, "-c", _LOOK], capture_output=True, text=True, check=True)
    modules, sources = json.loads(done.stdout)
    assert "reviewer.ui.main_window" in modules
    assert not [name for name in _NOT_YET if name in modules]
    assert not [file for file in sources if "reviewer" in file], "an import reads no source text"
