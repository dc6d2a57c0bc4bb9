"""The builder of training documents: what it says of its own text has to be true."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.extract.sequence.roles import ROLES, Segment, SegmentRole
from tools.sequence.builder import LAYOUTS, build
from tools.sequence.gold import wrong
from tools.sequence.linear import FORMS


@pytest.mark.parametrize("seed", [6277017, 308234938, 489312418, 623569061])
def test_a_label_of_a_form_is_printed_once(seed: int) -> None:
    assert wrong(build(seed)) == []


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10**9))
def test_gold_segments_say_what_the_truth_says(seed: int) -> None:
    assert wrong(build(seed)) == []


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_in_every_form(layout: str, form: str) -> None:
    made = build(7, layout, form)
    assert wrong(made) == []
    assert (made.layout, made.form) == (layout, form)
    roles = {s.role for s in made.segments}
    assert (SegmentRole.LEVEL3 in roles) == (layout != "foreign")


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10**9))
def test_segments_lie_in_the_text_and_do_not_overlap(seed: int) -> None:
    made = build(seed)
    ordered = sorted(made.segments, key=lambda s: s.start)
    assert all(0 <= s.start < s.end <= len(made.text) for s in ordered)
    assert all(a.end <= b.start for a, b in itertools.pairwise(ordered))
    assert not any(made.text[s.start].isspace() or made.text[s.end - 1].isspace() for s in ordered)


def test_the_same_seed_makes_the_same_document() -> None:
    assert build(11) == build(11)
    assert build(11) != build(12)


def test_a_segment_is_a_value() -> None:
    assert Segment(SegmentRole.NAME, 0, 2) == Segment(SegmentRole.NAME, 0, 2, 1.0, False)
    assert len(ROLES) == len(set(ROLES)) == 28
