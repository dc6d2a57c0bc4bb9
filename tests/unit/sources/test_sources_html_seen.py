"""Web pages: what stands on the screen and nothing else, by colours, widths, orders of boxes, and styles that come along."""

from __future__ import annotations

import base64

import pytest
from web_pages import opened, shown

from reviewer.base.i18n import use_language
from reviewer.model.source import Grid, Note
from reviewer.sources.html_colours import colour_of, is_one
from reviewer.sources.html_media import is_for_screens
from reviewer.sources.registry import source_from_bytes


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


def grid(body: str, style: str = "") -> list[list[str]]:
    source = opened(body, f"<style>{style}</style>")
    found = next(block for block in source.pages[0].blocks if isinstance(block, Grid))
    rows = [[""] * found.columns for _ in range(found.rows)]
    for cell in found.cells:
        rows[cell.row][cell.column] = source.text(cell.spans)
    return rows


@pytest.mark.parametrize(
    ("style", "is_seen"),
    [
        ("color:#eee;background:#eee", False), ("color:#eee;background:#e3e3e3", True), ("color:#eee;background:#ddd", True),
        ("color:#EEE;background-color:rgb(238, 238, 238)", True),
        ("color:hsl(0, 0%, 100%)", False), ("color:hsl(120, 100%, 25%)", True), ("color:#fefefe", False),
        ("color:#fff;background:#fff8", True), ("color:#fff;background:rgb(31,78,121)", True),
        ("color:#eee;background:#eee url(a.png)", True), ("color:white!important;background:white", False),
        ("-webkit-text-fill-color:transparent", False), ("color:transparent;-webkit-text-fill-color:#000", True),
        ("-webkit-text-fill-color:transparent;-webkit-background-clip:text;background:linear-gradient(red,blue)", True),
        ("font-size:1px", False), ("font-size:0.5pt", False), ("font-size:2px", True), ("font-size:.9em", True),
    ],
)  # fmt: skip
def test_colours_and_sizes_that_cannot_be_seen(style: str, is_seen: bool) -> None:
    text = "新旧" if is_seen else "新"
    assert shown(f"新<span style='{style}'>旧</span>") == text
    assert shown("新<span class=x>旧</span>", f".x{{{style}}}") == text


def test_text_in_the_colour_of_a_ground_further_out() -> None:
    row = "<tr style='background:#123'><td>甲</td><td><b style='color:#123'>旧</b>乙</td></tr>"
    assert grid(f"<table><tr><td>名</td><td>值</td></tr>{row}</table>") == [["名", "值"], ["甲", "乙"]]


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("#fff", (255, 255, 255)), ("#FFFFFF", (255, 255, 255)), ("#ffff", (255, 255, 255)), ("#fff8", None), ("white", (255, 255, 255)),
        ("#12345680", None), ("#123456ff", (18, 52, 86)), ("rgb(1, 2, 3)", (1, 2, 3)), ("rgb(100% 0% 0%)", (255, 0, 0)),
        ("rgba(1,2,3,1)", (1, 2, 3)), ("rgba(1,2,3,.5)", None), ("hsl(0,0%,100%)", (255, 255, 255)), ("hsl(120deg 100% 50%)", (0, 255, 0)),
        ("hsla(0,0%,0%,0)", None), ("rgb(1,2)", None), ("rgb(a,b,c)", None), ("inherit", None), ("#12", None),
    ],
)  # fmt: skip
def test_colours(text: str, colour: tuple[int, int, int] | None) -> None:
    assert colour_of(text) == colour


def test_colours_that_are_one_to_the_eye() -> None:
    assert is_one((255, 255, 255), (252, 255, 254))
    assert not is_one((255, 255, 255), (255, 251, 255))


@pytest.mark.parametrize(
    ("media", "holds"),
    [
        ("", True), ("all", True), ("screen", True), ("print", False), ("only screen", True), ("speech, screen", True),
        ("not print", True), ("not screen", False), ("not all and (min-width:9000px)", True), ("not all and (min-width:9px)", False),
        ("not (hover)", False), ("(hover)", False), ("(min-width:300px) and (orientation:landscape)", True),
        ("(max-width:600px)", False), ("(min-width:100em)", False), ("(400px <= width <= 2000px)", True),
        ("(400px < width < 700px)", False),
        ("(2000px > width)", True), ("(700px > width >= 400px)", False), ("(min-inline-size:40em)", True), ("(width < 30em)", False),
    ],
)  # fmt: skip
def test_what_counts_on_a_wide_screen(media: str, holds: bool) -> None:
    assert is_for_screens(media) is holds
    assert shown("新<b>旧</b>", f"@media {media}{{b{{display:none}}}}") == ("新" if holds else "新旧")
    assert shown("新<b>旧</b>", f".a{{container-type:size}} @container {media}{{b{{display:none}}}}") == (
        "新" if holds else "新旧"
    )


def test_a_container_with_a_name_is_as_wide_as_the_screen() -> None:
    assert shown("新<b>旧</b>", "@container card (min-width: 20em){b{display:none}}") == "新"
    assert shown("新<b>旧</b>", "@container card (max-width: 20em){b{display:none}}") == "新旧"


@pytest.mark.parametrize(
    ("style", "text"),
    [
        ("@layer base,late; @layer late{b{display:none}} @layer base{td b{display:inline}}", "新"),
        ("@layer late{b{display:none}} @layer base{b{display:inline}}", "新旧"),
        ("b{display:none} @layer late{td b{display:inline}}", "新"), ("@layer late{td b{display:none}} b{display:inline}", "新旧"),
        ("@layer a{b{display:none!important}} b{display:inline!important}", "新"),
        ("@layer a{b{display:none!important}} @layer c{td b{display:inline!important}}", "新"),
        ("@layer a{@media screen{b{display:none}}}", "新"), ("@media print{@supports (a:b){b{display:none}}}", "新旧"),
        ("@media screen{@layer a{b{display:none}}} </style><style>@layer a{td b{display:inline}}", "新旧"),
        ("@import url(a.css);@charset 'utf-8';@namespace url(x);b{display:none}", "新"), ("@layer a,c;b{display:none}", "新"),
        ("@import 'a;b.css';b{display:none}", "新"),
        (":root{--paper:#fff} b{color:var(--paper)}", "新"), (":root{--paper:#123} b{color:var(--paper)}", "新旧"),
    ],
)  # fmt: skip
def test_layers_blocks_within_each_other_and_rules_without_blocks(style: str, text: str) -> None:
    assert shown("新<b>旧</b>", style) == text


def test_labels_for_narrow_screens_are_not_put_before_values() -> None:
    rows = (
        "<table><tr><td>名</td><td>值</td></tr><tr><td data-l=名>甲</td><td data-l=值 data-u=次>≥24</td></tr></table>"
    )
    rule = "td::before{content:attr(data-l) '：'}"
    assert grid(rows, f"@media (max-width:600px){{{rule}}} td::after{{content:attr(data-u)}}") == [
        ["名", "值"],
        ["甲", "≥24次"],
    ]
    assert grid(rows, rule)[1] == ["名：甲", "值：≥24"]
    icons = rows.replace("data-u=次", "data-u='\ue012'")
    assert grid(icons, "td:after{content:attr(data-u)}")[1] == ["甲", "≥24"]


@pytest.mark.parametrize(
    ("selector", "left"),
    [
        ("b:nth-child(1 of .k)", "甲丙丁"), ("b:nth-last-child(1 of .k)", "甲乙丙"), ("b:nth-child(2n of .k, .m)", "甲丙丁"),
        ("b:nth-child(odd of .k)", "甲丙丁"), ("b:nth-child(3 of .k)", "甲乙丙丁"), ("b:nth-child(1 of )", "甲乙丙丁"),
    ],
)  # fmt: skip
def test_places_among_those_that_a_list_names(selector: str, left: str) -> None:
    inside = "<b class=m>甲</b><b class=k>乙</b><b>丙</b><b class=k>丁</b>"
    assert shown(inside, selector + "{display:none}") == left


@pytest.mark.parametrize(
    ("style", "cells"),
    [
        (".f{flex-direction:row-reverse}", "丙乙甲"), (".f{flex-flow:row-reverse wrap}", "丙乙甲"), (".f{}", "甲乙丙"),
        (".f :first-child{order:2}", "乙丙甲"), (".f :last-child{order:-1}", "丙甲乙"),
        (".f{flex-direction:row-reverse} .f :first-child{order:1}", "甲丙乙"),
    ],
)  # fmt: skip
def test_boxes_in_a_row_stand_as_they_are_drawn(style: str, cells: str) -> None:
    row = "<div class=f><i>甲</i><i>乙</i><i>丙</i></div>"
    assert grid(f"<div>{row}{row}</div>", f".f{{display:flex}} {style}") == [list(cells)] * 2


def test_a_column_that_is_folded_and_a_table_from_right_to_left() -> None:
    rows = "<tr><td>名</td><td>旧</td><td>值</td></tr><tr><td>甲</td><td>乙</td><td>丙</td></tr>"
    folded = grid(f"<table><col><col style='visibility:collapse'><col>{rows}</table>")
    assert folded == [["名", "", "值"], ["甲", "", "丙"]]
    assert grid(f"<div dir=rtl><table>{rows}</table></div>") == [["值", "旧", "名"], ["丙", "乙", "甲"]]
    assert grid(f"<div dir=rtl><table dir=ltr>{rows}</table></div>")[0] == ["名", "旧", "值"]
    assert (
        grid(f"<table><colgroup><col span=2></colgroup><colgroup style='visibility:collapse'>{rows}</table>")[0][2:]
        == []
    )


def test_what_only_a_script_would_open_is_not_there() -> None:
    table = "<table><tr><td>名</td><td>{0}</td></tr><tr><td>甲</td><td>乙</td></tr></table>"
    for around in ("<dialog>{}</dialog>", "<div popover>{}</div>", "<div popover=auto>{}</div>"):
        assert "旧" not in opened(around.format(table.format("旧")) + table.format("新")).pages[0].text
    assert "新" in opened("<dialog open>" + table.format("新") + "</dialog>").pages[0].text
    assert "新" in opened("<p><template shadowrootmode=open>" + table.format("新") + "</template></p>").pages[0].text
    assert "旧" not in opened("<template>" + table.format("旧") + "</template>" + table.format("新")).pages[0].text


def test_text_drawn_from_right_to_left_and_text_whose_strike_is_undone() -> None:
    assert shown("<bdo dir=rtl>%89≥</bdo>") == "≥98%"
    assert shown("<bdo dir=ltr>≥98%</bdo>") == "≥98%"
    assert shown("<s style='text-decoration:none'>≥98%</s>") == "≥98%"
    assert shown("<s>≥90%</s>≥98%") == "≥98%"


def test_style_sheets_that_come_along_with_a_saved_page_count() -> None:
    page = (
        "<html><head><link rel=stylesheet href='cid:css-1@x'><link rel='alternate stylesheet' href='http://a/b/dark.css'>"
        "<link rel=stylesheet href=http://a/b/s.css?v=3></head><body><table><tr><td>名<td>值</tr>"
        "<tr><td>甲<td>≥24<i>旧</i>次<b>旧</b><u>新</u></tr></table></body></html>"
    )
    head = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html; charset=utf-8\n"
    text = f"{head}Content-Transfer-Encoding: base64\n\n{base64.encodebytes(page.encode()).decode()}\n"
    for place, sheet in (
        ("Content-ID: <css-1@x>", "i{display:none}"),
        ("Content-Location: http://a/b/s.css?v=3", "b{opacity:0}"),
        ("Content-Location: http://a/b/dark.css", "u{display:none}"),
    ):
        text += f"--b\nContent-Type: text/css\n{place}\n\n{sheet}\n"
    source = source_from_bytes("a.mht", f"{text}--b--\n".encode())
    assert source.pages[0].text.split("\n")[:2] == ["名\t值", "甲\t≥24次新"]


def test_many_rules_for_attributes_leave_none_untried() -> None:
    """So many rules and elements that each rule tried on each element would be too many (html_select gives up then)."""
    others = "".join(
        f"[data-a{n}]{{display:none}}[data-b{n}]::after{{content:'x'}}[data-c{n}]{{display:flex}}" for n in range(1500)
    )
    style = f"{others}[data-old]{{display:none}}[data-u]::after{{content:attr(data-u)}}"
    rows = "<tr><td>一</td><td>二</td></tr>" * 1500
    last = "<tr><td>甲</td><td data-u=次>24<b data-old>旧</b></td></tr>"
    text = opened(f"<table>{rows}{last}</table>", f"<style>{style}</style>").pages[0].text
    assert text.rstrip().split("\n")[-1] == "甲\t24次"


def test_a_grid_past_telling_stays_text() -> None:
    style = ".g{display:grid;grid-template-columns:repeat(60,1fr)}.a{grid-column:span 59;grid-row:span 99}"
    source = opened("<div class=g>" + "<i class=a>甲</i><i>乙</i>" * 3000 + "</div>", f"<style>{style}</style>")
    assert not any(isinstance(block, Grid) for block in source.pages[0].blocks)
    assert source.pages[0].text.count("甲") == 3000


def test_what_is_folded_away_until_it_is_opened_is_read_and_said() -> None:
    table = "<table><tr><td>名</td><td>值</td></tr><tr><td>甲</td><td>乙</td></tr></table>"
    closed = opened(f"<details><summary>旧版</summary>{table}</details>")
    assert "甲" in closed.pages[0].text
    assert [(note.code, str(note)) for note in closed.notes if isinstance(note, Note)] == [
        (
            "folded parts",
            "1 part of the page with a table is folded away until somebody opens it; it was read all the same.",
        )
    ]
    assert not opened(f"<details open><summary>现行</summary>{table}</details>").notes
    assert not opened(f"<details><summary>注</summary>说明</details>{table}").notes
