"""Source → Review: a foreign document gets no tree; else every reading is made, the best leads, the others are evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from reviewer.extract.book import Book
from reviewer.extract.doubtful_rows import with_doubtful_rows
from reviewer.extract.foreign import doubted, doubted_where_poor, without_a_tree
from reviewer.extract.in_width import whole_in_width
from reviewer.extract.left_over import doubt_beside_left_over_levels
from reviewer.extract.legibility import mark_illegible
from reviewer.extract.no_result import without_results
from reviewer.extract.other_tables import Part, without_other_tables
from reviewer.extract.reader import Reader
from reviewer.extract.readings.alike import Alike
from reviewer.extract.readings.by_text import text_readings
from reviewer.extract.readings.compete import compete
from reviewer.extract.readings.cut_forms import with_forms_whole
from reviewer.extract.readings.long_term import with_long_term_values
from reviewer.extract.readings.reading import Reading
from reviewer.extract.rows import Row
from reviewer.extract.unnamed import doubt_unnamed
from reviewer.model.checks import run_checks
from reviewer.model.document_kind import document_kind
from reviewer.model.messages import message
from reviewer.model.review import Review
from reviewer.model.source import Block, Line, Source

_RULES_SHARE, _ALL_READ = 0.4, 0.9
"""How far the rules, and all readings, are in the whole: a long text keeps saying how far it is, or counts as stuck."""

Progress = Callable[[float], None]


def extract(source: Source, progress: Progress | None = None, checked: bool = True, always: bool = False) -> Review:
    """Read a source into a review. Never fails; `progress` (0 to 1) may raise to stop the work.

    A foreign document gets no tree, unless a person has asked for it (`always`, for words that were marked: those are read by the
    rules alone, for the readings of the text look at whole pages).
    Without `checked` nothing has looked for issues yet: for a review that gets a History at once, which does.
    """
    kind = document_kind(source)
    if (kind.is_foreign or kind.is_blank) and not always:
        review = without_a_tree(source)
    else:
        review = _review_of(source, progress, kind.is_open, always)
    if checked:
        run_checks(review)
    if progress:
        progress(1.0)
    return review


def _review_of(source: Source, progress: Progress | None, is_open: bool, always: bool) -> Review:
    """The review of a document that is one of ours, or may be; the tree that it was made of is gone when the checks begin."""
    found = _read(source, progress) if always else _best_reading(source, progress)
    root = doubted(found.root, message("read.foreign_open")) if is_open and not always else found.root
    return Review(source, root, layout=found.layout)


def _best_reading(source: Source, progress: Progress | None) -> Reading:
    """The reading that wins, of a document that is one of ours."""
    found = compete(source, readings_of(source, progress))
    root = doubt_unnamed(source, doubted_where_poor(found.root))
    root = doubt_beside_left_over_levels(source, root, found.layout)
    return replace(found, root=with_doubtful_rows(source, without_results(source, root)))


def readings_of(source: Source, progress: Progress | None = None) -> list[Reading]:
    """Every reading of a source, that of the rules first."""
    rules = _read(source, progress and (lambda share: progress(_RULES_SHARE * share)))
    rest = progress and (lambda share: progress(_RULES_SHARE + (_ALL_READ - _RULES_SHARE) * share))
    others = text_readings(source, lambda drafts: mark_illegible(source, drafts), rest, Alike(rules).kept_once)
    return [with_long_term_values(source, with_forms_whole(reading)) for reading in (rules, *others)]


def rules_reading(source: Source) -> Reading:
    """What the rules alone make of a piece of a source that a person has marked."""
    return _read(source, None)


def _read(source: Source, progress: Progress | None) -> Reading:
    """The reading of the rules."""
    reader = Reader(source)
    whole = sum(len(page.blocks) for page in source.pages)
    for done, part in enumerate(_whole_parts(source, reader.book, reader.rows_of)):
        reader.read(part)
        if progress:
            progress(min(0.95, (done + 1) / max(1, whole)))
    return reader.end()


def _whole_parts(source: Source, book: Book, rows_of: dict[int, list[Row]]) -> Iterator[Part]:
    return without_other_tables(source, whole_in_width(source, _parts(source.blocks()), book), book, rows_of)


def _parts(blocks: Iterable[tuple[int, Block]]) -> Iterator[Part]:
    lines: list[Line] = []
    for page, block in blocks:
        if isinstance(block, Line):
            lines.append(block)
            continue
        if lines:
            yield lines
            lines = []
        yield (page, block)
    if lines:
        yield lines
