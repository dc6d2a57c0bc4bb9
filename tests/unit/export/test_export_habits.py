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
from reviewer.export.differences import Change, Delete, Move
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


@pytest.mark.parametrize("name", ["今年指标值", None, "F"])
def test_a_renamed_column_is_known_by_its_content_and_that_is_said(
    item: tuple[Review, History], tmp_path: Path, name: str | None
) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook([item], path)
    book = load_workbook(path)
    page = book["指标"]
    column = titles(page)["年度指标值"]
    page.cell(5, titles(page)["三级指标"]).value = "改了"
    page.cell(6, column).value = "≥77次"
    page.cell(1, column).value = name
    book.save(path)
    found = read_back(path, [item])
    assert [difference.after for difference in changes(found)] == ["改了", "≥77次"]
    assert len(found.notes) == 1
    assert "年度指标值" in found.notes[0]


@pytest.mark.parametrize("title", ["年度指标值", "一级指标", "单位", "置信度"])
def test_a_column_that_was_taken_away_changes_nothing_and_is_said(
    item: tuple[Review, History], tmp_path: Path, title: str
) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook([item], path)
    book = load_workbook(path)
    page = book["指标"]
    page.cell(5, titles(page)["三级指标"]).value = "改了"
    page.delete_cols(titles(page)[title])
    book.save(path)
    item[1].do(acts.set_value(item[0], next(ref for ref in item[0].refs() if ref.key == "level1"), "改过的"))
    found = read_back(path, [item])
    assert [difference.after for difference in changes(found)] == ["改了"]
    assert [title in note for note in found.notes] == [True]


@pytest.mark.parametrize("edited", ["first", "second", "both"])
def test_of_a_column_that_was_copied_the_corrected_one_counts(
    item: tuple[Review, History], tmp_path: Path, edited: str
) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook([item], path)
    book = load_workbook(path)
    page = book["指标"]
    column, copy = titles(page)["三级指标"], page.max_column + 1
    for row in range(1, page.max_row + 1):
        page.cell(row, copy).value = page.cell(row, column).value
    if edited != "second":
        page.cell(5, column).value = "改了"
    if edited != "first":
        page.cell(5, copy).value = "也改了"
    book.save(path)
    found = read_back(path, [item])
    assert [difference.after for difference in changes(found)] == ["也改了" if edited == "second" else "改了"]
    assert len(found.notes) == (edited == "both")


@pytest.mark.parametrize("name", ["指标表", "Sheet2", "指标 (改)"])
@pytest.mark.parametrize("with_list", [True, False])
def test_a_sheet_that_was_renamed_is_read_and_that_is_said(
    item: tuple[Review, History], tmp_path: Path, name: str, with_list: bool
) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook([item], path)
    book = load_workbook(path)
    page = book["指标"]
    page.cell(5, titles(page)["三级指标"]).value = "改了"
    page.title = name
    if not with_list:
        del book["说明"]
    book.save(path)
    found = read_back(path, [item])
    assert [(type(each), each.after) for each in changes(found)] == [(Change, "改了")]
    assert found.count == 1
    assert [note for note in found.notes if name in note]


@pytest.mark.parametrize("how", ["deleted", "beneath another header"])
def test_a_sheet_that_is_gone_deletes_nothing_and_is_said(
    item: tuple[Review, History], tmp_path: Path, how: str
) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook([item], path)
    book = load_workbook(path)
    if how == "deleted":
        del book["指标"]
    else:
        book["指标"].delete_rows(1)
    page = book["项目"]
    page.cell(2, titles(page)["绩效目标"]).value = "改了"
    page.delete_rows(4)
    book.save(path)
    found = read_back(path, [item])
    assert [type(difference) for difference in found.differences[0]] == [Change], (
        "a project may still have its indicators"
    )
    assert [note for note in found.notes if "指标" in note] == list(found.notes) != []


def rows_of(page: Any) -> list[list[Any]]:
    return [[None if cell.data_type == "f" else cell.value for cell in row] for row in page.iter_rows(min_row=2)]


def put(page: Any, number: int, values: list[Any]) -> None:
    for column, value in enumerate(values, start=1):
        page.cell(number, column).value = value
        if isinstance(value, str):
            page.cell(number, column).data_type = "s"  # a sign is no formula


@pytest.mark.parametrize("header", [True, False])
def test_rows_that_were_moved_to_another_sheet_were_not_deleted(
    item: tuple[Review, History], tmp_path: Path, header: bool
) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook([item], path)
    book = load_workbook(path)
    page, other = book["指标"], book.create_sheet("已核")
    rows = rows_of(page)
    if header:
        put(other, 1, [cell.value for cell in page[1]])
    rows[3][6] = "改了"
    for number, row in enumerate(rows[2:6], start=2):
        put(other, number, row)
    page.delete_rows(4, 4)
    book.save(path)
    found = read_back(path, [item])
    assert [type(each) for each in found.differences.get(0, ())] == ([Change] if header else [])
    assert header or [note for note in found.notes if "已核" in note]


def test_a_copy_of_a_sheet_is_not_read_and_said_where_it_was_corrected(
    item: tuple[Review, History], tmp_path: Path
) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook([item], path)
    book = load_workbook(path)
    copy = book.copy_worksheet(book["指标"])
    copy.title = "指标 (2)"
    book.save(path)
    assert read_back(path, [item]) == ReadBack({})
    copy.cell(5, titles(copy)["三级指标"]).value = "改了"
    book.save(path)
    found = read_back(path, [item])
    assert found.count == 0
    assert [note for note in found.notes if "指标 (2)" in note]


@pytest.mark.parametrize("how", ["sorted", "one cut out and put in elsewhere"])
def test_rows_that_went_without_their_hidden_column_are_told_by_what_they_say(
    item: tuple[Review, History], tmp_path: Path, how: str
) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook([item], path)
    book = load_workbook(path)
    page = book["指标"]
    hidden = titles(page)[ROW_TITLE] - 1
    rows = rows_of(page)
    keys = [row[hidden] for row in rows]
    rows[8][6] = "改了"
    if how == "sorted":
        order = sorted(range(len(rows)), key=lambda place: str(rows[place][6]))
    else:
        order = list(range(len(rows)))
        order.append(order[4])
        keys.append(None)
    for number, place in enumerate(order, start=2):
        put(page, number, rows[place])
        page.cell(number, hidden + 1).value = keys[number - 2]
    if how != "sorted":
        put(page, 6, [None] * hidden)
    book.save(path)
    found = read_back(path, [item])
    assert [difference.after for difference in changes(found)] == ["改了"]
    assert {type(each) for each in found.differences[0]} <= {Change, Move}
    assert len(found.notes) == 1
    assert ROW_TITLE in found.notes[0]


@pytest.mark.parametrize(("text", "row", "is_said"), [("已核", 3, True), (None, 3, False), ("已核", 99, True)])
def test_a_column_that_somebody_added_is_said_where_something_stands_in_it(
    item: tuple[Review, History], tmp_path: Path, text: str | None, row: int, is_said: bool
) -> None:
    """Also where it stands beside a row that is new itself."""
    path = tmp_path / "out.xlsx"
    write_workbook([item], path)
    book = load_workbook(path)
    page = book["指标"]
    last = page.max_column + 1
    page.cell(1, last).value, page.cell(row, last).value = "经办意见", text
    book.save(path)
    found = read_back(path, [item])
    assert found.count == 0
    assert any("经办意见" in note for note in found.notes) is is_said


def test_a_row_that_was_emptied_is_one_that_is_deleted(item: tuple[Review, History], tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook([item], path)
    book = load_workbook(path)
    page = book["指标"]
    put(page, 6, [None] * (titles(page)[ROW_TITLE] - 1))
    book.save(path)
    found = read_back(path, [item])
    assert [type(each) for each in found.differences[0]] == [Delete]


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


@pytest.mark.parametrize("by", [1, -1, 3])
def test_a_row_whose_cells_were_shifted_is_neither_deleted_nor_new(
    item: tuple[Review, History], tmp_path: Path, by: int
) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook([item], path)
    book = load_workbook(path)
    page = book["指标"]
    row = rows_of(page)[4]
    put(page, 6, [None] * by + row if by > 0 else [*row[-by:], *[None] * -by])
    book.save(path)
    found = read_back(path, [item])
    assert found.count == 0
    assert [note for note in found.notes if "指标" in note]


def test_sheets_that_changed_names_are_told_by_their_rows(item: tuple[Review, History], tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook([item], path)
    book = load_workbook(path)
    page = book["指标"]
    page.cell(5, titles(page)["三级指标"]).value = "改了"
    book["项目"].title, page.title = "x", "项目"
    book["x"].title = "指标"
    book.save(path)
    found = read_back(path, [item])
    assert [(type(each), each.after) for each in changes(found)] == [(Change, "改了")]
    assert found.count == 1
