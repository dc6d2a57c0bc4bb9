"""The net, with numpy: features of characters in, logits of roles and borders out (trained by tools/sequence)."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from reviewer.base.resources import resource
from reviewer.extract.sequence.features import Encoder, Features
from reviewer.extract.sequence.roles import ROLES

if TYPE_CHECKING:
    from numpy.typing import NDArray

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# Read when numpy is first imported, which is later. On small products a second thread mostly waits, and busily: on a machine
# with other work it took 14 times the time of one.

POOL = 4
"""So many characters are one for the far layers. A window begins at a multiple of it, or the net sees other groups."""
CHUNK = 512
"""Rows of one product."""
FORMAT = "reviewer-sequence/1"


@dataclass(frozen=True)
class Net:
    """The weights, by the names of tools/sequence/net.py; those of three places stand below each other."""

    weights: Mapping[str, NDArray[Any]]
    before: tuple[int, ...]
    far: tuple[int, ...]
    after: tuple[int, ...]
    encoder: Encoder
    kernels: dict[str, NDArray[Any]] = field(default_factory=dict, repr=False)
    """By the names of layers, what `_kernel` has put together."""

    def inputs(self, features: Features) -> NDArray[Any]:
        """The sum of what is known of each character (characters × inputs)."""
        w = self.weights
        x = w["char.weight"][features.chars]
        x += w["kind.weight"][features.kinds]
        x += w["edge.weight"][features.edges]
        x += (features.words @ w["word.weight"])[features.word]
        x += (features.heads @ w["head.weight"] + w["head.bias"])[features.head]
        result: NDArray[Any] = x
        return result

    def logits(self, x: NDArray[Any]) -> NDArray[Any]:
        """The outputs for one window of inputs; outside of it there is nothing."""
        import numpy as np

        w = self.weights
        size = len(x)
        x = self._conv(x, 1, "first")
        self._layers(x, "before", self.before)
        padded = np.zeros((-(-size // POOL) * POOL, x.shape[1]), dtype=x.dtype)
        np.maximum(x, 0, out=padded[:size])
        y: NDArray[Any] = padded.reshape(-1, POOL * x.shape[1]) @ w["down.weight"]
        y += w["down.bias"]
        self._layers(y, "far", self.far)
        up = np.maximum(y, 0, out=y) @ w["up.weight"]
        up += w["up.bias"]
        x += up.reshape(-1, x.shape[1])[:size]
        self._layers(x, "after", self.after)
        out: NDArray[Any] = np.maximum(x, 0, out=x) @ w["out.weight"]
        out += w["out.bias"]
        return out

    def _layers(self, x: NDArray[Any], part: str, steps: tuple[int, ...]) -> None:
        """Add to x what each layer of a part makes of it: a convolution over three places that lie `step` apart."""
        for n, step in enumerate(steps):
            self._conv(x, step, f"{part}.{n}", add=True)

    def _conv(self, x: NDArray[Any], step: int, name: str, add: bool = False) -> NDArray[Any]:
        """Each row with the ones `step` before and after it beside it (zero outside), times the kernel of this name.

        To `add` is to do so with what of x is positive, and to add it to x. Some rows at a time, so that what is put together for the
        product, and the product itself, stay in the processor's cache; the bias is one more row of the kernel.
        """
        import numpy as np

        kernel = self._kernel(name)
        size, width = x.shape
        padded = np.zeros((size + 2 * step, width), dtype=x.dtype)
        np.maximum(x, 0, out=padded[step : step + size]) if add else np.copyto(padded[step : step + size], x)
        result = x if add else np.empty((size, kernel.shape[1]), dtype=x.dtype)
        three = np.ones((min(size, CHUNK), 3 * width + 1), dtype=x.dtype)
        product = np.empty((len(three), kernel.shape[1]), dtype=x.dtype)
        for start in range(0, size, CHUNK):
            stop = min(start + CHUNK, size)
            part, made = three[: stop - start], product[: stop - start]
            for k in range(3):
                part[:, k * width : (k + 1) * width] = padded[start + k * step : stop + k * step]
            np.matmul(part, kernel, out=made)
            if add:
                result[start:stop] += made
            else:
                result[start:stop] = made
        return result

    def _kernel(self, name: str) -> NDArray[Any]:
        """The weights of a layer with its bias below them."""
        import numpy as np

        found = self.kernels.get(name)
        if found is None:
            found = np.concatenate((self.weights[f"{name}.weight"], self.weights[f"{name}.bias"][None]))
            self.kernels[name] = found
        return found


@cache
def load_net() -> Net | None:
    """The net that comes with the program; None where it was trained for other roles or its file is missing."""
    import numpy as np

    head, body = resource("sequence", "net.json"), resource("sequence", "net.f16")
    if not head.is_file() or not body.is_file():
        return None
    about = json.loads(head.read_text(encoding="utf-8"))
    if about["format"] != FORMAT or about["roles"] != [*ROLES]:
        return None
    flat = np.frombuffer(body.read_bytes(), dtype="<f2").astype(np.float32)
    weights, at = {}, 0
    for name, shape in about["shapes"].items():
        size = int(np.prod(shape))
        weights[name] = flat[at : at + size].reshape(-1, shape[-1]) if len(shape) > 1 else flat[at : at + size]
        at += size
    known = {ch: n for n, ch in enumerate(about["characters"], start=2)}
    steps = about["dilations"]
    return Net(weights, tuple(steps["before"]), tuple(steps["far"]), tuple(steps["after"]), Encoder(known))
