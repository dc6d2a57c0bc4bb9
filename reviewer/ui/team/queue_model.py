"""The lines of the queue, as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont

from reviewer.base.i18n import mark, tr, trn
from reviewer.ui.flat_table import FlatTable, Index
from reviewer.workspace.terms import Row, why_not_read

COLUMNS = (
    mark("Document"),
    mark("Office"),
    mark("Year"),
    mark("State"),
    mark("Doubtful"),
    mark("Who"),
    mark("Time left"),
    mark("Note"),
)
STATES = {"waiting": mark("to be read"), "failed": mark("could not be read"), "ready": mark("open"), "done": mark("done"),
          "checked": mark("checked")}  # fmt: skip
_NUMBERS = (4, 6)


class QueueModel(FlatTable):
    """One row a document. `me` is whose rows stand out."""

    titles = COLUMNS

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []
        self.me = ""

    def show(self, rows: Sequence[Row]) -> None:
        """Show other lines; where the documents are the same only what is in them changes, so that the selection stays."""
        if [row.id for row in rows] == [row.id for row in self.rows]:
            self.rows = list(rows)
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(COLUMNS) - 1))
            return
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def count(self) -> int:
        """One row a document."""
        return len(self.rows)

    def data(self, index: Index, role: int = 0) -> Any:
        """Texts; what is one's own stands out; numbers on the right."""
        row = self.rows[index.row()]
        if role in (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.ToolTipRole)):
            return self._texts(row)[index.column()]
        if role == int(Qt.ItemDataRole.FontRole) and self.me and self.me in (row.holder, row.meant_for):
            font = QFont()
            font.setBold(True)
            return font
        if role == int(Qt.ItemDataRole.TextAlignmentRole) and index.column() in _NUMBERS:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _texts(self, row: Row) -> tuple[str, ...]:
        if row.deleted_by is not None:
            return self._deleted_texts(row)
        held = row.holder is not None and row.state == "ready"
        state = tr("in hand") if held and (row.left is None or row.left > 0) else tr(STATES[row.state])
        note = row.note if not (row.note and row.noted_by) else tr("{who}: {note}", who=row.noted_by, note=row.note)
        note = why_not_read(row) if row.state == "failed" else note
        doubts = str(row.doubts) if row.state not in ("waiting", "failed") and row.doubts >= 0 else ""
        return (
            row.name, row.office, row.year, state, doubts, row.holder or row.meant_for or row.done_by or "",
            time_left(row.left) if held else "", note.replace("\n", " "),
        )  # fmt: skip

    def _deleted_texts(self, row: Row) -> tuple[str, ...]:
        days = row.days or 0
        left = trn("{count} day", "{count} days", days) if days > 0 else tr("run out")
        return (
            row.name,
            row.office,
            row.year,
            tr("deleted"),
            "",
            row.deleted_by or "",
            left,
            row.note.replace("\n", " "),
        )


def time_left(seconds: float | None) -> str:
    """For how long a claim still holds, as a clock shows it."""
    if seconds is None:
        return ""
    if seconds <= 0:
        return tr("run out")
    whole = int(seconds)
    if whole >= 3600:
        return f"{whole // 3600}:{whole % 3600 // 60:02}:{whole % 60:02}"
    return f"{whole // 60}:{whole % 60:02}"
