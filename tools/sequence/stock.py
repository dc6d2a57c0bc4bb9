"""The parts that names, sentences and pages are made of (stock.txt)."""

from __future__ import annotations

from pathlib import Path


def _read() -> dict[str, list[str]]:
    lines = (Path(__file__).parent / "stock.txt").read_text(encoding="utf-8").splitlines()
    parts = (line.split(": ", 1) for line in lines if line and not line.startswith("#"))
    return {key: rest.split("|") for key, rest in parts}


STOCK = _read()
SYLLABLES = STOCK["SYLLABLES"][0]
"""Characters that names which do not exist are made of."""
PLACES = STOCK["PLACES"][0]
FIELDS = STOCK["FIELDS"]
OFFICES = STOCK["OFFICES"]
THINGS = STOCK["THINGS"]
"""What work is done on."""
ACTS = STOCK["ACTS"]
KINDS = STOCK["KINDS"]
"""What names of projects end in."""
MEASURES = STOCK["MEASURES"]
UNITS = STOCK["UNITS"]
RATES = STOCK["RATES"]
LOW = STOCK["LOW"]
DATES = STOCK["DATES"]
STATES = STOCK["STATES"]
ADVERBS = STOCK["ADVERBS"]
QUALITY = STOCK["QUALITY"]
GROUPS = STOCK["GROUPS"]
ENDS = STOCK["ENDS"]
