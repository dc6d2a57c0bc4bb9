"""The sheets about the work: 校对记录 (every edit) and 说明 (what the workbook was made from)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from reviewer import __version__
from reviewer.base.i18n import tr
from reviewer.export.checked import checked
from reviewer.export.tables import Cell, Form, Item, Rows, Sheet
from reviewer.model.acts import act_title
from reviewer.model.edits import Edit, InsertNode, MoveNode, RemoveNode, SetField, SetKind
from reviewer.model.fields import Field, Status
from reviewer.model.history import Entry, History
from reviewer.model.naming import field_name, kind_name
from reviewer.model.review import Kind, NodeData, Review
from reviewer.model.unread import Standing, is_settled, is_unread, not_read, standing


def record_sheet(items: Sequence[Item]) -> Sheet:
    """校对记录: one row for every edit that was done, undone or redone, in order; times are local."""
    columns = ["时间", "校对人", "来源文件", "位置", "字段", "原值", "新值", "操作"]
    return Sheet(
        "校对记录", columns, Rows(lambda: (row for review, history in items for row in _record(review, history)))
    )


def _record(review: Review, history: History | None) -> Iterator[list[Cell]]:
    names = _entry_names(review, history) if history else {}
    for entry in history.record if history else ():
        time = Cell(entry.at.astimezone().replace(tzinfo=None, microsecond=0), Form.TIME)
        head = [time, Cell(entry.who), Cell(review.label)]
        act = Cell(_act_name(entry))
        if not entry.act.edits:
            yield [*head, *[Cell(None)] * 4, act]
        for edit, where in _edits(entry):
            yield [*head, Cell(where), *map(Cell, _change(edit, names)), act]


def _edits(entry: Entry) -> Iterator[tuple[Edit, str]]:
    """The edits as they were carried out, each with the name of its place."""
    where = [*entry.where, *[""] * (len(entry.act.edits) - len(entry.where))]
    pairs = list(zip(entry.act.edits, where, strict=False))
    if entry.way == "undo":
        return ((edit.inverse(), place) for edit, place in reversed(pairs))
    return iter(pairs)


def _act_name(entry: Entry) -> str:
    title = act_title(entry.act)
    if entry.way == "undo":
        return tr("Undo: {act}", act=title)
    return tr("Redo: {act}", act=title) if entry.way == "redo" else title


def _change(edit: Edit, names: dict[int, str]) -> tuple[str | None, str | None, str | None]:
    """Field, value before and value after of one edit; of a whole row its name, of a move its place."""
    match edit:
        case SetField():
            return field_name(edit.ref.key), _shown(edit.before), _shown(edit.after)
        case InsertNode():
            return kind_name(edit.node.kind), None, _title(edit.node)
        case RemoveNode():
            return kind_name(edit.node.kind), _title(edit.node), None
        case MoveNode():
            before = _place(names, edit.from_parent, edit.from_index)
            return tr("Place"), before, _place(names, edit.to_parent, edit.to_index)
        case SetKind():
            return tr("Kind"), kind_name(edit.before), kind_name(edit.after)
    raise TypeError(f"{edit!r} is no edit that the record knows")


def _shown(field: Field | None) -> str | None:
    if field is not None and field.status is Status.BLANK:
        return tr("(blank)")
    if field is not None and field.status is Status.UNREADABLE:
        return tr("(unreadable)")
    return field.value if field else None


def _title(node: NodeData) -> str | None:
    fields = dict(node.fields)
    name = fields.get("level3" if node.kind is Kind.INDICATOR else "name")
    return name.value if name else None


def _place(names: dict[int, str], parent: int, index: int) -> str:
    if parent in names:
        return tr("{entry}, place {number}", entry=names[parent], number=index + 1)
    return tr("Place {number}", number=index + 1)


def _entry_names(review: Review, history: History) -> dict[int, str]:
    """What each entry is called, now or where it is gone, when it was last seen."""
    known = [*history.first.children]
    for entry in history.record:
        known += [e.node for e in entry.act.edits if isinstance(e, InsertNode | RemoveNode)]
    names = {node.id: _title(node) or "" for node in known}
    names |= {entry.id: entry.value("name") or "" for entry in review.entries}
    return {node: name for node, name in names.items() if name}


def about_sheet(items: Sequence[Item], now: datetime, notes: Sequence[tuple[str, str]] = ()) -> Sheet:
    """说明: the sources, each with its SHA-256, counts, who checked it and how, the marking in force, the program's version and the time.

    `notes` are what else is to be known: the name of a source (or nothing) and a sentence.
    """
    titles = ["来源文件", "SHA-256", "格式", "编码", "项目数", "指标数", "待核数", "校对次数"]
    titles += ["校对人", "复审", "抽查结果", "标记设定（目标，不是测得的准确率）", "程序版本", "导出时间", "备注"]
    rows = [_about(review, history, now) for review, history in items]
    rows += [[Cell(file or None), *[Cell(None)] * (len(titles) - 2), Cell(said)] for file, said in notes]
    return Sheet("说明", titles, rows)


def _about(review: Review, history: History | None, now: datetime) -> list[Cell]:
    source, made = review.source, checked(review, history)
    nodes = [node.kind for node in review.root.walk()]
    counts = (
        sum(kind in (Kind.PROJECT, Kind.DEPARTMENT) for kind in nodes),
        nodes.count(Kind.INDICATOR),
        review.count_doubtful() + is_unread(review),
        len(history.record) if history else 0,
    )
    return [
        *map(Cell, (review.label, source.sha256, source.format, source.encoding)),
        *(Cell(count, Form.NUMBER) for count in counts),
        Cell(made.reviewer_text() or None),
        Cell(made.second_text() or None),
        Cell(made.sample_text() or None),
        Cell(review.target_accuracy, Form.SHARE),
        Cell(f"reviewer {__version__}"),
        Cell(now.replace(tzinfo=None, microsecond=0), Form.TIME),
        Cell(_said(review, history)),
    ]


_MOST_NOTES = 30


def _said(review: Review, history: History | None) -> str | None:
    """What is to be known of a source as a whole: what its reader had to say, and whether anybody has looked at it."""
    said = list(not_read(review))
    if said and is_settled(review):
        said.append(tr("A person has looked at it: nothing more is to be taken from it."))
    elif history is not None and standing(review, history) is Standing.UNSEEN:
        said.append(tr("Nothing in it is doubtful, and nobody has looked at it."))
    said += [note for note in map(str, review.source.notes[:_MOST_NOTES]) if note not in said]
    return " ".join(said) or None
