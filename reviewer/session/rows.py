"""A review and its history ⇄ the rows of a session."""

from __future__ import annotations

import os
import sqlite3
import struct
import zlib
from array import array
from collections.abc import Iterable, Iterator
from itertools import chain

from reviewer.model.history import Entry, History
from reviewer.model.review import Kind, NodeData, Review
from reviewer.model.source import Line, Note, Page, Picture, Source
from reviewer.model.spans import Span
from reviewer.session import codec, findings
from reviewer.session.schema import count_reviews, link, seal, unseal


def write_review(
    db: sqlite3.Connection, number: int, review: Review, history: History, path: str = "", mark: str = ""
) -> None:
    """Everything of one review under `number`; `path` is where its source lies, `mark` that of the log."""
    source = review.source
    db.execute(
        "INSERT INTO review VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            number,
            _text(source.name),
            source.format,
            source.sha256,
            source.encoding,
            review.target_accuracy,
            seal(codec.dump(codec.encode_spans(review.layout))),
            seal(codec.dump(codec.encode_node(history.first))),
            codec.dump([codec.encode_note(note) for note in source.notes]),
            _text(path),
            None if review.loose is None else codec.dump(codec.encode_spans(review.loose)),
        ),
    )
    db.execute("INSERT INTO source VALUES (?, ?)", (number, source.data))
    db.executemany("INSERT INTO page VALUES (?, ?, ?, ?, ?, ?, ?, ?)", _page_rows(number, source))
    db.execute("INSERT INTO tally VALUES (?, ?, 0, x'', ?)", (number, len(source.pages), mark))
    so_far = b""
    for place, entry in enumerate(history.record):
        so_far = write_entry(db, number, place, entry, so_far)
    findings.keep(db, number, review, history)
    count_reviews(db)


def write_entry(db: sqlite3.Connection, number: int, place: int, entry: Entry, chain: bytes) -> bytes:
    """One line of the record of review `number`, and the tally with it; the running hash after it, where `chain` is that before."""
    sealed = seal(codec.dump(codec.encode_entry(entry)))
    chain = link(chain, sealed)
    db.execute("INSERT INTO record VALUES (?, ?, ?)", (number, place, sealed))
    db.execute("UPDATE tally SET acts = ?, chain = ? WHERE review = ?", (place + 1, chain, number))
    return chain


def chain_of(db: sqlite3.Connection, number: int) -> bytes:
    """The running hash of the acts on review `number`."""
    (chain,) = db.execute("SELECT chain FROM tally WHERE review = ?", (number,)).fetchone()
    return bytes(chain)


def _text(text: str) -> str:
    """A name as SQLite can hold it: a file's name may hold bytes that are no text."""
    return text.encode("utf-8", "replace").decode()


def _page_rows(number: int, source: Source) -> Iterable[tuple[object, ...]]:
    for place, page in enumerate(source.pages):
        blocks = seal(codec.dump([codec.encode_block(block) for block in page.blocks]))
        layout = codec.dump(codec.encode_spans(page.layout))
        text = seal(page.text.encode("utf-8", "surrogatepass"))
        yield number, place, page.number, text, blocks, layout, _text(page.label), _pack(page.picture)


_HEAD = struct.Struct("<ffI")
_LONGEST_NAME = 1_000
_NO_NAME = set("/\0" if os.name == "posix" else "/\\:\0")


def _pack(picture: Picture | None) -> bytes | None:
    """Width, height, length of the certainties, then these and the boxes (little-endian floats), deflated."""
    if picture is None:
        return None
    boxes = array("f", picture.boxes)
    if struct.pack("=H", 1) != struct.pack("<H", 1):
        boxes.byteswap()
    body = picture.certainty + boxes.tobytes()
    return _HEAD.pack(picture.width, picture.height, len(picture.certainty)) + zlib.compress(body, 1)


def _unpack(data: bytes | None, characters: int) -> Picture | None:
    if data is None:
        return None
    width, height, sure = _HEAD.unpack_from(data)
    if sure > characters:
        raise ValueError("the picture is not of this page")
    try:
        unpacker = zlib.decompressobj()
        body = unpacker.decompress(data[_HEAD.size :], 17 * characters + 1)  # four floats and a byte a character
    except zlib.error as error:
        raise ValueError("the picture is damaged") from error
    if len(body) > 17 * characters:
        raise ValueError("the picture is longer than its text")
    boxes = array("f")
    boxes.frombytes(body[sure:])
    if struct.pack("=H", 1) != struct.pack("<H", 1):
        boxes.byteswap()
    return Picture(width, height, boxes, body[:sure])


# -- reading ------------------------------------------------------------------------------------------------------


def read_review(db: sqlite3.Connection, number: int) -> Review:
    """Review `number` as extraction made it. Raises sqlite3.Error, ValueError and the like where the rows are unsound."""
    return read_with_tree(db, number)[0]


def read_with_tree(db: sqlite3.Connection, number: int) -> tuple[Review, NodeData]:
    """read_review(), and the tree that it was made of."""
    name, form, sha256, encoding, target, layout, first, notes, loose = db.execute(
        "SELECT name, format, sha256, encoding, target_accuracy, layout, first, notes, loose FROM review WHERE id = ?",
        (number,),
    ).fetchone()
    found = db.execute(
        "SELECT place, number, text, blocks, layout, label, picture FROM page WHERE review = ? ORDER BY place",
        (number,),
    )
    _check_texts(name, form, sha256, encoding, target)
    once = _pages_once(db, number)
    there = {place: _page(*row) for place, *row in found}
    pages = _in_their_places(there, once)
    given = db.execute("SELECT bytes FROM source WHERE review = ?", (number,)).fetchone()
    source = Source(
        name,
        form,
        sha256,
        encoding,
        pages,
        _notes(codec.load(notes)),
        given[0] if given else b"",
    )
    left = None if loose is None else codec.decode_spans(codec.load(loose))
    root = codec.load_node(unseal(first))
    around = codec.decode_spans(codec.load(unseal(layout)))
    lengths = {place: len(page.text) for place, page in there.items()}
    if root.kind is not Kind.DOCUMENT or any(
        node.kind is Kind.DOCUMENT for child in root.children for node in _walk(child)
    ):
        raise ValueError("a document within another, or none")
    noted = [note.spans for note in source.notes if isinstance(note, Note)]
    _check_spans(chain.from_iterable([around, *noted, left or ()]), lengths, once)
    for node in _walk(root):
        _check_spans([span for _, field in node.fields for span in field.spans], lengths, once)
    for page in there.values():
        _check_spans(_spans_of(page), lengths, once)
    return Review(source, root, target, around, left), root


_MOST_NOTES, _LONGEST_NOTE = 10_000, 100_000


def _notes(found: codec.Json) -> tuple[str, ...]:
    """The sentences on a source. Raises ValueError."""
    if type(found) is not list or len(found) > _MOST_NOTES:
        raise ValueError("these are no notes")
    notes = tuple(map(codec.decode_note, found))
    if any(len(note) > _LONGEST_NOTE for note in notes):
        raise ValueError("no note is so long")
    return notes


def _spans_of(page: Page) -> Iterator[Span]:
    yield from page.layout
    for block in page.blocks:
        if isinstance(block, Line):
            yield block.span
        else:
            for cell in block.cells:
                yield from cell.spans


def _walk(root: NodeData) -> Iterator[NodeData]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        waiting += node.children
        yield node


def _check_spans(spans: Iterable[Span], lengths: dict[int, int], once: int) -> None:
    """Raises ValueError where a span points beyond its page, or at a page that there never was; a page may have been lost."""
    length = lengths.get
    for page, start, end in spans:
        if not 0 <= start <= end <= length(page, end) or page < 0 or page >= once > 0:
            raise ValueError("a span beyond its page")


def _pages_once(db: sqlite3.Connection, number: int) -> int:
    """How many pages a review had when it was written; 0 where that is not known."""
    try:
        row = db.execute("SELECT pages FROM tally WHERE review = ?", (number,)).fetchone()
    except sqlite3.OperationalError:  # sessions of an older form have no tally
        return 0
    return row[0] if row is not None and type(row[0]) is int else 0


def _in_their_places(found: dict[object, Page], once: int) -> tuple[Page, ...]:
    """The pages, with an empty one where one is missing: what was read from the others must not seem to stand elsewhere."""
    places = [place for place in found if type(place) is int and 0 <= place < _MOST_PAGES]
    if len(places) < len(found):
        raise ValueError("a page is in no place")
    count = max([*(place + 1 for place in places), min(once, _MOST_PAGES), 1 if once else 0])
    return tuple(found.get(place) or Page(place + 1, "") for place in range(count))


_MOST_PAGES = 100_000
"""No source has so many pages or sheets."""


def _check_texts(name: object, form: object, sha256: object, encoding: object, target: object) -> None:
    """Raise ValueError where what a review says of its source is nothing that a source could be called."""
    for text in (name, form, sha256, "" if encoding is None else encoding):
        if not isinstance(text, str) or len(text) > _LONGEST_NAME:
            raise ValueError("a source is not called so")
    if not name or set(str(name)) & _NO_NAME or name in (".", ".."):
        raise ValueError("a file cannot be called so")
    if not isinstance(target, float) or not 0.0 < target < 1.0:
        raise ValueError("the wanted accuracy is none")


def missing(db: sqlite3.Connection, number: int) -> tuple[int, int]:
    """How many pages and acts of review `number` are missing, by its tally. Raises ValueError where it has none, or other acts."""
    row = db.execute("SELECT pages, acts, chain FROM tally WHERE review = ?", (number,)).fetchone()
    if row is None:
        raise ValueError("nothing is known of what there must be")
    (pages,) = db.execute("SELECT count(*) FROM page WHERE review = ?", (number,)).fetchone()
    so_far, acts = b"", 0
    for (entry,) in db.execute("SELECT entry FROM record WHERE review = ? ORDER BY place", (number,)):
        so_far, acts = link(so_far, bytes(entry)), acts + 1
    if acts == row[1] and so_far != row[2]:
        raise ValueError("the acts are not those that were done")
    return row[0] - pages, row[1] - acts


def missing_reviews(db: sqlite3.Connection) -> int:
    """How many reviews are missing, or have lost their source."""
    missing = 0
    for table in ("review", "source"):
        row = db.execute("SELECT value FROM meta WHERE key = ?", (f"{table}s",)).fetchone()
        (found,) = db.execute(f"SELECT count(*) FROM {table}").fetchone()
        missing = max(missing, (int(row[0]) if row else 0) - int(found))
    return missing


def read_record(db: sqlite3.Connection, number: int) -> Iterator[Entry]:
    """The record of review `number`, line by line. Raises as read_review(), and ValueError where a line is missing."""
    rows = db.execute("SELECT place, entry FROM record WHERE review = ? ORDER BY place", (number,))
    for expected, (place, row) in enumerate(rows):
        if place != expected:
            raise ValueError("a line of the record is missing")
        yield codec.decode_entry(codec.load(unseal(row)))


def _page(number: int, text: bytes, blocks: bytes, layout: bytes, label: str, picture: bytes | None) -> Page:
    made = tuple(codec.decode_block(block) for block in codec.load(unseal(blocks)))
    spans = codec.decode_spans(codec.load(layout))
    given = unseal(text).decode("utf-8", "surrogatepass")
    if type(number) is not int or type(label) is not str:
        raise ValueError("a page is no page")
    return Page(number, given, made, spans, label, _unpack(picture, len(given)))
