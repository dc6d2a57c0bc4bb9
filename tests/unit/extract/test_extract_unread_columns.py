"""Tables that stand in columns of which the rules make no table: what the order of the words gives is marked as a whole."""

from __future__ import annotations

from itertools import count

import pytest

from reviewer.extract.draft import Draft
from reviewer.extract.readings.compete import compete
from reviewer.extract.readings.reading import By, Reading
from reviewer.extract.readings.unread_columns import columns_are_unread
from reviewer.model.flow import Flow
from reviewer.model.review import Kind, NodeData
from reviewer.model.source import Source
from reviewer.model.spans import Span
from reviewer.sources.registry import source_from_bytes

COLUMNS = "产出指标   数量指标   巡查河段   8段\n"


def _reading(by: By, rows: int) -> Reading:
    children = tuple(NodeData(n + 2, Kind.INDICATOR) for n in range(rows))
    return Reading(NodeData(0, Kind.DOCUMENT, (), (NodeData(1, Kind.PROJECT, (), children),)), (), by)


def _source(text: str, name: str = "t.txt") -> Source:
    return source_from_bytes(name, text.encode())


@pytest.mark.parametrize(
    ("text", "first", "rows", "unread"),
    [
        (COLUMNS * 5, By.LEARNED, 2, True),
        (COLUMNS * 5, By.ORDER, 2, True),
        (COLUMNS * 5, By.RULES, 2, False),
        (COLUMNS * 5, By.LEARNED, 3, False),
        (COLUMNS * 4, By.LEARNED, 2, False),
        (COLUMNS.replace("   8段", " 8段") * 5, By.LEARNED, 2, False),
    ],
)
def test_columns_are_unread_where_the_rules_have_less_than_half_of_the_rows(
    text: str, first: By, rows: int, unread: bool
) -> None:
    assert columns_are_unread(_source(text), _reading(first, 6), _reading(By.RULES, rows)) is unread


def test_a_source_with_cells_has_no_columns_of_blanks() -> None:
    table = "<table><tr><td>产出指标   数量指标   巡查河段   8段</td></tr></table>" * 6
    assert not columns_are_unread(_source(table, "t.html"), _reading(By.LEARNED, 6), _reading(By.RULES, 0))


@pytest.mark.parametrize(("lines", "marked"), [(5, True), (4, False)])
def test_what_the_order_of_the_words_gives_is_marked_where_columns_are_unread(lines: int, marked: bool) -> None:
    source = _source(COLUMNS * lines)
    text = source.pages[0].text

    def read(by: By) -> Reading:
        entry = Draft(Kind.PROJECT)
        for start in (n for n in range(len(text)) if text.startswith("巡查河段", n)):
            row = Draft(Kind.INDICATOR)
            row.set("level3", Flow.of(source, (Span(0, start, start + 4),)))
            row.set("annual_value", Flow.of(source, (Span(0, start + 7, start + 9),)))
            entry.children.append(row)
        return Reading(NodeData(0, Kind.DOCUMENT, (), (entry.data(count(1)),)), (), by)

    empty = Reading(NodeData(0, Kind.DOCUMENT), (), By.RULES)
    (entry,) = compete(source, [empty, read(By.ORDER), read(By.LEARNED)]).root.children
    for row in entry.children:
        fields = dict(row.fields)
        assert [fields[key].flagged for key in ("level3", "annual_value")] == [marked, marked]
