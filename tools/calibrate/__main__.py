"""`python -m tools.calibrate`: fit the calibration and write it, the page about it and its plot."""

from __future__ import annotations

import argparse
import json
import pickle
from pathlib import Path

from tools.calibrate.documents import ROOT
from tools.calibrate.report import report
from tools.calibrate.study import Study, as_json, calibrate, study

COMMAND = "python -m tools.calibrate"


def main(argv: list[str] | None = None) -> int:
    """Runs for some minutes; the real documents are taken where the corpus lies beside the checkout."""
    parser = argparse.ArgumentParser(prog=COMMAND, description=__doc__)
    parser.add_argument("--seed", type=int, default=9000, help="first seed of the generated documents")
    parser.add_argument("--fit", type=int, default=4, help="seeds a layout to fit on")
    parser.add_argument("--judge", type=int, default=2, help="seeds a layout to judge by")
    parser.add_argument("--jobs", type=int, default=2, help="processes at once")
    parser.add_argument("--out", type=Path, default=ROOT, help="folder in which resources/ and docs/ are written")
    parser.add_argument("--kept", type=Path, help="file for what was observed: taken from there where it exists")
    args = parser.parse_args(argv)
    of = _kept(args.kept) or study(args.seed, args.fit, args.judge, args.jobs)
    if args.kept:
        args.kept.write_bytes(pickle.dumps(of))
    found = calibrate([*of.to_fit, *of.found])
    page, plot, line = report(of, found, COMMAND)
    data = json.dumps(as_json(of, found), ensure_ascii=False, indent=1) + "\n"
    for parts, text in (
        (("resources", "calibration", "calibration.json"), data),
        (("docs", "calibration.md"), page),
        (("docs", "images", "reliability.svg"), plot),
        (("docs", "images", "curve.svg"), line),
    ):
        path = args.out.joinpath(*parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(path)
    return 0


def _kept(path: Path | None) -> Study | None:
    """What an earlier run has observed, of the program as it was then; None where nothing is kept."""
    if path is None or not path.exists():
        return None
    found = pickle.loads(path.read_bytes())
    return found if isinstance(found, Study) else None


if __name__ == "__main__":
    raise SystemExit(main())
