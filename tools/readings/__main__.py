"""`python -m tools.readings`: fit which of several readings leads, on invented documents, and write the weights."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from tools.readings.documents import told
from tools.readings.fit import chosen, fit

ROOT = Path(__file__).resolve().parents[2]


def main(argv: list[str] | None = None) -> int:
    """Some minutes; no document of an evaluation set is read."""
    parser = argparse.ArgumentParser(prog="python -m tools.readings", description=__doc__)
    parser.add_argument("--seed", type=int, default=7000, help="first seed of the invented documents")
    parser.add_argument("--count", type=int, default=4, help="documents a form and layout to fit on")
    parser.add_argument("--out", type=Path, default=ROOT / "resources" / "calibration" / "readings.json")
    args = parser.parse_args(argv)
    half = max(1, args.count // 2)
    to_fit = list(told(range(args.seed, args.seed + args.count)))
    to_judge = list(told(range(args.seed + args.count, args.seed + args.count + half)))
    weights = fit(to_fit)
    args.out.write_text(json.dumps(weights, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for name, documents in (("fitted", to_fit), ("others", to_judge)):
        print(name, len(documents), chosen(documents, weights))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
