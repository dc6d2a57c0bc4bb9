"""Reviews as pandas tables. Titles of columns are names of data: Chinese, never translated.

Every table begins with `行` (the id of its row, the same whenever the source is read again; 金额 has only `项目行`) and `来源文件`.
`序号` is the place of the entry in the document, from 1; `类别` the entry's kind as in the JSON ("project" …). Each column that holds
a field's value has three beside it: `….confidence` (Float64, 0 to 1), `….needs_review` (boolean) and `….spans` (a list of
(page index, start, end), half-open, in code points). Texts are of dtype "string", numbers Float64 or Int64, so that missing
values stay apart from empty ones. The columns named here always exist, in this order; columns for printed labels (attributes of a
project, further columns of an indicator) follow them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from reviewer.export.doubts import findings, is_open
from reviewer.export.tables import as_number
from reviewer.model.fields import FieldRef, labelled
from reviewer.model.naming import data_name, place_of
from reviewer.model.review import Kind, Node, Review
from reviewer.model.target import target_of

if TYPE_CHECKING:
    import pandas as pd

_Row = dict[str, Any]

_ENTRY = {"单位": "unit", "项目名称": "name", "绩效目标": "goal"}
_INDICATOR = {
    "一级指标": "level1",
    "二级指标": "level2",
    "三级指标": "level3",
    "实施周期指标值": "period_value",
    "年度指标值": "annual_value",
}
_TASK = {"任务名称": "name", "主要内容": "content", "金额": "amount", "目标": "goal"}

_TEXT, _NUMBER, _COUNT, _FLAG, _LIST = "string", "Float64", "Int64", "boolean", "object"


def frames_of(review: Review, ids: Mapping[int, str]) -> dict[str, pd.DataFrame]:
    """The tables of a review: 项目, 指标, 工作任务, 金额, 待核. `ids` names its nodes."""
    return {
        "项目": _frame(_entry_rows(review, ids), {"行": _TEXT, "来源文件": _TEXT, "序号": _COUNT, "类别": _TEXT} | _typed(_ENTRY)),
        "指标": _frame(
            _indicator_rows(review, ids),
            {"行": _TEXT, "项目行": _TEXT, "来源文件": _TEXT, "序号": _COUNT, "单位": _TEXT, "项目名称": _TEXT}
            | _typed(_INDICATOR)
            | {"计算符号": _TEXT, "数值": _NUMBER, "计量单位": _TEXT},
        ),
        "工作任务": _frame(
            _task_rows(review, ids),
            {"行": _TEXT, "项目行": _TEXT, "来源文件": _TEXT, "部门": _TEXT} | _typed(_TASK) | {"金额.数值": _NUMBER},
        ),
        "金额": _frame(
            _amount_rows(review, ids),
            {"项目行": _TEXT, "来源文件": _TEXT, "项目名称": _TEXT, "标签": _TEXT}
            | _typed({"金额": ""})
            | {"数值": _NUMBER, "金额单位": _TEXT},
        ),
        "待核": _frame(
            _doubt_rows(review, ids),
            {"行": _TEXT, "来源文件": _TEXT, "位置": _TEXT, "字段": _TEXT, "值": _TEXT, "置信度": _NUMBER, "原因": _TEXT},
        ),
    }  # fmt: skip


def _typed(columns: Mapping[str, str]) -> dict[str, str]:
    """The dtypes of columns with fields, and of the three beside each."""
    beside = (("", _TEXT), (".confidence", _NUMBER), (".needs_review", _FLAG), (".spans", _LIST))
    return {column + end: dtype for column in columns for end, dtype in beside}


def _frame(rows: Sequence[_Row], dtypes: dict[str, str]) -> pd.DataFrame:
    import pandas as pd

    further = {name: _LIST if name.endswith(".spans") else _type_of(name) for row in rows for name in row}
    dtypes = dtypes | {name: dtype for name, dtype in further.items() if name not in dtypes}
    columns = {
        name: pd.Series([row.get(name) for row in rows], dtype=dtype if dtype != _LIST else object)
        for name, dtype in dtypes.items()
    }
    return pd.DataFrame(columns, columns=list(dtypes))


def _type_of(name: str) -> str:
    return _NUMBER if name.endswith(".confidence") else _FLAG if name.endswith(".needs_review") else _TEXT


def _field(review: Review, node: Node, key: str, column: str) -> _Row:
    """The four cells of a field; empty ones where the node has no such field."""
    field, ref = node.fields.get(key), FieldRef(node.id, key)
    if field is None:
        return {column: None, f"{column}.confidence": None, f"{column}.needs_review": None, f"{column}.spans": []}
    return {
        column: field.value,
        f"{column}.confidence": review.confidence(ref),
        f"{column}.needs_review": review.is_doubtful(ref),
        f"{column}.spans": [(span.page, span.start, span.end) for span in field.spans],
    }


def _fields(review: Review, node: Node, columns: Mapping[str, str]) -> _Row:
    cells: _Row = {}
    for column, key in columns.items():
        cells |= _field(review, node, key, column)
    return cells


def _labelled(review: Review, node: Node, group: str, taken: Mapping[str, Any]) -> _Row:
    cells: _Row = {}
    for label in node.group(group):
        column = label if label not in taken else f"{label}（{group}）"
        cells |= _field(review, node, labelled(group, label), column)
    return cells


def _numbered(review: Review) -> Iterator[tuple[int, Node]]:
    return enumerate(review.entries, start=1)


def _entry_rows(review: Review, ids: Mapping[int, str]) -> list[_Row]:
    rows = []
    for number, entry in _numbered(review):
        row = {"行": ids[entry.id], "来源文件": review.source.name, "序号": number, "类别": str(entry.kind)}
        row |= _fields(review, entry, _ENTRY)
        rows.append(row | _labelled(review, entry, "attributes", row))
    return rows


def _children(review: Review, kind: Kind, make: Callable[[int, Node, Node], _Row]) -> list[_Row]:
    return [
        make(number, entry, child)
        for number, entry in _numbered(review)
        for child in entry.children
        if child.kind is kind
    ]


def _indicator_rows(review: Review, ids: Mapping[int, str]) -> list[_Row]:
    def row(number: int, entry: Node, node: Node) -> _Row:
        target = target_of(node, "annual_value") or target_of(node, "period_value")
        cells: _Row = {"行": ids[node.id], "项目行": ids[entry.id], "来源文件": review.source.name, "序号": number}
        cells |= {"单位": entry.value("unit"), "项目名称": entry.value("name")}
        cells |= _fields(review, node, _INDICATOR)
        cells["计算符号"] = target.operator if target else None
        cells["数值"] = as_number(target.number) if target else None
        cells["计量单位"] = (target.unit or None) if target else None
        return cells | _labelled(review, node, "extra", cells)

    return _children(review, Kind.INDICATOR, row)


def _task_rows(review: Review, ids: Mapping[int, str]) -> list[_Row]:
    def row(_number: int, entry: Node, node: Node) -> _Row:
        cells: _Row = {
            "行": ids[node.id],
            "项目行": ids[entry.id],
            "来源文件": review.source.name,
            "部门": entry.value("name"),
        }
        return cells | _fields(review, node, _TASK) | {"金额.数值": as_number(node.value("amount"))}

    return _children(review, Kind.TASK, row)


def _amount_rows(review: Review, ids: Mapping[int, str]) -> list[_Row]:
    rows = []
    for _number, entry in _numbered(review):
        for label in entry.group("amounts"):
            cells: _Row = {
                "项目行": ids[entry.id],
                "来源文件": review.source.name,
                "项目名称": entry.value("name"),
                "标签": label,
            }
            cells |= _field(review, entry, labelled("amounts", label), "金额")
            cells["数值"] = as_number(entry.value(labelled("amounts", label)))
            cells["金额单位"] = review.root.value("money_unit")
            rows.append(cells)
    return rows


def _doubt_rows(review: Review, ids: Mapping[int, str]) -> list[_Row]:
    """Every doubtful field, and every open issue that is about no field."""
    rows: list[_Row] = []
    by_node = findings(review)
    for node in review.root.walk():
        where = {"行": ids[node.id], "来源文件": review.source.name, "位置": place_of(review, node.id)}
        for key in node.ordered_keys():
            ref = FieldRef(node.id, key)
            if review.is_doubtful(ref):
                why = "；".join(dict.fromkeys(reason.text() for reason in review.reasons(ref)))
                share = review.confidence(ref)
                rows.append(where | {"字段": data_name(key), "值": node.value(key), "置信度": share, "原因": why})
        for issue in by_node.get(node.id, ()):
            if is_open(review, issue) and not any(key in node.fields for key in issue.keys):
                rows.append(where | {"字段": None, "值": None, "置信度": None, "原因": issue.message.text()})
    return rows
