"""The lines of the list of doubtful fields and checks, and their model."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt

from reviewer.base.i18n import mark, tr
from reviewer.model.fields import FieldRef, Status
from reviewer.model.naming import field_name, place_of
from reviewer.model.review import Issue, Review, Severity
from reviewer.ui.flat_table import FlatTable, Index
from reviewer.ui.theme import DOUBTFUL, sign_words, status_sign

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_COLUMNS = ("sign", "field", "place", "reason")


@dataclass(frozen=True, slots=True)
class ListLine:
    """One line of the list. What it says is put into words when somebody looks: of thousands of lines few are ever seen."""

    review: Review
    sign: str
    ref: FieldRef
    issue: Issue | None = None
    """The finding of a line that stands for one, None for a doubtful field."""

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of what is said of it (model.messages)."""
        if self.issue is not None:
            return (self.issue.code,)
        if self.ref.node not in self.review:
            return ()
        return tuple(reason.code for reason in self.review.reasons(self.ref))

    @property
    def confidence(self) -> float:
        """How probable it is that the field was read right (0 to 1), whatever a person has said since."""
        if self.ref.node not in self.review:
            return 1.0
        field = self.review.field(self.ref)
        return self.review.confidence(self.ref) if field.status is Status.OPEN else field.confidence

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


def lines_to_look_at(review: Review) -> list[ListLine]:
    """Doubtful fields with their reasons; then what the checks found beyond them.

    A finding all of whose fields a person has settled (or that is only to be known) stays in the list, without a sign.
    """
    doubtful = review.doubtful()
    lines = [ListLine(review, DOUBTFUL, ref) for ref in doubtful]
    said = set(doubtful)
    for issue in review.issues:
        refs = [FieldRef(issue.node, key) for key in issue.keys]
        if issue.node in review and said.isdisjoint(refs):
            lines.append(_finding(review, issue, refs))
    return lines


def settled_lines(review: Review, status: Status) -> list[ListLine]:
    """The fields of which a person has said this, in document order."""
    refs = (ref for ref in review.refs() if review.field(ref).status is status)
    return [ListLine(review, status_sign(review, ref), ref) for ref in refs]


def _finding(review: Review, issue: Issue, refs: list[FieldRef]) -> ListLine:
    sign = "" if refs else "✗" if issue.severity is Severity.ERROR else DOUBTFUL
    ref = refs[0] if refs else FieldRef(issue.node, next(iter(review.node(issue.node).ordered_keys()), "name"))
    return ListLine(review, sign, ref, issue)


class LineTable(FlatTable):
    """The lines as rows: sign, field, place, reason."""

    titles = ("", mark("Field"), mark("Place"), mark("Reason"))

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[ListLine] = []

    def show_lines(self, lines: list[ListLine]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def count(self) -> int:
        return len(self.lines)

    def data(self, index: Index, role: int = _DISPLAY) -> str | None:
        if role == _SPOKEN and index.column() == 0:
            return sign_words(self.lines[index.row()].sign)
        if role not in (_DISPLAY, _TOOLTIP):
            return None
        return str(getattr(self.lines[index.row()], _COLUMNS[index.column()]))
