"""Workbooks: sheets that show how the form of another sheet is to be filled in."""

from __future__ import annotations

import io

import openpyxl
import pytest

from reviewer.base.i18n import use_language
from reviewer.model.source import PART_NOT_READ, Note
from reviewer.sources.registry import source_from_bytes


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


Rows = list[list[object]]
CODES: Rows = [
    [name]
    for name in ("产出指标", "数量指标", "质量指标", "时效指标", "成本指标", "效益指标", "社会效益指标", "生态效益指标")
]


def form(name: str, title: str = "项目支出绩效目标表") -> Rows:
    if not name:
        return [
            [title],
            ["项目名称"],
            ["实施单位"],
            ["资金总额"],
            ["年度目标"],
            ["一级指标", "二级指标", "三级指标", "指标值"],
        ]
    return [
        [title], ["项目名称", name], ["实施单位", f"{name}办公室"], ["资金总额", 52], ["年度目标", f"完成{name}。"],
        ["一级指标", "二级指标", "三级指标", "指标值"], ["产出指标", "数量指标", f"{name}次数", "≥3次"],
        ["产出指标", "质量指标", "合格率", "≥98%"], ["效益指标", "社会效益指标", "受益村", "≥9个"],
    ]  # fmt: skip


def read(*sheets: tuple[str, Rows]) -> tuple[list[str], list[str]]:
    """The labels of the pages, and the codes of the notes."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    source = source_from_bytes("a.xlsx", data.getvalue())
    return [page.label for page in source.pages], [note.code for note in source.notes if isinstance(note, Note)]


@pytest.mark.parametrize("name", ["示例", "填报示例", "样表", "填写样例（勿删）", "参考范例"])
def test_an_example_beside_what_is_filled_in_is_left_out_and_said(name: str) -> None:
    assert read(("目标表", form("渠道清淤")), (name, form("某项目"))) == (["目标表"], [PART_NOT_READ])
    assert read((name, form("某项目")), ("目标表", form("渠道清淤"))) == (["目标表"], [PART_NOT_READ])


@pytest.mark.parametrize("title", ["项目支出绩效目标表（填报示例）", "示例：", "【样表】", "绩效目标表 （ 样表 ）"])
def test_an_example_may_say_so_above_its_table(title: str) -> None:
    assert read(("目标表", form("渠道清淤")), ("Sheet2", form("某项目", title))) == (["目标表"], [PART_NOT_READ])


@pytest.mark.parametrize(
    "other",
    [
        ("字典", CODES), ("申报表", form("")), ("说明", [["填报说明"], ["如实填写"], ["指标应当量化"]]), ("样表2", form("路灯维护")),
        ("台账", [["序号", "设备", "数量"], [1, "水泵", 3], [2, "闸门", 4]]),
    ],
)  # fmt: skip
def test_what_is_called_so_is_read_where_no_other_sheet_holds_its_form_filled_in(other: tuple[str, Rows]) -> None:
    pages, codes = read(("样表", form("渠道清淤", "项目支出绩效目标表（样表）")), other)
    assert sorted(pages) == sorted(["样表", other[0]])
    assert codes == []


@pytest.mark.parametrize("title", ["示例项目绩效目标表", "推广典型（示例）村建设绩效目标表", "样表印制费绩效目标表"])
def test_a_title_that_only_speaks_of_examples_is_none(title: str) -> None:
    assert read(("目标表", form("渠道清淤")), ("Sheet2", form("某项目", title))) == (["目标表", "Sheet2"], [])
