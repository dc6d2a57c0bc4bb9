"""Tables that a web page makes of other elements are tables; lists to choose from show what is chosen."""

from __future__ import annotations

import pytest

from reviewer.base.i18n import use_language
from reviewer.model.source import Grid, Source
from reviewer.sources.registry import SourceError, source_from_bytes

ROWS = [["三级指标", "指标值"], ["巡查次数", "≥24次"], ["整改率", "≥95%"]]


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


def opened(body: str, style: str = "") -> Source:
    return source_from_bytes("a.html", f"<html><head><style>{style}</style></head><body>{body}</body></html>".encode())


def grid(source: Source) -> list[list[str]]:
    found = next(block for block in source.pages[0].blocks if isinstance(block, Grid))
    rows = [[""] * found.columns for _ in range(found.rows)]
    for cell in found.cells:
        rows[cell.row][cell.column] = source.text(cell.spans)
    return rows


def made(row: str, cell: str, rows: list[list[str]] = ROWS) -> str:
    def element(start: str, inside: str) -> str:
        return f"<{start}>{inside}</{start.split()[0]}>"

    return "".join(element(row, "".join(element(cell, text) for text in texts)) for texts in rows)


@pytest.mark.parametrize(
    ("body", "style"),
    [
        (f'<div class="t">{made("div class=r", "div class=c")}</div>', ".t{display:table} .r{display:table-row}.c{display:table-cell}"),
        (f'<ul id="t">{made("li", "span")}</ul>', "#t{display:table}#t li{display : table-row}#t > li span{display:table-cell}"),
        (f'<div style="display:table">{made("div style=display:table-row", "p style=display:table-cell")}</div>', ""),
        (f'<div class="a">{made("div", "b")}</div>', "/* x */ div.a div { display: table-row } .a b,.x{display:table-cell}"),
        (f'<section>{made("div class=f", "span")}</section>', ".f{display:flex;border:0}"),
        (f'<div role="table">{made("div role=row", "div role=cell")}</div>', ""),
        ('<div class="g">' + "".join(f"<div>{text}</div>" for row in ROWS for text in row) + "</div>",
         ".g{display:grid;grid-template-columns:repeat(1, 2fr) minmax(0, 1fr)}"),
    ],
)  # fmt: skip
def test_tables_of_other_elements(body: str, style: str) -> None:
    assert grid(opened(f"<p>绩效目标表</p>{body}<p>备注</p>", style)) == ROWS


def test_cells_of_a_grid_that_span_others() -> None:
    body = (
        '<div class="g"><i class="h">产出指标</i><i>数量</i><i>24次</i><i>质量</i><i>95%</i><i class="w">合计</i></div>'
    )
    style = ".g{display:grid;grid-template-columns:1fr 1fr 1fr}.h{grid-row:span 2}.w{grid-column:1 / 4}"
    source = opened(body, style)
    found = next(block for block in source.pages[0].blocks if isinstance(block, Grid))
    assert [(cell.row, cell.column, cell.row_span, cell.column_span, source.text(cell.spans)) for cell in found.cells] == [
        (0, 0, 2, 1, "产出指标"), (0, 1, 1, 1, "数量"), (0, 2, 1, 1, "24次"), (1, 1, 1, 1, "质量"), (1, 2, 1, 1, "95%"),
        (2, 0, 1, 3, "合计"),
    ]  # fmt: skip


def test_boxes_in_a_row_that_are_no_table() -> None:
    menu = '<div class="f"><a href="/">首页</a><a href="/b">公开</a></div>'
    source = opened(f"{menu}<p>正文</p>", ".f{display:flex}")
    assert not any(isinstance(block, Grid) for block in source.pages[0].blocks)


def test_what_is_chosen_in_a_form_is_read() -> None:
    table = "<table><tr><td>整改率</td><td><select><option>≥90%<option selected>≥95%</select></td></tr>"
    table += '<tr><td>次数</td><td><input type="number" value="24"></td></tr></table>'
    assert grid(opened(table + "<select><option>首选<option>次选</select>")) == [["整改率", "≥95%"], ["次数", "24"]]


def test_a_page_that_a_script_draws_is_named() -> None:
    with pytest.raises(SourceError, match="drawn by a script"):
        opened('<div id="app"></div><script>draw([["次数","24"]])</script>')
