"""Makes the nth file operation inside a folder fail, as a full disk, a lost right, a vanished drive or a worn disk would."""

from __future__ import annotations

import builtins
import errno
import io
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

KINDS = {
    "no space": errno.ENOSPC,
    "no permission": errno.EACCES,
    "vanished": errno.ENOENT,
    "locked": errno.EBUSY,
    "unreadable": errno.EIO,
}
_BY_NAME = (
    (os, "open"), (os, "replace"), (os, "rename"), (os, "link"), (os, "unlink"), (os, "remove"), (os, "mkdir"), (os, "stat"),
    (os, "scandir"), (os, "listdir"), (shutil, "copyfile"), (shutil, "copymode"), (sqlite3, "connect"),
)  # fmt: skip
_BY_HANDLE = ((os, "write"), (os, "fsync"), (os, "ftruncate"), (os, "lseek"))


class Faults:
    """Counts the operations inside `folder`; the one numbered `at` fails with the error number `number`."""

    def __init__(self, folder: Path, at: int = -1, number: int = errno.EIO) -> None:
        self.folder, self.at, self.number = str(folder), at, number
        self.places: list[str] = []

    def step(self, place: str) -> None:
        self.places.append(place)
        if len(self.places) - 1 == self.at:
            raise OSError(self.number, os.strerror(self.number))

    def concerns(self, arguments: tuple[Any, ...]) -> bool:
        first = arguments[0] if arguments else ""
        if isinstance(first, str) and first.startswith("file:"):
            return self.folder in first
        return isinstance(first, str | os.PathLike) and str(first).startswith(self.folder)


class _File:
    """A file that is written to; a failing write leaves half of it behind."""

    def __init__(self, file: Any, faults: Faults) -> None:
        self._file, self._faults = file, faults

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> _File:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __iter__(self) -> Iterator[Any]:
        return iter(self._file)

    def write(self, data: Any) -> Any:
        try:
            self._faults.step("write")
        except OSError:
            self._file.write(data[: len(data) // 2])
            raise
        return self._file.write(data)


@contextmanager
def injected(faults: Faults) -> Iterator[None]:
    """While this lasts, operations inside the folder are counted, and one of them fails."""
    patches = []

    def by_name(place: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def called(*arguments: Any, **named: Any) -> Any:
            if faults.concerns(arguments):
                if place == "sqlite3.connect":
                    try:
                        faults.step(place)
                    except OSError as error:
                        raise sqlite3.OperationalError("unable to open database file") from error
                else:
                    faults.step(place)
            return real(*arguments, **named)

        return called

    def by_handle(place: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def called(*arguments: Any, **named: Any) -> Any:
            faults.step(place)
            return real(*arguments, **named)

        return called

    real_open = builtins.open

    def opened(*arguments: Any, **named: Any) -> Any:
        if not faults.concerns(arguments):
            return real_open(*arguments, **named)
        mode = named.get("mode", arguments[1] if len(arguments) > 1 else "r")
        faults.step(f"open {mode}")
        file = real_open(*arguments, **named)
        return _File(file, faults) if any(sign in mode for sign in "wax+") else file

    for module, name in _BY_NAME:
        patches.append(patch.object(module, name, by_name(f"{module.__name__}.{name}", getattr(module, name))))
    for module, name in _BY_HANDLE:
        patches.append(patch.object(module, name, by_handle(f"{module.__name__}.{name}", getattr(module, name))))
    patches += [patch.object(builtins, "open", opened), patch.object(io, "open", opened)]
    for each in patches:
        each.start()
    try:
        yield
    finally:
        for each in reversed(patches):
            each.stop()
