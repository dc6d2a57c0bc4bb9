"""What a person chooses about an export, and reviews narrowed down to it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from reviewer.export.tables import Item
from reviewer.model.review import Issue, Review

USUAL = ("项目", "指标", "工作任务", "待核", "校对记录")
"""The sheets that a workbook has where nobody chooses; 说明 it always has."""
MERGED, IMPORT, CHARTS, TOTALS = "打印表", "一体化导入", "统计图", "汇总"
_FORMER = {"汇总表": MERGED}
"""Names that sheets had before, as they may be remembered."""
SHEETS = (*USUAL, MERGED, IMPORT, CHARTS, TOTALS)
"""Every sheet that can be chosen, in the order in which they stand."""
TARGET_COLUMNS = ("计算符号", "数值", "计量单位")


@dataclass(frozen=True, slots=True)
class Choices:
    """What an export holds.

    `left_out` names columns, as “指标/置信度”; `one_file` is one workbook for all sources, else one each; `only_accepted`
    leaves out entries in which something is still doubtful; `codes` gives the levels' printed numbers columns; `split_targets`
    gives sign, number and unit of target values columns.
    """

    sheets: tuple[str, ...] = USUAL
    left_out: tuple[str, ...] = ()
    one_file: bool = True
    only_accepted: bool = False
    codes: bool = False
    split_targets: bool = True

    def hidden(self, sheet: str) -> set[str]:
        """The titles of the columns that a sheet does without."""
        titles = {name.split("/", 1)[1] for name in self.left_out if name.startswith(f"{sheet}/")}
        return titles if self.split_targets else titles | set(TARGET_COLUMNS)

    def text(self) -> str:
        """The choices as a text, to be remembered."""
        return json.dumps({name: getattr(self, name) for name in self.__slots__}, ensure_ascii=False)


def choices_of(text: str) -> Choices:
    """What Choices.text() gave; what cannot be read counts as the usual choice."""
    try:
        found = json.loads(text)
    except ValueError:
        return Choices()
    usual, chosen = Choices(), dict[str, Any]()
    for name, value in found.items() if isinstance(found, dict) else ():
        like = getattr(usual, name, None)
        if isinstance(like, bool) and isinstance(value, bool):
            chosen[name] = value
        elif isinstance(like, tuple) and isinstance(value, list) and all(isinstance(part, str) for part in value):
            parts = [_FORMER.get(part, part) for part in value]
            chosen[name] = tuple(part for part in parts if name != "sheets" or part in SHEETS)
    made = Choices(**chosen)
    return made if made.sheets else replace(made, sheets=USUAL)


def accepted_only(items: Sequence[Item]) -> tuple[list[Item], int]:
    """The reviews without the entries in which something is still doubtful, and how many entries that leaves out."""
    narrowed, left = [], 0
    for review, history in items:
        root = review.root.data()
        sure = tuple(child for child in root.children if not review.count_doubtful(review.node(child.id)))
        left += len(root.children) - len(sure)
        made = Review(review.source, replace(root, children=sure), review.target_accuracy, review.layout, review.loose)
        made.label = review.label
        found: dict[int, tuple[Issue, ...]] = {}
        for issue in review.issues:
            if issue.node in made:
                found[issue.node] = (*found.get(issue.node, ()), issue)
        made.replace_issues(found)
        narrowed.append((made, history))
    return narrowed, left
