"""Build the Debian package: `python packaging/linux/build.py`. For Debian, Ubuntu, and the desktops that descend from them (UOS, Kylin).

The folder that PyInstaller makes, in /opt/reviewer, with a menu entry, the file type of sessions and an icon. Needs dpkg-deb.
The Python that runs this must have the program's dependencies and PyInstaller (an environment is made where it has not).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE.parent / "windows"), str(HERE.parent)]
import build as common  # noqa: E402
import contents  # noqa: E402

DEPENDS = (
    *("libc6", "libegl1", "libgl1", "libxkbcommon0", "libfontconfig1", "libdbus-1-3", "libglib2.0-0 | libglib2.0-0t64"),
    *(
        "libx11-xcb1",
        "libxkbcommon-x11-0",
        "libxcb-cursor0",
        "libxcb-icccm4",
        "libxcb-image0",
        "libxcb-keysyms1",
        "libxcb-randr0",
    ),
    *("libxcb-render-util0", "libxcb-shape0", "libxcb-util1", "libxcb-xkb1"),
)
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


def environment(work: Path) -> tuple[str, Path]:
    """A Python with PyInstaller and the dependencies in it: this one where it has them, otherwise one of our own."""
    have = subprocess.run([sys.executable, "-c", "import PyInstaller, PySide6"], capture_output=True, check=False)
    if have.returncode == 0:
        where = [sys.executable, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
        return sys.executable, Path(subprocess.run(where, capture_output=True, text=True, check=True).stdout.strip())
    folder = work / "environment"
    if not (folder / "bin" / "python").exists():
        common.run([sys.executable, "-m", "venv", str(folder)])
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
        common.run([*pip, "-c", str(HERE.parent / "windows" / "constraints.txt"), str(ROOT), "pyinstaller>=6.11,<7"])
        common.run([str(folder / "bin" / "python"), "-m", "pip", "uninstall", "-qq", "-y", "reviewer"])
    return str(
        folder / "bin" / "python"
    ), folder / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages"


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
        "Depends": ", ".join(DEPENDS),
        "Recommends": "fonts-wqy-microhei | fonts-noto-cjk",
        "Section": "editors",
        "Priority": "optional",
        "Description": DESCRIPTION,
    }
    (folder / "control").write_text("".join(f"{name}: {text}\n" for name, text in lines.items()), encoding="utf-8")
    for name in ("postinst", "postrm"):
        (folder / name).write_text(AFTER, encoding="utf-8")
        (folder / name).chmod(0o755)


def build(work: Path, dist: Path) -> Path:
    """Build the package; the file."""
    if shutil.which("dpkg-deb") is None:
        raise common.BuildError("dpkg-deb is not installed; this package is built on Debian or a descendant of it.")
    work.mkdir(parents=True, exist_ok=True)
    dist.mkdir(parents=True, exist_ok=True)
    python, packages = environment(work)
    stage = common.frozen(work, [python], None, False)
    contents.complete(stage, packages, ROOT, False)
    root = work / "package"
    tree(stage, root)
    control(root)
    common.level(root)
    target = dist / f"reviewer_{contents.version(ROOT)}_{machine_name()}.deb"
    common.run(
        ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(root), str(target)], SOURCE_DATE_EPOCH=common.clock()
    )
    return target


def try_out(package: Path, work: Path) -> None:
    """Unpack the package elsewhere and let the program in it test itself, without a display."""
    place, report = work / "unpacked", work / "selftest.json"
    shutil.rmtree(place, ignore_errors=True)
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
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "linux")
    parser.add_argument("--dist", type=Path, default=ROOT / "dist")
    options = parser.parse_args(argv)
    try:
        package = build(options.work.resolve(), options.dist.resolve())
        print(f"{package} {package.stat().st_size} bytes")
        try_out(package, options.work.resolve())
    except common.BuildError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
