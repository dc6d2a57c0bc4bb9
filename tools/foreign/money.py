"""Tables of a budget and of final accounts, of the three public expenses, of purchases and tenders."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tools.foreign.sheet import Doc, Rows, maybe, money, office, some, table, year
from tools.sequence import inventing

_FUNCTIONS = (
    "一般公共服务支出|公共安全支出|教育支出|科学技术支出|文化旅游体育与传媒支出|社会保障和就业支出|卫生健康支出|节能环保支出|城乡社区支出|"
    "农林水支出|交通运输支出|资源勘探工业信息等支出|商业服务业等支出|自然资源海洋气象等支出|住房保障支出|粮油物资储备支出|灾害防治及应急管理支出|其他支出"
)
_ITEMS = (
    "行政运行|一般行政管理事务|机关服务|事业运行|机关事业单位基本养老保险缴费支出|机关事业单位职业年金缴费支出|行政单位医疗|事业单位医疗|公务员医疗补助|"
    "住房公积金|提租补贴|购房补贴|其他社会保障和就业支出|行政单位离退休|培训支出|专项业务活动"
)
_ECONOMIC = (
    "工资福利支出|基本工资|津贴补贴|奖金|绩效工资|机关事业单位基本养老保险缴费|职工基本医疗保险缴费|其他社会保障缴费|商品和服务支出|办公费|印刷费|水费|电费|邮电费|"
    "物业管理费|差旅费|维修（护）费|会议费|培训费|公务接待费|劳务费|委托业务费|工会经费|福利费|公务用车运行维护费|其他交通费用|对个人和家庭的补助|离休费|退休费|"
    "抚恤金|生活补助|资本性支出|办公设备购置|专用设备购置"
)
_INCOME = (
    "一般公共预算拨款收入|政府性基金预算拨款收入|国有资本经营预算拨款收入|财政专户管理资金收入|事业收入|事业单位经营收入|上级补助收入|附属单位上缴收入|其他收入|上年结转结余|"
    "使用非财政拨款结余|本年收入合计|收入总计"
)
_UNITS = "单位：万元|单位：元|金额单位：万元|金额单位：元|单位:千元"


def _numbered(rng: Random, names: list[str]) -> list[str]:
    style = rng.randrange(4)
    if style == 0:
        return [f"{'一二三四五六七八九十'[at % 10]}、{name}" for at, name in enumerate(names)]
    if style == 1:
        return [f"{rng.randint(201, 229)}{rng.choice(['', '05', '0501'])} {name}" for name in names]
    return names


def _top(rng: Random, label: str) -> list[str]:
    lines = maybe(
        rng, 0.6, rng.choice([f"公开{rng.randint(1, 12):02d}表", f"表{rng.randint(1, 12)}", f"附表{rng.randint(1, 9)}"])
    )
    who = rng.choice([f"{label}：{office(rng)}", office(rng), f"{label}（盖章）：{office(rng)}"])
    return lines + maybe(rng, 0.75, f"{who}    {rng.choice(_UNITS.split('|'))}")


def _two_sides(rng: Random, word: str) -> Rows:
    left, right = some(rng, _INCOME, 4, 9), _numbered(rng, some(rng, _FUNCTIONS, 5, 14))
    rows: Rows = [["收入", "", "支出", ""]] if rng.random() < 0.6 else []
    rows.append(["项目", word, rng.choice(["项目", "项目（按功能分类）"]), word])
    for at in range(max(len(left), len(right))):
        one = [left[at], money(rng)] if at < len(left) else ["", ""]
        other = [right[at], money(rng)] if at < len(right) else ["", ""]
        rows.append([*one, *other])
    return [*rows, ["收入总计", money(rng), "支出总计", money(rng)]]


def _codes(rng: Random, heads: str, pool: str) -> Rows:
    names = some(rng, pool, 4, 16)
    columns = (
        ["科目编码", "科目名称", *some(rng, heads, 3, 7)] if rng.random() < 0.6 else ["项目", *some(rng, heads, 3, 7)]
    )
    if columns[0] == "项目":
        return table(rng, columns, _numbered(rng, names))
    rows = [columns]
    rows += [[str(rng.randint(20101, 2299999)), name, *(money(rng) for _ in columns[2:])] for name in names]
    return rows


def final_accounts(rng: Random) -> Doc:
    """A table of final accounts."""
    y, who = year(rng), rng.choice(["部门", "单位", "编制单位"])
    draw = rng.randrange(5)
    if draw == 0:
        title, body = (
            "收入支出决算总表|财政拨款收入支出决算总表|收支决算总表",
            _two_sides(rng, rng.choice(["决算数", "金额", "行次"])),
        )
    elif draw == 1:
        body = _codes(
            rng,
            "本年收入合计|财政拨款收入|上级补助收入|事业收入|经营收入|附属单位上缴收入|其他收入",
            _FUNCTIONS + "|" + _ITEMS,
        )
        title = "收入决算表|部门收入决算表"
    elif draw == 2:
        body = _codes(
            rng, "本年支出合计|基本支出|项目支出|上缴上级支出|经营支出|对附属单位补助支出", _FUNCTIONS + "|" + _ITEMS
        )
        title = "支出决算表|一般公共预算财政拨款支出决算表|财政拨款支出决算明细表"
    elif draw == 3:
        body = _codes(rng, "人员经费|公用经费|决算数|合计", _ECONOMIC)
        title = "一般公共预算财政拨款基本支出决算表|基本支出决算明细表"
    else:
        body = _codes(rng, "年初结转和结余|本年收入|本年支出|年末结转和结余|基本支出|项目支出", _ITEMS)
        title = "政府性基金预算财政拨款收入支出决算表|国有资本经营预算财政拨款支出决算表|非税收入决算表"
    name = rng.choice(title.split("|"))
    name = rng.choice([name, f"{y}年度{name}", f"{office(rng)}{y}年度{name}"])
    return Doc(name, _top(rng, who), [body, *maybe(rng, 0.5, "说明：本表数据来自部门决算报表，单位为元。")])


def budget(rng: Random) -> Doc:
    """A table of a budget."""
    y = year(rng)
    draw = rng.randrange(7)
    if draw == 0:
        title, body = (
            "部门收支总表|收支预算总表|单位收支总体情况表|财政拨款收支总表",
            _two_sides(rng, rng.choice(["预算数", f"{y}年预算", "金额"])),
        )
    elif draw == 1:
        body = _codes(
            rng,
            "合计|一般公共预算拨款|政府性基金预算拨款|国有资本经营预算拨款|财政专户管理资金|事业收入|上年结转",
            _ITEMS + "|" + _FUNCTIONS,
        )
        title = "部门收入总表|收入预算表|收入总体情况表"
    elif draw == 2:
        body = _codes(
            rng, "合计|基本支出|项目支出|人员经费|公用经费|事业单位经营支出|上缴上级支出", _FUNCTIONS + "|" + _ITEMS
        )
        title = "部门支出总表|支出预算总表|一般公共预算支出表|一般公共预算支出情况表"
    elif draw == 3:
        title, body = (
            "一般公共预算基本支出表|基本支出预算表（按经济分类）|经济分类科目支出表",
            _codes(rng, "合计|人员经费|公用经费|预算数", _ECONOMIC),
        )
    elif draw == 4:
        names = [inventing.project(rng, y) for _ in range(rng.randint(4, 14))]
        title = "项目支出预算表|项目支出预算明细表|部门预算项目支出表|专项资金预算表|特定目标类项目支出表"
        heads = [
            "项目名称",
            *some(
                rng,
                "单位名称|合计|本年拨款|财政拨款结转结余|一般公共预算|政府性基金预算|财政专户管理资金|单位资金|功能科目",
                2,
                6,
            ),
        ]
        body = table(rng, heads, names)
    elif draw == 5:
        title, body = (
            "政府性基金预算支出表|国有资本经营预算支出表|社会保险基金预算表",
            _codes(rng, "合计|基本支出|项目支出|上年执行数|本年预算数|增减%", _FUNCTIONS),
        )
    else:
        title = "一般公共预算收入预算表|全区一般公共预算收支平衡表|预算调整表|转移支付分地区情况表"
        body = _codes(
            rng,
            "上年执行数|本年预算数|预算数|比上年增减|增长%|备注",
            "增值税|企业所得税|个人所得税|资源税|城市维护建设税|房产税|印花税|契税|专项收入|行政事业性收费收入|罚没收入|国有资源（资产）有偿使用收入|返还性收入|一般性转移支付|专项转移支付|"
            + _FUNCTIONS,
        )
    name = rng.choice(title.split("|"))
    name = rng.choice([name, f"{y}年{name}", f"{office(rng)}{y}年{name}", f"{y}年部门预算公开表—{name}"])
    return Doc(name, _top(rng, rng.choice(["部门", "填报单位", "单位名称", "预算单位"])), [body])


def three_public(rng: Random) -> Doc:
    """The three public expenses."""
    y = year(rng)
    heads = some(
        rng,
        "“三公”经费合计|因公出国（境）费|公务用车购置及运行费|公务用车购置费|公务用车运行维护费|公务接待费|会议费|培训费",
        4,
        8,
    )
    word = rng.choice(["预算", "决算", "支出", "预决算对比"])
    if rng.random() < 0.5:
        body: Rows = [
            ["单位名称", *heads],
            *([office(rng), *(money(rng) for _ in heads)] for _ in range(rng.randint(1, 6))),
        ]
    else:
        columns = ["项目", *some(rng, "上年预算数|本年预算数|本年决算数|增减额|增减%|备注", 2, 5)]
        body = table(rng, columns, _numbered(rng, heads))
    more = f"全年因公出国（境）团组{rng.randint(0, 3)}个，公务用车保有量{rng.randint(1, 30)}辆，国内公务接待{rng.randint(1, 90)}批次、{rng.randint(9, 900)}人次。"
    name = rng.choice(
        [f"{y}年“三公”经费{word}表", f"{office(rng)}{y}年度一般公共预算“三公”经费{word}情况表", f"三公经费{word}公开表"]
    )
    return Doc(
        name,
        _top(rng, "单位"),
        [
            *maybe(rng, 0.3, f"与上年相比减少{money(rng)}万元，主要原因是严格执行八项规定，压减一般性支出。"),
            body,
            *maybe(rng, 0.5, more),
        ],
    )


_BUY = "货物|服务|工程|办公设备|专用设备购置|物业管理服务|信息系统运维|印刷服务|车辆维修和保养服务|检测服务|审计服务|家具|计算机|空调机"
_WAYS = "公开招标|邀请招标|竞争性磋商|竞争性谈判|询价|单一来源|框架协议|电子卖场|网上超市"


def procurement(rng: Random) -> Doc:
    """Plans, intentions and contracts of purchases."""
    y, rows = year(rng), rng.randint(2, 10)
    draw = rng.randrange(4)
    if draw == 0:
        heads = [
            "序号",
            *some(
                rng,
                "项目名称|采购项目|采购品目名称|采购方式|采购组织形式|计量单位|数量|单价|预算金额|资金来源|需求时间",
                5,
                9,
            ),
        ]
        name = f"{y}年政府采购预算明细|{y}年度政府采购计划表|部门政府采购预算明细表|政府采购支出表"
    elif draw == 1:
        heads = [
            "序号",
            "采购项目名称",
            "采购需求概况",
            "预算金额（万元）",
            "预计采购时间",
            "是否专门面向中小企业",
            "备注",
        ]
        name = f"{y}年{rng.randint(1, 12)}月至{rng.randint(1, 12)}月政府采购意向|政府采购意向公开"
    elif draw == 2:
        heads = ["序号", "合同编号", "合同名称", "采购人", "供应商", "合同金额", "签订日期", "履约期限"]
        name = "政府采购合同公告|政府采购合同备案台账|采购合同验收情况表"
    else:
        heads = ["购买服务项目", "承接主体类别", "购买方式", "购买金额", "资金来源", "服务内容", "服务期限"]
        name = f"{y}年政府购买服务预算表|政府购买服务指导性目录|政府购买服务项目表"

    def cell(head: str) -> str:
        if "方式" in head or "形式" in head:
            return rng.choice(_WAYS.split("|"))
        if "品目" in head:
            return f"{rng.choice('ABC')}{rng.randint(1010100, 9999999)} {rng.choice(_BUY.split('|'))}"
        if "金额" in head or head == "单价":
            return money(rng)
        if head in ("序号", "数量"):
            return str(rng.randint(1, 40))
        if "时间" in head or "日期" in head or "期限" in head:
            return f"{y}年{rng.randint(1, 12)}月"
        if head in ("采购人", "供应商"):
            return office(rng) if head == "采购人" else inventing.syllables(rng, 2, 3) + "有限公司"
        if "来源" in head:
            return rng.choice(["一般公共预算", "自有资金", "财政拨款"])
        return inventing.thing(rng) + rng.choice(["采购", "服务", "购置", ""])

    body = [heads, *([cell(h) for h in heads] for _ in range(rows))]
    intro = f"为便于供应商及时了解政府采购信息，现将{office(rng)}采购意向公开如下："
    return Doc(rng.choice(name.split("|")), [*_top(rng, "采购单位"), *maybe(rng, 0.3, intro)], [body])


def tender(rng: Random) -> Doc:
    """Calls for tenders and their results."""
    y = year(rng)
    what = inventing.project(rng, y) + rng.choice(["工程", "采购项目", "施工", "服务项目", ""])
    number = f"{inventing.syllables(rng, 1, 2)}采-{y}-{rng.randint(1, 300):03d}"
    company = inventing.syllables(rng, 2, 3) + rng.choice(["建筑安装有限公司", "科技有限公司", "工程咨询有限公司"])
    if rng.random() < 0.5:
        title = rng.choice(["招标公告", "竞争性磋商公告", "竞争性谈判公告", "公开招标公告", "询价公告", "资格预审公告"])
        pairs = [
            ("项目编号", number), ("项目名称", what), ("预算金额", money(rng) + "万元"), ("最高限价", money(rng) + "万元"), ("采购方式", rng.choice(_WAYS.split("|"))),
            ("采购需求", inventing.sentence(rng, y)), ("合同履行期限", f"{rng.randint(20, 400)}日历天"), ("申请人的资格要求", "满足《政府采购法》第二十二条规定；本项目不接受联合体投标"),
            ("获取招标文件", f"{y}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日至{rng.randint(1, 28)}日"), ("提交投标文件截止时间", f"{rng.randint(8, 10)}点30分"), ("开标地点", "公共资源交易中心"),
            ("采购代理机构", company), ("联系方式", "（略）"), ("质量要求", "合格"), ("投标保证金", money(rng) + "元"),
        ]  # fmt: skip
    else:
        title = rng.choice(["中标公告", "成交结果公告", "中标候选人公示", "中标结果公示", "废标公告"])
        pairs = [
            ("招标编号", number), ("项目名称", what), ("中标人", company), ("第一中标候选人", company), ("投标报价", money(rng) + "元"), ("中标金额", money(rng)), ("工期", f"{rng.randint(60, 400)}日历天"),
            ("质量", "合格"), ("评标委员会成员", "某某、某某、某某"), ("综合得分", f"{rng.uniform(70, 99):.2f}"), ("公示期", f"{y}年{rng.randint(1, 12)}月"), ("代理服务费", money(rng) + "元"),
            ("项目经理", "某某"), ("异议", "投标人如对结果存疑，可在三日内书面质疑"),
        ]  # fmt: skip
    chosen = [pair for pair in pairs if rng.random() < 0.75]
    form = rng.randrange(3)
    if form == 0:
        body: list[str | Rows] = [[[a, b] for a, b in chosen]]
    elif form == 1:
        body = [f"{'一二三四五六七八九十'[at % 10]}、{a}：{b}" for at, (a, b) in enumerate(chosen)]
    else:
        body = [line for pair in chosen for line in pair]
    return Doc(rng.choice([what + title, title]), maybe(rng, 0.4, f"采购人：{office(rng)}"), body)


_Maker = Callable[[Random], Doc]
KINDS: dict[str, tuple[str, _Maker]] = {
    "final_accounts": ("final_accounts", final_accounts),
    "budget": ("budget_table", budget),
    "three_public": ("three_public", three_public),
    "procurement": ("procurement", procurement),
    "tender": ("tender", tender),
}
