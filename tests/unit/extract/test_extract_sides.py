"""Two grids of indicators side by side, and grids within a form that only look like lists of projects."""

from __future__ import annotations

from tests.unit.extract.read_texts import read, rows

TOP = "<tr><td>项目名称</td><td colspan=5>实训基地</td></tr><tr><td>绩效目标</td><td colspan=5>共建实训基地，提高学生能力。</td></tr>"


def page(*lines: str, top: str = TOP) -> str:
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in line.split("|")) + "</tr>" for line in lines)
    return f"<table>{top}{body}</table>"


def test_two_indicators_in_a_row_are_both_of_the_year() -> None:
    review = read(
        page(
            "一级指标|二级指标|三级指标|指标值|三级指标|指标值",
            "产出指标|数量指标|建设实训室|≥17间|购置设备|127台",
            "产出指标|质量指标|设备完好率|≥98%|证书通过率|≥82%",
            "效益指标|社会效益指标|对口就业率|≥78%||",
        ),
        "t.html",
    )
    assert rows(review, "level2", "level3", "period_value", "annual_value") == [
        ("数量指标", "建设实训室", None, "≥17间"),
        ("数量指标", "购置设备", None, "127台"),
        ("质量指标", "设备完好率", None, "≥98%"),
        ("质量指标", "证书通过率", None, "≥82%"),
        ("社会效益指标", "对口就业率", None, "≥78%"),
    ]


def test_the_same_names_on_both_sides_are_of_the_whole_period_and_of_the_year() -> None:
    review = read(
        page(
            "一级指标|二级指标|三级指标|指标值|三级指标|指标值",
            "产出指标|数量指标|建设实训室|≥17间|建设实训室|≥6间",
            "产出指标|质量指标|设备完好率|≥98%|设备完好率|≥95%",
        ),
        "t.html",
    )
    assert rows(review, "level3", "period_value", "annual_value") == [
        ("建设实训室", "≥17间", "≥6间"),
        ("设备完好率", "≥98%", "≥95%"),
    ]


def test_a_form_that_speaks_of_the_whole_period_has_its_values_on_the_left() -> None:
    review = read(
        page(
            "中期目标|年度目标",
            "建成基地，提高能力。|建成一期，开始招生。",
            "二级指标|三级指标|指标值|二级指标|三级指标|指标值",
            "数量指标|建设实训室|≥17间|数量指标|建成一期实训室|≥6间",
            "质量指标|设备完好率|≥98%|质量指标|一期设备完好率|≥95%",
            top="<tr><td>项目名称</td><td colspan=5>实训基地</td></tr>",
        ),
        "t.html",
    )
    assert rows(review, "level3", "period_value", "annual_value") == [
        ("建设实训室", "≥17间", None),
        ("建成一期实训室", None, "≥6间"),
        ("设备完好率", "≥98%", None),
        ("一期设备完好率", None, "≥95%"),
    ]


HALVES = (
    "<tr><td colspan=3>产出指标</td><td colspan=3>效益指标</td></tr>"
    "<tr><td>二级指标</td><td>三级指标</td><td>指标值</td><td>二级指标</td><td>三级指标</td><td>指标值</td></tr>"
    "<tr><td rowspan=2>数量指标</td><td>建设教室</td><td>26间</td><td rowspan=2>社会效益指标</td><td>入学率</td><td>≥97%</td></tr>"
    "<tr><td>配置器材</td><td>814件</td><td>融合氛围</td><td>明显改善</td></tr>"
    "<tr><td>质量指标</td><td>验收合格率</td><td>100%</td><td colspan=3>满意度指标</td></tr>"
    "<tr><td>时效指标</td><td>投用率</td><td>100%</td><td>服务对象满意度指标</td><td>家长满意度</td><td>≥80%</td></tr>"
)


def test_levels_over_the_halves_of_a_table_hold_for_each_half_which_keeps_its_own_levels_2() -> None:
    assert rows(read(f"<table>{TOP}{HALVES}</table>", "t.html")) == [
        ("产出指标", "数量指标", "建设教室", "26间"),
        ("产出指标", "数量指标", "配置器材", "814件"),
        ("产出指标", "质量指标", "验收合格率", "100%"),
        ("产出指标", "时效指标", "投用率", "100%"),
        ("效益指标", "社会效益指标", "入学率", "≥97%"),
        ("效益指标", "社会效益指标", "融合氛围", "明显改善"),
        ("满意度指标", "服务对象满意度指标", "家长满意度", "≥80%"),
    ]


def test_offices_that_answer_for_indicators_are_no_projects_of_a_form_that_names_its_own() -> None:
    review = read(
        page(
            "工作任务|一级指标|二级指标|三级指标|指标值|责任单位",
            "任务一：饲养繁育|产出指标|数量指标|饲养动物|104只|办公室",
            "任务一：饲养繁育|产出指标|质量指标|动物健康率|≥96%|办公室",
            "任务二：节能改造|产出指标|数量指标|更换灯具|≥958盏|规划建设股",
        ),
        "t.html",
    )
    assert [entry.value("name") for entry in review.entries] == ["实训基地"]
    assert [row[2:] for row in rows(review)] == [("饲养动物", "104只"), ("动物健康率", "≥96%"), ("更换灯具", "≥958盏")]


def test_values_of_other_years_and_standards_under_one_header_leave_the_target_its_column() -> None:
    names = "".join(f"<td rowspan=2>{name}</td>" for name in ("一级指标", "二级指标", "三级指标"))
    head = f"<tr>{names}<td colspan=3>参照值</td><td rowspan=2>目标值</td></tr>"
    review = read(
        f"<table>{TOP}{head}<tr><td>2023年</td><td>2024年</td><td>行业标准</td></tr>"
        "<tr><td>产出指标</td><td>数量指标</td><td>放流对虾</td><td>7166万尾</td><td>7655万尾</td><td>—</td><td>≥8144万尾</td></tr>"
        "<tr><td>产出指标</td><td>质量指标</td><td>检疫合格率</td><td>88%</td><td>94%</td><td>100%</td><td>100%</td></tr></table>",
        "t.html",
    )
    assert [row[2:] for row in rows(review)] == [("放流对虾", "≥8144万尾"), ("检疫合格率", "100%")]


def test_a_row_of_a_departments_indicators_that_sounds_like_tasks_stays_one() -> None:
    review = read(
        "<table><tr><td colspan=5>部门整体绩效目标表</td></tr><tr><td>部门名称</td><td colspan=4>甲县司法局</td></tr>"
        "<tr><td>年度目标</td><td colspan=4>缓解融资难，促进知识转化。</td></tr>"
        "<tr><td>绩效指标</td><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>指标值</td></tr>"
        "<tr><td></td><td>投入管理指标</td><td>工作目标管理</td><td>履职目标相关性</td><td>相关</td></tr>"
        "<tr><td></td><td>投入管理指标</td><td>工作目标管理</td><td>工作任务科学性</td><td>科学</td></tr>"
        "<tr><td></td><td>投入管理指标</td><td>绩效管理</td><td>自评完成率</td><td>100%</td></tr></table>",
        "t.html",
    )
    assert [row[2:] for row in rows(review)] == [
        ("履职目标相关性", "相关"),
        ("工作任务科学性", "科学"),
        ("自评完成率", "100%"),
    ]
