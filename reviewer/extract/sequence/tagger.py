"""A text in, its segments out: windows through the net, cuts at the borders, a vote on each piece between two of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reviewer.extract.sequence.columns import NO_HEADER
from reviewer.extract.sequence.net import Net, load_net
from reviewer.extract.sequence.roles import ROLES, Segment

if TYPE_CHECKING:
    from numpy.typing import NDArray

BLOCK, MARGIN = 3072, 384
"""Characters that are decided in one go, and how many more on both sides the net sees for it (its far layers reach that far)."""
_CUT = 0.5
"""From this probability of a border on a piece ends."""
_WEAK_CUT = 0.2
"""The same where the likeliest role changes as well."""
_LONGEST = 16 * BLOCK
"""A piece that is longer than this is decided before its end is seen."""
_LEAST = 1e-4


@dataclass(frozen=True)
class Guess:
    """What the net says of n characters: log probabilities of no role and the roles (n × roles + 1), the probability of a
    border before each, and that its segment goes on with an earlier one.
    """

    roles: NDArray[Any]
    border: NDArray[Any]
    goes_on: NDArray[Any]

    def __len__(self) -> int:
        return len(self.border)

    def from_(self, at: int) -> Guess:
        """What is said of the characters from `at` on."""
        return Guess(self.roles[at:], self.border[at:], self.goes_on[at:])

    def then(self, other: Guess) -> Guess:
        """This and what is said of the characters after it."""
        import numpy as np

        pairs = ((self.roles, other.roles), (self.border, other.border), (self.goes_on, other.goes_on))
        return Guess(*(np.concatenate(pair) for pair in pairs))


def available() -> bool:
    """Whether there are weights that fit this program."""
    return load_net() is not None


def tag(text: str) -> list[Segment]:
    """The segments of a text in order, none overlapping another (join pages with a newline before).

    Empty where the program comes without weights. Time grows with the text's length; memory does not, but for the result.
    """
    net = load_net()
    if net is None:
        return []
    found: list[Segment] = []
    rest: Guess | None = None
    start = 0
    for guess in _guesses(net, text):
        guess = guess if rest is None else rest.then(guess)
        last = start + len(guess) == len(text)
        segments, done = decode(text, start, guess, last)
        found += segments
        rest, start = guess.from_(done), start + done
    return found


def guess(net: Net, text: str) -> Guess:
    """What the net says of every character of a text; for measuring, as memory grows with the text."""
    import numpy as np

    parts = list(_guesses(net, text))
    return Guess(*(np.concatenate(part) for part in zip(*((g.roles, g.border, g.goes_on) for g in parts), strict=True)))


def _guesses(net: Net, text: str) -> Iterator[Guess]:
    """What the net says, block after block."""
    head = NO_HEADER
    for start in range(0, len(text), BLOCK):
        left = max(0, start - MARGIN)
        right = min(len(text), start + BLOCK + MARGIN)
        features = net.encoder.encode(text[left:right], head=head)
        out = net.logits(net.inputs(features))
        stop = min(BLOCK, len(text) - start)
        following = max(0, start + BLOCK - MARGIN - left)
        if following < features.size:
            row = int(features.head[following - 1]) if following else 0
            head = tuple(features.heads[row].tolist())
        yield _guess(out[start - left : start - left + stop])


def _guess(out: NDArray[Any]) -> Guess:
    import numpy as np

    n = len(ROLES) + 1
    roles = out[:, :n] - out[:, :n].max(axis=1, keepdims=True)
    roles -= np.log(np.exp(roles).sum(axis=1, keepdims=True))
    chances = 1 / (1 + np.exp(-np.clip(out[:, n : n + 2], -30, 30)))
    return Guess(roles, chances[:, 0], chances[:, 1])


def decode(text: str, start: int, guess: Guess, last: bool) -> tuple[list[Segment], int]:
    """The segments in `guess`, which is about the text from `start` on, and how many characters are decided.

    The piece at the end stays open unless it is the `last` or very long.
    """
    import numpy as np

    likeliest = guess.roles.argmax(axis=1)
    changes = np.concatenate(([True], likeliest[1:] != likeliest[:-1]))
    cut = (guess.border >= _CUT) | (changes & (guess.border >= _WEAK_CUT))
    cut[0] = True
    cuts = np.flatnonzero(cut)
    sums = np.add.reduceat(np.maximum(guess.roles, np.log(_LEAST)), cuts, axis=0)
    ends = np.append(cuts[1:], len(guess))
    closed = last or (len(cuts) == 1 and len(guess) > _LONGEST) or len(guess) - int(cuts[-1]) > _LONGEST
    done = len(guess) if closed else int(cuts[-1])
    means = sums / (ends - cuts)[:, None]
    winners = means.argmax(axis=1)
    chances = np.exp(means[np.arange(len(cuts)), winners])
    going_on = np.add.reduceat(guess.goes_on, cuts) / (ends - cuts)
    segments = []
    for k in np.flatnonzero(winners).tolist():
        a, b = int(cuts[k]), int(ends[k])
        if a >= done:
            break
        whole = text[start + a : start + b]
        inner = whole.strip()
        if not inner:
            continue
        first = a + len(whole) - len(whole.lstrip())
        chance = float(chances[k]) * _edges(guess.border, a, first, first + len(inner), b)
        place = (start + first, start + first + len(inner))
        segments.append(Segment(ROLES[int(winners[k]) - 1], *place, chance, bool(going_on[k] > 0.5)))
    return segments, done


def _edges(border: NDArray[Any], a: int, first: int, stop: int, b: int) -> float:
    """The probability that a segment starts and ends where it does and that no border lies inside."""
    begins = 1.0 if a == 0 else float(border[a] if first == a else border[a : first + 1].max())
    ends = 1.0 if stop >= len(border) else float(border[stop] if stop == b else border[stop : b + 1].max())
    inside = float(border[first + 1 : stop].max()) if stop > first + 1 else 0.0
    return begins * ends * (1 - inside)
