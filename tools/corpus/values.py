"""Target values of every kind that offices print, whole and in parts (sign, number, unit)."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

QUALITY = (
    *(
        "持续提升",
        "明显改善",
        "成效明显",
        "有效保障",
        "逐步完善",
        "显著提高",
        "长期",
        "进一步提高",
        "较上年有所提升",
        "稳步增长",
    ),
    *("不断增强", "有所改善", "高质量完成", "效果显著", "可持续", "中长期", "基本达成", "优", "良好", "是"),
)
_BELOW = ("低于{n}", "<{n}", "≤{n}", "不超过{n}", "控制在{n}以内")
_ABOVE = ("≥{n}", "≥{n}", "≥{n}", "{n}以上", "不低于{n}", "达到{n}", "{n}", "≥ {n}", "＞{n}", "大于等于{n}")
_COUNT = (
    "≥{n}{u}",
    "≥{n}{u}",
    "{n}{u}",
    "{n}{u}",
    "不少于{n}{u}",
    "{n}{u}以上",
    "至少{n}{u}",
    "≥{n}",
    "={n}{u}",
    "约{n}{u}",
)


@dataclass(frozen=True)
class Value:
    """A target: how it is printed whole, and its parts where a form prints them apart (`sign` 定性 for words)."""

    text: str
    sign: str
    number: str
    unit: str


def _figure(rng: Random, low: int, high: int) -> int:
    number = rng.randint(low, high)
    if number > 500:
        return max(low, number // 100 * 100)
    if number > 60:
        return number // 10 * 10
    return number


def grouped(rng: Random, number: int) -> str:
    """A whole number, now and then with a thousands comma."""
    return f"{number:,}" if number >= 1000 and rng.random() < 0.12 else str(number)


def count(rng: Random, unit: str, low: int, high: int) -> Value:
    """So many of something."""
    number = _figure(rng, low, high)
    printed = grouped(rng, number)
    draw = rng.random()
    if draw < 0.05 and number < 500:
        return Value(f"{number}-{number + max(2, number // 5)}{unit}", "≥", printed, unit)
    if draw < 0.09:
        return Value(f"{printed}{unit},{rng.randint(1, 6)}次", "≥", printed, unit)
    style = rng.choice(_COUNT)
    sign = "=" if style.startswith(("=", "{n}{u}")) and not style.endswith("以上") else "≥"
    return Value(style.format(n=printed, u=unit), sign, printed, unit)


def rate(rng: Random) -> Value:
    """A percentage that should be high."""
    number = rng.choice(["100", "100", "100", "95", "98", "90", "85", "99", "97.5", "92", "80", "99.5", "96"])
    bare = rng.random() < 0.08
    printed = number if bare else f"{number}%"
    style = rng.choice(("{n}", "{n}", "{n}", "达到{n}", "={n}", "≥{n}")) if number == "100" else rng.choice(_ABOVE)
    return Value(style.format(n=printed), "=" if number == "100" else "≥", number, "%")


def low(rng: Random, name: str) -> Value:
    """A figure that should stay low."""
    if not name.endswith("率") or rng.random() < 0.2:
        unit = rng.choice(["起", "次", "例", "件"])
        number = rng.choice(["0", "0", "0", "1", "2"])
        style = rng.choice(["=0", "0{u}", "为0", "0"]) if number == "0" else "≤{n}{u}"
        return Value(style.format(u=unit, n=number), "=" if number == "0" else "≤", number, unit)
    number = rng.choice(["0.01", "0.2", "1", "2", "0.5", "5", "1.8", "3"])
    return Value(rng.choice(_BELOW).format(n=f"{number}%"), "≤", number, "%")


def moment(rng: Random, year: int) -> Value:
    """A date or a word about time."""
    month = rng.randint(6, 12)
    if rng.random() < 0.12:
        return Value("12个月", "=", "12", "个月")
    dates = (
        f"{year}年{month}月底前",
        f"{year}年1-12月",
        f"{year}年12月31日前",
        f"{month}月底前",
        f"{year}年",
        f"{year}年底",
    )
    text = rng.choice([*dates, "按计划完成", "及时"])
    return Value(text, "定性", text, "")


def quick(rng: Random) -> Value:
    """A duration that should be short."""
    number, unit = rng.choice(
        [(2, "小时"), (24, "小时"), (48, "小时"), (3, "天"), (15, "天"), (30, "分钟"), (5, "个工作日")]
    )
    styles = [("<{n}{u}", "<"), ("≤{n}{u}", "≤"), ("{n}{u}内", "≤"), ("不超过{n}{u}", "≤"), ("{n}{u}以内", "≤")]
    style, sign = rng.choice(styles)
    return Value(style.format(n=number, u=unit), sign, str(number), unit)


def cost(rng: Random, amount: float) -> Value:
    """Money for the whole."""
    whole = f"{amount:.2f}".rstrip("0").rstrip(".")
    return rng.choice(
        [
            Value(f"≤{whole}万元", "≤", whole, "万元"),
            Value(f"{whole}万元", "=", whole, "万元"),
            Value(f"不超过{whole}万元", "≤", whole, "万元"),
            Value("控制在预算范围内", "定性", "控制在预算范围内", ""),
            Value("≤100%", "≤", "100", "%"),
        ]
    )


def unit_cost(rng: Random) -> Value:
    """Money for each."""
    each = rng.choice([20, 30, 45, 60, 120, 300, 500, 800, 1200, 2600])
    per = rng.choice(["元/人", "元/人·月", "元/次", "元/平方米", "元/人/天", "元/台"])
    return rng.choice(
        [Value(f"{grouped(rng, each)}{per}", "=", str(each), per), Value(f"≤{each}{per}", "≤", str(each), per)]
    )


def words(rng: Random) -> Value:
    """A target in words."""
    text = rng.choice(QUALITY)
    return Value(text, "定性", text, "")


def graded(rng: Random) -> tuple[str, Value]:
    """A name and several targets in one cell, with commas of their own."""
    a, b = rng.choice([(110, 90), (60, 40), (80, 50)])
    name, text = rng.choice(
        [
            ("人均培训学时", f"处级≥{a}学分，科级≥{b}学分"),
            ("培训班次", f"线下{b}场次、线上{a}场次"),
            ("监督检查次数", f"市级≥{b}次，县级≥{a}次"),
            ("考核评定情况", f"合格率≥95%,优秀率≥{b - 10}%"),
            ("宣传报道数量", f"《本地新闻》{b}期，公众号推送{a}条"),
            ("举办培训班", f"{a}人,{b // 10}次"),
        ]
    )
    return name, Value(text, "定性", text, "")
