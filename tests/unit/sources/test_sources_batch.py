"""A zip of files opens as what is in it, on the command line and by path."""

from __future__ import annotations

import io
import json
import warnings
import zipfile
from pathlib import Path

import pytest
from hostile_files import csv, html, packed, saying_size, xlsx

from reviewer import cli
from reviewer.base.i18n import use_language
from reviewer.sources.registry import SourceError, bytes_of, file_of, files_of, open_source


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    path = tmp_path / "批.zip"
    path.write_bytes(packed({
        "水利/表.xlsx": xlsx(), "目标.html": html(), "说明.exe": b"MZ", "__MACOSX/._a.html": b"x", "~$表.xlsx": b"x",
        "../外.csv": csv(), "内.zip": packed({"a.csv": csv()}),
    }))  # fmt: skip
    return path


def test_its_members_have_paths(batch: Path) -> None:
    found = files_of(batch)
    assert sorted(path.relative_to(batch).as_posix() for path in found) == [
        "内.zip",
        "外.csv",
        "水利/表.xlsx",
        "目标.html",
    ]
    source = open_source(batch / "水利" / "表.xlsx")
    assert (source.name, source.format) == ("表.xlsx", "xlsx")
    assert file_of(batch / "水利" / "表.xlsx") == batch
    with pytest.raises(SourceError, match="within a zip"):
        open_source(batch / "内.zip")
    with pytest.raises(SourceError, match="not there any more"):
        open_source(batch / "无.csv")


def test_other_files_and_office_files_stand_for_themselves(tmp_path: Path) -> None:
    path = tmp_path / "表.zip"
    path.write_bytes(xlsx())
    assert files_of(path) == [path]
    assert open_source(path).format == "xlsx"
    assert files_of(tmp_path / "无.zip") == [tmp_path / "无.zip"]


def test_names_that_old_programs_wrote(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("xxxx.csv")
        archive.writestr(info, csv())
    path = tmp_path / "a.zip"
    path.write_bytes(out.getvalue().replace(b"xxxx", "清淤".encode("gb18030")))
    assert files_of(path) == [path / "清淤.csv"]
    assert open_source(path / "清淤.csv").format == "csv"


def test_the_command_line_reads_each(batch: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.json"
    assert cli.run(["extract", str(batch), "-o", str(out)]) == 1
    assert "批.zip/内.zip" in capsys.readouterr().err
    assert sorted(d["source"]["name"] for d in json.loads(out.read_text("utf-8"))) == ["外.csv", "目标.html", "表.xlsx"]


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (packed({"a.exe": b"MZ"}), "nothing that can be opened"),
        (packed({f"{n}.csv": b"x" for n in range(2001)}), "more than can be opened"),
        (saying_size(packed({f"{n}.csv": b"x" for n in range(12)}), 190 << 20), "more than can be opened"),
    ],
)
def test_what_is_refused(data: bytes, word: str, tmp_path: Path) -> None:
    path = tmp_path / "批.zip"
    path.write_bytes(data)
    with pytest.raises(SourceError, match=word):
        files_of(path)


def test_none_stands_for_another_where_names_come_to_one_path(tmp_path: Path) -> None:
    path = tmp_path / "批.zip"
    with zipfile.ZipFile(path, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # one name twice is what is tried
        for name, text in (("甲:表.txt", "1"), ("甲_表.txt", "2"), ("乙.txt", "3"), ("乙.txt", "4")):
            archive.writestr(name, text)
    found = files_of(path)
    assert [file.name for file in found] == ["乙 (2).txt", "乙.txt", "甲_表 (2).txt", "甲_表.txt"]
    assert [bytes_of(file) for file in found] == [b"4", b"3", b"2", b"1"]


def test_a_folder_that_is_called_like_a_zip_is_a_folder(tmp_path: Path) -> None:
    path = tmp_path / "批.zip"
    path.write_bytes(packed({"材料.zip/表.csv": csv()}))
    (file,) = files_of(path)
    assert bytes_of(file) == csv()
    (tmp_path / "夹.zip").mkdir()
    (tmp_path / "夹.zip" / "表.csv").write_bytes(csv())
    assert bytes_of(tmp_path / "夹.zip" / "表.csv") == csv()


def test_a_damaged_member_is_one_whatever_packed_it(tmp_path: Path) -> None:
    path = tmp_path / "批.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.txt", "目标" * 5000)
    data = bytearray(path.read_bytes())
    start = data.find(b"a.txt") + 5
    data[start + 20 : start + 40] = b"\xff" * 20
    path.write_bytes(data)
    with pytest.raises(SourceError, match="damaged"):
        bytes_of(path / "a.txt")
