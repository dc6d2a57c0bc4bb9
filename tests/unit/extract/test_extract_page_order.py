"""Text in the order in which `pdftotext` takes the cells of a page: how it is made for training, and what is read of it."""

from __future__ import annotations

from random import Random

from read_texts import read

from reviewer.extract.sequence.roles import SegmentRole as R
from tools.sequence.page_order import write_page_order
from tools.sequence.paper import Cell, Table, Writer, label, plain

BEHIND = """项目支出绩效目标表
（2031年度）
项目名称

水文站点改造与维护

主管部门

云汀县水利局

一级指标

二级指标

三级指标

指标值

改造水文站数量

≥4座

维护雨量站数量

≥310处

质量指标

雨情信息到报率

≥98%

时效指标

设备检修完成时间

2031年10月底前

社会效益指标

防汛决策支撑能力

切实提高

服务对象满意度指标

下游群众满意度

≥90%

数量指标

产出指标

效益指标

满意度指标
"""


def test_names_of_merged_cells_behind_the_table_are_given_to_rows_and_marked() -> None:
    (entry,) = read(BEHIND).entries
    assert [(row.value("level2"), row.value("level3")) for row in entry.children] == [
        ("数量指标", "改造水文站数量"), ("数量指标", "维护雨量站数量"), ("质量指标", "雨情信息到报率"), ("时效指标", "设备检修完成时间"),
        ("社会效益指标", "防汛决策支撑能力"), ("服务对象满意度指标", "下游群众满意度"),
    ]  # fmt: skip
    assert [row.value("level1") for row in entry.children[-2:]] == ["效益指标", "满意度指标"]
    assert all(row.fields["level1"].flagged for row in entry.children)
    assert all(row.fields["level2"].flagged for row in entry.children)


def _printed(seed: int) -> list[str]:
    above = Cell([], above=True)
    rows = [
        [label("数量指标", R.LEVEL2), plain("改造水文站"), plain("4座")],
        [above, plain("维护雨量站"), plain("310处")],
        [above, plain("发布预警"), plain("80条")],
    ]
    writer = Writer()
    write_page_order(writer, Table(rows), Random(seed))
    return "".join(writer.parts).split()


def test_a_merged_cell_is_printed_in_the_middle_of_its_rows_or_behind_the_table() -> None:
    places = {_printed(seed).index("数量指标") for seed in range(60)}
    assert {2, 6} <= places
    assert {"".join(sorted("".join(_printed(seed)))) for seed in range(20)} == {"".join(sorted("".join(_printed(0))))}
