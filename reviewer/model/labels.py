"""Sources of one name are told apart by their folders, wherever their names are shown."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reviewer.model.review import Review


def labels(names: Sequence[str], places: Sequence[Path | None]) -> list[str]:
    """What to call sources that lie at these places: each by its name; where several have the same, with as much of the folder as
    tells them apart ("局甲/绩效.xlsx"), and with a number where no folder does.
    """
    of_name: dict[str, list[int]] = {}
    for number, name in enumerate(names):
        of_name.setdefault(name, []).append(number)
    found = list(names)
    for name, group in of_name.items():
        if len(group) > 1:
            for number, label in zip(group, _apart(name, [places[number] for number in group]), strict=True):
                found[number] = label
    return found


def _apart(name: str, places: Sequence[Path | None]) -> list[str]:
    folders = [place.parent.parts if place is not None else () for place in places]
    depth, deepest = 1, max(map(len, folders))
    while depth < deepest and len({parts[-depth:] for parts in folders}) < len(set(folders)):
        depth += 1
    made = ["/".join((*(part.strip("/\\") for part in parts[-depth:]), name)) if parts else name for parts in folders]
    counts: dict[str, int] = {}
    for number, label in enumerate(made):
        counts[label] = counts.get(label, 0) + 1
        if counts[label] > 1:
            made[number] = f"{label} ({counts[label]})"
    return made


def tell_apart(reviews: Sequence[Review], places: Sequence[Path | None]) -> None:
    """Give each review the label by which its source is named beside the others."""
    for review, label in zip(reviews, labels([each.source.name for each in reviews], places), strict=True):
        review.label = label
