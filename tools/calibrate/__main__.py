"""`python -m tools.calibrate`: fit the calibration and write it, the page about it and its plot."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from tools.calibrate.documents import ROOT
from tools.calibrate.report import report
from tools.calibrate.study import as_json, calibrate, study

COMMAND = "python -m tools.calibrate"


def main(argv: list[str] | None = None) -> int:
    """Runs for about half a minute; the real documents are taken where the corpus lies beside the checkout."""
    parser = argparse.ArgumentParser(prog=COMMAND, description=__doc__)
    parser.add_argument("--seed", type=int, default=9000, help="first seed of the generated documents")
    parser.add_argument("--fit", type=int, default=6, help="seeds a layout to fit on")
    parser.add_argument("--judge", type=int, default=3, help="seeds a layout to judge by")
    parser.add_argument("--out", type=Path, default=ROOT, help="folder in which resources/ and docs/ are written")
    args = parser.parse_args(argv)
    of = study(args.seed, args.fit, args.judge)
    found = calibrate([*of.to_fit, *of.found])
    page, plot = report(of, found, COMMAND)
    data = json.dumps(as_json(of, found), ensure_ascii=False, indent=1) + "\n"
    for parts, text in (
        (("resources", "calibration", "calibration.json"), data),
        (("docs", "calibration.md"), page),
        (("docs", "images", "reliability.svg"), plot),
    ):
        path = args.out.joinpath(*parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(path)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
