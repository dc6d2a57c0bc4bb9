"""What is printed around a name is no part of it."""

from __future__ import annotations

import pytest

from reviewer.extract.names import without_seal, without_template_end
from reviewer.model.flow import Flow


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("云溪市水文局（公章）", "云溪市水文局"),
        ("云溪市水文局 (盖章)", "云溪市水文局"),
        ("云溪市水文局（加盖公章）", "云溪市水文局"),
        ("云溪市水文局（本级）", "云溪市水文局（本级）"),
        ("印章管理办公室", "印章管理办公室"),
    ],
)
def test_the_place_of_the_seal(printed: str, name: str) -> None:
    assert without_seal(Flow.loose(printed)).text == name


@pytest.mark.parametrize(
    ("printed", "goal"),
    [
        ("目标1：培训2000人次。目标2：提高能力。目标3：……", "目标1：培训2000人次。目标2：提高能力。"),
        ("目标1：培训2000人次。\n目标2：\n目标3：", "目标1：培训2000人次。"),
        ("开展培训、宣传等……", "开展培训、宣传等……"),
        ("实现目标1：完成培训", "实现目标1：完成培训"),
        ("目标1：", "目标1："),
    ],
)
def test_lines_of_a_goal_that_nobody_filled_in(printed: str, goal: str) -> None:
    assert without_template_end(Flow.loose(printed)).text == goal
