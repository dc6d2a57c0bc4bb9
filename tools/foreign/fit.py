"""Fit the decision about a document's kind: `python -m tools.foreign.fit [--documents N]` writes resources/kinds/weights.json.

Everything it learns from is invented: foreign documents (tools.foreign), target documents of the corpus generator and of the learned
reading's, in every form. Words are masked by chance, so that no single one decides. Same machine, same seed: the same weights.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

import numpy as np

from reviewer.model.document_kind import FOREIGN_KINDS, OWN_KINDS, parts_of
from reviewer.model.kind_features import features, glance, labels_of
from reviewer.sources.registry import open_source
from tools.corpus import DAMAGES, layouts
from tools.corpus import make as make_targets
from tools.foreign import KINDS, make
from tools.sequence.builder import build

CLASSES = (*OWN_KINDS, *FOREIGN_KINDS)
_EVALUATED = re.compile(r"实际完成值|自评|得分|全年执行数|完成情况|实际值")
_MASK, _COPIES, _ROUNDS, _DECAY = 0.3, 2, 500, 3e-4
Example = tuple[dict[str, float], str]


def words() -> list[str]:
    """The words that are looked for."""
    lines = (Path(__file__).parent / "words.txt").read_text("utf-8").splitlines()
    return list(dict.fromkeys(word for line in lines if not line.startswith("#") for word in line.split()))


def _own(text: str) -> str:
    return "self_evaluation" if len(set(_EVALUATED.findall(text))) >= 2 else "targets"


def _monitored(text: str, rng: Random) -> str:
    """A self-evaluation as a monitoring of the running year."""
    months = f"1-{rng.randint(6, 9)}月"
    for old, new in (
        ("自评", "监控"), ("全年实际值", f"{months}完成值"), ("实际完成值", rng.choice([f"{months}执行情况", f"{months}完成情况"])), ("全年执行数", f"{months}执行数"),
        ("得分", rng.choice(["全年预计完成情况", "目标完成可能性"])), ("偏差原因分析及改进措施", "偏差原因分析"), ("分值", rng.choice(["偏差原因分析", "分值"])),
    ):  # fmt: skip
        text = text.replace(old, new)
    return text


def texts(count: int, first: int) -> Iterator[tuple[str, str, str]]:
    """Documents as (kind, suffix, text)."""
    rng = Random(f"fit/{first}")
    foreign: list[tuple[str, str, str]] = []
    for name in KINDS:
        foreign += [make(seed, name) for seed in range(first, first + count)]
    yield from foreign
    own: list[tuple[str, str, str]] = []
    for layout in layouts():
        for seed in range(first, first + max(2, count // 8)):
            file, text, _ = make_targets(layout, seed, rng.choice(DAMAGES))
            own.append((_own(text), file.rpartition(".")[2], text))
    for seed in range(first, first + 14 * count):
        laid = build(seed)
        if laid.truth["entries"]:
            own.append((_own(laid.text), rng.choice(["txt", "txt", "md"]), laid.text))
    yield from own
    for kind, suffix, text in own:
        if kind == "self_evaluation":
            yield "monitoring", suffix, _monitored(text, rng)
        elif rng.random() < 0.3 and suffix in ("txt", "md"):
            others = [other[2] for other in rng.sample(foreign, rng.randint(2, 9)) if other[1] in ("txt", suffix)]
            place = rng.randint(0, len(others))
            yield kind, suffix, "\n".join([*others[:place], text, *others[place:]])


def examples(count: int, first: int, list_of_words: list[str]) -> list[Example]:
    """The features and the kind of many documents, and of the parts of foreign ones."""
    found: list[Example] = []
    with tempfile.TemporaryDirectory() as folder:
        for number, (kind, suffix, text) in enumerate(texts(count, first)):
            path = Path(folder) / f"d{number}.{suffix}"
            path.write_text(text, encoding="utf-8")
            try:
                source = open_source(path)
            except Exception:  # a form that is no file of its suffix: nothing to learn from
                continue
            path.unlink()
            seen = glance(source, source.blocks())
            seen.titles += labels_of(source)
            found.append((features(seen, list_of_words), kind))
            if kind in FOREIGN_KINDS:
                found += [
                    (features(part, list_of_words), kind) for part in list(parts_of(source))[:3] if part.size > 80
                ]
    return found


def fitted(found: list[Example], seed: int) -> tuple[list[str], np.ndarray, np.ndarray]:
    """The features that are seen often enough, the weights (features × kinds) and the bias: softmax regression, words masked."""
    counts: dict[str, int] = {}
    for seen, _ in found:
        for name in seen:
            counts[name] = counts.get(name, 0) + 1
    names = sorted(name for name, count in counts.items() if count >= 6)
    place = {name: at for at, name in enumerate(names)}
    plain = np.zeros((len(found), len(names)), dtype=np.float32)
    for row, (seen, _) in enumerate(found):
        for name, value in seen.items():
            if name in place:
                plain[row, place[name]] = value
    rng = np.random.default_rng(seed)
    masked = [plain] + [plain * (rng.random(plain.shape) > _MASK) for _ in range(_COPIES)]
    inputs = np.concatenate(masked).astype(np.float32)
    kinds = np.array([CLASSES.index(kind) for _, kind in found] * (_COPIES + 1))
    share = np.bincount(kinds, minlength=len(CLASSES)).astype(np.float32)
    own = len(OWN_KINDS)
    balance = np.where(np.arange(len(CLASSES)) < own, share[:own].sum() / own, share[own:].sum() / (len(CLASSES) - own))
    weight = (balance / np.maximum(share, 1))[kinds].clip(0.3, 3)[:, None]
    wanted = np.eye(len(CLASSES), dtype=np.float32)[kinds]
    w, b = np.zeros((len(names), len(CLASSES)), np.float32), np.zeros(len(CLASSES), np.float32)
    m, v = np.zeros_like(w), np.zeros_like(w)
    for step in range(1, _ROUNDS + 1):
        sums = inputs @ w + b
        sums -= sums.max(1, keepdims=True)
        odds = np.exp(sums)
        wrong = (odds / odds.sum(1, keepdims=True) - wanted) * weight / len(inputs)
        slope = inputs.T @ wrong + _DECAY * w
        m, v = 0.9 * m + 0.1 * slope, 0.999 * v + 0.001 * slope**2
        rate = 0.05 * min(1.0, 2 * (1 - step / _ROUNDS) + 0.02)
        w -= rate * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
        b -= rate * 4 * wrong.sum(0)
    return names, w, b


def write(path: Path, names: list[str], w: np.ndarray, b: np.ndarray) -> None:
    """Write the model as a file of the program."""
    rows = {name: [round(float(value), 3) for value in w[at]] for at, name in enumerate(names)}
    model = {"kinds": CLASSES, "bias": [round(float(value), 3) for value in b], "weights": rows}
    body = json.dumps(model, ensure_ascii=False).replace('], "', '],\n"')
    path.parent.mkdir(exist_ok=True)
    path.write_text(body + "\n", encoding="utf-8")


def right(found: list[Example], names: list[str], w: np.ndarray, b: np.ndarray) -> str:
    """How often the kind is right, and whether it is foreign."""
    place = {name: at for at, name in enumerate(names)}
    good = foreign = 0
    for seen, kind in found:
        sums = b.copy()
        for name, value in seen.items():
            if name in place:
                sums += w[place[name]] * value
        said = CLASSES[int(sums.argmax())]
        good += said == kind
        foreign += (said in FOREIGN_KINDS) == (kind in FOREIGN_KINDS)
    return f"{len(found)} documents: kind {good / len(found):.4f}, foreign or not {foreign / len(found):.4f}"


def main() -> int:
    """Fit, say how it does on documents with other seeds, write the weights."""
    parser = argparse.ArgumentParser(prog="python -m tools.foreign.fit")
    parser.add_argument("--documents", type=int, default=60, help="foreign documents of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("resources/kinds/weights.json"))
    args = parser.parse_args()
    found = examples(args.documents, args.seed * 100_000, words())
    names, w, b = fitted(found, args.seed)
    print("fitted on", right(found, names, w, b))
    print("others:  ", right(examples(12, args.seed * 100_000 + 50_000, words()), names, w, b))
    write(args.out, names, w, b)
    print(f"{args.out}: {len(names)} features, {args.out.stat().st_size / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
