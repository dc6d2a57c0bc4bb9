"""Limits that the system holds a worker to, and that no worker outlives its parent."""

from __future__ import annotations

import ctypes
import os
import re
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

_SET_DEATH_SIGNAL = 1  # prctl(2), PR_SET_PDEATHSIG


def die_with_parent(parent: int) -> None:
    """End this process when the thread that started it is gone (Linux). `parent` is the process that should be there.

    On Windows the job object of `Leash` does it; elsewhere a worker ends when it next reads from its pipe.
    """
    if sys.platform.startswith("linux"):
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None, use_errno=True).prctl(_SET_DEATH_SIGNAL, signal.SIGKILL)
        if os.getppid() != parent:  # it went while we were starting
            os._exit(1)


def lead_a_group() -> None:
    """Be the head of a process group (POSIX): programs started here end with the worker, and Ctrl+C reaches the parent alone."""
    if hasattr(os, "setsid"):
        with suppress(OSError):
            os.setsid()


def limit_memory(more: int) -> int | None:
    """Let this process map `more` bytes beyond what it has now; the limit in bytes, None where the system has none to set.

    To be called after imports: a library that is loaded at the limit fails in ways that nobody understands.
    """
    if sys.platform == "win32":
        return None  # the job object has it
    import resource

    now = mapped("VmSize")
    if now is None:
        return None
    soft = now + more
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (soft, resource.getrlimit(resource.RLIMIT_AS)[1]))
        return soft
    return None


def limit_output(largest: int) -> None:
    """Let this process write no file larger than `largest` bytes (POSIX); writing more is an OSError EFBIG, not a signal."""
    if sys.platform == "win32":
        return
    import resource

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))


def mapped(name: str) -> int | None:
    """A size in bytes that Linux tells of this process ("VmSize", "VmPeak", "VmRSS"); None where it tells none."""
    try:
        found = re.search(rf"^{name}:\s+(\d+) kB", Path("/proc/self/status").read_text("ascii", "replace"), re.M)
    except OSError:
        return None
    return int(found[1]) * 1024 if found else None


def activity(process: int) -> tuple[bool, float] | None:
    """Whether the main thread of a process works or waits for a processor or a disk, and the processor seconds that the process has had.

    None where the system does not tell (it is Linux that does).
    """
    try:
        fields = Path(f"/proc/{process}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
        return fields[0] in "RD", (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, IndexError, ValueError):
        return None


def leave_when_told() -> None:
    """On SIGTERM leave as on a fault: what is half written is taken away on the way out."""

    def leave(_number: int, _frame: object) -> None:
        raise SystemExit(1)

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the parent's


_MOMENT = 0.5
"""Seconds."""


class Leash:
    """What the parent holds a worker by: kills it with all that it has started. On Windows a job object, which also
    limits its memory and ends it when the parent is gone.
    """

    def __init__(self, process: Any, memory: int | None) -> None:
        """`process` is a started multiprocessing process; `memory` in bytes, on Windows for the whole process."""
        self._process = process
        self._job = _windows_job(process, memory) if sys.platform == "win32" else None

    def kill(self) -> None:
        """End the worker and its group, and wait until it is gone. It has a moment to take its half-written files away."""
        with suppress(OSError, AttributeError, ValueError):
            if sys.platform != "win32" and self._process.is_alive():
                self._process.terminate()
                self._process.join(_MOMENT)
        if self._job is not None:
            ctypes.windll.kernel32.TerminateJobObject(self._job, 1)  # type: ignore[attr-defined,unused-ignore]
        elif hasattr(os, "killpg") and self._process.pid is not None:
            with suppress(OSError):  # it may not lead a group yet, or be gone
                os.killpg(self._process.pid, signal.SIGKILL)
        with suppress(OSError, AttributeError):
            self._process.kill()
        self._process.join(10)

    def let_go(self) -> None:
        """Give back what the system keeps of a worker that has ended."""
        if self._job is not None:
            ctypes.windll.kernel32.CloseHandle(self._job)  # type: ignore[attr-defined,unused-ignore]
            self._job = None
        with suppress(ValueError):
            self._process.close()


_KILL_ON_CLOSE, _PROCESS_MEMORY, _EXTENDED = 0x2000, 0x100, 9


def _windows_job(process: Any, memory: int | None) -> Any:
    """A job object around a process: all that it starts ends with it, and it ends with the last handle, ours."""

    class Basic(ctypes.Structure):
        _fields_ = (
            ("per_process_time", ctypes.c_int64), ("per_job_time", ctypes.c_int64), ("flags", ctypes.c_uint32),
            ("least", ctypes.c_size_t), ("most", ctypes.c_size_t), ("active", ctypes.c_uint32),
            ("affinity", ctypes.c_size_t), ("priority", ctypes.c_uint32), ("scheduling", ctypes.c_uint32),
        )  # fmt: skip

    class Extended(ctypes.Structure):
        _fields_ = (
            ("basic", Basic), ("counters", ctypes.c_uint64 * 6), ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t), ("peak_process", ctypes.c_size_t), ("peak_job", ctypes.c_size_t),
        )  # fmt: skip

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    kernel.CreateJobObjectW.restype = ctypes.c_void_p
    job = ctypes.c_void_p(kernel.CreateJobObjectW(None, None))
    limits = Extended()
    limits.basic.flags = _KILL_ON_CLOSE | (_PROCESS_MEMORY if memory else 0)
    limits.process_memory = memory or 0
    kernel.SetInformationJobObject(job, _EXTENDED, ctypes.byref(limits), ctypes.sizeof(limits))
    kernel.AssignProcessToJobObject(job, ctypes.c_void_p(process.sentinel))
    return job
