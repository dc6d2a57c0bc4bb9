"""Checks of the source as a whole: nothing recognised in it, or its end cut off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from reviewer.base.patterns import pattern
from reviewer.model.coverage import unclaimed
from reviewer.model.document_kind import why_empty
from reviewer.model.fields import ASIDE
from reviewer.model.messages import Message, message
from reviewer.model.naming import short
from reviewer.model.review import Issue, Node, Review, Severity
from reviewer.model.source import PARTS, Grid, Source
from reviewer.model.spans import Span

_WHOLE_ENDS = '。．.；;！!？?）)】]》”"|%％'


def nothing_recognised(review: Review) -> Iterable[Issue]:
    """A source in which no entry was found, and what it seems to be instead; or one that may be none of ours."""
    if not review.entries:
        said = why_empty(review.source)
        severity = Severity.ERROR if said.code == "source.no_table" else Severity.WARNING
        yield Issue(said, severity, review.root.id)
    elif any(reason.code == "read.foreign_open" for entry in review.entries[:9] for reason in _reasons(entry)):
        yield Issue(message("foreign.open"), Severity.WARNING, review.root.id)


def _reasons(node: Node) -> Iterable[Message]:
    return (reason for field in node.fields.values() for reason in field.reasons)


_MOST_NOTES = 20


def notes_of_reader(review: Review) -> Iterable[Issue]:
    """What the reader had to say of the source: hidden rows, pictures, parts that were not read. Only the last want a person."""
    for note in review.source.notes[:_MOST_NOTES]:
        severity = Severity.WARNING if getattr(note, "code", "") in PARTS else Severity.INFO
        yield Issue(
            message("source.note", text=str(note)),
            severity,
            review.root.id,
            (),
            getattr(note, "spans", ())[:_MOST_NOTES],
        )


def missing_title(review: Review) -> Iterable[Issue]:
    """A table without a title: the sheet's name or the first line may have been lost."""
    if review.entries and not review.root.value("title"):
        yield Issue(message("check.title_missing"), Severity.WARNING, review.root.id, ("title",))


def cut_off(review: Review, end: Span | None) -> Iterable[Issue]:
    """A source that ends in the middle of a row or a line; `end` is cut_end() of it."""
    if end is not None and review.entries:
        yield Issue(message("source.cut_off"), Severity.ERROR, review.root.id, (), (end,))


_NOTE = pattern(r"\s*(?:注|备注|说明|附注|填表说明)\s*\d*\s*[:：]")
_HAN = pattern(r"[\u4e00-\u9fff]")
_MATTERS = 4
"""So many Chinese characters, or a figure beside others, make a piece of unclaimed text worth a look."""
_SHOWN = 5
"""So many pieces of unclaimed text get an issue of their own; the rest is counted in the last one."""


def left_over(review: Review) -> tuple[Span, ...]:
    """The unclaimed pieces of a source that matter, in order: not notes, page marks and stray signs.

    Worked out once: no edit changes what a field was read from.
    """
    pieces = [(span, review.source.text((span,))) for span in unclaimed(review)]
    return tuple(span for span, text in pieces if len(_HAN.findall(text)) >= _MATTERS and not _NOTE.match(text))


def unclaimed_text(review: Review) -> Iterable[Issue]:
    """Text that no field claimed from the first and that nobody has looked at since: an item may have been missed."""
    seen = [span for key, field in review.root.fields.items() if key.startswith(ASIDE) for span in field.spans]
    pieces = [piece for piece in review.loose or () if not any(piece.overlaps(other) for other in seen)]
    if not review.entries:
        return
    for span in pieces[:_SHOWN]:
        found = message("source.unclaimed", text=short(review.source.text((span,)), 30))
        yield Issue(found, Severity.WARNING, review.root.id, (), (span,))
    if len(pieces) > _SHOWN:
        more = message("source.unclaimed_more", count=str(len(pieces) - _SHOWN))
        yield Issue(more, Severity.WARNING, review.root.id, (), tuple(pieces[_SHOWN:]))


def cut_end(source: Source) -> Span | None:
    """The last piece of a source that seems to be cut off, None where it ends as it should."""
    page = next((p for p in reversed(source.pages) if p.blocks), None)
    if page is None or source.encoding is None or page.text.endswith(("\n", "\r")):
        return None
    index, last = source.pages.index(page), page.blocks[-1]
    if isinstance(last, Grid):
        widths = Counter(cell.row for cell in last.cells)
        end_width = widths.pop(last.rows - 1, 0)
        usual = Counter(widths.values()).most_common(1)
        if len(widths) >= 2 and usual and end_width < usual[0][0]:
            cell = next((c for c in reversed(last.cells) if c.spans), None)
            return cell.spans[-1] if cell else None
        return None
    text = page.text[last.span.start : last.span.end].rstrip()
    whole = text.endswith(tuple(_WHOLE_ENDS)) or text[-1:].isdigit() or len(text) < 20
    return None if whole else Span(index, last.span.start, last.span.end)
