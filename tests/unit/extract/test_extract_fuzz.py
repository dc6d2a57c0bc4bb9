"""Whatever the text: the extraction ends soon, raises nothing, and its spans hold what its fields claim.

Two kinds of text: arbitrary ones over an alphabet of tables (hypothesis), and damaged documents - the bundled samples and,
where it is there, the corpus beside the repository. 300 cases; REVIEWER_FUZZ=nightly runs 10,000 others each day,
REVIEWER_FUZZ=<number> as many.
"""

from __future__ import annotations

import os
import random
import re
import signal
import time
import traceback
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reviewer.base.resources import resource
from reviewer.extract.pipeline import extract
from reviewer.model.coverage import unclaimed
from reviewer.model.fields import Status
from reviewer.model.review import Review
from reviewer.model.spans import Span
from reviewer.sources.registry import SourceError, source_from_bytes

SIZE = os.environ.get("REVIEWER_FUZZ", "300")
CASES = 10_000 if SIZE == "nightly" else int(SIZE)
FIRST = int(time.time()) // 86_400 * 10_000 if SIZE == "nightly" else 0
"""The number of the first damaged document: every night has its own, a failure names the number."""
LIMIT = 5.0
"""Seconds of the processor that one case may take; the texts have at most some 20,000 characters."""
TRACED = 0.99
"""The share of the values with spans whose spans must hold them, over all damaged documents."""

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "sources"


# -- what must hold -----------------------------------------------------------------------------------------------


_RINGS = hasattr(signal, "setitimer")
_WAITED = 24
"""So many times the processor's time may pass by the clock."""


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise TimeoutError in the middle of work that takes longer (afterwards, where there is no alarm).

    Counted is the processor's time: what else the machine does at the moment says nothing about a text. What waits for ever ends
    by the clock.
    """

    def ring(*_: object) -> None:
        raise TimeoutError(f"not done after {seconds} s")

    alarms = ((signal.SIGPROF, signal.ITIMER_PROF, 1), (signal.SIGALRM, signal.ITIMER_REAL, _WAITED)) if _RINGS else ()
    start = time.process_time()
    before = [signal.signal(sign, ring) for sign, _, _ in alarms]
    for _, timer, times in alarms:
        signal.setitimer(timer, times * seconds)
    try:
        yield
    finally:
        for (sign, timer, _), was in zip(alarms, before, strict=True):
            signal.setitimer(timer, 0)
            signal.signal(sign, was)
    if time.process_time() - start > seconds:
        ring()


def plain(text: str) -> str:
    """A text without what undoing layout changes: white space, soft hyphens, control characters, width."""
    text = unicodedata.normalize("NFKC", text)
    return "".join(char for char in text if not char.isspace() and unicodedata.category(char) not in ("Cc", "Cf"))


_MARKUP = re.compile(r"<[^<>]*>|\\(?=\W)|&[a-z]+;|[*_`~]{1,3}")


@dataclass
class Traced:
    """How many values stand in the text at their spans, and some that do not."""

    values: int = 0
    right: int = 0
    exact: int = 0
    """Those of the right ones beside which the spans hold nothing else."""
    amiss: list[str] = field(default_factory=list)

    def add(self, place: str, value: str, text: str) -> None:
        self.values += 1
        texts = (plain(text), plain(_MARKUP.sub("", text)))
        if any(plain(value) in held for held in texts):
            self.right += 1
            self.exact += plain(value) in texts
        else:
            self.amiss.append(f"{place}: {value!r}, but its spans hold {text!r}")


def check(data: bytes, traced: Traced) -> Review | None:
    """Read and extract bytes; everything that must hold of the review. None where the bytes are no source."""
    with limited(LIMIT):
        try:
            source = source_from_bytes("case.txt", data)
        except SourceError:
            return None
        review = extract(source)
    sizes = [len(page.text) for page in source.pages]
    marks = [bytearray(size) for size in sizes]

    def inside(span: Span) -> None:
        assert 0 <= span.page < len(sizes), span
        assert 0 <= span.start < span.end <= sizes[span.page], span
        marks[span.page][span.start : span.end] = b"\1" * (span.end - span.start)

    for node in review.root.walk():
        for key, found in node.fields.items():
            for span in found.spans:
                inside(span)
            assert all(one.page < two.page or one.end <= two.start for one, two in pairwise(found.spans)), (
                f"{key} out of order: {found.spans}"
            )
            assert found.value != "", key
            assert found.value == found.read, key
            assert found.status is Status.OPEN, key
            assert 0 <= found.confidence <= 1, key
            if found.value and found.spans:
                traced.add(f"{node.kind} {key}", found.value, source.text(found.spans))
    for span in (*review.layout, *(span for page in source.pages for span in page.layout)):
        inside(span)
    loose = unclaimed(review)
    assert all(not any(marks[span.page][span.start : span.end]) for span in loose), "claimed and unclaimed at once"
    assert list(loose) == sorted(loose)
    for issue in review.issues:
        assert issue.node in review
        for span in issue.spans:
            inside(span)
    return review


# -- arbitrary texts ----------------------------------------------------------------------------------------------

WORDS = (
    "项目支出绩效目标表", "项目名称", "项目名称（资金使用单位）", "合计", "总计", "财政拨款", "其他资金", "绩效目标", "绩效指标",
    "一级指标", "二级指标", "三级指标", "指标值", "年度指标值", "实施周期指标值", "产出指标", "数量指标", "质量指标", "效益指标",
    "社会效益", "满意度指标", "部门名称：", "单位：万元", "云溪市水务局", "清淤河道长度", "≥95%", "12,000.00", "1-产出指标",
    "11-数量指标", "1、", "2、", "3.", "；", "：", "，", "。", "（", "）", "年度总体目标", "预算安排情况", "工作任务", "（2024年度）",
    "权重", "分值", "计量单位", "指标1：", "★", "定性", "50分",
)  # fmt: skip
PIECES = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(["\n", "\n", "\t", "\t", "|", " | ", "\n|", "|\n", "|---|---|\n", "    ", "\u3000", "\r\n", "\f", "  "]),
    st.text(alphabet="产出效益指标数量质项目 \t\n|:：;；,，、.。()（）%≥<>-－=0123456789１２\u00ad\u200b\x00\U00020000😀é", max_size=8),
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=60).map("".join)


@settings(max_examples=max(1, CASES // 3), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
@example("")
@example("|")
@example("\t\n\t")
@example("| 项目名称 |\n|---|\n")
@example("项目支出绩效目标表项目名称（资金使用单位）财政拨款000=>")
def test_arbitrary_text_is_read_without_a_fault(text: str) -> None:
    check(text.encode("utf-8", "surrogatepass"), Traced())


HEADS = (
    "",
    "| 项目名称 | 总计 | 绩效目标 | 绩效指标 |\n|---|---|---|---|\n| 甲 | 1.00 | 好 | 1、1-产出指标, 11-数量指标, ",
    "一级指标\t二级指标\t三级指标\t指标值\n产出指标\t",
    "项目支出绩效目标表\n\n项目名称（资金使用单位） 总计 财政拨款 绩效目标 绩效指标\n\n合计 370.00 370.00\n\n",
)


@pytest.mark.parametrize(
    "piece",
    ["9", "-", "\u3000", "\t\t", "\u2028", "12,000.00", "64.00\n", "二级指标", "甲\t1.00\n", "（", "1、"],
    ids=ascii,
)
def test_the_same_over_and_over_is_read_soon(piece: str) -> None:
    """Lines of thousands of characters: what looks at each part of a line from each place in it takes minutes here."""
    for head in HEADS:
        check((head + piece * (12_000 // len(piece))).encode(), Traced())


# -- damaged documents --------------------------------------------------------------------------------------------


def material() -> list[str]:
    """The texts that are damaged."""
    own = [path for path in Path(str(resource("samples"))).iterdir() if path.suffix in (".txt", ".md", ".tsv")]
    return [path.read_text(encoding="utf-8-sig") for path in [*sorted(own), *sorted(CORPUS.glob("*.txt"))]]


Damage = Callable[[random.Random, str, list[str]], str]
ODD = ("\t", "|", "\t\t", " | ", "\n", "\n\n", "；", ";", "、", "，", ",", "：", ":", "1、", "（", ")", "|---|", "\f", "\r", "\u3000",
       "\u00ad", "\u200b", "\x00", "\u2028", "😀", "𠀀", "e\u0301", "\ufeff", "<br>", "<p>", "&nbsp;", "\\|", "**", "指标值")  # fmt: skip


def cut(rng: random.Random, text: str, _: list[str]) -> str:
    start, end = sorted(rng.randrange(len(text) + 1) for _ in range(2))
    return text[start:end]


def shuffled(rng: random.Random, text: str, _: list[str]) -> str:
    lines = text.splitlines(keepends=True)
    start = rng.randrange(len(lines) + 1)
    some = lines[start : start + rng.randint(2, 30)]
    rng.shuffle(some)
    return "".join(lines[:start] + some + lines[start + len(some) :])


def doubled(rng: random.Random, text: str, _: list[str]) -> str:
    start = rng.randrange(len(text) + 1)
    part = text[start : start + rng.choice((5, 80, 1500))]
    at = rng.choice((start, rng.randrange(len(text) + 1)))
    return text[:at] + part + text[at:]


def lost(rng: random.Random, text: str, _: list[str]) -> str:
    for _round in range(rng.randint(1, 12)):
        start = rng.randrange(len(text) + 1)
        text = text[:start] + text[start + rng.choice((1, 1, 2, 30)) :]
    return text


def sprinkled(rng: random.Random, text: str, _: list[str]) -> str:
    for _round in range(rng.randint(1, 15)):
        at = rng.randrange(len(text) + 1)
        text = text[:at] + rng.choice(ODD) + text[at:]
    return text


def exchanged(rng: random.Random, text: str, _: list[str]) -> str:
    old = rng.choice(
        [sign for sign in ("\t", "|", "；", ";", "，", ",", "、", "：", "\n", " ") if sign in text] or ["\n"]
    )
    return text.replace(old, rng.choice(ODD), rng.choice((1, 10, -1)))


def widened(rng: random.Random, text: str, _: list[str]) -> str:
    return "".join(
        chr(ord(char) + 0xFEE0) if "!" <= char <= "~" and char not in "|<>" and rng.random() < 0.5 else char
        for char in text
    )


def spliced(rng: random.Random, text: str, others: list[str]) -> str:
    other = rng.choice(others)
    start = rng.randrange(len(other))
    return text[: rng.randrange(len(text) + 1)] + "\n" + other[start : start + 3000]


def transposed(rng: random.Random, text: str, _: list[str]) -> str:
    lines = text.split("\n")
    start = rng.randrange(len(lines))
    block = [line.split("\t") for line in lines[start : start + 12]]
    width = max(map(len, block))
    turned = ["\t".join(row[i] if i < len(row) else "" for row in block) for i in range(width)]
    return "\n".join(lines[:start] + turned + lines[start + 12 :])


DAMAGES: tuple[Damage, ...] = (
    cut, shuffled, doubled, lost, sprinkled, sprinkled, exchanged, widened, spliced, transposed,
)  # fmt: skip
ENCODINGS = ("utf-8", "utf-8", "utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be", "big5", "latin-1")


def damaged(number: int, texts: list[str]) -> bytes:
    """The damaged document of this number; the same one at every call."""
    rng = random.Random(number)
    text = rng.choice(texts)
    if len(text) > 4000 and rng.random() < 0.8:  # a long document whole only now and then
        start = rng.randrange(len(text) - 2000)
        text = text[start if rng.random() < 0.5 else 0 :][: rng.choice((800, 2500, 4000))]
    for damage in rng.choices(DAMAGES, k=rng.randint(1, 3)):
        text = damage(rng, text, texts) or "项目名称"
    data = text.encode(rng.choice(ENCODINGS), "replace")
    if rng.random() < 0.1:
        data = data[: rng.randrange(len(data) + 1)]  # cut in the middle of a character, too
    return data


def fault(error: BaseException) -> str:
    """What is wrong in one line: the error, and where in the program it came up."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "reviewer" in Path(f.filename).parts] or (
        traceback.extract_tb(error.__traceback__)
    )
    last = frames[-1]
    said = re.sub(r"\d+", "#", str(error).split("\n")[0])[:90]  # so that the same fault counts as one
    return f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno} ({last.name}): {said}"


def test_damaged_documents_are_read_without_a_fault() -> None:
    texts, traced = material(), Traced()
    faults: dict[str, list[int]] = {}
    seen: Counter[str] = Counter()
    for number in range(FIRST, FIRST + CASES - CASES // 3):
        try:
            review = check(damaged(number, texts), traced)
        except Exception as error:  # the run goes on, so that one fault does not hide the others
            faults.setdefault(fault(error), []).append(number)
            continue
        seen["no source" if review is None else "entries" if review.entries else "nothing recognised"] += 1
    listed = "\n".join(f"{len(found)} × {line} - first in damaged({found[0]})" for line, found in faults.items())
    assert not faults, listed
    assert seen["entries"] > seen["nothing recognised"], seen  # else this tests nothing
    share = traced.right / max(1, traced.values)
    exact = traced.exact / max(1, traced.values)
    print(
        f"{share:.4%} of {traced.values} values stand in the text at their spans, {exact:.4%} with nothing beside them"
    )
    assert share >= TRACED, "\n".join([f"only {share:.4f}", *traced.amiss[:20]])
