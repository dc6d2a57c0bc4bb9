"""Writing whole or not at all, and what is said when it cannot be."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from reviewer.base.files import WriteError, write_whole
from reviewer.base.gate import OVERWRITE, asked
from reviewer.base.i18n import use_language


@pytest.fixture(autouse=True)
def _english() -> None:
    use_language("en")


def put(text: str):  # type: ignore[no-untyped-def]
    return lambda path: path.write_text(text, encoding="utf-8") and None


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_new_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "预算.json"
    write_whole(path, put("one"))
    write_whole(path, put("two"))
    assert path.read_text(encoding="utf-8") == "two"
    assert names(tmp_path) == ["预算.json"]


def test_name_as_long_as_allowed(tmp_path: Path) -> None:
    path = tmp_path / ("预" * 83 + ".json")
    write_whole(path, put("one"))
    assert path.exists()
    with pytest.raises(WriteError, match="not a name"):
        write_whole(tmp_path / ("预" * 90 + ".json"), put("one"))


def test_nobody_sees_it_before_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")
    seen = []

    def write(temporary: Path) -> None:
        temporary.write_text("half")
        seen.append(path.read_text())

    write_whole(path, write, asked(path))
    assert seen == ["old"]
    assert path.read_text() == "half"


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "no space"), (errno.EROFS, "nothing may be written"), (errno.EACCES, "nothing may be written"),
     (errno.EINVAL, "not a name"), (errno.ENOENT, "is not there"), (errno.EIO, "another place")],
)  # fmt: skip
def test_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path, number: int, words: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")

    def write(temporary: Path) -> None:
        temporary.write_text("half")
        raise OSError(number, os.strerror(number))

    with pytest.raises(WriteError, match=words) as caught:
        write_whole(path, write, OVERWRITE)
    assert "a.txt" in str(caught.value)
    assert path.read_text() == "old"
    assert names(tmp_path) == ["a.txt"]


def test_a_mistake_of_the_writer_passes_through_and_leaves_nothing(tmp_path: Path) -> None:
    def write(temporary: Path) -> None:
        temporary.write_text("half")
        raise KeyError("x")

    with pytest.raises(KeyError):
        write_whole(tmp_path / "a.txt", write)
    assert names(tmp_path) == []


def test_target_is_open_in_another_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xlsx"
    path.write_text("old")

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Access is denied")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(WriteError, match=r"a\.xlsx.*another program.*close it"):
        write_whole(path, put("new"), OVERWRITE)
    monkeypatch.undo()
    assert path.read_text() == "old"
    assert names(tmp_path) == ["a.xlsx"]


def test_folder_gone_or_in_the_way(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match=r"folder .* is not there"):
        write_whole(tmp_path / "gone" / "a.txt", put("x"))
    with pytest.raises(WriteError, match="is a folder"):
        write_whole(tmp_path, put("x"))
    with pytest.raises(WriteError, match="not a name"):
        write_whole(tmp_path / "a\0b", put("x"))


def test_write_protected_target_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write everywhere
    with pytest.raises(WriteError, match="write-protected"):
        write_whole(path, put("x"))
    assert path.read_text() == "old"


@pytest.mark.skipif(os.name != "posix", reason="links and modes as POSIX has them")
def test_links_and_modes_stay(tmp_path: Path) -> None:
    real = tmp_path / "real.txt"
    real.write_text("old")
    real.chmod(0o640)
    link = tmp_path / "link.txt"
    link.symlink_to(real)
    write_whole(link, put("new"), asked(link))
    assert link.is_symlink()
    assert real.read_text() == "new"
    assert real.stat().st_mode & 0o777 == 0o640
