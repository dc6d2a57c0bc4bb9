"""What a supervisor and its workers say to each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

MEGABYTE = 1 << 20


class Fault(StrEnum):
    """Why a job has no result."""

    RAISED = "raised"
    """The function raised; `Receipt.text` is the exception's."""
    MEMORY = "memory"
    """It wanted more memory than `Limits.memory` allows."""
    SILENT = "silent"
    """It said nothing of progress for `Limits.silence` seconds."""
    TIME = "time"
    """It took longer than `Limits.time` seconds in all."""
    OUTPUT = "output"
    """It wrote a file larger than `Limits.output`."""
    ROOM = "room"
    """The disk for temporary files is full."""
    DIED = "died"
    """Its process ended by itself: an abort in a library, or a signal from outside."""
    STOPPED = "stopped"
    """Somebody did not want it any more."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one job may take; None for no limit.

    `memory` in bytes beyond what the worker needs idle; `silence` in seconds without a word of progress; `time` in seconds in
    all; `output` in bytes, the largest file that may be written (on POSIX systems); `start` in seconds until a new worker is ready.
    """

    memory: int | None = 1024 * MEGABYTE
    silence: float | None = 120.0
    time: float | None = None
    output: int | None = 2048 * MEGABYTE
    start: float = 60.0


@dataclass(frozen=True, slots=True)
class Job:
    """A function of a module to call in a worker, with arguments that pickle.

    It is given one argument more, a child.Report, to be called with 0 to 1 as the work goes on, and returns a small dict of
    plain values (what is large it writes to a file). `key` names the job to the caller; no two at a time are alike.
    """

    key: str
    function: Callable[..., Any]
    arguments: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """A job has got so far: 0 to 1."""

    key: str
    share: float


@dataclass(frozen=True, slots=True)
class Told:
    """A job has said something on its way: a plain value, such as the name of a file with a first part of the result."""

    key: str
    value: Any


@dataclass(frozen=True, slots=True)
class Receipt:
    """A job has ended: with `value`, or with a `fault` and `text`, what is known of why. `tries` counts workers that it was given to."""

    key: str
    value: dict[str, Any] = field(default_factory=dict)
    fault: Fault | None = None
    text: str = ""
    tries: int = 1


Event = Progress | Told | Receipt
