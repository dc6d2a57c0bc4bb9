"""What the command line may replace: its own unchanged files; never a source or a session, whatever is said."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from reviewer import cli
from reviewer.base.resources import resource
from reviewer.model.unread import settle
from reviewer.session.store import is_session, load_session, save_session

WORKBOOK = resource("samples", "workbook.xlsx")
TEXT = resource("samples", "department.txt")


@pytest.fixture(autouse=True)
def _own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, crew_here: None) -> None:
    monkeypatch.setenv("REVIEWER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("REVIEWER_LANG", "en")
    monkeypatch.setattr("reviewer.base.gate._contents", Counter())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "收到的文件"
    made.mkdir()
    shutil.copy(WORKBOOK, made / "局丙.xlsx")
    return made


def run(*args: object) -> int:
    return cli.run([str(arg) for arg in args])


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_into_the_folder_of_the_sources(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = contents(folder)
    assert run("extract", folder, "-o", folder) == 0
    assert before.items() <= contents(folder).items()
    assert "局丙 (2).xlsx" in capsys.readouterr().out
    assert "指标" in openpyxl.load_workbook(folder / "局丙 (2).xlsx").sheetnames
    made = set(contents(folder))
    assert run("extract", folder, "-o", folder) == 0
    assert set(contents(folder)) == made, "what it wrote itself is no source, and is written again"
    assert before.items() <= contents(folder).items()


@pytest.mark.parametrize("overwrite", [False, True])
def test_into_a_folder_with_foreign_files(folder: Path, tmp_path: Path, overwrite: bool) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "局丙.json").write_text("theirs")
    assert run("extract", folder, "-o", out, *["--overwrite"] * overwrite) == 0
    assert ((out / "局丙.json").read_text() == "theirs") is not overwrite
    assert (out / "局丙 (2).json").exists() is not overwrite


@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.parametrize("way", ["plain", "link", "hard", "dots", "moved"])
def test_a_session_is_never_written_over_its_source(
    folder: Path, tmp_path: Path, way: str, overwrite: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    source, session = folder / "局丙.xlsx", tmp_path / "s.review"
    assert run("extract", source, "-o", session) == 0
    capsys.readouterr()
    out = tmp_path / "别名.xlsx"
    if way == "plain":
        out = source
    elif way == "dots":
        out = tmp_path / ".." / tmp_path.name / folder.name / source.name
    elif way == "moved":
        source.rename(out)
    elif os.name != "posix":
        pytest.skip("links as POSIX has them")
    elif way == "link":
        out.symlink_to(source)
    else:
        out.hardlink_to(source)
    before = contents(folder)
    assert run("export", session, "-o", out, *["--overwrite"] * overwrite) == 2
    said = capsys.readouterr()
    assert len(said.err.splitlines()) == 1
    assert out.name in said.err
    assert not said.out
    assert contents(folder) == before
    assert out.read_bytes() == WORKBOOK.read_bytes()


@pytest.mark.parametrize("suffix", [".json", ".xlsx", ".csv", ".zip", ".review"])
def test_a_foreign_file_is_refused_until_it_is_said(
    folder: Path, suffix: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = folder / f"上周{suffix}"
    out.write_bytes(b"last week")
    assert run("extract", TEXT, "-o", out) == 2
    assert "--overwrite" in capsys.readouterr().err
    assert out.read_bytes() == b"last week"
    assert (run("extract", TEXT, "-o", out, "--overwrite"), out.read_bytes() != b"last week") == (0, True)
    if suffix != ".review":
        assert run("extract", TEXT, "-o", out) == 0, "now it is its own"
        out.write_bytes(out.read_bytes() + b"changed")
        assert run("extract", TEXT, "-o", out) == 2


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_session_with_work_in_it_is_never_replaced(
    folder: Path, tmp_path: Path, overwrite: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    session = tmp_path / "s.review"
    assert run("extract", TEXT, "-o", session) == 0
    before = session.read_bytes()
    other = tmp_path / "renamed.xlsx"
    shutil.copy(session, other)
    said = ["--overwrite"] * overwrite
    assert run("extract", folder, "-o", session, *said) == 2
    assert run("extract", folder, "-o", other, *said) == 2
    assert run("export", session, "-o", other, *said) == 2
    assert is_session(other)
    assert session.read_bytes() == before
    assert "is a session" in capsys.readouterr().err


@pytest.mark.parametrize("overwrite", [False, True])
def test_an_output_is_none_of_the_sources(folder: Path, overwrite: bool) -> None:
    shutil.copy(TEXT, folder / "乙.txt")
    before = contents(folder)
    assert (
        run(
            "extract", folder / "乙.txt", folder / "局丙.xlsx", "-o", folder / "局丙.xlsx", *["--overwrite"] * overwrite
        )
        == 2
    )
    if os.name == "posix":
        (folder.parent / "link.xlsx").symlink_to(folder / "局丙.xlsx")
        assert run("extract", folder, "-o", folder.parent / "link.xlsx", *["--overwrite"] * overwrite) == 2
    assert contents(folder) == before


@pytest.mark.skipif(os.name != "posix", reason="links as POSIX has them")
def test_one_file_under_several_names_is_read_once(tmp_path: Path) -> None:
    source, soft, hard = (tmp_path / name for name in ("甲.txt", "软.txt", "硬.txt"))
    shutil.copy(TEXT, source)
    soft.symlink_to(source)
    hard.hardlink_to(source)
    (tmp_path / "夹").symlink_to(tmp_path)
    with zipfile.ZipFile(tmp_path / "包.zip", "w") as archive:
        archive.write(source, "一.txt")
        archive.write(source, "二.txt")
    (tmp_path / "包二.zip").hardlink_to(tmp_path / "包.zip")
    names = [source, soft, hard, tmp_path / "夹" / "甲.txt", tmp_path / "包.zip", tmp_path / "包二.zip"]
    assert run("extract", *names, "-o", tmp_path / "out.json") == 0
    found = [document["source"]["name"] for document in json.loads((tmp_path / "out.json").read_text("utf-8"))]
    assert found == ["甲.txt", "一.txt", "二.txt"]


def test_sources_of_one_name_are_told_apart_in_json_and_left_files_go(tmp_path: Path) -> None:
    for folder in ("局甲", "局乙"):
        (tmp_path / folder).mkdir()
        shutil.copy(TEXT, tmp_path / folder / "表.txt")
    left = tmp_path / ".0123456789ab.tmp"
    left.write_text("half")
    (tmp_path / "data" / "unfinished").mkdir(parents=True)
    (tmp_path / "data" / "unfinished" / "99999999-x").write_bytes(os.fsencode(left))
    names = [tmp_path / folder / "表.txt" for folder in ("局甲", "局乙")]
    assert run("extract", *names, "-o", tmp_path / "out.json") == 0
    found = [document["source"] for document in json.loads((tmp_path / "out.json").read_text("utf-8"))]
    assert [(each["name"], each["label"]) for each in found] == [("表.txt", "局甲/表.txt"), ("表.txt", "局乙/表.txt")]
    assert not left.exists()


def test_without_a_data_folder_that_is_said_and_the_output_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a file").write_text("x")
    monkeypatch.setenv("REVIEWER_DATA_DIR", str(tmp_path / "a file" / "data"))
    assert run("extract", TEXT, "-o", tmp_path / "out.json") == 0
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert "REVIEWER_DATA_DIR" in said[0]
    assert (tmp_path / "out.json").exists()


def test_an_export_says_what_of_the_session_is_not_done(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "通知.md").write_text("# 通知\n\n各单位：请于周五前报送材料。\n", encoding="utf-8")
    assert run("extract", folder, "-o", tmp_path / "s.review") == 0
    capsys.readouterr()
    assert run("export", tmp_path / "s.review", "-o", tmp_path / "o.xlsx") == 0
    empty, unseen = sorted(capsys.readouterr().err.splitlines(), key=lambda line: "局丙" in line)
    assert empty.startswith("通知.md was not read whole")
    assert unseen == "局丙.xlsx: nothing in it is doubtful, and nobody has looked at it."
    assert run("export", tmp_path / "s.review", "-o", tmp_path / "o.xlsx", "--strict") == 1
    items = load_session(tmp_path / "s.review")
    for review, history in items:
        history.do(settle(review))
    save_session(tmp_path / "t.review", items)
    capsys.readouterr()
    assert run("export", tmp_path / "t.review", "-o", tmp_path / "o.xlsx", "--strict") == 0
    assert not capsys.readouterr().err
