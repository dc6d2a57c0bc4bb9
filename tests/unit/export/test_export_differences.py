"""Differences that were accepted, made an act: in which order rows are put, and which need not be moved."""

from __future__ import annotations

from reviewer.base.resources import resource
from reviewer.export.differences import Insert, Move, _in_order, act_of
from reviewer.extract.pipeline import extract
from reviewer.model.review import Kind
from reviewer.sources.registry import open_source


def test_rows_that_are_to_stand_behind_each_other_are_put_somewhere() -> None:
    """Nothing that is read makes such a ring; an act must come of it all the same."""
    one, other = Move(1, 9, 9, 2), Move(2, 9, 9, 1)
    new = Insert(Kind.INDICATOR, {}, 9, 1)
    assert _in_order([new, one, other]) in ([other, one, new], [one, other, new])
    assert _in_order([new, one]) == [one, new]


def test_a_row_that_stands_where_it_stood_is_not_moved() -> None:
    """Other rows were moved before it."""
    review = extract(open_source(resource("samples", "wide.md")))
    parent = next(entry for entry in review.entries if len(entry.children) > 2)
    first, second, third = (child.id for child in parent.children[:3])
    here = parent.id
    assert act_of(review, [Move(second, here, here, first)], "a.xlsx").edits == ()
    (edit,) = act_of(review, [Move(second, here, here, third), Move(third, here, here, first)], "a.xlsx").edits
    assert edit.node in (second, third)  # type: ignore[union-attr]
    other = next(entry for entry in review.entries if entry.kind is Kind.PROJECT and entry is not parent)
    (edit,) = act_of(review, [Move(first, here, other.id, None, True)], "a.xlsx").edits
    assert (edit.node, edit.to_parent, edit.to_index) == (first, other.id, 0)  # type: ignore[union-attr]


def test_a_row_whose_neighbour_stands_elsewhere_comes_last() -> None:
    """The row above it in the workbook is one of another project."""
    review = extract(open_source(resource("samples", "wide.md")))
    one, other = [entry for entry in review.entries if len(entry.children) > 1][:2]
    edits = act_of(review, [Insert(Kind.INDICATOR, {"level3": "新"}, one.id, other.children[0].id)], "a.xlsx").edits
    assert [(edit.parent, edit.index) for edit in edits] == [(one.id, len(one.children))]  # type: ignore[union-attr]
