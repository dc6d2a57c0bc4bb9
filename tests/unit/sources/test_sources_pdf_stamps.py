"""PDFs: stamps that are drawn as text across the cells of a table."""

from __future__ import annotations

import math

import pytest
from pdf_maker import MadePage, make_pdf

from reviewer.model.source import Grid, Source
from reviewer.sources.registry import source_from_bytes

ROWS = [
    ("项目名称", "渠道清淤"),
    ("实施单位", "甲县水利站"),
    ("资金总额", "52.00"),
    ("清淤长度", "≥30公里"),
    ("完工率", "≥98%"),
]
RED, BLACK = "0.9 0.1 0.1", "0 0 0"


class Stamped(MadePage):
    """A page with more drawn on it."""

    drawn: str = ""

    def content(self) -> bytes:
        return super().content() + self.drawn.encode("ascii")


def glyph(x: float, y: float, text: str, degrees: float = 0, size: float = 10) -> str:
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    shown = text.encode("utf-16-be").hex()
    return f"\nBT /F2 {size} Tf {cos:.4f} {sin:.4f} {-sin:.4f} {cos:.4f} {x:.2f} {y:.2f} Tm <{shown}> Tj ET"


def ring(text: str, x: float, y: float, radius: float, colour: str, within: str = "财务专用章", flat: float = 1) -> str:
    """A stamp with its middle there: a name in a ring from left to right, a star, words beneath it."""
    drawn = f"\nq {colour} rg"
    for number, char in enumerate(text):
        at = math.radians(200 - 220 * number / (len(text) - 1))
        degrees = math.degrees(math.atan2(math.sin(at), flat * math.cos(at))) - 90
        back = math.radians(degrees)
        left, base = (
            x + radius * math.cos(at) - 5 * math.cos(back),
            y + flat * radius * math.sin(at) - 5 * math.sin(back),
        )
        drawn += glyph(left, base, char, degrees)
    return (
        drawn
        + glyph(x - 8, y - 6, "★", size=16)
        + glyph(x - 5 * len(within), y - 0.7 * radius, within) * bool(within)
        + "\nQ"
    )


def cells(*drawn: str) -> dict[str, str]:
    page = Stamped()
    page.table(50, 90, [110, 200], ROWS)
    page.drawn = "".join(drawn)
    source: Source = source_from_bytes("a.pdf", make_pdf(page))
    (grid,) = (block for _, block in source.blocks() if isinstance(block, Grid))
    texts = {(cell.row, cell.column): source.text(cell.spans) for cell in grid.cells}
    return {texts[row, 0]: texts[row, 1] for row in range(grid.rows)}


@pytest.mark.parametrize("name", ["甲县水利站", "甲县水利工程管理站"])
@pytest.mark.parametrize("at", [(190, 735), (200, 715), (180, 690), (110, 700)])
def test_a_stamp_in_a_colour_of_its_own_is_in_no_cell(name: str, at: tuple[float, float]) -> None:
    assert cells(ring(name, *at, 30, RED)) == dict(ROWS)


@pytest.mark.parametrize("flat", [0.85, 0.7, 0.55])
def test_a_stamp_may_be_flat(flat: float) -> None:
    assert cells(ring("甲县水利工程站", 200, 715, 40, RED, "收讫", flat)) == dict(ROWS)


def test_of_a_black_stamp_the_ring_and_the_star_are_in_no_cell() -> None:
    assert cells(ring("甲县水利工程管理站", 200, 715, 30, BLACK, "")) == dict(ROWS)


def test_red_text_that_stands_in_no_ring_is_read() -> None:
    aslant = "".join(glyph(190 + 9 * n, 700 + 9 * n, char, 45) for n, char in enumerate("仅供内部参阅"))
    found = cells(f"\nq {RED} rg", glyph(260, 712, "新"), aslant, "\nQ")
    assert "".join(found.values()).count("新") == 1


def test_red_text_among_characters_that_only_stand_aslant_each_for_itself_is_read() -> None:
    places = ((190, 740, 20), (240, 735, 70), (200, 705, 120), (250, 710, 160), (190, 690, 40))
    scattered = "".join(glyph(x, y, char, turn) for char, (x, y, turn) in zip("散乱排列字", places, strict=True))
    found = cells(f"\nq {RED} rg", scattered, glyph(215, 712, "新"), "\nQ")
    assert "".join(found.values()).count("新") == 1


def test_red_text_beside_a_stamp_is_read() -> None:
    found = cells(ring("甲县水利站", 200, 720, 25, RED), f"\nq {RED} rg", glyph(300, 742, "红"), "\nQ")
    assert "".join(found.values()).count("红") == 1
