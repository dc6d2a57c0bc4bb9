"""Text that was once read in the wrong encoding is found, said and marked."""

from __future__ import annotations

import pytest

from reviewer.base.garbled import garbled
from reviewer.base.i18n import use_language
from reviewer.extract.plausible import is_odd
from reviewer.model.source import Note
from reviewer.sources.registry import source_from_bytes

MEANT = "渠道清淤长度，合格率"


def misread(text: str, *steps: tuple[str, str]) -> str:
    for written, read in steps:
        text = text.encode(written).decode(read, "ignore")
    return text


@pytest.mark.parametrize(
    "steps",
    [
        [("utf-8", "gb18030")], [("gb18030", "latin-1")], [("utf-8", "latin-1")], [("utf-8", "latin-1"), ("utf-8", "gb18030")],
        [("gb18030", "cp1252")],
    ],
)  # fmt: skip
def test_what_such_text_was(steps: list[tuple[str, str]]) -> None:
    text = misread(MEANT, *steps)
    (found,) = garbled(f"甲 {text} 12")
    assert found[0] == 2
    assert found[2] in (MEANT, MEANT[:-1])


@pytest.mark.parametrize(
    "text",
    [
        "渠道清淤长度",
        "漯河市溧水区汨罗江滢滘",
        "路楼芦陆录鹿卢炉隆",
        "≥95%",
        "été à Zürich",
        "café",
        "①②③④⑤",
        "，。；：（）",
        "abc",
        "ÄÖÜ",
    ],
)
def test_ordinary_text_is_none(text: str) -> None:
    assert not list(garbled(text))


def test_it_is_said_with_what_it_seems_to_have_been_and_the_field_is_odd() -> None:
    use_language("en")
    text = misread(MEANT, ("utf-8", "gb18030"))
    source = source_from_bytes("a.txt", f"一级指标\t三级指标\t指标值\n产出指标\t{text}\t≥3公里\n".encode())
    (note,) = source.notes
    assert isinstance(note, Note)
    assert note.code == "damaged characters"
    assert text[:8] in note
    assert MEANT[:8] in note
    assert source.text(note.spans).startswith(text[:8])
    assert is_odd("level3", text)
    assert not is_odd("level3", "渠道清淤长度")
