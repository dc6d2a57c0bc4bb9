"""What the benchmarks share: long documents and reviews made from the bundled samples, the machine, the report."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

from reviewer.base.resources import resource
from reviewer.extract.pipeline import extract
from reviewer.model.fields import Field
from reviewer.model.review import Kind, Node, NodeData, Review
from reviewer.model.source import Line, Page, Source
from reviewer.model.spans import Span
from reviewer.sources.registry import open_source, source_from_bytes

HERE = Path(__file__).resolve().parent
CORPUS = HERE.parent.parent / "shared" / "corpus" / "sources"
SIZES = (200, 2_000, 20_000)
"""Numbers of indicators at which everything is measured."""


def samples() -> list[Path]:
    """The bundled samples that are texts: they can be put one after the other."""
    return sorted(path for path in Path(str(resource("samples"))).iterdir() if path.suffix in (".txt", ".md", ".tsv"))


def real_documents() -> list[Path]:
    """The real documents of the corpus beside the repository; empty where it is not there."""
    return sorted(CORPUS.glob("*.txt"))


def indicators(root: Node) -> int:
    """How many indicators a review has."""
    return sum(node.kind is Kind.INDICATOR for node in root.walk())


def long_text(paths: list[Path], wanted: int) -> str:
    """A document of about `wanted` indicators: these samples one after the other, over and over."""
    once = "".join(path.read_text(encoding="utf-8").rstrip("\n") + "\n\n" for path in paths)
    found = indicators(extract(source_from_bytes("once.txt", once.encode())).root)
    return once * max(1, round(wanted / max(1, found)))


def long_review(wanted: int) -> Review:
    """A review with `wanted` indicators: the entries of all samples over and over, each copy with its own text."""
    reviews = [extract(open_source(path)) for path in samples()]
    texts: list[str] = []
    entries: list[NodeData] = []
    ids, offset, left = count(1), 0, wanted
    while left > 0:
        for review in reviews:
            for entry in review.entries:
                rows = [child.data() for child in entry.children][: max(left, 0)]
                left -= sum(row.kind is Kind.INDICATOR for row in rows)
                entries.append(_copy(replace(entry.data(), children=tuple(rows)), ids, offset))
            texts.append(review.source.pages[0].text)
            offset += len(texts[-1])
    text = "".join(texts)
    page = Page(1, text, (Line(Span(0, 0, len(text))),))
    root = NodeData(0, Kind.DOCUMENT, tuple(reviews[0].root.fields.items()), tuple(entries))
    return Review(Source("long.txt", "text", "0" * 64, "utf-8", (page,)), root)


def _copy(data: NodeData, ids: Iterator[int], offset: int) -> NodeData:
    fields = tuple((key, _moved(field, offset)) for key, field in data.fields)
    return NodeData(next(ids), data.kind, fields, tuple(_copy(child, ids, offset) for child in data.children))


def _moved(field: Field, offset: int) -> Field:
    return replace(field, spans=tuple(Span(0, s.start + offset, s.end + offset) for s in field.spans))


def machine() -> str:
    """The machine on which this runs, in one line."""
    name = platform.processor() or platform.machine()
    cpus = Path("/proc/cpuinfo")
    if cpus.exists():
        models = re.findall(r"^model name\s*: (.+)$", cpus.read_text(), re.M)
        name = models[0] if models else name
    return f"{name}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


def table(heads: list[str], rows: list[list[str]]) -> str:
    """A Markdown table; columns after the first are figures."""
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)], *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def report(name: str, text: str, write: bool) -> None:
    """Print a report; with `write` it also takes the place of the last one of this name in README.md."""
    print(text)
    if write:
        put_report(HERE / "README.md", name, f"{text}\n")


def put_report(page: Path, name: str, text: str) -> None:
    """Put a report in the place of the last one of this name on a page."""
    start, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
    before, rest = page.read_text(encoding="utf-8").split(start)
    page.write_text(f"{before}{start}{text}{end}{rest.split(end)[1]}", encoding="utf-8")
