"""A reader that is not wanted any more: what it had begun is somebody else's at once, and no try of the document's."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from slow_reading import read_a_while, read_for_ever
from team import Team

from reviewer.base.resources import resource
from reviewer.workspace import reading
from reviewer.workspace.reading import Reader


@pytest.fixture
def document(team: Team) -> Iterator[int]:
    """A source that nobody has read."""
    data = resource("samples", "department.txt").read_bytes() + str(time.monotonic()).encode()
    number, _, _ = team.member("chef", "lead").add_source("部门.txt", data)
    yield number
    team.sql("UPDATE reviewer.job SET state = 'done' WHERE document = %s", number)


def begun(team: Team, document: int) -> None:
    until = time.monotonic() + 20
    while team.sql("SELECT state FROM reviewer.job WHERE document = %s", document) != [("working",)]:
        assert time.monotonic() < until
        time.sleep(0.02)


def stopped_early(team: Team, document: int) -> tuple[Reader, float]:
    """A reader that somebody stops as soon as it has begun; and for how many seconds it still ran."""
    wanted, reader = threading.Event(), Reader(team.member("a1"), behind=True)
    wanted.set()
    thread = threading.Thread(target=lambda: reader.run(once=True, wanted=wanted.is_set))
    thread.start()
    begun(team, document)
    since = time.monotonic()
    wanted.clear()
    thread.join(30)
    assert not thread.is_alive()
    return reader, time.monotonic() - since


def test_what_was_begun_is_given_back_at_once(team: Team, document: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "read_package", read_for_ever)
    reader, seconds = stopped_early(team, document)
    assert seconds < 5
    assert reader.read == reader.failed == 0
    assert team.sql("SELECT state, tries, returned FROM reviewer.job WHERE document = %s", document) == [
        ("waiting", 0, 1)
    ]
    monkeypatch.undo()
    reader = Reader(team.enter("a1"))
    reader.run(once=True)
    assert reader.read == 1, "the next one reads it"


def test_what_was_given_back_often_is_read_to_its_end(
    team: Team, document: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    team.sql("UPDATE reviewer.job SET returned = 3 WHERE document = %s", document)
    monkeypatch.setattr(reading, "read_package", read_a_while)
    reader, _ = stopped_early(team, document)
    assert reader.read == 1
    assert team.sql("SELECT state FROM reviewer.document WHERE id = %s", document) == [("ready",)]


def test_one_that_is_not_wanted_takes_nothing(team: Team, document: int) -> None:
    Reader(team.member("a1")).run(once=True, wanted=lambda: False)
    assert team.sql("SELECT state, tries FROM reviewer.job WHERE document = %s", document) == [("waiting", 0)]
