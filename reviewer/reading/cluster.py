"""A batch on a cluster: the same jobs, handed to dask.distributed (extra `cluster`) instead of to processes of this machine.

Sources and outputs lie on a share that every worker sees under the same path; only receipts travel. Dask has no record of what is
done: the manifest is the same, and a rerun does what is missing.
"""

from __future__ import annotations

import ipaddress
import logging
import queue
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from hashlib import file_digest
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from reviewer import __version__
from reviewer.base import gate, written
from reviewer.base.gate import ForbiddenError, UnaskedError
from reviewer.base.i18n import tr
from reviewer.reading import cluster_task, jobs
from reviewer.reading.crew import CrewError
from reviewer.workers.supervisor import Supervisor
from reviewer.workers.terms import Event, Fault, Job, Limits, Receipt

_PATIENCE = 30
"""Seconds until a scheduler must have answered, and a first worker be there."""
_LOOK = 1.0
"""Seconds between two looks whether the scheduler is still there."""


class ClusterError(CrewError):
    """The cluster cannot be used. Its text is one sentence for the user."""


class AddressError(ClusterError):
    """The address makes no sense, or is one that the user has to consent to."""


def check_address(address: str, insecure: bool) -> None:
    """See that an address is one to use: tls, or tcp on this machine, or with consent. Raises AddressError.

    Whoever reaches a port of Dask can have any program run there; only TLS asks who it is.
    """
    host = ""
    with suppress(ValueError):
        parts = urlsplit(address)
        host = (parts.hostname or "") if parts.scheme in ("tls", "tcp") and parts.port else ""
    if not host:
        raise AddressError(
            tr("--scheduler takes an address such as tls://server:8786, not “{address}”.", address=address)
        )
    if address.startswith("tcp:") and not insecure and not _is_here(host):
        raise AddressError(
            tr(
                "tcp:// to {host} lets anybody on the way have programs run by the workers; please use tls://, or say --insecure.",
                host=host,
            )
        )


def _is_here(host: str) -> bool:
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


class Cluster:
    """What a Supervisor is to a batch, with a scheduler's workers."""

    def __init__(self, address: str, limits: Limits, surroundings: jobs.Surroundings) -> None:
        """Connect. Raises ClusterError with a sentence; `limits` hold for each job, wherever it runs."""
        self.limits = limits
        self._address, self._surroundings = address, surroundings
        self._client = _client(address)
        self._ended: queue.Queue[tuple[Job, Any]] = queue.Queue()
        self._running: dict[str, Any] = {}
        self._here: list[Job] = []
        self._suspects: list[Job] = []
        self._tried: set[str] = set()
        self._renamed: dict[str, list[tuple[str, str]]] = {}
        try:
            self._check_workers()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Want nothing more of the cluster; what a worker is at it brings to an end."""
        with suppress(Exception):
            self._client.cancel(list(self._running.values()), force=True)
        with suppress(Exception):
            self._client.close(timeout=2)

    def renew(self) -> None:
        """As of a Supervisor: limits go with each job here."""

    def submit(self, job: Job) -> None:
        """Have a job done. What puts all outputs together is done on this machine."""
        if job.function is jobs.gather:
            self._here.append(job)
            return
        if job.function is jobs.write_outputs:
            job = self._with_places(job)
        self._send(job)

    @property
    def width(self) -> int:
        """How many jobs the workers do at once."""
        return max(1, sum(int(threads) for threads in self._client.nthreads().values()))

    @property
    def is_busy(self) -> bool:
        """Whether a job is there, or waits to be done once more."""
        return bool(self._running or self._suspects)

    def next_event(self, timeout: float) -> Event | None:
        """The next job that ends there; None after `timeout` seconds, or where it is to be done once more. Raises ClusterError where the
        scheduler is lost.
        """
        if not self._running and self._suspects:  # alone, so that nothing else can have been what killed its worker
            self._send(self._suspects.pop())
        try:
            job, future = self._ended.get(timeout=timeout)
        except queue.Empty:
            self._look_at_connection()
            return None
        self._running.pop(job.key, None)
        return self._receipt(job, future)

    def stop(self, key: str) -> None:
        """Want nothing more of a job: its receipt says STOPPED, unless it has ended already."""
        future = self._running.get(key)
        if future is not None:
            self._client.cancel([future], force=True)

    def events(self) -> Iterator[Event]:
        """Everything that happens until no job is left. Raises ClusterError where the scheduler is lost."""
        while self.is_busy:
            event = self.next_event(_LOOK)
            if event is not None:
                yield event
        if self._here:
            with Supervisor(1, self.limits, Job("", jobs.start, (self._surroundings,))) as supervisor:
                while self._here:
                    supervisor.submit(self._here.pop(0))
                yield from supervisor.events()

    # -- what goes there --------------------------------------------------------------------------------------------

    def _send(self, job: Job) -> None:
        arguments = (job, self.limits, self._surroundings, __version__)
        future = self._client.submit(cluster_task.do, *arguments, pure=False, retries=0)
        self._running[job.key] = future
        future.add_done_callback(lambda done: self._ended.put((job, done)))

    def _with_places(self, job: Job) -> Job:
        """The job with the names that its outputs get. They are settled here, where the record of what was written is."""
        path, wanted, overwrite = job.arguments
        consent = gate.OVERWRITE if overwrite else gate.NOBODY
        outputs = []
        for name in wanted:
            target = Path(name).absolute()
            with suppress(OSError):
                try:
                    gate.judge(target, consent)
                except (ForbiddenError, UnaskedError):
                    free = gate.free_name(target)
                    self._renamed.setdefault(job.key, []).append((target.name, free.name))
                    target = free
            outputs.append(str(target))
        return replace(job, arguments=(str(Path(path).absolute()), outputs, True))

    # -- what comes back --------------------------------------------------------------------------------------------

    def _receipt(self, job: Job, future: Any) -> Receipt | None:
        """What became of a job; None where it is to be done once more."""
        if future.status == "finished":
            value, fault, text, tries = future.result()
            receipt = Receipt(job.key, value, Fault(fault) if fault else None, text, tries)
            return self._on_record(job, receipt)
        if future.status == "cancelled":
            self._look_at_connection()
            return Receipt(job.key, {}, Fault.STOPPED)
        if future.status != "error":  # it had ended; then its worker died before its receipt was fetched
            self._look_at_connection()
            self._client.cancel([future], force=True)
            self._send(job)
            return None
        error = future.exception()
        if type(error).__name__ != "KilledWorker":
            return Receipt(job.key, {}, Fault.RAISED, f"{type(error).__name__}: {error}")
        if job.key not in self._tried:
            self._tried.add(job.key)
            self._suspects.append(job)
            return None
        return Receipt(job.key, {}, Fault.DIED, str(error), 2)

    def _on_record(self, job: Job, receipt: Receipt) -> Receipt:
        """The receipt with the names that were free, its outputs on this machine's record as written by the program."""
        if job.function is not jobs.write_outputs or receipt.fault is not None:
            return receipt
        for output in map(Path, job.arguments[1]):
            if output.name in receipt.value.get("written", ()):
                _remember(output)
        here = [pair for pair in self._renamed.pop(job.key, ()) if pair[1] in receipt.value.get("written", ())]
        return replace(receipt, value=receipt.value | {"renamed": [*here, *receipt.value.get("renamed", ())]})

    # -- the connection ---------------------------------------------------------------------------------------------

    def _look_at_connection(self) -> None:
        if self._client.status != "running":
            raise ClusterError(
                tr(
                    "The connection to {address} was lost; please see to the scheduler and run this again: what is done stays done.",
                    address=self._address,
                )
            )

    def _check_workers(self) -> None:
        """See that there are workers, and that they have this very program."""
        try:
            self._client.wait_for_workers(1, timeout=_PATIENCE)
        except Exception as error:
            raise ClusterError(
                tr("The scheduler {address} has no workers; please start some (dask worker {address}).",
                   address=self._address)
            ) from error  # fmt: skip
        found: dict[str, Any] = self._client.run(cluster_task.version, on_error="return")
        for worker, version in found.items():
            if version != __version__:
                raise ClusterError(
                    tr(
                        "The worker {worker} does not have version {version} of this program; please install it there.",
                        worker=worker,
                        version=__version__,
                    )
                )


def _client(address: str) -> Any:
    try:
        from distributed import Client
        from distributed.security import Security
    except ImportError as error:
        raise ClusterError(
            tr("--scheduler needs the extra “cluster”; please install it: pip install reviewer[cluster]")
        ) from error
    for name in list(logging.root.manager.loggerDict):  # what is to be said is said here, in a sentence
        if name.partition(".")[0] in ("distributed", "tornado"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
    secure = address.startswith("tls:")
    security = Security(require_encryption=True) if secure else Security(require_encryption=False)
    if secure and not (security.tls_ca_file and security.tls_client_cert):
        raise ClusterError(
            tr(
                "tls:// needs certificates; please name them in the configuration of Dask "
                "(distributed.comm.tls: ca-file, client.cert, client.key)."
            )
        )
    try:
        return Client(address, security=security, timeout=_PATIENCE, set_as_default=False, name="reviewer")
    except Exception as error:
        why = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ClusterError(
            tr("The scheduler {address} does not answer ({why}); please see whether it runs.", address=address, why=why)
        ) from error


def _remember(output: Path) -> None:
    with suppress(OSError):
        seen = gate.look(output)
        if seen is not None:
            with open(output, "rb") as file:
                digest = file_digest(file, "sha256").hexdigest()
            name = gate.real_name(output)
            written.remember(name, seen.identity, digest)
            written.settle(name, digest)
