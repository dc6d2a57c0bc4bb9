"""What forms of whole departments and of projects print everywhere is no reason for doubt; what is next to it is."""

from __future__ import annotations

import pytest
from read_texts import indicators, read, rows

from reviewer.extract.labels import money_label
from reviewer.model.fields import FieldRef
from reviewer.model.review import Node, Review

DEPARTMENT = (
    "部门整体支出绩效目标表\t\t\t\n部门名称\t甲市文化馆\t\t\n年度总体目标\t开展群众文化活动，服务基层。\t\t\n"
    "一级指标\t二级指标\t三级指标\t指标值\n"
    "投入管理指标\t{first}\t年度履职目标相关性\t相关\n\t{first}\t工作任务安排\t科学\n\t{second}\t预算编制情况\t完整\n\t{second}\t预算执行率\t≥95%\n"
    "产出指标\t{third}\t演出场次\t≥60场\n\t{third}\t演出审核通过率\t100%\n效益指标\t{fourth}\t受益群众\t≥2万人次\n"
)


def doubts(review: Review, row: Node, key: str) -> set[str]:
    return {message.code for message in review.reasons(FieldRef(row.id, key))}


@pytest.mark.parametrize(
    ("names", "is_known"),
    [
        (("工作目标管理", "预算和财务管理", "重点工作任务完成", "履职效益"), True),
        (("绩效管理指标", "人员管理", "履职目标实现", "项目效益"), True),
        (("项目立项", "资金落实", "职责履行", "履职效益"), True),
        (("文艺创作安排", "文艺资金安排", "文艺演出安排", "文艺效果安排"), False),
    ],
)
def test_second_levels_of_the_evaluation_frameworks_are_known(names: tuple[str, ...], is_known: bool) -> None:
    review = read(DEPARTMENT.format(**dict(zip(("first", "second", "third", "fourth"), names, strict=True))))
    assert [row[1] for row in rows(review)] == [names[n] for n in (0, 0, 1, 1, 2, 2, 3)]
    odd = {"read.level_unknown", "read.implausible", "check.level_place"}
    found = [bool(odd & doubts(review, row, "level2")) for row in indicators(review)]
    assert found == [not is_known] * 7


@pytest.mark.parametrize(
    ("values", "in_pieces"), [(("相关", "科学", "完整", "合规"), False), (("相", "关科", "学完", "整"), True)]
)
def test_values_of_one_word_are_no_pieces_of_cells(values: tuple[str, ...], in_pieces: bool) -> None:
    text = DEPARTMENT.format(first="绩效管理", second="财务管理", third="职责履行", fourth="履职效益")
    for old, new in zip(("相关\n", "科学\n", "完整\n", "≥95%\n"), values, strict=True):
        text = text.replace(f"\t{old}", f"\t{new}\n")
    review = read(text)
    joined = ["read.lines_joined" in doubts(review, row, "level3") for row in indicators(review)]
    assert joined == [in_pieces] * 7


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("1、资金来源：（1）财政拨款", "（1）财政拨款"),
        ("2.资金结构: (1) 基本支出", "(1)基本支出"),
        ("（2）项目支出", "（2）项目支出"),
        ("1、资金来源：财政拨款", "1、资金来源财政拨款"),
        ("其中：财政拨款", "财政拨款"),
    ],
)
def test_the_heading_of_parts_is_no_part_of_the_first_label(printed: str, label: str) -> None:
    assert money_label(printed) == label


def test_a_level_of_a_framework_keeps_its_column_where_the_last_cell_is_empty() -> None:
    text = (
        "部门整体绩效目标表\n部门名称\t甲市文化馆\n一级指标\t二级指标\t三级指标\t指标值\t指标值说明\n"
        "产出指标\t履职目标实现\t演出审核通过率\t100%\t反映审核情况\n效益指标\t履职效益\t受益群众\t≥2万人次\t反映受益情况\n"
        "效益指标\t履职效益\t文物破坏事件\t0起\t\n"
    )
    last = rows(read(text))[-1]
    assert last == ("效益指标", "履职效益", "文物破坏事件", "0起")
