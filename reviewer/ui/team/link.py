"""The line to a workspace, from the window's side: nothing here waits for a network; answers arrive as signals."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from reviewer.base.i18n import tr
from reviewer.model.history import Entry, History
from reviewer.model.review import Review
from reviewer.session.codec import SessionError
from reviewer.session.store import load_session
from reviewer.ui.desk import Desk, OpenSource
from reviewer.ui.jobs import Jobs
from reviewer.ui.opening import Opener
from reviewer.ui.team.clocks import Clocks
from reviewer.ui.team.versions import Versions
from reviewer.workspace.address import Address, WorkspaceError
from reviewer.workspace.held import LATE, OVER, SENT, Held, Shelf, no_room_here
from reviewer.workspace.sender import News, Sender
from reviewer.workspace.server import Server
from reviewer.workspace.terms import Claimed, Hello
from reviewer.workspace.transport import values_of

log = logging.getLogger(__name__)

_AFTER_PAINT = 40
"""Milliseconds from an act until the sender is woken: what it does then does not come between a key and what it paints."""


class TeamLink(QObject):
    """The one line of a window to a workspace, and what of it is on the desk."""

    changed = Signal()
    """Connected or not, how many acts wait, what is in hand: something of it is otherwise than before."""
    said = Signal(str)
    """A sentence for the page and the bar: something was refused, or somebody else has a document now."""
    carried = Signal(object)
    """What became of the corrections of an older version of the document that was just taken (model.carry.Carried)."""
    _news = Signal(object)
    _answered = Signal(object, object, object)

    def __init__(self, desk: Desk, opener: Opener, jobs: Jobs, folder: Path, parent: QObject) -> None:
        """`folder` is the data folder: the shelf lies in it."""
        super().__init__(parent)
        self._desk, self._opener, self._jobs, self._folder = desk, opener, jobs, folder
        self._sender: Sender | None = None
        self.another: Callable[[], Server] | None = None
        """Makes one more line to the workspace, for a thread of its own; None where there is none. Raises WorkspaceError."""
        self.address: Address | None = None
        self.hello: Hello | None = None
        self.is_online = False
        self.trouble = ""
        """Why there is no line, in a sentence; empty where there is one."""
        self.is_refused = False
        """Whether the workspace has answered that it wants nothing of this client: waiting helps nothing there."""
        self._shelf: Shelf | None = None
        self._in_hand: dict[OpenSource, Held] = {}
        self._versions = Versions(desk, jobs, self.carried.emit)
        self._then: dict[Path, Callable[[OpenSource], None]] = {}
        """What is to be done once a session is open."""
        self.clocks = Clocks(desk, self.held, self._there, self)
        """How long somebody works on what is in hand."""
        self._acted = QTimer(self, singleShot=True, interval=_AFTER_PAINT)
        self._acted.timeout.connect(self._send)
        self._news.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        self._answered.connect(self._take, Qt.ConnectionType.QueuedConnection)
        opener.session_opened.connect(self._opened)
        desk.source_removed.connect(self._removed)

    # -- the line -----------------------------------------------------------------------------------------------------

    def connect_to(self, address: Address, password: str | None) -> None:
        """Begin to reach a workspace; `password` None leaves it to the keyring. How it goes is said by `changed`."""
        self.stop()
        self.address, self.trouble, self.is_refused = address, "", False
        self._shelf = Shelf.of_address(
            self._folder, address.text()
        )  # what is in hand can be worked on before there is a line
        self.another = lambda: Server.connect(address, password)
        self._sender = Sender(self.another, self._news.emit)
        self._sender.start()
        self._sender.told()
        self.changed.emit()

    def stop(self, seconds: float = 2.0) -> None:
        """Send what can be sent within so many seconds, and let the line go; what is left waits on the shelf."""
        self.clocks.put_down()
        self._acted.stop()
        if self._sender is not None:
            self._sender.told()
            self._sender.stop(seconds)
        self._sender, self.hello, self.is_online, self._shelf = None, None, False, None
        self.another = None

    @property
    def is_wanted(self) -> bool:
        """Whether there is, or is to be, a line."""
        return self._sender is not None

    @property
    def who(self) -> str:
        """By which name one is known in the workspace; also before there is a line."""
        if self.hello is not None:
            return self.hello.name
        return self.address.user if self.address is not None else ""

    @property
    def waiting(self) -> int:
        """How many acts the server does not have yet."""
        return self._sender.waiting if self._sender is not None else 0

    def ask(
        self,
        question: Callable[[Server], Any],
        done: Callable[[Any], None],
        failed: Callable[[str], None] | None = None,
    ) -> None:
        """Ask the server; `done` gets the answer, `failed` a sentence, both on this thread."""
        if self._sender is None:
            (failed or self.said.emit)(tr("There is no line to a workspace."))
            return
        self._wait_for(self._sender.ask(question), done, failed)

    def _wait_for(self, answer: Future[Any], done: Callable[[Any], None], failed: Callable[[str], None] | None) -> None:
        answer.add_done_callback(lambda future: self._answered.emit(future, done, failed or self.said.emit))

    def _take(self, future: Future[Any], done: Callable[[Any], None], failed: Callable[[str], None]) -> None:
        if future.cancelled():
            return
        error = future.exception()
        if error is None:
            done(future.result())
        elif isinstance(error, WorkspaceError | OSError):
            failed(str(error))
        else:
            log.error("asking the workspace failed", exc_info=error)
            failed(tr("The workspace gave no answer; please try again."))

    def _hear(self, news: News) -> None:
        if news.what == "online":
            self.is_online, self.is_refused, self.trouble = True, False, ""
            self.ask(lambda server: server.hello, self._greeted)
        elif news.what in ("offline", "refused"):
            self.is_online, self.is_refused, self.trouble = False, news.what == "refused", news.text
        elif news.what == "late" and news.held is not None:
            self.said.emit(
                news.text
                or tr("{file} was given to somebody else meanwhile. What you did since is kept, here and for the lead to settle.",
                      file=news.held.name)
            )  # fmt: skip
        self.changed.emit()

    def _greeted(self, hello: Hello) -> None:
        first, self.hello = self.hello is None, hello
        self._shelf = Shelf(self._folder, hello.workspace)
        if self.address is not None:
            self._shelf.reached_at(self.address.text())
        if first and hello.role == "lead":  # somebody has to, also where nothing is read any more
            self.ask(lambda server: server.tidy(), lambda _: None, lambda _: None)
        if first:
            open_ones = {opened.session: opened for opened in self._desk.sources if opened.session is not None}
            for held in self._shelf.all():
                if held.session in open_ones:
                    opened = open_ones[held.session]
                    self._follow(opened, self._in_hand.get(opened, held))
                elif held.state != OVER:
                    self._look_after(held)
        self.changed.emit()

    def _look_after(self, held: Held) -> None:
        """Something on the shelf that is not open: what was written before the window was closed last goes up now; what the server has all
        of and one has in hand no longer, for the program ended before it heard so, leaves the shelf.
        """

        def found(mine: set[int]) -> None:
            if held.state == SENT and held.document not in mine:
                held.forget_unless_open(self.who)

        def done(items: list[tuple[Review, History]]) -> None:
            record = items[0][1].record
            if self._sender is None or held in self._in_hand.values():
                return
            if len(record) > held.there:
                self._sender.follow(held, lambda: record)
            else:
                self.ask(lambda server: server.held_of([(held.document, held.lease)]), found, lambda _: None)

        def failed(error: BaseException) -> None:
            if not isinstance(error, SessionError):
                log.error("%s cannot be sent", held.session, exc_info=error)
            self.said.emit(str(error))

        self._jobs.start(lambda _report: load_session(held.session), done, failed)

    # -- documents in hand --------------------------------------------------------------------------------------------

    def held(self, opened: OpenSource | None) -> Held | None:
        """What an open source is in the workspace; None where it is not of one."""
        return self._in_hand.get(opened) if opened is not None else None

    def shelf(self) -> list[Held]:
        """Everything in hand, open or not."""
        return list(self._shelf.all()) if self._shelf is not None else []

    def put_on_desk(self, claimed: Claimed, then: Callable[[OpenSource], None] | None = None) -> None:
        """Open a claimed document, and call `then` when it is on the desk. Says so where it cannot be."""
        if self._shelf is None:
            return
        there = next(
            (held for held in self._shelf.all() if (held.document, held.lease) == (claimed.document, claimed.lease)),
            None,
        )
        try:
            held = there or self._shelf.take(claimed)
        except (WorkspaceError, OSError) as error:
            self.said.emit(no_room_here(error) if isinstance(error, OSError) else str(error))
            self.ask(
                lambda server: server.let_go(claimed.document, claimed.lease, "return"), lambda _: None, lambda _: None
            )
            return
        if then is not None:
            self._then[held.session] = then
        self._opener.open([held.session], remember=False)

    def open_held(self, held: Held) -> None:
        """Open what is on the shelf already."""
        self._opener.open([held.session], remember=False)

    def _opened(self, path: Path, sources: Sequence[OpenSource], _is_new_work: bool) -> None:
        """A session was opened; where it lies on the shelf, its acts go up from now on."""
        held = self._shelf.held_at(path) if self._shelf is not None else None
        if held is not None and len(sources) == 1 and not sources[0].read_only:
            self._follow(sources[0], held)
            if not held.there and sources[0].history is not None and not sources[0].history.record:
                self.ask(lambda server: server.older(held.document, held.lease),
                         lambda older: self._versions.carry_over(sources[0], older), lambda _: None)  # fmt: skip
            then = self._then.pop(path, None)
            if then is not None:
                then(sources[0])

    def _follow(self, opened: OpenSource, held: Held) -> None:
        history, sender = opened.history, self._sender
        if history is None or sender is None:
            return
        history.who = self.who or history.who
        if opened not in self._in_hand:  # or it was followed over another line already
            history.on_record.append(
                lambda _entry: self._told(opened)
            )  # after the session's own: it is on the disk by then
        self._in_hand[opened] = held
        self.clocks.touch()

        def record() -> Sequence[Entry]:
            is_safe = opened.live is None or opened.live.is_safe
            return history.record if is_safe else history.record[: held.there]

        if held.state != OVER:  # what is typed when it is somebody else's goes up too, as a draft
            sender.follow(held, record)
        self.changed.emit()

    def _told(self, opened: OpenSource) -> None:
        if self._sender is not None and opened in self._in_hand and not self._acted.isActive():
            self._acted.start()

    def _send(self) -> None:
        """There are acts that the server does not have; they are on the disk since they were done."""
        if self._sender is not None:
            self._sender.told()
            self.changed.emit()

    def _there(self) -> None:
        """Somebody works: what is in hand stays theirs, also while they only read."""
        if self._sender is not None:
            self._sender.touch()

    def _spent(self, opened: OpenSource, held: Held) -> None:
        """Tell how long was worked on a document, before it leaves the hand; where that fails nothing else does."""
        seconds = self.clocks.seconds(opened)
        if seconds:
            self.ask(lambda server: server.spend(held.document, held.lease, seconds), lambda _: None, lambda _: None)

    def _removed(self, opened: OpenSource) -> None:
        self.clocks.put_down()
        self.clocks.forget(opened)
        self._in_hand.pop(opened, None)  # the sender goes on with what the server does not have yet
        self.changed.emit()

    # -- giving back --------------------------------------------------------------------------------------------------

    def finish(self, opened: OpenSource, then: Callable[[], None]) -> None:
        """The clerk is done with a document: once its acts are there it leaves the desk and the shelf, and `then` is called."""
        held, review, history = self.held(opened), opened.review, opened.history
        if held is None or review is None or history is None or self._sender is None:
            return
        self._spent(opened, held)
        first = Review(review.source, history.first, review.target_accuracy, review.layout, review.loose)
        answer = self._sender.finish(held, review.count_doubtful(), values_of(review, first))
        self._wait_for(answer, lambda said: self._left(opened, held, said, then), None)

    def let_go(self, opened: OpenSource, how: str, note: str, to: str | None, then: Callable[[], None]) -> None:
        """Give a document back: "return", "postpone" or "hand_over"."""
        held = self.held(opened)
        if held is not None:
            self._spent(opened, held)
            self.ask(lambda server: server.let_go(held.document, held.lease, how, note, to),
                     lambda said: self._left(opened, held, said, then))  # fmt: skip

    def _left(self, opened: OpenSource, held: Held, said: str, then: Callable[[], None]) -> None:
        sentences = {
            "late": tr("{file} was given to somebody else meanwhile. What you did since is kept, here and for the lead to settle.",
                       file=held.name),
            "gap": tr("Not everything you did on {file} is on the server yet; please try again in a moment.", file=held.name),
            "nobody": tr("There is no such member; {file} stays with you.", file=held.name),
        }  # fmt: skip
        if said != "done":
            if said == "late":
                held.state = LATE
            self.said.emit(sentences.get(said, said))
            return
        if self._sender is not None:
            self._sender.leave(held.document)
        self._in_hand.pop(opened, None)
        self.clocks.forget(opened)
        if opened in self._desk.sources:
            self._desk.remove(opened)
        held.forget()
        self.changed.emit()
        then()
