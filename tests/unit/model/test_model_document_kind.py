"""What kind of document a source is, told by all of it: foreign ones of every kind, and target documents that look like them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reviewer.model.document_kind import FOREIGN_FROM, FOREIGN_KINDS, OPEN_FROM, DocumentKind, document_kind
from reviewer.model.kind_features import Glance, features, glance
from reviewer.model.reasons import REASONS
from reviewer.sources.registry import source_from_bytes
from tools.corpus import layouts
from tools.corpus import make as make_targets
from tools.foreign import KINDS, make
from tools.sequence.builder import build


def kind(text: str, name: str = "t.txt") -> DocumentKind:
    return document_kind(source_from_bytes(name, text.encode()))


FOREIGN = {
    "final_accounts": """一般公共预算财政拨款支出决算表
部门：望溪县水务局  单位：万元
功能分类科目编码\t科目名称\t本年支出\t基本支出\t项目支出
2130301\t行政运行\t812.30\t812.30\t0.00
2130305\t水利工程建设\t1,260.00\t0.00\t1,260.00
合计\t\t2,072.30\t812.30\t1,260.00
""",
    "budget_table": """望溪县2027年收支预算总表
收入\t预算数\t支出\t预算数
一般公共预算拨款\t3260.5\t教育支出\t2800
事业收入\t120\t社会保障和就业支出\t580.5
收入总计\t3380.5\t支出总计\t3380.5
""",
    "three_public": """2027年“三公”经费预算表
项目,上年预算数,本年预算数
因公出国（境）费用,0,0
公务接待费,12.5,11
公务用车运行维护费,36,34.2
合计,48.5,45.2
""",
    "procurement": """政府采购意向公开
序号 采购项目名称 采购需求概况 预算金额（万元） 预计采购时间
1 水文监测设备 雷达水位计12套 86.00 2027年4月
2 办公楼电梯更换 客梯2部 58.50 2027年6月
""",
    "tender": """望溪县灌区改造监理服务中标结果公告
一、项目编号：WX-2027-018
二、中标人：青禾工程咨询有限公司
三、中标金额：486000元
四、评标委员会成员：（略）
五、代理服务费：7290元
""",
    "staff": """望溪县水务局职工花名册
序号\t姓名\t性别\t出生年月\t学历\t职称\t参加工作时间
1\t某甲\t男\t1988.03\t本科\t工程师\t2011.08
2\t某乙\t女\t1992.11\t研究生\t助理工程师\t2018.07
""",
    "notice": """关于做好2027年度绩效目标填报工作的通知
各股室、各二级单位：
一、所有项目都应填报绩效目标，绩效指标由产出指标、效益指标、满意度指标组成，其中数量指标须写明单位。
二、指标值要有依据，例如“维修渠道长度≥20公里”“群众满意度≥90%”，不得照抄往年。
三、请于11月5日前报局财务股，逾期不予受理。
望溪县水务局
2027年10月8日
""",
    "statistics": """望溪县2027年1-9月主要经济指标
指标\t单位\t累计\t同比增长（%）
地区生产总值\t亿元\t218.6\t5.9
固定资产投资\t亿元\t96.4\t7.2
社会消费品零售总额\t亿元\t72.8\t6.6
城镇居民人均可支配收入\t元\t31260\t5.1
""",
    "index": """望溪县水务局2027年部门预算公开目录
第一部分 部门概况........1
第二部分 部门预算表........5
部门收支总表........6
一般公共预算支出表........9
项目支出绩效目标表........18
第三部分 情况说明........25
第四部分 名词解释........31
""",
    "glossary": """名词解释
一、机关运行经费：指为保证行政单位正常运转而开支的办公、印刷、差旅等费用。
二、基本支出：指人员经费和日常公用经费。
三、上年结转：指以前年度安排、今年继续使用的资金。
四、政府性基金预算：指专项用于特定事业的收支预算。
""",
    "appraisal_other": """供水所长年度考核评分表
一级指标\t二级指标\t三级指标\t分值\t评分标准\t自评\t考评
安全生产\t巡查\t水源地巡查记录\t10\t缺一次扣1分\t\t
\t应急\t应急演练\t10\t未开展不得分\t\t
服务质量\t投诉\t投诉办结\t15\t每起未办结扣3分\t\t
廉洁自律\t纪律\t上下班纪律\t10\t迟到一次扣0.5分\t\t
\t学习\t政治学习笔记\t5\t缺一篇扣1分\t\t
班组管理\t台账\t设备台账齐全\t10\t缺一项扣2分\t\t
合计\t\t\t100\t\t\t
考核结果分为优秀、合格、不合格三个等次。
""",
    "list_other": """望溪县水利在建项目进度表
序号\t项目名称\t建设地点\t建设规模\t总投资（万元）\t完成投资\t责任单位
1\t北干渠防渗\t石桥镇\t衬砌12公里\t2600\t1430\t灌区管理处
2\t东湾水库加固\t东湾村\t坝体灌浆\t1850\t960\t水库管理所
""",
    "report_text": """望溪县水务局2027年工作总结
今年以来，全局上下围绕水安全保障，主要做了以下工作。一是抓工程，新修渠道46公里，完成投资1.2亿元，占年度计划的103%。
二是抓管理，用水户满意度达到93%。存在的问题：部分项目绩效目标设置偏低，数量指标多而效益指标少。
下一步，力争水费收缴率提高到95%以上，培训管护人员不少于200人次。
""",
}
TARGETS = {
    "a form": """项目支出绩效目标表
（2027年度）
项目名称\t北干渠维修养护
主管部门\t望溪县水务局\t实施单位\t灌区管理处
年度目标\t完成干渠维修，保障灌溉用水。
一级指标\t二级指标\t三级指标\t指标值
产出指标\t数量指标\t维修渠道长度\t≥20公里
\t质量指标\t验收合格率\t100%
效益指标\t社会效益指标\t改善灌溉面积\t≥3万亩
满意度指标\t服务对象满意度指标\t用水户满意度\t≥90%
""",
    "projects with amounts and goals, no indicators": """2027年项目支出绩效目标公开表
单位名称\t项目名称\t预算金额（万元）\t年度绩效目标
县水务局\t北干渠维修养护\t260.00\t完成20公里渠道维修，保障三万亩农田灌溉用水。
县水务局\t农村饮水水质检测\t48.50\t全年检测水样不少于600份，保障饮水安全。
""",
    "run together": "项目支出绩效目标表项目名称北干渠维修养护年度目标完成干渠维修，保障灌溉用水。一级指标二级指标三级指标指标值"
    "产出指标数量指标维修渠道长度"
    "≥20公里质量指标验收合格率100%时效指标完成时间12月底前"
    "效益指标社会效益指标改善灌溉面积≥3万亩满意度指标用水户满意度≥90%",
    "of a hospital": """项目支出绩效目标申报表
项目名称,县医院救治能力提升
年度目标,提高急诊手术能力，改善患者就医体验。
一级指标,二级指标,三级指标,年度指标值
产出指标,数量指标,购置手术设备,≥3台
,质量指标,设备验收合格率,100%
效益指标,社会效益,急诊患者抢救成功率,≥92%
满意度指标,服务对象满意度,住院患者满意度,≥95%
""",
    "of purchases": """政府采购项目绩效目标表
项目名称\t执法车辆购置
绩效目标\t通过公开招标购置车辆，提高执法效率。
产出指标\t数量指标\t购置车辆\t2辆
产出指标\t质量指标\t招标合规率\t100%
产出指标\t成本指标\t采购金额\t≤50万元
满意度指标\t服务对象满意度\t使用人员满意度\t≥95%
""",
}


@pytest.mark.parametrize("name", FOREIGN)
def test_a_foreign_document_is_named(name: str) -> None:
    found = kind(FOREIGN[name])
    assert found.is_foreign, found
    assert found.foreign == name
    said = found.message()
    assert said is not None
    assert said.code in REASONS


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_document_is_never_foreign_whatever_it_is_about(name: str) -> None:
    found = kind(TARGETS[name])
    assert (found.kind, found.is_open, found.message()) == ("targets", False, None), found


def test_a_target_table_among_the_tables_of_a_budget_makes_the_document_one_of_targets() -> None:
    around = [FOREIGN[name] for name in ("index", "budget_table", "three_public", "procurement", "glossary")]
    found = kind("\n".join([*around[:3], TARGETS["a form"], *around[3:]]))
    assert not found.is_foreign
    assert not found.is_open


def test_a_self_evaluation_and_a_monitoring_are_told_from_targets() -> None:
    evaluation = """项目支出绩效自评表
（2027年度）
项目名称\t北干渠维修养护
项目资金\t全年预算数\t全年执行数\t分值\t执行率\t得分
年度资金总额\t260\t255.8\t10\t98.4%\t9.8
预期目标\t完成干渠维修\t实际完成情况\t已完成
一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因分析及改进措施
产出指标\t数量指标\t维修渠道长度\t≥20公里\t21公里\t20\t20\t
"""
    assert kind(evaluation).kind == "self_evaluation"
    monitoring = """项目支出绩效目标执行监控表
（2027年度）
项目名称\t北干渠维修养护
项目资金\t全年预算数\t1-7月执行数\t全年预计执行数
年度资金总额\t260\t142.5\t260
一级指标\t二级指标\t三级指标\t年度指标值\t1-7月执行情况\t全年预计完成情况\t偏差原因分析\t目标完成可能性
产出指标\t数量指标\t维修渠道长度\t≥20公里\t12公里\t20公里\t无\t确定能
"""
    assert kind(monitoring).kind == "monitoring"


@pytest.mark.parametrize("text", ["葈僷㹍䖠䥦\n刄㹍䗂儳䩏\t僷䘏㝧\n" * 9, "lorem ipsum dolor sit amet\n" * 5])
def test_where_no_word_is_known_nothing_is_called_foreign(text: str) -> None:
    assert not kind(text).is_foreign


@pytest.mark.parametrize("name", KINDS)
def test_invented_foreign_documents_of_other_seeds(name: str) -> None:
    made = [make(f"test{n}", name) for n in range(9)]
    long = [one for one in made if len(one[2]) > 200][:4]  # little text is given the benefit of the doubt
    found = [(broad, kind(text, f"t.{suffix}")) for broad, suffix, text in long]
    assert sum(not k.is_foreign and not k.is_open for _, k in found) <= 1
    assert sum(k.foreign == broad for broad, k in found) >= len(found) - 1


@pytest.mark.parametrize("layout", layouts())
def test_invented_target_documents_of_other_seeds(layout: str) -> None:
    for seed in (990_001, 990_002):
        name, text, _ = make_targets(layout, seed, "heavy")
        assert not kind(text, name).is_foreign


def test_invented_target_documents_in_every_form() -> None:
    laid = [build(f"kind{n}") for n in range(60)]
    wrong = [one.text[:200] for one in laid if one.truth["entries"] and kind(one.text).is_foreign]
    assert wrong == []


SEEN = Glance(
    [],
    ["产出指标", "数量指标", "≥5次", "1,200.00", "10分", "2031年3月2日", "请各单位按要求报送", "“≥5”", "说明",
     "一、总体目标", "目录………12", "数量指标应当细化、量化，不得空泛，印发宣传手册的数量不少于三千份并逐年增加。",
     *["其他文字"] * 60],
    ["一、总体目标", "目录………12", "别的"],
    1,
)  # fmt: skip
COUNTS = {"levels", "signs", "quoted levels", "dates", "length"}


def test_shares_stay_what_they_are_in_a_document_twice_as_long_and_counts_grow() -> None:
    once, twice = (features(replace(SEEN, cells=SEEN.cells * n, lines=SEEN.lines * n), ()) for n in (1, 2))
    grown = {name.removeprefix("x:") for name, value in twice.items() if value > once[name] + 1e-9}
    shrunk = {name for name, value in twice.items() if value < once[name] - 1e-9}
    assert once.keys() == twice.keys()
    assert len(once) > 17, "there is something of every feature to be seen"
    assert (grown, shrunk) == (COUNTS, set())
    assert all(0 < value <= 1 for value in twice.values())
    assert {name for name, value in once.items() if value == 1} <= {"x:grids"}, "none is at its limit"


@pytest.mark.parametrize(
    ("letters", "name", "share"),
    [(30, "sentences", 0.0), (31, "sentences", 31 / 32), (14, "short cells", 1.0), (15, "short cells", 0.5)],
)
def test_from_which_length_on_a_cell_is_a_sentence_or_none_that_is_short(letters: int, name: str, share: float) -> None:
    cells = ["字" * letters, "字"]
    assert features(Glance([], cells, [], 0), ()).get(f"x:{name}", 0.0) == pytest.approx(share)


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("表" * 60, ["表" * 60]), ("表" * 61, []), (f"# 目标表\n{'字' * 20}", ["目标表", "字" * 20]),
        ("一\n二\n三\n四\n五\n六\n#七", ["一", "二", "三", "四", "五", "七"]), ("附件\n附件\n", ["附件"]),
    ],
)  # fmt: skip
def test_titles_are_the_first_short_lines_and_headings(text: str, titles: list[str]) -> None:
    source = source_from_bytes("t.md", text.encode())
    assert glance(source, source.blocks()).titles == titles


@pytest.mark.parametrize(
    ("share", "is_open"),
    [(0.0, False), (OPEN_FROM - 0.01, False), (OPEN_FROM, True), (FOREIGN_FROM, True), (1.0, True)],
)
def test_from_which_probability_on_it_is_open_whether_a_document_is_one_of_ours(share: float, is_open: bool) -> None:
    ours = DocumentKind("targets", "notice", share)
    assert (ours.is_open, ours.message() is not None) == (is_open, is_open)
    foreign = DocumentKind("foreign", "notice", share)
    assert (foreign.is_open, str(foreign.message().code)) == (False, "foreign.notice")  # type: ignore[union-attr]


def test_every_foreign_kind_has_its_sentence() -> None:
    assert {f"foreign.{name}" for name in FOREIGN_KINDS} <= set(REASONS)
    assert {broad for broad, _ in KINDS.values()} == set(FOREIGN_KINDS)
