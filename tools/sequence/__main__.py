"""`python -m tools.sequence`: trains the net of the learned reading, writes its weights and docs/sequence.md."""

from __future__ import annotations

import argparse
from pathlib import Path


def main() -> None:
    """Train, save and measure; with --measure only the last."""
    parser = argparse.ArgumentParser(prog="python -m tools.sequence", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--characters", type=float, default=48, help="how much to train on, in millions")
    parser.add_argument("--minutes", type=float, default=0, help="stop earlier after so long (0: never)")
    parser.add_argument("--out", type=Path, default=Path("resources/sequence"))
    parser.add_argument("--measure", action="store_true", help="do not train, only write the report")
    parser.add_argument("--report", type=Path, default=Path("docs/sequence.md"))
    parser.add_argument("--documents", type=int, default=300, help="how many invented documents the report looks at")
    parser.add_argument("folders", type=Path, nargs="*", help="folders of documents with a truth beside them")
    given = parser.parse_args()

    def say(text: str) -> None:
        print(text, flush=True)

    if not given.measure:
        from tools.sequence import train

        model, known = train.train(given.seed, int(given.characters * 1e6), given.minutes, say)
        about = {"seed": given.seed, "characters": int(given.characters * 1e6)}
        say(f"{train.save(model, known, given.out, about):,} bytes of weights in {given.out}")
    from tools.sequence import report

    report.write(given.report, given.documents, given.folders)


if __name__ == "__main__":
    main()
