"""The worker's side: start, be limited, do one job after the other."""

from __future__ import annotations

import errno
import gc
import os
import sys
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from reviewer.workers.limits import die_with_parent, lead_a_group, leave_when_told, limit_memory, limit_output, mapped
from reviewer.workers.terms import Fault, Job, Limits

_NEARLY = 0.92
"""From this share of the memory limit on, a failure is put down to memory: libraries say all kinds of things there."""
_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
_WORN = 0.8
"""From this share on a worker is replaced once its job is done."""
_JOBS = 20
"""So many jobs are done before dead cycles are looked for. Python would not: jobs that hold its search back meanwhile
(base/collecting) leave what they made in the oldest generation, and that is only gone through when enough came the usual way."""


def serve(pipe: Connection, parent: int, setup: Job | None, limits: Limits, complaints: str) -> None:
    """Do jobs from `pipe` until it closes. `setup` is called first, its imports are not counted as a job's memory.

    Standard error goes to the file `complaints`, where the parent looks for what a library said before it aborted.
    """
    lead_a_group()
    leave_when_told()
    die_with_parent(parent)
    for (
        name
    ) in _ONE_THREAD:  # before anything imports numpy: workers share the cores, threads of one would only wait busily
        os.environ.setdefault(name, "1")
    _redirect(complaints)
    if setup is not None:
        setup.function(*setup.arguments)
    limit = limit_memory(limits.memory) if limits.memory else None
    if limits.output:
        limit_output(limits.output)
    with suppress(EOFError, OSError, KeyboardInterrupt):  # the parent has closed the pipe, or is gone
        pipe.send(("ready",))
        done = 0
        while not _is_worn(limit):
            _do(pipe, pipe.recv(), limit)
            done += 1
            if done % _JOBS == 0:
                gc.collect()
        pipe.send(("leaving",))


def _is_worn(limit: int | None) -> bool:
    """Whether this worker has grown so that the next job would have less room, or its failures be put down to memory."""
    peak = mapped("VmPeak")
    return limit is not None and peak is not None and peak >= _WORN * limit


def _redirect(complaints: str) -> None:
    """Standard error into a file, also that of C and Rust; nothing to read, and nothing said on standard output."""
    with suppress(OSError), open(complaints, "ab", buffering=0) as file:
        os.dup2(file.fileno(), 2)
    with suppress(OSError), open(os.devnull, "r+b", buffering=0) as nothing:
        os.dup2(nothing.fileno(), 0)
        os.dup2(nothing.fileno(), 1)
    sys.stderr = open(2, "w", encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115 - as long as the process


class Report:
    """What a job says while it is at work. Called with 0 to 1: so much is done. A pipe that is gone raises OSError."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._told = -1.0

    def __call__(self, share: float) -> None:
        """So much is done; steps below a hundredth are not passed on."""
        if share - self._told >= 0.01 or share < self._told:
            self._told = share
            self._pipe.send(("progress", share))

    def tell(self, value: Any) -> None:
        """Have the parent know a plain value before the job is done."""
        self._pipe.send(("told", value))


def _do(pipe: Connection, job: Job, limit: int | None) -> None:
    try:
        value = job.function(*job.arguments, Report(pipe))
    except (
        BaseException
    ) as error:  # whatever it is costs this job only, and goes back as text: not every exception pickles
        pipe.send(("fault", str(_fault_of(error, limit)), _told(error)))
        if isinstance(error, SystemExit | KeyboardInterrupt):
            raise EOFError from error
        return
    if value.get("problem") and _is_short_of_memory(limit):
        pipe.send(("fault", str(Fault.MEMORY), str(value["problem"])))
        return
    pipe.send(("done", value))


def _fault_of(error: BaseException, limit: int | None) -> Fault:
    if isinstance(error, MemoryError) or _is_short_of_memory(limit):
        return Fault.MEMORY
    if isinstance(error, OSError) and error.errno == 27:  # EFBIG
        return Fault.OUTPUT
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Fault.ROOM
    return Fault.RAISED


def _is_short_of_memory(limit: int | None) -> bool:
    peak = mapped("VmPeak")
    return limit is not None and peak is not None and peak >= _NEARLY * limit


def _told(error: BaseException) -> str:
    with suppress(Exception):
        return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return type(error).__name__
