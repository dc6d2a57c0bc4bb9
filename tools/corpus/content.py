"""Offices, projects, goals and indicators, drawn from the topics."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from random import Random

from tools.corpus import values, words
from tools.corpus.topics import TOPICS, Topic
from tools.corpus.truth import Indicator

_QUANTIFIED = ("完成", "年度", "全年", "计划", "")
_STEMS = ("{p}项目", "{p}经费", "{p}专项资金", "{p}", "{p}补助资金", "{y}年{p}项目", "{p}（{k}）", "{o}{y}年{p}经费")
_KINDS = ["区级", "市级配套", "省级补助", "第二批", "二期", "直达资金", "本级", "续建", "AK"]
_OPENERS = (
    "通过开展{p}项目，",
    "通过项目实施，",
    "围绕年度重点工作，",
    "根据上级有关文件要求，",
    "按照“十四五”规划部署，",
    "为做好{t}工作，",
    "",
)


@dataclass
class Project:
    """A project before it is laid out: money in 万元, `goal` in its lines (an inner line break between two)."""

    name: str
    topic: Topic
    amount: float
    other: float
    goal: list[str]
    indicators: list[Indicator]
    office: str
    year: int
    tags: dict[str, str] = field(default_factory=dict)


@dataclass
class Office:
    """An invented office."""

    name: str
    topic: Topic
    place: str


def office(rng: Random) -> Office:
    """An office of some policy field in some place."""
    topic = rng.choice(TOPICS)
    where = words.place(rng)
    return Office(where + rng.choice(topic.offices), topic, where)


def sentences(rng: Random, topic: Topic, n: int, year: int) -> list[str]:
    """`n` sentences of a goal, each without its closing stop."""
    acts = rng.sample(topic.acts, min(len(topic.acts), n + 1))
    found = []
    for i in range(n):
        act, end = acts[i % len(acts)], rng.choice(topic.ends)
        second = rng.choice([a for a in topic.acts if a != act])
        name, unit, low, high = rng.choice(topic.countable)
        figure = rng.randint(low, high)
        shape = rng.randrange(5)
        if shape == 0:
            found.append(f"{act}，{end}")
        elif shape == 1:
            found.append(f"{act}，{second}，{end}")
        elif shape == 2:
            found.append(
                f"{year}年{name}达到{figure}{unit}，{rng.choice(topic.rate)}达到{rng.choice([90, 95, 98, 100])}%以上，{end}"
            )
        elif shape == 3:
            found.append(
                f"{act}（{name}不少于{figure}{unit}），确保{rng.choice(topic.rate)}≥{rng.choice([90, 95, 98])}%"
            )
        else:
            found.append(f"{act}，同时{second}，力争{rng.choice(topic.social)}，{end}")
    return found


def goal(rng: Random, topic: Topic, name: str, year: int) -> list[str]:
    """A goal of 1 to 6 sentences as its lines; lists have a line an item (or run on in one line)."""
    n = rng.choice([1, 1, 2, 2, 3, 3, 4, 5, 6])
    found = sentences(rng, topic, n, year)
    opener = rng.choice(_OPENERS).format(p=name.strip("“”"), t=topic.name)
    if n == 1 or rng.random() < 0.45:
        return [opener + "；".join(found[:-1]) + ("；" if n > 1 else "") + found[-1] + "。"]
    numbers = rng.choice(
        [
            "1.|2.|3.|4.|5.|6.",
            "一、|二、|三、|四、|五、|六、",
            "①|②|③|④|⑤|⑥",
            "1、|2、|3、|4、|5、|6、",
            "目标1：|目标2：|目标3：|目标4：|目标5：|目标6：",
            "（1）|（2）|（3）|（4）|（5）|（6）",
        ]
    ).split("|")
    stop = rng.choice(["；", "。", "；"])
    lines = [numbers[i] + text + (stop if i < n - 1 else "。") for i, text in enumerate(found)]
    return lines if rng.random() < 0.6 else ["".join(lines)]


def project_name(rng: Random, topic: Topic, stem: str, owner: str, year: int) -> str:
    """A printed project name: with brackets, a document number, a year, quotes."""
    draw = rng.random()
    if draw < 0.08:
        mark = rng.choice("云澄砚霁朔")
        return f"（{mark}财{topic.name[0]}〔{year - 1}〕{rng.randint(3, 180)}号）{stem}经费"
    if draw < 0.13:
        return f"{rng.choice('云澄砚霁朔')}财{topic.name[0]}[{year - 1}]{rng.randint(3, 180)}号{stem}资金"
    name = rng.choice(_STEMS).format(p=stem, y=year, k=rng.choice(_KINDS), o=owner)
    return name.replace("补助补助", "补助").replace("补贴补助", "补贴")


def _countable(rng: Random, topic: Topic, year: int) -> tuple[str, values.Value]:
    name, unit, low, high = rng.choice(topic.countable)
    value = values.count(rng, unit, low, high)
    draw = rng.random()
    if draw < 0.12:
        name = rng.choice(_QUANTIFIED) + name
    elif draw < 0.2:
        name = f"{name}（{unit.strip('（）')}）"
    elif draw < 0.26:
        name = rng.choice([f"{name}(含线上)", f"{name}（预估）", f"{year}年{name}", f"{name}（不含续建）"])
    elif draw < 0.32:
        name = f"{rng.choice(topic.acts)}，{name}"
    elif draw < 0.35:
        name, value = values.graded(rng)
    return name, value


def _rate(rng: Random, topic: Topic) -> tuple[str, values.Value]:
    if rng.random() < 0.2:
        name = rng.choice(topic.low)
        return name, values.low(rng, name)
    name = rng.choice([*topic.rate, *topic.rate, "项目验收合格率", "资金使用合规率", "工作任务完成率"])
    value = values.rate(rng)
    if rng.random() < 0.15:
        name += rng.choice(["（%）", "(%)"])
    return name, value


def _moment(rng: Random, topic: Topic, year: int) -> tuple[str, values.Value]:
    stem = rng.choice(topic.projects)
    rates = ("资金支付及时率", "任务按期完成率", "按时完成率", "资金拨付及时率")
    quick = ("问题响应时间", "故障排除速度", "平均办结时限", "资料审核时长")
    dates = ("项目完成时间", "项目完成时限", f"{stem}完成时间", "资金拨付时间", "项目验收时间")
    name = rng.choice([*rates, *quick, *dates])
    if name in rates:
        return name, values.rate(rng)
    return name, values.quick(rng) if name in quick else values.moment(rng, year)


def _statement(rng: Random, pool: tuple[str, ...]) -> tuple[str, values.Value]:
    name = rng.choice(pool)
    if rng.random() < 0.06:
        name += "。"
    return name, values.words(rng)


def _satisfaction(rng: Random, topic: Topic) -> tuple[str, values.Value]:
    who = rng.choice([*topic.groups, "服务对象", "群众", "受益对象"])
    name = rng.choice(
        [f"{who}满意度", f"{who}满意度", f"{who}对{rng.choice(topic.projects)}的满意度", f"{who}满意度（%）"]
    )
    number = rng.choice(["90", "95", "85", "98", "92"])
    return name, values.Value(
        rng.choice(["≥{n}%", "≥{n}%", "{n}%以上", "{n}%", "不低于{n}%"]).format(n=number), "≥", number, "%"
    )


def draw(rng: Random, topic: Topic, kind: str, amount: float, year: int) -> tuple[str, values.Value]:
    """A level-3 name and a value of one kind (a key of words.LEVELS or words.COST_FIRST)."""
    if kind == "数量":
        return _countable(rng, topic, year)
    if kind == "质量":
        return _rate(rng, topic)
    if kind == "时效":
        return _moment(rng, topic, year)
    if kind in ("成本", "经济成本"):
        if rng.random() < 0.4:
            return rng.choice(["补助标准", "人均成本", "单位成本控制", "人均补助标准"]), values.unit_cost(rng)
        return rng.choice(["项目成本控制数", "预算控制额", "项目总成本", "项目预算"]), values.cost(rng, amount)
    if kind in ("社会成本", "生态成本"):
        social = ("对社会秩序的负面影响", "群众投诉数量")
        names = social if kind == "社会成本" else ("对自然生态环境造成的负面影响", "施工扬尘污染")
        return rng.choice(names), rng.choice(
            [values.Value("无", "定性", "无", ""), values.Value("≤1次", "≤", "1", "次")]
        )
    if kind == "满意":
        return _satisfaction(rng, topic)
    pool = {"经济": topic.economic, "社会": topic.social, "生态": topic.ecology, "持续": topic.lasting}[kind]
    return _statement(rng, pool)


def plan(rng: Random, size: int) -> list[str]:
    """Kinds of `size` indicators or so, in the usual order: every project has output, benefit and satisfaction."""
    kinds = ["数量", rng.choice(["质量", "时效"]), rng.choice(["社会", "社会", "持续"]), "满意"]
    pool = ["数量"] * 4 + ["质量"] * 3 + ["时效"] * 2 + ["成本"] * 2 + ["经济", "社会", "社会", "生态", "持续"]
    while len(kinds) < size:
        kinds.append(rng.choice(pool))
    return sorted(kinds, key=words.ORDER.index)


def period_of(rng: Random, value: values.Value, year: int) -> str:
    """The long-term value that goes with an annual one: mostly the same."""
    if rng.random() < 0.75:
        return value.text
    if value.sign == "定性":
        return rng.choice(["长期坚持", f"{year}-{year + 2}年逐年提升", "持续提升"])
    if value.unit == "%":
        return rng.choice(["≥98%", "100%", "95%以上"]) if value.sign != "≤" else value.text
    if value.number.isdigit() and value.text.endswith(value.unit) and value.text.startswith(("≥", "不少于")):
        return f"≥{int(value.number) * 3}{value.unit}"
    return value.text


def stem_of(name: str) -> str:
    """A name without what only dresses it: 完成…, 2023年…, …（%）, the closing stop."""
    return re.sub(r"^(完成|年度|全年|计划|\d{4}年)|。$|[（(][^（()）]*[)）]$", "", name)


def indicators(rng: Random, topic: Topic, kinds: list[str], amount: float, year: int) -> list[Indicator]:
    """Indicators of these kinds; no two have the same name."""
    found: list[Indicator] = []
    used: set[str] = set()
    for kind in kinds:
        name, value = draw(rng, topic, kind, amount, year)
        for _ in range(12):
            if stem_of(name) not in used:
                break
            name, value = draw(rng, topic, kind, amount, year)
        if stem_of(name) in used:
            continue
        used.add(stem_of(name))
        if kind in words.COST_FIRST:
            (level1, level2), code1, code2 = words.COST_FIRST[kind], None, None
        else:
            level1, code1, level2, code2 = words.LEVELS[kind]
        found.append(
            Indicator(
                level1=level1,
                code1=code1,
                level2=level2,
                code2=code2,
                level3=name,
                annual=value.text,
                period=period_of(rng, value, year),
                sign=value.sign,
                number=value.number,
                unit=value.unit,
                kind=kind,
            )
        )
    return found


def project(rng: Random, owner: Office, year: int, stem: str, size: int) -> Project:
    """A project with `size` indicators or so."""
    topic = owner.topic
    amount = round(
        rng.choice([rng.uniform(0.5, 20), rng.uniform(10, 400), rng.uniform(100, 3000)]), rng.choice([0, 1, 2])
    )
    amount = max(amount, 1.0)
    other = 0.0 if rng.random() < 0.75 else round(amount * rng.uniform(0.1, 0.6), 2)
    name = project_name(rng, topic, stem, owner.name, year)
    return Project(
        name=name,
        topic=topic,
        amount=amount,
        other=other,
        goal=goal(rng, topic, stem, year),
        indicators=indicators(rng, topic, plan(rng, size), amount, year),
        office=owner.name,
        year=year,
    )


def projects(rng: Random, owner: Office, year: int, n: int, low: int = 4, high: int = 9) -> list[Project]:
    """`n` projects of one office with different names."""
    stems = list(owner.topic.projects)
    rng.shuffle(stems)
    general = [
        "办公设备购置",
        "信息系统运行维护",
        "物业管理",
        "编外人员聘用",
        "党建工作",
        "业务培训",
        "法律顾问服务",
        "宣传工作",
    ]
    rng.shuffle(general)
    pool = stems + general
    found: list[Project] = []
    names: set[str] = set()
    for stem in (pool * 3)[: n * 2]:
        made = project(rng, owner, year, stem, rng.randint(low, high))
        if made.name not in names and len(found) < n:
            names.add(made.name)
            found.append(made)
    return found
