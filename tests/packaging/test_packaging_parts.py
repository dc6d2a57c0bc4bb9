"""What can be said of the installer without building it: its parts agree with each other and with the program."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import tomllib
import zipfile
from pathlib import Path

import build
import contents
import lock
import machine
import make_icon
import pruning
import pytest
import winekit
from PySide6.QtGui import QImage

from reviewer import __version__
from reviewer.sources.registry import SUFFIXES

ROOT = Path(__file__).resolve().parent.parent.parent
HERE = ROOT / "packaging" / "windows"
NSIS = pytest.mark.skipif(build.makensis() is None, reason="makensis is not installed (Debian: apt-get install nsis)")


def test_the_version_is_the_programs() -> None:
    assert build.version() == __version__
    assert f"ProductVersion', '{__version__}'" in contents.version_resource(__version__)
    script = (HERE / "reviewer.nsi").read_text(encoding="utf-8")
    assert __version__ not in script, "it is handed over, never written out"
    assert "${VERSION}" in script


def test_the_setup_offers_exactly_what_the_program_opens() -> None:
    assert contents.suffixes(ROOT) == list(SUFFIXES)
    macros = contents.source_macros(ROOT)
    for suffix in SUFFIXES:
        assert f'"{suffix}"' in macros
    assert not re.search(r'WriteRegStr SHCTX "Software\\Classes\\\$\{SUFFIX\}" ', macros), (
        "nobody's default is taken away"
    )


@pytest.mark.parametrize(("name", "part"), [("requirements.lock", ""), ("requirements-ocr.lock", "ocr")])
def test_the_locks_cover_the_dependencies(name: str, part: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = project["optional-dependencies"][part] if part else project["dependencies"]
    text = (HERE / name).read_text(encoding="utf-8")
    for requirement in asked:
        key = re.split(r"[<>=\[; ]", requirement)[0].lower().replace("_", "-")
        assert re.search(rf"(?m)^{key}==[\d.]+ \\$", text), (
            f"{requirement} is not locked; run packaging/windows/lock.py"
        )
    pins = re.findall(r"(?m)^[a-z0-9-]+==\S+", text)
    assert len(re.findall(r"--hash=sha256:[0-9a-f]{64}$", text, re.M)) == len(pins)


def test_locked_releases_are_those_that_pyproject_allows() -> None:
    packaging = pytest.importorskip("packaging.requirements")
    pins = dict(re.findall(r"(?m)^([a-z0-9-]+)==(\S+)", (HERE / "requirements.lock").read_text(encoding="utf-8")))
    for text in lock.wanted(""):
        requirement = packaging.Requirement(text)
        assert requirement.specifier.contains(pins[requirement.name.lower().replace("_", "-")]), text


def test_the_icon_is_that_of_the_program(qapp: object) -> None:
    data = (HERE / "reviewer.ico").read_bytes()
    assert int.from_bytes(data[4:6], "little") == len(make_icon.SIZES)
    length, place = (int.from_bytes(data[6 + 16 * 8 + at :][:4], "little") for at in (8, 12))
    drawn = QImage.fromData(data[place : place + length])
    fresh = QImage.fromData(make_icon.pictures()[-1])
    assert drawn.size() == fresh.size()
    points = [(x, y) for x in range(0, 256, 16) for y in range(0, 256, 16)]
    differ = [point for point in points if drawn.pixel(*point) != fresh.pixel(*point)]
    assert len(differ) < len(points) // 20, "run packaging/windows/make_icon.py"


def test_the_picture_of_the_setup_is_what_nsis_shows_unscaled(qapp: object) -> None:
    data = (HERE / "setup.bmp").read_bytes()
    assert data[:2] == b"BM"
    picture = QImage.fromData(data)
    assert (picture.width(), picture.height()) == (164, 314)
    fresh = QImage.fromData(make_icon.side())
    points = [(x, y) for x in range(0, 164, 8) for y in range(0, 314, 8)]
    differ = [point for point in points if picture.pixel(*point) != fresh.pixel(*point)]
    assert len(differ) < len(points) // 20, "run packaging/windows/make_icon.py"


def test_the_manifest_says_what_windows_must_know() -> None:
    text = (HERE / "reviewer.manifest").read_text(encoding="utf-8")
    for words in (
        "PerMonitorV2",
        "<longPathAware",
        ">UTF-8<",
        'level="asInvoker"',
        "8e0f7a12-bfb3-4fe8-b9a5-48fd50a15a9a",
    ):
        assert words in text


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("PySide6/Qt6Core.dll", True),
        ("PySide6\\Qt6Core.dll", True),
        ("PySide6/plugins/platforms/qwindows.dll", True),
        ("PySide6/plugins/imageformats/qsvg.dll", True),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/lib/libQt6XcbQpa.so.6", True),
        ("PySide6/translations/qtbase_zh_CN.qm", True),
        ("PySide6/translations/qtbase_de.qm", False),
        ("PySide6/Qt6Quick.dll", False),
        ("PySide6/Qt6Network.dll", False),
        ("PySide6/opengl32sw.dll", False),
        ("pypdfium2_raw/pdfium.dll", True),
        ("resources/samples/wide.md", True),
        ("resources/selftest/form.docx", True),
        ("lxml/etree.cp311-win_amd64.pyd", True),
        ("libssl-3.dll", True),  # psycopg asks for Python's ssl
        ("_ssl.pyd", True),
        ("lib-dynload/_ssl.cpython-311-x86_64-linux-gnu.so", False),
        ("PySide6/Qt/plugins/platforms/libqwayland-egl.so", False),
        ("_hashlib.pyd", False),
        ("cv2/opencv_videoio_ffmpeg500_64.dll", False),
        ("cv2/cv2.pyd", True),
    ],
)
def test_pruning(name: str, kept: bool) -> None:
    assert pruning.is_kept(name) is kept


@pytest.mark.parametrize(
    ("name", "source", "kept"),
    [
        ("libglib-2.0.so.0", "/lib/x86_64-linux-gnu/libglib-2.0.so.0", False),
        ("libstdc++.so.6", "/usr/lib/x86_64-linux-gnu/libstdc++.so.6", False),
        ("libpython3.11.so.1.0", "/usr/lib/x86_64-linux-gnu/libpython3.11.so.1.0", True),
        ("libsqlite3.so.0", "/usr/lib/x86_64-linux-gnu/libsqlite3.so.0", True),
        ("libQt6Core.so.6", "/work/packages/PySide6/Qt/lib/libQt6Core.so.6", True),
        ("python3.11/lib-dynload/_json.so", "/usr/lib/python3.11/lib-dynload/_json.so", True),
        ("sqlite3.dll", "C:\\Python311\\DLLs\\sqlite3.dll", True),
    ],
)
def test_the_libraries_of_a_linux_desktop_stay_its_own(name: str, source: str, kept: bool) -> None:
    entry = (name, source, "BINARY")
    assert pruning.pruned([entry]) == ([entry] if kept else [])


def test_the_licences_of_the_lgpl_are_at_hand() -> None:
    folder = ROOT / "packaging" / "licenses"
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in (folder / "LGPL-3.0.txt").read_text(encoding="utf-8")
    assert "GNU GENERAL PUBLIC LICENSE" in (folder / "GPL-3.0.txt").read_text(encoding="utf-8")
    notice = contents.QT_NOTICE.format(version="6.9.3", minor="6.9")
    assert "/6.9/6.9.3/" in notice
    assert "three years" in notice


def installed_wheel(packages: Path, name: str, version: str) -> None:
    info = packages / f"{name}-{version}.dist-info"
    (info / "licenses").mkdir(parents=True)
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\nLicense: MIT\n", encoding="utf-8"
    )
    (info / "licenses" / "LICENSE").write_text(f"licence of {name}", encoding="utf-8")


def test_licences_and_list_of_parts(tmp_path: Path) -> None:
    stage, packages = tmp_path / "stage", tmp_path / "packages"
    stage.mkdir()
    (stage / "reviewer.exe").write_bytes(b"MZ")
    for name, version in (("pyside6_essentials", "6.9.3"), ("lxml", "6.1.3"), ("pytest", "9.0"), ("numpy", "2.0.2")):
        installed_wheel(packages, name, version)
    contents.complete(stage, packages, ROOT, ocr=False)
    names = {path.name for path in (stage / "licenses").iterdir()}
    assert {"LGPL-3.0.txt", "GPL-3.0.txt", "reviewer.txt", "THIRD_PARTY.md", "lxml.txt", "Qt-and-PySide6.txt"} <= names
    assert not {"pytest.txt", "pandas.txt"} & names, "what does not go along is not listed"
    parts = json.loads((stage / "sbom.cdx.json").read_text(encoding="utf-8"))
    found = {part["name"]: part for part in parts["components"]}
    assert parts["specVersion"] == "1.5"
    assert found["PySide6-Essentials"]["licenses"] == [{"license": {"name": "LGPL-3.0-only"}}]
    assert found["lxml"]["purl"] == "pkg:pypi/lxml@6.1.3"
    assert found["reviewer.exe"]["hashes"][0]["alg"] == "SHA-256"
    before = (stage / "sbom.cdx.json").read_bytes()
    contents.complete(stage, packages, ROOT, ocr=False)
    assert (stage / "sbom.cdx.json").read_bytes() == before, "the same parts give the same list"


@pytest.fixture
def stub(tmp_path: Path) -> Path:
    """A folder that looks like the program."""
    stage = tmp_path / "stage"
    for name in ("_internal/a.txt", "licenses/LICENSE.txt", "reviewer.exe", "reviewer-window.exe", "sbom.cdx.json"):
        (stage / name).parent.mkdir(parents=True, exist_ok=True)
        (stage / name).write_text(name, encoding="utf-8")
    return stage


@NSIS
@pytest.mark.parametrize("cpu", ["amd64", "x86"])
def test_the_script_compiles_without_a_warning_and_twice_the_same(
    stub: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cpu: str
) -> None:
    """For both processors: the official NSIS for Windows can make no 64-bit setups."""
    monkeypatch.setattr(build, "setup_cpu", lambda _compiler: cpu)
    first, second = tmp_path / "a" / "reviewer-setup.exe", tmp_path / "b" / "reviewer-setup.exe"
    for target in (first, second):
        build.setup(stub, tmp_path / "made", target, "1.2.3", True)
    assert first.read_bytes() == second.read_bytes()
    assert first.read_bytes()[:2] == b"MZ"
    machine = int.from_bytes(
        first.read_bytes()[int.from_bytes(first.read_bytes()[60:64], "little") + 4 :][:2], "little"
    )
    assert machine == {"amd64": 0x8664, "x86": 0x14C}[cpu]
    assert "1.2.3".encode("utf-16-le") in first.read_bytes()


def test_the_setup_is_64_bit_only_where_nsis_can(tmp_path: Path) -> None:
    for name in ("zlib-x86-unicode", "zlib-amd64-unicode"):
        compiler = tmp_path / name / "NSIS" / "makensis.exe"
        (compiler.parent / "Stubs").mkdir(parents=True)
        compiler.touch()
        (compiler.parent / "Stubs" / name).touch()
    assert build.setup_cpu(str(tmp_path / "zlib-x86-unicode" / "NSIS" / "makensis.exe")) == "x86"
    assert build.setup_cpu(str(tmp_path / "zlib-amd64-unicode" / "NSIS" / "makensis.exe")) == "amd64"


@NSIS
def test_the_script_tells_versions_apart(stub: Path, tmp_path: Path) -> None:
    made = []
    for number in ("1.0.0", "1.0.1"):
        build.setup(stub, tmp_path / "made", tmp_path / "reviewer-setup.exe", number, True)
        made.append((tmp_path / "reviewer-setup.exe").read_bytes())
    assert made[0] != made[1]


def test_the_zip_is_the_same_whenever_it_is_made(stub: Path, tmp_path: Path) -> None:
    build.portable(stub, tmp_path / "one.zip")
    build.level(stub)
    build.portable(stub, tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO((tmp_path / "one.zip").read_bytes())) as archive:
        assert "reviewer/reviewer-window.exe" in archive.namelist()


def test_it_says_what_is_missing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(winekit, "wine", lambda: None)
    assert build.main(["--wine"]) == 1
    assert "apt-get install wine64" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ("ERROR: No matching distribution found for lxml==6.1.3", winekit.FetchError),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", winekit.KitError),
    ],
)
def test_a_wheel_that_is_not_there_and_one_that_is_another_are_told_apart(
    monkeypatch: pytest.MonkeyPatch, said: str, error: type[Exception]
) -> None:
    done = subprocess.CompletedProcess([], 1, "", said)
    monkeypatch.setattr(winekit.subprocess, "run", lambda *_args, **_more: done)
    with pytest.raises(error) as raised:
        winekit.pip("install", "lxml")
    assert type(raised.value) is error


@pytest.mark.skipif(shutil.which("osslsigncode") is None, reason="osslsigncode is not installed")
@NSIS
def test_signing_by_a_certificate_from_the_environment(
    stub: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, certificate, bundle = tmp_path / "key.pem", tmp_path / "cert.pem", tmp_path / "cert.pfx"
    made = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        str(key),
        "-out",
        str(certificate),
        "-days",
        "2",
    ]
    subprocess.run([*made, "-subj", "/CN=Test"], check=True, capture_output=True)
    pack = ["openssl", "pkcs12", "-export", "-inkey", str(key), "-in", str(certificate), "-out", str(bundle)]
    subprocess.run([*pack, "-passout", "pass:secret"], check=True, capture_output=True)
    target = tmp_path / "reviewer-setup.exe"
    build.setup(stub, tmp_path / "made", target, "1.2.3", True)
    plain = target.read_bytes()
    monkeypatch.delenv("REVIEWER_CERTIFICATE", raising=False)
    build.sign(target)
    assert target.read_bytes() == plain, "without a certificate nothing happens"
    monkeypatch.setenv("REVIEWER_CERTIFICATE", str(bundle))
    monkeypatch.setenv("REVIEWER_CERTIFICATE_PASSWORD", "secret")
    build.sign(target)
    assert target.read_bytes() != plain
    shown = subprocess.run(
        ["osslsigncode", "verify", "-in", str(target)], capture_output=True, text=True, check=False
    ).stdout
    assert "CN=Test" in shown.replace(" ", "")


@pytest.mark.parametrize(("failures", "seen"), [(0, "99.0.0"), (2, "99.0.0"), (9, None)])
def test_a_registry_that_does_not_answer_at_once_is_asked_again(
    failures: int, seen: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def run(self: machine.Machine, *command: str | Path, **more: object) -> subprocess.CompletedProcess[str]:
        asked.append(command)
        if len(asked) <= failures:
            return subprocess.CompletedProcess(command, 1, "")
        Path(command[3]).write_text('Windows Registry\n\n[KEY]\n"Version"="99.0.0"\n', encoding="utf-16")
        return subprocess.CompletedProcess(command, 0, "")

    monkeypatch.setattr(machine.Machine, "run", run)
    monkeypatch.setattr(machine.time, "sleep", lambda seconds: None)
    assert machine.Machine(None).value("KEY", "Version") == seen
