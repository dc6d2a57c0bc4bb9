"""Target values as they are printed, taken apart."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reviewer.model.target import (
    OPERATORS,
    Target,
    contradicts_itself,
    is_figure,
    is_sound,
    parse_target,
    parse_targets,
)
from reviewer.model.target_words import in_digits

INVENTED = Path(__file__).parents[2] / "data" / "targets" / "invented.tsv"
GIVEN = Path(__file__).parents[4] / "shared" / "corpus" / "target_values.tsv"

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
3元/餐            = 3 元/餐
≤300元/床·月      ≤ 300 元/床·月
10元/餐以上       ≥ 10 元/餐
≥95%/合格         ≥ 95 %
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
误差±0.5mm -0.5 0.5 mm
±5%        -5 5 %
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
2021年1-12月  2021年  2022年度  2023年6月底前  12月31日前  2023-12-31  每月10日前  9:00-17:00
持续提升  是  按时  五省一自治区  二级以上  1/2  2024年底前完成  2024年底前  12月底前  12月前  12月  6月份
1-12月  2021-2023年  零事故  无  前10名  一次性  1:3  附表2  不低于2023年
10元-12次  10-10次  ≥90%以下  ≥≤95%  不低于95%以下  12-10次  ≥10-12次  ≥95%=  ≥%  1**%  9X%  合格率≥，优秀率≥90%
"""
SENTENCES = """
每季度不少于1次      ≥ 1 次
人均≥5次             ≥ 5 次
满意度≥95%           ≥ 95 %
合格率≥95            ≥ 95
100%覆盖             = 100 %
PM2.5≤35             ≤ 35
5个以上项目          ≥ 5 个
5天完成              = 5 天
两次                 = 2 次
20人（占10%）        = 20 人
≥4.5，满分5分        ≥ 4.5
同比增长5%以上       ≥ 5 %
由80%提高到90%       = 90 %
上年为80%，今年达到85%  ≥ 85 %
100%，如未发生则以完成认定  = 100 %
不超过三十分钟       ≤ 30 分钟
百分之九十五以上     ≥ 95 %
至少为8个社区提供2场义诊  ≥ 2 场
对6个园区开展不少于12次检查  ≥ 12 次
讲座数（场次≥3）     ≥ 3 场次
满意度（%）≥90       ≥ 90 %
《农情简报》编印12期  = 12 期
第1批次合格率≥95%    ≥ 95 %
"""
SEVERAL = """
60人,1次                       =60人 =1次
合格率≥95%,优秀率≥90%          ≥95% ≥90%
听证会20场次、咨询会10场次     =20场次 =10场次
巡查不少于10次或20公里         ≥10次 ≥20公里
处级≥110学分，科级≥90学分      ≥110学分 ≥90学分
1.新建泵站2座；2.清淤河道12公里  =2座 =12公里
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


@pytest.mark.parametrize("row", _table(SENTENCES), ids=lambda row: row[0])
def test_words_around_a_number_do_not_hide_it(row: list[str]) -> None:
    value, operator, number, unit = [*row, ""][:4]
    [target] = parse_targets(value)
    assert (target.operator, target.number, target.unit, target.text) == (operator, number, unit, value)
    assert parse_target(value) == target


@pytest.mark.parametrize("row", _table(SEVERAL), ids=lambda row: row[0])
def test_several_targets_of_one_value_are_all_given_in_order(row: list[str]) -> None:
    value, *wanted = row
    found = parse_targets(value)
    assert [f"{t.operator}{t.number}{t.unit}" for t in found] == wanted
    assert all(target.text in value for target in found)
    whole = parse_target(value)
    assert whole is not None
    assert (whole.operator, whole.text) == ("text", value)


def _said(targets: tuple[Target, ...]) -> str:
    return " & ".join(" ".join(filter(None, (t.operator, t.number, t.upper, t.unit))) for t in targets)


def _share_right(wanted: dict[str, list[str]]) -> tuple[float, list[str]]:
    wrong = [
        f"{value}: {_said(parse_targets(value))}"
        for value, right in wanted.items()
        if _said(parse_targets(value)) not in right
    ]
    return 1 - len(wrong) / len(wanted), wrong


def test_values_that_were_invented_with_their_truth() -> None:
    rows = [line.split("\t") for line in INVENTED.read_text("utf-8").splitlines() if not line.startswith("#")]
    share, wrong = _share_right({value: right for value, *right in rows})
    assert len(rows) >= 250
    assert share >= 0.98, wrong


@pytest.mark.skipif(not GIVEN.exists(), reason="the corpus of target values is not at hand")
def test_values_that_were_printed() -> None:
    def text(targets: list[dict[str, str]]) -> str:
        return " & ".join(
            " ".join(filter(None, (t["operator"], t.get("number"), t.get("upper"), t.get("unit")))) for t in targets
        )

    lines = [line for line in GIVEN.read_text("utf-8").splitlines() if not line.startswith("#")][1:]
    rows = [line.split("\t") for line in lines]
    wanted = {row[0]: [text(json.loads(row[1])), *(text(other) for other in json.loads(row[2]))] for row in rows}
    share, wrong = _share_right(wanted)
    assert share >= 0.98, wrong


@pytest.mark.parametrize("value", ["≥95%", "10-12次", "95≥%", "2000余人"])
def test_a_value_that_is_nothing_but_a_figure(value: str) -> None:
    assert is_figure(value)


@pytest.mark.parametrize("value", ["满意度≥95%", "60人,1次", "100%覆盖", "2024年", ""])
def test_a_value_that_says_more_than_a_figure(value: str) -> None:
    assert not is_figure(value)


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        ("十", "10"),
        ("十五", "15"),
        ("二十", "20"),
        ("两百零五", "205"),
        ("一百二", "120"),
        ("三千", "3000"),
        ("二〇", "20"),
        ("十百", None),
        ("百", None),
        ("", None),
    ],
)
def test_numbers_in_words(words: str, digits: str | None) -> None:
    assert in_digits(words) == digits


@given(
    st.sampled_from(["≥", "≤", "＞", "<", "=", "不少于", "不超过", "至少", ""]),
    st.integers(0, 10**7),
    st.sampled_from(["", "%", "个", "万元", "人次", "次（件）", "元/人", "个工作日", "平方米"]),
    st.sampled_from(["", "培训合格率", "全年开展调研活动"]),
)
def test_what_is_put_together_is_taken_apart_again(sign: str, number: int, unit: str, name: str) -> None:
    operators = {"不少于": "≥", "至少": "≥", "不超过": "≤", "＞": ">", "": "="}
    [target] = parse_targets(f"{name}{sign}{number}{unit}")
    assert (target.operator, target.number, target.upper, target.unit) == (
        operators.get(sign, sign),
        str(number),
        None,
        unit,
    )
    [again] = parse_targets(f"{target.operator}{target.number}{target.unit}")
    assert (again.operator, again.number, again.unit) == (target.operator, target.number, target.unit)


@example("0）")
@given(st.text(alphabet="0123456789.,%≥≤<>=±-至内以上不少于件万 （）年月，;一二十百分之为每第《》余、到", max_size=24))
def test_numbers_and_units_stand_in_the_value(value: str) -> None:
    for target in parse_targets(value):
        assert is_sound(target)
        plain = value.replace(",", "").replace("，", "").replace(" ", "")
        assert all(char in plain for char in target.unit.replace("%", "")) or target.unit == "分"
        for number in (target.number, target.upper):
            in_words = any(char in value for char in "一二十百零")
            assert number is None or number.lstrip("-") in plain or in_words


@given(st.text(max_size=40))
def test_no_text_at_all_makes_it_fail(value: str) -> None:
    found = parse_targets(value)
    assert all(map(is_sound, found))
    assert (found == ()) == (not value.strip())


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


@pytest.mark.parametrize("sign", ["x", "X5", "1,", "≥1", "第"])
def test_a_very_long_value_is_words_at_once(sign: str) -> None:
    began = time.process_time()
    (found,) = parse_targets(sign * 100_000)
    assert found.operator == "text"
    assert time.process_time() - began < 0.5
