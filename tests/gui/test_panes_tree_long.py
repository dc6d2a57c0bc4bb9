"""A long review opens in slices: what is in hand is in sight at once, and all entries are open a moment later."""

from __future__ import annotations

from pathlib import Path

from panes_tree import shown
from PySide6.QtCore import QModelIndex
from pytestqt.qtbot import QtBot

from reviewer.extract.pipeline import extract
from reviewer.model.fields import FieldRef
from reviewer.model.history import History
from reviewer.sources.registry import source_from_bytes
from reviewer.ui.desk import Desk, OpenSource

_FORM = (
    "项目名称\t清淤{number}\n一级指标\t二级指标\t三级指标\t指标值\n"
    "产出指标\t数量指标\t巡查次数\t≥12次\n产出指标\t质量指标\t合格率\t100%\n\n"
)


def test_the_field_in_hand_is_seen_at_once_and_everything_opens_soon(qtbot: QtBot) -> None:
    desk = Desk()
    text = "".join(_FORM.format(number=number) for number in range(620))
    review = extract(source_from_bytes("a.tsv", text.encode()), checked=False)
    assert review.size > 1500
    opened = OpenSource(Path("a.tsv"))
    desk.add(opened)
    pane = shown(qtbot, desk)
    far = review.entries[400].children[1]
    opened.field = FieldRef(far.id, "annual_value")
    desk.reviewed(opened, review, History(review))
    desk.choose_field(opened.field)
    view, model = pane.view, pane.model()

    def open_entries() -> int:
        rows = [model.index(row, 0, QModelIndex()) for row in range(model.rowCount(QModelIndex()))]
        return sum(view.isExpanded(index) for index in rows)

    assert open_entries() < len(review.entries), "not all of it in one piece"
    assert not view.visualRect(view.currentIndex()).isEmpty()
    place = view.visualRect(view.currentIndex()).top()
    qtbot.waitUntil(lambda: open_entries() >= len(review.entries), timeout=20_000)
    assert view.visualRect(view.currentIndex()).top() == place, "nothing moves under the eyes"
