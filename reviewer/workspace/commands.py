"""The command line of a workspace: `reviewer workspace …` and `reviewer work`."""

from __future__ import annotations

import json
import signal
import threading
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING

from reviewer.arguments import Parser, UsageError, help_text
from reviewer.base.console import complain, say
from reviewer.base.gate import NOBODY, OVERWRITE, ForbiddenError, UnaskedError, WriteError
from reviewer.base.i18n import tr, trn
from reviewer.base.lines import file_stem
from reviewer.outputs import refusal
from reviewer.session.codec import SessionError
from reviewer.workspace.address import Address, WorkspaceError, ask_password, store_password
from reviewer.workspace.backup import backup, made_at, restore
from reviewer.workspace.schema import MIN_CLIENT, VERSION, Administration
from reviewer.workspace.server import Server
from reviewer.workspace.terms import CutError, ForbiddenHereError, why_not_read

if TYPE_CHECKING:
    from reviewer.workspace.reading import Reader

ALL_WELL, FAILED, WRONG_USAGE = 0, 1, 2
PATIENCE = 120.0
"""Seconds for which a server may go away while something is put in, or read until nothing is left."""


def run_workspace(argv: Sequence[str]) -> int:
    """`reviewer workspace WHAT URL …`. Raises UsageError."""
    parser = Parser(help_text())
    parser.add_argument("what", nargs="?")
    parser.add_argument("url", nargs="?")
    parser.add_argument("rest", nargs="*")
    parser.add_argument("-o", "--out")
    for name in ("--office", "--year", "--layout", "--name", "--state"):
        parser.add_argument(name, default="")
    parser.add_argument("--doubts", default="0")
    for name in ("--json", "--insecure", "--overwrite", "--verify", "--import-sheet"):
        parser.add_argument(name, action="store_true")
    found = parser.read(argv)
    if found is None:
        return ALL_WELL
    call = _COMMANDS.get(found.what)
    if call is None or not found.url:
        raise UsageError(
            tr("Say what to do with which workspace: reviewer workspace {what} postgresql://NAME@HOST/DATABASE",
               what="|".join(_COMMANDS))
        )  # fmt: skip
    return _said(lambda: call(Address.parse(found.url, found.insecure), found))


def run_work(argv: Sequence[str]) -> int:
    """`reviewer work URL [--once] [--jobs N] [--scheduler ADDRESS]`. Raises UsageError, KeyboardInterrupt."""
    from reviewer.reading.crew import CrewError
    from reviewer.workers.supervisor import WorkersError

    parser = Parser(help_text())
    parser.add_argument("url", nargs="?")
    parser.add_argument("--jobs", default="")
    parser.add_argument("--scheduler", default="")
    parser.add_argument("--once", action="store_true")
    parser.add_argument("--insecure", action="store_true")
    found = parser.read(argv)
    if found is None:
        return ALL_WELL
    if not found.url or (found.jobs and not (found.jobs.isdecimal() and 1 <= int(found.jobs) <= 256)):
        raise UsageError(
            tr("Say which workspace to work for: reviewer work postgresql://NAME@HOST/DATABASE [--once] [--jobs N]")
        )
    _check_scheduler(found)

    def work() -> int:
        with _entered(Address.parse(found.url, found.insecure)) as server:
            try:
                reader = _reader(server, found)
                with _ended_by_signal():
                    reader.run(found.once)
            except WorkersError as error:
                complain(
                    tr("No process for reading could be started ({why}); please install the program again.", why=error)
                )
                return FAILED
            except CrewError as error:
                complain(str(error))
                return FAILED
            say(trn("{count} source was read.", "{count} sources were read.", reader.read))
            return FAILED if reader.failed else ALL_WELL

    return _said(work)


@contextmanager
def _ended_by_signal() -> Iterator[None]:
    """A service that is stopped goes as at Ctrl+C: what was begun is given back."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _check_scheduler(found: Namespace) -> None:
    from reviewer.reading.cluster import AddressError, check_address

    try:
        if found.scheduler:
            check_address(found.scheduler, found.insecure)
    except AddressError as error:
        raise UsageError(str(error)) from error


def _reader(server: Server, found: Namespace) -> Reader:
    """Who reads: processes here, or the workers of a scheduler, as many documents at once as they are. Raises CrewError."""
    from reviewer.base import words
    from reviewer.base.i18n import language
    from reviewer.reading.cluster import Cluster
    from reviewer.reading.jobs import Surroundings
    from reviewer.workers.terms import Limits
    from reviewer.workspace.reading import Reader

    patience = PATIENCE if found.once else inf
    if not found.scheduler:
        return Reader(server, int(found.jobs or 1), told=complain, patience=patience)
    limits = Limits()
    cluster = Cluster(found.scheduler, limits, Surroundings(language(), words.in_use()))
    return Reader(server, int(found.jobs or cluster.width), limits, complain, elsewhere=cluster, patience=patience)


def _said(call: Callable[[], int]) -> int:
    try:
        return call()
    except (ForbiddenError, UnaskedError) as error:
        complain(str(error))
        return WRONG_USAGE
    except WorkspaceError as error:
        complain(_said_of(error))
        return FAILED
    except (WriteError, SessionError) as error:
        complain(str(error))
        return FAILED


def _said_of(error: WorkspaceError) -> str:
    """What is said of it where nothing is kept to be sent later."""
    if isinstance(error, CutError):
        return tr("The server of the workspace does not answer any more; please do it again once it is there.")
    return str(error)


# -- getting in -------------------------------------------------------------------------------------------------------


def _entered(address: Address) -> Server:
    """A connection; where no password is known, or a wrong one, it is asked for. Raises WorkspaceError."""
    try:
        return Server.connect(address)
    except ForbiddenHereError:
        password = ask_password(tr("Password of {who}:", who=address.user))
        if password is None:
            raise
        server = Server.connect(address, password)
        store_password(address, password)
        return server


def _administrator(address: Address, make_database: bool = False) -> Administration:
    try:
        return Administration(address, make_database=make_database)
    except ForbiddenHereError:
        password = ask_password(tr("Password of {who}:", who=address.user))
        if password is None:
            raise
        admin = Administration(address, password, make_database)
        store_password(address, password)
        return admin


# -- commands ---------------------------------------------------------------------------------------------------------


def _create(address: Address, _found: object) -> int:
    with _administrator(address, make_database=True) as admin:
        admin.create()
    say(tr("The workspace {name} is made; members come in by: reviewer workspace user {url} add NAME ROLE", name=address.database,
           url=address.shown()))  # fmt: skip
    return ALL_WELL


def _user(address: Address, found: object) -> int:
    what, name, role = (*getattr(found, "rest", ()), "", "", "")[:3]
    is_whole = what == "list" or bool(name and (role or what == "remove"))
    if what not in ("add", "remove", "role", "list") or not is_whole:
        raise UsageError(
            tr("Say what to do with whom: reviewer workspace user URL add|remove|role NAME [ROLE], or list")
        )
    with _administrator(address) as admin:
        if not admin.version():
            raise WorkspaceError(tr("There is no workspace in {name}.", name=address.database))
        if what == "list":
            for member, its_role in admin.members().items():
                say(f"{its_role:7}  {member}")
        elif what == "remove":
            elsewhere = admin.remove_user(name)
            say(tr("{who} is no member any more; what {who} did stays on record.", who=name))
            if elsewhere:
                say(tr("The login {who} itself stays on the server: it is used, or may be, in {databases}.", who=name,
                       databases="、".join(elsewhere)))  # fmt: skip
        elif what == "role":
            admin.set_role(name, role)
            say(tr("{who} is {role} now.", who=name, role=role))
        else:
            password = ask_password(tr("Password for {who} (8 characters or more):", who=name))
            if not password:
                raise WorkspaceError(tr("No password was given for {who}; nothing was changed.", who=name))
            was_there = admin.add_user(name, role, password)
            mine = Address(address.host, address.port, address.database, name, address.options)
            say(tr("{who} is {role}; the address to give: {url}", who=name, role=role, url=mine.shown()))
            if was_there:
                say(
                    tr(
                        "The login {who} was on the server already. Its password is the new one now, in every database of the server.",
                        who=name,
                    )
                )
    return ALL_WELL


def _set(address: Address, found: object) -> int:
    key, value = (*getattr(found, "rest", ()), "", "")[:2]
    with _administrator(address) as admin:
        admin.set_value(key, value)
    say(tr("{key} is {value} now.", key=key, value=value))
    return ALL_WELL


def _add(address: Address, found: object) -> int:
    from reviewer.workspace.lasting import Lasting, waiting
    from reviewer.workspace.putting_in import PutIn, look_through, names_of, put_in

    names = getattr(found, "rest", [])
    if not names or not all(names):  # an empty one would be this folder
        raise UsageError(tr("Say what to put in: reviewer workspace add URL SOURCE …"))
    looked, made = look_through(map(Path, names)), PutIn()
    for sentence in (*looked.told, *looked.left_out):
        complain(sentence)
    left = names_of(looked.files)
    trouble: WorkspaceError | None = None
    with _entered(address) as server, Lasting(server, PATIENCE, lambda _why: complain(waiting())) as line:
        for file, called in list(left.items()):
            told, versions = len(made.told), len(made.versions)
            try:
                put_in(line, file, getattr(found, "office", ""), made, called)
            except ForbiddenHereError:
                raise
            except WorkspaceError as error:  # what is in stays in, and is said
                trouble = error
                break
            del left[file]
            for sentence in made.told[told:]:
                complain(sentence)
            for name in made.versions[versions:]:
                complain(tr("{file} is a new version of a document that is in the workspace already.", file=name))
    if trouble is not None:
        complain(_said_of(trouble))
        complain(trn("{count} file was not put in; please run the command again, nothing is put in twice.",
                     "{count} files were not put in; please run the command again, nothing is put in twice.", len(left)))  # fmt: skip
    say(trn("{count} document was added; {there} were there already.", "{count} documents were added; {there} were there already.",
            len(made.new), there=made.there))  # fmt: skip
    return FAILED if made.told or looked.told or trouble is not None else ALL_WELL


def _status(address: Address, found: object) -> int:
    with _entered(address) as server:
        totals = server.totals(fresh=True)
        failed = server.rows("failed") if totals["failed"] else []
        broken = server.broken() if getattr(found, "verify", False) else []
    if getattr(found, "json", False):
        keys = ("documents", "open", "held", "done", "failed", "acts", "clerks")
        say(json.dumps({key: totals[key] for key in keys}))
    else:
        say(tr("{documents} documents: {waiting} to be read, {open} open, {held} in hand, {done} done, {failed} could not be read. "
               "{acts} acts by {clerks} members.", **{key: str(value) for key, value in totals.items()}))  # fmt: skip
        for row in failed:
            complain(why_not_read(row))
        if getattr(found, "verify", False) and not broken:
            say(tr("The record is whole: none of its acts was changed."))
    for document, place in broken:
        complain(
            tr("The record of document {number} was changed from act {place} on.", number=document, place=place + 1)
        )
    return FAILED if broken else ALL_WELL


def _export(address: Address, found: object) -> int:
    from reviewer.export.next_system import ProfileError
    from reviewer.workspace import exporting

    assert isinstance(found, Namespace)
    output = exporting.output_of(found)
    try:
        with _entered(address) as server:
            return ALL_WELL if exporting.export(server, found, output) else FAILED
    except (ForbiddenError, UnaskedError) as error:
        complain(refusal(output, error))
        return WRONG_USAGE
    except ProfileError as error:
        complain(str(error))
        return FAILED


def _backup(address: Address, found: object) -> int:
    rest = getattr(found, "rest", [])
    if len(rest) != 1:
        raise UsageError(tr("Say where to: reviewer workspace backup URL FILE"))
    consent = OVERWRITE if getattr(found, "overwrite", False) else NOBODY
    with _administrator(address) as admin:
        count = _backed_up(admin, Path(rest[0]), consent)
    say(trn("{count} document is in {file}.", "{count} documents are in {file}.", count, file=rest[0]))
    return ALL_WELL


def _backed_up(admin: Administration, path: Path, consent: object = NOBODY) -> int:
    from reviewer.base.gate import Consent

    assert isinstance(consent, Consent)
    try:
        return backup(admin, path, consent)
    except (ForbiddenError, UnaskedError) as error:
        raise UsageError(refusal(path, error)) from error


def _restore(address: Address, found: object) -> int:
    rest = getattr(found, "rest", [])
    if len(rest) != 1:
        raise UsageError(tr("Say what from: reviewer workspace restore URL FILE"))
    with _administrator(address, make_database=True) as admin:
        count, without = restore(admin, Path(rest[0]))
        known = [name for name in admin.members() if name not in without]
    say(
        trn(
            "{count} document is back, as of {when}.",
            "{count} documents are back, as of {when}.",
            count,
            when=made_at(Path(rest[0])),
        )
    )
    if known:
        say(tr("These logins were on the server already and are members now: {names}. Are they the same people? Else: reviewer workspace "
               "user {url} remove NAME", names="、".join(known), url=address.shown()))  # fmt: skip
    for name in without:
        complain(tr("{who} has no login on this server yet: reviewer workspace user {url} add {who} ROLE", who=name,
                    url=address.shown()))  # fmt: skip
    return ALL_WELL


def _upgrade(address: Address, found: object) -> int:
    rest = getattr(found, "rest", [])
    with _administrator(address) as admin:
        before = admin.version()
        if before == VERSION:
            say(tr("The workspace is up to date."))
            return ALL_WELL
        file = (
            Path(rest[0])
            if rest
            else Path(f"{file_stem(address.database)}-{datetime.now().astimezone():%Y%m%d-%H%M%S}.backup.zip")
        )
        _backed_up(admin, file)
        say(tr("Before anything is changed, a backup was made: {file}", file=file))
        admin.upgrade()
    say(tr("The workspace has form {version} now; programs of version {client} and newer can work with it.", version=VERSION,
           client=MIN_CLIENT))  # fmt: skip
    return ALL_WELL


def _list(address: Address, found: object) -> int:
    """One line a document, with the number by which the other commands know it."""
    assert isinstance(found, Namespace)
    rows_of, where = {"deleted", "failed", "held", "open", "done", "mine"}, found.state or "all"
    if (where != "all" and where not in rows_of) or not found.doubts.isdecimal():
        raise UsageError(tr("--state is one of {states}, --doubts a whole number.", states=", ".join(sorted(rows_of))))
    with _entered(address) as server:
        rows = server.rows(where, found.office, found.year, found.name, int(found.doubts), 1_000_000, found.layout)
    for row in rows:
        state = "deleted" if row.deleted_by else row.state
        say(
            f"{row.id:6}  {state:7}  {row.deleted_by or row.holder or row.meant_for or row.done_by or '-':10}  {row.name}"
        )
    return ALL_WELL


def _each(
    address: Address,
    found: object,
    call: Callable[[Server, int], str],
    done: Callable[[int], str],
    not_done: Callable[[int], str],
) -> int:
    """Do something with each of the documents whose numbers are given, and say what became of it."""
    rest = getattr(found, "rest", [])
    if not rest or not all(number.isdecimal() for number in rest):
        raise UsageError(tr("Say which documents, by the numbers that reviewer workspace list URL shows."))
    status = ALL_WELL
    with _entered(address) as server:
        for number in map(int, rest):
            if number < 1 << 63 and call(server, number) == "done":
                say(done(number))
            else:
                status = FAILED
                complain(not_done(number))
    return status


def _delete(address: Address, found: object) -> int:
    return _each(address, found, lambda server, number: server.set_deleted(number, True),
                 lambda number: tr("Document {number} is deleted; for 30 days “undelete” brings it back.", number=number),
                 lambda number: tr("Document {number} is not there, or is deleted already.", number=number))  # fmt: skip


def _undelete(address: Address, found: object) -> int:
    return _each(address, found, lambda server, number: server.set_deleted(number, False),
                 lambda number: tr("Document {number} is back.", number=number),
                 lambda number: tr("Document {number} is not there, or its source was added again meanwhile.", number=number))  # fmt: skip


def _free(address: Address, found: object) -> int:
    return _each(address, found, lambda server, number: server.free(number),
                 lambda number: tr("Document {number} is free; what its holder did and sends later is kept.", number=number),
                 lambda number: tr("Nobody keeps document {number}.", number=number))  # fmt: skip


def _read_again(address: Address, found: object) -> int:
    return _each(address, found, lambda server, number: "done" if server.read_again(number) else "late",
                 lambda number: tr("Document {number} is read again by whoever reads next.", number=number),
                 lambda number: tr("Document {number} is none that could not be read.", number=number))  # fmt: skip


def _purge(address: Address, _found: object) -> int:
    """What programs do little by little (tidy), at once."""
    count = 0
    with _entered(address) as server:
        while some := server.purge():
            count += some
    say(trn("{count} document that was deleted more than 30 days ago is gone for good.",
            "{count} documents that were deleted more than 30 days ago are gone for good.", count))  # fmt: skip
    return ALL_WELL


_COMMANDS: dict[str, Callable[[Address, object], int]] = {
    "create": _create, "status": _status, "add": _add, "export": _export, "user": _user, "backup": _backup, "restore": _restore,
    "upgrade": _upgrade, "set": _set, "list": _list, "delete": _delete, "undelete": _undelete, "free": _free,
    "read-again": _read_again, "purge": _purge,
}  # fmt: skip
