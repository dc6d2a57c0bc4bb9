"""A foreign document before it becomes text, and the forms that it takes."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from html import escape
from random import Random

from tools.sequence import inventing

Rows = list[list[str]]


@dataclass
class Doc:
    """Lines above, a body of lines and tables in order."""

    title: str
    top: list[str] = field(default_factory=list)
    body: list[str | Rows] = field(default_factory=list)


def office(rng: Random) -> str:
    """Who the document is of."""
    return inventing.office(rng)


def year(rng: Random) -> int:
    """A year."""
    return rng.randint(2016, 2027)


def money(rng: Random) -> str:
    """A sum as printed."""
    return inventing.amount(rng)


def maybe(rng: Random, share: float, *lines: str) -> list[str]:
    """Some lines, or none."""
    return list(lines) if rng.random() < share else []


def some(rng: Random, pool: str, low: int, high: int) -> list[str]:
    """A few words of a pool parted by bars, in its order or another."""
    words = pool.split("|")
    chosen = rng.sample(words, min(len(words), rng.randint(low, high)))
    return chosen if rng.random() < 0.5 else sorted(chosen, key=words.index)


def table(rng: Random, heads: list[str], first: list[str], cell: object = None, total: bool = True) -> Rows:
    """A table with these heads, a row for each text of the first column, sums of money elsewhere."""
    make = cell if callable(cell) else (lambda: money(rng) if rng.random() < 0.75 else rng.choice(["", "0", "0.00"]))
    rows = [list(heads)]
    rows += [[text, *(make() for _ in heads[1:])] for text in first]
    if total and rng.random() < 0.7:
        rows.append([rng.choice(["合计", "总计", "合 计", "本年支出合计"]), *(money(rng) for _ in heads[1:])])
    return rows


def render(doc: Doc, rng: Random) -> tuple[str, str]:
    """The document's text and the suffix of its file, in a form drawn by chance; now and then the title is lost."""
    lines: list[str | Rows] = [*([] if rng.random() < 0.12 else [doc.title]), *doc.top, *doc.body]
    form = rng.choice(["tab", "csv", "md", "html", "blanks", "one_blank", "cells", "run", "tab", "md", "html"])
    if form == "html":
        return "html", _html(lines)
    if form == "csv":
        out = io.StringIO()
        writer = csv.writer(out)
        for block in lines:
            writer.writerows([[block]] if isinstance(block, str) else block)
        return "csv", out.getvalue()
    return ("md" if form == "md" else "tsv" if form == "tab" and rng.random() < 0.3 else "txt"), _text(lines, form, rng)


def _text(lines: list[str | Rows], form: str, rng: Random) -> str:
    out: list[str] = []
    glue = {"tab": "\t", "blanks": "    ", "one_blank": " ", "cells": "\n", "run": ""}.get(form, " ")
    for number, block in enumerate(lines):
        if isinstance(block, str):
            out.append(f"# {block}" if form == "md" and number == 0 else block)
        elif form == "md":
            width = max(map(len, block))
            rows = ["| " + " | ".join([*row, *[""] * (width - len(row))]) + " |" for row in block]
            out += ["", rows[0], "|" + " --- |" * width, *rows[1:], ""]
        else:
            out += [glue.join(cell for cell in row if cell or form == "tab") for row in block]
    return ("" if form == "run" and rng.random() < 0.4 else "\n").join(out) + "\n"


def _html(lines: list[str | Rows]) -> str:
    out = ["<html><head><meta charset='utf-8'></head><body>"]
    for block in lines:
        if isinstance(block, str):
            out.append(f"<p>{escape(block)}</p>")
            continue
        rows = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in block)
        out.append(f"<table>{rows}</table>")
    return "\n".join([*out, "</body></html>"])
