"""Texts whose tables are HTML: what converters of PDFs and Word files write as Markdown. Read as the page that they render to.

A page of a browser has its own reader (html.py). Here lines are lines, headings have #, and only tables have tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape

from reviewer.base.i18n import tr
from reviewer.sources import html
from reviewer.sources.encodings import decode
from reviewer.sources.reader import Given, Reading, SourceError, Watch

_TABLE = re.compile(r"(?:<html>\s*)?(?:<body>\s*)?<table[\s>].*?</table\s*>(?:\s*</body>)?(?:\s*</html>)?", re.I | re.S)
_CELL = re.compile(r"<t[dh][\s>]", re.IGNORECASE)
_PAGE = re.compile(
    r"<(?:!doctype|head|body|div|p|script|style|meta|link|title|form|ul|span)\b|</?t(?:able|r|d|h)\b", re.I
)
"""Tags outside of tables that a page of a browser has, and a text has not; or those of a table within a table."""
_STRAY_TAG = re.compile(r"</?(?:b|i|u|strong|em|center|br|sup|sub|font)\b[^<>]*>|<!--.*?-->", re.I | re.S)
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(?=\S)")
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_RULE = re.compile(r"(?=.*(?:--|:))\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
_BAR = re.compile(r"(?<!\\)\|")
_STRUCK = re.compile(r"~~(?=\S)(.+?)(?<=\S)~~")


def knows(data: bytes) -> bool:
    """Whether a file is a text with tables in HTML."""
    head = data.lower()
    tables = head.count(b"<table")
    if not tables or tables != head.count(b"</table"):
        return False
    decoded = decode(data)
    if decoded is None:
        return False
    return bool(_CELL.search(decoded[0])) and not _PAGE.search(_TABLE.sub("", decoded[0]))


def read(given: Given, watch: Watch) -> Reading:
    """Read such a text. Raises SourceError."""
    decoded = decode(given.data)
    if decoded is None:
        raise SourceError(tr("{file} is empty; please choose another file.", file=given.name))
    watch.progress(0.2)
    return html.reading(given, "html", decoded[1], [("", "".join(_rendered(decoded[0])))])


def _rendered(text: str) -> Iterator[str]:
    """The text as HTML: its tables as they are, a paragraph for each line between them."""
    start = 0
    for table in _TABLE.finditer(text):
        yield from _lines(text[start : table.start()])
        yield table[0]
        start = table.end()
    yield from _lines(text[start:])


def _lines(text: str) -> Iterator[str]:
    piped: list[str] = []
    for line in _PICTURE.sub("", _STRAY_TAG.sub("", text)).splitlines():
        if line.strip().startswith("|") and line.count("|") >= 2:
            piped.append(line)
            continue
        yield _pipe_table(piped)
        piped = []
        bare = _HEADING.sub("", line).strip().replace("**", "")
        if bare:
            yield f"<p>{_marked(bare)}</p>\n"
    yield _pipe_table(piped)


def _pipe_table(lines: list[str]) -> str:
    rows = [_BAR.split(_inside(line.strip())) for line in lines if not _RULE.fullmatch(line.strip())]
    if not rows:
        return ""
    cells = ["".join(f"<td>{_marked(cell.strip())}</td>" for cell in row) for row in rows]
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>\n"


def _inside(line: str) -> str:
    """A row without the bars at its ends."""
    line = line.removeprefix("|")
    return line[:-1] if line.endswith("|") and not line.endswith("\\|") else line


def _marked(text: str) -> str:
    """A piece of Markdown as HTML, as far as it changes what is shown: struck-out text, escaped bars, signs by their names."""
    return _STRUCK.sub(r"<del>\1</del>", escape(unescape(text.replace("\\|", "|")), quote=False))
