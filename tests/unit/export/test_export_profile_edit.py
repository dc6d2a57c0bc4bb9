"""The profile of the import sheet, changed by hand: what a column may hold, what is refused, and that it is kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reviewer.export import next_system
from reviewer.export.next_system import Column, ProfileError, load_profile, own_profile, program_profile
from reviewer.export.profile_edit import PARTS, SIGNS, changed, part_names, save
from reviewer.model.fields import read_field
from reviewer.model.history import History
from reviewer.model.review import Kind, NodeData, Review


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the user's own profiles are kept; the folder is not there yet."""
    monkeypatch.setattr(next_system, "_own", tmp_path / "own" / "profiles")
    return tmp_path / "own" / "profiles"


def test_a_column_may_hold_what_every_indicator_has_and_the_further_columns_that_were_printed(
    review: Review, history: History
) -> None:
    items = [(review, history)]
    profile = program_profile()
    assert list(part_names(items, profile)) == [*PARTS, "extra:分值"]
    kept = replace(profile, columns=(*profile.columns, Column("备注二", "extra:评分标准"), Column("分", "extra:分值")))
    names = part_names(items, kept)
    assert list(names)[len(PARTS) :] == ["extra:评分标准", "extra:分值"], "those of the profile first, none twice"
    assert names["extra:评分标准"] == "评分标准"


def test_only_indicators_have_further_columns(review: Review) -> None:
    project = NodeData(1, Kind.PROJECT, (("extra[科室]", read_field("一科")),))
    made = Review(review.source, NodeData(0, Kind.DOCUMENT, (), (project,)))
    assert list(part_names([(made, None)], program_profile())) == list(PARTS)


def columns() -> list[tuple[str, str, bool]]:
    return [(each.title, each.part, each.required) for each in program_profile().columns]


def test_what_was_chosen_is_the_profile() -> None:
    words = {sign: f" {sign}号 " for sign in SIGNS} | {"<": "  "}
    made = changed(program_profile(), [*columns()[:2], (" 单位 ", "measure", True)], words, 30)
    assert [(each.title, each.part, each.required) for each in made.columns][2:] == [("单位", "measure", True)]
    assert made.signs == {sign: f"{sign}号" for sign in SIGNS if sign != "<"}, (
        "a sign without a word is not known there"
    )
    assert made.longest == 30
    assert (made.name, made.weights, made.totals) == (
        program_profile().name,
        program_profile().weights,
        program_profile().totals,
    )


@pytest.mark.parametrize(
    "more", [[("", "unit", False)], [("  ", "unit", False)], [("项目", "unit", False)], [("甲", "gone", False)]]
)
def test_what_no_profile_can_be_is_said(more: list[tuple[str, str, bool]]) -> None:
    with pytest.raises(ProfileError, match=r"^[^\n]+$"):
        changed(program_profile(), [*columns(), *more], {}, 500)


def test_no_column_is_no_profile() -> None:
    with pytest.raises(ProfileError):
        changed(program_profile(), [], {}, 500)


def test_a_profile_that_was_changed_counts_from_then_on(own: Path) -> None:
    made = changed(program_profile(), [("甲", "level3", True), ("乙", "extra:分值", False)], {"≥": "不低于"}, 12)
    assert load_profile() == program_profile()
    assert save(made) == own / "integrated.json"
    assert load_profile() == made
    assert program_profile() != made


def test_the_users_own_profile_begins_as_the_programs(own: Path) -> None:
    path = own_profile()
    assert load_profile() == program_profile()
    path.write_text(path.read_text(encoding="utf-8").replace("三级指标名称", "指标名称"), encoding="utf-8")
    assert own_profile() == path
    assert "指标名称" in [each.title for each in load_profile().columns], "what the user wrote is not written over"


@pytest.mark.parametrize("text", ["", "{", "[]"])
def test_a_profile_of_ones_own_that_is_damaged_is_said(own: Path, text: str) -> None:
    own_profile().write_text(text, encoding="utf-8")
    with pytest.raises(ProfileError, match=r"^[^\n]+$"):
        load_profile()
