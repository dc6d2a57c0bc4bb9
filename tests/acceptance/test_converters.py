"""What converters of today make of a form, read as was asked of each file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from converter_truth import faults

from reviewer.export.json_form import document_json
from reviewer.extract.pipeline import extract
from reviewer.sources.registry import open_source

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "cases" / "converters"
LOST = 2
"""So many of the files may be read wrongly: what some converters leave of a form tells nobody what belonged together."""

pytestmark = pytest.mark.skipif(not (FOLDER / "expect.json").is_file(), reason=f"there are no such files in {FOLDER}")


def test_what_converters_make_of_a_form_is_read_rightly_or_marked() -> None:
    expected: dict[str, Any] = json.loads((FOLDER / "expect.json").read_text(encoding="utf-8"))
    wrong = {}
    for name, asked in expected["files"].items():
        got = document_json(extract(open_source(FOLDER / name)))
        found = faults(expected["forms"][asked["form"]], asked, got)
        if found:
            wrong[name] = found
    assert len(wrong) <= LOST, "\n".join(f"{name}: {'; '.join(found)}" for name, found in wrong.items())
