"""Writing files whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from reviewer.base.i18n import tr

_INVALID_NAME = 123
"""Windows' error for a name with characters that it does not allow."""


class WriteError(Exception):
    """A file that cannot be written. Its text is one sentence for the user: which file, what is wrong, what to do."""


def check_target(path: Path) -> None:
    """Raise WriteError where it is plain beforehand that `path` cannot be written: no folder, or a folder itself."""
    try:
        problem = _plain_problem(path)
    except OSError as error:
        problem = sentence_of(path, error)
    if problem:
        raise WriteError(problem)


def _plain_problem(path: Path) -> str:
    if "\0" in str(path):
        return _bad_name(path)
    if path.is_dir():
        return tr("{file} is a folder; please choose a name for a file.", file=path.name or str(path))
    if not path.parent.is_dir():
        return _no_folder(path)
    if path.exists() and not os.access(path, os.W_OK):
        return tr("{file} is write-protected; please choose another name or take the protection off.", file=path.name)
    return ""


def write_whole(path: Path, write: Callable[[Path], None]) -> None:
    """Let `write` make a file, which then takes the place of `path` in one step.

    `write` is given a name in the same folder that nobody has; until it is through and the bytes are on the disk,
    `path` stays as it was, and when anything fails nothing is left behind. Raises WriteError for whatever the
    system refuses; other exceptions of `write` pass through.
    """
    check_target(path)
    target = Path(os.path.realpath(path))  # what a link points to is replaced, not the link
    temporary = target.with_name(f".{secrets.token_hex(6)}.tmp")  # short: the target's name may be as long as allowed
    try:
        _make(path, temporary, write)
        _replace(path, temporary, target)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _make(path: Path, temporary: Path, write: Callable[[Path], None]) -> None:
    try:
        write(temporary)
        with open(temporary, "rb+") as file:
            os.fsync(file.fileno())
    except OSError as error:
        raise WriteError(sentence_of(path, error)) from error


def _replace(path: Path, temporary: Path, target: Path) -> None:
    try:
        if target.exists():
            with suppress(OSError):
                shutil.copymode(target, temporary)
        os.replace(temporary, target)
    except OSError as error:
        if isinstance(error, PermissionError) and target.exists():
            locked = tr(
                "{file} cannot be replaced, probably because another program has it open; please close it there and try again.",
                file=path.name,
            )
            raise WriteError(locked) from error
        raise WriteError(sentence_of(path, error)) from error
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Make the new name itself durable; only where folders can be opened (not on Windows)."""
    if os.name != "posix":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def sentence_of(path: Path, error: OSError) -> str:
    """What went wrong in writing `path`, in one sentence for the user."""
    folder = str(path.parent)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return tr(
            "{file} cannot be written because there is no space left in {folder}; please make room or choose another place.",
            file=path.name,
            folder=folder,
        )
    if error.errno in (errno.EINVAL, errno.ENAMETOOLONG) or getattr(error, "winerror", None) == _INVALID_NAME:
        return _bad_name(path)
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return _no_folder(path)
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return tr(
            "{file} cannot be written because nothing may be written in {folder}; please choose another folder.",
            file=path.name,
            folder=folder,
        )
    why = error.strerror or str(error)
    return tr("{file} cannot be written ({why}); please choose another place.", file=path.name, why=why)


def _bad_name(path: Path) -> str:
    return tr("“{file}” is not a name that a file can have; please choose another one.", file=path.name)


def _no_folder(path: Path) -> str:
    return tr(
        "{file} cannot be written because the folder {folder} is not there; please choose another folder.",
        file=path.name,
        folder=str(path.parent),
    )
