"""Training of the learned reading: the same seed gives the same weights, and numpy computes what torch was taught."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from reviewer.extract.sequence import net as runtime
from tools.sequence import data
from tools.sequence.builder import build


def test_what_is_learned_of_a_document() -> None:
    made = build(5)
    roles, borders, goes_on = data.answers(made)
    assert len(roles) == len(borders) == len(goes_on) == len(made.text)
    for s in made.segments:
        assert borders[s.start] == 1
        assert len(set(roles[s.start : s.end].tolist())) == 1
        assert roles[s.start] > 0
        assert bool(goes_on[s.start]) == s.continues
    covered = sum(s.end - s.start for s in made.segments)
    assert int((roles > 0).sum()) == covered


def test_batches_are_the_same_for_the_same_seed() -> None:
    known = data.known_characters(10)
    one, two = (data.pool_of(known, "test", 0, 12, 3_000) for _ in range(2))
    assert len(one) == len(two) > 1
    for a, b in zip(one, two, strict=True):
        assert all(np.array_equal(a[name], b[name]) for name in a)
        assert a["chars"].shape[1] % runtime.POOL == 0


def test_characters_are_hidden_from_training() -> None:
    known = data.known_characters(10)
    shown = sum(int((b["chars"] == 1).sum()) for b in data.pool_of(known, "test", 1, 12, 3_000))
    everything = sum(b["chars"].size for b in data.pool_of(known, "test", 1, 12, 3_000))
    assert 0.05 < shown / everything < 0.8


def test_the_same_seed_gives_the_same_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    torch = pytest.importorskip("torch", reason="training needs the extra train")
    from tools.sequence import train

    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        model, known = train.train(3, 30_000, 0, lambda _: None, documents=20)
        train.save(model, known, folder, {})
    assert (folders[0] / "net.f16").read_bytes() == (folders[1] / "net.f16").read_bytes()

    monkeypatch.setattr(runtime, "resource", lambda *parts: tmp_path / "one" / parts[-1])
    runtime.load_net.cache_clear()
    try:
        net = runtime.load_net()
        assert net is not None
        made = build(21)
        features = net.encoder.encode(made.text)
        size = features.size // runtime.POOL * runtime.POOL
        example = data.Example(features, *data.answers(made))
        with torch.no_grad():
            taught = model(train.tensors(data.batch_of([example]))).numpy()[0]
        ours = net.logits(net.inputs(features))
        assert np.abs(ours[: size - 600] - taught[: size - 600]).max() < 0.02
    finally:
        runtime.load_net.cache_clear()
