"""What nobody sees of an OFD page: letters under a box, white ones on white, and what its own clip cuts away. Millimetres and points."""

from __future__ import annotations

from array import array

import pytest
from lxml import etree

from reviewer.sources.ofd_drawing import Ink
from reviewer.sources.ofd_geometry import at, within
from reviewer.sources.ofd_seen import Seen, is_clipped_away, is_white
from reviewer.sources.pdf_lines import Boxes

BLACK, WHITE, GREY = Ink(0, 0, 0), Ink(255, 255, 255), Ink(250, 250, 249)


@pytest.mark.parametrize(
    ("ink", "white"),
    [(WHITE, True), (Ink(250, 251, 252), True), (GREY, False), (Ink(255, 249, 255), False), (BLACK, False), (None, False),
     (Ink(255, 255, 255, 0), False), (Ink(255, 255, 255, 1), True)],
)  # fmt: skip
def test_what_is_as_white_as_paper(ink: Ink | None, white: bool) -> None:
    assert is_white(ink) is white


def corners(left: float, top: float, right: float, bottom: float) -> list[tuple[float, float]]:
    return [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]


LETTERS = Boxes(array("d", [100, 100, 110, 110, 110, 100, 120, 110]))
"""Two letters beside each other, ten points wide and high."""


@pytest.mark.parametrize(
    ("box", "hidden"),
    [
        ((90, 90, 130, 120), {0, 1}),
        ((100, 100, 110, 110), {0}),
        ((102, 90, 130, 120), {0, 1}),
        ((102.1, 90, 130, 120), {1}),
        ((90, 90, 118, 120), {0, 1}),
        ((90, 90, 117.9, 120), {0}),
        ((90, 105, 130, 120), {0, 1}),
        ((90, 105.1, 130, 120), set()),
        ((90, 90, 130, 105), {0, 1}),
        ((90, 90, 130, 104.9), set()),
        ((200, 90, 230, 120), set()),
        ((10, 90, 40, 120), set()),
    ],
)
def test_a_box_drawn_later_hides_the_letters_in_it(box: tuple[float, float, float, float], hidden: set[int]) -> None:
    """Those whose middle lies in it, and their width but for a fifth on either side."""
    seen = Seen()
    seen.add_fill(2, corners(*box), BLACK)
    assert seen.hidden(LETTERS) == hidden


def test_what_hides_is_a_straight_rectangle_of_full_colour_drawn_later() -> None:
    box = corners(90, 90, 130, 120)
    for after, points, ink, hidden in (
        (1, box, BLACK, {0}),
        (0, box, BLACK, set()),
        (2, box, WHITE, {0, 1}),
        (2, box[:4], BLACK, {0, 1}),
        (2, box, None, set()),
        (2, box, Ink(0, 0, 0, 254), set()),
        (2, [*box, (90, 90)], BLACK, set()),
        (2, [(90, 90), (130, 91), (130, 120), (90, 120)], BLACK, set()),
        (2, [(90.04, 90), (130, 90), (130, 120), (90, 120)], BLACK, {0, 1}),
        (2, [(90, 90), (130, 90)], BLACK, set()),
    ):
        seen = Seen()
        seen.add_fill(after, points, ink)
        assert seen.hidden(LETTERS) == hidden


def test_white_letters_are_seen_on_what_is_darker_and_drawn_before() -> None:
    box, beside = corners(90, 90, 130, 120), corners(190, 90, 230, 120)
    for fills, pictures, hidden in (
        ([], [], {0, 1}),
        ([(0, box, BLACK)], [], set()),
        ([(0, box, GREY)], [], set()),
        ([(0, box, WHITE)], [], {0, 1}),
        ([(1, box, BLACK)], [], {0}),
        ([(0, beside, BLACK)], [], {0, 1}),
        ([], [(0, (90.0, 90.0, 130.0, 120.0))], set()),
        ([], [(1, (90.0, 90.0, 130.0, 120.0))], {0}),
    ):
        seen = Seen(white={0, 1}, pictures=pictures)
        for after, points, ink in fills:
            seen.add_fill(after, points, ink)
        assert seen.hidden(LETTERS) == hidden


def test_a_drawing_of_more_boxes_than_can_be_tried_hides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = Seen()
    seen.add_fill(2, corners(90, 90, 130, 120), BLACK)
    monkeypatch.setattr("reviewer.sources.ofd_seen._MOST_TRIED", 2)
    assert seen.hidden(LETTERS) == {0, 1}
    monkeypatch.setattr("reviewer.sources.ofd_seen._MOST_TRIED", 1)
    assert seen.hidden(LETTERS) == set()


BOUND, MOVED = 'Boundary="{}"', 'CTM="1 0 0 1 0 0"'


def opening(path: str, more: str = "", area: str = "") -> str:
    return f"<Area {area}><Path {more}><AbbreviatedData>{path}</AbbreviatedData></Path></Area>"


def rectangle(left: float, top: float, right: float, bottom: float) -> str:
    return f"M {left} {top} L {right} {top} L {right} {bottom} L {left} {bottom} C"


def clip(*clips: str) -> str:
    return f"<Clips>{''.join(f'<Clip>{each}</Clip>' for each in clips)}</Clips>"


@pytest.mark.parametrize(
    ("clips", "is_gone"),
    [
        ("", False),
        ("<Clips/>", False),
        (clip(opening(rectangle(0, 0, 50, 10))), False),
        (clip(opening(rectangle(0, 0, 0.3, 10))), False),
        (clip(opening(rectangle(0, 0, 0.29, 10))), True),
        (clip(opening(rectangle(0, 0, 50, 0.3))), False),
        (clip(opening(rectangle(0, 0, 50, 0.29))), True),
        (clip(opening(rectangle(-20, 0, 0, 10))), True),
        (clip(opening(rectangle(-20, 0, 0.1, 10))), False),
        (clip(opening(rectangle(0, -20, 50, 0))), True),
        (clip(opening(rectangle(0, -20, 50, 0.1))), False),
        (clip(opening(rectangle(50, 0, 90, 10))), True),
        (clip(opening(rectangle(49.9, 0, 90, 10))), False),
        (clip(opening(rectangle(0, 10, 50, 20))), True),
        (clip(opening(rectangle(0, 9.9, 50, 20))), False),
        (clip(opening(rectangle(0, 0, 20, 5), BOUND.format('40 0 20 5'))), False),
        (clip(opening(rectangle(0, 0, 20, 5), BOUND.format('60 0 20 5'))), True),
        (clip(opening(rectangle(0, 0, 20, 5), BOUND.format('0 12 20 5'))), True),
        (clip(opening(rectangle(60, 12, 80, 20), BOUND.format('-30 -9 20 5'))), False),
        (clip(opening(rectangle(60, 0, 90, 10)) + opening(rectangle(0, 0, 9, 9))), False),
        (clip(opening(rectangle(60, 0, 90, 10)) + opening(rectangle(70, 0, 99, 9))), True),
        (clip(opening(rectangle(0, 0, 9, 9)), opening(rectangle(60, 0, 90, 10))), True),
        (clip(opening(rectangle(60, 0, 90, 10), area=MOVED)), False),
        (clip(opening(rectangle(60, 0, 90, 10), MOVED)), False),
        (clip("<Area/>"), False),
        (clip(""), False),
        (clip(opening('')), False),
    ],
)  # fmt: skip
def test_an_object_shows_through_its_openings(clips: str, is_gone: bool) -> None:
    """The object is 50 by 10 millimetres; openings are told from its corner. What cannot be told hides nothing."""
    assert is_clipped_away(etree.fromstring(f'<TextObject Boundary="30 40 50 10">{clips}</TextObject>')) is is_gone
    assert not is_clipped_away(etree.fromstring(f'<TextObject Boundary="30 40">{clips}</TextObject>'))


def test_matrices_of_drawings_within_drawings_follow_each_other() -> None:
    """Turned, sheared and moved: a point goes through the inner matrix, its object's corner, then the outer matrix."""
    outer = (2.0, 0.5, -0.25, 3.0, 7.0, -4.0)
    item = {"Boundary": "20 30 9 9", "CTM": "1.5 0.25 -0.75 2 1 5"}
    x, y = 4.0, 6.0
    inner_x, inner_y = 1.5 * x - 0.75 * y + 1 + 20, 0.25 * x + 2 * y + 5 + 30
    expected = (2 * inner_x - 0.25 * inner_y + 7, 0.5 * inner_x + 3 * inner_y - 4)
    assert at(within(item, outer), x, y) == pytest.approx(expected)
