"""Forms whose indicators are printed a column each, the labels in front of the rows."""

from __future__ import annotations

from read_texts import read, rows

_TOP = (
    "<tr><td>项目名称</td><td colspan=4>桥灯养护</td></tr><tr><td>预算金额（万元）</td><td colspan=4>40.00</td></tr>"
    "<tr><td>年度目标</td><td colspan=4>保障桥灯明亮，市民出行安全。</td></tr>"
)


def test_indicators_in_columns_are_set_upright() -> None:
    review = read(
        f"<table>{_TOP}<tr><td>一级指标</td><td colspan=3>产出指标</td><td>效益指标</td></tr>"
        "<tr><td>二级指标</td><td colspan=2>数量指标</td><td>质量指标</td><td>社会效益指标</td></tr>"
        "<tr><td>三级指标</td><td>养护桥灯</td><td>更换灯杆</td><td>亮灯率</td><td>夜间事故</td></tr>"
        "<tr><td>指标值</td><td>40盏</td><td></td><td>≥95%</td><td>0起</td></tr>"
        "<tr><td>填报人：李某</td><td>联系电话：000</td></tr></table>",
        "t.html",
    )
    assert [(entry.value("name"), entry.value("amounts[预算金额（万元）]")) for entry in review.root.children] == [
        ("桥灯养护", "40.00")
    ]
    assert rows(review) == [
        ("产出指标", "数量指标", "养护桥灯", "40盏"),
        ("产出指标", "数量指标", "更换灯杆", None),
        ("产出指标", "质量指标", "亮灯率", "≥95%"),
        ("效益指标", "社会效益指标", "夜间事故", "0起"),
    ]


def test_a_header_over_rows_of_indicators_stays_one() -> None:
    review = read(
        f"<table>{_TOP}<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>指标值</td><td></td></tr>"
        "<tr><td>产出指标</td><td>数量指标</td><td>养护桥灯</td><td>40盏</td><td></td></tr>"
        "<tr><td>效益指标</td><td>社会效益指标</td><td>夜间事故</td><td>0起</td><td></td></tr></table>",
        "t.html",
    )
    assert rows(review) == [
        ("产出指标", "数量指标", "养护桥灯", "40盏"),
        ("效益指标", "社会效益指标", "夜间事故", "0起"),
    ]
