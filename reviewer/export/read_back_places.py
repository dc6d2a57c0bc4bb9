"""Where things stand in a workbook that came back: sheets and columns that somebody renamed, moved, copied or took away, and rows that
lost their keys. What can be told by the content is read as it was meant, and said; the rest is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reviewer.base.i18n import tr
from reviewer.export.links import LINK_TITLE
from reviewer.export.row_keys import KEYED, ROW_TITLE, RowKey, plain_text, print_of
from reviewer.export.tables import Sheet

Written = dict[str, dict[str, set[int]]]
"""Which rows each sheet was written with, by source and sheet."""


@dataclass(slots=True)
class Line:
    """One row of a sheet: its number, its key (None for a new row), its texts by title."""

    number: int
    key: RowKey | None
    texts: dict[str, str]
    odd: tuple[str, ...] = ()
    """Titles of cells that hold an error, or a formula of which the file does not say what it came to, instead of a value."""
    shown: dict[str, str] = field(default_factory=dict)
    """What cells with numbers and dates show, by title, where that is not what their text says: 3,000份, 1月2日."""

    def meant(self, title: str) -> str:
        """What a person sees under a title."""
        return self.shown.get(title, self.texts.get(title, ""))

    @property
    def is_changed(self) -> bool:
        """Whether it says anything that its row did not say when it was written; a new row does."""
        return self.key is None or not all(self.key.unchanged(title, text) for title, text in self.texts.items())

    @property
    def is_emptied(self) -> bool:
        """Whether it is a row of which nothing is left but its key, and that said something once."""
        if self.key is None or self.odd or any(self.texts.values()):
            return False
        return any(not self.key.unchanged(title, "") for title in self.texts)

    def rename(self, old: str, new: str) -> None:
        """What stands under one title stands under another one."""
        if old in self.texts:
            self.texts[new] = self.texts.pop(old)
        if old in self.shown:
            self.shown[new] = self.shown.pop(old)
        self.odd = tuple(new if title == old else title for title in self.odd)


@dataclass(slots=True)
class Page:
    """One sheet as it was found."""

    titles: list[str]
    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def rows(self) -> set[tuple[str, int]]:
        """The source and node of every row that has a key."""
        return {(line.key.source, line.key.node) for line in self.lines if line.key}


# -- sheets --------------------------------------------------------------------------------------------------------


def told_apart(found: Mapping[str, Page], written: Written) -> tuple[dict[str, Page], list[str]]:
    """The sheets with row keys by what they were when they were written, whatever they are called now; and what is to be said.

    `found` has them by their names now. Of a sheet that is there twice the one under its own name counts; rows that are only in the other
    one were moved there and count as well.
    """
    meant = {name: title for name, page in found.items() if (title := _meant(name, page, written)) is not None}
    ours = {name: found[name] for name, title in meant.items() if name == title}
    notes = []
    for name, title in meant.items():
        page = found[name]
        if name == title:
            continue
        if title not in ours:
            ours[title] = page
            notes.append(tr("The sheet “{name}” was read as {sheet}.", name=name, sheet=title))
            continue
        there = ours[title].rows()
        moved = [line for line in page.lines if line.key and (line.key.source, line.key.node) not in there]
        ours[title].lines += moved
        kept = set(map(id, moved))
        if any(line.is_changed for line in page.lines if id(line) not in kept):
            notes.append(
                tr("The sheet “{name}” holds other rows that are in {sheet} too, or new ones; only {sheet} was read.",
                   name=name, sheet=title)
            )  # fmt: skip
    return ours, notes


_SIGNS = {"指标": "三级指标", "工作任务": "任务名称", "项目": "绩效目标"}
"""A column that only this sheet has."""


def _meant(name: str, page: Page, written: Written) -> str | None:
    """Which of our sheets a page was: the one that was written with most of its rows, else that of its name, or of its columns.

    None where it has no row keys.
    """
    if ROW_TITLE not in page.titles:
        return None
    votes = Counter(
        title
        for source, node in page.rows()
        for title, nodes in written.get(source, {}).items()
        if title in KEYED and node in nodes
    )
    if votes:
        return votes.most_common(1)[0][0]
    return name if name in KEYED else next((title for title, column in _SIGNS.items() if column in page.titles), None)


def missing(pages: Mapping[str, Page], written: Written) -> set[tuple[str, int]]:
    """The source and node of every row that was written and is on none of the pages."""
    there = {row for page in pages.values() for row in page.rows()}
    return {
        (source, node)
        for source, sheets in written.items()
        for title, nodes in sheets.items() if title in KEYED
        for node in nodes
    } - there  # fmt: skip


# -- rows that lost their keys --------------------------------------------------------------------------------------


def put_together(page: Page, title: str) -> set[tuple[str, int]]:
    """Give rows whose keys stayed behind (cut, or sorted without the hidden column) their keys again, by what they say.

    The rows whose keys fit nothing any more: nobody can say whether they were deleted. What was done is said on the page.
    """
    doubtful = [line for line in page.lines if line.is_changed and any(line.texts.values())]
    free = [line.key for line in page.lines if line.key is not None and (line.is_changed or line.is_emptied)]
    if not free or len(doubtful) + sum(line.is_emptied for line in page.lines) < 2:
        return set()
    given = _Candidates(free).given(doubtful)
    if all(key is line.key for line, key in given):
        return set()
    taken = {id(key) for _, key in given if key is not None}
    page.lines = [line for line in page.lines if not (line.is_emptied and id(line.key) in taken)]
    for line, key in given:
        line.key = key
    page.notes.append(
        tr("{sheet}: the hidden column “{column}” did not go with its rows; they were told by what they say, please look twice.",
           sheet=title, column=ROW_TITLE)
    )  # fmt: skip
    has = {id(line.key) for line in page.lines if line.key}
    return {(key.source, key.node) for key in free if id(key) not in has}


_HALF, _ALIKE = 0.5, 0.75
"""A row is another one that says at least this share of what that one said; the smaller share will do where nothing else is left."""


def _likeness(line: Line, key: RowKey) -> float:
    """The share of what a row says that the row with this key said when it was written."""
    texts = [(title, text) for title, text in line.texts.items() if text]
    return sum(key.unchanged(title, text) for title, text in texts) / len(texts)


class _Candidates:
    """Keys that may have come off their rows, to be found by what a row says."""

    def __init__(self, keys: Sequence[RowKey]) -> None:
        self._keys = keys
        self._own = {id(key): at for at, key in enumerate(keys)}
        self._by_print: dict[str, list[int]] = {}
        for place, key in enumerate(keys):
            for each in key.prints:
                self._by_print.setdefault(each, []).append(place)

    def given(self, lines: Sequence[Line]) -> list[tuple[Line, RowKey | None]]:
        """Each row with the key that is its own by what it says: the most alike first, and of equals the one that it has."""
        pairs = sorted(
            (pair for place, line in enumerate(lines) for pair in self._fitting(place, line)),
            key=lambda pair: (-pair[0], pair[1]),
        )
        found: dict[int, int] = {}
        used: set[int] = set()
        for least in (_ALIKE, _HALF):
            for score, _, place, at in pairs:
                if score >= least and place not in found and at not in used:
                    found[place] = at
                    used.add(at)
            for place, line in enumerate(lines):  # what fits nowhere better stays where it is
                if place not in found and (own := self._own.get(id(line.key))) is not None and own not in used:
                    found[place] = own
                    used.add(own)
        return [(line, self._keys[found[place]] if place in found else None) for place, line in enumerate(lines)]

    def _fitting(self, place: int, line: Line) -> Iterator[tuple[float, bool, int, int]]:
        """How well the row fits which keys: (likeness, whether it is another's, the row, the key); its own before others."""
        votes: Counter[int] = Counter()
        for title, text in line.texts.items():
            places = self._by_print.get(print_of(title, text), ()) if text else ()
            if len(places) <= _MOST_ALIKE:
                votes.update(places)
        chosen = [at for at, _ in votes.most_common(_LOOKED_AT)]
        own = self._own.get(id(line.key))
        for at in ([own] if own is not None else []) + [at for at in chosen if at != own]:
            yield _likeness(line, self._keys[at]), at != own, place, at


_MOST_ALIKE, _LOOKED_AT = 64, 8
"""A text that more rows have tells none of them; and so many rows at most are held against one."""


# -- columns -------------------------------------------------------------------------------------------------------


def columns_told_apart(page: Page, title: str, made: Sheet, is_open: Callable[[RowKey], bool]) -> Iterator[str]:
    """Give columns with another title their own one again where their content tells it; say that, and which are gone.

    `made` is the sheet as it would be written now, `is_open` says of which rows.
    """
    lost = [column for column in made.columns if column not in page.titles]
    lines = [line for line in page.lines if line.key and is_open(line.key)]
    if not lost or not lines:
        return
    lost = _were_written(lost, made, lines)
    strange = [name for name in page.titles if name not in made.columns and name not in (ROW_TITLE, LINK_TITLE)]
    fits = sorted(
        ((score, -abs(made.columns.index(column) - page.titles.index(name)), name, column)
         for name in strange for column in lost if (score := _fit(name, column, lines))),
        reverse=True,
    )  # fmt: skip
    for _, _, name, column in fits:
        if column in lost and name in page.titles:
            lost.remove(column)
            page.titles[page.titles.index(name)] = column
            for line in page.lines:
                line.rename(name, column)
            yield tr("{sheet}: the column “{name}” was read as “{column}”.", sheet=title, name=name, column=column)
    for column in lost:
        yield tr("{sheet}: the column “{column}” is gone, or has another title, and was not read; its values stay as they are.",
                 sheet=title, column=column)  # fmt: skip


def _were_written(columns: list[str], made: Sheet, lines: list[Line]) -> list[str]:
    """Those of the columns that the rows had when they were written: what the review says now is in the print of some row."""
    keys = {(line.key.source, line.key.node): line.key for line in lines if line.key}
    by_node: dict[int, list[RowKey]] = {}
    for (_, node), key in keys.items():
        by_node.setdefault(node, []).append(key)
    places = {column: made.columns.index(column) for column in columns}
    found: set[str] = set()
    for row, place in zip(made.rows, made.nodes, strict=True):
        for key in by_node.get(place.node, ()):
            found |= {name for name, at in places.items() if name not in found and key.unchanged(name, row[at].value)}
        if len(found) == len(columns):
            break
    return [column for column in columns if column in found]


def _fit(name: str, column: str, lines: list[Line]) -> float:
    """The share of what stands under one title that stood under another one when it was written; 0 below a half."""
    texts = [(line.key, line.texts[name]) for line in lines if line.key and line.texts.get(name)]
    share = sum(key.unchanged(column, text) for key, text in texts) / len(texts) if texts else 0.0
    return share if share >= _HALF else 0.0


def one_of_each(cells: list[tuple[str, str, str]], key: RowKey | None) -> tuple[dict[str, tuple[str, str]], list[str]]:
    """Of columns that have one title the text that somebody changed, as title -> (text, what is shown); and titles of which two were.

    `cells` are (title, text, what is shown) in the order of the sheet.
    """
    found: dict[str, tuple[str, str]] = {}
    twice: list[str] = []
    for title, text, shown in cells:
        if title not in found:
            found[title] = text, shown
        elif text != found[title][0]:
            is_first_as_it_was = key is not None and key.unchanged(title, found[title][0])
            if is_first_as_it_was:
                found[title] = text, shown
            elif key is None or not key.unchanged(title, text):
                twice.append(title)
    return found, twice


def column_name(place: int) -> str:
    """What a spreadsheet calls a column without a title: A, B, … AA; places count from 0."""
    name, number = "", place + 1
    while number:
        number, digit = divmod(number - 1, 26)
        name = chr(65 + digit) + name
    return name


def titles_of(cells: Sequence[object]) -> list[str]:
    """The titles of a header, those without any by the letters of their columns."""
    texts = [plain_text(cell) for cell in cells]
    letters = [column_name(place) for place in range(len(texts))]
    return [
        text or (letter if letter not in texts else f"{letter}*") for text, letter in zip(texts, letters, strict=True)
    ]
