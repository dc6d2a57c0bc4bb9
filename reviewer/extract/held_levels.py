"""The levels that hold for the rows of a grid: taken from rows and headings, handed down to the rows beneath."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from reviewer.extract.book import constant
from reviewer.extract.confidence import empty_field
from reviewer.extract.draft import Draft, inherited
from reviewer.extract.labels import Role
from reviewer.extract.names import level_name, two_levels
from reviewer.extract.rows import Column, Placed
from reviewer.extract.standing import unknown_level
from reviewer.model.fields import Field
from reviewer.model.flow import EMPTY, Flow
from reviewer.model.messages import message
from reviewer.model.review import Kind
from reviewer.model.taxonomy import bare, is_level, levels_named, parents_of

LEVELS = (Role.LEVEL1, Role.LEVEL2)
"""The columns of levels."""
_NOWHERE = Placed({}, (), 0)


class HeldLevels:
    """The levels in force in a grid of indicators, by field (level1, level1_code, level2, level2_code)."""

    def __init__(self) -> None:
        self.held: dict[str, Field] = {}
        self._seen_level1: dict[str, Field] = {}
        """Level 1 as the document prints it, by its name in the taxonomy."""
        self._alone: set[Role] = set()
        """The levels that have stood alone in a row, each in its own column: there the column says which level it is."""

    def forget(self) -> None:
        """Another entry begins: nothing is handed down to it."""
        self.held = {}

    def named(self, key: str) -> set[str]:
        """The names in the taxonomy of the level in force: key is level1 or level2."""
        field = self.held.get(key)
        return {level.name for level in levels_named(field.value)} if field and field.value else set()

    def take_heading(self, flow: Flow) -> None:
        """A heading of level 1 between the rows: it holds from here on, and no level 2."""
        draft = Draft(Kind.INDICATOR)
        self._set(draft, "level1", flow, _NOWHERE)
        self.held = {key: draft.fields[key] for key in ("level1", "level1_code")}

    def take_second(self, flow: Flow) -> None:
        """A heading of level 2: it holds from here on, and the level 1 above it as long as it may stand under that."""
        draft = Draft(Kind.INDICATOR)
        either = (message("read.level_either", value=flow.text),) if is_level(flow.text, 1) else ()
        self._set(draft, "level2", flow, Placed({}, either, 0))
        parents, named = set(parents_of(flow.text)), self.named("level1")
        if "level1" not in self.held or (named and parents and not named & parents):
            self.held = {"level1": empty_field((message("read.level_lost"),))}
        self.held |= {key: draft.fields[key] for key in ("level2", "level2_code")}

    def prior(self, column: Column, text: str) -> float:
        """What the rows above say of a text in a column of a level, as a log-likelihood: a level 2 that may stand under the level 1
        in force is more likely that than a level 1 of the same name; 服务对象满意度 beneath 服务对象满意度指标 is an indicator's name.
        """
        if column.role is Role.LEVEL2 and not bare(text).endswith("指标"):
            return -2.5 if self.named("level2") & {level.name for level in levels_named(text)} else 0.0
        if column.role is not Role.LEVEL1 or not is_level(text, 2):
            return 0.0
        return -1.5 if self.named("level1") & set(parents_of(text)[:1]) else 0.0

    def take(
        self, draft: Draft, by_role: Mapping[Role, Flow], placed: Placed, columns: Sequence[Column], loose: bool
    ) -> None:
        """Set the levels of a row's indicator: those that it prints, which hold from here on, and for the others those in force.

        `columns` are those of the grid; `loose` says that the places of the row's cells are lost.
        """
        level1, level2 = by_role.get(Role.LEVEL1), by_role.get(Role.LEVEL2)
        if (level1 is None) != (level2 is None) and (both := two_levels(level1 or level2 or EMPTY)):
            level1, level2 = both
        roles = {column.role for column in columns}
        alone = len(by_role) == 1 and not placed.shift and not placed.evidence
        told = alone and self._alone == set(LEVELS)
        if alone:
            self._alone |= {r for n, r in enumerate(LEVELS, 1) if r in by_role and is_level(by_role[r].text, n)}
        if level1 and not level2 and not told and Role.LEVEL2 in roles and self._may_be_level2(level1.text):
            placed = replace(placed, evidence=(*placed.evidence, message("read.level_either", value=level1.text)))
            level1, level2 = None, level1
        if level1:
            self._set(draft, "level1", level1, placed)
            beneath = self._level2_around(draft) if loose and not level2 else {}
            self.held = {key: draft.fields[key] for key in ("level1", "level1_code")} | beneath
            for level in levels_named(draft.value("level1") or ""):
                self._seen_level1.setdefault(level.name, draft.fields["level1"])
        if level2:
            self._set(draft, "level2", level2, placed)
            self.held |= {key: draft.fields[key] for key in ("level2", "level2_code")}
            if not level1:
                self._level1_of(draft, level2.text, Role.LEVEL1 in roles)
        for key in ("level1", "level1_code", "level2", "level2_code"):
            if key not in draft.fields and key in self.held:
                draft.put(key, inherited(self.held[key], message("read.inherited")))

    def take_again(self, draft: Draft, by_role: Mapping[Role, Flow]) -> None:
        """Hand down what a row prints as it now is: its evidence has changed since it was taken."""
        own = {"level1": Role.LEVEL1, "level2": Role.LEVEL2}
        self.held |= {key: draft.fields[key] for key, role in own.items() if role in by_role and draft.value(key)}

    def rejoins(self, last: Draft, column: Column, rest: Flow) -> bool:
        """Whether a cell alone in its row, in a column of a level, is the rest of the level above it: 社会效 | 益指标; if so, join it."""
        key = column.role.value
        held = self.held.get(key)
        if held is None or levels_named(rest.text) or not levels_named((held.value or "") + rest.text):
            return False
        last.append(key, rest, message("read.rejoined"))
        self.held[key] = last.fields[key]
        return True

    def _level2_around(self, draft: Draft) -> dict[str, Field]:
        """The level 2 in force where level 1, merged over its rows, is printed in the middle of them: it has been worked out
        above from that level 2. Only where the places of cells are lost; else a blank level 2 is read as it stands.
        """
        above, held = self.held.get("level1"), self.held.get("level2")
        if above is None or held is None or above.spans or above.value != draft.value("level1"):
            return {}
        doubted = inherited(held, message("read.level_lost"))
        return {"level2": doubted} | {key: self.held[key] for key in ("level2_code",) if key in self.held}

    def _may_be_level2(self, text: str) -> bool:
        """Whether a level alone in its row, in the column of level 1, is more likely the next level 2 (成本指标)."""
        return is_level(text, 2) and bool(self.named("level1") & set(parents_of(text)[:1]))

    def _set(self, draft: Draft, key: str, flow: Flow, placed: Placed) -> None:
        code, name = level_name(flow)
        draft.set(key, name, *placed.evidence, *unknown_level(key, name.text))
        draft.set(f"{key}_code", code, *(placed.evidence if code else ()))

    def _level1_of(self, draft: Draft, level2: str, printed: bool) -> None:
        """Level 1 above a level 2 that stands alone: the one handed down, unless this level 2 cannot belong to it.

        `printed` says that the grid has a column for it.
        """
        above, parents, named = self.held.get("level1"), parents_of(level2), self.named("level1")
        if above is None and not printed:
            draft.put("level1", empty_field((message("read.level_lost"),)))
        elif parents and named and level2 and not named & set(parents[:1]) and named & set(parents):
            if bare(level2).endswith("满意度指标") or "满意" in level2:
                draft.put("level1", inherited(above, message("read.inherited")) if above else empty_field())
                draft.doubt("level1", message("read.level_lost"))
        elif parents and (above is None or (named and not named & set(parents))):
            evidence = (message("read.inherited_new", value=parents[0]), message("read.level_lost"))
            seen = self._seen_level1.get(parents[0])
            draft.put("level1", constant(seen.value if seen and seen.value else parents[0], evidence))
            self.held["level1"] = draft.fields["level1"]
