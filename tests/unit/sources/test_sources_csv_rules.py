"""CSV at its borders: which text is one, and that every character of it is a cell's, a sign's or layout, and only one of them."""

from __future__ import annotations

from itertools import pairwise

import pytest

from reviewer.base.i18n import use_language
from reviewer.model.source import Grid, Source
from reviewer.sources import csv_text
from reviewer.sources.csv_text import delimiter_of
from reviewer.sources.registry import SourceError, source_from_bytes


def lines(*rows: str) -> str:
    return "\n".join(rows) + "\n"


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        # two rows are enough where there are four columns, or where cells are quoted
        (lines("甲,乙,丙,丁", "1,2,3,4"), ","),
        (lines("甲,乙,丙,丁"), None),
        (lines("甲,乙,丙", "1,2,3"), None),
        (lines("甲,乙,丙", "1,2,3", "4,5,6"), ","),
        (lines('"甲",乙,丙', "1,2,3"), ","),
        (lines('"甲",乙', "1,2"), ","),
        (lines('"甲",乙', "1,2", "3,4"), ","),
        (lines('"甲",乙', "1, 2", "3, 4"), None),
        (lines("甲,乙,丙,丁", ",,,", "1,2,3,4"), ","),
        (lines("甲", "乙"), None),
        ("", None),
        # words with commas
        (lines("甲, 乙", "1, 2", "3, 4"), None),
        (lines("甲, 乙", "1,2", "3,4"), ","),
        (lines("甲, 乙, 丙", "1,2, 3", "4,5,6"), None),
        (lines("甲, 乙, 丙", "1,2,3", "4,5,6"), ","),
        # four rows in five agree
        (lines("甲,乙,丙,丁", "1,2,3,4", "5,6,7,8", "9,9,9,9", "题"), ","),
        (lines("甲,乙,丙,丁", "1,2,3,4", "5,6,7,8", "题", "9,9", "9,9", "9,9,9"), ","),
        # or empty cells at the ends were left out: two in five rows are whole, and few have one cell
        (lines("甲,乙,丙", "1,2,3", "4,5", "6,7", "8,9"), ","),
        (lines("甲,乙,丙", "1,2", "4,5", "6,7"), None),
        (lines("甲,乙", "1,2", "4", "6", "8"), None),
        (lines("甲,乙,丙", "1,2,3", "4,5"), None),
        (lines("甲,乙,丙", "1,2,3", "4,5", "6,7"), ","),
        (lines("甲,乙,丙", "1,2,3", "4", "5", "6,7"), None),
        (lines("甲,乙,丙,丁", *["1,2,3,4"] * 3, *["5,6"] * 4, *["7"] * 3), None),
        (lines("甲,乙,丙,丁", *["1,2,3,4"] * 3, *["5,6"] * 3, *["7"] * 3), ","),
        (lines("甲,乙,丙,丁", *["1,2,3,4"] * 3, *["5,6"] * 2, *["7"] * 4), None),
        (lines("甲,乙,丙,丁", *["1,2,3,4"] * 3, *["5,6"] * 4, *["7"] * 2), ","),
        (lines("甲,乙,丙,丁", *["1,2,3,4"] * 3, *["5,6"] * 3, *["7"] * 3, "8,9"), None),
        # other signs
        (lines("甲;乙;丙;丁", "1;2;3;4"), ";"),
        (lines("甲;乙;丙;丁", "1,5;2,5;3;4", "1;2;3;4"), ";"),
        (lines("sep=;", "甲;乙"), ";"),
        ("\ufeff" + lines("SEP=,", "甲,乙"), ","),
        (lines('"sep=|"', "甲|乙"), "|"),
        (lines("sep=\t", "甲\t乙"), "\t"),
        (lines("sep=x", "甲x乙"), None),
        # tabs
        (lines("甲\t乙", "1\t2", "3\t4"), None),
        (lines('甲\t"乙\n丙"', "1\t2"), "\t"),
        (lines('甲\t"乙""丙"', "1\t2"), "\t"),
        (lines('甲\t"乙丙"', "1\t2"), None),
        (lines("甲,乙,丙\t,丁", "1,2,3,4"), ","),
        (lines("甲,乙,丙,丁\t戊", "1,2,3,4", "1,2,3,4", "1,2,3,4"), ","),
        (lines("甲,乙,丙,丁\t戊", "1,2,3,4\t5", "1,2,3,4", "1,2,3,4"), ","),
        (lines("甲,乙,丙,丁\t戊", "1,2,3,4\t5", "1,2,3,4\t5", "1,2,3,4"), None),
        # other kinds of text
        (lines("| 甲,乙,丙,丁", "1,2,3,4", "1,2,3,4", "1,2,3,4"), ","),
        (lines("| 甲,乙,丙,丁", "1,2,3,4", "1,2,3,4"), None),
        (lines(" | 甲,乙,丙,丁", "|1,2,3,4", "1,2,3,4", "1,2,3,4"), None),
        (lines("<p>,乙,丙,丁", "1,2,3,4"), None),
        (lines('{"甲":1,"乙":2,"丙":3,"丁":4}', "1,2,3,4"), None),
        (lines(" [1,2,3,4],", "1,2,3,4,5"), None),
    ],
)  # fmt: skip
def test_which_text_is_a_table_in_commas(text: str, delimiter: str | None) -> None:
    assert delimiter_of(text) == delimiter


def test_a_text_in_commas_is_told_by_its_first_rows() -> None:
    assert delimiter_of(lines(*["1,2,3,4"] * 400, *["书信"] * 300)) == ","
    assert delimiter_of(lines(*["1,2,3,4"] * 270, *["书信"] * 130, *["1,2,3,4"] * 400)) is None


def read(text: str) -> Source:
    source = source_from_bytes("表.csv", text.encode())
    assert source.format in ("csv", "tsv")
    return source


def rows(source: Source) -> list[list[str]]:
    (grid,) = source.pages[0].blocks
    assert isinstance(grid, Grid)
    found = [[""] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        found[cell.row][cell.column] = source.text(cell.spans)
    return found


HEAD = "名称,说明,金额,备注\n"


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("清淤,畅通,3,无", ["清淤", "畅通", "3", "无"]),
        (" 清淤 ,\t畅通\t, 3,无 ", ["清淤", "畅通", "3", "无"]),
        ('"清淤"," 畅通 ", "3" ,""', ["清淤", "畅通", "3", ""]),
        ('清淤,"畅""通""",3,"  "', ["清淤", '畅"通"', "3", ""]),
        ('清淤,"""畅"" 通",3,无', ["清淤", '"畅" 通', "3", "无"]),
        ('清淤,"畅\n通",3,无', ["清淤", "畅\n通", "3", "无"]),
        ('清淤,"畅,通",3,无', ["清淤", "畅,通", "3", "无"]),
        ("清淤,畅\\,通\\,,3,无", ["清淤", "畅,通,", "3", "无"]),
        ("清淤,\\,畅通,3,无", ["清淤", ",畅通", "3", "无"]),
        ('清淤,="畅通",="3",无', ["清淤", "畅通", "3", "无"]),
        ('清淤,"=""畅通""",3,无', ["清淤", "畅通", "3", "无"]),
        ('清淤,"=""畅通""等",3,无', ["清淤", '="畅通"等', "3", "无"]),
        ('清淤,=T("畅通"),="3"&"",无', ["清淤", "畅通", "3", "无"]),
        ("清淤,'畅通,'3,`-4", ["清淤", "'畅通", "3", "-4"]),
        ("清淤,“畅,通”,'≥3,无", ["清淤", "畅,通", "≥3", "无"]),
        ("清淤,“畅通”,3,无", ["清淤", "“畅通”", "3", "无"]),
        ('清淤,"畅通,3,无', ["清淤", '"畅通', "3", "无"]),
        ('清淤,畅"通,3,无', ["清淤", '畅"通', "3", "无"]),
        ('清淤,",3,无', ["清淤", '"', "3", "无"]),
        ("清淤,“,3,无", ["清淤", "“", "3", "无"]),
        ("清淤,a&b,3&,无", ["清淤", "a&b", "3&", "无"]),
        ('清淤,"甲&乙",3,"&"', ["清淤", "甲&乙", "3", "&"]),
        ("清淤,畅通,3,", ["清淤", "畅通", "3", ""]),
        ("清淤", ["清淤", "", "", ""]),
    ],
)
def test_what_is_written_around_a_value_is_none_of_it_and_nothing_else_is_lost(row: str, cells: list[str]) -> None:
    """Every character stands in one cell, is layout, or parts cells; none is two of these."""
    others = "疏浚,宽阔,5,有\n绿化,整洁,6,有\n照明,明亮,7,有\n排水,通畅,8,有\n"
    for end in ("", "\n"):
        source = read(HEAD + others + row + end)
        assert rows(source)[5] == cells
        page = source.pages[0]
        (grid,) = page.blocks
        assert isinstance(grid, Grid)
        spans = sorted([span for cell in grid.cells for span in cell.spans] + list(page.layout or ()))
        assert all(first.end <= second.start for first, second in pairwise(spans))
        taken = [place for span in spans for place in range(span.start, span.end)]
        assert len(set(taken)) == len(taken)
        left = "".join(char for place, char in enumerate(page.text) if place not in set(taken))
        assert not left.replace(",", "").strip(), "only commas and blanks belong to nothing"
        assert left.count(",") == (18 if "," in row else 15)


def test_the_line_that_names_the_sign_is_layout_and_no_row() -> None:
    source = read("sep=;\n甲;乙\n1;2\n")
    assert rows(source) == [["甲", "乙"], ["1", "2"]]
    assert [source.text((span,)) for span in source.pages[0].layout or ()] == ["sep=;"]


@pytest.mark.parametrize(("share", "taken"), [(3, True), (2, False)])
def test_a_file_whose_cells_mostly_stand_in_quotes_of_another_kind_puts_them_around_all(
    share: int, taken: bool
) -> None:
    cells = ["「甲」", "「乙」", "「丙」", "丁"] if share == 3 else ["「甲」", "「乙」", "丙", "丁"]
    found = rows(read("\n".join([",".join(cells)] * 3) + "\n"))
    assert found[0][0] == ("甲" if taken else "「甲」")


def test_more_cells_than_can_be_reviewed_are_refused_before_and_while_they_are_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    use_language("en")
    text = "1,2,3,4\n" * 3
    monkeypatch.setattr(csv_text, "MOST_CELLS", 12)
    assert len(rows(read(text))) == 3
    monkeypatch.setattr(csv_text, "MOST_CELLS", 11)
    with pytest.raises(SourceError, match="holds more than can be reviewed; please split it"):
        read(text)
    monkeypatch.setattr(csv_text, "MOST_CELLS", 12)
    assert len(rows(read(text + ",,,\n" * 3))) == 3, "signs that part cells, twice as many as may be"
    with pytest.raises(SourceError, match="holds more than can be reviewed"):
        read(text + ",,,\n" * 4)


def test_a_table_of_blanks_is_empty() -> None:
    use_language("en")
    with pytest.raises(SourceError, match="is empty; please choose another file"):
        read("sep=,\n ,\n , \n")
