"""Two years of one office: new, gone and changed projects and indicators, told by their names."""

from __future__ import annotations

from model_building import Maker, source_of

from reviewer.model.compared import compare, earlier_of
from reviewer.model.review import Kind, NodeData, Review


def a_year(year: str, *projects: tuple[str, str, list[tuple[str, str]]], office: str = "青禾区水务局") -> Review:
    maker = Maker()
    entries: list[NodeData] = [
        maker.entry(Kind.PROJECT, name, [maker.indicator(level3, value) for level3, value in rows], {"总计": amount})
        for name, amount, rows in projects
    ]
    root = maker.node(Kind.DOCUMENT, entries, {"title": "表", "department": office, "year": year})
    return Review(source_of(maker.text), root)


OLD = a_year(
    "2030",
    ("河道保洁经费", "10.00", [("保洁河道", "≥12公里"), ("清理垃圾", "≥5吨")]),
    ("泵站检修", "3.00", [("检修泵站", "≥2座")]),
)
NEW = a_year(
    "2031",
    ("河道 保洁经费", "12.00", [("保洁河道", "≥15公里"), ("投放鱼苗", "≥1万尾")]),
    ("水质监测", "8.00", [("监测点", "≥6个")]),
)


def told(earlier: Review, later: Review) -> list[tuple[str, str, str, str | None, str | None]]:
    return [
        (one.how.value, one.project, one.indicator, earlier.field(one.before).value if one.before else None,
         later.field(one.after).value if one.after else None)
        for one in compare(earlier, later)
    ]  # fmt: skip


def test_what_is_new_gone_and_changed() -> None:
    assert told(OLD, NEW) == [
        ("changed", "河道 保洁经费", "", "10.00", "12.00"),
        ("changed", "河道 保洁经费", "保洁河道", "≥12公里", "≥15公里"),
        ("new", "河道 保洁经费", "投放鱼苗", None, "投放鱼苗"),
        ("gone", "河道 保洁经费", "清理垃圾", "清理垃圾", None),
        ("new", "水质监测", "", None, "水质监测"),
        ("gone", "泵站检修", "", "泵站检修", None),
    ]  # fmt: skip
    assert compare(OLD, OLD) == []


def test_a_name_that_was_worded_otherwise_is_a_change_and_no_new_project() -> None:
    one = a_year("2030", ("农村饮水安全工程维修养护项目", "5.00", []))
    other = a_year("2031", ("农村饮水安全工程维修养护", "5.00", []))
    assert [(each[0], each[3]) for each in told(one, other)] == [("changed", "农村饮水安全工程维修养护项目")]


def test_the_year_before_of_the_same_office_is_found() -> None:
    older, others = a_year("2029"), a_year("2030", office="青禾区司法局")
    assert earlier_of([older, OLD, NEW, others], NEW) is OLD
    assert earlier_of([NEW, others], NEW) is None
    assert earlier_of([NEW, OLD], OLD) is None, "a later one is not the year before"
