"""The profile of the import sheet, changed by hand: what may be chosen, and keeping it as the user's own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from reviewer.base.files import write_whole
from reviewer.base.gate import OVERWRITE
from reviewer.base.i18n import mark, tr
from reviewer.export.next_system import Column, Profile, ProfileError, own_profile, profile_of
from reviewer.export.tables import Item
from reviewer.model.review import Kind

SIGNS = ("=", "≥", "≤", ">", "<", "text")
"""The signs that a target value can have, in the order in which they are asked for; "text" is 定性."""
PARTS = {
    "project": mark("Project"), "unit": mark("Unit in charge"), "level1": mark("Level 1"), "level2": mark("Level 2"),
    "level3": mark("Level 3"), "sign": mark("Sign"), "value": mark("Number"), "measure": mark("Unit of the number"),
    "weight": mark("Weight"), "note": mark("Note"), "department": mark("Department"), "year": mark("Year"),
}  # fmt: skip
_EXTRA = "extra:"


def part_names(items: Sequence[Item], profile: Profile) -> dict[str, str]:
    """What a column can hold, by part, with its name: what every indicator has, then the further columns that are printed."""
    found = {part: tr(words) for part, words in PARTS.items()}
    labels = [label for review, _ in items for node in review.root.walk() if node.kind is Kind.INDICATOR
              for label in node.group("extra")]  # fmt: skip
    kept = [column.part.removeprefix(_EXTRA) for column in profile.columns if column.part.startswith(_EXTRA)]
    return found | {f"{_EXTRA}{label}": label for label in dict.fromkeys([*kept, *labels])}


def changed(profile: Profile, columns: Iterable[tuple[str, str, bool]], signs: dict[str, str], longest: int) -> Profile:
    """The profile with these columns (title, part, required), words for signs and length of texts; raises ProfileError.

    A sign whose word is empty is one that the next system does not know.
    """
    made = tuple(Column(title.strip(), part, required) for title, part, required in columns)
    if any(not column.title for column in made):
        raise ProfileError(tr("Every column needs a title."))
    known = {sign: word.strip() for sign, word in signs.items() if word.strip()}
    return profile_of(_data(replace(profile, columns=made, signs=known, longest=longest)))


def save(profile: Profile) -> Path:
    """Keep a profile as the user's own; it counts from now on. Raises WriteError."""
    path = own_profile()
    data = json.dumps(_data(profile), ensure_ascii=False, indent=2)

    def write(temporary: Path) -> None:
        temporary.write_text(data + "\n", encoding="utf-8", newline="\n")

    write_whole(path, write, OVERWRITE)
    return path


def _data(profile: Profile) -> dict[str, Any]:
    """The profile as the JSON of resources/profiles."""
    return {
        "name": profile.name,
        "columns": [
            {"title": column.title, "from": column.part, **({"required": True} if column.required else {})}
            for column in profile.columns
        ],
        "signs": dict(profile.signs),
        "weight_labels": list(profile.weight_labels),
        "note_labels": list(profile.note_labels),
        "weights": dict(profile.weights),
        "totals": list(profile.totals),
        "longest": profile.longest,
    }
