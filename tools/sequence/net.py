"""The net in torch, for training; reviewer/extract/sequence/net.py computes the same with numpy."""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from reviewer.extract.sequence.columns import STATES
from reviewer.extract.sequence.features import KINDS
from reviewer.extract.sequence.lexicon import CLASSES
from reviewer.extract.sequence.roles import ROLES

INPUT, NEAR, FAR = 64, 96, 128
POOL = 4
NEAR_BEFORE = (1, 2)
FAR_DILATIONS = (1, 2, 4, 8, 16, 32, 64)
NEAR_AFTER = (1, 2)
OUTPUTS = len(ROLES) + 3
"""No role, the roles, then whether a border lies before the character, and whether its segment goes on with an earlier one."""


class Shifted(nn.Module):
    """A convolution over three places that lie `step` apart, as one product of matrices (several times faster here)."""

    def __init__(self, inputs: int, outputs: int, step: int, scale: float) -> None:
        super().__init__()
        self.step = step
        self.weight = nn.Parameter(torch.randn(3, inputs, outputs) * scale * math.sqrt(2 / (3 * inputs)))
        self.bias = nn.Parameter(torch.zeros(outputs))

    def forward(self, x: Tensor) -> Tensor:
        """Batch × places × inputs in, outputs out; zero outside."""
        step, size = self.step, x.shape[1]
        padded = functional.pad(x, (0, 0, step, step))
        three = torch.cat([padded[:, :size], x, padded[:, 2 * step :]], dim=2)
        return functional.linear(three, self.weight.flatten(0, 1).T, self.bias)


class Net(nn.Module):
    """Characters and what is known of them in; for each the role, the border before it, and whether it continues out.

    Near layers see single characters, far layers groups of POOL characters at growing distances.
    """

    def __init__(self, characters: int) -> None:
        super().__init__()
        self.char = nn.Embedding(characters, INPUT)
        self.kind = nn.Embedding(KINDS, INPUT)
        self.edge = nn.Embedding(4, INPUT)
        self.word = nn.Linear(len(CLASSES), INPUT, bias=False)
        self.head = nn.Linear(STATES, INPUT)
        self.first = Shifted(INPUT, NEAR, 1, 1.0)
        self.before = nn.ModuleList(Shifted(NEAR, NEAR, d, 0.5) for d in NEAR_BEFORE)
        self.down = nn.Linear(NEAR * POOL, FAR)
        self.far = nn.ModuleList(Shifted(FAR, FAR, d, 0.5) for d in FAR_DILATIONS)
        self.up = nn.Linear(FAR, NEAR * POOL)
        self.after = nn.ModuleList(Shifted(NEAR, NEAR, d, 0.5) for d in NEAR_AFTER)
        self.out = nn.Linear(NEAR, OUTPUTS)
        for each in (self.char, self.kind, self.edge):
            nn.init.normal_(each.weight, std=0.3)

    def forward(self, batch: dict[str, Tensor]) -> Tensor:
        """Batch × characters × OUTPUTS, not normalised. Windows are of one length, a multiple of POOL: nothing is masked."""
        x = self.char(batch["chars"]) + self.kind(batch["kinds"]) + self.edge(batch["edges"])
        x = x + self.word(batch["words"]) + self.head(batch["heads"])
        if torch.is_autocast_enabled("cpu"):
            x = x.to(torch.bfloat16)
        x = self.first(x)
        for layer in self.before:
            x = x + layer(functional.relu(x))
        many, size, _ = x.shape
        y = self.down(functional.relu(x).view(many, size // POOL, POOL * NEAR))
        for layer in self.far:
            y = y + layer(functional.relu(y))
        x = x + self.up(functional.relu(y)).view(many, size, NEAR)
        for layer in self.after:
            x = x + layer(functional.relu(x))
        out: Tensor = self.out(functional.relu(x))
        return out


def weights(net: Net) -> dict[str, Any]:
    """The weights as arrays in the shapes that the numpy net wants: (kernel ×) inputs × outputs."""
    dense = ("word.weight", "head.weight", "down.weight", "up.weight", "out.weight")
    arrays = {name: value.detach().to(torch.float32).numpy() for name, value in net.state_dict().items()}
    return {name: array.T if name in dense else array for name, array in arrays.items()}
