"""Everything that wants a look in the source in hand: doubtful fields and what the checks found."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from reviewer.base.i18n import tr
from reviewer.model.fields import FieldRef
from reviewer.model.naming import field_name, place_of
from reviewer.model.review import Issue, Review, Severity
from reviewer.ui.desk import Desk
from reviewer.ui.theme import DOUBTFUL

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_COLUMNS = ("sign", "field", "place", "reason")
_ALL, _DOUBTFUL, _CHECKS = range(3)


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the list. What it says is put into words when somebody looks: of thousands of lines few are ever seen."""

    review: Review
    sign: str
    ref: FieldRef
    issue: Issue | None = None
    """The finding of a line that stands for one, None for a doubtful field."""

    @property
    def is_check(self) -> bool:
        return self.issue is not None or bool(self.review.field_issues(self.ref))

    @property
    def field(self) -> str:
        return field_name(self.ref.key) if self.issue is None or self.issue.keys else ""

    @property
    def place(self) -> str:
        return place_of(self.review, self.ref.node)

    @property
    def reason(self) -> str:
        if self.issue is not None:
            return self.issue.message.text()
        if self.ref.node not in self.review:
            return ""  # deleted a moment ago; the list is about to be made anew
        reasons = self.review.reasons(self.ref)
        return " · ".join(dict.fromkeys(reason.text() for reason in reasons)) or tr("Uncertain")


def _lines(review: Review) -> list[_Line]:
    """Doubtful fields with their reasons; then what the checks found beyond them.

    A finding all of whose fields a person has settled (or that is only to be known) stays in the list, without a sign.
    """
    doubtful = review.doubtful()
    lines = [_Line(review, DOUBTFUL, ref) for ref in doubtful]
    said = set(doubtful)
    for issue in review.issues:
        refs = [FieldRef(issue.node, key) for key in issue.keys]
        if issue.node in review and said.isdisjoint(refs):
            lines.append(_finding(review, issue, refs))
    return lines


def _finding(review: Review, issue: Issue, refs: list[FieldRef]) -> _Line:
    sign = "" if refs else "✗" if issue.severity is Severity.ERROR else DOUBTFUL
    ref = refs[0] if refs else FieldRef(issue.node, next(iter(review.node(issue.node).ordered_keys()), "name"))
    return _Line(review, sign, ref, issue)


class _Table(QAbstractTableModel):
    """The lines as rows: sign, field, place, reason."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[_Line] = []

    def show_lines(self, lines: list[_Line]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        return 4

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = _DISPLAY) -> str | None:
        if role not in (_DISPLAY, _TOOLTIP):
            return None
        return str(getattr(self.lines[index.row()], _COLUMNS[index.column()]))

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> str | None:
        if role != _DISPLAY or orientation is not Qt.Orientation.Horizontal:
            return None
        return ("", tr("Field"), tr("Place"), tr("Reason"))[section]


class IssueList(QWidget):
    """The list, with a filter by text and by kind; choosing a line takes its field in hand."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._table = _Table()
        self._all: list[_Line] = []
        self._following = False
        self._title = QLabel()
        self._text = QLineEdit()
        self._text.setPlaceholderText(tr("Filter…"))
        self._text.setAccessibleName(tr("Filter the list"))
        self._text.setClearButtonEnabled(True)
        self._kind = QComboBox()
        self._kind.addItems([tr("All"), tr("Doubtful readings"), tr("Checks")])
        self._kind.setAccessibleName(tr("Kind"))
        self.view = self._make_view()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._collect)
        self._lay_out()
        for signal in (desk.current_changed, desk.review_changed):
            signal.connect(lambda *_: self._later.start())
        desk.field_chosen.connect(self._follow)
        self._text.textChanged.connect(self._filter)
        self._kind.currentIndexChanged.connect(self._filter)
        self.view.clicked.connect(self._chosen)
        self.view.selectionModel().currentRowChanged.connect(self._walked)
        self._collect()

    def _make_view(self) -> QTableView:
        view = QTableView()
        view.setObjectName("issueList")
        view.setAccessibleName(tr("Doubtful fields and checks"))
        view.setModel(self._table)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setTabKeyNavigation(False)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(view.fontMetrics().height() + 6)
        header = view.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        scale = view.logicalDpiX() / 96
        for column, width in enumerate((28, 110, 300)):
            header.resizeSection(column, int(width * scale))
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        return view

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(6, 3, 6, 3)
        row.addWidget(self._title, 1)
        row.addWidget(self._kind)
        row.addWidget(self._text)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(self.view, 1)
        self.setFocusProxy(self.view)

    def _collect(self) -> None:
        review = self._desk.review
        self._all = _lines(review) if review is not None else []
        self._title.setText(
            tr("Doubtful fields and checks ({count})", count=sum(bool(line.sign) for line in self._all))
        )
        self._filter()

    def _filter(self) -> None:
        kind, text = self._kind.currentIndex(), self._text.text().strip().casefold()
        shown = [line for line in self._all if kind == _ALL or line.is_check == (kind == _CHECKS)]
        if text:
            shown = [line for line in shown if text in f"{line.field} {line.place} {line.reason}".casefold()]
        self._following = True
        self._table.show_lines(shown)
        self._following = False
        self._follow(self._desk.field)

    def _follow(self, ref: FieldRef | None) -> None:
        row = next((row for row, line in enumerate(self._table.lines) if line.ref == ref), -1)
        self._following = True
        if row >= 0 and row == self.view.currentIndex().row():
            self.view.selectRow(row)
        elif row >= 0:
            self.view.setCurrentIndex(self._table.index(row, 1))
        else:
            self.view.clearSelection()
        self._following = False

    def _walked(self, index: QModelIndex, _before: QModelIndex) -> None:
        """The arrow keys take a field in hand too: Enter then accepts the one that is seen to be chosen."""
        if not self._following:
            self._chosen(index)

    def _chosen(self, index: QModelIndex) -> None:
        if index.isValid():
            self._desk.choose_field(self._table.lines[index.row()].ref)
