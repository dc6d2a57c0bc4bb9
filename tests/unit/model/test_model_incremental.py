"""After any acts, what is kept up to date bit by bit is what a fresh start would find: issues, doubts, counts, order."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from model_building import Maker
from test_model_history import any_act, reviews

from reviewer.model import acts
from reviewer.model.calibration import TARGETS
from reviewer.model.checks import run_checks
from reviewer.model.edits import Act, RemoveNode, SetField
from reviewer.model.fields import Field, FieldRef, read_field
from reviewer.model.history import History
from reviewer.model.review import ENTRY_KINDS, Kind, Node, NodeData, Review, ReviewListener

PROJECTS = (Kind.PROJECT, Kind.PROJECT, Kind.PROJECT, *ENTRY_KINDS)


def as_if_new(review: Review) -> None:
    """Hold a review against one that is made of the same tree just now."""
    fresh = Review(review.source, review.root.data(), review.target_accuracy, loose=review.loose)
    run_checks(fresh)
    assert review.issues == fresh.issues
    doubtful = [ref for ref in fresh.refs() if fresh.is_doubtful(ref)]
    assert review.doubtful() == doubtful
    assert [ref for ref in review.refs() if review.is_doubtful(ref)] == doubtful
    assert review.count_doubtful() == len(doubtful)
    for entry in review.entries:
        own = [ref for node in entry.walk() for ref in doubtful if ref.node == node.id]
        assert review.doubtful(entry) == own
        assert review.count_doubtful(entry) == len(own)


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_after_any_acts_the_review_is_as_one_made_anew(data: st.DataObject) -> None:
    review = data.draw(reviews())
    history = History(review)
    as_if_new(review)
    for _ in range(data.draw(st.integers(1, 10))):
        with suppress(ValueError, KeyError):
            history.do(data.draw(st.composite(any_act)(review)))
        if data.draw(st.booleans()):
            as_if_new(review)  # not after each: what is worked out late may pile up
        way = data.draw(st.integers(0, 5))
        if way < 2:
            history.undo() if way else history.redo()
        if way == 2:
            review.target_accuracy = data.draw(st.sampled_from(TARGETS))
    as_if_new(review)


VALUES = (None, "≥1次", "100%", "成效明显", "≥1次。")
CHOICES: dict[str, tuple[str | None, ...]] = {
    "level1": ("产出指标", "产出指标", "效益指标", "数量指标", None),
    "level1_code": ("1", "1", "2", None),
    "level2": ("数量指标", "数量指标", "质量指标", "社会效益指标", "产出指标", None),
    "level2_code": ("11", "11", "12", "22", None),
    "level3": ("清淤河道", "印制手册", "举办培训", None),
    "name": ("河道清淤经费", "培训经费", None),
    "goal": ("改善公共服务", None),
    "title": ("项目支出绩效目标表", None),
    "amounts[总计]": ("20.00", "10.00", "不详", "nan", "1e999", None),
    "amounts[财政拨款]": ("10.00", "20.00", None),
    "amounts[其他资金]": ("10.00", None),
}


class Chance:
    """Reviews and acts in which every check finds something now and then, and habits change."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.make = Maker()

    def value(self, key: str) -> str | None:
        return self.random.choice(CHOICES.get(key, VALUES))

    def field(self, key: str) -> Field:
        return read_field(self.value(key), confidence=self.random.choice((0.5, 0.99)))

    def row(self) -> NodeData:
        keys = ("level1", "level1_code", "level2", "level2_code", "level3", "period_value")
        fields = {key: self.field(key) for key in keys}
        usual = self.random.random() < 0.9
        fields["annual_value"] = fields["period_value"] if usual else self.field("annual_value")
        return self.make.node(Kind.INDICATOR, [], fields)

    def entry(self) -> NodeData:
        keys = ("name", "amounts[总计]", "amounts[财政拨款]", "amounts[其他资金]", "goal")
        rows = [self.row() for _ in range(self.random.choice((0, 2, 3, 5)))]
        return self.make.node(self.random.choice(PROJECTS), rows, {key: self.field(key) for key in keys})

    def review(self) -> Review:
        return self.make.review(*(self.entry() for _ in range(self.random.randint(0, 6))))

    def act(self, review: Review) -> Act:
        node = self.random.choice(list(review.root.walk()))
        ref = FieldRef(node.id, self.random.choice(node.ordered_keys() or ["name"]))
        match self.random.randint(0, 9):
            case 0:
                return acts.delete(review, [node])
            case 1:
                return acts.duplicate(review, node)
            case 2:
                return acts.move(review, [node], self.random.choice((-1, 1)))
            case 3:
                return acts.set_kind(review, node, self.random.choice(ENTRY_KINDS))
            case 4:
                return acts.insert(review, review.root, 0, self.random.choice(ENTRY_KINDS))
            case 5:
                return acts.accept(review, ref)
            case 6:
                return Act("set_value", (SetField(ref, node.fields.get(ref.key), None),))  # the field itself goes
            case _:
                return acts.set_value(review, ref, self.value(ref.key))


def test_every_check_is_kept_up_to_date() -> None:
    """Many small histories in which each check finds something at some time, and stops finding it."""
    came: set[str] = set()
    went: set[str] = set()
    for seed in range(60):
        chance = Chance(seed)
        review = chance.review()
        history = History(review)
        for _ in range(25):
            before = {issue.code for issue in review.issues}
            with suppress(ValueError, KeyError):
                history.do(chance.act(review))
            if chance.random.random() < 0.3:
                history.undo()
            as_if_new(review)
            now = {issue.code for issue in review.issues}
            came |= now - before
            went |= before - now
        again = History(Review(review.source, history.first))
        again.restore(history.record)  # everything at once: what came and went in between leaves no trace
        as_if_new(again.review)
        assert again.review.issues == review.issues
    checks = {
        "source.no_table", "check.title_missing", "check.name_missing", "check.level3_missing", "check.goal_missing",
        "check.no_indicators", "check.amount_unread", "check.amount_parts", "check.amount_sum", "check.level_code",
        "check.level_place", "check.level2_parent", "check.level_missing", "check.value_missing",
        "check.values_differ", "check.level3_twice",
    }  # fmt: skip
    assert checks <= came
    assert checks <= went


def test_the_next_doubtful_field_is_the_next_in_document_order_round_the_end() -> None:
    for seed in range(30):
        chance = Chance(seed)
        review = chance.review()
        History(review)
        order, doubtful = list(review.refs()), review.doubtful()
        if not doubtful:
            continue
        assert review.next_doubtful(None) == review.next_doubtful(FieldRef(10**6, "name")) == doubtful[0]
        assert review.next_doubtful(None, -1) == doubtful[-1]
        for place, ref in enumerate(order):
            after = [r for r in order[place + 1 :] + order[: place + 1] if r in set(doubtful)]
            before = [r for r in order[place:] + order[:place] if r in set(doubtful)]
            assert review.next_doubtful(ref) == after[0]
            assert review.next_doubtful(ref, -1) == before[-1]


def test_nothing_doubtful_leads_nowhere() -> None:
    make = Maker()
    review = make.review(make.project("河道清淤经费", make.indicator("清淤河道长度")))
    History(review)
    assert review.next_doubtful(None) is None
    assert review.next_doubtful(FieldRef(review.entries[0].id, "name"), -1) is None


def test_an_act_that_fails_half_way_leaves_the_checks_right() -> None:
    make = Maker()
    review = make.review(make.project("河道清淤经费", make.indicator(None), make.indicator("清淤土方量")))
    history = History(review)
    project, row = review.entries[0], review.entries[0].children[0]
    removed = RemoveNode(project.id, 0, row.data())
    assert [issue.code for issue in review.issues] == ["check.level3_missing"]
    with pytest.raises(KeyError):
        history.do(Act("delete_many", (removed, removed)))
    assert [issue.code for issue in review.issues] == ["check.level3_missing"]
    as_if_new(review)


def test_listeners_are_told_of_changed_values_but_not_of_accepted_ones() -> None:
    make = Maker()
    review = make.review(make.project("河道清淤经费", make.indicator("清淤河道长度")))
    history = History(review)
    ref = FieldRef(review.entries[0].children[0].id, "annual_value")
    heard: list[str | None] = []

    class Ears(ReviewListener):
        def value_changed(self, node: Node, key: str) -> None:
            heard.append(node.value(key))

    review.listeners.append(Ears())
    history.do(acts.accept(review, ref))
    assert heard == []
    history.do(acts.set_value(review, ref, "≥2次"))
    history.undo()
    assert heard == ["≥2次", "≥1次"]
