"""What a connection to a workspace asks about quality: samples, differences, figures, known errors, time."""

from __future__ import annotations

from typing import Any

from reviewer.workspace.figures import Attention, Counted
from reviewer.workspace.terms import Claimed, Differing, Hello, Known, text_for_server


class QualityCalls:
    """The part of a Server that is about quality; each method is one round trip."""

    client: int
    hello: Hello

    def _rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        raise NotImplementedError

    def _row(self, query: str, *values: Any) -> tuple[Any, ...]:
        raise NotImplementedError

    def _outcome(self, query: str, *values: Any) -> str:
        raise NotImplementedError

    # -- samples ----------------------------------------------------------------------------------------------------

    def next_sample(self) -> tuple[int, str, Claimed] | None:
        """A field of somebody else's document to read once more: number, place (transport.path_text), the first reading to see it in."""
        row = self._row(
            "SELECT sample, document, path, kind, name, package, bytes FROM reviewer.next_sample(%s)", self.client
        )
        if row[0] is None:
            return None
        return row[0], row[2], Claimed(row[1], 0, row[4], "", "", 0, 0, b"", row[5], row[6], ())

    def second_reading(self, sample: int, value: str | None) -> str:
        """What one has read there: "done" or "late"."""
        return self._outcome("SELECT reviewer.second_reading(%s, %s)", sample, text_for_server(value))

    def differing(self) -> list[Differing]:
        """What two have read differently, for a third who is neither."""
        rows = self._rows(
            "SELECT sample, document, name, path, kind, value, second_value FROM reviewer.differing(%s)", self.client
        )
        return [
            Differing(
                row[0], row[1], row[2], row[3], row[4], (row[5], row[6]) if _is_heads(row[0]) else (row[6], row[5])
            )
            for row in rows
        ]

    def settle_sample(self, sample: int, value: str | None) -> str:
        """What the original says where two differ: "done" or "late"."""
        return self._outcome("SELECT reviewer.settle_sample(%s, %s)", sample, text_for_server(value))

    def figures(self) -> list[Counted]:
        """What second readings came to: one's own, the lead everybody's."""
        rows = self._rows("SELECT clerk, kind, office, layout, marked, seen, agreed, wrong FROM reviewer.figures()")
        return [Counted(*row) for row in rows]

    # -- whether people look ------------------------------------------------------------------------------------------

    def plantable(self, count: int) -> list[int]:
        """So many finished documents of which a copy with a known error may be made, in no order."""
        return [row[0] for row in self._rows("SELECT reviewer.plantable(%s, %s)", self.client, count)]

    def plant(self, original: int, known: Known) -> int | None:
        """Put a copy of a finished document with a known error into the queue; its number, None where it cannot be had any more."""
        row = self._row("SELECT reviewer.plant(%s, %s, %s, %s, %s, %s, %s, %s)", self.client, original, known.package, known.program,
                        text_for_server(known.path), known.kind, text_for_server(known.truth),
                        text_for_server(known.wrong))  # fmt: skip
        return int(row[0]) if row[0] is not None else None

    def spend(self, document: int, lease: int, seconds: float) -> None:
        """Say how many seconds were worked on a document under a claim; nothing is kept by a workspace of an older form."""
        if self.hello.schema_version >= 4:
            self._row("SELECT reviewer.spend(%s, %s, %s, %s)", self.client, document, lease, seconds)

    def attention(self) -> list[Attention]:
        """Time, and known errors that were noticed: one's own, the lead everybody's; none by a workspace of an older form."""
        if self.hello.schema_version < 4:
            return []
        query = "SELECT clerk, documents, seconds, acts, planted, noticed, righted FROM reviewer.attention(%s)"
        return [Attention(*row) for row in self._rows(query, self.client)]


def _is_heads(number: int) -> bool:
    """A coin that falls the same way whenever it is thrown for this number."""
    return bool((number * 2654435761 >> 16) & 1)  # Knuth's multiplicative hash: neighbours fall independently
