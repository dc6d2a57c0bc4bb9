"""Find and replace with patterns that a person types."""

from __future__ import annotations

import pytest
from model_building import Maker

from reviewer.model import replacing
from reviewer.model.replacing import Doubt, Wanted, changes
from reviewer.model.review import Review


def test_han_characters_have_a_class_of_their_own(review: Review) -> None:
    found = changes(review, Wanted(r"\p{Han}+", "字", pattern=True))
    assert found
    assert all("字" in change.after for change in found)
    assert not any("\u4e00" <= char <= "\u9fff" and char != "字" for change in found for char in change.after)


def test_a_pattern_that_takes_too_long_is_said(review: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replacing, "LONGEST", 0.0)
    with pytest.raises(ValueError, match="takes too long to search for") as said:
        changes(review, Wanted("标", "表", pattern=True))
    assert "\n" not in str(said.value)


@pytest.mark.parametrize("text", ["(", "[一", "*", r"\p{Nowhere}"])
def test_what_is_no_pattern_is_said(review: Review, text: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        changes(review, Wanted(text, "", pattern=True))


def test_text_is_taken_as_it_stands(review: Review) -> None:
    assert changes(review, Wanted(".", "x"))
    assert changes(review, Wanted(".", "x")) == changes(review, Wanted(r"\.", "x", pattern=True))


@pytest.mark.parametrize(
    ("value", "find", "doubt"),
    [
        ("一千1000人次", "1000人次", None), ("一千1000人次", "000人次", Doubt.INSIDE), ("一千1000人次", "一千100", Doubt.INSIDE),
        ("达到1.5万人次", "5万人次", Doubt.INSIDE), ("共1,500人次数", "共1,5", Doubt.INSIDE), ("一千1000人次", "一千1000人次", None),
        ("一千1000人次", "一千1000", None),
    ],
)  # fmt: skip
def test_what_begins_or_ends_within_a_number_is_doubted(value: str, find: str, doubt: Doubt | None) -> None:
    maker = Maker()
    made = maker.review(maker.project("路灯维护", maker.indicator("维护路灯", value)))
    found = [change for change in changes(made, Wanted(find, "两千个")) if change.before == value]
    assert [change.doubt for change in found] == [doubt]
