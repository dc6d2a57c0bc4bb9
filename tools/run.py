"""Set up what is missing and do the main job on the bundled samples (or on the files given).

    python3 tools/run.py [FILE ...]

With a display: the window, with the files in it. Without one: extracts them to a workbook in the current folder.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import setup_env

WORKBOOK = "reviewer-sample.xlsx"
_PROBE = "import sys; from PySide6.QtWidgets import QApplication; QApplication(sys.argv)"


def main(files: list[str]) -> int:
    """Exit status of the program; 1 where the machine could not be set up."""
    try:
        python = setup_env.ensure_environment()
    except setup_env.SetupError as error:
        print(error, file=sys.stderr)
        return 1
    files = files or [str(path) for path in samples()]
    why_not = no_window(python)
    if not why_not:
        return subprocess.run([str(python), "-m", "reviewer", *files], check=False).returncode
    print(why_not + " The sample is extracted to a workbook instead.", flush=True)
    command = [str(python), "-m", "reviewer", "extract", *files, "-o", WORKBOOK]
    status = subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode
    if Path(WORKBOOK).exists():
        print(f"Written: {Path(WORKBOOK).resolve()}")
    return status


def samples() -> list[Path]:
    """The documents in resources/samples, all of them of invented offices."""
    folder = setup_env.ROOT / "resources" / "samples"
    return sorted(p for p in folder.iterdir() if p.is_file() and not p.name.startswith((".", "README")))


def no_window(python: Path) -> str:
    """Why there can be no window here, in one sentence; empty where there can."""
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return "There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can be shown."
    setup_env.ensure_libraries(window=True)
    try:
        probe = subprocess.run([str(python), "-c", _PROBE], capture_output=True, timeout=120, check=False)
    except subprocess.TimeoutExpired:
        return "Qt does not answer on this display, so no window can be shown."
    return "" if probe.returncode == 0 else "Qt cannot open a window on this display, so none can be shown."


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
