"""Marks follow a review act by act and are then what they would be had they been made anew."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from panes_desk import review_of, source_of

from reviewer.model import acts
from reviewer.model.coverage import unclaimed
from reviewer.model.edits import Act
from reviewer.model.fields import FieldRef
from reviewer.model.history import History
from reviewer.model.review import Kind, Review
from reviewer.model.spans import Span
from reviewer.ui.source.marks import Mark, Marks, Stretch


def everything(review: Review, marks: Marks) -> list[Stretch]:
    length = len(review.source.pages[0].text)
    return sorted(marks.within(0, 0, length), key=lambda each: (each.span, each.mark, each.ref or FieldRef(0, "")))


def some_act(review: Review, draw: st.DataObject) -> Act:
    refs = list(review.refs())
    ref = draw.draw(st.sampled_from(refs))
    node = review.node(ref.node)
    kind = draw.draw(st.sampled_from(["accept", "value", "fill", "delete", "entry", "insert"]))
    if kind == "accept":
        return acts.accept(review, ref)
    if kind == "value":
        return acts.set_value(review, ref, draw.draw(st.sampled_from(["甲", "乙", "≥3场"])))
    if kind == "fill":
        start = draw.draw(st.integers(0, 200))
        end = start + draw.draw(st.integers(1, 60))
        return acts.set_value(review, ref, "填入", (Span(0, start, end),))
    if kind == "delete" and node.parent is not None:
        return acts.delete(review, [node])
    if kind == "insert":
        return acts.insert(review, review.root, 0, Kind.PROJECT)
    return acts.accept_entry(review, node.entry() or node)


@given(st.data())
def test_marks_kept_up_to_date_are_those_made_anew(data: st.DataObject) -> None:
    review = review_of(source_of(), all_known=False)
    history = History(review)
    marks, unclaimed_wanted = Marks(), True
    before: set[Stretch] = set()
    for _ in range(data.draw(st.integers(1, 8))):
        what = data.draw(st.sampled_from(["act", "act", "act", "undo", "redo", "toggle", "none"]))
        if what == "act":
            history.do(some_act(review, data))
        elif what == "undo":
            history.undo()
        elif what == "redo":
            history.redo()
        elif what == "toggle":
            unclaimed_wanted = not unclaimed_wanted
        changed = marks.update(review, unclaimed_wanted)
        anew = Marks()
        anew.update(review, unclaimed_wanted)
        assert everything(review, marks) == everything(review, anew)
        now = set(everything(review, marks))
        assert changed is None or {each.span for each in before ^ now} <= set(changed)
        before = now
        if unclaimed_wanted:
            loose = [each.span for each in everything(review, marks) if each.mark is Mark.UNCLAIMED]
            assert tuple(loose) == unclaimed(review)


def test_one_act_looks_at_the_nodes_it_touched_and_no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    review = review_of(source_of())
    history = History(review)
    marks = Marks()
    marks.update(review, True)
    everything(review, marks)
    ref = next(iter(review.doubtful()))
    history.do(acts.accept(review, ref))
    asked: list[int] = []
    really = review.doubtful_keys
    monkeypatch.setattr(review, "doubtful_keys", lambda node: (asked.append(node.id), really(node))[1])
    marks.update(review, True)
    assert marks.update(review, True) == ()
    assert asked == [ref.node]
