"""A workbook that we wrote and somebody corrected, read back as differences from the review as it now stands."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reviewer.base.i18n import tr, trn
from reviewer.export import node_sheets, tables
from reviewer.export.differences import Change, Delete, Difference, Insert, Move
from reviewer.export.links import LINK_TITLE
from reviewer.export.other_books import TypedSheets
from reviewer.export.read_back_file import ReadBackError, Shown, read_pages
from reviewer.export.read_back_places import Line, Page, columns_told_apart
from reviewer.export.row_keys import KEYED, ROW_TITLE, plain_text, short
from reviewer.export.tables import Item, Sheet
from reviewer.model.entering import is_amount
from reviewer.model.fields import FieldRef
from reviewer.model.naming import node_title
from reviewer.model.review import TARGET_PARTS, Kind, Node, Review
from reviewer.model.target import targets_of

__all__ = ["ReadBack", "ReadBackError", "read_back"]

_Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What a workbook says otherwise than the reviews: differences by the place of the review, and what was not read and why."""

    differences: Mapping[int, tuple[Difference, ...]]
    notes: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many differences there are."""
        return sum(map(len, self.differences.values()))


def read_back(
    path: Path,
    items: Sequence[Item],
    progress: _Progress | None = None,
    shown: Shown | None = None,
    other: TypedSheets | None = None,
) -> ReadBack:
    """What `path`, a workbook that was written from these reviews, says otherwise now. Changes nothing.

    Rows are known by their hidden keys, wherever they stand. A cell counts as changed where it differs from what was written, so
    that work done in the window meanwhile is no difference; what it is changed to is what it shows (`shown` says how a value
    with a format is, `other` reads workbooks that are no .xlsx). Raises ReadBackError.
    """
    workbook = read_pages(path, progress or (lambda _share: None), shown, other)
    pages, written = workbook.pages, workbook.written
    places, alike = _places([review for review, _ in items])
    named = {line.key.source for page in pages.values() for line in page.lines if line.key}
    if not named:
        raise ReadBackError(
            tr(
                "{file} was damaged: the keys of its rows are gone; please export it again and repeat the corrections.",
                file=path.name,
            )
        )
    if not (named | set(written)) & set(places):
        raise ReadBackError(
            tr("{file} was made from other sources than those that are open; please open these first.", file=path.name)
        )
    reader = _Reader(items, places, written)
    reader.notes += workbook.notes
    reader.notes += [
        tr("{files} hold the same, so that their rows cannot always be told apart; please look twice.", files=files)
        for source, files in alike.items() if source in named | set(written)
    ]  # fmt: skip
    for title in KEYED:
        if title in pages:
            reader.sheet(title, pages[title])
    reader.deletions(pages, workbook.elsewhere)
    missing = sorted((named | set(written)) - set(places))
    if missing:
        reader.notes.append(trn("The rows of {count} source that is not open were not read.",
                                "The rows of {count} sources that are not open were not read.", len(missing)))  # fmt: skip
    found = {place: tuple(made) for place, made in reader.found.items() if made}
    return ReadBack(found, tuple(dict.fromkeys(reader.notes)))


def _places(reviews: Sequence[Review]) -> tuple[dict[str, int], dict[str, str]]:
    """The place of each source by what its rows may be known by; the names of those that share one of these.

    A workbook has other keys for a source that shared its bytes with another when it was written, whatever is open now.
    """
    places: dict[str, int] = {}
    sharing: dict[str, list[str]] = {}
    numbers: dict[tuple[str, str], int] = {}
    for place, review in enumerate(reviews):
        sha256, name = review.source.sha256, review.source.name
        number = numbers[sha256, name] = numbers.get((sha256, name), 0) + 1
        own = short(tables.identity_by_name(sha256, name, number))
        places[own] = place
        sharing.setdefault(short(tables.identity_by_name(sha256, name)), []).append(name)
        places.setdefault(short(sha256), place)
        sharing.setdefault(short(sha256), []).append(name)
    return places, {source: "、".join(names) for source, names in sharing.items() if len(names) > 1}


# -- holding it against the reviews --------------------------------------------------------------------------------


_SHEETS: dict[str, Callable[[Sequence[Item]], Sheet]] = {
    "项目": node_sheets.project_sheet,
    "指标": lambda items: node_sheets.indicator_sheet(items, codes=True),
    "工作任务": node_sheets.task_sheet,
}
_KINDS = {"项目": Kind.PROJECT, "指标": Kind.INDICATOR, "工作任务": Kind.TASK}
_OWNER = {"指标": "项目名称", "工作任务": "部门"}
"""The column that says to which entry a row belongs."""
_WORKED_OUT = ("状态", "置信度", "序号", "来源文件")
"""Columns of which nobody expects that they are read back; the others are said where they were changed."""


class _Reader:
    """Collects the differences of all sheets."""

    def __init__(
        self, items: Sequence[Item], places: Mapping[str, int], written: Mapping[str, dict[str, set[int]]]
    ) -> None:
        self._items, self._places, self._written = items, places, written
        self.found: dict[int, list[Difference]] = {place: [] for place in places.values()}
        self._by_name = self._names()
        self.notes: list[str] = []
        self._document: set[tuple[int, str]] = set()
        self._new_entries: dict[tuple[int, str], Insert] = {}

    def _names(self) -> dict[tuple[str, str], int]:
        """The place of each source by its SHA-256 and its name, for workbooks whose keys do not tell them apart."""
        found: dict[tuple[str, str], int] = {}
        for place, (review, _) in enumerate(self._items):
            for name in (review.label, review.source.name):
                found.setdefault((short(review.source.sha256), plain_text(name)), place)
        return found

    def _place(self, line: Line) -> int | None:
        """The source that a row with a key belongs to; None where it is not open."""
        assert line.key is not None
        named = self._by_name.get((line.key.source, line.texts.get("来源文件", "")))
        return self._places.get(line.key.source) if named is None else named

    def sheet(self, title: str, page: Page) -> None:
        """The differences of one sheet: changed cells, new rows, moved rows."""
        made = _SHEETS[title](self._items)
        self.notes += columns_told_apart(page, title, made, lambda key: key.source in self._places)
        keys = {name: key for name, key in zip(made.columns, made.keys, strict=True) if name in page.titles}
        self._strange(title, page, set(made.columns))
        order: dict[tuple[int, int], list[int | Insert]] = {}
        before: tuple[int, Node] | None = None
        for line, known in self._lines(page):
            if known is None:
                made_new = self._new(title, line, keys, before)
                if made_new is not None:
                    place, parent, insert = made_new
                    order.setdefault((place, parent), []).append(insert)
                continue
            place, node = known
            before = known
            self._changes(title, place, node, line, keys)
            if node.parent is not None and not self._goes_over(place, node):
                order.setdefault((place, node.parent.id), []).append(node.id)
        for (place, parent), wanted in order.items():
            self._arrange(place, parent, wanted)

    def _strange(self, title: str, page: Page, ours: set[str]) -> None:
        """Say which columns with something in them are none of ours (nor were, when the rows were written)."""
        for name in page.titles:
            if name in ours or name in (ROW_TITLE, LINK_TITLE):
                continue
            lines = [line for line in page.lines if line.key is None or line.key.source in self._places]
            texts = [(line.key, line.texts.get(name, "")) for line in lines]
            if any(text and not (key and key.unchanged(name, text)) for key, text in texts):
                self.notes.append(
                    tr("{sheet}: the column “{column}” is not one of ours and was not read.", sheet=title, column=name)
                )

    def _lines(self, page: Page) -> Iterator[tuple[Line, tuple[int, Node] | None]]:
        """Every row with the review and node that it is; None for a new one. Of copies of a row the least changed is the row."""
        copies: dict[tuple[str, int | None, int], list[Line]] = {}
        for line in page.lines:
            if line.key:
                copies.setdefault((line.key.source, self._place(line), line.key.node), []).append(line)
        real = {id(max(lines, key=_likeness)) for lines in copies.values()}
        for line in page.lines:
            if line.key is None or id(line) not in real:
                yield line, None
                continue
            place = self._place(line)
            if place is None:
                continue
            review = self._items[place][0]
            if line.key.node in review:
                yield line, (place, review.node(line.key.node))
            elif not all(line.key.unchanged(title, text) for title, text in line.texts.items()):
                self.notes.append(
                    tr("Row {row}: it was changed in the workbook and deleted here; it stays deleted.", row=line.number)
                )

    # -- cells ----------------------------------------------------------------------------------------------------

    def _changes(self, title: str, place: int, node: Node, line: Line, keys: Mapping[str, str]) -> None:
        assert line.key is not None
        review = self._items[place][0]
        for name in line.odd:
            self.notes.append(tr("{sheet}, row {row}, {column}: this cell holds an error, or a formula without a result, and was not read.",
                                 sheet=title, row=line.number, column=name))  # fmt: skip
        parts: dict[str, str] = {}
        for name, key in keys.items():
            text = line.texts.get(name)
            if text is None or line.key.unchanged(name, text):
                continue
            if not is_amount(key) and not key.startswith("target."):
                text = line.meant(name)
            if key.startswith("target."):
                parts[key] = text
            elif key.startswith("document."):
                self._changed_document(place, key.removeprefix("document."), name, text)
            elif key:
                self._changed(place, FieldRef(node.id, key), name, text, f"{title} {line.number}")
            elif name not in _WORKED_OUT and not self._moved_over(name, title, place, node, text):
                self.notes.append(tr("{sheet}, row {row}: “{column}” belongs to another sheet; please change it there.",
                                     sheet=title, row=line.number, column=name))  # fmt: skip
        if parts:
            self._changed_target(title, place, review, node, line, parts)

    def _changed(self, place: int, ref: FieldRef, name: str, text: str, row: str = "") -> None:
        now = self._items[place][0].node(ref.node).value(ref.key)
        text = _typed(ref.key, text)
        if tables.was_cut(text):
            whole = tables.with_rest(text, now or "")
            self.notes.append(
                tr("{row}, {column}: this cell holds only the beginning of a longer value; the rest was kept.",
                   row=row, column=name) if whole is not None
                else tr("{row}, {column}: this cell was cut off when it was written, and the value is another one now; it was "
                        "not read.", row=row, column=name)
            )  # fmt: skip
            if whole is None:
                return
            text = whole
        elif tables.units(tables.clean(now or "")) > tables.MAX_TEXT:
            self.notes.append(tr("{row}, {column}: this cell held only the beginning of a longer value; taken over as it is, the "
                                 "rest goes.", row=row, column=name))  # fmt: skip
        if text in (plain_text(_shown(ref.key, now)), _typed(ref.key, now or "")):
            return
        self.found[place].append(Change(ref, name, now, text or None))

    def _changed_document(self, place: int, key: str, name: str, text: str) -> None:
        """A field of the document stands in every row; the first that was changed counts."""
        if (place, key) not in self._document:
            self._document.add((place, key))
            self._changed(place, FieldRef(self._items[place][0].root.id, key), name, text)

    def _changed_target(
        self, title: str, place: int, review: Review, node: Node, line: Line, parts: Mapping[str, str]
    ) -> None:
        """Sign, number and unit that somebody put right; they are said by hand where the value itself was left as it was."""
        from reviewer.export.targets import targets_from

        changed = {item.ref.key for item in self.found[place] if isinstance(item, Change) and item.ref.node == node.id}
        key = "annual_value" if node.value("annual_value") else "period_value"
        if key in changed or not node.value(key):
            return  # the parts follow the value
        now = targets_of(node, key)
        targets = targets_from(now, parts, line.texts)
        if not targets:
            self.notes.append(tr("{sheet}, row {row}: sign, number and unit do not go together and were not read.",
                                 sheet=title, row=line.number))  # fmt: skip
        elif targets != now:
            self.found[place].append(
                Change(FieldRef(node.id, TARGET_PARTS[key]), "计算符号、数值、计量单位", None, None, targets)
            )

    def _moved_over(self, name: str, title: str, place: int, node: Node, text: str) -> bool:
        """Whether a changed name of the project puts the row under another project."""
        if _OWNER.get(title) != name:
            return False
        review = self._items[place][0]
        other = [entry for entry in review.entries if plain_text(entry.value("name")) == text]
        if len(other) != 1 or node.parent is None or other[0] is node.parent:
            return len(other) == 1
        self.found[place].append(Move(node.id, node.parent.id, other[0].id, None))
        return True

    def _goes_over(self, place: int, node: Node) -> bool:
        return any(isinstance(item, Move) and item.node == node.id for item in self.found[place][-1:])

    # -- rows -----------------------------------------------------------------------------------------------------

    def _new(
        self, title: str, line: Line, keys: Mapping[str, str], before: tuple[int, Node] | None
    ) -> tuple[int, int, Insert] | None:
        """A row that somebody added: which review and parent it belongs to, and the node that it becomes."""
        place = self._place_of(line, before)
        if place is None:
            self.notes.append(tr("{sheet}, row {row}: it is not clear to which source this new row belongs; it was not read.",
                                 sheet=title, row=line.number))  # fmt: skip
            return None
        review = self._items[place][0]
        values = {
            key: _typed(key, line.texts[name] if is_amount(key) or key.startswith("target.") else line.meant(name))
            for name, key in keys.items() if key and line.texts.get(name)
        }  # fmt: skip
        target = [values.get(f"target.{part}", "") for part in ("sign", "number", "unit")]
        values = {key: text for key, text in values.items() if not key.startswith(("target.", "document."))}
        if target[1] and not values.get("annual_value") and not values.get("period_value"):
            values["annual_value"] = "".join(target)
        if not values:
            self.notes.append(
                tr("{sheet}, row {row}: this new row is empty and was not read.", sheet=title, row=line.number)
            )
            return None
        if title == "项目":
            if not values.get("name"):  # for the most part a row of sums
                self.notes.append(
                    tr("{sheet}, row {row}: this new row has no name and was not read.", sheet=title, row=line.number)
                )
                return None
            insert = Insert(Kind.PROJECT, values, review.root.id)
            self._new_entries[place, values.get("name", "")] = insert
        else:
            parent = self._parent_of(title, line, place, before)
            if parent is None:
                self.notes.append(tr("{sheet}, row {row}: there is no project of this name; the new row was not read.",
                                     sheet=title, row=line.number))  # fmt: skip
                return None
            insert = Insert(_KINDS[title], values, parent)
        self.found[place].append(insert)
        return place, insert.parent if isinstance(insert.parent, int) else -1, insert

    def _names_of(self, place: int) -> tuple[str, str]:
        """What the source is called in a workbook: its name, or that with its folder where several have it."""
        review = self._items[place][0]
        return plain_text(review.label), plain_text(review.source.name)

    def _place_of(self, line: Line, before: tuple[int, Node] | None) -> int | None:
        name = line.texts.get("来源文件", "")
        named = [place for place in set(self._places.values()) if name in self._names_of(place)]
        if name and len(named) == 1:
            return named[0]
        if before is not None:
            return before[0]
        open_ones = set(self._places.values())
        return next(iter(open_ones)) if len(open_ones) == 1 else None

    def _parent_of(self, title: str, line: Line, place: int, before: tuple[int, Node] | None) -> int | Insert | None:
        """The entry whose name the row has; without a name that of the row above; a new entry where the name is a new one's."""
        name = line.texts.get(_OWNER[title], "")
        above = before[1].entry() if before and before[0] == place else None
        if above is not None and (not name or plain_text(above.value("name")) == name):
            return above.id
        for entry in self._items[place][0].entries:
            if name and plain_text(entry.value("name")) == name and entry.kind not in (Kind.TOTAL, Kind.UNIT):
                return entry.id
        return self._new_entries.get((place, name))

    def _arrange(self, place: int, parent: int, wanted: list[int | Insert]) -> None:
        """Which rows moved, as few as explain the order; and behind which row each of them, and each new one, stands."""
        review = self._items[place][0]
        if parent not in review:
            return  # rows of an entry that is new itself come in their order
        now = {child.id: index for index, child in enumerate(review.node(parent).children)}
        old = [node for node in wanted if isinstance(node, int)]
        staying = set(_longest_rising(old, now))
        previous: int | Insert | None = None
        first = True
        for node in wanted:
            if isinstance(node, Insert):
                node.after, node.first = previous, first
            elif node not in staying:
                self.found[place].append(Move(node, parent, parent, previous, first))
            previous, first = node, False

    # -- rows that are gone ---------------------------------------------------------------------------------------

    def deletions(self, pages: Mapping[str, Page], elsewhere: Collection[tuple[str, int]]) -> None:
        """Rows that were written and are not there any more, nor `elsewhere` in the workbook."""
        there: dict[str, dict[str, set[int]]] = {}
        for title, page in pages.items():
            for line in page.lines:
                if line.key:
                    there.setdefault(title, {}).setdefault(line.key.source, set()).add(line.key.node)
        for source, place in self._places.items():
            if source not in self._written and any(source in by_source for by_source in there.values()):
                self.notes.append(tr("Whether rows of {file} were deleted cannot be told: the sheet 说明 was changed.",
                                     file=self._items[place][0].source.name))  # fmt: skip
            for title, written in self._written.get(source, {}).items():
                if title in pages:
                    gone = written - there.get(title, {}).get(source, set())
                    gone -= {node for its_source, node in elsewhere if its_source == source}
                    indicators = self._written[source].get("指标", set())
                    if "指标" in pages:
                        indicators = there.get("指标", {}).get(source, set())
                    self._deleted(title, place, gone, indicators)

    def _deleted(self, title: str, place: int, gone: set[int], indicators: set[int]) -> None:
        review = self._items[place][0]
        for node_id in sorted(gone):
            if node_id not in review:
                continue  # deleted here as well
            node = review.node(node_id)
            if title == "项目" and any(child.id in indicators for child in node.children):
                self.notes.append(tr("“{name}” is gone from 项目, but its indicators are still in 指标; it was not deleted.",
                                     name=node_title(node)))  # fmt: skip
                continue
            self.found[place].append(Delete(node_id))
        entries = {item.node for item in self.found[place] if isinstance(item, Delete)}
        self.found[place] = [
            item for item in self.found[place]
            if not (isinstance(item, Delete) and (parent := review.node(item.node).parent) and parent.id in entries)
        ]  # fmt: skip


def _shown(key: str, value: str | None) -> object:
    """A value as its cell shows it: amounts are numbers there."""
    if key == "amount" or key.startswith("amounts["):
        figure = tables.as_number(value)
        return value if figure is None else figure
    return tables.clean(value) if value else value


def _typed(key: str, text: str) -> str:
    """What somebody typed, an amount as a bare figure: full-width digits and thousands separators say nothing else."""
    if key == "amount" or key.startswith("amounts["):
        figure = tables.as_number(unicodedata.normalize("NFKC", text))
        return text if figure is None else f"{figure:.15g}"
    return text


def _likeness(line: Line) -> int:
    assert line.key is not None
    return sum(line.key.unchanged(title, text) for title, text in line.texts.items())


def _longest_rising(nodes: Sequence[int], places: Mapping[int, int]) -> list[int]:
    """The longest part of `nodes` that is in the order of `places`."""
    from bisect import bisect_left

    tails: list[int] = []
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for node in nodes:
        at = bisect_left(tails, places[node])
        before[node] = ends[at - 1] if at else None
        tails[at : at + 1] = [places[node]]
        ends[at : at + 1] = [node]
    chosen: list[int] = []
    node_at = ends[-1] if ends else None
    while node_at is not None:
        chosen.append(node_at)
        node_at = before[node_at]
    return chosen[::-1]
