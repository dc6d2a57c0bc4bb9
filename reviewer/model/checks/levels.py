"""Checks of levels: code and name agree, level 2 belongs to level 1, none is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reviewer.base import words
from reviewer.model.checks.habits import Habits
from reviewer.model.messages import Message, message
from reviewer.model.review import Issue, Node, Severity
from reviewer.model.taxonomy import Level, is_of_framework, level_by_code, levels_named, parents_of


def _issue(node: Node, keys: tuple[str, ...], finding: Message) -> Issue:
    return Issue(finding, Severity.WARNING, node.id, keys)


def codes_and_names(node: Node, habits: Habits) -> Iterator[Issue]:
    """A code that contradicts its name, a level in the wrong place, a level 2 under the wrong level 1."""
    misplaced = False
    for number in (1, 2):
        text, code = node.value(f"level{number}"), node.value(f"level{number}_code")
        named = levels_named(text) if text else ()
        is_right = number == 2 and is_of_framework(text or "")
        if named and not is_right and all(level.level != number for level in named):
            misplaced = True
            keys: tuple[str, ...] = ("level1", "level1_code", "level2", "level2_code")
            keys = tuple(key for key in keys if key in node.fields)
            places = {"value": text or "", "expected": str(named[0].level), "found": str(number)}
            yield _issue(node, keys, message("check.level_place", **places))
        elif code and named and not _code_fits(code, named):
            expected = level_by_code(code)
            name = expected.name if expected else "?"
            keys = (f"level{number}", f"level{number}_code")
            yield _issue(
                node, keys, Message("check.level_code", (("code", code), ("expected", name), ("found", text or "")))
            )
    level1, level2 = node.value("level1"), node.value("level2")
    if misplaced or not level1 or not level2:
        return
    under, above = parents_of(level2), {level.name for level in levels_named(level1)}
    if under and above and not above & set(under):
        keys = tuple(key for key in ("level1", "level1_code") if node.value(key))
        yield _issue(node, keys, message("check.level2_parent", level2=level2, expected=under[0], found=level1))


def _code_fits(code: str, named: tuple[Level, ...]) -> bool:
    """Provinces number level 1 differently; a code is only held against names that have one of their own."""
    codes = {level.code for level in named}
    known = level_by_code(code)
    return code in codes or None in codes or known is None


def missing_levels(node: Node, habits: Habits) -> Iterable[Issue]:
    """A level that is empty although most other indicators of the review have one."""
    usual = ((1, habits.level1, habits.level1_code), (2, habits.level2, habits.level2_code))
    for number, named, coded in usual:
        key, code = f"level{number}", f"level{number}_code"
        code_lost = coded and not node.value(code) and code in node.fields
        if named and (not node.value(key) or code_lost):
            keys = (key, code) if coded else (key,)
            yield _issue(node, keys, message("check.level_missing", level=str(number)))


def taught_names(node: Node, habits: Habits) -> Iterator[Issue]:
    """A level's name that the user has corrected before: the next document prints it as wrongly as the last."""
    for level, names in words.in_use().levels.items():
        value = node.value(level)
        meant = names.get(value or "")
        if meant and meant != value:
            yield _issue(node, (level,), message("check.level_taught", value=value or "", name=meant))
