"""Levels that stand over or above what belongs to them, outside the columns: in rows of headings, in lines between tables."""

from __future__ import annotations

import pytest
from read_texts import LEVEL_KEYS, read, rows

from reviewer.extract.pipeline import rules_reading
from reviewer.sources.registry import source_from_bytes

_TOP = (
    "<tr><td>项目名称</td><td colspan=4>桥灯养护</td></tr><tr><td>绩效目标</td><td colspan=4>保障桥灯明亮。</td></tr>"
)


def _row(*cells: str) -> str:
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def test_cells_under_levels_of_their_own_hold_all_indicators_of_the_level() -> None:
    found = read(
        f"<p>项目绩效目标表</p><table>{_TOP}"
        + _row("产出指标", "数量指标", "质量指标", "时效指标", "成本指标")
        + _row("", "养护桥灯：40盏<br>更换灯杆（根）：12", "亮灯率：≥95%", "服务期限：12个月", "/")
        + _row("效益指标", "社会效益指标", "", "", "")
        + _row("", "夜间事故：0起", "", "", "")
        + _row("满意度指标", "服务对象满意度指标", "", "", "")
        + _row("", "市民满意度：90%以上", "", "", "")
        + "</table>",
        "t.html",
    )
    assert [entry.value("goal") for entry in found.root.children] == ["保障桥灯明亮。"]
    assert rows(found) == [
        ("产出指标", "数量指标", "养护桥灯", "40盏"),
        ("产出指标", "数量指标", "更换灯杆（根）", "12"),
        ("产出指标", "质量指标", "亮灯率", "≥95%"),
        ("产出指标", "时效指标", "服务期限", "12个月"),
        ("效益指标", "社会效益指标", "夜间事故", "0起"),
        ("满意度指标", "服务对象满意度指标", "市民满意度", "90%以上"),
    ]


def test_rows_of_levels_over_rows_of_indicators_stay_headings() -> None:
    found = read(
        f"<table>{_TOP}"
        + _row("一级指标", "二级指标", "三级指标", "指标值", "")
        + _row("产出指标", "数量指标", "", "", "")
        + _row("", "", "养护桥灯", "40盏", "")
        + _row("", "质量指标", "亮灯率", "≥95%", "")
        + "</table>",
        "t.html",
    )
    assert rows(found) == [("产出指标", "数量指标", "养护桥灯", "40盏"), ("产出指标", "质量指标", "亮灯率", "≥95%")]


def _table(*names: str) -> str:
    return "<table>" + _row("二级指标", "三级指标", "指标值") + "".join(names) + "</table>"


@pytest.mark.parametrize("heading", ["{0}", "（{1}）{0}", "{1}、{0}"])
def test_a_line_above_a_table_says_the_level_of_its_rows(heading: str) -> None:
    lines = [
        heading.format(name, number)
        for name, number in zip(("产出指标", "效益指标", "满意度指标"), "一二三", strict=True)
    ]
    form = (
        f"<p>{lines[0]}</p>{_table('<tr><td rowspan=2>数量指标</td><td>养护桥灯</td><td>40盏</td></tr>', _row('更换灯杆', '12根'))}"
        f"<p>{lines[1]}</p>{_table(_row('社会效益指标', '夜间事故', '0起'))}"
        f"<p>{lines[2]}</p>{_table(_row('服务对象满意度指标', '市民满意度', '≥90%'))}"
    )
    head = "<p>项目名称：{0}</p><p>实施单位：禾溪市政所</p><p>预算金额：40.00万元</p><p>年度绩效目标：保障桥灯明亮，市民出行安全。</p>"
    text = "<p>2025年重点项目绩效目标</p>" + "".join(head.format(name) + form for name in ("桥灯养护", "路灯养护"))
    root = rules_reading(source_from_bytes("t.html", text.encode())).root
    assert [dict(entry.fields)["name"].value for entry in root.children] == ["桥灯养护", "路灯养护"]
    once = [
        ("产出指标", "数量指标", "养护桥灯", "40盏"),
        ("产出指标", "数量指标", "更换灯杆", "12根"),
        ("效益指标", "社会效益指标", "夜间事故", "0起"),
        ("满意度指标", "服务对象满意度指标", "市民满意度", "≥90%"),
    ]
    found = [dict(row.fields) for entry in root.children for row in entry.children]
    assert [tuple(row[key].value for key in LEVEL_KEYS) for row in found] == once * 2
