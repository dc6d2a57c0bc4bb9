"""What is cut out of the original begins and ends where a cell, a sentence or a clause does, not where a line does."""

from __future__ import annotations

import pytest

from reviewer.model.clauses import stretch
from reviewer.model.source import Page, Source
from reviewer.model.spans import Span

SENTENCE = "完成河道护栏、标识牌的日常巡查与维修，按季度公开进度；组织应急演练，补充应急物资，保障安全度汛。"


def source(text: str) -> Source:
    return Source("", "", "", None, (Page(1, text),))


def cut(text: str, start: int, end: int, *fields: tuple[tuple[int, int], ...]) -> str:
    known = [tuple(Span(0, *place) for place in places) for places in fields]
    return stretch(source(text), 0, start, end, known).text


def test_a_long_text_is_cut_between_sentences() -> None:
    text = SENTENCE * 60
    found = cut(text, 1510, 1890)
    assert found.startswith(("组织应急演练", "完成河道护栏"))
    assert found[-1] in "。；"
    assert 300 < len(found) <= 380


def test_a_text_without_sentences_is_cut_between_clauses() -> None:
    text = "巡查与维修河道护栏，" * 300
    found = cut(text, 1512, 1895)
    assert found.startswith("巡查与维修河道护栏，")
    assert found.endswith("，")


@pytest.mark.parametrize("border", ["|", "\t", "\n"])
def test_a_stretch_takes_in_the_whole_of_its_first_and_last_cell(border: str) -> None:
    text = f"一格{border}二二二二二二格{border}三格{border}四四四四四格{border}五格"
    assert cut(text, 5, 15) == f"二二二二二二格{border}三格{border}四四四四四格"


def test_lines_that_a_margin_has_cut_are_one_text_with_its_places() -> None:
    lines = ["64.00 64.00", "通过向镇街、村居配送优质文化产品和服务，补齐基", "层公共文化设施短板，丰富群众精神文化生活，推动",
             "公共文化服务标准化。", "", "宣传场次"]  # fmt: skip
    text = "\n".join(lines)
    flow = stretch(source(text), 0, 0, len(text), [])
    assert flow.text == f"64.00 64.00\n{lines[1]}{lines[2]}{lines[3]}\n\n宣传场次"
    at, first, second = flow.text.index("补齐基层"), text.index("补齐基"), text.index("层公")
    assert flow[at : at + 4].spans == (Span(0, first, first + 3), Span(0, second, second + 1))


def test_a_blank_line_and_a_row_of_cells_end_a_text_at_the_margin() -> None:
    line = "通过向镇街和村居配送优质文化产品与服务活动"
    assert cut(f"{line}\n\n{line}\n\n", 0, 46) == f"{line}\n\n{line}\n\n"
    rows = f"{line}|3\n{line}|4\n{line}|5"
    assert cut(rows, 0, len(rows)) == rows


def test_cells_on_lines_of_their_own_stay_apart_however_long_they_are() -> None:
    cells = ["产出指标", "数量指标", "宣传场次", "完成全县主要河道两岸护栏和标识牌的维修与更换", "≥95%", "时效指标"]
    assert cut("\n".join(cells), 0, 50) == "\n".join(cells)


def test_a_line_that_ends_a_sentence_ends_a_text_at_the_margin_too() -> None:
    one, two = "通过向镇街和村居配送优质文化产品与服务活动。", "丰富全县群众的精神文化生活推动服务标准化呢"
    assert cut(f"{one}\n{two}\n结尾", 0, 48) == f"{one}\n{two}结尾"


def test_a_line_break_within_a_field_is_none_in_the_text_beside_it() -> None:
    text = "基层公\n共文化补助\n其他"
    assert cut(text, 0, 11, ((0, 3), (4, 9))) == "基层公共文化补助\n其他"
    assert cut(text, 0, 11, ((0, 3),), ((4, 9),)) == text


def test_a_stretch_does_not_begin_or_end_at_a_line_that_a_margin_has_cut() -> None:
    line = "通过向镇街与村居配送优质文化产品，补齐基层公"
    text = "\n".join([line] * 120)
    start, end = 40 * len(line) + 45, 60 * len(line) + 3
    found = cut(text, start, end)
    assert found.startswith("补齐基层公通过向")
    assert found.endswith("产品，")


def test_tags_end_lines_and_signs_of_comparison_do_not() -> None:
    assert cut("<p>本项目用于体检</p>\t<0.1%\t<br/>≥5<b>场</b>", 0, 40).split() == [
        "本项目用于体检",
        "<0.1%",
        "≥5",
        "场",
    ]
