"""Web pages: raised, lowered and struck-out text, and boxes that are ticked, as a browser shows them."""

from __future__ import annotations

import pytest

from reviewer.model.source import Note
from reviewer.sources.registry import source_from_bytes


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        ("10<sup>3</sup>吨", "10³吨"),
        ('≥80<span style="vertical-align: super">1</span>页', "≥80¹页"),
        ("CO<sub>2</sub>，PM<sub>2.5</sub>", "CO₂，PM2.5"),
        ("<del>≥90%</del>≥98%", "≥98%"),
        ('<span style="color:red;text-decoration:line-through">旧<b>值</b></span>新', "新"),
        ('<input type="checkbox" checked>新增 <input type=checkbox>延续', "☑新增 ☐延续"),
        ('<input type="radio" name=a>甲 <input type="radio" name=a checked="checked">乙', "○甲 ◉乙"),
        ("<s>全部</s>", ""),
    ],
)
def test_as_shown(inside: str, shown: str) -> None:
    page = (
        f"<html><body><table><tr><td>名</td><td>{inside}</td></tr><tr><td>一</td><td>二</td></tr></table></body></html>"
    )
    source = source_from_bytes("a.html", page.encode())
    assert source.pages[0].text.split("\n")[0].partition("\t")[2].strip() == shown
    struck = [note for note in source.notes if isinstance(note, Note) and note.code == "struck out"]
    assert bool(struck) is any(sign in inside for sign in ("<del", "<s>", "line-through"))
