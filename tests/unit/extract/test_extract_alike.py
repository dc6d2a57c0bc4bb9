"""What two readings of a source have alike takes memory once, and nothing of either reading changes by that."""

from __future__ import annotations

from dataclasses import replace

from reviewer.extract.pipeline import readings_of
from reviewer.extract.readings.alike import Alike
from reviewer.extract.readings.reading import By, Reading
from reviewer.model.review import NodeData
from reviewer.sources.registry import source_from_bytes

FORM = (
    "项目支出绩效目标表\n项目名称\t城区路灯改造\n主管部门\t云泽市市政局\n绩效目标\t更换路灯，保障夜间出行安全。\n"
    "一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t更换路灯数量\t≥300盏\n\t质量指标\t验收合格率\t≥98%\n"
)


def _equal_copy(node: NodeData) -> NodeData:
    fields = tuple((key, replace(field, spans=(*field.spans,))) for key, field in node.fields)
    return replace(node, fields=fields, children=tuple(map(_equal_copy, node.children)))


def test_a_reading_that_is_equal_keeps_nothing_of_its_own() -> None:
    rules = readings_of(source_from_bytes("表.tsv", FORM.encode()))[0]
    own = _equal_copy(rules.root)
    kept = Alike(rules).kept_once(own)
    assert kept == own
    placed = 0
    for node, other in zip(rules.nodes(), Reading(kept, ()).nodes(), strict=True):
        for pair, again in zip(node.fields, other.fields, strict=True):
            placed += bool(pair[1].spans)
            assert again is pair
    assert placed >= 10


def test_what_another_reading_says_otherwise_of_the_same_place_stays_what_it_says() -> None:
    rules = readings_of(source_from_bytes("表.tsv", FORM.encode()))[0]
    entry = rules.entries[0]
    for other in (
        replace(entry, fields=tuple((key, replace(field, confidence=0.5)) for key, field in entry.fields)),
        replace(entry, fields=tuple((key, replace(field, flagged=True)) for key, field in entry.fields)),
        replace(entry, fields=tuple((f"extra[{key}]", field) for key, field in entry.fields), id=77),
    ):
        kept = Alike(rules).kept_once(other)
        assert kept == other
        assert kept.children[0].fields[0] is entry.children[0].fields[0]


def test_the_readings_of_a_source_share_what_they_have_alike() -> None:
    rules, *others = readings_of(source_from_bytes("表.tsv", FORM.encode()))
    learned = next(reading for reading in others if reading.by is By.LEARNED)
    ours = {pair: pair for node in rules.nodes() for pair in node.fields}
    equal = [pair for node in learned.nodes() if node is not learned.root for pair in node.fields if pair in ours]
    assert len([field for _, field in equal if field.spans]) >= 4
    assert all(pair is ours[pair] for pair in equal)
