"""Undo, redo and the record, over any sequence of what a reviewer can do."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from model_building import Maker, names

from reviewer.model import acts
from reviewer.model.checks import run_checks
from reviewer.model.edits import Act, InsertNode, MoveNode, RemoveNode, SetField, SetKind
from reviewer.model.fields import FieldRef, Status, read_field
from reviewer.model.history import History
from reviewer.model.review import ENTRY_KINDS, Kind, Node, NodeData, Review, ReviewListener

TEXTS = st.one_of(
    st.none(), st.sampled_from(["", "≥95%", "=0", "印制手册，举办讲座", "12.50", " 两 处 ", "数量指标", "，"])
)


@st.composite
def reviews(draw: st.DrawFn) -> Review:
    """A review with one to three entries, tasks and indicators under them, some fields doubtful."""
    make = Maker()
    value = st.sampled_from([None, "≥1次", "100%", "维修管网，清淤河道", "成效明显"])

    def field() -> Any:
        return make.field(draw(value), confidence=draw(st.sampled_from([0.3, 0.99])), flagged=draw(st.booleans()))

    entries = []
    for kind in draw(st.lists(st.sampled_from(ENTRY_KINDS), min_size=1, max_size=3)):
        tasks = [make.node(Kind.TASK, [], {"name": field(), "content": field(), "amount": "3.00", "goal": None})]
        rows = [
            make.indicator(draw(value), draw(value), **{"extra[分值]": field()}) for _ in range(draw(st.integers(0, 3)))
        ]
        children = (tasks if draw(st.booleans()) else []) + rows
        entries.append(make.entry(kind, draw(value), children, {"总计": "48.50"}, draw(value)))
    return make.review(*entries)


def any_act(draw: st.DrawFn, review: Review) -> Act:
    """Some act on some node and field; it may raise ValueError as for a person who asks for nonsense."""
    nodes = list(review.root.walk())
    node: Node = draw(st.sampled_from(nodes))
    ref = FieldRef(node.id, draw(st.sampled_from(node.ordered_keys() or ["name"])))
    several = draw(st.lists(st.sampled_from(nodes), min_size=1, max_size=4, unique_by=lambda n: n.id))
    step, index = draw(st.sampled_from([-1, 1])), draw(st.integers(0, 5))
    match draw(st.integers(0, 17)):
        case 0:
            return acts.accept(review, ref)
        case 1:
            return acts.accept_entry(review, node)
        case 2:
            return acts.accept_alike(review, ref)
        case 3:
            return acts.set_value(review, ref, draw(TEXTS))
        case 4:
            return acts.set_value(review, ref, draw(TEXTS), review.field(ref).spans)
        case 5:
            return acts.ditto(review, ref)
        case 6:
            return acts.mark_blank(review, ref)
        case 7:
            return acts.mark_unreadable(review, ref)
        case 8:
            return acts.replace_values(review, {r: draw(TEXTS) for r in list(review.refs())[index : index + 3]})
        case 9 | 10:
            return acts.insert(review, node, index, draw(st.sampled_from(list(Kind)[1:])))
        case 11:
            return acts.delete(review, several)
        case 12:
            return acts.duplicate(review, node)
        case 13:
            return acts.move(review, several, step)
        case 14:
            return acts.move_to(review, several, node, index)
        case 15:
            return acts.set_kind(review, node, draw(st.sampled_from(ENTRY_KINDS)))
        case 16:
            cut = draw(st.integers(0, 12))
            rest = draw(st.sampled_from([None, {"level3": "清淤河道", "annual_value": "≥2公里"}]))
            return acts.split(review, ref, cut, rest)
        case _:
            return acts.merge_next(review, node)


def sound(review: Review) -> None:
    """Every node is known by its id, hangs under its parent, and stands where its kind belongs."""
    seen = set()
    for node in review.root.walk():
        assert review.node(node.id) is node
        assert node.id not in seen
        seen.add(node.id)
        for child in node.children:
            assert child.parent is node
            assert (child.kind in ENTRY_KINDS) == (node.kind is Kind.DOCUMENT)
            assert node.kind in (Kind.DOCUMENT, *ENTRY_KINDS)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_undo_of_everything_is_the_beginning_and_redo_of_everything_the_end(data: st.DataObject) -> None:
    review = data.draw(reviews())
    history = History(review, "李")
    beginning, states, done = review.root.data(), [review.root.data()], 0
    for _ in range(data.draw(st.integers(1, 12))):
        before, record = review.root.data(), len(history.record)
        try:
            act = data.draw(st.composite(any_act)(review))
            history.do(act)
        except (ValueError, KeyError):
            assert review.root.data() == before
            assert len(history.record) == record
            continue
        sound(review)
        if act.edits:
            done += 1
            states.append(review.root.data())
            assert len(history.record) == record + 1
        else:
            assert review.root.data() == before
    end = review.root.data()
    for state in reversed(states[:-1]):
        history.undo()
        assert review.root.data() == state
        sound(review)
    assert review.root.data() == beginning
    assert not history.can_undo
    assert history.undo() is None
    for state in states[1:]:
        history.redo()
        assert review.root.data() == state
    assert review.root.data() == end
    assert [entry.way for entry in history.record] == ["do"] * done + ["undo"] * done + ["redo"] * done
    assert all(len(entry.where) == len(entry.act.edits) for entry in history.record)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_listeners_hear_every_change_of_the_tree(data: st.DataObject) -> None:
    """A listener that keeps its own copy of the tree (as the window does) agrees with it after any act."""
    review = data.draw(reviews())

    class Copy(ReviewListener):
        def __init__(self) -> None:
            self.tree = {n.id: [c.id for c in n.children] for n in review.root.walk()}

        def inserted(self, node: Node) -> None:
            assert node.parent is not None
            self.tree[node.parent.id].insert(node.index(), node.id)
            self.tree |= {n.id: [c.id for c in n.children] for n in node.walk()}

        def removed(self, parent: Node, index: int, node: Node) -> None:
            assert self.tree[parent.id].pop(index) == node.id
            for gone in node.walk():
                del self.tree[gone.id]

        def about_to_move(self, node: Node, parent: Node, index: int) -> None:
            assert node.parent is not None
            self.tree[node.parent.id].remove(node.id)
            self.tree[parent.id].insert(index, node.id)

    copy = Copy()
    review.listeners.append(copy)
    history = History(review)
    for _ in range(data.draw(st.integers(1, 8))):
        with suppress(ValueError, KeyError):
            history.do(data.draw(st.composite(any_act)(review)))
        if data.draw(st.booleans()):
            history.undo()
        assert copy.tree == {n.id: [c.id for c in n.children] for n in review.root.walk()}


@pytest.fixture
def review() -> Review:
    make = Maker()
    first = make.project("河道清淤经费", make.indicator("清淤河道长度"), make.indicator("清淤土方量"), 总计="20.00")
    return make.review(first, make.project("渠道维修经费", make.indicator("维修渠道长度"), 总计="30.00"))


def _failing_edits(review: Review) -> list[Any]:
    project, row = review.entries[0], review.entries[0].children[0]
    ref, data = FieldRef(row.id, "level3"), NodeData(999, Kind.INDICATOR)
    twice = NodeData(998, Kind.INDICATOR, (), (NodeData(row.id, Kind.INDICATOR),))
    return [
        SetField(ref, read_field("别的"), read_field("新的")),
        SetField(FieldRef(777, "level3"), None, read_field("新的")),
        InsertNode(project.id, 9, data),
        InsertNode(777, 0, data),
        InsertNode(project.id, 0, NodeData(row.id, Kind.INDICATOR)),
        InsertNode(project.id, 0, twice),
        RemoveNode(project.id, 1, row.data()),
        RemoveNode(project.id, 0, data),
        MoveNode(row.id, project.id, 1, project.id, 0),
        MoveNode(row.id, project.id, 0, project.id, 2),
        MoveNode(row.id, project.id, 0, 777, 0),
        SetKind(project.id, Kind.UNIT, Kind.TOTAL),
    ]


@pytest.mark.parametrize("number", range(12))
def test_an_act_that_fails_half_way_changes_nothing(review: Review, number: int) -> None:
    history = History(review)
    history.do(acts.set_value(review, FieldRef(review.entries[1].id, "name"), "灌区维修经费"))
    before, issues = review.root.data(), review.issues
    good = acts.set_value(review, FieldRef(review.entries[0].id, "name"), "清淤经费").edits
    calls: list[str] = []

    class Ears(ReviewListener):
        def about_to_insert(self, parent: Node, index: int) -> None:
            calls.append("about")

        def inserted(self, node: Node) -> None:
            calls.append("done")

    review.listeners.append(Ears())
    with pytest.raises((ValueError, KeyError)):
        history.do(Act("set_value", (*good, _failing_edits(review)[number])))
    assert review.root.data() == before
    assert review.issues == issues
    assert len(history.record) == 1
    assert [a.name for a in (history.next_undo,) if a] == ["set_value"]
    assert calls.count("about") == calls.count("done")  # a window that was told of an insertion gets it
    sound(review)
    history.undo()
    assert review.entries[1].value("name") == "渠道维修经费"


def test_record_only_grows_and_tells_what_where_and_who(review: Review) -> None:
    told: list[str] = []
    history = History(review, "王敏")
    history.on_record.append(lambda entry: told.append(entry.way))
    history.do(acts.set_value(review, FieldRef(review.entries[0].children[0].id, "annual_value"), "≥12公里"))
    history.undo()
    history.do(acts.delete(review, [review.entries[1]]))
    assert told == [entry.way for entry in history.record] == ["do", "undo", "do"]
    assert {entry.who for entry in history.record} == {"王敏"}
    assert "清淤河道长度" in history.record[0].where[0]
    assert "河道清淤经费" in history.record[0].where[0]
    assert "渠道维修经费" in history.record[2].where[0]
    assert not history.can_redo  # what was undone before a new act is gone, but stays on record


def test_modified_means_that_it_differs_from_what_was_saved(review: Review) -> None:
    history = History(review)
    assert not history.is_modified
    history.do(acts.set_value(review, FieldRef(review.entries[0].id, "name"), "清淤经费"))
    assert history.is_modified
    history.mark_saved()
    assert not history.is_modified
    history.undo()
    assert history.is_modified
    history.redo()
    assert not history.is_modified


def test_restoring_a_record_gives_the_same_review_and_the_same_record(review: Review) -> None:
    beginning = Review(review.source, review.root.data())
    history = History(review, "王敏")
    history.do(acts.split(review, FieldRef(review.entries[0].children[0].id, "level3"), 4))
    history.do(acts.delete(review, [review.entries[1]]))
    history.undo()
    history.do(acts.insert(review, review.entries[1], 0, Kind.INDICATOR))
    again = History(beginning, "别人")
    again.restore(history.record)
    assert beginning.root.data() == review.root.data()
    assert again.record == history.record
    again.undo()
    again.undo()
    assert names(beginning) == [("河道清淤经费", ["清淤河道长度", "清淤土方量"]), ("渠道维修经费", ["维修渠道长度"])]


def test_a_record_that_does_not_fit_is_refused(review: Review) -> None:
    history = History(review)
    history.do(acts.delete(review, [review.entries[1]]))
    with pytest.raises((ValueError, KeyError)):
        History(Review(review.source, review.root.data())).restore(history.record)
    history.undo()
    with pytest.raises(ValueError, match="more than was done"):
        History(Review(review.source, history.first)).restore(history.record[1:])


def test_listeners_are_told_once_after_each_act_when_all_is_settled(review: Review) -> None:
    history = History(review)
    heard: list[tuple[int, bool, bool]] = []

    class Ears(ReviewListener):
        def act_done(self) -> None:
            heard.append((len(history.record), history.can_undo, history.can_redo))

    review.listeners.append(Ears())
    history.do(acts.delete(review, [review.entries[1]]))
    history.undo()
    assert heard == [(1, True, False), (2, False, True)]


def test_checks_run_again_after_act_and_undo(review: Review) -> None:
    history = History(review)
    name = FieldRef(review.entries[0].children[0].id, "level3")
    history.do(acts.set_value(review, name, None))
    assert "check.level3_missing" in [issue.code for issue in review.issues]
    history.undo()
    assert "check.level3_missing" not in [issue.code for issue in review.issues]


def test_a_field_that_a_check_names_is_doubtful_until_a_person_has_spoken() -> None:
    make = Maker()
    review = make.review(
        make.project("河道清淤经费", make.indicator("水质达标率", level1="效益指标", level2="质量指标"))
    )
    run_checks(review)
    ref = FieldRef(review.entries[0].children[0].id, "level1")
    assert review.is_doubtful(ref)
    assert review.reasons(ref)
    history = History(review)
    history.do(acts.accept(review, ref))
    assert review.field(ref).status is Status.ACCEPTED
    assert not review.is_doubtful(ref)
