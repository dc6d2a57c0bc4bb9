"""`python -m reviewer`, and where an installed `reviewer` starts."""

from __future__ import annotations

import logging
import sys


def _unheard(fault: sys.UnraisableHookArgs) -> None:
    """What a library cannot do any more while its things are taken away: no news to a person, who has had the sentence about why."""
    logging.getLogger("reviewer").info("a fault in the taking away of %r", fault.object, exc_info=fault.exc_value)


def main() -> int:
    """Run the program with the arguments it was called with; its exit status."""
    import multiprocessing

    sys.unraisablehook = _unheard

    from reviewer.cli import run

    multiprocessing.freeze_support()  # a frozen program starts its worker processes by starting itself
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
