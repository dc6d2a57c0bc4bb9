"""Five stops through a sample: look, accept, correct, split, export. Whoever takes them can do the daily work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from reviewer.base.i18n import mark, tr
from reviewer.base.resources import resource
from reviewer.model.fields import FieldRef
from reviewer.model.review import Kind, Review
from reviewer.ui.desk import Desk, OpenSource
from reviewer.ui.opening import Opener

if TYPE_CHECKING:
    from reviewer.ui.guide_bar import GuideBar


@dataclass(frozen=True, slots=True)
class Stop:
    """What a stop says ({key} is the key of `action`), which acts end it, and the field that it begins with (row, key), if any.

    Without acts it ends when another field comes to hand, the last one when its action is triggered.
    """

    title: str
    text: str
    action: str
    acts: frozenset[str] = frozenset()
    row: str = ""
    key: str = ""


_SETTLING = frozenset({"accept", "accept_stop", "accept_entry", "accept_alike", "take_suggestion", "set_value", "fill"})
STOPS = (
    Stop(mark("Look"), mark(
        "Left is the original, the frame is where the field in hand stands. Right below is what was read, and why it is doubtful. "
        "Press {key} for the next doubtful field."), "actionNextDoubtful", row="发放普法手册", key="annual_value"),
    Stop(mark("Accept"), mark(
        "Level 2 belongs under another level 1 than the original says. If you agree with the suggestion, press {other}; if the original "
        "is to stand as it is, press {key}."), "actionAccept", _SETTLING, "讲座资料合格率", "level1"),
    Stop(mark("Correct"), mark(
        "The original has no value here. Press {key}, write ≥500, then Enter. (If it is to stay empty: {other}.)"),
        "actionEdit", _SETTLING | {"blank", "unreadable", "ditto"}, "发放普法手册", "annual_value"),
    Stop(mark("Split"), mark(
        "Two indicators stand in one row here. Press {other}, put the cursor before the second, and press {key}."),
        "actionSplit", frozenset({"split"}), "培训调解员；走访社区", "level3"),
    Stop(mark("Export"), mark("Press {key} to write the Excel workbook. Whatever went wrong before: {other} takes it back."),
         "actionExportExcel"),
)  # fmt: skip
_OTHERS = {"actionAccept": "actionTakeSuggestion", "actionEdit": "actionMarkBlank", "actionSplit": "actionEdit",
           "actionExportExcel": "actionUndo"}  # fmt: skip
"""The other key that the text of a stop names."""


class GuideCommands:
    """Starts the guide, hears what is done, and goes from stop to stop. Nothing is locked meanwhile: it only says and hears."""

    def __init__(
        self,
        desk: Desk,
        opener: Opener,
        window: QWidget,
        key_of: Callable[[str], str],
        manual: Callable[[], object],
        put: Callable[[QWidget], object],
    ) -> None:
        """`key_of` gives the key of an action as a person reads it, `manual` shows the manual, `put` lays the bar where it is to stand."""
        self._desk, self._opener, self._window = desk, opener, window
        self.path = resource("guide", "guide.md")
        self.key_of, self.manual, self.put = key_of, manual, put
        self.bar: GuideBar | None = None
        self._opened: OpenSource | None = None
        self._at = -1
        self._heard = 0
        """How much of the record was heard."""
        self._begun_with: FieldRef | None = None

    def start(self) -> None:
        """Open the sample and begin with the first stop, also once more."""
        if self.bar is None:
            from reviewer.ui.guide_bar import GuideBar

            self.bar = GuideBar()
            self.bar.next_wanted.connect(self._go_on)
            self.bar.end_wanted.connect(self.end)
            self.bar.manual_wanted.connect(lambda: self.manual())
            self.put(self.bar)
            self._desk.field_chosen.connect(lambda _ref: self._moved())
            self._desk.review_changed.connect(self._acted)
            self._desk.current_changed.connect(lambda _opened: self._arrived())
            self._desk.source_removed.connect(self._removed)
        known = next((s for s in self._desk.sources if s.path == self.path), None)
        if known is not None:
            self._desk.remove(known)
        self._at, self._opened = -1, None
        self._opener.open([self.path], remember=False)
        self._opened = next((s for s in self._desk.sources if s.path == self.path), None)
        self._arrived()

    def end(self) -> None:
        """No more stops; the sample stays open."""
        self._opened, self._at = None, -1
        if self.bar is not None:
            self.bar.hide()

    def exported(self) -> None:
        """The export was called: the last stop is through."""
        if self._is_here() and 0 <= self._at < len(STOPS) and STOPS[self._at].action == "actionExportExcel":
            self._go_on()

    def _is_here(self) -> bool:
        return self._opened is not None and self._desk.current is self._opened and self._opened.review is not None

    def _arrived(self) -> None:
        if self.bar is None:
            return
        if self._is_here() and self._at < 0:
            self._go_on()
        self.bar.setVisible(self._is_here())

    def _removed(self, opened: OpenSource) -> None:
        if opened is self._opened:
            self.end()

    def _go_on(self) -> None:
        """The next stop, with its field in hand."""
        self._at += 1
        bar, opened = self.bar, self._opened
        if bar is None or opened is None or opened.review is None:
            return
        if self._at >= len(STOPS):
            key, manual = self.key_of("actionKeys"), self.key_of("actionManual")
            bar.say(tr("That is all"), tr("{key} lists every key, {manual} opens the manual. Open a file of your own with {open}.",
                                          key=key, manual=manual, open=self.key_of("actionOpen")), is_last=True)  # fmt: skip
            return
        stop = STOPS[self._at]
        self._heard = len(opened.history.record) if opened.history is not None else 0
        if stop.row:
            ref = _field(opened.review, stop.row, stop.key)
            if ref is not None:
                self._begun_with = ref  # before it comes to hand: that is no move of the user's
                self._desk.choose_field(ref)
        self._begun_with = self._desk.field
        other = self.key_of(_OTHERS[stop.action]) if stop.action in _OTHERS else ""
        text = tr(stop.text, key=self.key_of(stop.action), other=other)
        bar.say(tr("{number} of {count}: {title}", number=self._at + 1, count=len(STOPS), title=tr(stop.title)), text)

    def _moved(self) -> None:
        if self._is_here() and 0 <= self._at < len(STOPS) and self._desk.field not in (None, self._begun_with):
            stop = STOPS[self._at]
            if not stop.acts and stop.row:
                self._go_on()

    def _acted(self) -> None:
        opened = self._opened
        if not self._is_here() or opened is None or opened.history is None or not 0 <= self._at < len(STOPS):
            return
        new, self._heard = opened.history.record[self._heard :], len(opened.history.record)
        if any(entry.way == "do" and entry.act.name in STOPS[self._at].acts for entry in new):
            self._later()

    def _later(self) -> None:
        """On, once the key that was pressed is through with going on itself."""
        at = self._at
        QTimer.singleShot(0, lambda: self._go_on() if self._at == at and self._is_here() else None)


def _field(review: Review, row: str, key: str) -> FieldRef | None:
    """The field of the indicator of this name."""
    node = next((n for n in review.root.walk() if n.kind is Kind.INDICATOR and n.value("level3") == row), None)
    return FieldRef(node.id, key) if node is not None and key in node.fields else None
