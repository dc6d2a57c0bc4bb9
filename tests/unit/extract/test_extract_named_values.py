"""Names and their values in one cell, several of them: in the rows of a form, and in those of a list of projects."""

from __future__ import annotations

import pytest
from read_texts import read, rows

from reviewer.model.review import Review

HEAD = "一级指标\t二级指标\t{label}"
CELL = {
    "semicolons": "修建步道：≥6公里；安装座椅（个）：40；",
    "plain": "修建步道：≥6公里；含两座凉亭",
}
FOUND = {
    "semicolons": [("产出指标", "数量指标", "修建步道", "≥6公里"), ("产出指标", "数量指标", "安装座椅（个）", "40")],
    "plain": [("产出指标", "数量指标", "修建步道", "≥6公里；含两座凉亭")],
}
LAST = ("满意度指标", "服务对象满意度指标", "市民满意度", "≥90%")


def form(label: str, cell: str) -> Review:
    return read(
        "项目支出绩效目标表\t\t\n项目名称\t滨河步道建设\t\n年度目标\t方便市民健身休闲。\t\n"
        f"{HEAD.format(label=label)}\n产出指标\t数量指标\t{cell}\n满意度指标\t服务对象满意度指标\t市民满意度：≥90%\n"
    )


def listed(label: str, cell: str) -> Review:
    return read(
        f"甲区公园管理处2025年项目绩效目标表\n序号\t项目名称\t预算金额（万元）\t绩效目标\t{HEAD.format(label=label)}\n"
        f"1\t滨河步道建设\t86.40\t方便市民健身休闲。\t产出指标\t数量指标\t{cell}\n"
        "\t\t\t\t满意度指标\t服务对象满意度指标\t市民满意度：≥90%\n"
        "2\t老年公园改造\t52.00\t改善老人休闲环境。\t产出指标\t质量指标\t验收合格率：100%\n"
    )


@pytest.mark.parametrize(
    "label", ["三级指标及指标值", "三级指标和目标值", "具体指标与绩效目标值", "指标名称及年度指标值"]
)
@pytest.mark.parametrize("cell", ["semicolons", "plain"])
def test_a_cell_with_several_names_and_values_is_several_indicators(label: str, cell: str) -> None:
    assert rows(form(label, CELL[cell])) == [*FOUND[cell], LAST]


@pytest.mark.parametrize("cell", ["semicolons", "plain"])
def test_so_it_is_in_a_list_of_projects(cell: str) -> None:
    review = listed("三级指标及指标值", CELL[cell])
    assert [(e.value("name"), len(e.children)) for e in review.entries] == [
        ("滨河步道建设", len(FOUND[cell]) + 1),
        ("老年公园改造", 1),
    ]
    assert rows(review)[: len(FOUND[cell]) + 1] == [*FOUND[cell], LAST]


@pytest.mark.parametrize("numbers", [("1.", "2."), ("①", "②"), ("（1）", "（2）")])
def test_numbered_lines_of_a_cell_are_indicators_of_their_own_without_their_numbers(numbers: tuple[str, str]) -> None:
    cells = [
        "1", "滨河步道建设", "86.40", "方便市民健身休闲。", "产出指标", "数量指标",
        f"{numbers[0]}修建步道：≥6公里<br>{numbers[1]}安装座椅（个）：40",
    ]  # fmt: skip
    heads = ["序号", "项目名称", "预算金额（万元）", "绩效目标", "一级指标", "二级指标", "三级指标及指标值"]
    after = ["2", "老年公园改造", "52.00", "改善老人休闲环境。", "产出指标", "质量指标", "验收合格率：100%"]
    table = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in (heads, cells, after))
    review = read(f"<p>甲区公园管理处2025年项目绩效目标表</p><table>{table}</table>", "t.html")
    assert rows(review)[:2] == FOUND["semicolons"]
