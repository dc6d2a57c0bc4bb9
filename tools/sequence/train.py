"""Training: a fixed number of characters, one order of the data, the same weights for the same seed and machine."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from reviewer.extract.sequence.net import FORMAT
from reviewer.extract.sequence.roles import ROLES
from tools.sequence import data, net

FASTEST, SLOWEST = 2.5e-3, 5e-5
"""The learning rate at its highest and at the end."""
_WARM = 0.03


def _rate(done: float) -> float:
    if done < _WARM:
        return FASTEST * (done + 0.01) / (_WARM + 0.01)
    return SLOWEST + (FASTEST - SLOWEST) * 0.5 * (1 + math.cos(math.pi * min(1.0, done)))


def loss_of(out: Tensor, batch: dict[str, Tensor]) -> Tensor:
    """What the answers cost: roles, borders, going on."""
    n = len(ROLES) + 1
    roles = functional.cross_entropy(out[..., :n].transpose(1, 2), batch["roles"])
    border = functional.binary_cross_entropy_with_logits(out[..., n], batch["borders"].float())
    on = functional.binary_cross_entropy_with_logits(out[..., n + 1], batch["goes_on"].float())
    return roles + 2 * border + 0.3 * on


def tensors(batch: dict[str, Any]) -> dict[str, Tensor]:
    """A batch for torch."""
    return {name: torch.from_numpy(value) for name, value in batch.items()}


def train(
    seed: int, characters: int, minutes: float, say: Callable[[str], None], documents: int = 4000
) -> tuple[net.Net, dict[str, int]]:
    """A trained net and the numbers of the characters it knows.

    Characters that are rare in the first `documents` stay unknown. It stops at `characters`, or after
    `minutes` if that is not 0 (then the weights depend on how fast the machine is).
    """
    torch.manual_seed(seed)
    torch.use_deterministic_algorithms(True)
    torch.utils.deterministic.fill_uninitialized_memory = (
        False  # all memory is written here; filling takes a fifth of the time
    )
    torch.set_num_threads(1)  # a second one waits more than it works; documents are made beside it
    known = data.known_characters(documents)
    model = net.Net(len(known) + 2)
    optimiser = torch.optim.AdamW(model.parameters(), lr=FASTEST, weight_decay=1e-3, betas=(0.9, 0.98))
    seen, steps, started, running = 0, 0, monotonic(), 0.0
    for batch in data.batches(known, f"train-{seed}"):
        size = int(batch["roles"].size)
        done = max(seen / characters, (monotonic() - started) / 60 / minutes if minutes else 0)
        if done >= 1:
            break
        for group in optimiser.param_groups:
            group["lr"] = _rate(done)
        given = tensors(batch)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            out = model(given)
        loss = loss_of(out.float(), given)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        seen, steps = seen + size, steps + 1
        running = loss.item() if steps == 1 else 0.98 * running + 0.02 * loss.item()
        if steps % 50 == 0:
            say(f"{seen / 1e6:.1f} M characters, {monotonic() - started:.0f} s, loss {running:.4f}")
    say(f"{steps} steps, {seen / 1e6:.1f} M characters, loss {running:.4f}")
    return model, known


def save(model: net.Net, known: dict[str, int], folder: Path, about: dict[str, Any]) -> int:
    """Write the weights (16 bit) and what they mean; returns their size in bytes."""
    arrays = net.weights(model)
    body = b"".join(np.ascontiguousarray(a).astype("<f2").tobytes() for a in arrays.values())
    head = {
        "format": FORMAT,
        "roles": [*ROLES],
        "characters": "".join(known),
        "dilations": {"before": net.NEAR_BEFORE, "far": net.FAR_DILATIONS, "after": net.NEAR_AFTER},
        "shapes": {name: list(a.shape) for name, a in arrays.items()},
        "training": about,
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "net.f16").write_bytes(body)
    (folder / "net.json").write_text(json.dumps(head, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return len(body)
