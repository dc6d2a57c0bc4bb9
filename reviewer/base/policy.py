"""What an administrator has fixed for everybody on this machine; nobody else can write where it is read.

On Windows the values under HKEY_LOCAL_MACHINE\\Software\\Policies\\reviewer and its subkeys (by hand or by a group policy); elsewhere
/etc/reviewer/policy.ini. A file policy.ini beside an installed or portable program says what those leave open: it holds for whoever
starts that copy.
"""

from __future__ import annotations

import configparser
import sys
from pathlib import Path

WINDOWS_KEY = r"Software\Policies\reviewer"
FILE = Path("/etc/reviewer/policy.ini")
NAME = "policy.ini"
VOCABULARY = "Vocabulary"
"""Names a file with the words that all use."""


def values() -> dict[str, str]:
    """The text of each value by its name, "group/name" for one in a group (a subkey, a section). Empty where nothing is fixed."""
    beside = Path(sys.executable).parent / NAME if getattr(sys, "frozen", False) else None
    above = _of_registry() if sys.platform == "win32" else _of_file(FILE)
    below = _of_file(beside) if beside is not None else {}
    taken = {name.casefold() for name in above}
    return {**{name: text for name, text in below.items() if name.casefold() not in taken}, **above}


def value(name: str) -> str:
    """The text of one value, however its name is spelt; empty where there is none."""
    return next((text for each, text in values().items() if each.casefold() == name.casefold()), "")


def _of_file(path: Path) -> dict[str, str]:
    """What a file says; nothing where there is none. Windows' editor may have written it in the old Chinese encoding."""
    try:
        data = path.read_bytes()
    except OSError:
        return {}
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
    parser = configparser.RawConfigParser(
        strict=False, delimiters=("=",), comment_prefixes=(";", "#"), allow_no_value=True
    )
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    try:
        parser.read_string(f"[General]\n{text}")
    except configparser.Error:
        return {}
    return {
        name if section == "General" else f"{section}/{name}": _unquoted(text)
        for section in parser.sections()
        for name, text in parser.items(section)
        if text is not None
    }


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text


def _of_registry() -> dict[str, str]:
    """Read without the window's library, which would make the key for an administrator who only starts the program."""
    import winreg

    found: dict[str, str] = {}

    def read(key: object, group: str) -> list[str]:
        groups, count, _changed = winreg.QueryInfoKey(key)  # type: ignore[attr-defined,unused-ignore]
        for place in range(count):
            name, stored, kind = winreg.EnumValue(key, place)  # type: ignore[attr-defined,unused-ignore]
            if kind == winreg.REG_EXPAND_SZ:  # type: ignore[attr-defined,unused-ignore]
                stored = winreg.ExpandEnvironmentStrings(stored)  # type: ignore[attr-defined,unused-ignore]
            if isinstance(stored, (str, int)):
                found[group + name] = str(stored)
        return [winreg.EnumKey(key, place) for place in range(groups)]  # type: ignore[attr-defined,unused-ignore]

    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, WINDOWS_KEY) as top:  # type: ignore[attr-defined,unused-ignore]
            for group in read(top, ""):
                with winreg.OpenKey(top, group) as key:  # type: ignore[attr-defined,unused-ignore]
                    read(key, f"{group}/")
    except OSError:
        return found
    return found
