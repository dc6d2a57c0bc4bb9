"""Several readings of one source: who leads, and what is said where they agree and where they do not."""

from __future__ import annotations

from itertools import count

from reviewer.base.resources import resource
from reviewer.extract.draft import Draft
from reviewer.extract.pipeline import extract
from reviewer.extract.readings.compete import compete
from reviewer.extract.readings.long_term import with_long_term_values
from reviewer.extract.readings.reading import By, Reading
from reviewer.model.flow import Flow
from reviewer.model.odds import MUST_LOOK
from reviewer.model.review import Kind, NodeData
from reviewer.model.source import Source
from reviewer.model.spans import Span
from reviewer.sources.registry import source_from_bytes
from tests.unit.extract.marked_texts import source_of

TEXT = "路灯项目\n产出指标 数量指标 更换路灯数 30盏\n产出指标 质量指标 亮灯率 98%\n"


def _flow(source: Source, text: str) -> Flow:
    start = source.pages[0].text.index(text)
    return Flow.of(source, (Span(0, start, start + len(text)),))


def _reading(source: Source, by: By, *rows: tuple[str, str, str]) -> Reading:
    """A reading with one entry and rows of (level 2, name, value); “” for a value that it does not have."""
    entry = Draft(Kind.PROJECT)
    entry.set("name", _flow(source, "路灯项目"))
    for level2, name, annual in rows:
        row = Draft(Kind.INDICATOR)
        row.set("level1", _flow(source, "产出指标"))
        row.set("level2", _flow(source, level2))
        row.set("level3", _flow(source, name))
        if annual:
            row.set("annual_value", _flow(source, annual))
        entry.children.append(row)
    ids = count(1)
    return Reading(NodeData(0, Kind.DOCUMENT, (), (entry.data(ids),)), (), by)


BOTH = (("数量指标", "更换路灯数", "30盏"), ("质量指标", "亮灯率", "98%"))


def _codes(reading: Reading, row: int, key: str) -> set[str]:
    fields = dict(reading.root.children[0].children[row].fields)
    return {reason.code for reason in fields[key].reasons}


def _value(reading: Reading, row: int, key: str) -> str | None:
    return dict(reading.root.children[0].children[row].fields)[key].value


def test_where_two_readings_agree_nothing_is_said_against_a_field() -> None:
    source = source_of(TEXT)
    found = compete(source, [_reading(source, By.RULES, *BOTH), _reading(source, By.LEARNED, *BOTH)])
    assert _codes(found, 0, "annual_value") == set()


def test_a_field_that_the_other_reads_from_another_place_says_so() -> None:
    source = source_of(TEXT)
    other = _reading(source, By.LEARNED, ("数量指标", "更换路灯数", "98%"), BOTH[1])
    found = compete(source, [_reading(source, By.RULES, *BOTH), other])
    assert _value(found, 0, "annual_value") == "30盏"
    assert _codes(found, 0, "annual_value") == {"read.other_differs"}


def test_the_same_words_in_another_place_are_no_agreement() -> None:
    source = source_of(TEXT + "注 30盏\n")
    other = _reading(source, By.LEARNED, *BOTH)
    row = other.root.children[0].children[0]
    start = source.pages[0].text.rindex("30盏")
    there = Draft(Kind.INDICATOR)
    for key, field in row.fields:
        there.put(key, field)
    there.set("annual_value", Flow.of(source, (Span(0, start, start + 3),)))
    moved = NodeData(
        0, Kind.DOCUMENT, (), (NodeData(1, Kind.PROJECT, other.root.children[0].fields, (there.data(count(2)),)),)
    )
    found = compete(source, [_reading(source, By.RULES, *BOTH), Reading(moved, (), By.LEARNED)])
    assert _codes(found, 0, "annual_value") == {"read.other_differs"}


def test_an_empty_tree_of_the_rules_does_not_win() -> None:
    source = source_of(TEXT)
    empty = Reading(NodeData(0, Kind.DOCUMENT), (), By.RULES)
    found = compete(source, [empty, _reading(source, By.LEARNED, *BOTH)])
    assert found.by is By.LEARNED
    assert _codes(found, 0, "annual_value") & MUST_LOOK, "nothing bears it out: everything is marked"


def test_two_readings_overrule_one_and_the_field_is_marked() -> None:
    source = source_of(TEXT)
    wrong = _reading(source, By.LEARNED, ("数量指标", "更换路灯数", ""), BOTH[1])
    empty = Reading(NodeData(0, Kind.DOCUMENT), (), By.RULES)
    found = compete(source, [empty, wrong, _reading(source, By.ORDER, *BOTH)])
    assert _value(found, 0, "annual_value") == "30盏"


def test_values_under_a_heading_of_the_whole_period_are_period_values() -> None:
    source = source_of("中长期绩效指标\n" + TEXT)
    found = with_long_term_values(source, _reading(source, By.RULES, *BOTH))
    assert (_value(found, 0, "period_value"), _value(found, 0, "annual_value")) == ("30盏", None)


def test_a_heading_of_the_year_keeps_them_annual() -> None:
    source = source_of("中长期绩效指标\n年度绩效指标\n" + TEXT)
    found = with_long_term_values(source, _reading(source, By.RULES, *BOTH))
    assert _value(found, 0, "annual_value") == "30盏"


def test_a_long_text_says_how_far_it_is_all_the_way() -> None:
    text = resource("samples", "forms.txt").read_text(encoding="utf-8") * 12
    told: list[float] = []
    extract(source_from_bytes("a.txt", text.encode()), told.append)
    assert told == sorted(told)
    beyond_the_rules = {round(share, 2) for share in told if 0.4 < share < 1}
    assert len(beyond_the_rules) >= 10, (
        "the readings of the text take as long as the rules, and must not count as stuck"
    )
