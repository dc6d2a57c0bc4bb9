"""What is wrong in a reading of a converter's output, held against the degree that was asked for of it.

whole N  every field of the form is right or marked (the field, or its row as a whole), at least N indicators are right in
         levels, name and value, nothing further stands unmarked.
safe     what stands there unmarked is right; what is left out is said: by a note, an issue, or that no form was found.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Any

_SAME = str.maketrans("。、“”‘’—–～﹪≧≦：；，（）", ".,\"\"''--~%≥≤:;,()")
_KEYS = ("level1", "level2", "level3", "annual_value")

Json = dict[str, Any]


def norm(text: Any) -> str:
    """A text without layout, width and variants of punctuation."""
    plain = unicodedata.normalize("NFKC", str(text or "")).translate(_SAME)
    return re.sub(r"\s+", "", plain).strip(".,;:")


def _same_amount(one: Any, other: Any) -> bool:
    try:
        return Decimal(norm(one).replace(",", "")) == Decimal(norm(other).replace(",", ""))
    except InvalidOperation:
        return False


def faults(form: Json, asked: Json, got: Json) -> list[str]:
    """A line for everything that stands wrong and unmarked, or is missing; empty where the reading is as asked."""
    found: list[str] = []
    entries = got.get("entries") or []
    said = bool(got["source"]["notes"] or got["issues"] or not entries)
    if asked["degree"] == "whole":
        if asked.get("title"):
            found += _field("title", got["title"], form["title"], False)
        if not entries:
            return [*found, "no entry"]
    entry = max(entries, key=lambda e: len(e["indicators"]), default=None)
    for other in entries:
        if other is not entry and not other["needs_review"] and not other["name"]["needs_review"]:
            found.append(f"further entry {other['name']['value']}")
    if entry is None:
        return found
    whole = asked["degree"] == "whole"
    found += _entry(form, entry, whole)
    right, wrong = _indicators(form, asked, entry, whole)
    found += wrong
    if right < asked["need"]:
        found.append(f"{right} of {asked['need']} indicators right")
    if not whole and right < len(form["ind"]) and not (said or entry["needs_review"]):
        found.append("nothing is said of what is left out")
    return found


def _field(what: str, field: Json, truth: Any, marked: bool, lost: bool = True) -> list[str]:
    value = field.get("value")
    if marked or field.get("needs_review") or (value is None and not lost) or norm(value) == norm(truth):
        return []
    return [f"{what}: {value!r} for {truth!r}"]


def _entry(form: Json, entry: Json, whole: bool) -> list[str]:
    found = _field("name", entry["name"], form["name"], False, whole)
    found += _field("unit", entry["unit"], form["unit"], False, False)
    goal = norm("".join(form["goal"]))
    read = norm(entry["goal"]["value"])
    if not entry["goal"]["needs_review"] and read.replace(";", "") != goal.replace(";", "") and (read or whole):
        found.append(f"goal: {entry['goal']['value']!r}")
    amounts = {norm(key).removeprefix("其中:"): field for key, field in entry["amounts"].items()}
    for label, truth in form["amounts"]:
        plain = norm(label).removeprefix("其中:")
        field = next((f for key, f in amounts.items() if key == plain or key.startswith(plain)), None)
        if field is None:
            found += [f"amount {label} is missing"] if whole else []
        elif not field["needs_review"] and not _same_amount(field["value"], truth):
            found.append(f"amount {label}: {field['value']!r}")
    known = {norm(label).removeprefix("其中:") for label, _ in form["amounts"]}
    for key, field in amounts.items():
        if not any(key.startswith(label) for label in known) and field["value"] and not field["needs_review"]:
            found.append(f"further amount {key}: {field['value']!r}")
    return found


def _indicators(form: Json, asked: Json, entry: Json, whole: bool) -> tuple[int, list[str]]:
    names = {norm(other): norm(truth) for other, truth in (asked.get("names") or {}).items()}
    left = [tuple(norm(text) for text in row) for row in form["ind"]]
    right, found = 0, []
    for row in entry["indicators"]:
        values = [norm(row[key]["value"]) for key in _KEYS]
        values[2] = names.get(values[2], values[2])
        truth = next((t for t in left if t[2] == values[2]), None) or next((t for t in left if t[3] == values[3]), None)
        if truth is not None:
            left.remove(truth)
        if truth is not None and tuple(values) == truth:
            right += 1
        elif row["needs_review"] and truth is None:
            continue
        elif truth is None:
            found.append(f"further indicator {values}")
        else:
            wrong = [k for k, v, t in zip(_KEYS, values, truth, strict=True) if v != t and not row[k]["needs_review"]]
            if wrong and not all(row[k]["needs_review"] for k in _KEYS if row[k]["value"]):
                found.append(f"unmarked {wrong}: {values} for {truth}")
    if whole:
        unmarked = [t for t in left if not any(r["needs_review"] for r in entry["indicators"])]
        found += [f"lost {t[2]}" for t in unmarked]
    return right, found
