"""Gold segments held against the truth: what the builder says of itself has to be so."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from tools.sequence.paper import Laid

_BLANK = re.compile(r"[\s\\\"”]+|\\n")
_BREAK = re.compile(r"<br/?>")
_PART = re.compile(r"^(amounts|attributes|extra)\[(.*)\]$", re.DOTALL)


def squeezed(text: str) -> str:
    """A text without blanks, breaks and quotes: what has to be equal of a value and its segments."""
    return _BREAK.sub("", _BLANK.sub("", text))


def at_path(truth: dict[str, Any], path: str) -> str | None:
    """The value of the truth at the path of a segment; None where there is none."""
    node: Any = truth
    parts = path.split("/", 4 if "/indicators/" in path or "/tasks/" in path else 2)
    for part in parts:
        if isinstance(node, list):
            node = node[int(part)]
        elif found := _PART.match(part):
            node = node.get(found[1], {}).get(found[2])
        else:
            node = node.get(part)
    return None if node is None else str(node)


def wrong(laid: Laid) -> list[str]:
    """Where the segments of a document do not say what its truth says, and values that no segment prints."""
    joined: dict[str, str] = defaultdict(str)
    for s in laid.segments:
        if s.path:
            joined[s.path] += laid.text[s.start : s.end]
    found = []
    for path, text in joined.items():
        said = at_path(laid.truth, path)
        shown = text.replace(",", "").replace("，", "") if "amounts[" in path else text
        said = said.replace("，", "") if said and "amounts[" in path else said
        if path.split("/")[-1] == "amount" and said:
            shown, said = text, said
        if said is None or squeezed(said) != squeezed(shown):
            found.append(f"{path}: {text!r} is not {said!r}")
    for e, entry in enumerate(laid.truth["entries"]):
        for i, ind in enumerate(entry["indicators"]):
            for name in ("level3", "period_value", "annual_value"):
                path = f"entries/{e}/indicators/{i}/{name}"
                if ind[name] and path not in joined:
                    found.append(f"{path}: {ind[name]!r} stands nowhere")
    return found
