"""What once lost, overwrote or spread work at the desk, tried by scripts of others at the real window."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT.parent / "shared" / "cases" / "desk"
SCRIPTS = sorted(FOLDER.glob("D*.py")) or [None]


@pytest.mark.skipif(SCRIPTS == [None], reason=f"there are no such scripts in {FOLDER}")
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: getattr(script, "stem", "none"))
def test_the_fault_of_the_script_is_gone(script: Path) -> None:
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, str(script)], env=env, capture_output=True, text=True, encoding="utf-8", timeout=300
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
