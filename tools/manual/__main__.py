"""python -m tools.manual: see tools/manual/__init__.py."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Exit status: 0 done."""
    parser = argparse.ArgumentParser(prog="python -m tools.manual", description="Make the manual.")
    parser.add_argument("--pictures", action="store_true", help="take the pictures in docs/images anew, and no more")
    parser.parse_args()
    from tools.manual import pictures

    pictures.take(ROOT / "docs" / "images")
    return 0


if __name__ == "__main__":
    sys.exit(main())
