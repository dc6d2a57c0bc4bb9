r"""What recognisers write in the language of formulas, as the characters that it stands for: $\geq 90\%$ is ≥90%."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer.base.patterns import pattern

Edit = tuple[int, int, str]
"""From where to where a text is replaced, and what by: nothing, or a character."""

_SIGNS = {
    **dict.fromkeys(("geq", "ge", "geqslant", "geqq"), "≥"),
    **dict.fromkeys(("leq", "le", "leqslant", "leqq"), "≤"),
    "gt": ">",
    "lt": "<",
    "neq": "≠",
    "ne": "≠",
    "approx": "≈",
    "sim": "~",
    "pm": "±",
    "times": "×",
    "div": "÷",
    "cdot": "·",
    "circ": "°",
    "degree": "°",
    "mu": "μ",
    "Omega": "Ω",
    "alpha": "α",
    "beta": "β",
    "gamma": "γ",
    "permil": "‰",
    "textperthousand": "‰",
    "ell": "l",
    "checkmark": "✓",
    "surd": "√",
    "square": "□",
    "Box": "□",
    "boxtimes": "☒",
    "bullet": "·",
    "ldots": "…",
    "cdots": "…",
    "dots": "…",
    "yen": "¥",
    "textyen": "¥",
    "sum": "∑",
    "Delta": "Δ",
    "delta": "δ",
    "lambda": "λ",
    "pi": "π",
    "rightarrow": "→",
    "to": "→",
    "infty": "∞",
    "prime": "′",
}
_BARE = "|".join(sorted((name for name, sign in _SIGNS.items() if sign in "≥≤≠≈±×÷‰~"), key=len, reverse=True))
_MATH = pattern(
    r"\$\$(?P<two>[^$]{1,200})\$\$|\$(?P<one>[^$]{1,200})\$|\\\((?P<round>.{1,200}?)\\\)|\\\[(?P<square>.{1,200}?)\\\]"
)
"""A formula between its marks."""
_LONE = pattern(rf"\\(?P<name>{_BARE})(?![A-Za-z])(?:\s+(?=[\d¥￥]))?")
"""A sign of which the marks of the formula are lost."""
_TOKEN = re.compile(
    r"\\(?P<name>[A-Za-z]+)\s*|\\(?P<escaped>[%$&#_{}\\])|\\(?P<space>[,;:!> ])|(?P<power>[\^_])\s*|(?P<open>\{)|(?P<close>\})"
    r"|(?P<blank>[\s~]+)|(?P<other>.)",
    re.DOTALL,
)
_UP = dict(zip("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ", strict=True))
_DOWN = dict(zip("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎", strict=True))
_SPEAKS = re.compile(r"\\[A-Za-z%]|[\^_]|^\s*[\d.,]+\s*%?\s*$|^\s*[≥≤<>=]")
"""What a formula has and no text between two amounts of money."""


def edits(text: str) -> Iterator[Edit]:
    """What is to be replaced in a text."""
    ends: list[tuple[int, int]] = []
    for found in _MATH.finditer(text):
        kind = found.lastgroup or "one"
        if kind in ("round", "square") or _SPEAKS.search(found[kind]):
            start, end = found.span(kind)
            ends.append(found.span())
            yield found.start(), start, ""
            yield from _inside(text, start, end)
            yield end, found.end(), ""
    for found in _LONE.finditer(text):
        if not any(start <= found.start() < end for start, end in ends):
            yield found.start(), found.end(), _SIGNS[found["name"]]


def _inside(text: str, start: int, end: int) -> Iterator[Edit]:
    closing: list[str] = []
    fraction = 0
    shift: dict[str, str] | None = None
    group: list[dict[str, str] | None] = []
    for token in _TOKEN.finditer(text, start, end):
        place, kind = token.span(), token.lastgroup
        name = token["name"] or ""
        if kind == "name" and name in _SIGNS:
            yield (*place, _SIGNS[name])
            shift = None if not group or group[-1] is None else group[-1]
        elif kind == "name":
            fraction = 2 if name in ("frac", "dfrac", "tfrac") else fraction
            yield (*place, "")
        elif kind == "escaped":
            yield (*place, token["escaped"] if token["escaped"] != "\\" else "")
        elif kind == "power":
            shift = _UP if token["power"] == "^" else _DOWN
            yield (*place, "")
        elif kind == "open":
            closing.append("/" if fraction == 2 else "")
            fraction = max(0, fraction - 1)
            group.append(shift)
            yield (*place, "")
        elif kind == "close":
            yield (*place, closing.pop() if closing else "")
            shift = None
            if group:
                group.pop()
        elif kind in ("blank", "space"):
            yield (*place, "")
        else:
            if shift is not None:
                char = shift.get(token["other"])
                if char is not None:
                    yield (*place, char)
                if not group or group[-1] is None:
                    shift = None
