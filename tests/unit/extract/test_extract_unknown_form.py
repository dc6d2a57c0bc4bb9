"""Headers that no reading understood make the rows under them doubtful."""

from __future__ import annotations

import pytest
from read_texts import indicators, read

_TOP = "项目绩效目标批复表\n项目名称 桥灯养护 单位名称 禾溪市政所\n项目绩效目标 保障桥灯明亮，市民出行安全。\n"
_ROWS = (
    "产出指标 数量指标 养护桥灯 完成过半 40盏\n质量指标 亮灯率 完成过半 ≥95%\n"
    "效益指标 社会效益指标 夜间事故 完成过半 0起\n满意度指标 服务对象满意度指标 行人满意度 完成过半 ≥90%\n"
)


@pytest.mark.parametrize("heads", ["半年 全年 备注", "上半年目标 全年目标", "全年 备注"])
def test_values_of_a_part_of_the_year_that_are_not_told_apart_are_marked(heads: str) -> None:
    found = indicators(read(_TOP + "一级指标 二级指标 三级指标 目标值\n" + heads + "\n" + _ROWS))
    assert found
    for node in found:
        assert node.value("level3") not in ("半年", "全年", "上半年目标", "全年目标")
        assert all(node.fields[key].flagged for key in ("level3", "annual_value") if key in node.fields)


def test_values_of_a_year_alone_say_nothing_of_its_parts() -> None:
    review = read(_TOP + "一级指标 二级指标 三级指标 年度目标值 备注\n" + _ROWS.replace("完成过半 ", ""))
    assert not any(
        reason.code == "read.part_of_year" for node in indicators(review) for reason in node.fields["level3"].reasons
    )


def test_a_table_named_by_its_title_alone_without_a_known_level_is_marked() -> None:
    text = (
        "二级综合医院运行监测指标表\n一级指标\t二级指标\t指标名称\t指标值\t同期值\n医疗质量\t功能定位\t出院患者手术占比\t≥38%\t36.5%\n"
        "运营效率\t收支结构\t医疗服务收入占比\t31.2%\t30.8%\n满意度评价\t患者满意度\t住院患者满意度\t92.1\t91.5\n联系电话：0000000\n"
    )
    for entry in read(text).root.children:
        for node in (entry, *entry.children):
            assert all(node.fields[k].flagged for k in ("name", "level3", "annual_value") if node.value(k))
