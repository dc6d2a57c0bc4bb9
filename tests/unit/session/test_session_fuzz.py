"""Sessions whose bytes are flipped, overwritten or cut off: never a crash, never a silent loss.

REVIEWER_FUZZ_SESSIONS says how many (500 without it).
"""

from __future__ import annotations

import os
import random
from pathlib import Path

from reviewer.model import acts
from reviewer.model.fields import FieldRef
from reviewer.model.history import History
from reviewer.model.review import Review
from reviewer.session.codec import SessionError
from reviewer.session.store import DamagedError, is_session, load_session, salvage_session, save_session

CASES = int(os.environ.get("REVIEWER_FUZZ_SESSIONS", "500"))


def harmed(data: bytes, chance: random.Random) -> bytes:
    """The file as a worn disk or a broken copy would give it."""
    way = chance.randrange(4)
    if way == 0:
        return data[: chance.randrange(len(data))]
    made = bytearray(data)
    if way == 1:
        for _ in range(chance.randrange(1, 20)):
            made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)
    elif way == 2:
        start = chance.randrange(len(made))
        made[start : start + 512] = bytes(min(512, len(made) - start))
    else:
        start = chance.randrange(0, len(made), 512)
        made[start : start + 4096] = chance.randbytes(4096)
    return bytes(made)


def test_damage_is_seen(review: Review, history: History, tmp_path: Path) -> None:
    for number in range(30):
        history.do(acts.set_value(review, FieldRef(6, "annual_value"), f"={number}"))
    path = tmp_path / "a.review"
    other = Review(review.source, history.first)
    save_session(path, [(review, history), (other, History(other))])
    good = path.read_bytes()
    whole, opened, partly, refused = [review.root.data(), other.root.data()], 0, 0, 0
    sentences: list[str] = []
    for seed in range(CASES):
        path.write_bytes(harmed(good, random.Random(seed)))
        try:
            items = load_session(path)
        except DamagedError:
            try:
                found = salvage_session(path)
            except SessionError as error:
                refused += 1
                sentences.append(str(error))
                continue
            partly += 1
            assert found.items
            assert found.missing
            for made, _ in found.items:
                assert list(made.refs())
        except SessionError as error:
            refused += 1
            sentences.append(str(error))
        else:
            opened += 1
            assert [made.root.data() for made, _ in items] == whole, f"seed {seed} altered something unseen"
            assert [len(kept.record) for _, kept in items] == [30, 0]
        assert is_session(path) in (True, False)
    assert not any("\n" in sentence for sentence in sentences)
    print(f"{CASES} harmed sessions: {opened} opened whole, {partly} in part, {refused} refused")
    assert partly > CASES // 20, "something can be saved of many"
