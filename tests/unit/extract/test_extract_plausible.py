"""The last look at finished texts: what can hardly be a name, a value or a goal is marked, whatever the layout was."""

from __future__ import annotations

import pytest

from reviewer.extract.pipeline import extract
from reviewer.extract.plausible import is_odd
from reviewer.model.fields import FieldRef
from reviewer.sources.registry import source_from_bytes


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("annual_value", "≥300盏2.亮灯率≥98%"),
        ("annual_value", "亮灯率：≥98%"),
        ("annual_value", "正向"),
        ("annual_value", "质量指标"),
        ("level3", "亮灯率≥98%"),
        ("level3", "300"),
        ("level3", "二级指标"),
        ("level3", "年度目标"),
        ("level3", "第2页"),
        ("annual_value", "3分钟到场率"),
        ("unit", "主管部门（公章）："),
        ("level3", "夜间出行更安心质量指标：亮灯率"),
        ("annual_value", "三级指标"),
        ("level1", "质量指标"),
        ("level2", "生态效益指标（满意度指标）"),
        ("name", "实施单位  禾溪市政所  总投资  40"),
        ("name", "年度总体目标 养护桥灯40盏，保障明亮。"),
        ("attributes[效益和满意度指标]", "社会效益指标：夜间事故0起服务对象满意度指标：行人满意度≥90%"),
        ("name", "优"),
        ("name", "一级指标        二级指标      三级指标"),
        ("goal", "较及时"),
        ("goal", "≥98%"),
        ("goal", "三级指标"),
    ],
)
def test_what_something_else_is_printed_like_is_odd(key: str, text: str):
    assert is_odd(key, text)


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("annual_value", "处级≥110学分，科级≥90学分"),
        ("annual_value", "2.5万册"),
        ("annual_value", "1.完成编制；2.印发"),
        ("level3", "2024年维护路灯数量（盏）"),
        ("level3", "3分钟到场率"),
        ("annual_value", "3分钟以内"),
        ("level2", "社会效益指标（20分）"),
        ("level1", "成本指标"),
        ("name", "桥灯 养护"),
        ("attributes[主管部门]", "禾溪市政局"),
        ("name", "路灯维护"),
        ("name", "2024年路灯1.5公里改造"),
        ("goal", "保障全市照明"),
    ],
)
def test_what_is_printed_as_it_should_be_is_not(key: str, text: str):
    assert not is_odd(key, text)


def test_such_a_field_is_marked():
    review = extract(
        source_from_bytes(
            "t.txt",
            "项目名称\t路灯维护\t\t\n年度目标\t优\t\t\n一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t维护路灯\t300盏2.亮灯率98%\n".encode(),
        )
    )
    project = review.root.children[0]
    assert review.is_doubtful(FieldRef(project.id, "goal"))
    assert review.is_doubtful(FieldRef(project.children[0].id, "annual_value"))
