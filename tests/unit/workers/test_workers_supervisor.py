"""A supervisor and workers that misbehave: one job is lost at most, with the reason, and nothing is left running."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import misbehaving
import pytest

from reviewer.workers.supervisor import Supervisor, WorkersError
from reviewer.workers.terms import MEGABYTE, Fault, Job, Limits, Progress, Receipt

HERE = Path(__file__).parent
LIMITS = Limits(memory=300 * MEGABYTE, silence=20.0)


@pytest.fixture(autouse=True)
def _jobs_can_be_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")]))


@pytest.fixture
def supervisor() -> Iterator[Supervisor]:
    with Supervisor(2, LIMITS) as made:
        yield made


def job(name: str, *arguments: object, key: str = "") -> Job:
    return Job(key or name, getattr(misbehaving, name), arguments)


def receipts(supervisor: Supervisor) -> dict[str, Receipt]:
    return {event.key: event for event in supervisor.events() if isinstance(event, Receipt)}


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_jobs_come_back_with_their_values_and_progress(supervisor: Supervisor) -> None:
    for number in range(6):
        supervisor.submit(job("double", number, key=str(number)))
    events = list(supervisor.events())
    done = {event.key: event.value["number"] for event in events if isinstance(event, Receipt)}
    assert done == {str(number): 2 * number for number in range(6)}
    assert {event.key for event in events if isinstance(event, Progress)} == set(done)
    assert len({event.value["process"] for event in events if isinstance(event, Receipt)}) <= 2


def test_what_jobs_leave_behind_does_not_grow_with_their_number() -> None:
    with Supervisor(1, LIMITS) as one:
        for number in range(60):
            one.submit(job("litter", key=str(number)))
        left = [receipt.value["left"] for receipt in receipts(one).values()]
    assert len(left) == 60
    assert max(left) <= 20 * 50


@pytest.mark.parametrize(
    ("name", "fault", "says"),
    [
        ("abort", Fault.DIED, ""),
        ("leave", Fault.DIED, "exit status 0"),
        ("find_no_room", Fault.ROOM, "no space"),
        ("raise_oddly", Fault.RAISED, "_OddError: an exception that does not unpickle"),
        ("abort_for_memory", Fault.MEMORY, "memory allocation"),
        ("swallow", Fault.MEMORY, "line 0"),
    ],
)
def test_one_bad_job_costs_itself_only(supervisor: Supervisor, name: str, fault: Fault, says: str) -> None:
    supervisor.submit(job("double", 1, key="before"))
    supervisor.submit(job(name))
    supervisor.submit(job("double", 2, key="after"))
    found = receipts(supervisor)
    assert found[name].fault is fault
    assert says in found[name].text
    assert found["before"].value["number"] == 2
    assert found["after"].value["number"] == 4


def test_memory_is_limited(supervisor: Supervisor) -> None:
    supervisor.submit(job("eat", 100, key="fits"))
    supervisor.submit(job("eat", 2000, key="too much"))
    found = receipts(supervisor)
    assert found["fits"].value == {"held": 100}
    assert found["too much"].fault is Fault.MEMORY


def test_a_hanging_job_is_ended_and_a_slow_one_that_reports_is_not() -> None:
    with Supervisor(2, Limits(silence=2.0)) as supervisor:
        supervisor.submit(job("hang"))
        supervisor.submit(job("slow", 4.0))
        found = receipts(supervisor)
    assert found["hang"].fault is Fault.SILENT
    assert found["slow"].fault is None


@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="the system has to tell how much processor a worker got"
)
def test_a_job_that_gets_no_processor_is_not_taken_for_hanging(monkeypatch: pytest.MonkeyPatch) -> None:
    with Supervisor(1, Limits(silence=1.0)) as supervisor:
        supervisor.submit(job("spin", 20.0))
        assert receipts(supervisor)["spin"].fault is Fault.SILENT, "at work all the time, and not a word"
    monkeypatch.setattr("reviewer.workers.supervisor.activity", lambda _process: (True, 0.0))
    with Supervisor(1, Limits(silence=0.5)) as supervisor:
        supervisor.submit(job("spin", 1.5))
        assert receipts(supervisor)["spin"].fault is None


def test_the_time_of_a_job_is_limited() -> None:
    with Supervisor(1, Limits(time=1.0)) as supervisor:
        supervisor.submit(job("slow", 20.0))
        assert receipts(supervisor)["slow"].fault is Fault.TIME


@pytest.mark.skipif(os.name != "posix", reason="Windows limits no file's size")
def test_a_file_is_limited(tmp_path: Path) -> None:
    with Supervisor(1, Limits(output=MEGABYTE)) as supervisor:
        supervisor.submit(job("write", str(tmp_path / "large"), 5 * MEGABYTE))
        assert receipts(supervisor)["write"].fault is Fault.OUTPUT


def test_a_worker_killed_from_outside_costs_nothing(supervisor: Supervisor, tmp_path: Path) -> None:
    supervisor.submit(job("abort_once", str(tmp_path / "mark")))
    found = receipts(supervisor)["abort_once"]
    assert found.value == {"second": True}
    assert found.tries == 2


def test_stopping_kills_what_the_job_has_started_too(supervisor: Supervisor, tmp_path: Path) -> None:
    mark = tmp_path / "pid"
    supervisor.submit(job("start_a_program", str(mark)))
    while not mark.exists() or not mark.read_text():
        supervisor.next_event(0.1)
    pid = int(mark.read_text())
    supervisor.stop("start_a_program")
    assert receipts(supervisor)["start_a_program"].fault is Fault.STOPPED
    time.sleep(0.2)
    assert not is_running(pid)


def test_a_waiting_job_can_be_stopped() -> None:
    with Supervisor(1, LIMITS) as supervisor:
        supervisor.submit(job("slow", 1.0))
        supervisor.submit(job("double", 1))
        supervisor.stop("double")
        found = receipts(supervisor)
    assert found["double"].fault is Fault.STOPPED
    assert found["slow"].fault is None


def test_workers_that_never_start_are_said() -> None:
    with Supervisor(1, LIMITS, Job("", misbehaving.setup_that_fails)) as supervisor:
        supervisor.submit(job("double", 1))
        with pytest.raises(WorkersError, match="no such part"):
            receipts(supervisor)


@pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
def test_workers_killed_while_they_start_are_started_again(tmp_path: Path) -> None:
    with Supervisor(1, LIMITS, Job("", misbehaving.killed_starts, (str(tmp_path / "count"), 5))) as supervisor:
        supervisor.submit(job("double", 4))
        assert receipts(supervisor)["double"].value["number"] == 8
    assert (tmp_path / "count").read_text() == "5"


def test_workers_killed_at_random_lose_no_more_than_what_is_hit_twice() -> None:
    chance = random.Random(7)
    with Supervisor(2, LIMITS) as supervisor:
        for number in range(60):
            supervisor.submit(job("slow", 0.1, key=str(number)))
        found: dict[str, Receipt] = {}
        killed = 0
        while supervisor.is_busy:
            event = supervisor.next_event(10.0)
            if isinstance(event, Receipt):
                found[event.key] = event
            busy = [worker for worker in supervisor._workers if worker.ready]
            if busy and chance.random() < 0.03:
                os.kill(chance.choice(busy).process.pid, signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
                killed += 1
    assert len(found) == 60
    assert killed
    assert all(receipt.fault is None or receipt.tries == 2 for receipt in found.values())


def test_a_script_without_a_guard_is_not_run_again(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "print('run')\n"
        "import misbehaving\n"
        "from reviewer.workers.supervisor import Supervisor\n"
        "from reviewer.workers.terms import Job\n"
        "with Supervisor(1) as supervisor:\n"
        "    supervisor.submit(Job('1', misbehaving.double, (21,)))\n"
        "    print([event.value['number'] for event in supervisor.events() if hasattr(event, 'value')])\n"
    )
    run = subprocess.run([sys.executable, script], capture_output=True, text=True, cwd=HERE.parents[2], timeout=60,
                         env={**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE), str(HERE.parents[2])])}, check=True)  # fmt: skip
    assert run.stdout.split() == ["run", "[42]"]


PARENT = """
import time
import misbehaving
from reviewer.workers.supervisor import Supervisor
from reviewer.workers.terms import Job
supervisor = Supervisor(2)
supervisor.submit(Job("1", misbehaving.{name}, {arguments}))
for _ in range(30):
    supervisor.next_event(0.1)
print(*[worker.process.pid for worker in supervisor._workers], flush=True)
time.sleep(60)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="how Linux ends the children of a killed parent")
@pytest.mark.parametrize(("name", "arguments"), [("hang", ()), ("double", (1,))], ids=["busy", "idle"])
def test_nothing_outlives_a_killed_parent(name: str, arguments: tuple[int, ...]) -> None:
    code = PARENT.format(name=name, arguments=arguments)
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=HERE.parents[2]
    ) as parent:
        assert parent.stdout is not None
        workers = [int(pid) for pid in parent.stdout.readline().split()]
        running = [is_running(pid) for pid in workers]
        parent.kill()
    assert running == [True]
    until = time.monotonic() + 5
    while any(map(is_running, workers)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(is_running, workers))
