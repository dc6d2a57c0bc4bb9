"""Lists of people, property, projects, prices, plans, problems, statistics and contents."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tools.foreign.sheet import Doc, Rows, maybe, money, office, some, year
from tools.sequence import inventing

_Cell = Callable[[str], str]


def _grid(rng: Random, heads: list[str], cell: _Cell, low: int = 3, high: int = 14, total: bool = False) -> Rows:
    rows = [heads, *([cell(head) for head in heads] for _ in range(rng.randint(low, high)))]
    for at, row in enumerate(rows[1:], start=1):
        if heads[0] == "序号":
            row[0] = str(at)
    if total:
        rows.append(["合计", *(str(rng.randint(5, 900)) for _ in heads[1:])])
    return rows


def _number(rng: Random) -> str:
    return str(rng.choice([rng.randint(0, 20), rng.randint(20, 999)]))


def posts(rng: Random) -> Doc:
    """Posts and people of offices."""
    heads = [
        "单位名称",
        *some(
            rng,
            "单位性质|编制数|行政编制|事业编制|工勤编制|实有人数|在职人数|在编人数|编外人员|离退休人数|离休|退休|遗属|领导职数",
            4,
            9,
        ),
    ]
    body = _grid(
        rng,
        heads,
        lambda h: (
            office(rng)
            if h == "单位名称"
            else rng.choice(["行政", "全额事业", "差额事业"])
            if h == "单位性质"
            else _number(rng)
        ),
        total=True,
    )
    name = rng.choice(
        ["编制和人员统计表", "机构编制实有人员统计表", "部门人员情况表", "机构设置及人员编制表", "编制及实有人数表"]
    )
    return Doc(name, maybe(rng, 0.6, f"填报单位：{office(rng)}    单位：人"), [body])


def pay(rng: Random) -> Doc:
    """Wages, attendance, people by name."""
    name, pool = rng.choice(
        [
            (
                "工资发放明细表",
                "岗位工资|薪级工资|基本工资|津贴补贴|绩效工资|住房公积金|养老保险|医疗保险|个人所得税|应发合计|扣款合计|实发工资",
            ),
            ("考勤汇总表", "应出勤天数|实际出勤|事假|病假|年休假|公休|迟到|早退|加班|备注"),
            ("在职人员花名册", "性别|出生年月|学历|职务|职称|参加工作时间|政治面貌|身份证号|联系电话|所在科室"),
            ("公开招聘岗位表", "招聘单位|岗位名称|岗位代码|招聘人数|学历要求|专业要求|年龄要求|其他条件|咨询电话"),
            ("通讯录", "科室|职务|办公电话|手机|房间号|邮箱"),
            ("拟聘用人员公示名单", "性别|准考证号|报考单位|报考岗位|笔试成绩|面试成绩|总成绩|名次|体检|考察"),
            ("临聘人员补助发放表", "岗位|月数|补助标准|应发金额|实发金额|签名|银行账号"),
        ]
    )
    heads = ["序号", "姓名", *some(rng, pool, 4, 9)]

    def cell(head: str) -> str:
        if head == "姓名":
            return rng.choice(["某某", "某某某", inventing.syllables(rng, 2, 3)])
        if any(part in head for part in ("工资", "补贴", "金", "保险", "合计", "扣款", "税")):
            return money(rng)
        if any(part in head for part in ("岗位", "职务", "科室", "职称")):
            return rng.choice(["科员", "副科长", "专技岗", "办公室", "财务室", "主任", "工程师", "管理岗"])
        if "性别" in head:
            return rng.choice("男女")
        if any(part in head for part in ("学历", "专业", "要求", "条件")):
            return rng.choice(["本科", "研究生", "大专及以上", "不限", "财务管理", "35周岁以下"])
        if any(part in head for part in ("成绩",)):
            return f"{rng.uniform(60, 92):.2f}"
        return _number(rng)

    return Doc(
        f"{rng.choice(['', office(rng)])}{year(rng)}年{rng.choice(['', f'{rng.randint(1, 12)}月'])}{name}",
        maybe(rng, 0.4, f"制表单位：{office(rng)}"),
        [_grid(rng, heads, cell)],
    )


def property_list(rng: Random) -> Doc:
    """What an office owns."""
    heads = [
        "资产类别",
        *some(
            rng,
            "资产名称|项目|规格型号|单位|数量|原值（万元）|净值（万元）|累计折旧|使用部门|存放地点|取得日期|使用状况|备注",
            4,
            9,
        ),
    ]
    kinds = "房屋|土地|车辆|通用设备|专用设备|家具、用具|无形资产|图书档案|构筑物"

    def cell(head: str) -> str:
        if head == "资产类别":
            return rng.choice(kinds.split("|"))
        if "值" in head or "折旧" in head:
            return money(rng)
        if head == "单位":
            return rng.choice(["平方米", "辆", "台（套）", "件", "套"])
        if head in ("资产名称", "项目"):
            return rng.choice(["办公用房", "业务用房", "业务用车", "大型通用设备", "计算机", "复印机", "软件", "空调"])
        return _number(rng)

    name = rng.choice(
        [
            "国有资产年度统计表",
            "固定资产明细表",
            "资产处置申报表",
            "国有资产配置预算表",
            "固定资产盘点表",
            "车辆购置及设备购置情况表",
        ]
    )
    return Doc(name, maybe(rng, 0.6, f"填报单位：{office(rng)}  截至{year(rng)}年12月31日"), [_grid(rng, heads, cell)])


def works(rng: Random) -> Doc:
    """Lists of projects with money, without goals."""
    y = year(rng)
    heads = [
        "序号",
        "项目名称",
        *some(
            rng,
            "建设性质|建设地点|建设规模及内容|建设内容|建设年限|总投资|本年计划投资|资金来源|补助金额|安排资金|责任单位|牵头单位|项目法人|开工时间|形象进度|完成投资|联系人",
            4,
            9,
        ),
    ]

    def cell(head: str) -> str:
        if head == "项目名称":
            return inventing.project(rng, y)
        if any(part in head for part in ("投资", "金额", "资金")) and "来源" not in head:
            return money(rng)
        if "性质" in head:
            return rng.choice(["新建", "续建", "改建", "迁建", "扩建"])
        if "地点" in head:
            return inventing.place(rng)
        if "内容" in head or "进度" in head:
            return rng.choice(
                [
                    f"全长{rng.randint(1, 40)}.{rng.randint(1, 9)}公里，路基宽{rng.randint(6, 24)}米",
                    f"建筑面积{rng.randint(1, 9)}万平方米",
                    f"铺设管网{rng.randint(2, 90)}公里",
                    inventing.sentence(rng, y),
                    f"完成主体工程的{rng.randint(10, 99)}%",
                ]
            )
        if "年限" in head or "时间" in head:
            return rng.choice([f"{y - 1}—{y + 1}", f"{y}年{rng.randint(1, 12)}月"])
        if "单位" in head or "法人" in head:
            return office(rng)
        return rng.choice(["中央资金", "自筹", "专项债券", "某某", "已开工"])

    name = rng.choice(
        [
            f"{y}年重大工程项目一览表",
            f"{y}年重点项目投资计划表",
            f"{y}年专项资金分配表",
            f"{y}年中央财政衔接资金项目计划表",
            "项目库储备清单",
            "在建项目进度表",
            f"{y}年政府投资项目计划",
            "惠民惠农补贴资金发放清单",
        ]
    )
    return Doc(
        f"{rng.choice(['', inventing.place(rng)])}{name}",
        maybe(rng, 0.6, "单位：万元"),
        [_grid(rng, heads, cell, total=rng.random() < 0.5)],
    )


def prices(rng: Random) -> Doc:
    """Prices and fees made public."""
    heads = [
        "项目编码",
        "项目名称",
        *some(rng, "计价单位|收费标准|收费依据|三级|二级|一级|价格（元）|执行文号|收费对象|说明|除外内容", 3, 7),
    ]

    def cell(head: str) -> str:
        if head == "项目编码":
            return str(rng.randint(110000000, 990000000))
        if head == "项目名称":
            return rng.choice(
                [
                    "门诊诊查费",
                    "床位费",
                    "护理费",
                    "彩色多普勒检查",
                    "学费",
                    "住宿费",
                    "停车费",
                    "水费",
                    "不动产登记费",
                    "考试报名费",
                    "血常规",
                    "检验检测费",
                ]
            )
        if "单位" in head:
            return rng.choice(["次", "日", "项", "元/生·学期", "部位", "件"])
        if "依据" in head or "文号" in head:
            return f"{inventing.syllables(rng, 1, 1)}价〔{year(rng)}〕{rng.randint(1, 90)}号"
        return str(rng.randint(2, 900))

    name = rng.choice(
        [
            "诊疗项目价格表",
            "行政事业性收费目录清单",
            "收费公示表",
            "药品价格公示表",
            "教育收费公示",
            "经营服务性收费标准",
        ]
    )
    return Doc(
        f"{inventing.place(rng)}{name}",
        maybe(rng, 0.5, f"执行日期：{year(rng)}年1月1日起  计价单位：元"),
        [_grid(rng, heads, cell), *maybe(rng, 0.5, "监督举报电话：12315")],
    )


def plans(rng: Random) -> Doc:
    """Timetables, duties of days, plans of study and training."""
    y = year(rng)
    name, pool = rng.choice(
        [
            ("学习计划", "学习内容|学习形式|主持人|参加人员|地点"),
            ("值班安排表", "带班领导|值班人员|值班电话|备注"),
            ("培训计划表", "培训内容|培训对象|培训人数|培训方式|授课人|学时"),
            ("会议日程", "议程|主讲人|地点|主持"),
            ("课程表", "星期一|星期二|星期三|星期四|星期五"),
            ("工作任务分解表", "重点任务|具体措施|责任领导|责任科室|完成时限|进展情况"),
        ]
    )
    heads = [rng.choice(["时间", "日期", "序号"]), *some(rng, pool, 3, 6)]

    def cell(head: str) -> str:
        if head in ("时间", "日期", "完成时限"):
            return rng.choice(
                [
                    f"{rng.randint(1, 12)}月{rng.randint(1, 28)}日",
                    f"{rng.randint(1, 12)}月第{rng.choice('一二三四')}周",
                    "上午9:00",
                ]
            )
        if any(part in head for part in ("人", "领导")):
            return rng.choice(["某某", "全体党员", "全体干部", "分管领导", "办公室"])
        return rng.choice(
            [
                inventing.sentence(rng, y),
                "集中学习",
                "专题讲座",
                "二楼会议室",
                "重要讲话精神",
                "自学",
                "主题党日活动",
                "语文",
                "数学",
            ]
        )

    tail = maybe(rng, 0.5, f"要求：学习时间每月不少于{rng.randint(2, 9)}小时，到会率不低于{rng.randint(80, 100)}%。")
    return Doc(
        f"{rng.choice(['', office(rng), '党支部'])}{y}年{rng.choice(['第二季度', '上半年', ''])}{name}",
        [],
        [_grid(rng, heads, cell), *tail],
    )


def powers(rng: Random) -> Doc:
    """Powers, duties, matters, problems to be put right."""
    y = year(rng)
    name, pool = rng.choice(
        [
            ("权责清单", "事项名称|事项类型|设定依据|实施主体|责任事项|追责情形"),
            ("行政许可事项清单", "事项名称|主管部门|实施机关|法定依据|办理时限|受理条件"),
            ("问题整改台账", "存在问题|整改措施|整改目标|责任人|整改时限|整改进展|是否销号"),
            ("随机抽查事项清单", "抽查项目|检查对象|检查方式|抽查比例|检查依据"),
            ("证明事项清单", "证明名称|用途|开具单位|设定依据"),
            ("风险点排查表", "岗位|风险点|风险等级|防控措施|责任人"),
        ]
    )
    heads = ["序号", *some(rng, pool, 3, 6)]

    def cell(head: str) -> str:
        if "依据" in head:
            return f"《{inventing.thing(rng)}管理条例》第{rng.choice('二三五八')}十{rng.choice('一二三')}条"
        if "时限" in head:
            return rng.choice([f"{rng.randint(1, 20)}个工作日", f"{y}年{rng.randint(1, 12)}月底前"])
        if any(part in head for part in ("主体", "机关", "单位", "部门", "责任人")):
            return rng.choice([office(rng), "某某"])
        if "比例" in head:
            return f"不低于{rng.randint(1, 30)}%"
        return rng.choice(
            [
                inventing.sentence(rng, y),
                inventing.thing(rng) + "许可",
                "行政处罚",
                "行政许可",
                "立行立改",
                "高",
                "中",
                "已完成",
            ]
        )

    return Doc(f"{office(rng)}{name}", [], [_grid(rng, heads, cell)])


_STATS = "地区生产总值|第一产业增加值|规模以上工业增加值|固定资产投资|社会消费品零售总额|一般公共预算收入|城镇新增就业|城镇调查失业率|居民人均可支配收入|常住人口|城镇化率|粮食产量|油料产量|水泥产量|发电量|进出口总额|实际使用外资|居民消费价格指数|森林覆盖率|PM2.5平均浓度|单位GDP能耗降低|在校学生数|卫生机构床位数|客运量|快递业务量|金融机构存款余额"


_PLAN_TITLES = ("{y}年经济社会发展预期指标", "“十四五”规划主要指标表", "{y}年经济工作预期目标")
_STATISTICS_TITLES = (
    "{y}年国民经济和社会发展统计公报", "{y}年1-{m}月主要经济指标", "{y}年统计年鉴 农业", "工业经济运行月报", "人口普查主要数据", "{y}年教育事业统计表",
)  # fmt: skip


def statistics(rng: Random) -> Doc:
    """Statistics of a place and the plan of its economy."""
    y = year(rng)
    names = some(rng, _STATS, 5, 16)
    plan = rng.random() < 0.4
    heads = ["指标名称" if rng.random() < 0.6 else "指标", rng.choice(["单位", "计量单位"])]
    heads += (
        some(rng, f"{y - 1}年完成|{y}年计划|{y}年目标|增速（%）|属性|备注", 2, 5)
        if plan
        else some(rng, "绝对数|本月|累计|上年同期|比上年增长（%）|同比±%|占比", 2, 5)
    )

    def value(head: str) -> str:
        if plan and ("计划" in head or "目标" in head):
            return rng.choice(
                [
                    f"≥{rng.randint(3, 9)}",
                    f"{rng.randint(3, 9)}左右",
                    f"≤{rng.randint(3, 6)}.5",
                    f"{rng.randint(4, 9)}.5以上",
                    str(rng.randint(20, 900)),
                    "与经济增长同步",
                ]
            )
        if head == "属性":
            return rng.choice(["预期性", "约束性"])
        return f"{rng.uniform(-8, 900):.1f}"

    body: Rows = [
        heads,
        *(
            [name, rng.choice(["亿元", "万吨", "%", "人", "万人", "元", "微克/立方米"]), *map(value, heads[2:])]
            for name in names
        ),
    ]
    if plan and rng.random() < 0.5:
        body = [
            [rng.choice(["经济发展", "社会民生", "绿色生态", "创新驱动"]) if at else "类别", *row]
            for at, row in enumerate(body)
        ]
    prose = f"全年实现地区生产总值{rng.uniform(90, 900):.1f}亿元，同比增长{rng.uniform(2, 9):.1f}%，其中农业增加值{money(rng)}亿元。"
    note = "注：表中数据以年报为准，分项之和可能与合计略有出入。"
    parts = [*maybe(rng, 0.0 if plan else 0.6, prose), body, *maybe(rng, 0.4, note)]
    title = rng.choice(_PLAN_TITLES if plan else _STATISTICS_TITLES).format(y=y, m=rng.randint(2, 12))
    return Doc(
        rng.choice(["", inventing.place(rng)]) + title, maybe(rng, 0.4, rng.choice(["统计局", "发展和改革局"])), parts
    )


_TABLE_NAMES = (
    "部门收支总表|部门收入总表|部门支出总表|财政拨款收支总表|一般公共预算支出表|一般公共预算基本支出表|一般公共预算“三公”经费支出表|"
    "政府性基金预算支出表|项目支出绩效目标表|整体支出绩效目标表|政府采购表|项目支出绩效自评表"
)
_TABLES = _TABLE_NAMES.split("|")


def contents(rng: Random) -> Doc:
    """Tables of contents and indexes, also of performance-target tables."""
    y, who = year(rng), office(rng)
    name, body = rng.choice([_with_pages, _of_projects, _in_lines, _of_letters])(rng, y, who)
    return Doc(name, maybe(rng, 0.2, who), body)


def _with_pages(rng: Random, y: int, who: str) -> tuple[str, list[str | Rows]]:
    chosen = rng.sample(_TABLES, rng.randint(5, 11))
    pages: Rows = [["表号", "表名", "页码"]]
    pages += [[f"表{at}", name, str(4 + at * rng.randint(1, 2))] for at, name in enumerate(chosen, 1)]
    top = [f"第一部分　部门概况 {'…' * rng.randint(2, 12)} 1", "一、主要职责 ………… 1"]
    body = [*top, pages, f"第三部分　{y}年部门预算情况说明 ………… 30", "第四部分　名词解释 ………… 36"]
    return f"{who}{y}年部门{rng.choice(['预算', '决算'])}目录", body


def _of_projects(rng: Random, y: int, who: str) -> tuple[str, list[str | Rows]]:
    heads = ["序号", *some(rng, "单位编码|单位名称|项目名称|项目类别|所在表页|页码|审核状态|备注", 4, 7)]

    def cell(head: str) -> str:
        if head in ("单位编码", "页码"):
            return str(rng.randint(100, 999))
        if head == "单位名称":
            return office(rng)
        if head == "项目名称":
            return inventing.project(rng, y)
        if head == "项目类别":
            return rng.choice(["特定目标类", "其他运转类"])
        return rng.choice([f"绩效{rng.randint(1, 40):02d}", "已审", "退回", "待审"])

    name = rng.choice(["绩效目标表清单目录", "绩效目标表索引", "绩效自评项目目录", "项目清单目录"])
    return name, [_grid(rng, heads, cell, 3, 20)]


def _in_lines(rng: Random, y: int, who: str) -> tuple[str, list[str | Rows]]:
    lines = ["第一部分 部门概况", "一、部门职责", "二、机构设置", f"第二部分 {y}年部门预算表", *rng.sample(_TABLES, 7)]
    lines += [f"第三部分 {y}年部门预算情况说明", "第四部分 名词解释", "附件：项目支出绩效目标表"]
    style = rng.choice(["{}", "{}……{}", "{} {}"])
    return rng.choice(["目 录", "目录", f"{who}{y}年部门预算公开目录"]), [
        style.format(line, rng.randint(1, 60)) for line in lines
    ]


def _of_letters(rng: Random, y: int, who: str) -> tuple[str, list[str | Rows]]:
    heads = ["序号", "文件名称", "文号", "发布日期", "索引号"]

    def cell(head: str) -> str:
        if head == "文件名称":
            return f"关于印发《{inventing.thing(rng)}管理办法》的通知"
        if head == "文号":
            return f"〔{y}〕{rng.randint(1, 99)}号"
        if head == "发布日期":
            return f"{y}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
        return f"{rng.randint(10**6, 10**7)}/{y}-{rng.randint(1, 9999):05d}"

    name = rng.choice(["政府信息公开目录", "规范性文件目录", "归档文件目录", "档案卷内目录", "附件清单"])
    return name, [_grid(rng, heads, cell, 4, 14)]


KINDS: dict[str, tuple[str, Callable[[Random], Doc]]] = {
    "posts": ("staff", posts),
    "pay": ("staff", pay),
    "property": ("list_other", property_list),
    "works": ("list_other", works),
    "prices": ("list_other", prices),
    "plans": ("list_other", plans),
    "powers": ("list_other", powers),
    "statistics": ("statistics", statistics),
    "contents": ("index", contents),
}
