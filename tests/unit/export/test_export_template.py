"""The user's own workbook filled; its formulas, styles, rules and other sheets stay."""

from __future__ import annotations

import base64
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import xlsxwriter
from openpyxl import Workbook, load_workbook
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from reviewer.export import template as templates
from reviewer.export.tables import MAX_TEXT
from reviewer.export.template import TemplateError, _free_rows, fill, look_at
from reviewer.export.template_rows import moved_formula
from reviewer.model import acts
from reviewer.model.fields import FieldRef
from reviewer.model.history import History
from reviewer.model.review import Review


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """Headers in row 3, one styled row to fill with a formula at its end, a sum beneath, a second sheet that refers to it."""
    book = Workbook()
    sheet = book.active
    sheet.title = "填报"
    sheet["A1"] = "{{ 部门 }}{{年度}}年绩效目标填报表（{{负责人}}）"
    sheet.merge_cells("A1:H1")
    heads = ["序号", "项目名称*", "一级指标", "三级指标名称", "指标值", "分值", "加倍", "审核意见"]
    for column, head in enumerate(heads, start=1):
        sheet.cell(3, column, head).font = Font(bold=True)
    for column in range(1, 9):
        sheet.cell(4, column).fill = PatternFill("solid", fgColor="FFEEEEEE")
    sheet["G4"] = "=F4*2"
    sheet["A5"] = "合计"
    sheet.merge_cells("A5:E5")
    sheet["F5"] = "=SUM(F4:F4)"
    rule = DataValidation(type="list", formula1='"同意,不同意"')
    rule.add("H4")
    sheet.add_data_validation(rule)
    sheet.conditional_formatting.add("F4:F4", CellIsRule(operator="greaterThan", formula=["50"], font=Font(bold=True)))
    other = book.create_sheet("封面")
    other["A1"] = "=填报!F5"
    other["A2"] = "说明文字"
    book.save(tmp_path / "template.xlsx")
    return tmp_path / "template.xlsx"


def filled(template: Path, review: Review, history: History) -> Any:
    items = [(review, history)]
    assert fill(template, template.with_name("out.xlsx"), look_at(template, items), items) == []
    return load_workbook(template.with_name("out.xlsx"))


def test_columns_are_suggested_by_name(template: Path, review: Review, history: History) -> None:
    plan = look_at(template, [(review, history)])
    assert (plan.sheet, plan.header, plan.first) == ("填报", 3, 4)
    assert [column.part for column in plan.columns] == [
        "number", "project", "level1", "level3", "annual_value", "extra[分值]", "", "",
    ]  # fmt: skip


def test_rows_are_put_in_and_the_rest_follows(template: Path, review: Review, history: History) -> None:
    book = filled(template, review, history)
    sheet = book["填报"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_row=7)]
    assert [row[:6] for row in rows] == [
        [1, "人民调解经费", "产出指标", "制作宣传资料", "≥1期", "10"],
        [1, "人民调解经费", "产出指标", "化解纠纷数", "=0", "10"],
        [2, "普法经费", "产出指标", "场次", "10-20场", "10"],
        [3, "青禾区司法局", "产出指标", "办件数", "≥5件", "10"],
    ]
    assert [row[6] for row in rows] == ["=F4*2", "=F5*2", "=F6*2", "=F7*2"]
    assert sheet["E5"].data_type == "s", "a value, not a formula"
    assert (sheet["A8"].value, sheet["F8"].value) == ("合计", "=SUM(F4:F7)")
    assert "A8:E8" in {str(each) for each in sheet.merged_cells.ranges}
    assert "A5:E5" not in {str(each) for each in sheet.merged_cells.ranges}
    assert book["封面"]["A1"].value == "=填报!F8"
    assert book["封面"]["A2"].value == "说明文字"
    assert all(sheet.cell(row, 8).fill.fgColor.rgb == "FFEEEEEE" for row in range(4, 8))
    assert str(sheet.data_validations.dataValidation[0].sqref) == "H4:H7"
    assert [str(each.sqref) for each in sheet.conditional_formatting] == ["F4:F7"]


def test_placeholders_of_the_document(template: Path, review: Review, history: History) -> None:
    book = filled(template, review, history)
    assert book["填报"]["A1"].value == "青禾区司法局2023年绩效目标填报表（{{负责人}}）", "what nobody knows stays"


def test_a_row_of_placeholders_is_repeated(tmp_path: Path, review: Review, history: History) -> None:
    book = Workbook()
    sheet = book.active
    sheet["B2"], sheet["C2"], sheet["D2"] = "{{项目名称}}", "{{总计}}", "=C2/2"
    book.save(tmp_path / "t.xlsx")
    items = [(review, history)]
    fill(tmp_path / "t.xlsx", tmp_path / "o.xlsx", look_at(tmp_path / "t.xlsx", items), items)
    sheet = load_workbook(tmp_path / "o.xlsx").active
    assert [[cell.value for cell in row][1:] for row in sheet.iter_rows(min_row=2)] == [
        ["人民调解经费", 1300.5, "=C2/2"], ["普法经费", None, "=C3/2"], ["青禾区司法局", None, "=C4/2"],
    ]  # fmt: skip


def test_rows_that_are_there_are_used(tmp_path: Path, review: Review, history: History) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["项目名称", "三级指标"])
    sheet["A8"] = "填表人："
    book.save(tmp_path / "t.xlsx")
    items = [(review, history)]
    fill(tmp_path / "t.xlsx", tmp_path / "o.xlsx", look_at(tmp_path / "t.xlsx", items), items)
    sheet = load_workbook(tmp_path / "o.xlsx").active
    assert sheet["B5"].value == "办件数"
    assert sheet["A8"].value == "填表人：", "there was room; nothing moved"


def test_a_mapping_can_be_put_right(template: Path, review: Review, history: History) -> None:
    items = [(review, history)]
    plan = look_at(template, items).mapped({"E": "period_value", "F": "", "H": "unit"})
    fill(template, template.with_name("out.xlsx"), plan, items)
    sheet = load_workbook(template.with_name("out.xlsx"))["填报"]
    assert [sheet[f"{letter}5"].value for letter in "EFH"] == [
        review.field(FieldRef(6, "period_value")).value,
        None,
        "青禾区司法局",
    ]


def test_a_long_text_is_said(template: Path, review: Review, history: History) -> None:
    history.do(acts.set_value(review, FieldRef(5, "level3"), "长" * 40_000))
    items = [(review, history)]
    [said] = fill(template, template.with_name("out.xlsx"), look_at(template, items), items)
    assert "D4" in said


@pytest.mark.parametrize("what", ["text", "no headers", "gone"])
def test_what_is_no_template_is_said(tmp_path: Path, review: Review, what: str) -> None:
    path = tmp_path / "t.xlsx"
    if what == "text":
        path.write_text("x")
    elif what == "no headers":
        Workbook().save(path)
    with pytest.raises(TemplateError, match=r"t\.xlsx"):
        look_at(path, [(review, None)])


def test_what_a_copy_will_lack_is_said_beforehand(tmp_path: Path, review: Review, history: History) -> None:
    """A template as Excel writes one: with a text box, a chart, a picture, a button, sparklines and a list of another sheet."""
    picture = tmp_path / "logo.png"
    picture.write_bytes(base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    ))  # fmt: skip
    book = xlsxwriter.Workbook(str(tmp_path / "t.xlsx"))
    sheet = book.add_worksheet("填报")
    sheet.write_row(0, 0, ["项目名称", "三级指标", "总计"])
    sheet.insert_textbox("F2", "请勿改动表头")
    sheet.insert_image("F9", str(picture))
    sheet.insert_button("F12", {"macro": "x"})
    sheet.add_sparkline("H1", {"range": "A2:C2"})
    chart = book.add_chart({"type": "bar"})
    chart.add_series({"values": "=填报!$C$2:$C$5"})
    sheet.insert_chart("F14", chart)
    book.close()
    items = [(review, history)]
    plan = look_at(tmp_path / "t.xlsx", items)
    lost, charts = plan.losses
    assert all(word in lost for word in ("图片", "文本框", "按钮", "迷你图"))
    assert "图表" in charts
    assert fill(tmp_path / "t.xlsx", tmp_path / "o.xlsx", plan, items) == []
    filled = load_workbook(tmp_path / "o.xlsx")["填报"]
    assert filled["B2"].value == "制作宣传资料"
    assert len(filled._charts) == 1


def test_nothing_is_lost_of_a_plain_template(template: Path, review: Review, history: History) -> None:
    assert look_at(template, [(review, history)]).losses == ()


@pytest.mark.parametrize("text", ["=1+1", "+1", "@x", "\t=1", "=cmd|' /C calc'!A0", "<r><t>x</t></r>", "a\x07b", "😀"])
def test_what_came_from_a_source_is_a_text_in_a_template_too(tmp_path: Path, review: Review, text: str) -> None:
    history = History(review)
    history.do(acts.set_value(review, FieldRef(5, "level3"), text))
    history.do(acts.set_value(review, FieldRef(0, "department"), text))
    book = Workbook()
    book.active["A1"], book.active["B1"] = "{{部门}}", "年度 {{年度}}"
    book.active.append(["项目名称", "三级指标"])
    book.save(tmp_path / "t.xlsx")
    items = [(review, history)]
    fill(tmp_path / "t.xlsx", tmp_path / "o.xlsx", look_at(tmp_path / "t.xlsx", items), items)
    sheet = load_workbook(tmp_path / "o.xlsx").active
    assert (sheet["B3"].value or "").strip() == text.replace("\x07", "").strip()
    assert (sheet["B3"].data_type, sheet["A1"].data_type) == ("s", "s")
    with zipfile.ZipFile(tmp_path / "o.xlsx") as archive:
        assert b"<f" not in archive.read("xl/worksheets/sheet1.xml")


def _put(address: str, value: object) -> Callable[[Any], None]:
    def put(sheet: Any) -> None:
        sheet[address] = value

    return put


@pytest.mark.parametrize(
    ("change", "header", "free"),
    [
        (_put("B5", "项目"), 3, 1), (_put("B5", 5), 3, 1), (_put("C5", "合计"), 3, 1), (_put("C5", 5), 3, 2),
        (_put("C5", "=SUM(B4:B4)"), 3, 2),
        (_put("B5", "=A1"), 3, 1), (lambda sheet: sheet.merge_cells("A5:C5"), 3, 1), (lambda sheet: sheet.merge_cells("C5:D5"), 3, 2),
        (_put("C5", 5), None, 2), (_put("B4", "占位"), None, 2), (_put("B4", "占位"), 3, 0),
    ],
)  # fmt: skip
def test_rows_are_free_until_something_stands_where_is_to_be_written_or_words_beside_it(
    change: Callable[[Any], None], header: int | None, free: int
) -> None:
    """Of the rows 4 and 5, with columns A and B to be filled; without a header the first is a placeholder."""
    sheet = Workbook().active
    sheet["D5"] = 1
    change(sheet)
    plan, used = SimpleNamespace(first=4, header=header), [SimpleNamespace(letter=letter) for letter in "AB"]
    assert _free_rows(sheet, plan, used) == free  # type: ignore[arg-type]


@pytest.mark.parametrize(("length", "is_cut"), [(5, False), (MAX_TEXT, False), (MAX_TEXT + 1, True)])
def test_a_text_that_a_cell_cannot_hold_is_said(length: int, is_cut: bool) -> None:
    cell = Workbook().active["B7"]
    said = templates._put(cell, "=" + "长" * (length - 1))
    assert [("B7" in each, str(length) in each) for each in said] == [(True, True)] * is_cut
    assert (cell.data_type, len(cell.value) <= MAX_TEXT) == ("s", True)


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("=SUM(C:C)", "=SUM(C:C)"), ("=总额*2", "=总额*2"), ("=SUM(C:C)+C9", "=SUM(C:C)+C11"), ("=C4", "=C4"), ("=C5", "=C7"),
        ("=SUM(C3:C4)", "=SUM(C3:C6)"), ("=SUM(C2:C3)", "=SUM(C2:C3)"), ("=SUM(C3:C8)", "=SUM(C3:C10)"), ("=SUM(C1:C2)", "=SUM(C1:C2)"),
    ],
)  # fmt: skip
def test_formulas_follow_two_rows_put_in_beneath_row_4(formula: str, moved: str) -> None:
    """The rows that are filled begin with row 3: a sum that ends with the last of them goes over the new ones."""
    assert moved_formula(formula, "填报", "填报", 5, 2, 3) == moved
    assert moved_formula(formula, "封面", "填报", 5, 2, 3) == formula


def test_what_is_said_of_the_document_stands_in_every_row(tmp_path: Path, review: Review, history: History) -> None:
    book = Workbook()
    for column, head in enumerate(["来源文件", "部门", "年度", "项目名称", "三级指标"], start=1):
        book.active.cell(2, column, head)
    book.save(tmp_path / "t.xlsx")
    review.label = "甲/青禾.txt"
    items = [(review, history)]
    fill(tmp_path / "t.xlsx", tmp_path / "o.xlsx", look_at(tmp_path / "t.xlsx", items), items)
    rows = list(load_workbook(tmp_path / "o.xlsx").active.iter_rows(min_row=3, max_col=3, values_only=True))
    assert set(rows) == {("甲/青禾.txt", "青禾区司法局", "2023")}
    assert len(rows) == 4


def test_heights_of_rows_go_down_with_what_stands_in_them(template: Path, review: Review, history: History) -> None:
    book = load_workbook(template)
    book["填报"].row_dimensions[5].height = 41
    book.save(template)
    sheet = filled(template, review, history)["填报"]
    (total,) = (row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == "合计")
    assert total > 5
    assert {row for row in range(1, sheet.max_row + 1) if sheet.row_dimensions[row].height == 41} == {total}
