"""What the command line writes: where it goes, in which form, and what stands in its way."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from reviewer.arguments import UsageError
from reviewer.base import gate
from reviewer.base.collecting import without_collecting
from reviewer.base.files import check_target, sentence_of, write_whole
from reviewer.base.gate import NOBODY, OVERWRITE, Consent, ForbiddenError, Standing, UnaskedError, WriteError
from reviewer.base.i18n import tr
from reviewer.base.lines import file_stem
from reviewer.base.own_export import is_own_export
from reviewer.model.history import History
from reviewer.model.review import Review

FILE_SUFFIXES = (".json", ".xlsx", ".csv", ".zip", ".review")
Item = tuple[Review, History]


class Target:
    """Where the output goes: one file for all, or a folder. Raises UsageError for a kind that is not known."""

    def __init__(self, text: str, suffixes: Sequence[str], folder_allowed: bool, overwrite: bool = False) -> None:
        self.path = Path(text)
        self.suffix = self.path.suffix.lower()
        self.consent = OVERWRITE if overwrite else NOBODY
        folder = self.path.is_dir() or text.endswith(("/", os.sep)) or not self.suffix
        self.is_folder = folder and folder_allowed
        if not self.is_folder and (folder or self.suffix not in suffixes):
            places = {"out": text, "kinds": ", ".join(suffixes)}
            if folder_allowed:
                raise UsageError(tr("“{out}” should be a folder, or end in one of {kinds}.", **places))
            raise UsageError(tr("“{out}” should end in one of {kinds}.", **places))

    def make_ready(self) -> None:
        """See that the output can be written as far as one can tell beforehand; make the folder.

        Raises UsageError where it would replace what is not to be replaced, WriteError where it cannot be written.
        """
        try:
            if self.is_folder:
                self.path.mkdir(parents=True, exist_ok=True)
            else:
                check_target(self.path)
                gate.judge(self.path, self.consent)
        except (ForbiddenError, UnaskedError) as error:
            raise UsageError(refusal(self.path, error)) from error
        except WriteError:
            raise
        except OSError as error:
            if not self.is_folder:
                raise WriteError(sentence_of(self.path, error)) from error
            why = error.strerror or str(error)
            raise WriteError(
                tr("The folder {folder} cannot be made ({why}); please choose another.", folder=self.path, why=why)
            ) from error


def refusal(path: Path, error: WriteError) -> str:
    """Why the gate refuses an output, in a sentence for somebody at a prompt."""
    if isinstance(error, UnaskedError):
        return tr(
            "{file} was not written by this program, or was changed since; please name another output, or say --overwrite.",
            file=error.file or path.name,
        )
    return str(error)


def names_apart(paths: Sequence[Path], reserved: Iterable[str] = ()) -> dict[Path, str]:
    """A name for each source's outputs: its own without the suffix, numbered where two would be alike, or one is `reserved`."""
    names: dict[Path, str] = {}
    taken = {name.casefold() for name in reserved}
    for path in paths:
        number, name = 2, file_stem(path.stem)
        while name.casefold() in taken:
            name, number = f"{file_stem(path.stem)} ({number})", number + 1
        taken.add(name.casefold())
        names[path] = name
    return names


def not_ours(files: Iterable[Path], output: Path) -> tuple[list[Path], int]:
    """The files without those that this program wrote itself and that nobody has changed; how many were left out.

    The output of an earlier run is none of the sources either, whoever has changed it since; it is not counted.
    """
    kept, left_out = [], 0
    for file in files:
        found = _standing(file)
        if gate.is_same(file, output) and found in (Standing.OURS, Standing.CHANGED):
            continue
        if found is Standing.OURS or is_own_export(file):
            left_out += 1
        else:
            kept.append(file)
    return kept, left_out


def _standing(file: Path) -> Standing:
    try:
        return gate.standing(file)
    except OSError:
        return Standing.FOREIGN


_Writer = Callable[[Sequence[Item], Path, bool], None]


def writer(suffix: str, unread: Sequence[tuple[str, str]], origins: Sequence[str], consent: Consent) -> _Writer:
    """What writes reviews in the form of this suffix: called with them, the file, and whether they are one object alone.

    `unread` are sources that could not be read, each with the reason; `origins` says where the sources lie. It raises WriteError.
    """
    from reviewer.export.choices import TOTALS, USUAL, Choices
    from reviewer.export.csv_form import write_csv, write_csv_zip
    from reviewer.export.workbook import write_workbook
    from reviewer.session.store import save_session

    def workbook(items: Sequence[Item], path: Path, single: bool) -> None:
        choices = Choices() if single else Choices((*USUAL, TOTALS))
        write_workbook(items, path, choices=choices, failures=unread, consent=consent)

    writers: dict[str, _Writer] = {
        ".json": lambda items, path, single: write_json(items, path, single, consent),
        ".xlsx": workbook,
        ".csv": lambda items, path, _: write_csv(items, path, consent),
        ".zip": lambda items, path, _: write_csv_zip(items, path, consent=consent),
        ".review": lambda items, path, _: save_session(path, items, origins, consent),
    }
    return writers[suffix]


def write_json(items: Sequence[Item], path: Path, single: bool, consent: Consent = NOBODY) -> None:
    """Write the reviews as "reviewer/1", one object or an array. Raises WriteError."""
    from reviewer.export.json_form import document_json

    with without_collecting():
        written = [json_text(document_json(review)) for review, _ in items]
    text = written[0] if single else "[\n" + ",\n".join(written) + "\n]"
    data = f"{text}\n".encode("utf-8", errors="replace")

    def write(temporary: Path) -> None:
        temporary.write_bytes(data)

    write_whole(path, write, consent)


_ROWS = ("entries", "tasks", "indicators")
"""Lists of which each item stands on a line of its own."""
_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


def json_text(value: Any) -> str:
    """A document as JSON that a person can read too: a line a property, an entry, a task, an indicator.

    json.dumps with an indent has every field on six lines, and is written in Python: it takes many times as long.
    """
    if not isinstance(value, dict) or not any(isinstance(value.get(key), list) for key in _ROWS):
        return _encode(value)
    parts = [f"{_encode(key)}: {_rows(each) if key in _ROWS else _encode(each)}" for key, each in value.items()]
    return "{\n" + ",\n".join(parts) + "\n}"


def _rows(rows: list[Any]) -> str:
    return "[\n" + ",\n".join(map(json_text, rows)) + "\n]" if rows else "[]"
