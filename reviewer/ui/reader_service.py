"""Sources are read in worker processes: one small pool for all windows, held by a thread of its own."""

from __future__ import annotations

import atexit
import itertools
import logging
import multiprocessing
import os
import pickle
import queue
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from reviewer.base import words
from reviewer.base.i18n import language
from reviewer.base.private import workplace_prefix
from reviewer.model.history import History
from reviewer.model.review import Review
from reviewer.model.source import Source
from reviewer.reading import jobs
from reviewer.reading.faults import sentence
from reviewer.sources.reader import PasswordNeededError, SourceError
from reviewer.sources.registry import bytes_of
from reviewer.workers.supervisor import Supervisor, WorkersError
from reviewer.workers.terms import MEGABYTE, Fault, Job, Limits, Progress, Receipt, Told

log = logging.getLogger(__name__)

IN_PROCESS = "REVIEWER_IN_PROCESS"
"""Set in the environment: sources are read by this process itself, for looking for faults, and for tests that put some in."""
_WORKERS = 2
_PATIENCE = 0.2
"""Seconds after which one who waits looks whether he is still wanted."""
_FAILED = "failed"


class ReaderService:
    """A supervisor with its thread. read() is called by the threads of jobs."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._numbers = itertools.count(1)
        self._waiting: dict[str, queue.Queue[Any]] = {}
        self._orders: queue.Queue[Callable[[Supervisor], None]] = queue.Queue()
        self._wake, self._woken = multiprocessing.Pipe()
        self._folder = tempfile.TemporaryDirectory(prefix=workplace_prefix("reading"), ignore_cleanup_errors=True)
        self._over = False
        self._thread = threading.Thread(target=self._hold, name="readers", daemon=True)
        self._thread.start()

    @property
    def is_over(self) -> bool:
        """Whether it cannot read any more: no worker could be started."""
        return self._over

    def read(
        self,
        path: Path,
        password: str | None,
        accuracy: float,
        report: Callable[[float], None],
        preview: Callable[[Source], None],
    ) -> tuple[Review, History]:
        """Read a source into a review with this target accuracy.

        `report` may raise to stop it; `preview` is told what can be shown before all is read. Raises SourceError with a sentence,
        PasswordNeededError, and WorkersError where no worker can be started.
        """
        key = str(next(self._numbers))
        handed = Path(self._folder.name, f"{key}.handed")
        events = self._waiting[key] = queue.Queue()
        surroundings = jobs.Surroundings(language(), words.in_use())
        job = Job(key, jobs.keep_for_window, (str(path), str(handed), password, accuracy, surroundings))
        self._order(lambda supervisor: supervisor.submit(job))
        try:
            return self._awaited(key, path, handed, events, report, preview)
        except BaseException:
            self._order(lambda supervisor: supervisor.stop(key))
            raise
        finally:
            self._waiting.pop(key, None)
            for left in Path(self._folder.name).glob(f"{key}.*"):
                with suppress(OSError):
                    left.unlink()

    def _awaited(
        self,
        key: str,
        path: Path,
        handed: Path,
        events: queue.Queue[Any],
        report: Callable[[float], None],
        preview: Callable[[Source], None],
    ) -> tuple[Review, History]:
        share = 0.0
        while True:
            try:
                event = events.get(timeout=_PATIENCE)
            except queue.Empty:
                event = None
            report(share)
            match event:
                case Progress():
                    share = event.share
                case Told():
                    shown = _preview(path, Path(event.value))
                    if shown is not None:
                        preview(shown)
                case Receipt():
                    return self._received(path, handed, event)
                case WorkersError():
                    raise event

    def _received(self, path: Path, handed: Path, receipt: Receipt) -> tuple[Review, History]:
        from reviewer.reading.handing import take_over

        if receipt.fault is not None:
            if receipt.fault is Fault.RAISED:
                log.error("reading %s failed: %s", path, receipt.text)
            raise SourceError(sentence(path.name, receipt, self._limits))
        if receipt.value["problem"]:
            raise (PasswordNeededError if receipt.value["locked"] else SourceError)(receipt.value["problem"])
        return take_over(handed)

    # -- the thread that holds the workers --------------------------------------------------------------------------

    def _order(self, order: Callable[[Supervisor], None]) -> None:
        self._orders.put(order)
        with suppress(OSError):
            self._wake.send_bytes(b".")

    def close(self) -> None:
        """End the workers."""
        self._over = True
        self._order(lambda _supervisor: None)
        self._thread.join(10)
        self._folder.cleanup()

    def _hold(self) -> None:
        try:
            with Supervisor(_WORKERS, self._limits, Job("", jobs.start)) as supervisor:
                supervisor.warm()
                while not self._over:
                    self._turn(supervisor)
        except WorkersError as error:
            self._over = True
            for waiting in list(self._waiting.values()):
                waiting.put(error)

    def _turn(self, supervisor: Supervisor) -> None:
        event = supervisor.next_event(3600.0, also=(self._woken,))
        if event is not None and (waiting := self._waiting.get(event.key)) is not None:
            waiting.put(event)
        while self._woken.poll():
            self._woken.recv_bytes()
        while not self._orders.empty():
            self._orders.get()(supervisor)


def _preview(path: Path, file: Path) -> Source | None:
    """What a worker has put down to be shown; None where it cannot be had. The file is one of our own, in a folder of our own."""
    try:
        source: Source = pickle.loads(file.read_bytes())
        return source if source.data else replace(source, data=bytes_of(path))
    except (OSError, pickle.UnpicklingError, EOFError, SourceError):
        return None


_service: ReaderService | None = None
_guard = threading.Lock()


def _in_force(memory: int) -> ReaderService:
    """The service of this process, made when it is wanted first."""
    global _service
    with _guard:
        if _service is None or _service.is_over:
            _service = ReaderService(Limits(memory=memory * MEGABYTE))
            atexit.register(_service.close)
        return _service


def make_ready(memory: int) -> None:
    """Start the first worker before there is anything to read."""
    if not os.environ.get(IN_PROCESS):
        _in_force(memory)


def read_elsewhere(
    path: Path,
    password: str | None,
    accuracy: float,
    memory: int,
    report: Callable[[float], None],
    preview: Callable[[Source], None],
) -> tuple[Review, History] | None:
    """Read a source in a worker that may take so many megabytes; None where it is to be read by this process.

    `report` may raise to stop it. Raises SourceError with a sentence, also where the worker broke down over it.
    """
    if os.environ.get(IN_PROCESS):
        return None
    try:
        return _in_force(memory).read(path, password, accuracy, report, preview)
    except WorkersError as error:  # reading unguarded is better than not at all
        log.warning("no worker can be started: %s", error)
        return None


def read_anywhere(path: Path, accuracy: float, memory: int, report: Callable[[float], None]) -> tuple[Review, History]:
    """Read a source, in a worker where that can be had. Raises SourceError."""
    found = read_elsewhere(path, None, accuracy, memory, report, lambda _source: None)
    if found is not None:
        return found
    from reviewer.extract.pipeline import extract
    from reviewer.sources.registry import open_source

    review = extract(open_source(path), report, checked=False)
    review.target_accuracy = accuracy
    return review, History(review)
