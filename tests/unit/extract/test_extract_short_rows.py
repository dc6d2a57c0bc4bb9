"""Rows of a list that a converter wrote without what merged cells above hold: their cells are those at the right."""

from __future__ import annotations

from pathlib import Path

from read_texts import read, rows

from reviewer.extract.pipeline import readings_of
from reviewer.extract.readings.reading import value
from reviewer.extract.rows import grid_rows
from reviewer.model.review import Kind
from reviewer.model.source import Grid
from reviewer.sources.registry import open_source

HEAD = "| 编码 | 项目名称 | 预算 | 绩效目标 | 一级指标 | 二级指标 | 三级指标 | 指标值 |\n|---|---|---|---|---|---|---|---|\n"


def names(text: str) -> list[str | None]:
    return [node.value("name") for node in read(text, "t.md").root.walk() if node.kind in (Kind.PROJECT, Kind.UNIT)]


def test_names_and_values_alone_in_their_rows_go_to_the_project_above():
    text = HEAD + (
        "| 1 | 桥灯养护 | 12.5 | 保障桥灯明亮，市民出行安全。 | 产出指标 | 数量指标 | 养护桥灯数量 | 40盏 |\n"
        "| 更换灯罩台数 | 23台 |\n| 质量指标 | 亮灯率 | ≥95% |\n"
        "| 2 | 书屋补助 | 38 | 书屋全年开放，读者增加。 | 产出指标 | 数量指标 | 开放书屋 | 9间 |\n"
        "| 读书活动场次 | 不少于52场 |\n"
    )
    assert names(text) == ["桥灯养护", "书屋补助"]
    assert rows(read(text, "t.md")) == [
        ("产出指标", "数量指标", "养护桥灯数量", "40盏"),
        ("产出指标", "数量指标", "更换灯罩台数", "23台"),
        ("产出指标", "质量指标", "亮灯率", "≥95%"),
        ("产出指标", "数量指标", "开放书屋", "9间"),
        ("产出指标", "数量指标", "读书活动场次", "不少于52场"),
    ]


def test_projects_that_end_with_their_amount_stay_projects():
    text = (
        "| 项目名称 | 预算 | 绩效目标 | 三级指标 | 指标值 |\n|---|---|---|---|---|\n"
        "| 桥灯养护 | 12.5 | 保障桥灯明亮，市民出行安全。 | 养护桥灯数量 | 40盏 |\n"
        "| 书屋补助 | 38 |\n| 校园绿化 | 16 |\n| 路面清扫 | 7.5 |\n"
    )
    assert names(text) == ["桥灯养护", "书屋补助", "校园绿化", "路面清扫"]


GATHERED = """| 编号 | 项目名称 | 资金规模 | 绩效目标 | 一级指标 | 二级指标 | 三级指标 | 目标值 | 完成时限 |
| 1 | 湿地巡护 | 366.17 | 保护珍稀候鸟。 | 产出指标 | 数量指标 | 巡护里程 | ≥1140公里 | 12月 |
| 设置红外相机 | ≥100台 | 12月 |  |  |  |  |  |  |
| 质量指标 | 救护成活率 | ≥70% | 12月 |  |  |  |  |  |
| 满意度指标 | 服务对象满意度指标 | 志愿者满意度 | ≥90% | 12月 |  |  |  |  |
| 2 | 渔政执法 | 841.84 | 维护生产秩序。 | 产出指标 | 数量指标 | 开展巡航 | ≥190航次 | 12月 |
| 清理网具 | =2670张 | 12月 |  |  |  |  |  |  |
"""


def test_blank_cells_gathered_at_the_end_of_rows_move_no_cell_to_another_column() -> None:
    found = [
        (row.value("level1"), row.value("level2"), row.value("level3"), row.value("annual_value"))
        for entry in read(GATHERED, "t.md").entries
        for row in entry.children
    ]
    assert found == [
        ("产出指标", "数量指标", "巡护里程", "≥1140公里"),
        ("产出指标", "数量指标", "设置红外相机", "≥100台"),
        ("产出指标", "质量指标", "救护成活率", "≥70%"),
        ("满意度指标", "服务对象满意度指标", "志愿者满意度", "≥90%"),
        ("产出指标", "数量指标", "开展巡航", "≥190航次"),
        ("产出指标", "数量指标", "清理网具", "=2670张"),
    ]


def test_rows_whose_blank_cells_are_gathered_at_their_end_are_known_for_it(tmp_path: Path) -> None:
    def short(text: str) -> list[bool]:
        path = tmp_path / "t.md"
        path.write_text(text, encoding="utf-8")
        source = open_source(path)
        page, grid = next((page, block) for page, block in source.blocks() if isinstance(block, Grid))
        return [row.ends_early for row in grid_rows(source, page, grid)]

    assert short(GATHERED) == [False, False, True, True, True, False, True]
    assert not any(
        short(GATHERED.replace("| 质量指标 |", "|  | 质量指标 |").replace("| ≥70% | 12月 |  |", "| ≥70% | 12月 |"))
    )


def test_rows_with_their_last_cell_blank_stay_where_they_stand() -> None:
    noted = GATHERED.replace("完成时限", "备注").replace("| 12月 |", "|  |")
    kept = "\n".join(line for line in noted.splitlines() if line.startswith(("| 编", "| 1", "| 2")))
    more = kept + "".join(
        f"\n| {n} | 项目{n} | 10.0{n} | 目标{n}。 | 产出指标 | 数量指标 | 修路{n} | ≥{n}公里 |  |" for n in range(3, 7)
    )
    found = [entry.value("name") for entry in read(more, "t.md").entries]
    assert found == ["湿地巡护", "渔政执法", "项目3", "项目4", "项目5", "项目6"]


DEADLINES = (
    "| 编号 | 责任科室 | 项目名称 | 资金规模 | 其中：本年安排 | 绩效目标 | 一级指标 | 二级指标 | 三级指标 | 目标值 | 完成时限 |\n"
    "| 1 | 综合股 | 湿地巡护与致害补偿经费 | 366.17 | 296.59 | 保护珍稀候鸟，化解冲突。 "
    "| 产出指标 | 数量指标 | 巡护里程 | 1140公里以上 | 2031年12月 |\n"
    "| 设置红外相机（台） | ≥100 | 2031年12月 |  |  |  |  |  |  |  |  |\n"
    "| 补偿受损农户 | 390户 | 2031年12月 |  |  |  |  |  |  |  |  |\n"
    "| 质量指标 | 救护成活率 | ≥70% | 2031年12月 |  |  |  |  |  |  |  |\n"
)


def test_the_rules_alone_take_no_row_before_gathered_blanks_for_a_project(tmp_path: Path) -> None:
    path = tmp_path / "t.md"
    path.write_text(DEADLINES, encoding="utf-8")
    (rules, *_) = readings_of(open_source(path))
    assert [value(entry, "name") for entry in rules.entries] == ["湿地巡护与致害补偿经费"]
    assert [(value(row, "level2"), value(row, "level3"), value(row, "annual_value")) for row in rules.indicators()] == [
        ("数量指标", "巡护里程", "1140公里以上"),
        ("数量指标", "设置红外相机（台）", "≥100"),
        ("数量指标", "补偿受损农户", "390户"),
        ("质量指标", "救护成活率", "≥70%"),
    ]
