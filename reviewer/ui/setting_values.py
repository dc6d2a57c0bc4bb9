"""What the settings may say, and which of them an administrator has fixed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QKeySequence

from reviewer.base import policy
from reviewer.base.i18n import LANGUAGES
from reviewer.model.calibration import TARGETS

LOOKS = ("", "light", "dark", "contrast")
DENSITIES = ("", "compact", "roomy")
DAYS, DAYS_USUAL = (1, 7, 30, 90, 365), 30
"""For so many days work that was closed without saving may be kept."""
KEYS, WINDOW = "keys/", "window/"
"""The groups of the chosen keys, and of what of the window is shown."""
SOFTWARE_DRAWING = f"{WINDOW}software_drawing"
SHOWN = ("raw_text", "actionPaneDocuments", "actionPanePanel", "actionPaneIssues", "actionPaneWrap")
"""What of the window is shown or not, by its menu."""


def whole(text: str) -> int:
    """A whole number, -1 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else -1


def number(text: str) -> float:
    """A number, -1 for anything else."""
    try:
        return float(text)
    except ValueError:
        return -1.0


def is_flag(text: str) -> bool:
    """Whether a text says yes or no."""
    return text.lower() in ("true", "false")


def are_keys(stored: object) -> bool:
    """Whether a stored text is keys, one a line; no text means no key."""
    return isinstance(stored, str) and all(
        QKeySequence(key).count() and QKeySequence(key).toString() for key in stored.split("\n") if key
    )


MEANS_SOMETHING: dict[str, Callable[[str], bool]] = {
    "language": lambda text: text in ("", *LANGUAGES),
    "appearance": lambda text: text in LOOKS,
    "density": lambda text: text in DENSITIES,
    "target_accuracy": lambda text: text == "" or number(text) in TARGETS,
    "font_points": lambda text: text in ("", "0") or 6 <= whole(text) <= 32,
    "days_kept": lambda text: text == "" or whole(text) in DAYS,
    "idle_reading": is_flag,
    SOFTWARE_DRAWING: is_flag,
}
"""Of each setting that may be wrong, whether a text means something."""
FIXABLE: dict[str, Callable[[str], bool]] = {
    **MEANS_SOMETHING,
    "reviewer_name": lambda text: bool(text.strip()),
    "workspace": lambda text: bool(text.strip()),
    "reading_memory": lambda text: whole(text) > 0,
    **{f"{WINDOW}{name}": is_flag for name in SHOWN},
}
"""The settings that an administrator can fix, besides keys."""
_NO_SETTINGS = ("updatefolder", policy.VOCABULARY.casefold())
"""What a policy says besides."""


def fixed() -> tuple[dict[str, str], list[str]]:
    """What an administrator has fixed, by the name of the setting, and the names of what means nothing and therefore fixes nothing."""
    known, found, odd = {name.casefold(): name for name in FIXABLE}, {}, []
    for name, text in policy.values().items():
        low = name.casefold()
        if low in _NO_SETTINGS:
            continue
        if low.startswith(KEYS):
            setting, text = KEYS + name[len(KEYS) :], text.replace("\\n", "\n")
            holds = are_keys(text)
            text = "\n".join(QKeySequence(key).toString() for key in text.split("\n"))  # as they are compared
        else:
            setting = known.get(low, "")
            text = {"1": "true", "0": "false"}.get(text, text) if FIXABLE.get(setting) is is_flag else text
            holds = bool(setting) and FIXABLE[setting](text)
        if holds:
            found[setting] = text
        else:
            odd.append(name)
    return found, odd
