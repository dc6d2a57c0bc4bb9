"""What a worker of a cluster does with a job: it holds it in a process of its own, with the limits that it has everywhere.

So a source that aborts, hangs or eats memory costs neither Dask's worker nor its neighbours; only a worker that is killed from
outside is Dask's business, who gives its jobs to others.
"""

from __future__ import annotations

import multiprocessing
import threading
from typing import Any

from reviewer import __version__
from reviewer.reading import jobs
from reviewer.workers.supervisor import Supervisor
from reviewer.workers.terms import Fault, Job, Limits, Receipt

_Answer = tuple[dict[str, Any], str, str, int]
_mine = threading.local()
"""A supervisor belongs to one thread, which stays: those of a worker do."""


def version() -> str:
    """The program's version on a worker."""
    return __version__


def do(job: Job, limits: Limits, surroundings: jobs.Surroundings, wanted: str) -> _Answer:
    """Do a job: the value of its receipt, its fault ("" for none), what is known of why, how often it was tried."""
    if wanted != __version__:
        return {}, str(Fault.RAISED), f"version {__version__} is not {wanted}", 0
    supervisor = _supervisor(limits, surroundings)
    supervisor.submit(job)
    for event in supervisor.events():
        if isinstance(event, Receipt):
            return event.value, str(event.fault or ""), event.text, event.tries
    return {}, str(Fault.DIED), "", 1


def _supervisor(limits: Limits, surroundings: jobs.Surroundings) -> Supervisor:
    """The one of this thread, with its worker kept warm."""
    made_for = (limits, surroundings.language, surroundings.own.digest(), surroundings.protected)
    if getattr(_mine, "made_for", None) != made_for:
        if hasattr(_mine, "supervisor"):
            _mine.supervisor.close()
        _may_have_children()
        _mine.supervisor = Supervisor(1, limits, Job("", jobs.start, (surroundings,)))
        _mine.made_for = made_for
    found: Supervisor = _mine.supervisor
    return found


def _may_have_children() -> None:
    """Dask's nanny starts workers as daemons, which may start no process: lest it stay behind. Ours end with their parent."""
    config = getattr(multiprocessing.current_process(), "_config", {})
    config.pop("daemon", None)
