"""What pages print around tables whose columns only blanks keep apart: numbers at the foot, running heads."""

from __future__ import annotations

import pytest
from read_texts import read, rows

from reviewer.extract.aligned_head import running_lines
from reviewer.extract.pipeline import readings_of
from reviewer.extract.readings.reading import By
from reviewer.model.flow import Flow
from reviewer.model.review import Review
from reviewer.model.source import Source
from reviewer.sources.registry import source_from_bytes

LIST = """
                                    项目支出绩效目标表
      项目名称       预算金额        年度绩效目标         一级指标         三级指标        指标值

                                              产出指标       维护路灯        ≥300盏

                                              产出指标       更换灯具        ≥120套
  路灯维护           81.50      保障全市照明。
                                              效益指标       夜间亮灯率       ≥98%

                                              满意度指标      居民满意度       90%以上

                                              产出指标       清运垃圾        ≥9万吨
  环卫作业           20.00      保持环境整洁。        效益指标       无害化处理率      100%

                                              满意度指标      群众满意度       ≥92%

                                              产出指标       栽种行道树       ≥60株

                                              产出指标       养护绿地        5公顷
  绿化养护           33.75      提升绿化水平。
                                              效益指标       绿地养护达标率     ≥95%

                                              满意度指标      游客满意度       ≥88%




                                                             1
"""


def flows(text: str) -> list[Flow]:
    source: Source = source_from_bytes("t.txt", text.encode())
    return [line for page, block in source.blocks() for line in Flow.of(source, (block.span,)).lines("\n")]


def running(text: str) -> list[str]:
    lines = flows(text)
    return [lines[n].text.strip() for n in sorted(running_lines(lines))]


def test_a_number_at_the_foot_of_the_page_is_no_line_of_the_last_entry() -> None:
    review = read(LIST)
    found = [
        (entry.value("name"), entry.value("amounts[预算金额]"), len(entry.children)) for entry in review.root.children
    ]
    assert found == [("路灯维护", "81.50", 4), ("环卫作业", "20.00", 3), ("绿化养护", "33.75", 4)]
    assert rows(review)[-1] == ("满意度指标", None, "游客满意度", "≥88%")
    assert not any(field.value == "1" for entry in review.root.children for field in entry.fields.values())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("甲\n乙\n\n\n 1 \n\f丙\n丁\n\n\n- 2 -\n", ["1", "- 2 -"]),
        ("甲\n乙\n1\n\f丙\n丁\n2\n", []),  # right beneath the text: it may be a value
        ("禾溪市政所预算\n乙\n\n\n1\n\f禾溪市政所预算\n丁\n", ["禾溪市政所预算", "1", "禾溪市政所预算"]),
        ("序号   名称\n乙\n\f序号   名称\n丁\n", []),  # the head of the table again
        ("甲\n乙\n\n\n2026\n\n\n丙\n", []),  # not the last line of its page
        ("甲\n底\n\f乙\n底\n", ["底", "底"]),
    ],
)
def test_lines_that_pages_print_around_what_they_hold(text: str, found: list[str]) -> None:
    assert running(text) == found


CUT = """
                       2026年度项目支出绩效目标表
     项目名称    石桥修缮项目

      一级指标      二级指标          三级指标        指标方向      指标值             权重

                                    修缮石桥          正向      ≥3座              8
      产出指标      数量指标
                                    更换桥面石板        正向      600块             11


                                   —1—
\f柳湾县文保所2026年部门预算

                质量指标     验收合格率    正向      100%          11

                                          接到申请后15个工
      产出指标    时效指标     抢修进场时限    正向                   10
                                             作日内

      效益指标    社会效益指标    绕行村民     反向     明显减少          9

     满意度指标    满意度指标    村民满意度    正向      95%           10
"""


def test_a_page_without_labels_has_its_columns_in_the_order_of_those_above() -> None:
    """Each page is set by itself: what stands under 权重 on one stands under 指标值 on the next."""
    source = source_from_bytes("t.txt", CUT.encode())
    [by_rules] = [one for one in readings_of(source) if one.by is By.RULES]
    found = rows(Review(source, by_rules.root), "level2", "level3", "annual_value", "extra[权重]")
    assert found == [
        ("数量指标", "修缮石桥", "≥3座", "8"),
        ("数量指标", "更换桥面石板", "600块", "11"),
        ("质量指标", "验收合格率", "100%", "11"),
        ("时效指标", "抢修进场时限", "接到申请后15个工作日内", "10"),
        ("社会效益指标", "绕行村民", "明显减少", "9"),
        ("满意度指标", "村民满意度", "95%", "10"),
    ]


EVALUATED = """
                                    项目支出绩效自评汇总表
      项目名称       预算数        一级指标         三级指标        指标值     自评总分

                               产出指标       维护路灯        ≥300盏

                               产出指标       更换灯具        ≥120套
  路灯维护           81.50                                             96.5
                               效益指标       夜间亮灯率       ≥98%

                               满意度指标      居民满意度       90%以上

                               产出指标       清运垃圾        ≥9万吨
  环卫作业           20.00       效益指标       无害化处理率      100%        91
                               满意度指标      群众满意度       ≥92%
"""


def test_what_is_said_once_a_project_right_of_its_indicators_is_the_projects() -> None:
    review = read(EVALUATED)
    found = [(e.value("name"), e.value("attributes[自评总分]"), len(e.children)) for e in review.root.children]
    assert found == [("路灯维护", "96.5", 4), ("环卫作业", "91", 3)]
