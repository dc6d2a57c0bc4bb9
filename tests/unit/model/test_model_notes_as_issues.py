"""What a reader had to say of a source stands among the issues; only what was not read wants a person, until somebody looked."""

from __future__ import annotations

from reviewer.export.doubts import findings, is_open
from reviewer.export.json_form import document_json
from reviewer.extract.pipeline import extract
from reviewer.model.checks import run_checks
from reviewer.model.review import Severity
from reviewer.model.source import Note, Source
from reviewer.model.spans import Span
from reviewer.sources.text import read_pages

TEXT = "| 项目名称 | 一级指标 | 二级指标 | 三级指标 | 指标值 |\n|---|---|---|---|---|\n"
TEXT += "| 河道巡查 | 产出指标 | 数量指标 | 巡查次数 | ≥24次 |\n"


def test_notes_are_issues() -> None:
    notes = (
        Note("第 2 行已隐藏", "hidden rows"),
        Note("第 3 页未读入", "part not read", (Span(0, 2, 6),)),
        "旧进度的说明",
    )
    review = extract(Source("a.md", "markdown", "", None, read_pages(TEXT), notes))
    run_checks(review)
    found = [issue for issue in review.issues if issue.code == "source.note"]
    assert [issue.severity for issue in found] == [Severity.INFO, Severity.WARNING, Severity.INFO]
    assert found[1].spans == (Span(0, 2, 6),)
    assert [is_open(review, issue) for issue in found] == [False, True, False]
    said = [issue for issue in document_json(review)["issues"] if issue["code"] == "source.note"]
    assert [issue["message"] for issue in said] == [str(note) for note in notes]
    assert said[1] == {
        "code": "source.note",
        "severity": "warning",
        "message": "第 3 页未读入",
        "spans": [[0, 2, 6]],
        "open": True,
    }
    assert findings(review)
