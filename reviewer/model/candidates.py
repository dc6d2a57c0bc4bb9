"""What a field may be meant to say: values to choose from while it is edited, the likeliest first."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from operator import itemgetter

from reviewer.base.initials import is_found_by
from reviewer.base.patterns import pattern
from reviewer.model.clauses import stretch
from reviewer.model.fields import Field, FieldRef, split_key
from reviewer.model.review import Kind, Node, Review
from reviewer.model.spans import Span, Spans
from reviewer.model.stops import stop_of
from reviewer.model.suggesting import suggest
from reviewer.model.target import target_of
from reviewer.model.target_words import NATURE_LABEL, SIGN_LABEL, UNIT_LABEL
from reviewer.model.taxonomy import is_whole_level, level_names, levels_named, parents_of

MOST = 9
"""So many are shown: one for each digit key."""
_LONGEST = 600
"""Characters of the longest candidate: goals have as many."""
_FREQUENT = 200
"""So many of the values that a field has elsewhere are kept, to be found by typing."""
_NEAR = 600
"""Characters of the original before and after the row that are looked through for pieces near it."""
_BACK = 60
"""So many rows back one looks for one that is printed, where those before it were put in by hand."""
_SENTENCE = 15
"""Characters that a goal has at least, mostly."""
_TAKEN, _UNLIKE = 10_000, 300
"""How many characters nearer a piece has to be that a field holds already, or that does not look like a value of the field."""
_PIECE = pattern(r"(?:[^|\t\n\r；;，,。、：:>\u0001-\u001f])+")
_CELL = pattern(r"[^|\t\n\r\u0001-\u001f]+")
_LABELLED = pattern(
    r"(?:^|(?<=[|\t\n\r]))[^\w|\t\n\r]*[\u4e00-\u9fff]{2,10}[^\w|\t\n\r]*[:：][*_ \u3000]*([^|\t\n\r\u0001-\u001f]+)"
)
"""A cell or line that begins with its label: what stands behind the colon."""
_IN_CELLS = pattern(r"([≥≤=＝＞＜><])([ |\t]+)(\d[\d,.]*)(?:([ |\t]+)([^\s|\d]{1,8})(?=[ |\t\n\r]|$))?")
"""A target value whose sign, number and unit stand in cells of their own."""
_SIGNS = ("≥", "≤", "=", ">", "<", "定性")
_MONEY_UNITS = ("万元", "元", "亿元", "千元")
_NUMBER_OF_HEADING = pattern(r"[（(]?[一二三四五六七八九十]{1,2}[）)、]?")
_QUANTITY = pattern(r"(?:[\d.,]+[^\d，,；;]{0,4}[，,；;]?)+")
_YEARS = pattern(r"(?:19|20)\d\d")
_TEXTS = ("goal", "content")
_NAMES = ("level3", "name", "unit", "department", "title")
_PAIR = {"period_value": "annual_value", "annual_value": "period_value"}
_CLOSED = ("level1", "level2", "level1_code", "level2_code", "money_unit")


class Why(StrEnum):
    """Where a candidate comes from."""

    SUGGESTED = "suggested"
    READING = "reading"
    LIST = "list"
    ABOVE = "above"
    ELSEWHERE = "elsewhere"
    ORIGINAL = "original"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value, where it comes from, and where it stands in the original, if it was found there."""

    value: str
    why: Why
    spans: Spans = ()


def is_closed(key: str) -> bool:
    """Whether a field's values are a list that everybody knows, so that a digit cannot be meant as text."""
    group, label = split_key(key)
    if group == "extra" and label:
        return bool(SIGN_LABEL.fullmatch(label) or NATURE_LABEL.fullmatch(label))
    return key in ("level1", "level2", "money_unit")


def everything(review: Review, ref: FieldRef) -> list[Candidate]:
    """All that the field may be meant to say, the likeliest first, nothing twice; what it says already is left out."""
    now, found = review.field(ref).value, dict[str, Candidate]()
    for one in _all(review, ref):
        value = one.value.strip()
        if value and value != now and len(value) <= _LONGEST:
            found.setdefault(value, one)
    return list(found.values())


def matching(found: Iterable[Candidate], typed: str) -> list[Candidate]:
    """At most MOST of them that hold what is typed, or whose initials it is."""
    return list(islice((one for one in found if _fits(one.value, typed)), MOST))


def _fits(value: str, typed: str) -> bool:
    if not typed:
        return True
    if typed.casefold() in value.casefold():
        return typed != value
    return typed.isascii() and typed.isalnum() and not typed.isdigit() and is_found_by(value, typed)


def _all(review: Review, ref: FieldRef) -> Iterator[Candidate]:
    """Everything that may be meant, the likeliest first; worked out only as far as somebody asks."""
    node = review.node(ref.node)
    offered = suggest(review, stop_of(review, ref))
    yield from (
        (Candidate(value, Why.SUGGESTED) for one, value in offered.values if one == ref and value) if offered else ()
    )
    field = review.field(ref)
    for reason in field.reasons:
        said = dict(reason.gaps)
        other = said.get("other") or said.get("tail") or ""
        if 0 < len(other) < 40 and other != "-" and not other.endswith("…"):
            yield Candidate(other, Why.READING)
    if field.read and field.read != field.value:
        yield Candidate(field.read, Why.READING, field.spans)
    if ref.key in _PAIR and (value := node.value(_PAIR[ref.key])):
        yield Candidate(value, Why.ABOVE, node.fields[_PAIR[ref.key]].spans)
    if ref.key in _TEXTS and not field.value:
        yield from _under_other_labels(node, ref.key)
    is_list = ref.key in _CLOSED or is_closed(ref.key)
    if is_list:
        yield from _listed(review, node, ref.key)
        yield from _elsewhere(review, node, ref.key)
    if ref.key not in ("level1_code", "level2_code"):
        yield from _near(review, node, ref.key)
    if not is_list:
        yield from _elsewhere(review, node, ref.key)


def _under_other_labels(node: Node, key: str) -> Iterator[Candidate]:
    """What the row has under a printed label that nobody knows, where it reads like the field that is empty."""
    for other, field in node.fields.items():
        if split_key(other)[0] in ("attributes", "extra") and field.value and _looks_like(key, field.value):
            yield Candidate(field.value, Why.ABOVE, field.spans)


# -- closed lists -------------------------------------------------------------------------------------------------


def _listed(review: Review, node: Node, key: str) -> Iterator[Candidate]:
    label = split_key(key)[1] or ""
    values: Iterable[str] = ()
    if key in ("level1", "level2"):
        values = _levels(node, int(key[-1]))
    elif key in ("level1_code", "level2_code"):
        levels = levels_named(node.value(key.removesuffix("_code")) or "")
        values = (level.code for level in levels if level.level == int(key[5]) and level.code)
    elif key == "money_unit":
        values = _MONEY_UNITS
    elif NATURE_LABEL.fullmatch(label):
        values = ("定量", "定性")
    elif SIGN_LABEL.fullmatch(label):
        values = _SIGNS
    elif UNIT_LABEL.fullmatch(label):
        values = units(review)
    return (Candidate(value, Why.LIST) for value in values)


def _levels(node: Node, number: int) -> list[str]:
    """The names of this level, those that go with the row's other level first, as the review's own rows write them."""
    names = [
        name for name in dict.fromkeys(level_names(number)) if levels_named(name)[:1] and name == _name(name, number)
    ]
    other = node.value("level1" if number == 2 else "level2") or ""
    if number == 1:
        first = parents_of(other)
        return [*(name for name in first if name in names), *(name for name in names if name not in first)]
    meant = {level.name for level in levels_named(other) if level.level == 1}
    under = [name for name in names if meant & set(parents_of(name))]
    return [*under, *(name for name in names if name not in under)]


def _name(name: str, number: int) -> str | None:
    return next((level.name for level in levels_named(name) if level.level == number), None)


def units(review: Review, kind: str = "annual_value") -> list[str]:
    """The units of the target values of a review, the commonest first."""
    counts: Counter[str] = Counter()
    for seen, node in enumerate(n for n in review.root.walk() if n.kind is Kind.INDICATOR):
        target = target_of(node, kind)
        if target is not None and target.unit:
            counts[target.unit] += 1
        if seen > 400:
            break
    return [unit for unit, _ in counts.most_common(MOST)]


# -- the same field elsewhere -------------------------------------------------------------------------------------


def _elsewhere(review: Review, node: Node, key: str) -> Iterator[Candidate]:
    """The rows beside this one, nearest first; then what the field says most often."""
    siblings = node.parent.children if node.parent is not None else []
    at = node.index()
    for step in (-1, 1):
        place = at + step
        if 0 <= place < len(siblings) and (value := siblings[place].value(key)):
            yield Candidate(value, Why.ABOVE)
    counts = Counter(
        value for other in review.root.walk() if (field := other.fields.get(key)) and (value := field.value)
    )
    yield from (Candidate(value, Why.ELSEWHERE) for value, _ in counts.most_common(_FREQUENT))


# -- what stands near in the original -----------------------------------------------------------------------------


def _near(review: Review, node: Node, key: str) -> Iterator[Candidate]:
    """Pieces of the original beside the row that no field of it holds: those that no field at all holds first."""
    here = _place(node)
    if here is None:
        return
    page, low, high = here
    text = review.source.pages[page].text
    claimed = list(_claimed_near(node, page, key))
    known = [field.spans for field in (*claimed, *node.fields.values())]
    flow = stretch(review.source, page, max(0, low - _NEAR), min(len(text), high + _NEAR), known)
    if not flow:
        return
    around = _whole(flow.spans)
    layout = _Places(span for span in review.layout if span.overlaps(around))
    taken = _Places(span for field in claimed for span in field.spans if span.page == page)
    own = (low, high)
    pieces: list[tuple[int, Candidate]] = []
    for form in (_CELL, _PIECE, *((_LABELLED,) if key in _TEXTS else ())):
        for match in form.finditer(flow.text):
            piece, begin = match[match.re.groups].strip(), match.start(match.re.groups)
            if not piece or not _may_be(key, piece):
                continue
            begin += len(match[match.re.groups]) - len(match[match.re.groups].lstrip())
            spans = flow[begin : begin + len(piece)].spans
            if layout.are_most_of(_whole(spans)):
                continue
            far = _far(own, _whole(spans))
            is_taken, is_like = any(map(taken.inside, spans)), _looks_like(key, piece)
            if is_taken and not is_like:
                continue
            unlikely = _TAKEN * is_taken + _UNLIKE * (not is_like)
            pieces.append((far + unlikely, Candidate(piece, Why.ORIGINAL, spans)))
    if key in _PAIR:
        pieces += _in_cells(text, page, around.start, around.end, own, taken)
    yield from (one for _, one in sorted(pieces, key=itemgetter(0)))


def _whole(spans: Spans) -> Span:
    """From where the first of some places begins to where the last one ends."""
    return Span(spans[0].page, spans[0].start, spans[-1].end)


def _in_cells(
    text: str, page: int, start: int, end: int, own: tuple[int, int], taken: _Places
) -> Iterator[tuple[int, Candidate]]:
    """Target values put together from the cells of sign, number and unit, before the pieces that stand as near."""
    for match in _IN_CELLS.finditer(text, start, end):
        parts = [number for number in (1, 3, 5) if match[number]]
        spans = tuple(Span(page, *match.span(number)) for number in parts)
        far = _far(own, spans[0]) + _TAKEN * any(taken.inside(span) for span in spans)
        yield far - 1, Candidate("".join(match[number] for number in parts), Why.ORIGINAL, spans)


def _far(own: tuple[int, int], span: Span) -> int:
    """How many characters lie between a row and a piece."""
    return 0 if own[0] <= span.start < own[1] else min(abs(span.start - own[1]), abs(own[0] - span.end))


class _Places:
    """Stretches of a page that are asked about often; those that overlap count as one."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for _, start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(end, self._ends[-1])
            else:
                self._starts.append(start)
                self._ends.append(end)

    def inside(self, span: Span) -> int:
        """How many characters of a stretch lie in one of these."""
        found, at = 0, bisect_right(self._ends, span.start)
        while at < len(self._starts) and self._starts[at] < span.end:
            found += min(self._ends[at], span.end) - max(self._starts[at], span.start)
            at += 1
        return found

    def are_most_of(self, span: Span) -> bool:
        """Whether half of a stretch or more lies in these."""
        return 2 * self.inside(span) >= span.end - span.start


def _has_figure(piece: str) -> bool:
    return any(map(str.isdigit, piece))


def _looks_like(key: str, piece: str) -> bool:
    """Whether a piece has the length and the signs that values of this field usually have."""
    if key in _PAIR:
        return _has_figure(piece) and len(piece) <= 40
    if key in _TEXTS:
        return len(piece) >= _SENTENCE and any(sign in piece for sign in "，,。；;")
    if key in _NAMES:
        return (
            3 <= len(piece) <= 40
            and any("\u4e00" <= char <= "\u9fff" for char in piece)
            and piece[0] not in "≥≤<>=＝"
            and not _QUANTITY.fullmatch(piece)
        )
    return True


def _may_be(key: str, piece: str) -> bool:
    """Whether a piece of text can be a value of this field at all."""
    has_figure = _has_figure(piece)
    has_word = any(map(str.isalpha, piece))
    if key.startswith("amounts") or key == "amount":
        return has_figure and not any("\u4e00" <= char <= "\u9fff" for char in piece)
    if key == "year":
        return _YEARS.search(piece) is not None
    if key in ("level1", "level2"):
        return _name(piece, int(key[-1])) is not None
    if key in _NAMES or key in _TEXTS:
        return has_word and not is_whole_level(piece)
    if key in _PAIR:
        return (has_word or has_figure) and not _NUMBER_OF_HEADING.fullmatch(piece) and not is_whole_level(piece)
    return has_word or has_figure


def _place(node: Node) -> tuple[int, int, int] | None:
    """Where a row stands in the original: page, start, end; for a row that is not printed, between those beside it."""
    own = [span for field in node.fields.values() for span in field.spans]
    if own:
        first = min(own)
        return first.page, first.start, max(span.end for span in own if span.page == first.page)
    beneath = [span for row in node.children[:1] for field in row.fields.values() for span in field.spans]
    if beneath:  # an entry that a person made of rows: what it is called stands before or beside them
        first = min(beneath)
        return first.page, first.start, max(span.end for span in beneath if span.page == first.page)
    siblings = node.parent.children if node.parent is not None else []
    at = node.index()
    printed = (row for row in reversed(siblings[max(0, at - _BACK) : at]) if any(f.spans for f in row.fields.values()))
    above = [span for row in islice(printed, 1) for field in row.fields.values() for span in field.spans]
    if not above and node.parent is not None:
        above = [span for field in node.parent.fields.values() for span in field.spans]
    below = [s for row in siblings[at + 1 : at + 2] for field in row.fields.values() for s in field.spans]
    if above:
        last = max(above)
        after = [span.start for span in below if span.page == last.page and span.start >= last.end]
        return last.page, last.end, min(after, default=last.end)
    if below:
        first = min(below)
        return first.page, first.start, first.start
    return None


def _beside(entry: Node | None) -> list[Node]:
    """The entries before and after one: at the edge of an entry, what stands near is theirs."""
    if entry is None or entry.parent is None:
        return []
    at = entry.index()
    return [*entry.parent.children[max(0, at - 1) : at], *entry.parent.children[at + 1 : at + 2]]


def _claimed_near(node: Node, page: int, key: str) -> Iterator[Field]:
    """The fields of the row and of those around it that stand on this page, but for the one that is asked about: of what it
    holds already more may be meant.
    """
    rows = [node, *node.children[:12]]
    if node.parent is not None:
        at = node.index()
        rows = [*rows, node.parent, *node.parent.children[max(0, at - 12) : at + 13]]
        rows += [near for entry in _beside(node.entry()) for near in (entry, *entry.children[:12])]
    for row in rows:
        for other, field in row.fields.items():
            if (row is not node or other != key) and any(span.page == page for span in field.spans):
                yield field
