"""Texts with their layout undone still know where each character stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from model_building import source_of

from reviewer.model.flow import EMPTY, Flow, is_han, join_wrapped, undo_layout
from reviewer.model.spans import Span, join_spans, places_of, share_text


def flow(text: str) -> Flow:
    return Flow.of(source_of(text), [Span(0, 0, len(text))])


@pytest.mark.parametrize(
    ("cell", "undone"),
    [
        ("公共文化\n    服务经费", "公共文化服务经费"),
        ("≥120\n00人次", "≥12000人次"),
        ("≥6\n.5%", "≥6.5%"),
        ("3\n、2-效益", "3、2-效益"),
        ("当年\n\n度指标", "当年度指标"),
        ("Windows\nServer授权", "Windows Server授权"),
        ("智慧公 园建 设", "智慧公园建设"),
        ("信息 化项目 (2023)", "信息化项目(2023)"),
        ("优 化 服 务 ABC 系 统", "优化服务 ABC 系统"),
        ("含 税 价 3 个（含 2 个）", "含税价3个（含2个）"),
        ("达到 100%", "达到 100%"),
        ("移动 OA 系统", "移动 OA 系统"),
        ("准备充分, 方案详尽", "准备充分, 方案详尽"),
        ("社会\u00ad效益", "社会效益"),
        ("  前后  ", "前后"),
        ("一\f二\v三\u2028四\r\n五", "一二三四五"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_layout_of_a_cell_is_undone(cell: str, undone: str) -> None:
    assert undo_layout(flow(cell)).text == undone


def test_spans_leave_the_wrap_out_and_cross_pages() -> None:
    source = source_of("维修养护\n工程", "    经费")
    parts = [Flow.of(source, [Span(0, 0, 4)]), Flow.of(source, [Span(0, 5, 7)]), Flow.of(source, [Span(1, 0, 6)])]
    joined = join_wrapped(parts)
    assert joined.text == "维修养护工程经费"
    assert joined.spans == (Span(0, 0, 4), Span(0, 5, 7), Span(1, 4, 6))
    assert joined[4:7].spans == (Span(0, 5, 7), Span(1, 4, 5))


def test_a_blank_put_between_latin_words_has_no_place() -> None:
    joined = undo_layout(flow("Windows\nServer"))
    assert joined.text == "Windows Server"
    assert joined.spans == (Span(0, 0, 7), Span(0, 8, 14))


def test_flows_cut_strip_and_add_like_texts() -> None:
    whole = flow("；数量指标；")
    assert whole.strip("；").text == "数量指标"
    assert whole.strip("；").spans == (Span(0, 1, 5),)
    assert (whole[1:3] + whole[3:5]).spans == (Span(0, 1, 5),)
    assert whole.strip("；数量指标") == EMPTY
    assert not EMPTY
    assert join_wrapped([]) == EMPTY


TEXT = st.text(alphabet="数量指标实施周期值约Ab12%≥，；(） \n\t\u3000\u00ad\f", max_size=60)


@given(TEXT)
def test_undoing_layout_loses_nothing_but_layout(text: str) -> None:
    undone = undo_layout(flow(text))
    assert len(undone.places) == len(undone.text)
    for index, char in enumerate(undone.text):
        spans = undone[index : index + 1].spans
        assert text[spans[0].start] == char if spans else char == " "
    solid = [char for char in text if not char.isspace() and char != "\u00ad"]
    assert [char for char in undone.text if not char.isspace() and char != "\u00ad"] == solid
    offsets = [offset for span in undone.spans for offset in range(span.start, span.end)]
    assert offsets == sorted(set(offsets))


@given(TEXT)
def test_undoing_layout_twice_changes_nothing_more(text: str) -> None:
    once = undo_layout(flow(text))
    assert undo_layout(once) == once


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 30)), max_size=40))
def test_joined_spans_name_the_same_characters_in_the_same_order(places: list[tuple[int, int]]) -> None:
    spans = join_spans(places)
    assert places_of(spans) == places
    assert all(span.end > span.start for span in spans)


def test_ideographs_only() -> None:
    assert all(map(is_han, "项目㐂𠀀"))
    assert not any(map(is_han, "，（A1 。"))


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ((0, 2, 5), (0, 4, 9), True), ((0, 2, 5), (0, 5, 9), False), ((0, 5, 9), (0, 2, 5), False), ((0, 2, 9), (0, 4, 5), True),
        ((0, 2, 5), (1, 2, 5), False), ((0, 2, 5), (0, 2, 5), True), ((0, 2, 5), (0, 7, 9), False),
    ],
)  # fmt: skip
def test_spans_overlap_where_they_have_a_character_in_common(
    one: tuple[int, int, int], other: tuple[int, int, int], meet: bool
) -> None:
    assert Span(*one).overlaps(Span(*other)) is meet
    assert share_text((Span(9, 0, 1), Span(*one)), (Span(*other), Span(8, 0, 1))) is meet
