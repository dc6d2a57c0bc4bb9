"""Sources read by a script, without a window."""

import doctest
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import reviewer
from reviewer import api
from reviewer.api import comparing, naming, reading, statistics, tables
from reviewer.model.acts import duplicate, set_value
from reviewer.model.fields import FieldRef
from reviewer.model.history import History
from reviewer.model.review import Kind

ROOT = Path(__file__).resolve().parents[3]
SAMPLES = ROOT / "resources" / "samples"
FORM = (
    "项目支出绩效目标表\n项目名称\t堤防巡查\n实施单位\t河务站\n年度资金总额\t12.50\n"
    "一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t巡查次数\t≥12次\n产出指标\t质量指标\t隐患处理率\t100%\n"
)


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "表.tsv"
    path.write_text(FORM, encoding="utf-8")
    return path


def test_fields_are_those_of_the_json(form: Path) -> None:
    review = reviewer.read(form)
    by_path = {field.path: field for field in review.fields()}
    whole = review.to_json()
    assert by_path["entries[0].name"].value == whole["entries"][0]["name"]["value"] == "堤防巡查"
    field = by_path["entries[0].indicators[1].annual_value"]
    assert field.value == "100%"
    page, start, end = field.spans[0]
    assert review.pages[page][start:end] == "100%"
    assert field.confidence == whole["entries"][0]["indicators"][1]["annual_value"]["confidence"]


def test_tables_have_the_same_columns_whatever_was_read(form: Path, tmp_path: Path) -> None:
    empty = tmp_path / "空.txt"
    empty.write_text("今天下午开会。\n", encoding="utf-8")
    full, none = reviewer.read(form).frames(), reviewer.read(empty).frames()
    for name, frame in none.items():
        assert list(full[name].columns[: len(frame.columns)]) == list(frame.columns)
        assert full[name].dtypes[: len(frame.columns)].equals(frame.dtypes)
    rows = full["指标"]
    assert list(rows["三级指标"]) == ["巡查次数", "隐患处理率"]
    assert list(rows["数值"]) == [12.0, 100.0]
    assert list(rows["计算符号"]) == ["≥", "="]
    assert set(rows["项目行"]) == set(full["项目"]["行"])
    amounts = full["金额"]
    assert list(amounts.loc[amounts["标签"] == "年度资金总额", "数值"]) == [12.5]


def test_ids_stay_when_another_row_stands_in_front_and_a_copy_has_another(form: Path) -> None:
    read = reviewer.read(form)
    before = dict(read.row_ids)
    row = read.review.entries[0].children[0]
    History(read.review).do(duplicate(read.review, row))
    after = naming.row_ids(read.review)
    assert {number: after[number] for number in before} == before
    assert after[read.review.entries[0].children[1].id] == f"{before[row.id]}#2"


def test_ids_are_the_same_when_a_source_is_read_again(form: Path) -> None:
    again = reviewer.read(form)
    first = reviewer.read(form)
    assert [f.row for f in first.fields()] == [f.row for f in again.fields()]
    assert len(set(first.row_ids.values())) == len(first.row_ids)


def test_where_two_reviews_differ(form: Path) -> None:
    a, b = reviewer.read(form), reviewer.read(form)
    node = next(node for node in b.review.root.walk() if node.kind is Kind.INDICATOR)
    History(b.review).do(set_value(b.review, FieldRef(node.id, "annual_value"), "≥24次"))
    found = reviewer.compare(a, b)
    assert found[["值a", "值b"]].to_numpy().tolist() == [["≥12次", "≥24次"]]
    assert "巡查次数" in found["位置"][0]


def test_a_row_that_only_one_review_has(form: Path, tmp_path: Path) -> None:
    other = tmp_path / "别.tsv"
    other.write_text(FORM.replace("产出指标\t质量指标\t隐患处理率\t100%\n", ""), encoding="utf-8")
    found = reviewer.compare(reviewer.read(form), reviewer.read(other))
    whole = found[found["字段"] == comparing.WHOLE_ROW]
    assert list(whole["值a"]) == ["隐患处理率"]
    assert whole["值b"].isna().all()


def test_many_sources_and_one_that_cannot_be_read(form: Path, tmp_path: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04 no workbook at all")
    with pytest.raises(reviewer.SourceError, match="坏"):
        reviewer.read_many([tmp_path])
    with pytest.warns(reviewer.UnreadableSourceWarning, match="坏"):
        found = reviewer.read_many([tmp_path], errors="warn")
    assert [review.name for review in found] == ["表.tsv"]


def test_a_workbook_as_the_window_writes_it(form: Path, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = reviewer.read(form).to_excel(tmp_path / "出.xlsx")
    sheet = load_workbook(path)["指标"]
    assert [cell.value for cell in sheet[2]][6:9] == ["巡查次数", None, "≥12次"]


@pytest.mark.parametrize("module", [api, comparing, naming, reading, statistics, tables])
def test_examples_in_the_docstrings_run(module: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = doctest.testmod(module, optionflags=doctest.IGNORE_EXCEPTION_DETAIL)  # type: ignore[arg-type]
    assert result.failed == 0


def test_neither_qt_nor_pandas_is_imported_by_reading(form: Path) -> None:
    code = (
        "import sys, reviewer; assert not any(m.startswith('reviewer.') for m in sys.modules); "
        f"reviewer.read({str(form)!r}); print([m for m in ('PySide6', 'pandas') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


@pytest.mark.parametrize("sample", sorted(path.name for path in SAMPLES.iterdir()))
def test_json_keeps_to_its_schema(sample: str) -> None:
    from jsonschema import Draft202012Validator

    schema = json.loads((ROOT / "resources" / "schema" / "reviewer-1.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    document = reviewer.read(SAMPLES / sample).to_json()
    faults = [f"{error.json_path}: {error.message}" for error in Draft202012Validator(schema).iter_errors(document)]
    assert faults == []


def test_the_readme_s_example_runs_as_it_stands_and_ends_in_a_table(tmp_path: Path) -> None:
    """In a Python of its own, where nothing of the program was imported before."""
    text = (ROOT / "README.md").read_text(encoding="utf-8").split("## In a script or a notebook")[1]
    example = text.split("```python\n")[1].split("```")[0]
    script = tmp_path / "example.py"
    script.write_text(example + "\nprint(table.shape, int(table.to_numpy().sum()))\n", encoding="utf-8")
    run = subprocess.run(
        [sys.executable, str(script)], cwd=ROOT, capture_output=True, text=True, check=True, env=_here()
    )
    count = sum(field.path.endswith(".level3") for review in reviewer.read_many(SAMPLES) for field in review.fields())
    assert run.stdout.strip().splitlines()[-1].endswith(f") {count}")


def _here() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}


def test_tab_offers_the_names_before_one_was_used() -> None:
    code = "import reviewer; print(sorted({'read', 'read_many', 'compare', 'SourceError'} - set(dir(reviewer))))"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_one_path_alone_is_as_good_as_a_list_of_one(form: Path) -> None:
    for given in (form.parent, str(form.parent), [form.parent]):
        assert [review.name for review in reviewer.read_many(given)] == ["表.tsv"]
    review = reviewer.read(form)
    assert reviewer.totals(review).equals(reviewer.totals([review]))


def test_mistakes_of_a_script_are_said_with_the_call_that_was_meant(form: Path, tmp_path: Path) -> None:
    review = reviewer.read(form)
    with pytest.raises(reviewer.SourceError, match="read_many"):
        reviewer.read(tmp_path)
    session = review.to_session(tmp_path / "甲.review")
    with pytest.raises(reviewer.SourceError, match="read_session"):
        reviewer.read(session)
    with pytest.raises(ValueError, match="ignore"):
        reviewer.read_many(tmp_path, errors="ignore")  # type: ignore[arg-type]
    with pytest.raises(reviewer.SessionError):
        reviewer.read_session(form)


@pytest.mark.parametrize(("call", "name"), [("to_excel", "出.xls"), ("to_json", "出.xlsx"), ("to_session", "出.json")])
def test_nothing_is_written_under_a_name_that_says_something_else(form: Path, call: str, name: str) -> None:
    with pytest.raises(reviewer.WriteError, match=name):
        getattr(reviewer.read(form), call)(form.parent / name)
    assert not (form.parent / name).exists()


def test_a_table_printed_alone_has_the_values_first(form: Path) -> None:
    """What docs/scripts.md says shows only the values, does."""
    rows = reviewer.read(form).frames()["指标"]
    plain = rows.filter(regex=r"^(?!.*\.(confidence|needs_review|spans)$)")
    assert list(plain.columns)[5:10] == ["项目名称", "一级指标", "二级指标", "三级指标", "实施周期指标值"]
    assert not [name for name in plain.columns if "." in name]
