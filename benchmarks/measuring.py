"""What several benchmarks and trials measure with; nothing of the program is imported here."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from pathlib import Path


def seconds(work: Callable[[], object], rounds: int = 3) -> float:
    """The least processor time that one of several calls took: what the machine's other work disturbed least."""
    times = []
    for _ in range(rounds):
        gc.collect()
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def children(process: int) -> list[int]:
    """The workers of a batch: a process's living children, but for multiprocessing's own. Linux only: looks into /proc."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                command = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if int(fields[1]) == process and fields[0] != "Z" and b"resource_tracker" not in command:
                found.append(int(entry.name))
    return found
