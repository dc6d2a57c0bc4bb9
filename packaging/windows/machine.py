"""Windows as the trial sees it, real or under wine: runs programs, reads the registry, knows the places."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import winekit

OURS = re.compile(r"(?<!p)reviewer", re.I)  # Windows has many a previewer of its own
NOISE = ("MuiCache", "Explorer", "AppCompatFlags", "\\BagMRU", "\\bam\\")
"""Where Windows itself writes down every program that ran."""


@dataclass
class Machine:
    """Windows, real or under wine: runs programs, reads the registry, knows the places."""

    wine: winekit.Wine | None
    more: dict[str, str] = field(default_factory=dict)

    def run(self, *command: str | Path, timeout: float = 600, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a program to its end."""
        words = [self.path(part) if isinstance(part, Path) else part for part in command]
        if self.wine:
            return self.wine.run(_unquoted(words), timeout, **{**self.more, **more})
        # a single string: /D= must come last and must not be quoted, whatever is in it
        line = subprocess.list2cmdline(words[:-1]) + " " + words[-1] if words[-1].startswith("/D=") else words
        return subprocess.run(line, input="", capture_output=True, text=True, errors="replace", timeout=timeout,
                              env={**os.environ, **self.more, **more}, check=False)  # fmt: skip

    def start(self, *command: str | Path, **more: str) -> subprocess.Popen[bytes]:
        """Start a program and do not wait for it."""
        words = [self.path(part) if isinstance(part, Path) else part for part in command]
        environment = (
            self.wine.environment(**{**self.more, **more}) if self.wine else {**os.environ, **self.more, **more}
        )
        return subprocess.Popen([*([winekit.wine() or ""] if self.wine else []), *_unquoted(words)], env=environment,
                                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip

    def path(self, path: Path) -> str:
        """A file as Windows programs call it."""
        return self.wine.windows_path(path) if self.wine else str(path)

    def exported(self, key: str) -> str:
        """A key of the registry with all below it, as a .reg file says it; empty where there is none."""
        with tempfile.TemporaryDirectory(dir=self.wine.kit if self.wine else None) as folder:
            # what reg prints goes through a code page and loses Chinese; a file does not
            file = Path(folder) / "key.reg"
            for again in (True, True, False):
                # reg ends alike where a key is not there and where wine's server was just going down: ask it again
                if self.run("reg", "export", key, file, "/y").returncode == 0 and file.is_file():
                    return file.read_text(encoding="utf-16")
                time.sleep(2 * again)
            return ""

    def value(self, key: str, name: str = "") -> str | None:
        """A text in the registry, None where there is none."""
        text = self.exported(key)
        first = text.partition("[")[2].partition("\n[")[0]
        quoted = f'"{name}"' if name else "@"
        line = next((line for line in first.splitlines() if line.startswith(quoted + '="')), None)
        return None if line is None else re.sub(r"\\(.)", r"\1", line[len(quoted) + 2 : -1])

    def settle(self) -> None:
        """Until programs that run on in the background (the uninstaller does) have ended."""
        if self.wine:
            self.wine.wait()
        else:
            time.sleep(10)

    def folder(self, name: str) -> Path:
        """One of Windows' own folders: APPDATA, LOCALAPPDATA, ProgramFiles, PROGRAMDATA, USERPROFILE."""
        if not self.wine:
            return Path(os.environ[name])
        home = next(p for p in (self.wine.drive / "users").iterdir() if p.name != "Public")
        places = {
            "APPDATA": home / "AppData/Roaming",
            "LOCALAPPDATA": home / "AppData/Local",
            "ProgramFiles": self.wine.drive / "Program Files",
            "PROGRAMDATA": self.wine.drive / "ProgramData",
            "USERPROFILE": home,
        }
        return places[name]

    def traces(self) -> list[str]:
        """Keys and values of the program anywhere in the registry."""
        found = []
        for name, text in self._hives():
            section = ""
            for line in text.splitlines():
                section = line.strip() if line.startswith(("[", "HKEY_")) else section
                if OURS.search(line) and "selftest" not in line.lower() and not any(n in section for n in NOISE):
                    found.append(f"{name} {section} {line}"[:200])
        return found

    def _hives(self) -> list[tuple[str, str]]:
        """The registry as text, keys followed by their values."""
        if self.wine:
            files = [self.wine.prefix / name for name in ("user.reg", "system.reg")]
            return [(file.name, file.read_text(encoding="utf-8", errors="replace")) for file in files]
        hives = ("HKCU\\Software", "HKLM\\Software")
        return [(hive, self.run("reg", "query", hive, "/s", "/f", "reviewer").stdout) for hive in hives]


def _unquoted(words: list[str]) -> list[str]:
    """NSIS takes what follows /D= up to the end of the line, without quotes; wine puts some around a word with blanks in it."""
    return [*words[:-1], *words[-1].split(" ")] if words[-1].startswith("/D=") else words
