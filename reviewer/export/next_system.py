"""The import sheet of the next system (预算管理一体化), and the pre-flight that applies its entry rules before it does.

Names and order of the columns, the words for the signs and the weights come from a profile, for provinces differ.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from reviewer.base.files import write_whole
from reviewer.base.i18n import tr
from reviewer.base.resources import load_json, resource
from reviewer.export.choices import IMPORT
from reviewer.export.tables import Cell, Form, Item, Rows, Sheet, as_number, projects
from reviewer.model.fields import FieldRef, labelled
from reviewer.model.review import Kind, Node
from reviewer.model.target import Target, target_of

_PARTS = (
    "project",
    "unit",
    "level1",
    "level2",
    "level3",
    "sign",
    "value",
    "measure",
    "weight",
    "note",
    "department",
    "year",
)


class ProfileError(Exception):
    """A profile that cannot be used. Its text is one sentence: what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the import sheet: its title, the part of an indicator that it holds, whether it may be empty."""

    title: str
    part: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """What one province's system wants: see resources/profiles/integrated.json."""

    name: str
    columns: tuple[Column, ...]
    signs: Mapping[str, str]
    weight_labels: tuple[str, ...] = ()
    note_labels: tuple[str, ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict)
    totals: tuple[float, ...] = (100.0,)
    longest: int = 500


@dataclass(frozen=True, slots=True)
class Finding:
    """What the next system would refuse: row (that of the sheet, the header is 1), title of the column, and why."""

    row: int
    column: str
    why: str
    source: str = ""
    place: tuple[int, FieldRef] | None = field(default=None, compare=False)
    """The place of the review among the items, and the field to be put right."""

    def text(self) -> str:
        """The finding in a sentence, as the system itself names places."""
        return tr("Row {row}, {column}: {why}", row=self.row, column=self.column, why=self.why)


_own: Path | None = None


def use_own_profiles(folder: Path | None) -> None:
    """From now on a profile in this folder goes before the one of the same name that came with the program."""
    global _own
    _own = folder


def load_profile(name: str = "integrated") -> Profile:
    """The user's own profile of this name, else the one in resources/profiles; raises ProfileError."""
    own = _own / f"{name}.json" if _own else None
    try:
        if own is not None and own.exists():
            return profile_of(json.loads(own.read_text(encoding="utf-8-sig")))
        return profile_of(load_json("profiles", f"{name}.json"))
    except (OSError, ValueError) as error:
        raise ProfileError(
            tr("The profile {name} cannot be read ({why}); please repair it.", name=own or name, why=error)
        ) from error


def program_profile(name: str = "integrated") -> Profile:
    """The profile that came with the program, whatever the user's own says."""
    return profile_of(load_json("profiles", f"{name}.json"))


def own_profile(name: str = "integrated") -> Path:
    """The user's own profile, to be changed; made from the program's where there is none yet. Raises WriteError."""
    assert _own is not None
    path = _own / f"{name}.json"
    if not path.exists():
        _own.mkdir(parents=True, exist_ok=True)
        data = resource("profiles", f"{name}.json").read_bytes()

        def write(temporary: Path) -> None:
            temporary.write_bytes(data)

        write_whole(path, write)
    return path


def profile_of(data: Any) -> Profile:
    """A profile from its JSON; raises ProfileError."""
    try:
        columns = tuple(
            Column(str(each["title"]), str(each["from"]), bool(each.get("required"))) for each in data["columns"]
        )
        made = Profile(
            str(data["name"]),
            columns,
            {str(sign): str(word) for sign, word in data["signs"].items()},
            tuple(map(str, data.get("weight_labels", ()))),
            tuple(map(str, data.get("note_labels", ()))),
            {str(level): float(weight) for level, weight in data.get("weights", {}).items()},
            tuple(map(float, data.get("totals", (100,)))),
            int(data.get("longest", 500)),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ProfileError(
            tr("The profile of the import sheet is damaged ({why}); please repair it.", why=error)
        ) from error
    unknown = [each.part for each in columns if each.part not in _PARTS and not each.part.startswith("extra:")]
    if unknown or not columns:
        raise ProfileError(
            tr("The profile names “{part}”, which no indicator has.", part=unknown[0] if unknown else "")
        )
    if len({each.title for each in columns}) < len(columns):
        raise ProfileError(tr("The profile names a column twice; each needs a title of its own."))
    return made


def import_sheet(items: Sequence[Item], profile: Profile) -> Sheet:
    """The sheet: one row an indicator; a cell that the next system would refuse is tinted, with the rule as its comment."""
    columns = [column.title for column in profile.columns]
    return Sheet(IMPORT, columns, Rows(lambda: _import_rows(items, profile)))


def _import_rows(items: Sequence[Item], profile: Profile) -> Iterator[list[Cell]]:
    for first, rows in _groups(items, profile):
        found: dict[tuple[int, str], list[str]] = {}
        for finding in _findings(first, rows, profile):
            found.setdefault((finding.row, finding.column), []).append(finding.why)
        for number, row in enumerate(rows, start=first):
            cells = []
            for column in profile.columns:
                cell, why = row.cells[column.part], found.get((number, column.title))
                cells.append(replace(cell, doubt="\n".join(why)) if why else cell)
            yield cells


def preflight(items: Sequence[Item], profile: Profile) -> list[Finding]:
    """What the next system would refuse, by row and column of the import sheet, in the order of its rows."""
    found = (finding for first, rows in _groups(items, profile) for finding in _findings(first, rows, profile))
    return sorted(found, key=lambda finding: finding.row)


# -- rows -----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Row:
    item: int
    entry: Node
    node: Node
    source: str
    level2: str
    target: Target | None
    cells: dict[str, Cell]

    def text(self, part: str) -> str:
        value = self.cells[part].value if part in self.cells else None
        return "" if value is None else f"{value:.15g}" if isinstance(value, float) else str(value)


def _groups(items: Sequence[Item], profile: Profile) -> Iterator[tuple[int, list[_Row]]]:
    """The rows of one project after the other, each time with the number that the first of them has on the sheet."""
    first = 2
    for item, (review, _) in enumerate(items):
        document = {key: review.root.value(key) for key in ("department", "year")}
        for entry in projects(review):
            rows = []
            for node in entry.children:
                if node.kind is Kind.INDICATOR:
                    target = target_of(node, "annual_value") or target_of(node, "period_value")
                    cells = _cells(entry, node, target, document, profile)
                    rows.append(_Row(item, entry, node, review.label, node.value("level2") or "", target, cells))
            if rows:
                yield first, rows
            first += len(rows)


def _cells(
    entry: Node, node: Node, target: Target | None, document: Mapping[str, str | None], profile: Profile
) -> dict[str, Cell]:
    sign, value, measure = _target_cells(target, profile)
    cells = {
        "project": Cell(entry.value("name")),
        "unit": Cell(entry.value("unit")),
        **{key: Cell(node.value(key)) for key in ("level1", "level2", "level3")},
        "sign": sign,
        "value": value,
        "measure": measure,
        "weight": _number(_first(node, profile.weight_labels)),
        "note": Cell(_first(node, profile.note_labels)),
        **{key: Cell(document[key]) for key in ("department", "year")},
    }
    for column in profile.columns:
        if column.part not in cells:
            cells[column.part] = Cell(node.value(labelled("extra", column.part.removeprefix("extra:"))))
    return cells


def _target_cells(target: Target | None, profile: Profile) -> tuple[Cell, Cell, Cell]:
    """Sign, value, unit; words stand as the value of the sign 定性, a range as it is printed (and is refused)."""
    if target is None:
        return Cell(None), Cell(None), Cell(None)
    sign = Cell(profile.signs.get(target.operator))
    if target.operator == "text":
        return sign, Cell(target.text), Cell(None)
    if target.operator == "range":
        return sign, Cell(f"{target.number}-{target.upper}"), Cell(target.unit or None)
    return sign, _number(target.number), Cell(target.unit or None)


def _number(text: str | None) -> Cell:
    figure = as_number((text or "").removesuffix("分") or None)
    return Cell(text) if figure is None else Cell(figure, Form.NUMBER)


def _first(node: Node, labels: Sequence[str]) -> str | None:
    return next((value for label in labels if (value := node.value(labelled("extra", label)))), None)


# -- the rules of the next system --------------------------------------------------------------------------------


def _findings(first: int, rows: Sequence[_Row], profile: Profile) -> Iterator[Finding]:
    """What would be refused of one project's rows, of which the first is row `first` of the sheet."""
    titles = {column.part: column.title for column in profile.columns}
    for number, row in enumerate(rows, start=first):
        for part, why in _refused(row, profile):
            if part in titles:
                yield Finding(number, titles[part], why, row.source, _place(row, part, profile))
    if "weight" in titles:
        yield from _weights(first, rows, profile, titles["weight"])


def _place(row: _Row, part: str, profile: Profile) -> tuple[int, FieldRef]:
    """The field that a part of a row is made of; the indicator's name where it is made of none that is there."""
    labels = {"weight": profile.weight_labels, "note": profile.note_labels}.get(part, (part.removeprefix("extra:"),))
    keys = [labelled("extra", label) for label in labels]
    if part in ("sign", "value", "measure"):
        keys = [
            "annual_value" if row.node.value("annual_value") or not row.node.value("period_value") else "period_value"
        ]
    elif part in ("level1", "level2", "level3"):
        keys = [part]
    elif part in ("project", "unit"):
        key = "name" if part == "project" else "unit"
        return row.item, FieldRef(row.entry.id, key if key in row.entry.fields else "name")
    return row.item, FieldRef(row.node.id, next((key for key in keys if key in row.node.fields), "level3"))


def _refused(row: _Row, profile: Profile) -> Iterator[tuple[str, str]]:
    """The parts of one row that would be refused, each with the rule."""
    target, empty = (
        row.target,
        {column.part for column in profile.columns if column.required and not row.text(column.part)},
    )
    operator = target.operator if target else None
    if operator == "range":
        empty.discard("sign")
        yield "sign", tr("the next system knows no range; please make two indicators of it or choose one sign")
    elif operator and operator not in profile.signs:
        empty.discard("sign")
        yield "sign", tr("the next system does not know the sign “{sign}”", sign=operator)
    for part in sorted(empty):
        yield part, tr("must be filled in")
    if operator == "text" and row.text("value") and as_number(row.text("value")) is not None:
        yield "value", tr("words are wanted where the sign says “{sign}”", sign=row.text("sign"))
    if operator not in (None, "text") and not row.text("measure"):
        yield "measure", tr("a numeric sign needs a unit")
    for column in profile.columns:
        if len(row.text(column.part)) > profile.longest:
            yield column.part, tr("longer than {most} characters", most=profile.longest)
    weight = row.text("weight")
    if weight and as_number(weight) is None:
        yield "weight", tr("“{value}” is not a number", value=weight)


def _weights(first: int, rows: Sequence[_Row], profile: Profile, title: str) -> Iterator[Finding]:
    """Weights that are missing, or that do not add up; said at the first row of the project or of the level."""
    source, group = rows[0].source, list(enumerate(rows, start=first))
    places = {number: _place(row, "weight", profile) for number, row in group}
    weights = {number: as_number(row.text("weight")) for number, row in group}
    known = [weight for weight in weights.values() if weight is not None]
    if not known:
        yield Finding(first, title, tr("this project's indicators have no weights"), source, places[first])
        return
    for number, row in group:
        if not row.text("weight"):
            yield Finding(number, title, tr("must be filled in"), source, places[number])
    total = round(math.fsum(known), 6)
    if len(known) == len(group) and total not in profile.totals:
        wanted = tr("{one} or {other}", one=f"{profile.totals[0]:g}", other=f"{profile.totals[-1]:g}")
        wanted = wanted if len(profile.totals) > 1 else f"{profile.totals[0]:g}"
        why = tr("the weights add up to {sum}, not to {wanted}", sum=f"{total:g}", wanted=wanted)
        yield Finding(first, title, why, source, places[first])
    for level, wanted_sum in profile.weights.items():
        inside = [number for number, row in group if _belongs(row.level2, level)]
        figures = [weight for number in inside if (weight := weights[number]) is not None]
        if inside and len(figures) == len(inside) and round(math.fsum(figures), 6) != wanted_sum:
            why = tr("the weights of {level} add up to {sum}; {wanted} is usual",
                     level=level, sum=f"{math.fsum(figures):g}", wanted=f"{wanted_sum:g}")  # fmt: skip
            yield Finding(inside[0], title, why, source, places[inside[0]])


def _belongs(level2: str, level: str) -> bool:
    """Whether a level 2 counts for a weight: “社会效益指标” for 效益指标, “服务对象满意度指标” for 满意度指标."""
    return level2.removesuffix("指标").endswith(level.removesuffix("指标")) if level2 else False
