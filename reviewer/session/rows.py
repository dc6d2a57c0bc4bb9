"""A review and its history ⇄ the rows of a session."""

from __future__ import annotations

import sqlite3
import struct
import zlib
from array import array
from collections.abc import Iterable, Iterator

from reviewer.model.history import Entry, History
from reviewer.model.review import Review
from reviewer.model.source import Page, Picture, Source
from reviewer.session import codec
from reviewer.session.schema import seal, unseal


def write_review(db: sqlite3.Connection, number: int, review: Review, history: History, path: str = "") -> None:
    """Everything of one review under `number`; `path` is where its source lies."""
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
    for place, entry in enumerate(history.record):
        write_entry(db, number, place, entry)


def write_entry(db: sqlite3.Connection, number: int, place: int, entry: Entry) -> None:
    """One line of the record of review `number`."""
    db.execute("INSERT INTO record VALUES (?, ?, ?)", (number, place, seal(codec.dump(codec.encode_entry(entry)))))


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


def _pack(picture: Picture | None) -> bytes | None:
    """Width, height, length of the certainties, then these and the boxes (little-endian floats), deflated."""
    if picture is None:
        return None
    boxes = array("f", picture.boxes)
    if struct.pack("=H", 1) != struct.pack("<H", 1):
        boxes.byteswap()
    body = picture.certainty + boxes.tobytes()
    return _HEAD.pack(picture.width, picture.height, len(picture.certainty)) + zlib.compress(body, 1)


def _unpack(data: bytes | None) -> Picture | None:
    if data is None:
        return None
    width, height, sure = _HEAD.unpack_from(data)
    try:
        body = zlib.decompress(data[_HEAD.size :])
    except zlib.error as error:
        raise ValueError("the picture is damaged") from error
    boxes = array("f")
    boxes.frombytes(body[sure:])
    if struct.pack("=H", 1) != struct.pack("<H", 1):
        boxes.byteswap()
    return Picture(width, height, boxes, body[:sure])


# -- reading ------------------------------------------------------------------------------------------------------


def read_review(db: sqlite3.Connection, number: int) -> Review:
    """Review `number` as extraction made it. Raises sqlite3.Error, ValueError and the like where the rows are unsound."""
    name, form, sha256, encoding, target, layout, first, notes, loose = db.execute(
        "SELECT name, format, sha256, encoding, target_accuracy, layout, first, notes, loose FROM review WHERE id = ?",
        (number,),
    ).fetchone()
    found = db.execute(
        "SELECT number, text, blocks, layout, label, picture FROM page WHERE review = ? ORDER BY place", (number,)
    )
    pages = tuple(_page(*row) for row in found)
    given = db.execute("SELECT bytes FROM source WHERE review = ?", (number,)).fetchone()
    source = Source(
        name,
        form,
        sha256,
        encoding,
        pages,
        tuple(map(codec.decode_note, codec.load(notes))),
        given[0] if given else b"",
    )
    left = None if loose is None else codec.decode_spans(codec.load(loose))
    root = codec.decode_node(codec.load(unseal(first)))
    return Review(source, root, target, codec.decode_spans(codec.load(unseal(layout))), left)


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
    return Page(number, unseal(text).decode("utf-8", "surrogatepass"), made, spans, label, _unpack(picture))
