"""A connection to a workspace: one method for each thing that its functions do, each one round trip.

To be used by one thread at a time. Whatever goes wrong is a WorkspaceError with a sentence; an OfflineError means that nothing is known
of whether it arrived, and that it may be tried again: everything that matters is known again by its own number.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Self
from uuid import UUID

from reviewer.base.i18n import tr
from reviewer.workspace.address import Address, WorkspaceError, driver, stored_password
from reviewer.workspace.lessons import LessonCalls
from reviewer.workspace.moving import moving
from reviewer.workspace.quality import QualityCalls
from reviewer.workspace.refusals import first_line, is_cut, unreachable
from reviewer.workspace.terms import (
    Appended,
    Claimed,
    CutError,
    FieldValue,
    ForbiddenHereError,
    FullError,
    Hello,
    NotYoursError,
    OfflineError,
    OldClientError,
    Read,
    ReadJob,
    Row,
    text_for_server,
)

CLIENT = 8
"""What this program speaks: servers of this schema and of OLDEST_SCHEMA up."""
OLDEST_SCHEMA = 1
_SLOW = 60.0
"""Seconds without a byte that comes or goes after which a call is given up: a server that was stopped would hold it for ever."""


class Server(QualityCalls, LessonCalls):
    """An open connection. Use as a context manager, or close()."""

    def __init__(self, address: Address, db: Any, client: int = CLIENT, secret: str | None = None) -> None:
        self.address, self.client, self._secret = address, client, secret
        self._db, self._driver = db, driver()
        self._since: float | None = None
        self._closed = threading.Event()
        self._watch = threading.Thread(target=self._look_at_clock, name="workspace-watch", daemon=True)
        self._watch.start()
        self.hello = self._greet()

    @classmethod
    def connect(cls, address: Address, password: str | None = None, client: int = CLIENT) -> Self:
        """Connect, with the password given, or that of the keyring, or what libpq finds. Raises WorkspaceError."""
        psycopg = driver()
        words = password or stored_password(address)
        secret = {"password": words} if words else {}
        try:
            db = moving(psycopg).connect(**address.arguments(), **secret, autocommit=True, prepare_threshold=None,
                                 application_name="reviewer")  # fmt: skip
        except psycopg.Error as error:
            raise unreachable(address, error) from None  # what the driver says may hold what it was given
        try:
            return cls(address, db, client, words)
        except BaseException:
            db.close()
            raise

    def again(self) -> Self:
        """Another connection to the same workspace, as the same person. Raises WorkspaceError."""
        return self.connect(self.address, self._secret, self.client)

    def _greet(self) -> Hello:
        row = self._row(
            "SELECT schema_version, min_client, workspace, name, role, lease_seconds FROM reviewer.hello(%s)",
            self.client,
        )
        hello = Hello(*row)
        if hello.min_client > self.client:
            self.close()
            raise _too_old()
        if hello.schema_version < OLDEST_SCHEMA:
            self.close()
            raise OldClientError(
                tr(
                    "The workspace is older than this program can use; please ask its administrator to run: reviewer workspace upgrade."
                )
            )
        if hello.role is None:
            self.close()
            raise ForbiddenHereError(
                tr("{who} is no member of this workspace; please ask its administrator.", who=hello.name)
            )
        return hello

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection; never raises."""
        self._closed.set()
        with suppress(Exception):
            self._db.close()

    @property
    def is_closed(self) -> bool:
        """Whether nothing can be asked any more."""
        return bool(self._db.closed)

    # -- calls ------------------------------------------------------------------------------------------------------

    def _look_at_clock(self) -> None:
        """Close the connection under a call in which nothing moves for too long: nothing else ends it."""
        while not self._closed.wait(2.0):
            since = self._since
            if since is not None and time.monotonic() - max(since, getattr(self._db, "moved", since)) > _SLOW:
                with suppress(Exception):
                    self._db.close()

    @contextmanager
    def _asking(self) -> Iterator[None]:
        self._since = time.monotonic()
        try:
            yield
        except self._driver.Error as error:
            raise self._sentence(error) from error
        except UnicodeEncodeError as error:
            raise WorkspaceError(
                tr("A text holds characters that no server can keep ({why}).", why=error.reason)
            ) from error
        finally:
            self._since = None

    def _sentence(self, error: Any) -> WorkspaceError:
        code = error.sqlstate or ""
        if code == "RV001":
            return _too_old()
        if code == "RV002":
            return ForbiddenHereError(tr("You are no member of this workspace; please ask its administrator."))
        if code in ("RV003", "42501"):
            return ForbiddenHereError(tr("Your role in this workspace does not allow that; please ask the lead."))
        if code == "RV004":
            return NotYoursError(
                tr("The workspace knows nothing of this document in your hand; what you did is kept on this machine.")
            )
        if code in ("42883", "42P01", "3F000"):
            return OldClientError(
                tr(
                    "The workspace is too old for this; please ask its administrator to run: reviewer workspace upgrade."
                )
            )
        if self._db.closed or self._db.broken or is_cut(error):
            with suppress(Exception):
                self._db.close()
            return CutError(tr("The server of the workspace does not answer; your work is kept and sent later."))
        if code[:2] == "53":
            return FullError(
                tr("The server has no room left ({why}); please tell its administrator. Your work is kept and sent once there is some.",
                   why=first_line(error))
            )  # fmt: skip
        return WorkspaceError(
            tr("The workspace refused it ({why}); please tell its administrator.", why=first_line(error))
        )

    def _rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        with self._asking():
            found: list[tuple[Any, ...]] = self._db.execute(query, values, binary=True).fetchall()
            return found

    def _row(self, query: str, *values: Any) -> tuple[Any, ...]:
        rows = self._rows(query, *values)
        if not rows:
            raise WorkspaceError(tr("The workspace gave no answer; please try again."))
        return rows[0]

    def _outcome(self, query: str, *values: Any) -> str:
        return str(self._row(query, *values)[0])

    # -- sources in, and reading them ---------------------------------------------------------------------------------

    def add_source(self, name: str, data: bytes, office: str = "") -> tuple[int, bool, int | None]:
        """Put a source in: its document, whether it is new (one content is there once), and an older version of it."""
        row = self._row("SELECT document, is_new, previous FROM reviewer.add_source(%s, %s, %s, %s)",
                        self.client, text_for_server(name), data, office)  # fmt: skip
        return row[0], row[1], row[2]

    def pieces(self, digest: bytes) -> int:
        """How many pieces of a source (by its SHA-256) this person has put there already; -1 where the whole is in the workspace."""
        return int(self._row("SELECT reviewer.pieces(%s, %s)", self.client, digest)[0])

    def put_piece(self, digest: bytes, place: int, data: bytes) -> None:
        """A piece of a source that is too large to be sent at once, each as large as the others but for the last."""
        self._rows("SELECT reviewer.put_piece(%s, %s, %s, %s)", self.client, digest, place, data)

    def add_pieces(self, name: str, digest: bytes, office: str = "") -> tuple[int, bool, int | None] | None:
        """add_source() for what came in pieces; None where they do not make up the whole: they are to be sent anew."""
        row = self._row("SELECT document, is_new, previous FROM reviewer.add_pieces(%s, %s, %s, %s)",
                        self.client, text_for_server(name), digest, office)  # fmt: skip
        return (row[0], row[1], row[2]) if row[0] is not None else None

    def take_back(self, document: int) -> str:
        """Take back what was put in, as long as nobody has had it in hand: "done" or "late"."""
        return self._outcome("SELECT reviewer.take_back(%s, %s)", self.client, document)

    def claim_job(self, worker: str, seconds: int, asked: UUID | None = None) -> ReadJob | None:
        """The next document to read; None where there is none. `asked` numbers the question: the same one is answered as the first time."""
        values = [self.client, worker, seconds, *([asked] if asked and self.hello.schema_version >= 8 else [])]
        row = self._row(
            f"SELECT job, number, document, name, bytes, previous FROM reviewer.claim_job({_places(values)})", *values
        )
        return ReadJob(*row) if row[0] is not None else None

    def renew_job(self, job: ReadJob, seconds: int) -> bool:
        """Whether the job is still this worker's; it is for so long from now on."""
        return bool(self._row("SELECT reviewer.renew_job(%s, %s, %s)", job.job, job.number, seconds)[0])

    def finish_job(self, job: ReadJob, read: Read) -> bool:
        """Hand in what was read; False where somebody else was given the job meanwhile."""
        return bool(
            self._row("SELECT reviewer.finish_job(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)", self.client, job.job,
                      job.number, read.package, read.program, text_for_server(read.office), text_for_server(read.year),
                      text_for_server(read.layout), read.doubts, read.fields, text_for_server(read.note))[0]
        )  # fmt: skip

    def fail_job(self, job: ReadJob, fault: str, final: bool) -> bool:
        """Say why a document could not be read; `final` where another try would come to the same."""
        return bool(
            self._row(
                "SELECT reviewer.fail_job(%s, %s, %s, %s, %s)",
                self.client,
                job.job,
                job.number,
                text_for_server(fault),
                final,
            )[0]
        )

    def return_job(self, job: ReadJob) -> bool:
        """Leave a document to others, unread; False where it is to be read to the end."""
        return bool(self._row("SELECT reviewer.return_job(%s, %s, %s)", self.client, job.job, job.number)[0])

    def return_asked(self, asked: UUID) -> bool:
        """Leave to others what was given out to a question of which no answer came; whether anything was."""
        if self.hello.schema_version < 8:
            return False
        return bool(self._row("SELECT reviewer.return_asked(%s, %s)", self.client, asked)[0])

    # -- claims -----------------------------------------------------------------------------------------------------

    def claim_next(self, office: str | None = None, year: str | None = None, layout: str | None = None,
                   doubts: int | None = None) -> Claimed | None:  # fmt: skip
        """The next document of the queue, for nobody else from now on; None where none is left."""
        return self._claimed("reviewer.claim_next(%s, %s, %s, %s, %s)", self.client, office, year, layout, doubts)

    def claim_one(self, document: int) -> Claimed | None:
        """A certain document; None where somebody else has it, or it is not to be worked on."""
        return self._claimed("reviewer.claim_one(%s, %s)", self.client, document)

    def fetch(self, document: int) -> Claimed | None:
        """A document with its record, only to look at; None where one may not."""
        return self._claimed("reviewer.fetch(%s, %s)", self.client, document)

    def older(self, document: int, lease: int) -> Claimed | None:
        """The nearest older version of a document in hand that somebody has worked on; None where there is none."""
        if self.hello.schema_version < 3:
            return None
        return self._claimed("reviewer.older(%s, %s, %s)", self.client, document, lease)

    def _claimed(self, call: str, *values: Any) -> Claimed | None:
        columns = "document, lease, name, office, note, seconds, acts, chain, package, bytes, entries"
        rows = self._rows(f"SELECT {columns} FROM {call}", *values)
        if not rows:
            return None
        row = rows[0]
        return Claimed(*(*row[:-1], tuple(bytes(entry) for entry in row[-1])))

    def renew(self, leases: Sequence[tuple[int, int]]) -> set[int]:
        """Say that one still works on these (document, number of the claim); those that are still in hand."""
        rows = self._rows("SELECT document, held FROM reviewer.renew(%s::bigint[], %s::bigint[])",
                          [one for one, _ in leases], [number for _, number in leases])  # fmt: skip
        return {document for document, held in rows if held}

    def leave(self, leases: Sequence[tuple[int, int]]) -> None:
        """The clerk goes and comes back: what is in hand is kept as long as the lead allows."""
        self._rows(
            "SELECT reviewer.leave(%s::bigint[], %s::bigint[])",
            [one for one, _ in leases],
            [number for _, number in leases],
        )

    # -- the record -------------------------------------------------------------------------------------------------

    def append(self, document: int, lease: int, first: int, uids: Sequence[UUID], entries: Sequence[bytes]) -> Appended:
        """Put acts on record, the first of them in place `first`; what is there already by its uid stays as it is."""
        row = self._row("SELECT outcome, count, last_chain FROM reviewer.append_acts(%s, %s, %s, %s, %s::uuid[], %s::bytea[])",
                        self.client, document, lease, first, list(uids), list(entries))  # fmt: skip
        return Appended(row[0], row[1], bytes(row[2]))

    def broken(self) -> list[tuple[int, int]]:
        """Where the record is not what it was: documents with the place of the first act that does not fit."""
        return [(row[0], row[1]) for row in self._rows("SELECT document, place FROM reviewer.broken()")]

    # -- what becomes of a document ---------------------------------------------------------------------------------

    def finish(self, document: int, lease: int, acts: int, doubts: int, values: Sequence[FieldValue] = ()) -> str:
        """The clerk is done with it: "done", "late" or "gap" (acts are not all there yet). A sample of `values` may be drawn."""
        if self.hello.schema_version < 2:
            return self._outcome(
                "SELECT reviewer.finish(%s, %s, %s, %s, %s)", self.client, document, lease, acts, doubts
            )
        return self._outcome(
            "SELECT reviewer.finish(%s, %s, %s, %s, %s, %s::text[], %s::text[], %s::text[], %s::boolean[])", self.client, document,
            lease, acts, doubts, [text_for_server(v.path) for v in values], [v.kind for v in values],
            [text_for_server(v.value) for v in values], [v.marked for v in values],
        )  # fmt: skip

    def let_go(self, document: int, lease: int, how: str, note: str = "", to: str | None = None) -> str:
        """Give it back: `how` is "return", "postpone" or "hand_over" (`to` whom). "done", "late", or "nobody" (no such member)."""
        return self._outcome(
            "SELECT reviewer.let_go(%s, %s, %s, %s, %s)", document, lease, how, text_for_server(note), to
        )

    def reopen(self, document: int) -> str:
        """Take one's own finished document up again, as long as nobody has begun to check it: "done" or "late"."""
        return self._outcome("SELECT reviewer.reopen(%s)", document)

    def send_back(self, document: int, reason: str) -> str:
        """Give a finished document back to who finished it: "done", "late", or "reason" (there has to be one)."""
        return self._outcome("SELECT reviewer.send_back(%s, %s)", document, text_for_server(reason))

    def check_off(self, document: int) -> str:
        """Somebody else's finished document was looked through: "done" or "late"."""
        return self._outcome("SELECT reviewer.check_off(%s)", document)

    def is_new_within(self, document: int, seconds: float) -> bool:
        """Whether this person put a document in no longer ago than that, by the server's clock: asked where an answer was lost."""
        rows = self._rows("SELECT added_by = session_user::text AND added_at > clock_timestamp() - make_interval(secs => %s::float8) "
                          "FROM reviewer.document WHERE id = %s", seconds, document)  # fmt: skip
        return bool(rows and rows[0][0])

    def set_deleted(self, document: int, deleted: bool) -> str:
        """Delete a document, or take it back within 30 days: "done", "late", or "twice" (its source was added again)."""
        return self._outcome("SELECT reviewer.set_deleted(%s, %s)", document, deleted)

    def free(self, document: int) -> str:
        """End the claim, or the reading, of somebody who does not come back: "done" or "late" (there is none). For leads."""
        return self._outcome("SELECT reviewer.free(%s, %s)", self.client, document)

    def purge(self, most: int = 200) -> int:
        """End for good what was deleted more than 30 days ago, so many at most; how many. For leads."""
        return int(self._row("SELECT reviewer.purge(%s, %s)", self.client, most)[0])

    def tidy(self) -> int:
        """The same by programs, again and again: a few, and none while the server's days do not pass as days do. Never raises for that
        somebody is in the way.
        """
        if self.hello.schema_version < 8:
            return 0
        try:
            return int(self._row("SELECT reviewer.tidy(%s)", self.client)[0])
        except OfflineError:
            raise
        except WorkspaceError:
            return 0

    def read_again(self, document: int) -> bool:
        """Have a document that could not be read tried again."""
        return bool(self._row("SELECT reviewer.read_again(%s)", document)[0])

    # -- looking ----------------------------------------------------------------------------------------------------

    def totals(self, fresh: bool = False) -> dict[str, int]:
        """How many documents there are, by what becomes of them; some seconds old unless a lead or reader wants them `fresh`."""
        return {key: int(value) for key, value in self._row("SELECT reviewer.totals(%s)", fresh)[0].items()}

    def rows(self, where: str = "all", office: str = "", year: str = "", text: str = "", doubts: int = 0,
             limit: int = 200, layout: str = "") -> list[Row]:  # fmt: skip
        """Lines of the queue, those first that come first. `where`: all, mine, open, held, done, failed, deleted."""
        conditions = {
            "all": "deleted_at IS NULL",
            "mine": "deleted_at IS NULL AND (holder = session_user::text OR meant_for = session_user::text) AND state = 'ready'",
            "open": "deleted_at IS NULL AND state = 'ready' AND holder IS NULL",
            "held": "deleted_at IS NULL AND state = 'ready' AND holder IS NOT NULL",
            "done": "deleted_at IS NULL AND state IN ('done', 'checked')",
            "failed": "state = 'failed' AND deleted_at IS NULL",
            "deleted": "deleted_at IS NOT NULL",
        }  # fmt: skip
        rows = self._rows(
            "SELECT id, name, office, year, layout, state, doubts, fields, holder, lease, extract(epoch FROM held_until - now())::float8, "
            "meant_for, note, noted_by, done_by, acts, deleted_by, "
            "ceil(extract(epoch FROM deleted_at + interval '30 days' - now()) / 86400)::integer FROM reviewer.document "
            f"WHERE {conditions[where]} AND (%s = '' OR office = %s) AND (%s = '' OR year = %s) AND (%s = '' OR strpos(name, %s) > 0) "
            "AND (%s = 0 OR doubts >= %s) AND (%s = '' OR layout = %s) ORDER BY place, id LIMIT %s",
            office, office, year, year, text, text, doubts, doubts, layout, layout, limit,
        )  # fmt: skip
        return [Row(*row) for row in rows]

    def offices(self) -> list[str]:
        """The offices of which there are documents."""
        return [
            row[0]
            for row in self._rows(
                "SELECT DISTINCT office FROM reviewer.document WHERE office <> '' ORDER BY 1 LIMIT 2000"
            )
        ]

    def layouts(self) -> list[str]:
        """The layouts (transport.layout_of) of which there are documents."""
        query = "SELECT DISTINCT layout FROM reviewer.document WHERE layout <> '' ORDER BY 1 LIMIT 200"
        return [row[0] for row in self._rows(query)]

    def members(self) -> list[tuple[str, str]]:
        """Who there is, with their roles."""
        return [(row[0], row[1]) for row in self._rows("SELECT name, role FROM reviewer.member ORDER BY name")]

    def drafts(self) -> list[tuple[int, str, str, int, int]]:
        """Late acts that nobody has settled yet: document, its name, whose, number of the claim, how many."""
        rows = self._rows(
            "SELECT t.document, d.name, t.who, t.lease, count(*) FROM reviewer.draft t JOIN reviewer.document d ON d.id = t.document "
            "WHERE t.settled_at IS NULL GROUP BY 1, 2, 3, 4 ORDER BY 1, 3, 4"
        )
        return [(row[0], row[1], row[2], row[3], row[4]) for row in rows]

    def is_others(self, document: int) -> bool:
        """Whether somebody else has a document in hand."""
        query = "SELECT FROM reviewer.document WHERE id = %s AND state = 'ready' AND holder <> session_user::text"
        return bool(self._rows(query, document))

    def held_of(self, leases: Sequence[tuple[int, int]]) -> set[int]:
        """Those of these (document, number of the claim) that one still has in hand."""
        rows = self._rows("SELECT d.id FROM reviewer.document d JOIN unnest(%s::bigint[], %s::bigint[]) AS m (id, lease) "
                          "ON d.id = m.id AND d.lease = m.lease WHERE d.state = 'ready' AND d.holder = session_user::text",
                          [one for one, _ in leases], [number for _, number in leases])  # fmt: skip
        return {row[0] for row in rows}

    def draft_entries(self, document: int, who: str, lease: int) -> list[tuple[int, bytes]]:
        """The late acts of one claim, each with its place."""
        rows = self._rows("SELECT place, entry FROM reviewer.draft WHERE document = %s AND who = %s AND lease = %s ORDER BY place",
                          document, who, lease)  # fmt: skip
        return [(row[0], bytes(row[1])) for row in rows]

    def settle_draft(self, document: int, who: str, lease: int) -> bool:
        """Somebody has decided what becomes of late acts; they stay on record."""
        return bool(self._row("SELECT reviewer.settle_draft(%s, %s, %s)", document, who, lease)[0])


def _places(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def _too_old() -> OldClientError:
    return OldClientError(
        tr(
            "This program is too old for the workspace; your work is kept here and sent after an update: please update the program."
        )
    )
