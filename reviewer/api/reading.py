"""Sources read into reviews that a script can ask."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from reviewer.api.naming import row_ids
from reviewer.base.gate import WriteError
from reviewer.base.i18n import tr
from reviewer.base.own_export import is_own_export
from reviewer.export.json_form import document_json, field_path
from reviewer.export.workbook import write_workbook
from reviewer.extract.pipeline import extract
from reviewer.model.fields import FieldRef
from reviewer.model.history import History
from reviewer.model.review import Review
from reviewer.outputs import write_json
from reviewer.session.store import load_session, save_session
from reviewer.sources.reader import SourceError
from reviewer.sources.registry import files_in, files_of, open_source

if TYPE_CHECKING:
    import pandas as pd

PathLike = str | os.PathLike[str]
_SESSION = ".review"


class UnreadableSourceWarning(UserWarning):
    """A source that `read_many(…, errors="warn")` left out; its text says which, why, and what to do."""


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field as it stands.

    `path` names it as the JSON does: "title", "entries[0].goal", "entries[0].indicators[3].annual_value",
    "entries[1].amounts[总计]". `row` is the id of the row that it belongs to: the same whenever the same source is read
    again. `confidence` is the probability (0 to 1) that `value` is right, `reasons` say why it is what it is. `spans` are
    (page index, start, end) in the text of the pages: half-open, in Unicode code points, in reading order.
    """

    path: str
    row: str
    value: str | None
    confidence: float
    needs_review: bool
    reasons: tuple[str, ...]
    spans: tuple[tuple[int, int, int], ...]
    status: str


class DocumentReview:
    """What was read out of one source. Made by `read`. `path` is the file, `review` the tree that the window would show."""

    def __init__(self, review: Review, path: Path, history: History | None = None) -> None:
        self.review = review
        self._history = history or History(review)
        self.path = path

    def __repr__(self) -> str:
        rows = sum(len(entry.children) for entry in self.review.entries)
        return (
            f"<DocumentReview {self.name}: {len(self.review.entries)} entries, {rows} rows, {self.doubtful} doubtful>"
        )

    @property
    def name(self) -> str:
        """The name of the source's file."""
        return self.review.source.name

    @property
    def sha256(self) -> str:
        """The SHA-256 of the source's bytes, in hexadecimal digits."""
        return self.review.source.sha256

    @property
    def title(self) -> str | None:
        """The title that the source prints, None where it has none."""
        return self.review.root.value("title")

    @property
    def pages(self) -> tuple[str, ...]:
        """The text of each page, which spans count in."""
        return tuple(page.text for page in self.review.source.pages)

    @property
    def doubtful(self) -> int:
        """How many fields a person should look at."""
        return self.review.count_doubtful()

    @cached_property
    def row_ids(self) -> dict[int, str]:
        """The id of each row, by the number of its node (reviewer.api.naming)."""
        return row_ids(self.review)

    def fields(self) -> list[FieldView]:
        """Every field, in document order.

        >>> import reviewer
        >>> fields = reviewer.read("resources/samples/wide.md").fields()
        >>> [(field.path, field.value) for field in fields][0]
        ('title', '临江县水务局2024年项目支出绩效目标表（含转移支付项目）')
        """
        return list(self._fields())

    def _fields(self) -> Iterator[FieldView]:
        review = self.review
        for node in review.root.walk():
            for key in node.ordered_keys():
                ref = FieldRef(node.id, key)
                field = node.fields[key]
                yield FieldView(
                    path=_dotted(*field_path(review, ref)),
                    row=self.row_ids[node.id],
                    value=field.value,
                    confidence=review.confidence(ref),
                    needs_review=review.is_doubtful(ref),
                    reasons=tuple(reason.text() for reason in review.reasons(ref)),
                    spans=tuple((span.page, span.start, span.end) for span in field.spans),
                    status=str(field.status),
                )

    def frames(self) -> dict[str, pd.DataFrame]:
        """The review as tables: 项目, 指标, 工作任务, 金额, 待核 (columns: `reviewer.api.tables`).

        >>> import reviewer
        >>> frames = reviewer.read("resources/samples/wide.md").frames()
        >>> list(frames)
        ['项目', '指标', '工作任务', '金额', '待核']
        """
        from reviewer.api.tables import frames_of

        return frames_of(self.review, self.row_ids)

    def to_json(self, path: PathLike | None = None) -> dict[str, Any]:
        """The whole review in the schema "reviewer/1" (resources/schema/reviewer-1.schema.json), as `extract` writes it.

        With `path`, which ends in .json, it is written there too; a file that this program did not write is not replaced
        (WriteError).
        """
        if path is not None:
            write_json([(self.review, self._history)], _ending_in(".json", path), single=True)
        return document_json(self.review)

    def to_excel(self, path: PathLike) -> Path:
        """Write the workbook that the window exports (.xlsx); returns its path. Raises WriteError."""
        target = _ending_in(".xlsx", path)
        write_workbook([(self.review, self._history)], target)
        return target

    def to_session(self, path: PathLike) -> Path:
        """Write a session (.review) that the window opens, to be gone on with by a person; returns its path. Raises WriteError."""
        target = _ending_in(_SESSION, path)
        save_session(target, [(self.review, self._history)])
        return target


def read(path: PathLike, password: str | None = None) -> DocumentReview:
    """Open one source and read it, whatever its format.

    Raises SourceError with a sentence (which file, what is wrong, what to do) where it cannot be read, and its kind
    PasswordNeededError where only the password is missing or wrong.

    >>> import reviewer
    >>> reviewer.read("resources/samples/nowhere.pdf")
    Traceback (most recent call last):
    reviewer.sources.reader.SourceError: ...
    """
    file = Path(path)
    if file.is_dir():
        raise SourceError(
            tr("{file} is a folder; in a script reviewer.read_many reads every source in it.", file=file.name)
        )
    if file.suffix.lower() == _SESSION:
        raise SourceError(tr("{file} is a session; in a script reviewer.read_session opens it.", file=file.name))
    return DocumentReview(extract(open_source(file, password=password), checked=False), file)


def read_session(path: PathLike) -> list[DocumentReview]:
    """The reviews in a session (.review) as they stand after every act of those who worked on it; the file is left as it is.

    `path` of each is the session's. Raises SessionError, a sentence, where it cannot be read.

    >>> import reviewer, tempfile, pathlib
    >>> review = reviewer.read("resources/samples/wide.md")
    >>> file = review.to_session(pathlib.Path(tempfile.mkdtemp(), "a.review"))
    >>> [again.title == review.title for again in reviewer.read_session(file)]
    [True]
    """
    file = Path(path)
    return [DocumentReview(review, file, history) for review, history in load_session(file)]


def read_many(paths: PathLike | Iterable[PathLike], errors: Literal["raise", "warn"] = "raise") -> list[DocumentReview]:
    """Read several sources, in order; a folder or a zip stands for all sources in it. One path alone will do as well.

    With `errors="warn"` a source that cannot be read is left out with an UnreadableSourceWarning; with "raise" the first
    one raises SourceError. Raises ValueError for any other `errors`.

    >>> import reviewer
    >>> [review.name for review in reviewer.read_many(["resources/samples/wide.md", "resources/samples/forms.txt"])]
    ['wide.md', 'forms.txt']
    """
    if errors not in ("raise", "warn"):
        raise ValueError(f"errors is “raise” or “warn”, not {errors!r}")
    found: list[DocumentReview] = []
    for path in map(Path, [paths] if isinstance(paths, (str, os.PathLike)) else paths):
        inside = [file for file in files_in(path) if not is_own_export(file)] if path.is_dir() else [path]
        for folder_file in inside:
            try:
                found += [read(file) for file in files_of(folder_file)]
            except SourceError as error:
                if errors == "raise":
                    raise
                warnings.warn(str(error), UnreadableSourceWarning, stacklevel=2)
    return found


def _ending_in(suffix: str, path: PathLike) -> Path:
    """Where to write. Raises WriteError for another suffix: neither Excel nor the window opens a file whose name says something else."""
    target = Path(path)
    if target.suffix.lower() != suffix:
        raise WriteError(
            tr("{file} has to end in {suffix}, for that is what is written.", file=target.name, suffix=suffix)
        )
    return target


def _dotted(entry: int | None, indicator: int | None, key: str) -> str:
    if entry is None:
        return key
    if indicator is None:
        return f"entries[{entry}].{key}"
    return f"entries[{entry}].indicators[{indicator}].{key}"
