"""The sheets whose rows are nodes of reviews: 项目, 指标, 工作任务. A column is its title, its field and its cell, in one place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from reviewer.export.doubts import findings
from reviewer.export.tables import (
    Cell,
    Form,
    Item,
    RowNode,
    Rows,
    Sheet,
    Value,
    amount_cell,
    as_number,
    children,
    field_cell,
    identities,
    lowest_confidence,
    projects,
    state,
)
from reviewer.export.targets import figure_text, joined, sign_word
from reviewer.model.fields import Field, labelled
from reviewer.model.review import Issue, Kind, Node, Review
from reviewer.model.target import Target, targets_of


@dataclass(slots=True)
class Row:
    """What the cells of one row are made of: the node that it stands for, its entry, and the entry's number in 项目 (None: in none)."""

    review: Review
    found: dict[int, list[Issue]]
    number: int | None
    entry: Node
    node: Node
    _targets: tuple[Target, ...] | None = None

    @property
    def targets(self) -> Sequence[Target]:
        """The parts of the annual target value, of the period's where there is none."""
        if self._targets is None:
            self._targets = tuple(targets_of(self.node, "annual_value") or targets_of(self.node, "period_value"))
        return self._targets


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title, the key of its field as Sheet.keys has it, and the cell that a row has in it.

    A title that a source prints (`is_label`) may be that of another column; it then gets a number.
    """

    title: str
    key: str
    cell: Callable[[Row], Cell]
    is_label: bool = False
    is_of_entry: bool = False
    """Whether all rows of an entry have the same cell in it; it is then made once."""


def project_sheet(items: Sequence[Item]) -> Sheet:
    """项目: every project and every whole department."""
    return sheet_of(
        "项目",
        items,
        [
            Column("来源文件", "", lambda row: Cell(row.review.label)),
            Column("序号", "", lambda row: Cell(row.number, Form.NUMBER)),
            _field("单位", "unit"),
            _field("项目名称", "name"),
            *_amounts(items),
            _field("绩效目标", "goal"),
            *_labels(items, "attributes", projects),
            Column("状态", "", lambda row: Cell(state(row.review, row.node.walk(), row.found))),
            _document("部门", "department"),
            _document("年度", "year"),
            _document("金额单位", "money_unit"),
        ],
        lambda review: ((entry, entry) for entry in projects(review)),
    )


def indicator_sheet(items: Sequence[Item], codes: bool = False) -> Sheet:
    """指标: every indicator. 序号 is that of its project in 项目, so that the two sheets can be joined.

    With `codes` the printed numbers of the levels have columns too, at the end.
    """
    printed = [_plain("一级指标代码", "level1_code"), _plain("二级指标代码", "level2_code")]
    return sheet_of(
        "指标",
        items,
        [
            Column("来源文件", "", lambda row: Cell(row.review.label), is_of_entry=True),
            Column("序号", "", lambda row: Cell(row.number, Form.NUMBER), is_of_entry=True),
            Column("单位", "", lambda row: Cell(row.entry.value("unit")), is_of_entry=True),
            Column("项目名称", "", lambda row: Cell(row.entry.value("name")), is_of_entry=True),
            _field("一级指标", "level1", "level1_code"),
            _field("二级指标", "level2", "level2_code"),
            _field("三级指标", "level3"),
            _field("实施周期指标值", "period_value"),
            _field("年度指标值", "annual_value"),
            Column("计算符号", "target.sign", lambda row: Cell(joined(map(sign_word, row.targets)))),
            Column("数值", "target.number", _number),
            Column("计量单位", "target.unit", lambda row: Cell(joined(target.unit for target in row.targets))),
            *_labels(items, "extra", _indicators),
            Column("置信度", "", lambda row: Cell(lowest_confidence(row.review, row.node), Form.SHARE)),
            Column("状态", "", lambda row: Cell(state(row.review, [row.node], row.found))),
            *(printed if codes else []),
        ],
        lambda review: _beneath(review, Kind.INDICATOR),
    )


def task_sheet(items: Sequence[Item]) -> Sheet:
    """工作任务: every task of a whole-department form."""
    return sheet_of(
        "工作任务",
        items,
        [
            Column("来源文件", "", lambda row: Cell(row.review.label)),
            Column("部门", "", lambda row: Cell(row.entry.value("name"))),
            _field("任务名称", "name"),
            _field("主要内容", "content"),
            Column("金额", "amount", lambda row: amount_cell(row.review, row.node, "amount")),
            _field("目标", "goal"),
        ],
        lambda review: _beneath(review, Kind.TASK),
    )


# -- columns ------------------------------------------------------------------------------------------------------


def _field(title: str, key: str, *also: str) -> Column:
    """A field of the row's node; `also` names fields without a column of their own, whose doubts are shown here."""
    return Column(title, key, lambda row: field_cell(row.review, row.node, key, *also))


def _plain(title: str, key: str) -> Column:
    return Column(title, key, lambda row: Cell(row.node.value(key)))


def _document(title: str, key: str) -> Column:
    return Column(title, f"document.{key}", lambda row: field_cell(row.review, row.review.root, key))


def _number(row: Row) -> Cell:
    targets = row.targets
    figure: Value = joined(map(figure_text, targets))
    if len(targets) == 1 and targets[0].upper is None and (parsed := as_number(targets[0].number)) is not None:
        figure = parsed
    return Cell(figure, Form.NUMBER if isinstance(figure, float) else Form.TEXT)


def _amounts(items: Sequence[Item]) -> list[Column]:
    def column(label: str) -> Column:
        key = labelled("amounts", label)
        return Column(label, key, lambda row: amount_cell(row.review, row.node, key), is_label=True)

    return [column(label) for label in _printed(items, "amounts", projects)]


def _labels(items: Sequence[Item], group: str, rows: Callable[[Review], Iterable[Node]]) -> list[Column]:
    def column(label: str) -> Column:
        key = labelled(group, label)
        return Column(label, key, lambda row: field_cell(row.review, row.node, key), is_label=True)

    return [column(label) for label in _printed(items, group, rows)]


def _printed(items: Sequence[Item], group: str, rows: Callable[[Review], Iterable[Node]]) -> list[str]:
    """Every label of the group that the rows of a sheet have, in the order in which they are met."""
    labels: dict[str, Field] = {}
    for review, _ in items:
        for node in rows(review):
            labels |= node.group(group)
    return list(labels)


# -- rows ---------------------------------------------------------------------------------------------------------

_Nodes = Callable[[Review], Iterable[tuple[Node, Node]]]
"""The rows of a review, each the entry and the node."""


def sheet_of(title: str, items: Sequence[Item], columns: Sequence[Column], nodes: _Nodes) -> Sheet:
    """A sheet whose rows are `nodes` of the reviews, each as (entry, node)."""
    made = Sheet(title, _titles(columns), keys=[column.key for column in columns])
    sources = zip(identities([review for review, _ in items]), items, strict=True)
    made.nodes = [
        RowNode(source, node.id, entry.id) for source, (review, _) in sources for entry, node in nodes(review)
    ]
    first = next((place for place, column in enumerate(columns) if not column.is_of_entry), len(columns))
    heads, cells = [column.cell for column in columns[:first]], [column.cell for column in columns[first:]]

    def rows() -> Iterator[list[Cell]]:
        for review, _ in items:
            found = findings(review)
            numbers = {entry.id: number for number, entry in enumerate(projects(review), start=1)}
            last, head = None, list[Cell]()
            for entry, node in nodes(review):
                row = Row(review, found, numbers.get(entry.id), entry, node)
                if entry is not last:
                    last, head = entry, [cell(row) for cell in heads]
                yield head + [cell(row) for cell in cells]

    made.rows = Rows(rows)
    return made


def _beneath(review: Review, kind: Kind) -> Iterator[tuple[Node, Node]]:
    return ((entry, node) for entry in review.entries for node in children(entry, kind))


def _indicators(review: Review) -> Iterator[Node]:
    return (node for _, node in _beneath(review, Kind.INDICATOR))


def _titles(columns: Sequence[Column]) -> list[str]:
    """The titles, no two alike: a printed label that is a title already gets a number."""
    taken = {column.title for column in columns if not column.is_label}
    titles: list[str] = []
    for column in columns:
        number, name = 2, column.title
        while column.is_label and name in taken:
            name, number = f"{column.title}（{number}）", number + 1
        taken.add(name)
        titles.append(name)
    return titles
