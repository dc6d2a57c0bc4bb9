"""What the list of doubtful fields shows: by what was said of a field, by its name, its confidence, a reason."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from reviewer.base.i18n import mark, percentage, tr
from reviewer.model.fields import Status
from reviewer.model.reasons import REASONS
from reviewer.ui.panels.issue_lines import ListLine

_STATUS = (
    (None, mark("To look at")), (Status.ACCEPTED, mark("Accepted")), (Status.EDITED, mark("Changed")),
    (Status.BLANK, mark("Blank")), (Status.UNREADABLE, mark("Unreadable")),
)  # fmt: skip
_BELOW = (0.5, 0.8, 0.95, 0.99)
_PLACE = re.compile(r"\{\w+\}")
_LONGEST = 40
"""Characters of a reason in the box; the whole is in its tooltip, and in the list."""


class IssueFilter(QWidget):
    """A row of four boxes; hidden, it lets everything through that wants a look."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("issueFilter")
        self.status = self._box(tr("Status"))
        for status, words in _STATUS:
            self.status.addItem(tr(words), status)
        self.field = self._box(tr("Field"))
        self.below = self._box(tr("Confidence"))
        self.below.addItem(tr("Any confidence"), None)
        for share in _BELOW:
            self.below.addItem(tr("Below {share}", share=percentage(f"{share * 100:.0f}")), share)
        self.reason = self._box(tr("Reason"))
        for box in (self.status, self.below):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 0, 6, 3)
        row.setSpacing(6)
        for box, stretch in ((self.status, 0), (self.field, 1), (self.below, 0), (self.reason, 2)):
            row.addWidget(box, stretch)
        self.offer(())

    def _box(self, words: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(words)
        box.setMinimumContentsLength(8)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.currentIndexChanged.connect(lambda _row: self.changed.emit())
        return box

    def reset(self) -> None:
        """Let everything through again."""
        for box in (self.status, self.field, self.below, self.reason):
            box.setCurrentIndex(0)

    @property
    def wanted_status(self) -> Status | None:
        """Which settled fields are wanted; None: what is still to look at."""
        status = self.status.currentData()
        return Status(status) if status else None

    def offer(self, lines: Iterable[ListLine]) -> None:
        """Offer the fields and reasons that there are; what is chosen stays chosen."""
        fields: Counter[str] = Counter()
        codes: Counter[str] = Counter()
        for line in lines:
            fields[line.field] += 1
            codes.update(set(line.codes))
        names = [(f"{name} ({count})", name) for name, count in fields.most_common() if name]
        self._fill(self.field, tr("Any field"), names)
        reasons = [(f"{_words(code)} ({count})", code) for code, count in codes.most_common()]
        self._fill(self.reason, tr("Any reason"), reasons)

    def _fill(self, box: QComboBox, any_words: str, items: list[tuple[str, str]]) -> None:
        chosen = box.currentData()
        box.blockSignals(True)
        box.clear()
        box.addItem(any_words, None)
        for words, value in items:
            box.addItem(words, value)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        box.blockSignals(False)

    def lets_through(self, line: ListLine) -> bool:
        """Whether a line is wanted (its status aside)."""
        field, below, code = self.field.currentData(), self.below.currentData(), self.reason.currentData()
        return (
            (field is None or line.field == field)
            and (below is None or line.confidence < below)
            and (code is None or code in line.codes)
        )  # fmt: skip


def _words(code: str) -> str:
    """A reason without the texts in it."""
    text = _PLACE.sub("…", tr(REASONS[code].sentence, **dict.fromkeys(_PLACE_NAMES, "…"))) if code in REASONS else code
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


_PLACE_NAMES = tuple({name[1:-1] for reason in REASONS.values() for name in _PLACE.findall(reason.sentence)})
