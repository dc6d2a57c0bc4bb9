"""Writing files whole or not at all."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from reviewer.base import gate, private, written
from reviewer.base.gate import NOBODY, Consent, Seen, WriteError
from reviewer.base.i18n import tr
from reviewer.base.lines import commands, is_reserved

__all__ = ["WriteError", "check_target", "sentence_of", "write_whole"]

_NO_LINKS = {
    getattr(errno, name)
    for name in ("EPERM", "EOPNOTSUPP", "ENOTSUP", "ENOSYS", "EMLINK", "EXDEV")
    if hasattr(errno, name)
}
"""What a drive says that knows no hard links."""
_INVALID_NAME = 123
"""Windows' error for a name with characters that it does not allow."""


def check_target(path: Path) -> None:
    """Raise WriteError where it is plain beforehand that `path` cannot be written: no folder, a folder itself, no name for a file."""
    try:
        problem = _plain_problem(path)
    except OSError as error:
        problem = sentence_of(path, error)
    if problem:
        raise WriteError(problem)


def _plain_problem(path: Path) -> str:
    if "\0" in str(path) or commands(path.name):
        return _bad_name(path)
    if path.is_dir():
        return tr("{file} is a folder; please choose a name for a file.", file=path.name or str(path))
    if os.name == "nt" and is_reserved(path.name):
        return _bad_name(path)
    folder = Path(os.path.realpath(path)).parent if path.is_symlink() else path.parent
    if not folder.is_dir():
        return _no_folder(path, folder)
    if path.exists() and not os.access(path, os.W_OK):
        return tr("{file} is write-protected; please choose another name or take the protection off.", file=path.name)
    return ""


def write_whole(
    path: Path,
    write: Callable[[Path], None],
    consent: Consent = NOBODY,
    as_session: bool = False,
) -> None:
    """Let `write` make a file, which then takes the place of `path` in one step, if the gate lets it.

    `write` is given a name in the same folder that nobody has; until it is through and the bytes are on the disk,
    `path` stays as it was, and when anything fails nothing is left behind. `consent` says what may be replaced besides the
    program's own files; `as_session` that a session is written, whose content goes on to change. Raises WriteError for whatever
    the gate or the system refuses; other exceptions of `write` pass through.
    """
    check_target(path)
    target = Path(os.path.realpath(path))  # what a link points to is replaced, not the link
    temporary = target.with_name(f".{os.urandom(6).hex()}.tmp")  # short: the target's name may be as long as allowed
    with private.unfinished(temporary):
        try:
            before = gate.judge(path, consent, as_session)
            _make(path, temporary, write)
            name, digest = gate.real_name(target), ""
            if not as_session:
                digest = _remembered(name, temporary)
            _put(path, temporary, target, before, lambda: gate.judge(path, consent, as_session))
            if digest:
                written.settle(name, digest)
        except OSError as error:
            raise WriteError(sentence_of(path, error)) from error
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


def _remembered(name: str, temporary: Path) -> str:
    """Put the file that is about to be `name` on record; its SHA-256. Raises OSError."""
    seen, digest = gate.look(temporary), gate.digest_of(temporary)
    if seen is not None:
        written.remember(name, seen.identity, digest)
    return digest


def _put(
    path: Path, temporary: Path, target: Path, before: Seen | None, judge_again: Callable[[], Seen | None]
) -> None:
    """Give the file its name. What lies there must still be what was judged; if it is not, it is judged anew."""
    while gate.look(target) != before:
        before = judge_again()
    while before is None:
        try:
            _name_new(temporary, target)
        except FileExistsError:  # somebody was quicker
            before = judge_again()
        else:
            _sync_folder(target.parent)
            return
    _replace(path, temporary, target)


def _name_new(temporary: Path, target: Path) -> None:
    """Give a file a name that nobody has. Raises FileExistsError and OSError."""
    if os.name != "posix":
        os.rename(temporary, target)  # on Windows this replaces nothing
        return
    try:
        os.link(temporary, target)
    except OSError as error:
        if error.errno not in _NO_LINKS or os.path.lexists(target):
            raise
        os.replace(temporary, target)


def _replace(path: Path, temporary: Path, target: Path) -> None:
    try:
        with suppress(OSError):
            shutil.copymode(target, temporary)
        os.replace(temporary, target)
    except PermissionError as error:
        locked = tr(
            "{file} cannot be replaced, probably because another program has it open; please close it there and try again.",
            file=path.name,
        )
        raise WriteError(locked) from error
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


def _no_folder(path: Path, folder: Path | None = None) -> str:
    return tr(
        "{file} cannot be written because the folder {folder} is not there; please choose another folder.",
        file=path.name,
        folder=str(folder or path.parent),
    )
