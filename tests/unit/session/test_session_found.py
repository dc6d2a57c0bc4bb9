"""A session opened with what the checks have found in it already is the same as one in which they run again."""

from __future__ import annotations

import pickle
from pathlib import Path

from reviewer.base.resources import resource
from reviewer.export.json_form import document_json
from reviewer.extract.pipeline import extract
from reviewer.model import acts
from reviewer.model.checks import Found
from reviewer.model.fields import FieldRef
from reviewer.model.history import History
from reviewer.model.review import Kind
from reviewer.session.store import load_session, save_session
from reviewer.sources.registry import source_from_bytes


def test_found_elsewhere_is_found_here(tmp_path: Path) -> None:
    text = resource("samples", "wide.md").read_text(encoding="utf-8").replace("次", "")
    review = extract(source_from_bytes("a.md", text.encode()), checked=False)
    history = History(review)
    path = tmp_path / "a.review"
    save_session(path, [(review, history)], ["a.md"])
    found: Found = pickle.loads(pickle.dumps(history.found()))
    assert found.alone or found.together
    ((given, its_history),) = load_session(path, found)
    ((anew, other_history),) = load_session(path)
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
    path = tmp_path / "a.review"
    save_session(path, [(review, history)], ["a.md"])
    ran: list[int] = []
    from reviewer.model import checks

    whole = checks.NODE_CHECKS
    try:
        checks.NODE_CHECKS = {kind: (lambda node, _now: ran.append(node.id) or (),) for kind in whole}  # type: ignore[func-returns-value]
        load_session(path, history.found())
        assert ran == []
        load_session(path)
        assert ran, "the trial itself works"
    finally:
        checks.NODE_CHECKS = whole
