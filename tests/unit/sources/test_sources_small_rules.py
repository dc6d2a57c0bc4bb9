"""Small rules of the readers that need no file, each with a table: numbers that are packed, paths that are drawn, grids of web pages."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from lxml import html
from pdf_building import PdfPage, make_pdf

from reviewer.sources.doc_file import whole
from reviewer.sources.html import decoded
from reviewer.sources.html_css import _columns, _is_within_table, _span
from reviewer.sources.odf import _whole
from reviewer.sources.ofd_geometry import POINTS, at, distances, outline, outlines, within
from reviewer.sources.pdf import _Met
from reviewer.sources.pdf_across import _Line
from reviewer.sources.pdf_filled import Filled
from reviewer.sources.pdf_page import PageContent
from reviewer.sources.pdf_rules import Rule
from reviewer.sources.registry import source_from_bytes
from reviewer.sources.text import _ruled_columns
from reviewer.sources.word_eq import _symbol
from reviewer.sources.word_numbers import Level, Lists
from reviewer.sources.xlsb_records import _records

# -- records of an .xlsb ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "records"),
    [
        (b"", []),
        (b"\x05\x02ab", [(5, b"ab")]),
        (b"\x05\x00\x06\x01c", [(5, b""), (6, b"c")]),
        (b"\x81\x01\x01x", [(129, b"x")]),
        (b"\x05\x82\x00ab", [(5, b"ab")]),
        (b"\x05\x80\x01" + b"z" * 128, [(5, b"z" * 128)]),
        (b"\x05\x09ab", [(5, b"ab")]),
        (b"\x05", [(5, b"")]),
        (b"\x85", [(0x85, b"")]),
        (b"\x05\x81\x80\x80\x00a", [(5, b"a")]),
        (b"\x05\x81\x80\x80\x80\x05\x00", [(5, b"\x05"), (0, b"")]),
    ],
)
def test_records_say_their_kind_in_two_bytes_and_their_size_in_four_at_most(
    data: bytes, records: list[tuple[int, bytes]]
) -> None:
    assert list(_records(data)) == records


# -- characters of a .doc --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("units", "text"),
    [
        ("", ""),
        ("甲a", "甲a"),
        ("\ud840\udc00乙", "𠀀乙"),
        ("\ud800", "�"),
        ("a\udfff", "a�"),
        ("\ud7ff\ue000", "\ud7ff\ue000"),
    ],
)
def test_halves_of_characters_are_put_together_and_none_is_left(units: str, text: str) -> None:
    assert whole(units) == text


# -- what is drawn on a page -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "most", "found"),
    [
        (None, 5, []),
        ("4 5 6", 5, [4, 5, 6]),
        ("4 5 6", 2, [4, 5]),
        ("g 3 4", 5, [4, 4, 4]),
        ("g 3 4 5", 5, [4, 4, 4, 5]),
        ("1 G 2 4,5", 9, [1, 4, 4, 5]),
        ("g 900000 4", 3, [4, 4, 4]),
        ("g -3 4", 3, []),
        ("g 3", 3, [3]),
        ("g x 4 7", 3, [7]),
    ],
)
def test_distances_between_characters(text: str | None, most: int, found: list[float]) -> None:
    assert distances(text, most) == found


def test_an_object_stands_where_its_boundary_and_its_matrix_put_it_on_the_page() -> None:
    page = (POINTS, 0.0, 0.0, POINTS, -10.0, 0.0)
    item = {"Boundary": "20 30 9 9", "CTM": "2 0 0 3 1 5"}
    assert at(within(item, page), 4, 6) == pytest.approx(((2 * 4 + 1 + 20) * POINTS - 10, (3 * 6 + 5 + 30) * POINTS))
    turned = {"CTM": "0 1 -1 0 0 0"}
    assert at(within(turned, (1, 0, 0, 1, 0, 0)), 4, 6) == (-6, 4), "a quarter"
    assert at(within({"Boundary": "20"}, (1, 0, 0, 1, 0, 0)), 4, 6) == (4, 6)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        (None, []),
        ("M 0 0", []),
        ("M 0 0 L 5 0", [([(0, 0), (5, 0)], True)]),
        ("M 0 0 L 5 0 L 5 5 C", [([(0, 0), (5, 0), (5, 5), (0, 0)], True)]),
        ("M 0 0 Q 1 1 5 0", [([(0, 0), (5, 0)], False)]),
        ("S 1 1 l 2 2 M 3 3 L 4 4", [([(1, 1), (2, 2)], True), ([(3, 3), (4, 4)], True)]),
        ("M 0 0 B 1 1 2 2 5 0 M 7 7", [([(0, 0), (5, 0)], False)]),
        ("C", []),
    ],
)
def test_the_parts_of_a_path_and_which_are_of_straight_lines(path: str | None, found: list[object]) -> None:
    assert list(outlines(path)) == found


@pytest.mark.parametrize(
    ("flags", "turned", "middle", "share"),
    [  # from (0, 0) to (6, 6) on a circle around one of two points: by the way on which the numbers of its angle grow, or the other
        ("0 1", 0, (0, 6), 0.25),
        ("1 1", 0, (6, 0), 0.75),
        ("0 0", 0, (6, 0), 0.25),
        ("1 0", 0, (0, 6), 0.75),
        ("0 1", 33, (0, 6), 0.25),
    ],
)
def test_an_arc_goes_round_the_point_that_its_flags_say(
    flags: str, turned: int, middle: tuple[float, float], share: float
) -> None:
    move, *steps = outline(f"M 0 0 A 6 6 {turned} {flags} 6 6")
    points = [move.points, *(step.points for step in steps)]
    assert {step.word for step in steps} == {"L"}
    assert points[-1] == pytest.approx((6, 6))
    assert [math.dist(point, middle) for point in points] == pytest.approx([6] * len(points))
    length = sum(math.dist(a, b) for a, b in pairwise(points))
    assert length == pytest.approx(2 * math.pi * 6 * share, rel=0.01)


@pytest.mark.parametrize("turn", [0, 90])
def test_an_arc_of_an_ellipse_is_turned_and_grows_where_it_is_too_small(turn: int) -> None:
    """Half an ellipse of half axes 5 and 2 from end to end of its longer one; with half of them it grows to these."""
    end = "10 0" if turn == 0 else "0 10"
    for axes in ("5 2", "2.5 1"):
        points = [step.points for step in outline(f"M 0 0 A {axes} {turn} 0 1 {end}")][1:]
        for x, y in points:
            along, aside = (x - 5, y) if turn == 0 else (y - 5, x)
            assert (along / 5) ** 2 + (aside / 2) ** 2 == pytest.approx(1, abs=1e-6)
        assert max(abs(y) if turn == 0 else abs(x) for x, y in points) == pytest.approx(2, abs=0.02)


@pytest.mark.parametrize("path", ["M 3 3 A 6 6 0 0 1 3 3", "M 1 1 A 0 6 0 0 1 3 3", "M 1 1 A 6 0 0 0 1 3 3"])
def test_an_arc_that_is_none_is_a_line(path: str) -> None:
    assert [step.points for step in outline(path)][1:] == [(3, 3)]


def test_what_is_no_step_of_a_path_is_left_out() -> None:
    steps = list(outline("X 1 2 M 1 L 3 M 1 2 S 3 4 Q 1 2 3 4 B 1 2 3 4 5 6 C"))
    assert [(step.word, len(step.points)) for step in steps] == [("M", 2), ("M", 2), ("Q", 4), ("B", 6), ("C", 0)]


# -- forms and rules of a PDF ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wide"), [("a⺀", [5.5, 10]), ("中1", [10, 5.5]), ("\u2e7f", [5.5]), ("x y", [5.5, 5.5])]
)
def test_characters_that_are_filled_in_stand_beside_each_other_in_the_middle(text: str, wide: list[float]) -> None:
    found = Filled(text, (100, 50, 300, 70), 10, False).glyphs()
    assert "".join(char for char, _ in found) == text.replace(" ", "")
    assert [right - left for _, (left, _, right, _) in found] == pytest.approx(wide)
    assert found[0][1][0] == 102
    assert {(low, high) for _, (_, low, _, high) in found} == {(55, 65)}


def test_lines_that_are_filled_in_from_the_top_wrap() -> None:
    found = Filled("甲乙丙丁\n戊", (0, 0, 24, 100), 10, True).glyphs()
    assert [(char, round(box[0]), round(box[3])) for char, box in found] == [
        ("甲", 2, 98),
        ("乙", 12, 98),
        ("丙", 2, 86),
        ("丁", 12, 86),
        ("戊", 2, 74),
    ]


@pytest.mark.parametrize(("size", "high", "used"), [(0, 12, 9), (1, 8, 6), (2, 12, 2), (201, 30, 12), (0, 4, 4)])
def test_letters_of_no_size_are_as_large_as_the_box_has_room(size: float, high: float, used: float) -> None:
    ((_, (_, low, _, top)),) = Filled("甲", (0, 0, 99, high), size, False).glyphs()
    assert top - low == pytest.approx(used)


@pytest.mark.parametrize(
    ("parts", "covers"),
    [([(0, 100)], True), ([(0, 60)], False), ([(40, 100)], False), ([(0, 40), (60, 100)], False), ([(-20, 120)], True)],
)
def test_a_line_covers_another_from_end_to_end(parts: list[tuple[float, float]], covers: bool) -> None:
    line, other = _Line(10, [Rule(10, a, b) for a, b in parts], []), _Line(20, [Rule(20, 0, 100)], [])
    assert line.covers_all(other) is covers


# -- grids of web pages ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "columns"),
    [
        ("", 0),
        ("1fr 2fr 10px", 3),
        ("repeat(3, 1fr)", 3),
        ("repeat(2, 1fr 20px) auto", 5),
        ("minmax(0, 1fr) auto", 2),
        ("[a] 1fr [b] 2fr [c]", 2),
        ("repeat(2, minmax(0, 1fr))", 2),
        ("10% repeat(2, 1fr) calc(1px)", 4),
    ],
)
def test_columns_of_a_grid(template: str, columns: int) -> None:
    assert _columns(template) == columns


@pytest.mark.parametrize(
    ("value", "count"),
    [("", 0), ("auto", 0), ("span 2", 2), ("1 / span 3", 3), ("1 / 4", 3), ("2/3", 1), ("4 / 2", 1), ("2", 0)],
)
def test_over_how_many_rows_or_columns_a_cell_of_a_grid_reaches(value: str, count: int) -> None:
    assert _span(value) == count


@pytest.mark.parametrize(
    ("body", "role", "is_within"),
    [
        ('<div role="table"><i>a</i></div>', "cell", True),
        ("<table><tr><td><i>a</i></td></tr></table>", "row", True),
        ('<div role="group"><i>a</i></div>', "cell", False),
        ('<div role="list"><i>a</i></div>', "grid", True),
        ('<div role="treegrid"><p><i>a</i></p></div>', "row", True),
        ("<div><i>a</i></div>", "treegrid", True),
    ],
)
def test_parts_of_a_table_stand_in_one(body: str, role: str, is_within: bool) -> None:
    element = html.fromstring(f"<div>{body}</div>").find(".//i")
    assert _is_within_table(element, role) is is_within


# -- numbers of lists and signs in Word ------------------------------------------------------------------------------


def numbered(
    *steps: tuple[str, int], counts_with: dict[str, str] | None = None, **levels: dict[int, Level]
) -> list[str]:
    lists = Lists(levels, counts_with or {})
    return [lists.next(key, depth) for key, depth in steps]


def test_lists_count_on_and_begin_again_beneath_each_higher_number_unless_they_never_do() -> None:
    one = {0: Level(text="%1、"), 1: Level(text="%1.%2", start=3), 2: Level(text="（%3）", restarts_after=0)}
    steps = [("a", depth) for depth in (0, 1, 1, 2, 1, 2, 0, 1, 2)]
    assert numbered(*steps, a=one) == ["1、 ", "1.3 ", "1.4 ", "（1） ", "1.5 ", "（2） ", "2、 ", "2.3 ", "（3） "]


def test_what_stands_before_a_paragraph_that_has_no_number() -> None:
    none, bullet = Level(style="none", text="注", follow="\t"), Level(style="bullet", text="●")
    assert numbered(
        ("a", 0),
        ("b", 0),
        ("c", 0),
        ("d", 0),
        ("a", 1),
        a={0: none},
        b={0: bullet},
        c={0: Level(style="none", text="%1")},
    ) == [
        "注\t",
        "● ",
        "",
        "",
        "",
    ]
    assert numbered(("a", 0), a={0: Level(style="bullet")}) == [""]


def test_two_lists_may_share_their_numbers() -> None:
    shared = {"b": "a"}
    assert numbered(
        ("a", 0), ("b", 0), ("a", 0), counts_with=shared, a={0: Level(text="%1.")}, b={0: Level(text="(%1)")}
    ) == ["1. ", "(2) ", "3. "]


@pytest.mark.parametrize(
    ("rest", "shown"),
    [
        ("32", " "),
        ("31", ""),
        ("0x2265", "≥"),
        ("8805", "≥"),
        ("0xD7FF", "\ud7ff"),
        ("0xD800", ""),
        ("x", ""),
        ("65 \\f Arial", "A"),
    ],
)
def test_a_symbol_by_the_number_of_its_character(rest: str, shown: str) -> None:
    assert _symbol(rest) == shown


# -- texts, pages and styles -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "declared", "found"),
    [
        (b"\xef\xbb\xbf" + "甲".encode(), "", "甲"),
        (b"\xff\xfe" + "甲".encode("utf-16-le"), "", "甲"),
        (b"\xfe\xff" + "甲".encode("utf-16-be"), "", "甲"),
        ("甲".encode(), "", "甲"),
        ("甲乙".encode("gb18030"), "", "甲乙"),
        ("甲乙".encode("gb18030"), "gb2312", "甲乙"),
        ("甲".encode("big5"), "big5", "甲"),
        (b"\xff\xfe" + "甲".encode("utf-16-le"), "gb18030", "甲"),
        ("甲".encode(), "nonsense", "甲"),
    ],
)
def test_the_text_of_a_web_page_by_its_mark_by_what_it_states_or_as_it_can_be_read(
    data: bytes, declared: str, found: str
) -> None:
    assert decoded(data, declared)[0].lstrip("\ufeff") == found


@pytest.mark.parametrize(
    ("lines", "columns"),
    [
        (["| 甲 | 乙 |", "|---|---|"], 2),
        (["甲|乙|丙", "-|:-:|-"], 3),
        (["甲|乙", "-|-|-"], 0),
        (["甲|乙", "丙|丁", "-|-"], 0),
        (["甲 乙", "-----"], 0),
        (["|甲|", "| 乙 |"], 0),
        ([], 0),
        (["---", "甲|乙", "---|---"], 2),
    ],
)
def test_columns_of_the_rule_under_a_header(lines: list[str], columns: int) -> None:
    assert _ruled_columns(lines) == columns


@pytest.mark.parametrize(
    ("text", "number"), [(None, 9), ("", 9), ("2", 2), ("999", 999), ("1000", 9), ("-1", 9), ("x", 9)]
)
def test_a_small_whole_number_of_a_style(text: str | None, number: int) -> None:
    assert _whole(text, 9) == number


@pytest.mark.parametrize(
    ("unknown", "length", "is_said"),
    [(0, 100, False), (5, 100, False), (6, 100, True), (1, 19, True), (1, 20, False), (0, 0, False)],
)
def test_characters_without_a_name_are_said_from_one_in_twenty(unknown: int, length: int, is_said: bool) -> None:
    met, page = _Met(), PageContent(100, 100)
    page.unknown = unknown
    met.look(7, page, length)
    assert met.unknown == [7] * is_said


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ((10, 50, 14), ""),
        ((0, 9, 14), "甲乙丙丁"),
        ((51, 90, 14), "甲乙丙丁"),
        ((10, 50, 30), "甲乙丙丁"),
        ((10, 50, 2), "甲乙丙丁"),
    ],
)
def test_text_is_struck_out_by_a_line_through_its_middle(rule: tuple[float, float, float], text: str) -> None:
    page = PdfPage()
    page.text(110, 120, "甲乙丙丁", size=10)
    left, right, down = rule
    page.line(100 + left, 102 + down, 100 + right, 102 + down)
    page.text(110, 160, "其他文字", size=10)
    read = source_from_bytes("t.pdf", make_pdf(page)).pages[0].text
    assert read == (f"{text}\n其他文字" if text else "其他文字")
