"""What a worker does: read a source, and write what was read into a file. Only a receipt of plain values goes back.

Every function here runs in a process of its own (reviewer.workers). A receipt's "problem" is the sentence that says why there is no
review, "" where there is one.
"""

from __future__ import annotations

import hashlib
import pickle
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from reviewer.base import gate, words
from reviewer.base.gate import ForbiddenError, UnaskedError, WriteError
from reviewer.base.i18n import tr, use_language
from reviewer.model.document_kind import document_kind, why_empty
from reviewer.model.history import History
from reviewer.model.review import Review
from reviewer.model.source import Note, Source
from reviewer.model.unread import parts_not_read
from reviewer.reading.manifest import stamp_of
from reviewer.workers import child

Report = Callable[[float], None]
Receipt = dict[str, Any]
_READ = 0.9
"""The share of reading in reading and writing."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a worker has to know before its first job: the language of its sentences, the user's own words, and the files
    that nothing may replace.
    """

    language: str
    own: words.Words
    protected: tuple[str, ...] = ()


def start(surroundings: Surroundings | None = None) -> None:
    """Called once in each worker."""
    if surroundings is not None:
        _take(surroundings)


def _take(surroundings: Surroundings) -> None:
    use_language(surroundings.language)
    words.use(surroundings.own)
    for name in surroundings.protected:
        gate.protect(Path(name))


def write_outputs(path: str, outputs: Sequence[str], overwrite: bool, report: Report) -> Receipt:
    """Read a source and write it to each of `outputs`, or to a free name where somebody's file is in the way.

    The receipt has "stamp" (what the file was when it was read), "written" (names of files), "digests" (the SHA-256 of each),
    "renamed" (pairs of the name that was wanted and the one that was free), "note" (a sentence on a source that was read) and, of
    what could not be written, "unwritten" (sentences).
    """
    from reviewer.outputs import writer
    from reviewer.sources.registry import file_of

    stamp = _stamp(file_of(Path(path)))
    review, receipt = _read(Path(path), lambda share: report(_READ * share))
    written: list[str] = []
    digests: dict[str, str] = {}
    renamed: list[tuple[str, str]] = []
    unwritten: list[str] = []
    consent = gate.OVERWRITE if overwrite else gate.NOBODY
    for number, wanted in enumerate(outputs if review is not None else (), start=1):
        assert review is not None
        try:
            target = _free(Path(wanted), consent)
            writer(target.suffix.lower(), (), (path,), consent)([(review, History(review))], target, True)
            written.append(target.name)
            with suppress(OSError):
                digests[target.name] = gate.digest_of(target)
            if target != Path(wanted):
                renamed.append((Path(wanted).name, target.name))
        except WriteError as error:
            unwritten.append(str(error))
        report(_READ + (1 - _READ) * number / len(outputs))
    done = {"written": written, "digests": digests, "renamed": renamed, "unwritten": unwritten, "stamp": stamp}
    return receipt | done


def _stamp(file: Path) -> dict[str, Any] | None:
    try:
        return asdict(stamp_of(file))
    except OSError:
        return None


def _free(target: Path, consent: gate.Consent) -> Path:
    """Where to write: `target`, or a free name beside it where somebody's file is in the way."""
    with suppress(OSError):  # one cannot tell: writing says why
        try:
            gate.judge(target, consent)
        except (ForbiddenError, UnaskedError):
            return gate.free_name(target)
    return target


def keep(path: str, session: str, report: Report) -> Receipt:
    """Read a source into a new session file."""
    from reviewer.session.store import write_new

    review, receipt = _read(Path(path), lambda share: report(_READ * share))
    if review is not None:
        write_new(Path(session), [(review, History(review))], [path])
    report(1.0)
    return receipt


def keep_for_window(
    path: str, handed: str, password: str | None, accuracy: float, surroundings: Surroundings, report: child.Report
) -> Receipt:
    """Read a source for a window, into a file that handing.take_over() reads. The receipt has "locked" where a password is
    missing or wrong, and while the source is being read `report` is told names of files that each hold a first part of it, pickled.
    """
    from reviewer.reading.handing import hand_over

    _take(surroundings)
    preview = _Previews(Path(handed), report)
    review, receipt = _read(Path(path), lambda share: report(_READ * share), password, preview)
    if review is not None:
        review.target_accuracy = accuracy
        hand_over(Path(handed), review, History(review))
    return receipt


_BETWEEN = 0.4
"""Seconds between two previews: each holds all pages that there are so far."""


class _Previews:
    """Puts down what can be shown already."""

    def __init__(self, beside: Path, report: child.Report) -> None:
        self._beside, self._report = beside, report
        self._count = 0
        self._last = 0.0
        self._as_given = False
        """Whether pages are drawn from the bytes of the file itself, which the window has got too."""

    def __call__(self, source: Source) -> None:
        now = time.monotonic()
        if self._count and now - self._last < _BETWEEN:
            return
        self._last = now
        self._count += 1
        if self._count == 1:
            self._as_given = hashlib.sha256(source.data).hexdigest() == source.sha256
        file = self._beside.with_suffix(f".{self._count}")
        file.write_bytes(pickle.dumps(replace(source, data=b"") if self._as_given else source))
        self._report.tell(str(file))


def gather(
    kept: Sequence[tuple[str, str]],
    output: str,
    unread: Sequence[tuple[str, str]],
    single: bool,
    overwrite: bool,
    report: Report,
) -> Receipt:
    """Write what keep() has kept, as (source, session), in order, into one output file."""
    from reviewer.model.labels import tell_apart
    from reviewer.outputs import refusal, writer
    from reviewer.session.store import load_session

    items = []
    for number, (_, session) in enumerate(kept):
        items += load_session(Path(session))
        report(0.5 * number / len(kept))
    tell_apart([review for review, _ in items], [Path(source) for source, _ in kept])
    target = Path(output)
    consent = gate.OVERWRITE if overwrite else gate.NOBODY
    try:
        writer(target.suffix.lower(), unread, [source for source, _ in kept], consent)(items, target, single)
    except (ForbiddenError, UnaskedError) as error:
        return {"problem": refusal(target, error), "refused": True}
    except WriteError as error:
        return {"problem": str(error), "refused": False}
    return {"problem": "", "refused": False}


def _read(
    path: Path,
    report: Report,
    password: str | None = None,
    preview: Callable[[Source], None] | None = None,
) -> tuple[Review | None, Receipt]:
    from reviewer.extract.pipeline import extract
    from reviewer.sources.registry import PasswordNeededError, SourceError, open_source

    try:
        source = open_source(path, lambda share: report(0.5 * share), password, preview)
        review = extract(source, lambda share: report(0.5 + 0.5 * share), checked=False)
    except PasswordNeededError as error:
        return None, {"problem": str(error), "locked": True, "note": ""}
    except SourceError as error:
        return None, {"problem": str(error), "locked": False, "note": ""}
    missing = " ".join(parts_not_read(source))
    note = no_table(path.name, source) if not review.entries else ""
    if review.entries and missing:
        note = tr("{file} was read in part: {missing}", file=path.name, missing=missing)
    return review, {"problem": "", "locked": False, "note": note}


def no_table(file: str, source: Source) -> str:
    """Why nothing was extracted from a source that could be read."""
    if document_kind(source).is_foreign:
        return tr("{file}: {finding}.", file=file, finding=why_empty(source).text())
    if any(isinstance(note, Note) and note.code == "pictures" for note in source.notes):
        return tr(
            "{file}: no table stands in its text, but it holds a large picture; save that as a picture or PDF and open it, "
            "to have its text recognised.",
            file=file,
        )
    return tr(
        "{file}: no budget performance-target table was recognised; please look whether it is the right file.",
        file=file,
    )
