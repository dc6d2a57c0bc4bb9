"""Jobs that do to a worker what bad files do to a reader. Each is harmless: it harms its own process only."""

from __future__ import annotations

import errno
import gc
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from reviewer.base.collecting import without_collecting


def double(number: int, report: Any) -> dict[str, Any]:
    report(0.5)
    return {"number": 2 * number, "process": os.getpid()}


def slow(seconds: float, report: Any) -> dict[str, Any]:
    for step in range(20):
        report(step / 20)
        time.sleep(seconds / 20)
    return {}


def spin(seconds: float, _report: Any) -> dict[str, Any]:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass
    return {}


def hang(_report: Any) -> dict[str, Any]:
    while True:
        time.sleep(0.05)


def abort(_report: Any) -> dict[str, Any]:
    os.abort()


def leave(_report: Any) -> dict[str, Any]:
    os._exit(0)


def abort_once(mark: str, _report: Any) -> dict[str, Any]:
    if not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
        time.sleep(5)
    return {"second": True}


def eat(megabytes: int, _report: Any) -> dict[str, Any]:
    held = [bytearray(1 << 20) for _ in range(megabytes)]
    return {"held": len(held)}


def abort_for_memory(_report: Any) -> dict[str, Any]:
    os.write(2, b"memory allocation of 4294967296 bytes failed\n")
    os.abort()


def swallow(_report: Any) -> dict[str, Any]:
    """A library that says something else when memory is short."""
    try:
        [bytearray(1 << 20) for _ in range(100_000)]
    except MemoryError:
        return {"problem": "unknown error (<string>, line 0)"}
    return {}


class _OddError(Exception):
    def __init__(self, one: str, other: str) -> None:
        super().__init__(one + other)


def find_no_room(_report: Any) -> dict[str, Any]:
    raise OSError(errno.ENOSPC, "no space left on device")


def raise_oddly(_report: Any) -> dict[str, Any]:
    raise _OddError("an exception that ", "does not unpickle")


def write(path: str, size: int, _report: Any) -> dict[str, Any]:
    with open(path, "wb") as file:
        for _ in range(size >> 16):
            file.write(bytes(1 << 16))
    return {}


def start_a_program(mark: str, _report: Any) -> dict[str, Any]:
    code = f"import os,time; open({mark!r},'w').write(str(os.getpid())); time.sleep(120)"
    subprocess.run([sys.executable, "-c", code], check=False)
    return {}


class Litter:
    """Refers to itself, so that only the search for dead cycles frees it."""

    def __init__(self) -> None:
        self.itself = self


def litter(_report: Any) -> dict[str, Any]:
    """Leaves dead cycles behind that it made while the search for them was held back, as readers do."""
    with without_collecting():
        made = [Litter() for _ in range(50)]
    return {"made": len(made), "left": sum(isinstance(item, Litter) for item in gc.get_objects())}


def setup_that_fails() -> None:
    raise SystemExit("no such part")


def raise_two_lines(_report: Any) -> dict[str, Any]:
    raise RuntimeError("two\nlines")


def _behave(*arguments: Any) -> Any:
    from reviewer.reading.jobs import keep_for_window, write_outputs

    return (write_outputs if len(arguments) == 4 else keep_for_window)(*arguments)


class ForOne:
    """A job that misbehaves for one source and does what it should for the others."""

    def __init__(self, bad: Path, misbehave: Any) -> None:
        self.bad, self.misbehave = str(bad), misbehave

    def __call__(self, path: str, *rest: Any) -> Any:
        return self.misbehave(rest[-1]) if path == self.bad else _behave(path, *rest)


class KilledAtTimes:
    """A job whose process is killed after every fourth source is half done; each source only once."""

    def __init__(self, mark: Path) -> None:
        self.mark = str(mark)

    def __call__(self, path: str, *rest: Any) -> Any:
        once = Path(f"{self.mark}.{Path(path).stem}")
        if int(Path(path).stem.lstrip("m")) % 4 == 0 and not once.exists():
            once.touch()
            with open(self.mark, "a") as file:
                file.write("x")
            os.kill(os.getpid(), signal.SIGKILL)
        return _behave(path, *rest)


class KillOnce:
    """A job that kills another process, once, while it reads one source; then it does what it should."""

    def __init__(self, when: Path, process: int, mark: Path) -> None:
        self.when, self.process, self.mark = str(when), process, str(mark)

    def __call__(self, path: str, *rest: Any) -> Any:
        if path == self.when and not Path(self.mark).exists():
            Path(self.mark).touch()
            os.kill(self.process, getattr(signal, "SIGKILL", signal.SIGTERM))
        return _behave(path, *rest)


def killed_starts(mark: str, times: int) -> None:
    """A setup whose process is killed from outside the first times that it runs."""
    file = Path(mark)
    count = int(file.read_text()) if file.exists() else 0
    if count < times:
        file.write_text(str(count + 1))
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
        time.sleep(5)
