"""Corrections carried over to a new reading of a source that has changed."""

from __future__ import annotations

from reviewer.base.resources import resource
from reviewer.extract.pipeline import extract
from reviewer.model import acts
from reviewer.model.carry import Carried, carry
from reviewer.model.fields import FieldRef, Status
from reviewer.model.history import History
from reviewer.model.review import Kind, Node, Review
from reviewer.sources.registry import source_from_bytes

TEXT = resource("samples", "wide.md").read_text(encoding="utf-8")
PLAIN = """项目名称\t一级指标\t二级指标\t三级指标\t指标值
清淤工程\t产出指标\t数量指标\t清淤长度\t≥12公里
清淤工程\t产出指标\t质量指标\t验收合格率\t≥98%
清淤工程\t效益指标\t社会效益指标\t受益居民数\t≥3万人
"""


def read(text: str) -> Review:
    return extract(source_from_bytes("wide.md", text.encode()))


def indicators(review: Review) -> list[Node]:
    return [node for node in review.root.walk() if node.kind is Kind.INDICATOR]


def named(review: Review, name: str | None) -> Node:
    return next(node for node in indicators(review) if node.value("level3") == name)


def carried(old: Review, history: History, new: Review) -> Carried:
    found = carry(history.first, old, new)
    History(new).do(found.act)
    return found


def test_on_the_same_text_the_new_review_says_what_the_old_one_said() -> None:
    old, new = read(TEXT), read(TEXT)
    history = History(old)
    rows = indicators(old)
    history.do(acts.set_value(old, FieldRef(rows[0].id, "annual_value"), "=0"))
    history.do(acts.mark_blank(old, FieldRef(rows[1].id, "level3")))
    history.do(acts.accept(old, FieldRef(rows[2].id, "level3")))
    history.do(acts.delete(old, [rows[3]]))
    history.do(acts.delete(old, [old.entries[-1]]))
    history.do(acts.insert(old, rows[0].entry() or old.entries[0], 2, Kind.INDICATOR))
    added = indicators(old)[2]
    history.do(acts.set_value(old, FieldRef(added.id, "level3"), "新增指标"))
    found = carried(old, history, new)
    assert found.left == ()

    def said(review: Review) -> list[tuple[str, dict[str, tuple[str | None, Status]]]]:
        return [(str(n.kind), {k: (f.value, f.status) for k, f in n.fields.items() if f.value or f.status is Status.BLANK})
                for n in review.root.walk()]  # fmt: skip

    assert said(new) == said(old)


def test_what_the_new_text_says_otherwise_is_listed_and_not_overwritten() -> None:
    old = read(PLAIN)
    history = History(old)
    first, second = indicators(old)[:2]
    value, name = first.value("annual_value"), first.value("level3")
    assert value == "≥12公里"
    history.do(acts.set_value(old, FieldRef(first.id, "annual_value"), "≥31337期"))
    history.do(acts.set_value(old, FieldRef(second.id, "annual_value"), "≥2期"))
    new = read(PLAIN.replace(value, "≥4711期"))
    found = carried(old, history, new)
    assert [(each.key, each.before, each.after) for each in found.left] == [("annual_value", value, "≥31337期")]
    assert found.left[0].place
    assert named(new, name).value("annual_value") == "≥4711期"
    assert named(new, second.value("level3")).value("annual_value") == "≥2期"
    assert found.count == 1


def test_a_correction_that_the_new_text_has_already_is_nothing_to_do() -> None:
    old = read(PLAIN)
    history = History(old)
    row = indicators(old)[0]
    history.do(acts.set_value(old, FieldRef(row.id, "annual_value"), "≥2024期"))
    new = read(PLAIN.replace("≥12公里", "≥2024期"))
    found = carried(old, history, new)
    assert found.left == ()
    assert named(new, row.value("level3")).value("annual_value") == "≥2024期"
