"""Which elements the selectors of a style sheet name: on one invented page, by the ids of its elements, as a browser answers."""

from __future__ import annotations

import pytest
from lxml import html

from reviewer.sources import html_select
from reviewer.sources.html_select import Finder, parted, selectors_of

PAGE = """<div id=root><ul id=u class="list big"><li id=a class=x lang=zh-CN>一</li><!-- --><li id=b class="x y" lang=zh>二</li>
<li id=c data-kind="top sum">三</li><li id=d data-kind=sum-1>四</li><li id=e class=y></li></ul>
<p id=p type=TEXT><b id=f title="甲,乙">五</b><i id=g><b id=h></b></i><b id=i> </b></p><a id=k href=x>六</a><a id=l>七</a></div>"""
ROOT = html.fromstring(PAGE)


def named(text: str) -> str:
    """The ids of the elements that a list of selectors names, in the page's order."""
    finder, selectors = Finder(), selectors_of(text)
    return " ".join(
        e.get("id") for e in ROOT.iter() if isinstance(e.tag, str) and any(finder.names(s, e) for s in selectors)
    )


@pytest.mark.parametrize(
    ("selector", "ids"),
    [
        ("b", "f h i"), ("B", "f h i"), ("*", "root u a b c d e p f g h i k l"), (".x", "a b"), (".x.y", "b"), ("li.y", "b e"),
        ("#c", "c"),
        ("li#c", "c"), ("p#c", ""), (".X", ""), ("*.y", "b e"), (".list.big", "u"), (r"#\63", ""), (r".\x", "a b"),
        # beside, within, behind
        ("ul li", "a b c d e"), ("div li", "a b c d e"), ("div > li", ""), ("ul>li", "a b c d e"), ("p > b", "f i"), ("p b", "f h i"),
        ("p i b", "h"), (".x + li", "b c"), (".x ~ li", "b c d e"), ("i+b", "i"), ("b~b", "i"), ("#a + .y", "b"), ("#a ~ .y", "b e"),
        ("div ul > .x + .y ~ li", "c d e"), ("ul b", ""), ("#root > p > i > b", "h"), ("li , p>b", "a b c d e f i"),
        # attributes
        ("[lang]", "a b"), ("[lang=zh]", "b"), ('[lang="zh"]', "b"), ("[lang='zh-CN']", "a"), ("[lang|=zh]", "a b"), ("[lang|=z]", ""),
        ("[data-kind~=sum]", "c"), ("[data-kind~=su]", ""), ("[data-kind^=to]", "c"), ("[data-kind^=op]", ""), ("[data-kind$='-1']", "d"),
        ("[data-kind$=sum-]", ""), ("[data-kind*=um]", "c d"), ("[data-kind*='']", ""), ("[lang=zh-cn]", ""), ("[lang=zh-cn i]", "a"),
        ("[lang=zh-CN s]", "a"), ("[type=text]", "p"), ("[type=TEXT]", "p"), ("[type^=te]", "p"), ("[TITLE='甲,乙']", "f"),
        ("[ lang ]", "a b"),
        ("b[title]", "f"), ("li[title]", ""), ("[class~=big]", "u"), ("[nothing]", ""),
        # numbers
        (":first-child", "root u a f h"), (":last-child", "root e h i l"), (":only-child", "root h"), ("b:first-of-type", "f h"),
        ("b:last-of-type", "h i"), ("b:only-of-type", "h"), ("i:only-of-type", "g"), ("a:first-of-type", "k"), ("li:nth-child(2)", "b"),
        ("li:nth-child(odd)", "a c e"), ("li:nth-child(EVEN)", "b d"), ("li:nth-child(2n+1)", "a c e"), ("li:nth-child(2n)", "b d"),
        ("li:nth-child(3n+2)", "b e"), ("li:nth-child(3n - 1)", "b e"), ("li:nth-child(n+4)", "d e"), ("li:nth-child(-n+2)", "a b"),
        ("li:nth-child(-2n+3)", "a c"), ("li:nth-child(+3)", "c"), ("li:nth-child(-3)", ""), ("li:nth-child(0)", ""),
        ("li:nth-child(n)", "a b c d e"),
        ("li:nth-last-child(1)", "e"), ("li:nth-last-child(2n)", "b d"), ("li:nth-last-child(-n+2)", "d e"), ("b:nth-of-type(2)", "i"),
        ("b:nth-last-of-type(2)", "f"), ("p>:nth-child(3)", "i"), ("p>:nth-of-type(1)", "f g"), ("p>:nth-last-of-type(1)", "g i"),
        ("li:nth-child(2 of .y)", "e"), ("li:nth-child(1 of .y)", "b"), ("li:nth-last-child(1 of .x)", "b"),
        ("li:nth-last-child(2 of .x, .y)", "b"),
        ("li:nth-child(odd of .x, .y)", "a e"), ("li:nth-of-type(1 of .y)", ""), ("li:nth-child(1 of )", ""), ("li:nth-child(x)", ""),
        # others
        (":empty", "e h"), (":link", "k"), ("a:any-link", "k"), ("a:not(:link)", "l"), (":not(li):not(b)", "root u p g k l"),
        ("li:not(.x, .y)", "c d"), ("li:not(.x):not(.y)", "c d"), (":is(.x, #f)", "a b f"), ("li:where(.y)", "b e"),
        (":is(ul, p) > :is(.y, b)", "b e f i"),
        ("p:has(i)", "p"), ("p:has(> b)", "p"), ("div:has(> b)", ""), (":has(> b)", "p g"), ("li:has(+ .y)", "a d"),
        ("li:has(~ .y)", "a b c d"),
        (":has(.x, i)", "root u p"), ("b:has(b)", ""), ("li:not(:hover)", "a b c d e"), ("li:not(:hover, .x)", "c d e"),
        # what names nothing
        ("li:hover", ""), ("li::before", ""), ("li:nonsense", ""), ("li:not(:nonsense)", ""), ("", ""), (",", ""),
        ("li,", "a b c d e"), ("> li", ""),
        ("li >", ""), ("li > > b", ""), ("li!", ""), ("li:not(", ""), ("[lang", ""), (":is()", ""), (":is(:hover)", ""),
        (":is(:hover, .x)", "a b"),
    ],
)  # fmt: skip
def test_which_elements_a_selector_names(selector: str, ids: str) -> None:
    assert named(selector) == ids


@pytest.mark.parametrize(
    ("selector", "rank"),
    [
        ("li", (0, 0, 1)), ("*", (0, 0, 0)), (".x", (0, 1, 0)), ("#a", (1, 0, 0)), ("ul > li.x.y#b[lang]", (1, 3, 2)),
        (":first-child", (0, 1, 0)),
        (":not(.x)", (0, 1, 0)), (":is(li, #a, .x)", (1, 0, 0)), (":where(#a)", (0, 0, 0)), (":has(> #a)", (1, 0, 0)),
        ("li:nth-child(2)", (0, 1, 1)),
        ("li:nth-child(2 of .x)", (0, 2, 1)), ("li:nth-child(2 of .x, #a)", (1, 1, 1)), ("input:checked", (0, 1, 1)),
        ("ul li a b", (0, 0, 4)),
    ],
)  # fmt: skip
def test_how_particular_a_selector_is(selector: str, rank: tuple[int, int, int]) -> None:
    """By ids, then classes and the like, then tags: the more particular of two wins."""
    (found,) = selectors_of(selector)
    assert found.rank == rank


@pytest.mark.parametrize(
    ("selector", "is_exact"),
    [
        ("li.x", True), ("li:checked", False), ("li:checked b", False), ("b li:checked", False), (":is(.x, .y)", True),
        (":is(.x, :checked)", False),
        ("li:checked:is(.x)", False), (":not(.x)", True), (":not(:checked)", False), (":has(b)", True), (":has(p b)", False),
        (":has(:checked)", False),
        ("li:checked:has(b)", False), ("li:nth-child(2 of .x)", True), ("li:nth-child(2 of :checked)", False),
        ("li:checked:nth-child(2 of .x)", False),
        ("li:lang(zh)", False), ("li:not(:hover)", True),
    ],
)  # fmt: skip
def test_what_is_not_worked_out_is_not_exact(selector: str, is_exact: bool) -> None:
    (found,) = selectors_of(selector)
    assert found.is_exact is is_exact


def test_the_root_of_a_page() -> None:
    whole = html.document_fromstring(PAGE)
    (selector,) = selectors_of(":root")
    assert [element.tag for element in whole.iter() if Finder().names(selector, element)] == ["html"]


def test_what_is_not_worked_out_names_at_most_its_rest() -> None:
    assert named("li.x:checked") == "a b"
    assert named("li.x:not(:checked)") == "a b"


def test_what_an_element_has_to_have() -> None:
    keys = ["li", "#a", ".x", ".b", "", "#b"]
    texts = ["ul > li", "li#a.x", "li.x", "li.c.b", "*", "a, li #b"]
    assert [selectors_of(text)[-1].key for text in texts] == keys


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a,b", ["a", "b"]), ("a:is(b,c),d", ["a:is(b,c)", "d"]), ("[x='a,b'],c", ["[x='a,b']", "c"]),
        ('[x="a\',b"],c', ['[x="a\',b"]', "c"]),
        ("a", ["a"]), ("", [""]), ("a,", ["a", ""]), ("[a,b],c", ["[a,b]", "c"]), ("(a,(b,c),d),e", ["(a,(b,c),d)", "e"]),
    ],
)  # fmt: skip
def test_lists_are_parted_at_commas_of_their_own(text: str, parts: list[str]) -> None:
    assert parted(text) == parts


def test_selectors_longer_or_deeper_than_any_name_nothing() -> None:
    """One of a million parts would be looked through for minutes."""
    assert named("." + "x" * 1999) == ""
    assert len(selectors_of("." + "x" * 1999)) == 1
    assert selectors_of("." + "x" * 2000) == []
    assert len(selectors_of(",".join([".x"] * 6000))) == 6000
    assert selectors_of(",".join([".x"] * 7000)) == []
    assert len(selectors_of(" ".join(["a"] * 40))) == 1
    assert selectors_of(" ".join(["a"] * 41)) == []
    for name in (":is", ":not", ":has"):
        assert len(selectors_of(f"{name}(" * 4 + ".x" + ")" * 4)) == 1, name
        assert selectors_of(f"{name}(" * 5 + ".x" + ")" * 5) == [], name
    assert len(selectors_of(":is(" * 3 + ":nth-child(1 of .x)" + ")" * 3)) == 1
    assert selectors_of(":is(" * 4 + ":nth-child(1 of .x)" + ")" * 4) == []


def test_after_so_many_steps_no_more_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    (selector,) = selectors_of("div li")
    item = ROOT.get_element_by_id("a")
    steps = range(8)
    found = []
    for most in steps:
        monkeypatch.setattr(html_select, "_MOST_STEPS", most)
        finder = Finder()
        found.append((finder.names(selector, item), finder.is_spent))
    assert found[0] == (False, True)
    assert found[-1] == (True, False)
    assert sorted(found) == found, "from one number of steps on it is named"
