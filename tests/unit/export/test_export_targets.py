"""Several targets of one value in the workbook's three cells, and back."""

from __future__ import annotations

import pytest

from reviewer.export.targets import figure_text, joined, sign_word, targets_from
from reviewer.model.target import parse_targets, target_text


def cells(value: str) -> dict[str, str]:
    found = parse_targets(value)
    return {
        "计算符号": joined(map(sign_word, found)) or "",
        "数值": joined(map(figure_text, found)) or "",
        "计量单位": joined(target.unit for target in found) or "",
    }


@pytest.mark.parametrize("value", ["≥95%", "60人,1次", "10-12次", "误差±3mm，合格率≥90%", "持续提升", "得分≥80，≤5次"])
def test_what_the_workbook_shows_is_read_back_as_it_was(value: str) -> None:
    now = parse_targets(value)
    assert targets_from(now, {}, cells(value)) == now


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"target.sign": "≥；＞＝"}, "≥|60||人；≥|1||次"),
        ({"target.number": "60;２"}, "=|60||人；=|2||次"),
        ({"target.sign": "≥", "target.number": "60", "target.unit": "人"}, "≥|60||人"),
        ({"target.unit": ""}, "=|60||；=|1||"),
    ],
)
def test_parts_of_several_targets_can_be_put_right(changed: dict[str, str], said: str) -> None:
    found = targets_from(parse_targets("60人,1次"), changed, cells("60人,1次"))
    assert found is not None
    assert target_text(*found) == said


@pytest.mark.parametrize(
    "changed", [{"target.sign": "≥"}, {"target.number": "60；1；2"}, {"target.number": ""}, {"target.sign": "≥；很多"}]
)
def test_parts_that_do_not_go_together_are_not_read(changed: dict[str, str]) -> None:
    assert targets_from(parse_targets("60人,1次"), changed, cells("60人,1次")) is None


@pytest.mark.parametrize(
    ("value", "changed", "said"),
    [
        ("≥60人", {"target.number": "70"}, "≥|70||人"), ("≥60人", {"target.sign": "≤"}, "≤|60||人"),
        ("≥60人", {"target.unit": "次"}, "≥|60||次"),
        ("10-12次", {"target.unit": "场"}, "range|10|12|场"), ("=5", {"target.number": "6"}, "=|6||"),
        ("60人,1次", {"target.number": "60；2"}, "=|60||人；=|2||次"),
    ],
)  # fmt: skip
def test_parts_whose_columns_are_gone_stay_as_they_are(value: str, changed: dict[str, str], said: str) -> None:
    found = targets_from(parse_targets(value), changed, {})
    assert found is not None
    assert target_text(*found) == said


@pytest.mark.parametrize(
    ("sign", "figure", "said"),
    [
        ("大于等于", "5", None), (">=", "5", "≥|5||人"), ("<=", "1,200", "≤|1200||人"), ("区间", "5-12", "range|5|12|人"),
        ("区间", "-5-5", "range|-5|5|人"), ("区间", "5", None), ("定性", "", "text|||人"), ("≥", "", None), ("≥", "五", None),
    ],
)  # fmt: skip
def test_signs_and_figures_as_people_type_them(sign: str, figure: str, said: str | None) -> None:
    found = targets_from(parse_targets("≥60人"), {"target.sign": sign, "target.number": figure}, {"计量单位": "人"})
    assert (None if found is None else target_text(*found)) == said
