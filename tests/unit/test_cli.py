"""The command line as someone at a prompt meets it."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from reviewer import __version__, cli
from reviewer.base.resources import resource
from reviewer.session.store import load_session

SAMPLES = ["wide.md", "department.txt"]


def call(*args: object, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """`python -m reviewer` as a program of its own, without a display, in English."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    inherited = {key: value for key, value in os.environ.items() if key not in names}
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "reviewer", *map(str, args)],
        capture_output=True, encoding="utf-8", errors="strict", timeout=120, cwd=cwd,
        env=inherited | {"REVIEWER_LANG": "en"} | environment,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "原文"
    folder.mkdir()
    for name in SAMPLES:
        (folder / name).write_bytes(resource("samples", name).read_bytes())
    return folder


@pytest.fixture(autouse=True)
def _no_workers(crew_here: None) -> None:
    """Of what is run in this process; programs that are started have theirs."""


def run(*args: object) -> int:
    return cli.run([str(arg) for arg in args])


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line]


def test_version_and_help() -> None:
    assert call("--version").stdout.strip() == f"reviewer {__version__}"
    for argument in ("--help", "-h"):
        shown = call(argument)
        assert shown.returncode == 0
        assert "reviewer extract SOURCE" in shown.stdout
    assert call("extract", "--help").returncode == 0


@pytest.mark.skipif(os.name == "nt", reason="a shell with pipes")
@pytest.mark.parametrize(
    "arguments", [["--help"], ["extract", "{source}", "-o", "{out}"], ["extract", "{gone}", "-o", "{out}"]]
)
def test_nobody_listens_any_more(sources: Path, tmp_path: Path, arguments: list[str]) -> None:
    places = {"source": sources / SAMPLES[0], "out": tmp_path / "out.json", "gone": tmp_path / "gone.md"}
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "reviewer", *(argument.format(**places) for argument in arguments)]
    missing = "{gone}" in arguments  # the complaint goes to a standard error that is closed too
    done = subprocess.run(command, stdout=writing, stderr=writing if missing else subprocess.PIPE, timeout=120)
    os.close(writing)
    assert done.returncode == (1 if missing else 0)
    assert not done.stderr
    assert places["out"].exists() == ("{source}" in arguments)


def test_without_a_display_it_says_so() -> None:
    done = call()
    assert done.returncode == 2
    assert len(lines(done.stderr)) == 1
    assert "no display" in done.stderr
    assert "reviewer extract" in done.stderr


@pytest.mark.parametrize(
    "args",
    [["extract"], ["extract", "a.txt"], ["extract", "-o", "b.json"], ["extract", "a.txt", "-o"],
     ["extract", "a.txt", "-o", "b.docx"], ["extract", "a.txt", "-o", "b.json", "--jobs", "0"],
     ["extract", "a.txt", "-o", "b.json", "--jobs", "many"], ["extract", "a.txt", "-o", "b.json", "--fast"],
     ["export"], ["export", "a.review"], ["export", "a.review", "-o", "folder/"], ["export", "a.review", "-o", "a.review"],
     ["--fast"]],
)  # fmt: skip
def test_wrong_usage(args: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("x")
    assert run(*args) == 2
    said = capsys.readouterr()
    assert not said.out
    assert len(lines(said.err)) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["a.txt"]


def test_one_source_is_an_object_several_are_an_array(sources: Path, tmp_path: Path) -> None:
    one, both = tmp_path / "one.json", tmp_path / "both.json"
    done = call("extract", sources / "wide.md", "-o", one)
    assert (done.returncode, done.stderr) == (0, "")
    made = json.loads(one.read_text(encoding="utf-8"))
    assert made["schema"] == "reviewer/1"
    assert made["source"]["name"] == "wide.md"
    assert made["entries"]
    assert call("extract", sources / "wide.md", "-o", both, sources / "department.txt").returncode == 0
    assert [document["source"]["name"] for document in json.loads(both.read_text(encoding="utf-8"))] == SAMPLES


def test_a_folder_gets_a_json_and_a_workbook_a_source(sources: Path, tmp_path: Path) -> None:
    (sources / "unten").mkdir()
    (sources / "unten" / "wide.txt").write_bytes((sources / "wide.md").read_bytes())
    (sources / "unten" / "music.mp3").write_bytes(b"ID3")
    out = tmp_path / "new" / "out"
    assert run("extract", sources, "-o", out) == 0
    stems = ["department", "wide", "wide (2)"]
    made = sorted(s + end for s in stems for end in (".json", ".xlsx"))
    assert sorted(file.name for file in out.iterdir()) == sorted([*made, "manifest.json"])
    named = {json.loads((out / f"{stem}.json").read_text("utf-8"))["source"]["name"] for stem in stems}
    assert named == {"department.txt", "wide.md", "wide.txt"}
    assert load_workbook(out / "wide.xlsx")["指标"].max_row > 1


def test_processes_give_what_one_gives(sources: Path, tmp_path: Path) -> None:
    (sources / "empty.txt").touch()
    alone, together = tmp_path / "1.json", tmp_path / "2.json"
    first = call("extract", sources, "-o", alone)
    second = call("extract", sources, "-o", together, "--jobs", 2)
    assert first.returncode == second.returncode == 1
    assert first.stderr == second.stderr
    assert alone.read_bytes() == together.read_bytes()
    assert len(json.loads(alone.read_text("utf-8"))) == 2


def test_every_form_of_output(sources: Path, tmp_path: Path) -> None:
    session = tmp_path / "a.review"
    for name in ("a.xlsx", "a.CSV", "a.review"):
        assert run("extract", sources, "-o", tmp_path / name) == 0
    rows = load_workbook(tmp_path / "a.xlsx")["指标"].max_row - 1
    with open(tmp_path / "a.CSV", encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) == rows + 1
    assert len(load_session(session)) == 2
    for name in ("b.xlsx", "b.csv", "b.json"):
        assert run("export", session, "-o", tmp_path / name) == 0
    made = json.loads((tmp_path / "b.json").read_text("utf-8"))
    assert sum(len(entry["indicators"]) for document in made for entry in document["entries"]) == rows
    assert load_workbook(tmp_path / "b.xlsx")["指标"].max_row - 1 == rows


def test_what_fails_is_said_and_the_rest_is_written(sources: Path, tmp_path: Path) -> None:
    (sources / "empty.txt").touch()
    (sources / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (sources / "letter.txt").write_text("尊敬的用户：您好。\n此致敬礼\n", encoding="utf-8")
    out = tmp_path / "out"
    done = call("extract", sources, sources / "gone.txt", "-o", out)
    assert done.returncode == 1
    said = lines(done.stderr)
    assert len(said) == 4
    for name in ("empty.txt", "binary.txt", "letter.txt", "gone.txt"):
        assert sum(name in line for line in said) == 1
    assert {file.stem for file in out.iterdir()} == {"wide", "department", "letter", "manifest"}
    letter = json.loads((out / "letter.json").read_text("utf-8"))
    assert letter["entries"] == []
    assert letter["needs_review"]
    assert [issue["code"] for issue in letter["issues"]] == ["source.no_table"]


def test_nothing_readable_writes_nothing(tmp_path: Path) -> None:
    done = call("extract", "gone.txt", "-o", tmp_path / "a.json", cwd=tmp_path)
    assert done.returncode == 1
    assert len(lines(done.stderr)) == 1
    assert list(tmp_path.iterdir()) == []


def test_an_output_that_cannot_be_written(sources: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("extract", sources, "-o", tmp_path / "gone" / "a.xlsx") == 1
    said = capsys.readouterr().err
    assert len(lines(said)) == 1
    assert "a.xlsx" in said
    (tmp_path / "file").touch()
    assert run("extract", sources, "-o", tmp_path / "file" / "folder" / "") == 1
    assert run("extract", sources / "wide.md", "-o", f"{tmp_path / 'file'}{os.sep}") == 1


def test_a_source_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("项目\t金额\n", encoding="utf-8")
    assert run("extract", path, "-o", path) == 2
    assert path.read_text(encoding="utf-8") == "项目\t金额\n"


def test_an_output_in_the_source_folder_is_not_read_next_time(sources: Path) -> None:
    for _ in range(2):
        assert run("extract", sources, "-o", sources / "all.csv") == 0


def test_a_pattern_that_the_shell_left_alone(sources: Path, tmp_path: Path) -> None:
    assert run("extract", sources / "*.md", "-o", tmp_path / "a.json") == 0
    assert json.loads((tmp_path / "a.json").read_text("utf-8"))["source"]["name"] == "wide.md"


def test_export_of_what_is_no_session(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.review").write_text("x")
    for name in ("a.review", "gone.review"):
        assert run("export", tmp_path / name, "-o", tmp_path / "a.xlsx") == 1
        assert name in capsys.readouterr().err
    assert [file.name for file in tmp_path.iterdir()] == ["a.review"]


def test_a_terminal_without_chinese(sources: Path, tmp_path: Path) -> None:
    done = call("extract", "不在.txt", "-o", tmp_path / "a.json", PYTHONIOENCODING="ascii", REVIEWER_LANG="zh_CN")
    assert done.returncode == 1
    assert "?" in done.stderr


def test_the_bar_is_for_terminals_only(sources: Path, tmp_path: Path) -> None:
    done = call("extract", sources, "-o", tmp_path / "a.json", "--jobs", 2)
    assert "[" not in done.stderr
    assert "\x1b" not in done.stdout
    pty = pytest.importorskip("pty", reason="there are no pseudo-terminals here")
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "reviewer", "extract", str(sources), "-o", str(tmp_path / "b.json")]
    environment = os.environ | {"REVIEWER_LANG": "en"}
    subprocess.run(command, stderr=slave, stdout=subprocess.PIPE, env=environment, check=True, timeout=120)
    os.close(slave)
    assert b"[####" in os.read(master, 100_000)
    os.close(master)


def _hears_ctrl_c() -> None:
    """Tests that a shell runs in the background inherit that Ctrl+C is ignored; a clerk's program does not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_interrupted_leaves_nothing_half(sources: Path, tmp_path: Path, jobs: str) -> None:
    for number in range(400):
        (sources / f"{number}.md").write_bytes((sources / "wide.md").read_bytes())
    out = tmp_path / "out"
    command = [sys.executable, "-m", "reviewer", "extract", str(sources), "-o", str(out), "--jobs", jobs]
    child = subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=_hears_ctrl_c,
    )
    until = time.monotonic() + 60
    while not (out.exists() and any(out.glob("*.xlsx"))) and time.monotonic() < until:
        time.sleep(0.02)
    os.killpg(child.pid, signal.SIGINT)  # as Ctrl+C does
    _, said = child.communicate(timeout=60)
    assert child.returncode == 130
    assert "Traceback" not in said
    assert len(lines(said)) == 1
    assert not [file for file in out.iterdir() if file.suffix == ".tmp"]
    for file in out.glob("*.json"):
        json.loads(file.read_text("utf-8"))
    done = json.loads((out / "manifest.json").read_text("utf-8"))["sources"]
    assert len(done) >= len(list(out.glob("*.xlsx"))) - 2  # what is noted is there; one a process may not be noted yet


def test_files_go_to_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    app = pytest.importorskip("reviewer.ui.app", exc_type=ImportError)
    opened: list[list[Path]] = []
    monkeypatch.setattr(app, "run", lambda argv, paths: opened.append(list(paths)) or 0)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert run("甲.txt", "export.review") == 0
    assert opened == [[Path("甲.txt"), Path("export.review")]]


# -- the user's own words -----------------------------------------------------------------------------------------


def own_goal(tmp_path: Path, count: int) -> list[Path]:
    """So many sources whose goal stands beside a heading that only the user's vocabulary knows."""
    made = [tmp_path / f"{n}.txt" for n in range(count)]
    for path in made:
        path.write_text(
            "项目名称\t路灯维护\t\t\n实施单位\t路灯所\t\t\n拟办之事\t保障照明\t\t\n一级指标\t二级指标\t三级指标\t指标值\n"
            "产出指标\t数量指标\t维护路灯数量\t≥300盏\n",
            encoding="utf-8",
        )
    return made


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_users_own_vocabulary_is_used_without_a_window_too(tmp_path: Path, jobs: int) -> None:
    words = {"format": "reviewer-vocabulary/1", "level1": {}, "level2": {}, "labels": {"拟办之事": "goal"}}
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "vocabulary.json").write_text(json.dumps(words), encoding="utf-8")
    paths, out = own_goal(tmp_path, 2), tmp_path / "out.json"
    for place, goal in ((tmp_path / "none", None), (folder, "保障照明")):
        done = call("extract", *paths, "-o", out, "--overwrite", "--jobs", jobs, REVIEWER_DATA_DIR=str(place))
        assert (done.returncode, lines(done.stderr)) == (0, [])
        found = json.loads(out.read_text(encoding="utf-8"))
        assert [document["entries"][0]["goal"]["value"] for document in found] == [goal, goal]


def test_a_vocabulary_that_cannot_be_read_is_said_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "vocabulary.json").write_text("{", encoding="utf-8")
    (path,), out = own_goal(tmp_path, 1), tmp_path / "out.json"
    done = call("extract", path, "-o", out, REVIEWER_DATA_DIR=str(tmp_path))
    assert done.returncode == 0
    assert "vocabulary.json is no vocabulary of this program" in done.stderr
    assert (tmp_path / "vocabulary.json").read_text(encoding="utf-8") == "{"
    assert out.is_file()


FOREIGN = """望溪县2027年收支预算总表
收入\t预算数\t支出\t预算数
一般公共预算拨款\t3260.5\t教育支出\t2800
事业收入\t120\t社会保障和就业支出\t580
"""


@pytest.mark.parametrize(("options", "status"), [((), 0), (("--strict",), 1)])
def test_a_foreign_document_is_said_and_a_failure_only_where_the_caller_is_strict(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], status: int
) -> None:
    (tmp_path / "budget.txt").write_text(FOREIGN, encoding="utf-8")
    assert run("extract", tmp_path / "budget.txt", "-o", tmp_path / "a.json", *options) == status
    [said] = lines(capsys.readouterr().err)
    assert said.startswith("budget.txt")
    assert "预算收支表" in said
    made = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert (made["kind"], made["entries"]) == ("foreign", [])


@pytest.mark.parametrize(("options", "status"), [((), 0), (("--strict",), 1)])
def test_a_source_without_entries_is_a_failure_only_where_the_caller_is_strict(
    tmp_path: Path, options: tuple[str, ...], status: int
) -> None:
    (tmp_path / "letter.txt").write_text("尊敬的用户：您好。\n此致敬礼\n", encoding="utf-8")
    assert run("extract", tmp_path / "letter.txt", "-o", tmp_path / "a.json", *options) == status


def test_strict_is_content_with_a_source_that_has_entries(tmp_path: Path) -> None:
    assert run("extract", resource("samples", "wide.md"), "-o", tmp_path / "a.json", "--strict") == 0
