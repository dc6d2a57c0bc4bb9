"""Invented places, phrases and printed words that are not about one policy field."""

from __future__ import annotations

from random import Random

CITIES = ["云溪市", "澄湾市", "砚池市", "霁川市", "朔原市", "沧屿市", "禾麓市", "墨溪市", "鹿台市", "荻洲市"]
DISTRICTS = [
    "青禾区",
    "丹陌区",
    "栖云区",
    "苇塘县",
    "松岭县",
    "翠微区",
    "望溪县",
    "石桥区",
    "白鹭县",
    "杏林县",
    "柳浦区",
    "长汀口区",
]

LEVELS = {
    "数量": ("产出指标", "1", "数量指标", "11"),
    "质量": ("产出指标", "1", "质量指标", "12"),
    "时效": ("产出指标", "1", "时效指标", "13"),
    "成本": ("产出指标", "1", "成本指标", "14"),
    "经济": ("效益指标", "2", "经济效益指标", "21"),
    "社会": ("效益指标", "2", "社会效益指标", "22"),
    "生态": ("效益指标", "2", "生态效益指标", "23"),
    "持续": ("效益指标", "2", "可持续影响指标", "24"),
    "满意": ("满意度指标", "3", "服务对象满意度指标", "31"),
}
ORDER = list(LEVELS)
COST_FIRST = {
    "经济成本": ("成本指标", "经济成本指标"),
    "社会成本": ("成本指标", "社会成本指标"),
    "生态成本": ("成本指标", "生态环境成本指标"),
}


def pick(rng: Random, *options: str) -> str:
    """One of the options."""
    return rng.choice(options)


def place(rng: Random) -> str:
    """An invented city, or a district of one."""
    city = rng.choice(CITIES)
    return city if rng.random() < 0.35 else city + rng.choice(DISTRICTS)


def digits(rng: Random, n: int) -> str:
    """`n` digits."""
    return "".join(rng.choice("0123456789") for _ in range(n))


def money(amount: float, style: str = "comma") -> str:
    """Money as printed: `comma` 1,234.50, `plain` 1234.50, `short` 1234.5."""
    if style == "comma":
        return f"{amount:,.2f}"
    if style == "short":
        return f"{amount:.1f}"
    return f"{amount:.2f}"
