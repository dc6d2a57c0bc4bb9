"""The whole way, from the wheels to the removed program: minutes long, so only in CI, or where REVIEWER_PACKAGING is set.

REVIEWER_PACKAGING names a folder that is kept for the next time (wheels, wine's folder, the Python of the build); in CI it is
~/.cache/reviewer-packaging. What is in it follows the locks by itself.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import build
import pytest
import winekit

ROOT = Path(__file__).resolve().parent.parent.parent
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "reviewer-packaging"
FOLDER = os.environ.get("REVIEWER_PACKAGING") or (str(CACHE) if os.environ.get("CI") else "")
PYTHON = getattr(sys, "_base_executable", "") or sys.executable
"""The Python outside of .venv: that one has pip."""
LONGEST = 900
"""So many seconds a build or a trial may take."""
KEPT = ("wheels", "python", "prefix", "packages", "locale")
pytestmark = [
    pytest.mark.skipif(not FOLDER, reason="takes minutes: set REVIEWER_PACKAGING to a folder for its work"),
    pytest.mark.xdist_group("packaging"),  # what is built is built once
]
UNDER_WINE = winekit.missing()
ON_DEBIAN = "" if shutil.which("dpkg-deb") else "dpkg-deb is not installed: this is no Debian"


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder that is kept; another one while a run beside this one has it."""
    import fcntl  # not on Windows, where none of this runs

    other = tmp_path_factory.mktemp("packaging")
    try:
        folder = Path(FOLDER)
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "lock").open("w")
    except OSError:  # a home that may not be written to
        yield other
        return
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            folder = other
        yield folder
        for kept in (
            folder / "windows",
            folder / "linux",
        ):  # what the next time can use stays: a gigabyte instead of three
            for part in kept.glob("*"):
                if part.is_dir() and part.name not in KEPT:
                    shutil.rmtree(part, ignore_errors=True)


def run(*command: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a program as a user would, outside of the tests' environment; it and what it started end in time."""
    ours = ("PYTHON", "VIRTUAL_ENV", "QT_", "REVIEWER_", "LD_")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    with subprocess.Popen(
        [str(part) for part in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        encoding="utf-8", errors="replace", env={**clean, **environment}, start_new_session=True,
    ) as process:  # fmt: skip
        try:
            said, _ = process.communicate(timeout=LONGEST)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    return subprocess.CompletedProcess(process.args, process.returncode, said)


def said(*command: object, **environment: str) -> str:
    """What a program said that ended well."""
    done = run(*command, **environment)
    assert done.returncode == 0, done.stdout[-4000:]
    return done.stdout


def built(*command: object) -> str:
    """What a build said; where the packages for it cannot be had here, the test is skipped with the reason."""
    done = run(PYTHON, *command)
    if done.returncode == build.NOT_FETCHED:
        pytest.skip(done.stdout.strip().splitlines()[-1])
    assert done.returncode == 0, done.stdout[-4000:]
    return done.stdout


# -- Windows ----------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(bool(UNDER_WINE), reason=UNDER_WINE)
def test_the_setup_under_wine(work: Path, tmp_path: Path) -> None:
    kit = work / "windows"
    built(ROOT / "packaging/windows/build.py", "--wine", "--fast", "--trial", "--work", kit, "--dist", tmp_path)
    (setup,) = tmp_path.glob("reviewer-setup-*.exe")
    report = tmp_path / "trial.json"
    display = ("xvfb-run", "-a", "-s", "-screen 0 1600x900x24")
    trial = (PYTHON, ROOT / "packaging/windows/trial.py", setup, "--newer", kit / "reviewer-setup-99.0.0.exe")
    done = run(*display, *trial, "--report", report, "--wine", kit)
    assert report.is_file(), done.stdout[-4000:]
    rows = json.loads(report.read_text(encoding="utf-8"))["checks"]
    assert [row for row in rows if row["result"] == "failed"] == []
    assert len([row for row in rows if row["result"] == "passed"]) >= len(rows) - 4


# -- Debian -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def package(work: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Debian package, its program tested by itself where it was unpacked."""
    script = ROOT / "packaging/linux/build.py"
    lacking = said(PYTHON, "-c", f"import runpy; print(runpy.run_path({str(script)!r})['missing']())").strip()
    if lacking:
        pytest.skip(lacking)
    target = tmp_path_factory.mktemp("deb")
    text = built(script, "--fast", "--work", work / "linux", "--dist", target)
    assert "checks passed, frozen: True" in text
    (found,) = target.glob("reviewer_*.deb")
    return found


@pytest.mark.skipif(bool(ON_DEBIAN), reason=ON_DEBIAN)
def test_the_debian_package(package: Path) -> None:
    fields = said("dpkg-deb", "-f", package)
    assert "Package: reviewer" in fields
    assert re.search(r"Depends: .*libc6 \(>= 2\.\d\d\)", fields)
    inside = said("dpkg-deb", "-c", package)
    for place in (
        "./opt/reviewer/reviewer-window",
        "./usr/share/applications/reviewer.desktop",
        "./opt/reviewer/licenses/LGPL-3.0.txt",
        "./opt/reviewer/_internal/resources/docs/manual.html",
        "./opt/reviewer/_internal/resources/docs/manual.en.html",
        "./opt/reviewer/_internal/resources/docs/manual.pdf",
        "./opt/reviewer/_internal/resources/docs/manual.en.pdf",
    ):
        assert place in inside
    for name in ("libglib", "libX11", "libreadline", "libstdc++"):
        assert f"/{name}" not in inside, "the desktop has its own"
    assert "markdown_it" not in inside, "it makes the manual's pages and stays behind"


def traces() -> list[str]:
    """What of the package is on this machine."""
    share = [Path("/usr/share") / name for name in ("applications", "mime", "icons", "doc")]
    found = [str(path) for folder in share for path in folder.rglob("*reviewer*")]
    found += [str(path) for folder in ("/usr/bin", "/opt", "/etc") for path in Path(folder).glob("reviewer*")]
    for name in ("globs2", "types"):
        file = Path("/usr/share/mime") / name
        if file.is_file() and "x-reviewer-session" in file.read_text(encoding="utf-8"):
            found.append(str(file))
    return found


def may_install() -> str:
    """Why the package cannot be installed on this very machine; empty where it can, and nothing of anybody's is in the way."""
    if not os.environ.get("CI"):
        return "installs a package on this machine: only in CI"
    if os.geteuid() != 0:
        return "installing a package takes root"
    return f"something of this name is here already: {traces()[0]}" if traces() else ""


@pytest.fixture
def installed(package: Path) -> Iterator[None]:
    """The package, installed; removed with everything of it afterwards."""
    lacking = may_install()
    if lacking:
        pytest.skip(lacking)
    try:
        if run("dpkg", "-i", package).returncode:  # libraries of the desktop are missing: what it asks for must exist
            fixed = run(
                "apt-get",
                "install",
                "--yes",
                "--no-install-recommends",
                "--fix-broken",
                DEBIAN_FRONTEND="noninteractive",
            )
            if fixed.returncode:
                pytest.skip(f"the libraries of a desktop are not here and could not be fetched: {fixed.stdout[-300:]}")
        yield
    finally:
        said("dpkg", "--purge", "reviewer")


@pytest.mark.skipif(bool(ON_DEBIAN), reason=ON_DEBIAN)
def test_the_installed_debian_package(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    request.getfixturevalue("installed")
    data = {"REVIEWER_DATA_DIR": str(tmp_path / "data"), "REVIEWER_LANG": "zh_CN"}
    from reviewer import __version__

    assert said("dpkg-query", "-W", "-f", "${Status}", "reviewer") == "install ok installed"
    assert said("reviewer", "--version", **data).strip() == f"reviewer {__version__}"
    target = tmp_path / "结果 一.xlsx"
    said("reviewer", "extract", "/opt/reviewer/_internal/resources/samples/wide.md", "-o", target, **data)
    assert target.read_bytes()[:2] == b"PK"

    alone = ("unshare", "--net") if run("unshare", "--net", "true").returncode == 0 else ()
    report = tmp_path / "selftest.json"
    said(*alone, "reviewer", "--selftest", report, **data)
    assert json.loads(report.read_text(encoding="utf-8"))["passed"]
    if shutil.which("xvfb-run"):
        said("xvfb-run", "-a", "reviewer", "--selftest", report, **data)
        assert json.loads(report.read_text(encoding="utf-8"))["window"]["platform"] == "xcb"

    if shutil.which("desktop-file-validate"):
        assert said("desktop-file-validate", "/usr/share/applications/reviewer.desktop") == ""
    if shutil.which("update-mime-database"):
        assert "application/x-reviewer-session:*.review" in Path("/usr/share/mime/globs2").read_text(encoding="utf-8")
    said("dpkg", "--purge", "reviewer")
    assert traces() == []
