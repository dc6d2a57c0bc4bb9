"""Small files that show what the programs that made them show, held against what is right, where such files are at hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reviewer import cli

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases" / "formats"
pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason=f"there are no files of other programs in {CASES}")

Json = dict[str, Any]
Values = dict[str, str]

ARCHIVE: Values = {
    "数字化扫描档案页数": "≥80万页",
    "著录目录条数": "≥6000条",
    "扫描图像合格率": "≥98%",
    "项目完成时间": "2026年12月底前",
    "单页加工成本": "≤1.5元",
    "档案利用查询响应时间": "≤3分钟",
    "查档群众满意度": "≥95%",
}
LEVEL_2 = ("数量指标", "数量指标", "质量指标", "时效指标", "成本指标", "社会效益指标", "服务对象满意度指标")


def _extracted(file: str, folder: Path) -> Json:
    out = folder / "out.json"
    assert cli.run(["extract", str(CASES / file), "-o", str(out)]) == 0
    found: Json = json.loads(out.read_text(encoding="utf-8"))
    return found


def _indicators(found: Json) -> list[Json]:
    return [row for entry in found["entries"] for row in entry["indicators"]]


def _fields(found: Json) -> list[tuple[str, Json]]:
    """Every named field of every entry."""
    named: list[tuple[str, Json]] = []
    for entry in found["entries"]:
        named += [("name", entry["name"]), ("unit", entry["unit"]), ("goal", entry["goal"])]
        named += [*entry["amounts"].items(), *entry["attributes"].items()]
    return named


def _differences(found: Json, values: Values, amounts: Values, marked: tuple[str, ...] = ()) -> list[str]:
    """What is not as it should be, in words. `marked` are the names of what may be wrong where it is marked."""
    wrong: list[str] = []
    rows = _indicators(found)
    for name, value in values.items():
        own = [row for row in rows if row["level3"]["value"] == name]
        if not own and name in marked:
            own = [row for row in rows if name in str(row["level3"]["value"]) and row["level3"]["needs_review"]]
        if len(own) != 1:
            wrong.append(f"{name}: {len(own)} rows")
            continue
        field = own[0]["annual_value"]
        if field["value"] != value and not (name in marked and field["needs_review"]):
            wrong.append(f"{name}: {field['value']}, not {value}")
    if len(rows) != len(values):
        wrong.append(f"{len(rows)} rows: " + " / ".join(str(row["level3"]["value"]) for row in rows))
    for label, amount in amounts.items():
        got = [field for key, field in _fields(found) if label in key]
        if not any(_same(field["value"], amount) or (label in marked and field["needs_review"]) for field in got):
            wrong.append(f"{label}: {[field['value'] for field in got]}, not {amount}")
    return wrong


def _same(got: str | None, wanted: str) -> bool:
    """Whether two texts are the same, or the same number."""
    try:
        return got is not None and float(got) == float(wanted)
    except ValueError:
        return got == wanted


def _archive(found: Json, values: Values | None = None, marked: tuple[str, ...] = ()) -> list[str]:
    """What differs from the form of the archive's project."""
    amounts = {
        "name": "馆藏档案数字化项目",
        "unit": "云溪县档案馆",
        "主管部门": "云溪县档案局",
        "资金总额": "120.50",
        "财政拨款": "120.50",
    }
    wrong = _differences(found, values or ARCHIVE, amounts, marked)
    if not values:
        for row, level in zip(_indicators(found), LEVEL_2, strict=False):
            got = row["level2"]["value"] or ""
            if got.removesuffix("指标") != level.removesuffix("指标"):
                wrong.append(f"{row['level3']['value']}: {got}, not {level}")
    return wrong


def _without(found: Json, *texts: str) -> list[str]:
    """Which texts stand in a field though nobody can see them."""
    inside = json.dumps([found["entries"], found["title"], found["department"]], ensure_ascii=False)
    return [f"{text} is in a field" for text in texts if text in inside]


def _ticks(found: Json, *names: str) -> list[str]:
    """Which of the boxes beside these names do not read as ticked."""
    import re

    text = " ".join(f"{key}:{field['value']}" for key, field in _fields(found)) + " ".join(
        page["text"] for page in found["pages"]
    )
    return [f"{name} is not ticked" for name in names if not re.search(rf"[☑☒√✓✔]\s*{name}", text)]


# -- Word ---------------------------------------------------------------------------------------------------------


def test_several_indicators_in_a_cell_of_word(tmp_path: Path) -> None:
    values = {
        **ARCHIVE,
        "著录目录条数": "≥6000条",
        "目录著录准确率": "≥99%",
        "项目总成本": "≤120.5万元",
        "年提供利用人次": "≥2000人次",
        "移交单位满意度": "≥90%",
    }
    assert not _archive(_extracted("F01.docx", tmp_path), values)


def test_several_indicators_in_a_cell_of_excel(tmp_path: Path) -> None:
    found = _extracted("F01d.xlsx", tmp_path)
    names = ("数字化扫描档案页数", "著录目录条数", "扫描图像合格率", "项目完成时间")
    assert not _differences(found, {name: ARCHIVE[name] for name in names}, {})


def test_money_sign(tmp_path: Path) -> None:
    assert not _archive(_extracted("F04.docx", tmp_path), marked=("财政拨款",))


def test_symbol_fonts(tmp_path: Path) -> None:
    found = _extracted("F05.docx", tmp_path)
    assert not [*_archive(found), *_ticks(found, "新增性项目", "业务类")]


def test_eq_fields(tmp_path: Path) -> None:
    found = _extracted("F06.docx", tmp_path)
    goal = found["entries"][0]["goal"]["value"]
    assert "①" in goal
    assert "②" in goal
    assert not [*_archive(found), *_ticks(found, "新增性项目", "业务类")]


def test_raised_notes_of_word(tmp_path: Path) -> None:
    values = {**ARCHIVE, "数字化扫描档案页数": "≥80", "著录目录条数": "6000"}
    assert not _archive(_extracted("F08.docx", tmp_path), values)


@pytest.mark.parametrize("file", ["F20.docx", "F23.docx", "F24.docx"])
def test_form_in_word(file: str, tmp_path: Path) -> None:
    assert not _archive(_extracted(file, tmp_path))


def test_picture_in_word_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = cli.run(["extract", str(CASES / "F21.docx"), "-o", str(tmp_path / "out.json")])
    said = capsys.readouterr().err
    if code == 0:
        said += (tmp_path / "out.json").read_text(encoding="utf-8")
    assert "图片" in said
    assert "识别" in said or "PDF" in said


def test_column_that_is_empty_throughout(tmp_path: Path) -> None:
    found = _extracted("F36.docx", tmp_path)
    rows = _indicators(found)
    assert [row["level3"]["value"] for row in rows] == list(ARCHIVE)
    assert not any(row["annual_value"]["value"] for row in rows)
    said = [*found["issues"], *(issue for entry in found["entries"] for issue in entry["issues"])]
    said += [issue for row in rows for issue in row["issues"]]
    assert said or any(row["annual_value"]["needs_review"] for row in rows)


def test_powers_and_fractions(tmp_path: Path) -> None:
    found = _extracted("G09.docx", tmp_path)
    rows = {row["level3"]["value"]: row["annual_value"] for row in _indicators(found)}
    assert rows["减排量"]["value"] in ("≥1.2×10³吨", "≥1.2×10^3吨") or rows["减排量"]["needs_review"]
    assert rows["养护单价"]["value"] == "≤3.5万元/公里" or rows["养护单价"]["needs_review"]
    values = {name: str(rows[name]["value"]) for name in ("减排量", "养护单价")}
    assert not _differences(found, {**values, "养护里程": "≥120公里", "群众满意度": "≥95%"}, {"年度资金总额": "1234.5"})


# -- sheets -------------------------------------------------------------------------------------------------------


def test_struck_and_raised_in_a_workbook(tmp_path: Path) -> None:
    assert not _archive(_extracted("F07.xlsx", tmp_path), marked=("扫描图像合格率", "数字化扫描档案页数"))


@pytest.mark.parametrize("file", ["F09.csv", "F10.csv", "F28.xlsx"])
def test_form_in_a_table(file: str, tmp_path: Path) -> None:
    assert not _archive(_extracted(file, tmp_path))


def test_formulas_without_results(tmp_path: Path) -> None:
    found = _extracted("F25.xlsx", tmp_path)
    total = [field for key, field in _fields(found) if "年度资金总额" in key]
    assert total
    assert all(field["value"] == "120.50" or (field["value"] is None and field["needs_review"]) for field in total)
    first = _indicators(found)[0]["annual_value"]
    assert first["value"] == "≥80万页" or (first["value"] is None and first["needs_review"])
    assert any(field["value"] == "120.50" for key, field in _fields(found) if "财政拨款" in key)


def test_formats_from_number_fifty(tmp_path: Path) -> None:
    found = _extracted("G01.xls", tmp_path)
    values = {"养护里程": "≥120公里", "优良路率": "≥90%", "每公里养护费": "1234.5000", "完成时间": "2026年12月底前",
              "受益人数": "≥3000人", "群众满意度": "≥95%"}  # fmt: skip
    assert not _differences(found, values, {"年度资金总额": "1234.5", "财政拨款": "1000", "其他资金": "234.5"})


def test_escapes_in_number_formats(tmp_path: Path) -> None:
    found = _extracted("G02.xlsx", tmp_path)
    values = {"培训时长": "3h", "驻点天数": "12d", "铺设面积": "12m2", "合格率": "≥95%", "每人次费用": "5元",
              "受益人数": "300人", "群众满意度": "≥95%"}  # fmt: skip
    assert not _differences(found, values, {"年度资金总额": "1234.5", "财政拨款": "1000", "其他资金": "234.5"})


def test_cells_of_ods_without_text(tmp_path: Path) -> None:
    found = _extracted("G03.ods", tmp_path)
    rows = {row["level3"]["value"]: row["annual_value"]["value"] for row in _indicators(found)}
    assert len(rows) == 4
    assert {value.rstrip("公里人") for name, value in rows.items() if "养护" in name or "受益" in name} == {
        "120",
        "3000",
    }
    assert rows["优良路率"] in ("90%", "90.00%")
    assert rows["群众满意度"] == "≥95%"
    assert not _differences(found, {**rows}, {"年度资金总额": "1234.5", "财政拨款": "1000", "其他资金": "234.5"})


def test_formats_of_texts(tmp_path: Path) -> None:
    found = _extracted("G13.xlsx", tmp_path)
    values = {
        "受益人数": "≥3000人",
        "养护里程": "120公里",
        "优良路率": "≥90%",
        "带动就业": "≥50人",
        "群众满意度": "≥95%",
    }
    assert not _differences(found, values, {"财政拨款": "1000"})
    total = [field for key, field in _fields(found) if "年度资金总额" in key]
    assert all(field["value"] == "1234.5" or (field["value"] is None and field["needs_review"]) for field in total)


# -- PDF and the rest ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", ["F02.pdf", "F15.pdf"])
def test_form_in_a_pdf(file: str, tmp_path: Path) -> None:
    assert not _archive(_extracted(file, tmp_path))


def test_value_under_a_box(tmp_path: Path) -> None:
    found = _extracted("F03.pdf", tmp_path)
    assert not [*_archive(found), *_without(found, "≥90%")]


def test_watermark(tmp_path: Path) -> None:
    found = _extracted("F14.pdf", tmp_path)
    assert not [*_archive(found), *_without(found, "内部", "审核使用")]


def test_font_without_characters(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if cli.run(
        ["extract", str(CASES / "F16.pdf"), "-o", str(tmp_path / "out.json")]
    ):  # without the recognition of scans
        assert "字体" in capsys.readouterr().err
        return
    found: Json = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    if _archive(found):
        fields = [field for _, field in _fields(found)] + [
            found[key] for key in ("title", "department", "year", "money_unit")
        ]
        fields += [row[key] for row in _indicators(found) for key in ("level1", "level2", "level3", "annual_value")]
        assert all(field["needs_review"] for field in fields if field["value"])
        assert found["source"]["notes"]


def test_layer_that_is_switched_off(tmp_path: Path) -> None:
    found = _extracted("F18.pdf", tmp_path)
    assert not [*_archive(found), *_without(found, "≥70%", "旧")]


def test_ofd_is_read_or_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if cli.run(["extract", str(CASES / "F29.ofd"), "-o", str(tmp_path / "out.json")]):
        said = capsys.readouterr().err
        assert "OFD" in said
        assert "PDF" in said
        return
    found: Json = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert {row["level3"]["value"]: row["annual_value"]["value"] for row in _indicators(found)} == ARCHIVE


def test_table_of_divs(tmp_path: Path) -> None:
    assert not _archive(_extracted("F31.html", tmp_path))


def test_radicals(tmp_path: Path) -> None:
    found = _extracted("G05.md", tmp_path)
    values = {"车辆长期检修次数": "≥10次", "门户见习合格率": "≥95%", "完成时间": "2026年12月", "马铃薯种植户受益人数": "≥300人",
              "用户满意度": "≥90%"}  # fmt: skip
    amounts = {"name": "车辆与门户网站长效运维项目", "主管部门": "云溪县财政局", "项目资金": "1234.50"}
    assert not _differences(found, values, amounts)
