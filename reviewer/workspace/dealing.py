"""Deal documents out to clerks: each gets packages (sessions) in a folder of their own under a shared one, without any server."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from reviewer.base.files import sentence_of
from reviewer.base.gate import WriteError
from reviewer.base.i18n import tr
from reviewer.base.lines import file_stem
from reviewer.model.history import History
from reviewer.model.review import Review
from reviewer.session.store import SUFFIX, save_session
from reviewer.workspace import ledger
from reviewer.workspace.ledger import Dealt

WAYS = ("office", "number")
"""By office: those of one office go to one person, as even as that allows. By number: the same number for each."""
PACKAGE = 20
"""How many documents a package holds at most, unless somebody says otherwise: a damaged file costs no more than these."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A document to deal: its review as it stands, and where its source lies ("" where that is not known)."""

    review: Review
    history: History
    origin: str = ""

    @property
    def office(self) -> str:
        """Whose document it is, as far as it says so itself; "" where it does not."""
        return office_of(self.review)

    @property
    def weight(self) -> int:
        """How much there is to do: its doubtful fields, and the look at it."""
        return 1 + self.review.count_doubtful()


@dataclass
class Deal:
    """What became of a deal: what each person was given, and the names of documents left out because they were out already."""

    rows: list[Dealt] = field(default_factory=list)
    twice: list[tuple[str, str]] = field(default_factory=list)
    """Pairs of a document's name and who has it already."""


def office_of(review: Review) -> str:
    """The office that a review is about: the document's department, else the unit of its first entry; "" where neither is there."""
    department = review.root.value("department")
    if department:
        return department
    for entry in review.entries:
        value = entry.value("unit") or (entry.value("name") if entry.kind in ("unit", "department") else None)
        if value:
            return value
    return ""


def deal(
    pieces: Sequence[Piece],
    folder: Path,
    people: Sequence[str],
    by: str = "office",
    size: int = PACKAGE,
    due: date | None = None,
    again: bool = False,
) -> Deal:
    """Write the packages into `folder`, one folder for each of `people`, and put the deal into its ledger.

    A document that is out already, or comes twice, is left out, unless `again`. Raises WriteError and LedgerError; packages
    that were written before a failure are in the ledger.
    """
    made = Deal()
    out = {row.sha256: row.to for row in ledger.read(folder)} if folder.is_dir() else {}
    fresh: list[Piece] = []
    seen: dict[str, str] = {}
    for piece in pieces:
        digest, name = piece.review.source.sha256, piece.review.source.name
        if digest in seen or (digest in out and not again):
            made.twice.append((name, out.get(digest) or seen[digest]))
            continue
        seen[digest] = name
        fresh.append(piece)
    shares = _by_office(fresh, people) if by == "office" else _by_number(fresh, people)
    try:
        for person, share in shares.items():
            for start in range(0, len(share), size):
                made.rows += _package(folder, person, share[start : start + size], due)
    finally:
        if made.rows:
            ledger.write(folder, made.rows)
    return made


def _package(folder: Path, person: str, pieces: Sequence[Piece], due: date | None) -> list[Dealt]:
    """Write one package for one person; its lines of the ledger. Raises WriteError."""
    now = datetime.now(UTC)
    place = folder / file_stem(person)
    try:
        place.mkdir(parents=True, exist_ok=True)
        path = _new(place, f"{file_stem(person)}-{now:%Y%m%d}")
    except OSError as error:
        raise WriteError(sentence_of(place, error)) from error
    save_session(path, [(piece.review, piece.history) for piece in pieces], [piece.origin for piece in pieces])
    relative = path.relative_to(folder).as_posix()
    return [
        Dealt(
            piece.review.source.sha256, piece.review.source.name, piece.office, person, relative,
            len(piece.history.record), now.isoformat(timespec="seconds"), due.isoformat() if due else "",
        )
        for piece in pieces
    ]  # fmt: skip


def _new(folder: Path, stem: str) -> Path:
    """A name that nothing has in `folder`. Raises OSError."""
    number, path = 1, folder / f"{stem}-1{SUFFIX}"
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}{SUFFIX}"
    return path


def _by_number(pieces: Sequence[Piece], people: Sequence[str]) -> dict[str, list[Piece]]:
    """The same number for each, in order; the first ones get one more where it does not come out even."""
    each, more = divmod(len(pieces), len(people))
    shares: dict[str, list[Piece]] = {}
    start = 0
    for place, person in enumerate(people):
        end = start + each + (place < more)
        shares[person] = list(pieces[start:end])
        start = end
    return shares


def _by_office(pieces: Sequence[Piece], people: Sequence[str]) -> dict[str, list[Piece]]:
    """All documents of an office to one person; the heaviest office goes first, each to whom has least so far.

    A document that names no office stands for itself.
    """
    groups: dict[str, list[Piece]] = defaultdict(list)
    for number, piece in enumerate(pieces):
        groups[piece.office or f"\0{number}"].append(piece)
    shares: dict[str, list[Piece]] = {person: [] for person in people}
    loads = dict.fromkeys(people, 0)
    for group in sorted(groups.values(), key=lambda found: -sum(piece.weight for piece in found)):
        person = min(people, key=lambda name: loads[name])
        shares[person] += group
        loads[person] += sum(piece.weight for piece in group)
    return shares


def said_twice(name: str, who: str) -> str:
    """What is said of a document that was left out of a deal."""
    return tr("{file} is left out: it is dealt to {who} already; --again deals it once more.", file=name, who=who)
