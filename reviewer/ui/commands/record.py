"""Commands on the record: look at it, and a second review by somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from reviewer.base.i18n import tr
from reviewer.model.second import SecondReview
from reviewer.ui.desk import Desk, OpenSource
from reviewer.ui.dialogs.prompts import Prompts

if TYPE_CHECKING:
    from reviewer.ui.dialogs.second_review import SecondReviewDialog


class RecordCommands:
    """The record of changes, and the second review."""

    def __init__(self, desk: Desk, prompts: Prompts, window: QWidget) -> None:
        self._desk, self._window = desk, window
        self.prompts = prompts

    def show_record(self) -> None:
        """Every change of the source in hand."""
        from reviewer.ui.dialogs.record_dialog import RecordDialog

        current = self._desk.current
        if current is not None and current.review is not None:
            RecordDialog(current, self._window).open()

    def second_review(self) -> None:
        """Let somebody else go through the source in hand without the values of the first review."""
        from reviewer.ui.dialogs.second_review import SecondReviewDialog

        current = self._desk.current
        if current is None or current.review is None or current.history is None:
            return
        who = self.prompts.ask_second_reviewer(self._desk.reviewer_name)
        if not who:
            return
        second = SecondReview(current.review, current.history, who)
        dialog = SecondReviewDialog(current, second, self._window)
        dialog.finished.connect(lambda result: self._done(current, second, dialog, result))
        dialog.open()

    def quality_sample(self) -> None:
        """Look at a random sample of the unmarked fields of the source in hand, beside the work."""
        from reviewer.ui.dialogs.quality_dialog import QualityDialog

        current = self._desk.current
        if current is not None and current.review is not None:
            dialog = QualityDialog(current, self._desk.reviewer_name, self._window)
            self._desk.source_removed.connect(dialog.leave)
            dialog.show()

    def _done(self, opened: OpenSource, second: SecondReview, dialog: SecondReviewDialog, result: int) -> None:
        wanted = result == QDialog.DialogCode.Accepted and opened in self._desk.sources
        if wanted and opened.history is not None and self._desk.may_change(opened):
            first, opened.history.who = opened.history.who, second.record.who
            try:
                opened.history.remark(second.remark())
                self._desk.choose(opened)
                self._desk.do(second.settle(dialog.decided))
            finally:
                opened.history.who = first
            self._desk.said.emit(tr("The second review is on record."))
        dialog.deleteLater()
