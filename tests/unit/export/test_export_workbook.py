"""The workbook, read back as a spreadsheet would."""

from __future__ import annotations

import csv
import dataclasses
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from reviewer.base.files import WriteError
from reviewer.export.choices import Choices
from reviewer.export.csv_form import write_csv
from reviewer.export.workbook import MAX_TEXT, _head, write_workbook
from reviewer.model import acts
from reviewer.model.fields import FieldRef, read_field
from reviewer.model.history import History
from reviewer.model.review import Kind, Node, NodeData, Review
from reviewer.model.source import Note

NOON = datetime(2024, 3, 1, 12, 0, 0)


def read(path: Path) -> Any:
    book = load_workbook(path)
    assert {sheet.freeze_panes for sheet in book} == {"A2"}
    return book


def table(sheet: Any) -> list[dict[str, Any]]:
    titles = [cell.value for cell in sheet[1]]
    assert len(set(titles)) == len(titles)
    return [dict(zip(titles, row, strict=True)) for row in sheet.iter_rows(min_row=2, values_only=True)]


def cells(sheet: Any, title: str) -> Iterator[Any]:
    column = [cell.value for cell in sheet[1]].index(title)
    return (row[column] for row in sheet.iter_rows(min_row=2))


def is_tinted(cell: Any) -> bool:
    return cell.fill.fill_type == "solid"


@pytest.fixture
def book(review: Review, history: History, tmp_path: Path) -> Any:
    write_workbook([(review, history)], tmp_path / "out.xlsx", NOON)
    return read(tmp_path / "out.xlsx")


def test_sheets_and_columns(book: Any) -> None:
    assert book.sheetnames == ["项目", "指标", "工作任务", "待核", "校对记录", "说明"]
    titles = {sheet.title: [cell.value for cell in sheet[1]] for sheet in book}
    head = ["来源文件", "序号", "单位", "项目名称"]
    assert titles["项目"][:9] == [*head, "总计", "其他资金", "绩效目标", "项目属性", "状态"]
    levels = ["一级指标", "二级指标", "三级指标", "实施周期指标值", "年度指标值", "计算符号", "数值", "计量单位"]
    assert titles["指标"] == [*head, *levels, "分值", "置信度", "状态", "行标识", "转到"]
    assert titles["工作任务"] == ["来源文件", "部门", "任务名称", "主要内容", "金额", "目标", "行标识"]
    assert titles["待核"] == ["来源文件", "位置", "字段", "值", "置信度", "原因"]
    assert titles["校对记录"] == ["时间", "校对人", "来源文件", "位置", "字段", "原值", "新值", "操作"]
    for sheet in book:
        areas = [table.ref for table in sheet.tables.values()] or [sheet.auto_filter.ref]
        assert areas == [sheet.dimensions], "each sheet is a table with a filter; one without rows has the filter alone"
        assert all(dimension.width >= 6 for dimension in sheet.column_dimensions.values())


def test_rows(book: Any, review: Review) -> None:
    projects = table(book["项目"])
    assert [row["项目名称"] for row in projects] == ["人民调解经费", "普法经费", "青禾区司法局"]
    assert [row["序号"] for row in projects] == [1, 2, 3]
    assert projects[0]["绩效目标"] == "化解纠纷。\n维护稳定。"
    assert [row["状态"] for row in projects] == ["待核", "无疑问", "无疑问"]
    indicators = table(book["指标"])
    assert [row["三级指标"] for row in indicators] == ["制作宣传资料", "化解纠纷数", "场次", "办件数"]
    assert [row["序号"] for row in indicators] == [1, 1, 2, 3]
    assert [(r["计算符号"], r["数值"], r["计量单位"]) for r in indicators[1:3]] == [
        ("=", 0, None),
        ("区间", "10-20", "场"),
    ]
    lowest = next(node for node in review.root.walk() if node.value("level3") == "制作宣传资料")
    assert indicators[0]["置信度"] == min(review.confidence(FieldRef(lowest.id, key)) for key in lowest.fields)
    assert indicators[0]["置信度"] < 0.62, "a code that contradicts its level counts too"
    assert [row["任务名称"] for row in table(book["工作任务"])] == ["普法", "调解"]
    doubtful = table(book["待核"])
    assert len(doubtful) == len(review.doubtful())
    assert all(row["原因"] for row in doubtful)
    about = table(book["说明"])[0]
    assert about["SHA-256"] == review.source.sha256
    assert (about["待核数"], about["标记设定（目标，不是测得的准确率）"], about["导出时间"]) == (4, 0.999, NOON)


def test_amounts_are_numbers_only_where_they_are(book: Any) -> None:
    amount, word = (next(cells(book["项目"], title)) for title in ("总计", "其他资金"))
    assert (amount.value, amount.data_type, amount.number_format) == (1300.5, "n", "#,##0.00")
    assert (word.value, word.data_type) == ("见附表", "s")
    assert [cell.value for cell in cells(book["工作任务"], "金额")] == [20.5, "约20"]


def test_only_doubtful_cells_are_tinted_and_say_why(book: Any) -> None:
    marked = {
        (sheet.title, cell.coordinate): cell.comment.text if cell.comment else None
        for sheet in book
        for row in sheet.iter_rows(min_row=2)
        for cell in row
        if is_tinted(cell) or cell.comment
    }
    assert len(marked) == 3  # the doubts of level 1 and of its code share a cell
    values = {book[sheet][place].value for sheet, place in marked}
    assert values == {"见附表", "产出指标", "≥1期"}
    assert all(marked.values())
    assert any("≥2期" in (text or "") for text in marked.values())


def test_accepted_cells_are_calm(review: Review, history: History, tmp_path: Path) -> None:
    history.do(acts.accept_entry(review, review.node(3)))
    history.do(acts.mark_unreadable(review, FieldRef(7, "annual_value")))
    write_workbook([(review, history)], tmp_path / "out.xlsx")
    made = read(tmp_path / "out.xlsx")
    assert not any(is_tinted(c) or c.comment for sheet in made for row in sheet.iter_rows(min_row=2) for c in row)
    assert not table(made["待核"])
    assert [row["状态"] for row in table(made["项目"])] == ["已接受", "无法辨认", "无疑问"]


DANGEROUS = ["=0", "=1+1", "+1", "-", "-1", "@x", "1-2", "007", "=HYPERLINK(\"http://x\")", "http://example.com", "mailto:a@b",
             "1e5", "TRUE", "{=1}", "\t=1", " =1", "ftp://x", "internal:Sheet1!A1", "0", "2023-01-01", "#REF!", "＝1"]  # fmt: skip


def review_of(source: Any, texts: list[str]) -> Review:
    rows = [
        NodeData(i + 2, Kind.INDICATOR, (("level3", read_field(text)), ("annual_value", read_field(text))))
        for i, text in enumerate(texts)
    ]
    fields = (("name", read_field("=cmd()")), ("attributes[=1+1]", read_field("@SUM(1)")))
    return Review(source, NodeData(0, Kind.DOCUMENT, (), (NodeData(1, Kind.PROJECT, fields, tuple(rows)),)))


def test_texts_are_texts_whatever_they_look_like(review: Review, tmp_path: Path) -> None:
    made = review_of(review.source, DANGEROUS)
    write_workbook([(made, History(made))], tmp_path / "out.xlsx")
    book = read(tmp_path / "out.xlsx")
    for title in ("三级指标", "年度指标值"):
        found = list(cells(book["指标"], title))
        assert [cell.value for cell in found] == DANGEROUS
        assert {cell.data_type for cell in found} == {"s"}
        assert not any(cell.hyperlink for cell in found)
    assert "=1+1" in [cell.value for cell in book["项目"][1]]
    with zipfile.ZipFile(tmp_path / "out.xlsx") as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not any(re.search(rb"<f[ >/]", sheet) for sheet in sheets), "nothing in the workbook is a formula"
    links = [place for sheet in sheets for place in re.findall(rb'<hyperlink [^>]*location="([^"]*)"', sheet)]
    assert links, "a project and its indicators lead to each other"
    assert all(re.fullmatch("'(项目|指标)'!A\\d+", place.decode()) for place in links), (
        "no text of a source is in a link"
    )


def test_texts_that_a_workbook_cannot_hold(review: Review, tmp_path: Path) -> None:
    long, wide = "长" * 40_000, "𠮷" * 20_000
    made = review_of(review.source, ["a\x00b\x0bc\ud800d", long, wide, "甲\r\n乙"])
    write_workbook([(made, None)], tmp_path / "out.xlsx")
    book = read(tmp_path / "out.xlsx")
    names = [cell.value for cell in cells(book["指标"], "三级指标")]
    assert (names[0], names[3]) == ("abcd", "甲\n乙")
    for name, char in ((names[1], "长"), (names[2], "𠮷")):
        assert len(name.encode("utf-16-le")) // 2 <= MAX_TEXT
        assert name.startswith(char * 1000)
        assert name.rstrip(char) == name  # ends with the note
    notes = [row["备注"] for row in table(book["说明"]) if row["备注"]]
    assert len(notes) >= 4
    assert any("40000" in note for note in notes)


def test_labels_that_are_named_like_a_column(review: Review, tmp_path: Path) -> None:
    fields = (
        ("name", read_field("甲")),
        ("amounts[项目名称]", read_field("1")),
        ("attributes[绩效目标]", read_field("乙")),
    )
    made = Review(review.source, NodeData(0, Kind.DOCUMENT, (), (NodeData(1, Kind.PROJECT, fields),)))
    write_workbook([(made, None)], tmp_path / "out.xlsx")
    row = table(read(tmp_path / "out.xlsx")["项目"])[0]
    assert (row["项目名称"], row["项目名称（2）"], row["绩效目标"], row["绩效目标（2）"]) == ("甲", 1, None, "乙")


def test_amount_labels_of_all_sources_have_columns(review: Review, tmp_path: Path) -> None:
    def one(number: int, label: str) -> Review:
        entry = NodeData(
            1, Kind.PROJECT, (("name", read_field(f"P{number}")), (f"amounts[{label}]", read_field("-1,000")))
        )
        return Review(review.source, NodeData(0, Kind.DOCUMENT, (), (entry,)))

    write_workbook([(one(1, "总计"), None), (one(2, "小计"), None)], tmp_path / "out.xlsx")
    rows = table(read(tmp_path / "out.xlsx")["项目"])
    assert [(row["总计"], row["小计"]) for row in rows] == [(-1000, None), (None, -1000)]


def test_no_sheet_for_tasks_without_tasks(review: Review, tmp_path: Path) -> None:
    made = review_of(review.source, ["甲"])
    write_workbook([(made, None)], tmp_path / "out.xlsx")
    assert "工作任务" not in read(tmp_path / "out.xlsx").sheetnames


def test_every_edit_is_on_record(review: Review, tmp_path: Path) -> None:
    at = datetime(2024, 3, 1, 4, 5, 6, tzinfo=UTC)
    history = History(review, "王芳", lambda: at)
    history.do(acts.set_value(review, FieldRef(5, "annual_value"), "=2"))
    history.undo()
    history.redo()
    history.do(acts.accept(review, FieldRef(3, "amounts[其他资金]")))
    history.do(acts.move(review, [review.node(6)], -1))
    history.do(acts.delete(review, [review.node(7)]))
    history.do(acts.insert(review, review.node(4), 0, Kind.INDICATOR))
    history.do(acts.set_kind(review, review.node(4), Kind.UNIT))
    history.do(acts.mark_blank(review, FieldRef(3, "goal")))
    write_workbook([(review, history)], tmp_path / "out.xlsx")
    rows = table(read(tmp_path / "out.xlsx")["校对记录"])
    assert len(rows) == 9
    assert {row["校对人"] for row in rows} == {"王芳"}
    assert {row["时间"] for row in rows} == {at.astimezone().replace(tzinfo=None)}
    changes = [(row["原值"], row["新值"]) for row in rows]
    assert changes[:4] == [("≥1期", "=2"), ("=2", "≥1期"), ("≥1期", "=2"), ("见附表", "见附表")]
    assert "制作宣传资料" in rows[0]["位置"]
    assert changes[5] == ("场次", None)
    assert len({row["操作"] for row in rows[:3]}) == 3
    assert all(row["字段"] and row["位置"] and row["操作"] for row in rows)


def test_the_old_workbook_stays_when_the_new_one_fails(
    review: Review, history: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.xlsx"
    path.write_bytes(b"old")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("zipfile.ZipFile.write", full)
    with pytest.raises(WriteError, match=r"out\.xlsx"):
        write_workbook([(review, history)], path)
    assert [file.name for file in tmp_path.iterdir()] == ["out.xlsx"]
    assert path.read_bytes() == b"old"


def test_csv_has_the_indicators_and_no_formula(review: Review, tmp_path: Path) -> None:
    made = review_of(review.source, [*DANGEROUS, "甲,\n“乙”"])
    History(made)
    write_csv([(made, None)], tmp_path / "out.csv")
    data = (tmp_path / "out.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    with open(tmp_path / "out.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["三级指标"].removeprefix("'") for row in rows] == [*DANGEROUS, "甲,\n“乙”"]
    for row in rows:
        for value in row.values():
            assert not value.lstrip().startswith(("=", "+", "@", "＝"))
            assert not value.startswith("-")
    assert rows[0]["项目名称"] == "'=cmd()"


def test_state_and_rows_of_a_node_that_was_split(review: Review, history: History, tmp_path: Path) -> None:
    node: Node = review.node(5)
    history.do(acts.split(review, FieldRef(node.id, "level3"), 2))
    write_workbook([(review, history)], tmp_path / "out.xlsx")
    rows = table(read(tmp_path / "out.xlsx")["指标"])
    assert [row["三级指标"] for row in rows][:3] == ["制作", "宣传资料", "化解纠纷数"]
    assert rows[1]["状态"] == "已修改"


def test_what_a_reader_had_to_say_stands_in_the_workbook(review: Review, tmp_path: Path) -> None:
    source = dataclasses.replace(review.source, notes=(Note("第 3 行已隐藏，没有读入。", "hidden rows"),))
    made = review_of(source, ["次数"])
    write_workbook([(made, History(made))], tmp_path / "out.xlsx")
    book = read(tmp_path / "out.xlsx")
    assert "第 3 行已隐藏，没有读入。" in " ".join(row["备注"] or "" for row in table(book["说明"]))


@pytest.mark.parametrize("entry", ["项目", "指标"])
def test_what_had_to_be_cut_is_said_with_its_source(
    review: Review, history: History, tmp_path: Path, entry: str
) -> None:
    key, node = ("goal", review.entries[2]) if entry == "项目" else ("level3", review.entries[2].children[0])
    history.do(acts.set_value(review, FieldRef(node.id, key), "长" * (MAX_TEXT + 5)))
    for hidden, source in (((), "青禾.txt"), ((f"{entry}/来源文件",), None)):
        path = tmp_path / f"{len(hidden)}.xlsx"
        write_workbook([(review, history)], path, NOON, Choices(sheets=(entry,), left_out=hidden))
        said = [row for row in table(load_workbook(path)["说明"]) if row["备注"] and str(MAX_TEXT + 5) in row["备注"]]
        assert [row["来源文件"] for row in said] == [source]


def test_progress_goes_with_the_rows_of_all_sheets(review: Review, history: History, tmp_path: Path) -> None:
    project = next(entry for entry in review.entries if entry.kind is Kind.PROJECT)
    for _ in range(140):
        history.do(acts.duplicate(review, project))
    told: list[float] = []
    write_workbook([(review, history)], tmp_path / "out.xlsx", NOON, progress=told.append)
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0.0, 0.99)
    rows = [share for share in told if 0.0 < share < 0.8]
    steps = [after - before for before, after in zip([0.0, *rows], [*rows, 0.8], strict=True)]
    assert len(rows) >= 5
    assert max(steps) < 0.25, "no sheet is through when it has hardly begun"


@pytest.mark.parametrize(("rows", "entries"), [(1, 3), (2, 3), (3, 4), (4, 5), (50, 5)])
def test_a_preview_is_made_of_the_first_entries_alone(
    review: Review, history: History, rows: int, entries: int
) -> None:
    """The third is the first with indicators, two; the fourth has one: as many entries and as many of their rows are there."""
    shown, _ = _head((review, history), rows)
    assert [entry.value("name") for entry in shown.entries] == [entry.value("name") for entry in review.entries][
        :entries
    ]


def test_the_record_names_an_entry_that_is_gone_as_it_was_called(
    review: Review, history: History, tmp_path: Path
) -> None:
    first, second = [entry for entry in review.entries if entry.kind is Kind.PROJECT][:2]
    name, row = second.value("name"), second.children[0]
    history.do(acts.move_to(review, [row], first, 0))
    history.do(acts.delete(review, [second]))
    write_workbook([(review, history)], tmp_path / "out.xlsx", NOON)
    said = [" ".join(str(value) for value in row.values()) for row in table(read(tmp_path / "out.xlsx")["校对记录"])]
    assert any(f"{name}, " in each or f"{name}，" in each for each in said)
