"""Stops: what one cause makes doubtful is one question, what several make doubtful are several, and every field is in one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from model_building import Maker, rows
from test_model_checks import coded

from reviewer.model.checks import run_checks
from reviewer.model.fields import Field, FieldRef, Status
from reviewer.model.history import History
from reviewer.model.messages import message
from reviewer.model.review import Kind, Node, NodeData, Review
from reviewer.model.stops import MOST, accept_stop, next_stop, stop_of, stops
from reviewer.model.suggesting import Suggestion, suggest, take


def keys(review: Review, node: Node, key: str) -> list[tuple[int, str]]:
    return [(ref.node - node.id, ref.key) for ref in stop_of(review, FieldRef(node.id, key))]


def doubt(field: Field, *codes: str, **places: str) -> Field:
    return replace(field, flagged=True, reasons=tuple(message(code, **places) for code in codes))


def made(make: Maker, **fields: Field | str | None) -> NodeData:
    """An indicator of these fields, those that are not given as they usually are."""
    usual = {
        "level1": "产出指标",
        "level2": "数量指标",
        "level3": "长度",
        "period_value": "≥1次",
        "annual_value": "≥1次",
    }
    return make.node(Kind.INDICATOR, [], {**usual, **fields})


def test_a_code_and_the_level_it_contradicts_are_one_stop_and_the_suggestion_settles_it() -> None:
    review = coded("效益指标", "1", "数量指标", "11")
    history = History(review)
    row = rows(review, 0)[0]
    assert keys(review, row, "level1") == [(0, "level1_code"), (0, "level1")]
    refs = stop_of(review, FieldRef(row.id, "level1_code"))
    offered = suggest(review, refs)
    assert offered is not None
    assert dict(offered.values) == {FieldRef(row.id, "level1"): "产出指标"}
    assert "产出指标" in offered.text(review)
    history.do(take(review, refs, offered))
    assert (row.value("level1"), row.fields["level1"].status) == ("产出指标", Status.EDITED)
    assert (row.value("level1_code"), row.fields["level1_code"].status) == ("1", Status.ACCEPTED)
    assert review.doubtful(row) == []
    history.undo()
    assert row.value("level1") == "效益指标"
    assert len(review.doubtful(row)) == 2


def test_a_suggestion_names_the_rows_where_they_get_different_values() -> None:
    make = Maker()
    review = make.review(make.project("工程", made(make, level3="长度"), made(make, level3="宽度")))
    one, other = (FieldRef(row.id, "annual_value") for row in rows(review, 0))
    assert Suggestion(((one, "≥2米"), (other, "≥2米"))).text(review) == "Annual target value: ≥2米"
    told = Suggestion(((one, "≥2米"), (other, None))).text(review)
    assert told == "“长度” Annual target value: ≥2米; “宽度” Annual target value: empty"


def test_a_value_and_the_neighbour_that_misses_it_are_one_stop() -> None:
    make = Maker()
    right = [make.indicator(f"指标{n}") for n in range(6)]
    review = make.review(make.project("工程", make.indicator("长度", annual=None), *right))
    run_checks(review)
    row = rows(review, 0)[0]
    refs = stop_of(review, FieldRef(row.id, "annual_value"))
    assert [ref.key for ref in refs] == ["period_value", "annual_value"]
    offered = suggest(review, refs)
    assert offered is not None
    assert dict(offered.values) == {FieldRef(row.id, "annual_value"): "≥1次"}


def test_the_levels_that_rows_have_lost_are_one_stop_and_each_gets_those_of_the_row_above() -> None:
    make = Maker()
    none: dict[str, Field | str | None] = {"level1": None, "level2": None}
    right = [make.indicator(f"指标{n}") for n in range(12)]
    lost = [made(make, **none), made(make, level3="宽度", **none)]
    review = make.review(make.project("工程", *right, *lost))
    run_checks(review)
    first, second = rows(review, 0)[-2:]
    refs = stop_of(review, FieldRef(second.id, "level2"))
    assert refs == tuple(FieldRef(row.id, key) for row in (first, second) for key in ("level1", "level2"))
    offered = suggest(review, refs)
    assert offered is not None
    assert {value for _, value in offered.values} == {"产出指标", "数量指标"}
    assert len(offered.values) == 4


def test_digits_are_suggested_where_letters_stand_for_them() -> None:
    make = Maker()
    review = make.review(make.project("宣传", made(make, annual_value="不少于3OOO份", period_value="≥l2场")))
    run_checks(review)
    row = rows(review, 0)[0]
    for key, figure in (("annual_value", "不少于3000份"), ("period_value", "≥12场")):
        offered = suggest(review, stop_of(review, FieldRef(row.id, key)))
        assert offered is not None
        assert dict(offered.values)[FieldRef(row.id, key)] == figure


def test_two_causes_in_one_row_are_two_stops() -> None:
    make = Maker()
    name = doubt(make.field("长度("), "read.bracket_open")
    value = doubt(make.field("≥1"), "read.cut_off")
    review = make.review(make.project("工程", made(make, level3=name, annual_value=value)))
    assert [len(stop) for stop in stops(review)] == [1, 1]


def test_rows_that_stand_apart_or_say_different_things_are_not_one_stop() -> None:
    make = Maker()
    lost = [make.indicator(None), make.indicator(None)]
    review = make.review(make.project("工程", make.indicator("长度"), *lost))
    run_checks(review)
    found = list(stops(review))
    assert [[ref.key for ref in stop] for stop in found] == [["level3"], ["level3"]]


def test_every_doubtful_field_is_in_one_stop_and_the_walk_goes_through_all() -> None:
    make = Maker()
    shifted = [
        made(make, level3=doubt(make.field(f"指标{n}"), "read.shifted", "read.shift_close"),
             annual_value=doubt(make.field(f"≥{n}次"), "read.shifted"))
        for n in range(3)
    ]  # fmt: skip
    worked_out = doubt(Field("产出指标", read="产出指标"), "read.level_lost")
    many = [made(make, level3=f"效果{n}", level1=worked_out) for n in range(MOST + 3)]
    review = make.review(make.project("工程", *shifted, *many))
    run_checks(review)
    found = list(stops(review))
    assert sorted(ref for stop in found for ref in stop) == sorted(review.doubtful())
    assert max(map(len, found)) <= MOST
    at, walked = next_stop(review, None), []
    while at is not None and at not in walked:
        walked.append(at)
        at = next_stop(review, at)
    assert walked == [stop[0] for stop in found]
    back = next_stop(review, walked[0], -1)
    assert back == walked[-1]


def test_only_what_was_seen_is_accepted() -> None:
    review = coded("效益指标", "1", "数量指标", "11")
    run_checks(review)
    row = rows(review, 0)[0]
    code, level = stop_of(review, FieldRef(row.id, "level1"))
    assert [edit.ref for edit in accept_stop(review, code, ()).edits] == [code]
    assert [edit.ref for edit in accept_stop(review, code, {level}).edits] == [code, level]
    assert accept_stop(review, FieldRef(row.id, "level3"), ()).edits != ()


def test_a_value_that_slid_into_the_next_row_is_put_back_by_the_suggestion() -> None:
    make = Maker()
    lost = made(make, annual_value=doubt(Field(), "read.value_lost"))
    has = made(make, level3="宽度", annual_value=doubt(make.field("≥3米"), "read.value_borrowed"))
    review = make.review(make.project("工程", lost, has))
    _upper, lower = rows(review, 0)
    refs = stop_of(review, FieldRef(lower.id, "annual_value"))
    assert len(refs) == 2
    offered = suggest(review, refs)
    assert offered is not None
    assert dict(offered.values) == {refs[0]: "≥3米", refs[1]: None}


@pytest.mark.parametrize(("other", "taken"), [("改善民生", "改善民生"), ("-", None), ("长" * 40, None)])
def test_the_other_reading_is_suggested_only_where_it_is_known_whole(other: str, taken: str | None) -> None:
    make = Maker()
    name = doubt(make.field("改善民生水平"), "read.disagree", other=other)
    review = make.review(make.project("工程", made(make, level3=name)))
    row = rows(review, 0)[0]
    offered = suggest(review, stop_of(review, FieldRef(row.id, "level3")))
    assert (offered.values[0][1] if offered else None) == taken
