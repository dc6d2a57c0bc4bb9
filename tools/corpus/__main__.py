"""Write pairs of a document and its truth into a folder."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from tools.corpus import DAMAGES, layouts, make


def main(argv: list[str] | None = None) -> int:
    """`python -m tools.corpus OUT --seed N --count K [--layout NAME] [--damage none|light|heavy]`"""
    parser = argparse.ArgumentParser(
        prog="python -m tools.corpus", description="Make documents with known truth and known damage."
    )
    parser.add_argument("out", type=Path, help="folder to write to")
    parser.add_argument("--seed", type=int, default=0, help="first seed")
    parser.add_argument("--count", type=int, default=1, help="documents a layout and damage")
    parser.add_argument("--layout", choices=layouts(), action="append", help="only this one (may be repeated)")
    parser.add_argument("--damage", choices=DAMAGES, action="append", help="only this one (may be repeated)")
    args = parser.parse_args(argv)
    args.out.mkdir(parents=True, exist_ok=True)
    written = 0
    for layout in args.layout or layouts():
        for damage in args.damage or DAMAGES:
            for seed in range(args.seed, args.seed + args.count):
                write(args.out, layout, seed, damage)
                written += 1
    print(f"{written} documents in {args.out}")
    return 0


def write(folder: Path, layout: str, seed: int, damage: str) -> Path:
    """Write one document and its truth; the document's path."""
    name, text, truth = make(layout, seed, damage)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    body = json.dumps(truth, ensure_ascii=False, indent=1) + "\n"
    path.with_suffix(".truth.json").write_text(body, encoding="utf-8")
    return path


if __name__ == "__main__":
    raise SystemExit(main())
