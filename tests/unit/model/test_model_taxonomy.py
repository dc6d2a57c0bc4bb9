"""Names of levels as forms print them."""

from __future__ import annotations

import pytest

from reviewer.model.taxonomy import bare, is_level, level_by_code, level_names, levels_named, parents_of


@pytest.mark.parametrize(
    ("printed", "level", "name"),
    [
        ("产出指标", 1, "产出指标"),
        ("产出指标（50分）", 1, "产出指标"),
        ("产出指标(必填)", 1, "产出指标"),
        ("1-产出指标", 1, "产出指标"),
        ("2、效益指标", 1, "效益指标"),
        ("效 益\n指标", 1, "效益指标"),
        ("3-满意度指标", 1, "满意度指标"),
        ("产出", 1, "产出指标"),
        ("项目效益", 1, "效益指标"),
        ("★数量指标", 2, "数量指标"),
        ("11-数量指标", 2, "数量指标"),
        ("１１－数量指标", 2, "数量指标"),
        ("数量指标：", 2, "数量指标"),
        ("数量指标[20分]", 2, "数量指标"),
        ("时效", 2, "时效指标"),
        ("22 社会效益", 2, "社会效益指标"),
        ("社会效益指标*", 2, "社会效益指标"),
        ("24-可持续影响", 2, "可持续影响指标"),
        ("31-服务对象满意度", 2, "服务对象满意度指标"),
        ("41-经济成本指标", 2, "经济成本指标"),
        ("生态环境效益指标", 2, "生态效益指标"),
        ("产出指标50分", 1, "产出指标"),
        ("（一）产出指标", 1, "产出指标"),
        ("一、产出指标", 1, "产出指标"),
        ("①数量指标", 2, "数量指标"),
        ("1.1数量指标", 2, "数量指标"),
        ("数量类指标", 2, "数量指标"),
        ("产出 指标【50分】", 1, "产出指标"),
        ("※满意度指标（10 分）", 1, "满意度指标"),
        ("社会效益指标 (20%)", 2, "社会效益指标"),
        ("项目完成指标", 1, "产出指标"),
        ("履职效能", 1, "履职效能"),
        ("运行成本指标", 1, "运行成本"),
        ("社会效应", 1, "社会效应"),
        ("管理效率", 1, "管理效率"),
        ("可持续性", 1, "可持续发展能力"),
        ("可持续性", 2, "可持续影响指标"),
        ("生态环境成本", 2, "生态环境成本指标"),
    ],
)
def test_names_with_codes_points_and_stars(printed: str, level: int, name: str) -> None:
    assert is_level(printed, level)
    assert name in [found.name for found in levels_named(printed) if found.level == level]


@pytest.mark.parametrize(
    "printed", ["项目完成时间", "产出指标达成率", "31", "", "指标", "群众满意度提升", "经济效益分析"]
)
def test_what_only_resembles_a_level_is_none(printed: str) -> None:
    assert levels_named(printed) == ()


def test_some_names_are_both_levels() -> None:
    for printed in ("成本指标", "满意度指标"):
        assert {found.level for found in levels_named(printed)} == {1, 2}


def test_bare_name() -> None:
    assert bare("★ 产出指标 （50分）：") == "产出指标"


def test_codes_and_parents() -> None:
    quality, cost = level_by_code("12"), level_by_code("14")
    assert quality is not None
    assert (quality.level, quality.name) == (2, "质量指标")
    assert cost is not None
    assert level_by_code("99") is None
    assert parents_of("12-质量指标")[0] == "产出指标"
    assert {"产出指标", "成本指标"} <= set(parents_of("成本指标"))
    assert "效益指标" not in parents_of("成本指标")
    assert parents_of("随便什么") == ()


def test_every_code_names_one_level_only() -> None:
    for number in (1, 2):
        for name in level_names(number):
            for level in levels_named(name):
                assert level.code is None or level_by_code(level.code) == level


def test_longer_names_come_first() -> None:
    lengths = [len(name) for name in level_names(2)]
    assert lengths == sorted(lengths, reverse=True)
