"""What is kept of a fault: a log that does not grow beyond bounds, and details to copy. Neither repeats a document's text."""

from __future__ import annotations

import logging
import traceback
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6 import __version__ as pyside_version

from reviewer import __version__
from reviewer.base import private
from reviewer.model.naming import short

LOG_NAME = "reviewer.log"
MOST_TEXT = 80
"""So many characters of a text that may come from a document are kept at most."""


class _Formatter(logging.Formatter):
    """Cuts what may be a document's text: the arguments of a message, and what an exception says."""

    def format(self, record: logging.LogRecord) -> str:
        """One entry of the log."""
        record = logging.makeLogRecord(record.__dict__)
        record.exc_text = None  # another handler may have put the whole text there
        if isinstance(record.args, tuple):
            record.args = tuple(arg if isinstance(arg, int | float) else _kept(arg) for arg in record.args or ())
        return super().format(record)

    def formatException(self, info: object) -> str:
        """The calls, and what the exception says cut short."""
        return _calls(*info)  # type: ignore[misc]


def _kept(value: object) -> str:
    """A path whole (it is how a fault is found), anything else cut."""
    return str(value) if isinstance(value, Path) else short(str(value), MOST_TEXT)


def _calls(kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> str:
    frames = "".join(traceback.format_tb(trace)).rstrip("\n")
    name = kind.__name__ if kind else ""
    said = f"{name}: {short(str(error), MOST_TEXT)}"
    cause = error.__cause__ or error.__context__ if error is not None else None
    before = f"{_calls(type(cause), cause, cause.__traceback__)}\n\n" if cause is not None else ""
    return f"{before}{frames}\n{said}"


def fault_details(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """What a user can send to those who mend the program."""
    import platform

    machine = f"{platform.system()} {platform.release()} · Python {platform.python_version()} · PySide {pyside_version}"
    return f"reviewer {__version__} · {machine}\n{_calls(kind, error, trace)}\n"


def start_log(folder: Path) -> Path:
    """Keep a log in `folder` that does not grow beyond bounds; the file. Calling it again changes nothing."""
    file = folder / LOG_NAME
    root = logging.getLogger()
    if any(isinstance(h, RotatingFileHandler) and Path(h.baseFilename) == file for h in root.handlers):
        return file
    with suppress(OSError):
        file.touch(mode=private.FILE, exist_ok=True)
    private.close_to_others(file)
    handler = RotatingFileHandler(file, maxBytes=1_000_000, backupCount=2, encoding="utf-8", delay=True)
    handler.setFormatter(_Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    return file
