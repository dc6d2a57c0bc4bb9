"""The manifest of an output folder: what became of each source, so that a rerun does only what is missing or changed."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from hashlib import file_digest
from pathlib import Path
from typing import Any

from reviewer import __version__
from reviewer.base import gate
from reviewer.base.files import write_whole
from reviewer.base.gate import OVERWRITE, Standing, WriteError
from reviewer.sources.registry import file_of

NAME = "manifest.json"
OLD_NAME = "manifest.old.json"
"""What a manifest that somebody has changed is called from then on."""
SCHEMA = "reviewer/manifest/1"
_EVERY = 2.0
"""Seconds between two writings of the manifest while a batch runs: what a crash loses is at most that."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a source was when it was read: size in bytes, time of its last change in nanoseconds, SHA-256."""

    size: int
    changed: int
    sha256: str


@dataclass(slots=True)
class Row:
    """What became of one source.

    `state` is "done" or "failed"; `outputs` are names of files in the folder, `digests` the SHA-256 of each as it was written;
    `fault` is the sentence that was said where there was something to say (also of a source that was read: no table in it).
    """

    source: str
    stamp: Stamp
    state: str
    outputs: list[str] = field(default_factory=list)
    fault: str = ""
    program: str = __version__
    options: dict[str, Any] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)


class Manifest:
    """The rows of one folder. Read from it at first, written to it now and then and at the end."""

    def __init__(self, folder: Path, options: dict[str, Any]) -> None:
        """`options` are those that change what is written; a row made with others is done again."""
        self._folder, self._options = folder, options
        self._written = time.monotonic()
        self._keeps = not self.path.exists() or is_ours(self.path)
        rows = _read(folder / NAME)
        self._is_changed = self._keeps and self.path.exists() and (rows is None or _is_changed(self.path))
        """Whether somebody has written into the file since: it gets another name before ours takes its place."""
        self.put_aside = ""
        """That other name, once it has it."""
        self._rows: dict[str, Row] = {row.source: row for row in rows or ()}

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self._folder / NAME

    @property
    def is_in_the_way(self) -> bool:
        """Whether something of somebody's own has the manifest's name: it stays as it is, and nothing is kept in mind."""
        return not self._keeps

    def names(self) -> dict[str, str]:
        """What the outputs of each source that is still there are called, without their suffixes, by the source's whole path."""
        found: dict[str, str] = {}
        for row in self._rows.values():
            if row.outputs and file_of(Path(row.source)).exists():
                found[row.source] = min((Path(name).stem for name in row.outputs), key=len)
        return found

    def row_of(self, source: Path, file: Path) -> Row | None:
        """What became of a source that is as it was then, read by this program with these options; None: it is to be done.

        `file` holds the source (itself, or a zip). One that was read is done again where an output of it is gone, or is not as it
        was written any more.
        """
        row = self._rows.get(str(source.absolute()))
        if (
            row is None
            or row.program != __version__
            or row.options != self._options
            or not _is_unchanged(file, row.stamp)
        ):
            return None
        if row.state == "done" and not all(self._is_as_written(name, row.digests.get(name)) for name in row.outputs):
            return None
        return row

    def _is_as_written(self, name: str, digest: str | None) -> bool:
        """Whether an output is there and has these bytes; where the manifest does not say which, whether it is on record."""
        path = self._folder / name
        with suppress(OSError):
            return path.is_file() and (
                gate.digest_of(path) == digest if digest else gate.standing(path) is Standing.OURS
            )
        return False

    def put(
        self, source: Path, stamp: Stamp, state: str, outputs: Sequence[str], digests: dict[str, str], fault: str
    ) -> None:
        """Note what became of a source; the file follows within seconds, or with save()."""
        name = str(source.absolute())
        self._rows[name] = Row(name, stamp, state, list(outputs), fault, __version__, self._options, digests)
        if time.monotonic() - self._written >= _EVERY:
            with suppress(OSError):  # tried again at the end, and said then
                self.save()

    def save(self) -> None:
        """Write the file, whole or not at all; nothing where somebody's own file has its name. Raises OSError."""
        if not self._keeps:
            return
        rows = [asdict(self._rows[name]) for name in sorted(self._rows)]
        lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        text = f'{{"schema": "{SCHEMA}", "sources": [\n{lines}\n]}}\n'
        if self._is_changed:
            kept = gate.free_name(self.path.with_name(OLD_NAME))
            os.rename(self.path, kept)
            self._is_changed, self.put_aside = False, kept.name

        def write(temporary: Path) -> None:
            temporary.write_text(text, encoding="utf-8", errors="surrogateescape")

        try:
            write_whole(self.path, write, OVERWRITE)  # it was looked at when it was read
        except WriteError as error:
            raise OSError(str(error)) from error
        self._written = time.monotonic()


def stamp_of(file: Path) -> Stamp:
    """What a file is now. Raises OSError."""
    with open(file, "rb") as opened:
        found = os.fstat(opened.fileno())
        return Stamp(found.st_size, found.st_mtime_ns, file_digest(opened, "sha256").hexdigest())


def _is_unchanged(file: Path, stamp: Stamp) -> bool:
    """By size and time, as make does; where only the time differs, by content."""
    with suppress(OSError):
        found = os.stat(file)
        if found.st_size == stamp.size and found.st_mtime_ns == stamp.changed:
            return True
        return found.st_size == stamp.size and stamp_of(file).sha256 == stamp.sha256
    return False


def is_ours(path: Path) -> bool:
    """Whether a file is a manifest of this program, and so may be replaced by another one."""
    try:
        return f'"{SCHEMA}"' in path.read_text(encoding="utf-8")[:200]
    except (OSError, ValueError):
        return False


def _is_changed(path: Path) -> bool:
    """Whether the file is on record, and not as it was written; one from another machine is on no record here."""
    try:
        return gate.standing(path) is Standing.CHANGED
    except OSError:
        return False


def _read(path: Path) -> list[Row] | None:
    """The rows of a manifest; none where it is none of ours, None where it cannot be understood: then everything is done again."""
    try:
        found = json.loads(path.read_text(encoding="utf-8", errors="surrogateescape"))
        if found["schema"] != SCHEMA:
            return []
        rows = [Row(**(row | {"stamp": Stamp(**row["stamp"])})) for row in found["sources"]]
        texts = [
            text for row in rows for text in (row.source, row.state, row.fault, *row.outputs, *row.digests.values())
        ]
        return rows if all(isinstance(text, str) for text in texts) else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
