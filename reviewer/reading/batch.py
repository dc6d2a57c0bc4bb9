"""A batch of sources without a window: workers read and write, this process hands out work and says what became of it."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from reviewer.base import words
from reviewer.base.console import complain
from reviewer.base.i18n import language, tr
from reviewer.base.private import workplace_prefix
from reviewer.outputs import Target, names_apart
from reviewer.reading import jobs
from reviewer.reading.crew import Crew
from reviewer.reading.faults import sentence
from reviewer.reading.manifest import Manifest, Stamp, stamp_of
from reviewer.workers.supervisor import Supervisor
from reviewer.workers.terms import Fault, Job, Limits, Progress, Receipt

_KINDS = (".json", ".xlsx")
"""What each source is written to in a folder."""


class Told(Protocol):
    """Who is told how the batch goes."""

    def fail(self, sentence: str) -> None:
        """A source could not be read or written."""

    def note(self, sentence: str) -> None:
        """A source was read, but something is to be said of it."""

    def renamed(self, wanted: str, name: str) -> None:
        """An output has got another name, because somebody's file is in the way."""

    def refused(self) -> None:
        """Something was not written because of what lies there."""

    def progress(self, share: float, text: str) -> None:
        """So much of the whole is done (0 to 1)."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a batch is done: worker processes, the limits of each source, and whether sources that failed before are tried again."""

    workers: int = 1
    limits: Limits = field(default_factory=Limits)
    retry_failed: bool = False
    scheduler: str = ""
    """The address of a cluster that does the work, where it is not done here."""


class Batch:
    """One run over some sources."""

    def __init__(
        self, paths: Sequence[Path], files: Sequence[Path], target: Target, options: Options, told: Told
    ) -> None:
        """`files` are those on disk that hold the sources, in the same order; nothing replaces them."""
        self._paths, self._files = list(paths), dict(zip(paths, files, strict=True))
        self._target, self._options, self._told = target, options, told
        self._by_key = {str(number): path for number, path in enumerate(self._paths)}
        self._shares: dict[str, float] = {}
        self._begun = time.monotonic()
        self._done = self._all = 0

    def run(self) -> int:
        """How many sources were read and are written. Raises WorkersError, CrewError, KeyboardInterrupt; outputs are whole then too."""
        protected = tuple(dict.fromkeys(str(file.absolute()) for file in self._files.values()))
        surroundings = jobs.Surroundings(language(), words.in_use(), protected)
        count = min(self._options.workers, len(self._paths))
        with self._crew(count, surroundings) as supervisor:
            return self._into_folder(supervisor) if self._target.is_folder else self._into_file(supervisor)

    def _crew(self, count: int, surroundings: jobs.Surroundings) -> Crew:
        if self._options.scheduler:
            from reviewer.reading.cluster import Cluster

            return Cluster(self._options.scheduler, self._options.limits, surroundings)
        return Supervisor(count, self._options.limits, Job("", jobs.start, (surroundings,)))

    # -- a folder -------------------------------------------------------------------------------------------------

    def _into_folder(self, supervisor: Crew) -> int:
        own = words.in_use()
        manifest = Manifest(self._target.path, {"outputs": list(_KINDS), "vocabulary": own.digest()})
        names = self._names(manifest)
        written = 0
        if manifest.is_in_the_way:
            complain(
                tr("{file} in {folder} is somebody's own and stays as it is; so nothing is kept in mind of this run, and the next "
                   "one does everything again.", file=manifest.path.name, folder=self._target.path)
            )  # fmt: skip
        for key, path in self._by_key.items():
            row = manifest.row_of(path, self._files[path])
            if row is not None and (row.state == "done" or not self._options.retry_failed):
                written += row.state == "done"
                self._say_again(row.state, row.fault)
                continue
            outputs = [str(self._target.path / (names[path] + kind)) for kind in _KINDS]
            supervisor.submit(Job(key, jobs.write_outputs, (str(path), outputs, self._target.consent.everything)))
            self._all += 1
        try:
            for receipt in self._receipts(supervisor):
                written += self._note(manifest, receipt)
        finally:
            with suppress(OSError):  # a folder that is full or gone: the outputs that are there are whole
                manifest.save()
        if manifest.put_aside:
            complain(
                tr("{file} was changed after this program wrote it; it is called {other} now.",
                   file=manifest.path.name, other=manifest.put_aside)
            )  # fmt: skip
        return written

    def _names(self, manifest: Manifest) -> dict[Path, str]:
        """What the outputs of each source are called: as in the last run, else apart from those of all sources that are there."""
        before = manifest.names()
        reserved = {manifest.path.stem, *before.values()}  # a source's manifest.json would be lost beneath ours
        names: dict[Path, str] = {}
        taken: set[str] = set()
        for path in self._paths:
            name = before.get(str(path.absolute()), "")
            if name and name.casefold() not in taken:
                names[path] = name
                taken.add(name.casefold())
        return names | names_apart([path for path in self._paths if path not in names], reserved)

    def _say_again(self, state: str, fault: str) -> None:
        if state == "failed":
            self._told.fail(fault)
        elif fault:
            self._told.note(fault)

    def _note(self, manifest: Manifest, receipt: Receipt) -> bool:
        """Say what became of a source, and note it; whether it is written."""
        path = self._by_key[receipt.key]
        value = receipt.value
        problem = sentence(path.name, receipt, self._options.limits) if receipt.fault else str(value["problem"])
        unwritten = value.get("unwritten", [])
        for said in [problem] if problem else unwritten:
            self._told.fail(said)
        for wanted, name in value.get("renamed", ()):
            self._told.renamed(wanted, name)
        if value.get("note"):
            self._told.note(value["note"])
        fails = bool(problem or unwritten)
        stamp = _stamp(value.get("stamp"), self._files[path])
        if stamp is not None and receipt.fault is not Fault.STOPPED:
            fault = problem or "；".join(unwritten) or value.get("note", "")
            digests = value.get("digests", {})
            manifest.put(path, stamp, "failed" if fails else "done", value.get("written", []), digests, fault)
        return not fails

    # -- one file -------------------------------------------------------------------------------------------------

    def _into_file(self, supervisor: Crew) -> int:
        shared = (
            self._target.path.parent.absolute() if self._options.scheduler else None
        )  # where every worker can write
        with tempfile.TemporaryDirectory(
            prefix=workplace_prefix("batch"), dir=shared, ignore_cleanup_errors=True
        ) as folder:
            for key, path in self._by_key.items():
                supervisor.submit(Job(key, jobs.keep, (str(path.absolute()), str(Path(folder, f"{key}.review")))))
            self._all = len(self._paths) + 1
            kept: dict[str, str] = {}
            unread: list[tuple[str, str]] = []
            for receipt in self._receipts(supervisor):
                path = self._by_key[receipt.key]
                problem = (
                    sentence(path.name, receipt, self._options.limits) if receipt.fault else receipt.value["problem"]
                )
                if problem:
                    unread.append((path.name, problem))
                    self._told.fail(problem)
                    continue
                if receipt.value["note"]:
                    self._told.note(receipt.value["note"])
                kept[receipt.key] = str(Path(folder, f"{receipt.key}.review"))
            return len(kept) if kept and self._gather(supervisor, kept, unread) else 0

    def _gather(self, supervisor: Crew, kept: dict[str, str], unread: list[tuple[str, str]]) -> bool:
        """Write all that was read into the one file; it takes as long and as much memory as it takes."""
        pairs = [(str(path.absolute()), kept[key]) for key, path in self._by_key.items() if key in kept]
        supervisor.limits = replace(supervisor.limits, memory=None, time=None, silence=None, output=None)
        supervisor.renew()
        single = len(self._paths) == 1
        path = self._target.path
        supervisor.submit(Job("", jobs.gather, (pairs, str(path), unread, single, self._target.consent.everything)))
        receipt = next(iter(self._receipts(supervisor)))
        if receipt.fault:
            self._told.fail(sentence(path.name, receipt, self._options.limits))
        elif receipt.value["problem"]:
            self._told.fail(receipt.value["problem"])
            if receipt.value["refused"]:
                self._told.refused()
        return not receipt.fault and not receipt.value["problem"]

    # -- progress -------------------------------------------------------------------------------------------------

    def _receipts(self, supervisor: Crew) -> list[Receipt] | Any:
        for event in supervisor.events():
            if isinstance(event, Progress):
                self._shares[event.key] = event.share
            elif isinstance(event, Receipt):
                self._shares.pop(event.key, None)
                self._done += 1
            name = self._by_key[event.key].name if event.key else self._target.path.name
            self._told.progress((self._done + sum(self._shares.values())) / max(1, self._all), self._said(name))
            if isinstance(event, Receipt):
                yield event

    def _said(self, name: str) -> str:
        """How many are done, how many a second, how long it will take, and what is being done."""
        seconds = time.monotonic() - self._begun
        done = self._done + sum(self._shares.values())
        if self._done < 2 or seconds < 1:
            return f"{self._done}/{self._all} {name}"
        left = round(seconds / done * (self._all - done))
        return f"{self._done}/{self._all} {self._done / seconds:.1f}/s {left // 60}:{left % 60:02} {name}"


def _stamp(found: dict[str, Any] | None, file: Path) -> Stamp | None:
    if found is not None:
        return Stamp(**found)
    with suppress(OSError):
        return stamp_of(file)
    return None
