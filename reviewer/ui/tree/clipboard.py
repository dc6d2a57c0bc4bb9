"""Rows of the tree as cells on the clipboard, out of and into a spreadsheet."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QMimeData

from reviewer.base.i18n import tr, trn
from reviewer.base.lines import one_line
from reviewer.model import acts
from reviewer.model.edits import Act
from reviewer.model.entering import entered
from reviewer.model.fields import FieldRef
from reviewer.model.naming import field_name, node_title, short
from reviewer.model.review import Node, Review

Cells = Sequence[Sequence[str]]


def as_text(rows: Cells) -> str:
    """Rows as lines whose cells tabs keep apart."""
    return "\n".join("\t".join(map(one_line, row)) for row in rows)


def for_spreadsheets(rows: Cells) -> QMimeData:
    """Rows as text, and as a table whose cells a spreadsheet takes as text: 007 stays 007, and nothing becomes a formula."""
    data = QMimeData()
    data.setText(as_text(rows))
    cell = "<td style=\"mso-number-format:'\\@'\">{}</td>"
    lines = ("".join(cell.format(html.escape(one_line(text))) for text in row) for row in rows)
    data.setHtml("<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>")
    return data


def from_text(text: str) -> list[list[str]]:
    """The cells of a text from a spreadsheet. A cell within quotes may hold line breaks and tabs; it becomes one line."""
    rows: list[list[str]] = [[]]
    text = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    at = 0
    while True:
        end = _quoted_end(text, at)
        if end is not None:
            cell, at = text[at + 1 : end].replace('""', '"'), end + 1
        else:
            end = min((place for sign in "\t\n" if (place := text.find(sign, at)) >= 0), default=len(text))
            cell, at = text[at:end], end
        rows[-1].append(one_line(cell))
        if at >= len(text):
            return rows
        if text[at] == "\n":
            rows.append([])
        at += 1


def _quoted_end(text: str, start: int) -> int | None:
    """Where the closing quote of a cell stands that had to be put in quotes; None where the cell is as it reads."""
    if text[start : start + 1] != '"':
        return None
    end = start + 1
    while (end := text.find('"', end)) >= 0:
        if text[end + 1 : end + 2] == '"':
            end += 2
            continue
        inside = text[start + 1 : end]
        return end if text[end + 1 : end + 2] in ("", "\t", "\n") and ("\n" in inside or "\t" in inside) else None
    return None


@dataclass(frozen=True, slots=True)
class Goal:
    """A row that is pasted into: its node, and the keys of its cells from the one in hand on (None: a cell without a field)."""

    node: Node
    keys: tuple[str | None, ...]


def paste(review: Review, cells: Cells, goals: Sequence[Goal]) -> Act:
    """Give the selected fields the values of the cells; an empty cell leaves its field as it is.

    A single line goes into every row that is selected. Raises ValueError, in a sentence, where cells and rows do not fit.
    """
    if not any(text for row in cells for text in row):
        raise ValueError(tr("There is no text on the clipboard to paste."))
    if len(cells) == 1:
        cells = list(cells) * len(goals)
    if len(cells) != len(goals):
        raise ValueError(
            trn("The clipboard holds {count} line; selected rows: {rows}. Select as many rows, or press F2 to paste all into "
                "one value.",
                "The clipboard holds {count} lines; selected rows: {rows}. Select as many rows, or press F2 to paste all into "
                "one value.", len(cells), rows=len(goals))
        )  # fmt: skip
    values: dict[FieldRef, str] = {}
    for row, goal in zip(cells, goals, strict=True):
        for place, text in enumerate(row):
            if not text:
                continue
            key = goal.keys[place] if place < len(goal.keys) else None
            if key is None:
                raise ValueError(
                    tr("“{name}” has no field for “{text}”: begin at the column that the first cell belongs to.",
                       name=short(node_title(goal.node), 16), text=short(text, 16))
                )  # fmt: skip
            values[FieldRef(goal.node.id, key)] = entered(key, text)
    changed = {ref: value for ref, value in values.items() if value != review.field(ref).value}
    if not changed:
        raise ValueError(tr("The selected fields hold these values already."))
    first = next(iter(changed))
    made = acts.replace_values(review, changed)
    return Act("paste", made.edits, (("count", str(len(changed))), ("name", field_name(first.key))))
