"""Python's search for dead cycles, held back where it would only cost time."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collecting() -> Iterator[None]:
    """Do not look for dead cycles meanwhile.

    A million objects that all stay are gone through again and again while more are made; that doubles the time, and stops every
    thread for half a second each time, that of the window too.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()  # to the permanent generation and from there to the oldest: none of it is looked at right away
            gc.unfreeze()
            gc.enable()


def pass_over() -> None:
    """Have the search for dead cycles pass over all that is there now, until look_at_all() is called.

    What is open stays for hours, and going through the million objects of a large review stops every thread for half a second.
    Only cycles are found later for it: what nothing refers to any more is freed at once as ever.
    """
    gc.freeze()


def look_at_all() -> None:
    """Free the dead cycles of all that there is; what remains is passed over again."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
