"""Target values whose sign, number and unit stand in columns of their own, in any order."""

from __future__ import annotations

import pytest

from tests.unit.extract.marked_texts import assembled
from tests.unit.extract.marked_texts import rows as rows_of
from tests.unit.extract.read_texts import read, rows

FORM = """<table><tr><td>项目名称</td><td colspan=5>球场建设</td></tr>
<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td>{head}</tr>
<tr><td>产出指标</td><td>数量指标</td><td>建设球场</td>{first}</tr>
<tr><td>产出指标</td><td>质量指标</td><td>检测合格率</td>{second}</tr>
<tr><td>产出指标</td><td>时效指标</td><td>开放时间</td>{third}</tr></table>"""
WANTED = ["≥5片", "=100%", "国庆节前"]


def values(head: str, *cells: str) -> list[str | None]:
    """The values of FORM whose cells behind the names are these, parted by blanks; _ is a blank cell."""
    parts = ["".join(f"<td>{'' if cell == '_' else cell}</td>" for cell in text.split()) for text in (head, *cells)]
    page = FORM.format(head=parts[0], first=parts[1], second=parts[2], third=parts[3])
    return [row[3] for row in rows(read(page, "t.html"))]


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        ("指标性质 指标值 计量单位", ("≥ 5 片", "= 100 %", "定性 国庆节前 _")),
        ("计量单位 指标性质 指标值", ("片 ≥ 5", "% = 100", "_ 定性 国庆节前")),
        ("计量单位 指标值", ("片 ≥5", "% =100", "_ 国庆节前")),
    ],
)
def test_a_value_is_said_sign_number_unit_whatever_the_order_of_the_columns(head: str, cells: tuple[str, ...]) -> None:
    assert values(head, *cells) == WANTED


def test_a_sign_or_unit_that_the_value_has_itself_is_not_said_twice() -> None:
    assert values("指标性质 指标值 计量单位", "≥ ≥5片 片", "= =100% %", "定性 国庆节前 _") == WANTED


def test_a_unit_before_its_number_does_not_join_the_next_row_to_it() -> None:
    page = (
        FORM.format(
            head="<td>计量单位</td><td>指标性质</td><td>指标值</td>",
            first="<td>元/万尾</td><td>≤</td><td>157</td>",
            second="<td></td><td>定性</td><td>有所回升</td>",
            third="<td></td><td>定性</td><td>国庆节前</td>",
        )
        .replace("建设球场", "苗种采购均价")
        .replace("检测合格率", "资源密度")
    )
    assert [row[2:] for row in rows(read(page, "t.html"))][:2] == [
        ("苗种采购均价", "≤157元/万尾"),
        ("资源密度", "有所回升"),
    ]


def test_the_places_of_a_value_are_in_the_order_of_the_source() -> None:
    page = FORM.format(
        head="<td>计量单位</td><td>指标性质</td><td>指标值</td>",
        first="<td>片</td><td>≥</td><td>5</td>",
        second="<td>%</td><td>=</td><td>100</td>",
        third="<td></td><td>定性</td><td>国庆节前</td>",
    )
    review = read(page, "t.html")
    field = next(node for node in review.root.walk() if node.value("annual_value") == "≥5片").fields["annual_value"]
    assert list(field.spans) == sorted(field.spans)
    assert [review.source.text((span,)) for span in field.spans] == ["片", "≥", "5"]


@pytest.mark.parametrize(
    "value",
    [
        "{sign:≥} {annual_value:30} {measure:盏}",
        "{measure:盏} {sign:≥} {annual_value:30}",
        "{annual_value:30} {measure:盏} {sign:≥}",
    ],
)
def test_sign_number_and_unit_are_said_in_order_however_their_columns_stand(value: str) -> None:
    made = assembled(
        "{title:项目支出绩效目标表}\n{header:项目名称} {name:路灯更换项目}\n"
        f"{{level1:产出指标}} {{level2:数量指标}} {{level3:更换路灯数}} {value}\n"
    )
    assert rows_of(made["entries"][0]) == [("产出指标", "数量指标", "更换路灯数", None, "≥30盏")]
