"""`reviewer --selftest FILE`: whether an installation works, tried on bundled sources without touching anyone's settings or files."""

from __future__ import annotations

import json
import os
import platform
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from reviewer import __version__
from reviewer.base import gate
from reviewer.base.files import write_whole
from reviewer.base.gate import NOBODY, Consent
from reviewer.base.private import workplace_prefix
from reviewer.base.resources import load_json, resource
from reviewer.model.history import History
from reviewer.model.review import Kind, Review
from reviewer.workspace import address

SCHEMA = "reviewer-selftest/1"
PACKAGES = (
    *(
        "PySide6_Essentials",
        "shiboken6",
        "numpy",
        "pandas",
        "openpyxl",
        "XlsxWriter",
        "regex",
        "psycopg",
        "keyring",
        "rapidfuzz",
        "pypdfium2",
    ),
    *("python-calamine", "lxml", "olefile", "rapidocr", "onnxruntime"),
)
NEW_VALUE = "=1+1 ≥13公里"
"""What the self-test writes into a field: Excel must show it as it stands and calculate nothing."""
NETWORK = (
    *(
        "socket.connect",
        "socket.sendto",
        "socket.sendmsg",
        "socket.getaddrinfo",
        "socket.gethostbyname",
        "socket.gethostbyaddr",
    ),
    *("socket.getnameinfo", "urllib.Request", "http.client.connect", "ftplib.connect", "smtplib.connect"),
)
"""What Python reports of every attempt to reach another machine."""

Item = tuple[Review, History]


class FailedError(Exception):
    """A check that did not hold; its text says what was expected and what was found."""


@dataclass
class Report:
    """The checks so far."""

    checks: list[dict[str, Any]] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)

    def check(self, name: str, does: Callable[[], object]) -> object:
        """Carry out one check; what it returned, None where it failed."""
        begun = time.perf_counter()
        outcome: object = None
        problem = ""
        try:
            outcome = does()
        except Exception as error:  # a broken installation may fail in any way, and the others are still to be tried
            problem = f"{type(error).__name__}: {error}"
        seconds = round(time.perf_counter() - begun, 3)
        self.checks.append({"name": name, "passed": not problem, "seconds": seconds, "problem": problem})
        return outcome

    def as_json(self) -> dict[str, Any]:
        """The report as it is written."""
        return {
            "schema": SCHEMA,
            "passed": all(check["passed"] for check in self.checks),
            "program": __version__,
            "python": platform.python_version(),
            "system": platform.platform(),
            "frozen": bool(getattr(sys, "frozen", False)),
            "executable": sys.executable,
            "packages": _versions(),
            "checks": self.checks,
            **self.more,
        }


def run(target: Path, consent: Consent = NOBODY) -> tuple[bool, list[str]]:
    """Try everything and write the report to `target` (and what the window shows beside it, as .png).

    Whether all checks passed, and one line for each that did not. `consent` says what may be replaced; both are outputs of this program's,
    so a later run replaces them unasked. Raises base.files.WriteError, before anything is tried where that is plain.
    """
    with suppress(OSError):
        for file in (target, target.with_suffix(".png")):
            gate.judge(file, consent)
    report = Report()
    tried: list[str] = []
    sys.addaudithook(lambda event, _arguments: tried.append(event) if event in NETWORK else None)
    with tempfile.TemporaryDirectory(prefix=workplace_prefix("selftest"), ignore_cleanup_errors=True) as folder:
        shown = Path(folder, "window.png")
        with _apart(Path(folder)):
            report.check("window", lambda: _window(shown, report))
            if find_spec("psycopg"):
                report.check("team", _team)
            if getattr(sys, "frozen", False):
                report.check("manual", lambda: manual_is_whole(resource("docs")))
            items = [item for source in _sources() if (item := _opened(source, report)) is not None]
            _on_disk(items, Path(folder), report)
        picture = shown.read_bytes() if shown.exists() else None
    report.check("no network", lambda: _same("network calls", tried, []))
    written = report.as_json()
    text = json.dumps(written, ensure_ascii=False, indent=1) + "\n"
    write_whole(target, lambda temporary: _write_text(temporary, text), consent)
    if picture is not None:
        write_whole(target.with_suffix(".png"), lambda temporary: _write_bytes(temporary, picture), consent)
    return written["passed"], [f"{c['name']}: {c['problem']}" for c in report.checks if not c["passed"]]


def _write_bytes(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _versions() -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = None
    return found


@contextmanager
def _apart(folder: Path) -> Iterator[None]:
    """Settings, log and recovery of this run go into a folder of its own."""
    name = "REVIEWER_DATA_DIR"
    before = os.environ.get(name)
    os.environ[name] = str(folder / "data")
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


def _same(what: str, found: object, expected: object) -> None:
    if found != expected:
        raise FailedError(f"{what} should be {expected!r} and is {found!r}")


# -- the window ---------------------------------------------------------------------------------------------------


def _window(picture: Path, report: Report) -> None:
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from reviewer.ui.selfview import render

    seen = render(resource("samples", "wide.md"), picture)
    report.more["window"] = seen
    _same("entries in the tree of the sample", seen["entries"] > 0, True)
    _same("the picture of the window is more than one colour", seen["colours"] > 50, True)


def manual_is_whole(folder: Path) -> None:
    """Look whether the manual's pages for a browser are in a folder, and what they show and lead to. Raises FailedError, OSError."""
    for page in ("manual.html", "manual.en.html"):
        targets = re.findall(r'(?:href|src)="([^"#:]+)', (folder / page).read_text(encoding="utf-8"))
        _same(f"what {page} shows and is missing", sorted({t for t in targets if not (folder / t).is_file()}), [])


def _team() -> None:
    """What a team's server is spoken to with: the driver's own library, and on Windows a place for passwords."""
    _same("libpq of version 10 or newer", address.driver().pq.version() >= 100_000, True)
    if os.name == "nt" and not address.keeps_passwords():
        raise FailedError("keyring finds no place for passwords")


# -- each format --------------------------------------------------------------------------------------------------


RECOGNITION = ("rapidocr", "onnxruntime", "cv2")


def _sources() -> list[Path]:
    found = sorted(path for path in resource("selftest").iterdir() if path.stem == "form")
    if all(find_spec(name) for name in RECOGNITION):
        found.append(resource("selftest", "scan.png"))
    return found


def _opened(path: Path, report: Report) -> Item | None:
    found = report.check(f"open {_format(path)}", lambda: _extracted(path))
    return found if isinstance(found, tuple) else None


def _format(path: Path) -> str:
    return "scan" if path.stem == "scan" else path.suffix[1:]


def _extracted(path: Path) -> Item:
    """Read and extract one source; what is in it is known. (Recognition may see a gap before a unit; that is none of its faults.)"""
    from reviewer.extract.pipeline import extract
    from reviewer.sources.registry import open_source

    review = extract(open_source(path))
    _same("format", review.source.format, _format(path))
    expected = load_json("selftest", "expected.json")
    projects = [node for node in review.entries if node.kind is Kind.PROJECT]
    _same("project", [node.value("name") for node in projects], [expected["project"]])
    rows = [node for node in projects[0].walk() if node.kind is Kind.INDICATOR]
    values = [[row.value("level3"), row.value("annual_value")] for row in rows]
    if _format(path) == "scan":
        values = [[(value or "").replace(" ", "") for value in pair] for pair in values]
    _same("indicators", values, expected["indicators"])
    return review, History(review)


# -- edit, session, export ----------------------------------------------------------------------------------------


def _on_disk(items: list[Item], folder: Path, report: Report) -> None:
    place = folder / "自检 结果"
    place.mkdir()
    report.check("edit", lambda: _edit_all(items))
    report.check("session", lambda: _session(items, place / "进度.review"))
    report.check("export json", lambda: _json(items))
    report.check("export csv", lambda: _csv(items, place / "结果.csv"))
    report.check("export xlsx", lambda: _workbook(items, place / "结果.xlsx"))


def _edit_all(items: list[Item]) -> None:
    for item in items:
        _edit(item)


def _edit(item: Item) -> None:
    """Change a value, take it back, do it again."""
    from reviewer.model import acts
    from reviewer.model.fields import FieldRef

    review, history = item
    row = next(node for node in review.root.walk() if node.kind is Kind.INDICATOR)
    before = row.value("annual_value")
    history.do(acts.set_value(review, FieldRef(row.id, "annual_value"), NEW_VALUE))
    history.undo()
    _same("value after undo", row.value("annual_value"), before)
    history.redo()
    _same("value after redo", row.value("annual_value"), NEW_VALUE)


def _session(items: list[Item], path: Path) -> None:
    from reviewer.session.store import load_session, save_session

    save_session(path, items)
    again = load_session(path)
    _same("reviews in the session", [r.root.data() == o.root.data() for (r, _), (o, _) in zip(again, items, strict=True)],
          [True] * len(items))  # fmt: skip


def _json(items: list[Item]) -> None:
    from reviewer.export.json_form import document_json

    texts = [json.dumps(document_json(review), ensure_ascii=False) for review, _ in items]
    _same("reviews with the new value", sum(NEW_VALUE in text for text in texts), len(items))


def _csv(items: list[Item], path: Path) -> None:
    from reviewer.export.csv_form import write_csv

    write_csv(items, path)
    _same("new values in the CSV", path.read_text(encoding="utf-8-sig").count(NEW_VALUE), len(items))


def _workbook(items: list[Item], path: Path) -> None:
    from openpyxl import load_workbook

    from reviewer.export.workbook import write_workbook

    write_workbook(items, path)
    book = load_workbook(path)
    try:
        rows = list(book["指标"].iter_rows())
        column = [cell.value for cell in rows[0]].index("年度指标值")
        cells = [row[column] for row in rows[1:] if row[column].value == NEW_VALUE]
        _same("new values in the workbook", len(cells), len(items))
        _same("kinds of these cells", {cell.data_type for cell in cells}, {"s"})
        _same("projects in the workbook", book["项目"].max_row - 1, len(items))
    finally:
        book.close()
