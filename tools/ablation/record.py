"""What has been measured already, in a file, so that a run that was broken off goes on where it was."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields
from pathlib import Path
from typing import Any

from tools.calibrate.documents import ROOT
from tools.calibrate.evaluate import Figures

_PARTS = ("reviewer", "resources", "tools/ablation", "tools/calibrate", "tools/corpus")
_COUNTS = [one.name for one in fields(Figures) if one.name != "claims"]


def state(settings: object) -> str:
    """A digest of the program, its resources and how it is measured: what was kept of another state says nothing."""
    digest = hashlib.sha256(repr(settings).encode())
    for part in _PARTS:
        for path in sorted((ROOT / part).rglob("*")):
            if path.suffix in (".py", ".json", ".npz", ".txt") and "__pycache__" not in path.parts:
                digest.update(path.read_bytes())
    return digest.hexdigest()


class Record:
    """The figures of each switch by its name, as long as the state is the same."""

    def __init__(self, path: Path, of: str) -> None:
        self._path = path
        self._all: dict[str, Any] = {"state": of, "switches": {}}
        if path.is_file():
            found = json.loads(path.read_text(encoding="utf-8"))
            self._all = found if found["state"] == of else self._all

    def of(self, name: str) -> dict[str, Figures] | str | None:
        """What was measured; None where it was not."""
        found = self._all["switches"].get(name)
        return {key: Figures(**counts) for key, counts in found.items()} if isinstance(found, dict) else found

    def keep(self, name: str, found: dict[str, Figures] | str) -> dict[str, Figures] | str:
        """Keep what was measured, and give it back."""
        counts = found if isinstance(found, str) else {
            key: {count: getattr(figures, count) for count in _COUNTS} for key, figures in found.items()
        }  # fmt: skip
        self._all["switches"][name] = counts
        self._path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._path.with_suffix(".new")
        beside.write_text(json.dumps(self._all), encoding="utf-8")
        beside.replace(self._path)
        return found
