"""Headers that no reading understood make the rows under them doubtful."""

from __future__ import annotations

from itertools import count

import pytest
from read_texts import indicators, read

from reviewer.extract.draft import Draft
from reviewer.extract.readings.unknown_form import tasks_in_pieces
from reviewer.model.flow import Flow
from reviewer.model.review import Kind

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


def test_tasks_that_are_pieces_of_rows_are_marked() -> None:
    text = (
        "               部门整体支出绩效目标表\n 部门名称           禾溪市水务发展局\n\n"
        "           任务名称              主要内容\n"
        "                                                总额       财政拨款                其他资金\n\n"
        "         古道标识牌更新补   支持5处古道更换标识牌和路灯，新增休\n"
        "                                               512.06     300.06               212\n"
        "            短板      息长椅，方便行人。\n"
        "年度主要任务              为140名摆渡船工提供安全培训，改善其\n"
        "         摆渡船工安全培训                               95.2       80                  15.2\n"
        "                    作业条件，减少事故。\n\n"
        "                      金额合计                     607.26     380.06             227.2\n\n"
        "年度总体目标   目标1：全面完成年度水务建设管理任务。目标2：提升公共服务水平，群众获得感增强。\n\n"
        "           一级指标       二级指标             三级指标                        绩效指标值\n\n"
        "           产出指标       数量指标          更换标识牌数量                         5处\n"
        "                      质量指标          标识牌合格率                         100%\n"
        "           效益指标       社会效益指标         行人迷路求助次数                      ≤3次\n"
    )
    whole = {
        ("古道标识牌更新补短板", "支持5处古道更换标识牌和路灯，新增休息长椅，方便行人。", "512.06"),
        ("摆渡船工安全培训", "为140名摆渡船工提供安全培训，改善其作业条件，减少事故。", "95.2"),
    }
    tasks = [node for node in read(text).root.walk() if node.kind is Kind.TASK]
    assert len(tasks) > 1
    for node in tasks:
        right = tuple(node.value(key) for key in ("name", "content", "amount")) in whole
        assert right or all(node.fields[key].flagged for key in ("name", "content") if node.value(key))


@pytest.mark.parametrize(
    ("rows", "pieces"), [(("演出。 -", "- 30"), True), (("演出。 30", "培训。 5"), False), (("30 30",), True)]
)
def test_tasks_of_which_none_has_all_are_pieces_of_rows(rows: tuple[str, ...], pieces: bool) -> None:
    entry = Draft(Kind.DEPARTMENT)
    for row in rows:
        task = Draft(Kind.TASK)
        for key, text in zip(("content", "amount"), row.split(), strict=True):
            task.set(key, Flow.loose(text.strip("-")))
        entry.children.append(task)
    assert tasks_in_pieces(entry.data(count(1))) is pieces
