"""What a clerk has in hand, on the clerk's own machine: a session for each document, and beside it how much of it the server has."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

from reviewer.base.i18n import tr
from reviewer.base.private import close_to_others, make_folder
from reviewer.session.lock import HeldError, Lock
from reviewer.workspace.terms import Claimed
from reviewer.workspace.transport import unpack

_ADDRESS = "address"
"""The file of a shelf that says where its workspace was reached last."""
SENT, LATE, OVER = "sent", "late", "over"
"""What a document in hand can be: being sent; refused because somebody else was given it; given back."""


@dataclass
class Held:
    """A document in hand. `session` is its file; `sent` how many acts the server has said it has; `copy` numbers this very copy.

    `drafted` counts the same where the document is somebody else's meanwhile: up to there the acts are on the server as drafts.
    `chain` is the running hash after the last of them (hex): with it a record that was changed on the server is seen from here.
    """

    workspace: str
    document: int
    lease: int
    name: str
    session: Path
    sent: int = 0
    chain: str = ""
    state: str = SENT
    note: str = ""
    office: str = ""
    copy: UUID = field(default_factory=uuid4)
    drafted: int = 0

    @property
    def there(self) -> int:
        """How many acts the server has, on record or as drafts."""
        return max(self.sent, self.drafted) if self.state == LATE else self.sent

    @property
    def _beside(self) -> Path:
        return self.session.with_suffix(".json")

    def save(self) -> None:
        """Put down how far it is, whole or not at all. Raises OSError."""
        data = asdict(self) | {"session": self.session.name, "copy": str(self.copy)}
        temporary = self._beside.with_name(f".{secrets.token_hex(6)}.tmp")
        try:
            temporary.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
            close_to_others(temporary)
            os.replace(temporary, self._beside)
        except OSError:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise

    @property
    def _clock(self) -> Path:
        return self.session.with_suffix(".seconds")

    @property
    def seconds(self) -> float:
        """For how long it was worked on here, as far as that was put down. Beside the rest, which older programs read too."""
        try:
            return max(0.0, float(self._clock.read_text(encoding="utf-8")))
        except (OSError, ValueError):
            return 0.0

    def put_seconds(self, seconds: float) -> None:
        """Put down for how long it was worked on. Never raises: the time is worth no trouble."""
        with suppress(OSError):
            self._clock.write_text(f"{seconds:.1f}", encoding="utf-8")
            close_to_others(self._clock)

    def forget_unless_open(self, who: str) -> bool:
        """forget(), where no window has it open; whether that was so."""
        lock = Lock(self.session)
        try:
            lock.acquire(who)
        except (HeldError, OSError):
            return False
        self.forget()
        lock.release()
        return True

    def forget(self) -> None:
        """It is given back, and the server has all of it: the copy goes. Never raises."""
        for path in (
            self._beside,
            self._clock,
            self.session,
            *(self.session.with_name(self.session.name + end) for end in ("-wal", "-shm")),
        ):
            with suppress(OSError):
                path.unlink(missing_ok=True)


def no_room_here(error: OSError) -> str:
    """What is said where this machine's own disk takes nothing."""
    return tr("Nothing can be written on this machine ({why}); please make room.", why=error.strerror or error)


class Shelf:
    """The folder of everything that a clerk has in hand of one workspace."""

    def __init__(self, data_folder: Path, workspace: str) -> None:
        self.folder = data_folder / "workspace" / workspace
        self._workspace = workspace

    @classmethod
    def of_address(cls, data_folder: Path, address: str) -> Shelf | None:
        """The shelf of the workspace that was last reached there, for who begins without a line; None where none was."""
        for path in sorted((data_folder / "workspace").glob(f"*/{_ADDRESS}")):
            with suppress(OSError, ValueError):
                if path.read_text(encoding="utf-8") == address:
                    return cls(data_folder, path.parent.name)
        return None

    def reached_at(self, address: str) -> None:
        """Put down where the workspace is (no password is in an address). Never raises: it is only for who begins without a line."""
        with suppress(OSError):
            make_folder(self.folder.parent)
            make_folder(self.folder)
            for other in self.folder.parent.glob(f"*/{_ADDRESS}"):
                if other.parent != self.folder and other.read_text(encoding="utf-8") == address:
                    other.unlink()  # another workspace was there before
            (self.folder / _ADDRESS).write_text(address, encoding="utf-8")
            close_to_others(self.folder / _ADDRESS)

    def take(self, claimed: Claimed) -> Held:
        """Put a claimed document on the shelf. Raises WorkspaceError and OSError."""
        make_folder(self.folder.parent)
        make_folder(self.folder)
        path = self.folder / f"{claimed.document}-{claimed.lease}.review"
        path.unlink(missing_ok=True)
        held = Held(self._workspace, claimed.document, claimed.lease, claimed.name, path, claimed.acts, claimed.chain.hex(),
                    note=claimed.note, office=claimed.office)  # fmt: skip
        try:
            unpack(claimed, path)
            close_to_others(path)
            held.save()
        except BaseException:
            held.forget()
            raise
        return held

    def all(self) -> Iterator[Held]:
        """What lies there; what cannot be read is left alone."""
        for path in sorted(self.folder.glob("*.json")):
            with suppress(OSError, ValueError, KeyError, TypeError):
                data = json.loads(path.read_text(encoding="utf-8"))
                held = Held(**data | {"session": self.folder / Path(data["session"]).name, "copy": UUID(data["copy"])})
                if held.session.is_file():
                    yield held

    def held_at(self, session: Path) -> Held | None:
        """What lies at this path; None where it is nothing of the shelf."""
        if session.parent != self.folder:
            return None
        return next((held for held in self.all() if held.session == session), None)
