"""The parts of a target value, said by hand: kept, taken back, and dropped when the value becomes another."""

from __future__ import annotations

import pytest
from model_building import Maker

from reviewer.export.json_form import document_json
from reviewer.export.node_sheets import indicator_sheet
from reviewer.model import acts
from reviewer.model.fields import FieldRef
from reviewer.model.history import History
from reviewer.model.review import Node, Review
from reviewer.model.target import Target, parse_targets, target_of, targets_of

BY_HAND = Target("≥", "2", None, "次/月", "")


def one_row(value: str = "每月不少于2次") -> tuple[History, FieldRef]:
    make = Maker()
    review = make.review(
        make.project("执法经费", make.indicator("巡查次数", value), make.indicator("培训次数", "≥3次"))
    )
    return History(review), FieldRef(review.entries[0].children[0].id, "annual_value")


def row(history: History) -> Node:
    return history.review.entries[0].children[0]


def parts(target: Target | None) -> tuple[str | None, ...]:
    assert target is not None
    return target.operator, target.number, target.upper, target.unit


def exported(review: Review) -> tuple[dict[str, str | None], list[object]]:
    """The target in the JSON, and sign, figure and unit in the workbook."""
    target = document_json(review)["entries"][0]["indicators"][0]["annual_target"]
    sheet = indicator_sheet([(review, None)])
    place = sheet.columns.index("计算符号")
    return target, [cell.value for cell in next(iter(sheet.rows))[place : place + 3]]


def test_parts_said_by_hand_are_exported_and_taken_back_by_undo() -> None:
    history, ref = one_row()
    assert exported(history.review) == (
        {"operator": "≥", "number": "2", "upper": None, "unit": "次", "text": "每月不少于2次"},
        ["≥", 2.0, "次"],
    )
    history.do(acts.set_target(history.review, ref, BY_HAND))
    assert exported(history.review) == (
        {"operator": "≥", "number": "2", "upper": None, "unit": "次/月", "text": "每月不少于2次"},
        ["≥", 2.0, "次/月"],
    )
    history.undo()
    assert exported(history.review)[1] == ["≥", 2.0, "次"]
    assert "annual_target" not in row(history).fields
    history.redo()
    assert parts(target_of(row(history), "annual_value")) == ("≥", "2", None, "次/月")


def test_a_record_with_parts_is_done_again() -> None:
    history, ref = one_row()
    history.do(acts.set_target(history.review, ref, BY_HAND))
    again = History(Review(history.review.source, history.first))
    again.restore(history.record)
    assert parts(target_of(row(again), "annual_value")) == ("≥", "2", None, "次/月")


def test_parts_lapse_when_the_value_becomes_another_and_hold_again_when_that_is_undone() -> None:
    history, ref = one_row()
    history.do(acts.set_target(history.review, ref, BY_HAND))
    history.do(acts.set_value(history.review, ref, "≥5次"))
    assert parts(target_of(row(history), "annual_value")) == ("≥", "5", None, "次")
    history.undo()
    assert parts(target_of(row(history), "annual_value")) == ("≥", "2", None, "次/月")


def test_several_parts_are_said_and_exported_in_order() -> None:
    history, ref = one_row("培训60人1次")
    assert [parts(target)[:2] for target in targets_of(row(history), "annual_value")] == [("=", "60"), ("=", "1")]
    history.do(
        acts.set_target(history.review, ref, *(Target("≥", n, None, u, "") for n, u in (("60", "人"), ("1", "次"))))
    )
    given = document_json(history.review)["entries"][0]["indicators"][0]
    assert [(t["operator"], t["number"], t["unit"]) for t in given["annual_targets"]] == [
        ("≥", "60", "人"),
        ("≥", "1", "次"),
    ]
    assert given["annual_target"]["operator"] == "text"
    assert exported(history.review)[1] == ["≥；≥", "60；1", "人；次"]


def test_what_the_value_reads_as_needs_no_field_and_none_takes_it_back() -> None:
    history, ref = one_row("≥3次")
    assert acts.set_target(history.review, ref, *parse_targets("≥3次")).edits == ()
    history.do(acts.set_target(history.review, ref, BY_HAND))
    history.do(acts.set_target(history.review, ref))
    assert "annual_target" not in row(history).fields
    assert parts(target_of(row(history), "annual_value")) == ("≥", "3", None, "次")


def test_parts_that_do_not_go_together_and_fields_without_parts_are_refused() -> None:
    history, ref = one_row()
    for wrong in (
        Target("≥", None, None, "次", ""),
        Target("text", "3", None, "", ""),
        Target("range", "1", None, "", ""),
        Target("=", "1", None, "人；次", ""),
    ):
        with pytest.raises(ValueError, match="number"):
            acts.set_target(history.review, ref, wrong)
    with pytest.raises(ValueError, match="target value"):
        acts.set_target(history.review, FieldRef(ref.node, "level3"), BY_HAND)


def test_a_new_indicator_has_no_parts_of_its_own_but_they_are_among_the_fields_once_said() -> None:
    history, ref = one_row()
    history.do(acts.set_target(history.review, ref, BY_HAND))
    assert "annual_target" in row(history).ordered_keys()
    history.do(acts.insert(history.review, history.review.entries[0], 0, row(history).kind))
    assert not {"annual_target", "period_target"} & set(row(history).fields)


def test_parts_go_with_their_value_when_a_name_is_cut_and_are_not_joined_with_others() -> None:
    history, ref = one_row()
    history.do(acts.set_target(history.review, ref, BY_HAND))
    history.do(acts.split(history.review, FieldRef(ref.node, "level3"), 2))
    first, second, third = history.review.entries[0].children
    assert "annual_target" not in first.fields
    assert parts(target_of(second, "annual_value")) == ("≥", "2", None, "次/月")
    history.do(acts.set_target(history.review, FieldRef(third.id, "annual_value"), Target("=", "3", None, "次", "")))
    history.do(acts.merge_next(history.review, second))
    target = target_of(second, "annual_value")
    assert target is not None
    assert (target.operator, target.text) == ("text", "每月不少于2次≥3次")
