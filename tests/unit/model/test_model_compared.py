"""Two years of one office: new, gone and changed projects and indicators, told by their names."""

from __future__ import annotations

from dataclasses import replace

from model_building import Maker, source_of

from reviewer.model.compared import compare, earlier_of, without_year
from reviewer.model.fields import read_field
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


def test_a_row_of_the_very_name_is_the_same_row_whatever_is_like_it_before() -> None:
    before = a_year("2030", ("河道保洁经费", "10.00", [("保洁河道长度", "≥12公里")]))
    after = a_year("2031", ("河道保洁经费", "10.00", [("保洁河道总长度", "≥3公里"), ("保洁河道长度", "≥12公里")]))
    assert [row[:3] for row in told(before, after)] == [("new", "河道保洁经费", "保洁河道总长度")]


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


def _of_units(year: str, *units: str) -> Review:
    """Forms of one project each: they name the unit in charge, and no department."""
    maker = Maker()
    entries = []
    for unit in units:
        form = maker.entry(Kind.PROJECT, "河道保洁经费", [maker.indicator("保洁河道", "≥12公里")], {})
        fields = (*((key, field) for key, field in form.fields if key != "unit"), ("unit", read_field(unit)))
        entries.append(replace(form, fields=fields))
    return Review(source_of(maker.text), maker.node(Kind.DOCUMENT, entries, {"title": "表", "year": year}))


def test_forms_that_name_no_department_are_known_by_their_units() -> None:
    now, other, few, most = (
        _of_units("2031", "河务站", "闸管所"),
        _of_units("2030", "图书馆"),
        _of_units("2030", "河务站"),
        _of_units("2030", "闸管所", "河 务 站"),
    )
    assert earlier_of([now, other], now) is None
    assert earlier_of([other, few, now, most], now) is most
    assert earlier_of([_of_units("2030", ""), now], now) is None


def test_what_lacks_its_year_is_told_where_that_alone_is_in_the_way() -> None:
    unknown, other = a_year("", office="青禾区水务局"), a_year("2030", office="柳溪区教育局")
    assert without_year([unknown, OLD], unknown) is unknown
    assert without_year([NEW, other, unknown], NEW) is unknown
    assert without_year([unknown, other], unknown) is None, "no document of its office is there"
    assert without_year([OLD, NEW], OLD) is None
