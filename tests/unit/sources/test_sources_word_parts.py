"""Numbers of lists as they are written, and tables laid on the edges of their cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.sources.word_numbers import Level, Lists, written
from reviewer.sources.word_table import Placed, Table, TableCell, flat, from_edges


@pytest.mark.parametrize(
    ("number", "style", "text"),
    [
        (7, "decimal", "7"),
        (10, "chineseCounting", "十"),
        (12, "chineseCountingThousand", "十二"),
        (20, "chineseCounting", "二十"),
        (105, "chineseCounting", "一百零五"),
        (1010, "chineseCounting", "一千零一十"),
        (20300, "chineseCounting", "二万零三百"),
        (21, "ideographDigital", "二一"),
        (13, "chineseLegalSimplified", "壹拾叁"),
        (3, "decimalEnclosedCircleChinese", "③"),
        (21, "decimalEnclosedCircle", "21"),
        (4, "ideographEnclosedCircle", "㊃"),
        (2, "ideographTraditional", "乙"),
        (28, "lowerLetter", "bb"),
        (4, "upperRoman", "IV"),
        (9, "lowerRoman", "ix"),
        (5, "decimalZero", "05"),
        (12, "decimalFullWidth", "１２"),
        (6, "no such style", "6"),
        (-1, "upperRoman", "-1"),
        *[(0, style, text) for style, text in {
            "decimal": "0", "chineseCounting": "〇", "chineseLegalSimplified": "零", "upperRoman": "", "upperLetter": "",
            "decimalZero": "00",
            "decimalEnclosedCircle": "0", "decimalEnclosedParen": "0", "decimalEnclosedFullstop": "0", "ideographEnclosedCircle": "0",
            "ideographTraditional": "0", "ideographZodiac": "0", "ideographDigital": "〇", "decimalFullWidth2": "０",
        }.items()],
        (99_999, "chineseCounting", "九万九千九百九十九"), (100_000, "chineseCounting", "100000"),
        (1, "decimalEnclosedCircle", "①"), (20, "decimalEnclosedCircle", "⑳"),
        (1, "decimalEnclosedParen", "⑴"), (20, "decimalEnclosedParen", "⒇"), (21, "decimalEnclosedParen", "21"),
        (1, "decimalEnclosedFullstop", "⒈"), (20, "decimalEnclosedFullstop", "⒛"), (21, "decimalEnclosedFullstop", "21"),
        (1, "ideographEnclosedCircle", "㊀"), (10, "ideographEnclosedCircle", "㊉"), (11, "ideographEnclosedCircle", "11"),
        (1, "ideographTraditional", "甲"), (10, "ideographTraditional", "癸"), (11, "ideographTraditional", "甲"),
        (1, "ideographZodiac", "子"), (12, "ideographZodiac", "亥"), (13, "ideographZodiac", "子"),
        (26, "upperLetter", "Z"), (27, "upperLetter", "AA"), (52, "lowerLetter", "zz"), (53, "lowerLetter", "aaa"),
        (3888, "upperRoman", "MMMDCCCLXXXVIII"), (1994, "lowerRoman", "mcmxciv"), (40_000, "upperRoman", "M" * 30),
        (10, "chineseLegalSimplified", "壹拾"), (100, "chineseCounting", "一百"), (110, "chineseCounting", "一百一十"),
        (111, "chineseCounting", "一百一十一"), (10_000, "chineseCounting", "一万"), (10_010, "chineseCounting", "一万零一十"),
        (11_000, "chineseCounting", "一万一千"), (10_999, "chineseCounting", "一万零九百九十九"), (10_001, "japaneseLegal", "壹万零壹"),
        (7, "taiwaneseCountingThousand", "七"), (70, "taiwaneseDigital", "七〇"), (99, "decimalZero", "99"), (100, "decimalZero", "100"),
    ],
)  # fmt: skip
def test_a_number_as_its_list_writes_it(number: int, style: str, text: str) -> None:
    assert written(number, style) == text


def test_deeper_levels_begin_again_unless_they_say_otherwise() -> None:
    lists = Lists({"1": {0: Level(text="%1."), 1: Level(text="(%2)"), 2: Level(text="[%3]", restarts_after=0)}})
    assert [lists.next("1", depth) for depth in (0, 1, 2, 1, 2, 0, 1, 2)] == [
        "1. ", "(1) ", "[1] ", "(2) ", "[2] ", "2. ", "(1) ", "[3] ",
    ]  # fmt: skip


@given(
    st.lists(
        st.lists(st.integers(5, 300), min_size=1, max_size=6),
        min_size=1,
        max_size=5,
    )
)
def test_no_cell_is_lost_and_none_covers_another_in_its_row(rows: list[list[int]]) -> None:
    placed = []
    for number, widths in enumerate(rows):
        left = 0.0
        for width in widths:
            placed.append(Placed(left, left + width, number, number + 1, [""]))
            left += width
    table = from_edges(placed, len(rows))
    assert len(table.cells) == sum(map(len, rows))
    for number in range(len(rows)):
        reach = 0
        for cell in sorted((c for c in table.cells if c.row == number), key=lambda c: c.column):
            assert cell.column >= reach
            reach = cell.column + cell.column_span
        assert reach <= table.columns


def test_edges_that_nearly_meet_are_one() -> None:
    upper = [Placed(0, 100, 0, 1, ["甲"]), Placed(100, 200, 0, 1, ["乙"])]
    lower = [Placed(0, 101.5, 1, 2, ["丙"]), Placed(101.5, 199, 1, 2, ["丁"])]
    table = from_edges([*upper, *lower], 2)
    assert [(c.row, c.column, c.column_span) for c in table.cells] == [(0, 0, 1), (0, 1, 1), (1, 0, 1), (1, 1, 1)]


def test_tables_in_tables_in_tables() -> None:
    inmost = Table([TableCell(0, 0, 1, 1, ["丙"]), TableCell(1, 0, 1, 1, ["丁"])], 2, 1)
    inner = Table([TableCell(0, 0, 1, 1, ["乙"]), TableCell(0, 1, 1, 1, [inmost])], 1, 2)
    outer = Table([TableCell(0, 0, 1, 1, ["甲"]), TableCell(0, 1, 1, 1, [inner])], 1, 2, (100.0, 80.0))
    assert [(c.row, c.column, c.row_span, c.column_span, c.parts) for c in flat(outer).cells] == [
        (0, 0, 2, 1, ["甲"]),
        (0, 1, 2, 1, ["乙"]),
        (0, 2, 1, 1, ["丙"]),
        (1, 2, 1, 1, ["丁"]),
    ]


@pytest.mark.parametrize(
    ("bullet", "shown"),
    [("\ue000", "•"), ("\uf8ff", "•"), ("\uf900", "\uf900"), ("\ud7ff", "\ud7ff"), ("◆·", "◆·"), ("", "")],
)
def test_a_bullet_of_a_symbol_font_is_one_that_any_font_has(bullet: str, shown: str) -> None:
    lists = Lists({"1": {0: Level(style="bullet", text=bullet)}})
    assert lists.next("1", 0) == (f"{shown} " if shown else "")
