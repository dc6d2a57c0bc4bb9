"""Names of levels that a line end within a narrow cell cut in two, in text that keeps no blank cells."""

from __future__ import annotations

import pytest

from reviewer.extract.cut_levels import is_cut_level
from tests.unit.extract.read_texts import read, rows

BLANKS = """项目绩效目标表
（2023年度）
项目名称 石桥渡口修缮
主管部门 望川区水务局 实施单位 望川区渡口管理站
年度目标 保证渡口通行安全。
绩效指标 一级指标 二级指标 三级指标 指标值
产出指标 数量指标 修缮渡口 ≥4处
租用值班电话 3部
质量指标 工程验收合格率 100%
效益指标 社会效益 指标 受益村民 ≥300人
可持续影响 指标 管护制度 长期执行
满意度指标 服务对象 满意度指标 村民满意度 ≥90%
"""
TABS = (
    BLANKS.replace(" ", "\t")
    .replace("效益\t指", "效益\n指")
    .replace("影响\t指", "影响\n指")
    .replace("象\t满", "象\n满")
)
WANTED = [
    ("产出指标", "数量指标", "修缮渡口", "≥4处"),
    ("产出指标", "数量指标", "租用值班电话", "3部"),
    ("产出指标", "质量指标", "工程验收合格率", "100%"),
    ("效益指标", "社会效益指标", "受益村民", "≥300人"),
    ("效益指标", "可持续影响指标", "管护制度", "长期执行"),
    ("满意度指标", "服务对象满意度指标", "村民满意度", "≥90%"),
]


@pytest.mark.parametrize(
    "text",
    [
        BLANKS,
        BLANKS.replace("社会效益 指标", "社会效益\n指标"),
        TABS,
    ],
    ids=["blanks", "blanks and a line end", "tabs and line ends"],
)
def test_a_level_cut_in_two_is_one(text: str) -> None:
    found = [row for row in rows(read(text)) if row[2]]
    assert found == WANTED


def test_a_level_without_a_row_of_its_own_takes_none_of_the_next() -> None:
    text = TABS.replace("可持续影响\n指标\t管护制度\t长期执行", "可持续影响\n指标\t\t")
    assert rows(read(text)) == [row for row in WANTED if row[2] != "管护制度"]


@pytest.mark.parametrize(
    ("above", "rest"), [("100", "产出指标"), ("一", "效益指标"), ("数量指标", "质量指标"), ("合格率", "效益指标")]
)
def test_what_stands_before_a_whole_level_is_no_half_of_it(above: str, rest: str) -> None:
    assert not is_cut_level(above, rest)


def test_a_thing_counted_whose_name_ends_like_a_label_is_no_signature() -> None:
    (entry,) = read(BLANKS).entries
    assert not any("电话" in key for key in entry.fields)


ALONE = """项目绩效目标表
（2023年度）
项目名称 石桥渡口修缮
资金情况（万元） 年度资金总额 金额（万元）
   （一）财政拨款小计 6.30
       1、一般公共预算 6.30
       2、政府性基金 0.00
   （二）其他收入 0.00
绩效指标 一级指标 二级指标 三级指标 指标值
产出指标 数量指标 修缮渡口 ≥4处
效益指标
社会效益
指标
受益村民 ≥300人
可持续影响
指标
管护制度 长期执行
满意度指标 满意度指标 村民满意度 ≥90%
"""


def test_levels_on_lines_of_their_own_are_no_pieces_that_make_a_table_doubtful() -> None:
    review = read(ALONE)
    assert [row[1:3] for row in rows(review)] == [
        ("数量指标", "修缮渡口"),
        ("社会效益指标", "受益村民"),
        ("可持续影响指标", "管护制度"),
        ("满意度指标", "村民满意度"),
    ]
    found = [node for node in review.root.walk() if node.value("level3")]
    assert not any(reason.code == "read.lines_joined" for node in found for reason in node.fields["level3"].reasons)


def test_a_head_over_the_labels_of_money_is_no_column_of_figures() -> None:
    (entry,) = read(ALONE).entries
    amounts = {key: entry.value(key) for key in entry.fields if key.startswith("amounts")}
    assert amounts == {
        "amounts[（一）财政拨款小计]": "6.30",
        "amounts[1、一般公共预算]": "6.30",
        "amounts[2、政府性基金]": "0.00",
        "amounts[（二）其他收入]": "0.00",
    }
