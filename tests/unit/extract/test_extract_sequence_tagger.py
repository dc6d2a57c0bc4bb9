"""The learned reading at run time: what it finds in lines of every form, offsets, time, memory, the weights' size."""

from __future__ import annotations

import itertools
import subprocess
import sys
import tracemalloc
from time import process_time
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.base import words
from reviewer.base.resources import resource
from reviewer.extract.sequence.columns import headers
from reviewer.extract.sequence.features import Encoder
from reviewer.extract.sequence.lexicon import CLASSES, find_words
from reviewer.extract.sequence.net import Net, load_net
from reviewer.extract.sequence.roles import Segment, SegmentRole
from reviewer.extract.sequence.tagger import BLOCK, MARGIN, Guess, available, decode, guess, tag
from tools.sequence.builder import build
from tools.sequence.measure import invented

R = SegmentRole
ROWS = (
    ("项目名称", "河堤亮化维护"),
    ("年度目标", "完成堤岸灯具的日常维护，保障夜间照明"),
    ("一级指标", "二级指标", "三级指标", "指标值"),
    ("产出指标", "数量指标", "维护灯具数量", "≥320盏"),
    ("质量指标", "灯具完好率", "≥98%"),
    ("效益指标", "社会效益指标", "改善沿岸居民夜间出行", "明显改善"),
    ("满意度指标", "服务对象满意度指标", "沿岸居民满意度", "≥90%"),
)
"""An invented form; a cell that is merged with the one above is left out."""


def said(text: str) -> list[tuple[SegmentRole, str]]:
    """Role and text of every segment."""
    return [(s.role, text[s.start : s.end]) for s in tag(text)]


@pytest.mark.parametrize(
    ("cell", "row"),
    [
        (" ", "\n"),
        ("\n", "\n"),
        ("|", "\n"),
        (" | ", " |\n"),
        ("\t", "\n"),
        (" |\n", "\n\n"),
        ("  ", "\n"),
        ("，", "\n"),
    ],
    ids=["one blank", "one cell a line", "bars", "closing bars", "tabs", "bars and lines", "two blanks", "commas"],
)
def test_a_form_is_read_in_every_dress(cell: str, row: str) -> None:
    found = said(row.join(cell.join(cells) for cells in ROWS))
    for expected in (
        (R.NAME, "河堤亮化维护"),
        (R.LEVEL2, "质量指标"),
        (R.LEVEL3, "维护灯具数量"),
        (R.ANNUAL_VALUE, "≥320盏"),
        (R.LEVEL3, "灯具完好率"),
        (R.ANNUAL_VALUE, "≥98%"),
        (R.LEVEL3, "改善沿岸居民夜间出行"),
        (R.ANNUAL_VALUE, "明显改善"),
    ):
        assert expected in found


def test_segments_of_invented_documents_are_found() -> None:
    scores = invented([f"unit-{n}" for n in range(30)])
    assert scores.by["all"].f1 > 0.85
    sure = [right for chance, right in scores.chances if chance > 0.95]
    unsure = [right for chance, right in scores.chances if chance < 0.5]
    assert np.mean(sure) > 0.97
    assert np.mean(unsure) < 0.75


@pytest.mark.parametrize("cut", [BLOCK, BLOCK + 1, 2 * BLOCK + MARGIN + 7])
def test_blocks_say_nearly_what_one_look_says(cut: int) -> None:
    net = load_net()
    assert net is not None
    text = "\n".join(build(f"blocks-{n}").text for n in range(8))[:cut]
    whole = net.logits(net.inputs(net.encoder.encode(text)))
    blocks = guess(net, text)
    assert len(blocks) == len(text)
    differing = np.mean(blocks.roles.argmax(axis=1) != whole[:, : blocks.roles.shape[1]].argmax(axis=1))
    assert differing < 0.02


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=400))
def test_any_text_gets_segments_that_lie_in_it(text: str) -> None:
    found = tag(text)
    assert all(0 <= s.start < s.end <= len(text) for s in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert all(0 <= s.probability <= 1 for s in found)
    assert all(text[s.start : s.end].strip() == text[s.start : s.end] for s in found)


def test_a_piece_is_decided_once_where_blocks_meet() -> None:
    roles = np.log(np.array([[0.01, 0.98, 0.01]] * 5))
    border = np.array([1.0, 0.0, 0.0, 1.0, 0.0])
    first = Guess(roles, border, np.zeros(5))
    segments, done = decode("甲乙丙丁戊", 0, first, last=False)
    assert [(s.start, s.end) for s in segments] == [(0, 3)]
    assert done == 3
    segments, done = decode("甲乙丙丁戊", 0, first, last=True)
    assert [(s.start, s.end) for s in segments] == [(0, 3), (3, 5)]
    assert done == 5


def test_no_weights_no_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    assert available()
    monkeypatch.setattr("reviewer.extract.sequence.tagger.load_net", lambda: None)
    assert tag("项目名称 河堤") == []


def test_weights_are_small() -> None:
    assert sum(f.stat().st_size for f in resource("sequence").iterdir()) < 5_000_000


def test_numpy_is_not_imported_with_the_module() -> None:
    code = "import sys, reviewer.extract.sequence.tagger; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def _long(size: int) -> str:
    once = "\n".join(build(f"long-{n}").text for n in range(20))
    return (once * (size // len(once) + 1))[:size]


def test_time_grows_with_length() -> None:
    tag(_long(2_000))

    def cost(size: int) -> float:
        text = _long(size)
        started = process_time()
        tag(text)
        return process_time() - started

    assert min(cost(40_000) / cost(8_000) for _ in range(3)) < 5 * 1.8


def test_memory_does_not_grow_with_length() -> None:
    text = _long(40_000)
    tag(text[:5_000])
    tracemalloc.start()
    found = tag(text)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(found) > 1_000
    assert peak < 30_000_000


def test_words_of_the_user_are_seen() -> None:
    assert list(find_words("考核要点")) == []
    held = words.in_use()
    try:
        words.use(held.with_label("考核要点", "level3"))
        assert list(find_words("考 核\n要点：")) == [(0, 6, 1 << CLASSES.index("level3"))]
    finally:
        words.use(held)


def test_a_header_is_described_by_the_order_of_its_columns() -> None:
    def order(text: str) -> tuple[float, ...]:
        ((end, state),) = headers(find_words(text))
        assert text[:end].endswith("值")
        return state[10:12]

    assert order("一级指标 二级指标 三级指标 实施周期指标值 年度指标值") == (1.0, 0.0)
    assert order("一级指标 二级指标 三级指标 年度指标值 实施周期指标值") == (0.0, 1.0)
    assert headers(find_words("单位名称：某局")) == []


def test_features_are_one_a_character() -> None:
    made = Encoder({"河": 2}).encode("河\t９\U0001f600")
    assert made.chars.tolist()[:2] == [2, 0]
    assert made.size == 4
    assert len({*made.kinds.tolist()}) == 4


def test_a_segment_equals_another_of_the_same_place() -> None:
    assert Segment(R.UNIT, 1, 2, 0.5, True) == Segment(R.UNIT, 1, 2, 0.5, True)


def test_long_stretches_without_a_chinese_character_cost_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    form = "项目名称\t堤防巡查\n实施单位\t河务站\n年度目标\t保证安全。\n产出指标\t数量指标\t巡查次数\t≥12次\n"
    junk = "a,1\n" * (4 * BLOCK)
    asked = []
    real = Net.logits

    def counted(net: Net, inputs: Any) -> Any:
        asked.append(1)
        return real(net, inputs)

    monkeypatch.setattr(Net, "logits", counted)
    assert tag(junk) == []
    assert asked == []
    asked.clear()
    assert (R.NAME, "堤防巡查") in said(junk + form)
    assert len(asked) <= 2
