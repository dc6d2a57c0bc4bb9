"""Forms that a page break cuts where each page prints the title and the name again, and nothing else of the form's head.

项目名称  河道保洁                      项目名称  河道保洁
年度目标  保持水面清洁。          →     绩效指标  产出指标  质量指标  保洁合格率  100%
绩效指标  产出指标  数量指标  …                  满意度指标  …
"""

from __future__ import annotations

from dataclasses import replace

from reviewer.extract.book import same_name
from reviewer.extract.readings.agreement import rank_of_level
from reviewer.extract.readings.reading import Reading, value
from reviewer.model.review import Kind, NodeData


def with_forms_whole(reading: Reading) -> Reading:
    """The reading with the rows of an entry that only names the one before it once more put to that one."""
    children: list[NodeData] = []
    layout = list(reading.layout)
    for entry in reading.root.children:
        if children and _goes_on(children[-1], entry):
            children[-1] = replace(children[-1], children=(*children[-1].children, *entry.children))
            layout += [span for _, field in entry.fields for span in field.spans]
        else:
            children.append(entry)
    if len(children) == len(reading.root.children):
        return reading
    return replace(reading, root=replace(reading.root, children=tuple(children)), layout=tuple(layout))


def _goes_on(before: NodeData, entry: NodeData) -> bool:
    """Whether an entry has the name of the one before, nothing but rows, and rows that go on where those stopped."""
    if Kind.PROJECT is not before.kind or before.kind is not entry.kind or not before.children or not entry.children:
        return False
    bare = all(field.value is None or key == "name" for key, field in entry.fields)
    if not bare or not same_name(value(before, "name"), value(entry, "name") or ""):
        return False
    ranks = [rank for node in (before, entry) for rank in _ranks(node)]
    return bool(ranks) and ranks == sorted(ranks)


def _ranks(entry: NodeData) -> list[int]:
    """Where in a form the levels 1 of an entry stand, in its order."""
    levels = [value(child, "level1") for child in entry.children if child.kind is Kind.INDICATOR]
    return [rank for level in levels if level and (rank := rank_of_level(level)) is not None]
