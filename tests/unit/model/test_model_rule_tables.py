"""Small rules of the model, each with a table: parts of a document, figures with separators, candidates that match, long stops."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace

import pytest

from reviewer.model.candidates import Candidate, Why, matching
from reviewer.model.checks.habits import habits
from reviewer.model.document_kind import parts_of
from reviewer.model.postponing import has_looked
from reviewer.model.quality import bounds
from reviewer.model.snippets import in_one
from reviewer.model.source import Cell, Grid, Line, Page, Source
from reviewer.model.spans import Span
from reviewer.model.stops import MOST, _parts


def source_of(*pages: str) -> Source:
    """A text with lines, a page each; a line “▦” is a grid of one cell."""
    made = []
    for number, text in enumerate(pages):
        blocks, at = [], 0
        for line in text.split("\n"):
            span = Span(number, at, at + len(line))
            if line == "▦":
                blocks.append(Grid((Cell(0, 0, (span,)),), 1, 1))
            elif line:
                blocks.append(Line(span))
            at += len(line) + 1
        made.append(Page(number + 1, text, tuple(blocks)))
    return Source("t.txt", "text", "0" * 64, "utf-8", tuple(made))


def lines(count: int) -> str:
    return "\n".join(f"第{n}行的话" for n in range(count))


TITLE = "收入支出总表"


@pytest.mark.parametrize(
    ("pages", "parts"),
    [
        ((f"{lines(5)}\n{TITLE}\n{lines(3)}",), 2), ((f"{lines(4)}\n{TITLE}\n{lines(3)}",), 0),
        ((f"{lines(5)}\n# {'字' * 58}\n{lines(3)}",), 2), ((f"{lines(5)}\n# {'字' * 59}\n{lines(3)}",), 0),
        ((lines(60), ), 0), ((lines(61),), 2), ((lines(13), lines(2)), 2), ((lines(12), lines(2)), 0),
        (("▦\n▦",), 2), ((f"{TITLE}\n▦\n{lines(2)}",), 2), (("▦",), 0), ((lines(3),), 0),
    ],
)  # fmt: skip
def test_a_document_in_parts(pages: tuple[str, ...], parts: int) -> None:
    """A title begins one behind more than four lines, sixty lines are one, and a page ends one of more than twelve."""
    assert len(list(parts_of(source_of(*pages)))) == parts


@pytest.mark.parametrize(
    ("text", "places", "whole"),
    [
        ("2,035.87", [(0, 1), (2, 8)], [(0, 8)]), ("2，035", [(0, 1), (2, 5)], [(0, 5)]),
        ("2;035", [(0, 1), (2, 5)], [(0, 1), (2, 5)]),
        ("2,,035", [(0, 1), (3, 6)], [(0, 1), (3, 6)]), ("甲,035", [(0, 1), (2, 5)], [(0, 1), (2, 5)]),
        ("2,甲35", [(0, 1), (2, 5)], [(0, 1), (2, 5)]), ("1,234,567", [(0, 1), (2, 5), (6, 9)], [(0, 9)]),
    ],
)  # fmt: skip
def test_figures_that_a_thousands_separator_parts_are_looked_at_as_one(
    text: str, places: list[tuple[int, int]], whole: list[tuple[int, int]]
) -> None:
    found = in_one(source_of(text), tuple(Span(0, *place) for place in places))
    assert [(span.start, span.end) for span in found] == whole


def test_figures_on_two_pages_are_two() -> None:
    places = (Span(0, 0, 1), Span(1, 2, 5))
    assert in_one(source_of("2,035", "1,035"), places) == places


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ("", ["数量指标", "质量指标", "PM2.5浓度"]), ("质量", ["质量指标"]), ("质量指标", []),
        ("zlzb", ["质量指标"]), ("pm", ["PM2.5浓度"]),
        ("5", ["PM2.5浓度"]), ("9", []), ("时效", []),
    ],
)  # fmt: skip
def test_candidates_that_hold_what_is_typed(typed: str, values: list[str]) -> None:
    every = [Candidate(value, Why.LIST) for value in ("数量指标", "质量指标", "PM2.5浓度")]
    assert [one.value for one in matching(every, typed)] == values


@pytest.mark.parametrize(
    ("rows", "sizes"),
    [
        ([4, 4], [8]), ([4, 5], [4, 5]), ([8], [8]), ([9], [8, 1]), ([17], [8, 8, 1]), ([3, 3, 3], [6, 3]), ([1, 9], [1, 8, 1]),
        ([], []),
    ],
)  # fmt: skip
def test_a_long_chain_is_parted_between_rows_where_it_can_be(rows: list[int], sizes: list[int]) -> None:
    chain = [(SimpleNamespace(id=number), tuple(f"key{n}" for n in range(size))) for number, size in enumerate(rows)]
    found = [len(part) for part in _parts(chain)]  # type: ignore[arg-type]
    assert found == sizes
    assert max(found, default=0) <= MOST


@pytest.mark.parametrize(
    ("acts", "looked"),
    [([], False), (["postponed"], False), (["postponed", "resumed"], False), (["postponed", "correct"], True)],
)
def test_putting_a_source_off_is_no_look_at_it(acts: list[str], looked: bool) -> None:
    record = [SimpleNamespace(act=SimpleNamespace(name=name)) for name in acts]
    assert has_looked(SimpleNamespace(record=record)) is looked  # type: ignore[arg-type]


def test_nobody_has_looked_without_a_history() -> None:
    assert not has_looked(None)


@pytest.mark.parametrize(
    ("wrong", "seen", "among", "low", "high"),
    [(0, 0, 0, 0.0, 0.0), (0, 10, 10, 0.0, 0.0), (10, 10, 10, 1.0, 1.0), (3, 10, 10, 0.3, 0.3), (0, 0, 10, 0.0, 1.0)],
)
def test_how_much_is_wrong_where_all_or_nothing_was_looked_at(
    wrong: int, seen: int, among: int, low: float, high: float
) -> None:
    assert bounds(wrong, seen, among) == pytest.approx((low, high))


@pytest.mark.parametrize(
    ("habit", "fewest", "too_few"),
    [
        ("level1", {"row": 3, "level1": 2}, {"row": 4, "level1": 2}),
        ("level2_code", {"row": 3, "level2_code": 2}, {"row": 4, "level2_code": 2}),
        ("annual_value", {"row": 5, "annual_value": 3}, {"row": 5, "annual_value": 2}),
        ("period_value", {"row": 1, "period_value": 1}, {"row": 0}),
        ("same_values", {"row": 5, "same": 5}, {"row": 4, "same": 4}),
        ("same_values", {"row": 20, "same": 19, "differing": 1}, {"row": 20, "same": 15, "differing": 5}),
        ("sides", {"row": 10, "period_only": 1, "annual_only": 9}, {"row": 11, "period_only": 1, "annual_only": 10}),
        ("sides", {"row": 10, "period_only": 5, "annual_only": 5}, {"row": 0}),
        ("units", {"measured": 19, "figure": 1}, {"measured": 15, "figure": 5}),
        ("units", {"measured": 1}, {}),
        ("goal", {"project": 5, "goal": 3}, {"project": 5, "goal": 2}),
        ("indicators", {"project": 5, "full": 3}, {"project": 5, "full": 2}),
        ("points", {"not_whole": 1}, {"not_whole": 2}),
        ("points", {"not_whole": 3, "whole": 3}, {"not_whole": 3, "whole": 2}),
    ],
)
def test_from_how_many_rows_on_a_habit_of_a_document_is_one(
    habit: str, fewest: dict[str, int], too_few: dict[str, int]
) -> None:
    assert getattr(habits(Counter(fewest)), habit) is True
    assert getattr(habits(Counter(too_few)), habit) is False
