"""The parent's side: a few workers, each on a pipe of its own, and one loop that waits for all of them.

No queue, lock or thread is shared with a worker, so that none can be left in a state that holds up the others (docs/adr/0006).
"""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from reviewer.workers import child
from reviewer.workers.limits import Leash, activity
from reviewer.workers.terms import Event, Fault, Job, Limits, Progress, Receipt, Told

MOST_TRIES = 2
"""A job whose worker dies is given to one more worker: the signal may have meant the worker and not the job."""
_START_FAILURES = 3
_KILLED = 0.1
"""So much of a failure is a start that was killed from outside: that says nothing about the next one."""
_PATIENCE = 20
"""A job that other programs keep from the processor may be silent for so many times the limit in all."""
_SHORT = re.compile(r"memory allocation of \d+ bytes failed|bad_alloc|out of memory|cannot allocate memory", re.I)


class WorkersError(Exception):
    """No worker can be started; the text says what the last one said."""


@dataclass(eq=False)
class _Worker:
    process: Any
    pipe: Connection
    leash: Leash
    complaints: Path
    started: float = field(default_factory=time.monotonic)
    ready: bool = False
    job: Job | None = None
    given: float = 0.0
    heard: float = 0.0
    had: float = 0.0
    """The processor seconds that it had had when it last spoke."""

    def has_spoken(self) -> None:
        """Its silence begins now."""
        found = activity(self.process.pid)
        self.heard, self.had = time.monotonic(), found[1] if found else 0.0


class Supervisor:
    """Gives jobs to workers and hands out what becomes of them. To be used by one thread, and made by one that stays:
    on Linux a worker ends with the thread that started it.
    """

    def __init__(self, workers: int, limits: Limits | None = None, setup: Job | None = None) -> None:
        """`workers` processes are started as they are needed and kept; `setup` is called once in each (its arguments pickle)."""
        self.limits = limits or Limits()
        self._most = max(1, workers)
        self._setup = setup
        self._context = multiprocessing.get_context(
            "spawn"
        )  # the same on every system, and no lock held by a thread is copied
        self._folder = tempfile.TemporaryDirectory(
            prefix=f"reviewer-workers-p{os.getpid()}-", ignore_cleanup_errors=True
        )
        self._workers: list[_Worker] = []
        self._waiting: deque[Job] = deque()
        self._tries: dict[str, int] = {}
        self._events: deque[Event] = deque()
        self._count, self._failed_starts = 0, 0.0

    def __enter__(self) -> Supervisor:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def is_busy(self) -> bool:
        """Whether a job is waiting or at work, or an event still to be taken."""
        return bool(self._waiting or self._events or any(worker.job for worker in self._workers))

    def submit(self, job: Job) -> None:
        """Have a job done after those that wait already."""
        self._waiting.append(job)

    def stop(self, key: str) -> None:
        """Do not go on with a job: its receipt says STOPPED. A worker that is at it is killed at once."""
        for job in [job for job in self._waiting if job.key == key]:
            self._waiting.remove(job)
            self._end(job, Fault.STOPPED)
        for worker in [worker for worker in self._workers if worker.job and worker.job.key == key]:
            self._drop(worker, Fault.STOPPED)

    def warm(self) -> None:
        """Start a worker before there is a job for it."""
        if not self._workers:
            self._start()

    def renew(self) -> None:
        """Have new workers from now on, held to the limits in force now. Those at work end their job first."""
        for worker in [worker for worker in self._workers if worker.job is None]:
            self._remove(worker)

    def events(self) -> Iterator[Event]:
        """Everything that happens until no job is left."""
        while self.is_busy:
            event = self.next_event(60.0)
            if event is not None:
                yield event

    def next_event(self, timeout: float, also: tuple[Any, ...] = ()) -> Event | None:
        """The next thing that happens; None after `timeout` seconds, where nothing is to be done, or where one of `also`
        (what multiprocessing.connection.wait takes) can be read. Raises WorkersError where no worker starts.
        """
        until = time.monotonic() + timeout
        while True:
            self._give()
            self._look_at_clocks()
            if self._events:
                return self._events.popleft()
            left = min(until, self._next_deadline()) - time.monotonic()
            things = [thing for w in self._workers for thing in (w.pipe, w.process.sentinel)]
            ready = wait([*things, *also], max(0.0, left)) if things or also else []
            for worker in list(self._workers):
                if worker.pipe in ready or worker.process.sentinel in ready:
                    self._hear(worker)
            if any(thing in ready for thing in also) or (not self._events and time.monotonic() >= until):
                return self._events.popleft() if self._events else None
            if not things and not also:
                return None

    def close(self) -> None:
        """End every worker and forget every job."""
        self._waiting.clear()
        for worker in list(self._workers):
            worker.job = None
            self._remove(worker)
        self._events.clear()
        self._folder.cleanup()

    # -- giving ---------------------------------------------------------------------------------------------------

    def _give(self) -> None:
        idle = [worker for worker in self._workers if worker.ready and worker.job is None]
        while self._waiting and idle:
            worker, job = idle.pop(), self._waiting.popleft()
            try:
                worker.pipe.send(job)
            except (OSError, ValueError):  # it has died in between: the job has not begun
                self._waiting.appendleft(job)
                self._remove(worker)
                continue
            worker.job = job
            worker.given = time.monotonic()
            worker.has_spoken()
            self._tries[job.key] = self._tries.get(job.key, 0) + 1
        starting = sum(not worker.ready for worker in self._workers)
        for _ in range(min(self._most - len(self._workers), len(self._waiting) - starting)):
            self._start()

    def _start(self) -> None:
        ours, theirs = self._context.Pipe()
        self._count += 1
        complaints = Path(self._folder.name, f"{self._count}.txt")
        arguments = (theirs, os.getpid(), self._setup, self.limits, str(complaints))
        process = self._context.Process(target=child.serve, args=arguments, daemon=True)
        with _main_unnamed():
            process.start()
        theirs.close()
        self._workers.append(_Worker(process, ours, Leash(process, self.limits.memory), complaints))

    # -- hearing --------------------------------------------------------------------------------------------------

    def _hear(self, worker: _Worker) -> None:
        """Take everything that a worker has said; where it is gone, see to its job."""
        try:
            while worker in self._workers and worker.pipe.poll():
                self._take(worker, worker.pipe.recv())
        except (EOFError, OSError):
            self._gone(worker)
            return
        except Exception as error:  # a message cut off by a signal need not unpickle
            self._drop(worker, Fault.DIED, repr(error))
            return
        if worker in self._workers and not worker.process.is_alive() and not worker.pipe.poll():
            self._gone(worker)

    def _take(self, worker: _Worker, message: tuple[Any, ...]) -> None:
        worker.has_spoken()
        job = worker.job
        match message:
            case ("ready",):
                worker.ready, self._failed_starts = True, 0.0
            case ("leaving",):
                self._remove(worker)
            case ("progress", share) if job is not None:
                self._events.append(Progress(job.key, share))
            case ("told", value) if job is not None:
                self._events.append(Told(job.key, value))
            case ("done", value) if job is not None:
                worker.job = None
                self._events.append(Receipt(job.key, value, tries=self._tries.pop(job.key, 1)))
            case ("fault", fault, text) if job is not None:
                worker.job = None
                self._end(job, Fault(fault), text)
                if fault == Fault.MEMORY:
                    self._remove(worker)

    def _gone(self, worker: _Worker) -> None:
        """A worker has ended by itself."""
        worker.process.join(5)
        said, code = _tail(worker.complaints), worker.process.exitcode
        job, worker.job = worker.job, None
        self._remove(worker)
        if not worker.ready:
            self._failed_starts += _KILLED if code == -getattr(signal, "SIGKILL", 9) else 1.0
            if self._failed_starts >= _START_FAILURES:
                raise WorkersError(said or f"exit status {code}")
        if job is None:
            return
        if _SHORT.search(said):
            self._end(job, Fault.MEMORY, said)
        elif self._tries[job.key] < MOST_TRIES:
            self._waiting.append(job)  # last in the line: what kills every worker is alone by then
        else:
            self._end(job, Fault.DIED, said or f"exit status {code}")

    def _drop(self, worker: _Worker, fault: Fault, text: str = "") -> None:
        job, worker.job = worker.job, None
        self._remove(worker)
        if job is not None:
            self._end(job, fault, text)

    def _remove(self, worker: _Worker) -> None:
        if worker in self._workers:
            self._workers.remove(worker)
        worker.leash.kill()
        with suppress(OSError):
            worker.pipe.close()
        worker.leash.let_go()
        with suppress(OSError):
            worker.complaints.unlink(missing_ok=True)

    def _end(self, job: Job, fault: Fault, text: str = "") -> None:
        self._events.append(Receipt(job.key, {}, fault, text, self._tries.pop(job.key, 0)))

    # -- time -----------------------------------------------------------------------------------------------------

    def _deadline(self, worker: _Worker) -> tuple[float, Fault]:
        """Until when a worker may go on as it does, and what it has done wrong then."""
        if not worker.ready:
            return worker.started + self.limits.start, Fault.DIED
        ends = [(float("inf"), Fault.TIME)]
        if worker.job is not None and self.limits.silence is not None:
            ends.append((worker.heard + self.limits.silence, Fault.SILENT))
        if worker.job is not None and self.limits.time is not None:
            ends.append((worker.given + self.limits.time, Fault.TIME))
        return min(ends)

    def _next_deadline(self) -> float:
        return min((self._deadline(worker)[0] for worker in self._workers), default=float("inf"))

    def _look_at_clocks(self) -> None:
        now = time.monotonic()
        for worker in list(self._workers):
            until, fault = self._deadline(worker)
            if now < until:
                continue
            if worker.pipe.poll():  # it has spoken while nobody listened
                self._hear(worker)
                continue
            if fault is Fault.SILENT and self._is_starved(worker):
                continue
            if not worker.ready:
                self._failed_starts += 1
                if self._failed_starts >= _START_FAILURES:
                    self._remove(worker)
                    raise WorkersError(_tail(worker.complaints) or "no worker was ready in time")
            self._drop(worker, fault)

    def _is_starved(self, worker: _Worker) -> bool:
        """Whether a worker has said nothing because other programs left it no processor; it gets more time then.

        Silence is meant in time at work: a worker that has had as much and said nothing, or waits for something, hangs.
        """
        found, limit = activity(worker.process.pid), self.limits.silence or 0.0
        now = time.monotonic()
        if found is None or now - worker.given > _PATIENCE * limit:
            return False
        works, seconds = found
        if not works or seconds - worker.had >= 0.8 * limit:
            return False
        worker.heard = now - 0.9 * limit  # looked at again soon
        return True


@contextmanager
def _main_unnamed() -> Iterator[None]:
    """Keep a new process from running the script that started this one: it need not have a guard around what it does.

    multiprocessing imports the main module again by its file or name, for functions that are defined there; ours never are.
    """
    main = sys.modules["__main__"]
    names = {name: getattr(main, name, None) for name in ("__file__", "__spec__")}
    try:
        for name in names:
            setattr(main, name, None)
        yield
    finally:
        for name, value in names.items():
            setattr(main, name, value)


def _tail(file: Path) -> str:
    """The end of what a worker has said on standard error."""
    try:
        return file.read_bytes()[-2000:].decode("utf-8", "replace").strip()
    except OSError:
        return ""
