"""A workbook as it comes back from desks on which people filter, hide, rename, paste and type as they are used to."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from office import through_libreoffice
from openpyxl import load_workbook

from reviewer.base.resources import resource
from reviewer.export.differences import Change
from reviewer.export.read_back import ReadBack, ReadBackError, read_back
from reviewer.export.row_keys import ROW_TITLE
from reviewer.export.workbook import write_workbook
from reviewer.extract.pipeline import extract
from reviewer.model import acts
from reviewer.model.fields import FieldRef
from reviewer.model.history import History
from reviewer.model.review import Kind, Review
from reviewer.sources.registry import open_source


@pytest.fixture
def item() -> tuple[Review, History]:
    review = extract(open_source(resource("samples", "wide.md")))
    return review, History(review, "王芳")


def same(path: Path) -> Path:
    return path


def titles(sheet: Any, row: int = 1) -> dict[str, int]:
    return {cell.value: cell.column for cell in sheet[row]}


def changes(found: ReadBack) -> list[Change]:
    return [difference for difference in found.differences[0] if isinstance(difference, Change)]


def test_filters_hidden_rows_and_columns_and_another_order_of_columns_say_nothing(
    item: tuple[Review, History], tmp_path: Path
) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook([item], path)
    book = load_workbook(path)
    page = book["指标"]
    page.tables["表_指标"].autoFilter.add_filter_column(4, ["产出指标"])
    for row in (3, 4, 9):
        page.row_dimensions[row].hidden = True
    page.column_dimensions["E"].hidden = True
    page.cell(5, titles(page)["三级指标"]).value = "改了"
    rows = [[None if cell.data_type == "f" else cell.value for cell in row] for row in page.iter_rows()]
    order = list(range(len(rows[0])))
    random.Random(2).shuffle(order)
    del page.tables["表_指标"]  # its header would be another's
    for number, row in enumerate(rows, start=1):
        for column, old in enumerate(order, start=1):
            cell = page.cell(number, column)
            cell.value = row[old]
            if isinstance(row[old], str):
                cell.data_type = "s"  # a sign is no formula
    book.save(path)
    found = read_back(path, [item])
    assert [difference.after for difference in changes(found)] == ["改了"]
    assert (found.count, found.notes) == (1, ())


def test_a_renamed_column_is_said_and_the_others_are_read(item: tuple[Review, History], tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook([item], path)
    book = load_workbook(path)
    page = book["指标"]
    page.cell(5, titles(page)["三级指标"]).value = "改了"
    page.cell(1, titles(page)["年度指标值"]).value = "今年指标值"
    book.save(path)
    found = read_back(path, [item])
    assert [difference.after for difference in changes(found)] == ["改了"]
    assert len(found.notes) == 1
    assert "今年指标值" in found.notes[0]


@pytest.mark.parametrize("how", ["deleted", "renamed"])
def test_a_sheet_that_is_gone_deletes_nothing_and_is_said(
    item: tuple[Review, History], tmp_path: Path, how: str
) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook([item], path)
    book = load_workbook(path)
    if how == "deleted":
        del book["指标"]
    else:
        book["指标"].title = "指标表"
    book["项目"].cell(2, titles(book["项目"])["绩效目标"]).value = "改了"
    book.save(path)
    found = read_back(path, [item])
    assert [type(difference) for difference in found.differences[0]] == [Change]
    assert [note for note in found.notes if "指标" in note] == list(found.notes) != []


@pytest.mark.parametrize("sheets", [("指标",), ("项目", "指标")])
def test_without_the_hidden_column_it_is_said(
    item: tuple[Review, History], tmp_path: Path, sheets: tuple[str, ...]
) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook([item], path)
    book = load_workbook(path)
    for sheet in sheets:
        book[sheet].delete_cols(titles(book[sheet])[ROW_TITLE])
    book.save(path)
    if len(sheets) == 2:
        with pytest.raises(ReadBackError, match=r"out\.xlsx"):
            read_back(path, [item])
    else:
        found = read_back(path, [item])
        assert found.count == 0, "none of its rows counts as deleted"
        assert len(found.notes) == 1
        assert ROW_TITLE in found.notes[0]


def test_a_title_above_the_header_and_sums_beneath_are_no_rows(item: tuple[Review, History], tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook([item], path)
    book = load_workbook(path)
    page = book["项目"]
    page.insert_rows(1)
    page["A1"] = "某局绩效目标"
    row, column = page.max_row + 1, titles(page, 2)["总计"]
    page.cell(row, 1).value, page.cell(row, column).value = "汇总", 12345
    book.save(path)
    found = read_back(path, [item])
    assert found.count == 0
    assert len(found.notes) == 1, "the row of sums has no name"


def test_numbers_and_texts_as_people_type_them(review: Review, history: History, tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook([(review, history)], path)
    book = load_workbook(path)
    projects, indicators = book["项目"], book["指标"]
    amount = projects.cell(2, titles(projects)["总计"])
    amount.value = "１，３００．５０"  # the same, typed as a text
    amount.data_type = "s"
    words = projects.cell(2, titles(projects)["其他资金"])
    words.value = "２，０００"
    column = titles(indicators)
    indicators.cell(2, column["年度指标值"]).value = 0.95
    indicators.cell(2, column["年度指标值"]).number_format = "0%"
    indicators.cell(4, column["数值"]).value = "１２"
    indicators.cell(4, column["计算符号"]).value = "＞＝"
    indicators.cell(5, column["年度指标值"]).value = datetime(2024, 6, 30)
    book.save(path)
    found = read_back(path, [(review, history)])
    assert found.notes == ()
    after = {change.title: change.after for change in changes(found) if not change.targets}
    assert after["其他资金"] == "2000"
    assert "总计" not in after
    assert sorted(c.after for c in changes(found) if c.title == "年度指标值") == [
        "2024-06-30",
        "95%",
    ]
    [(target,)] = [change.targets for change in changes(found) if change.targets]
    assert (target.operator, target.number) == ("≥", "12")


def test_texts_as_wps_and_excel_store_them(item: tuple[Review, History], tmp_path: Path) -> None:
    """A cell of which a part is red, and one with the reading of its characters beside it."""
    review, _history = item
    path = tmp_path / "out.xlsx"
    write_workbook([item], path)
    nodes = [node for node in review.root.walk() if node.kind is Kind.INDICATOR]
    one, two = (nodes[place].value("level3") or "" for place in (0, 1))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() if name.endswith(".xml") else archive.read(name)
                 for name in archive.namelist()}  # fmt: skip
    sheet = parts["xl/worksheets/sheet2.xml"]
    assert isinstance(sheet, str)
    for text, rich in (
        (one, f'<r><t>{one[:2]}</t></r><r><rPr><color rgb="FFFF0000"/></rPr><t>{one[2:]}</t></r>'),
        (two, f'<t>{two}</t><rPh sb="0" eb="2"><t>ふりがな</t></rPh><phoneticPr fontId="1"/>'),
    ):
        assert f"<is><t>{text}</t></is>" in sheet
        sheet = sheet.replace(f"<is><t>{text}</t></is>", f"<is>{rich}</is>")
    parts["xl/worksheets/sheet2.xml"] = sheet
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    assert read_back(path, [item]) == ReadBack({})


@pytest.mark.parametrize("office", [same, through_libreoffice])
def test_odd_texts_come_back_as_they_are(
    review: Review, history: History, tmp_path: Path, office: Callable[[Path], Path]
) -> None:
    odd = ["=1+1", "_x0041_", "a_x000D_b", "<r><t>x</t></r>", "007", " 前", "后 ", "甲\n乙", "1e5", "😀𠮷", "'=1"]
    for node, text in zip((5, 6, 7, 8), odd, strict=False):
        history.do(acts.set_value(review, FieldRef(node, "level3"), text))
    for node, text in zip((5, 6, 7, 8), odd[4:], strict=False):
        history.do(acts.set_value(review, FieldRef(node, "annual_value"), text))
    for node, text in zip((3, 4, 8), odd[8:], strict=False):
        history.do(acts.set_value(review, FieldRef(node, "goal"), text))
    path = tmp_path / "out.xlsx"
    write_workbook([(review, history)], path)
    assert read_back(office(path), [(review, history)]) == ReadBack({})
