"""Fields of one kind beside each other: what is odd comes first, and what is done to several is one act in each review."""

from __future__ import annotations

from model_building import Maker, source_of

from reviewer.model import grouping
from reviewer.model.fields import FieldRef, Status
from reviewer.model.history import History
from reviewer.model.review import Kind, Review
from reviewer.model.snippets import in_one, snippet
from reviewer.model.spans import Span


def a_review(*annual: str | None, level2: str = "数量指标") -> Review:
    maker = Maker()
    rows = [maker.indicator(f"指标{number}", value, level2=level2) for number, value in enumerate(annual)]
    root = maker.node(Kind.DOCUMENT, [maker.entry(Kind.PROJECT, "甲", rows)], {"title": "表"})
    return Review(source_of(maker.text), root)


def odd(review: Review, key: str) -> list[str | None]:
    return [group.value for group in grouping.groups([review], key) if group.is_odd]


def test_a_value_of_another_shape_and_an_empty_one_are_odd_and_first() -> None:
    values = [f"≥{number}%" for number in range(30)]
    review = a_review(*values[:15], "95以上不含", *values[15:], None)
    found = grouping.groups([review], "annual_value")
    assert {group.value for group in found[:2]} == {"95以上不含", None}
    assert odd(review, "annual_value") == [group.value for group in found[:2]]
    assert sum(len(group.members) for group in found) == 32


def test_a_rare_one_among_few_values_is_odd_and_where_all_differ_nothing_is() -> None:
    maker = Maker()
    rows = [maker.indicator(f"第{number}", level2="数置指标" if number == 7 else "数量指标") for number in range(20)]
    review = Review(source_of(maker.text), maker.node(Kind.DOCUMENT, [maker.entry(Kind.PROJECT, "甲", rows)], {}))
    assert odd(review, "level2") == ["数置指标"]
    names = [f"{'甲' * number}-{'。' * number}" for number in range(1, 20)]
    assert odd(a_review(*names), "annual_value") == []
    assert odd(a_review("1", "一", "1"), "annual_value") == [], "three are no custom"


def test_over_several_reviews_alike_values_stand_together_with_their_places() -> None:
    first, second = a_review("≥1次", "≥2次"), a_review("≥2次")
    found = {group.value: group for group in grouping.groups([first, second], "annual_value")}
    assert [member.review for member in found["≥2次"].members] == [0, 1]
    assert "annual_value" in grouping.kinds([first])
    assert "title" not in grouping.kinds([first]), "one alone has nothing beside it"


def test_accepting_and_correcting_several_is_one_act_and_one_undo() -> None:
    review = a_review("≥1次", "≥2次", "≥3次")
    history = History(review)
    refs = [FieldRef(node.id, "annual_value") for node in review.root.walk() if node.kind is Kind.INDICATOR]
    history.do(grouping.correct(review, refs[:2], "≥2次"))
    assert [review.field(ref).value for ref in refs] == ["≥2次", "≥2次", "≥3次"]
    assert [review.field(ref).status for ref in refs] == [Status.EDITED, Status.ACCEPTED, Status.OPEN]
    history.do(grouping.accept(review, refs))
    assert review.field(refs[0]).status is Status.EDITED, "what was corrected stays known as corrected"
    assert review.field(refs[2]).status is Status.ACCEPTED
    assert grouping.accept(review, refs).edits == ()
    history.undo()
    history.undo()
    assert [review.field(ref).value for ref in refs] == ["≥1次", "≥2次", "≥3次"]
    assert {review.field(ref).status for ref in refs} == {Status.OPEN}


def test_a_snippet_has_the_value_in_its_surroundings_on_one_line() -> None:
    source = source_of("甲乙\n丙 ≥95% 丁\n戊")
    found = snippet(source, (Span(0, 5, 9),), 3)
    assert found == ("丙", "≥95%", "丁")
    assert snippet(source, (), 3) is None
    two = snippet(source, (Span(0, 0, 2), Span(0, 5, 9)), 0)
    assert two is not None
    assert two.value == "甲乙 … ≥95%"


def test_a_figure_with_thousands_separators_is_one_place() -> None:
    source = source_of("甲 1,234,567.8 乙，丙 5,6")
    assert in_one(source, (Span(0, 2, 3), Span(0, 4, 7), Span(0, 8, 13))) == (Span(0, 2, 13),)
    assert in_one(source, (Span(0, 14, 15), Span(0, 16, 17))) == (Span(0, 14, 15), Span(0, 16, 17)), "words are not"
    found = snippet(source, (Span(0, 2, 3), Span(0, 4, 7), Span(0, 8, 13)), 2)
    assert found is not None
    assert found.value == "1,234,567.8"
