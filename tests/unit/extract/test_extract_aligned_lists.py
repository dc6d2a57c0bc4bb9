"""Lists of projects as pdftotext -layout leaves them: cells merged over rows stand in the middle of them, a character takes one place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import pytest
from read_texts import read, rows

from reviewer.extract import aligned, aligned_parts
from reviewer.extract.aligned_head import running_lines
from reviewer.extract.partition import groups_by_middle, rows_of_lines
from reviewer.model.flow import Flow
from reviewer.model.review import Kind, Node, Review

Cell = tuple[float, int, str]
LEVELS = ("产出指标", "效益指标", "满意度指标")


def page(cells: Iterable[Cell], title: str = "项目支出绩效目标表") -> str:
    """A page of text with cells at (line, place)."""
    lines: dict[int, str] = {}
    for line, place, text in sorted(cells):
        before = lines.get(int(line), "")
        assert len(before) < place or not before, text
        lines[int(line)] = before.ljust(place) + text
    last = max(lines)
    return "\n".join([" " * 30 + title, *(lines.get(n, "") for n in range(last + 1)), ""])


def header(places: dict[str, int], line: int = 0) -> list[Cell]:
    return [(line, place, label) for label, place in places.items()]


def indicators(first: int, place: int, given: Iterable[tuple[str, str, str, str]]) -> list[Cell]:
    """Rows of indicators on every second line: levels beside each of them."""
    cells: list[Cell] = []
    for n, (level1, level2, name, value) in enumerate(given):
        line = first + 2 * n
        texts = [(place, level1), (place + 10, level2), (place + 20, name), (place + 34, value)]
        cells += [(line, at, text) for at, text in texts if text]
    return cells


def projects(review: Review) -> list[Node]:
    return [node for node in review.root.walk() if node.kind is Kind.PROJECT]


PLACES = {"单位名称": 2, "项目名称": 16, "年度目标": 32, "一级指标": 50, "二级指标": 60, "三级指标": 70, "指标值": 84}
LAMPS = [
    ("产出指标", "数量指标", "更换路灯", "≥300盏"),
    ("", "质量指标", "亮灯率", "≥98%"),
    ("效益指标", "社会效益指标", "夜间出行", "更方便"),
    ("满意度指标", "满意度指标", "居民满意度", "≥90%"),
]


def test_an_office_merged_over_projects_without_money():
    pumps = [
        ("产出指标", "数量指标", "改造泵站", "3座"),
        ("效益指标", "社会效益指标", "供水保障", "全天供水"),
    ]
    cells = header(PLACES) + indicators(2, 50, LAMPS) + indicators(10, 50, pumps)
    cells += [(4, 16, "城区路灯养护与更"), (5, 16, "换"), (4, 32, "保障全市照明，方便群众"), (5, 32, "出行。")]
    cells += [(11, 16, "泵站改造"), (11, 32, "保障供水。"), (7, 1, "云溪区城市管理"), (8, 1, "局（本级）")]
    cells = [cell for cell in cells if cell[2] != "产出指标"] + [(3, 50, "产出指标"), (10, 50, "产出指标")]
    found = projects(review := read(page(cells)))
    assert [(n.value("name"), n.value("goal")) for n in found] == [
        ("城区路灯养护与更换", "保障全市照明，方便群众出行。"),
        ("泵站改造", "保障供水。"),
    ]
    assert {node.value("unit") for node in found} == {"云溪区城市管理局（本级）"}
    assert [len(node.children) for node in found] == [4, 2]
    assert rows(review)[:2] == [
        ("产出指标", "数量指标", "更换路灯", "≥300盏"),
        ("产出指标", "质量指标", "亮灯率", "≥98%"),
    ]


MONEY = {
    "编码": 2,
    "单位（项目）名称": 12,
    "项目类别": 30,
    "预算金额": 38,
    "绩效目标": 48,
    "一级指标": 62,
    "二级指标": 72,
    "三级指标": 82,
    "指标值": 96,
}


def summed() -> list[Cell]:
    cells = [*header(MONEY), (2, 14, "合计"), (2, 38, "120.50")]
    cells += [(4, 13, "云溪区城市管理"), (5, 1, "470001"), (5, 38, "120.50"), (6, 13, "局（本级）")]
    cells += indicators(8, 62, LAMPS)
    cells += [
        (10, 13, "城区路灯养护与"),
        (11, 1, "4705296018"),
        (11, 30, "特定目标类"),
        (11, 38, "120.50"),
        (12, 13, "更换项目"),
    ]
    return [*cells, (11, 46, "保障全市照明。")]


def test_sums_and_offices_stand_among_the_projects_of_a_list():
    review = read(page(summed()))
    entries = [(node.kind, node.value("name"), node.value("amounts[预算金额]")) for node in review.root.children]
    assert entries == [
        (Kind.TOTAL, "合计", "120.50"),
        (Kind.UNIT, "云溪区城市管理局（本级）", "120.50"),
        (Kind.PROJECT, "城区路灯养护与更换项目", "120.50"),
    ]
    (node,) = projects(review)
    assert (node.value("unit"), node.value("goal"), len(node.children)) == (
        "云溪区城市管理局（本级）",
        "保障全市照明。",
        4,
    )


def test_the_columns_of_each_page_are_its_own():
    again = [(line, place + 7 if place >= 46 else place, text) for line, place, text in summed() if line > 3]
    other = [(line, place, text.replace("路灯", "水泵").replace("470001", "470002")) for line, place, text in again]
    other = [(line, place, text.replace("局（本级）", "局养护队")) for line, place, text in other]
    review = read(page(summed()) + "\f" + page(other, title=""))
    assert [node.value("name") for node in projects(review)] == ["城区路灯养护与更换项目", "城区水泵养护与更换项目"]
    assert [len(node.children) for node in projects(review)] == [4, 4]


def test_labels_over_several_columns_are_none_and_what_stands_right_of_the_values_is_the_project_s():
    upper = {"绩效指标": 48, "预算金额": 84}
    lower = {"一级指标": 26, "二级指标": 36, "三级指标": 54, "指标值": 64, "申报数": 78, "核定数": 92}
    cells = header(upper) + header({"序号": 1, "项目名称": 8, "年度绩效目标": 104}, 1) + header(lower, 2)
    places = (26, 36, 52, 64)
    for n, row in enumerate(LAMPS):
        cells += [(4 + 2 * n, at, text or "产出指标") for at, text in zip(places, row, strict=True)]
    cells += [
        (7, 1, "1"),
        (7, 8, "城区路灯养护"),
        (7, 78, "40.88"),
        (7, 92, "36.79"),
        (6, 104, "保障全市照明，"),
        (8, 104, "方便群众出行。"),
    ]
    cells += [(12, 1, "审核单位（盖章）：云溪区财政局"), (12, 36, "年 月 日")]
    (node,) = projects(read(page(cells)))
    assert (node.value("name"), node.value("goal")) == ("城区路灯养护", "保障全市照明，方便群众出行。")
    money = {key: field.value for key, field in node.fields.items() if key.startswith("amounts[")}
    assert money == {"amounts[申报数]": "40.88", "amounts[核定数]": "36.79"}
    assert len(node.children) == 4


def test_levels_in_every_row_do_not_tell_where_a_project_begins_but_the_middle_of_its_cells_does():
    mixed = [
        ("产出指标", "数量指标", "更换路灯", "≥300盏"),
        ("满意度指标", "满意度指标", "居民满意度", "≥90%"),
        ("产出指标", "质量指标", "亮灯率", "≥98%"),
        ("产出指标", "数量指标", "改造泵站", "3座"),
        ("效益指标", "社会效益指标", "供水保障", "全天供水"),
        ("产出指标", "质量指标", "验收合格率", "100%"),
    ]
    places = {"项目名称": 4, "预算数": 20, "年度目标": 32, "一级指标": 50, "二级指标": 60, "三级指标": 70, "指标值": 84}
    cells = header(places) + indicators(2, 50, mixed)
    cells += [(4, 4, "路灯养护"), (4, 20, "16.50"), (4, 32, "保障照明。")]
    cells += [(10, 4, "泵站改造"), (10, 20, "40.00"), (10, 32, "保障供水。")]
    found = projects(read(page(cells)))
    assert [(n.value("name"), n.value("goal"), len(n.children)) for n in found] == [
        ("路灯养护", "保障照明。", 3),
        ("泵站改造", "保障供水。", 3),
    ]


@pytest.mark.parametrize("looks", [running_lines, aligned.first_lines])
def test_a_look_at_all_lines_is_taken_once_however_many_tables_there_are(
    monkeypatch: pytest.MonkeyPatch, looks: Callable[[Sequence[Flow]], object]
) -> None:
    looked: list[int] = []

    def counted(lines: Sequence[Flow]) -> object:
        looked.append(len(lines))
        return looks(lines)

    monkeypatch.setattr(aligned_parts, looks.__name__, counted)
    monkeypatch.setattr(aligned, looks.__name__, counted)
    page = "         项目支出绩效目标表\n一级指标    二级指标     三级指标      指标值\n" + "".join(
        f"产出指标    数量指标     改造长度{n}     ≥{n}公里\n" for n in range(3)
    )
    review = read("\f".join([page] * 8))
    assert len(rows(review)) == 24
    assert len(looked) == 1


def test_running_text_below_a_list_is_none_of_it():
    cells = header(PLACES) + indicators(2, 50, LAMPS)
    cells += [(5, 16, "路灯养护"), (5, 32, "保障照明。"), (5, 2, "云溪区城管局")]
    cells += [
        (10, 40, "第三部分 名词解释"),
        (11, 0, "项目支出是指单位为完成其特定的行政工作任务或者事业发展目标而在基本支出之外发生的各项支出"),
    ]
    (node,) = projects(read(page(cells)))
    assert (node.value("name"), len(node.children)) == ("路灯养护", 4)


FORM = {"一级指标": 2, "二级指标": 12, "三级指标": 24, "指标值": 40}


def test_rows_at_the_top_of_a_page_may_belong_to_the_level_of_the_page_before():
    first = indicators(
        2, 2, [("产出指标", "数量指标", "更换路灯", "≥300盏"), ("效益指标", "社会效益指标", "夜间出行", "更方便")]
    )
    second = indicators(
        2,
        2,
        [
            ("", "", "安全事故", "0起"),
            ("", "可持续影响指标", "养护机制", "健全"),
            ("满意度指标", "满意度指标", "居民满意度", "≥92%"),
        ],
    )
    move = {2: 2, 12: 12, 22: 24, 36: 40}
    text = "项目名称   城区路灯养护      实施单位    云溪区城管局\n年度目标   保障全市照明。\n"
    upper = page([*header(FORM), *((line, move[at], t) for line, at, t in first)])
    lower = page([*header(FORM), *((line, move[at], t) for line, at, t in second)], title="续表")
    found = rows(read(upper.replace("表\n", "表\n" + text, 1) + "\f" + lower))
    assert found[2:] == [
        ("效益指标", "社会效益指标", "安全事故", "0起"),
        ("效益指标", "可持续影响指标", "养护机制", "健全"),
        ("满意度指标", "满意度指标", "居民满意度", "≥92%"),
    ]


def test_a_cell_that_goes_on_over_the_page_leaves_the_first_rows():
    assert groups_by_middle([0, 2, 4], [2, 4], goes_on=True) == [[1], [2]]
    assert groups_by_middle([0, 2, 4], [1, 4], goes_on=True) == [[0, 1], [2]]


def test_values_that_begin_beside_their_name_and_go_on_below_it():
    names, values = {0: 6, 1: 8, 4: 6}, {0: 4, 1: 10, 2: 10, 3: 3, 4: 4}
    assert rows_of_lines(names, values, {}, nameless=-4.5) == [[0], [1, 2, 3], [4]]


def test_a_name_that_begins_with_an_age_is_no_value():
    given = [
        ("产出指标", "成本指标", "70-79周岁补贴标准", "=90元/月"),
        ("满意度指标", "满意度指标", "老人满意度", "≥90%"),
    ]
    cells = header(PLACES) + indicators(2, 50, given)
    cells += [(3, 16, "高龄补贴"), (3, 32, "保障老人生活。"), (3, 2, "云溪区民政局")]
    assert rows(read(page(cells)))[0] == ("产出指标", "成本指标", "70-79周岁补贴标准", "=90元/月")


def test_a_merged_cell_stands_beside_one_of_its_rows_and_in_the_middle_of_what_they_reach_over():
    tops, bottoms = [0, 3, 5, 8, 10], [2, 3, 5, 8, 10]
    assert groups_by_middle(tops, [3, 10], bottoms=bottoms) == [[0, 1, 2, 3], [4]]
    assert groups_by_middle([0, 2, 3, 5], [2, 3], goes_on=True) == [[1], [2, 3]]


def test_rows_at_the_top_of_a_page_are_of_the_project_of_the_page_before():
    cells = [*header(MONEY), *indicators(2, 62, LAMPS[:3])]
    cells += [(4, 13, "路灯养护"), (4, 1, "4705296018"), (4, 38, "12.50"), (4, 46, "保障照明。")]
    below = [LAMPS[3], *LAMPS]
    other = [*header(MONEY), *indicators(2, 62, below)]
    other += [(7, 13, "泵站改造"), (7, 1, "4705296019"), (7, 38, "40.00"), (7, 46, "保障供水。")]
    review = read(page(cells) + "\f" + page(other, title=""))
    assert [(node.value("name"), len(node.children)) for node in projects(review)] == [("路灯养护", 4), ("泵站改造", 4)]


def test_what_was_put_together_is_sure_where_every_cell_stands_in_the_middle_of_its_rows():
    def joined(cells: list[Cell]) -> list[bool]:
        named = [node.fields["name"] for node in projects(read(page(cells))) if node.value("name")]
        return [any(reason.code == "read.lines_joined" for reason in field.reasons) for field in named]

    assert joined(summed()) == [False]
    apart = [cell for cell in summed() if not 2 < cell[0] < 7]
    up = [(line - 4 if text in ("城区路灯养护与", "更换项目") else line, place, text) for line, place, text in apart]
    assert all(joined(up))


def test_the_sum_of_a_unit_is_printed_over_the_columns_of_units_and_projects():
    cells = header(PLACES | {"预算数": 44}) + indicators(2, 50, LAMPS) + indicators(14, 50, LAMPS)
    cells += [
        (5, 0, "云溪区城市管理局"),
        (4, 14, "城区路灯养护"),
        (5, 14, "项目"),
        (4, 30, "保障全市照明。"),
        (4, 44, "120.5"),
    ]
    cells += [(11, 4, "云溪区城市管理局小计"), (11, 44, "120.5")]
    cells += [(17, 0, "云溪区公园管理处"), (17, 14, "公园路灯养护"), (17, 30, "保障公园照明。"), (17, 44, "80.00")]
    cells += [(23, 4, "云溪区公园管理处小计"), (23, 44, "80.00"), (25, 14, "合计"), (25, 44, "200.5")]
    review = read(page(cells))
    entries = [(node.kind, node.value("name"), node.value("amounts[预算数]")) for node in review.root.children]
    assert entries == [
        (Kind.PROJECT, "城区路灯养护项目", "120.5"),
        (Kind.UNIT, "云溪区城市管理局小计", "120.5"),
        (Kind.PROJECT, "公园路灯养护", "80.00"),
        (Kind.UNIT, "云溪区公园管理处小计", "80.00"),
        (Kind.TOTAL, "合计", "200.5"),
    ]
    assert [node.value("unit") for node in projects(review)] == ["云溪区城市管理局", "云溪区公园管理处"]
    assert [len(node.children) for node in projects(review)] == [4, 4]


def on_top(
    given: Sequence[tuple[str, str, str, str]], sizes: Sequence[int], names: Sequence[str], with_money: bool
) -> Review:
    """A list without blank lines, in every row of which both levels stand; names and money beside the first row of each project."""
    places = {"项目名称": 2, "预算金额": 18, "年度目标": 28} if with_money else {"项目名称": 2, "年度目标": 28}
    labels = {"一级指标": 50, "二级指标": 60, "三级指标": 70, "指标值": 84}
    cells = header(places | labels)
    for n, row in enumerate(given):
        cells += [(n + 1, place, text) for place, text in zip(labels.values(), row, strict=True)]
    first = 1
    for n, (size, name) in enumerate(zip(sizes, names, strict=True)):
        texts = {"项目名称": name, "预算金额": f"{20 * n + 10}.50", "年度目标": f"做好{name}工作。"}
        cells += [(first, place, texts[label]) for label, place in places.items()]
        first += size
    return read(page(cells))


@pytest.mark.parametrize("with_money", [True, False])
def test_names_beside_the_first_of_their_rows_where_levels_stand_in_every_row(with_money: bool):
    """In the middle of other rows they stand too, but levels would begin again within a project then."""
    product, effect, people = LEVELS
    given = [
        (product, "数量指标", "修渠长度", "≥12公里"),
        (product, "质量指标", "合格率", "100%"),
        (effect, "社会效益", "受益农户", "≥500户"),
        (product, "数量指标", "防治面积", "≥3万亩"),
        (product, "时效指标", "完成时间", "9月底前"),
        (people, "满意度指标", "农户满意度", "≥90%"),
        (product, "数量指标", "抽检批次", "≥40批次"),
        (effect, "社会效益", "安全事件", "0起"),
    ]
    found = projects(on_top(given, [3, 3, 2], ["修渠", "虫害防治", "质量监测"], with_money))
    assert [project.value("name") for project in found] == ["修渠", "虫害防治", "质量监测"]
    assert [[row.value("level3") for row in project.walk() if row.kind is Kind.INDICATOR] for project in found] == [
        ["修渠长度", "合格率", "受益农户"],
        ["防治面积", "完成时间", "农户满意度"],
        ["抽检批次", "安全事件"],
    ]


def test_two_names_on_lines_that_follow_each_other_are_two_where_levels_begin_again():
    """No money tells the projects, and levels stand beside nearly every row."""
    labels = {"项目名称": 2, "年度目标": 20, "一级指标": 40, "二级指标": 50, "三级指标": 62, "指标值": 76}
    product, effect, _ = LEVELS
    texts = {
        1: ("", "", "", "数量指标", "修渠长度", "≥12公里"),
        2: ("", "", product),
        3: ("农田渠道修复", "保障灌溉。", "", "质量指标", "合格率", "100%"),
        4: ("", "", effect, "社会效益指标", "受益农户", "≥500户"),
        5: ("", "", product, "数量指标", "抽检批次", "≥40批次"),
        6: ("虫害统防统治", "减少损失。"),
        7: ("", "", effect, "社会效益指标", "安全事件", "0起"),
        8: ("农产品监测", "监测质量。", product, "数量指标", "防治面积", "≥3万亩"),
    }
    cells = [
        (line, place, text)
        for line, row in texts.items()
        for place, text in zip(labels.values(), row, strict=False)
        if text
    ]
    found = projects(read(page(header(labels) + cells)))
    assert [(project.value("name"), project.value("goal")) for project in found] == [
        ("农田渠道修复", "保障灌溉。"),
        ("虫害统防统治", "减少损失。"),
        ("农产品监测", "监测质量。"),
    ]
