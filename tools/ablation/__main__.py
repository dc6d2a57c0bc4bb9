"""`python -m tools.ablation`: switch each rule, reading, kind of evidence and feature off, and write what it earns."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tools.ablation.measure import Bench, Figures, cases, remember_the_net, sampled
from tools.ablation.record import Record, state
from tools.ablation.switches import HELD_BY, Switch, switches
from tools.calibrate.documents import ROOT

Found = list[tuple[Switch, dict[str, Figures] | str]]
_QUICK = 0.15
"""The share of each corpus that `--quick` takes."""


def main(argv: list[str] | None = None) -> int:
    """Some seconds a switch; the given sets are taken where they lie beside the checkout."""
    parser = argparse.ArgumentParser(prog="python -m tools.ablation", description=__doc__)
    parser.add_argument("--seed", type=int, default=5200, help="first seed of the generated documents")
    parser.add_argument("--seeds", type=int, default=1, help="seeds a layout")
    parser.add_argument("--share", type=float, default=1.0, help="so much of each corpus, chosen by the seed")
    parser.add_argument("--quick", action="store_true", help=f"the same as --share {_QUICK}")
    parser.add_argument("--only", default="", help="only switches whose name or kind holds this; writes no page")
    parser.add_argument("--kept", type=Path, default=ROOT / "build" / "ablation.json",
                        help="what is measured is kept here, so that a run that was broken off goes on")  # fmt: skip
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "ablation.md")
    args = parser.parse_args(argv)
    share = _QUICK if args.quick else args.share
    remember_the_net()
    bench = Bench(sampled(cases(args.seed, args.seeds), share, args.seed))
    whole, record = bench.whole, Record(args.kept, state((args.seed, args.seeds, share)))
    print(*(f"{name}: {_figures(figures)}" for name, figures in whole.items()), sep="\n", flush=True)
    found: Found = []
    for switch in switches():
        if args.only in switch.name or args.only in switch.kind:
            found.append((switch, record.of(switch.name) or record.keep(switch.name, bench.without(switch))))
            print(_line(switch, found[-1][1], whole), flush=True)
    if not args.only:
        args.out.write_text(page(found, whole, args.seed, share), encoding="utf-8")
        print(args.out)
    return 0


def page(found: Found, whole: dict[str, Figures], seed: int, share: float = 1.0) -> str:
    """docs/ablation.md."""
    heads = ["switched off", *whole]
    rows = [["**nothing: fields right, silent, alarms**", *(_figures(whole[name]) for name in whole)]]
    for kind in dict.fromkeys(switch.kind for switch, _ in found):
        rows.append([f"**{kind}**", *[""] * len(whole)])
        rows += [_row(switch, figures, whole) for switch, figures in found if switch.kind == kind]
    lines = [heads, ["---", *["---:"] * len(whole)], *rows]
    of = "" if share == 1 else f", {share:.0%} of each corpus"
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"""# What each part of the extraction earns

Made by `python -m tools.ablation` on {date.today().isoformat()}, first seed {seed}{of}; do not edit it by hand.

Each line is the extraction with one thing switched off (`tools/ablation/switches.py`). The numbers are what is lost by that: fields
right (of ten thousand), and behind a slash by how many fields the wrong ones that nothing marks grow, and the right ones that are
marked. A dot is no difference; − before the first number says that without it more is right. Weights and thresholds stay
as they were fitted with everything on. *made*, *strange* and *laid out* are generated (docs/calibration.md); the sets
behind them lie beside the checkout, where there are any.

{table}

Rules that earn nothing in any of these corpora, each with the test of tests/unit/extract that holds a kind of document which needs it:

{held()}
"""


def held() -> str:
    """The rules that only a test needs, as a table of Markdown."""
    return "\n".join(
        ["| rule | test |", "| --- | --- |", *(f"| `{rule}` | {test} |" for rule, test in HELD_BY.items())]
    )


def _figures(one: Figures) -> str:
    return f"{one.accuracy:.4f}, {one.wrong - one.caught} of {one.fields}, {one.alarm_rate:.3f}"


def _row(switch: Switch, figures: dict[str, Figures] | str, whole: dict[str, Figures]) -> list[str]:
    if isinstance(figures, str):
        return [f"`{switch.name}`", figures, *[""] * (len(whole) - 1)]
    return [f"`{switch.name}`", *(difference(figures[name], whole[name]) for name in whole)]


def difference(off: Figures, on: Figures) -> str:
    """What is lost in one corpus: fields right (of ten thousand) / silent fields / alarms, more than before."""
    lost = round(1e4 * (on.accuracy - off.accuracy))
    silent = (off.wrong - off.caught) - (on.wrong - on.caught)
    alarms = off.alarms - on.alarms
    if not (lost or silent or alarms):
        return "·"
    return f"{lost:d}".replace("-", "−") + f" / {silent:+d} / {alarms:+d}".replace("-", "−")


def _line(switch: Switch, figures: dict[str, Figures] | str, whole: dict[str, Figures]) -> str:
    cells: Sequence[str] = _row(switch, figures, whole)
    return "  ".join([switch.kind, *cells])


if __name__ == "__main__":
    raise SystemExit(main())
