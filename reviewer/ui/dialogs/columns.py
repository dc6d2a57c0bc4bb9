"""What are the columns of this table? Asked about a whole header, each of its headings with what it is taken for now."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QFrame, QLabel, QScrollArea, QSizePolicy, QWidget

from reviewer.base.i18n import tr
from reviewer.extract.labels import Role
from reviewer.extract.taught import twin
from reviewer.extract.teaching import Heading
from reviewer.model.naming import short
from reviewer.ui.dialogs.question import lay_out_question
from reviewer.ui.fitting import fit, scaled
from reviewer.ui.role_names import ROLE_NAMES, role_name
from reviewer.ui.tips import as_it_is

_SHOWN = 14


class ColumnsDialog(QDialog):
    """A line a heading, in the order of the table; the answer is `headings`."""

    def __init__(self, headings: Sequence[Heading], in_hand: str = "", parent: QWidget | None = None) -> None:
        """`in_hand` is the heading that was pointed at: the keys are there first."""
        super().__init__(parent)
        self.setObjectName("columnsDialog")
        self.setWindowTitle(tr("What the columns of this table are"))
        self._headings = list(headings)
        self.roles = [_choice(each) for each in headings]
        lines = QWidget()
        form = QFormLayout(lines)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for heading, role in zip(headings, self.roles, strict=True):
            said = QLabel(short(heading.text, _SHOWN))
            said.setToolTip(as_it_is(heading.text))
            said.setBuddy(role)
            form.addRow(said, role)
            role.currentIndexChanged.connect(lambda _place: self._look())
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(lines)
        area.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        hint = QLabel(
            tr(
                "It is kept in your vocabulary. A table with this header, all of it, is read so from the next document on."
            )
        )
        hint.setWordWrap(True)
        self.said = QLabel()
        self.said.setWordWrap(True)
        self._yes = lay_out_question(self, (area, hint, self.said), tr("Keep"))
        fit(self, 520, min(640, 190 + 34 * len(headings)))
        self.setMinimumWidth(scaled(self, 420))
        first = next(
            (role for each, role in zip(headings, self.roles, strict=True) if in_hand and in_hand in each.text), None
        )
        (first or self.roles[0]).setFocus()
        self._look()

    @property
    def headings(self) -> list[Heading]:
        """The headings, each with what was chosen."""
        return [
            Heading(each.text, Role(role.currentData()) if role.currentData() else None, each.side)
            for each, role in zip(self._headings, self.roles, strict=True)
        ]

    def _look(self) -> None:
        """Whether this can be: what may be there once is there once, and something is a column."""
        roles = [(each.role, each.side) if each.role is not None else None for each in self.headings]
        doubled = twin(roles)
        self.said.setText(
            tr("Two columns cannot both be “{role}”.", role=role_name(doubled)) if doubled is not None else ""
        )
        self._yes.setEnabled(doubled is None and any(roles))


def _choice(heading: Heading) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(tr("What “{heading}” is", heading=short(heading.text)))
    box.addItem(tr("No column: it only names what stands beside it"), "")
    for each in ROLE_NAMES:
        box.addItem(role_name(each), str(each))
    if heading.role is not None and box.findData(str(heading.role)) < 0:
        box.addItem(role_name(heading.role), str(heading.role))
    box.setCurrentIndex(max(0, box.findData(str(heading.role or ""))))
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(16)
    return box


def ask_columns(window: QWidget, headings: Sequence[Heading], in_hand: str) -> list[Heading] | None:
    """The headings with what a person says they are; None where nothing is said."""
    dialog = ColumnsDialog(headings, in_hand, window)
    try:
        return dialog.headings if dialog.exec() else None
    finally:
        dialog.deleteLater()
