"""Build the Debian package: `python packaging/linux/build.py`. For Debian, Ubuntu, and the desktops that descend from them (UOS, Kylin).

The folder that PyInstaller makes, in /opt/reviewer, with a menu entry, the file type of sessions and an icon. The package asks for the
C library of the machine that it was built on or a newer one: for older desktops it is built on an old system.
"""

from __future__ import annotations

import argparse
import ctypes.util
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE.parent / "windows"), str(HERE.parent), str(ROOT / "tools")]
import build as common  # noqa: E402
import contents  # noqa: E402
import lock  # noqa: E402
import setup_env  # noqa: E402
import winekit  # noqa: E402

SYSTEM = {
    **setup_env.QT_LIBRARIES,
    **setup_env.XCB_LIBRARIES,
    "libglib-2.0.so.0": "libglib2.0-0 | libglib2.0-0t64",
    "libgthread-2.0.so.0": "libglib2.0-0 | libglib2.0-0t64",
    "libX11.so.6": "libx11-6",
    "libxcb.so.1": "libxcb1",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libfreetype.so.6": "libfreetype6",
    "libstdc++.so.6": "libstdc++6",
    "libgcc_s.so.1": "libgcc-s1 | libgcc1",
    "libzstd.so.1": "libzstd1",
}
"""The libraries that the package leaves to the system, and the Debian package of each."""
C_LIBRARY = re.compile(r"(ld-linux[\w-]*|libc|libm|libdl|librt|libpthread)\.so\.\d")
DESCRIPTION = "Desk for correcting budget performance-target documents\n 预算绩效目标校对台：原文与读出的内容并排，逐项校对，导出 Excel。"
DESKTOP = """[Desktop Entry]
Type=Application
Name=Performance-target review desk
Name[zh_CN]=预算绩效目标校对台
Comment=Turn budget performance-target documents into data
Comment[zh_CN]=把预算绩效目标表校对成数据
Exec=reviewer-window %F
Icon=reviewer
Categories=Office;
MimeType=application/x-reviewer-session;application/pdf;text/plain;text/html;
StartupNotify=true
"""
MIME = """<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
  <mime-type type="application/x-reviewer-session">
    <comment>Review session</comment>
    <comment xml:lang="zh_CN">校对进度</comment>
    <glob pattern="*.review"/>
  </mime-type>
</mime-info>
"""
AFTER = """#!/bin/sh
# The desktop finds the program and the file type through these lists.
set -e
command -v update-desktop-database >/dev/null && update-desktop-database -q /usr/share/applications || true
command -v update-mime-database >/dev/null && update-mime-database /usr/share/mime || true
"""


def missing() -> str:
    """Why no package can be built here, in one sentence; empty where all is present."""
    tools = (("dpkg-deb", "dpkg"), ("objdump", "binutils"))
    for program, package in tools:
        if shutil.which(program) is None:
            return f"{program} is not installed (Debian: apt-get install {package})."
    name = f"libpython{sys.version_info[0]}.{sys.version_info[1]}"
    beside = Path(str(sysconfig.get_config_var("LIBDIR"))) / f"{name}.so.1.0"
    if not beside.is_file() and ctypes.util.find_library(name.removeprefix("lib")) is None:
        return f"this Python has no shared library, which PyInstaller needs (Debian: apt-get install {name})."
    if subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True, check=False).returncode:
        return "this Python has no pip (Debian: apt-get install python3-pip)."
    return ""


def packages_of(work: Path) -> Path:
    """A folder with the program's dependencies and PyInstaller for this Python, made anew when they change."""
    folder, stamp = work / "packages", work / "packages.stamp"
    constraints = HERE.parent / "windows" / "constraints.txt"
    wanted = [*lock.project()["dependencies"], lock.BUILD[0], lock.MARKDOWN]
    state = json.dumps([wanted, constraints.read_text(encoding="utf-8"), sys.version])
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == state:
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    stamp.unlink(missing_ok=True)
    # into a folder, not an environment: Debian's Python has no pip to put into one, and lets none into its own folders
    winekit.pip("install", "--target", str(folder), "--only-binary=:all:", "-c", str(constraints), *wanted)
    stamp.write_text(state, encoding="utf-8")
    return folder


def tree(stage: Path, root: Path) -> None:
    """The package's files as they will lie on the disk."""
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(stage, root / "opt" / "reviewer", symlinks=True)
    share = root / "usr" / "share"
    for place, text in (
        (share / "applications" / "reviewer.desktop", DESKTOP),
        (share / "mime" / "packages" / "reviewer.xml", MIME),
        (share / "doc" / "reviewer" / "copyright", (ROOT / "LICENSE").read_text(encoding="utf-8")),
    ):
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    icons = share / "icons" / "hicolor" / "scalable" / "apps"
    icons.mkdir(parents=True)
    shutil.copy(ROOT / "resources" / "icons" / "reviewer.svg", icons)
    programs = root / "usr" / "bin"
    programs.mkdir(parents=True)
    for name in ("reviewer", "reviewer-window"):
        (programs / name).symlink_to(f"/opt/reviewer/{name}")


def machine_name() -> str:
    """This machine as Debian calls it."""
    names = {"x86_64": "amd64", "aarch64": "arm64", "loongarch64": "loong64"}
    return names.get(platform.machine(), platform.machine())


def binaries(root: Path) -> list[Path]:
    """The programs and libraries in a folder."""
    files = (path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
    return sorted(path for path in files if path.open("rb").read(4) == b"\x7fELF")


def c_library(root: Path) -> int:
    """The oldest C library that every program and library of the package runs with: 36 for 2.36."""
    found = (re.findall(rb"\0GLIBC_2\.(\d+)", path.read_bytes()) for path in binaries(root))
    return max((int(number) for numbers in found for number in numbers), default=0)


def needed(root: Path) -> list[str]:
    """The Debian packages of the libraries that are asked for and not in the package. Raises BuildError for an unknown one."""
    inside = {path.name for path in root.rglob("*.so*")}
    asked: dict[str, str] = {}
    for path in binaries(root):
        said = subprocess.run(["objdump", "-p", str(path)], capture_output=True, text=True, check=True).stdout
        asked.update(dict.fromkeys(re.findall(r"NEEDED\s+(\S+)", said), path.name))
    outside = {name: who for name, who in asked.items() if name not in inside and not C_LIBRARY.match(name)}
    for name, who in outside.items():
        if name not in SYSTEM:
            raise common.BuildError(f"{who} asks for {name}, which is neither in the package nor in the table SYSTEM.")
    return sorted({SYSTEM[name] for name in outside})


def control(root: Path) -> None:
    """What dpkg wants to know."""
    folder = root / "DEBIAN"
    folder.mkdir()
    size = sum(p.stat().st_size for p in root.rglob("*") if p.is_file() and not p.is_symlink()) // 1024
    lines = {
        "Package": "reviewer",
        "Version": contents.version(ROOT),
        "Architecture": machine_name(),
        "Maintainer": "reviewer <reviewer@localhost>",
        "Installed-Size": size,
        "Depends": ", ".join((f"libc6 (>= 2.{c_library(root)})", *needed(root))),
        "Recommends": "fonts-wqy-microhei | fonts-noto-cjk",
        "Section": "editors",
        "Priority": "optional",
        "Description": DESCRIPTION,
    }
    (folder / "control").write_text("".join(f"{name}: {text}\n" for name, text in lines.items()), encoding="utf-8")
    for name in ("postinst", "postrm"):
        (folder / name).write_text(AFTER, encoding="utf-8")
        (folder / name).chmod(0o755)


def build(work: Path, dist: Path, fast: bool = False) -> Path:
    """Build the package; the file."""
    if lacking := missing():
        raise common.BuildError(lacking)
    work.mkdir(parents=True, exist_ok=True)
    dist.mkdir(parents=True, exist_ok=True)
    packages = packages_of(work)
    stage = common.frozen(work, [sys.executable], None, False, packages)
    contents.complete(stage, packages, ROOT, False)
    root = work / "package"
    tree(stage, root)
    control(root)
    common.level(root)
    target = dist / f"reviewer_{contents.version(ROOT)}_{machine_name()}.deb"
    pressed = ["-Zgzip", "-z1"] if fast else ["-Zxz"]
    common.run(
        ["dpkg-deb", "--root-owner-group", *pressed, "--build", str(root), str(target)],
        SOURCE_DATE_EPOCH=common.clock(),
    )
    return target


def try_out(package: Path, work: Path) -> None:
    """Unpack the package elsewhere and let the program in it test itself, without a display."""
    place, report = work / "unpacked", work / "selftest.json"
    shutil.rmtree(place, ignore_errors=True)
    for old in (
        report,
        report.with_suffix(".png"),
    ):  # an earlier build's may be on the record of a machine that is gone
        old.unlink(missing_ok=True)
    common.run(["dpkg-deb", "-x", str(package), str(place)])
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL", "QT_", "LD_"))
    }
    command = [str(place / "opt" / "reviewer" / "reviewer"), "--selftest", str(report)]
    done = subprocess.run(command, env=clean, capture_output=True, text=True, check=False, cwd=work)
    if done.returncode:
        raise common.BuildError(f"the program in the package does not pass its self-test: {done.stderr[-2000:]}")
    found = json.loads(report.read_text(encoding="utf-8"))
    print(f"self-test: {len(found['checks'])} checks passed, frozen: {found['frozen']}")


def main(argv: list[str]) -> int:
    """Build and try; the exit status."""
    parser = argparse.ArgumentParser(description="Build the Debian package and try it.")
    parser.add_argument("--fast", action="store_true", help="compress quickly (for tests)")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "linux")
    parser.add_argument("--dist", type=Path, default=ROOT / "dist")
    options = parser.parse_args(argv)
    try:
        package = build(options.work.resolve(), options.dist.resolve(), options.fast)
        print(f"{package} {package.stat().st_size} bytes")
        try_out(package, options.work.resolve())
    except winekit.FetchError as error:
        print(error, file=sys.stderr)
        return common.NOT_FETCHED
    except (common.BuildError, winekit.KitError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
