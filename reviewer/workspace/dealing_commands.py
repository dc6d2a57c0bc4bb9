"""The command line of dealing out and collecting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from reviewer.arguments import Parser, UsageError, help_text
from reviewer.base import gate
from reviewer.base.console import complain, say
from reviewer.base.gate import NOBODY, OVERWRITE, ForbiddenError, UnaskedError, WriteError
from reviewer.base.i18n import tr, trn
from reviewer.model.labels import tell_apart
from reviewer.outputs import FILE_SUFFIXES, refusal, writer
from reviewer.session.codec import SessionError
from reviewer.session.store import SUFFIX, is_session, load_session, origins
from reviewer.workspace.collecting import Collected, collect
from reviewer.workspace.dealing import PACKAGE, WAYS, Piece, deal, said_twice
from reviewer.workspace.ledger import LedgerError

ALL_WELL, FAILED, WRONG_USAGE = 0, 1, 2


def run_deal(argv: Sequence[str]) -> int:
    """`reviewer deal SESSION … -o FOLDER --to NAME[,NAME …]`. Raises UsageError."""
    parser = Parser(help_text())
    parser.add_argument("sessions", nargs="*")
    parser.add_argument("-o", "--out")
    parser.add_argument("--to")
    parser.add_argument("--due")
    parser.add_argument("--by", default=WAYS[0])
    parser.add_argument("--size", default=str(PACKAGE))
    parser.add_argument("--again", action="store_true")
    found = parser.read(argv)
    if found is None:
        return ALL_WELL
    people = list(dict.fromkeys(name for name in (found.to or "").replace("，", ",").split(",") if name.strip()))
    if not found.sessions or not found.out or not people:
        raise UsageError(tr("Say what to deal, where and to whom: reviewer deal SESSION … -o FOLDER --to NAME,NAME"))
    if found.by not in WAYS:
        raise UsageError(tr("--by takes “office” or “number”, not “{text}”.", text=found.by))
    folder, failures = Path(found.out), 0
    pieces: list[Piece] = []
    for path in _sessions(found.sessions, folder):
        try:
            pieces += _pieces(path)
        except SessionError as error:
            failures += 1
            complain(str(error))
    if not pieces:
        complain(tr("There is nothing to deal; sessions are made by: reviewer extract SOURCE … -o OUT.review"))
        return FAILED
    try:
        made = deal(pieces, folder, people, found.by, _size(found.size), _day(found.due), found.again)
    except (WriteError, LedgerError) as error:
        complain(str(error))
        return FAILED
    for name, who in made.twice:
        complain(said_twice(name, who))
    for person in people:
        mine = [row for row in made.rows if row.to == person]
        packages = len({row.package for row in mine})
        say(trn("{who}: {count} document in {packages} package(s)", "{who}: {count} documents in {packages} package(s)",
                len(mine), who=person, packages=packages))  # fmt: skip
    return FAILED if failures else ALL_WELL


def _size(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1000:
        raise UsageError(tr("--size takes a number from 1 to 1000, not “{text}”.", text=text))
    return int(text)


def _day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(tr("--due takes a day such as 2026-12-31, not “{text}”.", text=text)) from error


def _sessions(names: Sequence[str], folder: Path) -> Iterator[Path]:
    """The session files that the arguments name; of a folder all that are in it, without what was dealt into it."""
    for name in names:
        path = Path(name)
        if not path.is_dir():
            yield path
            continue
        for file in sorted(path.rglob(f"*{SUFFIX}")):
            if (
                not file.name.startswith(("~$", "."))
                and is_session(file)
                and folder.resolve() not in file.resolve().parents
            ):
                yield file


def _pieces(path: Path) -> list[Piece]:
    places = origins(path)
    items = load_session(path)
    return [Piece(review, history, places[n] if n < len(places) else "") for n, (review, history) in enumerate(items)]


def run_collect(argv: Sequence[str]) -> int:
    """`reviewer collect FOLDER [-o OUT]`. Raises UsageError."""
    parser = Parser(help_text())
    parser.add_argument("folder", nargs="?")
    parser.add_argument("-o", "--out")
    parser.add_argument("--overwrite", action="store_true")
    found = parser.read(argv)
    if found is None:
        return ALL_WELL
    if not found.folder:
        raise UsageError(tr("Say which shared folder to collect from: reviewer collect FOLDER [-o OUT]"))
    folder, output = Path(found.folder), Path(found.out) if found.out else None
    if output is not None and output.suffix.lower() not in FILE_SUFFIXES:
        raise UsageError(tr("“{out}” should end in one of {kinds}.", out=found.out, kinds=", ".join(FILE_SUFFIXES)))
    if not folder.is_dir():
        complain(tr("The folder {folder} is not there; please look whether the share is connected.", folder=folder))
        return FAILED
    try:
        gathered = collect(folder, output)
    except LedgerError as error:
        complain(str(error))
        return FAILED
    for sentence in gathered.told:
        complain(sentence)
    status = ALL_WELL if gathered.is_whole else FAILED
    if output is not None and gathered.copies:
        status = max(status, _write(gathered, folder, output, found.overwrite))
    say(trn("{count} document was dealt; {done} are done.", "{count} documents were dealt; {done} are done.",
            gathered.dealt, done=gathered.done))  # fmt: skip
    return status


def _write(gathered: Collected, folder: Path, output: Path, overwrite: bool) -> int:
    """Write everything that was collected into one file; no package is ever replaced by it."""
    items = [(copy.review, copy.history) for copy in gathered.copies]
    places = [Path(copy.origin) if copy.origin else None for copy in gathered.copies]
    tell_apart([review for review, _ in items], places)
    with ExitStack() as held:
        packages = {folder / copy.package for copy in gathered.copies}
        held.enter_context(gate.protected(*sorted(packages)))
        try:
            origin = [copy.origin for copy in gathered.copies]
            consent = OVERWRITE if overwrite else NOBODY
            writer(output.suffix.lower(), (), origin, consent)(items, output, len(items) == 1)
        except (ForbiddenError, UnaskedError) as error:
            complain(refusal(output, error))
            return WRONG_USAGE
        except WriteError as error:
            complain(str(error))
            return FAILED
    say(trn("{count} source written to {out}", "{count} sources written to {out}", len(items), out=output))
    return ALL_WELL
