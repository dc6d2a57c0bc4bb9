"""Running text that tells of a project in sentences: where its name, what its labels ask for and its goal begin and end."""

from __future__ import annotations

from typing import Any

from tests.unit.extract import marked_texts
from tests.unit.extract.marked_texts import assembled

TOLD = (
    "{title:水渠维修项目绩效目标}\n根据县财政局《关于下达本年度农田水利专项资金的通知》精神，安排县级农田水利专项资金用于渠道维修，资金总额为五十万元，"
    "由望川区排灌所负责施工与验收工作，工期为六个月，接受财政与审计部门监督检查，年底前完成竣工验收并公示结果，实行专账管理与专款专用,"
    "{name:实施水渠维修(二期)}{name:防渗项目},{header:项目建设内容}:{attribute:按照3米宽的标准},在{attribute:东片}维修水渠4公里。"
    "{header:项目总体绩效目标}是:{goal:恢复灌溉面积800亩，减少渗漏损失。现将绩效目标设定如下}:\n"
)
ROWS = (
    "{level1:产出指标}\n{level2:数量指标}:★{level3:维修渠段},{level2:东片}(二期){level3:防渗长度(≥**公里)}{annual_value:>=4公里};"
    "{level3:清淤合格率}{annual_value:>=95%}。\n"
)


def told() -> dict[str, Any]:
    (entry,) = assembled(TOLD + ROWS)["entries"]
    return entry


def test_a_name_in_a_sentence_is_whole_and_has_no_verb_before_it() -> None:
    assert told()["name"]["value"] == "水渠维修(二期)防渗项目"


def test_what_a_label_asks_for_goes_on_to_the_end_of_its_sentence() -> None:
    assert told()["attributes"]["项目建设内容"]["value"] == "按照3米宽的标准,在东片维修水渠4公里。"


def test_the_sentence_that_announces_the_indicators_is_none_of_the_goal() -> None:
    assert told()["goal"]["value"] == "恢复灌溉面积800亩，减少渗漏损失。"


def test_a_name_over_a_comma_is_one() -> None:
    assert [(row[2], row[4]) for row in marked_texts.rows(told())] == [
        ("维修渠段,东片(二期)防渗长度(≥**公里)", ">=4公里"),
        ("清淤合格率", ">=95%"),
    ]
