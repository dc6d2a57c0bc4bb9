"""Tables of LaTeX."""

from __future__ import annotations

import pytest
from grid_texts import grid_texts

from reviewer.model.source import Grid, Line, Source
from reviewer.sources.csv_text import delimiter_of
from reviewer.sources.registry import source_from_bytes


def read(text: str) -> Source:
    return source_from_bytes("a.md", text.encode())


def placed(source: Source) -> list[tuple[int, int, int, int, str]]:
    (grid,) = (block for _, block in source.blocks() if isinstance(block, Grid))
    return [(c.row, c.column, c.row_span, c.column_span, source.text(c.spans)) for c in grid.cells]


def lines(source: Source) -> list[str]:
    return [source.text((block.span,)) for _, block in source.blocks() if isinstance(block, Line)]


SPANS = r"""\documentclass[a4paper]{ctexart}
\begin{document}
\begin{center}\textbf{绩效目标表}\end{center}
\begin{table}[h]
\caption{单位：万元}
\begin{tabular}{|l|p{3cm}|l|r|}
\toprule
项目名称 & \multicolumn{3}{c|}{渠道清淤} \\ \hline
\multirow{3}{*}{产出指标} & \multirow{2}{=}{\textbf{数量}指标} & 清淤长度 & $\geq 30$公里 \\ \cline{3-4}
 & & 清淤\&疏浚 & 2\_A \\[2pt] \cmidrule(lr){2-4}
 & \makecell[l]{质量\\
指标} & 完工率 & 98\% \\
\bottomrule
\end{tabular}
\end{table}
备注：无
\end{document}
"""


def test_cells_stand_where_their_words_put_them() -> None:
    source = read(SPANS)
    assert placed(source) == [
        (0, 0, 1, 1, "项目名称"), (0, 1, 1, 3, "渠道清淤"), (1, 0, 3, 1, "产出指标"), (1, 1, 2, 1, "数量指标"), (1, 2, 1, 1, "清淤长度"),
        (1, 3, 1, 1, r"$\geq 30$公里"), (2, 2, 1, 1, "清淤&疏浚"), (2, 3, 1, 1, "2_A"), (3, 1, 1, 1, "质量\n指标"), (3, 2, 1, 1, "完工率"),
        (3, 3, 1, 1, "98%"),
    ]  # fmt: skip
    assert lines(source) == ["绩效目标表", "单位：万元", "备注：无"]


def test_every_character_is_text_or_layout_once() -> None:
    page = read(SPANS).pages[0]
    grid = next(block for block in page.blocks if isinstance(block, Grid))
    spans = [*page.layout, *(span for cell in grid.cells for span in cell.spans)]
    spans += [block.span for block in page.blocks if isinstance(block, Line)]
    places = [place for span in spans for place in range(span.start, span.end)]
    assert len(places) == len(set(places))
    assert not "".join(char for at, char in enumerate(page.text) if at not in set(places)).strip()


def test_a_table_on_one_line_with_text_before_and_behind_it() -> None:
    source = read(
        r"表一 \begin{tabular}{|c|c|}\hline 名称&值\\\hline 甲&1\\\hline\end{tabular} 表二 "
        r"\begin{array}{cc}名称&值\\乙&2\end{array} 完"
    )
    assert grid_texts(source) == [[["名称", "值"], ["甲", "1"]], [["名称", "值"], ["乙", "2"]]]
    assert lines(source) == ["表一", "表二", "完"]
    assert [isinstance(block, Grid) for _, block in source.blocks()] == [False, True, False, True, False]


@pytest.mark.parametrize(
    "text",
    [
        r"用 \begin{tabular} 写表，甲 & 乙。", r"\begin{tabular}{c}甲\\乙\end{tabular}", r"\begin{tabular}{cc}甲 & 乙\end{tabular}",
        r"矩阵 $\begin{matrix}1 & 2\\3 & 4\end{matrix}$ 如上", "\\begin{tabular}{" + "{" * 50,
    ],
)  # fmt: skip
def test_what_is_no_table_stays_text(text: str) -> None:
    source = read(text)
    assert not any(isinstance(block, Grid) for _, block in source.blocks())
    assert source.pages[0].text == text


def test_commas_in_such_tables_part_no_cells() -> None:
    rows = "".join(f"指标{n}, 甲, 乙, 丙 & {n}, 1, 2, 3 \\\\\n" for n in range(5))
    assert delimiter_of(f"\\begin{{tabular}}{{l,l,l,l}}\n{rows}\\end{{tabular}}") is None


def test_a_row_that_reaches_too_far_and_a_multirow_upwards() -> None:
    source = read(
        r"\begin{tabular}{cc}\multirow{9}{*}{甲} & 1\\ & 2\\\multicolumn{900}{c}{合计}\\ & 3\\"
        r"\multirow{-2}{*}{乙} & 4\end{tabular}"
    )
    assert placed(source)[0] == (0, 0, 5, 1, "甲")
    assert [cell[4] for cell in placed(source)] == ["甲", "1", "2", "合计", "", "3", "乙", "4"]
    assert placed(source)[6][:4] == (4, 0, 1, 1)
