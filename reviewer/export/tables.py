"""Reviews as the rows of the workbook's sheets. Titles of sheets and columns are names of data: Chinese, never translated."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from reviewer.base.i18n import tr
from reviewer.base.patterns import pattern
from reviewer.export.doubts import findings, is_open, node_doubtful
from reviewer.model.entering import plain_figure
from reviewer.model.fields import FieldRef, Status
from reviewer.model.history import History
from reviewer.model.naming import field_name, place_of
from reviewer.model.review import Issue, Kind, Node, Review
from reviewer.model.unread import is_unread, not_read

Item = tuple[Review, History | None]
"""A review, and its history where there is one."""


class Link(NamedTuple):
    """A place in another sheet ('指标'!A5), and what the cell shows that leads there."""

    place: str
    shown: str


Value = str | float | datetime | Link | None


class Form(StrEnum):
    """How a cell's value is shown."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    SHARE = "share"
    TIME = "time"
    HIDDEN = "hidden"
    """For the program itself, in a column that is not shown."""


class RowNode(NamedTuple):
    """What a row stands for: its source (as identities() tells it), the id of its node, the id of the entry it belongs to."""

    sha256: str
    node: int
    entry: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `doubt` says why it is doubtful, empty where it is not; a str is always written as text."""

    value: Value
    form: Form = Form.TEXT
    doubt: str = ""


class Rows:
    """Rows that are made anew whenever somebody goes through them: a long sheet is never in memory as a whole."""

    def __init__(self, make: Callable[[], Iterator[list[Cell]]]) -> None:
        self._make = make

    def __iter__(self) -> Iterator[list[Cell]]:
        return self._make()


@dataclass(slots=True)
class Sheet:
    """One sheet: its title, its column titles (no two alike), its rows (each as long as the titles).

    Where its rows are nodes of reviews, `nodes` has for each row the SHA-256 of the source, the id of the node and that of
    its entry, and `keys` for each column the key of its field: "document.year" is a field of the document, "target.sign" a
    part of the target value, "" what is worked out. Both are empty for other sheets.
    """

    title: str
    columns: list[str]
    rows: Iterable[list[Cell]] = ()
    keys: list[str] = field(default_factory=list)
    nodes: list[RowNode] = field(default_factory=list)

    def without(self, titles: Collection[str]) -> Sheet:
        """This sheet without some columns."""
        kept = [place for place, title in enumerate(self.columns) if title not in titles]
        if len(kept) == len(self.columns):
            return self
        return replace(
            self,
            columns=[self.columns[place] for place in kept],
            rows=Rows(lambda: ([row[place] for place in kept] for row in self.rows)),
            keys=[self.keys[place] for place in kept] if self.keys else [],
        )


def doubtful_sheet(items: Sequence[Item]) -> Sheet:
    """待核: every doubtful field; then the open issues that no doubtful field has among its reasons."""
    columns = ["来源文件", "位置", "字段", "值", "置信度", "原因"]
    return Sheet("待核", columns, Rows(lambda: (row for review, _ in items for row in _doubts(review))))


def _doubts(review: Review) -> Iterator[list[Cell]]:
    name, by_node = Cell(review.label), findings(review)
    if is_unread(review) and review.entries:  # one without entries has a finding that says so
        whole = Cell(place_of(review, review.root.id))
        said = {issue.message.text() for issue in by_node.get(review.root.id, ()) if is_open(review, issue)}
        missing = (text for text in not_read(review) if text not in said)
        yield from ([name, whole, Cell(None), Cell(None), Cell(None), Cell(text)] for text in missing)
    for node in review.root.walk():
        where, doubtful = Cell(place_of(review, node.id)), review.doubtful_keys(node)
        for key in node.ordered_keys():
            ref = FieldRef(node.id, key)
            if key in doubtful:
                shown, why = node.fields[key], Cell(_why(review, ref))
                share = Cell(review.confidence(ref), Form.SHARE)
                yield [name, where, Cell(field_name(key)), Cell(shown.value), share, why]
        for issue in by_node.get(node.id, ()):
            if is_open(review, issue) and not any(key in node.fields for key in issue.keys):
                about = Cell("、".join(field_name(key) for key in issue.keys) or None)
                yield [name, where, about, Cell(None), Cell(None), Cell(issue.message.text())]


# -- cells --------------------------------------------------------------------------------------------------------


def field_cell(review: Review, node: Node, key: str, *also: str) -> Cell:
    """The cell of a field; `also` names fields without a column of their own, whose doubts are shown here."""
    doubtful = review.doubtful_keys(node)
    if not doubtful:
        return Cell(node.value(key))
    reasons = dict.fromkeys(_why(review, FieldRef(node.id, k)) for k in (key, *also) if k in doubtful)
    return Cell(node.value(key), Form.TEXT, "\n".join(reasons))


def amount_cell(review: Review, node: Node, key: str) -> Cell:
    """The cell of an amount: a number where it is one."""
    cell = field_cell(review, node, key)
    figure = as_number(node.value(key))
    return cell if figure is None else Cell(figure, Form.MONEY, cell.doubt)


_FORBIDDEN = pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """`text` with line ends as "\\n" and without what XML cannot hold; a workbook with such a character does not open."""
    if text.isprintable():  # nearly every text, and told in no time
        return text
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


MAX_TEXT = 32_767
"""The longest text that a cell can hold, in UTF-16 units."""


def cell_text(text: str) -> str:
    """`text` such that a cell can hold it, its end cut off (and said) where it is too long."""
    text = clean(text)
    return text if units(text) <= MAX_TEXT else cut(text)


def units(text: str) -> int:
    """The length of a text in UTF-16 units, as spreadsheets count."""
    return len(text) + sum(char > "\uffff" for char in text)


def cut(text: str) -> str:
    """The beginning of a text that no cell can hold, with a note that it was cut."""
    note = tr("… (cut off here: a cell cannot hold more)")
    room = MAX_TEXT - units(note)
    return text.encode("utf-16-le")[: 2 * room].decode("utf-16-le", errors="ignore") + note


def _cut_notes() -> tuple[str, ...]:
    english = "… (cut off here: a cell cannot hold more)"
    return tuple(dict.fromkeys((tr("… (cut off here: a cell cannot hold more)"), english, _CUT_CHINESE)))


_CUT_CHINESE = "……（此处截断：单元格容纳不下更多文字）"
"""As the note stands in workbooks that were written in Chinese, also for who reads them back in another language."""


def was_cut(text: str) -> bool:
    """Whether a cell's text is the beginning of a value that no cell could hold."""
    return text.endswith(_cut_notes())


def with_rest(text: str, value: str) -> str | None:
    """What a cell's text that was cut off and then changed makes of `value`: the rest is kept.

    None where the note is gone, so that the text counts as the whole value.
    """
    note = next((each for each in _cut_notes() if text.endswith(each)), None)
    written = cell_text(value)
    if note is None or not was_cut(written):
        return None
    kept = next(len(written) - len(each) for each in _cut_notes() if written.endswith(each))
    return text.removesuffix(note) + clean(value)[kept:]


_FIGURE = pattern(r"-?\d+(\.\d+)?")
_DIGITS = 15
"""What a workbook's number holds without rounding."""


def as_number(text: str | None) -> float | None:
    """A printed figure as a number; None for words, and for figures longer than a workbook's number can hold."""
    plain = (plain_figure(text or "") or "").replace(",", "")
    if not _FIGURE.fullmatch(plain) or sum(char.isdigit() for char in plain.lstrip("-0.")) > _DIGITS:
        return None
    return float(plain)


def _why(review: Review, ref: FieldRef) -> str:
    reasons = dict.fromkeys(reason.text() for reason in review.reasons(ref))
    share = f"{review.confidence(ref):.1%}"
    return "；".join(reasons) or tr("Not certain ({share}); please compare it with the original", share=share)


def lowest_confidence(review: Review, node: Node) -> float:
    """The lowest confidence among the row's fields; what a person has spoken on counts as certain."""
    if review.has_issues(node):
        return min((review.confidence(FieldRef(node.id, key)) for key in node.fields), default=1.0)
    return min([f.confidence if f.status is Status.OPEN else 1.0 for f in node.fields.values()], default=1.0)


_STATES = (
    (Status.UNREADABLE, "无法辨认"),
    (Status.EDITED, "已修改"),
    (Status.BLANK, "已修改"),
    (Status.ACCEPTED, "已接受"),
)


def state(review: Review, nodes: Iterable[Node], by_node: dict[int, list[Issue]]) -> str:
    """One word for the nodes: 待核 before 无法辨认 before 已修改 before 已接受 before 无疑问."""
    nodes = list(nodes)
    if any(node_doubtful(review, node, by_node) for node in nodes):
        return "待核"
    met = {f.status for node in nodes for f in node.fields.values()}
    return next((word for status, word in _STATES if status in met), "无疑问")


def identities(reviews: Sequence[Review]) -> list[str]:
    """For each source what no other of them has: the SHA-256 of its bytes; where several hold the same, one of that and the name.

    Where the names are alike too, the number of the source among them counts.
    """
    count = Counter(review.source.sha256 for review in reviews)
    met: Counter[tuple[str, str]] = Counter()
    made = []
    for review in reviews:
        sha256, name = review.source.sha256, review.source.name
        met[sha256, name] += 1
        made.append(sha256 if count[sha256] == 1 else identity_by_name(sha256, name, met[sha256, name]))
    return made


def identity_by_name(sha256: str, name: str, number: int = 1) -> str:
    """The identity of a source that shares its bytes with another; the `number` of those of this name counts from 1."""
    return hashlib.sha256(f"{sha256}\0{name}\0{number}".encode("utf-8", "surrogatepass")).hexdigest()


# -- rows ---------------------------------------------------------------------------------------------


def projects(review: Review) -> list[Node]:
    """The entries that are rows of 项目: projects and whole departments."""
    return [entry for entry in review.entries if entry.kind in (Kind.PROJECT, Kind.DEPARTMENT)]


def children(entry: Node, kind: Kind) -> list[Node]:
    """The rows of an entry that are of one kind."""
    return [child for child in entry.children if child.kind is kind]
