"""Documents of a workspace that the workers of a Dask scheduler read."""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Iterator

import pytest
from team import Team

from reviewer import cli
from reviewer.base.resources import resource
from reviewer.workspace.transport import item_of
from tests.unit.reading.test_reading_cluster import Workers


@pytest.fixture(scope="module")
def cluster_of_dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workers]:
    pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    workers = Workers(tmp_path_factory.mktemp("cluster"))
    yield workers
    workers.close()


def work(team: Team, *arguments: str) -> int:
    before, sys.stdin = sys.stdin, io.StringIO(team.secret + "\n")
    try:
        return cli.run(["work", team.address_of("chef").text(), "--once", *arguments])
    finally:
        sys.stdin = before


def test_the_workers_of_a_scheduler_read_and_the_queue_has_it(
    team: Team, cluster_of_dask: Workers, capsys: pytest.CaptureFixture[str]
) -> None:
    """The sources travel with the jobs: nothing is shared but the scheduler."""
    lead = team.member("chef", "lead")
    names = ("wide.md", "department.txt", "workbook.xlsx")
    numbers = [lead.add_source(name, resource("samples", name).read_bytes())[0] for name in names]
    broken, _, _ = lead.add_source("broken.xlsx", b"PK\x03\x04 nothing" + str(time.monotonic()).encode())
    assert work(team, "--scheduler", cluster_of_dask.address) == 1, "one of them cannot be read"
    said = capsys.readouterr()
    assert "broken.xlsx" in said.err
    assert [row.id for row in lead.rows("failed")] == [broken]
    rows = {row.id: row for row in lead.rows("open", limit=1000)}
    for number in numbers:
        assert rows[number].office, "the queue knows whose it is"
        claimed = team.claim(lead, number)
        review, history = item_of(claimed)
        assert review.count_doubtful() == rows[number].doubts
        assert (len(review.entries) > 0, history.record) == (True, [])


def test_an_address_without_consent_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["work", "postgresql://a@b/c", "--scheduler", "tcp://far.example:8786"]) == 2
    assert "--insecure" in capsys.readouterr().err


def test_a_scheduler_that_is_not_there_is_a_sentence(
    team: Team, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    monkeypatch.setattr("reviewer.reading.cluster._PATIENCE", 1)
    team.member("chef", "lead").close()
    assert work(team, "--scheduler", "tcp://127.0.0.1:1") == 1
    assert "tcp://127.0.0.1:1" in capsys.readouterr().err


def test_without_the_extra_it_is_said(
    team: Team, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    team.member("chef", "lead").close()
    assert work(team, "--scheduler", "tcp://127.0.0.1:1") == 1
    assert "reviewer[cluster]" in capsys.readouterr().err
    assert team.sql("SELECT count(*) FROM reviewer.job WHERE state = 'working'") == [(0,)], "nothing was taken"
