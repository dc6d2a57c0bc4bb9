"""docs/calibration.md: what the calibration is worth, in tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from reviewer.model.calibration import DEFAULT_TARGET, Calibration
from reviewer.model.reasons import first_weight
from tools.calibrate.curve import curve
from tools.calibrate.evaluate import Figures, bins, calibration_error
from tools.calibrate.fit import usable
from tools.calibrate.plot import reliability
from tools.calibrate.study import FOLDS, STRANGE, Observed, Study, calibrate, folds, generator_version
from tools.calibrate.thresholds import ALARMS, LOOKS

AIMS = {"unmarked right": DEFAULT_TARGET, "catch": 0.95, "alarm": 0.05, "ECE": 0.02}
_HEADS = (
    "documents",
    "fields",
    "accuracy",
    "catch",
    "alarm",
    "asked marked",
    "unmarked right",
    "ECE mass",
    "ECE width",
)
_DAMAGE = {"none": "clean", "light": "damaged", "heavy": "damaged"}
_GROUPS = ("clean", "damaged", *STRANGE)

Pairs = Sequence[tuple[Calibration, Sequence[Observed]]]
"""Documents, each with a calibration that has not seen them."""


def report(of: Study, found: Calibration, command: str) -> tuple[str, str, str]:
    """The page and its two plots: how far confidence is what it says, and the curve of silent against marked fields."""
    left_out = list(folds(of))
    without_real = calibrate([one for one in (*of.to_fit, *of.found) if one.layout != "real"])
    real: Pairs = [(without_real, [one for one in of.found if one.layout == "real"])]
    seeds: Pairs = [(found, of.to_judge)]
    parts = [
        _intro(of, command),
        _summary(seeds, left_out, real),
        _targets(left_out),
        _layouts(left_out),
        _kinds(found, left_out),
        _weights(of, found),
        _short(left_out),
    ]
    ordinary = {name: _count(pairs, _is_ordinary) for name, pairs in
                {"other seeds": seeds, "other layouts": left_out}.items()}  # fmt: skip
    curves = {name: bins(figures.claims, equal_mass=True) for name, figures in ordinary.items()}
    for name in STRANGE[:2]:
        curves[name] = bins(_count(left_out, _only(name)).claims, equal_mass=True)
    return "\n\n".join(parts) + "\n", reliability(curves), curve(_lines(left_out))


def _lines(left_out: Pairs) -> dict[str, list[tuple[float, float, float]]]:
    lines: dict[str, list[tuple[float, float, float]]] = {}
    for name, wanted in (("ordinary", _is_ordinary), *((name, _only(name)) for name in STRANGE[:2])):
        counted = [(target, _count(left_out, wanted, target)) for target in LOOKS]
        lines[name] = [(target, figures.alarm_rate, figures.silent_rate) for target, figures in counted]
    return lines


def _is_ordinary(one: Observed) -> bool:
    return not one.is_strange


def _only(group: str, layout: str | None = None) -> Callable[[Observed], bool]:
    """Whether a document is of this group, and of this layout where one is given."""
    return lambda one: _group(one) == group and layout in (None, one.layout)


def _count(
    pairs: Pairs, wanted: Callable[[Observed], bool] = lambda one: True, target: float = DEFAULT_TARGET
) -> Figures:
    figures = Figures()
    for found, documents in pairs:
        for one in documents:
            if wanted(one):
                figures.add(one.fields, found, target, one.led)
    return figures


def _table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    heads = list(heads)
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)], *(list(map(str, row)) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cells(figures: Figures) -> list[str]:
    return [
        str(figures.documents),
        str(figures.fields),
        f"{figures.accuracy:.4f}",
        f"{figures.catch_rate:.3f} of {figures.wrong}",
        f"{figures.alarm_rate:.4f}",
        f"{figures.asked_marked} of {figures.asked}",
        f"{figures.unmarked_accuracy:.5f}",
        f"{calibration_error(figures.claims, True):.4f}",
        f"{calibration_error(figures.claims, False):.4f}",
    ]


def _intro(of: Study, command: str) -> str:
    fitted, judged = Counter(_group(one) for one in (*of.to_fit, *of.found)), Counter(map(_group, of.to_judge))
    kinds = (*_GROUPS, "samples", "real")
    counts = _table(
        ["", *kinds], [["to fit", *(fitted[k] for k in kinds)], ["to judge by", *(judged[k] for k in kinds)]]
    )
    return f"""# Calibration

This page, its plot and `resources/calibration/calibration.json` are made by `{command}`; do not edit them by hand.
Made on {date.today().isoformat()}; first seed {of.seed}; generator {generator_version()}.

A field's confidence is `1 / (1 + exp(-(base of its kind + sum of the weights of its evidence)))`. Base and weights are
fitted (logistic regression; weights at most a little under 0; the first estimates as prior). Where another way of reading has
the field from the same place, its doubts have weights of their own. For each target accuracy there is a confidence below which
a field is doubtful: where a reviewer would look at more than {LOOKS[DEFAULT_TARGET]} right fields for a wrong one (at the usual
target), none is marked. Evidence for which the original itself has to be looked at, and every finding of a check but mere
information, marks a field whatever the figures say.

Documents, counted: *clean* and *damaged* are the generator's (`tools/corpus`), *strange* are clean ones altered in ways
for which no rule was made (`tools/calibrate/strange.py`: unknown header words, headers lost, rows moved, broken, cut by
a page), *laid out* are both as a browser copies them, without their grid, *forms* are those that the net was trained on: nothing
is fitted on the last, since the net is surer and righter there than it will be elsewhere. The target is to be met on ordinary
documents (clean and damaged). Where the real documents are at hand, none
of them alone may have more alarms than the reviewer is asked to bear ({ALARMS[DEFAULT_TARGET]:.0%} at the usual target).

{counts}

How it is counted: *accuracy*, *catch*, *alarm* and *asked* as the corpus's scorer does (a lost or invented row is caught
where anything in its document is marked); *unmarked right* is the share of right ones among the fields that the review
holds, that are counted and not marked; *ECE* is the expected calibration error over every field that the review
holds, empty ones too, in ten bins of equal mass and of equal width; what was read rightly of a row in the wrong project counts
as right there. Fields on which the truth is uncertain only count as
asked. Aims: {", ".join(f"{name} {aim:g}" for name, aim in AIMS.items())}.

**What these figures cannot say:** the rules of the extraction grew up with the generator's layouts, so that leaving a
layout out of the fit does not make it unseen by the rules. The strange documents are the nearest to that."""


def _group(one: Observed) -> str:
    return {"sample": "samples", "real": "real"}.get(one.layout) or _DAMAGE.get(one.damage, one.damage)


def _summary(seeds: Pairs, left_out: Pairs, real: Pairs) -> str:
    rows = []
    for title, pairs in (("other seeds", seeds), (f"layouts left out, {FOLDS} folds", left_out)):
        for group in _GROUPS:
            rows.append([f"{title}: {group}", *_cells(_count(pairs, _only(group)))])
    if real[0][1]:
        rows.append(["the real documents, left out", *_cells(_count(real))])
    return f"""## Documents left out

Target accuracy {DEFAULT_TARGET:.2%}.

{_table(["", *_HEADS], rows)}

![Reliability](images/reliability.svg)

Each point is a tenth of the fields; the axes are stretched towards 1. On the dashed line confidence is what it says."""


def _targets(left_out: Pairs) -> str:
    rows = []
    for target in LOOKS:
        for name, wanted in (("clean and damaged", _is_ordinary), *((name, _only(name)) for name in STRANGE)):
            figures = _count(left_out, wanted, target)
            rows.append([f"{target:.2%}, {name}", f"{figures.unmarked_accuracy:.5f}", f"{figures.silent_rate:.4f}",
                         f"{figures.catch_rate:.3f}", f"{figures.alarm_rate:.4f}", f"{figures.misplaced}"])  # fmt: skip
    heads = ["target", "unmarked right", "silent", "catch", "alarm", "in the wrong project"]
    return f"""## The curve: what is silent against what is marked, layouts left out

*Silent* is the share of wrong fields among those not marked, rows in the wrong project left aside: those are told in the last
column, and whether a row is marked for that is no matter of the target.

{_table(heads, rows)}

![The curve](images/curve.svg)"""


def _layouts(left_out: Pairs) -> str:
    heads = ["layout", "fields", "accuracy", "catch", "alarm", "asked marked", "unmarked right", "ECE mass"]
    rows = []
    for layout in _names(left_out):
        for group in _GROUPS:
            cells = _cells(_count(left_out, _only(group, layout)))
            rows.append([f"{layout}, {group}", *cells[1:-1]])
    return f"## Per layout, each left out of the fit\n\n{_table(heads, rows)}"


def _names(pairs: Pairs) -> list[str]:
    return sorted({one.layout for _, documents in pairs for one in documents})


def _kinds(found: Calibration, left_out: Pairs) -> str:
    rows = []
    for kind in sorted(found.base):
        only = [
            (by, [replace(one, fields=tuple(f for f in one.fields if f.kind == kind)) for one in documents])
            for by, documents in left_out
        ]  # fmt: skip
        ordinary, strange = _count(only, _is_ordinary), _count(only, _only("strange"))
        rows.append([
            kind, f"{found.confidence(kind, ()):.4f}", f"{found.threshold(kind, DEFAULT_TARGET):.4f}",
            str(len(ordinary.claims)), f"{ordinary.alarm_rate:.4f}", _share(ordinary), _share(strange),
            f"{calibration_error(ordinary.claims, True):.4f}",
        ])  # fmt: skip
    heads = [
        "kind",
        "nothing against it",
        "doubtful below",
        "fields",
        "alarm",
        "unmarked right",
        "the same, strange",
        "ECE mass",
    ]
    return (
        "## Per kind of field, layouts left out\n\n“empty” kinds are claims that the source has no such value.\n\n"
        + _table(heads, rows)
    )


def _share(figures: Figures) -> str:
    return f"{figures.unmarked_accuracy:.5f} ({figures.unmarked_wrong} wrong)" if figures.unmarked else "-"


def _weights(of: Study, found: Calibration) -> str:
    count: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for field in usable(field for one in (*of.to_fit, *of.found) for field in one.fields):
        count.update(field.codes)
        wrong.update(field.codes if not field.right else ())
    rows = [
        [f"`{code}`", count[code], wrong[code], f"{first_weight(code):.2f}", f"{found.weights[code]:.2f}"]
        for code in sorted(found.weights)
    ]
    return (
        "## Weights of the evidence\n\nLog-odds; evidence that no document showed keeps its first estimate.\n\n"
        + _table(["evidence", "met", "of them wrong", "first estimate", "fitted"], rows)
    )


def _short(left_out: Pairs) -> str:
    lines = []
    for layout in _names(left_out):
        for group in _GROUPS:
            figures = _count(left_out, _only(group, layout))
            missed = _missed(figures)
            if missed:
                lines.append(f"- {layout}, {group}: {', '.join(missed)}")
    return "## What falls short\n\n" + ("\n".join(lines) or "Nothing does.")


def _missed(figures: Figures) -> list[str]:
    missed = []
    if figures.unmarked_accuracy < AIMS["unmarked right"]:
        missed.append(f"unmarked right {figures.unmarked_accuracy:.4f} ({figures.unmarked_wrong} wrong)")
    if figures.catch_rate < AIMS["catch"]:
        missed.append(f"{figures.wrong - figures.caught} of {figures.wrong} wrong fields not caught")
    if figures.alarm_rate > AIMS["alarm"]:
        missed.append(f"alarm {figures.alarm_rate:.3f}")
    error = calibration_error(figures.claims, True)
    if error > AIMS["ECE"]:
        missed.append(f"ECE {error:.3f}")
    return missed
