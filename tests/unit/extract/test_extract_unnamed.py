"""Projects that are named by a heading between the rows of indicators, and a last look for names that were overlooked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reviewer.extract.unnamed import doubt_unnamed
from reviewer.model.review import NodeData, Review
from tests.unit.extract.marked_texts import source_of
from tests.unit.extract.read_texts import read, rows

HEAD = "<tr><td>序号</td><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>年度指标值</td></tr>"
PAGE = f"""<table><tr><td colspan=5>2024年专项资金项目绩效目标公开表</td></tr>{HEAD}
<tr><td colspan=4>项目名称：展厅改造及后续管护</td><td>预算金额：46.52</td></tr>
<tr><td colspan=5>绩效目标：更新展厅设备。</td></tr>
<tr><td>1</td><td rowspan=2>产出指标</td><td>数量指标</td><td>更新展品</td><td>≥81件</td></tr>
<tr><td>2</td><td>质量指标</td><td>展品完好率</td><td>≥95%</td></tr>
<tr><td colspan=4>项目名称：良种繁育</td><td>预算金额：759.18</td></tr>
<tr><td colspan=5>绩效目标：目标1：建设基地；目标2：按时完成，满意度不低于90%。</td></tr>
<tr><td>1</td><td rowspan=3>产出指标</td><td rowspan=2>数量指标</td><td>繁育基地</td><td>548亩</td></tr>
<tr><td>2</td><td>委托机构</td><td>≥4份</td></tr>
<tr><td>3</td><td>质量指标</td><td>脱毒率</td><td>≥85%</td></tr>
</table>"""


def test_headings_between_the_rows_name_the_projects_and_say_their_goals() -> None:
    review = read(PAGE, "t.html")
    entries = review.entries
    assert [entry.value("name") for entry in entries] == ["展厅改造及后续管护", "良种繁育"]
    assert [entry.value("goal") for entry in entries] == [
        "更新展厅设备。",
        "目标1：建设基地；目标2：按时完成，满意度不低于90%。",
    ]
    assert [entry.value("amounts[预算金额]") for entry in entries] == ["46.52", "759.18"]
    assert rows(review) == [
        ("产出指标", "数量指标", "更新展品", "≥81件"),
        ("产出指标", "质量指标", "展品完好率", "≥95%"),
        ("产出指标", "数量指标", "繁育基地", "548亩"),
        ("产出指标", "数量指标", "委托机构", "≥4份"),
        ("产出指标", "质量指标", "脱毒率", "≥85%"),
    ]


def test_a_row_that_gives_no_indicator_is_shown_as_not_read() -> None:
    text = PAGE.replace("<td>预算金额：759.18</td>", "<td></td>").replace("项目名称：良种繁育", "由农技站另行承担")
    review = read(text, "t.html")
    shown = [issue for issue in review.issues if issue.code == "source.unclaimed"]
    held = [value for node in review.root.walk() for field in node.fields.values() if (value := field.value)]
    assert shown or any("另行承担" in value for value in held)


def _merged(review: Review) -> NodeData:
    """The tree of PAGE with the second heading overlooked: its rows stand under the first project."""
    root = review.root.data()
    first, second = root.children
    return replace(root, children=(replace(first, children=first.children + second.children),))


def _is_doubted(node: NodeData) -> bool:
    return any(reason.code == "read.name_missed" for _, field in node.fields for reason in field.reasons)


@pytest.mark.parametrize("label", ["项目名称", "政策名称", "专项资金名称", "二、项目（政策）名称"])
def test_all_that_stands_behind_an_overlooked_name_is_doubted(label: str) -> None:
    review = read(PAGE.replace("项目名称", label), "t.html")
    (entry,) = doubt_unnamed(review.source, _merged(review)).children
    assert [_is_doubted(child) for child in entry.children] == [False, False, True, True, True]
    assert _is_doubted(entry), "what stands over them may be its name no more"


def test_nothing_is_doubted_where_every_printed_name_is_an_entrys() -> None:
    review = read(PAGE, "t.html")
    root = review.root.data()
    assert doubt_unnamed(review.source, root) == root


@pytest.mark.parametrize(
    "printed", ["项目名称：指标值", "项目名称：", "项目名称：……", "项目名称：良种\n繁育", "政策名称： **良种繁育**"]
)
def test_labels_templates_and_names_that_are_wrapped_or_dressed_are_not_overlooked(printed: str) -> None:
    review = read(PAGE, "t.html")
    text = "项目名称：展厅改造及后续管护\n" + printed
    source = source_of(text)
    assert doubt_unnamed(source, review.root.data()) == review.root.data()


def test_an_amount_behind_the_name_in_one_cell_is_no_part_of_it() -> None:
    text = PAGE.replace("</td><td>预算金额：", "          预算金额：").replace("colspan=4", "colspan=5")
    review = read(text.replace("46.52", "46.52万元").replace("759.18", "759.18万元"), "t.html")
    assert [entry.value("name") for entry in review.entries] == ["展厅改造及后续管护", "良种繁育"]
    assert [entry.value("amounts[预算金额]") for entry in review.entries] == ["46.52", "759.18"]
    assert review.root.value("money_unit") == "万元"


def test_rows_of_a_form_whose_name_was_not_found_behind_its_label_alone_are_marked() -> None:
    def form(name: str, lamp: str) -> str:
        head = f"项目绩效目标申报表\n项目名称\n{name}实施单位\n禾溪市政所\n年度目标\n保障照明。\n"
        return f"{head}一级指标\n二级指标\n三级指标\n指标值\n产出指标\n数量指标\n{lamp}\n≥40盏\n"

    found = {
        node.value("level3"): node for node in read(form("桥灯养护\n", "养护桥灯") + form("", "养护路灯")).root.walk()
    }
    assert not any(field.flagged for field in found["养护桥灯"].fields.values())
    assert found["养护路灯"].fields["level3"].flagged
    assert found["养护路灯"].fields["annual_value"].flagged
