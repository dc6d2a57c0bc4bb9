"""Rows that blank lines part, and lists whose columns only blanks keep apart, as pdftotext -layout leaves them."""

from __future__ import annotations

from itertools import pairwise

from read_texts import read, rows

from reviewer.extract.aligned import aligned_table
from reviewer.extract.blank_rows import blank_rows
from reviewer.model.flow import Flow
from reviewer.model.review import Kind, Node, Review

INDICATORS = """
           一级指标       二级指标             三级指标         指标值

                      数量指标           更换水泵              12台

           产出指标       质量指标           验收合格率             ≥98%

                      时效指标           完工时间            10月底前

           效益指标      社会效益指标          受益居民             3万人

                                               总分             100
"""
FORM = f"""
                          项目支出绩效目标表
 项目名称                                       泵站改造

                                               项目
 项目单位                清水街道水务所                          特定目标类                 一年
                                               类别

                     合计              财政拨款                       自有资金
资金来源（元）
                    90500             60500                       30000

年度绩效目标    更换水泵，保障供水。
{INDICATORS}"""
DEPARTMENT = f"""
                         部门整体支出绩效目标表
                                （2026年度）

   部门（单位）名称                                清水街道水务局

                                                        预算金额（万元）
           任务名称              主要内容
                                                总额       财政拨款                其他资金

         城乡供水管网改造   更换老旧管网三十公里，新建加压站两座
                                               512.06     300.06               212
            工程      ，减少漏损。
年度主要任务              清理河道淤泥，修补破损护坡，保障行
         河道清淤                                   95.2       80                  15.2
                    洪安全。

                      金额合计                     607.26     380.06             227.2

年度总体目标   供水稳定，河道畅通。
{INDICATORS}"""
LIST = """
                                       2025年专项资金绩效目标汇总表

                                                                    产出指标                           满意度指标
   项目名称       预算资金             年度目标
                                                     数量指标             质量指标           时效指标        服务对象满意度指标

                       更换水泵十二台，改造管网三公里，保障居民   1.更换水泵：12台；2.改造
泵站改造            166                                                  验收合格率≥98%     完工时间：10月底前    居民满意度≥90%
                       用水。                  管网≥3公里

                       清理河道五公里，修补破损护坡，保障汛期行
河道清淤            29.5                              清理河道：5公里         淤泥处置率：100%     汛前完成：6月底前     居民满意度≥85%
                       洪安全。
"""


def only(review: Review, kind: Kind) -> Node:
    (found,) = (node for node in review.root.walk() if node.kind is kind)
    return found


def test_a_label_in_two_lines_and_one_merged_over_two_rows():
    entry = only(read(FORM), Kind.PROJECT)
    assert (entry.value("name"), entry.value("unit")) == ("泵站改造", "清水街道水务所")
    assert entry.value("attributes[项目类别]") == "特定目标类"
    assert [entry.value(f"amounts[{key}]") for key in ("合计", "财政拨款", "自有资金")] == ["90500", "60500", "30000"]
    assert entry.value("goal") == "更换水泵，保障供水。"


def test_the_row_that_sums_up_points_is_no_indicator():
    assert rows(read(FORM), "level3", "annual_value") == [
        ("更换水泵", "12台"),
        ("验收合格率", "≥98%"),
        ("完工时间", "10月底前"),
        ("受益居民", "3万人"),
    ]


def test_the_rest_of_a_label_on_the_left_is_none_of_a_header():
    lines = ["  总体", "         更换水泵，保障供水。", "  目标", *INDICATORS.splitlines()]
    table = aligned_table([Flow.loose(line) for line in lines if line.strip()])
    assert table is not None
    assert table.rows[0].texts == ["一级指标", "二级指标", "三级指标", "指标值"]


def test_tasks_whose_cells_wrap_beside_each_other():
    review = read(DEPARTMENT)
    tasks = [node for node in review.root.walk() if node.kind is Kind.TASK]
    assert [(t.value("name"), t.value("content"), t.value("amount")) for t in tasks] == [
        ("城乡供水管网改造工程", "更换老旧管网三十公里，新建加压站两座，减少漏损。", "512.06"),
        ("河道清淤", "清理河道淤泥，修补破损护坡，保障行洪安全。", "95.2"),
    ]


def test_a_list_with_levels_over_its_columns():
    review = read(LIST)
    assert [node.value("name") for node in review.root.walk() if node.kind is Kind.PROJECT] == ["泵站改造", "河道清淤"]
    assert rows(review) == [
        ("产出指标", "数量指标", "更换水泵", "12台"),
        ("产出指标", "数量指标", "改造管网", "≥3公里"),
        ("产出指标", "质量指标", "验收合格率", "≥98%"),
        ("产出指标", "时效指标", "完工时间", "10月底前"),
        ("满意度指标", "服务对象满意度指标", "居民满意度", "≥90%"),
        ("产出指标", "数量指标", "清理河道", "5公里"),
        ("产出指标", "质量指标", "淤泥处置率", "100%"),
        ("产出指标", "时效指标", "汛前完成", "6月底前"),
        ("满意度指标", "服务对象满意度指标", "居民满意度", "≥85%"),
    ]


INDEX = """
                           清水街道2025年项目绩效目标汇编
目录
        序号                     项目名称                 预算金额（万元）                 备注

         1                    泵站改造                     29.5                 见附表1

收支总表
                   收入                                                  支出

        项目                      预算数                    项目                   预算数

     一、一般公共预算拨款                 1820.4             一、一般公共服务支出                 210

      本年收入合计                    1820.4               本年支出合计                  210

附表1
      项目名称                                          泵站改造

      项目单位                      清水街道水务所                          金额           29.5万元

      年度目标        更换水泵，保障供水。
"""


def test_an_index_and_a_table_of_income_before_the_forms_are_no_projects():
    review = read(INDEX + INDICATORS)
    (entry,) = (node for node in review.root.children if node.kind is not Kind.INDICATOR)
    assert (entry.value("name"), entry.value("unit"), entry.value("goal")) == (
        "泵站改造",
        "清水街道水务所",
        "更换水泵，保障供水。",
    )
    assert [key for key, _ in entry.fields.items() if key.startswith("amounts")] == ["amounts[金额]"]
    assert len(rows(review)) == 4


def test_figures_are_those_of_the_labels_they_stand_under():
    form = FORM.replace("自有资金", "单位自筹").replace("资金来源（元）", "资金来源   ")
    entry = only(read(form), Kind.PROJECT)
    assert [entry.value(f"amounts[{key}]") for key in ("合计", "财政拨款", "单位自筹")] == ["90500", "60500", "30000"]


def blanks(text: str) -> list[list[str]] | None:
    """The rows of some lines, pieces two blanks apart."""
    lines, numbers = [], []
    for number, line in enumerate(text.split("\n")):
        if line.strip():
            cells, at = [], 0
            for piece in line.split("  "):
                if piece.strip():
                    cells.append((line.index(piece.strip(), at), Flow.loose(piece.strip())))
                at += len(piece) + 2
            lines.append(cells)
            numbers.append(number)
    assert all(before < after for before, after in pairwise(numbers))
    found = blank_rows(lines, numbers)
    return found and [[cell.flow.text for cell in row.cells] for row in found]


def test_lines_without_a_blank_one_between_are_not_put_together():
    assert blanks("甲    1\n乙    2\n丙    3\n丁    4\n\n戊    5") is None


def test_a_label_stands_before_the_first_of_the_rows_it_is_in_the_middle_of():
    text = """
                 年初数      全年数

      资金总额      95.2       95.2
项目资金
（万元）  其中：拨款    80         80

      其他资金      15.2       15.2
"""
    assert blanks(text) == [
        ["项目资金（万元）", "年初数", "全年数"],
        ["资金总额", "95.2", "95.2"],
        ["其中：拨款", "80", "80"],
        ["其他资金", "15.2", "15.2"],
    ]


def test_the_rest_of_both_values_joins_each_and_the_rest_of_one_the_value_that_stands_alone() -> None:
    head = "项目名称\t泵站\t\t\t\n一级指标\t二级指标\t三级指标\t实施期目标值\t年度目标值\n"
    both = read(
        f"{head}产出指标\t数量指标\t新建泵站\t90座大型\t30座大型\n\t\t\t灌溉泵站\t排涝泵站\n\t质量指标\t合格率\t100%\t98%\n",
        "t.tsv",
    )
    assert rows(both, "level3", "period_value", "annual_value") == [
        ("新建泵站", "90座大型灌溉泵站", "30座大型排涝泵站"),
        ("合格率", "100%", "98%"),
    ]


def test_what_ends_with_a_full_stop_is_no_part_of_the_cell_beneath() -> None:
    text = (
        "                     2025年部门整体支出绩效目标表\n 部门名称                           清水县水务局\n\n"
        "            任务名称                    主要内容\n\n"
        "          水源保护与河道\n                     清理河道，管护水源地。\n           生态综合治理\n"
        " 年度主要任务   乡村供水管网\n                     改造管网，检修水泵。\n            维修养护\n\n"
        "           防汛抗旱             储备物资，开展演练。\n\n"
        " 年度总体目标   保障供水和防汛。\n"
    )
    tasks = [node for node in read(text + INDICATORS).root.walk() if node.kind is Kind.TASK]
    assert [(task.value("name"), task.value("content")) for task in tasks] == [
        ("水源保护与河道生态综合治理", "清理河道，管护水源地。"),
        ("乡村供水管网维修养护", "改造管网，检修水泵。"),
        ("防汛抗旱", "储备物资，开展演练。"),
    ]


def test_paragraphs_above_a_form_do_not_hide_that_blank_lines_part_its_rows() -> None:
    notes = "".join(f"第{number}项经费：指保障单位运转的支出。\n" for number in range(20))
    entry = only(read(notes + FORM), Kind.PROJECT)
    assert [entry.value(f"amounts[{key}]") for key in ("合计", "财政拨款", "自有资金")] == ["90500", "60500", "30000"]
    assert entry.value("attributes[项目类别]") == "特定目标类"
