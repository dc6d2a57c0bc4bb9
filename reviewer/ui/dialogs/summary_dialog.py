"""Look before you leave: counts, sums against 合计, what is doubtful, and charts, as a page that can be saved as a picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPalette, QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from reviewer.base.i18n import tr, trn
from reviewer.export.charts import top
from reviewer.export.totals import Figures, figures
from reviewer.model.review import Review
from reviewer.ui.desk import Desk, OpenSource, State
from reviewer.ui.fitting import fit, scaled
from reviewer.ui.panels.documents import STANDING_WORDS

_MOST = 12
_MOST_NAMED = 6
"""So many sources that are not done are named."""
"""Bars in a chart; the rest is put together as one."""
_ROW, _GAP = 24, 8
COLOURS = ("#3b76b5", "#5b9a5f", "#c27b2c")


class Bars(QWidget):
    """A chart of bars lying down: a name, a bar, a number a row."""

    def __init__(self, title: str, colour: str) -> None:
        super().__init__()
        self._title, self._colour = title, QColor(colour)
        self._numbers: dict[str, float] = {}

    def show_numbers(self, title: str, numbers: Mapping[str, float]) -> None:
        """Draw other numbers; a screen reader gets them as text."""
        self._title, self._numbers = title, dict(numbers)
        said = "；".join(f"{name} {number_text(number)}" for name, number in numbers.items())
        self.setAccessibleName(tr("{title}: {numbers}", title=title, numbers=said or "-"))
        self.setMinimumHeight(self.sizeHint().height())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for every bar."""
        return QSize(420, scaled(self, _ROW) * (len(self._numbers) + 1) + 2 * _GAP)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The title, then the bars; those below nothing point to the left in red."""
        painter, high = QPainter(self), float(scaled(self, _ROW))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = self.palette().color(QPalette.ColorRole.WindowText)
        painter.setPen(ink)
        font = painter.font()
        font.setBold(True)
        painter.setFont(font)
        painter.drawText(QRectF(0, 0, self.width(), high), Qt.AlignmentFlag.AlignVCenter, self._title)
        font.setBold(False)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        names = min(self.width() * 0.42, max(map(metrics.horizontalAdvance, self._numbers), default=0) + 8)
        figures_width = max((metrics.horizontalAdvance(number_text(n)) for n in self._numbers.values()), default=0) + 10
        room = max(20.0, self.width() - names - figures_width - 6)
        greatest = max(map(abs, self._numbers.values()), default=0) or 1
        for place, (name, number) in enumerate(self._numbers.items(), start=1):
            y = place * high + _GAP / 2
            shown = metrics.elidedText(" ".join(name.split()), Qt.TextElideMode.ElideMiddle, names - 6)
            painter.setPen(ink)
            painter.drawText(
                QRectF(0, y, names - 6, high), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, shown
            )
            length = max(1.0, room * abs(number) / greatest)
            painter.fillRect(QRectF(names, y + 4, length, high - 8), self._colour if number >= 0 else QColor("#c0392b"))
            painter.drawText(
                QRectF(names + length + 6, y, figures_width, high), Qt.AlignmentFlag.AlignVCenter, number_text(number)
            )


def number_text(number: float) -> str:
    """A count as it is, a sum with thousands separators."""
    return f"{number:,}" if isinstance(number, int) else f"{number:,.2f}".rstrip("0").rstrip(".")


class SummaryPage(QWidget):
    """The page: what it says is what is saved as a picture."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("summaryPage")
        self.setAutoFillBackground(True)
        self.heading, self.counts, self.sums = QLabel(), QLabel(), QLabel()
        for label in (self.heading, self.counts, self.sums):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        font = self.heading.font()
        font.setPointSizeF(font.pointSizeF() * 1.4)
        font.setBold(True)
        self.heading.setFont(font)
        self.level1, self.level2, self.units = (Bars("", colour) for colour in COLOURS)
        layout = QGridLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setHorizontalSpacing(28)
        layout.setVerticalSpacing(12)
        layout.addWidget(self.heading, 0, 0, 1, 2)
        layout.addWidget(self.counts, 1, 0, 1, 2)
        layout.addWidget(self.sums, 2, 0, 1, 2)
        left = QVBoxLayout()
        left.addWidget(self.level1)
        left.addWidget(self.units)
        left.addStretch(1)
        layout.addLayout(left, 3, 0)
        layout.addWidget(self.level2, 3, 1, Qt.AlignmentFlag.AlignTop)
        layout.setColumnStretch(0, 1)
        layout.setColumnStretch(1, 1)
        layout.setRowStretch(4, 1)

    def show_figures(self, title: str, made: Figures, unread: Sequence[str] = ()) -> None:
        """Say what the figures are; `unread` says in sentences what they leave out."""
        self.heading.setText(title)
        doubt = trn("{count} field is still doubtful", "{count} fields are still doubtful", made.doubtful)
        self.counts.setText(
            tr("{projects} projects, {indicators} indicators, {fields} fields; {doubt}.",
               projects=made.projects, indicators=made.indicators, fields=made.fields,
               doubt=doubt if made.doubtful or unread else tr("nothing is doubtful any more"))
        )  # fmt: skip
        self.sums.setText("\n".join([*unread, *_sum_texts(made)]))
        self.level1.show_numbers(tr("Indicators by level 1"), made.level1())
        second = {f"{first} › {other}": count for (first, other), count in made.levels.items()}
        self.level2.show_numbers(tr("Indicators by level 2"), top(second, 20))
        self.units.show_numbers(tr("{label} by unit", label=made.amount_label), top(made.units, _MOST))
        self.units.setVisible(bool(made.units))


def _sum_texts(made: Figures) -> list[str]:
    texts = []
    if len(made.money_units) > 1:
        listed = "、".join(made.money_units)
        texts.append(tr("The amounts are in different units ({units}) and are not added up.", units=listed))
    for amount in made.sums:
        places = {"label": amount.label, "sum": number_text(amount.sum)}
        if amount.printed is None:
            texts.append(tr("{label}: the projects add up to {sum}", **places))
        elif not amount.difference:
            texts.append(tr("{label}: the projects add up to {sum}, as the total row says", **places))
        else:
            texts.append(
                tr("{label}: the projects add up to {sum}, the total row says {printed}: {difference} apart",
                   **places, printed=number_text(amount.printed), difference=number_text(amount.difference))
            )  # fmt: skip
    return texts


def _not_done(sources: Sequence[OpenSource]) -> list[str]:
    """A sentence for each source that is not done although no field of it may be doubtful; for many, how many more."""
    said = []
    for opened in sources:
        if opened.review is None:
            said.append(opened.message or tr("{file} is still being read.", file=opened.name))
        elif opened.standing in STANDING_WORDS:
            said.append(tr("{file}: {state}", file=opened.name, state=tr(STANDING_WORDS[opened.standing])))
    more = [tr("… {count} more", count=len(said) - _MOST_NAMED)] if len(said) > _MOST_NAMED else []
    return [*said[:_MOST_NAMED], *more]


class SummaryDialog(QDialog):
    """The page in a window of its own that follows the work; with several sources, of one of them or of all."""

    def __init__(
        self,
        desk: Desk,
        save_picture: Callable[[QPixmap], object],
        export: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("summaryDialog")
        self.setWindowTitle(tr("Summary"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit(self, 960, 640)
        self._desk = desk
        self.page, self.which = SummaryPage(), QComboBox()
        self.which.setAccessibleName(tr("Source"))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(self.page)
        area.setAccessibleName(tr("Summary"))
        buttons = QDialogButtonBox()
        picture = buttons.addButton(tr("Save as a &picture…"), QDialogButtonBox.ButtonRole.ActionRole)
        sheet = buttons.addButton(tr("Export with &charts…"), QDialogButtonBox.ButtonRole.ActionRole)
        close = buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        for button in (picture, sheet):
            button.setAutoDefault(False)
        close.setDefault(True)  # else Enter would ask for the name of a picture
        picture.clicked.connect(lambda: save_picture(self.picture()))
        sheet.clicked.connect(lambda: export())
        buttons.rejected.connect(self.reject)
        bottom = QHBoxLayout()
        bottom.addWidget(self.which)
        bottom.addStretch(1)
        bottom.addWidget(buttons)
        layout = QVBoxLayout(self)
        layout.addWidget(area, 1)
        layout.addLayout(bottom)
        self._fill_which()
        self.which.currentIndexChanged.connect(lambda _index: self.refresh())
        self._later = QTimer(self, singleShot=True, interval=150)  # counting a long review takes longer than a blink
        self._later.timeout.connect(self.refresh)
        desk.review_changed.connect(self._later.start)
        desk.source_removed.connect(self._gone)
        self.refresh()

    def _ready(self) -> Sequence[tuple[str, Review]]:
        return [(s.name, s.review) for s in self._desk.sources if s.state is State.READY and s.review is not None]

    def _fill_which(self) -> None:
        ready = self._ready()
        self.which.addItem(tr("All sources"), -1)
        for place, (name, _review) in enumerate(ready):
            self.which.addItem(name, place)
        current = next((i for i, (_n, review) in enumerate(ready) if review is self._desk.review), 0)
        self.which.setCurrentIndex(current + 1)
        self.which.setVisible(len(ready) > 1)

    def refresh(self) -> None:
        """Work the figures out anew."""
        ready, place = self._ready(), self.which.currentData()
        chosen = ready if place is None or place < 0 else ready[place : place + 1]
        if not chosen:
            return
        title = chosen[0][1].root.value("title") or chosen[0][0] if len(chosen) == 1 else tr("All sources")
        reviews = [review for _name, review in chosen]
        opened = [
            one for one in self._desk.sources if one.review in reviews or (len(chosen) > 1 and one.review is None)
        ]
        self.page.show_figures(title, figures(reviews), _not_done(opened))

    def _gone(self, _opened: object) -> None:
        self.reject()

    def picture(self) -> QPixmap:
        """The page as a picture."""
        return self.page.grab()
