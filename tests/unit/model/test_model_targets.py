"""Target values as they are printed, taken apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.model.target import OPERATORS, Target, contradicts_itself, is_sound, parse_target

NUMBERS = """
不少于10000件     ≥ 10000 件
97.5%以上         ≥ 97.5 %
低于0.01%         < 0.01 %
≥95               ≥ 95
≥95%              ≥ 95 %
≧95％             ≥ 95 %
>=95%             ≥ 95 %
达到90%以上       ≥ 90 %
至少1期           ≥ 1 期
2000余人          ≥ 2000 人
5年以上           ≥ 5 年
<24小时           < 24 小时
＞60人            > 60 人
>1000             > 1000
≤1秒              ≤ 1 秒
≤0%               ≤ 0 %
不超过3天         ≤ 3 天
24小时内          ≤ 24 小时
3个工作日内       ≤ 3 个工作日
控制在20万元以内  ≤ 20 万元
=0                = 0
0起               = 0 起
1                 = 1
100%              = 100 %
100%。            = 100 %
3.5万册           = 3.5 万册
12,000人次        = 12000 人次
1,234,567.89元    = 1234567.89 元
约2000人          = 2000 人
85%左右           = 85 %
≥5TB              ≥ 5 TB
≥1次/季度         ≥ 1 次/季度
≥100000次/年      ≥ 100000 次/年
不大于0.5‰        ≤ 0.5 ‰
＞95％            > 95 %
≮95%              ≥ 95 %
≯5%               ≤ 5 %
≤-18℃            ≤ -18 ℃
达到90分以上      ≥ 90 分
≥95%以上          ≥ 95 %
不得低于98%       ≥ 98 %
不足1%            < 1 %
共30场次          = 30 场次
控制在95%以上     ≥ 95 %
控制在5%          ≤ 5 %
不超过3天以内     ≤ 3 天
约90%以上         ≥ 90 %
50万元以下        ≤ 50 万元
不超过3次/年      ≤ 3 次/年
约300个           = 300 个
1,200元/人        = 1200 元/人
1，200元/人       = 1200 元/人
1000元/人·月      = 1000 元/人·月
2万余人           ≥ 2 万人
300多户           ≥ 300 户
12个月            = 12 个月
200m²             = 200 m²
5000m³            = 5000 m³
10人（次）        = 10 人（次）
200件（预估）     = 200 件
95%（含）以上     ≥ 95 %
95%以上（含）     ≥ 95 %
100%（全覆盖）    = 100 %
≥95（%）          ≥ 95 %
"""
COLUMNS = """
95%≥         ≥ 95 %
%≥95         ≥ 95 %
95≥%         ≥ 95 %
%95≥         ≥ 95 %
≥%95         ≥ 95 %
95≥          ≥ 95
次≥3         ≥ 3 次
10次≥        ≥ 10 次
元/人≤500    ≤ 500 元/人
个工作日≤5   ≤ 5 个工作日
≤人次200     ≤ 200 人次
95%大于等于  ≥ 95 %
100%=        = 100 %
"""
RANGES = """
10-12次    10 12 次
5至8次     5 8 次
90~95%     90 95 %
90%-95%    90 95 %
20—30人/期 20 30 人/期
1-2天内    1 2 天
10次-12次  10 12 次
90%～95%   90 95 %
≥90%且≤100%  90 100 %
≥90%,≤100%   90 100 %
"""
TEXTS = """
60人,1次  处级≥110学分，科级≥90学分  听证会20场次、咨询会10场次  合格率≥95%,优秀率≥90%  100%，如未发生则以完成认定
2021年1-12月  2021年  2022年度  2023年6月底前  12月31日前  2023-12-31
持续提升  是  按时  五省一自治区  二级以上  每季度不少于1次  100%覆盖  同比增长5%以上  1/2
每月不少于2次  全年不少于2次  人均≥5次  2024年底前完成  2024年底前  12月底前  12月前  12月  6月份
1-12月  2021-2023年  零事故  无  两次  前10名  5天完成  5个以上项目  20人（占10%）  合格率≥95  满意度≥95%  PM2.5≤35  9:00-17:00
≥90%以下  ≥≤95%  不低于95%以下  12-10次  ≥10-12次  ≥95%=  ≥4.5，满分5分
"""


def _table(text: str) -> list[list[str]]:
    return [line.split() for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize("row", _table(NUMBERS + COLUMNS), ids=lambda row: row[0])
def test_one_sign_one_number_one_unit(row: list[str]) -> None:
    value, operator, number, unit = [*row, ""][:4]
    target = parse_target(value)
    assert target is not None
    assert (target.operator, target.number, target.upper, target.unit, target.text) == (
        operator,
        number,
        None,
        unit,
        value,
    )


@pytest.mark.parametrize("row", _table(RANGES), ids=lambda row: row[0])
def test_a_range_has_two_numbers(row: list[str]) -> None:
    target = parse_target(row[0])
    assert target is not None
    assert (target.operator, target.number, target.upper, target.unit) == ("range", *row[1:])
    assert is_sound(target)


@pytest.mark.parametrize("value", TEXTS.split())
def test_what_is_not_one_figure_stays_text(value: str) -> None:
    target = parse_target(value)
    assert target is not None
    assert (target.operator, target.number, target.upper, target.unit, target.text) == ("text", None, None, "", value)


@pytest.mark.parametrize(("value", "unit"), [("≥ 95 %", "%"), (" 不少于 5 篇 ", "篇")])
def test_blanks_between_the_parts_do_not_matter(value: str, unit: str) -> None:
    target = parse_target(value)
    assert target is not None
    assert (target.operator, target.unit) == ("≥", unit)


@pytest.mark.parametrize("value", [None, "", "  ", "\n"])
def test_no_value_has_no_target(value: str | None) -> None:
    assert parse_target(value) is None


@given(st.text(alphabet="0123456789.,%≥≤<>=-至内以上不少于件万 （）年月，;", max_size=14))
def test_any_text_is_a_target_whose_text_is_the_value(value: str) -> None:
    target = parse_target(value)
    if not value.strip():
        assert target is None
        return
    assert target is not None
    assert target.text == value
    assert target.operator in OPERATORS
    assert (target.number is None) == (target.operator == "text")
    assert (target.upper is not None) == (target.operator == "range")
    assert is_sound(target)


@pytest.mark.parametrize("value", ["≥≤95%", "不低于95%以下", "≥90%以下", "<95%≥"])
def test_signs_that_cannot_both_hold(value: str) -> None:
    assert contradicts_itself(value)


@pytest.mark.parametrize("value", ["≥95%以上", "≥90%且≤100%", "持续提升", "60人,1次", "100%覆盖", "超过不低于"])
def test_signs_that_do_not_contradict_each_other(value: str) -> None:
    assert not contradicts_itself(value)


@pytest.mark.parametrize(
    ("operator", "number", "upper"),
    [
        ("≥", None, None),
        ("≥", "1", "2"),
        ("range", "1", None),
        ("text", "1", None),
        ("~", "1", None),
        ("=", "一", None),
    ],
)
def test_parts_that_do_not_go_together(operator: str, number: str | None, upper: str | None) -> None:
    assert not is_sound(Target(operator, number, upper, "次", ""))
