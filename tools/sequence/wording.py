"""Printed labels: the common ones mostly, any of the vocabulary often, now and then one that no vocabulary knows."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from random import Random

from tools.sequence import inventing
from tools.sequence.stock import STOCK, THINGS

_FILE = Path(__file__).parents[2] / "resources" / "vocabulary" / "labels.json"

COMMON = {
    "entry_name": ["项目名称", "项目名称", "项目", "专项名称", "政策名称"],
    "unit": ["实施单位", "项目单位", "预算单位", "单位名称", "资金使用单位"],
    "department": ["填报单位", "部门名称", "预算部门", "申报单位", "单位名称"],
    "goal": ["年度目标", "绩效目标", "年度绩效目标", "总体目标", "项目绩效目标", "年度总体目标"],
    "period_goal": ["中期目标", "中长期目标", "实施期目标", "总体目标（实施期）"],
    "result": ["实际完成情况", "全年实际完成情况"],
    "indicators": ["绩效指标", "年度绩效指标", "绩效指标体系"],
    "level1": ["一级指标", "一级指标", "指标类型"],
    "level2": ["二级指标", "二级指标"],
    "level3": ["三级指标", "三级指标", "指标名称", "指标内容"],
    "annual_value": ["指标值", "年度指标值", "目标值", "本年度指标值", "预期指标值"],
    "period_value": ["实施周期指标值", "中期指标值", "长期指标值", "实施期指标值"],
    "operator": ["计算符号", "指标性质", "符号", "运算符号"],
    "measure": ["计量单位", "度量单位", "单位"],
    "extra": [
        "分值",
        "备注",
        "实际完成值",
        "得分",
        "权重",
        "偏差原因分析及改进措施",
        "指标解释",
        "评分标准",
        "指标方向性",
    ],
    "funds": ["项目资金", "资金情况", "年度资金总额", "预算资金情况"],
    "amount": ["财政拨款", "其他资金", "年度资金总额", "资金总额", "上级资金", "其他", "一般公共预算", "自有资金"],
    "attribute": ["项目属性", "主管部门", "项目类型", "项目期", "项目负责人", "联系电话", "起止时间", "项目编码"],
    "money_column": ["年初预算数", "全年预算数", "全年执行数"],
    "score_column": ["分值", "执行率", "得分"],
    "tasks": ["年度主要任务", "重点工作任务"],
    "task_name": ["任务名称", "名称", "工作任务"],
    "task_content": ["主要内容", "主要实施内容", "工作内容"],
    "task_amount": ["预算金额", "拟投入的资金", "金额"],
    "task_goal": ["期望达到的目标", "预期目标", "目标"],
}
_ENDS = {
    "entry_name": "名称",
    "unit": "单位",
    "department": "部门",
    "goal": "目标",
    "period_goal": "期目标",
    "annual_value": "值",
    "period_value": "期值",
    "level3": "指标",
    "extra": "说明",
    "amount": "资金",
    "attribute": "",
}
_NUMBERS = ("一、", "1.", "（一）", "二、", "3、", "（2）", "*", "★", "1、")


@cache
def known() -> dict[str, list[str]]:
    """The program's own vocabulary."""
    found: dict[str, list[str]] = json.loads(_FILE.read_text(encoding="utf-8"))
    return found


def label(rng: Random, role: str) -> str:
    """A label of a role of the vocabulary, undressed."""
    draw = rng.random()
    if draw < 0.55 and role in COMMON:
        return rng.choice(COMMON[role])
    if draw > 0.95 and role in _ENDS:
        start = rng.choice(["年度", "本级", "专项", "当年", "计划", rng.choice(THINGS), inventing.syllables(rng, 1, 3)])
        return start + (_ENDS[role] or rng.choice(["情况", "依据", "类别", "时间", "人"]))
    return rng.choice(known()[role])


def labels(rng: Random, role: str, n: int) -> list[str]:
    """`n` different labels of a role."""
    found: list[str] = []
    for _ in range(20 * n):
        if len(found) == n:
            break
        word = label(rng, role)
        if word not in found:
            found.append(word)
    return found


def dressed(rng: Random, word: str, wrap: bool = True) -> str:
    """A label as printed: numbered, starred, spaced, wrapped, with a remark in brackets."""
    draw = rng.random()
    if draw < 0.05:
        return rng.choice(_NUMBERS) + word
    if draw < 0.08 and len(word) < 6:
        return rng.choice([" ", "  ", "\u3000"]).join(word)
    if draw < 0.15 and wrap and len(word) > 3:
        cut = rng.randint(2, len(word) - 2)
        return word[:cut] + "\n" + word[cut:]
    if draw < 0.17:
        return word + rng.choice(["（必填）", "（概述）", "（项目）", "(%)", "（文字描述）", "（A）", "①", "（10分）"])
    if draw < 0.173:
        return (
            word + rng.choice([" ", "\n", "("]) + rng.choice(["Target", "Indicator", "Name", "Value", "Goal", "Unit"])
        )
    if draw < 0.19 and wrap and len(word) < 7:
        return "\n".join(word)
    return word


TITLES = STOCK["TITLES"]
WHAT = {kind: STOCK[f"WHAT_{kind}"] for kind in ("project", "department", "result")}


def title(rng: Random, kind: str, year: int, office: str) -> str:
    """The title of a table."""
    word = rng.choice(WHAT[kind])
    return rng.choice(TITLES).format(y=year, w=word, o=office, n=rng.randint(1, 15))
