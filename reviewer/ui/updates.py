"""Is there a newer setup? Looked up only in a folder that an administrator has named (UpdateFolder, base/policy); the network is
never asked.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from reviewer.base import policy

KEY = "UpdateFolder"
_SETUP = re.compile(r"reviewer-(?:ocr-)?setup-(\d+)\.(\d+)\.(\d+)\.exe", re.I)
_PACKAGE = re.compile(r"reviewer_(\d+)\.(\d+)\.(\d+)_\w+\.deb", re.I)
_NUMBER = re.compile(r"(\d+)\.(\d+)\.(\d+)")


def named_folder() -> Path | None:
    """The folder that an administrator has named; None where nobody has."""
    named = policy.value(KEY).strip()
    return Path(named) if named else None


def newer(folder: Path, version: str) -> str | None:
    """The highest version of a setup in `folder` that is above `version`; None where there is none or it cannot be read.

    May take long where the folder is on a drive that does not answer: not for the UI thread.
    """
    present = _NUMBER.match(version)
    if present is None:
        return None
    pattern = _SETUP if sys.platform == "win32" else _PACKAGE
    try:
        names = [path.name for path in folder.iterdir()]
    except OSError:
        return None
    found = [tuple(map(int, match.groups())) for name in names if (match := pattern.fullmatch(name))]
    highest = max(found, default=(0, 0, 0))
    return ".".join(map(str, highest)) if highest > tuple(map(int, present.groups())) else None
