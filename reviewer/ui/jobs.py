"""Work off the UI thread: a function runs on a worker, its progress, result or failure arrive on the UI thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QCoreApplication,
    QElapsedTimer,
    QEventLoop,
    QMetaObject,
    QObject,
    QRunnable,
    Qt,
    QThreadPool,
    QTimer,
    Signal,
)

Report = Callable[[float], None]
"""Told by the work how much of it is done (0 to 1); raises CancelledError once the job is cancelled."""


def start_when_free(timer: QTimer) -> None:
    """Start a timer when the work at hand is through: started now, it may be due by then, and both become one long block."""
    QMetaObject.invokeMethod(timer, "start", Qt.ConnectionType.QueuedConnection)


class CancelledError(Exception):
    """The job is not wanted any more."""


def _ignore(_told: Any) -> None:
    """Progress that nobody watches, and what is left of a job that is over."""


class Job(QRunnable):
    """One function at work. `cancel()` stops it at its next report; nothing of it is delivered afterwards."""

    def __init__(
        self,
        work: Callable[[Report], Any],
        done: Callable[[Any], None],
        failed: Callable[[BaseException], None],
        progress: Callable[[float], None],
        wire: _Wire,
    ) -> None:
        super().__init__()
        self.setAutoDelete(False)  # kept and dropped by Jobs: Qt would delete it under Python's feet
        self.done, self.failed, self.progress = done, failed, progress
        self.cancelled = False
        self._work, self._wire = work, wire
        self._told = -1.0

    def cancel(self) -> None:
        """Ask the work to stop."""
        self.cancelled = True

    def let_go(self) -> None:
        """Hold on to nothing any more: the binding keeps a job that was given to a pool for ever, and a source would stay with it."""
        self.done = self.failed = self.progress = self._work = _ignore

    def run(self) -> None:
        """On the worker thread."""
        result: Any = None
        failure: BaseException | None = None
        try:
            self._report(0.0)
            work, self._work = self._work, _ignore  # what the work holds goes with it
            result = work(self._report)
            del work
        except BaseException as error:  # whatever it is, the window must hear of it
            failure = error
        self._wire.ended.emit(self, result, failure)

    def _report(self, share: float) -> None:
        if self.cancelled:
            raise CancelledError
        if share - self._told >= 0.01 or share >= 1.0:
            self._told = share
            self._wire.progressed.emit(self, share)


class _Wire(QObject):
    """Carries the workers' words over to the thread in which it was made."""

    progressed = Signal(object, float)
    ended = Signal(object, object, object)
    """The job, its result and None; or the job, None and the exception."""


class Jobs(QObject):
    """All jobs of a window."""

    idle = Signal()
    """The last job has ended."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(2)
        self._wire = _Wire(self)
        self._wire.progressed.connect(self._progressed, Qt.ConnectionType.QueuedConnection)
        self._wire.ended.connect(self._ended, Qt.ConnectionType.QueuedConnection)
        self._jobs: set[Job] = set()

    @property
    def count(self) -> int:
        """How many jobs are waiting or at work."""
        return len(self._jobs)

    def start(
        self,
        work: Callable[[Report], Any],
        done: Callable[[Any], None],
        failed: Callable[[BaseException], None],
        progress: Callable[[float], None] = _ignore,
    ) -> Job:
        """Run `work(report)` on a worker; `done(result)`, `failed(error)` and `progress(share)` are called on this thread."""
        job = Job(work, done, failed, progress, self._wire)
        self._jobs.add(job)
        self._pool.start(job)
        return job

    def _progressed(self, job: Job, share: float) -> None:
        if not job.cancelled and job in self._jobs:
            job.progress(share)

    def _ended(self, job: Job, result: Any, error: BaseException | None) -> None:
        if job not in self._jobs:  # stopped
            job.let_go()
            return
        try:
            if isinstance(error, CancelledError) or job.cancelled:
                return
            if error is None:
                job.done(result)
            else:
                job.failed(error)
        finally:
            self._jobs.discard(job)
            job.let_go()
            if not self._jobs:
                self.idle.emit()

    def wait(self, timeout_ms: int) -> bool:
        """Run the event loop until no job is left; False where that would take longer than `timeout_ms`."""
        clock, loop = QElapsedTimer(), QEventLoop()
        clock.start()
        self.idle.connect(loop.quit)
        QCoreApplication.processEvents()
        while self._jobs and (left := timeout_ms - clock.elapsed()) > 0:
            QTimer.singleShot(int(left), loop, loop.quit)
            loop.exec()
            QCoreApplication.processEvents()  # what came meanwhile may have begun another
        self.idle.disconnect(loop.quit)
        return not self._jobs

    def stop(self) -> None:
        """Cancel every job and wait until the workers are through."""
        for job in self._jobs:
            job.cancel()
        self._pool.clear()
        self._pool.waitForDone()
        for job in self._jobs:
            job.let_go()
        self._jobs.clear()
