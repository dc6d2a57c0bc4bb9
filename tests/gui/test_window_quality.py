"""The quality sample: a few unmarked fields to look at, and what they say about the others."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from reviewer.base.resources import resource
from reviewer.model.acts import act_title
from reviewer.model.fields import Status
from reviewer.model.quality import bounds, size_for, unmarked
from reviewer.ui.dialogs.quality_dialog import QualityDialog
from reviewer.ui.main_window import MainWindow

Open = Callable[..., MainWindow]


@pytest.mark.parametrize(("wrong", "low", "high"), [(0, 0.0, 0.0487), (1, 0.0004, 0.0894), (3, 0.0104, 0.1392)])
def test_the_bounds_are_those_of_clopper_and_pearson_where_there_are_many_fields(
    wrong: int, low: float, high: float
) -> None:
    assert bounds(wrong, 60, 200_000) == pytest.approx((low, high), abs=2e-4)


def test_who_has_seen_everything_knows_it() -> None:
    assert bounds(2, 200, 200) == (0.01, 0.01)
    assert bounds(0, 5, 5) == (0.0, 0.0)


def test_the_size_is_the_rule_of_three_and_less_where_there_are_few_fields() -> None:
    assert size_for(0.05, 1_000_000) == 59
    assert size_for(0.01, 1_000_000) in (298, 299)
    assert size_for(0.05, 100) < 59
    assert bounds(0, size_for(0.05, 700), 700)[1] <= 0.05


def test_enter_says_right_typing_corrects_and_the_estimate_goes_on_record(open_window: Open) -> None:
    window = open_window(resource("samples", "wide.md"))
    review, history = window.desk.review, window.desk.history
    assert review is not None
    assert history is not None
    window.actions_table["actionQualitySample"].trigger()
    dialog = window.findChild(QualityDialog)
    assert isinstance(dialog, QualityDialog)
    assert not dialog.isModal()
    dialog.choice.setCurrentIndex(0)
    among = len(unmarked(review))
    dialog.begin(seed=4)
    assert dialog.sample is not None
    drawn = list(dialog.sample.to_see)
    assert len(drawn) == size_for(0.1, among)
    before = review.field(drawn[1]).value
    for place, ref in enumerate(drawn):
        assert dialog.desk.field == ref
        editor = dialog.panel.editor
        if place == 1:
            QTest.keyClicks(editor, "=other")
        QTest.keyClick(editor, Qt.Key.Key_Return)
        QApplication.processEvents()
    assert [review.field(ref).status for ref in drawn[:2]] == [Status.ACCEPTED, Status.EDITED]
    assert review.field(drawn[1]).value == "=other"
    assert before != "=other"
    last = history.record[-1]
    assert last.way == "note"
    low, high = bounds(1, len(drawn), among)
    assert f"{len(drawn)}" in act_title(last.act)
    assert 0 < low < 1 / len(drawn) < high
    listeners = len(review.listeners)
    dialog.close()
    assert len(review.listeners) < listeners
    assert review.field(drawn[1]).value == "=other"


def test_closing_the_source_closes_its_sample(open_window: Open) -> None:
    window = open_window(resource("samples", "wide.md"))
    window.actions_table["actionQualitySample"].trigger()
    dialog = window.findChild(QualityDialog)
    assert isinstance(dialog, QualityDialog)
    window.desk.remove(window.desk.sources[0])
    assert not dialog.isVisible()
