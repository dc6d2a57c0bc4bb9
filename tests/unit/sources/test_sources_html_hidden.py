"""Web pages: which elements a selector names, and what is in its place and yet not seen."""

from __future__ import annotations

import pytest
from web_pages import opened, shown

from reviewer.base.i18n import use_language


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


@pytest.mark.parametrize(
    ("selector", "text"),
    [
        ("b:not(.k)", "甲丙丁"), ("b:not(.k, #d)", "甲丙"), ("b:is(.k, i, #d)", "乙丁"),
        (":where(td) > b.k", "乙"), ("b:nth-child(2)", "乙"),
        ("b:nth-child(odd)", "甲丙"), ("b:nth-child(2n)", "乙丁"), ("b:nth-child(n+3)", "丙丁"), ("b:nth-child(-n+2)", "甲乙"),
        ("b:nth-last-child(1)", "丁"), ("b:first-of-type", "甲"), ("b:last-child", "丁"), ("b:only-child", ""), (".k + b", "丙"),
        (".k ~ b", "丙丁"), ("b[data-old]", "丙"), ("b[data-old='1' i], b[data-old^='2']", "丙"), ("b[data-old$=x]", ""),
        ("table td:nth-of-type(2) b.k", "乙"), ("td:first-child b", ""), ("b:not(:hover)", "甲乙丙丁"), ("b:not(:is(.k, #d))", "甲丙"),
        ("b:hover", ""), ("b::before", ""),
        ("b:has(i)", ""), ("td:has(b.k) b:not(:has(b))", "甲乙丙丁"), ("b:has(+ #d)", "丙"),
        ("b:has(~ #d)", "甲乙丙"), ("tr:has(> td.c) > td > .k", "乙"),
        ("tr:has(> b) b", ""), ("b:empty", ""), ("b:first", ""), ("tr:nth-child(2) ~ tr b", ""),
        (r"b.w\:k", ""), ("tr:first-child>td b#d", "丁"),
    ],
)  # fmt: skip
def test_which_elements_a_selector_names(selector: str, text: str) -> None:
    """Named, they are hidden; and the more particular rule counts."""
    inside = "<b>甲</b><b class=k>乙</b><b data-old=1>丙</b><b id=d>丁</b>"
    left = "".join(char for char in "甲乙丙丁" if char not in text)
    assert shown(inside, selector + "{display:none}") == left
    assert shown(inside, f"html body table td b{{display:inline}} b:where({selector}){{display:none}}") == "甲乙丙丁"
    assert shown(inside, f"b{{display:inline}} body td b:is({selector}){{display:none}} b{{display:inline}}") == left


@pytest.mark.parametrize(
    ("style", "is_seen"),
    [
        ("opacity:0", False), ("opacity:0.0", False), ("opacity:.05", True), ("opacity:0;animation:in 1s forwards", True),
        ("position:absolute;clip:rect(0,0,0,0)", False), ("position:absolute;clip:rect(1px 1px 1px 1px)", False),
        ("clip:rect(0,0,0,0)", True),
        ("position:absolute;clip:rect(0,90px,20px,0)", True), ("clip-path:inset(50%)", False), ("clip-path:inset(0 100% 0 0)", False),
        ("clip-path:inset(10px)", True), ("clip-path:inset(10px 50%)", True), ("clip-path:circle(0)", False),
        ("clip-path:circle(40%)", True),
        ("display:block;max-height:0;overflow:hidden", False), ("display:block;max-height:0", True), ("max-height:0;overflow:hidden", True),
        ("display:inline-block;width:1px;height:1px;overflow:hidden", False), ("display:block;height:20px;overflow:hidden", True),
        ("display:block;transform:scale(0)", False), ("display:block;transform:scaleX(0)", False), ("transform:scale(0)", True),
        ("display:block;transform:scale(0.5)", True), ("display:block;transform:translateX(-9999px)", False),
        ("display:block;transform:translate(-50%, 0)", True), ("display:block;scale:0", False),
        ("display:block;text-indent:-9999px", False), ("display:block;text-indent:-999em", False),
        ("display:block;text-indent:-2em", True),
        ("position:absolute;left:-9999px", False), ("position:absolute;top:-200vh", False), ("left:-9999px", True),
        ("position:absolute;right:100vw", False), ("position:absolute;right:10vw", True), ("font:0/0 a", False),
        ("font:bold 12px/0 a", True),
        ("position:absolute;right:-9999px", False), ("position:absolute;left:9999px", False), ("position:relative;left:-10px", True),
        ("margin-left:-9999px", False), ("margin:0 0 0 -9999px", False), ("visibility:hidden", False), ("font-size:0", False),
        ("filter:opacity(0)", False), ("filter:opacity(40%)", True), ("zoom:0.001", False), ("zoom:.9", True), ("zoom:100%", True),
        ("color:transparent", False), ("color:rgba(0,0,0,0)", False),
        ("color:rgb(0,0,0)", True), ("color:#0000", False),
        ("color:#0f0", True),
        ("color:rgb(0 0 0 / 0%)", False), ("color:transparent;background-clip:text", True),
        ("color:transparent;text-shadow:0 0 1px #000", True),
    ],
)  # fmt: skip
def test_what_is_in_its_place_and_not_seen(style: str, is_seen: bool) -> None:
    text = "新旧" if is_seen else "新"
    assert shown(f"新<span style='{style}'>旧</span>").replace("\n", "") == text
    assert shown("新<span class=x>旧</span>", f".x{{{style}}}").replace("\n", "") == text


def test_a_part_of_what_is_not_seen_may_be_seen() -> None:
    for style in ("visibility:hidden", "font-size:0", "color:transparent"):
        part = "visibility:visible;font-size:14px;color:#000"
        assert shown(f"<span style='{style}'>旧<b style='{part}'>新</b>旧</span>") == "新"
        assert shown(f"新<span style='{style}'>旧<b style='font-size:1em'>旧</b></span>") == "新"
    assert shown("新<p style='opacity:0'>旧<b style='opacity:1'>旧</b></p>") == "新"


def test_a_cell_that_is_not_seen_stays_where_it_is_and_is_said() -> None:
    row = "<tr><td>一</td><td style='opacity:0'>旧值</td><td>二</td></tr>"
    found = opened(
        f"<p style='position:absolute;left:-9999px'>跳到正文</p><table><tr><td>名</td><td>值</td><td>注</td></tr>{row}</table>"
    )
    assert found.pages[0].text.split("\n")[1] == "一\t\t二"
    assert [str(note) for note in found.notes] == ["Text that the page does not show was left out: 旧值"]


def test_a_page_that_a_script_fades_in_is_read() -> None:
    table = "<table><tr><td>名</td><td>值</td></tr><tr><td>一</td><td>二</td></tr></table>"
    found = opened(f"<div class=main>{table}</div>", "<style>.main{opacity:0;transition:opacity 1s}</style>")
    assert found.pages[0].text.split("\n")[:2] == ["名\t值", "一\t二"]


@pytest.mark.parametrize(
    ("style", "text"),
    [
        (".x{display:var(--a,none)}", "新"), (":root{--a:none} .x{display:var(--a)}", "新"),
        (":root{--a:inline} .x{display:var(--a,none)}", "新旧"),
        ("html{--a:none} .dark{--a:inline} .x{display:var(--a)}", "新旧"), (".x{display:var(--a)}", "新旧"),
    ],
)  # fmt: skip
def test_variables_of_a_sheet(style: str, text: str) -> None:
    assert shown("新<span class=x>旧</span>", style) == text
