"""Invented offices, projects, indicators, values and sentences: from a grammar of word parts, so that no word carries a role."""

from __future__ import annotations

from random import Random

from tools.corpus import content, values, words
from tools.corpus.topics import TOPICS
from tools.sequence.stock import (
    ACTS,
    ADVERBS,
    DATES,
    ENDS,
    FIELDS,
    GROUPS,
    KINDS,
    LOW,
    MEASURES,
    OFFICES,
    PLACES,
    QUALITY,
    RATES,
    STATES,
    SYLLABLES,
    THINGS,
    UNITS,
)

_NAMES = (
    "{t}{k}",
    "{f}{t}{k}",
    "{t}{k}",
    "{p}{t}{k}",
    "{y}年{t}{k}",
    "{t}（{f}）",
    "{f}{k}",
    "{a}{t}{k}",
    "{f}及{t}{k}",
)
_CHINESE = "一二三四五六七八九十"


def syllables(rng: Random, low: int, high: int) -> str:
    """A word that does not exist."""
    return "".join(rng.choice(SYLLABLES) for _ in range(rng.randint(low, high)))


def thing(rng: Random) -> str:
    """What work is done on."""
    draw = rng.random()
    if draw < 0.06:
        return syllables(rng, 2, 4)
    if draw < 0.35:
        return rng.choice(FIELDS) + rng.choice(THINGS)
    return rng.choice(THINGS)


def place(rng: Random) -> str:
    """An invented place."""
    if rng.random() < 0.3:
        return words.place(rng)
    name = rng.choice(SYLLABLES) + rng.choice(PLACES)
    kind = rng.choice(["市", "县", "区", "镇", "州", "旗", "省", "乡", "街道", "开发区"])
    return name + kind if rng.random() < 0.8 else name + "市" + syllables(rng, 2, 2) + kind


def office(rng: Random) -> str:
    """An invented office."""
    draw = rng.random()
    if draw < 0.25:
        return content.office(rng).name
    if draw < 0.35:
        return rng.choice(FIELDS) + rng.choice(OFFICES)
    mark = f"（{syllables(rng, 2, 3)}）" if draw > 0.96 else ""
    return place(rng) + rng.choice(FIELDS) + rng.choice(OFFICES) + mark


def project(rng: Random, year: int) -> str:
    """A project's name."""
    draw = rng.random()
    topic = rng.choice(TOPICS)
    if draw < 0.2:
        return content.project_name(rng, topic, rng.choice(topic.projects), office(rng), year)
    name = rng.choice(_NAMES).format(
        t=thing(rng), k=rng.choice(KINDS), f=rng.choice(FIELDS), p=place(rng), y=year, a=rng.choice(ACTS)
    )
    if draw < 0.24:
        name = f"{rng.randint(10, 99)}{rng.randint(1000, 99999)}-{name}"
    elif draw < 0.28:
        name += rng.choice(["-本级", "（直达）", "(一期)", "—第二批", "A", "（结转）", f"（{year - 1}）", "1", "*"])
    elif draw < 0.31:
        name = f"“{syllables(rng, 2, 4)}”" + name
    elif draw < 0.33:
        name = rng.choice([f"{year}年度", "提前下达", "关于", "其他"]) + name
    return name


def amount(rng: Random) -> str:
    """Money as printed."""
    number = rng.choice([rng.uniform(0.1, 20), rng.uniform(10, 900), rng.uniform(100, 90000), 10 * rng.randint(1, 99)])
    style = rng.randrange(7)
    if style == 0:
        return f"{number:,.2f}"
    if style == 1:
        return f"{number:.4f}"
    if style == 2:
        return str(int(number) + 1)
    if style == 3:
        return f"{number:.1f}"
    if style == 4 and rng.random() < 0.3:
        return rng.choice(["0", "0.00", "0.0"])
    return f"{number:.2f}"


def _count(rng: Random) -> tuple[str, values.Value]:
    unit = rng.choice(UNITS)
    act = rng.choice(ACTS) if rng.random() < 0.45 else ""
    name = act + thing(rng) + (rng.choice(MEASURES) if rng.random() < 0.8 else "")
    low, high = rng.choice([(1, 12), (5, 90), (60, 900), (300, 60000)])
    return name, values.count(rng, unit, low, high)


def _rate(rng: Random) -> tuple[str, values.Value]:
    if rng.random() < 0.12:
        name = thing(rng) + rng.choice(LOW)
        return name, values.low(rng, name)
    return thing(rng) + rng.choice(RATES), values.rate(rng)


def _time(rng: Random, year: int) -> tuple[str, values.Value]:
    name = rng.choice([rng.choice(ACTS), ""]) + thing(rng) + rng.choice(DATES)
    value = values.quick(rng) if rng.random() < 0.25 else values.moment(rng, year)
    if rng.random() < 0.3:
        text = rng.choice(
            [
                f"{year}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日",
                f"{year}.{rng.randint(1, 12)}-{year}.12",
                f"{year}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}",
                f"{rng.randint(1, 12)}月{rng.randint(1, 28)}日前",
                f"第{_CHINESE[rng.randrange(4)]}季度",
                "年底前",
                f"{year}年度内",
                f"1-{rng.randint(6, 12)}月",
                f"{rng.randint(3, 36)}个月内",
                "按时完成",
                "全年",
                "12月",
                f"≤{year}年12月",
            ]
        )
        value = values.Value(text, "定性", text, "")
    return name, value


def _state(rng: Random) -> tuple[str, values.Value]:
    draw = rng.random()
    if draw < 0.4:
        name = rng.choice(ADVERBS) + rng.choice(STATES).format(t=thing(rng))
    elif draw < 0.8:
        name = rng.choice(STATES).format(t=thing(rng))
    else:
        name = rng.choice(
            [f"对{thing(rng)}的影响", thing(rng) + "水平", f"{thing(rng)}机制健全性", f"{thing(rng)}改善情况"]
        )
    if rng.random() < 0.25:
        return name, values.rate(rng)
    text = rng.choice(QUALITY) if rng.random() < 0.75 else rng.choice(ADVERBS) + rng.choice(QUALITY)
    return name, values.Value(text, "定性", text, "")


def _cost(rng: Random) -> tuple[str, values.Value]:
    name = thing(rng) + rng.choice(
        ["成本", "成本控制", "补助标准", "经费支出", "单价", "总成本", "费用", "预算控制数", "成本节约率"]
    )
    if rng.random() < 0.3:
        return name, values.unit_cost(rng)
    return name, values.cost(rng, float(amount(rng).replace(",", "")))


def _content(rng: Random) -> tuple[str, values.Value]:
    group = rng.choice(GROUPS)
    name = group + rng.choice(["满意度", "满意度", "满意率", "对{t}的满意度", "满意程度", "投诉率"]).format(
        t=thing(rng)
    )
    number = rng.choice(["90", "95", "85", "98", "92", "80", "100"])
    style = rng.choice(
        ["≥{n}%", "≥{n}%", "{n}%以上", "{n}%", "不低于{n}%", "大于{n}％", "{n}", "≥{n}", "{n}%及以上", "满意"]
    )
    return name, values.Value(style.format(n=number), "≥", number, "%")


def _odd(rng: Random, value: values.Value) -> values.Value:
    """Now and then a value in another dress."""
    draw = rng.random()
    if draw > 0.16 or value.sign == "定性":
        return value
    n, u = value.number, value.unit
    styles = [
        f"不少于{n}{u}",
        f"{n}{u}以上",
        f"不超过{n}{u}",
        f"＞{n}{u}",
        f">={n}{u}",
        f"≧{n} {u}",
        f"大于等于{n}{u}",
        f"{n}{u}及以上",
        f"达{n}{u}",
        f"{n}（{u}）",
        f"较上年增长{n}{u}",
        f"“≥{n}{u}”",
        f"{n} {u}",
        f"每年{n}{u}",
        f"[{n}{u}]",
        f"<={n}{u}",
        f"≥{n}{u}/年",
        f"±{n}{u}以内",
        f"≥{n}百分比",
        f"=={n}{u}",
        f"＝{n}{u}",
        f"完成{n}{u}任务",
    ]
    return values.Value(rng.choice(styles), value.sign, n, u)


def indicator(rng: Random, kind: str, year: int) -> tuple[str, values.Value]:
    """A level-3 name and its value, of one kind (keys of words.LEVELS and words.COST_FIRST)."""
    if rng.random() < 0.25:
        return content.draw(rng, rng.choice(TOPICS), kind, rng.uniform(1, 900), year)
    made = {
        "数量": lambda: _count(rng),
        "质量": lambda: _rate(rng),
        "时效": lambda: _time(rng, year),
        "成本": lambda: _cost(rng),
        "经济成本": lambda: _cost(rng),
        "社会成本": lambda: _state(rng),
        "生态成本": lambda: _state(rng),
        "满意": lambda: _content(rng),
    }.get(kind, lambda: _state(rng))
    name, value = made()
    draw = rng.random()
    if draw < 0.05:
        name += rng.choice(["（%）", "(人次)", f"（{thing(rng)}）", "。", "(万元)", "≥", "*", "（个）", "（含线上）"])
    elif draw < 0.08:
        name = f"{rng.randint(1, 9)}{rng.choice(['.', '、', '）', '，'])}{name}"
    elif draw < 0.1:
        name = f"{name}{rng.choice('、，和与及')}{thing(rng)}{rng.choice(MEASURES)}"
    elif draw < 0.12:
        name = syllables(rng, 3, 8)
    elif draw < 0.2:
        name = clauses(rng)
    elif draw < 0.23:
        name += rng.choice(
            ["（≥**%）", "（≤**元/人）", "(≥*个)", "（＝**）", "（≥ %）", "（**月底前）", "(XX%)", "（万元）"]
        )
    elif draw < 0.245:
        name = rng.choice(["其中：", "其中:", "含："]) + name
    if rng.random() < 0.05:
        text = told(rng, year)
        value = values.Value(text, "定性", text, "")
    return name, _odd(rng, value)


def clauses(rng: Random) -> str:
    """A name that is made of clauses, with commas of its own."""
    parts = [
        rng.choice([rng.choice(ADVERBS), ""]) + rng.choice(STATES).format(t=thing(rng))
        for _ in range(rng.randint(2, 3))
    ]
    shape = rng.randrange(4)
    if shape == 0:
        return rng.choice(["，", ",", "、", "；"]).join(parts) + rng.choice(["", "。"])
    if shape == 1:
        return f"{rng.choice(ACTS)}{thing(rng)}、{thing(rng)}、{thing(rng)}{rng.choice(MEASURES)}"
    if shape == 2:
        return f"按{thing(rng)}、{thing(rng)}要求，{rng.choice(ACTS)}{thing(rng)}、{rng.choice(ACTS)}{thing(rng)}"
    return f"{thing(rng)}期内，{rng.choice(GROUPS)}对{thing(rng)}的满意程度"


def told(rng: Random, year: int) -> str:
    """A target value that is told in a sentence."""
    return rng.choice(
        [
            f"严格按照{thing(rng)}标准{rng.choice(ACTS)}",
            f"在{thing(rng)}规定时间内完成",
            f"按{rng.randint(10, 900)}元/人标准{rng.choice(ACTS)}{thing(rng)}",
            f"每{rng.choice(['季度', '月', '年', '周', '半年'])}{rng.choice(['一次', '1次', '两次', '不少于2次'])}",
            f"{thing(rng)}{rng.choice(QUALITY)}，{thing(rng)}{rng.choice(QUALITY)}",
            f"{thing(rng)}≥{rng.randint(2, 90)}{rng.choice(UNITS)}，{thing(rng)}≥{rng.randint(2, 90)}{rng.choice(UNITS)}",
            f"{rng.choice(ACTS)}{thing(rng)}{rng.randint(2, 90)}{rng.choice(UNITS)}以上",
            f"符合{thing(rng)}要求",
            f"{year}年{rng.randint(1, 12)}月底前完成{thing(rng)}",
        ]
    )


def sentence(rng: Random, year: int) -> str:
    """A sentence of a goal or of a duty, without its stop."""
    draw = rng.random()
    if draw < 0.2:
        return content.sentences(rng, rng.choice(TOPICS), 1, year)[0]
    figure = f"{rng.randint(2, 900)}{rng.choice(UNITS)}"
    shapes = [
        f"{rng.choice(ACTS)}{thing(rng)}，{rng.choice(ENDS).format(t=thing(rng))}",
        f"{rng.choice(ACTS)}{thing(rng)}{figure}",
        f"{year}年{rng.choice(ACTS)}{thing(rng)}{figure}，{thing(rng)}{rng.choice(RATES)}达到{rng.randint(80, 100)}%",
        f"{rng.choice(ADVERBS)}{rng.choice(STATES).format(t=thing(rng))}，{rng.choice(ENDS).format(t=thing(rng))}",
        f"通过{rng.choice(ACTS)}{thing(rng)}，{rng.choice(ENDS).format(t=thing(rng))}，{rng.choice(GROUPS)}满意度≥{rng.randint(80, 99)}%",
        f"保障{thing(rng)}正常{rng.choice(['运转', '开展', '运行'])}",
        f"{rng.choice(ACTS)}{thing(rng)}、{thing(rng)}和{thing(rng)}",
        f"确保{thing(rng)}{rng.choice(RATES)}不低于{rng.randint(80, 100)}%",
    ]
    return rng.choice(shapes)


def _long(rng: Random, year: int) -> str:
    """A goal as one long paragraph, full of commas, figures and words that labels use as well."""
    parts = []
    for _ in range(rng.randint(3, 9)):
        shape = rng.randrange(8)
        unit, figure = rng.choice(UNITS), rng.randint(2, 3000)
        if shape == 0:
            many = "、".join(thing(rng) for _ in range(rng.randint(3, 7)))
            parts.append(
                f"{rng.choice(ACTS)}{many}{rng.choice(['', '等工作', f'共{figure}{unit}', f' {figure} 个{thing(rng)}'])}"
            )
        elif shape == 1:
            money = "；".join(f"{amount(rng)}万元用于{thing(rng)}{rng.choice(ACTS)}" for _ in range(rng.randint(1, 3)))
            parts.append(f"本项目共申请预算资金{amount(rng)}万元。其中：{money}")
        elif shape == 2:
            parts.append(
                f"在{place(rng)}、{place(rng)}{rng.choice(ACTS)}{thing(rng)}{figure}{unit}，{thing(rng)}{figure}{rng.choice(UNITS)}"
            )
        elif shape == 3:
            source = rng.choice(["文件", "规划", "方案", "部署"])
            parts.append(
                f"根据{thing(rng)}{source}要求，{rng.choice(ADVERBS)}{rng.choice(STATES).format(t=thing(rng))}"
            )
        elif shape == 4:
            parts.append(
                f"达到“{syllables(rng, 2, 4)}、{syllables(rng, 2, 4)}”的{rng.choice(['目标', '目的', '绩效目标', '效果', '要求'])}"
            )
        elif shape == 5:
            parts.append(
                f"其中{thing(rng)}{figure}{unit}，每{unit}{rng.randint(10, 900)}元，{year}年{rng.randint(1, 12)}月底前完成"
            )
        else:
            parts.append(sentence(rng, year))
    text = parts[0]
    for part in parts[1:]:
        text += rng.choice(["，", "，", "，", "。", "；", ",", "。\n"]) + part
    return text + rng.choice(["。", "。", ""])


def coded(rng: Random, name: str) -> str:
    """An office's name, now and then with its number."""
    if rng.random() > 0.12:
        return name
    number = str(rng.choice([rng.randint(100, 999), rng.randint(100000, 999999)]))
    return rng.choice(
        ["{n}-{o}", "{n}-{o}", "（{n}）{o}", "({n}){o}", "[{n}]{o}", "{n}{o}", "{n} {o}", "{o}（{n}）"]
    ).format(n=number, o=name)


def prose(rng: Random, year: int, most: int = 6) -> str:
    """A goal's text; a newline is a break inside its cell."""
    if most > 2 and rng.random() < 0.3:
        return _long(rng, year)
    n = rng.choice([1, 1, 1, 2, 2, 3, 3, 4, 5, 6][: most + 4])
    said = [sentence(rng, year) for _ in range(min(n, most))]
    if len(said) == 1 or rng.random() < 0.4:
        glue = rng.choice(["；", "。", "，", ";", ","])
        return glue.join(said) + rng.choice(["。", "。", "", "；", "."])
    numbers = rng.choice(
        [
            "1.,2.,3.,4.,5.,6.",
            "一、,二、,三、,四、,五、,六、",
            "①,②,③,④,⑤,⑥",
            "1、,2、,3、,4、,5、,6、",
            "目标1：,目标2：,目标3：,目标4：,目标5：,目标6：",
            "（1）,（2）,（3）,（4）,（5）,（6）",
            "一是,二是,三是,四是,五是,六是",
            "（一）,（二）,（三）,（四）,（五）,（六）",
        ]
    ).split(",")
    stop = rng.choice(["；", "。", "；", ""])
    lines = [number + text + stop for number, text in zip(numbers, said, strict=False)]
    return rng.choice(["\n", "\n", "", " "]).join(lines)
