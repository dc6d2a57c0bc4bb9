"""The window reads in processes of its own: what breaks down there is a sentence, and everything else goes on."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

sys.path.insert(0, str(Path(__file__).parents[1] / "unit" / "workers"))

import misbehaving

from reviewer.reading import jobs
from reviewer.ui import reader_service
from reviewer.ui.app import create_window
from reviewer.ui.desk import State
from reviewer.workers.terms import MEGABYTE, Limits

FORM = "项目名称\t{name}\n一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t巡查次数\t≥12次\n"


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[reader_service.ReaderService]:
    monkeypatch.delenv(reader_service.IN_PROCESS)
    folder = str(Path(misbehaving.__file__).parent)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([folder, os.environ.get("PYTHONPATH", "")]))
    made = reader_service.ReaderService(Limits(memory=300 * MEGABYTE, silence=4.0))
    monkeypatch.setattr(reader_service, "_service", made)
    yield made
    made.close()


def sources(folder: Path, count: int) -> list[Path]:
    paths = [folder / f"{number}.tsv" for number in range(count)]
    for path in paths:
        path.write_text(FORM.format(name=f"项目{path.stem}"), encoding="utf-8")
    return paths


def test_a_source_read_elsewhere_is_the_same_as_read_here(
    qtbot: QtBot, tmp_path: Path, service: reader_service.ReaderService, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path,) = sources(tmp_path, 1)
    window = create_window([path])
    qtbot.addWidget(window)
    assert window.wait_until_idle(60_000)
    elsewhere = window.review()
    monkeypatch.setenv(reader_service.IN_PROCESS, "1")
    here = create_window([path])
    qtbot.addWidget(here)
    assert here.wait_until_idle(60_000)
    assert elsewhere == here.review()
    assert elsewhere["entries"][0]["indicators"][0]["annual_value"]["value"] == "≥12次"
    assert not window.desk.sources[0].history.record


@pytest.mark.parametrize(
    ("job", "says"),
    [(misbehaving.hang, "没有进展"), (misbehaving.abort, "两次因它中断"), (misbehaving.swallow, "超过 300 MB")],
    ids=["hang", "abort", "memory"],
)
def test_a_source_that_breaks_a_reader_is_said_and_the_others_are_read(
    qtbot: QtBot,
    tmp_path: Path,
    service: reader_service.ReaderService,
    monkeypatch: pytest.MonkeyPatch,
    job: object,
    says: str,
) -> None:
    paths = sources(tmp_path, 3)
    monkeypatch.setattr(jobs, "keep_for_window", misbehaving.ForOne(paths[1], job))
    window = create_window(paths)
    qtbot.addWidget(window)
    assert window.wait_until_idle(120_000)
    states = [opened.state for opened in window.desk.sources]
    assert states == [State.READY, State.FAILED, State.READY]
    assert says in window.desk.sources[1].message
    assert "1.tsv" in window.desk.sources[1].message


def test_stopping_stops(
    qtbot: QtBot, tmp_path: Path, service: reader_service.ReaderService, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = sources(tmp_path, 2)
    monkeypatch.setattr(jobs, "keep_for_window", misbehaving.ForOne(paths[0], misbehaving.hang))
    window = create_window(paths)
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: window.desk.sources[1].state is State.READY, timeout=60_000)
    window.opener.stop(window.desk.sources[0])
    assert window.wait_until_idle(3_000)
    assert window.desk.sources[0].state is State.FAILED
