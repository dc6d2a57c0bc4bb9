"""The manual as pages for a browser: whole, every link and picture in it resolved, all chapters in its contents."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import html

from reviewer import selftest
from reviewer.base.help_text import shown
from reviewer.model.reasons import REASONS
from tools.manual import web

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
HELP = {
    path.name for path in DOCS.glob("*.md") if re.match(r"(manual|walk|reasons|administrators|workspace)\b", path.name)
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages as the command makes them."""
    made = tmp_path_factory.mktemp("手册 of all")
    command = [sys.executable, "-m", "tools.manual", "--html", str(made / "new")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return made / "new"


@pytest.fixture(params=list(web.PAGES))
def page(request: pytest.FixtureRequest, folder: Path) -> tuple[str, html.HtmlElement]:
    """A page's name, and the page."""
    text = (folder / request.param).read_text(encoding="utf-8")
    return request.param, html.document_fromstring(text)


def headings(name: str) -> list[str]:
    """Every heading of a text, without the signs that make words bold or code."""
    found = re.findall(r"(?m)^#{1,6} (.+)$", re.sub(r"(?ms)^```.*?^```", "", (DOCS / name).read_text(encoding="utf-8")))
    return [re.sub(r"[*`]", "", heading) for heading in found]


def test_all_texts_of_the_help_are_in_the_pages() -> None:
    assert {text for about in web.PAGES.values() for text in about.texts} == HELP


def test_every_link_and_picture_is_there(page: tuple[str, html.HtmlElement], folder: Path) -> None:
    _, tree = page
    targets = [*tree.xpath("//@href"), *tree.xpath("//@src")]
    assert len([target for target in targets if target.startswith("images/")]) >= 8
    for target in targets:
        if target.startswith("https://"):
            continue
        file, _, anchor = target.partition("#")
        assert not file or (folder / file).is_file(), target
        other = html.document_fromstring((folder / file).read_text(encoding="utf-8")) if file.endswith("html") else tree
        assert not anchor or other.xpath("count(//*[@id=$anchor])", anchor=anchor) == 1, target
    for picture in tree.xpath("//img"):
        assert (folder / picture.get("src")).read_bytes() == (DOCS / picture.get("src")).read_bytes()
        assert picture.get("alt"), "a picture says what it shows"
    assert tree.xpath("//script/@src | //link") == [], "nothing is fetched"


def test_every_chapter_is_in_the_contents_and_leads_to_itself(page: tuple[str, html.HtmlElement]) -> None:
    name, tree = page
    listed = tree.xpath("//nav//details//a")
    wanted = [heading for text in web.PAGES[name].texts for heading in headings(text)]
    assert [link.text_content() for link in listed] == wanted
    for link in listed:
        (section,) = tree.xpath("//section[@id=$anchor]", anchor=link.get("href")[1:])
        assert section[0].tag in ("h1", "h2", "h3")
        assert section[0].text_content() == link.text_content()


def test_every_word_of_the_texts_is_on_the_page(page: tuple[str, html.HtmlElement]) -> None:
    """Whatever Markdown a text uses, its words come through: compared without signs, blanks and the targets of links."""
    name, tree = page
    for text, article in zip(web.PAGES[name].texts, tree.xpath("//article"), strict=True):
        source = re.sub(r"!?\[([^]]*)\]\([^)]*\)", r"\1", shown((DOCS / text).read_text(encoding="utf-8")).text)
        source = re.sub(r"(?m)^(\| *-+ *)+\|$", "", source)
        for picture in article.xpath(".//img"):
            picture.tail = (picture.get("alt") or "") + (picture.tail or "")
        seen = re.findall(r"[^\W_]", article.text_content())
        wanted = re.findall(r"[^\W_]", re.sub(r"(?m)^ *\d+\. ", "", source))
        assert "".join(seen) == "".join(wanted), text


def test_the_entry_of_every_reason_has_its_code_as_anchor_and_nowhere_else(page: tuple[str, html.HtmlElement]) -> None:
    _, tree = page
    anchors = tree.xpath("//section/@id")
    assert set(REASONS) <= set(anchors)
    assert len(set(anchors)) == len(anchors)
    assert not re.search(r"\b(read|check|foreign|source)\.[a-z]+_\w+", tree.xpath("//main")[0].text_content())


def test_the_same_texts_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    web.write(tmp_path)
    for made in sorted(path for path in folder.rglob("*") if path.is_file()):
        assert made.read_bytes() == (tmp_path / made.relative_to(folder)).read_bytes()


def test_an_installation_without_a_picture_or_page_of_the_manual_does_not_pass_its_self_test(tmp_path: Path) -> None:
    web.write(tmp_path)
    selftest.manual_is_whole(tmp_path)
    (tmp_path / "images" / "window.png").rename(tmp_path / "away.png")
    with pytest.raises(selftest.FailedError, match=re.escape("images/window.png")):
        selftest.manual_is_whole(tmp_path)
    (tmp_path / "away.png").rename(tmp_path / "images" / "window.png")
    (tmp_path / "manual.en.html").unlink()
    with pytest.raises(selftest.FailedError, match=re.escape("manual.en.html")):
        selftest.manual_is_whole(tmp_path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# A\n\n[b](nowhere.md)\n", "nowhere.md"),
        ("# A\n\n![b](images/nowhere.png)\n", "images/nowhere.png"),
        ("Words.\n", "title"),
        ("# A\n\n# B\n", "second title: B"),
    ],
)
def test_what_no_page_can_show_is_said(text: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "manual.md").write_text(text, encoding="utf-8")
    for name in HELP - {"manual.md"}:
        (tmp_path / name).write_text("# Other\n", encoding="utf-8")
    monkeypatch.setattr(web, "DOCS", tmp_path)
    with pytest.raises(web.ManualError, match=re.escape(said)):
        web.write(tmp_path / "out")
