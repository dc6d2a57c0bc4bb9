"""The administrator's and the workers' commands, word by word; and that a password is written down nowhere."""

from __future__ import annotations

import io
import json
import os
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import openpyxl
import pytest
from team import Team

from reviewer import cli
from reviewer.base.resources import resource

PASSWORD = "Stiller-Bergsee-42"


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REVIEWER_LANG", "en")
    monkeypatch.setattr("reviewer.base.gate._contents", Counter())


def run(*args: object, typed: str = "") -> int:
    before, sys.stdin = sys.stdin, io.StringIO(typed)
    try:
        return cli.run([str(arg) for arg in args])
    finally:
        sys.stdin = before


def test_the_way_of_an_office(
    new_team: object,
    cluster: object,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Made, people in, sources in, read, worked on, out, backed up, restored elsewhere."""
    team: Team = new_team()  # type: ignore[operator]
    url = team.address.text()
    assert run("workspace", "create", url) == 0
    assert run("workspace", "create", url) == 1, "there is one already"
    assert run("workspace", "user", url, "add", "李四", "lead", typed=PASSWORD + "\n") == 0
    assert run("workspace", "user", url, "add", "王五", "clerk", typed="short\n") == 1
    assert run("workspace", "user", url, "add", "王五", "clerk", typed=PASSWORD + "\n") == 0
    assert run("workspace", "user", url, "add", "王五", "emperor", typed=PASSWORD + "\n") == 1
    assert run("workspace", "user", url, "role", "王五", "checker") == 0
    assert run("workspace", "user", url, "role", "王五", "clerk") == 0
    lead = team.address_of("李四").text()
    who_is_in(url, capsys)
    assert run("workspace", "status", lead) == 1
    assert "does not let 李四 in" in capsys.readouterr().err
    sources = tmp_path / "in"
    sources.mkdir()
    for name in ("wide.md", "department.txt"):
        (sources / name).write_bytes(resource("samples", name).read_bytes())
    (sources / "broken.xlsx").write_bytes(b"PK\x03\x04 nothing")
    assert run("workspace", "add", lead, sources, typed=PASSWORD + "\n") == 0
    assert "3 documents were added" in capsys.readouterr().out
    assert run("workspace", "add", lead, sources, typed=PASSWORD + "\n") == 0
    assert "0 documents were added; 3 were there already." in capsys.readouterr().out
    assert run("work", team.address_of("王五").text(), "--once", typed=PASSWORD + "\n") == 1
    said = capsys.readouterr()
    assert ("2 sources were read." in said.out, "broken.xlsx" in said.err) == (True, True)
    assert run("workspace", "status", lead, "--json", typed=PASSWORD + "\n") == 0
    counts = json.loads(capsys.readouterr().out)
    assert counts == {"documents": 3, "open": 2, "held": 0, "done": 0, "failed": 1, "acts": 0, "clerks": 2}
    out = tmp_path / "out.xlsx"
    assert run("workspace", "export", lead, "-o", out, typed=PASSWORD + "\n") == 1, "nothing is done yet"
    team.secret = PASSWORD
    clerk = team.enter("王五")
    while (claimed := clerk.claim_next()) is not None:
        assert claimed.office, "the queue knows whose it is"
        assert clerk.finish(claimed.document, claimed.lease, 0, 0) == "done"
    assert run("workspace", "export", lead, "-o", out, typed=PASSWORD + "\n") == 0
    assert {"项目", "指标"} <= set(openpyxl.load_workbook(out).sheetnames)
    of_some_documents(lead, out, clerk.layouts()[0], capsys)
    the_import_sheet(lead, out, capsys)
    by_number(lead, team, capsys)
    assert run("workspace", "set", url, "sample_share", "0.2") == 0
    assert run("workspace", "set", url, "sample_share", "7") == 1
    file = tmp_path / "amt.zip"
    assert run("workspace", "backup", url, file) == 0
    assert run("workspace", "upgrade", url) == 0
    other: Team = new_team()  # type: ignore[operator]
    brought_back(other, file, capsys)
    assert run("workspace", "user", url, "remove", "王五") == 0
    assert run("workspace", "status", other.address_of("李四").text(), typed=PASSWORD + "\n") == 0
    written_down(tmp_path, cluster.log)  # type: ignore[attr-defined]


def test_what_makes_no_sense_is_a_sentence_and_does_nothing(
    team: Team, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    team.member("leitung", "lead").close()
    url, typed = team.address_of("leitung").text(), team.secret + "\n"
    monkeypatch.chdir(tmp_path)
    Path("hier.txt").write_text("x")
    assert run("workspace", "add", url, "", typed=typed) == 2, "an empty variable of a shell is not this folder"
    assert team.sql("SELECT count(*) FROM reviewer.document WHERE name = 'hier.txt'") == [(0,)]
    capsys.readouterr()
    assert run("workspace", "delete", url, 10**30, typed=typed) == 1
    assert "is not there" in capsys.readouterr().err
    for name in ("w" * 64, "王" * 22):
        assert run("workspace", "user", team.address.text(), "add", name, "clerk", typed=typed) == 1
        assert "too long" in capsys.readouterr().err


def who_is_in(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What was said when people were let in, and that they are listed."""
    said = capsys.readouterr().out
    assert "the address to give: postgresql://李四@" in said
    assert "was on the server already" not in said
    assert run("workspace", "user", url, "list") == 0
    assert [line.split() for line in capsys.readouterr().out.splitlines()] == [["lead", "李四"], ["clerk", "王五"]]


def brought_back(other: Team, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A backup in another database: of when it is, and whom it lets in."""
    capsys.readouterr()
    assert run("workspace", "restore", other.address.text(), file) == 0
    said = capsys.readouterr().out
    assert f"as of {datetime.now().astimezone():%Y-%m-%d %H}" in said
    assert "were on the server already and are members now: 李四、王五." in said


def by_number(lead: str, team: Team, capsys: pytest.CaptureFixture[str]) -> None:
    """Documents by the number that the list shows: deleted, back again, freed."""
    capsys.readouterr()
    assert run("workspace", "list", lead, typed=PASSWORD + "\n") == 0
    lines = [line.split(None, 3) for line in capsys.readouterr().out.splitlines()]
    assert sorted(line[1:] for line in lines) == [["done", "王五", "department.txt"], ["done", "王五", "wide.md"],
                                                  ["failed", "-", "broken.xlsx"]]  # fmt: skip
    (number,) = [line[0] for line in lines if line[3] == "wide.md"]
    for what, said, status in (("delete", "is deleted", 0), ("delete", "deleted already", 1), ("undelete", "is back", 0),
                               ("free", "Nobody keeps", 1)):  # fmt: skip
        assert run("workspace", what, lead, number, typed=PASSWORD + "\n") == status
        assert said in "".join(capsys.readouterr())
    clerk = team.enter("王五")
    assert clerk.reopen(int(number)) == "done"
    assert run("workspace", "free", lead, number, typed=PASSWORD + "\n") == 0
    claimed = team.claim(clerk, int(number))
    assert clerk.finish(int(number), claimed.lease, 0, 0) == "done"
    assert run("workspace", "list", lead, "--state", "failed", typed=PASSWORD + "\n") == 0
    assert capsys.readouterr().out.splitlines()[-1].endswith("broken.xlsx")
    assert run("workspace", "list", lead, "--state", "lost") == run("workspace", "free", lead, "wide.md") == 2
    assert run("workspace", "status", lead, "--verify", typed=PASSWORD + "\n") == 0
    assert "The record is whole" in capsys.readouterr().out
    a_spoilt_one(lead, team, int(number), capsys)


def a_spoilt_one(lead: str, team: Team, number: int, capsys: pytest.CaptureFixture[str]) -> None:
    """A record into which somebody wrote what is no act by plain SQL costs that document, not the export of the others."""
    clerk = team.enter("王五")
    assert clerk.reopen(number) == "done"
    claimed = team.claim(clerk, number)
    assert clerk.append(number, claimed.lease, 0, [uuid4()], [b"no act"]).outcome == "kept"
    assert clerk.finish(number, claimed.lease, 1, 0) == "done"
    out = Path(os.environ["REVIEWER_DATA_DIR"]).parent / "rest.xlsx"
    assert run("workspace", "export", lead, "-o", out, typed=PASSWORD + "\n") == 1
    assert "wide.md in the workspace is damaged" in capsys.readouterr().err
    assert {cell.value for cell in openpyxl.load_workbook(out)["指标"]["A"]} == {"来源文件", "department.txt"}


def of_some_documents(lead: str, out: Path, layout: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What is exported of a selection, after all has been; what is open is named."""
    said = capsys.readouterr().err
    assert "1 document is not done yet and is not in it." in said
    assert "broken.xlsx" in said
    whole = openpyxl.load_workbook(out)["指标"].max_row
    chosen = out.with_name("one.xlsx")
    assert run("workspace", "export", lead, "-o", chosen, "--layout", layout, typed=PASSWORD + "\n") == 0
    assert 1 < openpyxl.load_workbook(chosen)["指标"].max_row < whole
    assert "broken.xlsx" not in capsys.readouterr().err, "it is none of those that were asked for"
    for nothing in (("--year", "1999"), ("--name", "nobody"), ("--doubts", "9999"), ("--state", "checked")):
        assert run("workspace", "export", lead, "-o", chosen, *nothing, typed=PASSWORD + "\n") == 1
        assert "Nothing that was asked for" in capsys.readouterr().err
    assert (
        run("workspace", "export", lead, "-o", chosen, "--name", "wide", "--state", "done", typed=PASSWORD + "\n") == 0
    )
    assert {cell.value for cell in openpyxl.load_workbook(chosen)["指标"]["A"]} == {"来源文件", "wide.md"}


def the_import_sheet(lead: str, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The sheet that the next system takes, alone, and what it would refuse."""
    sheet = out.with_name("import.xlsx")
    chosen = ("--import-sheet", "--name", "wide")
    assert run("workspace", "export", lead, "-o", sheet, *chosen, typed=PASSWORD + "\n") == 0
    book = openpyxl.load_workbook(sheet)
    assert book.sheetnames == ["一体化导入", "说明"]
    rows = list(book["一体化导入"].iter_rows(values_only=True))
    assert rows[0][:2] == ("项目", "一级指标")
    said = capsys.readouterr().err
    assert "would refuse" in said
    assert "wide.md: Row 2, " in said
    assert run("workspace", "export", lead, "-o", out.with_suffix(".csv"), *chosen) == 2, "it is a workbook"
    for wrong in (("--state", "open"), ("--doubts", "many")):
        assert run("workspace", "export", lead, "-o", sheet, *wrong) == 2


def written_down(*places: Path) -> None:
    """The password is in no file: neither of ours nor in the server's log, in which every statement stands."""
    files = [file for place in places for file in ([place] if place.is_file() else place.rglob("*")) if file.is_file()]
    assert len(files) > 3
    assert any(b"CREATE ROLE" in file.read_bytes() for file in files), "the log holds the statements"
    assert [file for file in files if PASSWORD.encode() in file.read_bytes()] == []


def test_wrong_usage() -> None:
    for words in (
        ("workspace",),
        ("workspace", "paint", "postgresql://a@b/c"),
        ("workspace", "create"),
        ("work",),
        ("work", "x", "--jobs", "0"),
    ):
        assert run(*words) == 2


def test_a_password_on_the_command_line_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("workspace", "status", "postgresql://a:Geheimnis@b/c") == 1
    assert "Geheimnis" not in capsys.readouterr().err


def test_a_server_that_is_not_there_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("workspace", "status", "postgresql://a@127.0.0.1:1/c") == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "does not answer" in said


def test_where_the_part_is_missing_it_is_said(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert run("workspace", "status", "postgresql://a@b/c") == 1
    assert "reviewer[team]" in capsys.readouterr().err
