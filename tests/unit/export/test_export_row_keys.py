"""The hidden columns: what a row says of itself when it was written, and which rows there were."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.export.read_back_file import _is_shifted, _seen
from reviewer.export.row_keys import (
    ROW_TITLE,
    base36,
    plain_text,
    print_of,
    read_row_key,
    read_row_list,
    with_row_keys,
    with_row_lists,
)
from reviewer.export.tables import Cell, RowNode, Sheet

SOURCE = "0123456789ab" + "c" * 52


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""), ("", ""), ("甲 乙", "甲 乙"), (" 甲", "甲"), ("甲 ", "甲"), ("甲\n", "甲"), ("a\r\nb", "a\nb"), ("a\rb", "a\nb"),
        ("a_x000D_\nb", "a\nb"), (True, "TRUE"), (False, "FALSE"), (5, "5"), (5.0, "5"), (0.1 + 0.2, "0.3"), (1e15, "1e+15"),
        (datetime(2031, 1, 2), "2031-01-02"), (datetime(2031, 1, 2, 3, 4, 5), "2031-01-02 03:04:05"),
        (datetime(2031, 1, 2, 0, 0, 5), "2031-01-02 00:00:05"), (datetime(2031, 1, 2, 0, 4), "2031-01-02 00:04:00"),
    ],
)  # fmt: skip
def test_a_value_is_the_same_text_however_a_program_stores_it(value: object, text: str) -> None:
    assert plain_text(value) == text
    assert print_of("列", value) == print_of("列", text) != print_of("另一列", text)


@given(st.integers(0, 1 << 60))
def test_numbers_of_rows_in_digits_and_letters(number: int) -> None:
    assert int(base36(number), 36) == number
    assert base36(number).lstrip("0") or number == 0


def test_a_row_knows_what_it_said() -> None:
    same = Cell("一级")
    said = [[same, Cell("甲")], [same, Cell("乙")], [Cell("二级"), Cell("乙")]]
    nodes = [RowNode(SOURCE, 40 + at, 1) for at in range(3)]
    made = list(with_row_keys(Sheet("指标", ["级", "名"], said, nodes=nodes, keys=["", ""])).rows)
    for at, row in enumerate(made):
        key = read_row_key(f" {row[-1].value} ")
        assert key is not None
        assert (key.source, key.node) == (SOURCE[:12], 40 + at)
        assert key.unchanged("级", said[at][0].value)
        assert key.unchanged("名", said[at][1].value)
        assert not key.unchanged("名", "丙")
        assert not key.unchanged("级", said[at][1].value)


@pytest.mark.parametrize(
    "text", [None, 5, "", "r1:", "r1:0123456789ab:1:123", "r2:0123456789ab:1:", "r1:0123456789a:1:", "x"]
)
def test_what_is_no_key_of_a_row(text: object) -> None:
    assert read_row_key(text) is None


@given(st.sets(st.integers(0, 60)), st.sets(st.integers(0, 1 << 40), max_size=4))
def test_the_rows_that_were_written_are_told_again(near: set[int], far: set[int]) -> None:
    sheets = [
        Sheet(title, [], [], nodes=[RowNode(SOURCE, node, 1) for node in ids])
        for title, ids in (("项目", near), ("指标", far))
    ]
    about = with_row_lists(Sheet("说明", ["文件"], [[Cell("a")], [Cell("注")]]), [SOURCE], sheets, 10_000)
    first, second = about.rows
    assert read_row_list(first[-1].value) == (SOURCE[:12], {"项目": near, "指标": far})
    assert second[-1].value is None


@pytest.mark.parametrize(("longest", "is_written"), [(24, True), (23, False)])
def test_a_list_that_no_cell_holds_is_not_written(longest: int, is_written: bool) -> None:
    sheets = [Sheet("项目", [], [], nodes=[RowNode(SOURCE, node, 1) for node in (2, 3, 4, 6)])]
    (row,) = with_row_lists(Sheet("说明", ["文件"], [[Cell("a")]]), [SOURCE], sheets, longest).rows
    assert row[-1].value == ("l1:0123456789ab|项目:2-4,6" if is_written else None)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("l1:a|项目:1-2,5", {"项目": {1, 2, 5}}), ("l1:a|项目:", {"项目": set()}), ("l1:a", {}), ("l1:a|项目", None), ("l1:a|项目:x", None),
        ("项目:1", None), (5, None), ("l1:a|项目:1-2097154", None),
    ],
)  # fmt: skip
def test_what_a_list_of_rows_says(text: object, rows: dict[str, set[int]] | None) -> None:
    assert read_row_list(text) == (None if rows is None else ("a", rows))


def test_the_longest_sheet_is_a_list_too() -> None:
    found = read_row_list("l1:a|项目:1-2097153")
    assert found is not None
    assert len(found[1]["项目"]) == 2097153


@pytest.mark.parametrize(
    ("cells", "is_shifted"),
    [
        ({"名": "r1:0123456789ab:1:"}, True), ({"名": "r1:甲"}, False), ({"名": "甲"}, False), ({}, False),
        ({"名": "r1:0123456789ab:1:", ROW_TITLE: "r1:0123456789ab:1:"}, False), ({"名": "r1:0123456789ab:1:", ROW_TITLE: "甲"}, True),
    ],
)  # fmt: skip
def test_a_row_whose_key_stands_beneath_another_title_was_shifted(cells: dict[str, str], is_shifted: bool) -> None:
    assert _is_shifted([(title, text, "") for title, text in cells.items()]) is is_shifted


@pytest.mark.parametrize(
    ("value", "code", "number", "seen"),
    [
        (5, "General", 0, ""), (5, "General", 44, "as shown"), (5, "@", 49, ""), (5, "0.00", 2, "as shown"), (5, "0.00", None, "as shown"),
        (5, None, 0, ""), (None, "0.00", 2, ""), ("5", "0.00", 2, ""), (True, "0.00", 2, ""),
        (datetime(2031, 1, 2), "m月d日", 58, "as shown"),
    ],
)  # fmt: skip
def test_what_a_person_sees_of_a_number_is_what_its_format_shows(
    value: object, code: str | None, number: int | None, seen: str
) -> None:
    cell = SimpleNamespace(number_format=code, style_array=SimpleNamespace(numFmtId=number))
    assert _seen(value, cell, lambda *_: " as shown ") == seen
