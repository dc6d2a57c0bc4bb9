"""What the program remembers from one start to the next: an ini file in the data folder."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings

from reviewer.base import private
from reviewer.base.i18n import LANGUAGES, tr
from reviewer.model.calibration import DEFAULT_TARGET, TARGETS
from reviewer.ui.setting_values import (
    DAYS,
    DAYS_USUAL,
    DENSITIES,
    KEYS,
    LOOKS,
    MEANS_SOMETHING,
    WINDOW,
    are_keys,
    fixed,
    whole,
)

MOST_RECENT = 10
"""How many recent files are kept."""


def data_folder() -> Path:
    """The folder of settings, recovery sessions and logs: REVIEWER_DATA_DIR, else the platform's. Made where missing.

    On Windows the one that stays on the machine: work of megabytes is not to travel with the user's profile at every sign-in.
    """
    folder, trouble = private.made_data_folder()
    if trouble is not None:
        _troubles.append(trouble)
    return folder


_troubles: list[OSError] = []


def folder_troubles() -> list[str]:
    """What is to be said of the data folder, in sentences; each once."""
    said = [
        tr("{folder} cannot be used for settings and recovered work ({why}); until it can, both are kept in {other}. Make the "
           "folder writable, or name another one in REVIEWER_DATA_DIR.",
           folder=str(trouble.filename), why=trouble.strerror or "", other=str(data_folder()))
        for trouble in _troubles
    ]  # fmt: skip
    _troubles.clear()
    return said


class Settings:
    """Settings with their defaults. A value that cannot be read counts as the default; writing fails silently.

    What an administrator has fixed holds whatever the file says, and nothing is written over what the file says of it.
    """

    def __init__(self, file: Path | None = None) -> None:
        path = file or data_folder() / "settings.ini"
        self._store = QSettings(str(path), QSettings.Format.IniFormat)
        private.close_to_others(path)
        self._is_unreadable = path.is_file() and path.stat().st_size > 0 and not self._store.allKeys()
        self._fixed, self.policy_not_understood = fixed()
        """What an administrator has fixed, by the names of the file; and what of it means nothing."""

    def is_fixed(self, name: str) -> bool:
        """Whether an administrator has fixed a setting, by its name in the file ("appearance", "keys/actionUndo")."""
        return name in self._fixed

    @property
    def fixed_keys(self) -> dict[str, tuple[str, ...]]:
        """The keys of actions that an administrator has fixed."""
        return {n.removeprefix(KEYS): _keys(text) for n, text in self._fixed.items() if n.startswith(KEYS)}

    def _put(self, name: str, value: object) -> None:
        if name not in self._fixed:
            self._store.setValue(name, value)

    def not_understood(self) -> list[str]:
        """The names of the settings whose stored values mean nothing here, so that the usual ones hold."""
        is_sound = self._store.status() == QSettings.Status.NoError and not self._is_unreadable
        found = [] if is_sound else ["settings.ini"]
        for name, holds in MEANS_SOMETHING.items():
            if self._store.contains(name) and name not in self._fixed:
                stored = self._store.value(name)
                if not (isinstance(stored, str) and holds(stored)):
                    found.append(name)
        return [*found, *(KEYS + name for name, text in self._stored_keys().items() if not are_keys(text))]

    def _text(self, key: str) -> str:
        value = self._fixed.get(key, self._store.value(key, ""))
        return value if isinstance(value, str) else ""

    def _stored_keys(self) -> dict[str, object]:
        self._store.beginGroup("keys")
        names = self._store.childKeys()
        self._store.endGroup()
        return {name: self._store.value(KEYS + name) for name in names}

    @property
    def language(self) -> str | None:
        """The language chosen by the user ("zh_CN", "en"); None leaves it to the system."""
        code = self._text("language")
        return code if code in LANGUAGES else None

    @language.setter
    def language(self, code: str | None) -> None:
        self._put("language", code or "")

    @property
    def workspace(self) -> str:
        """The address of the team's workspace, without a password; empty where there is none."""
        return self._text("workspace")

    @workspace.setter
    def workspace(self, address: str) -> None:
        self._put("workspace", address)

    @property
    def idle_reading(self) -> bool:
        """Whether documents of the workspace are read here while nobody works."""
        return self._text("idle_reading").lower() == "true"

    @idle_reading.setter
    def idle_reading(self, on: bool) -> None:
        self._put("idle_reading", "true" if on else "false")

    @property
    def reviewer_name(self) -> str:
        """Who reviews; goes into the record of edits. The name of the account where none was given."""
        return self._text("reviewer_name") or os.environ.get("USERNAME") or os.environ.get("USER") or ""

    @reviewer_name.setter
    def reviewer_name(self, name: str) -> None:
        self._put("reviewer_name", name.strip())

    @property
    def knows_reviewer(self) -> bool:
        """Whether anybody has said who reviews."""
        return bool(self._text("reviewer_name"))

    @property
    def target_accuracy(self) -> float:
        """The share of the unmarked fields that is to be right: one of calibration.TARGETS."""
        try:
            value = float(self._text("target_accuracy"))
        except ValueError:
            return DEFAULT_TARGET
        return value if value in TARGETS else DEFAULT_TARGET

    @target_accuracy.setter
    def target_accuracy(self, value: float) -> None:
        self._put("target_accuracy", str(value))

    @property
    def reading_memory(self) -> int:
        """How many megabytes the reading of one source may take, from 256 on; a worker that wants more is stopped."""
        try:
            return max(256, min(int(self._text("reading_memory")), 65_536))
        except ValueError:
            return 1024

    def remembered(self, name: str) -> str:
        """What was remembered under this name (the choices of a dialog, say); empty where nothing was."""
        return self._text(f"remembered/{name}")

    def keep_remembered(self, name: str, text: str) -> None:
        """Remember a text under a name."""
        self._store.setValue(f"remembered/{name}", text)

    @property
    def seen_version(self) -> str:
        """The version that was started last; empty before the first start."""
        return self._text("seen_version")

    @seen_version.setter
    def seen_version(self, version: str) -> None:
        self._store.setValue("seen_version", version)

    @property
    def software_drawing(self) -> bool:
        """Whether the window is drawn without the graphics driver."""
        return self.flag("software_drawing", False)

    @software_drawing.setter
    def software_drawing(self, wanted: bool) -> None:
        self.keep_flag("software_drawing", wanted)

    @property
    def appearance(self) -> str:
        """How windows look: one of appearance.SYSTEM, LIGHT, DARK, CONTRAST."""
        text = self._text("appearance")
        return text if text in LOOKS else ""

    @appearance.setter
    def appearance(self, value: str) -> None:
        self._put("appearance", value)

    @property
    def font_points(self) -> int:
        """How large letters are, in points; 0 leaves it to the system."""
        points = whole(self._text("font_points"))
        return points if 6 <= points <= 32 else 0

    @font_points.setter
    def font_points(self, points: int) -> None:
        self._put("font_points", str(points))

    @property
    def density(self) -> str:
        """How much air rows have: one of density.USUAL, COMPACT, ROOMY."""
        text = self._text("density")
        return text if text in DENSITIES else ""

    @density.setter
    def density(self, value: str) -> None:
        self._put("density", value)

    @property
    def days_kept(self) -> int:
        """How many days work is kept that was closed without saving: one of DAYS."""
        days = whole(self._text("days_kept"))
        return days if days in DAYS else DAYS_USUAL

    @days_kept.setter
    def days_kept(self, days: int) -> None:
        self._put("days_kept", str(days))

    # -- keys ---------------------------------------------------------------------------------------------------

    @property
    def own_keys(self) -> dict[str, tuple[str, ...]]:
        """The keys that the user has chosen, by the name of the action, in Qt's portable form; empty for "no key"."""
        stored = {name: _keys(t) for name, t in self._stored_keys().items() if isinstance(t, str) and are_keys(t)}
        return {**stored, **self.fixed_keys}

    @own_keys.setter
    def own_keys(self, keys: Mapping[str, Sequence[str]]) -> None:
        for name in self._stored_keys():
            if not self.is_fixed(KEYS + name):
                self._store.remove(KEYS + name)
        for name, chosen in keys.items():
            self._put(KEYS + name, "\n".join(chosen))

    # -- recent files -------------------------------------------------------------------------------------------

    @property
    def recent(self) -> list[Path]:
        """The files opened last, the latest first; some may have vanished since."""
        stored = self._store.value("recent", [])
        texts = [stored] if isinstance(stored, str) else stored if isinstance(stored, list) else []
        return [Path(text) for text in texts if isinstance(text, str) and text][:MOST_RECENT]

    def remember(self, path: Path) -> None:
        """Put a file at the head of the recent ones."""
        self._keep([path, *(other for other in self.recent if other != path)])

    def forget(self, path: Path) -> None:
        """Take a file off the recent ones."""
        self._keep([other for other in self.recent if other != path])

    def _keep(self, paths: list[Path]) -> None:
        self._store.setValue("recent", [str(path) for path in paths[:MOST_RECENT]])

    # -- the window's shape -------------------------------------------------------------------------------------

    def state(self, name: str) -> QByteArray | None:
        """The stored geometry or splitter state of this name, None where there is none."""
        value: Any = self._store.value(f"window/{name}")
        return value if isinstance(value, QByteArray) and not value.isEmpty() else None

    def keep_state(self, name: str, state: QByteArray) -> None:
        """Store a geometry or splitter state."""
        self._store.setValue(f"window/{name}", state)

    def flag(self, name: str, default: bool) -> bool:
        """Whether something of the window is shown."""
        stored = self._fixed.get(WINDOW + name, self._store.value(WINDOW + name, ""))
        return {"true": True, "false": False}.get(str(stored).lower(), default)

    def keep_flag(self, name: str, value: bool) -> None:
        """Store whether something of the window is shown."""
        self._put(WINDOW + name, "true" if value else "false")

    def sync(self) -> None:
        """Write what is not yet written."""
        self._store.sync()


def _keys(text: str) -> tuple[str, ...]:
    """Stored keys, one a line."""
    return tuple(key for key in text.split("\n") if key)
