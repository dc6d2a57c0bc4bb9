"""All that is open together: the pace, projects that stand twice, sources that are put off."""

from __future__ import annotations

from model_building import Maker, source_of

from reviewer.model import acts
from reviewer.model.fields import FieldRef
from reviewer.model.history import History
from reviewer.model.pace import Pace
from reviewer.model.postponing import note_of, postpone, resume
from reviewer.model.review import Kind, Review
from reviewer.model.twice import projects_twice
from reviewer.model.unread import Standing, standing


def a_review(*projects: tuple[str, str]) -> Review:
    maker = Maker()
    entries = [maker.entry(Kind.PROJECT, name, [maker.indicator("甲")], {"总计": amount}) for name, amount in projects]
    root = maker.node(Kind.DOCUMENT, entries, {"title": "绩效目标表"})
    return Review(source_of(maker.text), root)


def test_the_rate_is_of_the_time_at_work_and_pauses_count_for_nothing() -> None:
    clock = [0.0]
    pace = Pace(lambda: clock[0])
    pace.heard(100)
    assert pace.rate is None
    for left in range(99, 89, -1):
        clock[0] += 6
        pace.heard(left)
    assert pace.rate is not None
    assert round(pace.rate) == 10
    assert pace.minutes_left() == 9
    clock[0] += 3600  # lunch
    pace.heard(89)
    assert round(pace.rate) == 10
    pace.heard(189)  # another source was opened
    assert round(pace.rate) == 10
    assert pace.minutes_left() == 19
    pace.heard(0)
    assert pace.minutes_left() is None


def test_with_little_to_go_by_no_time_is_promised() -> None:
    clock = [0.0]
    pace = Pace(lambda: clock[0])
    for left in (10, 9, 8, 7):
        clock[0] += 1
        pace.heard(left)
    assert pace.minutes_left() is None


def test_projects_of_one_name_are_found_over_all_reviews_the_same_sums_first() -> None:
    first = a_review(("河道 保洁（一期）", "12.00"), ("档案整理", "3.00"), ("独有", "1"))
    second = a_review(("河道保洁(一期)", "40.00"), ("档案整理", "3.00"))
    found = projects_twice([first, second])
    assert [(twice.name, [p.review for p in twice.projects], twice.same_amounts) for twice in found] == [
        ("档案整理", [0, 1], True), ("河道 保洁（一期）", [0, 1], False)
    ]  # fmt: skip
    assert projects_twice([first]) == []
    assert len(projects_twice([a_review(("甲", "1"), ("甲", "1"))])[0].projects) == 2, "within one source too"


def test_a_source_that_is_put_off_keeps_its_note_and_is_not_taken_for_looked_at() -> None:
    review = a_review(("甲", "1"))
    history = History(review, "王五")
    before = standing(review, history)
    assert note_of(history) is None
    history.remark(postpone("等  业务科\n答复"))
    assert note_of(history) == "等 业务科 答复"
    assert standing(review, history) is before, "nobody has looked at it for that"
    again = History(a_review(("甲", "1")), record=history.record)
    assert note_of(again) == "等 业务科 答复", "it stands in the session"
    ref = FieldRef(review.entries[0].id, "name")
    history.do(acts.set_value(review, ref, "乙"))
    assert note_of(history) is not None, "work on it takes it not up again by itself"
    history.remark(resume())
    assert note_of(history) is None
    assert standing(review, history) in (Standing.DONE, Standing.DOUBTFUL)
