"""LibreOffice without a window, for tests that want to know what a spreadsheet makes of our workbooks."""

from __future__ import annotations

import shutil
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
    return Path(tempfile.mkdtemp(prefix="reviewer-tests-office-"))


def through_libreoffice(path: Path, kind: str = XLSX) -> Path:
    """The workbook as LibreOffice opens it and saves it again (in a folder beside it); skips the test where there is none."""
    if SOFFICE is None:
        pytest.skip("LibreOffice is not installed")
    out = path.parent / "saved"
    subprocess.run(
        [SOFFICE, f"-env:UserInstallation={_home().as_uri()}", "--headless", "--convert-to", kind, "--outdir", str(out),
         str(path)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return out / path.with_suffix(f".{kind.partition(':')[0]}").name
