"""A review handed over by a worker is the same as one opened from a session, in which all checks run again."""

from __future__ import annotations

from pathlib import Path

from reviewer.base.resources import resource
from reviewer.export.json_form import document_json
from reviewer.extract.pipeline import extract
from reviewer.model import acts
from reviewer.model.fields import FieldRef
from reviewer.model.history import History
from reviewer.model.review import Kind
from reviewer.reading.handing import hand_over, take_over
from reviewer.session.store import load_session, save_session
from reviewer.sources.registry import source_from_bytes


def test_handed_over_is_as_good_as_opened(tmp_path: Path) -> None:
    text = resource("samples", "wide.md").read_text(encoding="utf-8").replace("次", "") + "\n\n数\ue000"
    review = extract(source_from_bytes("a.md", text.encode()), checked=False)
    history = History(review)
    path, handed = tmp_path / "a.review", tmp_path / "a.handed"
    save_session(path, [(review, history)], ["a.md"])
    hand_over(handed, review, history)
    assert history.found().alone or history.found().together
    given, its_history = take_over(handed)
    ((anew, other_history),) = load_session(path)
    assert given.source == anew.source
    assert given.source.data == anew.source.data
    assert given.root.data() == anew.root.data() == its_history.first
    assert (given.layout, given.loose, given.target_accuracy) == (anew.layout, anew.loose, anew.target_accuracy)
    assert not its_history.is_modified
    assert set(given.issues) == set(anew.issues)
    assert document_json(given) == document_json(anew)
    for number, node in enumerate([node for node in anew.root.walk() if node.kind is Kind.INDICATOR][:12]):
        for one, acting in ((given, its_history), (anew, other_history)):
            acting.do(acts.set_value(one, FieldRef(node.id, "annual_value"), f"≥{number}" if number % 2 else "200%"))
    first = anew.entries[0].id
    for one, acting in ((given, its_history), (anew, other_history)):
        acting.do(acts.delete(one, [one.entries[1]]))
        acting.do(acts.set_value(one, FieldRef(first, "goal"), "完成清淤。"))
    assert document_json(given) == document_json(anew)


def test_nothing_is_checked_again(tmp_path: Path) -> None:
    review = extract(source_from_bytes("a.md", resource("samples", "wide.md").read_bytes()), checked=False)
    history = History(review)
    path = tmp_path / "a.handed"
    hand_over(path, review, history)
    ran: list[int] = []
    from reviewer.model import checks

    whole = checks.NODE_CHECKS
    try:
        checks.NODE_CHECKS = {kind: (lambda node, _now: ran.append(node.id) or (),) for kind in whole}  # type: ignore[func-returns-value]
        take_over(path)
        assert ran == []
        History(review)
        assert ran, "the trial itself works"
    finally:
        checks.NODE_CHECKS = whole
