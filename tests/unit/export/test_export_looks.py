"""How wide columns and how high rows of a workbook are, so that what stands in them can be read on the screen and on paper."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
import xlsxwriter
from openpyxl import load_workbook

from reviewer.export import sheet_writer
from reviewer.export.looks import (
    Formats,
    column_width,
    header_height,
    lines_of,
    print_share,
    row_height,
    stretched,
    text_width,
)
from reviewer.export.tables import Cell, Form, Link


@pytest.mark.parametrize(("text", "width"), [("", 0), ("abc", 3), ("中a", 3), ("≥95%，", 6), ("（一）", 6)])
def test_a_chinese_character_takes_two_digits(text: str, width: int) -> None:
    assert text_width(text) == width


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 12, 1), ("字" * 5, 12, 1), ("字" * 6, 12, 2), ("a" * 10, 12, 1), ("a" * 11, 12, 2), ("a" * 21, 12, 3), ("甲\n乙", 12, 2),
        ("甲\n\n乙", 12, 3), ("字" * 6 + "\n乙", 12, 3), ("字字", 3, 2), ("字字", 1, 2), ("aa", 4, 1),
    ],
)  # fmt: skip
def test_lines_of_a_text_that_wraps(text: str, width: float, lines: int) -> None:
    """Two digits of the column stay free: a line that would begin with a comma begins one character earlier."""
    assert lines_of(text, width) == lines


@pytest.mark.parametrize(
    ("texts", "widths", "height"),
    [
        (["字" * 5], [12], None), (["字" * 6], [12], 33.0), (["短", "字" * 11], [12, 12], 47.5), (["字" * 99], [0], None),
        (["甲\n乙"], [40], 33.0), (["字" * 999], [12], 400.0), ([None, 5.0], [6, 6], None), (["a" * 11], [12], 33.0),
    ],
)  # fmt: skip
def test_a_row_is_as_high_as_its_longest_text(
    texts: list[str | float | None], widths: list[int], height: float | None
) -> None:
    assert row_height([Cell(text) for text in texts], widths) == height


@pytest.mark.parametrize(
    ("title", "cells", "width"),
    [
        ("a", [], 6), ("名称", [], 8), ("字" * 7, [], 18), ("字" * 8, [], 13), ("名称", ["字" * 10], 22),
        ("名称", ["短"] * 10 + ["字" * 10], 8), ("名称", ["短"] * 9 + ["字" * 10] * 2, 22),
        ("名称", ["字" * 40], 36), ("年度指标值", ["字" * 40], 28), ("名称", ["字" * 71], 36), ("名称", ["字" * 72], 56),
        ("名称", ["一二\n一二三四五"], 12), ("名称", [None], 8), ("名称", [Link("'指标'!A2", "一二三四五六")], 14),
    ],
)  # fmt: skip
def test_a_column_is_as_wide_as_most_of_its_rows_want(title: str, cells: list[str | Link | None], width: int) -> None:
    assert column_width(title, [Cell(cell) for cell in cells]) == width


@pytest.mark.parametrize(
    ("value", "form", "width"),
    [(5.0, Form.MONEY, 14), (123456789012345.0, Form.MONEY, 19), (5.0, Form.SHARE, 9), (5.0, Form.TEXT, 6)],
)
def test_a_column_of_figures_is_as_wide_as_they_are_shown(value: float, form: Form, width: int) -> None:
    assert column_width("a", [Cell(value, form)]) == width


@pytest.mark.parametrize(
    ("titles", "widths", "height"),
    [(["名称"], [10], 22.5), (["字" * 8], [13], 37.0), (["字" * 8], [0], 22.5), ([], [], 22.5)],
)
def test_the_header_is_as_high_as_its_longest_title(titles: list[str], widths: list[int], height: float) -> None:
    assert header_height(titles, widths) == height


@pytest.mark.parametrize(
    ("widths", "wider"),
    [
        ([59], [94]),
        ([118], [118]),
        ([200, 50], [200, 50]),
        ([0, 100], [0, 118]),
        ([], []),
        ([0], [0]),
        ([10, 20], [16, 32]),
    ],
)
def test_columns_that_would_leave_the_paper_half_empty_are_wider(widths: list[int], wider: list[int]) -> None:
    assert stretched(widths) == wider


@pytest.mark.parametrize(
    ("widths", "share"), [([20], 1.0), ([138], 1.0), ([138, 138], 0.5), ([69] * 4, 0.5), ([138] * 4, 0.25)]
)
def test_a_sheet_that_is_too_wide_is_printed_smaller(widths: list[int], share: float) -> None:
    assert print_share(widths) == pytest.approx(share, rel=0.02)


@pytest.mark.parametrize(
    ("doubt", "lines", "length"),
    [
        ("短", 1, 1),
        ("字" * 16, 1, 16),
        ("字" * 17, 2, 17),
        ("一\n二\n三", 3, 5),
        ("字" * 2000, 118, 2000),
        ("字" * 2001, 118, 2000),
    ],
)
def test_a_note_is_as_high_as_its_lines_and_no_longer_than_can_be_read(doubt: str, lines: int, length: int) -> None:
    made: list[tuple[str, dict[str, int]]] = []
    target = SimpleNamespace(write_comment=lambda _row, _column, text, look: made.append((text, look)))
    sheet_writer._write_note(target, 1, 1, doubt)
    ((text, look),) = made
    assert len(text) == length
    assert look["height"] == 24 + 18 * lines


@pytest.mark.parametrize(("length", "shown"), [(1, "@"), (255, "@"), (256, "General")])
def test_a_long_text_is_shown_by_old_spreadsheets_too(tmp_path: Path, length: int, shown: str) -> None:
    """Older Excel shows a text of more than 255 characters as ##### where the format is “@”."""
    book = xlsxwriter.Workbook(tmp_path / "out.xlsx")
    book.add_worksheet().write_string(0, 0, "字" * length, Formats(book).of(Cell("字" * length), False))
    book.close()
    assert load_workbook(tmp_path / "out.xlsx").active["A1"].number_format == shown


@pytest.mark.parametrize("text", ["<r>甲</r>", "<r>甲", "甲</r>", "<r></r>"])
def test_what_looks_like_markup_of_the_library_is_a_text(tmp_path: Path, text: str) -> None:
    book = xlsxwriter.Workbook(tmp_path / "out.xlsx")
    sheet_writer.write_text(book.add_worksheet(), 0, 0, text, Formats(book).middle)
    book.close()
    assert load_workbook(tmp_path / "out.xlsx").active["A1"].value == text
