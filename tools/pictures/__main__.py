"""Take pictures of the window: every pane, bar, menu and dialog, in both languages, all colours and scales.

    python -m tools.pictures FOLDER [--only NAME ...] [--languages zh_CN en] [--looks light dark contrast] [--scales 1 2]

Each language, look and scale is a folder of its own and a process of its own, as it is for a user. Nothing needs a screen:
100 % is a screen of 1366×768 with a task bar, 200 % one of 1920×1080 (960×540 as the window sees it).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

_SCREENS = {1: (1366, 768), 2: (1920, 1080)}
"""By scale: pixels of the screen."""
_TASK_BAR = 40


def main() -> int:
    """Exit status: 0 where every picture could be taken."""
    parser = argparse.ArgumentParser(prog="python -m tools.pictures", description=__doc__.split("\n\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="+", default=[], help="names, or beginnings of names")
    parser.add_argument("--languages", nargs="+", default=["zh_CN", "en"])
    parser.add_argument("--looks", nargs="+", default=["light", "dark", "contrast"])
    parser.add_argument("--scales", nargs="+", type=int, default=[1, 2])
    parser.add_argument("--points", type=int, default=0, help="size of the letters")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.here:
        return _take(wanted.folder, wanted.only, wanted.looks[0], wanted.points)
    failed = 0
    for scale in wanted.scales:
        for language in wanted.languages:
            for look in wanted.looks:
                folder = wanted.folder / f"{language}-{look}-{scale}00"
                folder.mkdir(parents=True, exist_ok=True)
                failed |= _run(folder, wanted.only, language, look, scale, wanted.points)
    return failed


def _run(folder: Path, only: list[str], language: str, look: str, scale: int, points: int) -> int:
    """A process of its own for one language, look and scale."""
    with tempfile.TemporaryDirectory() as data:
        width, height = _SCREENS[scale]
        screen = {
            "name": "one",
            "x": 0,
            "y": 0,
            "width": width,
            "height": height,
            "logicalDpi": 96,
            "logicalBaseDpi": 96,
            "dpr": 1,
        }
        config = Path(data) / "screen.json"
        config.write_text(json.dumps({"screens": [screen]}), encoding="utf-8")
        platform = "offscreen" if os.name == "nt" else f"offscreen:configfile={config}"
        environment = {
            **os.environ, "QT_QPA_PLATFORM": platform, "QT_SCALE_FACTOR": str(scale),
            "REVIEWER_DATA_DIR": data, "REVIEWER_LANG": language,
        }  # fmt: skip
        command = [sys.executable, "-m", "tools.pictures", str(folder), "--here", "--looks", look,
                   "--points", str(points), *(["--only", *only] if only else [])]  # fmt: skip
        return subprocess.run(command, env=environment, check=False).returncode


def _take(folder: Path, only: list[str], look: str, points: int) -> int:
    """All pictures of one process; what goes wrong is said, and the others are taken."""
    from PySide6.QtCore import qInstallMessageHandler
    from PySide6.QtWidgets import QMenu, QWidget

    from reviewer.ui.app import create_application, create_window
    from reviewer.ui.main_window import MainWindow
    from reviewer.ui.settings import Settings
    from tools.pictures.desks import WINDOWS, State
    from tools.pictures.dialogs import DIALOGS
    from tools.pictures.shown import settle

    qInstallMessageHandler(lambda _kind, _where, text: None if "plugin does not support" in text else print(text))
    settings = Settings()
    settings.appearance, settings.font_points = look, points
    settings.sync()
    application = create_application(["reviewer"])
    room = application.primaryScreen().availableSize()
    failed = 0

    def take(window: MainWindow, name: str, state: State) -> int:
        """1 where the state cannot be shown."""

        def look_at(widget: QWidget) -> None:
            widget.grab().save(str(folder / f"{name}.png"))
            if widget.width() > room.width() or widget.height() > room.height() - _TASK_BAR * (
                not isinstance(widget, QMenu)
            ):
                print(f"{folder.name}/{name}: {widget.width()}×{widget.height()} is larger than the screen")

        try:
            state.show(window, look_at)
        except Exception as error:
            print(f"{folder.name}/{name}: {error!r}")
            return 1
        return 0

    for states in (*({name: state} for name, state in WINDOWS.items()), DIALOGS):  # all dialogs are those of one window
        wanted = {name: state for name, state in states.items() if not only or name.startswith(tuple(only))}
        if not wanted:
            continue
        with tempfile.TemporaryDirectory() as made:
            window = create_window(next(iter(wanted.values())).files(Path(made)))
            window.resize(room.width(), room.height() - _TASK_BAR)
            window.show()
            window.activateWindow()
            window.wait_until_idle(60_000)
            settle()
            failed |= max(take(window, name, state) for name, state in wanted.items())
            window.keeper.close()
            window.hide()
            window.jobs.stop()
            window.deleteLater()
            settle()
    return failed


if __name__ == "__main__":
    sys.exit(main())
