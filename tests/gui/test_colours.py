"""Everything can be read in light, dark and high contrast (WCAG 2.1: text 4.5 to 1, lines and signs 3 to 1), and by colour-blind people."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import combinations

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from reviewer.ui import appearance
from reviewer.ui.messages import BAR_COLOURS
from reviewer.ui.theme import DataColours, data_colours, paper_colours

TEXT, LINE = 4.5, 3.0
LOOKS = (appearance.LIGHT, appearance.DARK, appearance.CONTRAST)
BLIND = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
"""What colour-blind people see of linear red, green and blue (Machado, Oliveira and Fernandes, 2009, severity 1)."""


def linear(colour: QColor) -> tuple[float, float, float]:
    def one(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    return one(colour.redF()), one(colour.greenF()), one(colour.blueF())


def contrast(one: QColor, other: QColor) -> float:
    """WCAG 2.1: from 1 (the same) to 21 (black on white)."""
    lights = [0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (linear(one), linear(other))]
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def lab(rgb: tuple[float, float, float]) -> tuple[float, float, float]:
    r, g, b = (min(1.0, max(0.0, part)) for part in rgb)
    xyz = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883,
    )
    x, y, z = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def apart(one: QColor, other: QColor, blind: str) -> float:
    """How different two colours look to a colour-blind person (CIE76; 2 can just be told apart side by side)."""
    seen = []
    for colour in (one, other):
        rgb = linear(colour)
        seen.append(lab(tuple(sum(a * b for a, b in zip(row, rgb, strict=True)) for row in BLIND[blind])))  # type: ignore[arg-type]
    return math.dist(*seen)


@pytest.fixture(params=LOOKS)
def palette(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[QPalette]:
    appearance.apply(qapp, request.param, 0)
    yield qapp.palette()
    appearance.apply(qapp, appearance.SYSTEM, 0)


def pairs(palette: QPalette, colours: DataColours) -> dict[str, tuple[QColor, QColor]]:
    """Text and what it stands on."""
    role = QPalette.ColorRole
    text, window, base = palette.color(role.Text), palette.color(role.Window), palette.color(role.Base)
    return {
        "text": (text, base),
        "words of the window": (palette.color(role.WindowText), window),
        "a button": (palette.color(role.ButtonText), palette.color(role.Button)),
        "what is selected": (palette.color(role.HighlightedText), palette.color(role.Highlight)),
        "a tool tip": (palette.color(role.ToolTipText), palette.color(role.ToolTipBase)),
        "a link": (palette.color(role.Link), base),
        "claimed": (text, colours.claimed),
        "doubtful": (text, colours.doubtful),
        "edited": (text, colours.edited),
        "why it is doubtful": (colours.doubtful_line, window),
        "quiet words": (colours.quiet, window),
        "quiet words in a list": (colours.quiet, base),
        "unclaimed": (colours.unclaimed, base),
    }


def test_every_text_can_be_read(palette: QPalette) -> None:
    found = {name: contrast(*pair) for name, pair in pairs(palette, data_colours(palette)).items()}
    assert {name: round(value, 2) for name, value in found.items() if value < TEXT} == {}


def test_lines_and_frames_can_be_seen(palette: QPalette) -> None:
    colours, base = data_colours(palette), palette.color(QPalette.ColorRole.Base)
    grounds = {"base": base, "claimed": colours.claimed, "doubtful": colours.doubtful, "edited": colours.edited}
    found = {
        f"{name} on {ground}": contrast(line, below)
        for name, line in (("in hand", colours.in_hand), ("doubtful", colours.doubtful_line))
        for ground, below in grounds.items()
    }
    assert {name: round(value, 2) for name, value in found.items() if value < LINE} == {}


def test_paper_can_be_read_in_every_look() -> None:
    colours = paper_colours()
    for ground in (colours.claimed, colours.doubtful, colours.edited):
        assert contrast(QColor("black"), ground) >= TEXT


@pytest.mark.parametrize("look", BAR_COLOURS)
def test_messages_can_be_read(look: str) -> None:
    ground, ink, edge = (QColor(name) for name in BAR_COLOURS[look])
    assert contrast(ink, ground) >= TEXT
    assert contrast(edge, ground) > 1.3


@pytest.mark.parametrize("blind", BLIND)
def test_states_are_told_apart_by_colour_blind_people(palette: QPalette, blind: str) -> None:
    """Besides the sign that each of them has."""
    colours = data_colours(palette)
    states = {
        "nothing": palette.color(QPalette.ColorRole.Base), "claimed": colours.claimed, "doubtful": colours.doubtful,
    }  # fmt: skip
    found = {f"{a}/{b}": apart(states[a], states[b], blind) for a, b in combinations(states, 2)}
    assert {name: round(value, 1) for name, value in found.items() if value < 5} == {}


def test_the_measures_are_right() -> None:
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21)
    assert contrast(QColor("#767676"), QColor("white")) == pytest.approx(4.54, abs=0.01)
    assert apart(QColor("red"), QColor("#00a000"), "deutan") < apart(QColor("red"), QColor("blue"), "deutan")
