"""Collect what was dealt out: read every package under the shared folder, and say what is missing, late, open or there twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from reviewer.base.gate import is_same
from reviewer.base.i18n import tr, trn
from reviewer.model.fields import FieldRef
from reviewer.model.history import History
from reviewer.model.review import Review
from reviewer.model.unread import Standing, is_unread, standing
from reviewer.session.codec import SessionError
from reviewer.session.lock import PREFIX
from reviewer.session.store import SUFFIX, load_session, origins
from reviewer.workspace import ledger
from reviewer.workspace.ledger import Dealt


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy of a document that was found in a package."""

    package: str
    review: Review
    history: History
    origin: str

    @property
    def is_done(self) -> bool:
        """Whether nothing in it is left to do."""
        return standing(self.review, self.history) is Standing.DONE


@dataclass
class Collected:
    """What was found: the copies to go on with, in the order in which they were dealt, and what has to be said.

    `told` are whole sentences; `is_whole` whether everything that was dealt is back, readable, and in one version only.
    """

    copies: list[Copy] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    is_whole: bool = True
    done: int = 0
    dealt: int = 0

    def fail(self, sentence: str) -> None:
        """Something is missing, or there in two versions."""
        self.told.append(sentence)
        self.is_whole = False


def collect(folder: Path, output: Path | None = None, today: date | None = None) -> Collected:
    """Look through `folder`; the packages stay as they are, also those that are open. Raises LedgerError.

    `output` is left out: it may lie among them from an earlier time.
    """
    found = Collected()
    rows: dict[str, list[Dealt]] = defaultdict(list)
    for row in ledger.read(folder):
        rows[row.sha256].append(row)
    copies: dict[str, list[Copy]] = defaultdict(list)
    unread: dict[str, str] = {}
    for path in _packages(folder, output):
        name = path.relative_to(folder).as_posix()
        try:
            for copy in _copies(path, name):
                copies[copy.review.source.sha256].append(copy)
        except SessionError as error:
            unread[name] = str(error)
            found.fail(str(error))
    found.dealt = len(rows)
    for digest, dealt in rows.items():
        _take(found, dealt, copies.pop(digest, []), unread, today or datetime.now().astimezone().date())
    for strangers in copies.values():
        name = strangers[0].review.source.name
        found.told.append(tr("{file} in {package} was never dealt; it is taken along.", file=name,
                             package=strangers[0].package))  # fmt: skip
        _choose(found, strangers)
    return found


def _packages(folder: Path, output: Path | None) -> Iterator[Path]:
    for path in sorted(folder.rglob(f"*{SUFFIX}")):
        if not path.name.startswith((PREFIX, ".")) and not (output is not None and is_same(path, output)):
            yield path


def _copies(path: Path, name: str) -> list[Copy]:
    places = origins(path)
    items = load_session(path)
    return [Copy(name, *item, places[n] if n < len(places) else "") for n, item in enumerate(items)]


def _take(
    found: Collected, dealt: Sequence[Dealt], copies: Sequence[Copy], unread: dict[str, str], today: date
) -> None:
    """One document that was dealt, once or more often."""
    last = dealt[-1]
    people = list(dict.fromkeys(row.to for row in dealt))
    if len(people) > 1:
        found.told.append(tr("{file} was dealt twice: to {who}.", file=last.name, who=", ".join(people)))
    if not copies:
        if last.package not in unread:  # where it cannot be read, that is said already
            found.fail(tr("{file} is missing: it was dealt to {who} in {package}.", file=last.name, who=last.to,
                          package=last.package))  # fmt: skip
        return
    packages = [row.package for row in dealt]
    ordered = sorted(copies, key=lambda copy: packages.index(copy.package) if copy.package in packages else len(dealt))
    chosen = _choose(found, ordered)
    if len(chosen.history.record) < min(row.acts for row in dealt):
        found.fail(tr("{file} has lost work: {package} holds fewer acts than when it was dealt.", file=last.name,
                      package=chosen.package))  # fmt: skip
    if chosen.is_done:
        found.done += 1
    elif last.is_due(today):
        found.told.append(tr("{file} is late: {who} was to be done with it by {day}.", file=last.name, who=last.to,
                             day=last.due))  # fmt: skip
    else:
        found.told.append(_not_done(chosen, last.name, last.to))


def _not_done(copy: Copy, name: str, who: str) -> str:
    """What is still to be done in a document that somebody has."""
    count = copy.review.count_doubtful()
    if count:
        return trn("{file} is not done yet at {who}: {count} doubtful field.",
                   "{file} is not done yet at {who}: {count} doubtful fields.", count, file=name, who=who)  # fmt: skip
    if is_unread(copy.review):
        return tr(
            "{file} is not done yet at {who}: it was not read whole, and nobody has settled that.", file=name, who=who
        )
    return tr(
        "{file} is not done yet at {who}: nothing in it is doubtful, but nobody has looked at it.", file=name, who=who
    )


def _choose(found: Collected, copies: Sequence[Copy]) -> Copy:
    """The copy to go on with: the first that somebody worked on; where others say something else, that is said and they stay."""
    worked = [copy for copy in copies if copy.history.record] or list(copies)
    chosen = worked[0]
    found.copies.append(chosen)
    for other in worked[1:]:
        count = differing(chosen.review, other.review)
        if count:
            found.fail(
                trn("{file} is there twice and differs in {count} field: {package} is taken, please compare it with {other}.",
                    "{file} is there twice and differs in {count} fields: {package} is taken, please compare it with {other}.",
                    count, file=chosen.review.source.name, package=chosen.package, other=other.package)
            )  # fmt: skip
    return chosen


def differing(one: Review, other: Review) -> int:
    """In how many fields two reviews that began alike say something else; a row that only one has counts with its fields."""
    return len(differences(one, other))


def differences(one: Review, other: Review) -> list[FieldRef]:
    """The fields in which two reviews that began alike say something else, those of `one` first, in document order."""
    refs = [*one.refs(), *(ref for ref in other.refs() if one.find(ref.node) is None)]
    return [ref for ref in dict.fromkeys(refs) if _value(one, ref) != _value(other, ref)]


def _value(review: Review, ref: FieldRef) -> str | None:
    return review.field(ref).value if ref.node in review else None
