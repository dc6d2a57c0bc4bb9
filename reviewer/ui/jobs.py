"""Work off the UI thread: a function runs on a worker, its progress, result or failure arrive on the UI thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QCoreApplication,
    QElapsedTimer,
    QEventLoop,
    QObject,
    QRunnable,
    Qt,
    QThreadPool,
    QTimer,
    Signal,
)


class CancelledError(Exception):
    """The job is not wanted any more."""


def _ignore(_news: Any) -> None:
    """Progress that nobody watches."""


class Report:
    """How work speaks to the window while it goes on."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._told = -1.0

    def __call__(self, share: float) -> None:
        """So much of the work is done (0 to 1); raises CancelledError once the job is cancelled."""
        self._go_on()
        if share - self._told >= 0.01 or share >= 1.0:
            self._told = share
            self._job.wire.progressed.emit(self._job, share)

    def show(self, part: Any) -> None:
        """A part of the result that can be shown already; raises CancelledError once the job is cancelled."""
        self._go_on()
        self._job.wire.shown.emit(self._job, part)

    def _go_on(self) -> None:
        if self._job.cancelled:
            raise CancelledError


class Job(QRunnable):
    """One function at work. `cancel()` stops it at its next report; nothing of it is delivered afterwards."""

    def __init__(
        self,
        work: Callable[[Report], Any],
        done: Callable[[Any], None],
        failed: Callable[[BaseException], None],
        progress: Callable[[float], None],
        shown: Callable[[Any], None],
        wire: _Wire,
    ) -> None:
        super().__init__()
        self.setAutoDelete(False)  # kept and dropped by Jobs: Qt would delete it under Python's feet
        self.done, self.failed, self.progress, self.shown = done, failed, progress, shown
        self.cancelled = False
        self._work, self.wire = work, wire

    def cancel(self) -> None:
        """Ask the work to stop."""
        self.cancelled = True

    def run(self) -> None:
        """On the worker thread."""
        result: Any = None
        failure: BaseException | None = None
        try:
            report = Report(self)
            report(0.0)
            result = self._work(report)
        except BaseException as error:  # whatever it is, the window must hear of it
            failure = error
        self.wire.ended.emit(self, result, failure)


class _Wire(QObject):
    """Carries the workers' words over to the thread in which it was made."""

    progressed = Signal(object, float)
    shown = Signal(object, object)
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
        self._wire.shown.connect(self._shown, Qt.ConnectionType.QueuedConnection)
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
        shown: Callable[[Any], None] = _ignore,
    ) -> Job:
        """Run `work(report)` on a worker; `done`, `failed`, `progress` and `shown` are called on this thread.

        They get the result, the exception, the share that is done, and what the work gave to `report.show`.
        """
        job = Job(work, done, failed, progress, shown, self._wire)
        self._jobs.add(job)
        self._pool.start(job)
        return job

    def _progressed(self, job: Job, share: float) -> None:
        if not job.cancelled and job in self._jobs:
            job.progress(share)

    def _shown(self, job: Job, part: Any) -> None:
        if not job.cancelled and job in self._jobs:
            job.shown(part)

    def _ended(self, job: Job, result: Any, error: BaseException | None) -> None:
        if job not in self._jobs:  # stopped
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
            if not self._jobs:
                self.idle.emit()

    def wait(self, timeout_ms: int) -> bool:
        """Run the event loop until no job is left; False where that would take longer than `timeout_ms`."""
        clock, loop = QElapsedTimer(), QEventLoop()
        clock.start()
        self.idle.connect(loop.quit)
        while self._jobs and (left := timeout_ms - clock.elapsed()) > 0:
            QTimer.singleShot(int(left), loop, loop.quit)
            loop.exec()
        self.idle.disconnect(loop.quit)
        QCoreApplication.processEvents()
        return not self._jobs

    def stop(self) -> None:
        """Cancel every job and wait until the workers are through."""
        for job in self._jobs:
            job.cancel()
        self._pool.clear()
        self._pool.waitForDone()
        self._jobs.clear()
