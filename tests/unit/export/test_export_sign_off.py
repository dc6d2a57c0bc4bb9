"""The page that a head signs says who checked what and how, and takes no aim for a measurement; 说明 says the same."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from reviewer.base.i18n import tr, trn, use_language
from reviewer.base.resources import resource
from reviewer.export.checked import checked
from reviewer.export.sign_off import sign_off_html
from reviewer.export.workbook import write_workbook
from reviewer.extract.pipeline import extract
from reviewer.model import acts
from reviewer.model.fields import FieldRef
from reviewer.model.history import History
from reviewer.model.postponing import postpone
from reviewer.model.quality import QualitySample
from reviewer.model.review import Kind, Review
from reviewer.model.second import SecondReview
from reviewer.model.source import Note
from reviewer.sources.registry import open_source

NOW = datetime(2031, 3, 4, 5, 6)
ROWS = """# 青禾区水务局2031年项目绩效目标表
| 项目名称 | 总计 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
|---|---|---|---|---|---|
| 合计 | 30.00 | | | | |
| 河道保洁<一期> | 10.00 | 产出指标 | 数量指标 | 保洁河道 | ≥12公里 |
| 泵站检修 | 20.00 | 产出指标 | 质量指标 | 检修合格率 | ≥95% |
"""


@pytest.fixture(autouse=True)
def chinese() -> None:
    use_language("zh_CN")


def read(tmp_path: Path, name: str = "目标表.md") -> tuple[Review, History]:
    path = tmp_path / name
    path.write_text(ROWS, encoding="utf-8")
    review = extract(open_source(path))
    return review, History(review, "张三")


def text_of(html: str) -> str:
    return re.sub(r"<[^>]+>", "|", html.partition("<body>")[2])


def worked_on(tmp_path: Path) -> tuple[Review, History]:
    review, history = read(tmp_path)
    row = next(node for node in review.root.walk() if node.kind is Kind.INDICATOR)
    history.do(acts.set_value(review, FieldRef(row.id, "annual_value"), "≥13公里"))
    history.who = "李四"
    history.remark(SecondReview(review, history, "李四", seed=1).remark())
    sample = QualitySample(review, 3, seed=1)
    history.remark(sample.remark(60))
    history.who = "张三"
    return review, history


def test_the_page_names_reviewer_second_reviewer_sample_and_sums(tmp_path: Path) -> None:
    item = worked_on(tmp_path)
    said = text_of(sign_off_html([item], NOW))
    for words in ("张三", "李四", "目标表.md", "30.00", "95%", "2031-03-04 05:06"):
        assert words in said, words
    assert "河道保洁<一期>" not in sign_off_html([item], NOW), "nothing of a source is taken for markup"
    assert "不是测得" in said, "what the marking aims at is no measurement"
    assert said.count("李四") >= 2, "the second reading and the sample"


def test_sums_of_several_years_stand_each_for_itself(tmp_path: Path) -> None:
    one, other, third = (read(tmp_path, name) for name in ("甲.md", "乙.md", "丙.md"))
    other[1].do(acts.set_value(other[0], FieldRef(other[0].root.id, "year"), "2030"))
    told = text_of(sign_off_html([one, other, third], NOW)).replace("\n", "")
    assert re.findall(r"总计\|+(\d{4})\|+([\d.]+)\|+([\d.]+)", told) == [
        ("2030", "30.00", "30.00"),
        ("2031", "60.00", "60.00"),
    ]
    assert "90.00" not in told
    same = text_of(sign_off_html([one, third], NOW))
    assert re.findall(r"总计\|+([\d.]+)", same) == ["60.00"]


@pytest.mark.parametrize(("offices", "is_all"), [(1, True), (4, True), (5, False)])
def test_at_most_four_offices_are_named_above_the_page(tmp_path: Path, offices: int, is_all: bool) -> None:
    items = []
    for number in range(offices):
        review, history = read(tmp_path)
        history.do(acts.set_value(review, FieldRef(review.root.id, "department"), f"青禾区第{number + 1}水务局"))
        items.append((review, history))
    named = re.findall("青禾区第.水务局", text_of(sign_off_html(items, NOW)).partition("2031-03-04")[0])
    assert named == [f"青禾区第{number + 1}水务局" for number in range(min(offices, 4))]
    assert ("水务局等" in text_of(sign_off_html(items, NOW)).partition("2031-03-04")[0]) is not is_all


def test_nobody_is_named_where_nobody_looked_and_what_failed_is_open(tmp_path: Path) -> None:
    said = text_of(sign_off_html([read(tmp_path)], NOW, [("坏的.docx", "坏的.docx 打不开，请重新下载。")]))
    assert "坏的.docx 打不开，请重新下载。" in said
    assert "张三" not in said, "a name in the settings has checked nothing"
    assert "抽查" in said


def test_a_source_that_is_put_off_stands_with_its_note(tmp_path: Path) -> None:
    review, history = read(tmp_path)
    history.remark(postpone("等业务科答复"))
    assert "等业务科答复" in text_of(sign_off_html([(review, history)], NOW))


def test_projects_that_stand_twice_over_sources_are_named(tmp_path: Path) -> None:
    said = text_of(sign_off_html([read(tmp_path), read(tmp_path, "另一份.md")], NOW))
    assert "泵站检修" in said
    alone = text_of(sign_off_html([read(tmp_path)], NOW))
    assert "泵站检修" not in alone.partition("重复")[2]


def test_the_workbook_says_who_checked_and_what_the_samples_found(tmp_path: Path) -> None:
    item = worked_on(tmp_path)
    write_workbook([item], tmp_path / "out.xlsx", NOW)
    page = openpyxl.load_workbook(tmp_path / "out.xlsx")["说明"]
    row = dict(zip((cell.value for cell in page[1]), (cell.value for cell in page[2]), strict=True))
    assert row["校对人"] == "张三"
    assert row["复审"].startswith("李四")
    assert "3" in row["抽查结果"]
    assert "目标准确率" not in row
    assert any("不是测得" in str(title) for title in row)
    made = checked(*item)
    assert (made.looked, made.reviewers) == (1, {"张三": 1})
    assert made.unmarked > 3


def test_figures_stand_to_the_right_and_words_to_the_left(tmp_path: Path) -> None:
    one, other = read(tmp_path), read(tmp_path, "另一份.md")
    one[1].do(acts.set_value(one[0], FieldRef(one[0].root.id, "year"), ""))
    page = sign_off_html([one, other], NOW)
    head, first, second = re.findall("<tr>(.*?)</tr>", page.partition("<table")[2], re.S)[:3]
    for row in (head, first, second):
        sides = re.findall(r'align="(\w+)"', row)
        assert sides == ["left", *["right"] * 5, "left"], "a blank among figures is none the less theirs"


@pytest.mark.parametrize(("pages", "failed"), [(0, 0), (1, 0), (1, 2)])
def test_the_heading_counts_doubts_pages_that_were_not_read_and_failures(
    tmp_path: Path, pages: int, failed: int
) -> None:
    review, _ = read(tmp_path)
    notes = tuple(Note(f"第 {n} 页没有读出。", "part not read") for n in range(pages))
    made = Review(replace(review.source, notes=notes), review.root.data(), review.target_accuracy, review.layout)
    history = History(made, "张三")
    failures = [(f"坏{n}.pdf", f"坏{n}.pdf 读不了。") for n in range(failed)]
    said = text_of(sign_off_html([(made, history)], NOW, failures))
    found = re.search(
        r"（(\d+)）|\((\d+)\)", said.partition(tr("What is open ({count})", count=0).split("0")[0][:-1])[2]
    )
    assert found is not None
    assert int(found[1] or found[2]) == made.count_doubtful() + pages + failed


def test_what_is_not_listed_of_what_is_open_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    review = extract(open_source(resource("samples", "forms.txt")))
    history = History(review, "张三")
    assert review.count_doubtful() == 3
    more = "… and {count} more; the sheet 待核 of the workbook has all of them."
    said = trn(more, more, 7).partition("7")[2]
    assert said not in text_of(sign_off_html([(review, history)], NOW)), "all of it is listed"
    monkeypatch.setattr("reviewer.export.sign_off._MOST_OPEN", 1)
    assert said in text_of(sign_off_html([(review, history)], NOW))
