"""Running text that tells of a project in sentences: where what a label asks for, a name and a goal begin and end there.

…安排资金50万元,实施水渠维修(二期)项目,项目建设内容:按照3米宽的标准,维修水渠4公里。总体绩效目标是:…现将绩效目标设定如下:
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from reviewer.base.patterns import pattern
from reviewer.extract.sequence.borders import NO_COLUMN
from reviewer.extract.sequence.pieces import Piece, R

_LABELS = frozenset({R.HEADER, R.ATTRIBUTE_LABEL})
_GOALS = frozenset({R.GOAL, R.PERIOD_GOAL})
_COLON = pattern(r"\s*[:：]\s*")
_LONG_LINE = 150
"""A line of running text is longer; a form's are shorter as a rule."""
_LONGEST = 500
_ANNOUNCED = pattern(r"(?<=[。；;])\s*现将[^。；;]{2,20}(?:如下|公示)\s*[:：]?\s*$")
"""The sentence after a goal that says that the indicators come: 现将绩效目标设定如下."""
_CARRIED_OUT = pattern(r"(?:实施|用于|开展)(?=.{4,}(?:项目|工程)$)")


def as_sentences(pieces: Iterable[Piece], text: str) -> list[Piece]:
    """The pieces, those of running text where a reader of its sentences would have them begin and end."""
    found: list[Piece] = []
    end = -1  # of an attribute that goes on to the end of its sentence
    for piece in pieces:
        if piece.start < end:
            continue
        last = found[-1] if found else None
        if piece.column != NO_COLUMN or not _is_running(piece, text):
            found.append(piece)
            continue
        if last is not None and last.role is piece.role is R.NAME and last.end == piece.start:
            found[-1] = _without_verb(replace(last, end=piece.end), text)
            continue
        if last is not None and piece.role is R.ATTRIBUTE and _is_asked(last, piece, text):
            found[-1] = replace(last, role=R.ATTRIBUTE_LABEL)
            end = _end_of_sentence(piece, text)
            piece = replace(piece, end=end)
        elif piece.role in _GOALS and (told := _ANNOUNCED.search(text, piece.start, piece.end)):
            piece = replace(piece, end=told.start())
        found.append(_without_verb(piece, text))
    return found


def _is_running(piece: Piece, text: str) -> bool:
    start, end = text.rfind("\n", 0, piece.start) + 1, text.find("\n", piece.end)
    return (end if end >= 0 else len(text)) - start >= _LONG_LINE


def _is_asked(label: Piece, piece: Piece, text: str) -> bool:
    """Whether a text stands right behind a label's colon."""
    colon = _COLON.match(text, label.end) if label.role in _LABELS else None
    return colon is not None and colon.end() == piece.start


def _end_of_sentence(piece: Piece, text: str) -> int:
    """Where the sentence ends that a text is in; the text's own end where no full stop comes soon on its line."""
    stop = text.find("。", piece.start, piece.start + _LONGEST)
    line = text.find("\n", piece.start)
    return stop + 1 if stop > piece.end and (line < 0 or stop < line) else piece.end


def _without_verb(piece: Piece, text: str) -> Piece:
    verb = _CARRIED_OUT.match(text, piece.start, piece.end) if piece.role is R.NAME else None
    return replace(piece, start=verb.end()) if verb else piece
