"""Batches: one bad source costs itself, a rerun does what is missing or changed, and nothing is done twice or left half."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "workers"))

import misbehaving

from reviewer.outputs import FILE_SUFFIXES, Target
from reviewer.reading import jobs
from reviewer.reading.batch import Batch, Options
from reviewer.reading.manifest import NAME
from reviewer.workers.terms import MEGABYTE, Limits

FORM = "项目名称\t{name}\n一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t巡查次数\t≥12次\n"


class Heard:
    """Keeps what is said."""

    def __init__(self) -> None:
        self.failed: list[str] = []
        self.noted: list[str] = []
        self.names: list[tuple[str, str]] = []
        self.was_refused = False
        self.shares: list[float] = []

    def fail(self, sentence: str) -> None:
        self.failed.append(sentence)

    def note(self, sentence: str) -> None:
        self.noted.append(sentence)

    def renamed(self, wanted: str, name: str) -> None:
        self.names.append((wanted, name))

    def refused(self) -> None:
        self.was_refused = True

    def progress(self, share: float, text: str) -> None:
        self.shares.append(share)


@pytest.fixture(autouse=True)
def _workers_find_the_jobs_of_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = str(Path(misbehaving.__file__).parent)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([folder, os.environ.get("PYTHONPATH", "")]))


@pytest.fixture
def sources(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "原文"
    folder.mkdir()
    paths = [folder / f"{number}.tsv" for number in range(4)]
    for path in paths:
        path.write_text(FORM.format(name=f"项目{path.stem}"), encoding="utf-8")
    return paths


def extract(paths: list[Path], out: Path, overwrite: bool = False, **options: object) -> tuple[int, Heard]:
    heard = Heard()
    target = Target(str(out), FILE_SUFFIXES, folder_allowed=True, overwrite=overwrite)
    target.make_ready()
    return Batch(paths, paths, target, Options(2, **options), heard).run(), heard  # type: ignore[arg-type]


def times(out: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in out.iterdir() if path.name != NAME}


@pytest.mark.usefixtures("crew_here")
def test_a_rerun_does_what_is_missing_or_changed(sources: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "出"
    assert extract(sources, out)[0] == 4
    before = times(out)
    (out / "1.xlsx").unlink()
    sources[2].write_text(FORM.format(name="改名的项目"), encoding="utf-8")
    written, heard = extract(sources, out)
    assert (written, heard.failed) == (4, [])
    after = times(out)
    assert {name for name in after if after[name] != before[name]} == {"1.json", "1.xlsx", "2.json", "2.xlsx"}
    assert json.loads((out / "2.json").read_text("utf-8"))["entries"][0]["name"]["value"] == "改名的项目"


@pytest.mark.usefixtures("crew_here")
def test_what_failed_is_said_again_and_tried_again_when_asked(sources: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "出"
    good = sources[0].read_bytes()
    sources[0].write_bytes(b"")
    first = extract(sources, out)[1].failed
    again = extract(sources, out)[1].failed
    assert first == again
    assert len(first) == 1
    assert "0.tsv" in first[0]
    rows = {Path(row["source"]).name: row for row in json.loads((out / NAME).read_text("utf-8"))["sources"]}
    assert rows["0.tsv"]["state"] == "failed"
    assert rows["0.tsv"]["fault"] == first[0]
    assert len(extract(sources, out, retry_failed=True)[1].failed) == 1
    sources[0].write_bytes(good)
    assert extract(sources, out)[0] == 4


@pytest.mark.usefixtures("crew_here")
@pytest.mark.parametrize("name", ["manifest.tsv", "Manifest.txt"])
def test_a_source_that_is_called_like_the_manifest_keeps_its_output(tmp_path: Path, name: str) -> None:
    out, source = tmp_path / "出", tmp_path / name
    source.write_text(FORM.format(name="清单"), encoding="utf-8")
    for _ in range(2):
        assert extract([source], out)[0] == 1
        (row,) = json.loads((out / NAME).read_text("utf-8"))["sources"]
        (made,) = (out / each for each in row["outputs"] if each.endswith(".json"))
        assert json.loads(made.read_text("utf-8"))["entries"][0]["name"]["value"] == "清单"


@pytest.mark.usefixtures("crew_here")
@pytest.mark.parametrize("how", ["a remark", "a key", "cut"])
def test_a_manifest_that_somebody_has_changed_keeps_what_was_written_into_it(
    sources: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], how: str
) -> None:
    out = tmp_path / "出"
    extract(sources[:2], out)
    before, text = times(out), (out / NAME).read_text("utf-8")
    changed = {
        "a remark": text + "\n\n",
        "a key": text.replace('"state"', '"remark": "检查过", "state"'),
        "cut": text[:90],
    }
    (out / NAME).write_text(changed[how], encoding="utf-8")
    assert extract(sources[:2], out)[0] == 2
    assert (out / "manifest.old.json").read_text("utf-8") == changed[how]
    assert "manifest.old.json" in capsys.readouterr().err
    assert len(json.loads((out / NAME).read_text("utf-8"))["sources"]) == 2
    assert how != "a remark" or times(out) | {"manifest.old.json": 0} == before | {"manifest.old.json": 0}
    extract(sources[:2], out)
    assert "manifest.old.json" not in capsys.readouterr().err, "once"


@pytest.mark.usefixtures("crew_here")
def test_somebodys_files_stay_and_other_names_are_said(
    sources: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "出"
    out.mkdir()
    (out / "0.xlsx").write_bytes(b"somebody's")
    (out / NAME).write_text("{}", encoding="utf-8")
    written, heard = extract(sources, out)
    assert (written, heard.names) == (4, [("0.xlsx", "0 (2).xlsx")])
    assert (out / "0.xlsx").read_bytes() == b"somebody's"
    assert (out / NAME).read_text(encoding="utf-8") == "{}"
    assert capsys.readouterr().err.count(NAME) == 1


@pytest.mark.usefixtures("crew_here")
@pytest.mark.parametrize("name", ["1.xlsx", "1.json"])
def test_an_output_that_somebody_has_changed_stays_and_is_written_beside(
    sources: list[Path], tmp_path: Path, name: str
) -> None:
    out = tmp_path / "出"
    extract(sources, out)
    (out / name).write_bytes(b"corrected")
    other = name.replace("1.", "1 (2).")
    written, heard = extract(sources, out)
    assert (written, heard.names) == (4, [(name, other)])
    assert (out / name).read_bytes() == b"corrected"
    before = times(out)
    assert extract(sources, out)[1].names == []
    assert times(out) == before, "what was written beside it is whole"
    (out / other).write_bytes(b"corrected too")
    assert extract(sources, out, overwrite=True)[1].names == []
    assert (out / name).read_bytes()[:2] in (b"PK", b"{\n")


@pytest.mark.usefixtures("crew_here")
@pytest.mark.parametrize("damage", ['"outputs": [null]', '"outputs": "x"', '"digests": []', '"digests": {"0.json": 1}'])
def test_a_manifest_of_odd_rows_is_read_as_none(sources: list[Path], tmp_path: Path, damage: str) -> None:
    import re

    out = tmp_path / "出"
    extract(sources[:1], out)
    text = (out / NAME).read_text("utf-8")
    key = damage.split(":")[0]
    (out / NAME).write_text(re.sub(key + r": (\[[^]]*\]|\{[^}]*\})", damage, text), encoding="utf-8")
    assert (out / NAME).read_text("utf-8") != text
    assert extract(sources[:1], out)[0] == 1
    assert (out / "manifest.old.json").exists()


@pytest.mark.usefixtures("crew_here")
def test_sources_of_one_name_from_two_runs_keep_outputs_of_their_own(sources: list[Path], tmp_path: Path) -> None:
    out, other = tmp_path / "出", tmp_path / "别处" / "0.tsv"
    other.parent.mkdir()
    other.write_text(FORM.format(name="同名的另一份"), encoding="utf-8")
    extract(sources[:1], out)
    extract([other], out)
    before = times(out)
    assert set(before) == {"0.json", "0.xlsx", "0 (2).json", "0 (2).xlsx"}
    for run in ([other, sources[0]], [sources[0]], [other]):
        assert extract(run, out)[0] == len(run)
        assert times(out) == before
    sources[0].write_text(FORM.format(name="改过"), encoding="utf-8")
    extract([other, sources[0]], out)
    named = {name: json.loads((out / name).read_text("utf-8"))["entries"][0]["name"]["value"]
             for name in ("0.json", "0 (2).json")}  # fmt: skip
    assert named == {"0.json": "改过", "0 (2).json": "同名的另一份"}
    other.unlink()
    third = tmp_path / "第三处" / "0.tsv"
    third.parent.mkdir()
    third.write_text(FORM.format(name="第三份"), encoding="utf-8")
    extract([third], out)
    assert json.loads((out / "0 (2).json").read_text("utf-8"))["entries"][0]["name"]["value"] == "第三份"


@pytest.mark.parametrize(
    ("job", "says"),
    [
        (misbehaving.hang, "2 秒没有进展"),
        (misbehaving.abort, "两次因它中断"),
        (misbehaving.swallow, "超过 300 MB"),
        (misbehaving.raise_two_lines, "程序在此出错（RuntimeError: two"),
    ],
    ids=["hang", "abort", "memory", "mistake"],
)
def test_one_bad_source_costs_itself(
    sources: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, job: object, says: str
) -> None:
    monkeypatch.setattr(jobs, "write_outputs", misbehaving.ForOne(sources[1], job))
    out = tmp_path / "出"
    silence = 2.0 if job is misbehaving.hang else 60.0
    written, heard = extract(sources, out, limits=Limits(memory=300 * MEGABYTE, silence=silence))
    assert written == 3
    assert len(heard.failed) == 1
    assert "1.tsv" in heard.failed[0]
    assert says in heard.failed[0]
    assert sorted(path.stem for path in out.glob("*.xlsx")) == ["0", "2", "3"]


@pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
def test_workers_killed_at_random_change_nothing_in_the_outputs(
    sources: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [sources[0].with_name(f"m{number}.tsv") for number in range(30)]
    for path in paths:
        path.write_text(FORM.format(name=path.stem), encoding="utf-8")
    calm, wild = tmp_path / "calm", tmp_path / "wild"
    assert extract(paths, calm)[0] == 30
    mark = tmp_path / "killed"
    monkeypatch.setattr(jobs, "write_outputs", misbehaving.KilledAtTimes(mark))
    written, heard = extract(paths, wild)
    assert (written, heard.failed) == (30, [])
    assert mark.read_text().count("x") > 3
    for path in paths:
        assert (calm / f"{path.stem}.json").read_bytes() == (wild / f"{path.stem}.json").read_bytes()
    assert not list(wild.glob(".*"))


def test_one_file_for_all_holds_those_that_could_be_read(sources: list[Path], tmp_path: Path) -> None:
    sources[2].write_bytes(b"")
    out = tmp_path / "all.json"
    written, heard = extract(sources, out)
    assert written == 3
    assert len(heard.failed) == 1
    assert [document["source"]["name"] for document in json.loads(out.read_text("utf-8"))] == [
        "0.tsv",
        "1.tsv",
        "3.tsv",
    ]
    out.write_text("somebody has changed it", encoding="utf-8")
    with pytest.raises(Exception, match=r"all\.json"):
        extract(sources, out)
    assert extract(sources, out, overwrite=True)[0] == 3
    assert heard.shares == sorted(heard.shares)


@pytest.mark.parametrize("code", ["part not read", "pictures"])
def test_a_source_that_was_read_in_part_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    from dataclasses import replace

    from reviewer.base.resources import resource
    from reviewer.model.source import Note
    from reviewer.reading import jobs
    from reviewer.sources import registry

    whole = registry.open_source(resource("samples", "wide.md"))
    parted = replace(whole, notes=(Note("第 3 页没有读取。", code),))
    monkeypatch.setattr(registry, "open_source", lambda *_given: parted)
    review, receipt = jobs._read(tmp_path / "目标表.md", lambda _share: None)
    assert review is not None
    assert review.entries
    assert "第 3 页没有读取。" in receipt["note"]
    assert "目标表.md" in receipt["note"]
    monkeypatch.setattr(registry, "open_source", lambda *_given: whole)
    assert jobs._read(tmp_path / "目标表.md", lambda _share: None)[1]["note"] == ""
