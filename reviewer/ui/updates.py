"""Is there a newer setup? Looked up only in a folder that an administrator has named; the network is never asked.

On Windows the text UpdateFolder under HKEY_LOCAL_MACHINE\\Software\\Policies\\reviewer (only administrators can write there, by hand or by
a group policy); elsewhere /etc/reviewer/policy.ini, where it reads UpdateFolder=/a/folder.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from PySide6.QtCore import QSettings

KEY = "UpdateFolder"
WINDOWS_POLICY = r"Software\Policies\reviewer"
OTHER_POLICY = Path("/etc/reviewer/policy.ini")
_SETUP = re.compile(r"reviewer-(?:ocr-)?setup-(\d+)\.(\d+)\.(\d+)\.exe", re.I)
_PACKAGE = re.compile(r"reviewer_(\d+)\.(\d+)\.(\d+)_\w+\.deb", re.I)
_NUMBER = re.compile(r"(\d+)\.(\d+)\.(\d+)")


def named_folder() -> Path | None:
    """The folder that an administrator has named; None where nobody has."""
    value = _windows_policy() if sys.platform == "win32" else _other_policy()
    return Path(value) if isinstance(value, str) and value.strip() else None


def _windows_policy() -> object:
    """Read without QSettings, which would make the key for an administrator who only starts the program."""
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, WINDOWS_POLICY) as key:  # type: ignore[attr-defined,unused-ignore]
            return winreg.QueryValueEx(key, KEY)[0]  # type: ignore[attr-defined,unused-ignore]
    except OSError:
        return None


def _other_policy() -> object:
    return QSettings(str(OTHER_POLICY), QSettings.Format.IniFormat).value(KEY, "")


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
