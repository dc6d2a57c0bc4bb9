"""Lists and forms of strangers: columns told by their names' ends and their contents, bands of kinds, words printed with blanks in them."""

from __future__ import annotations

import pytest
from read_texts import projects, rows

from reviewer.extract.pipeline import readings_of
from reviewer.extract.readings.reading import By
from reviewer.model.review import Review
from reviewer.sources.registry import source_from_bytes


def read(text: str, name: str = "t.md") -> Review:
    """What the rules alone read: another reading may hide that they do not."""
    source = source_from_bytes(name, text.encode())
    [found] = [one for one in readings_of(source) if one.by is By.RULES]
    return Review(source, found.root)


PLACES = (0, 8, 28, 38, 50, 76, 96, 108, 118)
WITHOUT_LEVELS: dict[int, dict[int, str]] = {
    0: dict(
        enumerate(
            [
                "序号",
                "项目名称",
                "全年预算数",
                "全年支出数",
                "主要绩效目标",
                "绩效指标",
                "年初目标值",
                "全年完成值",
                "得分",
            ]
        )
    ),
    2: {5: "修缮石桥（座）", 6: "≥3", 7: "3", 8: "19"},
    3: {1: "石桥修缮与山塘清淤", 4: "围绕年度工作，方便村民出行，改"},
    4: {0: "1", 2: "605.51", 3: "546.17", 5: "清淤山塘", 6: "不少于9口", 7: "9口", 8: "21"},
    5: {1: "（第一批）", 4: "善灌溉条件。"},
    6: {5: "村民满意度", 6: "≥98%", 7: "99%", 8: "19"},
    8: {5: "更换路灯", 6: "≥850盏", 7: "850盏", 8: "16"},
    10: {
        0: "2",
        1: "路灯改造",
        2: "208.54",
        3: "188.10",
        4: "消除照明盲区。",
        5: "新装路灯",
        6: "40盏以上",
        7: "41盏",
        8: "15",
    },
    12: {5: "夜间出行安全感", 6: "明显提升", 7: "明显提升", 8: "15"},
}


def in_columns(cells: dict[int, dict[int, str]]) -> str:
    """Lines of text with cells at PLACES."""
    lines = []
    for number in range(max(cells) + 1):
        line = ""
        for column, text in cells.get(number, {}).items():
            line = line.ljust(PLACES[column]) + text
        lines.append(line)
    return "\n".join([" " * 40 + "2023年项目支出绩效自评结果公开表", "", *lines, ""])


def test_a_list_without_levels_whose_cells_stand_in_columns() -> None:
    review = read(in_columns(WITHOUT_LEVELS), "t.txt")
    found = [
        (e.value("name"), e.value("amounts[全年预算数]"), e.value("amounts[全年支出数]"), e.value("goal"))
        for e in projects(review)
    ]
    assert found == [
        ("石桥修缮与山塘清淤（第一批）", "605.51", "546.17", "围绕年度工作，方便村民出行，改善灌溉条件。"),
        ("路灯改造", "208.54", "188.10", "消除照明盲区。"),
    ]
    assert rows(review, "level1", "level3", "annual_value") == [
        (None, "修缮石桥（座）", "≥3"),
        (None, "清淤山塘", "不少于9口"),
        (None, "村民满意度", "≥98%"),
        (None, "更换路灯", "≥850盏"),
        (None, "新装路灯", "40盏以上"),
        (None, "夜间出行安全感", "明显提升"),
    ]


@pytest.mark.parametrize(
    ("label", "group", "values"),
    [
        ("全年支出数", "amounts", ("60.10", "16.00")),
        ("已支出额", "amounts", ("60", "16")),
        ("核定数", "amounts", ("60", "16")),
        ("1-8月支出", "amounts", ("60", "16")),
        ("参与户数", "attributes", ("60", "16")),
        ("联系人", "attributes", ("荀满仓", "乌兰")),
    ],
)
def test_a_column_right_of_amounts_that_ends_like_one_holds_amounts(
    label: str, group: str, values: tuple[str, str]
) -> None:
    text = f"""| 项目名称 | 预算金额 | {label} | 绩效目标 | 一级指标 | 三级指标 | 指标值 |
|---|---|---|---|---|---|---|
| 石桥修缮 | 62.83 | {values[0]} | 修好三座石桥。 | 产出指标 | 修缮石桥 | 3座 |
| 山塘清淤 | 16.50 | {values[1]} | 清理全乡山塘。 | 产出指标 | 清淤山塘 | ≥12口 |
"""
    assert tuple(e.value(f"{group}[{label}]") for e in projects(read(text))) == values


BANDS = """| 项目名称 | 预算金额 | 年度绩效目标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 备注 |
| {} |  |  |  |  |  |  |  |
| 石桥修缮 | 5,846.00 | 修好三座石桥。 | 产出指标 | 数量指标 | 修缮石桥 | 3座 |  |
| 更换石板（块） | 710 |  |  |  |  |  |  |
| 质量指标 | 验收等次 | 合格及以上 |  |  |  |  |  |
| {} |  |  |  |  |  |  |  |
| 山塘清淤 | 5,815.00 | 清理全乡山塘。 | 产出指标 | 数量指标 | 清淤山塘 | ≥12口 |  |
| 加固塘坝 | 5座 |  |  |  |  |  |  |
"""


@pytest.mark.parametrize(
    ("first", "second"), [("一、其他运转类项目", "二、特定目标类项目"), ("（一）运转类", "（二）特定目标类支出")]
)
def test_bands_of_kinds_and_rows_shorter_than_any_that_begins_a_project(first: str, second: str) -> None:
    """更换石板（块） | 710 is a name with its value, though a project with its amount would look the same."""
    review = read(BANDS.format(first, second))
    assert [(e.kind.value, e.value("name")) for e in review.root.children] == [
        ("project", "石桥修缮"),
        ("project", "山塘清淤"),
    ]
    assert rows(review, "level2", "level3", "annual_value") == [
        ("数量指标", "修缮石桥", "3座"),
        ("数量指标", "更换石板（块）", "710"),
        ("质量指标", "验收等次", "合格及以上"),
        ("数量指标", "清淤山塘", "≥12口"),
        ("数量指标", "加固塘坝", "5座"),
    ]


def test_the_values_stand_in_the_column_that_holds_such_not_in_one_of_an_unknown_name() -> None:
    text = """| 项目名称 | 石桥修缮 |  |  |  |  |
|---|---|---|---|---|---|
| 一级指标 | 二级指标 | 三级指标 | 绩效标准 | 数据采集方式 | 责任处室 |
| 产出指标 | 数量指标 | 修缮石桥 | 3座 | 合同文本 | 计财处 |
| 产出指标 | 质量指标 | 验收合格率 | ≥98% | 验收资料 | 业务处 |
| 效益指标 | 社会效益指标 | 绕行村民 | 不超过20人 | 问卷调查 | 办公室 |
"""
    assert rows(read(text), "level3", "annual_value", "extra[责任处室]") == [
        ("修缮石桥", "3座", "计财处"),
        ("验收合格率", "≥98%", "业务处"),
        ("绕行村民", "不超过20人", "办公室"),
    ]


def test_heads_of_money_that_nobody_knows_right_of_what_stands_over_its_kinds() -> None:
    text = """<table><tr><td>项目名称</td><td colspan=4>石桥修缮</td></tr>
<tr><td rowspan=4>资金安排（万元）</td><td></td><td>实施期计划数</td><td>截至上年底累计到位数</td><td>本年预算数</td></tr>
<tr><td>资金总额</td><td>66.96</td><td>55.72</td><td>36.74</td></tr>
<tr><td>财政拨款</td><td>60.96</td><td>50.72</td><td>30.74</td></tr>
<tr><td>其他资金</td><td>6.00</td><td>5.00</td><td></td></tr>
<tr><td>年度目标</td><td colspan=4>修好三座石桥。</td></tr></table>"""
    [entry] = projects(read(text, "t.html"))
    found = {key: field.value for key, field in entry.group("amounts").items() if field.value}
    assert found == {
        "资金总额/实施期计划数": "66.96",
        "资金总额/截至上年底累计到位数": "55.72",
        "资金总额/本年预算数": "36.74",
        "财政拨款/实施期计划数": "60.96",
        "财政拨款/截至上年底累计到位数": "50.72",
        "财政拨款/本年预算数": "30.74",
        "其他资金/实施期计划数": "6.00",
        "其他资金/截至上年底累计到位数": "5.00",
    }


def test_a_level_printed_with_blanks_between_its_characters_is_one_cell() -> None:
    text = """项目名称 石桥修缮
一级指标 二级指标 三级指标 指标值 分值
产出 修缮数量 修缮石桥 3座 20
更换石板 710块 10
管理 财 务 管 理 财务报表按时报送率 100% 6
制度健全性 健全 4
"""
    found = rows(read(text, "t.txt"), "level2", "level3", "annual_value")
    assert ("财务管理", "财务报表按时报送率", "100%") in [(str(a).replace(" ", ""), b, c) for a, b, c in found]
    assert len(found) == 4


def test_a_grid_of_money_whose_block_label_stands_in_its_first_rows_only() -> None:
    """Each line has as many figures as there are heads; what stands before them are labels, one of them the block's."""
    text = """
  部门名称                                    柳湾县数据局

                                年初预算数        1-7月执行数         1-7月执行率            全年预计执行数

  年度预算执行情况      部门预算支出合计：        976.24        410.49            42.05%             969.08
    （万元）         其中：基本支出         569.83        232.49            40.80%             567.55

                  项目支出           406.41        178.00            43.80%             401.53

      年度总体目标    建好数据平台。

         一级指标     二级指标           三级指标         年初指标值

                                 建设平台          ≥1个
         产出指标     数量指标
                                 发放算力券         ≥20张

         效益指标     社会效益指标        服务企业          ≥80家
"""
    review = read(text, "t.txt")
    found = {
        key: field.value for node in review.root.children for key, field in node.group("amounts").items() if field.value
    }
    assert found == {
        "部门预算支出合计/年初预算数": "976.24",
        "部门预算支出合计/1-7月执行数": "410.49",
        "部门预算支出合计/全年预计执行数": "969.08",
        "基本支出/年初预算数": "569.83",
        "基本支出/1-7月执行数": "232.49",
        "基本支出/全年预计执行数": "567.55",
        "项目支出/年初预算数": "406.41",
        "项目支出/1-7月执行数": "178.00",
        "项目支出/全年预计执行数": "401.53",
    }


YEARS = """
                      2025年项目支出绩效目标表

      一级指标     二级指标             三级指标            2025年目标值    2026年目标值          2027年目标值

                           修缮乡村老石桥                220座        228座               237座

                         每年举办修桥培训班                ≥7期          ≥7期               ≥7期
               数量指标
                               清淤村边山塘             80口        83口               86口
        产出指标
                               加固塘坝堤岸           不少于10处        ≥10处               ≥10处

               质量指标            验收合格率              ≥96%        ≥96%               ≥98%

               时效指标       汛前修缮完成时间             2025年4月20日前 2026年4月20日前 2027年4月20日前

              经济效益指标       带动村民增收额               ≥3000万元     ≥3120万元            ≥3240万元
      效益指标
              社会效益指标       村民诉求办结率                ≥95%        ≥96%               ≥95%
"""


def test_values_that_only_single_blanks_part_are_no_line_across_the_table() -> None:
    found = rows(read(YEARS, "t.txt"), "level3", "annual_value")
    assert [name for name, _ in found][4:] == ["验收合格率", "汛前修缮完成时间", "带动村民增收额", "村民诉求办结率"]
    assert found[5][1] == "2025年4月20日前"


@pytest.mark.parametrize("name", ["t.md", "t.txt"])
def test_the_foot_of_a_web_page_names_no_unit(name: str) -> None:
    between = " | " if name == "t.md" else "\t"
    table = [
        ["项目名称", "石桥修缮", "", "", ""],
        ["一级指标", "二级指标", "三级指标", "指标值", "分值"],
        ["产出指标", "数量指标", "修缮石桥", "3座", "20"],
        ["产出指标", "质量指标", "验收合格率", "≥98%", "10"],
        ["效益指标", "社会效益指标", "绕行村民", "≤20人", "10"],
    ]
    edge = "| ", " |"
    lines = [between.join(row) if name == "t.txt" else edge[0] + between.join(row) + edge[1] for row in table]
    foot = [
        "关于我们 - 隐私声明 - 网站纠错",
        "承办单位：柳湾县文保所 联系电话：0417-4563419",
        "建议使用1366*768以上分辨率浏览",
    ]
    review = read("\n".join([*lines, *foot, ""]), name)
    [entry] = projects(review)
    assert (entry.value("name"), entry.value("unit")) == ("石桥修缮", None)
    assert [value for _, value in rows(review, "level3", "annual_value")] == ["3座", "≥98%", "≤20人"]


def test_total_values_are_those_of_the_whole_period() -> None:
    text = """| 项目名称 | 石桥修缮 |  |  |  |
|---|---|---|---|---|
| 一级指标 | 二级指标 | 三级指标 | 总考核值 | 本年度考核值 |
| 产出指标 | 数量指标 | 修缮石桥 | ≥9座 | ≥3座 |
| 产出指标 | 质量指标 | 验收合格率 | ≥98% | ≥95% |
"""
    assert rows(read(text), "level3", "period_value", "annual_value") == [
        ("修缮石桥", "≥9座", "≥3座"),
        ("验收合格率", "≥98%", "≥95%"),
    ]
