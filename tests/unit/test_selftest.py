"""`reviewer --selftest FILE`: passes on a sound installation, and says what is wrong with one that is not."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reviewer import __version__, cli
from reviewer.base import resources


def selftest(target: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The self-test as a program of its own, without a display."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    inherited = {key: value for key, value in os.environ.items() if key not in names}
    return subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "reviewer", "--selftest", str(target)],
        capture_output=True, encoding="utf-8", timeout=300, env=inherited | {"REVIEWER_LANG": "en"} | environment,
    )  # fmt: skip


@pytest.fixture
def broken_resources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the program's own files, to be damaged."""
    folder = tmp_path / "resources"
    shutil.copytree(resources.resource_folder(), folder)
    resources.resource_folder.cache_clear()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    yield folder  # type: ignore[misc]
    resources.resource_folder.cache_clear()


def test_a_sound_installation(tmp_path: Path) -> None:
    target = tmp_path / "自检 报告.json"
    data = tmp_path / "data"
    done = selftest(target, REVIEWER_DATA_DIR=str(data))
    assert done.returncode == 0, done.stderr
    report = json.loads(target.read_text(encoding="utf-8"))
    assert report["passed"]
    assert report["program"] == __version__
    names = [check["name"] for check in report["checks"]]
    formats = {path.suffix[1:] for path in resources.resource("selftest").glob("form.*")}
    assert {"pdf", "docx", "doc", "xlsx", "xls", "ods", "html", "csv", "tsv"} <= formats
    assert {f"open {name}" for name in formats} <= set(names)
    assert {"window", "edit", "session", "export json", "export csv", "export xlsx", "no network"} <= set(names)
    assert report["window"]["entries"] > 0
    assert target.with_suffix(".png").stat().st_size > 10_000
    assert {path.name for path in data.iterdir()} <= {"written.sqlite", "unfinished"}, (
        "the user's own settings are left alone"
    )


def test_a_damaged_part_is_named(broken_resources: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (broken_resources / "selftest" / "form.xlsx").write_bytes(b"PK\x03\x04 damaged")
    expected = broken_resources / "selftest" / "expected.json"
    expected.write_text(expected.read_text(encoding="utf-8").replace("12.5", "12.6"), encoding="utf-8")
    from reviewer import selftest as module

    report = module.Report()
    found = [module._opened(path, report) for path in module._sources()]
    assert found == [None] * len(found)
    failed = {check["name"]: check["problem"] for check in report.checks if not check["passed"]}
    assert "12.6" in failed["open pdf"]
    assert "form.xlsx" in failed["open xlsx"]


@pytest.mark.parametrize("missing", ["", "onnxruntime"])
def test_a_scan_is_read_where_recognition_is_installed(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    from reviewer import selftest as module

    monkeypatch.setattr(module, "find_spec", lambda name: None if name == missing else object())
    names = [path.name for path in module._sources()]
    assert ("scan.png" in names) is not bool(missing)
    assert resources.resource("selftest", "scan.png").is_file()


def test_a_report_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                         capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    from reviewer import selftest as module

    monkeypatch.setattr(module, "_window", lambda *_: None)
    assert cli.run(["--selftest", str(tmp_path / "nowhere" / "report.json")]) == cli.FAILED
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert "report.json" in lines[0]


def test_faults_are_said_line_by_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                      capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    from reviewer import selftest as module

    monkeypatch.setattr(module, "_window", lambda *_: None)
    monkeypatch.setattr(module, "_workbook", lambda *_: module._same("cells", 1, 2))
    target = tmp_path / "report.json"
    assert cli.run(["--selftest", str(target)]) == cli.FAILED
    assert "export xlsx: FailedError: cells should be 2 and is 1" in capsys.readouterr().err
    assert not json.loads(target.read_text(encoding="utf-8"))["passed"]


def test_without_a_console_a_fault_is_shown_in_a_box(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(cli, "_show_in_a_box", shown.append)
    monkeypatch.setattr(sys, "stderr", None)
    assert cli.run(["--unknown"]) == cli.WRONG_USAGE
    assert "--unknown" in shown[0]
    assert cli.run(["extract", "--unknown"]) == cli.WRONG_USAGE
    assert len(shown) == 1, "a script must not stand and wait for a click"


@pytest.mark.parametrize("taken", ["报告.json", "报告.png"])
def test_the_file_that_is_in_the_way_is_the_one_that_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], taken: str
) -> None:
    (tmp_path / taken).write_bytes(b"somebody's")
    assert cli.run(["--selftest", str(tmp_path / "报告.json")]) == 2
    assert capsys.readouterr().err.startswith(taken)
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir() if file.is_file()] == [(taken, b"somebody's")]


def test_its_own_earlier_report_is_written_anew_and_a_changed_one_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from reviewer import selftest as module

    monkeypatch.setattr(module, "_window", lambda picture, _report: picture.write_bytes(b"picture"))
    monkeypatch.setattr(module, "_sources", list)
    monkeypatch.setattr(module, "_on_disk", lambda *_: None)
    call = ["--selftest", str(tmp_path / "报告.json")]
    assert [cli.run(call), cli.run(call)] == [0, 0]
    (tmp_path / "报告.png").write_bytes(b"drawn on")
    assert cli.run(call) == 2
    assert capsys.readouterr().err.startswith("报告.png")
    assert (tmp_path / "报告.png").read_bytes() == b"drawn on"
    assert cli.run([*call, "--overwrite"]) == 0
    assert cli.run(call) == 0
