"""Tables that a text rules with dashes only."""

from __future__ import annotations

from itertools import chain

import pytest
from grid_texts import grid_texts

from reviewer.model.source import Line, Source
from reviewer.sources.registry import source_from_bytes

WANTED = [["一级指标", "三级指标", "值"], ["产出指标", "巡查里程", "≥12公里"], ["", "清理吨数", "≥3吨"]]


def read(text: str) -> Source:
    return source_from_bytes("a.txt", text.encode())


def simple(sign: str, around: bool, wide: bool) -> str:
    """A table whose columns are as wide as a program counts: a Chinese character as two, or as one."""
    widths = (10, 10, 8)

    def line(row: list[str]) -> str:
        return "  ".join(
            text + " " * (width - len(text) * (1 + (wide and not text.isascii())))
            for text, width in zip(row, widths, strict=False)
        )

    rule = "  ".join(sign * width for width in widths)
    rows = [[text.replace("≥", "不低于") for text in row] for row in WANTED]
    lines = [line(rows[0]), rule, *map(line, rows[1:])]
    return "\n".join(["表前", "", *([rule, *lines, rule] if around else lines), "", "表后"])


@pytest.mark.parametrize("wide", [True, False])
@pytest.mark.parametrize(("sign", "around"), [("-", False), ("-", True), ("=", True)])
def test_columns_stand_under_groups_of_dashes(sign: str, around: bool, wide: bool) -> None:
    source = read(simple(sign, around, wide))
    assert grid_texts(source) == [[[text.replace("≥", "不低于") for text in row] for row in WANTED]]
    lines = [source.text((block.span,)) for _, block in source.blocks() if isinstance(block, Line)]
    assert lines == ["表前", "表后"]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_table_without_a_header_between_two_lines_of_dashes(gap: str) -> None:
    rule = "----------  ----------  --------"
    rows = gap.join(
        "  ".join(text + " " * (width - 2 * len(text)) for text, width in zip(row, (10, 10, 8), strict=True))
        for row in (["产出指标", "巡查里程", "十公里"], ["产出指标", "清理吨数", "三吨"], ["效益指标", "", "二处"])
    )
    source = read(f"表前\n\n{rule}\n{rows}\n{rule}\n\n表后")
    assert grid_texts(source) == [
        [["产出指标", "巡查里程", "十公里"], ["产出指标", "清理吨数", "三吨"], ["效益指标", "", "二处"]]
    ]
    assert not grid_texts(read(f"表前\n\n{rule}\n{rows}\n\n表后"))
    assert not grid_texts(read(f"{rule}\n产出指标    巡查里程    十公里\n{rule}"))


def test_cells_of_several_lines_between_long_lines_of_dashes() -> None:
    text = (
        "------------------------------------\n"
        "  一级        三级\n"
        "  指标        指标        值\n"
        "  ----------- ----------- ----------\n"
        "  产出指标    巡查        不低于12\n"
        "              里程        公里\n"
        "\n"
        "              清理吨数    不低于3吨\n"
        "------------------------------------\n"
    )
    joined = [["".join(cell.split("\n")) for cell in row] for row in grid_texts(read(text))[0]]
    assert joined == [[text.replace("≥", "不低于") for text in row] for row in WANTED]


@pytest.mark.parametrize(
    "text",
    [
        "-- --\n甲 乙",
        "甲 乙\n-- --\n\n丙 丁",
        "一级指标三级指标\n---- ----\n产出指标巡查里程",
        "标题\n----\n正文 -- -- 正文",
    ],
)
def test_what_is_no_such_table_stays_text(text: str) -> None:
    source = read(text)
    assert not grid_texts(source)
    kept = "".join(chain.from_iterable(source.text((b.span,)) for _, b in source.blocks() if isinstance(b, Line)))
    assert {char for char in text if char > "\u3000"} <= set(kept)
