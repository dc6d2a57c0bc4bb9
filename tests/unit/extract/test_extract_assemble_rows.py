"""Segments → indicators: names with their values, levels handed down, in whatever way a text shows rows."""

from __future__ import annotations

from tests.unit.extract.marked_texts import assembled, rows

HEAD = "{title:项目支出绩效目标表}\n{header:项目名称} {name:老旧路灯更换项目}\n"


def _rows(text: str) -> list[tuple[str | None, ...]]:
    return rows(assembled(HEAD + text)["entries"][0])


def test_levels_are_handed_down_until_the_next_one_is_printed() -> None:
    assert _rows(
        "{level1:产出指标} {level2:数量指标} {level3:更换路灯数} {annual_value:≥30盏}\n"
        "{level3:更换灯杆数} {annual_value:12根}\n"
        "{level2:质量指标} {level3:亮灯率} {annual_value:98%}\n"
        "{level1:满意度指标} {level3:居民满意度} {annual_value:≥90%}\n"
    ) == [
        ("产出指标", "数量指标", "更换路灯数", None, "≥30盏"),
        ("产出指标", "数量指标", "更换灯杆数", None, "12根"),
        ("产出指标", "质量指标", "亮灯率", None, "98%"),
        ("满意度指标", None, "居民满意度", None, "≥90%"),
    ]


def test_every_cell_on_its_own_line() -> None:
    assert _rows(
        "{level1:产出指标}\n\n{level2:数量指标}\n\n{level3:更换路灯数}\n\n{annual_value:30盏}\n\n{level3:更换灯杆数}\n\n"
        "{annual_value:12根}\n"
    ) == [("产出指标", "数量指标", "更换路灯数", None, "30盏"), ("产出指标", "数量指标", "更换灯杆数", None, "12根")]


def test_a_level_that_wraps_over_lines_is_one_word() -> None:
    assert (
        _rows("{level1:效益指标}\n{level2:社会效益\n指标}\n{level3:出行条件} {annual_value:改善}\n")[0][1]
        == "社会效益指标"
    )


def test_sign_number_and_unit_are_joined_in_print_order_and_words_left_out() -> None:
    assert _rows(
        "{level1:产出指标} | {level2:数量指标} | {level3:更换路灯数} | {sign:≥} | {annual_value:30} | {measure:盏} |\n"
        "| | {level3:亮灯效果} | {sign:定性} | {annual_value:良好} | {measure:无} |\n"
    ) == [("产出指标", "数量指标", "更换路灯数", None, "≥30盏"), ("产出指标", "数量指标", "亮灯效果", None, "良好")]


def test_the_same_name_on_both_sides_is_one_indicator_and_other_names_are_two() -> None:
    assert _rows(
        "{level1:产出指标} | {level2:数量指标} | {level3:更换路灯数} | {period_value:90盏} | {level2:数量指标} | "
        "{level3:更换路灯数} | {annual_value:30盏} |\n"
        "{level2:质量指标} | {level3:亮灯率} | {period_value:98%} | {level2:质量指标} | {level3:完好率} | {annual_value:97%} |\n"
    ) == [
        ("产出指标", "数量指标", "更换路灯数", "90盏", "30盏"),
        ("产出指标", "质量指标", "亮灯率", "98%", None),
        ("产出指标", "质量指标", "完好率", None, "97%"),
    ]


def test_a_second_value_in_a_row_is_not_joined_to_the_first() -> None:
    assert (
        _rows(
            "{level1:产出指标} {level2:数量指标} {level3:更换路灯数} {annual_value:30盏} {annual_value:28盏} {extra:8}\n"
        )[0][4]
        == "30盏"
    )


def test_names_beside_as_many_values_in_packed_cells() -> None:
    assert _rows(
        "{level2:数量指标}\n{level3:更换路灯数}\n{level3:更换灯杆数}\n{annual_value:30盏}\n{annual_value:12根}\n"
    ) == [(None, "数量指标", "更换路灯数", None, "30盏"), (None, "数量指标", "更换灯杆数", None, "12根")]


def test_values_and_levels_on_the_other_side_of_the_name_as_the_header_says() -> None:
    text = (
        "{header:指标值} {header:三级指标} {header:二级指标} {header:一级指标}\n"
        "{annual_value:30盏} {level3:更换路灯数} {level2:数量指标} {level1:产出指标}\n"
        "{annual_value:98%} {level3:亮灯率} {level2:质量指标} {level1:产出指标}\n"
    )
    assert _rows(text) == [
        ("产出指标", "数量指标", "更换路灯数", None, "30盏"),
        ("产出指标", "质量指标", "亮灯率", None, "98%"),
    ]


def test_rows_of_bars_go_on_over_line_ends() -> None:
    assert _rows(
        "{level1:产 出\n指标} | {level2:数量指标} | {level3:更换路灯数} | {annual_value:30盏} | |\n"
        "{level3:更换灯杆数} | {annual_value:12根} | | | |\n"
        "{level2:质量指标} | {level3:亮灯率} | {annual_value:98%} | | |\n"
    )[1:] == [("产出指标", "数量指标", "更换灯杆数", None, "12根"), ("产出指标", "质量指标", "亮灯率", None, "98%")]


def test_rows_that_nobody_filled_are_no_indicators() -> None:
    assert _rows("{level1:产出指标} {level2:数量指标} {level3:指标1：} {level3:……} {level3:三级指标}\n") == []


def test_a_handed_down_level_1_that_cannot_be_right_is_marked() -> None:
    entry = assembled(
        HEAD
        + "{level1:产出指标}\n{level2:数量指标}\n{level3:更换路灯数} {annual_value:30盏}\n"
        + "{level2:社会效益指标}\n{level3:出行条件} {annual_value:改善}\n"
    )["entries"][0]
    assert entry["indicators"][1]["level1"]["needs_review"]
    assert not entry["indicators"][0]["level1"]["needs_review"]


def test_what_the_net_is_not_sure_of_is_marked() -> None:
    row = assembled(HEAD + "{level1:产出指标} {level2:数量指标} {level3~0.4:更换路灯数} {annual_value:30盏}\n")[
        "entries"
    ][0]["indicators"][0]
    assert row["level3"]["needs_review"]
    assert row["level3"]["reasons"]


def test_spans_lead_to_the_page_where_a_value_stands() -> None:
    found = assembled(HEAD, "{level1:产出指标} {level2:数量指标} {level3:更换路灯数} {annual_value:30盏}")
    value = found["entries"][0]["indicators"][0]["annual_value"]
    [[page, start, end]] = value["spans"]
    assert (page, found["pages"][page]["text"][start:end]) == (1, "30盏")


def test_a_level_1_that_stands_in_the_middle_of_its_rows_holds_for_those_above_it_too() -> None:
    assert [
        row[:3]
        for row in _rows(
            "{level2:数量指标} {level3:更换路灯数} {annual_value:≥30盏}\n"
            "{level1:产出指标} {level2:质量指标} {level3:亮灯率} {annual_value:98%}\n"
            "{level2:时效指标} {level3:完工时间} {annual_value:10月底}\n"
            "{level2:社会效益指标} {level3:夜间事故} {annual_value:0起}\n"
            "{level1:效益指标} {level2:可持续影响指标} {level3:管护机制} {annual_value:健全}\n"
        )
    ] == [
        ("产出指标", "数量指标", "更换路灯数"),
        ("产出指标", "质量指标", "亮灯率"),
        ("产出指标", "时效指标", "完工时间"),
        ("效益指标", "社会效益指标", "夜间事故"),
        ("效益指标", "可持续影响指标", "管护机制"),
    ]
