"""Training examples: documents of the builder as numbers, some of their characters hidden."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from random import Random
from typing import Any

import numpy as np

from reviewer.extract.sequence.features import HAN, Encoder, Features
from reviewer.extract.sequence.lexicon import find_words
from reviewer.extract.sequence.net import POOL
from reviewer.extract.sequence.roles import ROLES
from tools.sequence.builder import build
from tools.sequence.paper import Laid

LONGEST = 1536
"""Characters of a window."""
_NUMBER = {role: n for n, role in enumerate(ROLES, start=1)}


@dataclass
class Example:
    """One window: features, and per character its role (0: none), a border before it, going on with an earlier segment."""

    features: Features
    roles: np.ndarray
    borders: np.ndarray
    goes_on: np.ndarray


def known_characters(documents: int = 4000, least: int = 3) -> dict[str, int]:
    """The characters of the builder's documents by number, from 2 on; rare ones are left out, so that they are unknown."""
    counts: Counter[str] = Counter()
    for seed in range(documents):
        counts.update(build(f"characters-{seed}").text)
    found = sorted(ch for ch, n in counts.items() if n >= least and ch not in "\n\t ")
    return {ch: n for n, ch in enumerate(found, start=2)}


def answers(laid: Laid) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Roles, borders and going on of every character."""
    size = len(laid.text)
    roles, borders, goes_on = (np.zeros(size + 1, dtype=np.int64) for _ in range(3))
    for s in laid.segments:
        roles[s.start : s.end] = _NUMBER[s.role]
        goes_on[s.start : s.end] = s.continues
        borders[s.start] = borders[s.end] = 1
    return roles[:size], borders[:size], goes_on[:size]


def _hide(laid: Laid, features: Features, rng: Random) -> Features:
    """Some characters made unknown: a few anywhere, or most of those that are in no word of the vocabulary."""
    dice = np.random.default_rng(rng.getrandbits(32))
    chars = features.chars.copy()
    han = features.kinds == _HAN_KIND
    if rng.random() < 0.3:
        hidden = (features.word == 0) & han & (dice.random(len(chars)) < rng.uniform(0.6, 0.97))
    else:
        hidden = han & (dice.random(len(chars)) < rng.uniform(0.03, 0.25))
    chars[hidden] = HAN
    return Features(chars, features.kinds, features.word, features.words, features.edges, features.head, features.heads)


_HAN_KIND = int(Encoder({}).encode("的").kinds[0])


def example(laid: Laid, encoder: Encoder, rng: Random) -> Example:
    """A window of a document, with some of it hidden."""
    text = laid.text
    start = 0
    if len(text) > LONGEST:
        start = rng.choice([0, rng.randint(0, len(text) - LONGEST), rng.randint(0, len(text) - LONGEST)])
    hidden: set[str] = set()
    if rng.random() < 0.35:
        share = rng.choice([0.1, 0.3, 0.8])
        found = {"".join(text[a:b].split()) for a, b, _ in find_words(text)}
        hidden = {w for w in sorted(found) if rng.random() < share}
    whole = encoder.encode(text, hidden)
    stop = min(start + LONGEST, len(text))
    part = slice(start, stop)
    cut = Features(
        whole.chars[part],
        whole.kinds[part],
        whole.word[part],
        whole.words,
        whole.edges[part],
        whole.head[part],
        whole.heads,
    )
    roles, borders, goes_on = answers(laid)
    return Example(_hide(laid, cut, rng), roles[part], borders[part], goes_on[part])


def batch_of(examples: list[Example]) -> dict[str, Any]:
    """Examples as arrays, cut to the shortest of them and to a multiple of what far layers see as one."""
    size = min(e.features.size for e in examples) // POOL * POOL
    found: dict[str, Any] = {
        "words": np.stack([e.features.words[e.features.word[:size]] for e in examples]),
        "heads": np.stack([e.features.heads[e.features.head[:size]] for e in examples]),
    }
    for name in ("chars", "kinds", "edges"):
        found[name] = np.stack([getattr(e.features, name)[:size] for e in examples])
    for name in ("roles", "borders", "goes_on"):
        found[name] = np.stack([getattr(e, name)[:size] for e in examples])
    return found


def pool_of(known: dict[str, int], seed: str, at: int, documents: int, size: int) -> list[dict[str, Any]]:
    """The batches of pool number `at`: windows of nearly the same length together, some `size` characters each."""
    encoder = _encoder(tuple(known))
    rng = Random(f"{seed}-{at}")
    papers = [build(f"{seed}-{at}-{n}") for n in range(documents)]
    made = [example(laid, encoder, rng) for laid in papers if len(laid.text) >= POOL]
    made.sort(key=lambda e: e.features.size)
    groups: list[list[Example]] = [[]]
    for each in made:
        if groups[-1] and (len(groups[-1]) + 1) * each.features.size > size:
            groups.append([])
        groups[-1].append(each)
    rng.shuffle(groups)
    return [batch_of(group) for group in groups]


@cache
def _encoder(characters: tuple[str, ...]) -> Encoder:
    return Encoder({ch: n for n, ch in enumerate(characters, start=2)})


def batches(
    known: dict[str, int], seed: str, documents: int = 384, size: int = 8_000, workers: int = 1
) -> Iterator[dict[str, Any]]:
    """Batches without end, made by processes of their own while training goes on; the same for the same seed."""
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as work:
        waiting = deque(work.submit(pool_of, known, seed, at, documents, size) for at in range(workers + 1))
        at = len(waiting)
        try:
            while True:
                made = waiting.popleft().result()
                waiting.append(work.submit(pool_of, known, seed, at, documents, size))
                at += 1
                yield from made
        finally:
            for each in waiting:
                each.cancel()
