"""`python -m tools.sequence`: trains the net of the learned reading and writes its weights."""

from __future__ import annotations

import argparse
from pathlib import Path


def main() -> None:
    """Train, save and measure."""
    parser = argparse.ArgumentParser(prog="python -m tools.sequence", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--characters", type=float, default=24, help="how much to train on, in millions")
    parser.add_argument("--minutes", type=float, default=0, help="stop earlier after so long (0: never)")
    parser.add_argument("--out", type=Path, default=Path("resources/sequence"))
    given = parser.parse_args()
    from tools.sequence import train

    def say(text: str) -> None:
        print(text, flush=True)

    model, known = train.train(given.seed, int(given.characters * 1e6), given.minutes, say)
    about = {"seed": given.seed, "characters": int(given.characters * 1e6)}
    say(f"{train.save(model, known, given.out, about):,} bytes of weights in {given.out}")


if __name__ == "__main__":
    main()
