"""CSV: recognised with care, each cell with the address of its text in the file."""

from __future__ import annotations

import pytest

from reviewer.base.resources import resource
from reviewer.model.source import Grid, Source
from reviewer.sources.registry import source_from_bytes

ROWS = '项目名称,总计,绩效目标,指标值\r\n清淤,"2,035.87","畅通，\r\n不""漫堤""。",≥3公里\r\n,,,"a"\r\n'


def cells(source: Source) -> dict[tuple[int, int], str]:
    grid = source.pages[0].blocks[0]
    assert isinstance(grid, Grid)
    return {(c.row, c.column): source.text(c.spans) for c in grid.cells}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize(("delimiter", "name"), [(",", "csv"), (";", "csv"), ("\t", "tsv")])
def test_quoted_cells(encoding: str, delimiter: str, name: str) -> None:
    text = ROWS.replace("2,035", "2|035").replace(",", delimiter).replace("2|035", "2,035")
    source = source_from_bytes("表.csv", text.encode(encoding))
    assert source.format == name
    found = cells(source)
    assert found[1, 1] == "2,035.87"
    assert found[1, 2] == '畅通，\n不"漫堤"。'
    assert found[1, 3] == "≥3公里"
    assert found[2, 3] == "a"
    assert (2, 0) not in found


@pytest.mark.parametrize(
    "text",
    [
        "各科室：\n请按时报送材料, 谢谢。\n联系人：甲, 电话：1。\n地址：乙\n",
        "1、产出指标, 数量指标, 清淤长度；年度指标值:≥3公里\n2、效益指标, 社会效益, 受益村民；年度指标值:≥2000人\n",
        "金额 1,234.00 元\n金额 2,345.00 元\n",
        "| 项目名称, 单位 | 总计 |\n| 清淤, 甲 | 1,2 |\n",
        "项目名称\t总计\n清淤\t1,234\n疏浚\t2,345\n",
    ],
)
def test_commas_alone_make_no_csv(text: str) -> None:
    assert source_from_bytes("信.txt", text.encode()).format != "csv"


def test_the_samples_stay_what_they_are() -> None:
    for path in sorted(resource("samples").iterdir()):
        if path.suffix in (".txt", ".md", ".tsv"):
            assert source_from_bytes(path.name, path.read_bytes()).format in ("text", "markdown", "tsv")
            assert source_from_bytes(path.name, path.read_bytes()).pages[0].layout is not None


def test_a_quote_that_is_never_closed_is_a_character() -> None:
    source = source_from_bytes("表.csv", '甲,乙,丙,丁\n1,"2,3,4\n5,6,7,8\n9,9,9,9\n9,9,9,9\n9,9,9,9\n'.encode())
    assert cells(source)[1, 1] == '"2'
