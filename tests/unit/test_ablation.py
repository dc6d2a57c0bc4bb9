"""The command that switches rules off tells what each of them earns, and measures nothing twice."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from reviewer.extract import pipeline
from reviewer.sources.registry import source_from_bytes
from tools.ablation import __main__ as command
from tools.ablation.kept import observed
from tools.ablation.measure import Bench, Case, sampled
from tools.ablation.record import Record
from tools.ablation.switches import HELD_BY, RULES, Switch, switches
from tools.corpus import DAMAGES, make

BESIDE = (
    "专项名称\t甲\t专项名称\t乙\t专项名称\t丙\n绩效目标\t完成甲。\t绩效目标\t完成乙。\t绩效目标\t完成丙。\n"
    "三级指标\t指标值\t三级指标\t指标值\t三级指标\t指标值\n培训人次\t≥10人\t检查次数\t≥20次\t绿化面积\t≥30亩\n"
)
"""Three forms side by side, which one rule alone takes apart."""
ROWS = {"甲": ("培训人次", "≥10人"), "乙": ("检查次数", "≥20次"), "丙": ("绿化面积", "≥30亩")}
TRUTH = {
    "entries": [
        {"name": name, "goal": f"完成{name}。", "indicators": [{"level3": row[0], "annual_value": row[1]}]}
        for name, row in ROWS.items()
    ]
}


def switch(name: str) -> Switch:
    return next(each for each in switches() if each.name == name)


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    """A few invented documents with their truth."""
    found = [Case("beside", source_from_bytes("beside.tsv", BESIDE.encode()), TRUTH)]
    for layout in ("department-tasks", "spaced-form"):
        name, text, truth = make(layout, 3, DAMAGES[0])
        found.append(Case(layout, source_from_bytes(name, text.encode()), truth))
    return found


@pytest.fixture(scope="module")
def bench(cases: list[Case]) -> Bench:
    return Bench(cases)


def test_everything_on_is_what_the_program_reads(bench: Bench, cases: list[Case]) -> None:
    for case in cases:
        fields, _ = observed(case.source, case.truth)
        counted = [one for one in fields if one.counted]
        assert bench.whole[case.corpus].fields == len(counted) >= 12
        assert bench.whole[case.corpus].wrong == sum(not one.right for one in counted)


def test_a_rule_that_a_layout_needs_is_seen_to_earn_and_one_that_it_does_not_need_is_not(bench: Bench) -> None:
    off, on = bench.without(switch("beside.forms_beside")), bench.whole
    assert not isinstance(off, str)
    assert on["beside"].wrong == 0
    assert off["beside"].wrong >= 6
    assert command.difference(off["beside"], on["beside"]).split(" / ")[0] > "3"
    assert command.difference(off["department-tasks"], on["department-tasks"]) == "·"


@pytest.mark.parametrize(
    "name", ["in_width.whole_in_width", "other_tables.without_other_tables", "pairs.with_pairs_apart",
             "reading by learned", "nothing bears it out, or others differ", "infer.with_names_told"],
)  # fmt: skip
def test_what_stays_of_a_document_is_what_reading_it_anew_gives(name: str, bench: Bench, cases: list[Case]) -> None:
    off = bench.without(switch(name))
    assert not isinstance(off, str)
    for case in cases:
        with switch(name).off():
            if switch(name).way is not None:
                readings = pipeline.readings_of
                kept = [one for one in readings(case.source) if one.by is not switch(name).way]
                with pytest.MonkeyPatch.context() as patch:
                    patch.setattr(pipeline, "readings_of", lambda *_, kept=kept: kept)
                    fields, _ = observed(case.source, case.truth)
            else:
                fields, _ = observed(case.source, case.truth)
        assert off[case.corpus].wrong == sum(one.counted and not one.right for one in fields), case.corpus


def test_a_switch_puts_everything_back(bench: Bench) -> None:
    before = {name: value for name, value in vars(pipeline).items() if callable(value)}
    for each in switches():
        with each.off():
            pass
    assert {name: value for name, value in vars(pipeline).items() if callable(value)} == before


def test_a_share_takes_some_of_every_corpus(cases: list[Case]) -> None:
    many = [Case(name, case.source, case.truth) for name in ("a", "b") for case in [*cases, cases[0]] * 5]
    few = sampled(many, 0.1, seed=4)
    assert [case.corpus for case in few] == ["a", "a", "b", "b"]
    assert few == sampled(many, 0.1, seed=4)
    assert len(sampled(many, 0.001, seed=4)) == 2


def test_a_run_that_was_broken_off_goes_on(
    tmp_path: Path, cases: list[Case], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept, out, asked = tmp_path / "kept.json", tmp_path / "ablation.md", []
    chosen = [each for each in switches() if each.name.startswith(("beside.", "aligned_parts.parts"))]
    monkeypatch.setattr(command, "switches", lambda: chosen)
    monkeypatch.setattr(command, "remember_the_net", lambda: None)
    monkeypatch.setattr(command, "cases", lambda *_: cases[:1])
    monkeypatch.setattr(command, "state", lambda settings: f"state {settings}")
    without = Bench.without
    monkeypatch.setattr(Bench, "without", lambda self, each: (asked.append(each.name), without(self, each))[1])
    arguments = ["--kept", str(kept), "--out", str(out)]
    assert command.main([*arguments, "--only", "beside."]) == 0
    assert asked == ["beside.forms_beside"]
    assert not out.exists()
    assert command.main(arguments) == 0
    assert asked == ["beside.forms_beside", "aligned_parts.parts_by_blanks"]
    page = out.read_text(encoding="utf-8")
    assert "| `aligned_parts.parts_by_blanks` | · |" in page
    lost = page.split("| `beside.forms_beside` | ")[1].split(" / ")[0]
    assert int(lost) > 3000
    assert Record(kept, "another state").of("beside.forms_beside") is None
    capsys.readouterr()


def test_a_rule_that_only_a_test_needs_is_held_by_one_that_exists() -> None:
    folder = command.ROOT / "tests" / "unit" / "extract"
    for rule, test in HELD_BY.items():
        name, _, function = test.partition("::")
        assert rule in RULES
        assert f"def {function.partition('[')[0]}(" in (folder / name).read_text(encoding="utf-8")
