"""What a generated document really says, in the shape of the corpus's ANNOTATION.md."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(eq=False)
class Doubt:
    """What damage made doubtful: field names, other defensible readings, and why."""

    uncertain: list[str] = field(default_factory=list)
    alternatives: dict[str, list[str | None]] = field(default_factory=dict)
    note: list[str] = field(default_factory=list)

    def doubt(self, name: str, *readings: str | None, note: str = "") -> None:
        """Mark `name` as uncertain, `readings` as right too."""
        if name not in self.uncertain:
            self.uncertain.append(name)
        self.accept(name, *readings)
        if note and note not in self.note:
            self.note.append(note)

    def accept(self, name: str, *readings: str | None) -> None:
        """Take `readings` as right too, without making the field uncertain."""
        known = self.alternatives.setdefault(name, [])
        known.extend(r for r in readings if r not in known)
        if not known:
            del self.alternatives[name]

    def doubts(self) -> dict[str, Any]:
        """The doubtful part of the JSON, empty keys left out."""
        found: dict[str, Any] = {}
        if self.uncertain:
            found["uncertain"] = list(self.uncertain)
        if self.alternatives:
            found["alternatives"] = {k: list(v) for k, v in self.alternatives.items()}
        if self.note:
            found["note"] = " ".join(self.note)
        return found


@dataclass(eq=False)
class Indicator(Doubt):
    """One indicator as printed; `sign`, `number`, `unit` are the parts of the annual value for forms that print them apart."""

    level1: str | None = None
    code1: str | None = None
    level2: str | None = None
    code2: str | None = None
    level3: str | None = None
    period: str | None = None
    annual: str | None = None
    sign: str = ""
    number: str = ""
    unit: str = ""
    kind: str = ""
    extra: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The indicator as a truth file holds it."""
        found: dict[str, Any] = {
            "level1": self.level1,
            "level1_code": self.code1,
            "level2": self.level2,
            "level2_code": self.code2,
            "level3": self.level3,
            "period_value": self.period,
            "annual_value": self.annual,
        }
        if self.extra:
            found["extra"] = dict(self.extra)
        return {**found, **self.doubts()}


@dataclass
class Task:
    """A task of a whole-department form."""

    name: str
    content: str | None = None
    amount: str | None = None
    goal: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The task as a truth file holds it."""
        return {"name": self.name, "content": self.content, "amount": self.amount, "goal": self.goal}


@dataclass(eq=False)
class Entry(Doubt):
    """A total, a unit, a project or a whole department."""

    kind: str = "project"
    name: str = ""
    unit: str | None = None
    attributes: dict[str, str | None] = field(default_factory=dict)
    amounts: dict[str, str | None] = field(default_factory=dict)
    goal: str | None = None
    tasks: list[Task] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """The entry as a truth file holds it."""
        found: dict[str, Any] = {
            "kind": self.kind,
            "name": self.name,
            "unit": self.unit,
            "attributes": dict(self.attributes),
            "amounts": {k: v.replace(",", "") if v else None for k, v in self.amounts.items()},
            "goal": self.goal,
        }
        if self.tasks:
            found["tasks"] = [t.to_json() for t in self.tasks]
        found["indicators"] = [i.to_json() for i in self.indicators]
        return {**found, **self.doubts()}


@dataclass
class Truth:
    """The whole document."""

    title: str
    department: str | None = None
    year: int | None = None
    money_unit: str | None = None
    entries: list[Entry] = field(default_factory=list)
    damage: list[str] = field(default_factory=list)

    def to_json(self, source: str, layout: str, seed: int) -> dict[str, Any]:
        """The truth file: ANNOTATION.md's shape, plus how the document was made."""
        return {
            "source": source,
            "layout": layout,
            "seed": seed,
            "damage": list(self.damage),
            "title": self.title,
            "department": self.department,
            "year": self.year,
            "money_unit": self.money_unit,
            "entries": [e.to_json() for e in self.entries],
        }
