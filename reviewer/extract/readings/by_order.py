"""Text without a grid, read by its words and the order of its heads: what follows a label belongs to it, what follows a
header is laid onto its columns, row after row, so that every text suits its column best.

No border of a row is needed: a row ends where the likeliest sequence begins again on the left. The result is segments, which
the learned reading's assembly makes a tree of; the net has no part in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reviewer.base.patterns import pattern
from reviewer.extract.book import is_formality, is_note, is_title
from reviewer.extract.labels import WHOLE_PERIOD, Role, heads_goal_cut, money_unit, roles_of
from reviewer.extract.likeness import amount_text, fit
from reviewer.extract.names import is_template
from reviewer.extract.no_indicator import is_foot
from reviewer.extract.readings.by_headings import segments_by_headings
from reviewer.extract.readings.order_columns import COLUMN_ROLES, NAMED, PAST, VALUES, columns_of_header, of_kinds
from reviewer.extract.readings.order_steps import Follows, first_step, follows, steps_of
from reviewer.extract.readings.tokens import Token, is_furniture, tokens_of, without_page_heads
from reviewer.extract.readings.unknown_heads import as_head, may_be_head, with_heads_between
from reviewer.extract.sequence.borders import Borders
from reviewer.extract.sequence.furniture import is_within, lines_of_pages
from reviewer.extract.sequence.pagetext import PageText
from reviewer.extract.sequence.roles import Segment
from reviewer.extract.sequence.roles import SegmentRole as R
from reviewer.model.flow import is_han
from reviewer.model.taxonomy import bare, is_level, levels_named

_VALUE_OF: dict[Role, R] = {
    Role.ENTRY_NAME: R.NAME,
    Role.UNIT: R.UNIT,
    Role.DEPARTMENT: R.DEPARTMENT,
    Role.GOAL: R.GOAL,
    Role.PERIOD_GOAL: R.PERIOD_GOAL,
    Role.RESULT: R.ATTRIBUTE,
    Role.ATTRIBUTE: R.ATTRIBUTE,
    Role.AMOUNT: R.AMOUNT,
}
_LABEL_ROLE = {R.ATTRIBUTE: R.ATTRIBUTE_LABEL, R.AMOUNT: R.AMOUNT_LABEL}


def segments_by_order(pages: PageText, borders: Borders) -> list[Segment]:
    """The segments of a text that the order of its words tells."""
    around = lines_of_pages(pages.text)
    tokens = without_page_heads(pages.text, tokens_of(pages.text, borders))
    tokens = [token for token in tokens if not is_within(token.start, around)]
    if headed := segments_by_headings(pages.text):
        start, rows = headed
        before = [token for token in tokens if token.end <= start]
        return [*_one_goal(list(_pairs(pages.text, before)), pages.text), *rows]
    found: list[Segment] = []
    tokens = with_heads_between(tokens, _HEADS)
    place, below = 0, False
    while place < len(tokens):
        header = _header(tokens, place)
        if header:
            stop = _end_of_rows(tokens, place + header)
            long_term = _is_long_term(tokens, place)
            found += _likeliest_rows(tokens[place : place + header], tokens[place + header : stop], long_term)
            place, below = stop, True
            continue
        stop = place + 1
        while stop < len(tokens) and not _header(tokens, stop):
            stop += 1
        part = _from_next_form(tokens[place:stop]) if below else tokens[place:stop]
        found += _one_goal(list(_pairs(pages.text, part)), pages.text)
        place = stop
    return found


def _from_next_form(tokens: Sequence[Token]) -> Sequence[Token]:
    """What stands below the rows of a form, from the title or the name of the next one on."""
    begins = (n for n, token in enumerate(tokens) if Role.ENTRY_NAME in token.roles or is_title(token.text))
    return tokens[next(begins, len(tokens)) :]


# -- rows under a header ----------------------------------------------------------------------------------------------

_LEAST_HEADS = 2


def _head(token: Token) -> Segment:
    if token.roles == {Role.ATTRIBUTE}:
        return Segment(R.ATTRIBUTE_LABEL, token.start, token.end)
    money = Role.AMOUNT in token.roles and not token.roles & (NAMED | VALUES)
    return Segment(R.AMOUNT_LABEL if money else R.HEADER, token.start, token.end)


def _header(tokens: Sequence[Token], place: int) -> int:
    """How many tokens from a place on are the heads of columns of indicators; 0 where they are not."""
    if not tokens[place].roles & _HEADS:
        return 0
    stop, listed = place, False
    while stop < len(tokens) and (tokens[stop].roles & _HEADS or (listed and Role.ATTRIBUTE in tokens[stop].roles)):
        listed = listed or Role.ENTRY_NAME in tokens[stop].roles
        stop += 1
    roles = [tokens[n].roles for n in range(place, stop)]
    named = any(Role.LEVEL3 in r for r in roles) or sum(bool(r & {Role.LEVEL1, Role.LEVEL2}) for r in roles) >= 2
    valued = any(r & {Role.ANNUAL_VALUE, Role.PERIOD_VALUE} for r in roles)
    return stop - place if named and valued and stop - place >= _LEAST_HEADS else 0


_HEADS = frozenset({*COLUMN_ROLES, Role.INDICATORS})


def _end_of_rows(tokens: Sequence[Token], place: int) -> int:
    """Where the rows under a header end: at the label of another name, at a title, at another header, at a note, at the foot."""
    foot = _foot(tokens)
    for stop in range(place, foot):
        token = tokens[stop]
        if (
            _begins_other(tokens, stop)
            or is_title(token.text)
            or is_note(token.text)
            or (stop > place and _header(tokens, stop))
        ):
            return stop
    return foot


def _foot(tokens: Sequence[Token]) -> int:
    """Where the foot of a web page begins, behind everything else."""
    stop = len(tokens)
    while stop:
        start = stop - 1
        while (
            tokens[start].text[:1] != "【" and tokens[stop - 1].text.endswith("】") and start > max(0, stop - _BUTTON)
        ):
            start -= 1
        if not is_foot("".join(token.text for token in tokens[start:stop])):
            break
        stop = start
    return stop


_BUTTON = 5
"""So many words a button of a web page has at most: 【字号：大 中 小】."""


_LIKE_A_NAME = 2.0
_OTHERS = frozenset(
    {Role.ENTRY_NAME, Role.GOAL, Role.PERIOD_GOAL, Role.UNIT, Role.DEPARTMENT, Role.FUNDS, Role.ATTRIBUTE}
)


def _begins_other(tokens: Sequence[Token], place: int) -> bool:
    """Whether a token is the label of something that is no indicator, and no value follows it."""
    token = tokens[place]
    if not token.roles & _OTHERS or token.roles & _HEADS or fit(Role.LEVEL3, token.text) >= _LIKE_A_NAME:
        return False
    after = tokens[place + 1].text if place + 1 < len(tokens) else ""
    return fit(Role.ANNUAL_VALUE, after) < _LIKE_A_NAME


_OUTSIDE = -1.2
"""What a text is worth that belongs to no column."""


def _is_long_term(tokens: Sequence[Token], place: int) -> bool:
    """Whether the heading above a header says that its values are those of the whole period: （二）中长期绩效指标."""
    for token in reversed(tokens[max(0, place - _FAR) : place + 1]):
        if Role.INDICATORS in token.roles:
            return bool(_LONG_TERM.search(token.text))
    return False


_FAR = 12
_LONG_TERM = pattern(WHOLE_PERIOD)


def _likeliest_rows(header: Sequence[Token], tokens: Sequence[Token], long_term: bool) -> list[Segment]:
    """The rows under a header; what follows it may be the head of one more column, of a name that nobody knows."""
    found, score = _rows(header, tokens, long_term)
    if tokens and may_be_head(tokens[0]):
        wider, wider_score = _rows([*header, as_head(tokens[0])], tokens[1:], long_term)
        names = _how_many(wider, R.LEVEL3)
        filled = _how_many(wider, R.EXTRA) - _how_many(found, R.EXTRA)
        if wider_score - score > _EARNS * names and filled >= _FILLED * names:
            return wider
    return found


def _how_many(segments: Sequence[Segment], role: R) -> int:
    return sum(segment.role is role for segment in segments)


_EARNS, _FILLED = 0.4, 0.6
"""What a column that nobody knows must be worth, a row, and in what share of the rows it has a text."""


def _rows(header: Sequence[Token], tokens: Sequence[Token], long_term: bool) -> tuple[list[Segment], float]:
    """The likeliest columns of the tokens under a header, over all of them at once, and how likely they are."""
    columns = of_kinds(columns_of_header(header), tokens)
    yearly = any(token.roles & VALUES and _OF_YEAR.search(token.text) for token in header)
    if long_term and not yearly and not any(tag is R.PERIOD_VALUE for _, tag in columns):
        columns = [(role, R.PERIOD_VALUE if tag is R.ANNUAL_VALUE else tag) for role, tag in columns]
    found = [_head(token) for token in header]
    tokens, behind = _levels_behind(tokens)
    found += behind
    if not any(role is Role.LEVEL1 for role, _ in columns):
        over = [token for token in tokens if _is_over_rows(token.text)]
        found += [Segment(R.LEVEL1, token.start, token.end) for token in over]
        tokens = [token for token in tokens if not _is_over_rows(token.text)]
    steps = [steps_of(columns, of_row) for of_row in Follows]
    step = steps[Follows.ANYHOW]
    size = len(columns)
    best = [0.0 if n == 0 else -step[size - 1][n] for n in range(size)]
    name = next(n for n, (role, _) in enumerate(columns) if role is Role.LEVEL3)
    ways: list[list[int]] = []
    scores = best
    before: list[float] | None = None
    for number, token in enumerate(tokens):
        if _is_outside(token):
            ways.append(list(range(size)))
            before = None
            continue
        worth = [_worth(role, token.text) for role, _ in columns]
        if number == 0:
            came = [-1] * size
            now = [first_step(n, columns) + worth[n] for n in range(size)]
        else:
            step = steps[follows(tokens[number - 1], token)]
            came = [max(range(size), key=lambda m: scores[m] - step[m][n]) for n in range(size)]
            now = [scores[m] - step[m][n] + worth[n] for n, m in enumerate(came)]
            joined = _worth_joined(tokens[number - 1], token) if before is not None else _NEVER
            if before is not None and scores[name] - before[name] + joined > now[name]:
                now[name], came[name] = scores[name] - before[name] + joined, name + size
        before = worth
        ways.append(came)
        scores = now
    place = max(range(size), key=lambda n: scores[n]) if tokens else 0
    for number in range(len(tokens) - 1, -1, -1):
        token = tokens[number]
        came_from = ways[number][place]
        goes_on = came_from >= size
        if columns[place] == PAST:
            pass
        elif goes_on or (not _is_outside(token) and _worth(columns[place][0], token.text) > _OUTSIDE):
            found.append(Segment(columns[place][1], token.start, token.end, continues=goes_on))
        place = came_from % size if came_from >= 0 else place
    return sorted(found, key=lambda segment: segment.start), max(scores)


_NEVER = -100.0
_APART = 0.5
"""What it costs that a blank stands within a name."""


def _worth_joined(last: Token, token: Token) -> float:
    """What two words of one line are worth as one name with a blank in it: 水质检测 合格率."""
    words = last.text + token.text
    if token.start - last.end > 2 or len(words) > _LONGEST_LEVEL or not all(map(is_han, words)):
        return _NEVER
    if levels_named(last.text) or levels_named(token.text) or last.roles or token.roles:
        return _NEVER
    return _worth(Role.LEVEL3, words) - _APART


def _levels_behind(tokens: Sequence[Token]) -> tuple[Sequence[Token], list[Segment]]:
    """The tokens of the rows, and the names of levels behind them all: `pdftotext` prints there the cells that are merged over
    several rows. They are no row's, so no column may take them; a name may stand on two lines.
    """
    found: list[Segment] = []
    stop = len(tokens)
    while stop:
        size = next((n for n in (1, 2) if n <= stop and _is_merged(tokens[stop - n : stop])), 0)
        if not size:
            break
        part = tokens[stop - size : stop]
        text = "".join(token.text for token in part)
        if _is_level_name(text):
            role = R.LEVEL2 if is_level(text, 2) else R.LEVEL1
            found += [Segment(role, token.start, token.end, continues=token is not part[0]) for token in part]
        stop -= size
    return (tokens[:stop], found) if found and stop else (tokens, [])


def _is_merged(part: Sequence[Token]) -> bool:
    text = "".join(token.text for token in part)
    return _is_level_name(text) or Role.INDICATORS in roles_of(text)


def _is_level_name(text: str) -> bool:
    return bare(text).endswith("指标") and (is_level(text, 1) or is_level(text, 2))


def _is_over_rows(text: str) -> bool:
    """Whether a text is a level 1 that stands over rows, in a table without a column for it: 一、产出指标."""
    return bare(text).endswith("指标") and is_level(text, 1) and not (is_level(text, 2) and text == bare(text))


def _is_outside(token: Token) -> bool:
    if Role.INDICATORS in token.roles:
        return True
    return is_template(token.text) or (is_furniture(token.text) and fit(Role.ANNUAL_VALUE, token.text) < _LIKE_A_NAME)


def _is_dated(token: Token) -> bool:
    return token.text[:2] in ("19", "20")


def _worth(role: Role, text: str) -> float:
    worth = fit(role, text) if role is not Role.SCORE_COLUMN else _points_fit(text)
    if role in _TITLED and len(text) < _SHORTEST_TITLE:
        return min(worth, _NO_TITLE)
    if role is Role.AMOUNT and _NUMBER.fullmatch(text):
        return min(worth, _SMALL_SUM)
    if role in _NO_LEVELS and len(text) <= _LONGEST_LEVEL and bare(text).endswith("指标"):
        return min(worth, -2.5)
    if role in (Role.LEVEL1, Role.LEVEL2) and len(text) <= _LONGEST_LEVEL and bare(text).endswith("指标"):
        worth = worth if levels_named(text) else max(worth, 0.8)
    return worth - _EITHER if role is Role.LEVEL1 and is_level(text, 2) else worth


def _points_fit(text: str) -> float:
    """How well a text suits a column of points or weights."""
    return 2.0 if _NUMBER.fullmatch(text) else -1.0


_NUMBER = pattern(r"\d{1,3}(?:\.\d+)?\s*[分%％]?")
_SMALL_SUM = 1.0
"""What a number is worth as a sum of money that may as well be points."""
_TITLED = frozenset({Role.ENTRY_NAME, Role.UNIT, Role.ATTRIBUTE})
_SHORTEST_TITLE, _NO_TITLE = 4, -1.5
"""A shorter text is no project's name, but a unit of measure."""
_NO_LEVELS = frozenset({Role.LEVEL3, *VALUES})
_LONGEST_LEVEL = 20
_EITHER = 0.6
"""A level 1 that may be a level 2 as well is rather that."""


# -- labels and what follows them -------------------------------------------------------------------------------------


_GOALS = frozenset({R.GOAL, R.PERIOD_GOAL, R.ATTRIBUTE})
_YEAR = pattern(r"(?:19|20)\d\d(?=\s*年)")


def _pairs(text: str, tokens: Sequence[Token]) -> Iterator[Segment]:
    """Labels with the values behind them, and what stands above a form."""
    expected: list[R] = []
    goes_on: R | None = None
    money = False
    for place, token in enumerate(tokens):
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        asked = _asked(token, after, money)
        if _MONEY_UNIT.fullmatch(token.text):
            yield Segment(R.MONEY_UNIT, token.start, token.end)
        elif asked is R.AMOUNT_COLUMN or asked is R.HEADER:
            yield Segment(asked, token.start, token.end)
            money = money or Role.FUNDS in token.roles or asked is R.AMOUNT_COLUMN
            goes_on = None
        elif asked is not None:
            yield Segment(_LABEL_ROLE.get(asked, R.HEADER), token.start, token.end)
            beside = goes_on is None and asked in _GOALS and expected and expected[-1] in (R.GOAL, R.PERIOD_GOAL)
            expected = [*expected, asked] if beside else [asked]
            money = asked is R.AMOUNT
            goes_on = None
        elif money and amount_text(token.text) is not None:
            yield Segment(R.AMOUNT, token.start, token.end)
        elif money and (told := _AMOUNT_TOLD.match(text, token.start, token.end)):
            yield Segment(R.AMOUNT, *told.span(1))
        elif expected and expected[0] is not R.AMOUNT and _may_be_value(token, expected[0]):
            expected = expected[-_values_ahead(tokens, place) :]
            goes_on = expected.pop(0)
            yield Segment(goes_on, token.start, token.end)
            goes_on = goes_on if goes_on in (R.GOAL, R.PERIOD_GOAL) and not expected else None
        elif goes_on is not None and _heads_rows(token.text):
            goes_on = None
        elif goes_on is not None and not is_furniture(token.text) and not is_title(token.text):
            yield Segment(goes_on, token.start, token.end, continues=True)
        elif is_title(token.text):
            yield Segment(R.TITLE, token.start, token.end)
        elif is_formality(token.text) and (match := _YEAR.search(text, token.start, token.end)):
            yield Segment(R.YEAR, *match.span())


def _heads_rows(text: str) -> bool:
    """Whether a text is the heading of the indicators, whatever it says of them in brackets: 绩效指标（权重90分，其中…）."""
    head, bracket, _ = text.replace("（", "(").partition("(")
    return bool(bracket) and Role.INDICATORS in roles_of(head)


def _may_be_value(token: Token, asked: R) -> bool:
    """Whether a text may stand where a label asks for one: a title is no goal, and what every form prints is no value."""
    if asked in (R.GOAL, R.PERIOD_GOAL) and (is_title(token.text) or _heads_rows(token.text)):
        return False
    return _is_dated(token) or not is_furniture(token.text)


def _values_ahead(tokens: Sequence[Token], place: int) -> int:
    """How many texts that are no labels follow each other from a place on."""
    stop = place
    while stop < len(tokens) and not tokens[stop].roles and not is_title(tokens[stop].text):
        stop += 1
    return max(1, stop - place)


def _one_goal(segments: list[Segment], text: str) -> Iterator[Segment]:
    """Of two goals under labels of their own the year's is the goal, the other that of the whole period."""
    labels = [n for n, s in enumerate(segments) if s.role is R.HEADER and Role.GOAL in roles_of(text[s.start : s.end])]
    goals = [n for n, s in enumerate(segments) if s.role is R.GOAL and not s.continues]
    yearly = [n for n in labels if _OF_YEAR.search(text[segments[n].start : segments[n].end])]
    for place, segment in enumerate(segments):
        after_year = yearly and any(n < place for n in yearly)
        if len(goals) > 1 and segment.role is R.GOAL and yearly and not after_year:
            yield replace(segment, role=R.PERIOD_GOAL)
        else:
            yield segment


_AMOUNT_TOLD = pattern(r"(\d[\d,.]*\s*(?:亿|万|千)?元?)\s*(?:\1\s*)?[（(](?=[^）)]*[\u4e00-\u9fff]).*[)）]")
"""An amount, printed twice or not, and in brackets what it is made up of: 85万元（水渠50万元，闸门35万元）."""
_MONEY_UNIT = pattern("(?:亿|百万|万|千)?元")
_OF_YEAR = pattern("年度|本年|当年|全年")


def _asked(token: Token, after: Token | None, money: bool) -> R | None:
    """What a label asks for; R.HEADER for one that asks for nothing, None for a text that is no label.

    `after` is what is next, `money` says that money is spoken of: then any text before a figure is its label.
    """
    figure = after is not None and (amount_text(after.text) is not None or bool(_AMOUNT_TOLD.fullmatch(after.text)))
    if Role.MONEY_COLUMN in token.roles and not figure:
        return R.AMOUNT_COLUMN
    if Role.AMOUNT_HEAD in token.roles and not figure:
        return R.HEADER
    named = not token.roles and any(map(is_han, token.text))
    if figure and (Role.FUNDS in token.roles or (named and (money or money_unit(token.text)))):
        return R.AMOUNT
    if after is not None and not after.roles and heads_goal_cut(token.text, after.text):
        return R.GOAL
    found = next((_VALUE_OF[known] for known in _VALUE_OF if known in token.roles), None)
    return found or (R.HEADER if token.roles else None)
