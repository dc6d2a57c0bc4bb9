"""The user's own workbook filled: under its headers or at its {{placeholders}}, everything else left as it is."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reviewer.base import gate
from reviewer.base.files import write_whole
from reviewer.base.gate import NOBODY, Consent
from reviewer.base.i18n import tr
from reviewer.base.patterns import pattern
from reviewer.export.tables import MAX_TEXT, Item, Value, as_number, cell_text, projects, units
from reviewer.export.targets import SIGN_WORDS
from reviewer.export.template_losses import losses
from reviewer.export.template_rows import make_room
from reviewer.model.fields import labelled
from reviewer.model.review import Kind, Node, Review
from reviewer.model.target import target_of


class TemplateError(Exception):
    """A template that cannot be filled. Its text is one sentence for the user: which file, what is wrong, what to do."""


NAMES: dict[str, tuple[str, ...]] = {
    "file": ("来源文件", "文件", "文件名"),
    "number": ("序号", "编号", "项目序号"),
    "department": ("部门", "部门名称", "预算部门", "主管部门", "填报单位"),
    "year": ("年度", "预算年度", "年份"),
    "money_unit": ("金额单位",),
    "title": ("标题", "文件标题"),
    "unit": ("单位", "单位名称", "预算单位", "实施单位", "资金使用单位", "项目单位"),
    "project": ("项目", "项目名称", "预算项目", "预算项目名称"),
    "goal": ("绩效目标", "年度绩效目标", "总体目标", "年度总体目标", "项目绩效目标"),
    "level1": ("一级指标", "一级指标名称"),
    "level2": ("二级指标", "二级指标名称"),
    "level3": ("三级指标", "三级指标名称", "指标名称", "绩效指标"),
    "period_value": ("实施周期指标值", "长期指标值", "中期指标值"),
    "annual_value": ("年度指标值", "指标值", "本年度指标值", "目标值"),
    "sign": ("计算符号", "符号", "指标性质"),
    "value": ("数值", "指标数值"),
    "measure": ("计量单位", "度量单位", "指标值单位"),
}
"""What a template may call each part, the usual name first; amounts, attributes and extras go by their printed labels."""
_OF_INDICATOR = ("level1", "level2", "level3", "period_value", "annual_value", "sign", "value", "measure")
_PLACE = pattern(r"\{\{\s*([^{}]+?)\s*\}\}")
_FIRST_ROWS = 40
"""How far down headers are looked for."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the template: its letter, what it is called there, and the part suggested for it (empty: none)."""

    letter: str
    name: str
    part: str


@dataclass(frozen=True, slots=True)
class Plan:
    """How a template is to be filled: the sheet, the row of its headers (0: placeholders), the first row to fill, its columns."""

    sheet: str
    header: int
    first: int
    columns: tuple[Column, ...]
    losses: tuple[str, ...] = ()
    """What of the template the filled copy will not have, in sentences."""

    def signature(self) -> str:
        """What tells templates apart, to remember a mapping by."""
        return "|".join((self.sheet, *(column.name for column in self.columns)))

    def mapped(self, parts: Mapping[str, str]) -> Plan:
        """This plan with other parts, by the letter of the column."""
        columns = (Column(c.letter, c.name, parts.get(c.letter, c.part)) for c in self.columns)
        return replace(self, columns=tuple(columns))


def parts_of(items: Sequence[Item]) -> dict[str, str]:
    """Every part that a column can hold, with its name: the usual ones, then the labels met in these reviews."""
    parts = {part: names[0] for part, names in NAMES.items()}
    for review, _ in items:
        for node in review.root.walk():
            for group in ("amounts", "attributes", "extra"):
                for label in node.group(group):
                    parts.setdefault(labelled(group, label), label)
    return parts


def look_at(path: Path, items: Sequence[Item]) -> Plan:
    """How a template would be filled, suggested by the names in it. Raises TemplateError."""
    book = _load(path)
    parts, best = parts_of(items), (0, None)
    for sheet in book.worksheets:
        for plan in (_placeholders(sheet, parts), *_headers(sheet, parts)):
            score = sum(bool(column.part) for column in plan.columns) + (2 if not plan.header else 0) if plan else 0
            if plan and score > best[0]:
                best = (score, plan)  # type: ignore[assignment]
    book.close()
    if best[1] is None:
        raise TemplateError(
            tr(
                "{file} has no row of headers that is known, and no place such as {example}; please choose another template.",
                example="{{三级指标}}",
                file=path.name,
            )
        )
    return replace(best[1], losses=losses(path))


def _load(path: Path) -> Any:
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings(action="ignore"):  # of what it cannot keep the user has been told, see losses()
            return load_workbook(path, keep_vba=path.suffix.lower() == ".xlsm", rich_text=True)
    except OSError as error:
        why = error.strerror or str(error)
        raise TemplateError(tr("{file} cannot be read ({why}); please look whether it is there and closed elsewhere.",
                               file=path.name, why=why)) from error  # fmt: skip
    except Exception as error:  # whatever a damaged file makes the library raise
        raise TemplateError(
            tr("{file} is no Excel workbook, or was damaged; please choose another template.", file=path.name)
        ) from error


def _headers(sheet: Any, parts: Mapping[str, str]) -> Iterator[Plan]:
    for row in sheet.iter_rows(max_row=min(_FIRST_ROWS, sheet.max_row)):
        named = [
            (cell.column_letter, str(cell.value)) for cell in row if cell.value is not None and cell.data_type != "f"
        ]
        columns, taken = [], set[str]()
        for letter, name in named:
            part = suggest(name, parts)
            part = "" if part in taken else part
            taken.add(part)
            columns.append(Column(letter, " ".join(name.split()), part))
        if sum(bool(column.part) for column in columns) >= 2:
            yield Plan(sheet.title, row[0].row, _below(sheet, row[0].row), tuple(columns))


def _below(sheet: Any, header: int) -> int:
    """The row under a header, also where header cells are merged over several rows."""
    return (
        max(
            (each.max_row for each in sheet.merged_cells.ranges if each.min_row <= header <= each.max_row),
            default=header,
        )
        + 1
    )


def _placeholders(sheet: Any, parts: Mapping[str, str]) -> Plan | None:
    """The row that has the most placeholders for parts of projects and indicators."""
    best: tuple[int, tuple[Column, ...]] = (0, ())
    for row in sheet.iter_rows():
        columns = tuple(
            Column(cell.column_letter, match[1], suggest(match[1], parts))
            for cell in row
            if isinstance(cell.value, str) and (match := _PLACE.fullmatch(cell.value.strip()))
        )
        if sum(column.part not in _DOCUMENT for column in columns if column.part) > sum(
            column.part not in _DOCUMENT for column in best[1] if column.part
        ):
            best = (row[0].row, columns)
    return Plan(sheet.title, 0, best[0], best[1]) if best[0] else None


_DOCUMENT = ("file", "department", "year", "money_unit", "title")
_FILLER = pattern(r"[\s:：*＊（）()【】\[\]、/]+|必填|选填")


def suggest(name: str, parts: Mapping[str, str]) -> str:
    """The part that a header means, empty where no name is near enough."""
    from rapidfuzz import fuzz, process

    plain = _FILLER.sub("", name)
    if not plain:
        return ""
    known = {_FILLER.sub("", label): part for part, label in reversed(list(parts.items()))}
    known |= {each: part for part, names in NAMES.items() for each in names}
    if plain in known:
        return known[plain]
    found = process.extractOne(plain, list(known), scorer=fuzz.ratio, score_cutoff=80)
    return known[found[0]] if found else ""


# -- filling ------------------------------------------------------------------------------------------------------


def fill(
    path: Path,
    out: Path,
    plan: Plan,
    items: Sequence[Item],
    progress: Callable[[float], None] | None = None,
    consent: Consent = NOBODY,
) -> list[str]:
    """Fill the template and write it as `out`, whole or not at all; what had to be cut, in sentences.

    Raises TemplateError and WriteError. One row is written for every indicator, or for every project where the template has no column
    for an indicator's part. Rows are inserted where there is no room; formulas, merges and rules follow.
    """
    told = progress or (lambda _share: None)
    book = _load(path)
    if plan.sheet not in book.sheetnames:
        raise TemplateError(
            tr(
                "{file} has no sheet “{sheet}” any more; please choose the template again.",
                file=path.name,
                sheet=plan.sheet,
            )
        )
    sheet = book[plan.sheet]
    used = [column for column in plan.columns if column.part]
    rows = list(_rows(items, used))
    make_room(book, sheet, plan.first, _free_rows(sheet, plan, used), len(rows), [column.letter for column in used])
    notes: list[str] = []
    for place, values in enumerate(rows):
        for column, value in zip(used, values, strict=True):
            notes += _put(sheet[f"{column.letter}{plan.first + place}"], value)
        if place % 500 == 0:
            told(0.8 * place / len(rows))
    _fill_document(book, items, parts_of(items))
    told(0.85)
    with gate.protected(path):
        write_whole(out, book.save, consent)
    return notes


def _free_rows(sheet: Any, plan: Plan, used: Sequence[Column]) -> int:
    """How many rows from the first on are there to be filled: those with nothing in the used columns; a placeholder row is one."""
    count = 0 if plan.header else 1
    while plan.first + count <= sheet.max_row:
        cells = [sheet[f"{column.letter}{plan.first + count}"] for column in used]
        whole = sheet[plan.first + count]
        words = any(isinstance(cell.value, str) and cell.data_type != "f" for cell in whole)
        if any(cell.value is not None for cell in cells) or words or any(_is_merged(sheet, cell) for cell in cells):
            break
        count += 1
    return count


def _is_merged(sheet: Any, cell: Any) -> bool:
    return any(cell.coordinate in each for each in sheet.merged_cells.ranges)


def _put(cell: Any, value: Value) -> list[str]:
    """Write a value; a text stays a text. What had to be cut, in a sentence."""
    if not isinstance(value, str):
        cell.value = value
        return []
    cell.value = cell_text(value)
    cell.data_type = "s"  # "=0" is a value
    if units(value) <= MAX_TEXT:
        return []
    return [
        tr(
            "{cell}: a cell cannot hold this text of {size} characters; its end was cut off",
            cell=cell.coordinate,
            size=len(value),
        )
    ]


def _rows(items: Sequence[Item], used: Sequence[Column]) -> Iterator[list[Value]]:
    parts = [column.part for column in used]
    deep = any(part in _OF_INDICATOR or part.startswith("extra[") for part in parts)
    for review, _ in items:
        for number, entry in enumerate(projects(review), start=1):
            indicators = [child for child in entry.children if child.kind is Kind.INDICATOR] if deep else []
            nodes: list[Node | None] = [*indicators] or [None]
            for node in nodes:
                yield [_value(review, entry, node, number, part) for part in parts]


def _value(review: Review, entry: Node, node: Node | None, number: int, part: str) -> Value:
    if part == "number":
        return number
    if part in _DOCUMENT:
        return review.label if part == "file" else review.root.value(part)
    if part.startswith("amounts["):
        figure = as_number(entry.value(part))
        return entry.value(part) if figure is None else figure
    if part in ("unit", "goal", "project") or part.startswith("attributes["):
        return entry.value("name" if part == "project" else part)
    if node is None:
        return None
    if part in ("sign", "value", "measure"):
        return _target_part(node, part)
    return node.value(part)


def _target_part(node: Node, part: str) -> Value:
    target = target_of(node, "annual_value") or target_of(node, "period_value")
    if target is None:
        return None
    if part == "sign":
        return SIGN_WORDS.get(target.operator, target.operator)
    if part == "measure":
        return target.unit or None
    if target.operator == "range":
        return f"{target.number}-{target.upper}"
    figure = as_number(target.number)
    return (target.text if target.operator == "text" else target.number) if figure is None else figure


def _fill_document(book: Any, items: Sequence[Item], parts: Mapping[str, str]) -> None:
    """Placeholders for what is said once: those of the first source; one that nobody knows stays as it is."""
    review = items[0][0]
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and "{{" in cell.value and cell.data_type != "f":
                    _put(cell, _PLACE.sub(lambda match: _said(match, review, parts), cell.value))


def _said(match: re.Match[str], review: Review, parts: Mapping[str, str]) -> str:
    part = suggest(match[1], parts)
    if part not in _DOCUMENT:
        return match[0]
    return review.label if part == "file" else review.root.value(part) or ""
