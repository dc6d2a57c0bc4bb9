"""What evidence does to a field's confidence, and which fields are marked because of it."""

from __future__ import annotations

from itertools import combinations

import pytest

from reviewer.extract.confidence import confidence, judged
from reviewer.extract.pipeline import extract
from reviewer.model.calibration import calibration, check_weights, field_kind
from reviewer.model.fields import read_field
from reviewer.model.messages import Message
from reviewer.model.reasons import BORNE_OUT, MUST_LOOK, REASONS, first_weight
from reviewer.model.review import KEYS, Kind, NodeData, Review
from reviewer.sources.registry import open_source

CODES = sorted(code for code in REASONS if code.startswith("read.") and code != BORNE_OUT)
KINDS = sorted({field_kind(kind, key, "1") for kind, keys in KEYS.items() for key in keys})


def review_of(review: Review, key: str, value: str | None, *codes: str) -> Review:
    """A review of one indicator with one field, as the extraction would finish it."""
    field = judged(Kind.INDICATOR, key, read_field(value, reasons=tuple(map(Message, codes))))
    row = NodeData(2, Kind.INDICATOR, ((key, field),))
    return Review(review.source, NodeData(0, Kind.DOCUMENT, (), (NodeData(1, Kind.PROJECT, (), (row,)),)))


@pytest.mark.parametrize("kind", KINDS)
def test_confidence_falls_with_every_further_piece_of_evidence(kind: str) -> None:
    for one, other in combinations(CODES, 2):
        less = confidence(kind, [Message(one)])
        assert 0 < confidence(kind, [Message(one), Message(other)]) < less < confidence(kind, [])


@pytest.mark.parametrize("code", CODES)
def test_a_doubt_that_another_reading_bears_out_is_still_a_doubt(code: str) -> None:
    borne_out = confidence("level3", [Message(code), Message(BORNE_OUT)])
    assert 0 < borne_out < confidence("level3", [])


def test_the_same_evidence_twice_counts_once() -> None:
    twice = [Message("read.disagree", (("other", "甲"),)), Message("read.disagree", (("other", "乙"),))]
    assert confidence("name", twice) == confidence("name", twice[:1])


def test_every_piece_of_evidence_has_a_weight_below_nothing() -> None:
    found = calibration()
    for code in REASONS.keys() - {BORNE_OUT}:
        assert found.weight(code, first_weight(code)) < 0, code
    assert found.weights.keys() <= REASONS.keys()


def test_evidence_nobody_has_weighed_still_counts() -> None:
    assert confidence("goal", [Message("read.something_new")]) < confidence("goal", [])
    assert check_weights(["check.something_new"]) < -1


@pytest.mark.parametrize("key", ["level2", "level3", "period_value", "annual_value", "extra[分值]", "level1_code"])
def test_a_field_that_nothing_speaks_against_is_not_marked(review: Review, key: str) -> None:
    assert not review_of(review, key, "甲").doubtful()


@pytest.mark.parametrize("code", sorted(MUST_LOOK))
def test_evidence_that_asks_for_a_person_marks_its_field_at_every_target(review: Review, code: str) -> None:
    made = review_of(review, "level3", "甲", code)
    made.target_accuracy = 0.99
    assert [ref.key for ref in made.doubtful()] == ["level3"]


def test_strong_evidence_marks_and_slight_evidence_does_not(review: Review) -> None:
    assert review_of(review, "level3", "甲", "read.disagree").doubtful()
    assert not review_of(review, "level3", "甲", "read.wrapped").doubtful()


def test_an_empty_level_1_beside_a_printed_level_2_is_a_question(review: Review) -> None:
    assert review_of(review, "level1", None).doubtful()
    assert not review_of(review, "level2", None).doubtful()


def test_an_extracted_field_carries_what_its_evidence_says() -> None:
    from reviewer.base.resources import resource

    review = extract(open_source(resource("samples", "wrapped.txt")))
    seen = [
        (field_kind(node.kind, key, field.value), field)
        for node in review.root.walk()
        for key, field in node.fields.items()
    ]
    assert any(field.reasons for _, field in seen)
    for kind, field in seen:
        assert field.confidence == confidence(kind, field.reasons)
