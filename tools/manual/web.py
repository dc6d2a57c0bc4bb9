"""The manual as web pages: one for each language, with all texts of the help, contents and search; the pictures lie beside them.

The same texts give the same bytes. Needs markdown-it-py, which packaging brings along and the program does not.
"""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from string import Template
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from reviewer import __version__
from reviewer.base.help_text import shown

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


class Page(NamedTuple):
    """A page: its language, the texts in it, and what it says itself."""

    language: str
    texts: tuple[str, ...]
    title: str
    contents: str
    find: str
    some: str
    none: str
    other_words: str


PAGES = {
    "manual.html": Page(
        "zh-CN", ("manual.md", "walk.md", "reasons.md", "administrators.md", "workspace.md"), "预算绩效目标校对台：使用手册", "目录",
        "在手册中查找", "{count} 节里有，按回车逐节看", "没有找到", "English",
    ),
    "manual.en.html": Page(
        "en", ("manual.en.md", "reasons.en.md", "administrators.en.md"), "Performance-target review desk: manual", "Contents",
        "Find in the manual", "in {count} sections; Enter goes through them", "Not found", "简体中文",
    ),
}  # fmt: skip


class ManualError(Exception):
    """A text holds what no page can show. Its text says where and what."""


def write(folder: Path) -> list[Path]:
    """Write the pages and their pictures into `folder`; the files. Raises ManualError."""
    folder.mkdir(parents=True, exist_ok=True)
    made, pictures = [], set()
    for name in PAGES:
        text, needed = page(name)
        made.append(folder / name)
        made[-1].write_text(text, encoding="utf-8", newline="\n")
        pictures |= needed
    for picture in sorted(pictures):
        made.append(folder / picture)
        made[-1].parent.mkdir(exist_ok=True)
        shutil.copyfile(DOCS / picture, made[-1])
    return made


def page(name: str) -> tuple[str, set[str]]:
    """A page as HTML, and the pictures that it shows, as paths from the page."""
    about = PAGES[name]
    texts = texts_of(name)
    others = [other for other in PAGES if other != name]
    places = {
        "lang": about.language, "title": about.title, "contents": about.contents, "find": about.find,
        "some": about.some, "none": about.none, "other_page": others[0], "other_words": about.other_words,
        "version": f"reviewer {__version__}",
    }  # fmt: skip
    shell = Template((Path(__file__).parent / "page.html").read_text(encoding="utf-8"))
    filled = shell.substitute(
        {key: html.escape(text) for key, text in places.items()},
        list="\n".join(text.contents(number == 0) for number, text in enumerate(texts)),
        body="\n".join(text.body() for text in texts),
    )
    return filled, {picture for text in texts for picture in text.pictures}


def texts_of(name: str) -> list[Text]:
    """The texts of a page, in order. Raises ManualError."""
    return [Text(name, text) for text in PAGES[name].texts]


class Section(NamedTuple):
    """A heading with what stands beneath it."""

    level: int
    anchor: str
    heading: str
    """As plain text."""
    body: str
    """As HTML, the heading in it."""


class Text:
    """A text of the help as part of a page."""

    def __init__(self, page_name: str, name: str) -> None:
        self._page, self._name = page_name, name
        self._stem = name.split(".")[0]
        self._markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
        self.pictures: set[str] = set()
        text, codes = shown((DOCS / name).read_text(encoding="utf-8"))
        self._codes = {number: code for code, number in codes.items()}
        self.sections = list(self._cut(self._markdown.parse(text)))

    def _cut(self, tokens: Sequence[Token]) -> Iterator[Section]:
        """A section for each heading. Raises ManualError for a text that does not begin with its title."""
        starts = [place for place, token in enumerate(tokens) if token.type == "heading_open" and token.level == 0]
        if not starts or starts[0] != 0 or tokens[0].tag != "h1":
            raise ManualError(f"{self._name} does not begin with its title.")
        for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(tokens)], strict=True)):
            part = list(tokens[start:end])
            for token in part:
                for child in token.children or ():
                    self._lead(child)
            level = int(part[0].tag[1])
            if level == 1 and number:
                raise ManualError(f"{self._name} has a second title: {part[1].content}")
            anchor = self._codes.get(number - 1) or (self._stem if number == 0 else f"{self._stem}-{number}")
            body = self._markdown.renderer.render(part, self._markdown.options, {})
            plain = "".join(child.content for child in part[1].children or ())
            yield Section(level, anchor, plain, body)

    def _lead(self, token: Token) -> None:
        """Turn a link to another text into one to its place in the pages. Raises ManualError where there is none."""
        if token.type == "image":
            picture = str(token.attrs["src"])
            if not re.fullmatch(r"images/[\w.]+", picture) or not (DOCS / picture).is_file():
                raise ManualError(f"{self._name} shows {picture}, which is not there.")
            self.pictures.add(picture)
        elif token.type == "link_open":
            target = str(token.attrs["href"])
            if not target.startswith("https://"):
                token.attrs["href"] = self._place(target)

    def _place(self, text: str) -> str:
        holding = [name for name, about in PAGES.items() if text in about.texts]
        if not holding:
            raise ManualError(f"{self._name} leads to {text}, which is in no page.")
        page_name = self._page if self._page in holding else holding[0]
        return ("" if page_name == self._page else page_name) + "#" + text.split(".")[0]

    def body(self) -> str:
        """The text, each section with its anchor."""
        parts = (f'<section id="{html.escape(each.anchor)}">\n{each.body}</section>\n' for each in self.sections)
        return f"<article>\n{''.join(parts)}</article>"

    def contents(self, is_open: bool) -> str:
        """The list of the headings, each leading to its section, under the title of the text."""
        title, *rest = (
            (each.level, f'<a href="#{html.escape(each.anchor)}">{html.escape(each.heading)}</a>')
            for each in self.sections
        )
        items = "".join(f'<li class="level{level}">{link}</li>\n' for level, link in rest)
        return f"<details{' open' if is_open else ''}><summary>{title[1]}</summary>\n<ul>\n{items}</ul></details>"
