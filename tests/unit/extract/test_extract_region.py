"""A region of a source read again as what the reviewer says that it is."""

from __future__ import annotations

from reviewer.base import words
from reviewer.extract.labels import Role, roles_of
from reviewer.extract.pipeline import extract
from reviewer.extract.region import read_region
from reviewer.model.review import Kind, NodeData
from reviewer.model.source import Source
from reviewer.model.spans import Span
from reviewer.model.taxonomy import is_level
from reviewer.sources.registry import source_from_bytes

TABLE = (
    "项目名称\t河道保洁\n一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t保洁长度\t≥12公里\n"
    "效益指标\t社会效益指标\t知晓率\t≥90%\n"
)


def source(text: str, name: str = "a.tsv") -> Source:
    return source_from_bytes(name, text.encode())


def region(made: Source, text: str) -> tuple[Span, ...]:
    start = made.pages[0].text.index(text)
    return (Span(0, start, start + len(text)),)


def values(node: NodeData) -> dict[str, str]:
    return {key: field.value for key, field in node.fields if field.value}


def test_a_row_of_a_table_is_read_by_the_header_above_it() -> None:
    made = source(TABLE)
    (node,) = read_region(made, region(made, "效益指标\t社会效益指标\t知晓率\t≥90%"), Kind.INDICATOR)
    assert values(node) == {"level1": "效益指标", "level2": "社会效益指标", "level3": "知晓率", "annual_value": "≥90%"}
    for _, field in node.fields:
        if field.value:
            assert made.text(field.spans) == field.value


def test_words_without_any_header_are_a_name_and_a_value() -> None:
    made = source("随手写的一行：培训人数≥100人\n", "a.txt")
    (node,) = read_region(made, region(made, "培训人数≥100人"), Kind.INDICATOR)
    assert values(node) == {"level3": "培训人数", "annual_value": "≥100人"}
    (node,) = read_region(made, region(made, "随手写的一行"), Kind.PROJECT)
    assert (node.kind, values(node)) == (Kind.PROJECT, {"name": "随手写的一行"})


def test_packed_words_give_every_indicator_in_them() -> None:
    text = "1、1-产出指标，11-数量指标，培训；年度指标值：≥5场；2、2-效益指标，22-社会效益，知晓率；年度指标值：≥80%。"
    made = source(text + "\n", "a.txt")
    nodes = read_region(made, region(made, text), Kind.INDICATOR)
    assert [values(node)["level3"] for node in nodes] == ["培训", "知晓率"]


def test_a_project_without_a_table_gets_its_goal_and_the_indicators_packed_in_it() -> None:
    packed = (
        "1、1-产出指标，11-数量指标，培训；年度指标值：≥5场；2、2-效益指标，22-社会效益，知晓率；年度指标值：≥80%。"
    )
    text = f"送法下乡经费\n面向乡村宣讲法律，\n提高知晓率。\n{packed}"
    made = source(f"前言\n{text}\n后记\n", "a.txt")
    (node,) = read_region(made, region(made, text), Kind.PROJECT)
    assert values(node) == {"name": "送法下乡经费", "goal": "面向乡村宣讲法律，提高知晓率。"}
    assert [values(child)["level3"] for child in node.children] == ["培训", "知晓率"]
    assert values(node.children[0])["annual_value"] == "≥5场"
    name = dict(node.fields)["name"]
    assert name.reasons, "what was made of loose words says that it is worked out"


def test_no_words_give_nothing() -> None:
    made = source("甲  乙\n", "a.txt")
    assert read_region(made, (Span(0, 1, 2),), Kind.INDICATOR) == ()
    assert read_region(made, (), Kind.PROJECT) == ()


def test_words_taught_are_known_from_then_on_and_forgotten_again() -> None:
    text = TABLE.replace("三级指标", "考核要点说明").replace("产出指标\t", "产岀类\t")
    taught = words.Words({"level1": {"产岀类": "产出指标"}}, {"考核要点说明": "level3"})
    assert not roles_of("考核要点说明")
    words.use(taught)
    assert roles_of("考核要点说明") == {Role.LEVEL3}
    assert is_level("产岀类", 1)
    review = extract(source(text))
    rows = [node for node in review.root.walk() if node.kind is Kind.INDICATOR]
    assert [row.value("level3") for row in rows] == ["保洁长度", "知晓率"]
    assert rows[0].value("level1") == "产岀类", "nothing is corrected behind the reviewer's back"
    assert "check.level_taught" in {issue.code for issue in review.issues}
    words.use(words.Words())
    assert not roles_of("考核要点说明")
    assert not is_level("产岀类", 1)
