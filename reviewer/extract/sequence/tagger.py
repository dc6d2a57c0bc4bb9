"""A text in, its segments out: windows through the net, then the likeliest way to cut it into pieces of one role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reviewer.base.patterns import pattern
from reviewer.extract.sequence.columns import NO_HEADER
from reviewer.extract.sequence.net import Net, load_net
from reviewer.extract.sequence.roles import ROLES, Segment, SegmentRole

if TYPE_CHECKING:
    from numpy.typing import NDArray

BLOCK, MARGIN = 9216, 320
"""Characters that are decided in one go, and how many more on both sides the net sees for it (its far layers reach that far)."""
_CUT = 0.1
"""From this probability of a border on a piece may end."""
_WEAK_CUT = 0.03
"""The same where the likeliest role changes as well."""
_MOST = 20
"""So many of such places may lie in one piece."""
_WEIGHT = 0.2
"""What a character's vote for a role counts beside a border: neighbours vote alike, so that their votes are no news each."""
_SEPARATORS = frozenset("，,；;、：:|｜")
_TOLD = frozenset(
    {
        *(SegmentRole.GOAL, SegmentRole.PERIOD_GOAL, SegmentRole.ATTRIBUTE, SegmentRole.EXTRA),
        *(SegmentRole.TASK_NAME, SegmentRole.TASK_CONTENT, SegmentRole.TASK_GOAL),
    }
)
"""Roles whose values are sentences, which may end in any sign."""
_LONGEST = 49152
"""A piece that is longer than this is decided before its end is seen."""
_LEAST = 1e-4
_HAN = pattern("[\u3400-\u9fff\uf900-\ufaff]")


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
    """The segments of a text in order, none overlapping another (join pages with a newline before)."""
    return list(tagged(text))


def tagged(text: str) -> Iterator[Segment]:
    """The segments of tag(), each as soon as it is decided.

    Empty where the program comes without weights. Time grows with the text's length; memory does not, but for the result.
    """
    net = load_net()
    if net is None:
        return
    rest: Guess | None = None
    start = 0
    for guess in _guesses(net, text):
        guess = guess if rest is None else rest.then(guess)
        last = start + len(guess) == len(text)
        segments, done = decode(text, start, guess, last)
        yield from segments
        rest, start = guess.from_(done), start + done


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
        if not _HAN.search(text, left, right):
            yield _nothing(min(BLOCK, len(text) - start))
            continue
        features = net.encoder.encode(text[left:right], head=head)
        out = net.logits(net.inputs(features))
        stop = min(BLOCK, len(text) - start)
        following = max(0, start + BLOCK - MARGIN - left)
        if following < features.size:
            row = int(features.head[following - 1]) if following else 0
            head = tuple(features.heads[row].tolist())
        yield _guess(out[start - left : start - left + stop])


def _nothing(count: int) -> Guess:
    """That so many characters have no role, in one piece: thousands of characters without a Chinese one are no part of a form."""
    import numpy as np

    roles = np.full((count, len(ROLES) + 1), np.log(_LEAST), dtype=np.float32)
    roles[:, 0] = 0
    border = np.zeros(count, dtype=np.float32)
    border[0] = 1
    return Guess(roles, border, np.zeros(count, dtype=np.float32))


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

    cuts, winners, means = _pieces(guess)
    ends = np.append(cuts[1:], len(guess))
    closed = last or len(guess) - int(cuts[-1]) > _LONGEST
    done = len(guess) if closed else int(cuts[-1])
    chances = np.exp(means)
    going_on = np.add.reduceat(guess.goes_on, cuts) / (ends - cuts)
    segments = []
    for k in np.flatnonzero(winners).tolist():
        a, b = int(cuts[k]), int(ends[k])
        if a >= done:
            break
        role = ROLES[int(winners[k]) - 1]
        first, stop = _trimmed(text, start + a, start + b, role)
        if first >= stop:
            continue
        chance = float(chances[k]) * _edges(guess.border, a, first - start, stop - start, b)
        segments.append(Segment(role, first, stop, chance, bool(going_on[k] > 0.5)))
    return segments, done


def _trimmed(text: str, first: int, stop: int, role: SegmentRole) -> tuple[int, int]:
    """A place without blanks at its ends, and without separators unless the role is told in sentences."""
    while first < stop and _outside(text[first], role):
        first += 1
    while first < stop and _outside(text[stop - 1], role):
        stop -= 1
    return first, stop


def _outside(ch: str, role: SegmentRole) -> bool:
    return ch.isspace() or (ch in _SEPARATORS and role not in _TOLD)


def _pieces(guess: Guess) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """The likeliest way to cut the text: where pieces begin, their roles (0: none), the mean log probability of each.

    A cut costs or earns by the border's odds, a piece earns what its characters vote for its role: the best sum is
    found from left to right over the places where a border is possible at all.
    """
    import numpy as np

    likeliest = guess.roles.argmax(axis=1)
    possible = guess.border >= _CUT
    possible[1:] |= (likeliest[1:] != likeliest[:-1]) & (guess.border[1:] >= _WEAK_CUT)
    possible[0] = True
    places = np.append(np.flatnonzero(possible), len(guess))
    votes = np.add.reduceat(np.maximum(guess.roles, np.log(_LEAST)), places[:-1], axis=0, dtype=np.float64)
    sums = np.concatenate((np.zeros((1, votes.shape[1])), np.cumsum(votes, axis=0)))
    border = np.clip(guess.border[places[:-1]], _LEAST, 1 - _LEAST).astype(np.float64)
    odds = [*(np.log(border) - np.log1p(-border)).tolist(), 0.0]
    most = min(_MOST, len(places) - 1)
    earned = np.full((len(places), most), -np.inf)
    role = np.zeros((len(places), most), dtype=np.int64)
    for back in range(1, most + 1):
        voted = sums[back:] - sums[:-back]
        role[back:, back - 1] = voted.argmax(axis=1)
        earned[back:, back - 1] = _WEIGHT * voted.max(axis=1)
    lengths = _best_lengths(earned.tolist(), odds)
    begins, at = [], len(places) - 1
    while at > 0:
        begins.append((at - lengths[at], at))
        at -= lengths[at]
    first, end = np.array(begins[::-1]).T
    winners = role[end, end - first - 1]
    means = (sums[end, winners] - sums[first, winners]) / (places[end] - places[first])
    return places[first], winners, means


def _best_lengths(earned: list[list[float]], odds: list[float]) -> list[int]:
    """How many places the piece that ends at each place goes back in the best way to cut what is before it."""
    best, lengths = [0.0], [0]
    for at in range(1, len(earned)):
        sums = [a + b for a, b in zip(reversed(best[-_MOST:]), earned[at], strict=False)]
        top = max(sums)
        best.append(top + odds[at])
        lengths.append(sums.index(top) + 1)
    return lengths


def _edges(border: NDArray[Any], a: int, first: int, stop: int, b: int) -> float:
    """The probability that a segment starts and ends where it does and that no border lies inside."""
    begins = 1.0 if a == 0 else float(border[a] if first == a else border[a : first + 1].max())
    ends = 1.0 if stop >= len(border) else float(border[stop] if stop == b else border[stop : b + 1].max())
    inside = float(border[first + 1 : stop].max()) if stop > first + 1 else 0.0
    return begins * ends * (1 - inside)
