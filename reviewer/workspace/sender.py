"""The sender: a thread that tells the server what was written here already, in order, and waits where nobody answers.

The local session is written first, always; nothing here is waited for. The one connection of a client is this thread's: what the
window wants to know of the server is asked here too.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from reviewer.base.i18n import tr
from reviewer.model.history import Entry
from reviewer.workspace.address import WorkspaceError
from reviewer.workspace.held import LATE, OVER, SENT, Held, no_room_here
from reviewer.workspace.server import Server
from reviewer.workspace.terms import Appended, FieldValue, NotYoursError, OfflineError
from reviewer.workspace.transport import encode, uid_of

log = logging.getLogger(__name__)
BATCH = 200
"""Acts that are sent in one go."""
_PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
"""Seconds between two tries to reach a server that does not answer."""
IDLE = 600.0
"""So many seconds after the last key a clerk counts as away: claims are renewed no longer."""


@dataclass(frozen=True, slots=True)
class News:
    """Something that the window has to know. `what`: "online", "offline" (`text` why), "sent" (all acts of `held` are there),
    "late" (somebody else was given `held`, or `text` what became of it; what was done since is kept here and on the server as a draft),
    "refused" (`text` why).
    """

    what: str
    held: Held | None = None
    text: str = ""


@dataclass
class _Followed:
    held: Held
    record: Callable[[], Sequence[Entry]]
    told: int = -1
    """How many acts the last "sent" was of."""
    is_sure: bool = False
    """Whether this very server has been asked how much of it it has: it may have been set back to a backup since it said so."""
    refused: bool = False
    """Whether the server takes nothing of it, not even as a draft."""

    @property
    def waiting(self) -> int:
        """How many acts the server does not have yet and would take."""
        return 0 if self.refused or self.held.state == OVER else max(0, len(self.record()) - self.held.there)


def _gone(held: Held) -> str:
    return tr(
        "{file} is in your hand no longer: it was finished, given back, freed or deleted. What you do in it from now on is kept, here and "
        "for the lead to settle.",
        file=held.name,
    )


class Sender:
    """Sends the acts of everything that is followed. `heard` is called on the sender's thread."""

    def __init__(self, connect: Callable[[], Server], heard: Callable[[News], None]) -> None:
        self._connect, self._heard = connect, heard
        self._server: Server | None = None
        self._followed: dict[int, _Followed] = {}
        self._asked: queue.SimpleQueue[tuple[Callable[[Server], Any], Future[Any]]] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._stopping = False
        self._tries = 0
        self._renewed = 0.0
        self._seconds = 120
        self._active = time.monotonic()
        self._online: bool | None = None
        self._thread = threading.Thread(target=self._run, name="workspace-sender", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    # -- from the window's thread: nothing here waits -----------------------------------------------------------------

    def follow(self, held: Held, record: Callable[[], Sequence[Entry]]) -> None:
        """Send what `record` has beyond what the server has, now and whenever told() says so. `record` only ever grows, and
        holds only what is on this machine's disk.
        """
        with self._lock:
            self._followed[held.document] = _Followed(held, record)
        self._wake.set()

    def leave(self, document: int) -> None:
        """Follow a document no longer."""
        with self._lock:
            self._followed.pop(document, None)

    def told(self) -> None:
        """There are new acts."""
        self._active = time.monotonic()
        self._wake.set()

    def touch(self) -> None:
        """The clerk is there."""
        self._active = time.monotonic()

    def ask(self, question: Callable[[Server], Any]) -> Future[Any]:
        """Have something asked of the server, after what is to be sent; it fails with WorkspaceError, at once where offline."""
        answer: Future[Any] = Future()
        self._asked.put((question, answer))
        self._wake.set()
        return answer

    def finish(self, held: Held, doubts: int, values: Sequence[FieldValue]) -> Future[str]:
        """Say that the clerk is done with a document, once all its acts are there; "done", "late" or "gap"."""
        return self.ask(lambda server: server.finish(held.document, held.lease, held.sent, doubts, values))

    @property
    def waiting(self) -> int:
        """How many acts the server does not have yet."""
        with self._lock:
            followed = list(self._followed.values())
        return sum(each.waiting for each in followed)

    def wait_until_sent(self, seconds: float) -> bool:
        """Wait until the server has everything; False where that takes longer."""
        until = time.monotonic() + seconds
        while self.waiting and time.monotonic() < until:
            time.sleep(0.01)
        return not self.waiting

    def stop(self, seconds: float = 5.0) -> None:
        """Send what can be sent within so many seconds, say that the clerk goes, and end."""
        if self._online:
            self.wait_until_sent(seconds)
        self._stopping = True
        self._wake.set()
        self._thread.join(seconds)
        server = self._server
        if self._thread.is_alive() and server is not None:
            server.close()  # under a call that does not come back

    # -- on the sender's thread ---------------------------------------------------------------------------------------

    def _run(self) -> None:
        while not self._stopping:
            pause = self._seconds / 4 if self._online else _PAUSES[min(self._tries, len(_PAUSES) - 1)]
            self._wake.wait(pause)
            self._wake.clear()
            if self._stopping:
                break
            try:
                self._once()
            except OfflineError as error:
                self._went_offline(str(error))
            except WorkspaceError as error:
                self._went_offline(str(error), "refused")
            except (
                OSError
            ) as error:  # how far it is cannot be put down; the acts themselves are known again on the server
                self._went_offline(no_room_here(error))
            except Exception as error:  # whatever it is: the acts are on this disk, and the next try may go better
                log.warning("sending failed", exc_info=error)
                self._went_offline(repr(error), "refused")
        self._end()

    def _once(self) -> None:
        server = self._reached()
        self._send(server)
        self._came_online()
        self._answer(server)
        self._renew(server)

    def _reached(self) -> Server:
        if self._server is None or self._server.is_closed:
            self._server = self._connect()
            self._seconds = self._server.hello.lease_seconds
            self._renewed = 0.0
            with self._lock:
                for each in self._followed.values():
                    each.is_sure = False
        return self._server

    def _came_online(self) -> None:
        """The server takes what there is: one that answers and takes nothing, for its disk is full, is not tried every moment."""
        self._tries = 0
        if not self._online:
            self._online = True
            self._heard(News("online"))

    def _went_offline(self, why: str, what: str = "offline") -> None:
        self._tries += 1
        if self._server is not None and (what == "offline" or self._server.is_closed):
            self._server.close()
            self._server = None
        if self._online is not False or what == "refused":
            self._online = False
            self._heard(News(what, text=why))
        while not self._asked.empty():
            self._asked.get()[1].set_exception(OfflineError(why) if what == "offline" else WorkspaceError(why))

    def _send(self, server: Server) -> None:
        with self._lock:
            followed = list(self._followed.values())
        for each in followed:
            if each.held.state == SENT and not each.is_sure:
                self._make_sure(server, each)
            while each.held.state == SENT and each.held.sent < len(each.record()):
                self._send_some(server, each)
            if each.held.state == LATE:  # what was typed before the clerk could know it, and after
                self._send_rest(server, each)
            if each.held.state == SENT and each.told != each.held.sent:
                each.told = each.held.sent
                self._heard(News("sent", each.held))

    def _make_sure(self, server: Server, each: _Followed) -> None:
        """Ask how much the server has, by sending nothing; what it was set back behind goes up again, also where nothing more is done."""
        held = each.held
        with suppress(NotYoursError):  # that is said with the next act
            came = server.append(held.document, held.lease, held.sent, [], [])
            if came.outcome == "gap" and came.count < held.sent:
                held.sent = came.count
                held.save()
        each.is_sure = True

    def _send_some(self, server: Server, each: _Followed) -> None:
        held = each.held
        came, count = self._append(server, each)
        if came.outcome == "kept":
            held.sent, held.chain = held.sent + count, came.chain.hex()
            held.save()
        elif came.outcome == "gap" and came.count < held.sent:
            held.sent = came.count  # the server was set back to a backup: what it lost is here still
        else:
            each.refused = came.outcome == "unknown"
            held.state = LATE  # before the rest goes: an act that comes meanwhile is then known to be a draft
            held.save()
            self._send_rest(server, each)
            self._say_late(server, held)

    def _send_rest(self, server: Server, each: _Followed) -> None:
        """The claim is somebody else's now: the server keeps everything that was done under it as a draft."""
        held = each.held
        while each.waiting:
            start = held.there
            came, count = self._append(server, each)
            each.refused = came.outcome not in ("kept", "late")
            if not each.refused:
                held.drafted = start + count
                held.save()

    def _append(self, server: Server, each: _Followed) -> tuple[Appended, int]:
        """The next acts that the server does not have, and how many they are; "unknown" where it knows nothing of the claim."""
        held, start = each.held, each.held.there
        entries = [encode(entry) for entry in each.record()[start : start + BATCH]]
        uids = [uid_of(held.copy, held.document, held.lease, start + n, entry) for n, entry in enumerate(entries)]
        try:
            return server.append(held.document, held.lease, start, uids, entries), len(entries)
        except NotYoursError as error:  # this one is not to hold up the others
            log.warning("%s: %s", held.session, error)
            return Appended("unknown", start, b""), len(entries)

    def _answer(self, server: Server) -> None:
        while not self._asked.empty():
            question, answer = self._asked.get()
            try:
                answer.set_result(question(server))
            except OfflineError as error:
                answer.set_exception(error)
                raise
            except WorkspaceError as error:
                answer.set_exception(error)
            except Exception as error:
                log.warning("asking the workspace failed", exc_info=error)
                answer.set_exception(error)

    def _renew(self, server: Server) -> None:
        now = time.monotonic()
        with self._lock:
            held = [each.held for each in self._followed.values() if each.held.state == SENT]
        if not held or now - self._renewed < self._seconds / 5 or now - self._active > IDLE:
            return
        self._renewed = now
        kept = server.renew([(one.document, one.lease) for one in held])
        for one in held:
            if one.document not in kept and one.sent >= len(self._record_of(one)):
                one.state = LATE
                one.save()
                self._say_late(server, one)

    def _say_late(self, server: Server, held: Held) -> None:
        """Somebody else has it, or nobody: it was finished or given back elsewhere, freed or deleted by a lead."""
        self._heard(News("late", held, "" if server.is_others(held.document) else _gone(held)))

    def _record_of(self, held: Held) -> Sequence[Entry]:
        with self._lock:
            each = self._followed.get(held.document)
        return each.record() if each is not None else ()

    def _end(self) -> None:
        server, self._server = self._server, None
        while not self._asked.empty():
            self._asked.get()[1].cancel()
        if server is None:
            return
        try:
            with self._lock:
                held = [each.held for each in self._followed.values() if each.held.state == SENT]
            if held:
                server.leave([(one.document, one.lease) for one in held])
        except WorkspaceError as error:
            log.info("the server was not told that the clerk goes: %s", error)
        server.close()
