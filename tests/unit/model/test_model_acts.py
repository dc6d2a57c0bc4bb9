"""What each act does to the review, with the places in the source kept."""

from __future__ import annotations

import pytest
from model_building import Maker, names, rows, source_of

from reviewer.model import acts
from reviewer.model.fields import FieldRef, Status, read_field
from reviewer.model.history import History
from reviewer.model.replacing import Doubt, Wanted, changes
from reviewer.model.review import TARGET_PARTS, Kind, Node, NodeData, Review
from reviewer.model.spans import Span
from reviewer.model.target import parse_targets


@pytest.fixture
def review() -> Review:
    make = Maker()
    first = make.project(
        "公园绿地养护经费",
        make.indicator("养护面积", "≥286公顷", "≥286公顷", "产出指标"),
        make.indicator("补植苗木", "≥3000株", "≥3000株"),
        总计="86.40",
    )
    second = make.project("公园活动经费", make.indicator("活动场次", "≥40场", "≥40场"), 总计="18.00")
    return make.review(make.entry(Kind.UNIT, "公园管理中心", amounts={"总计": None}), first, second)


def ref(node: Node, key: str) -> FieldRef:
    return FieldRef(node.id, key)


def text(review: Review, node: Node, key: str) -> str:
    """What the source has at a field's spans."""
    return review.source.text(node.fields[key].spans)


# -- fields -------------------------------------------------------------------------------------------------------


def doubtful_review() -> Review:
    make = Maker()
    value = {"annual_value": make.field("100%", confidence=0.4), "level3": make.field("合格率", flagged=True)}
    one = make.node(Kind.INDICATOR, [], dict(value))
    other = make.node(Kind.INDICATOR, [], {"annual_value": make.field("100%", confidence=0.4), "level3": "到位率"})
    third = make.node(Kind.INDICATOR, [], {"annual_value": make.field("90%", confidence=0.4), "level3": "完成率"})
    return make.review(make.project("甲项目", one, other), make.project("乙项目", third))


def test_accept_keeps_the_value_and_ends_the_doubt() -> None:
    review = doubtful_review()
    row = rows(review, 0)[0]
    History(review).do(acts.accept(review, ref(row, "annual_value")))
    assert row.fields["annual_value"].status is Status.ACCEPTED
    assert row.value("annual_value") == "100%"
    assert not review.is_doubtful(ref(row, "annual_value"))
    assert review.is_doubtful(ref(row, "level3"))
    assert acts.accept(review, ref(row, "annual_value")).edits == ()


def test_accept_entry_takes_all_that_is_doubtful_beneath_and_nothing_else() -> None:
    review = doubtful_review()
    act = acts.accept_entry(review, review.entries[0])
    assert len(act.edits) == 3
    History(review).do(act)
    assert review.doubtful() == [ref(rows(review, 1)[0], "annual_value")]
    assert rows(review, 0)[1].fields["level3"].status is Status.OPEN  # was not doubtful: nobody looked at it


def test_accept_alike_takes_the_same_value_of_the_same_field_only() -> None:
    review = doubtful_review()
    History(review).do(acts.accept_alike(review, ref(rows(review, 0)[0], "annual_value")))
    assert [r.node for r in review.doubtful()] == [rows(review, 0)[0].id, rows(review, 1)[0].id]


def test_typing_a_value_keeps_what_was_read_and_where(review: Review) -> None:
    row = rows(review, 1)[0]
    History(review).do(acts.set_value(review, ref(row, "annual_value"), "≥286.5公顷"))
    field = row.fields["annual_value"]
    assert (field.value, field.read, field.status) == ("≥286.5公顷", "≥286公顷", Status.EDITED)
    assert review.source.text(field.spans) == "≥286公顷"


def test_typing_the_value_that_is_there_accepts_it(review: Review) -> None:
    row = rows(review, 1)[0]
    act = acts.set_value(review, ref(row, "annual_value"), "≥286公顷")
    History(review).do(act)
    assert row.fields["annual_value"].status is Status.ACCEPTED


def test_filling_from_the_source_takes_its_spans(review: Review) -> None:
    row = rows(review, 1)[0]
    History(review).do(acts.set_value(review, ref(row, "annual_value"), "养护面积", row.fields["level3"].spans))
    assert text(review, row, "annual_value") == "养护面积"


def test_ditto_takes_the_value_of_the_row_above(review: Review) -> None:
    first, second = rows(review, 1)
    History(review).do(acts.ditto(review, ref(second, "annual_value")))
    assert second.value("annual_value") == "≥286公顷"
    assert second.fields["annual_value"].status is Status.EDITED
    assert text(review, second, "annual_value") == "≥3000株"  # where this row's value stands has not changed
    with pytest.raises(ValueError, match="no row above"):
        acts.ditto(review, ref(first, "annual_value"))


def test_ditto_of_an_entry_looks_at_entries_of_its_kind(review: Review) -> None:
    History(review).do(acts.ditto(review, ref(review.entries[2], "goal")))
    assert review.entries[2].value("goal") == "改善公共服务"
    with pytest.raises(ValueError, match="no row above"):
        acts.ditto(review, ref(review.entries[1], "goal"))  # above it stands a unit, not a project


@pytest.mark.parametrize(
    ("act", "status"), [(acts.mark_blank, Status.BLANK), (acts.mark_unreadable, Status.UNREADABLE)]
)
def test_blank_and_unreadable_empty_the_value_and_end_the_doubt(act: object, status: Status) -> None:
    review = doubtful_review()
    row = rows(review, 0)[0]
    history = History(review)
    history.do(act(review, ref(row, "annual_value")))  # type: ignore[operator]
    field = row.fields["annual_value"]
    assert (field.value, field.status, field.read) == (None, status, "100%")
    assert not review.is_doubtful(ref(row, "annual_value"))
    history.undo()
    assert row.value("annual_value") == "100%"


def test_replacing_many_values_is_one_step(review: Review) -> None:
    history = History(review)
    values = {ref(e, "goal"): "改善生态环境" for e in review.entries[1:]}
    history.do(acts.replace_values(review, values))
    assert [e.value("goal") for e in review.entries] == [None, "改善生态环境", "改善生态环境"]
    history.undo()
    assert review.entries[2].value("goal") == "改善公共服务"


# -- structure ----------------------------------------------------------------------------------------------------


def test_inserted_indicator_has_the_levels_of_the_row_above(review: Review) -> None:
    project = review.entries[1]
    act = acts.insert(review, project, 1, Kind.INDICATOR)
    History(review).do(act)
    new = project.children[1]
    assert (new.value("level1"), new.value("level2"), new.value("level3")) == ("产出指标", "数量指标", None)
    assert act.focus == ref(new, "level3")
    assert set(new.fields) >= {"level3", "period_value", "annual_value"}


def test_inserted_entry_has_the_amounts_of_its_neighbours(review: Review) -> None:
    History(review).do(acts.insert(review, review.root, 3, Kind.PROJECT))
    assert list(review.entries[3].group("amounts")) == ["总计"]


@pytest.mark.parametrize("kind", [Kind.PROJECT, Kind.INDICATOR])
def test_nothing_is_inserted_or_moved_under_an_indicator(review: Review, kind: Kind) -> None:
    row = rows(review, 1)[0]
    with pytest.raises(ValueError, match="belong"):
        acts.insert(review, row, 0, kind)
    with pytest.raises(ValueError, match="belong"):
        acts.move_to(review, [rows(review, 2)[0]], row, 0)
    with pytest.raises(ValueError, match="belong"):
        acts.move_to(review, [review.entries[2]], review.entries[1], 0)


def test_deleting_an_entry_and_its_own_rows_together_deletes_once(review: Review) -> None:
    history = History(review)
    history.do(acts.delete(review, [rows(review, 1)[1], review.entries[1], rows(review, 2)[0]]))
    assert names(review) == [("公园管理中心", []), ("公园活动经费", [])]
    history.undo()
    assert names(review)[1:] == [("公园绿地养护经费", ["养护面积", "补植苗木"]), ("公园活动经费", ["活动场次"])]


def test_duplicate_stands_right_after_and_is_its_own_node(review: Review) -> None:
    history = History(review)
    history.do(acts.duplicate(review, review.entries[1]))
    assert [name for name, _ in names(review)][1:3] == ["公园绿地养护经费"] * 2
    history.do(acts.set_value(review, ref(rows(review, 2)[0], "level3"), "别的"))
    assert rows(review, 1)[0].value("level3") == "养护面积"


def test_moving_down_over_the_end_goes_to_the_next_entry_and_up_again_back(review: Review) -> None:
    history = History(review)
    node = rows(review, 1)[1]
    history.do(acts.move(review, [node], 1))
    assert names(review)[1:] == [("公园绿地养护经费", ["养护面积"]), ("公园活动经费", ["补植苗木", "活动场次"])]
    history.do(acts.move(review, [node], -1))
    assert names(review)[1][1] == ["养护面积", "补植苗木"]
    history.do(acts.move(review, [node], -1))
    assert names(review)[1][1] == ["补植苗木", "养护面积"]


def test_moving_at_the_very_ends_does_nothing(review: Review) -> None:
    assert acts.move(review, [review.entries[0]], -1).edits == ()
    assert acts.move(review, [review.entries[2]], 1).edits == ()
    assert acts.move(review, [rows(review, 2)[0]], 1).edits == ()


def test_rows_move_together_or_not_at_all(review: Review) -> None:
    history = History(review)
    assert acts.move(review, rows(review, 1), 1).edits == ()
    with pytest.raises(ValueError, match="same entry"):
        acts.move(review, [rows(review, 1)[0], rows(review, 2)[0]], 1)
    history.do(acts.move(review, [review.entries[1], review.entries[2]], -1))
    assert [name for name, _ in names(review)] == ["公园绿地养护经费", "公园活动经费", "公园管理中心"]


@pytest.mark.parametrize(
    ("moved", "index", "expected"),
    [([0], 3, "BCAD"), ([3], 0, "DABC"), ([0, 2], 4, "BDAC"), ([2, 3], 1, "ACDB"), ([1, 2], 2, "ABCD")],
)
def test_dropped_rows_stand_where_they_were_dropped(moved: list[int], index: int, expected: str) -> None:
    make = Maker()
    review = make.review(make.project("甲", *(make.indicator(letter) for letter in "ABCD")))
    nodes = [rows(review, 0)[i] for i in moved]
    history = History(review)
    history.do(acts.move_to(review, nodes, review.entries[0], index))
    assert "".join(n.value("level3") or "" for n in rows(review, 0)) == expected
    history.undo()
    assert names(review) == [("甲", list("ABCD"))]


def test_changing_the_kind_of_an_entry(review: Review) -> None:
    history = History(review)
    history.do(acts.set_kind(review, review.entries[0], Kind.PROJECT))
    assert review.entries[0].kind is Kind.PROJECT
    with pytest.raises(ValueError, match="cannot become"):
        acts.set_kind(review, rows(review, 1)[0], Kind.PROJECT)


# -- split and merge ----------------------------------------------------------------------------------------------

SOURCE = "印制节水手册，举办\n节水讲座；≥500册；≥500册"


def joined_row() -> Review:
    """One indicator that holds two names, read from two lines."""
    fields = {
        "level1": read_field("产出指标"),
        "level3": read_field("印制节水手册，举办节水讲座", (Span(0, 0, 9), Span(0, 10, 14))),
        "period_value": read_field("≥500册", (Span(0, 15, 20),)),
        "annual_value": read_field("≥500册", (Span(0, 21, 26),)),
        "extra[分值]": read_field("10"),
    }
    row = NodeData(2, Kind.INDICATOR, tuple(fields.items()))
    after = NodeData(3, Kind.INDICATOR, (("level3", read_field("下一个")),))
    project = NodeData(1, Kind.PROJECT, (("name", read_field("节水经费")),), (row, after))
    return Review(source_of(SOURCE), NodeData(0, Kind.DOCUMENT, (), (project,)))


def test_splitting_a_name_sends_the_values_with_the_second_part_and_the_spans_with_their_texts() -> None:
    review = joined_row()
    history = History(review)
    act = acts.split(review, FieldRef(2, "level3"), 7)
    history.do(act)
    first, second, third = rows(review, 0)
    assert [first.value("level3"), second.value("level3"), third.value("level3")] == [
        "印制节水手册",
        "举办节水讲座",
        "下一个",
    ]
    assert text(review, first, "level3") == "印制节水手册，"
    assert text(review, second, "level3") == "举办节水讲座"
    assert second.fields["level3"].spans == (Span(0, 7, 9), Span(0, 10, 14))
    assert (first.value("annual_value"), second.value("annual_value")) == (None, "≥500册")
    assert text(review, second, "annual_value") == "≥500册"
    assert second.value("extra[分值]") == "10"
    assert first.value("level1") == second.value("level1") == "产出指标"
    assert act.focus == FieldRef(second.id, "level3")
    history.undo()
    assert text(review, rows(review, 0)[0], "level3") == "印制节水手册，举办节水讲座"


@pytest.mark.parametrize(
    ("name", "cut", "value", "parts"),
    [
        ("培训调解员；走访社区", 6, "≥30人；≥12个", ("≥30人", "≥12个")),
        ("培训调解员；走访社区", 5, "≥30人; ≥12个", ("≥30人", "≥12个")),
        ("培训、走访、调解", 3, "≥30人、≥12个、≥5件", ("≥30人", "≥12个、≥5件")),
        ("培训、走访、调解", 6, "≥30人、≥12个、≥5件", ("≥30人、≥12个", "≥5件")),
        ("培训调解员走访社区", 5, "≥30人，≥12个", ("≥30人", "≥12个")),
        ("培训调解员；走访社区", 6, "≥1,200人", (None, "≥1,200人")),  # one number
        (
            "培训调解员；走访社区",
            6,
            "≥30人；≥12个；≥5件",
            (None, "≥30人；≥12个；≥5件"),
        ),  # which belongs where is not to be told
        ("培训、走访、调解", 3, "≥30人；≥12个", (None, "≥30人；≥12个")),
        ("培训调解员；走访社区", 6, "≥30人；", (None, "≥30人；")),
    ],
)
def test_splitting_a_name_divides_values_that_have_as_many_parts(
    name: str, cut: int, value: str, parts: tuple[str | None, str]
) -> None:
    make = Maker()
    review = make.review(make.project("调解经费", make.indicator(name, value, value)))
    history, row = History(review), rows(review, 0)[0]
    history.do(acts.set_target(review, ref(row, "annual_value"), *parse_targets("≤9份")))
    history.do(acts.split(review, ref(row, "level3"), cut))
    first, second = rows(review, 0)
    for key in ("period_value", "annual_value"):
        assert (first.value(key), second.value(key)) == parts
        if parts[0]:
            assert text(review, first, key).rstrip(" ；;、，") == parts[0]
            assert text(review, second, key).lstrip() == parts[1]
    assert not (parts[0] and second.value(TARGET_PARTS["annual_value"])), "by hand it was said of the whole value"
    history.undo()
    assert rows(review, 0)[0].value("annual_value") == value


def test_splitting_a_value_with_the_grammar_fills_the_second_row() -> None:
    """The annual value of the first indicator has swallowed the whole second indicator."""
    value = "≥500册；举办讲座；年度指标值：≥2场"
    make = Maker()
    review = make.review(make.project("节水经费", make.indicator("印制手册", value, "≥500册")))
    row = rows(review, 0)[0]
    rest = {"level3": "举办讲座", "annual_value": "≥2场"}
    History(review).do(acts.split(review, ref(row, "annual_value"), value.index("举办"), rest))
    first, second = rows(review, 0)
    assert (first.value("level3"), first.value("period_value"), first.value("annual_value")) == (
        "印制手册",
        "≥500册",
        "≥500册",
    )
    assert (second.value("level3"), second.value("period_value"), second.value("annual_value")) == (
        "举办讲座",
        None,
        "≥2场",
    )
    assert text(review, second, "annual_value") == "举办讲座；年度指标值：≥2场"
    assert "≥2场" not in text(review, first, "annual_value")


def test_splitting_an_entry_takes_what_stands_beneath_with_the_second_part() -> None:
    make = Maker()
    review = make.review(
        make.project("水务中心节水经费", make.indicator("印制手册"), make.indicator("举办讲座"), 总计="20.00")
    )
    history = History(review)
    history.do(acts.split(review, ref(review.entries[0], "name"), 4))
    assert names(review) == [("水务中心", []), ("节水经费", ["印制手册", "举办讲座"])]
    assert [e.value("amounts[总计]") for e in review.entries] == [None, "20.00"]
    history.undo()
    assert names(review) == [("水务中心节水经费", ["印制手册", "举办讲座"])]


def test_splitting_a_goal_leaves_the_rest_of_the_entry_alone() -> None:
    make = Maker()
    review = make.review(make.project("节水经费", make.indicator("印制手册"), goal="提高意识。改善水质", 总计="20.00"))
    History(review).do(acts.split(review, ref(review.entries[0], "goal"), 5))
    assert [e.value("goal") for e in review.entries] == ["提高意识。", "改善水质"]
    assert names(review) == [("节水经费", ["印制手册"]), (None, [])]


@pytest.mark.parametrize(
    ("value", "cut"), [("印制手册", 0), ("印制手册", 4), ("印制手册，", 4), ("，印制手册", 1), ("", 0)]
)
def test_a_split_needs_something_on_both_sides(value: str, cut: int) -> None:
    make = Maker()
    review = make.review(make.project("节水经费", make.indicator(value or None)))
    with pytest.raises(ValueError, match="second part begins"):
        acts.split(review, ref(rows(review, 0)[0], "level3"), cut)


def test_merging_joins_texts_and_spans_and_keeps_what_only_one_has() -> None:
    make = Maker()
    first = make.indicator("组织中小学生", None, "≥5场")
    second = make.indicator("参观水情基地", "≥5场", None, level2="质量指标")
    review = make.review(make.project("科普经费", first, second, make.indicator("第三个")))
    history = History(review)
    history.do(acts.merge_next(review, rows(review, 0)[0]))
    row, other = rows(review, 0)
    assert row.value("level3") == "组织中小学生参观水情基地"
    assert text(review, row, "level3") == "组织中小学生参观水情基地"
    assert (row.value("period_value"), row.value("annual_value"), row.value("level2")) == ("≥5场", "≥5场", "数量指标")
    assert other.value("level3") == "第三个"
    with pytest.raises(ValueError, match="no next row"):
        acts.merge_next(review, other)
    history.undo()
    assert [r.value("level3") for r in rows(review, 0)] == ["组织中小学生", "参观水情基地", "第三个"]
    assert text(review, rows(review, 0)[0], "level3") == "组织中小学生"


def test_merging_entries_moves_what_stands_beneath_and_never_glues_amounts() -> None:
    make = Maker()
    first = make.project("图书馆阅读", make.indicator("采购图书"), goal=None, 总计="62.40")
    second = make.project("推广经费", make.indicator("举办讲座"), make.indicator("到馆人次"), 总计="3.00")
    review = make.review(first, second)
    history = History(review)
    history.do(acts.merge_next(review, review.entries[0]))
    assert names(review) == [("图书馆阅读推广经费", ["采购图书", "举办讲座", "到馆人次"])]
    assert review.entries[0].value("amounts[总计]") == "62.40"
    assert review.entries[0].value("goal") == "改善公共服务"
    history.undo()
    assert names(review) == [("图书馆阅读", ["采购图书"]), ("推广经费", ["举办讲座", "到馆人次"])]


def test_splitting_and_merging_again_gives_the_texts_back() -> None:
    review = joined_row()
    history = History(review)
    history.do(acts.split(review, FieldRef(2, "level3"), 6))
    history.do(acts.merge_next(review, rows(review, 0)[0]))
    row = rows(review, 0)[0]
    assert row.value("level3") == "印制节水手册举办节水讲座"  # the separator at the cut is gone
    assert row.value("annual_value") == "≥500册"
    assert len(rows(review, 0)) == 2


def test_every_act_has_a_title_with_its_places_filled(review: Review) -> None:
    row, project = rows(review, 1)[0], review.entries[1]
    made = [
        acts.accept(review, ref(row, "level3")), acts.accept_entry(review, project), acts.ditto(review, ref(rows(review, 1)[1], "level3")),
        acts.accept_alike(review, ref(row, "level3")), acts.set_value(review, ref(row, "level3"), "别的"),
        acts.mark_blank(review, ref(row, "level3")), acts.mark_unreadable(review, ref(row, "level3")),
        acts.insert(review, project, 0, Kind.INDICATOR), acts.delete(review, [row]), acts.delete(review, rows(review, 1)),
        acts.duplicate(review, row), acts.move(review, [row], 1), acts.move(review, review.entries[1:], -1),
        acts.move_to(review, [row], project, 2), acts.split(review, ref(row, "level3"), 2), acts.merge_next(review, row),
        acts.set_kind(review, project, Kind.UNIT), acts.replace_values(review, {ref(row, "level3"): "x"}),
        acts.set_value(review, ref(row, "level3"), "别的", ()),
    ]  # fmt: skip
    titles = [acts.act_title(act) for act in made if act.edits]
    assert len(titles) >= 17
    assert [title for title in titles if "{" in title] == []


@pytest.mark.parametrize(("find", "put", "is_doubtful"), [
    ("传资料", " ", True), ("传资料", "\u3000 ", True), ("传资料", "", True), ("传资料", "传材料", False), (" ", "  ", False),
])  # fmt: skip
def test_blanks_in_the_place_of_words_are_as_good_as_nothing(
    review: Review, find: str, put: str, is_doubtful: bool
) -> None:
    ref = next(ref for ref in review.refs() if ref.key == "level3")
    History(review).do(acts.set_value(review, ref, "制作 宣传资料"))
    found = [change for change in changes(review, Wanted(find, put)) if change.ref == ref]
    assert [change.doubt is Doubt.EMPTIED for change in found] == [is_doubtful]
