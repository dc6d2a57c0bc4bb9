"""What a reviewer says of text that no field has: nothing is in it, it is a field's value, it is the name of another indicator."""

from __future__ import annotations

from model_building import Maker

from reviewer.model import claiming
from reviewer.model.coverage import unclaimed
from reviewer.model.fields import FieldRef, Status
from reviewer.model.history import History
from reviewer.model.review import Kind, Review
from reviewer.model.spans import Span


def made() -> tuple[Review, list[Span]]:
    """A review of one project, and the two pieces of its source that no field has."""
    maker = Maker()
    entry = maker.entry(Kind.PROJECT, "路灯维护", [maker.indicator("维护路灯数量", "≥300盏")])
    maker.text += "补记的指标甲\n另一处未收的话\n"
    review = maker.review(entry)
    return review, list(unclaimed(review))


def test_one_piece_without_anything_in_it_is_named_and_several_are_counted() -> None:
    review, pieces = made()
    assert [review.source.text((piece,)).strip() for piece in pieces] == ["补记的指标甲", "另一处未收的话"]
    one, both = claiming.nothing_in(review, pieces[:1]), claiming.nothing_in(review, pieces)
    assert (one.name, dict(one.gaps)) == ("nothing", {"name": "补记的指标甲"})
    assert (both.name, dict(both.gaps)) == ("nothing_many", {"count": "2"})
    History(review).do(both)
    assert not list(unclaimed(review))


def test_a_piece_becomes_the_name_of_an_indicator_under_the_levels_above_it() -> None:
    review, pieces = made()
    entry = review.entries[0]
    History(review).do(claiming.indicator_from(review, entry, 1, pieces[0], "补记的指标甲"))
    row = review.entries[0].children[1]
    assert row.fields["level3"].spans == (pieces[0],)
    assert row.fields["level3"].status is Status.EDITED
    assert {key: field.value for key, field in row.fields.items() if field.value} == {
        "level1": "产出指标", "level2": "数量指标", "level3": "补记的指标甲",
    }  # fmt: skip
    assert list(unclaimed(review)) == pieces[1:]


def test_a_piece_becomes_the_value_of_a_field() -> None:
    review, pieces = made()
    ref = FieldRef(review.entries[0].id, "goal")
    History(review).do(claiming.fill_from(review, ref, pieces[1], "另一处未收的话"))
    assert review.field(ref).value == "另一处未收的话"
    assert review.field(ref).spans == (pieces[1],)
    assert list(unclaimed(review)) == pieces[:1]
