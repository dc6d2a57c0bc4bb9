"""What belongs to the user alone is closed to others; what a broken-off start left behind goes; no name commands a terminal."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from reviewer.base import private
from reviewer.base.console import complain, say
from reviewer.base.files import WriteError, write_whole
from reviewer.base.lines import file_stem, visible
from reviewer.outputs import names_apart
from reviewer.session import recovery

posix = pytest.mark.skipif(
    os.name != "posix", reason="rights of files are POSIX's; on Windows the profile's list holds"
)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@posix
def test_folders_and_files_that_were_open_are_closed(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    (folder / "recovery").mkdir(parents=True)
    for name in ("settings.ini", "recovery/a.review", "recovery/a.review-wal"):
        (folder / name).write_text("x", encoding="utf-8")
        (folder / name).chmod(0o644)
    outside = tmp_path / "outside.txt"
    outside.write_text("x", encoding="utf-8")
    outside.chmod(0o644)
    (folder / "link").symlink_to(outside)
    private.close_whole(folder)
    assert mode(folder) == mode(folder / "recovery") == 0o700
    assert {mode(path) for path in folder.rglob("*") if path.is_file() and not path.is_symlink()} == {0o600}
    assert mode(outside) == 0o644, "not beyond links"


@posix
def test_the_folder_of_recoveries_is_made_closed(tmp_path: Path) -> None:
    place = recovery.new_file(tmp_path / "recovery", "\x1b[31m目标表\n.xlsx")
    assert mode(place.parent) == 0o700
    assert "\x1b" not in place.name


@posix
@pytest.mark.parametrize("kind", ["a file", "beneath a file", "in /proc"])
def test_a_data_folder_that_cannot_be_had_has_a_way_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    wanted = {
        "a file": tmp_path / "file",
        "beneath a file": tmp_path / "file" / "data",
        "in /proc": Path("/proc/none/data"),
    }[kind]
    monkeypatch.setenv("REVIEWER_DATA_DIR", str(wanted))
    monkeypatch.setattr(private, "_instead", [])
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    folder, trouble = private.made_data_folder()
    assert trouble is not None
    assert trouble.filename == str(wanted)
    assert folder.is_dir()
    assert mode(folder) == 0o700
    assert private.made_data_folder() == (folder, None), "said once"


@posix
def test_a_folder_that_somebody_else_laid_out_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    trap = tmp_path / "elsewhere"
    trap.mkdir()
    (tmp_path / f"reviewer-of-{os.getuid()}").symlink_to(trap)
    assert private._other_folder().resolve() != trap


def gone_process() -> int:
    done = subprocess.Popen([sys.executable, "-c", "pass"])
    done.wait()
    return done.pid


@posix
def test_what_processes_that_are_gone_left_behind_goes_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, temp, work = (tmp_path / name for name in ("data", "temp", "work"))
    for folder in (data / "unfinished", temp, work):
        folder.mkdir(parents=True)
    monkeypatch.setenv("REVIEWER_DATA_DIR", str(data))
    monkeypatch.setattr(tempfile, "tempdir", str(temp))
    dead, half, foreign = gone_process(), work / ".0123456789ab.tmp", work / "目标表.xlsx"
    for file in (half, foreign):
        file.write_bytes(b"x")
    for number, path in enumerate((half, foreign)):
        (data / "unfinished" / f"{dead}-{number}").write_bytes(os.fsencode(path))
    (data / "unfinished" / f"{os.getpid()}-1").write_bytes(os.fsencode(half))
    for name in (
        f"reviewer-p{dead}-x",
        f"reviewer-batch-p{dead}-x",
        f"reviewer-p{os.getpid()}-x",
        "reviewer-old",
        "other",
    ):
        (temp / name).mkdir()
        (temp / name / "text.xml").write_bytes(b"x")
    private.sweep()
    assert not half.exists()
    assert foreign.exists(), "only names that the program gives"
    assert sorted(path.name for path in temp.iterdir()) == sorted(
        [f"reviewer-p{os.getpid()}-x", "reviewer-old", "other"]
    )
    assert [path.name for path in (data / "unfinished").iterdir()] == [f"{os.getpid()}-1"]


@posix
def test_a_writer_that_is_killed_leaves_nothing_after_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    code = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom reviewer.base.files import WriteError, write_whole\n"
        "def write(temporary):\n    temporary.write_bytes(b'half')\n    os.kill(os.getpid(), signal.SIGKILL)\n"
        f"write_whole(Path({str(tmp_path / 'o.json')!r}), write)\n"
    )
    subprocess.run([sys.executable, "-c", code], env={**os.environ, "REVIEWER_DATA_DIR": str(data)}, check=False)
    assert list(tmp_path.glob(".*.tmp"))
    monkeypatch.setenv("REVIEWER_DATA_DIR", str(data))
    private.sweep()
    assert not list(tmp_path.glob(".*.tmp"))
    assert not list((data / "unfinished").iterdir())


def test_a_file_that_was_written_leaves_no_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REVIEWER_DATA_DIR", str(tmp_path))
    write_whole(tmp_path / "a.json", lambda temporary: temporary.write_bytes(b"{}") and None)
    assert not list((tmp_path / "unfinished").iterdir())


NAMES = ["目标\x1b[2J表", "目标\n表", "目标\u202e表", "\x07\x08目标", "目标\u2028\u200b表", "\x9b31m目标"]


@pytest.mark.parametrize("name", NAMES)
def test_no_sign_of_a_name_commands_a_terminal(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    complain(f"{name}.txt: 打不开")
    say(f"{name}\n第二行")
    out, err = capsys.readouterr()
    for text in (out.replace("\n", ""), err.replace("\n", "")):
        assert visible(text) == text
    assert "目标" in err


@pytest.mark.parametrize("name", NAMES)
def test_no_sign_of_a_name_reaches_the_name_of_an_output(name: str) -> None:
    paths = [Path(f"{name}.txt"), Path(f"a/{name}.md")]
    made = list(names_apart(paths).values())
    assert len({each.casefold() for each in made}) == 2
    assert all(visible(each) == each for each in made)


@pytest.mark.parametrize(
    ("name", "stem"), [("a/b", "a_b"), ("\x01", "_"), (" . ", "_"), ('"x"?', "_x__"), ("目标表", "目标表")]
)
def test_the_stem_of_a_file(name: str, stem: str) -> None:
    assert file_stem(name) == stem


def test_what_was_put_aside_goes_after_the_days_that_are_set(tmp_path: Path) -> None:
    aside = tmp_path / recovery.ASIDE
    aside.mkdir()
    for days in (2, 10, 40):
        file = aside / f"{days}.review"
        file.write_bytes(b"x")
        then = file.stat().st_mtime - days * 86_400 - 60
        os.utime(file, (then, then))
    recovery.tidy(tmp_path, 90)
    assert len(list(aside.iterdir())) == 3
    recovery.tidy(tmp_path, 30)
    assert {path.stem for path in aside.iterdir()} == {"2", "10"}
    recovery.tidy(tmp_path, 7)
    assert {path.stem for path in aside.iterdir()} == {"2"}


@posix
def test_the_data_folder_that_an_output_makes_is_the_users_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REVIEWER_DATA_DIR", str(tmp_path / "data"))
    before = os.umask(0o022)
    try:
        write_whole(tmp_path / "out.json", lambda temporary: temporary.write_text("{}") and None)
    finally:
        os.umask(before)
    assert mode(tmp_path / "data") == 0o700
    assert {mode(path) for path in (tmp_path / "data").iterdir()} == {0o600}


@pytest.mark.parametrize("name", ["报告\x07.xlsx", "报告\n.csv", "\x1b[31m.json", "报告\u202excod.review", "\x9b.zip"])
def test_no_output_has_a_name_that_commands_a_terminal(tmp_path: Path, name: str) -> None:
    with pytest.raises(WriteError) as error:
        write_whole(tmp_path / name, lambda temporary: temporary.write_bytes(b"x") and None)
    assert str(error.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["名 字（一）.xlsx", "é\u0301.csv", "👨\u200d👩.json"])
def test_other_names_are_written(tmp_path: Path, name: str) -> None:
    write_whole(tmp_path / name, lambda temporary: temporary.write_bytes(b"x") and None)
    assert [path.name for path in tmp_path.iterdir()] == [name]
