"""The whole way, from the wheels to the removed program: minutes long, so only where REVIEWER_PACKAGING is set.

REVIEWER_PACKAGING names a folder that is kept for the next time (wheels, wine's folder, the Python of the build).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import winekit

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = os.environ.get("REVIEWER_PACKAGING", "")
pytestmark = pytest.mark.skipif(not FOLDER, reason="takes minutes: set REVIEWER_PACKAGING to a folder for its work")


def run(*command: object) -> str:
    done = subprocess.run(
        [sys.executable, *map(str, command)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


@pytest.mark.skipif(bool(winekit.missing()), reason=winekit.missing())
def test_the_setup_under_wine(tmp_path: Path) -> None:
    work = Path(FOLDER) / "windows"
    run(ROOT / "packaging/windows/build.py", "--wine", "--fast", "--trial", "--work", work, "--dist", tmp_path)
    (setup,) = tmp_path.glob("reviewer-setup-*.exe")
    report = tmp_path / "trial.json"
    trial = [
        sys.executable,
        str(ROOT / "packaging/windows/trial.py"),
        str(setup),
        "--newer",
        str(work / "reviewer-setup-99.0.0.exe"),
    ]
    display = ["xvfb-run", "-a", "-s", "-screen 0 1600x900x24"]
    done = subprocess.run(
        [*display, *trial, "--report", str(report), "--wine", str(work)], capture_output=True, text=True, check=False
    )
    assert report.is_file(), done.stdout + done.stderr
    rows = json.loads(report.read_text(encoding="utf-8"))["checks"]
    assert [row for row in rows if row["result"] == "failed"] == []
    assert len([row for row in rows if row["result"] == "passed"]) >= len(rows) - 3


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="dpkg-deb is not installed: this is no Debian")
def test_the_debian_package(tmp_path: Path) -> None:
    said = run(ROOT / "packaging/linux/build.py", "--work", Path(FOLDER) / "linux", "--dist", tmp_path)
    assert "checks passed, frozen: True" in said
    (package,) = tmp_path.glob("reviewer_*.deb")
    fields = subprocess.run(["dpkg-deb", "-f", str(package)], capture_output=True, text=True, check=True).stdout
    assert "Package: reviewer" in fields
    inside = subprocess.run(["dpkg-deb", "-c", str(package)], capture_output=True, text=True, check=True).stdout
    for place in (
        "./opt/reviewer/reviewer-window",
        "./usr/share/applications/reviewer.desktop",
        "./opt/reviewer/licenses/LGPL-3.0.txt",
    ):
        assert place in inside
