"""Headers that a person has taught: read as they say, where the whole header is there again, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from reviewer.base import words
from reviewer.base.words import Words
from reviewer.extract.labels import Role
from reviewer.extract.pipeline import extract
from reviewer.extract.taught import roles_in
from reviewer.extract.teaching import Heading, header_at, taught_text
from reviewer.model.fields import FieldRef
from reviewer.model.review import Node, Review
from reviewer.model.source import Source
from reviewer.model.spans import Span, Spans
from reviewer.sources.registry import source_from_bytes

FORM = """项目名称,清淤工程,,,,
主管部门,青禾区水务局,,,,
绩效指标,一级指标,二级指标,三级指标,目标甲,目标乙
,产出指标,数量指标,清淤长度,≥12公里,≥40公里
,产出指标,质量指标,验收合格率,≥95%,≥98%
,效益指标,社会效益指标,受益居民数,≥3万人,≥9万人
"""
LIST = """序号,项目名称,一级指标,二级指标,三级指标,考核内容,甲栏,乙栏
1,清淤工程,产出指标,数量指标,清淤长度,清,≥12公里,≥40公里
1,清淤工程,效益指标,社会效益指标,受益居民数,益,≥3万人,≥9万人
2,护岸工程,产出指标,数量指标,护岸长度,岸,≥2公里,≥4公里
2,护岸工程,效益指标,社会效益指标,受益村数,村,≥3个,≥9个
"""


@pytest.fixture(autouse=True)
def own_words() -> Iterator[None]:
    words.use(Words())
    yield
    words.use(Words())


def source_of(text: str, name: str = "表.csv") -> Source:
    return source_from_bytes(name, text.encode())


def spans_of(source: Source, text: str) -> Spans:
    start = source.pages[0].text.index(text)
    return (Span(0, start, start + len(text)),)


def teach(text: str, heading: str, **changed: Role | None) -> None:
    """As a person does it in the window: a heading is pointed at, and other roles are chosen for some of its row."""
    source = source_of(text)
    found = header_at(source, spans_of(source, heading))
    assert found is not None
    header, headings = found
    chosen = [Heading(each.text, changed.get(each.text, each.role), each.side) for each in headings]
    words.use(words.own().with_layout(header, taught_text(chosen)))


def rows(review: Review) -> list[Node]:
    return [node for node in review.root.walk() if node.value("level3")]


def values(review: Review) -> list[tuple[str | None, str | None]]:
    return [(row.value("period_value"), row.value("annual_value")) for row in rows(review)]


BOTH = [("≥12公里", "≥40公里"), ("≥95%", "≥98%"), ("≥3万人", "≥9万人")]


def test_the_header_is_shown_as_it_is_read_and_teaching_it_unchanged_changes_nothing() -> None:
    source = source_of(FORM)
    before = extract(source)
    found = header_at(source, spans_of(source, "目标甲"))
    assert found is not None
    assert [(each.text, each.role) for each in found[1]] == [
        ("绩效指标", None), ("一级指标", Role.LEVEL1), ("二级指标", Role.LEVEL2), ("三级指标", Role.LEVEL3),
        ("目标甲", Role.ANNUAL_VALUE), ("目标乙", Role.EXTRA),
    ]  # fmt: skip
    teach(FORM, "目标甲")
    assert values(extract(source)) == values(before) == [(None, value) for value, _ in BOTH]


def test_a_form_is_read_as_its_header_was_taught() -> None:
    assert values(extract(source_of(FORM))) != BOTH
    teach(FORM, "三级指标", 目标甲=Role.PERIOD_VALUE, 目标乙=Role.ANNUAL_VALUE)
    review = extract(source_of(FORM))
    assert values(review) == BOTH
    targets = [FieldRef(row.id, key) for row in rows(review) for key in ("period_value", "annual_value")]
    assert not any(map(review.is_doubtful, targets)), "a person has said it: nothing of it is in doubt"
    for row in rows(review):
        assert "read.column_taught" in {reason.code for reason in row.fields["period_value"].reasons}, "and it says so"
        assert "read.column_taught" not in {reason.code for reason in row.fields["level3"].reasons}


def test_a_list_is_read_as_its_header_was_taught() -> None:
    wanted = [("≥12公里", "≥40公里"), ("≥3万人", "≥9万人"), ("≥2公里", "≥4公里"), ("≥3个", "≥9个")]
    assert values(extract(source_of(LIST))) != wanted
    teach(LIST, "甲栏", 甲栏=Role.PERIOD_VALUE, 乙栏=Role.ANNUAL_VALUE)
    review = extract(source_of(LIST))
    assert values(review) == wanted
    assert [node.value("name") for node in review.root.children] == ["清淤工程", "护岸工程"]
    assert [row.value("extra[考核内容]") for row in rows(review)] == ["清", "益", "岸", "村"]


def test_only_the_whole_header_counts_in_its_order_and_however_it_is_written() -> None:
    teach(FORM, "目标甲", 目标甲=Role.PERIOD_VALUE, 目标乙=Role.ANNUAL_VALUE)
    shorter = "\n".join(line.replace(",目标乙", "").rsplit(",", line.startswith(",")) [0] for line in FORM.splitlines())  # fmt: skip
    assert [period for period, _ in values(extract(source_of(shorter)))] == [None] * 3
    swapped = FORM.replace("目标甲,目标乙", "目标乙,目标甲")
    assert values(extract(source_of(swapped))) != BOTH
    assert values(extract(source_of(FORM.replace("目标甲,", "目标甲（万）：,").replace("目标乙", " 目 标 乙")))) == BOTH


def test_a_label_that_is_known_can_be_taught_otherwise_for_this_header_only() -> None:
    text = FORM.replace("目标甲,目标乙", "上年完成值,指标值")
    teach(text, "指标值", 上年完成值=Role.EXTRA, 指标值=Role.PERIOD_VALUE)
    assert values(extract(source_of(text))) == [(second, None) for _, second in BOTH]
    other = FORM.replace("目标甲,目标乙", "备注,指标值")
    assert [period for period, _ in values(extract(source_of(other)))] == [None] * 3


def test_the_lower_row_of_a_header_can_be_taught() -> None:
    text = """序号,项目名称,绩效指标,,,,
,,一级指标,二级指标,三级指标,甲栏,乙栏
1,清淤工程,产出指标,数量指标,清淤长度,≥12公里,≥40公里
2,护岸工程,产出指标,数量指标,护岸长度,≥2公里,≥4公里
3,绿化工程,产出指标,数量指标,绿化面积,≥2亩,≥4亩
"""
    wanted = [("≥12公里", "≥40公里"), ("≥2公里", "≥4公里"), ("≥2亩", "≥4亩")]
    assert values(extract(source_of(text))) != wanted
    teach(text, "甲栏", 甲栏=Role.PERIOD_VALUE, 乙栏=Role.ANNUAL_VALUE)
    review = extract(source_of(text))
    assert values(review) == wanted
    assert [node.value("name") for node in review.root.children] == ["清淤工程", "护岸工程", "绿化工程"]


def test_no_header_is_made_of_a_row_of_values_or_of_words_outside_a_table() -> None:
    source = source_of(FORM)
    assert header_at(source, spans_of(source, "≥12公里")) is None
    assert header_at(source, spans_of(source, "清淤工程")) is None, "two cells tell no layout"
    plain = source_of("绩效目标说明\n清淤工程按期完成。\n", "说明.txt")
    assert header_at(plain, spans_of(plain, "说明")) is None


@pytest.mark.parametrize(
    ("header", "roles"),
    [
        ("三栏", "x"), ("甲|乙|丙", "level1|level2"), ("甲|乙|丙", "-|-|-"), ("甲|乙|丙", "level3|level3|-"),
        ("甲|乙|丙", "level1|level2|level3/7"), ("", ""), ("甲|乙|丙", "level1|level2|nonsense"),
    ],
)  # fmt: skip
def test_what_is_no_layout_is_left_out(header: str, roles: str) -> None:
    assert roles_in(header, roles) is None
    before = values(extract(source_of(FORM)))
    words.use(Words(layouts={header: roles, "绩效指标|一级指标|二级指标|三级指标|目标甲|目标乙": roles}))
    assert values(extract(source_of(FORM))) == before
