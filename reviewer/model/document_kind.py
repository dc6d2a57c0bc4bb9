"""What kind of document a source is: targets, a self-evaluation, a monitoring, or something foreign, and how likely.

A log-linear model over named features (kind_features), fitted on invented documents by `python -m tools.foreign.fit`. A foreign
document gets no tree; where a part of it is likely to hold targets (a table among those of a budget), it is none.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from reviewer.base.patterns import pattern
from reviewer.base.resources import load_json
from reviewer.model.kind_features import Glance, features, glance, labels_of
from reviewer.model.messages import Message, message
from reviewer.model.source import Block, Grid, Source

OWN_KINDS = ("targets", "self_evaluation", "monitoring")
"""The kinds that the program reads."""
FOREIGN_KINDS = (
    "final_accounts", "budget_table", "three_public", "procurement", "tender", "staff", "notice", "statistics", "index",
    "glossary", "appraisal_other", "list_other", "report_text",
)  # fmt: skip
"""What a foreign document may be; each has a sentence “foreign.…” in reasons.REASONS."""
FOREIGN_FROM, OPEN_FROM = 0.6, 0.25
"""From this probability on a document counts as foreign; from that on whether it is one is open."""
_PART = 0.6
"""A part of a document that holds targets with this probability makes the document one of targets."""


_WORDS, _LITTLE = 3, 200
"""With fewer words that are known (a font without its characters, another language) there is nothing to tell by: whether a text
of so many characters is one of ours is open then."""


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """`kind` is one of OWN_KINDS or "foreign"; `foreign` the likeliest of FOREIGN_KINDS; `share` the probability that it is foreign.

    `is_blank`: a few words none of which any form prints; there is nothing to read, nor to say what it is.
    """

    kind: str
    foreign: str
    share: float
    is_blank: bool = False

    @property
    def is_foreign(self) -> bool:
        """Whether the document is none that the program reads."""
        return self.kind == "foreign"

    @property
    def is_open(self) -> bool:
        """Whether it is read, but may be none."""
        return not self.is_foreign and self.share >= OPEN_FROM

    def message(self) -> Message | None:
        """The sentence about a foreign document, or one that may be none of ours; None for any other."""
        if self.is_foreign:
            return message(f"foreign.{self.foreign}")
        return message("foreign.open") if self.is_open else None


def document_kind(source: Source) -> DocumentKind:
    """What kind of document a source is. A source without any text counts as one of targets: there is nothing to tell by."""
    known = _known.get(_key(source))
    if known is None:
        known = _worked_out(source)
        remember_kind(source, known)
    return known


def remember_kind(source: Source, kind: DocumentKind) -> None:
    """The kind of a source has been worked out, here or by another process."""
    if len(_known) >= _KEPT:
        _known.pop(next(iter(_known)), None)
    _known[_key(source)] = kind


def _key(source: Source) -> tuple[str, tuple[int, ...], int]:
    texts = tuple(hash(page.text) for page in source.pages)
    return source.sha256, texts, sum(len(page.blocks) for page in source.pages)


def why_empty(source: Source) -> Message:
    """Why a review of this source has no entries: what the source seems to be, or that no table was recognised in it."""
    kind = document_kind(source)
    return (kind.message() if kind.is_foreign else None) or message("source.no_table")


_KEPT = 256
_known: dict[tuple[str, tuple[int, ...], int], DocumentKind] = {}
"""The kinds of the last sources: reading, the checks and the export all ask."""


def _worked_out(source: Source) -> DocumentKind:
    seen = glance(source, source.blocks())
    if not seen.cells:
        return DocumentKind("targets", "report_text", 0.0)
    seen.titles += labels_of(source)
    found = kind_of(seen)
    if found.share >= OPEN_FROM and any(_holds_targets(part) for part in parts_of(source)):
        return DocumentKind(_own(seen), found.foreign, 0.0)
    return found


def kind_of(seen: Glance) -> DocumentKind:
    """What kind of document, or part of one, some texts are. Where hardly a word is known, nothing is said to be foreign."""
    found = features(seen, _model().words)
    shares = likelihoods(found)
    share = _with_doubt(_foreign_share(shares), seen.size)
    if _known_words(found) < _WORDS:
        share = 0.0 if seen.size < _LITTLE else min(share, (FOREIGN_FROM + OPEN_FROM) / 2)
    foreign = max(FOREIGN_KINDS, key=lambda name: shares[name])
    own = max(OWN_KINDS, key=lambda name: shares[name])
    is_blank = seen.size < _LITTLE and not _known_words(found)
    return DocumentKind("foreign" if share >= FOREIGN_FROM else own, foreign, share, is_blank)


_FEW, _PRIOR = 60, -3.0
"""A text of so many characters counts half for itself, half as one of ours at these log-odds: little text says little."""


def _with_doubt(share: float, size: int) -> float:
    trust = size / (size + _FEW)
    certain = min(max(share, 1e-6), 1 - 1e-6)
    return 1 / (1 + math.exp(-(trust * math.log(certain / (1 - certain)) + (1 - trust) * _PRIOR)))


def _holds_targets(part: Glance) -> bool:
    """Whether a part of a document that seems foreign holds targets nevertheless."""
    found = features(part, _model().words)
    return _known_words(found) >= 2 * _WORDS and _foreign_share(likelihoods(found)) < 1 - _PART


def _known_words(found: Mapping[str, float]) -> int:
    return sum(name.startswith("b:") for name in found)


def _foreign_share(shares: Mapping[str, float]) -> float:
    return sum(value for name, value in shares.items() if name not in OWN_KINDS)


def _own(seen: Glance) -> str:
    shares = likelihoods(features(seen, _model().words))
    return max(OWN_KINDS, key=lambda name: shares[name])


def likelihoods(found: Mapping[str, float]) -> dict[str, float]:
    """The probability of each kind for some features; they sum to 1."""
    model = _model()
    sums = list(model.bias)
    for name, value in found.items():
        for at, weight in enumerate(model.weights.get(name, ())):
            sums[at] += weight * value
    top = max(sums)
    odds = [math.exp(one - top) for one in sums]
    return dict(zip(model.kinds, (one / sum(odds) for one in odds), strict=True))


@dataclass(frozen=True, slots=True)
class _Model:
    kinds: tuple[str, ...]
    words: tuple[str, ...]
    bias: tuple[float, ...]
    weights: Mapping[str, tuple[float, ...]]


@cache
def _model() -> _Model:
    stored: dict[str, Any] = load_json("kinds", "weights.json")
    weights = {name: tuple(values) for name, values in stored["weights"].items()}
    words = tuple(dict.fromkeys(name[2:] for name in weights if not name.startswith("x:")))
    return _Model(tuple(stored["kinds"]), words, tuple(stored["bias"]), weights)


# -- parts --------------------------------------------------------------------------------------------------------

_LINES = 60
"""So many lines are one part where no title parts them."""
_TITLE = pattern(r"#|.{2,44}表(?:[（(].{0,20}[)）])?$|第[一二三四五六七八九十]+部分|附件\s*\d*")


def parts_of(source: Source) -> Iterator[Glance]:
    """The parts of a document that has several: each grid with the lines above it, lines from one title to the next."""
    found = list(_parts(source))
    if len(found) > 1:
        yield from (glance(source, part) for part in found)


def _parts(source: Source) -> Iterator[list[tuple[int, Block]]]:
    part: list[tuple[int, Block]] = []
    page_before = -1
    for page, block in source.blocks():
        if isinstance(block, Grid):
            yield [*part[-4:], (page, block)]
            part = []
            continue
        text = source.text((block.span,)).strip()
        titled = bool(_TITLE.match(text)) and len(text) <= 60
        if part and (len(part) >= _LINES or (titled and len(part) > 4) or (page != page_before and len(part) > 12)):
            yield part
            part = []
        part.append((page, block))
        page_before = page
    if part:
        yield part
