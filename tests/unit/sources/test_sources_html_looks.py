"""Web pages: raised, lowered and struck-out text, and boxes that are ticked, as a browser shows them."""

from __future__ import annotations

import pytest

from reviewer.model.source import Note
from reviewer.sources.registry import source_from_bytes


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        ("10<sup>3</sup>吨", "10³吨"),
        ('≥80<span style="vertical-align: super">1</span>页', "≥80¹页"),
        ("CO<sub>2</sub>，PM<sub>2.5</sub>", "CO₂，PM2.5"),
        ("<del>≥90%</del>≥98%", "≥98%"),
        ('<span style="color:red;text-decoration:line-through">旧<b>值</b></span>新', "新"),
        ('<input type="checkbox" checked>新增 <input type=checkbox>延续', "☑新增 ☐延续"),
        ('<input type="radio" name=a>甲 <input type="radio" name=a checked="checked">乙', "○甲 ◉乙"),
        ("<s>全部</s>", ""),
        ("<ruby>绩<rp>(</rp><rt>jì</rt><rp>)</rp></ruby>效", "绩效"),
        ("<math><mo>≥</mo><mfrac><mn>1</mn><mn>2</mn></mfrac></math>", "≥1/2"),
        ("<math><msup><mn>10</mn><mn>4</mn></msup></math>吨", "10⁴吨"),
        (
            '<span style="opacity:0">旧</span><i style="font-size: 0px">旧</i><b style="position:absolute;left:-9999px">旧</b>新',
            "新",
        ),
        ('<span style="opacity:0.5">新</span><i style="font-size:0.9em">值</i>', "新值"),
        ("绩<wbr>效&shy;目标", "绩效目标"),
    ],
)
def test_as_shown(inside: str, shown: str) -> None:
    page = (
        f"<html><body><table><tr><td>名</td><td>{inside}</td></tr><tr><td>一</td><td>二</td></tr></table></body></html>"
    )
    source = source_from_bytes("a.html", page.encode())
    assert source.pages[0].text.split("\n")[0].partition("\t")[2].strip() == shown
    struck = [note for note in source.notes if isinstance(note, Note) and note.code == "struck out"]
    assert bool(struck) is any(sign in inside for sign in ("<del", "<s>", "line-through"))


def lines(inside: str, head: str = "") -> list[str]:
    """The lines of a cell."""
    table = f"<table><tr><td>名</td><td>{inside}</td></tr><tr><td>一</td><td>二</td></tr></table>"
    page = f"<html><head>{head}</head><body>{table}</body></html>"
    return source_from_bytes("a.html", page.encode()).pages[0].text.split("\n一")[0].partition("\t")[2].split("\n")


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        ("<pre>甲\n乙<b>丙</b>\n丁</pre>", ["甲", "乙丙", "丁"]),
        ("<textarea>甲\n乙</textarea>", ["甲", "乙"]),
        ("<ol><li>甲<li><p>乙</p></ol>", ["1. 甲", "2. 乙"]),
        ('<ol start=3 type="a"><li>甲<li value=5>乙<li>丙</ol>', ["c. 甲", "e. 乙", "f. 丙"]),
        ('<ol type="I" reversed><li>甲<li>乙</ol>', ["II. 甲", "I. 乙"]),
        ('<ol style="list-style: none"><li>甲<li>乙</ol><ul><li>丙</ul>', ["甲", "乙", "丙"]),
    ],
)
def test_lines_and_numbers_that_a_browser_draws(inside: str, shown: list[str]) -> None:
    assert lines(inside) == shown


def test_text_that_styles_put_before_and_behind() -> None:
    style = (
        "<style>.least::before { content: '\\2265' } td .unit:after{content:\"公里\"} "
        ".icon:before{content:'\\e601'} b::before{content:none}</style>"
    )
    assert lines('<span class="least unit">120</span><i class="icon"></i><b>整</b>', style) == ["≥120公里整"]


def test_a_row_that_is_collapsed_is_not_read() -> None:
    gone = "<tr style='visibility: collapse'><td>旧</td><td>旧</td></tr>"
    page = f"<table><tr><td>名</td><td>值</td></tr>{gone}<tr><td>一</td><td>二</td></tr></table>"
    assert "旧" not in source_from_bytes("a.html", page.encode()).pages[0].text
