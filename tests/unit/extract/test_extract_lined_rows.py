"""Lines of a wide sheet without a level of their own, and the foot of the web page below it."""

from __future__ import annotations

import pytest

from reviewer.extract.no_indicator import is_foot
from tests.unit.extract.read_texts import read, rows

SHEET = """单位名称 项目名称 预算数 年度绩效目标 一级指标 二级指标 三级指标 指标性质 指标值 度量单位 权重
310-望川区水务局 4,093.49
310001-望川区渡口管理站 石桥渡口修缮 3,112.03 保证渡口通行安全。 产出指标 数量指标 修缮渡口 ≥ 4 处 20
更换缆绳 ≥ 120 米 20
质量指标 工程验收合格率 = 100 % 10
效益指标 社会效益指标 受益村民 ≥ 300 人 10
满意度指标 服务对象满意度指标 村民满意度 ≥ 90 % 10
堤防养护专项 463.60 保证堤防安全。 产出指标 数量指标 养护面积（万亩） = 1.70 20
投放警示牌（块） = 810 15
质量指标 养护合格率（%） ≥ 96 10
效益指标 社会效益指标 受益住户（户） ≥ 128 10
满意度指标 服务对象满意度指标 住户满意度（%） ≥ 80 10
扫一扫在手机打开当前页
【打印本页】 【关闭窗口】
"""


def test_a_name_with_a_signed_value_behind_it_is_a_row() -> None:
    names = [(row[0], row[1], row[2], (row[3] or "").replace(" ", "")) for row in rows(read(SHEET))]
    assert names[1] == ("产出指标", "数量指标", "更换缆绳", "≥120米")
    assert names[5:7] == [
        ("产出指标", "数量指标", "养护面积（万亩）", "=1.70"),
        ("产出指标", "数量指标", "投放警示牌（块）", "=810"),
    ]


def test_a_unit_with_its_sum_is_no_indicator_and_the_foot_no_project() -> None:
    names = [entry.value("name") for entry in read(SHEET).entries]
    assert names == ["310-望川区水务局", "石桥渡口修缮", "堤防养护专项"]


@pytest.mark.parametrize(
    ("text", "foot"),
    [
        ("【打印本页】 【关闭窗口】", True),
        ("上一篇：没有了", True),
        ("扫一扫在手机打开当前页", True),
        ("修缮渡口 ≥4处", False),
        ("", False),
    ],
)
def test_the_foot_of_a_web_page(text: str, foot: bool) -> None:
    assert is_foot(text) == foot


def test_a_goal_of_two_sentences_with_a_blank_between_is_one_cell() -> None:
    goal = "（一）保证渡口通行安全。 （二）抓好维护航标等重点工作。"
    review = read(SHEET.replace("保证渡口通行安全。", goal))
    assert [node.value("goal") for node in review.root.children if node.value("name") == "石桥渡口修缮"] == [
        goal.replace(" ", "")
    ]
    assert rows(review)[0][:3] == ("产出指标", "数量指标", "修缮渡口")
