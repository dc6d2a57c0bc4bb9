"""Web pages saved in one file (.mht), as browsers, Word and Excel do: only the HTML in it is read, as its style sheets show it."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import Message
from itertools import islice

from reviewer.base.i18n import tr
from reviewer.sources import html
from reviewer.sources.reader import Given, Reading, SourceError, Watch

_HEAD = re.compile(rb"\A\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){1,40}", re.IGNORECASE)
_SHEET = re.compile(
    r"<x:Name>(.*?)</x:Name>(?:(?!</x:ExcelWorksheet>).)*?<x:WorksheetSource\s+HRef=\"([^\"]*)\"", re.S | re.I
)
_DEEPEST, _MOST_PARTS, _LARGEST_SHEET = 10, 5000, 2_000_000


def knows(data: bytes) -> bool:
    """Whether a file is a saved page: a message of several parts, or of one that is HTML."""
    head = _HEAD.match(data[:8192])
    said = head[0].lower() if head else b""
    return b"mime-version:" in said and (b"multipart/related" in said or b"text/html" in said)


def read(given: Given, watch: Watch) -> Reading:
    """Read a saved page, each sheet of a workbook saved so as a page of its own. Raises SourceError."""
    try:
        message = message_from_bytes(given.data, policy=policy.compat32)
        parts = _html_parts(message, 0)
    except (ValueError, LookupError, RecursionError, AssertionError) as error:
        raise SourceError(tr("{file} is a damaged web page; please save it again.", file=given.name)) from error
    watch.progress(0.2)
    if not parts:
        raise SourceError(tr("{file} is a damaged web page; please save it again.", file=given.name))
    root = parts[0][1]
    named = {href.rpartition("/")[2].lower(): label for label, href in _SHEET.findall(root)}
    pages = [(named.get(place.rpartition("/")[2].lower(), ""), text) for place, text, _ in parts]
    if named:
        pages = [page for page in pages if page[0]] or pages
    return html.reading(given, "html", parts[0][2], pages, _sheets(message))


def _sheets(message: Message) -> dict[str, str]:
    """The style sheets in a message, by the names and numbers that its pages call them by."""
    found: dict[str, str] = {}
    for part in islice(message.walk(), _MOST_PARTS):
        data = part.get_payload(decode=True) if part.get_content_type() == "text/css" else None
        if isinstance(data, bytes) and len(data) <= _LARGEST_SHEET:
            text = data.decode(html.usual_name(part.get_content_charset() or "utf-8"), "replace")
            for name in (str(part.get("Content-Location", "")), str(part.get("Content-ID", "")).strip("<> ")):
                if name:
                    found.setdefault(html.sheet_name(name), text)
    return found


def _html_parts(message: Message, depth: int) -> list[tuple[str, str, str]]:
    """The HTML in a message: where each part came from, its text, its encoding."""
    found: list[tuple[str, str, str]] = []
    if depth > _DEEPEST:
        return found
    if message.is_multipart():
        parts = message.get_payload()
        for part in parts[:_MOST_PARTS] if isinstance(parts, list) else ():
            if isinstance(part, Message):
                found += _html_parts(part, depth + 1)
        return found
    if message.get_content_type() in ("text/html", "application/xhtml+xml"):
        data = message.get_payload(decode=True)
        if isinstance(data, bytes) and data.strip():
            text, encoding = html.decoded(data, html.usual_name(message.get_content_charset() or ""))
            found.append((str(message.get("Content-Location", "")), text, encoding))
    return found
