"""LibreOffice, where it is installed, for files that no reader of our own knows."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from reviewer.base.private import workplace_prefix

TIMEOUT = 90
"""Seconds; the first start of LibreOffice, with a profile of its own, takes a good part of a minute on an old machine."""
_ON_WINDOWS = ("ProgramFiles", "ProgramFiles(x86)", "ProgramW6432")


def program() -> str | None:
    """Where LibreOffice is, None where it is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found:
        return found
    places = (
        Path(os.environ[name]) / "LibreOffice" / "program" / "soffice.exe" for name in _ON_WINDOWS if name in os.environ
    )
    return next((str(place) for place in places if place.is_file()), None)


def as_docx(data: bytes, suffix: str) -> bytes | None:
    """A file converted to docx; None where LibreOffice is not installed or cannot.

    It runs with a profile of its own, made for this one conversion: no macros, no settings, no window that is open.
    """
    office = program()
    if office is None:
        return None
    with tempfile.TemporaryDirectory(prefix=workplace_prefix(), ignore_cleanup_errors=True) as folder:
        given = Path(folder, f"given{suffix}")
        given.write_bytes(data)
        profile = Path(folder, "profile").as_uri()
        command = [office, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--nolockcheck", "--convert-to",
                   "docx:MS Word 2007 XML", "--outdir", folder, str(given)]  # fmt: skip
        try:
            subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=TIMEOUT,
                check=False,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except (OSError, subprocess.SubprocessError):
            return None
        made = Path(folder, "given.docx")
        return made.read_bytes() if made.is_file() else None
