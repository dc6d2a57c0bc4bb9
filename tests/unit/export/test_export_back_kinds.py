"""A workbook comes back as the person sees it: merged cells, formats, cut values, twins, other kinds of files, and our own exports."""

from __future__ import annotations

import csv
import hashlib
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from reviewer.base.own_export import is_own_export
from reviewer.base.resources import resource
from reviewer.export.choices import Choices
from reviewer.export.csv_form import write_csv
from reviewer.export.differences import Change, act_of
from reviewer.export.read_back import ReadBack, ReadBackError, read_back
from reviewer.export.read_back_file import _what_it_is
from reviewer.export.tables import MAX_TEXT, Item, was_cut, with_rest
from reviewer.export.workbook import write_workbook
from reviewer.extract.pipeline import extract
from reviewer.model import acts
from reviewer.model.fields import FieldRef
from reviewer.model.history import History
from reviewer.model.review import Kind, Node, Review
from reviewer.outputs import write_json
from reviewer.sources.registry import OwnExportError, open_source
from reviewer.ui.commands.export import shown_as

OLD = bytes.fromhex("d0cf11e0a1b11ae1")


def item(sample: str = "wide.md", name: str = "") -> Item:
    review = extract(open_source(resource("samples", sample)))
    if name:
        review.source = replace(review.source, name=name)
    return review, History(review)


def written(folder: Path, *items: Item) -> Path:
    write_workbook(list(items), folder / "o.xlsx", now=datetime(2026, 3, 1))
    return folder / "o.xlsx"


def edited(path: Path, change: Any, sheet: str = "指标") -> Path:
    book = load_workbook(path)
    page = book[sheet]
    change(page, {cell.value: cell.column for cell in page[1]})
    out = path.with_name("c.xlsx")
    book.save(out)
    return out


def back(path: Path, *items: Item) -> ReadBack:
    return read_back(path, list(items), shown=shown_as)


def changes(found: ReadBack) -> list[tuple[str, str | None]]:
    return [(d.title, d.after) for made in found.differences.values() for d in made if isinstance(d, Change)]


def indicators(review: Review) -> list[Node]:
    return [node for node in review.root.walk() if node.kind is Kind.INDICATOR]


# -- merged cells -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sheet", "column"), [("指标", "一级指标"), ("指标", "二级指标"), ("指标", "项目名称"), ("项目", "单位")]
)
def test_cells_that_said_the_same_and_were_merged_are_no_change(tmp_path: Path, sheet: str, column: str) -> None:
    one = item()

    def merge(page: Any, columns: dict[str, int]) -> None:
        at = columns[column]
        rows = list(range(2, page.max_row + 1))
        start = next(
            row for row in rows if page.cell(row, at).value and page.cell(row, at).value == page.cell(row + 1, at).value
        )
        end = start
        while page.cell(end + 1, at).value == page.cell(start, at).value:
            end += 1
        page.merge_cells(start_row=start, end_row=end, start_column=at, end_column=at)

    found = back(edited(written(tmp_path, one), merge, sheet), one)
    assert not found.count


def test_a_value_over_merged_rows_holds_for_all_of_them(tmp_path: Path) -> None:
    one = item()

    def merge(page: Any, columns: dict[str, int]) -> None:
        page.cell(2, columns["年度指标值"]).value = "同一个值"
        page.merge_cells(start_row=2, end_row=4, start_column=columns["年度指标值"], end_column=columns["年度指标值"])

    found = back(edited(written(tmp_path, one), merge), one)
    assert changes(found) == [("年度指标值", "同一个值")] * 3
    assert not found.notes


def test_columns_that_were_merged_empty_nothing_and_are_said(tmp_path: Path) -> None:
    one = item()

    def merge(page: Any, columns: dict[str, int]) -> None:
        page.merge_cells(
            start_row=3, end_row=3, start_column=columns["实施周期指标值"], end_column=columns["年度指标值"]
        )

    found = back(edited(written(tmp_path, one), merge), one)
    assert not found.count
    assert "年度指标值" in found.notes[0]


# -- what a cell shows ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("value", "code", "shown"), [
    (datetime(2026, 1, 2), 'm"月"d"日"', "1月2日"), (3000, '#,##0"份"', "3,000份"), (0.95, "0.0%", "95.0%"),
    (7, "000", "007"), (datetime(2026, 3, 5), "yyyy/m/d", "2026/3/5"), (12.5, '0.00"万元"', "12.50万元"), (3000, "General", "3000"),
])  # fmt: skip
@pytest.mark.parametrize("column", ["年度指标值", "三级指标"])
def test_what_a_corrected_cell_shows_is_what_is_read(
    tmp_path: Path, column: str, value: object, code: str, shown: str
) -> None:
    one = item()

    def put(page: Any, columns: dict[str, int]) -> None:
        page.cell(5, columns[column]).value = value
        page.cell(5, columns[column]).number_format = code

    assert changes(back(edited(written(tmp_path, one), put), one)) == [(column, shown)]


def test_a_format_that_is_named_by_its_number_only_is_that_of_a_chinese_excel() -> None:
    assert shown_as(46024.0, "General", 58) == "1月2日"
    assert shown_as(46024.0, "General", 0) == "46024"


def test_an_amount_is_its_number_however_it_is_shown(tmp_path: Path) -> None:
    one = item()
    label = next(key for key in one[0].entries[2].fields if key.startswith("amounts["))[8:-1]

    def put(page: Any, columns: dict[str, int]) -> None:
        page.cell(2, columns[label]).value = 1234.5
        page.cell(2, columns[label]).number_format = '#,##0.0"万元"'

    assert changes(back(edited(written(tmp_path, one), put, "项目"), one)) == [(label, "1234.5")]


# -- cut values -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["annual_value", "period_value", "level3"])
def test_the_rest_of_a_value_that_was_cut_off_is_kept_and_said(tmp_path: Path, key: str) -> None:
    one = item()
    review, history = one
    ref = FieldRef(indicators(review)[0].id, key)
    history.do(acts.set_value(review, ref, "长" * 40_000 + "尾"))
    title = {"annual_value": "年度指标值", "period_value": "实施周期指标值", "level3": "三级指标"}[key]

    def put(page: Any, columns: dict[str, int]) -> None:
        page.cell(2, columns[title]).value = "改" + page.cell(2, columns[title]).value[1:]

    found = back(edited(written(tmp_path, one), put), one)
    assert changes(found) == [(title, "改" + "长" * 39_999 + "尾")]
    assert [title in note and "其余部分已保留" in note for note in found.notes] == [True]
    history.do(act_of(review, found.differences[0], "c.xlsx"))
    assert len(review.field(ref).value or "") == 40_001


def test_the_beginning_of_a_value_that_is_another_by_now_is_not_read_and_said(tmp_path: Path) -> None:
    one = item()
    review, history = one
    ref = FieldRef(indicators(review)[0].id, "annual_value")
    history.do(acts.set_value(review, ref, "长" * 40_000))

    def put(page: Any, columns: dict[str, int]) -> None:
        page.cell(2, columns["年度指标值"]).value = "改" + page.cell(2, columns["年度指标值"]).value[1:]

    path = edited(written(tmp_path, one), put)
    history.do(acts.set_value(review, ref, "≥5次"))
    found = back(path, one)
    assert changes(found) == []
    assert ["未读取" in note for note in found.notes] == [True]


@pytest.mark.parametrize(("length", "notes"), [(40_000, 1), (MAX_TEXT + 1, 1), (MAX_TEXT, 0)])
def test_a_cut_value_that_was_written_anew_says_what_goes(tmp_path: Path, length: int, notes: int) -> None:
    one = item()
    review, history = one
    history.do(acts.set_value(review, FieldRef(indicators(review)[0].id, "annual_value"), "长" * length))

    def put(page: Any, columns: dict[str, int]) -> None:
        page.cell(2, columns["年度指标值"]).value = "全新的值"

    found = back(edited(written(tmp_path, one), put), one)
    assert changes(found) == [("年度指标值", "全新的值")]
    assert len(found.notes) == notes


def test_a_cut_text_is_known_in_either_language() -> None:
    value = "a" * 40_000
    for note in ("… (cut off here: a cell cannot hold more)", "……（此处截断：单元格容纳不下更多文字）"):
        assert was_cut("b" + note)
        assert (with_rest("b" + note, value) or "").startswith("ba")
        assert with_rest("b" + note, "short") is None


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (OLD + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "密码"), (OLD + b"Workbook", "a.xlsx", "不是 .xlsx 工作簿"),
        (b"PK\x03\x04....opendocument", "a.xlsx", "不是 .xlsx 工作簿"), (b"PK\x03\x04....xl/workbook.bin", "a.xlsx", "不是 .xlsx 工作簿"),
        (b"PK\x03\x04....xl/workbook.xml", "a.xlsx", "损坏"), (b"a;b;opendocument", "a.xlsx", "损坏"),
        (b"a,b", "a.CSV", "不是 .xlsx 工作簿"), ("EncryptedPackage".encode("utf-16-le"), "a.xlsx", "损坏"),
    ],
)  # fmt: skip
def test_why_a_file_cannot_be_read_back_is_said_by_what_it_is(
    tmp_path: Path, data: bytes, name: str, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert said in _what_it_is(path)


# -- twins ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("names", [
    ("目标表.md", "目标表(1).md"), ("甲.md", "乙.md", "丙.md"), ("副本 - 目标表.md", "目标表.md"),
])  # fmt: skip
def test_sources_of_the_same_content_come_back_each_as_itself(tmp_path: Path, names: tuple[str, ...]) -> None:
    items = [item(name=name) for name in names]
    path = written(tmp_path, *items)
    assert not back(path, *items).count

    def put(page: Any, columns: dict[str, int]) -> None:
        row = next(row for row in range(2, page.max_row + 1) if page.cell(row, 1).value == names[1])
        page.cell(row, columns["年度指标值"]).value = "只改了这一份"

    corrected = edited(path, put)
    found = back(corrected, *items)
    assert [place for place, made in found.differences.items() if made] == [1]
    assert changes(found) == [("年度指标值", "只改了这一份")]
    other_order = back(corrected, *reversed(items))
    assert [place for place, made in other_order.differences.items() if made] == [len(names) - 2]
    alone = back(corrected, items[1])
    assert changes(alone) == [("年度指标值", "只改了这一份")]


def test_twins_of_one_name_are_said_to_be_alike(tmp_path: Path) -> None:
    items = [item(), item()]
    path = written(tmp_path, *items)
    found = back(path, *items)
    assert not found.count
    assert "wide.md" in found.notes[0]


def test_a_workbook_of_one_is_read_with_its_twin_open(tmp_path: Path) -> None:
    items = [item(name="甲.md"), item(name="乙.md")]
    path = written(tmp_path, items[1])

    def put(page: Any, columns: dict[str, int]) -> None:
        page.cell(2, columns["年度指标值"]).value = "乙的修改"

    found = back(edited(path, put), *items)
    assert list(found.differences) == [1]
    assert found.notes


# -- other kinds of files ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["结果.xls", "结果.et", "结果.ods", "结果.xlsb", "结果.csv", "结果.html"])
def test_a_table_of_another_kind_is_to_be_saved_as_xlsx(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    if name.endswith((".xls", ".et")):
        file.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4096))
    elif name.endswith((".ods", ".xlsb")):
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr(
                "mimetype", "application/vnd.oasis.opendocument.spreadsheet" if name.endswith("ods") else "x"
            )
            archive.writestr("xl/workbook.bin" if name.endswith("xlsb") else "content.xml", "<x/>")
    else:
        file.write_text("来源文件,项目\n", encoding="utf-8")
    with pytest.raises(ReadBackError, match="xlsx"):
        back(file, item())


def test_the_same_behind_another_suffix_and_a_locked_one(tmp_path: Path) -> None:
    file = tmp_path / "结果.xlsx"
    file.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4096))
    with pytest.raises(ReadBackError, match="另存为"):
        back(file, item())
    file.write_bytes(
        bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512) + "EncryptedPackage".encode("utf-16-le") + bytes(512)
    )
    with pytest.raises(ReadBackError, match="密码"):
        back(file, item())


# -- our own exports --------------------------------------------------------------------------------------------------


def test_our_own_exports_are_no_sources_whoever_has_saved_them_since(tmp_path: Path) -> None:
    one = item()
    path = written(tmp_path, one)
    again = edited(path, lambda page, columns: None)
    book = load_workbook(path)
    book.custom_doc_props.props.clear()
    book.save(tmp_path / "无属性.xlsx")
    write_csv([one], tmp_path / "表.csv")
    for file in (path, again, tmp_path / "无属性.xlsx", tmp_path / "表.csv"):
        assert is_own_export(file), file.name
        with pytest.raises(OwnExportError, match=file.name):
            open_source(file)
    assert not is_own_export(resource("samples", "workbook.xlsx"))
    assert not is_own_export(resource("samples", "plain-levels.tsv"))
    assert not is_own_export(tmp_path / "nothing.xlsx")


def test_a_workbook_with_few_sheets_is_known_too(tmp_path: Path) -> None:
    write_workbook([item()], tmp_path / "o.xlsx", choices=Choices(("待核",)))
    assert is_own_export(tmp_path / "o.xlsx")
    assert hashlib.sha256((tmp_path / "o.xlsx").read_bytes()).hexdigest()


@pytest.mark.parametrize("letters", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("sign", [",", "\t", ";"])
def test_a_table_of_ours_is_known_in_whatever_letters_it_was_saved(tmp_path: Path, letters: str, sign: str) -> None:
    write_csv([item()], tmp_path / "表.csv")
    with (tmp_path / "表.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    with (tmp_path / "另存.csv").open("w", encoding=letters, newline="") as file:
        csv.writer(file, delimiter=sign).writerows(rows)
    assert is_own_export(tmp_path / "另存.csv")


@pytest.mark.parametrize("single", [True, False])
def test_json_of_ours_is_no_source(tmp_path: Path, single: bool) -> None:
    write_json([item()], tmp_path / "结果.json", single)
    (tmp_path / "别的.json").write_text('{"schema": "somebody/1", "项目名称": "道路"}', encoding="utf-8")
    assert is_own_export(tmp_path / "结果.json")
    assert not is_own_export(tmp_path / "别的.json")
    with pytest.raises(OwnExportError):
        open_source(tmp_path / "结果.json")


def test_a_workbook_of_ours_is_known_as_another_kind_too(tmp_path: Path) -> None:
    key = "r1:0123456789ab:2:00000000"
    with zipfile.ZipFile(tmp_path / "另存.ods", "w") as file:
        file.writestr("content.xml", f"<table:table-cell>行标识</table:table-cell><text:p>{key}</text:p>")
    with zipfile.ZipFile(tmp_path / "另存.xlsb", "w") as file:
        file.writestr("xl/sharedStrings.bin", "行标识".encode("utf-16-le") + key.encode("utf-16-le"))
    (tmp_path / "另存.xls").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + "行标识".encode("utf-16-le") + key.encode())
    for name in ("另存.ods", "另存.xlsb", "另存.xls"):
        assert is_own_export(tmp_path / name), name
    with zipfile.ZipFile(tmp_path / "别人的.ods", "w") as file:
        file.writestr("content.xml", "<text:p>行标识</text:p>")
    (tmp_path / "别人的.xls").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + "行标识".encode("utf-16-le"))
    assert not is_own_export(tmp_path / "别人的.ods")
    assert not is_own_export(tmp_path / "别人的.xls")
