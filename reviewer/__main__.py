"""`python -m reviewer`, and where an installed `reviewer` starts."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the program with the arguments it was called with; its exit status."""
    import multiprocessing

    from reviewer.cli import run

    multiprocessing.freeze_support()  # a frozen program starts its worker processes by starting itself
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
