"""One mutation tried: its tests run in a process that is split off from this one, which has loaded pytest and the libraries once.

Starting Python and loading what the tests need takes longer than most tests. Linux and macOS only, as fork() is.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import signal
import sys
import time
import traceback
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

SECONDS = 60
"""Seconds of the processor that a mutation's tests may take; one that makes them go on for ever is noticed. Not of the clock: on a
busy machine every mutation would look noticed."""
_LONGEST = 1200.0
"""Seconds of the clock after which even a process that only waits is given up."""
_LIBRARIES = ("pytest", "hypothesis", "numpy", "rapidfuzz.fuzz", "rapidfuzz.process", "PySide6.QtWidgets", "lxml.etree",
              "python_calamine", "pypdfium2")  # fmt: skip
_QUIET = ("-W", "ignore::pytest.PytestAssertRewriteWarning")
_OURS = ("reviewer", "tests", "conftest", "benchmarks")


@cache
def _load() -> None:
    for name in _LIBRARIES:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)


def passes(tree: Path, tests: Sequence[str], environment: Mapping[str, str]) -> bool:
    """Whether these tests of a checkout pass; False where they fail, break off, or take too long."""
    _load()
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        _run(tree, tests, environment)
    return _ended(child) == 0


def _run(tree: Path, tests: Sequence[str], environment: Mapping[str, str]) -> None:
    """In the process split off: run the tests and end."""
    status = 99
    try:
        os.setsid()
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
        silence = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(silence, stream)
        os.environ.clear()
        os.environ.update(environment)
        os.chdir(tree)
        for name in [name for name in sys.modules if name.split(".")[0] in _OURS]:
            del sys.modules[name]
        sys.path[:] = [str(tree), *(place for place in sys.path if place not in ("", str(tree)))]
        importlib.invalidate_caches()
        import pytest

        status = int(pytest.main(["-x", "-q", "--no-header", "-p", "no:cacheprovider", *_QUIET, *tests]))
    except BaseException:  # nothing of the parent may run on in this process
        traceback.print_exc()
    finally:
        os._exit(status)


def _ended(child: int) -> int:
    """How a process ended: its status, or below 0 where a signal ended it."""
    until = time.monotonic() + _LONGEST
    while time.monotonic() < until:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.05)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return -signal.SIGKILL
