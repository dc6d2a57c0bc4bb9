"""The same batch on a cluster: a scheduler and two workers as processes of this machine."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "workers"))

import misbehaving

from reviewer.base import words
from reviewer.cli import run
from reviewer.outputs import FILE_SUFFIXES, Target
from reviewer.reading import jobs
from reviewer.reading.batch import Batch, Options
from reviewer.reading.cluster import AddressError, Cluster, check_address
from reviewer.reading.crew import CrewError
from reviewer.workers.terms import MEGABYTE, Job, Limits, Receipt
from tests.unit.reading.test_reading_batch import FORM, Heard, extract, times

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.xdist_group("reading_cluster")  # its processes take long to start


@pytest.mark.parametrize(
    ("address", "insecure", "is_fine"),
    [
        ("tls://server:8786", False, True),
        ("tcp://server:8786", False, False),
        ("tcp://10.0.0.7:8786", False, False),
        ("tcp://server:8786", True, True),
        ("tcp://127.0.0.1:8786", False, True),
        ("tcp://[::1]:8786", False, True),
        ("tcp://localhost:8786", False, True),
        ("server:8786", True, False),
        ("http://server:8786", True, False),
        ("tls://server", True, False),
        ("tls://server:nowhere", True, False),
    ],
)
def test_only_tls_leaves_this_machine_unless_wanted(address: str, insecure: bool, is_fine: bool) -> None:
    if is_fine:
        check_address(address, insecure)
    else:
        with pytest.raises(AddressError, match=r"server|10\.0\.0\.7"):
            check_address(address, insecure)


def test_a_wrong_address_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "a.tsv"
    source.write_text(FORM.format(name="a"), encoding="utf-8")
    assert run(["extract", str(source), "-o", str(tmp_path / "out.json"), "--scheduler", "tcp://server:8786"]) == 2
    said = capsys.readouterr().err.strip()
    assert "--insecure" in said
    assert "\n" not in said
    assert not (tmp_path / "out.json").exists()


class Workers:
    """Dask's processes. The first worker has no nanny, so that it is gone when it is killed."""

    def __init__(self, folder: Path) -> None:
        found = os.pathsep.join([str(ROOT), str(Path(misbehaving.__file__).parent)])
        self._env = os.environ | {"PYTHONPATH": found, "DASK_DISTRIBUTED__WORKER__MEMORY__TERMINATE": "False"}
        self._folder = folder
        place = folder / "scheduler.json"
        self.scheduler = self._start(
            "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", place
        )
        for _ in range(1200):
            if place.exists():
                break
            time.sleep(0.05)
        self.address = json.loads(place.read_text(encoding="utf-8"))["address"]
        usual = (
            self.address,
            "--nthreads",
            "1",
            "--no-dashboard",
            "--local-directory",
            folder / "space",
            "--memory-limit",
            "0",
        )
        self.lonely = self._start("worker", *usual, "--no-nanny")
        self.nursed = self._start("worker", *usual)

    def _start(self, what: str, *arguments: object) -> subprocess.Popen[bytes]:
        call = [sys.executable, "-m", f"distributed.cli.dask_{what}", *map(str, arguments)]
        with open(self._folder / "said.txt", "ab") as said:
            return subprocess.Popen(call, env=self._env, stdout=said, stderr=said)

    def close(self) -> None:
        for process in (self.lonely, self.nursed, self.scheduler):
            if process.poll() is None:
                process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workers]:
    pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    workers = Workers(tmp_path_factory.mktemp("cluster"))
    yield workers
    workers.close()


@pytest.fixture
def sources(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "原文"
    folder.mkdir()
    paths = [folder / f"m{number}.tsv" for number in range(8)]
    for path in paths:
        path.write_text(FORM.format(name=f"项目{path.stem}"), encoding="utf-8")
    return paths


def on_cluster(cluster: Workers, paths: list[Path], out: Path, limits: Limits | None = None) -> tuple[int, Heard]:
    heard, target = Heard(), Target(str(out), FILE_SUFFIXES, folder_allowed=True)
    target.make_ready()
    options = Options(limits=limits or Limits(), scheduler=cluster.address)
    return Batch(paths, paths, target, options, heard).run(), heard


def sheets(path: Path) -> dict[str, bytes]:
    """What stands in a workbook, but for the times at which it was written."""
    with zipfile.ZipFile(path) as book:
        names = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        return {name: book.read(name) for name in names[:2]}


def test_the_outputs_are_the_same_and_a_rerun_does_nothing(
    cluster: Workers, sources: list[Path], tmp_path: Path
) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    assert extract(sources, here)[0] == 8
    written, heard = on_cluster(cluster, sources, there)
    assert (written, heard.failed, heard.names) == (8, [], [])
    for path in sources:
        assert (here / f"{path.stem}.json").read_bytes() == (there / f"{path.stem}.json").read_bytes()
        assert sheets(here / f"{path.stem}.xlsx") == sheets(there / f"{path.stem}.xlsx")
    before = times(there)
    assert on_cluster(cluster, sources, there)[0] == 8
    assert times(there) == before
    assert extract(sources, there)[0] == 8, "a run without the cluster goes by the same manifest"
    assert times(there) == before
    one = tmp_path / "all.json"
    assert on_cluster(cluster, sources[:3], one)[0] == 3
    assert len(json.loads(one.read_text(encoding="utf-8"))) == 3


def test_somebodys_file_stays(cluster: Workers, sources: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "出"
    out.mkdir()
    mine = out / "m0.json"
    mine.write_text("mine", encoding="utf-8")
    written, heard = on_cluster(cluster, sources[:1], out)
    assert written == 1
    assert mine.read_text(encoding="utf-8") == "mine"
    assert heard.names == [("m0.json", "m0 (2).json")]


@pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
def test_poison_is_named_and_a_killed_workers_documents_are_done_again(
    cluster: Workers, sources: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "write_outputs", misbehaving.ForOne(sources[1], misbehaving.abort))
    out = tmp_path / "出"
    written, heard = on_cluster(cluster, sources, out, Limits(memory=300 * MEGABYTE))
    assert written == 7
    assert len(heard.failed) == 1
    assert "m1.tsv" in heard.failed[0]
    assert "两次因它中断" in heard.failed[0]
    rows = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["sources"]
    assert [row["state"] for row in rows].count("failed") == 1

    kill = misbehaving.KillOnce(sources[2], cluster.lonely.pid, tmp_path / "mark")
    monkeypatch.setattr(jobs, "write_outputs", kill)
    again = tmp_path / "again"
    written, heard = on_cluster(cluster, sources, again)
    assert (written, heard.failed) == (8, [])
    assert cluster.lonely.wait(10) == -signal.SIGKILL


@pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
def test_what_a_worker_had_done_when_it_died_is_done_again(
    cluster: Workers, sources: list[Path], tmp_path: Path
) -> None:
    """The receipt lies with the worker until it is fetched, and goes with it."""
    with Cluster(cluster.address, Limits(), jobs.Surroundings("zh_CN", words.in_use())) as crew:
        processes = crew._client.run(os.getpid)
        output = tmp_path / "m0.json"
        crew.submit(Job("m0", jobs.write_outputs, (str(sources[0]), [str(output)], False)))
        (future,) = crew._running.values()
        until = time.monotonic() + 30
        while crew._ended.empty():
            assert time.monotonic() < until
            time.sleep(0.02)
        (worker,) = crew._client.who_has([future])[future.key]
        os.kill(processes[worker], signal.SIGKILL)
        while future.status == "finished":
            assert time.monotonic() < until
            time.sleep(0.02)
        receipt = None
        while crew.is_busy and receipt is None:
            assert time.monotonic() < until
            receipt = crew.next_event(1.0)
    assert isinstance(receipt, Receipt)
    assert (receipt.fault, receipt.value["written"]) == (None, ["m0.json"])


def test_a_scheduler_that_is_not_there_is_said(
    sources: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    monkeypatch.setattr("reviewer.reading.cluster._PATIENCE", 1)
    target = Target(str(tmp_path / "出"), FILE_SUFFIXES, folder_allowed=True)
    target.make_ready()
    batch = Batch(sources, sources, target, Options(scheduler="tcp://127.0.0.1:9"), Heard())
    with pytest.raises(CrewError, match=r"127\.0\.0\.1:9"):
        batch.run()
