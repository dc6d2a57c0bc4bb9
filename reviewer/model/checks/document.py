"""Checks of the source as a whole: nothing recognised in it, or its end cut off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from reviewer.model.messages import message
from reviewer.model.review import Issue, Review, Severity
from reviewer.model.source import Grid, Source
from reviewer.model.spans import Span

_WHOLE_ENDS = '。．.；;！!？?）)】]》”"|%％'


def nothing_recognised(review: Review) -> Iterable[Issue]:
    """A source in which no entry was found."""
    if not review.entries:
        yield Issue(message("source.no_table"), Severity.ERROR, review.root.id)


def missing_title(review: Review) -> Iterable[Issue]:
    """A table without a title: the sheet's name or the first line may have been lost."""
    if review.entries and not review.root.value("title"):
        yield Issue(message("check.title_missing"), Severity.WARNING, review.root.id, ("title",))


def cut_off(review: Review) -> Iterable[Issue]:
    """A source that ends in the middle of a row or a line."""
    end = _cut_end(review.source)
    if end is not None and review.entries:
        yield Issue(message("source.cut_off"), Severity.ERROR, review.root.id, (), (end,))


def _cut_end(source: Source) -> Span | None:
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
