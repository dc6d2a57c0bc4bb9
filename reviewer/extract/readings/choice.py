"""Which of several readings leads: by what each has taken of the source, never by the net's own opinion alone.

The weights are fitted on invented documents whose truth is known (`python -m tools.readings`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from reviewer.base.patterns import pattern
from reviewer.base.resources import load_json
from reviewer.extract.readings.features import NAMES, features
from reviewer.extract.readings.reading import By, Reading, value
from reviewer.model.review import Kind
from reviewer.model.source import Grid, Source
from reviewer.model.spans import Spans


@cache
def weights() -> Mapping[str, float]:
    """What each feature of NAMES is worth, and each way of reading by itself (“by rules” …), in log-odds."""
    found: dict[str, float] = load_json("calibration", "readings.json")
    return found


def leader(source: Source, readings: Sequence[Reading]) -> Reading:
    """The reading that gives the best tree; the first of several that are as good."""
    if len(readings) == 1 or readings[0].taught or _shares_cells(readings[0]):
        return readings[0]
    gridded = any(isinstance(block, Grid) for _, block in source.blocks())

    alone = not gridded and _is_a_cell_a_line(source)

    def key(one: Reading) -> float:
        lead = (GRID_LEAD if gridded else RULES_LEAD) if one.by is By.RULES else 0.0
        lead += COLUMN_LEAD if one.fits and not gridded else 0.0
        lead += CELL_LEAD if alone and one.by is By.ORDER and _is_whole(one) else 0.0
        return lead + worth(source, one, [other for other in readings if other is not one])

    first = max(readings, key=key)
    if first.by is By.ORDER:
        second = max((one for one in readings if one is not first), key=key)
        first = second if _has_tasks(second) and key(first) - key(second) < TASKS_LOST else first
    return first


def _is_a_cell_a_line(source: Source) -> bool:
    """Whether nearly every line of a text is one short piece, without a blank or a border in it: a cell of a table."""
    lines = [line.strip() for page in source.pages for line in page.text.splitlines() if line.strip()]
    cells = sum(len(line) <= _LONGEST_CELL and not _PARTED.search(line) for line in lines)
    return len(lines) >= _FEWEST and cells >= _NEARLY * len(lines)


def _is_whole(reading: Reading) -> bool:
    """Whether every row of a reading has a name and a value."""
    return all(
        value(row, "level3") and (value(row, "annual_value") or value(row, "period_value"))
        for row in reading.indicators()
    )


def _has_tasks(reading: Reading) -> bool:
    """Whether a reading has the tasks of a whole department, two at least, and most of them whole."""
    tasks = [node for entry in reading.root.children for node in entry.children if node.kind is Kind.TASK]
    whole = sum(bool(value(task, "name") and value(task, "amount")) for task in tasks)
    return whole > 1 and whole * 2 > len(tasks)


_PARTED = pattern(r"[\s|｜]")
_LONGEST_CELL = 60
_FEWEST, _NEARLY = 20, 0.85


def _shares_cells(rules: Reading) -> bool:
    """Whether names or values of the rules' reading stand in cells that are merged over several rows: a text shows none of that."""
    if rules.by is not By.RULES:
        return False
    seen: set[Spans] = set()
    for node in rules.indicators():
        for key, field in node.fields:
            if key in _OF_A_ROW and field.spans:
                if field.spans in seen:
                    return True
                seen.add(field.spans)
    return False


_OF_A_ROW = ("level3", "annual_value", "period_value")


def worth(source: Source, reading: Reading, others: Sequence[Reading]) -> float:
    """How much speaks for a reading beside the others, in log-odds."""
    if reading.by is not By.RULES and not any(True for _ in reading.indicators()):
        return NOTHING
    found, known = features(source, reading, others), weights()
    return known.get(f"by {reading.by}", 0.0) + sum(known.get(name, 0.0) * found[name] for name in NAMES)


GRID_LEAD = 2.0
"""So much further ahead another reading must be where the source has a grid: merged cells and columns only the rules see."""
RULES_LEAD = 0.1
"""So much further ahead another reading must be in a text without a grid."""
COLUMN_LEAD = 3.0
"""So much further ahead another reading must be where every cell stands in its column, and in the middle of its rows."""
CELL_LEAD = 0.5
"""So much the order of words is ahead where each cell has a line of its own: it takes a cell as a whole, the net its characters."""
TASKS_LOST = 2.0
"""So much the order of words must be ahead of a reading that has tasks: it knows none."""
NOTHING = -100.0
"""The worth of a reading by the text that has found no row: what it says besides is not enough to go by."""
