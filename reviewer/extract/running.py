"""Multi-project tables as running text: what is left of them when a PDF is turned into lines.

Columns are gone; what stays is an order: a name, its amounts, the goal, the indicators. The lines after the header are
cut into segments (text, or a run of amounts), and the likeliest sequence of roles is found over all of them at once
(Viterbi): how each segment reads, what may follow what, whether the segment before it was finished.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from reviewer.base.patterns import pattern
from reviewer.extract.book import Book, is_note, is_organisation, is_undertaking
from reviewer.extract.labels import INDICATOR_ROLES, Role, roles_of
from reviewer.extract.likeness import is_packed
from reviewer.extract.list_heads import list_header
from reviewer.extract.lists import ListRows
from reviewer.extract.packed import has_signs, starts_item
from reviewer.extract.rows import Column, Row
from reviewer.model.flow import EMPTY, Flow, join_wrapped
from reviewer.model.messages import Message, message

_AMOUNT = pattern(r"(?:\d{1,3}(?:,\d{3})+|\d+)\.\d{1,2}|\d{1,3}(?:,\d{3})+")
_PAGE_NUMBER = pattern(r"\s*[-—–]*\s*(?:第\s*)?\d{1,3}\s*页?\s*(?:[/／共,，]\s*共?\s*\d{1,3}\s*页?)?\s*[-—–]*\s*")
_TOKEN = pattern(r"\S+")
_ENDED = tuple("。；;！.…")
_PUNCTUATION = pattern(r"[，。；,;]")
_WIDE = pattern("[\u2e80-\U0010ffff]+")
"""What is printed twice as wide as a Latin letter."""


@dataclass(frozen=True, slots=True)
class _Segment:
    """A piece of a line: text, or (where `amounts` is not empty) a run of amounts."""

    flow: Flow
    amounts: tuple[Flow, ...] = ()
    indent: int = 0
    after_gap: bool = False

    @property
    def text(self) -> str:
        return self.flow.text

    @property
    def width(self) -> int:
        return 2 * len(self.text) - len(_WIDE.sub("", self.text))


@dataclass(slots=True)
class _Record:
    """One row of the table that was: its pieces, line by line."""

    name: list[Flow]
    late_name: list[Flow]
    amounts: list[Flow]
    goal: list[Flow]
    packed: list[Flow]


class RunningText:
    """Reads one run of lines."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @staticmethod
    def is_table(lines: list[Flow]) -> bool:
        """Whether a run of lines holds the header of a multi-project table."""
        return _find_header(lines) is not None

    def read(self, lines: list[Flow]) -> None:
        """Take the lines as they stand, blank ones left out: headings, the header, and the rows after it."""
        found = _find_header(lines)
        if found is None:
            return
        start, end, columns = found
        for line in lines[:start]:
            self._book.heading(line.strip())
        self._book.known(*lines[start:end])
        read_lines(self._book, lines[end:], columns)


def read_lines(book: Book, lines: list[Flow], columns: list[Column]) -> None:
    """Read the lines under a header into entries of `book`."""
    rows, layout = _without_layout(lines)
    book.known(*layout)
    places = sum(column.role is Role.AMOUNT for column in columns)
    segments = list(_segments(rows, places))
    table = ListRows(book, columns)
    lost = any(c.role in INDICATOR_ROLES for c in columns) and all(c.role is not Role.INDICATORS for c in columns)
    for record in _records(segments, _likeliest(segments)):
        _add(book, table, record, places)
        if lost and book.entry is not None:
            book.close_entry()
            for key in ("name", "goal"):
                book.entry.doubt(key, message("read.columns_lost"))


def _add(book: Book, table: ListRows, record: _Record, places: int) -> None:
    name = join_wrapped([*record.name, *record.late_name])
    evidence: list[Message] = []
    if record.late_name:
        evidence.append(message("read.name_around"))
    elif len(record.name) > 1:
        evidence.append(message("read.name_guess"))
    amounts = [*record.amounts, *[EMPTY] * places][: max(places, len(record.amounts))]
    odd = any(_is_label(piece.text) for piece in record.name) or "  " in name.text.strip()
    evidence += [message("read.columns_lost")] * odd
    table.open(name, amounts, bool(record.goal or record.packed), (), tuple(evidence), loose=True)
    if record.goal:
        book.add_goal(join_wrapped(record.goal))
        book.doubt_goal(*[message("read.columns_lost")] * odd)
    if record.packed:
        book.add_packed(join_wrapped(record.packed), (message("read.wrapped"),))


_LABELS = frozenset({Role.ENTRY_NAME, Role.UNIT, Role.DEPARTMENT, Role.GOAL, *INDICATOR_ROLES})


def _is_label(text: str) -> bool:
    """Whether a piece of a name is a label: then lines were read as a row that are none."""
    return text.startswith("其中") or bool(roles_of(text) & _LABELS)


# -- header and segments ----------------------------------------------------------------------------------------------


def _find_header(lines: list[Flow]) -> tuple[int, int, list[Column]] | None:
    """(first line, line after the last, columns) of the header: labels side by side, on up to three lines."""
    for start in range(len(lines)):
        if not roles_of(_first_token(lines[start].text)):
            continue
        for end in range(start + 1, min(start + 4, len(lines) + 1)):
            columns = _header_columns(lines[start:end])
            if columns is not None:
                return start, end, columns
    return None


def _first_token(text: str) -> str:
    match = _TOKEN.search(text)
    return match[0] if match else ""


def _header_columns(lines: list[Flow]) -> list[Column] | None:
    if not any(sum(bool(roles_of(word)) for word in line.text.split()) > 1 for line in lines):
        return None  # labels beneath each other are those of a form, not of columns
    cells: list[tuple[int, Flow]] = []
    for line in lines:
        for match in _TOKEN.finditer(line.text):
            cells.append((len(cells), line[slice(*match.span())]))
    if not 3 <= len(cells) <= 20 or sum(bool(roles_of(flow.text)) for _, flow in cells) * 5 < len(cells) * 4:
        return None
    columns = list_header(Row(tuple(cells), 0))
    told = {column.role for column in columns or ()} & {Role.GOAL, Role.INDICATORS}
    return columns if told else None


def _without_layout(lines: list[Flow]) -> tuple[list[Flow], list[Flow]]:
    """The lines of the table, and those that are page numbers or the header again."""
    rows: list[Flow] = []
    layout: list[Flow] = []
    for line in lines:
        text = line.text.strip()
        again = (len(text) <= 40 and _PAGE_NUMBER.fullmatch(text)) or _header_columns([line]) is not None
        (layout if again else rows).append(line)
    return rows, layout


def _segments(lines: list[Flow], places: int) -> Iterator[_Segment]:
    for place, line in enumerate(lines):
        text = line.text
        indent = len(text) - len(text.lstrip())
        gap = place > 0 and _gap(lines[place - 1], line)
        for piece, amounts in _cut(line, places):
            yield _Segment(piece, amounts, indent, gap)
            indent, gap = 0, False


def _gap(before: Flow, line: Flow) -> bool:
    """Whether a blank line stands between two lines."""
    between = before.gap_to(line)
    return between is None or between > 1


def _cut(line: Flow, places: int) -> Iterator[tuple[Flow, tuple[Flow, ...]]]:
    """A line as text, a run of amounts, and text again; amounts inside a sentence do not count."""
    tokens = [match.span() for match in _TOKEN.finditer(line.text)]
    run: list[tuple[int, int]] = []
    for span in tokens:
        if _AMOUNT.fullmatch(line.text, *span):
            run.append(span)
        elif run and (len(run) > 1 or places == 1):
            break
        else:
            run = []
    alone = len(run) == len(tokens)
    if not run or not (len(run) > 1 or alone or places == 1) or len(run) > max(places, 1):
        yield line.strip(), ()
        return
    before, after = line[: run[0][0]].strip(), line[run[-1][1] :].strip()
    if before:
        yield before, ()
    yield line[run[0][0] : run[-1][1]], tuple(line[slice(*span)] for span in run)
    if after:
        yield after, ()


# -- the likeliest sequence ---------------------------------------------------------------------------------------------

# N name, U unit without amounts, A amounts, M the rest of a name after its amounts, G goal, I indicators, Z note
_STATES = "NUAMGIZ"
_FOLLOWS = {
    "^": {"N": 0.0, "U": -1.0, "A": -4.0},
    "N": {"N": 0.0, "A": 0.0, "G": -5.0, "I": -6.0},
    "U": {"N": 0.0, "U": -1.0},
    "A": {"M": -1.5, "G": 0.0, "I": -1.5, "N": -0.5, "U": -0.8, "A": -5.0, "Z": -2.0},
    "M": {"M": -0.5, "G": 0.0, "I": -1.5, "N": -2.0, "Z": -3.0},
    "G": {"G": 0.0, "I": 0.0, "N": -2.0, "U": -2.5, "Z": -2.0},
    "I": {"I": 0.0, "N": 0.0, "U": -0.5, "G": -7.0, "A": -6.0, "Z": 0.0},
    "Z": {"Z": 0.0, "N": -3.0},
}


def _likeliest(segments: list[_Segment]) -> str:
    """The state of each segment."""
    if not segments:
        return ""
    usual = _usual_width(segments)
    reads = _reads(segments[0], usual)
    scores = {state: _FOLLOWS["^"].get(state, -30.0) + reads[state] for state in _STATES}
    trail: list[str] = []  # for each segment after the first, the state before it by the state it is in
    for before, here in pairwise(segments):
        reads = _reads(here, usual)
        reached: dict[str, float] = {}
        back = ""
        for state, origins in _steps(*_said_by_neighbours(before, here, usual)):
            best, best_score = "", float("-inf")
            for origin, step, joint in origins:
                if origin in scores and (total := scores[origin] + step + joint) > best_score:
                    best, best_score = origin, total
            if best:
                reached[state] = best_score + reads[state]
            back += best or "-"
        scores = reached
        trail.append(back)
    state = max(scores, key=lambda s: scores[s])
    path = [state]
    for back in reversed(trail):
        state = back[_STATES.index(state)]
        path.append(state)
    return "".join(reversed(path))


def _usual_width(segments: list[_Segment]) -> float:
    """The width of a full line of the goal's column: a high quantile of lines that read like prose."""
    widths = sorted(
        s.width for s in segments if not s.amounts and _PUNCTUATION.search(s.text) and not has_signs(s.text)
    )
    return float(widths[int(len(widths) * 0.8)]) if len(widths) >= 5 else 40.0


def _reads(segment: _Segment, usual: float) -> dict[str, float]:
    """How well a segment reads as each state."""
    if segment.amounts:
        return {**dict.fromkeys(_STATES, -20.0), "A": 3.0}
    text = segment.text
    found = {"A": -20.0, "Z": 5.0 if is_note(text) else -3.0}
    item = starts_item(text)
    if item or is_packed(text) or has_signs(text):
        return {**dict.fromkeys("NUMG", -7.0), **found, "I": 5.0 if item else 4.0}
    goal = (1.0 if _PUNCTUATION.search(text) else -0.5) + (1.0 if segment.width >= 0.75 * usual else 0.0)
    return {**_reads_as_name(segment), **found, "I": -0.5, "G": goal}


def _reads_as_name(segment: _Segment) -> dict[str, float]:
    """How well a segment reads as a name, as the rest of one, and as a unit."""
    text = segment.text
    score = -2.5 if _PUNCTUATION.search(text) else 0.5
    score -= 3.0 if len(text) > 30 else 0.0
    if text.endswith("。"):
        score -= 2.5
    organisation = is_organisation(text)
    unit = score + (-1.5 if organisation else -8.0)
    if organisation or is_undertaking(text):
        score += 0.8
    if Role.AMOUNT in roles_of(text):
        score += 2.0
    return {"U": unit, "N": score + (1.5 if segment.indent >= 2 else 0.0), "M": score}


def _said_by_neighbours(before: _Segment, here: _Segment, usual: float) -> tuple[bool, bool, bool, bool]:
    """Whether the first of two neighbours ends like a sentence; ends in a full stop, with no item beginning after it;
    is broken off early; and whether the second stands apart from it.
    """
    ended = before.text.endswith(_ENDED)
    stopped = before.text.endswith("。") and not starts_item(here.text)
    short = not ended and before.width < 0.7 * usual
    return ended, stopped, short, here.after_gap or here.indent > 0


@cache
def _steps(ended: bool, stopped: bool, short: bool, apart: bool) -> list[tuple[str, list[tuple[str, float, float]]]]:
    """For each state the states that it may follow, with what that step is worth, and with what two neighbours of which
    this is so say together: is a text broken off, or gone on with, where it should not be?
    """
    return [
        (state, [(origin, _FOLLOWS[origin][state], _joint(origin, state, ended, stopped, short, apart))
                 for origin in _STATES if state in _FOLLOWS[origin]])
        for state in _STATES
    ]  # fmt: skip


def _joint(origin: str, state: str, ended: bool, stopped: bool, short: bool, apart: bool) -> float:
    score = 0.0
    if origin in "GI" and state != origin:
        score -= 0.0 if ended else (3.0 if origin == "I" else 1.5)
    if origin == state == "I" and stopped:
        score -= 2.0
    if origin == state == "G" and short:
        score -= 2.0
    if state in "NU" and origin in "GIA" and apart:
        score += 0.7
    return score


def _records(segments: list[_Segment], states: str) -> Iterator[_Record]:
    record: _Record | None = None
    before = "^"
    for segment, state in zip(segments, states, strict=True):
        if state == "Z":
            before = state
            continue
        begins = state in "NU" and (before != "N" or state == "U")
        if record is None or begins or (state == "A" and record.amounts):
            if record is not None:
                yield record
            record = _Record([], [], [], [], [])
        if state == "A":
            record.amounts += segment.amounts
        else:
            pieces = {"N": record.name, "U": record.name, "M": record.late_name, "G": record.goal, "I": record.packed}
            pieces[state].append(segment.flow)
        before = state
    if record is not None:
        yield record
