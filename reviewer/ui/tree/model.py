"""The review as a Qt model. It only listens: every change begins in the review and reaches the views from there.

Rows are known by the ids of their nodes (internalId), never by pointers: Qt keeps an index longer than Python keeps an
object. The document itself stands as the first row, so that its fields can be reviewed like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush

from reviewer.base.i18n import tr
from reviewer.base.lines import one_line
from reviewer.model import acts
from reviewer.model.edits import MoveNode
from reviewer.model.entering import entered
from reviewer.model.fields import FieldRef
from reviewer.model.naming import kind_name, node_title
from reviewer.model.review import ENTRY_KINDS, Kind, Node, Review, ReviewListener
from reviewer.ui.desk import Desk
from reviewer.ui.theme import DOUBTFUL, DataColours, field_sign
from reviewer.ui.tree.spoken import spoken, why

_Index = QModelIndex | QPersistentModelIndex

DISPLAY = int(Qt.ItemDataRole.DisplayRole)
EDIT = int(Qt.ItemDataRole.EditRole)
ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
BACKGROUND = int(Qt.ItemDataRole.BackgroundRole)
ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
DESCRIPTION = int(Qt.ItemDataRole.AccessibleDescriptionRole)
SPAN = int(Qt.ItemDataRole.UserRole)
"""How many columns the name of a row may take: those beside it that never hold anything."""
SHOWN = SPAN + 1
"""ACCEPTED for a row that the filter lets through."""
ACCEPTED = "1"
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

NAME, LEVEL1, LEVEL2, PERIOD, ANNUAL, AMOUNT = range(6)
_COLUMNS = 6
_INDICATOR_KEYS = ("level3", "level1", "level2", "period_value", "annual_value", None)
_TASK_KEYS = ("name", None, None, None, "content", "amount")
_DOCUMENT_KEYS = ("title", None, None, None, None, "money_unit")
_CODES = {"level1_code": LEVEL1, "level2_code": LEVEL2}
"""Fields that share a column with the name that they stand for."""

_PLAIN = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_ROW_FLAGS = _PLAIN | Qt.ItemFlag.ItemIsDragEnabled
_ENTRY_FLAGS = _ROW_FLAGS | Qt.ItemFlag.ItemIsDropEnabled
_EDITABLE = {flags: flags | Qt.ItemFlag.ItemIsEditable for flags in (_PLAIN, _ROW_FLAGS, _ENTRY_FLAGS)}
"""Put together once: joining Qt's flags costs more than finding the cell."""
_LEAF = _ROW_FLAGS | Qt.ItemFlag.ItemNeverHasChildren
_LEAF_FLAGS = tuple(_LEAF if key is None else _LEAF | Qt.ItemFlag.ItemIsEditable for key in _INDICATOR_KEYS)
"""Of an indicator, by columns: it is asked for no children when it is laid out."""

MIME = "application/x-reviewer-nodes"


class Look(NamedTuple):
    """What is drawn of a cell."""

    text: str
    ground: QBrush | None
    span: int
    """How many columns the name of its row takes."""


class ReviewModel(QAbstractItemModel, ReviewListener):
    """The tree of the review in hand; empty where there is none."""

    def __init__(self, desk: Desk, colours: DataColours, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._review: Review | None = None
        self._ground = QBrush(colours.doubtful)
        """Behind what is doubtful."""
        self._target = 0.0
        self._doubtful: dict[int, tuple[str, ...]] = {}
        """The doubtful fields as the rows show them: keys by node."""
        self.shows: Callable[[Node], bool] = lambda _node: True
        """Whether the filter lets a row through; the filter says."""
        self._counts: dict[int, int] = {}
        """How many there are beneath the nodes that were asked about."""
        self._disturbed: set[int] = set()
        """Nodes that got or lost children in the act that is under way."""
        self.is_removing = False
        """Whether a row is on its way out: what the views then take for current is not what the reviewer chose."""
        self.bereft: Node | None = None
        """The node that lost a child last."""

    # -- which review ---------------------------------------------------------------------------------------------

    @property
    def review(self) -> Review | None:
        """The review that is shown."""
        return self._review

    def show_review(self, review: Review | None) -> None:
        """Show another review."""
        if review is self._review:
            return
        self.beginResetModel()
        if self._review is not None and self in self._review.listeners:
            self._review.listeners.remove(self)
        self._review = review
        if review is not None:
            review.listeners.append(self)
        self._count()
        self.endResetModel()

    def set_colours(self, colours: DataColours) -> None:
        """Take the colours of another palette."""
        self._colours, self._ground = colours, QBrush(colours.doubtful)

    # -- structure ------------------------------------------------------------------------------------------------

    def node(self, index: _Index) -> Node | None:
        """The node of a row; None for no row."""
        if self._review is None or not index.isValid():
            return None
        return self._review.find(index.internalId())

    def index_of(self, node: Node, column: int = 0) -> QModelIndex:
        """The row of a node."""
        if self._review is None or node.id not in self._review:
            return QModelIndex()
        if node.parent is None:
            return self.createIndex(0, column, node.id)
        row = node.index() + (1 if node.parent.parent is None else 0)
        return self.createIndex(row, column, node.id)

    def _row_parent(self, node: Node) -> QModelIndex:
        """The row under which the children of `node` stand: none for those of the document."""
        return QModelIndex() if node.parent is None else self.index_of(node)

    def index(self, row: int, column: int, parent: _Index = QModelIndex()) -> QModelIndex:
        """See QAbstractItemModel."""
        review = self._review  # asked dozens of times a row that is drawn: nothing here is called that need not be
        if review is None or row < 0 or not 0 <= column < _COLUMNS:
            return QModelIndex()
        if parent.isValid():
            above = None if parent.column() else review.find(parent.internalId())
            if above is None or above.parent is None or row >= len(above.children):
                return QModelIndex()
            return self.createIndex(row, column, above.children[row].id)
        if row == 0:
            return self.createIndex(0, column, review.root.id)
        entries = review.root.children
        return self.createIndex(row, column, entries[row - 1].id) if row <= len(entries) else QModelIndex()

    def sibling(self, row: int, column: int, index: _Index) -> QModelIndex:
        """See QAbstractItemModel; another column of the same row is found without its parent."""
        if row == index.row() and 0 <= column < _COLUMNS and index.isValid():
            return self.createIndex(row, column, index.internalId())
        return super().sibling(row, column, index)

    def parent(self, index: _Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]
        """See QAbstractItemModel."""
        node = self.node(index)
        if node is None or node.parent is None or node.parent.parent is None:
            return QModelIndex()
        return self.index_of(node.parent)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        """See QAbstractItemModel."""
        if self._review is None or (parent.isValid() and parent.column() > 0):
            return 0
        if not parent.isValid():
            return len(self._review.entries) + 1
        node = self.node(parent)
        return len(node.children) if node is not None and node.parent is not None else 0

    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        """See QAbstractItemModel."""
        return _COLUMNS

    def hasChildren(self, parent: _Index = QModelIndex()) -> bool:
        """See QAbstractItemModel; asked of every row that is laid out."""
        return self.rowCount(parent) > 0

    # -- fields ---------------------------------------------------------------------------------------------------

    def key_at(self, node: Node, column: int) -> str | None:
        """The field that a column shows for a node; None where it shows none."""
        if node.kind is Kind.INDICATOR:
            return _INDICATOR_KEYS[column]
        if node.kind is Kind.TASK:
            return _TASK_KEYS[column]
        if node.kind is Kind.DOCUMENT:
            return _DOCUMENT_KEYS[column]
        if column == NAME:
            return "name"
        return next((key for key in node.fields if key.startswith("amounts[")), None) if column == AMOUNT else None

    def column_of(self, node: Node, key: str) -> int:
        """The column that shows a field; the first one for a field that has none of its own."""
        if node.kind is Kind.INDICATOR and key in _CODES:
            return _CODES[key]
        return next((column for column in range(_COLUMNS) if self.key_at(node, column) == key), NAME)

    def _span(self, node: Node) -> int:
        """How many columns the name takes."""
        if node.kind is Kind.INDICATOR:
            return 1
        return next((column for column in range(1, _COLUMNS) if self.key_at(node, column) is not None), _COLUMNS)

    def _is_doubtful(self, node: Node, column: int) -> bool:
        """Whether a cell shows something doubtful: its field, or one that has no cell of its own and is shown there."""
        doubtful = self._doubtful.get(node.id)
        if not doubtful:
            return False
        if self.key_at(node, column) in doubtful:
            return True
        return any(other in doubtful for other in self._shown_in(node, column))

    def _shown_in(self, node: Node, column: int) -> list[str]:
        """The fields that a cell stands for: its own, and those that have no cell of their own."""
        own = [key for key in (self.key_at(node, column),) if key is not None]
        codes = [code for code, place in _CODES.items() if place == column]
        if node.kind is not Kind.INDICATOR or (column != NAME and not codes):
            return own
        return own + (codes or [key for key in node.fields if self.column_of(node, key) == NAME and key not in own])

    def ref_at(self, index: _Index) -> FieldRef | None:
        """The field in a cell; the row's name where the cell has none."""
        node = self.node(index)
        if node is None:
            return None
        return FieldRef(node.id, self.key_at(node, index.column()) or self.key_at(node, NAME) or "name")

    def data(self, index: _Index, role: int = DISPLAY) -> Any:
        """See QAbstractItemModel. `role` arrives as a plain int: it is compared with ints."""
        if role not in (DISPLAY, EDIT, ALIGNMENT, BACKGROUND, ACCESSIBLE, DESCRIPTION, SPAN, SHOWN):
            return None
        node = self.node(index)
        if node is None or self._review is None:
            return None
        if role == SHOWN:
            return ACCEPTED if self.shows(node) else ""
        column = index.column()
        if role == ALIGNMENT:
            return _RIGHT if column == AMOUNT else None
        if role == SPAN:
            return self._span(node)
        if role == BACKGROUND:
            return self._ground if self._is_doubtful(node, column) else None
        key = self.key_at(node, column)
        if role == EDIT:
            return (node.value(key) or "") if key else None
        if role == DESCRIPTION:
            return why(self._review, node, self._shown_in(node, column)) if self._is_doubtful(node, column) else ""
        if role == ACCESSIBLE and key is not None:
            beneath = self.doubtful_beneath(node) if column == NAME and node.kind is not Kind.INDICATOR else 0
            return spoken(self._review, node, key, self._is_doubtful(node, column), beneath)
        return self._display(node, column, key, self._is_doubtful(node, column))

    def look_of(self, node: Node, column: int) -> Look:
        """All that is drawn of a cell, asked for at once."""
        doubtful = self._is_doubtful(node, column)
        text = self._display(node, column, self.key_at(node, column), doubtful)
        return Look(text or "", self._ground if doubtful else None, self._span(node))

    def _display(self, node: Node, column: int, key: str | None, doubtful: bool) -> str | None:
        if key is None or self._review is None:
            return None
        value = node.value(key)
        sign = field_sign(self._review.field(FieldRef(node.id, key)), doubtful)
        text = value if value is not None else ""
        if column == NAME:
            text = text or node_title(node)
            if node.kind is Kind.DOCUMENT:
                text = tr("Document: {title}", title=text)
            elif (node.kind is not Kind.PROJECT and node.kind in ENTRY_KINDS) or node.kind is Kind.TASK:
                text = tr("{kind}: {name}", kind=kind_name(node.kind), name=text)
            count = self.doubtful_beneath(node) if node.kind is not Kind.INDICATOR else 0
            if count:
                return f"{DOUBTFUL}{count} {text}"
        elif not text and sign == DOUBTFUL:
            text = tr("empty")
        return f"{sign} {text}".strip()

    def setData(self, index: _Index, value: Any, role: int = EDIT) -> bool:
        """See QAbstractItemModel: an act on the desk, so that it can be undone."""
        node = self.node(index)
        key = self.key_at(node, index.column()) if node is not None else None
        if role != EDIT or node is None or key is None or self._review is None:
            return False
        ref = FieldRef(node.id, key)
        written, held = one_line(str(value)), one_line(self._review.field(ref).value or "")
        text = entered(key, written)
        if held in (written, text):
            self._desk.say_entered(written, text)
            return False
        done = self._desk.do(acts.set_value(self._review, ref, text))
        self._desk.say_entered(written, text)
        return done

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """See QAbstractItemModel."""
        return self.flags_of(self.node(index), index.column())

    def flags_of(self, node: Node | None, column: int) -> Qt.ItemFlag:
        """What may be done with a cell of a node; None is the tree as a whole."""
        if node is None:
            return Qt.ItemFlag.ItemIsDropEnabled
        if node.kind is Kind.INDICATOR and not node.children:  # without a detour: asked of each row that is laid out
            return _LEAF_FLAGS[column]
        flags = _ENTRY_FLAGS if node.kind in ENTRY_KINDS else _PLAIN if node.kind is Kind.DOCUMENT else _ROW_FLAGS
        return flags if self.key_at(node, column) is None else _EDITABLE[flags]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        """See QAbstractItemModel."""
        if role == ALIGNMENT and section == AMOUNT:
            return _RIGHT
        if orientation is not Qt.Orientation.Horizontal or role != DISPLAY:
            return None
        return (
            tr("Projects and indicators"), tr("Level 1"), tr("Level 2"), tr("Period value"), tr("Annual value"), tr("Amount"),
        )[section]  # fmt: skip

    # -- moving rows with the mouse -------------------------------------------------------------------------------

    def supportedDropActions(self) -> Qt.DropAction:
        """See QAbstractItemModel."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """See QAbstractItemModel."""
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """See QAbstractItemModel: the ids of the rows."""
        ids = list(dict.fromkeys(str(index.internalId()) for index in indexes))
        data = QMimeData()
        data.setData(MIME, ",".join(ids).encode())
        return data

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: _Index) -> bool:
        """See QAbstractItemModel. The move is an act; False, so that the view removes no rows itself."""
        review = self._review
        if review is None or not data.hasFormat(MIME):
            return False
        ids = [int(part) for part in bytes(data.data(MIME).data()).decode().split(",") if part]
        nodes = [review.node(node_id) for node_id in ids if node_id in review]
        under = self.node(parent) or review.root
        if under.kind is Kind.DOCUMENT and row >= 0:
            row = max(0, row - 1)  # the document's own row stands before the entries
        place = len(under.children) if row < 0 else min(row, len(under.children))
        try:
            act = acts.move_to(review, nodes, under, place)
            if any(isinstance(edit, MoveNode) and _goes_elsewhere(edit) for edit in act.edits):
                self._desk.do(act)
        except ValueError as error:
            self._desk.said.emit(str(error))
        return False

    # -- what the review tells ------------------------------------------------------------------------------------

    def _row(self, parent: Node, index: int) -> int:
        return index + 1 if parent.parent is None else index

    def about_to_insert(self, parent: Node, index: int) -> None:
        """See ReviewListener."""
        row = self._row(parent, index)
        self._disturbed.add(parent.id)
        self.beginInsertRows(self._row_parent(parent), row, row)

    def inserted(self, node: Node) -> None:
        """See ReviewListener."""
        self.endInsertRows()

    def about_to_remove(self, node: Node) -> None:
        """See ReviewListener."""
        assert node.parent is not None
        row = self._row(node.parent, node.index())
        self.is_removing = True
        self._disturbed.add(node.parent.id)
        self.beginRemoveRows(self._row_parent(node.parent), row, row)

    def removed(self, parent: Node, index: int, node: Node) -> None:
        """See ReviewListener."""
        self.endRemoveRows()
        self.is_removing, self.bereft = False, parent

    def about_to_move(self, node: Node, parent: Node, index: int) -> None:
        """See ReviewListener. Qt counts the goal as it is before the row leaves."""
        assert node.parent is not None
        row = self._row(node.parent, node.index())
        goal = self._row(parent, index)
        self._disturbed |= {node.parent.id, parent.id}
        if node.parent is parent and goal > row:
            goal += 1
        self.beginMoveRows(self._row_parent(node.parent), row, row, self._row_parent(parent), goal)

    def moved(self, node: Node) -> None:
        """See ReviewListener."""
        self.endMoveRows()

    def field_changed(self, node: Node, key: str) -> None:
        """See ReviewListener."""
        self._tell(node)

    def kind_changed(self, node: Node) -> None:
        """See ReviewListener."""
        self._tell(node)

    def act_done(self) -> None:
        """See ReviewListener: rows whose doubts changed are drawn again."""
        before, disturbed = self._doubtful, self._disturbed
        self._count()
        review, now = self._review, self._doubtful
        if review is None:
            return
        changed = {node_id for node_id in before.keys() | now.keys() if before.get(node_id) != now.get(node_id)}
        nodes = {review.node(node_id) for node_id in changed | disturbed if node_id in review}
        for node in nodes | {node.parent for node in nodes if node.parent is not None}:
            self._tell(node)

    def recount(self) -> None:
        """The settings may have another target accuracy: what is doubtful under it is drawn again."""
        if self._review is not None and self._review.target_accuracy != self._target:
            self.act_done()

    def _tell(self, node: Node) -> None:
        first = self.index_of(node)
        if first.isValid():
            self.dataChanged.emit(first, self.index_of(node, _COLUMNS - 1))

    def _count(self) -> None:
        review = self._review
        self._target = review.target_accuracy if review is not None else 0.0
        self._doubtful = review.doubtful_by_node() if review is not None else {}
        self._counts, self._disturbed = {}, set()

    def doubtful_beneath(self, node: Node) -> int:
        """How many doubtful fields a node and what is beneath it have; of the document only its own."""
        if node.id not in self._counts:
            nodes = node.walk() if node.parent is not None else (node,)
            self._counts[node.id] = sum(len(self._doubtful.get(one.id, ())) for one in nodes)
        return self._counts[node.id]


def _goes_elsewhere(move: MoveNode) -> bool:
    return (move.from_parent, move.from_index) != (move.to_parent, move.to_index)
