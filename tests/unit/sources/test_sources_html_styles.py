"""Web pages: looks by the page's own style sheets, and what a page shows that is not in its file."""

from __future__ import annotations

import pytest
from web_pages import opened

from reviewer.base.i18n import use_language
from reviewer.model.source import Grid, Note, Source
from reviewer.sources.registry import SourceError


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


def shown(inside: str, style: str = "", head: str = "") -> str:
    """The text of a cell."""
    table = f"<table><tr><td>名</td><td class=c>{inside}</td></tr><tr><td>一</td><td>二</td></tr></table>"
    text = opened(table, f"<style>{style}</style>{head}").pages[0].text
    return text.split("\n一")[0].partition("\t")[2].strip()


def codes(source: Source) -> list[str]:
    return [note.code for note in source.notes if isinstance(note, Note)]


@pytest.mark.parametrize(
    ("inside", "style", "text"),
    [
        ("<span class=old>≥90%</span>≥98%", ".old{text-decoration:line-through}", "≥98%"),
        ("<span class=old>≥90%</span>≥98%", "td .old, .x { text-decoration-line: line-through }", "≥98%"),
        ("≥80<span class=up>1</span>万页", ".up{vertical-align:super;font-size:60%}", "≥80¹万页"),
        ("新<p id=n>注</p>", "#n{display:none}", "新"),
        ("新<span class='t on'>值</span><span class=t>旧</span>", ".t.on{display:inline} .t{display:none}", "新值"),
        ("新<span class=t>值</span>", ".t{display:none!important} .t{display:inline}", "新"),
        ("新<span class=t style='display:inline'>值</span>", ".t{display:none}", "新值"),
        ("新<span class=t>值</span>", "@media print{.t{display:none}} @media (max-width:600px){.t{display:none}}", "新值"),
        ("新<span class=t>旧</span>", "@media screen{.t{display:none}} /* .c{display:none} */", "新"),
        ("新<span class=t>旧</span>", "td:hover .t{color:red} td>.t{position:absolute;left:-9999px}", "新"),
        ("≥98%<span class=w>≥90%</span>", ".w{color:#fff}", "≥98%"),
        ("≥98%<span style='color:rgb(255, 255, 255)'>≥90%</span>", "", "≥98%"),
        ("<font color=white>旧<b style='color:red'>新</b>旧</font>", "", "新"),
        ("<b class=w>白字</b>", ".c{background:#1f4e79} .w{color:white}", "白字"),
        ("<b style='color:white'>白字</b>", "body{background-image:url(a.png);background:url(a.png)}", "白字"),
    ],
)  # fmt: skip
def test_looks_by_the_pages_own_sheets(inside: str, style: str, text: str) -> None:
    assert shown(inside, style) == text


@pytest.mark.parametrize(
    ("inside", "style", "text"),
    [
        ("<b class=m>新</b>", ".m{display:none!important} @media (min-width:768px){.m{display:inline!important}}", "新"),
        ("<b class=m>新</b>", ".m{display:none} @media screen and (min-width: 48em) and (max-width:100em){.m{display:inline}}", "新"),
        ("<b class=m>新</b>", ".m{display:none} @media (width >= 600px){.m{display:inline}}", "新"),
        ("新<b class=m>旧</b>", "@media only screen and (min-width:768px){.m{display:none}}", "新"),
        ("新<b class=m>旧</b>", ".m{display:none} @media (min-width:2000px), print{.m{display:inline}}", "新"),
        ("新<b class=m>值</b>", "@supports not (display:grid){.m{display:none}}", "新值"),
        ("<b class=m>一</b><b class=m>二</b>", ".m{display:none} .m:nth-child(2){display:inline}", "二"),
        ("<i id=t></i><b class=m>一</b>", ".m{display:none} #t:checked ~ .m, #t:not(.x)+.m{display:inline}", "一"),
        ("新<b class=m>旧</b>", ".m{display:none} .m:hover, td:focus .m, .m::before{display:inline}", "新"),
        ("新<b class=m>旧</b>", ".m{display:none} .m[open]{display:block}", "新"),
        ("<b class=w>白字</b>", ".c{background-image:linear-gradient(#036,#047)} .w{color:#fff}", "白字"),
        ("<b class=w>白字</b>", "tr:first-child, td[class=c]{background:#036} .w{color:#fff}", "白字"),
        ("120", "td{vertical-align:super}", "120"),
    ],
)  # fmt: skip
def test_what_a_wide_screen_shows_is_read(inside: str, style: str, text: str) -> None:
    assert shown(inside, style) == text


def test_sheets_for_paper_only_hide_nothing() -> None:
    style = (
        "<style media=print>.m{display:none}</style><style media='screen and (min-width:1px)'>.n{display:none}</style>"
    )
    assert shown("<b class=m>新</b><b class=n>旧</b>", head=style) == "新"


def test_what_is_left_out_is_said() -> None:
    table = "<table><tr><td>名</td><td class=o>旧</td></tr><tr><td class=w>一</td><td>二</td></tr></table>"
    found = opened(table, "<style>.o{text-decoration:line-through}.w{color:white}</style>")
    assert codes(found) == ["struck out", "white text"]
    grid = found.pages[0].blocks[0]
    assert isinstance(grid, Grid)
    assert [(cell.row, cell.column) for cell in grid.cells] == [(0, 0), (1, 1)]  # the cells stay where they are


def test_white_of_a_page_that_other_files_colour_is_read() -> None:
    assert shown("<b class=w>白字</b>", ".w{color:white}", "<link rel=stylesheet href=a.css>") == "白字"


def test_an_equation_is_read_once() -> None:
    katex = "<span class=katex><span><math><semantics><mrow><mo>≥</mo><mn>98</mn><mi>%</mi></mrow><annotation>\\geq 98</annotation>"
    katex += "</semantics></math></span><span aria-hidden=true><span>≥</span><span>98%</span></span></span>，其中"
    assert shown(katex) == "≥98%，其中"
    assert shown("<math><mfrac><mrow><mn>1</mn><mo>+</mo><mn>2</mn></mrow><mn>3</mn></mfrac></math>") == "(1+2)/3"


def test_names_of_an_index_stand_in_the_head() -> None:
    """As pandas prints a table with an index of its own."""
    head = "<thead><tr><th></th><th>指标值</th></tr><tr><th>三级指标</th><th></th></tr></thead>"
    text = opened(f"<table>{head}<tr><td>页数</td><td>≥80</td></tr></table>").pages[0].text
    assert text.split("\n")[:2] == ["三级指标\t指标值", "页数\t≥80"]
    whole = head.replace("<th></th><th>指标值", "<th>名</th><th>指标值")
    assert (
        opened(f"<table>{whole}<tr><td>页数</td><td>≥80</td></tr></table>")
        .pages[0]
        .text.startswith("名\t指标值\n三级指标")
    )


def test_a_grid_whose_parts_say_where_they_stand() -> None:
    cells = (("项目", 1, 1), ("渠道", 2, 1), ("长度", 1, 2), ("3公里", 2, 2))
    parts = "".join(f'<i style="grid-row:{row};grid-column:{column}">{text}</i>' for text, row, column in cells)
    text = opened(f'<div style="display:grid;grid-template-columns:1fr 1fr">{parts}</div>').pages[0].text
    assert text.split("\n")[:2] == ["项目\t长度", "渠道\t3公里"]


def test_what_a_page_shows_that_is_not_in_it_is_said() -> None:
    title = "<h1>绩效目标表</h1>"
    script = "<script>render([{name: 'a', value: 'b'}])</script>"
    table = "<table><tr><td>名</td><td>值</td></tr><tr><td>一</td><td>二</td></tr></table>"
    assert codes(opened(title + script)) == ["part not read"]
    assert (
        codes(opened(title + '<script>a</script><script type=\'application/ld+json\'>{"name": "一二三四五"}</script>'))
        == []
    )
    assert codes(opened(title + "字" * 400 + script)) == []
    assert codes(opened(table + script)) == []
    assert codes(opened(title + "<embed src='a.pdf'>")) == ["part not read"]
    assert codes(opened(title + "<img src=a.png width=900 height=1200>")) == ["pictures"]
    assert codes(opened(title + "<img src=a.png style='width: 80px; height:40px'><img src=logo.png>")) == []
    with pytest.raises(SourceError, match="pictures and no text"):
        opened("<img src=a.png width=900 height=1200>")
    inner = "<table><tr><td>名</td><td>值</td></tr><tr><td>一</td><td>二</td></tr></table>"
    assert opened(f'{title}<iframe srcdoc="{inner}"></iframe>').pages[0].text.split("\n")[1:3] == ["名\t值", "一\t二"]
