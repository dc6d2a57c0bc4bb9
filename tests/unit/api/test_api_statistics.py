"""Counts, agreement and samples that a script takes of reviews."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import reviewer
from reviewer.base.files import WriteError
from reviewer.model.acts import set_value
from reviewer.model.fields import FieldRef
from reviewer.model.history import History
from reviewer.model.review import Kind

HEAD = "项目支出绩效目标表\n金额单位：{money}\n项目名称\t{name}\n主管部门\t{office}\n实施单位\t{unit}\n年度资金总额\t{amount}\n"
ROWS = (
    "一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t巡查次数\t≥12次\n产出指标\t质量指标\t隐患处理率\t100%\n"
)


def form(folder: Path, name: str, amount: str, money: str = "万元", unit: str = "河务站") -> reviewer.DocumentReview:
    path = folder / f"{name}.tsv"
    path.write_text(
        HEAD.format(name=name, office="水务局", unit=unit, amount=amount, money=money) + ROWS, encoding="utf-8"
    )
    return reviewer.read(path)


def test_totals_add_up_by_source_and_by_unit(tmp_path: Path) -> None:
    reviews = [
        form(tmp_path, "堤防巡查", "12.50"),
        form(tmp_path, "水闸维修", "7.50"),
        form(tmp_path, "清淤", "1", unit="闸管所"),
    ]
    by_unit = reviewer.totals(reviews, by="单位").set_index("单位")
    assert by_unit.loc["河务站", "项目数"] == 2
    assert by_unit.loc["河务站", "指标数"] == 4
    assert by_unit.loc["河务站", "金额：年度资金总额"] == 20.0
    assert by_unit.loc["闸管所", "金额：年度资金总额"] == 1.0
    for each in reviews[:2]:
        History(each.review).do(set_value(each.review, FieldRef(each.review.root.id, "department"), "水务局"))
    by_department = reviewer.totals(reviews)
    assert dict(zip(by_department["部门"], by_department["项目数"], strict=True)) == {"水务局": 2, "（未填）": 1}
    by_file = reviewer.totals(reviews, by="文件")
    assert list(by_file["文件"]) == ["堤防巡查.tsv", "水闸维修.tsv", "清淤.tsv"]
    assert by_file["字段数"].sum() == sum(len(review.fields()) for review in reviews)
    assert by_file["待核数"].sum() == sum(review.doubtful for review in reviews)
    with pytest.raises(ValueError, match="单位"):
        reviewer.totals(reviews, by="office")  # type: ignore[arg-type]


def test_amounts_of_different_units_of_money_are_not_added_up(tmp_path: Path) -> None:
    reviews = [form(tmp_path, "堤防巡查", "12.50"), form(tmp_path, "水闸维修", "75000", money="元")]
    (row,) = reviewer.totals(reviews, by="单位").to_dict("records")
    assert row["项目数"] == 2
    assert pd.isna(row["金额：年度资金总额"])
    assert set(row["金额单位"].split("、")) == {"万元", "元"}


def test_agreement_by_kind_of_field(tmp_path: Path) -> None:
    a, b = form(tmp_path, "堤防巡查", "12.50"), form(tmp_path, "堤防巡查", "12.50")
    node = next(node for node in b.review.root.walk() if node.kind is Kind.INDICATOR)
    History(b.review).do(set_value(b.review, FieldRef(node.id, "annual_value"), "≥24次"))
    table = reviewer.agreement(a, b).set_index("字段")
    differing = table[table["比较数"] != table["一致数"]]
    assert len(differing) == 2  # the field and all together
    assert table.loc["合计", "比较数"] - table.loc["合计", "一致数"] == 1
    (name,) = set(differing.index) - {"合计"}
    assert table.loc[name, "一致率"] == 0.5
    # Wilson's interval for 1 of 2, as every table has it
    assert table.loc[name, "下限"] == pytest.approx(0.0945, abs=1e-4)
    assert table.loc[name, "上限"] == pytest.approx(0.9055, abs=1e-4)


def test_a_sample_is_of_unmarked_fields_and_the_same_again(tmp_path: Path) -> None:
    review = form(tmp_path, "堤防巡查", "12.50")
    sample = reviewer.quality_sample(review, 4, seed=7)
    assert len(sample) == 4
    assert sample.equals(reviewer.quality_sample(review, 4, seed=7))
    marked = {field.value for field in review.fields() if field.needs_review}
    assert not set(sample["值"]) & marked
    low, high = reviewer.error_bounds(0, 4, 4)
    assert (low, high) == (0.0, 0.0)
    assert reviewer.error_bounds(0, 60, 100_000)[1] == pytest.approx(0.05, abs=0.002)  # the rule of three
    with pytest.raises(ValueError, match="seen"):
        reviewer.error_bounds(5, 4, 10)


def test_a_session_comes_back_with_what_people_did(tmp_path: Path) -> None:
    review = form(tmp_path, "堤防巡查", "12.50")
    node = next(node for node in review.review.root.walk() if node.kind is Kind.INDICATOR)
    review._history.do(set_value(review.review, FieldRef(node.id, "annual_value"), "≥24次"))
    file = review.to_session(tmp_path / "甲.review")
    before = file.read_bytes()
    (again,) = reviewer.read_session(file)
    assert [field.value for field in again.fields()] == [field.value for field in review.fields()]
    assert "≥24次" in {field.value for field in again.fields() if field.status == "edited"}
    assert file.read_bytes() == before


def test_json_goes_to_a_file_but_not_over_one_of_somebody_else(tmp_path: Path) -> None:
    review = form(tmp_path, "堤防巡查", "12.50")
    path = tmp_path / "甲.json"
    assert review.to_json(path) == json.loads(path.read_text(encoding="utf-8"))
    other = tmp_path / "乙.json"
    other.write_text("{}", encoding="utf-8")
    with pytest.raises(WriteError):
        review.to_json(other)
    assert other.read_text(encoding="utf-8") == "{}"


def test_names_of_fields_are_data_and_sentences_are_words(tmp_path: Path) -> None:
    one, other = form(tmp_path, "堤防巡查", "12.50"), form(tmp_path, "堤防巡查", "12.50", unit="闸管所")
    said = {}
    for language in ("en", "zh_CN"):
        reviewer.use_language(language)
        with pytest.raises(reviewer.SourceError) as refused:
            reviewer.read(tmp_path / "没有.pdf")
        said[language] = str(refused.value)
        assert set(reviewer.agreement(one, other)["字段"]) >= {"一级指标", "年度指标值", "合计"}
        assert list(reviewer.compare(one, other)["字段"]) == ["所属单位"]
    assert "没有.pdf is not there" in said["en"]
    assert "is not there" not in said["zh_CN"]


@pytest.mark.parametrize(("system", "named"), [("zh_CN.UTF-8", "不"), ("en_GB.UTF-8", "not")])
def test_a_script_is_answered_in_the_language_of_its_system(system: str, named: str) -> None:
    script = "import reviewer\ntry: reviewer.read('x.pdf')\nexcept reviewer.SourceError as error: print(error)"
    env = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "REVIEWER_"))}
    env |= {"LANG": system, "PYTHONUTF8": "1"}
    said = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, encoding="utf-8")
    assert named in said.stdout, said
