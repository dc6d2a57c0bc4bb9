"""`reviewer workspace export`: what is finished in a workspace, or a part of it, as one file; what is still open is named."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from reviewer.arguments import UsageError
from reviewer.base.console import complain, say
from reviewer.base.gate import NOBODY, OVERWRITE
from reviewer.base.i18n import tr, trn
from reviewer.base.paths import data_path
from reviewer.outputs import FILE_SUFFIXES, Item, writer
from reviewer.session.codec import SessionError
from reviewer.workspace.address import WorkspaceError
from reviewer.workspace.server import Server
from reviewer.workspace.terms import Row
from reviewer.workspace.transport import item_of

STATES = {"": ("done", "checked"), "done": ("done",), "checked": ("checked",)}
"""What --state may say, with the states of documents that it means: without it everything that is finished."""
_NAMED = 200
"""So many documents that are still open are named one by one."""


def output_of(found: Namespace) -> Path:
    """The file to be written. Raises UsageError for one that cannot be, and for a selection that means nothing."""
    output = Path(found.out or "")
    if not found.out:
        raise UsageError(
            tr(
                "Say where to: reviewer workspace export URL -o OUT, where OUT ends in one of {kinds}.",
                kinds=", ".join(FILE_SUFFIXES),
            )
        )
    if output.suffix.lower() not in FILE_SUFFIXES:
        raise UsageError(tr("“{out}” should end in one of {kinds}.", out=found.out, kinds=", ".join(FILE_SUFFIXES)))  # fmt: skip
    if found.import_sheet and output.suffix.lower() != ".xlsx":
        raise UsageError(tr("The import sheet is a workbook: “{out}” should end in .xlsx.", out=found.out))
    if found.state not in STATES:
        raise UsageError(tr("--state is done (not checked yet) or checked, not “{state}”.", state=found.state))
    if not found.doubts.isdecimal():
        raise UsageError(tr("--doubts is a whole number, not “{number}”.", number=found.doubts))
    return output


def export(server: Server, found: Namespace, output: Path) -> bool:
    """Write what was asked for, and say what is not in it; whether there was anything and nothing of it was damaged.

    Raises WorkspaceError, WriteError and what the gate has against the file.
    """
    rows = server.rows("all", found.office, found.year, found.name, int(found.doubts), 1_000_000, found.layout)
    wanted = STATES[found.state]
    items, damaged = [], 0
    for row in rows:
        claimed = server.fetch(row.id) if row.state in wanted else None
        try:
            if claimed is not None:
                items.append(item_of(claimed))
        except (WorkspaceError, SessionError) as error:  # one that somebody has spoilt does not cost the others
            complain(str(error))
            damaged += 1
    if not items and damaged:
        return False
    if not items:
        complain(tr("Nothing in the workspace is done yet.") if not _is_part(found)
                 else tr("Nothing that was asked for is done yet in the workspace."))  # fmt: skip
        return False
    consent = OVERWRITE if found.overwrite else NOBODY
    if found.import_sheet:
        _write_import_sheet(items, output, consent)
    else:
        writer(output.suffix.lower(), (), [""] * len(items), consent)(items, output, False)
    _say_left([row for row in rows if row.state not in ("done", "checked")])
    say(trn("{count} source written to {out}", "{count} sources written to {out}", len(items), out=output))
    return not damaged


def _is_part(found: Namespace) -> bool:
    return bool(found.office or found.year or found.layout or found.name or found.state or int(found.doubts))


def _write_import_sheet(items: list[Item], output: Path, consent: object) -> None:
    """The import sheet alone, by the profile of whoever exports; what the next system would refuse of it is said."""
    from reviewer.base.gate import Consent
    from reviewer.export.choices import IMPORT, Choices
    from reviewer.export.next_system import load_profile, preflight, use_own_profiles
    from reviewer.export.workbook import write_workbook

    assert isinstance(consent, Consent)
    use_own_profiles(data_path() / "profiles")
    refused = preflight(items, load_profile())
    write_workbook(items, output, choices=Choices((IMPORT,)), consent=consent)
    if not refused:
        return
    complain(trn("The next system would refuse {count} cell of the sheet:", "The next system would refuse {count} cells of the sheet:",
                 len(refused)))  # fmt: skip
    for finding in refused[:_NAMED]:
        complain(f"  {finding.source}: {finding.text()}")
    _say_more(len(refused))


def _say_left(left: list[Row]) -> None:
    """Name what belongs to the selection and is not finished."""
    if left:
        complain(trn("{count} document is not done yet and is not in it.", "{count} documents are not done yet and are not in it.",
                     len(left)))  # fmt: skip
        for row in left[:_NAMED]:
            complain("  " + row.name)
        _say_more(len(left))


def _say_more(count: int) -> None:
    more = count - _NAMED
    if more > 0:
        complain(trn("  and {count} more", "  and {count} more", more))
