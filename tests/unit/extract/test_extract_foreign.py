"""Foreign documents are read into nothing, with one sentence; doubtful ones into a tree in which everything is marked."""

from __future__ import annotations

from pathlib import Path

import pytest
from read_texts import read

from reviewer.export.json_form import document_json
from reviewer.extract import pipeline
from reviewer.extract.pipeline import extract
from reviewer.model import acts
from reviewer.model.document_kind import DocumentKind
from reviewer.model.fields import FieldRef
from reviewer.model.history import History
from reviewer.model.review import Kind
from reviewer.sources.registry import open_source

CASES = Path(__file__).parents[4] / "shared" / "cases" / "foreign"
BUDGET = """望溪县2027年收支预算总表
收入\t预算数\t支出\t预算数
一般公共预算拨款\t3260.5\t教育支出\t2800
事业收入\t120\t社会保障和就业支出\t580.5
收入总计\t3380.5\t支出总计\t3380.5
"""
FORM = """项目支出绩效目标表
项目名称\t北干渠维修养护
年度目标\t完成干渠维修，保障灌溉用水。
一级指标\t二级指标\t三级指标\t指标值
产出指标\t数量指标\t维修渠道长度\t≥20公里
\t质量指标\t验收合格率\t100%
满意度指标\t服务对象满意度指标\t用水户满意度\t≥90%
"""


def test_nothing_is_read_from_a_foreign_document_and_one_sentence_says_what_it_is() -> None:
    review = read(BUDGET)
    made = document_json(review)
    assert (made["entries"], made["kind"]) == ([], "foreign")
    assert [issue["code"] for issue in made["issues"]] == ["foreign.budget_table"]
    assert made["kind_text"] == made["issues"][0]["message"]
    assert "预算收支表" in made["kind_text"]
    assert made["unclaimed"] == []
    assert made["title"]["value"] == "望溪县2027年收支预算总表"
    assert made["pages"][0]["text"].startswith("望溪县2027年收支预算总表")


def test_a_few_words_that_no_form_prints_are_read_into_nothing() -> None:
    made = document_json(read("尊敬的用户：您好。\n此致敬礼\n"))
    assert (made["kind"], made["entries"]) == ("targets", [])
    assert [issue["code"] for issue in made["issues"]] == ["source.no_table"]


def test_entries_that_a_person_inserts_make_it_a_document_of_ours() -> None:
    history = History(read(BUDGET))
    history.do(acts.insert(history.review, history.review.root, 0, Kind.PROJECT))
    made = document_json(history.review)
    assert made["kind"] == "targets"
    assert "kind_text" not in made
    assert not any(issue["code"].startswith("foreign.") for issue in made["issues"])


def test_a_target_document_has_its_tree_and_no_such_sentence() -> None:
    made = document_json(read(FORM))
    assert made["kind"] == "targets"
    assert len(made["entries"][0]["indicators"]) == 3
    assert not any(issue["code"].startswith("foreign.") for issue in made["issues"])


def test_where_it_is_open_everything_read_is_marked_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    undecided = DocumentKind("targets", "list_other", 0.5)
    monkeypatch.setattr(pipeline, "document_kind", lambda source: undecided)
    review = read(FORM)
    fields = [field for node in review.root.walk() for field in node.fields.values() if field.value]
    assert len(fields) > 10
    assert all(field.flagged for field in fields)
    assert "foreign.open" in {issue.code for issue in review.issues}


@pytest.mark.skipif(not CASES.exists(), reason="the foreign documents are not at hand")
def test_given_foreign_documents_make_no_ghosts_and_are_named() -> None:
    wrong, named = [], 0
    for line in (CASES / "index.tsv").read_text("utf-8").splitlines()[1:]:
        name, kind, suffix, _ = line.split("\t")
        made = document_json(extract(open_source(CASES / f"{name}.{suffix}")))
        fields = [entry["name"] for entry in made["entries"]]
        fields += [
            row[key] for entry in made["entries"] for row in entry["indicators"] for key in ("level3", "annual_value")
        ]
        if any(field["value"] and not field["needs_review"] for field in fields):
            wrong.append(name)
        named += bool(made["issues"]) and made["issues"][0]["code"] == f"foreign.{kind}"
    assert wrong == []
    assert named >= 27


def test_words_that_a_person_asks_for_are_read_from_a_foreign_document_too() -> None:
    source = read(BUDGET).source
    assert extract(source).entries == []
    assert extract(source, always=True).source is source
    assert any(True for _ in extract(read(FORM).source, always=True).entries)


@pytest.mark.parametrize(
    "text",
    [
        "项目名称\t预算金额\t绩效目标\n甲\t1\t保障照明\n乙\t2\t保障照明\n",
        "项目名称\t实施单位\t预算数\n路灯维护\t路灯所\t20\n",
    ],
)
def test_little_text_is_not_called_foreign(text: str) -> None:
    assert document_json(read(text))["kind"] == "targets"


def test_a_list_of_results_without_goals_and_indicators_is_read_with_a_doubt_on_every_name():
    text = (
        "2024年项目支出绩效自评结果汇总表\n序号\t项目名称\t预算数（万元）\t执行数（万元）\t执行率\t自评得分\t自评等级\n"
        "1\t路灯电费\t120.50\t118.00\t97.9%\t97.2\t优\n2\t窨井盖更换\t60.00\t60.00\t100%\t95.0\t优\n"
        "3\t绿化补植\t45.80\t40.50\t88.4%\t89.6\t良\n"
    )
    review = read(text, "t.tsv")
    names = [FieldRef(entry.id, "name") for entry in review.entries]
    assert names == [] or all(review.is_doubtful(name) for name in names)
