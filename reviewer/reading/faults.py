"""What is said of a source whose worker did not come to an end."""

from __future__ import annotations

from tempfile import gettempdir

from reviewer.base.i18n import tr
from reviewer.workers.terms import MEGABYTE, Fault, Limits, Receipt


def sentence(file: str, receipt: Receipt, limits: Limits) -> str:
    """Which file, what went wrong, what to do. `receipt` has a fault."""
    match receipt.fault:
        case Fault.MEMORY:
            return tr(
                "{file}: reading it takes more than {limit} MB of memory and was stopped; please save a smaller part of it as a "
                "file of its own.",
                file=file,
                limit=(limits.memory or 0) // MEGABYTE,
            )
        case Fault.SILENT:
            return tr(
                "{file}: reading it came to a standstill for {seconds} seconds and was stopped; please save it anew in the program "
                "that made it and try again.",
                file=file,
                seconds=round(limits.silence or 0),
            )
        case Fault.TIME:
            return tr(
                "{file}: reading it took longer than {seconds} seconds and was stopped; please allow more time (--timeout).",
                file=file,
                seconds=round(limits.time or 0),
            )
        case Fault.OUTPUT:
            return tr("{file}: what would be written is too large and was stopped; please split the file.", file=file)
        case Fault.ROOM:
            return tr(
                "{file}: there is no space left for temporary files in {folder}; please make room and try again.",
                file=file,
                folder=gettempdir(),
            )
        case Fault.STOPPED:
            return tr("{file}: reading it was stopped.", file=file)
        case Fault.DIED:
            return tr(
                "{file}: a part of the program broke down over it, twice; the other files are not affected. Please save it anew in "
                "the program that made it and try again.",
                file=file,
            )
    return tr(
        "{file}: the program has made a mistake here ({why}); please report it, with the file if you may.",
        file=file,
        why=receipt.text,
    )
