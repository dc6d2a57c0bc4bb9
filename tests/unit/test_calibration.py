"""The calibration: made by its command, right about documents that it has not seen, and never against the evidence."""

from __future__ import annotations

import json
import math
import sys
from functools import cache
from pathlib import Path

import pytest

from reviewer.base.resources import load_json
from reviewer.model.calibration import DEFAULT_TARGET, TARGETS, Calibration, calibration, field_kind
from reviewer.model.reasons import MUST_LOOK
from reviewer.model.review import KEYS

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tools.calibrate.__main__ import main  # noqa: E402
from tools.calibrate.documents import REAL  # noqa: E402
from tools.calibrate.evaluate import Figures, bins, calibration_error  # noqa: E402
from tools.calibrate.fit import HIGHEST_WEIGHT, fit  # noqa: E402
from tools.calibrate.observe import Observation  # noqa: E402
from tools.calibrate.study import Observed, Study, as_json, calibrate, study  # noqa: E402
from tools.corpus import layouts  # noqa: E402

pytestmark = pytest.mark.xdist_group("calibration")  # the study is made once


@cache
def small() -> Study:
    """Few documents, of every second layout and of seeds with which nothing was fitted."""
    some = [name for place, name in enumerate(layouts()) if place % 2 == 0 or name == "running-text"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tools.calibrate.documents.layouts", lambda: some)
        return study(seed=7100, fit_seeds=1, judge_seeds=1)


@cache
def fitted() -> Calibration:
    """The calibration that these documents give."""
    return calibrate([*small().to_fit, *small().found])


def figures(documents: list[Observed], target: float = DEFAULT_TARGET) -> Figures:
    found = Figures()
    for one in documents:
        found.add(one.fields, calibration(), target, one.led)
    return found


def ordinary() -> list[Observed]:
    return [one for one in (*small().to_fit, *small().to_judge) if not one.is_strange]


def field(kind: str, right: bool, *codes: str) -> Observation:
    return Observation(kind, codes, False, right, False, True, True, False, False)


def test_the_stored_calibration_has_the_shape_that_the_command_makes() -> None:
    made = as_json(small(), fitted())
    stored = load_json("calibration", "calibration.json")
    assert stored.keys() == made.keys()
    assert stored["made_from"].keys() == made["made_from"].keys()
    printed = {field_kind(kind, key, "1") for kind, keys in KEYS.items() for key in keys}
    assert printed <= stored["base"].keys()
    for kind, cuts in stored["thresholds"].items():
        assert [float(target) for target in cuts] == list(TARGETS)
        assert list(cuts.values()) == sorted(cuts.values()), f"{kind}: a stricter target marks no less"
    assert all(weight <= HIGHEST_WEIGHT for weight in stored["weights"].values())


def test_the_fit_is_the_same_each_time() -> None:
    """However the documents are ordered."""
    documents = [*small().to_fit, *small().found]
    assert calibrate(documents[::-1]) == fitted()


def test_the_stored_calibration_holds_on_documents_it_has_not_seen() -> None:
    found = figures(ordinary())
    assert found.fields > 5000
    assert calibration_error(found.claims, equal_mass=True) <= 0.02
    assert calibration_error(found.claims, equal_mass=False) <= 0.02
    assert found.alarm_rate <= 0.05
    assert found.unmarked_accuracy >= 0.995


def test_a_stricter_target_leaves_fewer_unmarked() -> None:
    unmarked = [figures(ordinary(), target).unmarked for target in TARGETS]
    assert unmarked == sorted(unmarked, reverse=True)
    assert unmarked[0] > unmarked[-1]


def test_a_fit_finds_what_the_documents_say() -> None:
    """Kinds as often right as they were, evidence as bad as it was, and none that speaks for a field."""
    seen = [field("name", place >= 20) for place in range(2000)]
    seen += [field("name", place >= 250, "read.shifted") for place in range(500)]
    seen += [field("name", True, "read.wrapped") for place in range(2000)]
    found = fit(seen)
    assert found.confidence("name", ()) == pytest.approx(0.995, abs=0.004)
    assert found.confidence("name", [found.weights["read.shifted"]]) == pytest.approx(0.5, abs=0.05)
    assert found.weights["read.wrapped"] == HIGHEST_WEIGHT


def test_calibration_error_is_the_distance_between_said_and_was() -> None:
    claims = [(0.9, place % 10 != 0) for place in range(1000)]
    assert calibration_error(claims, equal_mass=False) == pytest.approx(0.0, abs=1e-9)
    assert calibration_error([(0.9, False)] * 100, equal_mass=True) == pytest.approx(0.9)
    assert sum(count for _, _, count in bins(claims, equal_mass=True)) == 1000


def test_the_command_writes_everything_it_promises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tools.calibrate.__main__.study", lambda *_: small())
    assert main(["--out", str(tmp_path)]) == 0
    data = json.loads((tmp_path / "resources" / "calibration" / "calibration.json").read_text(encoding="utf-8"))
    assert all(math.isfinite(weight) for weight in data["weights"].values())
    page = (tmp_path / "docs" / "calibration.md").read_text(encoding="utf-8")
    assert "images/reliability.svg" in page
    assert "running-text, damaged" in page
    assert (tmp_path / "docs" / "images" / "reliability.svg").read_text(encoding="utf-8").count("<circle") >= 20


@pytest.mark.skipif(not (REAL / "truth").is_dir(), reason=f"there is no corpus of real documents in {REAL}")
def test_the_real_documents_are_marked_where_they_should_be() -> None:
    documents = [one for one in small().found if one.layout == "real"]
    assert len(documents) == 5
    for one in documents:
        found = figures([one])
        assert found.catch_rate == 1.0, one.name
        assert found.alarm_rate <= 0.05, one.name
    together = figures(documents)
    assert together.asked_rate >= 0.95
    assert together.alarm_rate <= 0.05


def test_evidence_that_asks_for_a_person_is_observed_as_a_mark() -> None:
    seen = [f for one in ordinary() for f in one.fields if MUST_LOOK & set(f.codes)]
    assert len(seen) > 10
    assert all(f.forced for f in seen)
