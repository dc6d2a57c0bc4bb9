"""What a PDF draws as lines: pens, thin shapes, frames, pictures, drawings within drawings, however the page is turned or cut."""

from __future__ import annotations

import pytest
from pdf_building import PdfPage, _stream, make_pdf

from reviewer.sources.pdf_drawn import MAX_PIECES, Placing
from reviewer.sources.pdf_page import PageContent, read_content
from reviewer.sources.pdfium import LOCK, Document

PAGE_HEIGHT = 842.0
ACROSS, DOWN = ("across", 300.0, 100.0, 400.0), ("down", 200.0, 150.0, 650.0)
Line = tuple[str, float, float, float]


def content(page: PdfPage, more: dict[int, bytes] | None = None, resources: str = "") -> PageContent:
    data = make_pdf(page, more=more)
    if resources:
        data = data.replace(b"/XObject<</I1 7 0 R>>", f"/XObject<</I1 7 0 R{resources}>>".encode())
    with LOCK:
        document = Document(data)
        try:
            return read_content(document, 0)
        finally:
            document.close()


def drawn(page: PdfPage, more: dict[int, bytes] | None = None, resources: str = "") -> list[Line]:
    """The lines of a page of some length: which way, at, from, to; the ends of a pen's stroke to the point."""
    found = content(page, more, resources)
    lines = [("across", *rule) for rule in found.across] + [("down", *rule) for rule in found.down]
    return sorted((way, round(at, 2), round(start), round(end)) for way, at, start, end in lines if end - start > 1)


def box(left: float, top: float, right: float, bottom: float) -> str:
    """A rectangle's path, its places from the upper left corner."""
    return f"{left} {PAGE_HEIGHT - bottom} {right - left} {bottom - top} re"


def path(*points: tuple[float, float]) -> str:
    """A path of straight lines."""
    (x, y), *rest = points
    return f"{x} {PAGE_HEIGHT - y} m " + " ".join(f"{a} {PAGE_HEIGHT - b} l" for a, b in rest)


@pytest.mark.parametrize(
    ("marks", "lines"),
    [
        ([f"0.2 w {path((100, 300), (400, 300))} S"], [ACROSS]),
        ([f"0.2 w {path((200, 650), (200, 150))} S"], [DOWN]),
        ([f"0 g {box(100, 299.5, 400, 300.5)} f"], [ACROSS]),
        ([f"0 g {box(100, 298.45, 400, 301.55)} f"], [ACROSS]),
        ([f"0 g {box(100, 298.35, 400, 301.65)} f"], []),
        ([f"0 g {box(199, 150, 201, 650)} f"], [DOWN]),
        ([f"0 g {path((100, 299), (400, 299), (400, 301), (100, 301))} h f"], [ACROSS]),
        ([f"0 g {path((100, 299), (400, 299), (400, 301), (100, 301))} f"], [ACROSS]),
        ([f"0.2 w {path((100, 300), (400, 300))} n"], []),
        ([f"5 w {path((100, 300), (400, 300))} S"], [ACROSS]),
        ([f"1 w {path((100, 300), (150, 310), (150, 320))} S"], [("down", 150, 310, 320)]),
        ([f"1 w {path((100, 300), (150, 303), (150, 320))} S"], [("across", 301.5, 100, 150), ("down", 150, 303, 320)]),
        ([f"q 300 0 0 1 100 {PAGE_HEIGHT - 300.5} cm /I1 Do Q"], [ACROSS]),
        ([f"q 0 500 -2 0 201 {PAGE_HEIGHT - 650} cm /I1 Do Q"], [DOWN]),
        ([f"q 300 0 0 9 100 {PAGE_HEIGHT - 309} cm /I1 Do Q"], []),
        ([f"q 2 0 0 1 0 0 cm 0.2 w {path((50, 300), (200, 300))} S Q"], [ACROSS]),
        ([f"q 1 0 0 2 0 0 cm 0.2 w 200 {(PAGE_HEIGHT - 650) / 2} m 200 {(PAGE_HEIGHT - 150) / 2} l S Q"], [DOWN]),
    ],
    ids=["pen across", "pen down", "box", "box as thick as a line may be", "thicker box", "box down", "closed path", "open path", "no ink",
         "broad pen", "corner askew", "corner nearly straight", "picture", "turned picture", "high picture", "twice as wide",
         "twice as high"],
)  # fmt: skip
def test_every_way_to_draw_a_line(marks: list[str], lines: list[Line]) -> None:
    page = PdfPage()
    page.marks += marks
    assert drawn(page) == lines


def test_a_rectangle_that_a_pen_draws_has_four_lines_and_a_filled_one_none() -> None:
    page = PdfPage()
    page.marks.append(f"1 w {box(100, 300, 400, 500)} S")
    sides = [("across", 300, 100, 400), ("across", 500, 100, 400), ("down", 100, 300, 500), ("down", 400, 300, 500)]
    assert drawn(page) == sides
    page.marks = [f"0.9 g {box(100, 300, 400, 500)} f"]
    assert drawn(page) == []
    assert content(page).shades == [pytest.approx((100, 300, 400, 500), abs=0.01)]
    page.marks = [f"0.9 g 1 w {box(100, 300, 400, 500)} B"]
    assert drawn(page) == sides
    assert len(content(page).shades) == 1


def test_a_rectangle_with_a_round_corner_draws_none_of_its_sides() -> None:
    """Boxes around remarks are drawn so; no table is."""
    page = PdfPage()
    page.marks.append(f"1 w {path((100, 300), (400, 300), (400, 500))} 400 300 300 300 100 300 c S")
    assert drawn(page) == []


@pytest.mark.parametrize(
    ("inner", "lines"),
    [
        ((101, 302, 399, 497),
         [("across", 301, 100, 400), ("across", 498.5, 100, 400), ("down", 100.5, 300, 500), ("down", 399.5, 300, 500)]),
        ((100, 302, 400, 500), [("across", 301, 100, 400)]),
        ((101, 300, 400, 500), [("down", 100.5, 300, 500)]),
        ((100, 300, 398, 500), [("down", 399, 300, 500)]),
        ((100, 300, 400, 498), [("across", 499, 100, 400)]),
        ((103.1, 303.1, 396.9, 496.9),
         [("across", 301.55, 100, 400), ("across", 498.45, 100, 400), ("down", 101.55, 300, 500), ("down", 398.45, 300, 500)]),
        ((103.3, 302, 399, 497), []),
        ((100, 300, 400, 500), []),
        ((99, 302, 399, 497), []),
    ],
    ids=["four", "top", "left", "right", "bottom", "as broad as lines may be", "broader", "no room", "not within"],
)  # fmt: skip
@pytest.mark.parametrize("inner_first", [False, True])
def test_the_room_between_two_rectangles_is_a_frame(
    inner: tuple[float, float, float, float], lines: list[Line], inner_first: bool
) -> None:
    """Browsers print the borders of a box so, all at once."""
    both = [box(100, 300, 400, 500), box(*inner)]
    page = PdfPage()
    page.marks.append(f"0 g {' '.join(reversed(both) if inner_first else both)} f*")
    assert drawn(page) == lines


@pytest.mark.parametrize(("breadth", "is_line"), [(6.3, True), (6.5, False)])
@pytest.mark.parametrize("scale", [1, 2, 0.5])
def test_a_very_broad_line_is_a_shade(breadth: float, is_line: bool, scale: float) -> None:
    page = PdfPage()
    y = (PAGE_HEIGHT - 300) / scale
    page.marks.append(f"q {scale} 0 0 {scale} 0 0 cm {breadth / scale} w {100 / scale} {y} m {400 / scale} {y} l S Q")
    assert drawn(page) == ([ACROSS] if is_line else [])


def test_lines_of_drawings_within_drawings() -> None:
    """Each moved and scaled by its own matrix and by that of what it is drawn in; four deep, the fifth is left out."""
    page = PdfPage()
    page.marks.append("q 2 0 0 2 10 20 cm /F5 Do Q")
    forms = {}
    for depth in range(6):
        inside = (
            f"/F{6 + depth} Do 0.2 w 0 {10 * depth} m 50 {10 * depth} l S" if depth < 5 else "0.2 w 0 50 m 50 50 l S"
        )
        inner = f"/Resources<</XObject<</F{6 + depth} {51 + depth} 0 R>>>>"
        entries = f"/Type/XObject/Subtype/Form/BBox[-500 -500 500 500]/Matrix[1 0 0 1 5 0]{inner}"
        forms[50 + depth] = _stream(inside.encode(), entries)
    found = drawn(page, forms, "/F5 50 0 R")
    assert found == sorted(
        ("across", PAGE_HEIGHT - 20 - 20 * depth, 10 + 10 * (depth + 1), 110 + 10 * (depth + 1)) for depth in range(4)
    )


def test_a_drawing_that_is_mirrored_and_turned() -> None:
    form = _stream(b"0.2 w 0 0 m 50 0 l S", "/Type/XObject/Subtype/Form/BBox[-500 -500 500 500]/Matrix[0 1 -1 0 0 0]")
    page = PdfPage()
    page.marks += ["q 1 0 0 1 200 192 cm /F5 Do Q", "q 1 0 0 -1 300 192 cm /F5 Do Q"]
    assert drawn(page, {50: form}, "/F5 50 0 R") == [("down", 200, 600, 650), ("down", 300, 650, 700)]


@pytest.mark.parametrize(
    ("rotate", "lines"),
    [
        (0, [ACROSS, DOWN]),
        (90, [("across", 200, 192, 692), ("down", 542, 100, 400)]),
        (180, [("across", 542, 195, 495), ("down", 395, 192, 692)]),
        (270, [("across", 395, 150, 650), ("down", 300, 195, 495)]),
    ],
)
@pytest.mark.parametrize("is_box", [False, True])
def test_lines_stand_where_the_page_shows_them(rotate: int, lines: list[Line], is_box: bool) -> None:
    page = PdfPage(rotate=rotate)
    if is_box:
        page.marks += [f"{box(100, 299, 400, 301)} f", f"{box(199, 150, 201, 650)} f"]
    else:
        page.line(100, 300, 400, 300, 0.2).line(200, 150, 200, 650, 0.2)
    assert drawn(page) == lines


@pytest.mark.parametrize(
    ("rotate", "lines"), [(0, [ACROSS, DOWN]), (90, [("across", 200, 142, 642), ("down", 492, 100, 400)])]
)
def test_lines_on_a_page_that_is_cut(rotate: int, lines: list[Line]) -> None:
    """The upper left corner of what is shown is none of the paper's."""
    page = PdfPage(width=695, height=892, rotate=rotate, crop=(100, 0, 695, 792))
    page.line(200, 400, 500, 400, 0.2).line(300, 250, 300, 750, 0.2)
    assert drawn(page) == lines


@pytest.mark.parametrize(
    ("degrees", "turn", "lines"),
    [
        (0, 0, [ACROSS, DOWN]),
        (90, 3, [("across", 200, 192, 692), ("down", 542, 100, 400)]),
        (180, 2, [("across", 542, 195, 495), ("down", 395, 192, 692)]),
        (270, 1, [("across", 395, 150, 650), ("down", 300, 195, 495)]),
    ],
)
def test_lines_turn_with_the_text_of_the_page(degrees: int, turn: int, lines: list[Line]) -> None:
    """A table that was printed lying on its side is read upright."""
    page = PdfPage()
    page.line(100, 300, 400, 300, 0.2).line(200, 150, 200, 650, 0.2)
    for number in range(6):
        page.text(220 + 15 * number, 400 + 15 * number, "项目名称绩效目标", degrees=degrees)
    assert drawn(page) == lines
    assert content(page).turn == turn


def placing(rotate: int) -> Placing:
    from reviewer.sources.pdfium import raw

    with LOCK:
        document = Document(make_pdf(PdfPage(rotate=rotate)))
        try:
            page = document.load(0)
            made = Placing(raw(), page, *document.size(0))
            raw().FPDF_ClosePage(page)
        finally:
            document.close()
    return made


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_boxes_of_many_and_of_one_are_the_same_however_a_page_is_turned(rotate: int) -> None:
    import numpy as np

    place = placing(rotate)
    edges = np.array([[10.0, 200.0], [700.0, 30.0], [60.0, 210.0], [650.0, 20.0]])
    one = place.boxes(*edges.tolist())
    assert np.allclose(place.all_boxes(edges).T, one)
    assert all(left < right and top < bottom for left, top, right, bottom in one)
    assert [pytest.approx(sorted((right - left, bottom - top)), abs=0.01) for left, top, right, bottom in one] == [
        [50, 50],
        [10, 10],
    ]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("angle", [0, 1, 2, 3])
def test_the_direction_of_text_is_counted_in_quarter_turns_clockwise(rotate: int, angle: int) -> None:
    turns = placing(rotate).quarter(angle * 1.5707963) % 4
    assert min(turns % 4, 4 - turns % 4) == pytest.approx(
        min((rotate / 90 - angle) % 4, (angle - rotate / 90) % 4), abs=0.01
    )


def test_boxes_turned_upright_keep_their_size_and_go_round_the_page() -> None:
    place = placing(0)
    width, height = place.width, place.height
    given = (10.0, 20.0, 110.0, 50.0)
    found = []
    for turn in range(4):
        place.turn = turn
        found.append(place.read(*given))
    assert found == [
        given,
        (20, width - 110, 50, width - 10),
        (width - 110, height - 50, width - 10, height - 20),
        (height - 50, 10, height - 20, 110),
    ]


def test_the_share_of_a_page_that_its_largest_picture_takes() -> None:
    page = PdfPage(width=600, height=800).picture(0, 0, 300, 400).picture(100, 100, 160, 180)
    assert content(page).pictured == pytest.approx(0.25, abs=0.001)


def test_drawings_of_more_pieces_than_any_table_has_are_left_out() -> None:
    page = PdfPage()
    page.marks.append(
        "0.2 w " + " ".join(path((n % 500, 10), (n % 500, 12)) for n in range(MAX_PIECES // 2 + 10)) + " S"
    )
    page.line(100, 300, 400, 300, 0.2)
    assert ACROSS not in drawn(page)
    page.marks = page.marks[1:]
    assert drawn(page) == [ACROSS]
