"""Long lists: what is said about a row does not depend on where it stands."""

from __future__ import annotations

import functools
import gc
import subprocess
import sys
from typing import Any

from reviewer.extract.pipeline import extract
from reviewer.model.fields import FieldRef
from reviewer.model.history import History
from reviewer.model.review import Review
from reviewer.sources.registry import source_from_bytes

HEAD = "| 项目名称 | 总计 | 财政拨款 | 绩效目标 | 绩效指标 |\n|---|---|---|---|---|\n"
PACKED = "1、1-产出指标,11-数量指标,保洁长度;年度指标值:≥{n}公里;"
SURE = f"| 第{{n}}批河道保洁经费 | {{n}}.50 | {{n}}.50 | 完成第{{n}}段河道保洁，改善水环境。 | {PACKED} |\n"
ODD = f"| 第{{n}}批河道 | {{n}}.50 | {{n}}.50 | 保洁经费 | {PACKED} |\n"
"""What stands for the goal of this row is the rest of its name."""


def read(rows: list[str]) -> Review:
    text = HEAD + "".join(row.format(n=n) for n, row in enumerate(rows, start=1))
    return extract(source_from_bytes("long.md", text.encode()))


def test_a_name_cut_at_a_border_is_doubted_where_it_stands_and_nowhere_else() -> None:
    rows = [SURE] * 60
    odd = [3, 29, 44]
    for place in odd:
        rows[place] = ODD
    review = read(rows)
    assert len(review.entries) == 60
    goals = [FieldRef(entry.id, "goal") for entry in review.entries]
    assert [place for place, goal in enumerate(goals) if review.is_doubtful(goal)] == odd


def test_sums_and_units_between_the_projects_of_a_clean_list_raise_no_doubt() -> None:
    rows = [
        "| 合计 | 14.50 | 14.50 | | |\n",
        "| 甲市河道所 | 8.00 | 8.00 | | |\n",
        SURE,
        SURE,
        "| 甲市水利站 | 6.50 | 6.50 | | |\n",
        SURE,
    ]
    review = read(rows)
    assert len(review.entries) == 6
    assert [ref for ref in review.doubtful() if ref.node != review.root.id] == []


def test_a_review_that_gets_a_history_has_the_same_issues() -> None:
    text = (HEAD + ODD.format(n=7)).encode()
    at_once = extract(source_from_bytes("a.md", text))
    later = extract(source_from_bytes("a.md", text), checked=False)
    assert not later.issues
    History(later)
    assert later.issues == at_once.issues


def test_lines_of_many_numbers_end_in_time() -> None:
    """Such lines can be cut into numbers of pages in more ways than there is time for; in a process that can be given up."""
    blank = " " * 9
    lines = [
        "x" + "12 " * 50,
        blank.join(map(str, range(8, 40))) + "x",
        "12 " * 50 + "x",
        f"405001{blank}甲局{blank}494.00",
    ]
    code = "import sys\nfrom reviewer.extract.book import is_formality\nprint([is_formality(t) for t in sys.argv[1:]])"
    done = subprocess.run([sys.executable, "-c", code, *lines], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == str([False] * 4)


def test_nothing_is_kept_of_every_text_of_a_document() -> None:
    before = {id(one): one.cache_info().currsize for one in _unbounded()}
    head = "项目名称\t泵站改造\n一级指标\t二级指标\t三级指标\t指标值\n"
    text = head + "".join(f"产出指标\t数量指标\t新建第{n}号泵站\t{n + 3}座\n" for n in range(900))
    extract(source_from_bytes("t.tsv", text.encode()))
    grown = {one.__qualname__: one.cache_info().currsize - before.get(id(one), 0) for one in _unbounded()}
    assert {name: size for name, size in grown.items() if size > 450} == {}


def _unbounded() -> list[Any]:
    """The caches of the program that forget nothing."""
    every = [one for one in gc.get_objects() if isinstance(one, functools._lru_cache_wrapper)]
    return [one for one in every if str(one.__module__).startswith("reviewer.") and one.cache_info().maxsize is None]
