"""Characters that recognition doubts are pointed at, in the page and in the field."""

from __future__ import annotations

from dataclasses import replace

import pytest
from page_desk import made, ref, review_of, span_of
from panes_desk import put_on
from pytestqt.qtbot import QtBot

from reviewer.model.source import Source
from reviewer.sources.registry import source_from_bytes
from reviewer.ui.desk import Desk
from reviewer.ui.panels import FieldPanel
from reviewer.ui.source import SourceView
from reviewer.ui.source.page_items import Over


@pytest.fixture(scope="module")
def source() -> Source:
    """A page on which the first 2 of “1,250.50 yuan” was recognised badly."""
    read = source_from_bytes("made.pdf", made(1))
    page = read.pages[0]
    assert page.picture is not None
    at = span_of(read, "1,250.50 yuan").start + 2
    certainty = bytes(80 if place == at else 250 for place in range(len(page.text)))
    return replace(read, pages=(replace(page, picture=replace(page.picture, certainty=certainty)),))


@pytest.fixture
def desk(source: Source) -> Desk:
    made_desk = Desk()
    put_on(made_desk, source, review_of(source), "made.pdf")
    return made_desk


def test_the_character_is_pointed_at_in_the_page_and_marked_in_the_field(
    qtbot: QtBot, desk: Desk, pane: SourceView, source: Source
) -> None:
    panel = FieldPanel(desk)
    qtbot.addWidget(panel)
    desk.choose_field(ref(0, "annual_value"))
    item = pane.view.stack.items_in_order[0]
    assert len(item._boxes[Over.POINTED]) == 1
    whole, one = item._boxes[Over.FRAMED][0], item._boxes[Over.POINTED][0]
    assert whole.left < one.left < one.right < whole.right
    [marked] = panel.editor.extraSelections()
    assert marked.cursor.selectedText() == "2"  # type: ignore[attr-defined]
    assert panel.editor.toPlainText()[:3] == "1,2"
    desk.choose_field(ref(0, "period_value"))
    assert item._boxes[Over.POINTED] == []
    assert panel.editor.extraSelections() == []
    desk.choose_field(ref(0, "annual_value"))
    panel.editor.setPlainText("1,350.50 yuan")
    panel.keep_typed()
    assert panel.editor.extraSelections() == [], "a person has written it"
