"""Workbooks of several sources, of which not all are open or some hold the same, read back; and what was put right on both sides."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from reviewer.base.resources import resource
from reviewer.export.differences import Delete
from reviewer.export.read_back import read_back
from reviewer.export.row_keys import LIST_TITLE
from reviewer.export.workbook import write_workbook
from reviewer.extract.pipeline import extract
from reviewer.model import acts
from reviewer.model.fields import FieldRef
from reviewer.model.history import History
from reviewer.model.review import Kind, Review
from reviewer.sources.registry import open_source, source_from_bytes


def sample(name: str = "wide.md") -> tuple[Review, History]:
    review = extract(open_source(resource("samples", name)))
    return review, History(review, "王芳")


@pytest.fixture
def item() -> tuple[Review, History]:
    return sample()


def titles(sheet: Any) -> dict[str, int]:
    return {cell.value: cell.column for cell in sheet[1]}


def test_an_amount_that_was_put_right_on_both_sides_is_no_difference(
    review: Review, history: History, tmp_path: Path
) -> None:
    """Here with separators, there as a number or with full-width digits."""
    project = next(entry for entry in review.entries if entry.kind is Kind.PROJECT)
    path = tmp_path / "out.xlsx"
    write_workbook([(review, history)], path)
    history.do(acts.set_value(review, FieldRef(project.id, "amounts[总计]"), "12,500.00"))
    for cell, count in ((12500, 0), ("12500", 0), ("１２５００", 0), (12501, 1)):
        book = load_workbook(path)
        row = next(row for row in book["项目"].iter_rows(min_row=2) if row[3].value == project.value("name"))
        row[titles(book["项目"])["总计"] - 1].value = cell
        book.save(path)
        assert read_back(path, [(review, history)]).count == count


def test_of_sources_that_are_not_open_it_is_said_how_many_even_without_the_list(tmp_path: Path) -> None:
    """Told by the keys of their rows, or where all their rows are gone, by the list of what was written."""
    items = [sample("wide.md"), sample("forms.txt"), sample("department.txt")]
    for change in ("none", "list", "rows"):
        path = tmp_path / f"{change}.xlsx"
        write_workbook(items, path)
        book = load_workbook(path)
        if change == "list":
            column = titles(book["说明"])[LIST_TITLE]
            for row in range(2, book["说明"].max_row + 1):
                book["说明"].cell(row, column).value = None
        if change == "rows":
            for page in (book["指标"], book["项目"], book["工作任务"]):
                for row in range(page.max_row, 1, -1):
                    if page.cell(row, 1).value != "wide.md":
                        page.delete_rows(row)
        book.save(path)
        assert any("2" in note for note in read_back(path, items[:1]).notes), change


@pytest.mark.parametrize("names", [("a.md", "a.md"), ("a.md", "b.md")])
def test_sources_that_hold_the_same_are_named_where_they_were_exported(tmp_path: Path, names: tuple[str, str]) -> None:
    data = resource("samples", "wide.md").read_bytes()
    items = []
    for number, name in enumerate(names):
        review = extract(source_from_bytes(name, data))
        review.label = f"{number}/{name}"
        items.append((review, None))
    other = sample("forms.txt")
    write_workbook([*items, other], tmp_path / "out.xlsx")
    said = [note for note in read_back(tmp_path / "out.xlsx", [*items, other]).notes if "、" in note]
    assert len(said) == (names[0] == names[1])
    write_workbook([other], tmp_path / "other.xlsx")
    assert read_back(tmp_path / "other.xlsx", [*items, other]).notes == (), (
        "what is not in the workbook is of no account"
    )


def test_a_line_beneath_the_list_of_rows_does_no_harm(item: tuple[Review, History], tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook([item], path)
    book = load_workbook(path)
    page = book["说明"]
    column = titles(page)[LIST_TITLE]
    for row, at in enumerate((1, column - 1, column), start=page.max_row + 1):
        page.cell(row, at).value = "已核对"
    book["指标"].delete_rows(5)
    book.save(path)
    assert [type(each) for each in read_back(path, [item]).differences[0]] == [Delete]


def test_an_error_in_a_column_with_another_title_is_said_under_its_own(
    item: tuple[Review, History], tmp_path: Path
) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook([item], path)
    book = load_workbook(path)
    page = book["指标"]
    column = titles(page)["年度指标值"]
    page.cell(1, column).value = "全年"
    page.cell(4, column).value, page.cell(4, column).data_type = "#REF!", "e"
    book.save(path)
    found = read_back(path, [item])
    assert found.count == 0
    assert any("年度指标值" in note and "4" in note for note in found.notes)
