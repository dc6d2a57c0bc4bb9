"""Notices, minutes, letters, explanations of terms."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tools.foreign.sheet import Doc, Rows, maybe, money, office, year
from tools.sequence import inventing

_NUMBERS = "一二三四五六七八九十"


def _signed(rng: Random, who: str, y: int) -> list[str]:
    return [who, f"{y}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日"]


def notice(rng: Random) -> Doc:
    """A notice on anything."""
    y, who = year(rng), office(rng)
    what = rng.choice(
        [
            f"召开{inventing.thing(rng)}工作会议",
            f"开展{inventing.thing(rng)}专项检查",
            f"印发《{inventing.thing(rng)}管理办法》",
            f"下达{y}年{inventing.thing(rng)}补助资金",
            f"做好{inventing.thing(rng)}工作",
            f"报送{inventing.thing(rng)}情况",
            f"{inventing.thing(rng)}公开招聘",
        ]
    )
    lines = [
        rng.choice(["各县（市、区）财政局：", "各有关单位：", "机关各科室、局属各单位：", "市级各部门："]),
        f"为进一步{inventing.sentence(rng, y)}，根据《{inventing.thing(rng)}条例》有关规定，现将有关事项通知如下：",
    ]
    for at in range(rng.randint(2, 5)):
        lines.append(
            f"{_NUMBERS[at]}、{rng.choice(['时间安排', '工作要求', '总体要求', '参加人员', '报送要求', '组织保障', '资金管理'])}。{inventing.sentence(rng, y)}，于{rng.randint(1, 12)}月{rng.randint(1, 28)}日前{rng.choice(['报送我局', '完成', '反馈'])}。"
        )
    lines += maybe(rng, 0.5, f"联系人：某某  联系电话：{rng.randint(1000000, 9999999)}")
    lines += [*maybe(rng, 0.3, f"附件：1.{inventing.thing(rng)}汇总表"), *_signed(rng, who, y)]
    return Doc(
        f"{who}关于{what}的{rng.choice(['通知', '通告', '通报', '紧急通知'])}",
        maybe(rng, 0.7, f"{inventing.syllables(rng, 2, 2)}发〔{y}〕{rng.randint(1, 99)}号"),
        list(lines),
    )


_WHAT = "绩效目标|绩效指标|指标值|产出指标|效益指标|满意度指标|成本指标|数量指标|质量指标|时效指标|社会效益指标|三级指标|二级指标|绩效目标申报表|年度绩效目标|总体目标|自评表|绩效监控表"
_WHO = "各部门|各单位|预算单位|主管部门|项目单位|财政部门|业务科室|基层单位|第三方机构|资金使用单位|申报单位"
_HOW = (
    "应当细化、可衡量|须与资金规模相匹配|不得空泛|要与部门职责一致|应有历史数据或行业标准支撑|由{w}负责审核|随预算同步批复|作为绩效评价的依据|一经批复不得随意调整|"
    "可以从指标库中选取|要定量与定性相结合|须经{w}集体研究|应在{m}月{d}日前录入系统|未填报的不得进入项目库|填报质量纳入年度考核|应逐级分解到{x}|"
    "一般不少于{n}个|不宜超过{n}条|包括{x}、{y}和{z}|分为{x}和{y}|原则上全部量化，如“{e}≥{n}{u}”|可用“{q}”等方式表述|与{x}、{y}之间要有对应关系"
)


def rule(rng: Random) -> str:
    """A sentence that says how targets are to be set."""
    what = _WHAT.split("|")
    places = {
        "w": rng.choice(_WHO.split("|")), "m": rng.randint(1, 12), "d": rng.randint(1, 28), "n": rng.randint(1, 900), "x": rng.choice(what), "y": rng.choice(what), "z": rng.choice(what),
        "e": inventing.thing(rng) + rng.choice(["数量", "次数", "合格率", "人数"]), "u": rng.choice(["次", "人次", "%", "个"]), "q": rng.choice(["有所改善", "逐步提高", "基本满意", "达成预期"]),
    }  # fmt: skip
    head = rng.choice(
        [
            f"{rng.choice(_WHO.split('|'))}填报的",
            "",
            f"{rng.randint(10, 900)}万元以上项目的",
            "部门整体支出",
            "新增项目",
            "凡",
            "设定",
        ]
    )
    return (
        head
        + rng.choice(what)
        + "，".join(rng.choice(_HOW.split("|")).format(**places) for _ in range(rng.randint(1, 3)))
    )


def _rules(rng: Random) -> list[str]:
    heads = rng.sample(
        [
            "总体要求",
            "填报范围",
            "指标设置",
            "审核要求",
            "报送时间",
            "填报方法",
            "有关说明",
            "结果运用",
            "监控要求",
            "组织实施",
            "常见问题",
        ],
        rng.randint(2, 6),
    )
    style = rng.randrange(4)
    lines: list[str] = []
    for at, head in enumerate(heads):
        said = [rule(rng) for _ in range(rng.randint(1, 4))]
        number = (
            rng.choice([f"{_NUMBERS[at]}、", f"（{_NUMBERS[at]}）", f"第{_NUMBERS[at]}条 "]) if style else f"{at + 1}."
        )
        if style == 2:
            lines += [number + head, *(f"{k}.{one}。" for k, one in enumerate(said, 1))]
        else:
            lines.append(f"{number}{head}{rng.choice(['。', '：', '　'])}" + "；".join(said) + "。")
    return lines


def drawn_rules(rng: Random) -> Doc:
    """Rules for targets, each sentence drawn anew."""
    y, who = year(rng), office(rng)
    title = rng.choice(
        [
            "关于{y}年绩效目标申报的通知",
            "{w}关于加强绩效目标管理的通知",
            "绩效目标管理暂行办法",
            "绩效目标申报表填报要求",
            "项目支出绩效目标审核意见",
            "绩效指标设置指南",
            "关于报送绩效自评材料的函",
            "预算绩效管理问答",
            "绩效目标培训讲义",
        ]
    ).format(y=y, w=who)
    return Doc(
        title,
        maybe(rng, 0.5, f"〔{y}〕{rng.randint(1, 60)}号", f"{rng.choice(_WHO.split('|'))}："),
        [*_rules(rng), *maybe(rng, 0.6, *_signed(rng, who, y))],
    )


def about_targets(rng: Random) -> Doc:
    """A notice on how targets are to be filled in, with examples that are none."""
    y, who = year(rng), office(rng)
    points = [
        f"填报对象。凡申请{y}年预算资金的项目都要填写绩效目标申报表，{rng.randint(10, 200)}万元以上的还要附可行性论证材料。",
        "指标设置。一级指标一般有产出指标、效益指标、满意度指标和成本指标，产出之下设数量指标、质量指标、时效指标。",
        f"每类指标至少设{rng.randint(1, 4)}条，优先采用定量表述，例如“慰问户数≥{rng.randint(50, 900)}户”“设备完好率≥98%”，符号从下拉框中选取。",
        "确实难以量化的，可以使用定性表述，但应具备可衡量性。",
        f"时间安排。{rng.randint(7, 9)}月{rng.randint(1, 28)}日前在系统内提交，{rng.randint(10, 11)}月{rng.randint(1, 28)}日前由业务科室审结。",
        "审核把关。绩效目标与资金不匹配、指标值缺乏依据的，一律退回重报，并与下一年度预算挂钩。",
        "绩效自评要求。各单位对照年初绩效目标，如实填写实际完成值，分析偏差原因并提出改进措施。",
        f"绩效监控要求。对1—{rng.randint(6, 9)}月预算执行情况和绩效目标实现程度开展监控。",
        "结果应用。绩效评价结果与预算安排挂钩，并按规定公开。",
    ]  # fmt: skip
    chosen = rng.sample(points, rng.randint(3, 7))
    body = [f"{_NUMBERS[at]}、{text}" for at, text in enumerate(chosen)]
    what = rng.choice(
        [
            f"{y}年度绩效目标申报",
            f"开展{y}年度绩效自评",
            f"开展{y}年绩效运行监控",
            "印发预算绩效管理办法",
            "规范绩效目标和指标填报",
        ]
    )
    title = rng.choice(
        [
            f"{who}关于{what}有关事项的通知",
            f"{inventing.place(rng)}预算绩效管理办法",
            "绩效目标填报说明",
            "绩效目标编制操作指南",
        ]
    )
    return Doc(
        title,
        maybe(rng, 0.6, f"财绩〔{y}〕{rng.randint(1, 60)}号", "各预算单位："),
        [*body, *maybe(rng, 0.7, *_signed(rng, who, y))],
    )


def minutes(rng: Random) -> Doc:
    """Minutes of a meeting."""
    y, who = year(rng), office(rng)
    body: list[str | Rows] = [
        f"{y}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日，{who}召开第{rng.randint(2, 60)}次{rng.choice(['常务会议', '局长办公会', '党组会', '专题会议'])}。会议研究了以下事项："
    ]
    body += [
        f"{_NUMBERS[at]}、{rng.choice(['原则同意', '审议并通过', '听取', '研究', '传达学习'])}{rng.choice([inventing.thing(rng) + '实施方案', inventing.thing(rng) + '情况汇报'])}。会议{rng.choice(['指出', '要求', '强调', '明确'])}，{inventing.sentence(rng, y)}，资金{money(rng)}万元由财政统筹。"
        for at in range(rng.randint(2, 5))
    ]
    if rng.random() < 0.4:
        body.append(
            [
                ["序号", "议题", "汇报单位", "责任领导", "完成时限"],
                *(
                    [str(at), inventing.thing(rng), office(rng), "分管领导", f"{rng.randint(1, 12)}月底"]
                    for at in range(1, 5)
                ),
            ]
        )
    body.append("出席：某某、某某。列席：有关科室负责人。记录：某某。")
    return Doc(
        rng.choice([f"{who}第{rng.randint(2, 60)}次会议纪要", "会议纪要", f"{who}党组会议记录"]),
        maybe(rng, 0.4, f"〔{y}〕{rng.randint(1, 60)}号"),
        body,
    )


def public_notice(rng: Random) -> Doc:
    """Something made public: replies, penalties, names, letters."""
    y, who = year(rng), office(rng)
    title = rng.choice(
        [
            "公示",
            "公告",
            f"关于{inventing.thing(rng)}的批复",
            "行政处罚决定书",
            f"关于{inventing.thing(rng)}的函",
            "政府信息公开申请答复书",
            f"{inventing.thing(rng)}拆迁补偿公告",
            "建议提案答复",
        ]
    )
    lines = [
        f"{inventing.sentence(rng, y)}。",
        f"根据《{inventing.thing(rng)}办法》规定，经研究，{rng.choice(['同意', '决定', '现予公示', '批复如下'])}：{inventing.sentence(rng, y)}。",
        f"公示时间：{y}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日起{rng.randint(3, 10)}个工作日。如有异议，请以书面形式反映。",
        "如不服本决定，可在六十日内申请行政复议。",
        "特此公告。",
    ]
    return Doc(title, [], [*rng.sample(lines, rng.randint(2, 5)), *_signed(rng, who, y)])


_TERMS = {
    "财政拨款收入": "指由本级财政拨给的各类资金", "事业收入": "指开展主业和辅助活动所得的收入", "年初结转和结余": "指以前年度没有用完、今年接着用的资金",
    "基本支出": "指维持机构日常运转的人员和公用开支", "项目支出": "指为专门任务另行安排的开支", "“三公”经费": "指出国（境）、用车、接待三类费用",
    "机关运行经费": "指行政机关维持运转所用的公用开支", "政府性基金": "指为支持特定公共事业发展征收的具有专项用途的资金", "结转资金": "指预算未全部执行或未执行，下年需按原用途继续使用的资金", "其他收入": "指除上述收入以外的各项收入",
    "绩效目标": "指预算资金计划在一定期限内达到的产出和效果", "绩效评价": "指运用科学、合理的方法对预算支出的经济性、效率性进行评价", "上缴上级支出": "指下级单位上缴上级的支出", "经营支出": "指事业单位在专业活动之外开展非独立核算经营活动发生的支出",
}  # fmt: skip
_LEVELS = {
    "产出指标": {
        "数量指标": "说明要提供多少产品和服务",
        "质量指标": "说明做到什么水准",
        "时效指标": "说明何时做完、快慢如何",
        "成本指标": "说明花费多少",
    },
    "效益指标": {
        "经济效益": "对收入、产值的影响",
        "社会效益": "对群众生活和社会运行的影响",
        "生态效益": "对自然环境的影响",
        "可持续影响": "影响能持续多久",
    },
    "满意度指标": {"服务对象满意度": "受益者是否认可"},
}


def terms(rng: Random) -> Doc:
    """Explanations of terms."""
    chosen = rng.sample(list(_TERMS), rng.randint(4, len(_TERMS)))
    if rng.random() < 0.3:
        body: list[str | Rows] = [
            [["序号", "名词", "解释"], *([str(at), name, _TERMS[name]] for at, name in enumerate(chosen, 1))]
        ]
    else:
        body = [
            f"{rng.choice([_NUMBERS[at % 10] + '、', f'{at + 1}.', f'（{_NUMBERS[at % 10]}）'])}{name}：{_TERMS[name]}。"
            for at, name in enumerate(chosen)
        ]
    return Doc(
        rng.choice(["名词解释", "第四部分 名词解释", "专业名词解释", "第五部分 名词解释", "相关术语解释"]),
        [],
        [*body, *maybe(rng, 0.2, f"— {rng.randint(9, 60)} —")],
    )


_MEANS = "数量有多少|水平如何|是否按时|花了多少钱|带来的变化|群众怎么看|能持续多久|覆盖多大范围|对收入的作用|对环境的作用|完成到什么程度|达到何种标准|从何处取数|由谁评判"
_MORE = (
    "常见误区|填报要点|举例|注意事项|指标解释|示例|常见问题|正确写法|错误写法|计算方法|取数来源|适用范围|易错点|备注"
)
_REMARKS = (
    "资金投入量写成数量|标准含糊|没有写明时点|无法取得数据|样本太少|牵强附会|只写“提高”|与目标脱节|重复设置|如：{t}数量|如：{t}合格率|如：{t}满意度|例：完成{t}{n}个|不宜写“全部”|优先用统计数据|问卷调查|查验收单|"
    "按合同工期|注意口径|可参照上年|适用于{t}类项目"
)


def terms_of_targets(rng: Random) -> Doc:
    """What the kinds of indicators mean: for learning, not filled in."""

    def remark() -> str:
        return rng.choice(_REMARKS.split("|")).format(t=inventing.thing(rng), n=rng.randint(2, 90))

    def meaning(words: str) -> str:
        return (
            words
            if rng.random() < 0.3
            else rng.choice(["反映", "指", "说明", "用于衡量", "体现", ""])
            + inventing.thing(rng) * (rng.random() < 0.3)
            + rng.choice(_MEANS.split("|"))
        )

    more = rng.sample(_MORE.split("|"), rng.randint(0, 2))
    heads = rng.choice(
        [["一级指标", "二级指标"], ["指标类型", "指标名称"], ["指标类别", "具体指标"], ["一级指标", "二级指标"]]
    )
    rows: Rows = [[*heads, rng.choice(["含义", "指标说明", "解释", "定义", "释义", "概念", "反映内容", "内涵"]), *more]]
    lines: list[str] = []
    for one in rng.sample(list(_LEVELS), rng.randint(2, 3)):
        for at, (two, words) in enumerate(_LEVELS[one].items()):
            rows.append(
                [
                    one if not at else "",
                    two + rng.choice(["", "指标" if not two.endswith("指标") else ""]),
                    meaning(words),
                    *(remark() for _ in more),
                ]
            )
            lines.append(f"{two}：{meaning(words)}。{remark() if more else ''}")
    top = rng.choice(
        [
            "内部学习资料，请勿直接套用。",
            "以下解释供填报时参考。",
            "摘自培训材料。",
            "仅供参考。",
            "本表用于说明，不作填报用。",
        ]
    )
    title = rng.choice(
        [
            "绩效指标用语释义",
            "绩效指标类型说明",
            "绩效目标填报名词解释",
            "绩效指标编制要点",
            "绩效术语一览",
            "指标概念对照表",
            "绩效指标词典",
            "什么是绩效指标",
        ]
    )
    return Doc(title, maybe(rng, 0.7, top), [rows] if rng.random() < 0.7 else list(lines))


KINDS: dict[str, tuple[str, Callable[[Random], Doc]]] = {
    "notice": ("notice", notice),
    "about_targets": ("notice", about_targets),
    "drawn_rules": ("notice", drawn_rules),
    "minutes": ("notice", minutes),
    "public_notice": ("notice", public_notice),
    "terms": ("glossary", terms),
    "terms_of_targets": ("glossary", terms_of_targets),
}
