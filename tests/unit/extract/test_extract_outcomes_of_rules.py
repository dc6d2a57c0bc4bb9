"""Single rules, and what each says of small rows and texts: borders that no whole document of the other outcomes stands at.

They were found by a search among invented rows: each case is one that tells an operator of its rule from another. They say what is so,
not that it must be: whoever changes a rule looks whether what it says now is better.

tests/data/outcomes_of_rules/*.txt, a file a module: under “=== rule: what it asks” a line a case, `arguments → result`, as
rule_notation writes them. A rule that gives nothing shows its arguments as it leaves them.

`python tests/unit/extract/test_extract_outcomes_of_rules.py` writes what the rules say now; look through what changes. The cases of
a rule that is gone, or asks for other things, go with it.
"""

from __future__ import annotations

import importlib
import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import GeneratorType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))

from tests.unit.extract.outcomes import parts  # noqa: E402
from tests.unit.extract.rule_notation import names_of, said  # noqa: E402

FOLDER = ROOT / "tests" / "data" / "outcomes_of_rules"
Case = tuple[str, str, list[tuple[str, str]]]


def cases() -> Iterator[Case]:
    """Module, heading, and the arguments and results of every rule."""
    for path in sorted(FOLDER.glob("*.txt")):
        for head, rest in parts(path):
            lines = [line.partition(" → ")[::2] for line in rest.splitlines() if line]
            yield path.stem, head, [(given, found) for given, found in lines]


def rule(module: str, name: str) -> Callable[..., Any]:
    """A function of a module under reviewer.extract, or a method of one of its classes."""
    found: Any = importlib.import_module(f"reviewer.extract.{module}")
    for part in name.split("."):
        found = inspect.getattr_static(found, part)
        found = found.fget if isinstance(found, property) else getattr(found, "__func__", found)
    made: Callable[..., Any] = inspect.unwrap(found)
    return made


def outcome(made: Callable[..., Any], given: str) -> str:
    """What a rule says of arguments."""
    arguments = eval(
        f"({given},)", names_of(sys.modules[made.__module__])
    )  # our own file, and the classes of the house alone
    positional = made.__code__.co_argcount
    named = dict(zip(made.__code__.co_varnames[positional:], arguments[positional:], strict=False))
    found = made(*arguments[:positional], **named)
    if found is None:
        return f"nothing; {said(arguments)}"
    return said(list(found) if isinstance(found, GeneratorType) else found)


EVERY = list(cases())


@pytest.mark.parametrize(
    ("module", "head", "told"), EVERY, ids=[f"{module}: {head.split(':')[0]}" for module, head, _ in EVERY]
)
def test_what_a_rule_says(module: str, head: str, told: list[tuple[str, str]]) -> None:
    made = rule(module, head.partition(":")[0])
    assert [f"{given} → {outcome(made, given)}" for given, _ in told] == [f"{given} → {found}" for given, found in told]


def written(module: str, head: str, told: list[tuple[str, str]]) -> str:
    """A rule's section as it is now; nothing where the rule is gone, and without the cases that it can no longer be asked."""
    lines = []
    with suppress(AttributeError, ModuleNotFoundError):
        made = rule(module, head.partition(":")[0])
        for given, _ in told:
            with suppress(TypeError, NameError, AttributeError):
                lines.append(f"{given} → {outcome(made, given)}")
    return "\n".join([f"=== {head}", *lines, ""]) if lines else ""


if __name__ == "__main__":
    for path in sorted(FOLDER.glob("*.txt")):
        sections = [written(*one) for one in EVERY if one[0] == path.stem]
        path.write_text("\n".join(filter(None, sections)), encoding="utf-8")
