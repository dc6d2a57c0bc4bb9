"""Invented documents that are no performance-target documents, of many kinds and in many forms: make(seed, kind).

They are what the decision about a document's kind is fitted on (python -m tools.foreign.fit), besides invented target documents.
"""

from __future__ import annotations

from random import Random

from tools.foreign import appraisals, lists, money, reports, words_of
from tools.foreign.sheet import Doc, render

KINDS = money.KINDS | lists.KINDS | appraisals.KINDS | words_of.KINDS | reports.KINDS
"""The makers by the name of what they make; each belongs to one of the broad kinds that the program names."""


def make(seed: int | str, kind: str) -> tuple[str, str, str]:
    """One foreign document: its broad kind, the suffix of its file, its text. The same for the same arguments."""
    rng = Random(f"foreign/{kind}/{seed}")
    broad, maker = KINDS[kind]
    doc: Doc = maker(rng)
    suffix, text = render(doc, rng)
    return broad, suffix, text
