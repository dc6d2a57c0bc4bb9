"""LibreOffice without a window, for tests that want to know what a spreadsheet makes of our workbooks."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice")
XLSX, PDF = "xlsx:Calc MS Excel 2007 XML", "pdf"


@cache
def _home() -> Path:
    """A profile of its own for the whole run: making one takes seconds."""
    home = Path(tempfile.mkdtemp(prefix="reviewer-tests-office-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    return home


def through_libreoffice(path: Path, kind: str = XLSX) -> Path:
    """The workbook as LibreOffice opens it and saves it again (in a folder beside it); skips the test where there is none."""
    if SOFFICE is None:
        pytest.skip("LibreOffice is not installed")
    out = path.parent / "saved"
    call = [SOFFICE, f"-env:UserInstallation={_home().as_uri()}", "--headless", "--convert-to", kind, "--outdir", str(out),
            str(path)]  # fmt: skip
    process = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        assert process.wait(timeout=180) == 0
    except (
        subprocess.TimeoutExpired
    ):  # what was called is a script: the office itself has to go too, or the next call waits for it
        os.killpg(process.pid, signal.SIGKILL)
        raise
    return out / path.with_suffix(f".{kind.partition(':')[0]}").name
