"""Small web pages for tests, and what is shown of them."""

from __future__ import annotations

from reviewer.model.source import Source
from reviewer.sources.registry import source_from_bytes


def opened(body: str, head: str = "") -> Source:
    """A page opened."""
    return source_from_bytes("a.html", f"<html><head>{head}</head><body>{body}</body></html>".encode())


def shown(inside: str, style: str = "") -> str:
    """The text of a cell."""
    table = f"<table><tr><td>名</td><td class=c>{inside}</td></tr><tr><td>一</td><td>二</td></tr></table>"
    text = opened(table, f"<style>{style}</style>").pages[0].text
    return text.split("\n一")[0].partition("\t")[2].strip()
