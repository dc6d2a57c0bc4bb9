"""The steps of reading a scan by themselves: borders to cells, text to cells, look-alikes."""

from __future__ import annotations

import pytest

pytest.importorskip("rapidocr", reason="the extra “ocr” is not installed", exc_type=ImportError)
pytest.importorskip("cv2", reason="the extra “ocr” is not installed", exc_type=ImportError)

import cv2
import numpy as np

from reviewer.sources.scan_cells import Area, Table, find_tables, ink_of
from reviewer.sources.scan_lines import pieces_of, without_lines
from reviewer.sources.scan_lookalikes import UNSURE, judged

EM, UNIT = 24.0, 200 / 72


def sheet() -> np.ndarray:
    return np.full((900, 1200), 245, np.uint8)


def draw_grid(grey: np.ndarray, xs: list[int], ys: list[int], shade: int = 40) -> None:
    for x in xs:
        cv2.line(grey, (x, ys[0]), (x, ys[-1]), shade, 2)
    for y in ys:
        cv2.line(grey, (xs[0], y), (xs[-1], y), shade, 2)


def tables_of(grey: np.ndarray, quads: list[np.ndarray] | None = None) -> list[Table]:
    return find_tables(grey, ink_of(grey), quads or [], EM, UNIT)[0]


def shape(table: Table) -> list[tuple[int, int, int, int]]:
    return [(r.top, r.bottom, r.left, r.right) for r in table.ruled.regions]


def quad(left: int, top: int, right: int, bottom: int) -> np.ndarray:
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], dtype=np.float64)


def test_cells_between_lines() -> None:
    grey = sheet()
    draw_grid(grey, [100, 400, 700], [100, 150, 200, 300])
    (table,) = tables_of(grey)
    assert shape(table) == [(row, row + 1, column, column + 1) for row in range(3) for column in range(2)]
    assert table.cell(3).left == pytest.approx(400, abs=3)
    assert table.cell(3).bottom == pytest.approx(200, abs=3)


def test_merged_cells() -> None:
    grey = sheet()
    draw_grid(grey, [100, 400, 700], [100, 150, 200, 300])
    cv2.rectangle(grey, (105, 145), (395, 155), 245, -1)  # the first column's first two rows are one cell
    cv2.rectangle(grey, (395, 205), (405, 295), 245, -1)  # the last row is one cell
    (table,) = tables_of(grey)
    assert shape(table) == [(0, 2, 0, 1), (0, 1, 1, 2), (1, 2, 1, 2), (2, 3, 0, 2)]


def test_broken_and_faint_lines_are_lines() -> None:
    grey = sheet()
    draw_grid(grey, [100, 400, 700], [100, 160, 220], shade=205)
    rng = np.random.default_rng(1)
    noise = rng.normal(0, 6, grey.shape)
    grey = np.clip(grey + noise, 0, 255).astype(np.uint8)
    for x in range(120, 700, 60):
        grey[158:163, x : x + 5] = 245
    (table,) = tables_of(grey)
    assert len(table.ruled.regions) == 4


def test_two_tables_and_a_large_title() -> None:
    grey = sheet()
    cv2.putText(grey, "BUDGET", (300, 80), cv2.FONT_HERSHEY_SIMPLEX, 2.2, 10, 5)
    draw_grid(grey, [100, 400, 700], [150, 200, 250])
    draw_grid(grey, [100, 300, 500, 700], [500, 560, 620])
    assert sorted(len(table.ruled.regions) for table in tables_of(grey)) == [4, 6]


def test_strokes_within_text_are_no_borders_and_stay_in_the_picture() -> None:
    grey = sheet()
    draw_grid(grey, [100, 400, 700], [100, 160, 220])
    cv2.line(grey, (200, 130), (300, 130), 20, 3)  # a dash four ems long
    text = quad(190, 115, 310, 145)
    tables, mask = find_tables(grey, ink_of(grey), [text], EM, UNIT)
    assert len(tables[0].ruled.regions) == 4
    clean = without_lines(grey, mask)
    assert clean[130, 250] < 60
    assert clean[100, 250] > 200
    assert clean[130, 400] > 200


def test_text_across_a_border_is_cut_there() -> None:
    grey = sheet()
    draw_grid(grey, [100, 400, 700], [100, 160, 220])
    tables, mask = find_tables(grey, ink_of(grey), [], EM, UNIT)
    for x in (300, 450):
        cv2.putText(grey, "words", (x, 140), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 20, 2)
    ink = ink_of(without_lines(grey, mask))
    pieces = pieces_of([quad(295, 112, 545, 148)], tables, ink, EM)
    assert [piece.cell for piece in pieces] == [(0, 0), (0, 1)]
    assert pieces[0].area.right == pytest.approx(400, abs=4)
    assert pieces[1].area.left == pytest.approx(400, abs=4)


def test_ink_that_nobody_found_is_read_all_the_same() -> None:
    grey = sheet()
    draw_grid(grey, [100, 400, 700], [100, 160, 220])
    tables, mask = find_tables(grey, ink_of(grey), [], EM, UNIT)
    cv2.putText(grey, "7", (500, 200), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 20, 2)
    grey[130, 250] = 0  # a speck of dust
    (piece,) = pieces_of([], tables, ink_of(without_lines(grey, mask)), EM)
    assert piece.cell == (0, 3)
    assert piece.area.left < 500 < 515 < piece.area.right


def test_lines_of_a_piece_that_is_too_high_are_taken_apart() -> None:
    grey = sheet()
    draw_grid(grey, [100, 400, 700], [100, 300, 360])
    tables, mask = find_tables(grey, ink_of(grey), [], EM, UNIT)
    for y in (150, 200):
        cv2.putText(grey, "words", (150, y), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 20, 2)
    pieces = pieces_of([quad(145, 115, 260, 215)], tables, ink_of(without_lines(grey, mask)), EM)
    assert [piece.cell for piece in pieces] == [(0, 0), (0, 0)]
    assert pieces[0].area.bottom <= pieces[1].area.top + 5


def test_areas_know_their_middle() -> None:
    assert Area(0, 10, 5, 30).middle == 20


@pytest.mark.parametrize(
    ("read", "meant"),
    [("2,O35.87", "2,035.87"), ("l2.50", "12.50"), ("1一产出指标", "1-产出指标"), ("2021一2023", "2021-2023")],
)
def test_lookalikes_are_put_right_and_marked(read: str, meant: str) -> None:
    found = judged(read, [1.0] * len(read))
    assert found.text == meant
    changed = [place for place in range(len(read)) if read[place] != meant[place]]
    assert changed
    assert all(found.certainty[place] <= UNSURE for place in changed)
    assert all(found.certainty[place] == 1.0 for place in range(len(read)) if place not in changed)


@pytest.mark.parametrize("read", ["QQ平台", "一村一法律顾问", "IP地址", "第一道防线", "B超", "100%", "27.5%", "O", "l"])
def test_what_can_be_meant_stays_as_it_was_read(read: str) -> None:
    found = judged(read, [1.0] * len(read))
    assert found == (read, (1.0,) * len(read))


@pytest.mark.parametrize(("read", "place"), [("295%", 0), ("2100%", 0), (">95%", 0), ("一", 0), ("率295%以上", 1)])
def test_signs_that_may_be_others_are_marked_but_not_changed(read: str, place: int) -> None:
    found = judged(read, [1.0] * len(read))
    assert found.text == read
    assert found.certainty[place] <= UNSURE


def test_the_form_of_a_comma_is_no_doubt_about_the_comma() -> None:
    assert judged("经费，工作", [1, 1, 0.55, 1, 1]).certainty[2] > 0.9
    assert judged("经费，工作", [1, 1, 0.2, 1, 1]).certainty[2] == 0.2
    assert judged("经费元工作", [1, 1, 0.55, 1, 1]).certainty[2] == 0.55
