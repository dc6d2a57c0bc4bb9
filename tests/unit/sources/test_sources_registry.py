"""Opening a file: a source, or one sentence for the user."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from reviewer.base.i18n import use_language
from reviewer.base.resources import resource
from reviewer.model.source import Grid
from reviewer.sources.registry import SourceError, open_source, source_from_bytes


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


@pytest.mark.parametrize(
    ("name", "format_name"),
    [
        ("wide.md", "markdown"),
        ("wrapped.txt", "text"),
        ("department.txt", "tsv"),
        ("plain-levels.tsv", "tsv"),
        ("forms.txt", "tsv"),
    ],
)
def test_samples_open_and_every_span_is_its_text(name: str, format_name: str) -> None:
    path = resource("samples", name)
    told: list[float] = []
    source = open_source(path, told.append)
    assert (source.name, source.format, source.encoding) == (name, format_name, "utf-8")
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert told
    for index, block in source.blocks():
        spans = [s for c in block.cells for s in c.spans] if isinstance(block, Grid) else [block.span]
        for span in spans:
            text = source.pages[index].text[span.start : span.end]
            assert source.text([span]) == text != ""


def test_the_content_counts_and_not_the_suffix(tmp_path: Path) -> None:
    path = tmp_path / "表.dat"
    path.write_bytes("| 名称 | 总计 |\n|---|---|\n| 清淤 | 20 |\n".encode("gb18030"))
    source = open_source(path)
    assert (source.format, source.encoding) == ("markdown", "gb18030")


def sentence(error: pytest.ExceptionInfo[SourceError], name: str) -> str:
    """The message; one line that names the file and ends like a sentence."""
    text = str(error.value)
    assert name in text
    assert "\n" not in text
    assert text.endswith(".")
    return text


def refused(data: bytes) -> str:
    with pytest.raises(SourceError) as error:
        source_from_bytes("表.txt", data)
    return sentence(error, "表.txt")


@pytest.mark.parametrize("data", [b"", b"  \r\n\t ", b"\xef\xbb\xbf", b"\xef\xbb\xbf\r\n", b"\xff\xfe", b"\0" * 100])
def test_an_empty_file(data: bytes) -> None:
    assert "empty" in refused(data)


def test_a_file_of_wide_blanks_only_is_empty() -> None:
    assert "empty" in refused("\u3000\u3000\n\u3000".encode())


@pytest.mark.parametrize("data", [b"MZ\x90\0" + bytes(200), bytes(range(256)) * 10, b"\x1f\x8b\x08" + bytes(100)])
def test_a_binary_file(data: bytes) -> None:
    assert any(words in refused(data) for words in ("cannot be opened", "is a program", "is an archive"))


def test_a_file_that_vanished(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as error:
        open_source(tmp_path / "没有.txt")
    assert "not there" in sentence(error, "没有.txt")


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as error:
        open_source(tmp_path)
    assert "folder" in sentence(error, tmp_path.name)


def test_a_text_without_a_table_opens_as_lines() -> None:
    source = source_from_bytes("信.txt", "各科室：\n请报送材料。\n".encode())
    assert source.format == "text"
    assert [source.text([block.span]) for _, block in source.blocks() if not isinstance(block, Grid)] == [
        "各科室：",
        "请报送材料。",
    ]


def test_one_progress_call_may_stop_the_work(tmp_path: Path) -> None:
    class StopError(Exception):
        pass

    def stop(_done: float) -> None:
        raise StopError

    path = tmp_path / "表.txt"
    path.write_text("甲\t乙\n", encoding="utf-8")
    with pytest.raises(StopError):
        open_source(path, stop)


def test_characters_that_were_lost_before_are_said() -> None:
    lost = source_from_bytes("a.csv", b"????,??,???\n??,120.5,?95%\n??,80,?90%\n????,5,??\n")
    assert [getattr(note, "code", "") for note in lost.notes] == ["part not read"]
    for text in (
        "really??\nname,sum\nroad,120.5\npond,80\n",
        "????,??\n项目,120.5\n??,80\n",
        "a__b,__init__,c\nlong,row,of words\n1,2,3\n",
    ):
        assert not source_from_bytes("a.csv", text.encode()).notes, text
