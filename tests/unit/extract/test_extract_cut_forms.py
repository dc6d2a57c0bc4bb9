"""Forms that a page break cuts: the next page prints the title and the name again, and goes on with the indicators."""

from __future__ import annotations

from itertools import count

from read_texts import read

from reviewer.extract.draft import Draft
from reviewer.extract.readings.cut_forms import with_forms_whole
from reviewer.extract.readings.reading import By, Reading
from reviewer.model.flow import Flow
from reviewer.model.review import Kind, Node, NodeData

TEXT = """\
                    项目支出预算绩效目标表
(2024 年度)
项目名称        河道保洁与堤岸绿化养护
实施单位        竹溪县河道管理所
项目资金(万元)    年度资金总额:                 18.00
            其中:财政拨款                   18.00
年度目标        保持水面清洁,养护堤岸绿地。
绩效指标        一级指标      二级指标      三级指标              年度指标值
            产出指标      数量指标      保洁河段              12 段
                                养护堤岸绿地            9600 平方米
\f                    项目支出预算绩效目标表
(2024 年度)
项目名称        河道保洁与堤岸绿化养护
绩效指标        产出指标      质量指标      河面保洁合格率           95%以上
            效益指标      社会效益指标    水质投诉              逐年减少
            满意度指标     满意度指标     沿岸居民满意度           ≥90%
\f                    项目支出预算绩效目标表
(2024 年度)
项目名称        闸门检修
实施单位        竹溪县河道管理所
项目资金(万元)    年度资金总额:                 6.00
            其中:财政拨款                   6.00
年度目标        检修闸门。
绩效指标        一级指标      二级指标      三级指标              年度指标值
            产出指标      数量指标      检修闸门              4 座
            满意度指标     满意度指标     灌区农户满意度           ≥92%
"""


def _projects(text: str) -> list[Node]:
    return [node for node in read(text).root.walk() if node.kind is Kind.PROJECT]


def test_a_page_that_names_the_project_again_goes_on_with_its_rows() -> None:
    one, two = _projects(TEXT)
    assert (one.value("name"), two.value("name")) == ("河道保洁与堤岸绿化养护", "闸门检修")
    names = [child.value("level3") for child in one.children if child.kind is Kind.INDICATOR]
    assert names == ["保洁河段", "养护堤岸绿地", "河面保洁合格率", "水质投诉", "沿岸居民满意度"]
    assert one.value("amounts[年度资金总额]") == "18.00"


def _entry(*levels: str, amount: str = "", name: str = "河道保洁") -> Draft:
    entry = Draft(Kind.PROJECT)
    entry.set("name", Flow.loose(name))
    if amount:
        entry.amount("总额", Flow.loose(amount))
    for level in levels:
        row = Draft(Kind.INDICATOR)
        row.set("level1", Flow.loose(f"{level}指标"))
        entry.children.append(row)
    return entry


def _joined(*entries: Draft) -> list[int]:
    """How many rows each entry has once forms are whole."""
    ids = count(1)
    root = NodeData(0, Kind.DOCUMENT, (), tuple(entry.data(ids) for entry in entries))
    return [len(entry.children) for entry in with_forms_whole(Reading(root, (), By.RULES)).root.children]


def test_only_a_bare_entry_of_the_same_name_whose_levels_go_on_is_the_rest_of_a_form() -> None:
    first = _entry("产出", amount="18.00")
    assert _joined(first, _entry("产出", "满意度")) == [3]
    assert _joined(first, _entry("产出"), _entry("效益"), _entry("满意度")) == [4]
    assert _joined(first, _entry("产出", "满意度", amount="2.00")) == [1, 2]
    assert _joined(first, _entry("产出", "满意度", name="闸门检修")) == [1, 2]
    assert _joined(_entry("产出", "满意度", amount="18.00"), _entry("产出", "满意度")) == [2, 2]
    assert _joined(_entry("产出", amount="18.00"), _entry()) == [1, 0]
    assert _joined(_entry(amount="18.00"), _entry("产出")) == [0, 1]
