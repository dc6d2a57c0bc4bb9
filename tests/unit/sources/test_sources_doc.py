"""Old Word documents: text, cells and merges from the file itself, as the same document reads as docx.

features.doc was made by LibreOffice from XML as word_files.py writes it (an invented office): lists with numbers, merged
cells, a table in a cell, hidden and deleted text, a field, signs of symbol fonts, a text box, a header and a footer.
"""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from word_files import blocks, grids

from reviewer.base.i18n import use_language
from reviewer.model.source import Note, Source
from reviewer.sources.doc_body import _firsts, _row, _shown
from reviewer.sources.doc_fields import state
from reviewer.sources.doc_file import sprms
from reviewer.sources.registry import open_source, source_from_bytes

OLD = Path(__file__).resolve().parents[2] / "data" / "word" / "features.doc"


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


@pytest.fixture(scope="module")
def source() -> Source:
    use_language("en")  # its notes are sentences, made when it is read
    return open_source(OLD)


def test_lines_and_cells_with_merges_lists_and_a_table_in_a_cell(source: Source) -> None:
    assert source.format == "doc"
    assert blocks(source) == [
        "青禾市水务局2024年项目支出绩效目标表",
        "一、河道清淤",
        "二、堤防加固",
        "部门名称：青禾市水务局    单位：万元",
        [
            (0, 0, 1, 2, "项目资金"),
            (0, 2, 2, 2, "金额"),
            (0, 4, 1, 1, "年度"),
            (1, 0, 1, 1, "总额"),
            (1, 1, 1, 1, "其中"),
            (1, 4, 1, 1, "2024"),
            (2, 0, 1, 1, "河道清淤\n（一期）"),
            (2, 1, 1, 1, "14.4"),
            (2, 2, 1, 2, "70.4"),
            (2, 4, 1, 1, ""),
            (3, 0, 2, 1, "绩效指标"),
            (3, 1, 1, 2, "三级指标"),
            (3, 3, 1, 2, "指标值"),
            (4, 1, 1, 2, "清淤河道长度"),
            (4, 3, 1, 2, "≥12公里"),
        ],
        "可见之后",
        "留插入",
        "共20.5万元",
        "≥95%𠀀☑",
        "框外",
        "框内文字",
    ]


def test_the_text_of_a_page_is_its_blocks(source: Source) -> None:
    assert "项目资金\t\t金额\t\t年度\n总额\t其中\t\t\t2024\n河道清淤\n（一期）\t14.4\t70.4\n" in source.pages[0].text
    assert sum(grids(source)[0].widths) == pytest.approx(325, abs=2)


def test_headers_are_told_of(source: Source) -> None:
    assert source.notes == ("Headers and footers of the pages are left out: 附件2",)


@pytest.mark.parametrize("name", ["表.docx", "表.wps", "表.txt"])
def test_the_content_counts_and_not_the_suffix(name: str) -> None:
    assert source_from_bytes(name, OLD.read_bytes()).format == "doc"


@pytest.mark.parametrize(
    ("flags", "firsts"),
    [([0, 1, 2, 2, 0], [0, 1, 2, 2, 0]), ([2, 1, 1, 0, 2], [1, 2, 2, 0, 1]), ([1, 2, 1, 2], [1, 2, 1, 2])],
)
def test_cells_merged_across_whichever_flag_says_first(flags: list[int], firsts: list[int]) -> None:
    assert _firsts(flags) == firsts


def test_a_row_with_fewer_records_than_cells() -> None:
    row = _row(struct.pack("<B4h", 3, 0, 1000, 900, 3000) + struct.pack("<H18x", 0x60))
    assert row is not None
    assert (row.edges, row.down, row.across) == ([0, 1000, 900, 3000], [3, 0, 0], [0, 0, 0])


def test_properties_end_where_their_bytes_end() -> None:
    assert list(sprms(b"\x16\x24\x01\x49\x66\x01\0\0\0")) == [(0x2416, b"\x01"), (0x6649, b"\x01\0\0\0")]
    assert list(sprms(b"\x08\xd6\0\0")) == []
    assert list(sprms(b"\x16")) == []


def _changed(old: bytes, new: bytes) -> Source:
    """The old document with one kind of property of characters in place of another."""
    data = OLD.read_bytes()
    assert old in data
    return source_from_bytes("旧.doc", data.replace(old, new))


HIDDEN, STRUCK, RAISED = b"\x3c\x08\x01", b"\x37\x08\x01", b"\x48\x2a\x01"


def test_struck_out_text_is_left_out_and_said(source: Source) -> None:
    found = _changed(HIDDEN, STRUCK)
    assert found.pages[0].text == source.pages[0].text
    struck = [note for note in found.notes if isinstance(note, Note) and note.code == "struck out"]
    assert len(struck) == 1
    assert struck[0].count("隐藏") == 1


def test_raised_text_is_shown(source: Source) -> None:
    assert len(_changed(HIDDEN, RAISED).pages[0].text) > len(source.pages[0].text)


def test_capitals_are_shown_as_capitals() -> None:
    data = (
        OLD.read_bytes().replace(HIDDEN, b"\x3b\x08\x01").replace("隐藏".encode("utf-16-le"), "km".encode("utf-16-le"))
    )
    assert "可见KM之后" in source_from_bytes("旧.doc", data).pages[0].text


def test_an_equation_of_an_editor_is_said_with_its_place() -> None:
    old, new = ("\x13QUOTE 20.5\x1420.5\x15", "\x13EMBED Equation \x15")
    found = _changed(old.encode("utf-16-le"), new.encode("utf-16-le"))
    assert [note for note in found.notes if "“共万元”" in note and getattr(note, "code", "") == "part not read"]
    assert "\n共万元\n" in found.pages[0].text


@pytest.mark.parametrize(
    ("units", "text"),
    [
        ("\x13 eq \\o\\ac(□,√) \x15新增", "☑新增"),
        ("\x13PAGE\x14 3\x15页", " 3页"),
        ("\x13 eq \\o\\ac(○,\x13SYMBOL 49\x15) \x15", "①"),
        ("\x13HYPERLINK x", ""),
    ],
)
def test_fields_with_and_without_a_result(units: str, text: str) -> None:
    assert _shown(units, []) == text


def test_form_fields_show_their_state() -> None:
    """An invented form with boxes to tick, a list to choose from and a raised note mark, saved by LibreOffice as .doc."""
    source = open_source(OLD.with_name("form-fields.doc"))
    assert source.pages[0].text.strip("\n").split("\n") == [
        "项目类型\t☑新增 ☐延续",
        "指标类型\t质量指标",
        "验收率\t≥95%¹",
        "说明\t无",
    ]


def test_form_fields_that_are_no_field() -> None:
    assert state(b"", 0) == ""
    assert state(b"\0" * 200, 10) == ""
    head = struct.pack("<iH", 80, 6)
    assert (
        state(head + struct.pack("<IHHH", 0xFFFFFFFF, 2 | 1 << 2, 0, 0) + bytes(26), 0) == ""
    )  # a list without choices
    assert (
        state(head + struct.pack("<IHHH", 0xFFFFFFFF, 1 | 25 << 2, 0, 0) + bytes(4) + b"\1\0", 0) == "☑"
    )  # as it is at first
