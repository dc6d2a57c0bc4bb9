"""Rows written by ourselves are, byte for byte, those that XlsxWriter writes cell by cell."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from reviewer.export.row_xml import RowXml
from reviewer.export.sheet_writer import new_book, pack
from reviewer.export.tables import MAX_TEXT, Link, Value, clean, units

_TEXTS = st.one_of(
    st.text(max_size=6).map(clean),
    st.text(" \n\t&<>\"'_x0041甲=𠮷　", max_size=8),
    st.sampled_from(
        ["_x0041_", "_x000D_\n", " 前", "后 ", "a&b", "<r>", "=0", "007", "", "\u3000甲", "甲\xa0", "\ufeff"]
    ),
)
_VALUES = st.one_of(
    _TEXTS,
    st.none(),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.datetimes(datetime(1900, 3, 1), datetime(2100, 1, 1)),
    _TEXTS.filter(bool).map(lambda text: Link("'表'!A5", text)),
)
Rows = list[list[Value]]
Write = Callable[[Any, Rows, Any, Any], None]


def one_by_one(target: Any, rows: Rows, shown: Any, link: Any) -> None:
    for row, values in enumerate(rows, start=1):
        for column, value in enumerate(values):
            if isinstance(value, Link):
                target.write_url(row, column, f"internal:{value.place}", link, value.shown)
            elif isinstance(value, str) and value:
                target.write_string(row, column, value, shown)
            elif isinstance(value, datetime):
                target.write_datetime(row, column, value, shown)
            elif isinstance(value, int | float):
                target.write_number(row, column, value, shown)
            else:
                target.write_blank(row, column, None, shown)


def by_rows(target: Any, rows: Rows, shown: Any, link: Any) -> None:
    xml = RowXml(target, len(rows[0]))
    for row, values in enumerate(rows, start=1):
        made = []
        for column, value in enumerate(values):
            if isinstance(value, Link):
                target.write_url(row, column, f"internal:{value.place}", link, value.shown)
            made.append(xml.cell(row, column, value, link if isinstance(value, Link) else shown))
        xml.put(row, made)


def written(path: Path, rows: Rows, write: Write) -> dict[str, bytes]:
    with new_book(path) as book:
        head, shown, link = (book.add_format(look) for look in ({"bold": True}, {"num_format": "@"}, {"underline": 1}))
        target = book.add_worksheet("表")
        target.set_row(0, 30)
        for column in range(len(rows[0])):
            target.write_string(0, column, f"列{column}", head)
        target.set_row(1, 44.5)
        target.write_comment(1, 0, "为何")
        write(target, rows, shown, link)
        target.autofilter(0, 0, len(rows), len(rows[0]) - 1)
        pack(book)
    with zipfile.ZipFile(path) as package:
        return {
            name: package.read(name)
            for name in ("xl/worksheets/sheet1.xml", "xl/comments1.xml", "xl/workbook.xml", "[Content_Types].xml")
        }


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.integers(1, 4).flatmap(
        lambda wide: st.lists(st.lists(_VALUES, min_size=wide, max_size=wide), min_size=1, max_size=4)
    )
)
def test_rows_are_as_xlsxwriter_writes_them(tmp_path: Path, rows: Rows) -> None:
    assert written(tmp_path / "ours.xlsx", rows, by_rows) == written(tmp_path / "theirs.xlsx", rows, one_by_one)


def test_blanks_at_either_end_of_a_text_are_kept(tmp_path: Path) -> None:
    rows: Rows = [[" 甲", "甲 ", " ", "甲"], ["甲 乙", " 甲 ", "甲\n", "\t甲"]]
    made = written(tmp_path / "ours.xlsx", rows, by_rows)
    assert made == written(tmp_path / "theirs.xlsx", rows, one_by_one)
    assert made["xl/worksheets/sheet1.xml"].count(b'xml:space="preserve"') == 6


def test_columns_beyond_z_have_their_letters(tmp_path: Path) -> None:
    rows: Rows = [[f"第{column}列" for column in range(60)] for _ in range(3)]
    assert written(tmp_path / "ours.xlsx", rows, by_rows) == written(tmp_path / "theirs.xlsx", rows, one_by_one)


@pytest.mark.parametrize("text", ["<r>甲</r>", "<r><t>a</t></r>", "𠮷" * 20_000])
def test_a_text_stays_a_text_whatever_it_looks_like(tmp_path: Path, text: str) -> None:
    written(tmp_path / "ours.xlsx", [[text, "旁"]], by_rows)
    found = load_workbook(tmp_path / "ours.xlsx").active["A2"].value
    assert found == text if units(text) <= MAX_TEXT else units(found) <= MAX_TEXT
