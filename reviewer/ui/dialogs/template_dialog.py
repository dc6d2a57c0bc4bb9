"""What goes into which column of a template: suggested by name, to be put right."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from reviewer.base.i18n import tr
from reviewer.export.template import Plan
from reviewer.ui.fitting import fit


class TemplateDialog(QDialog):
    """One line for every column of the template; `plan()` has the answer."""

    def __init__(self, plan: Plan, parts: Mapping[str, str], file: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("templateDialog")
        self.setWindowTitle(tr("Fill {file}", file=file))
        fit(self, 560, 560)
        self._plan = plan
        self.boxes: dict[str, QComboBox] = {}
        form = QFormLayout()
        for column in plan.columns:
            box = QComboBox()
            box.addItem(tr("(leave as it is)"), "")
            for part, name in parts.items():
                box.addItem(name, part)
            box.setCurrentIndex(max(0, box.findData(column.part)))
            name = tr("Column {letter}: {name}", letter=column.letter, name=column.name)
            box.setAccessibleName(name)
            self.boxes[column.letter] = box
            form.addRow(name, box)
        inside = QWidget()
        inside.setLayout(form)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inside)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the boxes in it bring themselves into view
        places = {"sheet": plan.sheet, "row": plan.first}
        said = QLabel(
            tr("Sheet “{sheet}”, from row {row} on.", **places) if plan.losses else
            tr("Sheet “{sheet}”, from row {row} on. Everything else stays as it is in the template.", **places)
        )  # fmt: skip
        said.setWordWrap(True)
        self.losses = QLabel("\n".join(plan.losses))
        self.losses.setObjectName("templateLosses")
        self.losses.setWordWrap(True)
        self.losses.setTextFormat(Qt.TextFormat.PlainText)
        font = self.losses.font()
        font.setBold(True)
        self.losses.setFont(font)
        self.losses.setVisible(bool(plan.losses))
        buttons = QDialogButtonBox()
        go = buttons.addButton(tr("&Fill…"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(tr("&Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(said)
        layout.addWidget(self.losses)
        layout.addWidget(area, 1)
        layout.addWidget(buttons)
        go.setDefault(True)
        go.setFocus()

    def plan(self) -> Plan:
        """The plan as it is chosen now."""
        return self._plan.mapped({letter: str(box.currentData()) for letter, box in self.boxes.items()})
