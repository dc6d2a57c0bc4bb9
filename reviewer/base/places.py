"""Where the program keeps what belongs to the user, without the window's library."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_OWNER, _PROGRAM = "reviewer", "reviewer"
VOCABULARY = "vocabulary.json"
"""The file of the user's own words, in the data folder."""


def data_place() -> Path:
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
