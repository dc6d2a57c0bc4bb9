"""Model values ⇄ plain values that JSON can hold, exactly: decode(encode(x)) == x.

A value of an unknown kind is refused, never guessed at: it was written by a newer program or is damaged.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import lru_cache
from sys import intern
from typing import Any

from reviewer.base.i18n import tr
from reviewer.model.cells import compact
from reviewer.model.edits import Act, Edit, InsertNode, MoveNode, RemoveNode, SetField, SetKind
from reviewer.model.fields import Field, FieldRef, Status
from reviewer.model.history import Entry
from reviewer.model.messages import Message
from reviewer.model.review import Kind, NodeData
from reviewer.model.source import Block, Cell, Grid, Line, Note
from reviewer.model.spans import Span, Spans

MOST_VALUES = 12_000_000
"""A document of 100,000 rows has some ten million."""
Json = Any
"""What json.loads gives: dict, list, str, int, float, bool, None."""


class SessionError(Exception):
    """A session that cannot be opened. Its text is one sentence for the user: what is wrong, what to do."""


class UnknownKind(SessionError):  # noqa: N818 - says what it is
    """A value of a kind that this version does not know; `what` is its name in the file."""

    def __init__(self, what: object) -> None:
        self.what = str(what)
        super().__init__(
            tr(
                "The session holds “{what}”, which this version of the program does not know; please update the program.",
                what=what,
            )
        )


def dump(value: Json) -> bytes:
    """JSON as bytes; a lone surrogate, which a text may hold and UTF-8 may not, survives."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


class Bounds:
    """How many values a session may hold in all: each takes memory, and a few bytes of a file make one."""

    def __init__(self, most: int = MOST_VALUES) -> None:
        self._left = most

    def take(self, data: bytes) -> None:
        """Count the values of one text before it is read. Raises ValueError where there are too many."""
        self._left -= data.count(b",") // 4 + data.count(b"[") + 2 * data.count(b"{") + len(data) // 64
        if self._left < 0:
            raise ValueError("more values than any document has")


_bounds: ContextVar[Bounds | None] = ContextVar("_bounds", default=None)


@contextmanager
def bounded() -> Iterator[None]:
    """While this lasts, load() reads no more values in all than a session may hold."""
    token = _bounds.set(Bounds())
    try:
        yield
    finally:
        _bounds.reset(token)


def load(data: bytes, made_of: Callable[[dict[str, Json]], object] | None = None) -> Json:
    """What dump() was given, each object in it replaced by what `made_of` makes of it; raises ValueError."""
    if not isinstance(data, bytes):
        raise ValueError("no bytes where bytes should be")
    bounds = _bounds.get()
    if bounds is not None:
        bounds.take(data)
    try:
        return json.loads(data.decode("utf-8", "surrogatepass"), object_hook=made_of)
    except RecursionError as error:
        raise ValueError("values within values without end") from error


# -- fields and nodes ---------------------------------------------------------------------------------------------


def encode_spans(spans: Spans) -> Json:
    """Spans as [page, start, end] each."""
    return [list(span) for span in spans]


def decode_spans(data: Json) -> Spans:
    """What encode_spans() was given."""
    if len(data) == 1:  # nearly always
        [[page, start, end]] = data
        if type(page) is int and type(start) is int and type(end) is int:
            return (_as_tuple(Span, data[0]),)
    for page, start, end in data:
        if type(page) is not int or type(start) is not int or type(end) is not int:
            raise ValueError("a span is not of whole numbers")
    return tuple([_as_tuple(Span, span) for span in data])


_as_tuple = tuple.__new__
"""Makes a span of three values without a call of Python's own; a large session has hundreds of thousands."""


def encode_message(message: Message) -> Json:
    """A message as its code and the texts for its gaps."""
    return [message.code, [list(gap) for gap in message.gaps]]


def decode_message(data: Json) -> Message:
    """What encode_message() was given."""
    code, gaps = data
    return Message(_text(code), _pairs(gaps))


def _messages(data: Json) -> tuple[Message, ...]:
    """The reasons of a field. Those of a large session are a few, again and again: without gaps they are made once."""
    codes = [code for code, gaps in data if gaps == []]
    return _bare_messages(*codes) if len(codes) == len(data) else tuple(map(decode_message, data))


@lru_cache(maxsize=1 << 10)
def _bare_messages(*codes: Json) -> tuple[Message, ...]:
    return tuple([Message(_text(code)) for code in codes])


def _text(value: Json) -> str:
    """A text that is one. Raises ValueError: what a person made of a session may hold anything in any place."""
    if type(value) is not str:
        raise ValueError("no text where a text should be")
    return value


def _number(value: Json, least: int, most: int) -> int:
    """A whole number within bounds. Raises ValueError."""
    if type(value) is not int or not least <= value <= most:
        raise ValueError("no such number")
    return value


def _pairs(data: Json) -> tuple[tuple[str, str], ...]:
    return tuple((_text(name), _text(text)) for name, text in data)


def encode_field(field: Field) -> Json:
    """A field; what has its usual value is left out."""
    data: dict[str, Json] = {"value": field.value, "confidence": field.confidence}
    if field.read != field.value:
        data["read"] = field.read
    if field.reasons:
        data["reasons"] = [encode_message(reason) for reason in field.reasons]
    if field.spans:
        data["spans"] = encode_spans(field.spans)
    if field.status is not Status.OPEN:
        data["status"] = str(field.status)
    if field.flagged:
        data["flagged"] = True
    return data


_OPEN = Status.OPEN


def decode_field(data: Json) -> Field:
    """What encode_field() was given; raises UnknownKind."""
    get = data.get
    value, spans, reasons, status = data["value"], get("spans"), get("reasons"), get("status")
    confidence, flagged, read = data["confidence"], get("flagged", False), get("read", value)
    if not (value is None or type(value) is str) or not (read is None or type(read) is str):
        raise ValueError("a value is no text")
    if type(confidence) not in _NUMBERS or not 0 <= confidence <= 1 or type(flagged) is not bool:
        raise ValueError("a field's confidence is none")
    if not spans and not reasons and not status:
        return _plain_field(value, confidence, flagged, read)
    return Field(
        value,
        confidence,
        _messages(reasons) if reasons else (),
        decode_spans(spans) if spans else (),
        _status(status) if status else _OPEN,
        flagged,
        read,
    )


_NUMBERS = (float, int)


@lru_cache(maxsize=1 << 10, typed=True)
def _plain_field(value: str | None, confidence: float, flagged: bool, read: str | None) -> Field:
    """A field that stands nowhere in the source; nearly all of them are empty, and stand once."""
    return Field(value, confidence, (), (), _OPEN, flagged, read)


def encode_node(node: NodeData) -> Json:
    """A node with all beneath it."""
    return {
        "id": node.id,
        "kind": str(node.kind),
        "fields": [[key, encode_field(field)] for key, field in node.fields],
        "children": [encode_node(child) for child in node.children],
    }


def decode_node(data: Json) -> NodeData:
    """What encode_node() was given; raises UnknownKind."""
    fields = [[key, decode_field(field)] for key, field in data["fields"]]
    return _node({**data, "fields": fields, "children": [decode_node(child) for child in data["children"]]})


def load_node(data: bytes) -> NodeData:
    """decode_node(load(data)), without having the whole of a large tree as plain values first: they would be half of the memory."""
    found = load(data, _part_of_node)
    if type(found) is not NodeData:
        raise ValueError("no node where a node should be")
    return found


def _part_of_node(data: dict[str, Json]) -> Field | NodeData:
    return decode_field(data) if "value" in data else _node(data)


def _node(data: Json) -> NodeData:
    """A node whose fields and children are made already."""
    fields, children = data["fields"], data["children"]
    if type(children) is not list or any(type(child) is not NodeData for child in children):
        raise ValueError("no node where a node should be")
    made = tuple(
        [(intern(key), field) for key, field in fields if type(field) is Field]
    )  # names are few; no text: TypeError
    if len(made) < len(fields):
        raise ValueError("no field where a field should be")
    return NodeData(_number(data["id"], 0, _LAST_NODE), _kind(data["kind"]), made, tuple(children))


_LAST_NODE = 1 << 53
"""No session counts so far; numbers up to it are exact for every program that reads them."""


_KINDS: dict[Json, Kind] = {str(kind): kind for kind in Kind}
_STATUSES: dict[Json, Status] = {str(status): status for status in Status}


def _kind(name: Json) -> Kind:
    try:
        return _KINDS[name]
    except (KeyError, TypeError):
        raise UnknownKind(name) from None


def _status(name: Json) -> Status:
    try:
        return _STATUSES[name]
    except (KeyError, TypeError):
        raise UnknownKind(name) from None


# -- acts ---------------------------------------------------------------------------------------------------------


def encode_edit(edit: Edit) -> Json:
    """Raises TypeError for an edit that is none of the model's."""
    match edit:
        case SetField(ref, before, after):
            return {"edit": "set", "ref": list(ref), "before": _maybe(before), "after": _maybe(after)}
        case InsertNode(parent, index, node):
            return {"edit": "insert", "parent": parent, "index": index, "node": encode_node(node)}
        case RemoveNode(parent, index, node):
            return {"edit": "remove", "parent": parent, "index": index, "node": encode_node(node)}
        case MoveNode(moved, from_parent, from_index, to_parent, to_index):
            return {"edit": "move", "node": moved, "from": [from_parent, from_index], "to": [to_parent, to_index]}
        case SetKind(changed, old, new):
            return {"edit": "kind", "node": changed, "before": str(old), "after": str(new)}
    raise TypeError(f"{edit!r} cannot be stored")


def decode_edit(data: Json) -> Edit:
    """What encode_edit() was given; raises UnknownKind."""
    match data["edit"]:
        case "set":
            node, key = data["ref"]
            return SetField(
                FieldRef(_number(node, 0, _LAST_NODE), _text(key)),
                _maybe_field(data["before"]),
                _maybe_field(data["after"]),
            )
        case "insert":
            return InsertNode(data["parent"], data["index"], decode_node(data["node"]))
        case "remove":
            return RemoveNode(data["parent"], data["index"], decode_node(data["node"]))
        case "move":
            return MoveNode(data["node"], *data["from"], *data["to"])
        case "kind":
            return SetKind(data["node"], _kind(data["before"]), _kind(data["after"]))
    raise UnknownKind(data["edit"])


def _maybe(field: Field | None) -> Json:
    return None if field is None else encode_field(field)


def _maybe_field(data: Json) -> Field | None:
    return None if data is None else decode_field(data)


def encode_act(act: Act) -> Json:
    """An act with its edits."""
    return {
        "name": act.name,
        "edits": [encode_edit(edit) for edit in act.edits],
        "places": [list(gap) for gap in act.gaps],
        "focus": list(act.focus) if act.focus is not None else None,
    }


def decode_act(data: Json) -> Act:
    """What encode_act() was given; raises UnknownKind."""
    gaps, focus = _pairs(data["places"]), None
    if data["focus"] is not None:
        node, key = data["focus"]
        focus = FieldRef(_number(node, 0, _LAST_NODE), _text(key))
    return Act(_text(data["name"]), tuple(decode_edit(edit) for edit in data["edits"]), gaps, focus)


WAYS = ("do", "undo", "redo", "note")
"""What a line of the record can say happened."""


def encode_entry(entry: Entry) -> Json:
    """A line of the record; its time as ISO 8601 with its offset."""
    return {
        "at": entry.at.isoformat(),
        "who": entry.who,
        "way": entry.way,
        "act": encode_act(entry.act),
        "where": list(entry.where),
    }


def decode_entry(data: Json) -> Entry:
    """What encode_entry() was given; raises UnknownKind."""
    if data["way"] not in WAYS:
        raise UnknownKind(data["way"])
    at, where = datetime.fromisoformat(data["at"]), data["where"]
    if at.tzinfo is None or not _FIRST_YEAR <= at.year <= _LAST_YEAR or type(where) is not list:
        raise ValueError("no such time or place")
    return Entry(at, _text(data["who"]), data["way"], decode_act(data["act"]), tuple(map(_text, where)))


_FIRST_YEAR, _LAST_YEAR = 1970, 9000
"""Every system can say such a time in its own zone."""


# -- blocks of a source -------------------------------------------------------------------------------------------


def encode_block(block: Block) -> Json:
    """A line or a grid of a source."""
    if isinstance(block, Line):
        return {"line": list(block.span)}
    cells = [[c.row, c.column, c.row_span, c.column_span, encode_spans(c.spans)] for c in block.cells]
    data: dict[str, Json] = {"grid": cells, "rows": block.rows, "columns": block.columns}
    if block.widths:
        data["widths"] = list(block.widths)
    if block.heights:
        data["heights"] = list(block.heights)
    return data


def decode_block(data: Json) -> Block:
    """What encode_block() was given; raises UnknownKind."""
    if "line" in data:
        return Line(*decode_spans([data["line"]]))
    if "grid" not in data:
        raise UnknownKind(next(iter(data), ""))
    rows, columns = _number(data["rows"], 0, _MOST_ROWS), _number(data["columns"], 0, _MOST_COLUMNS)
    cells = tuple([_cell(rows, columns, *cell) for cell in data["grid"]])
    if (
        sum([cell.row_span * cell.column_span for cell in cells if cell.row_span > 1 or cell.column_span > 1])
        > _MOST_COVERED
    ):
        raise ValueError("cells over more than any table has")
    return Grid(compact(cells), rows, columns, _lengths(data.get("widths", ())), _lengths(data.get("heights", ())))


_MOST_ROWS, _MOST_COLUMNS, _MOST_COVERED, _LONGEST = 1 << 22, 1 << 17, 50_000_000, 1e6


def _cell(rows: int, columns: int, row: Json, column: Json, down: Json, across: Json, spans: Json) -> Cell:
    is_whole = type(row) is type(column) is type(down) is type(across) is int
    if not is_whole or not (0 <= row < rows and 0 <= column < columns) or down < 1 or across < 1:
        raise ValueError("a cell beyond its table")
    return Cell(row, column, decode_spans(spans), down, across)


def _lengths(data: Json) -> tuple[float, ...]:
    """Widths or heights, in points."""
    found = tuple(map(float, data))
    if not all(-_LONGEST <= each <= _LONGEST for each in found):
        raise ValueError("no such length")
    return found


def encode_note(note: str) -> Json:
    """A note on a source; without code and spans it is its sentence alone, as older programs wrote it."""
    if isinstance(note, Note) and (note.code or note.spans):
        return [str(note), note.code, encode_spans(note.spans)]
    return str(note)


def decode_note(value: Json) -> str:
    """The inverse of encode_note()."""
    if isinstance(value, list):
        text, code, spans = value
        return Note(_text(text), _text(code), decode_spans(spans))
    return _text(value)
