"""A target value taken apart: sign, number and unit of each of its targets, to be looked at and put right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QLabel, QLineEdit, QPushButton, QWidget

from reviewer.base.i18n import mark, tr
from reviewer.model.naming import short
from reviewer.model.target import OPERATORS, Target, is_sound, parse_targets
from reviewer.ui.clean_line import keep_clean
from reviewer.ui.dialogs.question import lay_out_question

WORDS = {"range": mark("from … to …"), "text": mark("words (qualitative)")}
"""The operators that are no sign."""


def said(operator: str) -> str:
    """An operator as a person reads it."""
    return tr(WORDS[operator]) if operator in WORDS else operator


def parts_text(targets: Iterable[Target]) -> str:
    """Targets in one line: “≥ 95 %; = 1 次”."""
    return "; ".join(
        " ".join(part for part in (said(t.operator), t.number, "–" if t.upper else "", t.upper, t.unit) if part)
        for t in targets
    )


class TargetDialog(QDialog):
    """Asks for the parts of a value's targets; what does not go together cannot be entered."""

    def __init__(
        self, value: str, targets: Sequence[Target], units: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("targetDialog")
        self.setWindowTitle(tr("Sign, number and unit"))
        self._value = value
        self._units = list(units)
        self._grid = QGridLayout()
        self.rows: list[_Row] = []
        heading = QLabel(tr("The value reads “{value}”", value=short(value, 60)))
        heading.setWordWrap(True)
        heading.setTextFormat(Qt.TextFormat.PlainText)
        for column, title in enumerate((tr("Sign"), tr("Number"), tr("to"), tr("Unit"))):
            self._grid.addWidget(QLabel(title), 0, column)
        self._again = QPushButton(tr("As the value &reads"))
        self._again.setAutoDefault(False)
        self._again.clicked.connect(lambda: self._fill(parse_targets(value)))
        self._does = lay_out_question(self, (heading, self._grid, self._again), tr("Enter"))
        self._does.setDefault(True)
        self._fill(targets)

    def _fill(self, targets: Sequence[Target]) -> None:
        for row in self.rows:
            row.remove(self._grid)
        self.rows = [
            _Row(target, self._units, self._changed) for target in targets or (Target("text", None, None, "", ""),)
        ]
        for place, row in enumerate(self.rows, 1):
            for column, widget in enumerate(row.widgets()):
                self._grid.addWidget(widget, place, column)
        for before, after in zip(self._order(), self._order()[1:], strict=False):
            QWidget.setTabOrder(before, after)
        self.rows[0].sign.setFocus()
        self._changed()

    def _order(self) -> list[QWidget]:
        return [*(widget for row in self.rows for widget in row.widgets()), self._again]

    def _changed(self) -> None:
        for row in self.rows:
            row.follow()
        self._does.setEnabled(all(map(is_sound, self.answer())))

    def answer(self) -> tuple[Target, ...]:
        """The targets as they stand."""
        return tuple(row.target(self._value) for row in self.rows)


class _Row:
    """The parts of one target."""

    def __init__(self, target: Target, units: Sequence[str], changed: object) -> None:
        self.sign, self.number, self.upper, self.unit = QComboBox(), QLineEdit(), QLineEdit(), QComboBox()
        for operator in OPERATORS:
            self.sign.addItem(said(operator), operator)
        self.sign.setCurrentIndex(OPERATORS.index(target.operator))
        self.number.setText(target.number or "")
        self.upper.setText(target.upper or "")
        self.unit.setEditable(True)
        self.unit.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.unit.addItems(list(dict.fromkeys([target.unit, *units])))
        self.unit.setCurrentText(target.unit)
        for widget, name in zip(self.widgets(), (tr("Sign"), tr("Number"), tr("to"), tr("Unit")), strict=True):
            widget.setAccessibleName(name)
        for line in (self.number, self.upper, self.unit.lineEdit()):
            if line is not None:
                keep_clean(line)
                line.textChanged.connect(lambda _text: changed())  # type: ignore[operator]
        self.sign.currentIndexChanged.connect(lambda _row: changed())  # type: ignore[operator]

    def widgets(self) -> tuple[QWidget, ...]:
        return self.sign, self.number, self.upper, self.unit

    def remove(self, grid: QGridLayout) -> None:
        for widget in self.widgets():
            grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()

    def follow(self) -> None:
        """Words have no number, and only a range has a second one."""
        operator = self.sign.currentData()
        self.number.setEnabled(operator != "text")
        self.unit.setEnabled(operator != "text")
        self.upper.setEnabled(operator == "range")

    def target(self, value: str) -> Target:
        operator = self.sign.currentData()
        number, upper = (line.text().strip().replace(",", "") or None for line in (self.number, self.upper))
        unit = self.unit.currentText().strip()
        if operator == "text":
            return Target("text", None, None, "", value)
        return Target(operator, number, upper if operator == "range" else None, unit, value)
