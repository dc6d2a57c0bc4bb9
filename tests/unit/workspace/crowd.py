"""A crowd of clerks, each a process with the session, shelf and sender of the real program, that are killed at any moment.

    python tests/unit/workspace/crowd.py ADDRESS NAME FOLDER SECONDS ACTS_A_SECOND

A clerk takes the next document, corrects its doubtful field again and again, and finishes it, gives it back or postpones it; what a
clerk was killed over is gone on with at the next start. Each act is written down in FOLDER/acts.log once it is on the clerk's disk, and
each answer of the server's in FOLDER/times.log: when it was asked for (by the machine's clock) and how long that took. With SECONDS 0
only what is left is sent.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from reviewer.model import acts
from reviewer.model.fields import FieldRef
from reviewer.session.live import LiveSession
from reviewer.session.store import load_session
from reviewer.workspace.address import Address
from reviewer.workspace.held import SENT, Held, Shelf
from reviewer.workspace.sender import News, Sender
from reviewer.workspace.server import Server

VALUE = FieldRef(2, "annual_value")
PASSWORD = "Wolke-7-über-dem-See"


class Timed(Server):
    """Writes down how long claims and appending take."""

    log: IO[str]

    def claim_next(self, *values: object, **more: object) -> object:  # type: ignore[override]
        return self._timed("claim", super().claim_next, *values, **more)

    def append(self, *values: object) -> object:  # type: ignore[override]
        return self._timed("act", super().append, *values)

    def _timed(self, what: str, call: object, *values: object, **more: object) -> object:
        begun = time.monotonic()
        answer = call(*values, **more)  # type: ignore[operator]
        self.note(what, begun)
        return answer

    @classmethod
    def note(cls, what: str, begun: float) -> None:
        """Something that began then is over."""
        cls.log.write(f"{what} {begun:.3f} {time.monotonic() - begun:.6f}\n")
        cls.log.flush()


class Robot:
    """One clerk."""

    def __init__(self, address: str, folder: Path, pace: float) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._pace = pace
        self._done = open(folder / "acts.log", "a", encoding="utf-8")  # noqa: SIM115 - open as long as the robot lives
        Timed.log = open(folder / "times.log", "a", encoding="utf-8")  # noqa: SIM115
        place = Address.parse(address)
        self._arrivals: list[tuple[Held, int, float]] = []
        """Acts that the server does not have yet: of which document, in which place, when they were done."""
        self._looked = time.monotonic()
        self.sender = Sender(lambda: Timed.connect(place, PASSWORD), self._hear)
        self.sender.start()
        self._shelf: Shelf | None = None
        self._folder = folder
        self._random = random.Random(os.getpid())

    def _hear(self, news: News) -> None:
        """On the sender's thread: acts are there."""
        if news.what == "sent":
            for each in [each for each in self._arrivals if each[0] is news.held and each[1] < each[0].sent]:
                Timed.note("arrival", each[2])
                self._arrivals.remove(each)

    def _look(self) -> None:
        """Ask for what the page of the queue shows, as often as that does."""
        if time.monotonic() - self._looked > 5:
            self._looked = time.monotonic()
            self.sender.ask(lambda server: (server.rows("open", limit=500), server.totals()))

    def _ask(self, question: object) -> object:
        while True:
            try:
                return self.sender.ask(question).result(60)  # type: ignore[arg-type]
            except Exception:  # offline: tried again
                time.sleep(0.2)

    def left_over(self) -> Iterator[Held]:
        """What an earlier life left on the shelf."""
        for folder in (self._folder / "workspace").glob("*"):
            yield from Shelf(self._folder, folder.name).all()

    def next(self) -> Held | None:
        claimed = self._ask(lambda server: server.claim_next())
        if claimed is None:
            return None
        if self._shelf is None:
            self._shelf = Shelf(self._folder, str(self._ask(lambda server: server.hello.workspace)))
        return self._shelf.take(claimed)  # type: ignore[arg-type]

    def work(self, held: Held, until: float, least: int = 0) -> None:
        """Some acts, the `least` of them also where the time is over; then what is left is sent, and the document leaves the hand."""
        items = load_session(held.session)
        ((review, history),) = items
        live = LiveSession.open(held.session, items, "robot")
        self.sender.follow(held, lambda: history.record)
        for number in range(self._random.randint(2, 9)):
            if number >= least and (time.monotonic() > until or held.state != SENT):
                break
            place = len(history.record)
            begun = time.monotonic()
            self._arrivals.append((held, place, begun))
            history.do(acts.set_value(review, VALUE, f"≥{self._random.randint(1, 10**9)}期"))
            Timed.note("disk", begun)
            self.sender.told()
            self._done.write(f"{held.document} {held.lease} {place} {review.field(VALUE).value}\n")
            self._done.flush()
            self._look()
            time.sleep(self._random.expovariate(self._pace))
        while self.sender.waiting:
            self.sender.told()
            time.sleep(0.02)
        how = self._random.choice(("finish", "finish", "finish", "return", "postpone"))
        if held.state == SENT and how == "finish":
            self._ask(lambda server: server.finish(held.document, held.lease, held.sent, 0))
        elif held.state == SENT:
            self._ask(lambda server: server.let_go(held.document, held.lease, how, "später"))
        self.sender.leave(held.document)
        live.close()
        held.forget()


def main(address: str, name: str, folder: Path, seconds: float, pace: float) -> None:
    robot = Robot(address, folder, pace)
    until = time.monotonic() + seconds
    for held in list(robot.left_over()):
        robot.work(held, until, least=1)  # who comes back types on before the server has said anything
    while time.monotonic() < until:
        taken = robot.next()
        if taken is None:
            break
        robot.work(taken, until)
    robot.sender.stop()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), float(sys.argv[4]), float(sys.argv[5]))
