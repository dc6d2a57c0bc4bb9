"""Where the program keeps what belongs to the user, without the window's library."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from reviewer.base import policy

_OWNER, _PROGRAM = "reviewer", "reviewer"
VOCABULARY = "vocabulary.json"
"""The file of the user's own words, in the data folder."""


def fixed_vocabulary() -> Path | None:
    """The file with the words of everybody, where an administrator has named one: then nobody's own are used."""
    named = policy.value(policy.VOCABULARY).strip()
    return Path(named) if named else None


def data_path() -> Path:
    """The data folder, whether it is there or not: REVIEWER_DATA_DIR, else where the window's library has it."""
    named = os.environ.get("REVIEWER_DATA_DIR")
    if named:
        return Path(named)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / _OWNER / _PROGRAM


def server_of(path: Path) -> str:
    r"""The computer that a path names (\\server\share\…); empty for one that names a drive or folder. Nothing is looked up."""
    text = str(path).replace("\\", "/")
    if not text.startswith("//"):
        return ""
    parts = [part for part in text.split("/") if part]
    if parts and parts[0] in ("?", "."):  # Windows' other spelling: of a drive, of a computer, or of a device
        if len(parts) > 1 and len(parts[1]) == 2 and parts[1][1] == ":":
            return ""
        parts = parts[2:] if len(parts) > 1 and parts[1].casefold() == "unc" else parts
    return parts[0].casefold() if parts else ""


def is_on_another_computer(path: Path, named_in: Path) -> bool:
    """Whether a path that a file names leads to another computer than the file's own: to look there would tell it who looks."""
    server = server_of(path)
    return bool(server) and server not in (server_of(named_in), server_of(Path(os.path.realpath(named_in))))
