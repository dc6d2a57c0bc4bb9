"""Which reading leads where they are worth about the same."""

from __future__ import annotations

import pytest

from reviewer.extract.readings import choice
from reviewer.extract.readings.reading import By, Reading
from reviewer.model.review import Kind, NodeData
from tests.unit.extract.marked_texts import source_of


@pytest.mark.parametrize(("ahead", "leads"), [(0.03, By.RULES), (0.3, By.ORDER)])
def test_in_a_text_the_rules_lead_unless_another_reading_is_clearly_better(
    monkeypatch: pytest.MonkeyPatch, ahead: float, leads: By
) -> None:
    """Of two trees as good as each other that with the columns of a header is the one a person would have made."""
    readings = [Reading(NodeData(0, Kind.DOCUMENT, ()), (), by) for by in (By.RULES, By.ORDER)]
    monkeypatch.setattr(choice, "worth", lambda _source, one, _others: ahead if one.by is By.ORDER else 0.0)
    assert choice.leader(source_of("项目名称 路灯维护\n产出指标 数量指标 路灯 ≥3盏"), readings).by is leads
