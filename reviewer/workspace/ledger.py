"""What was dealt out of a shared folder: who was given which document, in which package, and until when.

Each deal writes a file of its own, so that two people who deal at once write nothing over: the ledger is all of them together.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from reviewer.base.files import write_whole
from reviewer.base.i18n import tr

SCHEMA = "reviewer-dealt/1"
_PATTERN = "dealt-*.json"


class LedgerError(Exception):
    """A file of the ledger that cannot be read. Its text is one sentence for the user."""


@dataclass(frozen=True, slots=True)
class Dealt:
    """One document that was dealt out.

    `sha256` is its source's; `package` the session that holds it, relative to the shared folder, with "/"; `acts` how many acts its
    record held then; `at` when (UTC, ISO); `due` a date (ISO) or "".
    """

    sha256: str
    name: str
    office: str
    to: str
    package: str
    acts: int
    at: str
    due: str = ""

    def is_due(self, today: date) -> bool:
        """Whether it should be back by now: the day that it is due has passed."""
        return bool(self.due) and date.fromisoformat(self.due) < today


def write(folder: Path, rows: Sequence[Dealt]) -> Path:
    """Put one deal into the ledger of `folder`; the file that was written. Raises WriteError."""
    now = datetime.now(UTC)
    path = folder / f"dealt-{now:%Y%m%d-%H%M%S-%f}-{secrets.token_hex(3)}.json"
    text = json.dumps({"schema": SCHEMA, "documents": [asdict(row) for row in rows]}, ensure_ascii=False, indent=1)
    write_whole(path, lambda temporary: _put(temporary, text))
    return path


def _put(path: Path, text: str) -> None:
    path.write_text(text + "\n", encoding="utf-8")


def read(folder: Path) -> list[Dealt]:
    """Everything that was ever dealt out of `folder`, in that order. Raises LedgerError."""
    return [row for file in sorted(folder.glob(_PATTERN)) for row in _rows(file)]


def _rows(file: Path) -> Iterable[Dealt]:
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        if data["schema"] != SCHEMA:
            raise ValueError(data["schema"])
        rows = [Dealt(**row) for row in data["documents"]]
        for row in rows:
            date.fromisoformat(row.due or "2000-01-01")
            if not row.package or ".." in Path(row.package).parts or Path(row.package).is_absolute():
                raise ValueError(row.package)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LedgerError(
            tr("{file} cannot be read ({why}); please take it out of the shared folder, or get it from a copy.",
               file=file.name, why=error)
        ) from error  # fmt: skip
    return rows
