"""The quality sample in a window of its own: a few unmarked fields to look at, and what they say about all the others."""

from __future__ import annotations

from time import monotonic

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from reviewer.base.i18n import tr, trn
from reviewer.model.acts import act_title
from reviewer.model.naming import place_of
from reviewer.model.quality import SHARES, QualitySample, percent, size_for, unmarked
from reviewer.ui.desk import Desk, OpenSource
from reviewer.ui.dialogs.walk_layout import lay_out_walk
from reviewer.ui.fitting import fit
from reviewer.ui.panels import FieldPanel
from reviewer.ui.source import SourceView

_FIRST_SIZE = (1180, 640)
_BEARABLE = 300
"""More fields than this nobody is asked to look at unless they choose to."""


class QualityDialog(QDialog):
    """First how sure one wants to be, then field by field (Enter: right; typing: wrong, and corrected), then the estimate.

    What is corrected here is corrected in the review, each an act of its own; the outcome goes on record.
    """

    def __init__(self, opened: OpenSource, who: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        assert opened.review is not None
        assert opened.history is not None
        self.setObjectName("qualityDialog")
        self.setWindowTitle(tr("Quality sample of {file}", file=opened.name))
        fit(self, *_FIRST_SIZE)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._opened, self._review, self._history = opened, opened.review, opened.history
        self.sample: QualitySample | None = None
        self._begun = 0.0
        """When looking began, on the clock that nobody sets."""
        self._at = 0
        self.desk = Desk(self)
        self.desk.reviewer_name = who
        shown = OpenSource(opened.path)
        shown.read_only = opened.read_only
        self.desk.add(shown)
        self.desk.reviewed(shown, opened.review, opened.history)
        self.source_view, self.panel = SourceView(self.desk), FieldPanel(self.desk)
        self.panel.back_by_key(self.go_back)
        self.panel.committed.connect(self.go_on)
        self._place, self._progress, self._outcome = QLabel(), QLabel(), QLabel()
        self.choice = self._make_choice()
        self._pages = QStackedWidget()
        self._back, self._next = QPushButton(tr("Back")), QPushButton(tr("Begin"))
        self._lay_out()
        self._next.setFocus()

    def _make_choice(self) -> QComboBox:
        """What the sample is to rule out, with what that takes; the target accuracy too, where it can be borne."""
        choice = QComboBox()
        choice.setObjectName("sampleSize")
        choice.setAccessibleName(tr("How many fields to look at"))
        among = len(unmarked(self._review))
        target = round(1 - self._review.target_accuracy, 6)
        for share in (*SHARES, *((target,) if target not in SHARES else ())):
            size = size_for(share, among)
            words = trn("{count} field: rules out that more than {share} are wrong",
                        "{count} fields: rule out that more than {share} are wrong", size, share=percent(share))  # fmt: skip
            choice.addItem(words, size)
        fit = [row for row in range(choice.count()) if choice.itemData(row) <= _BEARABLE]
        sure = next((row for row in reversed(fit) if choice.itemData(row) <= 60), fit[0] if fit else 0)
        choice.setCurrentIndex(choice.count() - 1 if choice.count() - 1 in fit else sure)
        return choice

    def _lay_out(self) -> None:
        among = len(unmarked(self._review))
        words = _words(trn(
            "{count} field is unmarked: nothing spoke against it, and nobody has looked at it. A random sample says how many "
            "of them are wrong all the same.",
            "{count} fields are unmarked: nothing spoke against them, and nobody has looked at them. A random sample says how "
            "many of them are wrong all the same.", among))  # fmt: skip
        hint = _words(tr("If none of the fields seen is wrong, one is 95 % sure. Press Enter where the value is right; type over it "
                         "where it is not."))  # fmt: skip
        for label in (self._place, self._outcome):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        first, right, last = QWidget(), QWidget(), QWidget()
        for page, widgets in ((first, (words, self.choice, hint)), (last, (self._outcome,))):
            column = QVBoxLayout(page)
            for widget in widgets:
                column.addWidget(widget)
            column.addStretch(1)
        column = QVBoxLayout(right)
        column.addWidget(self._place)
        column.addWidget(self.panel, 1)
        for page in (first, right, last):
            self._pages.addWidget(page)
        buttons = ((self._back, self.go_back), (self._next, self._right))
        lay_out_walk(self, self.source_view, self._pages, self._progress, buttons)
        self._next.setDefault(True)
        self._next.setEnabled(among > 0)
        self._back.hide()

    # -- going through --------------------------------------------------------------------------------------------

    def begin(self, seed: int | None = None) -> None:
        """Draw the sample, and show its first field."""
        self._begun = monotonic()
        self.sample = QualitySample(self._review, int(self.choice.currentData()), seed)
        self._pages.setCurrentIndex(1)
        self._back.show()
        self._next.setDefault(False)
        self._next.setText(tr("Right, go on"))
        self._show()

    def _show(self) -> None:
        assert self.sample is not None
        refs = self.sample.to_see
        while self._at < len(refs) and refs[self._at].node not in self._review:  # deleted meanwhile, in the main window
            self._at += 1
        if self._at >= len(refs):
            self._finish()
            return
        ref = refs[self._at]
        self._progress.setText(tr("Field {number} of {count}", number=self._at + 1, count=len(refs)))
        self._back.setEnabled(self._at > 0)
        self._place.setText(place_of(self._review, ref.node))
        self.desk.choose_field(ref)
        self.panel.edit_current()

    def go_on(self) -> None:
        """The field in hand has been looked at."""
        if self.sample is not None:
            self._at += 1
            self._show()

    def go_back(self) -> None:
        """Once more the field before."""
        self._at = max(0, self._at - 1)
        self._show()

    def _right(self) -> None:
        if self.sample is None:
            self.begin()
        elif self._pages.currentIndex() == 1:
            self.panel.keep_typed()
            self.go_on()
        else:
            self.close()

    # -- the estimate ---------------------------------------------------------------------------------------------

    def _finish(self) -> None:
        """All have been seen: the estimate, on record."""
        assert self.sample is not None
        remark = self.sample.remark(monotonic() - self._begun)
        current = self.desk.current
        if current is None or not self.desk.remark(current, remark):
            self.close()
            return
        self._outcome.setText(
            f"{act_title(remark)}\n\n" + tr("This is on record. What you corrected is corrected in the review.")
        )
        self._pages.setCurrentIndex(2)
        self._progress.clear()
        self._back.hide()
        self._next.setText(tr("Close"))
        self._next.setDefault(True)
        self._next.setFocus()

    def leave(self, removed: OpenSource) -> None:
        """The source is taken off the desk: there is nothing to look at any more."""
        if removed is self._opened:
            self.close()

    def done(self, result: int) -> None:
        """What was typed counts; the review is not listened to any more."""
        if self.desk in self._review.listeners:
            self.panel.keep_typed()
            self._review.listeners.remove(self.desk)
        super().done(result)


def _words(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    return label
