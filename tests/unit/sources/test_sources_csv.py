"""CSV: recognised with care, each cell with the address of its text in the file."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reviewer.base.i18n import use_language
from reviewer.base.resources import resource
from reviewer.model.source import Grid, Note, Source
from reviewer.sources.registry import SourceError, source_from_bytes

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


FORM = [["项目支出绩效目标表", "", "", ""], ["项目名称", "清淤项目", "", ""], ["总额", "120.50", "其中", "20,5"]]
FORM += [
    ["一级指标", "二级指标", "三级指标", "指标值"],
    ["产出指标", "数量指标", "次数", "≥3次"],
    ["产出指标", "质量指标", "合格率", "≥95%"],
]


def _texts(data: str) -> list[list[str]]:
    source = source_from_bytes("表.csv", data.encode())
    assert source.format == "csv"
    (grid,) = source.pages[0].blocks
    assert isinstance(grid, Grid)
    found = [[""] * 4 for _ in range(grid.rows)]
    for cell in grid.cells:
        found[cell.row][cell.column] = source.text(cell.spans)
    return found


def _guarded(cell: str) -> str:
    return f'="{cell}"' if cell[:1].isdigit() else cell


@pytest.mark.parametrize(
    "written",
    [
        lambda row: ",".join(f'"{cell}"\t' if "," in cell else f"{cell}\t" for cell in row),
        lambda row: ",".join(f'"\t{cell}"' if "," in cell else f"\t{cell}" for cell in row),
        lambda row: ",".join(map(_guarded, row)),
        lambda row: ",".join('"' + _guarded(cell).replace('"', '""') + '"' for cell in row),
        lambda row: ",".join(f'"{cell}"' if "," in cell else cell for cell in row).rstrip(","),
        lambda row: ",".join(f'=T("{cell}")' if "," not in cell else f'"=T(""{cell}"")"' for cell in row),
        lambda row: ",".join(f'="{cell}"&""' if cell[:1].isdigit() and "," not in cell else cell.replace(",", "\\,") for cell in row),
        lambda row: ",".join(("'" if cell[:1] in "12≥" and cell else "") + cell.replace(",", "\\,") for cell in row),
        lambda row: ",".join(("`" if cell[:1] in "12≥" and cell else "") + cell.replace(",", "\\,") for cell in row),
        lambda row: ",".join(f"'{cell}'".replace(",", "\\,") for cell in row),
        lambda row: ",".join(cell.replace(",", "\\,") or "\\N" for cell in row),
        lambda row: ",".join(cell.replace(",", "\\,") or "NULL" for cell in row),
    ],
    ids=["tab behind", "tab before", "as formula", "formula in quotes", "trailing cells left out", "T", "and nothing", "apostrophe",
         "backquote", "single quotes", "nothing as \\\\N", "nothing as NULL"],
)  # fmt: skip
def test_what_scripts_do_to_values(written: Callable[[list[str]], str]) -> None:
    assert _texts("\n".join(map(written, FORM))) == FORM


def test_the_separator_that_a_first_line_names() -> None:
    rows = [row for row in FORM if "," not in "".join(row)]
    found = _texts("sep=;\n" + "\n".join(";".join(row) for row in rows))
    assert found[-len(rows) :] == rows
    assert "sep" not in "".join(map("".join, found))


def test_tabs_that_part_cells_still_do() -> None:
    source = source_from_bytes("表.txt", "甲\t乙,\t丙\n丁\t戊,\t己\n".encode())
    assert source.format == "tsv"


def test_quotes_that_are_meant_so_stay() -> None:
    rows = "名称,说明,甲,乙\n'十四五'规划,'新',1,2\n`甲,'3'次,3,4\n五,六,7,8\n"
    found = cells(source_from_bytes("表.csv", rows.encode()))
    assert [found[1, 0], found[1, 1], found[2, 0], found[2, 1]] == ["'十四五'规划", "'新'", "`甲", "'3'次"]


@pytest.mark.parametrize("pair", ["“”", "‘’", "””", "＂＂", "「」"])
def test_quotes_that_a_word_processor_made_of_straight_ones_are_none_of_the_values(pair: str) -> None:
    rows = [["项目名称", "总计", "绩效目标"], ["清淤", "2,035.87", "畅通,不漫堤"], ["照明", "", "亮“灯”"]]
    text = "\n".join(",".join(pair[0] + cell + pair[1] for cell in row) for row in rows)
    found = cells(source_from_bytes("表.csv", text.encode()))
    assert found[0, 0] == "项目名称"
    assert (2, 1) not in found
    assert found[2, 2] == "亮“灯”"
    if pair != "””":  # which nothing tells from the other end of its cell
        assert (found[1, 1], found[1, 2]) == ("2,035.87", "畅通,不漫堤")


def test_a_cell_in_curly_quotes_may_hold_the_sign_that_parts_cells() -> None:
    text = "项目名称,总计,绩效目标,指标值\n清淤,52,“畅通,不漫堤”,≥3公里\n“书香”,30,读书,≥3场\n"
    found = cells(source_from_bytes("表.csv", text.encode()))
    assert (found[1, 2], found[1, 3]) == ("畅通,不漫堤", "≥3公里")
    assert found[2, 0] == "“书香”"


def test_a_damaged_character_is_shown_and_said() -> None:
    data = "项目名称,总计,绩效目标,指标值\n清淤,52,河道常年畅通，汛期不漫堤，沿岸村民出行方便，农田灌溉有保障,≥3公里\n".encode().replace(
        "畅".encode(), b"\xff", 1
    )
    source = source_from_bytes("表.csv", data)
    assert cells(source)[1, 2] == "河道常年\ufffd通，汛期不漫堤，沿岸村民出行方便，农田灌溉有保障"
    assert [(note.code, source.text(note.spans)) for note in source.notes if isinstance(note, Note)] == [
        ("damaged characters", "\ufffd")
    ]


def test_what_is_written_in_several_encodings_is_said_to_be_so() -> None:
    text = "项目名称,总计,绩效目标,指标值\n清淤,52,畅通,≥3公里\n"
    use_language("en")
    with pytest.raises(SourceError, match="several encodings"):
        source_from_bytes("表.csv", text.encode() + "备注：河道每年清淤两次，由乡镇负责。".encode("gb18030"))
