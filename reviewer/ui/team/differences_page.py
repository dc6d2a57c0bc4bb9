"""Differences: fields that two people have read differently; a third looks at the original and says what stands there."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from reviewer.base.i18n import tr
from reviewer.model.entering import entered
from reviewer.model.fields import FieldRef
from reviewer.model.history import History
from reviewer.model.naming import field_name, place_of
from reviewer.model.review import Review
from reviewer.ui.clean_line import keep_clean
from reviewer.ui.fitting import scaled
from reviewer.ui.jobs import Jobs
from reviewer.ui.team.link import TeamLink
from reviewer.ui.team.original import Original, row_of
from reviewer.workspace.server import Server
from reviewer.workspace.terms import Claimed, Differing
from reviewer.workspace.transport import item_of, ref_of

_ON_BUTTON, _BEFORE = 32, 8
"""So many characters of a reading are on its button, so many of them before the first difference."""
_WHOLE_LINES = 6


class DifferencesPage(QWidget):
    """The list, the original of the one that is chosen, and the two readings beside each other, nobody's name with them."""

    def __init__(self, link: TeamLink, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("teamDifferences")
        self._link, self._jobs = link, jobs
        self._found: list[Differing] = []
        self._shown: Differing | None = None
        self.list = QListWidget()
        self.list.setObjectName("teamDifferencesList")
        self.list.setAccessibleName(tr("Differences"))
        self.list.setWordWrap(True)
        self.list.currentRowChanged.connect(self._choose)
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.original = Original()
        self.one, self.other = QPushButton(), QPushButton()
        self.whole = QPlainTextEdit()
        self.whole.setReadOnly(True)
        self.whole.setTabChangesFocus(True)
        self.whole.setAccessibleName(tr("Both readings, whole"))
        self.whole.setFixedHeight(_WHOLE_LINES * self.whole.fontMetrics().lineSpacing())
        self.whole.hide()
        self.value = QLineEdit()
        keep_clean(self.value)
        self.value.setAccessibleName(tr("What stands in the original"))
        self.value.setPlaceholderText(tr("What stands in the original; empty where there is nothing"))
        self.neither = QPushButton(tr("Settle on what is &typed"))
        self.original.followed_by = (self.whole, self.one, self.other, self.value, self.neither)
        self.original.give_keys(self)
        self.one.clicked.connect(lambda: self._settle_on(0))
        self.other.clicked.connect(lambda: self._settle_on(1))
        self.neither.clicked.connect(self._settle_typed)
        self.value.returnPressed.connect(self._settle_typed)
        self._lay_out()
        self._show_none(
            tr("Where two people have read a field differently, a third settles here what the original says.")
        )

    def _lay_out(self) -> None:
        form = QFormLayout()
        for words, button in ((tr("The one reading:"), self.one), (tr("The other reading:"), self.other)):
            button.setAutoDefault(False)
            button.setSizePolicy(
                QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed
            )  # a long reading makes no wide window
            form.addRow(words, button)
        self.neither.setAutoDefault(False)
        typed = QHBoxLayout()
        typed.addWidget(self.value, 1)
        typed.addWidget(self.neither)
        form.addRow(tr("Neither:"), typed)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.original, 1)
        column.addWidget(self.whole)
        column.addLayout(form)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.list)
        split.addWidget(right)
        split.setStretchFactor(1, 1)
        split.setSizes([scaled(self, 240), scaled(self, 700)])
        layout = QVBoxLayout(self)
        layout.addWidget(self.said)
        layout.addWidget(split, 1)

    def showEvent(self, event: Any) -> None:
        """Ask what there is."""
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Ask for the differences."""
        if self._link.is_online:
            self._link.ask(lambda server: server.differing(), self.show_differing)

    def show_differing(self, found: list[Differing]) -> None:
        """List them."""
        self._found = found
        self.list.clear()
        for each in found:
            self.list.addItem(tr("{file}: {field}", file=each.name, field=field_name(ref_of(each.path).key)))
        if found:
            self.list.setCurrentRow(0)
        else:
            self._show_none(tr("There is no difference to settle at the moment."))

    def _show_none(self, sentence: str) -> None:
        self._shown = None
        self.original.clear()
        self.whole.hide()
        self.said.setText(sentence)
        self.one.setText("")
        self.other.setText("")
        self._enable()

    def _enable(self) -> None:
        for widget in (self.one, self.other, self.value, self.neither):
            widget.setEnabled(self._shown is not None)

    def _choose(self, row: int) -> None:
        if not 0 <= row < len(self._found):
            return
        chosen = self._found[row]
        self._shown = None
        self._enable()

        def question(server: Server) -> Claimed | None:
            return server.fetch(chosen.document)

        def came(claimed: Claimed | None) -> None:
            if claimed is None:
                self._link.said.emit(tr("You may not look into this document any more; the lead settles it."))
                return
            self._jobs.start(
                lambda _report: first_reading(claimed),
                lambda item: self.show_difference(chosen, *item) if self._row() == chosen else None,
                lambda error: self._link.said.emit(str(error)),
            )

        self._link.ask(question, came)

    def _row(self) -> Differing | None:
        row = self.list.currentRow()
        return self._found[row] if 0 <= row < len(self._found) else None

    def show_difference(self, chosen: Differing, review: Review, history: History) -> None:
        """Show one of them."""
        ref = ref_of(chosen.path)
        self._shown = chosen
        if ref.node in review:
            self.original.show_place(review, history, row_of(review, ref) or ref)
        self.said.setText(
            tr(
                "{file}: {place} · {field}",
                file=chosen.name,
                place=place_of(review, ref.node),
                field=field_name(ref.key),
            )
        )
        readings = [value or tr("empty (nothing there)") for value in chosen.readings]
        for button, text in zip((self.one, self.other), around_difference(*readings), strict=True):
            button.setText(text.replace("&", "&&"))
        self.whole.setPlainText("\n\n".join(readings))
        self.whole.setVisible(any(len(text) > _ON_BUTTON for text in readings))
        self.value.clear()
        self._enable()
        self.one.setFocus()

    def _settle_on(self, which: int) -> None:
        if self._shown is not None:
            self._settle(self._shown, self._shown.readings[which])

    def _settle_typed(self) -> None:
        if self._shown is not None:
            ref: FieldRef = ref_of(self._shown.path)
            self._settle(self._shown, entered(ref.key, self.value.text()) or None)

    def _settle(self, shown: Differing, value: str | None) -> None:
        self._shown = None
        self._enable()

        def done(said: str) -> None:
            if said != "done":
                self._link.said.emit(tr("That is not possible any more: somebody has gone on with the document."))
            self.refresh()

        self._link.ask(lambda server: server.settle_sample(shown.sample, value), done)


def around_difference(one: str, other: str) -> tuple[str, str]:
    """Of two long texts what there is room for on a button: from a little before the place where they begin to differ."""
    same = next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    start = max(0, same - _BEFORE) if max(len(one), len(other)) > _ON_BUTTON else 0

    def cut(text: str) -> str:
        end = start + _ON_BUTTON
        return ("…" if start else "") + " ".join(text[start:end].split()) + ("…" if len(text) > end else "")

    return cut(one), cut(other)


def first_reading(claimed: Claimed) -> tuple[Review, History]:
    """The document as it was first read, without what was done to it: the original decides. Raises WorkspaceError, SessionError."""
    return item_of(claimed.unworked())
