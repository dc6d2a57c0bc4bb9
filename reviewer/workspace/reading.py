"""Read documents of a workspace: any machine that has the program and a login takes the next one, reads it, hands it in."""

from __future__ import annotations

import os
import socket
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID, uuid4

from reviewer import __version__
from reviewer.base import words
from reviewer.base.i18n import language, tr
from reviewer.base.lines import file_stem
from reviewer.base.private import workplace_prefix
from reviewer.reading import jobs
from reviewer.reading.faults import sentence
from reviewer.workers.supervisor import Supervisor
from reviewer.workers.terms import Event, Fault, Job, Limits, Receipt
from reviewer.workspace.address import WorkspaceError
from reviewer.workspace.lasting import Lasting, waiting
from reviewer.workspace.lessons import words_of
from reviewer.workspace.server import Server
from reviewer.workspace.terms import ForbiddenHereError, OfflineError, OldClientError, Read, ReadJob
from reviewer.workspace.transport import layout_of, package_of

LEASE = 180
"""Seconds for which a worker is given a document; renewed while it reads."""
_PAUSE = 5.0
_LEARN = 60.0
"""Seconds after which it is asked again what the team has learnt."""
_TIDY = 3600.0
"""Seconds between two times that what was deleted long enough ago is ended."""
_BEHIND = 5
"""How far a worker that reads beside people steps back for what they do (nice)."""
_FINAL = (Fault.RAISED, Fault.MEMORY, Fault.SILENT, Fault.TIME, Fault.OUTPUT)
"""Faults that the next worker would come to as well."""


def read_package(path: str, session: str, known: words.Words, report: Any) -> dict[str, Any]:
    """In a worker: read a source into a session as it travels, with these words; the receipt has what the queue shows of it."""
    from reviewer.session.store import load_session
    from reviewer.workspace.dealing import office_of

    words.use(known)
    receipt = jobs.keep(path, session, report)
    if receipt["problem"]:
        return receipt
    ((review, _),) = load_session(Path(session))
    Path(session).with_suffix(".package").write_bytes(package_of(Path(session)))
    return receipt | {
        "office": office_of(review), "year": review.root.value("year") or "", "layout": layout_of(review),
        "doubts": review.count_doubtful(), "fields": sum(1 for _ in review.refs()),
    }  # fmt: skip


def read_elsewhere(name: str, data: bytes, known: words.Words, report: Any) -> dict[str, Any]:
    """In a worker on another machine: the same for a source that travels with its job, as there is no folder that both see; the receipt
    has the session as it travels.
    """
    with tempfile.TemporaryDirectory(prefix=workplace_prefix("work"), ignore_cleanup_errors=True) as folder:
        file = Path(folder, name)
        file.write_bytes(data)
        session = Path(folder, "read.session")
        receipt = read_package(str(file), str(session), known, report)
        if receipt["problem"]:
            return receipt
        return receipt | {"package": session.with_suffix(".package").read_bytes()}


class NoRoomError(WorkspaceError):
    """This machine has no place for what is to be read."""


class Crew(Protocol):
    """Who reads: a supervisor of processes here, or a cluster (reading.cluster), of which one asks what becomes of each job."""

    def __enter__(self) -> Crew: ...
    def __exit__(self, *_: object) -> None: ...
    @property
    def is_busy(self) -> bool: ...
    def submit(self, job: Job) -> None: ...
    def stop(self, key: str) -> None: ...
    def next_event(self, timeout: float) -> Event | None: ...


def start_behind(surroundings: jobs.Surroundings) -> None:
    """In a worker, once: as any that reads, but behind what people do on the machine, where the system can be told so."""
    if hasattr(os, "nice"):
        os.nice(_BEHIND)
    jobs.start(surroundings)


@dataclass
class _Taken:
    job: ReadJob
    session: Path
    renewed: float
    must_end: bool = False
    """Whether the workspace wants it read to the end, also where nobody wants to read here any more."""


class Reader:
    """Reads what the workspace has to be read, with worker processes that one document cannot take along."""

    def __init__(
        self,
        server: Server,
        workers: int = 1,
        limits: Limits | None = None,
        told: Callable[[str], None] | None = None,
        behind: bool = False,
        elsewhere: Crew | None = None,
        patience: float = 0.0,
    ) -> None:
        """`told` hears a sentence for each document that could not be read; `behind`: people work on this machine too; `elsewhere` has
        the documents read, instead of processes here; for `patience` seconds the server may go away.
        """
        self._behind, self._elsewhere = behind, elsewhere
        self._told = told or (lambda _sentence: None)
        self._line, self._workers = Lasting(server, patience, lambda _why: self._told(waiting())), workers
        self._limits = limits or Limits()
        self._name = f"{socket.gethostname()}/{server.hello.name}"
        self._taken: dict[str, _Taken] = {}
        self._own = self._known = words.in_use()
        self._learnt = -_LEARN
        self._tidied = -_TIDY
        self._asked: UUID | None = None
        """The question to which no answer has come yet."""
        self.read = self.failed = 0

    def run(self, once: bool = False, wanted: Callable[[], bool] = lambda: True) -> None:
        """Read until stopped, or, `once`, until nothing is left. Raises WorkspaceError, WorkersError, KeyboardInterrupt: what was begun is
        given back then, or read by somebody else when its time has run out.

        Once `wanted` says no, what was begun is given back at once, without counting as a try, and nothing more is taken; only what was
        given back several times is read to its end.
        """
        self._line.wanted = wanted
        try:
            self._read_on(once, wanted)
        except BaseException:
            self._leave_to_others()
            raise
        finally:
            self._line.__exit__()

    def _read_on(self, once: bool, wanted: Callable[[], bool]) -> None:
        with (
            tempfile.TemporaryDirectory(prefix=workplace_prefix("work"), ignore_cleanup_errors=True) as folder,
            self._elsewhere or self._here() as crew,
        ):
            while True:
                more = wanted() and self._take(crew, Path(folder))
                if not wanted():
                    self._give_back(crew)
                if crew.is_busy:
                    self._heed(crew)
                elif (once and not more) or not wanted():
                    return
                elif not more:
                    time.sleep(_PAUSE)

    def _leave_to_others(self) -> None:
        """What was begun is no try of the document's. By a new connection, for the old one may be in the middle of something."""
        self._line.wanted = lambda: False  # it is not waited for
        with suppress(WorkspaceError):
            if self._taken or self._asked is not None:
                self._line.server.close()
            for taken in self._taken.values():
                self._line.ask(partial(_return, taken.job))
            if self._asked is not None:
                self._line.ask(partial(_return_asked, self._asked))

    def _here(self) -> Supervisor:
        begun = start_behind if self._behind else jobs.start
        return Supervisor(self._workers, self._limits, Job("", begun, (jobs.Surroundings(language(), words.in_use()),)))

    def _give_back(self, crew: Crew) -> None:
        for key, taken in list(self._taken.items()):
            if taken.must_end:
                continue
            if self._line.ask(partial(_return, taken.job)):
                del self._taken[key]
                crew.stop(key)
            else:
                taken.must_end = True

    def _take(self, crew: Crew, folder: Path) -> bool:
        """Take documents as long as a worker is free for one; whether any was taken."""
        took = False
        while len(self._taken) < self._workers:
            job = self._next_job()
            if job is None:
                break
            place = folder / f"{job.job}-{job.number}"
            # a name as the clerk gave it, for what the reader makes of its suffix, and no way out of the folder
            suffix = Path(job.name).suffix[1:]
            file = place / (file_stem(Path(job.name).stem)[:80] + (f".{file_stem(suffix)}" if suffix else ""))
            session = place / "read.session"
            self._taken[str(job.job)] = _Taken(job, session, time.monotonic())
            if self._elsewhere is not None:
                crew.submit(Job(str(job.job), read_elsewhere, (file.name, job.source, self._words())))
            else:
                try:
                    place.mkdir()
                    file.write_bytes(job.source)
                except OSError as error:
                    raise _no_room(error.strerror or str(error)) from error
                crew.submit(Job(str(job.job), read_package, (str(file), str(session), self._words())))
            took = True
        return took

    def _next_job(self) -> ReadJob | None:
        """What the workspace gives out; asked again where the answer is lost, it is the same and no further try."""
        self._asked = uuid4()
        job = self._line.ask(partial(_claim, self._asked, self._name))
        self._asked = None
        if job is None and time.monotonic() - self._tidied >= _TIDY:
            self._tidied = time.monotonic()
            self._line.ask(_tidy)
        return job

    def _words(self) -> words.Words:
        """The words of this machine's user and those of the team, at most a minute old: what a lead has taken over helps at once."""
        if time.monotonic() - self._learnt >= _LEARN:
            self._learnt = time.monotonic()
            self._known = self._own.joined(words_of(self._line.ask(lambda server: server.lessons())))
        return self._known

    def _heed(self, crew: Crew) -> None:
        event = crew.next_event(1.0)
        if isinstance(event, Receipt) and event.key in self._taken:
            self._hand_in(self._taken.pop(event.key), event)
        for taken in list(self._taken.values()):
            if time.monotonic() - taken.renewed > LEASE / 4:
                taken.renewed = time.monotonic()
                self._line.ask(partial(_renew, taken.job))

    def _hand_in(self, taken: _Taken, receipt: Receipt) -> None:
        job, value = taken.job, receipt.value
        if receipt.fault is Fault.ROOM:  # this machine's trouble, not the document's: another one reads it
            self._taken[receipt.key] = taken
            raise _no_room(sentence(job.name, receipt, self._limits))
        problem = sentence(job.name, receipt, self._limits) if receipt.fault else str(value["problem"])
        try:
            if problem:
                final = receipt.fault is None or receipt.fault in _FINAL or receipt.tries > 1
                self._line.ask(lambda server: server.fail_job(job, problem, final))
                self.failed += 1
                self._told(problem)
                return
            package = value["package"] if self._elsewhere else taken.session.with_suffix(".package").read_bytes()
            made = Read(package, __version__, value["office"], value["year"], value["layout"], value["doubts"], value["fields"],
                        value["note"])  # fmt: skip
            try:
                self.read += self._line.ask(lambda server: server.finish_job(job, made))
            except (OfflineError, ForbiddenHereError, OldClientError):
                raise
            except (
                WorkspaceError
            ) as error:  # it is the document that the workspace does not take: the others are read all the same
                why = tr("{file}: {why}", file=job.name, why=error)
                self._line.ask(lambda server: server.fail_job(job, why, True))
                self.failed += 1
                self._told(why)
        finally:
            for file in taken.session.parent.glob("*"):
                with suppress(OSError):
                    file.unlink()


def _claim(asked: UUID, name: str, server: Server) -> ReadJob | None:
    return server.claim_job(name, LEASE, asked)


def _return_asked(asked: UUID, server: Server) -> bool:
    return server.return_asked(asked)


def _tidy(server: Server) -> int:
    return server.tidy()


def _return(job: ReadJob, server: Server) -> bool:
    return server.return_job(job)


def _renew(job: ReadJob, server: Server) -> bool:
    return server.renew_job(job, LEASE)


def _no_room(why: str) -> NoRoomError:
    return NoRoomError(
        tr("Nothing more can be read on this machine ({why}); what was begun is left to others.", why=why.rstrip("。."))
    )
