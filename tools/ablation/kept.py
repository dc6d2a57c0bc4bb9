"""What the extraction made of a document with everything on, and what a switch lets stay of it.

Most rules act on few documents. While a document is read with everything on, each rule is watched: where it only ever gave what
its stand-in gives, switching it off changes nothing there, and where it acted in one reading alone the others stay.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

from reviewer.extract import pipeline
from reviewer.extract.draft import Draft
from reviewer.extract.readings.reading import Reading
from reviewer.model.review import Severity
from reviewer.model.source import Source
from tools.ablation.switches import RULES, Switch, original, replaced, set_to
from tools.calibrate.observe import Observation, observe

RULES_READ, TEXT_READ, AFTERWARDS = "rules", "text", "afterwards"
"""When a rule acts: while the rules read, while the text is read, or between and after them."""


@dataclass(slots=True)
class Kept:
    """A document's readings as they were made with everything on, what became of them, and which rules acted when."""

    rules: Reading | None = None
    others: list[Reading] = field(default_factory=list)
    observations: list[Observation] = field(default_factory=list)
    led: bool = False
    acted: set[tuple[str, str]] = field(default_factory=set)

    def is_touched_by(self, switch: Switch) -> bool:
        """Whether the document may be read otherwise with this switched off."""
        return switch.kind != "rule" or any(name == switch.name for name, _ in self.acted)


def observed(source: Source, truth: dict[str, Any]) -> tuple[list[Observation], bool]:
    """The fields of a document as the program now is; whether an issue about it is open whatever they are."""
    review = pipeline.extract(source)
    led = not review.entries or any(issue.severity is not Severity.INFO for issue in review.issues)
    return observe(review, truth), led


def kept(source: Source, truth: dict[str, Any]) -> Kept:
    """Read a document with everything on, and watch the rules."""
    found, when = Kept(), [AFTERWARDS]
    read, text_readings = pipeline._read, pipeline.text_readings

    def by_rules(*args: Any) -> Reading:
        when[0] = RULES_READ
        found.rules = read(*args)
        when[0] = AFTERWARDS
        return found.rules

    def by_text(*args: Any) -> Iterator[Reading]:
        when[0] = TEXT_READ
        found.others = list(text_readings(*args))
        when[0] = AFTERWARDS
        return iter(found.others)

    with ExitStack() as stack:
        for name, (module, instead) in RULES.items():
            function = name.rpartition(".")[2]
            watched = _watched(original(module, function), instead, lambda name=name: found.acted.add((name, when[0])))
            stack.enter_context(replaced(module, function, watched))
        stack.enter_context(set_to(pipeline, "_read", by_rules))
        stack.enter_context(set_to(pipeline, "text_readings", by_text))
        found.observations, found.led = observed(source, truth)
    return found


def _watched(rule: Callable[..., Any], instead: Callable[..., Any], acts: Callable[[], object]) -> Callable[..., Any]:
    """The rule, which tells when it gives or does something else than its stand-in."""
    if inspect.isgeneratorfunction(rule):

        def generating(*args: Any, **named: Any) -> Any:
            acts()  # what it would leave out is only known once all is read
            return rule(*args, **named)

        return generating

    def watched(*args: Any, **named: Any) -> Any:
        drafts = [draft for one in args for draft in _drafts(one)]
        before = [dict(draft.fields) for draft in drafts]
        result = rule(*args, **named)
        if [draft.fields for draft in drafts] != before or result != instead(*args, **named):
            acts()
        return result

    return watched


def _drafts(given: Any) -> Iterator[Draft]:
    """The drafts in an argument, those beneath them too."""
    if isinstance(given, Draft):
        yield given
        given = given.children
    if isinstance(given, list | tuple):
        for one in given:
            if isinstance(one, Draft):
                yield from _drafts(one)


@contextmanager
def staying(of: Kept, switch: Switch) -> Iterator[None]:
    """With the readings of a document taken as they were made where the switch does not touch them."""
    when = {time for name, time in of.acted if name == switch.name} if switch.kind == "rule" else set()
    with ExitStack() as stack:
        if RULES_READ not in when:
            stack.enter_context(set_to(pipeline, "_read", lambda *_: of.rules))
        if TEXT_READ not in when:
            others = [reading for reading in of.others if reading.by is not switch.way]
            stack.enter_context(set_to(pipeline, "text_readings", lambda *_: iter(others)))
        yield
