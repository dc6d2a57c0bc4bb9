"""What a document says before it is laid out: entries with their money, goals, indicators and tasks."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from tools.corpus.truth import Entry, Indicator, Task
from tools.sequence import inventing, levels, wording
from tools.sequence.stock import STOCK


@dataclass
class Context:
    """What is the same in a whole document."""

    rng: Random
    year: int
    office: str
    names: dict[str, tuple[str, str]]
    coded: bool
    period: bool
    extras: list[str] = field(default_factory=list)
    templates: bool = False
    """Whether rows that nobody filled in stand among the others."""
    remarks: str = ""
    """What is added to names of levels: points, filling, nothing."""
    blanks: float = 0.0
    """The share of values that the form leaves blank."""


def context(rng: Random) -> Context:
    """The setting of a document."""
    return Context(
        rng,
        rng.randint(2017, 2027),
        inventing.office(rng),
        levels.names(rng),
        coded=rng.random() < 0.1,
        period=rng.random() < 0.3,
        templates=rng.random() < 0.08,
        remarks=rng.choice(["", "", "", "", "", "", "", "", "points", "filling"]),
        blanks=rng.choice([0, 0, 0, 0.05, 0.2]),
    )


def indicators(c: Context, size: int) -> list[Indicator]:
    """Indicators of one entry, in the order of their levels."""
    rng, found, used = c.rng, [], set()
    for kind in levels.plan(rng, size):
        name, value = inventing.indicator(rng, kind, c.year)
        if name in used:
            continue
        used.add(name)
        one, two = c.names[kind]
        code1, code2 = levels.codes(kind) if c.coded else (None, None)
        annual: str | None = value.text
        if rng.random() < c.blanks:
            annual = None
        made = Indicator(
            level1=one,
            code1=code1,
            level2=two,
            code2=code2,
            level3=name,
            annual=annual,
            sign=value.sign,
            number=value.number,
            unit=value.unit,
            kind=kind,
        )
        if c.period and annual:
            made.period = annual if rng.random() < 0.5 else inventing.indicator(rng, kind, c.year)[1].text
            if rng.random() < 0.1:
                made.period = None
        for extra in c.extras:
            said = extra_value(rng, extra, value.text, c.year)
            if said:
                made.extra[extra] = said
        _score_in_full(c, made)
        found.append(made)
    return found


def _score_in_full(c: Context, made: Indicator) -> None:
    """Now and then what was reached is what could be: the score is the points, as it mostly is in a self-evaluation."""
    points = [made.extra[x] for x in c.extras if x in made.extra and any(w in x for w in ("分值", "满分", "权重"))]
    scores = [x for x in c.extras if x in made.extra and any(w in x for w in ("得分", "自评分"))]
    if points and scores and c.rng.random() < 0.6:
        made.extra[scores[0]] = points[0]


def extra_value(rng: Random, name: str, target: str, year: int) -> str:
    """What stands in a further column."""
    if any(w in name for w in ("分值", "权重", "得分", "满分", "分数", "自评分", "赋分")):
        return rng.choice(
            [str(rng.randint(1, 20)), f"{rng.randint(1, 20)}", f"{rng.uniform(1, 12):.1f}", f"{rng.randint(2, 15)}分"]
        )
    if any(
        w in name for w in ("实际", "完成值", "实现", "上年", "前年", "历史", "半年", "执行情况", "完成情况", "参考")
    ):
        other = inventing.indicator(rng, rng.choice(levels.ORDER), year)[1].text
        return rng.choice([target, target, "已完成", "100%", target.lstrip("≥≤＞"), other, "", "完成"])
    if "备注" in name or "原因" in name or "措施" in name:
        return rng.choice(["", "", "", "无", "/", inventing.sentence(rng, year), "受" + inventing.thing(rng) + "影响"])
    if "方向" in name or "属性" in name or "定量" in name or "性质" in name:
        return rng.choice(["正向", "反向", "正向指标", "反向指标", "定量", "定性", "定量指标"])
    if "核心" in name or name.startswith("是否"):
        return rng.choice(["是", "否", ""])
    if "来源" in name or "依据" in name or "标准" in name or "类型" in name:
        known = ["计划", "行业", "历史", "其他", "国家", "预算", "工作"]
        if rng.random() < 0.5:
            return rng.choice(known) + rng.choice(["标准", "标准", "数据", "文件", "方案", "计划"])
    if rng.random() < 0.3:
        done = rng.choice(["完成", "实施", "执行", "产出", inventing.thing(rng)])
        return rng.choice(
            [
                f"反映{inventing.thing(rng)}{rng.choice(['情况', '质量情况', '完成情况', '数量', '及时情况'])}",
                f"实际{done}数/计划{done}数×100%",
                f"达到指标值得{rng.randint(2, 15)}分，每少1%扣{rng.randint(1, 3)}分，扣完为止",
                f"考核{inventing.thing(rng)}的{rng.choice(['完成', '达标', '满意'])}程度",
                f"≥{rng.randint(80, 95)}%得满分，低于{rng.randint(50, 79)}%不得分",
            ]
        )
    text = inventing.sentence(rng, year)
    return rng.choice(
        [
            text,
            text,
            f"按比例得分，低于{rng.randint(50, 90)}%不得分",
            f"反映{text}",
            "工作计划",
            "统计报表",
            "文件资料",
            "",
        ]
    )


def amounts(c: Context, entry: Entry, n: int) -> list[str]:
    """`n` amounts, or fewer, with labels that differ from each other and from those that there are; returns the labels."""
    found = [each for each in wording.labels(c.rng, "amount", n) if each not in entry.amounts]
    for each in found:
        entry.amounts[each] = inventing.amount(c.rng) if c.rng.random() > c.blanks else None
    return found


def attribute(c: Context, name: str) -> str:
    """The value of a printed pair."""
    rng, year = c.rng, c.year
    if any(w in name for w in ("电话", "联系方式")):
        return rng.choice(
            [f"0{rng.randint(100, 999)}-{rng.randint(2000000, 8999999)}", f"1{rng.randint(3000000000, 9999999999)}"]
        )
    if any(w in name for w in ("负责人", "联系人", "填报人", "填表人", "经办", "领导", "审核人", "制表人")):
        return rng.choice("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张") + inventing.syllables(rng, 1, 2)
    if any(w in name for w in ("部门", "单位", "科室", "处室", "主体", "机构")):
        return inventing.coded(rng, inventing.office(rng))
    if any(w in name for w in ("编码", "代码", "编号", "序号")):
        return f"{rng.randint(100, 999999)}" + (f"{rng.randint(1000000, 9999999)}" if rng.random() < 0.5 else "")
    if any(w in name for w in ("时间", "日期", "周期", "期限", "实施期", "项目期", "年限", "年度")):
        return rng.choice(
            [
                f"{year}.1-{year}.12",
                f"{year}年1月-12月",
                f"{year}年-{year + 2}年",
                "1年",
                "长期",
                f"{year}年",
                f"{year}-{rng.randint(1, 12):02}-01",
                f"{year}01-{year}12",
                "经常性",
            ]
        )
    if any(w in name for w in ("属性", "类型", "类别", "性质", "级次", "分类", "状态", "来源", "等级")):
        return rng.choice(STOCK["SORTS"])
    if any(w in name for w in ("意见", "是否")):
        return rng.choice(["同意", "是", "否", "通过", "☑是 □否"])
    if "人数" in name or "编制" in name:
        return f"{rng.randint(3, 900)}{rng.choice(['', '人', '名'])}"
    return inventing.prose(rng, year, 3)


def entry(c: Context, size: int, kind: str = "project") -> Entry:
    """An entry with its indicators and its goal."""
    name = c.office if kind == "department" else inventing.project(c.rng, c.year)
    made = Entry(kind=kind, name=name, goal=inventing.prose(c.rng, c.year))
    made.indicators = indicators(c, size)
    return made


def tasks(c: Context, entry_: Entry, n: int, has: tuple[bool, bool, bool]) -> None:
    """`n` tasks: with content, amount, goal or not."""
    rng = c.rng
    for _ in range(n):
        content = inventing.prose(rng, c.year, 2) if rng.random() < 0.7 else inventing.project(rng, c.year)
        entry_.tasks.append(
            Task(
                rng.choice(
                    [
                        inventing.thing(rng) + rng.choice(["工作", "任务", "", "保障"]),
                        inventing.sentence(rng, c.year),
                        inventing.project(rng, c.year),
                    ]
                ),
                content if has[0] else None,
                inventing.amount(rng) if has[1] else None,
                inventing.prose(rng, c.year, 2) if has[2] else None,
            )
        )
