"""Reports: explanations of budgets, of final accounts, of audits, summaries of work."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tools.foreign.sheet import Doc, maybe, money, office, year
from tools.foreign.words_of import rule
from tools.sequence import inventing

_NUMBERS = "一二三四五六七八九十"


def _sections(rng: Random, pool: list[tuple[str, str]]) -> list[str]:
    chosen = [pool[at] for at in sorted(rng.sample(range(len(pool)), rng.randint(min(3, len(pool)), len(pool))))]
    style = rng.randrange(3)
    lines: list[str] = []
    for at, (head, text) in enumerate(chosen):
        if style == 0:
            lines.append(f"{_NUMBERS[at]}、{head}。{text}")
        else:
            lines += [f"{'## ' if style == 2 else ''}{_NUMBERS[at]}、{head}", text]
    return lines


def explanation(rng: Random) -> Doc:
    """An explanation of a budget or of final accounts in sentences."""
    y, who, word = year(rng), office(rng), rng.choice(["决算", "预算"])
    more = rng.choice(["增加", "减少"])
    m = lambda: money(rng)  # noqa: E731
    pool = [
        (f"收入支出{word}总体情况", f"{y}年度收入总计{m()}万元，支出总计{m()}万元，与上年相比各{more}{m()}万元，{more}{rng.uniform(0.2, 30):.2f}%，主要原因是{inventing.sentence(rng, y)}。"),
        (f"一般公共预算财政拨款支出{word}情况", f"支出{word}数为{m()}万元，完成年初预算的{rng.uniform(60, 130):.1f}%。其中：一般公共服务支出{m()}万元，占{rng.uniform(1, 60):.2f}%；农林水支出{m()}万元。"),
        ("“三公”经费情况", f"“三公”经费支出{m()}万元，其中公务接待费{m()}万元，公务用车运行维护费{m()}万元。"),
        ("机关运行经费", f"机关运行经费支出{m()}万元，比上年{more}{m()}万元，{more}{rng.uniform(1, 20):.2f}%。"),
        ("政府采购情况", f"政府采购支出总额{m()}万元，其中货物支出{m()}万元、工程支出{m()}万元、服务支出{m()}万元。"),
        ("国有资产占用情况", f"共有车辆{rng.randint(1, 40)}辆，单价50万元以上通用设备{rng.randint(0, 9)}台（套）。"),
        ("预算绩效情况", f"{rng.randint(2, 40)}个项目开展了绩效自评，金额{m()}万元，得分均在{rng.uniform(85, 95):.0f}分以上。"),
        ("预算绩效情况说明", f"{y}年纳入绩效目标管理的项目{rng.randint(2, 60)}个，涉及金额{m()}万元，绩效目标覆盖率100%。"),
        ("主要职责", f"贯彻执行国家有关法律法规；负责{inventing.thing(rng)}；承担{inventing.thing(rng)}。"),
        ("机构设置", f"内设{rng.randint(3, 12)}个科室，下属{rng.randint(1, 9)}个事业单位。"),
    ]  # fmt: skip
    return Doc(
        rng.choice([f"{who}{y}年度部门{word}情况说明", f"{y}年部门{word}编制说明", f"{who}{y}年部门{word}公开说明"]),
        [],
        list(_sections(rng, pool)),
    )


def audit(rng: Random) -> Doc:
    """Audits, inspections, supervision."""
    y, place = year(rng), inventing.place(rng)
    pool = [
        (
            "基本情况",
            f"抽查显示，{y}年本级财力{money(rng)}亿元，收入进度{rng.uniform(95, 110):.1f}%，支出{money(rng)}亿元。",
        ),
        (
            "查出的突出问题",
            f"（一）{rng.randint(2, 9)}家单位年初预算没有落实到具体事项，金额{money(rng)}万元。（二）{rng.randint(2, 9)}个项目的绩效目标与内容脱节，金额{money(rng)}万元。",
        ),
        ("以前年度问题整改情况", f"已整改{rng.randint(9, 60)}个，整改率{rng.randint(80, 100)}%。"),
        (
            "审计建议",
            f"（一）严肃财经纪律；（二）把好绩效目标入口关；（三）对账销号，{rng.randint(85, 100)}%的问题年底前整改到位。",
        ),
        ("审计评价意见", f"总体看，{inventing.sentence(rng, y)}。"),
    ]
    title = rng.choice(
        [
            f"关于{y}年度财政管理审计情况的报告",
            f"{office(rng)}{y}年度财政收支审计结果公告",
            "专项资金审计调查报告",
            f"关于{y}年预算执行情况和{y + 1}年预算草案的报告",
            "财政监督检查报告",
        ]
    )
    return Doc(place + title, [], [*_sections(rng, pool), f"{y}年{rng.randint(1, 12)}月"])


def summary(rng: Random) -> Doc:
    """Summaries and plans of work, reports on performance management in sentences."""
    y, who = year(rng), office(rng)
    pool = [
        (
            "做法和成效",
            f"一是抓源头。{rng.randint(20, 120)}家单位的{rng.randint(90, 900)}个项目填报了绩效目标，{rng.randint(3, 60)}个未通过审核，压减{money(rng)}万元。",
        ),
        (
            "工作开展情况",
            f"（一）{inventing.sentence(rng, y)}。（二）{inventing.sentence(rng, y)}，全年完成{rng.randint(3, 900)}件。（三）{inventing.sentence(rng, y)}。",
        ),
        ("取得的成效", f"{inventing.sentence(rng, y)}，群众满意度达到{rng.randint(85, 99)}%。"),
        ("存在问题", "效益指标和满意度指标比较空泛，有的数量指标定得过低，≥1次就算完成。"),
        ("存在的困难和不足", f"一是人员力量不足；二是{inventing.thing(rng)}有待加强。"),
        (
            f"{y + 1}年工作打算",
            f"把{inventing.thing(rng)}提高到{rng.randint(20, 99)}%以上，再办{rng.randint(1, 6)}期业务培训。",
        ),
        ("下一步工作", f"{inventing.sentence(rng, y)}；{inventing.sentence(rng, y)}。"),
    ]
    title = rng.choice(
        [
            f"{y}年预算绩效工作开展情况",
            f"{who}{y}年工作总结",
            f"{y}年度法治政府建设情况报告",
            f"{y}年政府工作报告",
            "调研报告",
            "述职述廉报告",
            f"{inventing.thing(rng)}经验交流材料",
            f"{y}年上半年工作总结及下半年工作计划",
        ]
    )
    return Doc(title, maybe(rng, 0.3, who), list(_sections(rng, pool)))


def about_performance(rng: Random) -> Doc:
    """A report on how budgets perform, each sentence drawn anew."""
    y = year(rng)
    heads = rng.sample(
        [
            "工作开展情况",
            "主要成效",
            "存在的问题",
            "原因分析",
            "评价结论",
            "评价组织实施",
            "下步措施",
            "有关建议",
            "基本概况",
            "绩效分析",
        ],
        rng.randint(3, 6),
    )
    lines: list[str] = []
    for at, head in enumerate(heads):
        said = [
            rng.choice(
                [
                    rule(rng),
                    inventing.sentence(rng, y),
                    f"{rng.randint(3, 400)}个项目涉及{money(rng)}万元，平均{rng.uniform(70, 99):.1f}分，等级为{rng.choice('优良中')}",
                    f"部分{rng.choice(['数量指标', '质量指标', '效益指标', '满意度指标', '绩效目标'])}{rng.choice(['偏低', '雷同', '难以考核', '缺少佐证', '没有完成'])}",
                ]
            )
            for _ in range(rng.randint(1, 4))
        ]
        lines += (
            [f"{_NUMBERS[at]}、{head}", "。".join(said) + "。"]
            if rng.random() < 0.6
            else [f"（{_NUMBERS[at]}）{head}。" + "；".join(said) + "。"]
        )
    title = rng.choice(
        [
            f"{y}年绩效评价报告",
            f"{office(rng)}{y}年绩效工作情况",
            "重点项目绩效评价综述",
            "绩效管理经验材料",
            f"{y}年绩效运行监控情况报告",
            "绩效目标审核情况通报",
            f"{inventing.thing(rng)}专项资金绩效评价报告",
        ]
    )
    return Doc(title, [], list(lines))


def news(rng: Random) -> Doc:
    """News and letters on a web page."""
    y = year(rng)
    lines = [
        f"本报讯 {rng.randint(1, 12)}月{rng.randint(1, 28)}日，{inventing.sentence(rng, y)}。",
        f"据了解，{inventing.sentence(rng, y)}，惠及群众{rng.randint(100, 9000)}户。",
        f"活动中，工作人员{inventing.sentence(rng, y)}。",
        "来源：本站  浏览次数：" + str(rng.randint(10, 9999)),
        "“这项政策真是太好了。”村民某某说。",
    ]
    return Doc(
        f"{inventing.place(rng)}：{inventing.sentence(rng, y)}",
        maybe(rng, 0.5, f"发布时间：{y}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}  字体：大 中 小"),
        rng.sample(lines, rng.randint(3, 5)),
    )


def rules(rng: Random) -> Doc:
    """Rules of an office."""
    y = year(rng)
    lines = [f"第{_NUMBERS[at]}条 {inventing.sentence(rng, y)}。" for at in range(rng.randint(5, 10))]
    return Doc(
        f"{inventing.thing(rng)}{rng.choice(['管理办法', '实施细则', '管理制度', '工作规程', '暂行规定'])}",
        ["第一章 总则"],
        [*lines, "附则 本办法自印发之日起施行。"],
    )


KINDS: dict[str, tuple[str, Callable[[Random], Doc]]] = {
    "explanation": ("report_text", explanation),
    "audit": ("report_text", audit),
    "summary": ("report_text", summary),
    "about_performance": ("report_text", about_performance),
    "news": ("report_text", news),
    "rules": ("notice", rules),
}
