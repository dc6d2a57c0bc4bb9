"""Counts, agreement and samples of reviews, as pandas tables. Titles of columns are names of data: Chinese, never translated."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from reviewer.api.comparing import pairs
from reviewer.api.reading import DocumentReview
from reviewer.export.totals import NO_NAME, amounts_of
from reviewer.model.fields import FieldRef
from reviewer.model.naming import data_name, place_of
from reviewer.model.quality import QualitySample, bounds
from reviewer.model.review import Kind

if TYPE_CHECKING:
    import pandas as pd

By = Literal["文件", "部门", "单位"]
_SURE = 1.959963984540054
"""The quantile of the normal distribution for intervals of 95 %."""


def totals(reviews: DocumentReview | Iterable[DocumentReview], by: By = "部门") -> pd.DataFrame:
    """Counts and sums by source (“文件”), by department (“部门”, of the document) or by unit (“单位”, of each project).

    A row each: 项目数, 指标数, 字段数, 待核数, then 金额：LABEL for each printed amount, the sum over its projects, and
    金额单位. Sums are missing where amounts of different units of money (万元, 元) would be added up. One review alone will do.

    >>> import reviewer
    >>> list(reviewer.totals([reviewer.read("resources/samples/wide.md")]).columns[:5])
    ['部门', '项目数', '指标数', '字段数', '待核数']
    """
    import pandas as pd

    rows: dict[str, _Total] = {}
    for document in [reviews] if isinstance(reviews, DocumentReview) else reviews:
        for name, entries in _groups(document, by).items():
            rows.setdefault(name, _Total()).add(document, entries)
    labels = dict.fromkeys(label for total in rows.values() for label in total.sums)
    made: dict[str, pd.Series] = {str(by): pd.Series(list(rows), dtype="string")}
    for title, key in (("项目数", "projects"), ("指标数", "indicators"), ("字段数", "fields"), ("待核数", "doubtful")):
        made[title] = pd.Series([total.counts[key] for total in rows.values()], dtype="Int64")
    for label in labels:
        made[f"金额：{label}"] = pd.Series([total.sum_of(label) for total in rows.values()], dtype="Float64")
    made["金额单位"] = pd.Series(["、".join(total.money) or None for total in rows.values()], dtype="string")
    return pd.DataFrame(made)


class _Total:
    """One row of `totals` as it grows."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.sums: dict[str, list[float]] = {}
        self.money: dict[str, None] = {}

    def add(self, document: DocumentReview, entries: set[int]) -> None:
        review = document.review
        for entry in review.entries:
            if entry.id not in entries:
                continue
            self.counts["projects"] += entry.kind in (Kind.PROJECT, Kind.DEPARTMENT)
            self.counts["indicators"] += sum(child.kind is Kind.INDICATOR for child in entry.children)
            self.counts["fields"] += sum(len(node.fields) for node in entry.walk())
            self.counts["doubtful"] += sum(len(review.doubtful_keys(node)) for node in entry.walk())
            for label, amount in amounts_of(entry):
                if entry.kind is not Kind.TOTAL:
                    self.sums.setdefault(label, []).append(amount)
                    self.money[review.root.value("money_unit") or NO_NAME] = None
        if len(entries) == len(review.entries):  # the document's own fields belong to whoever has all of it
            self.counts["fields"] += len(review.root.fields)
            self.counts["doubtful"] += len(review.doubtful_keys(review.root))

    def sum_of(self, label: str) -> float | None:
        found = self.sums.get(label)
        return round(math.fsum(found), 6) if found and len(self.money) == 1 else None


def _groups(document: DocumentReview, by: By) -> dict[str, set[int]]:
    """The entries of a document by the name that they are counted under."""
    review, every = document.review, {entry.id for entry in document.review.entries}
    if by == "文件":
        return {review.label: every}
    if by == "部门":
        return {review.root.value("department") or NO_NAME: every}
    if by != "单位":
        raise ValueError(f"by is “文件”, “部门” or “单位”, not {by!r}")
    found: dict[str, set[int]] = {}
    for entry in review.entries:
        found.setdefault(entry.value("unit") or NO_NAME, set()).add(entry.id)
    return found


def agreement(a: DocumentReview, b: DocumentReview) -> pd.DataFrame:
    """How far two reviews of one source agree, by kind of field: 字段, 比较数, 一致数, 一致率, and its interval of 95 %: 下限, 上限.

    Rows are matched as `compare` does; a row that only one has counts for all its fields as not agreeing. The interval is
    Wilson's (Journal of the American Statistical Association 22, 1927). The last line, 合计, is all fields together.

    >>> import reviewer
    >>> review = reviewer.read("resources/samples/wide.md")
    >>> float(reviewer.agreement(review, review)["一致率"].min())
    1.0
    """
    import pandas as pd

    compared, same = Counter[str](), Counter[str]()
    for one, other in pairs(a, b):
        keys = dict.fromkeys(key for node in (one, other) if node is not None for key in node.ordered_keys())
        for key in keys:
            values = [node.value(key) if node is not None else None for node in (one, other)]
            if values == [None, None]:
                continue
            name = data_name(key)
            compared[name] += 1
            same[name] += one is not None and other is not None and values[0] == values[1]
    compared["合计"], same["合计"] = sum(compared.values()), sum(same.values())
    rows = [(name, count, same[name], *_wilson(same[name], count)) for name, count in compared.items()]
    types = {
        "字段": "string",
        "比较数": "Int64",
        "一致数": "Int64",
        "一致率": "Float64",
        "下限": "Float64",
        "上限": "Float64",
    }
    return pd.DataFrame(
        {title: pd.Series([row[n] for row in rows], dtype=kind) for n, (title, kind) in enumerate(types.items())}
    )


def _wilson(same: int, count: int) -> tuple[float | None, float | None, float | None]:
    """A share and the interval in which it lies with 95 %."""
    if not count:
        return None, None, None
    share, z2 = same / count, _SURE**2
    middle = (share + z2 / (2 * count)) / (1 + z2 / count)
    half = _SURE * math.sqrt(share * (1 - share) / count + z2 / (4 * count**2)) / (1 + z2 / count)
    return share, max(0.0, middle - half), min(1.0, middle + half)


def quality_sample(review: DocumentReview, size: int, seed: int | None = None) -> pd.DataFrame:
    """A random sample of the unmarked fields for a person to look at: 行, 位置, 字段, 值, 置信度, in document order.

    The same `seed` draws the same fields. What they say of all unmarked fields: `error_bounds`.

    >>> import reviewer
    >>> len(reviewer.quality_sample(reviewer.read("resources/samples/wide.md"), 5, seed=1))
    5
    """
    import pandas as pd

    rows = [_sampled(review, ref) for ref in QualitySample(review.review, size, seed).to_see]
    types = {"行": "string", "位置": "string", "字段": "string", "值": "string", "置信度": "Float64"}
    return pd.DataFrame(
        {title: pd.Series([row[n] for row in rows], dtype=kind) for n, (title, kind) in enumerate(types.items())}
    )


def _sampled(document: DocumentReview, ref: FieldRef) -> tuple[str, str, str, str | None, float]:
    review = document.review
    where = (document.row_ids[ref.node], place_of(review, ref.node))
    return (*where, data_name(ref.key), review.field(ref).value, review.confidence(ref))


def error_bounds(wrong: int, seen: int, among: int) -> tuple[float, float]:
    """Between which shares (0 to 1) of `among` fields are wrong, with 95 %, where `wrong` of the `seen` ones were.

    Exact (hypergeometric): nothing is uncertain where every field was seen.

    >>> import reviewer
    >>> reviewer.error_bounds(0, 60, 60)
    (0.0, 0.0)
    """
    if not 0 <= wrong <= seen <= among:
        raise ValueError("0 ≤ wrong ≤ seen ≤ among does not hold")
    return bounds(wrong, seen, among)
