"""Several readings of one source: who leads, and what is said where they agree and where they do not."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import pytest

from reviewer.base.resources import resource
from reviewer.extract.confidence import judged
from reviewer.extract.draft import Draft, with_reasons
from reviewer.extract.pipeline import extract
from reviewer.extract.readings.agreement import Agreement, Verdict, entries_that_differ, rows_that_begin_anew
from reviewer.extract.readings.compete import compete
from reviewer.extract.readings.long_term import with_long_term_values
from reviewer.extract.readings.reading import By, Reading
from reviewer.model.fields import Field
from reviewer.model.flow import Flow
from reviewer.model.messages import message
from reviewer.model.reasons import BORNE_OUT, MUST_LOOK
from reviewer.model.review import Kind, NodeData
from reviewer.model.source import Source
from reviewer.model.spans import Span
from reviewer.sources.registry import source_from_bytes
from tests.unit.extract.marked_texts import source_of
from tests.unit.extract.read_texts import indicators, read

TEXT = "路灯项目\n产出指标 数量指标 更换路灯数 30盏\n产出指标 质量指标 亮灯率 98%\n"


def _flow(source: Source, text: str) -> Flow:
    start = source.pages[0].text.index(text)
    return Flow.of(source, (Span(0, start, start + len(text)),))


def _reading(source: Source, by: By, *rows: tuple[str, str, str]) -> Reading:
    """A reading with one entry and rows of (level 2, name, value); “” for a value that it does not have."""
    entry = Draft(Kind.PROJECT)
    entry.set("name", _flow(source, "路灯项目"))
    for level2, name, annual in rows:
        row = Draft(Kind.INDICATOR)
        row.set("level1", _flow(source, "产出指标"))
        row.set("level2", _flow(source, level2))
        row.set("level3", _flow(source, name))
        if annual:
            row.set("annual_value", _flow(source, annual))
        entry.children.append(row)
    ids = count(1)
    return Reading(NodeData(0, Kind.DOCUMENT, (), (entry.data(ids),)), (), by)


BOTH = (("数量指标", "更换路灯数", "30盏"), ("质量指标", "亮灯率", "98%"))


def _codes(reading: Reading, row: int, key: str) -> set[str]:
    fields = dict(reading.root.children[0].children[row].fields)
    return {reason.code for reason in fields[key].reasons}


def _value(reading: Reading, row: int, key: str) -> str | None:
    return dict(reading.root.children[0].children[row].fields)[key].value


def test_where_two_readings_agree_nothing_is_said_against_a_field() -> None:
    source = source_of(TEXT)
    found = compete(source, [_reading(source, By.RULES, *BOTH), _reading(source, By.LEARNED, *BOTH)])
    assert _codes(found, 0, "annual_value") == set()


def test_a_field_that_the_other_reads_from_another_place_says_so() -> None:
    source = source_of(TEXT)
    other = _reading(source, By.LEARNED, ("数量指标", "更换路灯数", "98%"), BOTH[1])
    found = compete(source, [_reading(source, By.RULES, *BOTH), other])
    assert _value(found, 0, "annual_value") == "30盏"
    assert _codes(found, 0, "annual_value") == {"read.other_differs"}


def test_the_same_words_in_another_place_are_no_agreement() -> None:
    source = source_of(TEXT + "注 30盏\n")
    other = _reading(source, By.LEARNED, *BOTH)
    row = other.root.children[0].children[0]
    start = source.pages[0].text.rindex("30盏")
    there = Draft(Kind.INDICATOR)
    for key, field in row.fields:
        there.put(key, field)
    there.set("annual_value", Flow.of(source, (Span(0, start, start + 3),)))
    moved = NodeData(
        0, Kind.DOCUMENT, (), (NodeData(1, Kind.PROJECT, other.root.children[0].fields, (there.data(count(2)),)),)
    )
    found = compete(source, [_reading(source, By.RULES, *BOTH), Reading(moved, (), By.LEARNED)])
    assert _codes(found, 0, "annual_value") == {"read.other_differs"}


def test_an_empty_tree_of_the_rules_does_not_win() -> None:
    source = source_of(TEXT)
    empty = Reading(NodeData(0, Kind.DOCUMENT), (), By.RULES)
    found = compete(source, [empty, _reading(source, By.LEARNED, *BOTH)])
    assert found.by is By.LEARNED
    assert _codes(found, 0, "annual_value") & MUST_LOOK, "nothing bears it out: everything is marked"


def test_two_readings_overrule_one_and_the_field_is_marked() -> None:
    source = source_of(TEXT)
    wrong = _reading(source, By.LEARNED, ("数量指标", "更换路灯数", ""), BOTH[1])
    empty = Reading(NodeData(0, Kind.DOCUMENT), (), By.RULES)
    found = compete(source, [empty, wrong, _reading(source, By.ORDER, *BOTH)])
    assert _value(found, 0, "annual_value") == "30盏"


def test_values_under_a_heading_of_the_whole_period_are_period_values() -> None:
    source = source_of("中长期绩效指标\n" + TEXT)
    found = with_long_term_values(source, _reading(source, By.RULES, *BOTH))
    assert (_value(found, 0, "period_value"), _value(found, 0, "annual_value")) == ("30盏", None)


def test_a_heading_of_the_year_keeps_them_annual() -> None:
    source = source_of("中长期绩效指标\n年度绩效指标\n" + TEXT)
    found = with_long_term_values(source, _reading(source, By.RULES, *BOTH))
    assert _value(found, 0, "annual_value") == "30盏"


def test_a_long_text_says_how_far_it_is_all_the_way() -> None:
    text = resource("samples", "forms.txt").read_text(encoding="utf-8") * 12
    told: list[float] = []
    extract(source_from_bytes("a.txt", text.encode()), told.append)
    assert told == sorted(told)
    beyond_the_rules = {round(share, 2) for share in told if 0.4 < share < 1}
    assert len(beyond_the_rules) >= 10, (
        "the readings of the text take as long as the rules, and must not count as stuck"
    )


def _doubted(reading: Reading, key: str, *codes: str) -> Reading:
    """The reading with these doubts on a field of its first row."""
    entry = reading.root.children[0]
    first, *rest = entry.children
    fields = tuple(
        (name, judged(first.kind, name, with_reasons(field, *map(message, codes))) if name == key else field)
        for name, field in first.fields
    )
    children = (replace(first, fields=fields), *rest)
    return replace(reading, root=replace(reading.root, children=(replace(entry, children=children),)))


def _field(reading: Reading, row: int, key: str) -> Field:
    return dict(reading.root.children[0].children[row].fields)[key]


def test_a_doubt_weighs_less_where_another_reading_bears_the_field_out() -> None:
    source = source_of(TEXT)
    first = _doubted(_reading(source, By.RULES, *BOTH), "annual_value", "read.column_guess")
    alone = compete(source, [first])
    other = compete(source, [first, _reading(source, By.LEARNED, *BOTH)])
    assert _codes(other, 0, "annual_value") == {"read.column_guess", BORNE_OUT}
    assert _field(alone, 0, "annual_value").confidence < _field(other, 0, "annual_value").confidence
    plain = _field(compete(source, [_reading(source, By.RULES, *BOTH)]), 0, "annual_value")
    assert _field(other, 0, "annual_value").confidence < plain.confidence, (
        "agreement takes doubts back, and adds nothing"
    )


def test_a_guess_of_the_net_need_not_be_looked_at_where_another_reading_agrees() -> None:
    source = source_of(TEXT)
    first = _doubted(_reading(source, By.RULES, *BOTH), "annual_value", "read.learned_poor")
    assert _field(first, 0, "annual_value").flagged
    found = compete(source, [first, _reading(source, By.LEARNED, *BOTH)])
    assert not _field(found, 0, "annual_value").flagged
    third = _reading(source, By.LEARNED, ("数量指标", "更换路灯数", "98%"), BOTH[1])
    contested = compete(source, [first, _reading(source, By.ORDER, *BOTH), third])
    assert "read.one_differs" in _codes(contested, 0, "annual_value")
    assert _field(contested, 0, "annual_value").flagged, "not where a third one gives something else"


def test_what_a_text_itself_says_is_as_odd_however_many_readings_find_it() -> None:
    source = source_of(TEXT)
    first = _doubted(_reading(source, By.RULES, *BOTH), "annual_value", "read.value_odd")
    found = compete(source, [first, _reading(source, By.LEARNED, *BOTH)])
    assert _field(found, 0, "annual_value").confidence == _field(first, 0, "annual_value").confidence
    assert _field(found, 0, "annual_value").flagged


def test_two_that_both_differ_from_the_rules_have_the_field_looked_at() -> None:
    source = source_of(TEXT)
    others = [_reading(source, by, ("数量指标", "更换路灯数", "98%"), BOTH[1]) for by in (By.ORDER, By.LEARNED)]
    first = _reading(source, By.RULES, *BOTH, ("质量指标", "亮灯率", "98%"))
    found = compete(source, [first, *others])
    assert found.by is By.RULES
    assert _codes(found, 0, "annual_value") == {"read.others_differ"}
    assert _field(found, 0, "annual_value").flagged


def _divided(reading: Reading, at: int) -> Reading:
    """The reading with its only entry divided in two before a row."""
    entry = reading.root.children[0]
    parts = replace(entry, children=entry.children[:at]), replace(entry, id=99, fields=(), children=entry.children[at:])
    return replace(reading, root=replace(reading.root, children=parts))


def test_rows_that_every_other_reading_puts_into_other_projects_are_looked_at() -> None:
    source = source_of(TEXT)
    first = _reading(source, By.RULES, *BOTH)
    others = [_divided(_reading(source, by, *BOTH), 1) for by in (By.ORDER, By.LEARNED)]
    agreements = [Agreement(source, first, other) for other in others]
    assert entries_that_differ(first, agreements) == {first.root.children[0].id}
    assert not entries_that_differ(first, agreements[:1]), "one alone may be as wrong"
    found = compete(source, [first, *others])
    names = [field for row in found.indicators() for key, field in row.fields if key == "level3"]
    assert names
    assert found.by is By.RULES
    assert all(field.flagged for field in names)


ANEW = (
    "项目支出绩效目标表\n项目名称 预算 绩效目标 一级指标 二级指标 三级指标 指标值\n"
    "桥灯养护 12.5 保障桥灯明亮，市民出行安全。\n"
    "产出指标\n数量指标 养护桥灯 40盏\n质量指标 亮灯率 ≥95%\n效益指标\n社会效益指标 夜间事故 0起\n"
    "{name}\n产出指标\n数量指标 开放书屋 9间\n效益指标\n社会效益指标 读者人数 ≥800人\n"
)


def test_rows_under_levels_that_begin_anew_are_looked_at_where_no_lines_part_projects() -> None:
    found = {node.value("level3"): node for node in indicators(read(ANEW.format(name="2"))) if node.value("level3")}
    assert {"夜间事故", "开放书屋", "读者人数"} <= set(found)
    for name, row in found.items():
        codes = {reason.code for reason in row.fields["level3"].reasons}
        assert ("read.levels_again" in codes) == (name in ("开放书屋", "读者人数")), name
        assert row.fields["level3"].flagged or name not in ("开放书屋", "读者人数")


@pytest.mark.parametrize(("levels", "anew"), [("效益 成本 满意度 产出 效益", 2), ("成本 产出 效益 满意度", 0)])
def test_a_level_of_the_top_of_every_form_begins_anew_behind_those_of_its_end(levels: str, anew: int) -> None:
    entry = Draft(Kind.PROJECT)
    for level1 in levels.split():
        row = Draft(Kind.INDICATOR)
        row.set("level1", Flow.loose(f"{level1}指标"))
        entry.children.append(row)
    whole = entry.data(count(1))
    found = rows_that_begin_anew(Reading(NodeData(0, Kind.DOCUMENT, (), (whole,)), (), By.RULES))
    assert found == {row.id for row in whole.children[len(whole.children) - anew :]}


def test_levels_that_begin_anew_in_a_table_with_cells_are_as_they_are_printed() -> None:
    table = (
        "项目名称\t桥灯养护\t\t\n一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t养护桥灯\t40盏\n"
        "效益指标\t社会效益指标\t夜间事故\t0起\n产出指标\t数量指标\t更换灯罩\t9个\n"
    )
    for row in indicators(read(table)):
        assert "read.levels_again" not in {reason.code for reason in row.fields["level3"].reasons}


SIGNED = "路灯项目\n产出指标 社会公众\n满意度指标 居民满意度 大于等于 95%\n"


def _verdict(ours: tuple[str, str, str], theirs: tuple[str, str, str], key: str) -> Verdict:
    source = source_of(SIGNED)
    one, other = _reading(source, By.LEARNED, ours), _reading(source, By.ORDER, theirs)
    row = one.root.children[0].children[0]
    return Agreement(source, one, other).of(row, key, dict(row.fields)[key])[0]


WRAPPED = "社会公众\n满意度指标"


def test_a_sign_that_the_other_reading_leaves_out_is_no_other_value() -> None:
    whole, bare, sign = ((WRAPPED, "居民满意度", value) for value in ("大于等于 95%", "95%", "大于等于"))
    assert _verdict(whole, bare, "annual_value") is Verdict.SAME
    assert _verdict(bare, whole, "annual_value") is Verdict.DIFFERENT, "then it is we who have lost it"
    assert _verdict(whole, sign, "annual_value") is Verdict.MISSING


def test_a_line_of_a_level_that_wraps_is_no_other_level() -> None:
    whole, piece = ((level, "居民满意度", "95%") for level in (WRAPPED, "满意度指标"))
    assert _verdict(whole, piece, "level2") is Verdict.SAME
    assert _verdict(piece, whole, "level2") is Verdict.DIFFERENT


def _joined(source: Source, rows: int, whole: bool = True) -> Reading:
    """The rules' reading of so many rows, every field of which was put together from lines; without values if not `whole`."""
    one = _reading(source, By.RULES, *[(level2, name, value if whole else "") for level2, name, value in BOTH[:rows]])

    def doubted(node: NodeData) -> NodeData:
        fields = tuple(
            (key, judged(node.kind, key, with_reasons(field, message("read.lines_joined"))) if field.value else field)
            for key, field in node.fields
        )
        return replace(node, fields=fields, children=tuple(map(doubted, node.children)))

    return replace(one, root=doubted(one.root))


def _is_marked(reading: Reading, key: str) -> bool:
    return dict(reading.root.children[0].children[0].fields)[key].flagged


def test_what_was_put_together_from_lines_is_settled_where_all_other_readings_have_it() -> None:
    source = source_of(TEXT)
    same = [_reading(source, by, *BOTH) for by in (By.ORDER, By.LEARNED)]
    found = compete(source, [_joined(source, 2), *same])
    plain = compete(source, [_reading(source, By.RULES, *BOTH), *same])
    assert _codes(found, 0, "annual_value") == set()
    assert not _is_marked(found, "annual_value")
    fields = [dict(one.root.children[0].children[0].fields)["annual_value"] for one in (found, plain)]
    assert fields[0].confidence == fields[1].confidence


def test_one_other_reading_does_not_settle_what_was_put_together_from_lines() -> None:
    source = source_of(TEXT)
    found = compete(source, [_joined(source, 2), _reading(source, By.LEARNED, *BOTH)])
    assert "read.lines_joined" in _codes(found, 0, "annual_value")


def test_a_row_that_lacks_its_value_is_not_settled_by_the_others() -> None:
    source = source_of(TEXT)
    lacking = [(level2, name, "") for level2, name, _ in BOTH]
    found = compete(
        source, [_joined(source, 2, whole=False), *[_reading(source, by, *lacking) for by in (By.ORDER, By.LEARNED)]]
    )
    assert "read.lines_joined" in _codes(found, 0, "level3")


def test_where_the_others_bear_out_little_of_the_rows_nothing_that_was_put_together_is_settled() -> None:
    text = TEXT + "产出指标 时效指标 完成时限 12月\n产出指标 成本指标 单价 9元\n"
    source = source_of(text)
    rows = (*BOTH, ("时效指标", "完成时限", "12月"), ("成本指标", "单价", "9元"))
    ours = _reading(source, By.RULES, *rows)
    first = _joined(source, 1).root.children[0].children[0]
    entry = ours.root.children[0]
    whole = replace(entry, children=(replace(first, id=entry.children[0].id), *entry.children[1:]))
    ours = replace(ours, root=replace(ours.root, children=(whole,)))
    others = [_reading(source, by, rows[0]) for by in (By.ORDER, By.LEARNED)]
    assert "read.lines_joined" in _codes(compete(source, [ours, *others]), 0, "annual_value")


def test_names_behind_a_number_in_brackets_are_parted_from_it() -> None:
    text = (
        "一、项目概况\n项目名称：桥灯养护\n二、绩效指标\n（一）产出指标\n1.数量指标\n（1）养护桥灯（盏）：40；\n（2）更换灯罩（个）：≥9。\n"
        "2.时效指标\n（1）完工时间：11月前。\n（二）满意度指标\n1.服务对象满意度指标\n（1）行人满意度（%）：≥88。\n"
    )
    found = indicators(read(text))
    assert [node.value("level3") for node in found] == [
        "养护桥灯（盏）",
        "更换灯罩（个）",
        "完工时间",
        "行人满意度（%）",
    ]
    assert not any(reason.code == "read.no_borders" for node in found for reason in node.fields["level3"].reasons)
    run_together = "桥灯养护项目绩效指标：产出指标数量指标养护桥灯40盏更换灯罩9个满意度指标行人满意度88%"
    glued = [
        reason.code for node in indicators(read(run_together)) for _, f in node.fields.items() for reason in f.reasons
    ]
    assert "read.no_borders" in glued


STAFFED = (
    "路灯项目\n产出指标 数量指标 更换路灯数 30盏 阚宏伟\n产出指标 数量指标 更换灯杆数 12根\n产出指标 质量指标 亮灯率 98%\n"
    "产出指标 时效指标 报修时限 24小时\n"
)


@pytest.mark.parametrize(("others", "marked"), [(3, True), (2, False)])
def test_a_row_without_a_value_among_rows_with_one_is_marked(others: int, marked: bool) -> None:
    source = source_of(STAFFED)
    rows = [("数量指标", "更换路灯数", "30盏"), ("数量指标", "更换灯杆数", "12根"), ("质量指标", "亮灯率", "98%")]
    nothing = _reading(source, By.RULES)
    told = _reading(source, By.LEARNED, *rows[:others], ("数量指标", "阚宏伟", ""))
    (entry,) = compete(source, [nothing, told]).root.children
    of_names = [dict(row.fields)["level3"] for row in entry.children]
    codes = [[reason.code for reason in field.reasons] for field in of_names]
    assert ["read.value_lost" in each for each in codes] == [False] * others + [marked]
