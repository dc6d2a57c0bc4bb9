"""What goes into the folder besides the code: icon, version, licences, the list of parts (SBOM), the formats that are offered."""

from __future__ import annotations

import ast
import email
import hashlib
import json
import re
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

SUPPLIER = "reviewer"
FORMAL_NAMES = {"pyside6_essentials": "PySide6-Essentials", "shiboken6": "shiboken6"}
UNUSED = ("pandas", "pytz", "tzdata", "python_dateutil", "six")
"""Dependencies of the project that nothing in the frozen program imports."""
QT_NOTICE = """Qt {version} and PySide6 {version} (LGPL-3.0)
=============================================

This program uses the libraries Qt, PySide6 and shiboken6, Copyright (C) The Qt Company Ltd. and other contributors, under the
GNU Lesser General Public License version 3 (LGPL-3.0.txt, which refers to GPL-3.0.txt, both in this folder).

They are unaltered and lie in files of their own: the folder _internal/PySide6 and _internal/shiboken6. You may replace them by
versions of your own with the same interface; nothing checks, signs or hashes them at start. You may take the program
apart as far as you need to see that your version works with it.

The source of exactly this release is published by the Qt project:
  https://download.qt.io/official_releases/qt/{minor}/{version}/single/
  https://download.qt.io/official_releases/QtForPython/pyside6/PySide6-{version}-src/
For three years from the day you received this program, whoever handed it to you passes that source on to you on request, for no
more than the cost of doing so.

Qt contains code of others (FreeType, HarfBuzz, libjpeg, libpng, PCRE2, zlib and more); their notices for this release are at
  https://doc.qt.io/qt-6/licenses-used-in-qt.html

本程序使用 Qt、PySide6 和 shiboken6（GNU LGPL 第 3 版）。它们是未经修改的独立动态库，位于 _internal/PySide6 和
_internal/shiboken6，您可以用自己编译的版本替换；源代码见上述地址。
"""


def version(root: Path) -> str:
    """The version that reviewer/__init__.py states."""
    tree = ast.parse((root / "reviewer" / "__init__.py").read_text(encoding="utf-8"))
    found = [
        n.value for n in tree.body if isinstance(n, ast.Assign) and getattr(n.targets[0], "id", "") == "__version__"
    ]
    return str(ast.literal_eval(found[0]))


def prepare(made: Path, root: Path, here: Path) -> None:
    """What PyInstaller puts into the programs themselves."""
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir(parents=True)
    for name in ("reviewer.ico", "reviewer.manifest"):
        shutil.copy(here / name, made)
    (made / "version.txt").write_text(version_resource(version(root)), encoding="utf-8")


def version_resource(number: str) -> str:
    """What Windows shows under Properties, Details; in PyInstaller's form."""
    parts = (*(int(part) for part in number.split(".")[:3]), 0)
    chinese = {
        "CompanyName": SUPPLIER,
        "FileDescription": "预算绩效目标校对台",
        "FileVersion": number,
        "ProductName": "reviewer",
        "ProductVersion": number,
        "LegalCopyright": "MIT",
        "OriginalFilename": "reviewer-window.exe",
    }
    english = {**chinese, "FileDescription": "Performance-target review desk"}

    def table(code: str, words: dict[str, str]) -> str:
        return f"StringTable({code!r}, [{', '.join(f'StringStruct({k!r}, {v!r})' for k, v in words.items())}])"

    return (
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={parts}, prodvers={parts}, mask=0x3f, flags=0, OS=0x40004, fileType=1, "
        f"subtype=0, date=(0, 0)), kids=[StringFileInfo([{table('080404B0', chinese)}, {table('040904B0', english)}]), "
        "VarFileInfo([VarStruct('Translation', [2052, 1200, 1033, 1200])])])\n"
    )


# -- the formats that are offered ---------------------------------------------------------------------------------


def suffixes(root: Path) -> list[str]:
    """The suffixes of the sources that the program opens, from its own list."""
    tree = ast.parse((root / "reviewer" / "sources" / "registry.py").read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "SUFFIXES":
            return [text.value for text in ast.walk(node) if isinstance(text, ast.Constant)]  # type: ignore[misc]
    raise LookupError("reviewer/sources/registry.py no longer has a list SUFFIXES")


def source_macros(root: Path) -> str:
    """What the setup does for each format: offer the program, or withdraw the offer. Never touches who opens it by default."""
    each = "".join(f'  !insertmacro ${{DOES}} "{suffix}"\n' for suffix in suffixes(root))
    return (
        "!ifndef forEachSourceIncluded\n!define forEachSourceIncluded\n"
        '!macro offerSource SUFFIX\n  WriteRegStr SHCTX "Software\\Classes\\${SUFFIX}\\OpenWithProgids" "${SOURCEID}" ""\n'
        '  WriteRegStr SHCTX "Software\\Classes\\Applications\\${EXE}\\SupportedTypes" "${SUFFIX}" ""\n'
        '  WriteRegStr SHCTX "${CAPABILITIES}\\FileAssociations" "${SUFFIX}" "${SOURCEID}"\n!macroend\n'
        '!macro withdrawSource SUFFIX\n  DeleteRegValue SHCTX "Software\\Classes\\${SUFFIX}\\OpenWithProgids" "${SOURCEID}"\n'
        '  DeleteRegKey /ifempty SHCTX "Software\\Classes\\${SUFFIX}\\OpenWithProgids"\n'
        '  DeleteRegKey /ifempty SHCTX "Software\\Classes\\${SUFFIX}"\n!macroend\n'
        f"!macro forEachSource DOES\n{each}!macroend\n!endif\n"
    )


# -- licences and parts -------------------------------------------------------------------------------------------


def complete(stage: Path, packages: Path, root: Path, ocr: bool) -> None:
    """Lay licences and the list of parts beside the program."""
    parts = list(installed(packages, ocr))
    folder = stage / "licenses"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for path in sorted((root / "packaging" / "licenses").iterdir()):
        shutil.copy(path, folder)
    shutil.copy(root / "LICENSE", folder / "reviewer.txt")
    shutil.copy(root / "THIRD_PARTY.md", folder)
    for name, number, _licence, info in parts:
        for number_of_text, text in enumerate(_texts(info)):
            mark = "" if number_of_text == 0 else f"-{text.stem}"
            shutil.copy(text, folder / f"{name}{mark}.txt")
        if name == "PySide6-Essentials":
            notice = QT_NOTICE.format(version=number, minor=number.rpartition(".")[0])
            (folder / "Qt-and-PySide6.txt").write_text(notice, encoding="utf-8", newline="\n")
    (stage / "sbom.cdx.json").write_text(sbom(stage, parts, version(root)), encoding="utf-8", newline="\n")


def installed(packages: Path, ocr: bool) -> Iterator[tuple[str, str, str, Path]]:
    """Name, version, licence and folder of what lies in a site-packages and goes along, by name.

    PyInstaller is among them because the start of each program is its own.
    """
    wanted = {"pyinstaller", *locked("requirements.lock"), *(locked("requirements-ocr.lock") if ocr else ())}
    wanted -= {*UNUSED}
    for info in sorted(packages.glob("*.dist-info"), key=lambda path: path.name.lower()):
        meta = email.message_from_string((info / "METADATA").read_text(encoding="utf-8", errors="replace"))
        name, key = str(meta["Name"]), re.sub(r"[-_.]+", "_", str(meta["Name"])).lower()
        if key not in wanted:
            continue
        name = FORMAL_NAMES.get(key, name)
        licence = meta["License-Expression"] or _short(meta["License"]) or _classified(meta) or "see licenses/"
        yield name, str(meta["Version"]), str(licence), info


def locked(name: str) -> set[str]:
    """The names of the wheels in a lock, as folders spell them."""
    text = (Path(__file__).resolve().parent / name).read_text(encoding="utf-8")
    return {found.replace("-", "_") for found in re.findall(r"(?m)^([a-z0-9-]+)==", text)}


def _short(text: str | None) -> str:
    return text.strip() if text and len(text) < 80 and "\n" not in text.strip() else ""


def _classified(meta: email.message.Message) -> str:
    found = [str(c).rpartition(" :: ")[2] for c in meta.get_all("Classifier") or () if str(c).startswith("License")]
    return ", ".join(found)


def _texts(info: Path) -> list[Path]:
    found = [p for p in info.rglob("*") if p.is_file() and re.match(r"(?i)(licen[cs]e|copying|notice|authors)", p.name)]
    found += [p for p in (info / "licenses").rglob("*") if p.is_file() and p not in found]
    return sorted(found)


def sbom(stage: Path, parts: list[tuple[str, str, str, Path]], number: str) -> str:
    """The parts as CycloneDX 1.5 JSON: the packages, Python, and every library file with its hash."""
    components: list[dict[str, object]] = [
        {
            "type": "library",
            "name": name,
            "version": found,
            "purl": f"pkg:pypi/{name.lower()}@{found}",
            "licenses": [{"license": {"name": "LGPL-3.0-only" if name in FORMAL_NAMES.values() else licence}}],
        }
        for name, found, licence, _info in parts
    ]
    python = "3.11"
    components.append(
        {"type": "library", "name": "CPython", "version": python, "licenses": [{"license": {"id": "PSF-2.0"}}]}
    )
    for path in sorted(
        p for p in stage.rglob("*") if p.suffix.lower() in (".dll", ".pyd", ".exe", ".so") or ".so." in p.name
    ):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        place = path.relative_to(stage).as_posix()
        components.append({"type": "file", "name": place, "hashes": [{"alg": "SHA-256", "content": digest}]})
    known = json.dumps(components, sort_keys=True)
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, known)}",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "reviewer", "version": number}},
        "components": components,
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def listing(stage: Path) -> str:
    """Every file with its size, the largest first, and the sums of the folders."""
    files = {p.relative_to(stage).as_posix(): p.stat().st_size for p in stage.rglob("*") if p.is_file()}
    sums: dict[str, int] = {}
    for name, size in files.items():
        folder = (
            "/".join(name.split("/")[:2])
            if name.startswith("_internal/") and name.count("/") > 1
            else name.split("/")[0]
        )
        sums[folder] = sums.get(folder, 0) + size
    lines = [f"{sum(files.values()):>12,}  all of {len(files)} files", ""]
    for group in (sums, files):
        lines += [f"{size:>12,}  {name}" for name, size in sorted(group.items(), key=lambda item: (-item[1], item[0]))]
        lines.append("")
    return "\n".join(lines)
