"""Sources on their way into a workspace: what files, folders and zips hold, and putting it in file by file."""

from __future__ import annotations

import glob
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path

from reviewer.base.i18n import tr, trn
from reviewer.session.store import SUFFIX as SESSION
from reviewer.workspace.address import WorkspaceError
from reviewer.workspace.lasting import Lasting
from reviewer.workspace.server import Server

PIECE = 1 << 20
"""Bytes that are sent at once: half a minute on the slowest line. Of what is larger the first pieces stay there when the line is cut."""


@dataclass
class Looked:
    """What was found: the files, each once; `told` are sentences on what cannot be read, `left_out` on what is none by design."""

    files: list[Path] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


@dataclass
class PutIn:
    """What became of files. `new` are the documents that were made, with their names; `there` counts contents that were in already.

    `versions` names those that are new versions of a document, `told` says why a file could not be put in.
    """

    new: list[tuple[int, str]] = field(default_factory=list)
    there: int = 0
    versions: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


def look_through(paths: Iterable[Path], report: Callable[[], object] = lambda: None) -> Looked:
    """What stands behind these paths: files, patterns, and what folders and zips hold. Never raises but what `report` does.

    What this program exported, and sessions, are no sources.
    """
    from reviewer.base.own_export import is_own_export
    from reviewer.sources.reader import SourceError
    from reviewer.sources.registry import files_of

    found, seen = Looked(), set[Path]()
    for path in paths:
        inside, folder = _inside(path, found)
        ours = 0
        for one in inside:
            report()
            if one.suffix.lower() == SESSION:
                found.told.append(
                    tr("{file} is a session, not a source; please put in what it was read from.", file=one.name)
                )
                continue
            if is_own_export(one):
                ours += 1
                continue
            try:
                files = files_of(one)
            except SourceError as error:
                found.told.append(str(error))
                continue
            for file in files:
                if file.absolute() not in seen:
                    seen.add(file.absolute())
                    found.files.append(file)
        if ours and folder:
            found.left_out.append(
                trn("{count} file in {folder} was written by this program and is not read as a source.",
                    "{count} files in {folder} were written by this program and are not read as sources.", ours, folder=path.name)
            )  # fmt: skip
        elif ours:
            found.told.append(tr("{file} was exported by this program and is no source; please put in what it was read from.",
                                 file=path.name))  # fmt: skip
    return found


def _inside(path: Path, found: Looked) -> tuple[list[Path], bool]:
    """The files that one path names, and whether it is a folder."""
    from reviewer.sources.registry import files_in

    try:
        if path.is_dir():
            inside = files_in(path)
            if not inside:
                found.told.append(
                    tr("{folder} holds no file that can be opened; please choose another folder.", folder=path.name)
                )
            return inside, True
        if not path.exists() and glob.has_magic(str(path)):
            return sorted(Path(match) for match in glob.glob(str(path))), False
    except OSError as error:
        found.told.append(_unreadable(path, error))
        return [], False
    return [path], False


def _unreadable(path: Path, error: OSError) -> str:
    return tr("{file} cannot be read ({why}).", file=path.name, why=error.strerror or error)


def names_of(files: Sequence[Path]) -> dict[Path, str]:
    """What each file is to be called: its name, or, where several of one lot have that name, with the folders before it that tell them
    apart. Two documents of one name are versions of one another to the workspace, and corrections go from the older to the newer.
    """
    alike, names = defaultdict[str, list[Path]](list), dict[Path, str]()
    for file in files:
        alike[file.name].append(file)
    for name, these in alike.items():
        deepest = max(len(file.parts) for file in these)
        depth = 1
        while depth < deepest and len({_called(file, depth) for file in these}) < len(set(these)):
            depth += 1
        names |= {file: _called(file, depth) if len(these) > 1 else name for file in these}
    return {file: names[file] for file in files}


def _called(file: Path, depth: int) -> str:
    """The last so many parts of a path as one name."""
    return "-".join(file.parts[-depth:])


def put_in(line: Lasting, file: Path, office: str, made: PutIn, called: str = "") -> bool:
    """Put one file in, by its own name or as `called`, and note in `made` what became of it; False where nobody wanted it any more before
    it was there. A server that goes away meanwhile is waited for. Raises WorkspaceError where the workspace takes nothing.
    """
    from reviewer.sources.reader import SourceError
    from reviewer.sources.registry import bytes_of

    try:
        data = bytes_of(file)
    except SourceError as error:
        made.told.append(str(error))
        return True
    except OSError as error:
        made.told.append(_unreadable(file, error))
        return True
    name = called or file.name
    begun, before = time.monotonic(), line.asked_again
    came = _sent(line, name, data, office)
    if came is None:
        return False
    document, is_new, previous = came
    if line.asked_again > before and not is_new:  # it may have arrived the first time, and only the answer was lost
        took = time.monotonic() - begun
        is_new = line.ask(lambda server: server.is_new_within(document, took + 1))
    if is_new:
        made.new.append((document, name))
    else:
        made.there += 1
    if previous is not None:
        made.versions.append(name)
    return True


def _sent(line: Lasting, name: str, data: bytes, office: str) -> tuple[int, bool, int | None] | None:
    """Server.add_source(); what is large goes in pieces, from where it stopped the last time. None where nobody wants it any more."""
    if len(data) <= PIECE or line.server.hello.schema_version < 8:
        return line.ask(lambda server: server.add_source(name, data, office))
    digest = sha256(data).digest()
    for _ in range(2):
        begin = line.ask(lambda server: server.pieces(digest))
        for place in range(begin, -(-len(data) // PIECE)) if begin >= 0 else ():
            if not line.wanted():
                return None
            line.ask(partial(_put_piece, digest, place, data[place * PIECE : (place + 1) * PIECE]))
        came = line.ask(lambda server: server.add_pieces(name, digest, office))
        if came is not None:
            return came
    raise WorkspaceError(tr("{file} did not arrive as it was sent; please try again.", file=name))


def _put_piece(digest: bytes, place: int, data: bytes, server: Server) -> None:
    server.put_piece(digest, place, data)
