"""The review as JSON, as another program finds it."""

from __future__ import annotations

import json

import pytest

from reviewer.export.json_form import document_json, field_path
from reviewer.model import acts
from reviewer.model.fields import FieldRef, Status, read_field
from reviewer.model.history import History
from reviewer.model.review import Kind, NodeData, Review
from reviewer.sources.registry import source_from_bytes


def test_shape_is_that_of_the_contract(review: Review, history: History) -> None:
    made = json.loads(json.dumps(document_json(review)))
    assert made["schema"] == "reviewer/1"
    assert set(made["source"]) == {"name", "format", "sha256", "encoding", "notes"}
    assert [page["number"] for page in made["pages"]] == [1, 2]
    assert made["pages"][0]["text"] == review.source.pages[0].text
    assert made["year"]["value"] == "2023"
    assert [entry["kind"] for entry in made["entries"]] == ["total", "unit", "project", "project", "department"]
    project = made["entries"][2]
    assert project["amounts"]["总计"]["value"] == "1300.50"
    assert project["attributes"]["项目属性"]["value"] == "经常性项目"
    assert list(project["amounts"]) == ["总计", "其他资金"]
    indicator = project["indicators"][1]
    assert indicator["extra"]["分值"]["value"] == "10"
    assert indicator["period_target"] == {"operator": "≥", "number": "95", "upper": None, "unit": "%", "text": "≥95%"}
    assert made["entries"][3]["indicators"][0]["annual_target"]["upper"] == "20"
    assert [task["name"]["value"] for task in made["entries"][4]["tasks"]] == ["普法", "调解"]
    assert made["entries"][0]["goal"] == {
        "value": None,
        "confidence": 1.0,
        "needs_review": False,
        "reasons": [],
        "spans": [],
        "status": "open",
    }


def test_spans_lead_to_the_value(review: Review, history: History) -> None:
    made = document_json(review)
    for field in (made["title"], made["entries"][2]["name"], made["entries"][2]["indicators"][0]["annual_value"]):
        found = "".join(made["pages"][page]["text"][start:end] for page, start, end in field["spans"])
        assert found == field["value"]


def test_doubt_is_rolled_up_and_goes_when_accepted(review: Review, history: History) -> None:
    made = document_json(review)
    assert made["needs_review"]
    assert [entry["needs_review"] for entry in made["entries"]] == [False, False, True, False, False]
    assert [row["needs_review"] for row in made["entries"][2]["indicators"]] == [True, False]
    assert [issue["code"] for issue in made["entries"][2]["indicators"][0]["issues"]] == ["check.level_code"]
    assert made["entries"][2]["indicators"][0]["annual_value"]["reasons"]

    history.do(acts.accept_entry(review, review.node(3)))
    made = document_json(review)
    assert not made["needs_review"]
    value = made["entries"][2]["indicators"][0]["annual_value"]
    assert (value["status"], value["needs_review"], value["confidence"], value["reasons"]) == (
        "accepted",
        False,
        1.0,
        [],
    )
    assert not made["entries"][2]["indicators"][0]["issues"][0]["open"]


def test_counts_agree_with_the_review(review: Review, history: History) -> None:
    text = json.dumps(document_json(review))
    assert text.count('"needs_review": true, "reasons"') == len(review.doubtful()) == 4


def test_words_of_the_reviewer(review: Review, history: History) -> None:
    history.do(acts.set_value(review, FieldRef(5, "annual_value"), "≥3期"))
    history.do(acts.mark_unreadable(review, FieldRef(3, "goal")))
    history.do(acts.mark_blank(review, FieldRef(6, "period_value")))
    project = document_json(review)["entries"][2]
    assert project["indicators"][0]["annual_value"]["status"] == "edited"
    assert project["indicators"][0]["annual_target"]["number"] == "3"
    assert (project["goal"]["value"], project["goal"]["status"]) == (None, str(Status.UNREADABLE))
    assert project["indicators"][1]["period_value"]["status"] == "blank"
    assert project["indicators"][1]["period_target"] is None


def test_a_review_without_entries_says_so(review: Review) -> None:
    empty = Review(review.source, NodeData(0, Kind.DOCUMENT))
    History(empty)
    made = document_json(empty)
    assert made["needs_review"]
    assert [issue["code"] for issue in made["issues"]] == ["source.no_table"]


def test_paths_lead_to_the_field_in_the_json(review: Review, history: History) -> None:
    assert field_path(review, FieldRef(0, "title")) == (None, None, "title")
    assert field_path(review, FieldRef(3, "amounts[总计]")) == (2, None, "amounts[总计]")
    assert field_path(review, FieldRef(10, "content")) == (4, None, "tasks[1].content")
    assert field_path(review, FieldRef(11, "annual_value")) == (4, 0, "annual_value")
    assert field_path(review, FieldRef(6, "extra[分值]")) == (2, 1, "extra[分值]")


@pytest.mark.parametrize(("entries", "kind"), [(False, "foreign"), (True, "targets")])
def test_a_document_of_another_kind_says_which_until_somebody_gives_it_entries(entries: bool, kind: str) -> None:
    text = "望溪县2027年收支预算总表\n收入\t预算数\t支出\t预算数\n"
    text += "一般公共预算拨款\t3260.5\t教育支出\t2800\n收入总计\t3380.5\t支出总计\t3380\n"
    source = source_from_bytes("a.txt", text.encode())
    project = NodeData(1, Kind.PROJECT, (("name", read_field("甲")),))
    made = document_json(Review(source, NodeData(0, Kind.DOCUMENT, (), (project,) * entries)))
    assert made["kind"] == kind
    assert ("kind_text" in made) is not entries
