"""Workbooks that are written in the background: how far they are, and stopping them."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from time import sleep
from typing import Any

from reviewer.base.collecting import without_collecting
from reviewer.base.i18n import tr, trn
from reviewer.ui.desk import Desk
from reviewer.ui.export_bar import ExportBar
from reviewer.ui.jobs import Jobs, Report

BREATH = 0.001
"""For so many seconds the writing rests after each report (every 100 rows): on a busy machine the window waits the half then."""


class StoppedError(Exception):
    """The user does not want the workbook any more."""


class Writing:
    """Writes workbooks one behind the other or together, with one bar for all of them."""

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        self._desk, self._jobs = desk, jobs
        self._shares: dict[object, float] = {}
        self._names: dict[object, str] = {}
        self._stop = Event()
        self.bar = ExportBar()
        self.bar.stop_wanted.connect(self.stop)

    @property
    def is_busy(self) -> bool:
        """Whether a workbook is being written."""
        return bool(self._names)

    def start(
        self,
        name: str,
        work: Callable[[Report], Any],
        done: Callable[[Any], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        """Run `work(report)` in the background for the workbook called `name`.

        Once the user stops it, `report` raises; then nothing was written, and that is said instead of `failed(error)`.
        """
        if not self._names:
            self._stop, self._shares = Event(), {}
        stop, one = self._stop, object()
        self._names[one], self._shares[one] = name, 0.0

        def told(report: Report, share: float) -> None:
            if stop.is_set():
                raise StoppedError
            report(share)
            sleep(BREATH)

        def stoppable(report: Report) -> Any:
            with without_collecting():
                told(report, 0.0)
                return work(lambda share: told(report, share))

        def over(result: Any) -> None:
            self._over(one)
            done(result)

        def gone_wrong(error: BaseException) -> None:
            self._over(one)
            if isinstance(error, StoppedError):
                self._desk.said.emit(tr("{file} was not written: the export was stopped.", file=name))
            else:
                failed(error)

        self._show()
        self._jobs.start(stoppable, over, gone_wrong, lambda share: self._through(one, share))

    def stop(self) -> None:
        """Stop everything that is being written; what is whole by then stays."""
        if self._names:
            self._stop.set()
            self.bar.show_stopping(tr("Stopping the export…"))

    def _through(self, one: object, share: float) -> None:
        self._shares[one] = share
        if not self._stop.is_set():
            self._show()

    def _over(self, one: object) -> None:
        del self._names[one]
        self._shares[one] = 1.0
        if not self._names:
            self.bar.hide()
        elif not self._stop.is_set():
            self._show()

    def _show(self) -> None:
        names = list(self._names.values())
        share = sum(self._shares.values()) / len(self._shares)
        text = tr("Exporting to {file}…", file=names[0]) if len(self._shares) == 1 else trn(
            "Exporting: {count} workbook still to write", "Exporting: {count} workbooks still to write", len(names)
        )  # fmt: skip
        self.bar.show_progress(text, share)
