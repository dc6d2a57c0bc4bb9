"""What a fresh machine lacks: a Python environment in .venv, and the system libraries that Qt needs.

Standard library only, and written so that an old Python can still say that it is too old.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Sequence  # noqa: UP035 - an old Python must get as far as the version check

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
_STAMP = VENV / "reviewer-setup.json"
OLDEST = (3, 11)

QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
}
"""What Qt loads even without a screen: the library, and the Debian package that brings it."""

XCB_LIBRARIES = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
"""What Qt's window on an X display needs besides (the libraries that the xcb plugin is linked with)."""

PACKAGING_PROGRAMS = {
    "makensis": "nsis",
    "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64-win32",
    "xvfb-run": "xvfb",
    "xauth": "xauth",
    "objdump": "binutils",
    "desktop-file-validate": "desktop-file-utils",
    "update-mime-database": "shared-mime-info",
}
"""What the tests of the installers call (besides wine): the program, and the Debian package that brings it."""
DOWNLOAD_SECONDS, UNPACK_SECONDS = 240, 300
"""So long the packages of the installers' tests may take. Without them those tests are skipped."""

_FONT = "fonts-wqy-microhei"
_FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
_FONT_NAMES = ("wqy", "cjk", "sourcehan", "droidsansfallback", "uming", "ukai", "simsun", "msyh", "notosanssc")


class SetupError(Exception):
    """The machine cannot be set up. Its text is one sentence: what is missing, and what to do."""


def say(text: str) -> None:
    """One line of progress, at once."""
    print(text, flush=True)


# -- the Python environment --------------------------------------------------------------------------------------


def ensure_environment(extras: Sequence[str] = ()) -> Path:
    """The Python of .venv with the program, its dependencies and `extras` in it. Raises SetupError.

    Made anew where it is broken or belongs to another pyproject.toml, Python or folder; otherwise used as it is.
    """
    if sys.version_info < OLDEST:
        raise SetupError(
            "This program needs Python {}.{} or newer, and this is Python {}; please install a newer one "
            "and run the command with it.".format(*OLDEST, platform.python_version())
        )
    wanted = _state()
    stamp = _read_stamp()
    if not _works():
        _make()
    elif stamp is not None and {key: stamp.get(key) for key in wanted} != wanted:
        say("pyproject.toml, the Python or the folder has changed: making .venv anew ...")
        _make()
    installed = (_read_stamp() or {}).get("extras")
    missing = sorted(set(extras) - set(installed or ()))
    if installed is None or missing:
        every = sorted({*(installed or ()), *extras})
        _install(every)
        _STAMP.write_text(json.dumps({**wanted, "extras": every}), encoding="utf-8")
    return PYTHON


def _state() -> dict[str, str]:
    return {
        "pyproject": hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest(),
        "python": platform.python_version(),
        "folder": str(ROOT),
    }


def _read_stamp() -> dict[str, Any] | None:
    try:
        stamp = json.loads(_STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return stamp if isinstance(stamp, dict) else None


def _works() -> bool:
    """Whether .venv holds a Python that starts and is new enough."""
    try:
        script = f"import sys; sys.exit(sys.version_info < {OLDEST} or sys.prefix == sys.base_prefix)"
        return subprocess.run([str(PYTHON), "-c", script], capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.SubprocessError):
        return False


def _make() -> None:
    """An empty environment. Debian's Python comes without ensurepip, so pip stays outside and installs from there."""
    _not_from_inside()
    say("Making the Python environment .venv ...")
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    why = ""
    for way in (_venv_without_pip, _venv_with_pip, _virtualenv):
        shutil.rmtree(VENV, ignore_errors=True)
        why = way() or why
        if _works() and (_pip_reaches_in() or _pip_is_inside()):
            return
    raise SetupError(
        f"The Python environment .venv could not be made ({why or 'there is no pip'}); please install the packages "
        "python3-venv and python3-pip and run the command again."
    )


def _venv_without_pip() -> str:
    return _last_line(_quiet([sys.executable, "-m", "venv", "--without-pip", str(VENV)]))


def _venv_with_pip() -> str:
    """Where there is no pip outside, or one before 22.3, which cannot install into another environment."""
    return _last_line(_quiet([sys.executable, "-m", "venv", str(VENV)]))


def _virtualenv() -> str:
    """Where neither will do: pip refuses to install into a system's Python, but not into a folder of ours."""
    with tempfile.TemporaryDirectory() as folder:
        _quiet([sys.executable, "-m", "pip", "install", "--quiet", "--target", folder, "virtualenv"])
        env = {**os.environ, "PYTHONPATH": folder}
        return _last_line(_quiet([sys.executable, "-m", "virtualenv", "--quiet", str(VENV)], env))


def _not_from_inside() -> None:
    if Path(sys.prefix).resolve() == VENV.resolve():
        raise SetupError(
            "The environment .venv has to be brought up to date, and this Python lives in it; please run the command "
            "with the system's Python."
        )


def _pip_is_inside() -> bool:
    return _quiet([str(PYTHON), "-m", "pip", "--version"]).returncode == 0


def _pip_reaches_in() -> bool:
    return _quiet([sys.executable, "-m", "pip", "--python", str(PYTHON), "--version"]).returncode == 0


def _install(extras: Sequence[str]) -> None:
    _not_from_inside()
    say("Installing what the program needs into .venv (only the first time, some minutes) ...")
    pip = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    if not _pip_reaches_in():
        pip = [str(PYTHON), "-m", "pip"]
    project = str(ROOT) + (f"[{','.join(extras)}]" if extras else "")
    command = [*pip, "install", "-qq", "--disable-pip-version-check", "--no-input", "--editable", project]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, check=False)
    if done.returncode != 0:
        raise SetupError(
            "pip could not install the packages that pyproject.toml names (its reason stands above); please look "
            "whether the package index can be reached, and run the command again."
        )


def _quiet(command: list[str], env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", env=env, check=False
    )


def _in_time(command: list[str], env: dict[str, str], seconds: float) -> subprocess.CompletedProcess[str]:
    """The same, ended with all that it started when it takes longer. Raises TimeoutExpired."""
    with tempfile.TemporaryFile(
        "w+", errors="replace"
    ) as said:  # a pipe would stay open as long as a child of it lives
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, env=env, start_new_session=True
        )
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise
        said.seek(0)
        return subprocess.CompletedProcess(command, process.returncode, said.read(), "")


def _last_line(done: subprocess.CompletedProcess[str]) -> str:
    """The last line of what a failed command said; empty where it did not fail."""
    return ((done.stderr or done.stdout).strip().splitlines() or [""])[-1] if done.returncode else ""


# -- the system libraries ------------------------------------------------------------------------------------------


def ensure_libraries(window: bool) -> bool:
    """Whether Qt finds its system libraries (those of a window too, where `window`); installs them where it may.

    Only Linux lacks any: elsewhere they come with the system or with PySide6.
    """
    if not sys.platform.startswith("linux"):
        return True
    wanted = {**QT_LIBRARIES, **(XCB_LIBRARIES if window else {})}
    packages = [package for library, package in wanted.items() if not _loads(library)]
    if not _has_chinese_font():
        packages.append(_FONT)
    if packages:
        _apt_get(packages)
    return all(_loads(library) for library in wanted)


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _has_chinese_font() -> bool:
    folders = [Path(folder).expanduser() for folder in _FONT_FOLDERS]
    files = (path for folder in folders if folder.is_dir() for path in folder.rglob("*.*"))
    return any(name in path.name.lower().replace("-", "") for path in files for name in _FONT_NAMES)


def ensure_packaging() -> None:
    """Install what the tests of the installers need, within a bounded time; without it they say why they are skipped."""
    if not sys.platform.startswith("linux"):
        return
    wine = any(shutil.which(place) for place in ("wine64", "wine", "/usr/lib/wine/wine64"))
    packages = [] if wine else ["wine64"]
    packages += [package for program, package in PACKAGING_PROGRAMS.items() if shutil.which(program) is None]
    packages += [package for library, package in XCB_LIBRARIES.items() if not _loads(library)]
    if not Path("/usr/share/i18n/locales/zh_CN").is_file():
        packages.append("locales")
    shared = "libpython{}.{}".format(*sys.version_info[:2])
    if sys.executable.startswith("/usr/bin/") and not _loads(f"{shared}.so.1.0"):
        packages.append(shared)
    if packages:
        _apt_get(packages, "The tests of the installers need system packages that are missing here", bounded=True)


def ensure_server() -> None:
    """Install the database server that the tests of work in a team start; without it they say why they are skipped."""
    if sys.platform.startswith("linux") and not any(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        _apt_get(
            ["postgresql"], "The tests of work in a team need a PostgreSQL server, which is missing here", bounded=True
        )


def _apt_get(
    packages: list[str], why: str = "Qt needs system libraries that are missing here", bounded: bool = False
) -> None:
    """Install Debian packages as root or with a sudo that asks nothing; otherwise say the command, in one sentence."""
    by_hand = "sudo apt-get install " + " ".join(packages)
    if shutil.which("apt-get") is None:
        say(f"{why}; on Debian they are called: " + " ".join(packages) + ".")
        return
    prefix: list[str] = []
    if os.geteuid() != 0:
        if shutil.which("sudo") is None or _quiet(["sudo", "-n", "true"]).returncode != 0:
            say(f"{why}; please run: {by_hand}")
            return
        prefix = ["sudo", "-n"]
    say("Installing system packages: " + " ".join(packages) + " ...")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = [*prefix, "apt-get", "install", "--yes", "--no-install-recommends", *packages]
    if bounded:
        reason = _within(prefix, install, env)
    elif _quiet(install, env).returncode == 0:
        reason = ""
    else:  # no package lists yet, or old ones
        _quiet([*prefix, "apt-get", "update"], env)
        reason = _last_line(_quiet(install, env))
    if reason:
        say(f"apt-get could not install them ({reason}); please run: {by_hand}")


def _within(prefix: list[str], install: list[str], env: dict[str, str]) -> str:
    """Install within DOWNLOAD_SECONDS and UNPACK_SECONDS; why not, empty where it worked.

    The download comes first and alone: it can be broken off at any moment, which unpacking cannot.
    """
    patience = ["-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=20", "-o", "DPkg::Lock::Timeout=60"]
    fetch = [*install, *patience, "--download-only"]
    until = time.monotonic() + DOWNLOAD_SECONDS
    try:
        if _in_time(fetch, env, DOWNLOAD_SECONDS).returncode:
            _in_time([*prefix, "apt-get", "update", *patience], env, max(1.0, until - time.monotonic()))
            done = _in_time(fetch, env, max(1.0, until - time.monotonic()))
            if done.returncode:
                return _last_line(done)
        return _last_line(_in_time([*install, *patience, "--no-download"], env, UNPACK_SECONDS))
    except subprocess.TimeoutExpired as error:
        return f"it was ended after {error.timeout:.0f} seconds"
