"""Heads of tasks, titles, heads of web pages, and tables beside the forms, each with a table: what is printed, and what it is taken for."""

from __future__ import annotations

import pytest

from reviewer.extract.other_tables import is_other
from reviewer.extract.rows import Row
from reviewer.extract.tasks import task_header
from reviewer.extract.titles import is_page_head, is_title, may_be_title
from reviewer.model.flow import Flow

CONTENT, BOTH = ["task_name", "task_content"], ["task_name", "task_content", "task_amount"]


@pytest.mark.parametrize(
    ("heads", "expected", "roles"),
    [
        ("任务名称 主要内容", False, None), ("任务名称 主要内容", True, CONTENT), ("任务名称 预算金额", True, ["task_name", "task_amount"]),
        ("任务名称 主要内容 预算金额", False, BOTH), ("任务名称 预算金额 备用", False, None), ("主要内容 预算金额", True, None),
        ("年度主要任务 任务名称 主要内容", False, CONTENT), ("年度主要任务 任务名称 主要内容 预算金额", False, BOTH),
        ("任务名称 主要内容 预算金额 备用", False, [*BOTH, "extra"]), ("任务名称 主要内容 备用", True, [*CONTENT, "extra"]),
        ("甲 乙 丙", False, None),
    ],
)  # fmt: skip
def test_heads_of_tasks_where_a_heading_says_that_tasks_follow_and_where_none_does(
    heads: str, expected: bool, roles: list[str] | None
) -> None:
    cells = tuple((place, Flow.loose(text)) for place, text in enumerate(heads.split()))
    found = task_header(Row(cells, 0), expected)
    assert (found and [column.role.value for column in found]) == roles


@pytest.mark.parametrize(
    ("text", "title", "may_be"),
    [
        ("绩效目标表", True, False), ("部门整体绩效目标", False, True), ("项目绩效目标表（续）", True, False), ("绩效", False, False),
        ("2026年度部门预算", False, False), ("基本情况", False, False), ("甲" * 55 + "绩效目标表", True, False),
        ("甲" * 56 + "绩效目标表", False, False),
    ],
)  # fmt: skip
def test_titles_of_forms(text: str, title: bool, may_be: bool) -> None:
    assert (is_title(text), may_be_title(text)) == (title, may_be)


@pytest.mark.parametrize(
    ("texts", "head"),
    [
        (["索引号", "123"], True), (["索引号"], True), (["首页 > 政务公开 > 甲"], True), (["首页 > 政务公开 > 预算 > 甲 > 乙"], False),
        (["甲", "索引号"], False), (["甲", "索引号", "主题分类"], True), (["来源", "甲", "乙", "丙"], True),
        (["来源", "甲", "乙", "丙", "丁"], False),
    ],
)  # fmt: skip
def test_heads_of_web_pages(texts: list[str], head: bool) -> None:
    assert is_page_head(texts) is head


@pytest.mark.parametrize(
    ("rows", "other"),
    [
        ("序号 项目名称 预算金额|1 河道保洁 50", True), ("序号 项目名称 预算金额", False), ("序号 项目名称 预算金额|1", False),
        ("序号 项目名称 预算金额|_ _ _ _ 1 2", False), ("标题|序号 项目名称 预算金额|1 河道保洁 50", True),
        ("项目名称 预算金额|河道保洁 50", True), ("项目名称 主要内容 预算金额|河道保洁 清理 50", False),
        ("项目名称 河道保洁|预算金额 50", False), ("甲 项目名称 乙|1 河道保洁 50", False),
        ("甲 项目名称 乙 预算金额|1 河道保洁 50 3", True), ("甲 项目名称 乙 2026年|1 河道保洁 50 3", False),
        ("甲 项目名称 预算金额 乙 丙|1 河道保洁 50 3 4", True), ("甲 项目名称 预算金额 乙 丙 丁|项目名称 河道保洁 50 3 4 5", False),
        ("甲 乙 项目名称 丙 这个标题比十二个字还要长一些|1 2 河道保洁 50 3", False), ("名词 解释|预算 甲", True),
        ("科目编码 科目名称 金额|201 一般 3", True),
    ],
)  # fmt: skip
def test_a_table_beside_the_forms_that_can_only_be_another(rows: str, other: bool) -> None:
    made = [
        Row(tuple((place, Flow.loose(text)) for place, text in enumerate(row.split()) if text != "_"), 0)
        for row in rows.split("|")
    ]
    assert is_other(made) is other
