"""Install, try and remove a setup, and write down what held: `python trial.py SETUP --newer SETUP2 --report FILE [--wine WORK]`.

On Windows as it is (the workflow does that, on a machine that is thrown away afterwards); on Linux in a wine prefix of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parent)]
import contents  # noqa: E402
import winekit  # noqa: E402
from machine import Machine  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent.parent
UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\reviewer"
WINDOW, CONSOLE = "reviewer-window.exe", "reviewer.exe"
REFUSED_SYSTEM, REFUSED_OLDER, NOT_COMPLETED, NO_SPACE, RUNNING = 3, 4, 5, 6, 7


class NotTriedError(Exception):
    """A check that makes no sense here; its text says why."""


class Trial:
    """The checks, one after the other; each builds on those before."""

    def __init__(self, machine: Machine, setup: Path, newer: Path | None, scratch: Path) -> None:
        self.machine, self.setup, self.newer, self.scratch = machine, setup, newer, scratch
        self.rows: list[dict[str, object]] = []
        self.figures: dict[str, object] = {}
        base = machine.wine.drive if machine.wine else Path(os.environ["SYSTEMDRIVE"] + "\\")
        self.own = base / "我的 程序" / "校对台 二"
        self.common = machine.folder("ProgramFiles") / "reviewer"

    def check(self, name: str, does: Callable[[], object]) -> None:
        """Carry one out and write down how it went."""
        begun = time.monotonic()
        result, why = "passed", ""
        try:
            why = str(does() or "")
        except NotTriedError as error:
            result, why = "not tried", str(error)
        except Exception as error:
            result, why = "failed", f"{type(error).__name__}: {error}"
        self.rows.append({"check": name, "result": result, "note": why, "seconds": round(time.monotonic() - begun, 1)})
        print(f"{result:10} {name} {why}", flush=True)

    def all(self) -> bool:
        """Every check; whether none failed."""
        # Another program already opens PDF files: it must go on doing so
        self.machine.run("reg", "add", r"HKCU\Software\Classes\.pdf", "/ve", "/d", "Other.Program", "/f")
        self.check("Windows 7 is refused with a sentence, and nothing is installed", self.old_windows)
        self.check("too little room: refused, nothing left", self.no_space)
        self.check("silent installation per user, folder with blanks and Chinese", self.install_own)
        self.check("start menu, uninstall entry, version", self.entries_own)
        self.check("the installed self-test", self.selftest)
        self.check("the console program", self.console)
        self.check("cold start against the start from source", self.cold_start)
        self.check(".review belongs to the program; source formats are offered, not stolen", self.associations)
        self.check("a newer setup is found in the folder that the policy names, and only there", self.policy)
        self.check("an interrupted upgrade leaves the old program whole", self.interrupted_upgrade)
        self.check("upgrade in place, a stale file gone, the user's data kept", self.upgrade)
        self.check("a program that runs is neither replaced nor removed", self.running)
        self.check("an upgrade that cannot move a part of the old program leaves it whole", self.held)
        self.check("an older version over a newer one asks (and without a window stays out)", self.older)
        self.check("an older version when told so (/DOWNGRADE)", self.downgrade)
        self.check("uninstallation per user leaves nothing but the user's data", lambda: self.remove(self.own, "HKCU"))
        self.check("an interrupted first installation leaves no program", self.interrupted_first)
        self.check("silent installation per machine", self.install_common)
        self.check("a session opens by association", self.open_session)
        self.check("uninstallation per machine leaves nothing", lambda: self.remove(self.common, "HKLM"))
        return all(row["result"] != "failed" for row in self.rows)

    # -- before anything is installed ---------------------------------------------------------------------------

    def old_windows(self) -> str:
        """A system before Windows 10."""
        if not self.machine.wine:
            raise NotTriedError("this machine is Windows 10 or newer")
        self.machine.wine.pretend("win7")
        try:
            done = self.install("/CurrentUser", self.own)
        finally:
            self.machine.wine.pretend("win10")
        expect("exit status", done.returncode, REFUSED_SYSTEM)
        expect("folder is there", self.own.exists(), False)
        return f"exit status {REFUSED_SYSTEM}"

    def no_space(self) -> str:
        """A disk with 20 MB."""
        place = self.scratch / "small"
        place.mkdir(exist_ok=True)
        mounted = bool(self.machine.wine) and subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", str(place)], capture_output=True, check=False
        ).returncode == 0  # fmt: skip
        if not mounted:
            raise NotTriedError("no small disk could be made here (it takes root on Linux)")
        try:
            done = self.install("/CurrentUser", place / "reviewer")
            left = [p.name for p in place.rglob("*")]
        finally:
            subprocess.run(["umount", str(place)], check=False)
        expect("files left", left, [])
        expect("exit status", done.returncode, NO_SPACE)
        return f"exit status {NO_SPACE}"

    # -- per user -----------------------------------------------------------------------------------------------

    def install(
        self, mode: str, folder: Path | None, *more: str, setup: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a setup without a window."""
        where = [] if folder is None else ["/D=" + self.place(folder)]
        done = self.machine.run(setup or self.setup, "/S", mode, *more, *where)
        self.machine.settle()
        return done

    def place(self, folder: Path) -> str:
        """A folder that need not exist yet, as Windows calls it."""
        return self.machine.path(folder)

    def install_own(self) -> None:
        """Without administrator."""
        done = self.install("/CurrentUser", self.own)
        expect("exit status", done.returncode, 0)
        expect("program is there", (self.own / WINDOW).is_file(), True)
        expect("scaffold is gone", self.own.with_name(self.own.name + ".new").exists(), False)

    def entries_own(self) -> str:
        """What Windows shows of it."""
        key = "HKCU\\" + UNINSTALL
        number = self.machine.value(key, "DisplayVersion")
        expect("version", number, contents.version(ROOT))
        expect(
            "uninstaller",
            f'"{self.place(self.own)}\\uninstall.exe" /CurrentUser',
            self.machine.value(key, "UninstallString"),
        )
        expect("licences", (self.own / "licenses" / "LGPL-3.0.txt").is_file(), True)
        expect("list of parts", (self.own / "sbom.cdx.json").is_file(), True)
        menu = self.machine.folder("APPDATA") / "Microsoft/Windows/Start Menu/Programs"
        links = [link.name for link in menu.glob("*.lnk")]
        expect("start menu links", len(links), 1)
        return f"{number}, {links[0]}"

    def selftest(self) -> str:
        """What the program says of itself."""
        report = self.run_selftest(self.own / WINDOW)
        self.figures["selftest"] = report
        expect("failed checks", [c for c in report["checks"] if not c["passed"]], [])
        expect("frozen", report["frozen"], True)
        scans = [check["name"] for check in report["checks"] if check["name"] == "open scan"]
        expect("scans are read", len(scans), 1 if "-ocr-" in self.setup.name else 0)
        return f"{len(report['checks'])} checks, platform {report['window']['platform']}, Qt {report['window']['qt']}"

    def run_selftest(self, *command: str | Path) -> dict[str, Any]:
        """Run it and read its report; when the process was started goes in."""
        file = self.scratch / "selftest.json"
        for old in (
            file,
            file.with_suffix(".png"),
        ):  # an earlier trial's may be on the record of a machine that is gone
            old.unlink(missing_ok=True)
        begun = time.time()
        done = self.machine.run(*command, "--selftest", file)
        if not file.is_file():
            raise AssertionError(f"no report; exit status {done.returncode}: {done.stdout[-600:]}")
        return {**json.loads(file.read_text(encoding="utf-8")), "launched_at": begun}

    def console(self) -> str:
        """Words come out where there is a prompt."""
        done = self.machine.run(self.own / CONSOLE, "--version")
        expect("what it says", done.stdout.strip(), f"reviewer {contents.version(ROOT)}")
        target = self.scratch / "结果.xlsx"
        done = self.machine.run(self.own / CONSOLE, "extract", ROOT / "resources/samples/wide.md", "-o", target)
        expect("exit status of extract", done.returncode, 0)
        expect("workbook is there", target.is_file(), True)
        return "version and extract"

    def cold_start(self) -> str:
        """From the start of the process to the window, the installed program and the same from source."""
        python = self.python()
        entry = ROOT / "packaging" / "windows" / "entry_source.py"
        # by turns: what else the machine does falls on both
        turns = [(self.seconds(self.own / WINDOW), self.seconds(python, entry)) for _ in range(2)]
        frozen, source = [turn[0] for turn in turns], [turn[1] for turn in turns]
        self.figures["cold start"] = {"installed": frozen, "from source": source}
        return f"installed {frozen} s, from source {source} s"

    def python(self) -> Path:
        """The Python of the build, with the program's dependencies in it."""
        if self.machine.wine:
            return self.scratch.parent / "python" / "python.exe"
        return ROOT / "build" / "python" / "Scripts" / "python.exe"

    def policy(self) -> str:
        """What an administrator writes into the registry, as the program reads it."""
        key, folder = "HKLM\\Software\\Policies\\reviewer", self.scratch / "共享 更新"
        folder.mkdir(exist_ok=True)
        (folder / "reviewer-setup-98.7.6.exe").touch()
        ask = (
            f"import sys; sys.path.insert(0, {self.machine.path(ROOT)!r}); from reviewer.ui import updates; "
            "folder = updates.named_folder(); print(ascii(folder and (str(folder), updates.newer(folder, '1.0.0'))))"
        )
        before = self.machine.run(self.python(), "-c", ask).stdout.strip()
        self.machine.run("reg", "add", key, "/v", "UpdateFolder", "/d", self.machine.path(folder), "/f")
        try:
            after = self.machine.run(self.python(), "-c", ask).stdout.strip()
        finally:
            self.machine.run("reg", "delete", key, "/f")
        expect("what is found without the policy", before, "None")
        expect("what is found with it", after, ascii((self.machine.path(folder), "98.7.6")))
        return "98.7.6 found"

    def seconds(self, *command: str | Path) -> float:
        """Until the empty window is shown."""
        report = self.run_selftest(*command)
        return float(round(report["window"]["shown_at"] - report["launched_at"], 1))

    def associations(self) -> str:
        """What opens what."""
        classes = "HKCU\\Software\\Classes\\"
        expect(".review", self.machine.value(classes + ".review"), "Reviewer.Session")
        command = self.machine.value(classes + r"Reviewer.Session\shell\open\command")
        expect("its command", command, f'"{self.place(self.own)}\\{WINDOW}" "%1"')
        expect(".pdf still opens with", self.machine.value(classes + ".pdf"), "Other.Program")
        keys = self.machine.exported(classes.rstrip("\\")).split("\n[")
        offered = {key.partition("]")[0].lower() for key in keys if '"Reviewer.Source"=' in key}
        for suffix in contents.suffixes(ROOT):
            key = f"HKEY_CURRENT_USER\\Software\\Classes\\{suffix}\\OpenWithProgids"
            expect(f"{suffix} is offered", key.lower() in offered, True)
        return f"{len(contents.suffixes(ROOT))} source formats offered"

    def interrupted_upgrade(self) -> str:
        """The setup is killed while it unpacks."""
        setup = self.newer or self.setup
        if not self.kill_in_between(setup, "/CurrentUser", self.own):
            raise NotTriedError("the setup was through before it could be interrupted")
        done = self.machine.run(self.own / CONSOLE, "--version")
        expect("the old program", done.stdout.strip(), f"reviewer {contents.version(ROOT)}")
        return "killed while unpacking"

    def kill_in_between(self, setup: Path, mode: str, folder: Path) -> bool:
        """Kill a setup as soon as it has begun to unpack; whether it was caught in between."""
        scaffold = folder.with_name(folder.name + ".new")
        process = self.machine.start(setup, "/S", mode, "/D=" + self.place(folder))
        until = time.monotonic() + 120
        while time.monotonic() < until and process.poll() is None and not scaffold.is_dir():
            time.sleep(0.02)
        caught = process.poll() is None
        process.kill()
        process.wait()
        self.machine.settle()
        return caught and scaffold.is_dir()

    def upgrade(self) -> str:
        """A newer version over the one that is there."""
        if not self.newer:
            raise NotTriedError("no newer setup was given")
        stale = self.own / "_internal" / "stale.txt"
        stale.write_text("old", encoding="utf-8")
        settings = self.machine.folder("LOCALAPPDATA") / "reviewer" / "reviewer" / "settings.ini"
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text("[General]\nreviewer_name=x\n", encoding="utf-8")
        done = self.install("/CurrentUser", None, setup=self.newer)  # without /D=: it finds the folder by itself
        expect("exit status", done.returncode, 0)
        expect("stale file", stale.exists(), False)
        expect("program is there", (self.own / WINDOW).is_file(), True)
        expect("scaffold is gone", self.own.with_name(self.own.name + ".new").exists(), False)
        expect("settings", settings.is_file(), True)
        number = self.machine.value("HKCU\\" + UNINSTALL, "DisplayVersion")
        expect("a newer version", number != contents.version(ROOT), True)
        return f"to {number}"

    def running(self) -> str:
        """The setup and the uninstaller while the window is open."""
        data = self.machine.folder("LOCALAPPDATA") / "reviewer" / "reviewer"  # where Windows has settings
        window = self.machine.start(self.own / WINDOW)
        try:
            until = time.monotonic() + 60
            while time.monotonic() < until and not (data / "starting.lock").exists():
                time.sleep(0.2)
            expect("the window is starting", (data / "starting.lock").exists(), True)
            done = self.machine.run(self.newer or self.setup, "/S", "/CurrentUser", "/DOWNGRADE")
            expect("exit status", done.returncode, RUNNING)
            self.machine.run(self.own / "uninstall.exe", "/CurrentUser", "/S")
            time.sleep(10)  # the uninstaller goes on as a copy of itself
            expect("the program still runs", window.poll(), None)
            expect("the program is there", (self.own / "_internal").is_dir() and (self.own / WINDOW).is_file(), True)
        finally:
            self.machine.run("taskkill", "/f", "/im", WINDOW)
            window.kill()
            window.wait()
            self.machine.settle()
        done = self.machine.run(self.own / CONSOLE, "--version")
        expect("the program afterwards", done.returncode, 0)
        expect("the settings are the user's own", (data / "settings.ini").is_file(), True)
        return f"exit status {RUNNING}; settings and log are in LOCALAPPDATA"

    def held(self) -> str:
        """A part of the old program that cannot be moved: a file that is open on Windows, a fixed folder under wine."""
        part = self.own / "_internal"
        before = sorted(path.relative_to(self.own) for path in self.own.rglob("*"))
        with (part / "base_library.zip").open("rb"):
            fixed = ["chattr", "+i", str(part)]
            if self.machine.wine and subprocess.run(fixed, capture_output=True, check=False).returncode:
                raise NotTriedError("this disk cannot hold a folder fast (it takes root and chattr)")
            try:
                done = self.install("/CurrentUser", None, "/DOWNGRADE", setup=self.setup)
            finally:
                if self.machine.wine:
                    subprocess.run(["chattr", "-i", str(part)], check=False)
        expect("exit status", done.returncode, NOT_COMPLETED)
        expect("the files of the old program", sorted(p.relative_to(self.own) for p in self.own.rglob("*")), before)
        beside = sorted(path.name for path in self.own.parent.iterdir())
        expect("what lies beside it", beside, [self.own.name])
        expect("the old program runs", self.machine.run(self.own / CONSOLE, "--version").returncode, 0)
        return f"exit status {NOT_COMPLETED}"

    def older(self) -> str:
        """The first setup again."""
        if not self.newer:
            raise NotTriedError("no newer setup was given")
        before = self.machine.value("HKCU\\" + UNINSTALL, "DisplayVersion")
        done = self.install("/CurrentUser", None)
        expect("exit status", done.returncode, REFUSED_OLDER)
        expect("version", self.machine.value("HKCU\\" + UNINSTALL, "DisplayVersion"), before)
        return f"exit status {REFUSED_OLDER}"

    def downgrade(self) -> None:
        """The same with a word."""
        if not self.newer:
            raise NotTriedError("no newer setup was given")
        done = self.install("/CurrentUser", None, "/DOWNGRADE")
        expect("exit status", done.returncode, 0)
        expect("version", self.machine.value("HKCU\\" + UNINSTALL, "DisplayVersion"), contents.version(ROOT))

    def remove(self, folder: Path, hive: str) -> str:
        """Uninstall as Windows does, and look what is left."""
        command = self.machine.value(f"{hive}\\{UNINSTALL}", "QuietUninstallString")
        expect("uninstall command", bool(command), True)
        program, _, rest = str(command).removeprefix('"').partition('" ')
        self.machine.run(program, *rest.split())
        self.machine.settle()
        for _ in range(30):
            if not folder.exists():
                break
            time.sleep(1)
        expect("files left", [str(p) for p in folder.rglob("*")][:5] if folder.exists() else [], [])
        expect("folder left", folder.exists(), False)
        expect("traces in the registry", self.machine.traces()[:5], [])
        menus = [
            self.machine.folder(name) / "Microsoft/Windows/Start Menu/Programs" for name in ("APPDATA", "PROGRAMDATA")
        ]
        names = [
            link.name for menu in menus for link in menu.glob("*.lnk") if "绩效" in link.name or "review" in link.name
        ]
        expect("links left", names, [])
        expect(".pdf still opens with", self.machine.value(r"HKCU\Software\Classes\.pdf"), "Other.Program")
        data = (self.machine.folder("LOCALAPPDATA") / "reviewer" / "reviewer" / "settings.ini").is_file()
        return "the settings stay" if data else ""

    # -- per machine --------------------------------------------------------------------------------------------

    def interrupted_first(self) -> str:
        """The first installation is killed while it unpacks; the next one clears up."""
        if not self.kill_in_between(self.setup, "/AllUsers", self.common):
            raise NotTriedError("the setup was through before it could be interrupted")
        expect("a half program", (self.common / WINDOW).exists(), False)
        expect("uninstall entry", self.machine.value("HKLM\\" + UNINSTALL, "DisplayVersion"), None)
        return "killed while unpacking"

    def install_common(self) -> None:
        """For everybody on the machine."""
        done = self.install("/AllUsers", None)
        expect("exit status", done.returncode, 0)
        expect("program is there", (self.common / WINDOW).is_file(), True)
        expect("scaffold is gone", self.common.with_name("reviewer.new").exists(), False)
        expect("version", self.machine.value("HKLM\\" + UNINSTALL, "DisplayVersion"), contents.version(ROOT))
        report = self.run_selftest(self.common / WINDOW)
        expect("failed checks", [c for c in report["checks"] if not c["passed"]], [])

    def open_session(self) -> str:
        """A double click on a session."""
        folder = self.scratch / "进度 äöü"
        folder.mkdir(exist_ok=True)
        session = folder / "水务 局.review"
        done = self.machine.run(self.common / CONSOLE, "extract", ROOT / "resources/samples/wide.md", "-o", session)
        expect("exit status of extract", done.returncode, 0)
        data = self.scratch / "data"
        shutil.rmtree(data, ignore_errors=True)
        opener = self.machine.start(
            "cmd", "/c", "start", "", self.machine.path(session), REVIEWER_DATA_DIR=self.machine.path(data)
        )
        try:
            until = time.monotonic() + 90
            while time.monotonic() < until and ".review" not in _text(data / "settings.ini"):
                time.sleep(0.5)
            expect("the session is among the recent files", ".review" in _text(data / "settings.ini"), True)
        finally:
            self.machine.run("taskkill", "/f", "/im", WINDOW)
            opener.kill()
            opener.wait()
            self.machine.settle()
        return "path with blanks, Chinese and umlauts"


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""


def expect(what: str, found: object, wanted: object) -> None:
    """Raise AssertionError with both where they differ."""
    if found != wanted:
        raise AssertionError(f"{what}: {found!r} instead of {wanted!r}")


def table(rows: list[dict[str, object]]) -> str:
    """The checks as Markdown."""
    lines = ["| check | result | note |", "| --- | --- | --- |"]
    return (
        "\n".join(
            lines + [f"| {row['check']} | {row['result']} | {str(row['note']).replace('|', '/')} |" for row in rows]
        )
        + "\n"
    )


def arguments(argv: list[str]) -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description="Install, try and remove a setup.")
    parser.add_argument("setup", type=Path)
    parser.add_argument("--newer", type=Path, help="the same program with a higher version")
    parser.add_argument("--report", type=Path, required=True)
    parser.add_argument("--wine", type=Path, help="the work folder of build.py --wine")
    return parser.parse_args(argv)


def main(argv: list[str]) -> int:
    """Run all checks and write the report (JSON, and the table beside it as .md); the exit status."""
    options = arguments(argv)
    wine = None
    if options.wine:
        wine = winekit.Wine(options.wine.resolve(), "trial-prefix")
        wine.speak_chinese()
        wine.make()
    scratch = (options.wine.resolve() if options.wine else Path(tempfile.mkdtemp())) / "trial"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    trial = Trial(
        Machine(wine, {"REVIEWER_LANG": "zh_CN"}),
        options.setup.resolve(),
        options.newer and options.newer.resolve(),
        scratch,
    )
    well = trial.all()
    report = {
        "setup": options.setup.name,
        "bytes": options.setup.stat().st_size,
        "system": "wine on " + platform.platform() if wine else platform.platform(),
        "checks": trial.rows,
        **trial.figures,
    }
    options.report.parent.mkdir(parents=True, exist_ok=True)
    options.report.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    options.report.with_suffix(".md").write_text(table(trial.rows), encoding="utf-8", newline="\n")
    picture = scratch / "selftest.png"
    if picture.is_file():
        shutil.copy(picture, options.report.with_suffix(".png"))
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
