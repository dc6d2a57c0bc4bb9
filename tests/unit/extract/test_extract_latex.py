"""Formulas that recognisers write in LaTeX are the characters that they show."""

from __future__ import annotations

import pytest

from reviewer.extract.markup import clean
from reviewer.model.flow import Flow
from reviewer.model.source import Page, Source
from reviewer.model.spans import Span


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (r"$\geq 24$次", "≥24次"),
        (r"$\geq 95\%$", "≥95%"),
        (r"$\geqslant$3万人", "≥3万人"),
        (r"\(\le 90\%\)", "≤90%"),
        (r"\geq 90%", "≥90%"),
        (r"${ \geq 9 0 \% }$", "≥90%"),
        (r"$10^{3}$吨", "10³吨"),
        (r"$3.5\times10^4$", "3.5×10⁴"),
        (r"$\leqslant 1.5 \times 10^{-3}$元", "≤1.5×10⁻³元"),
        (r"$\mathrm { k m } ^ { 2 }$", "km²"),
        (r"$\mathrm{CO}_{2}$减排", "CO₂减排"),
        (r"$\frac{1}{2}$", "1/2"),
        (r"$\text{合格率}\geq 95 \%$", "合格率≥95%"),
        (r"45$^{\circ}$C", "45°C"),
        ("$24$", "24"),
        (r"\$12.5", "$12.5"),
        ("费用$100与$200", "费用$100与$200"),
        ("&ge;90&deg;", "≥90°"),
        ("~~旧~~服务对象", "服务对象"),
        ("3~~5天", "3~~5天"),
    ],
)
def test_formulas_as_text(text: str, shown: str) -> None:
    assert clean(Flow.loose(text)).text == shown


def test_a_sign_keeps_the_place_of_what_it_stands_for() -> None:
    source = Source("a", "text", "", None, (Page(1, r"指标 $\geq 24$次"),))
    made = clean(Flow.of(source, [Span(0, 3, 13)]))
    assert made.text == "≥24次"
    assert source.text(made.spans) == r"\24次"
