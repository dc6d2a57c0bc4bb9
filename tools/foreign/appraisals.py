"""Appraisals that plan nothing: of teachers, hospitals, offices, contractors, websites, cities."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tools.foreign.sheet import Doc, Rows, maybe, office, year
from tools.sequence import inventing

_Tree = dict[str, dict[str, list[str]]]
_TEACHERS: _Tree = {
    "师德师风": {"职业操守": ["廉洁从教", "无有偿补课"], "关爱学生": ["家校沟通", "家访次数"]},
    "教育教学": {
        "教学常规": ["教案撰写", "课堂教学"],
        "教学效果": ["期末成绩提升", "学生评教"],
        "教研活动": ["校本教研", "课题研究"],
    },
    "专业发展": {"继续教育": ["培训学分"], "论文": ["论文发表"]},
    "出勤": {"考勤": ["全勤率", "会议出勤"]},
}
_HOSPITALS: _Tree = {
    "医疗质量": {
        "功能定位": ["下转患者人次增长", "四级手术比例"],
        "质量安全": ["非计划再次手术率", "院内感染发生率"],
        "合理用药": ["处方点评合格率", "集采药品完成率"],
    },
    "运营效率": {
        "收支结构": ["医疗服务收入占比", "人员支出占比"],
        "费用控制": ["门诊次均费用增幅", "住院次均费用增幅"],
        "资源效率": ["每名执业医师日均住院工作负担"],
    },
    "持续发展": {"人才培养": ["麻醉、儿科医师占比"], "学科建设": ["科研项目经费"]},
    "满意度评价": {"患者满意度": ["门诊患者满意度", "住院患者满意度"], "医务人员满意度": ["医务人员满意度"]},
}
_OFFICES: _Tree = {
    "党的建设": {"政治建设": ["理论学习中心组学习", "民主生活会"], "党风廉政": ["廉政教育", "监督执纪"]},
    "主要业务": {"重点工作": ["重点任务推进", "信息报送"], "日常工作": ["公文办理", "会议筹备", "档案管理"]},
    "队伍建设": {"教育培训": ["干部培训", "网络学习"], "作风建设": ["考勤纪律", "卫生安全"]},
    "综合评价": {"领导评价": ["主要领导评分"], "群众评价": ["民主测评"]},
}
_WEBSITES: _Tree = {
    "主动公开": {
        "机构信息": ["内设机构介绍", "领导简历"],
        "财政信息": ["预决算公开", "部门预算公开时间"],
        "政策文件": ["栏目要素齐全"],
        "政策解读": ["解读形式"],
    },
    "依申请公开": {"渠道": ["网上申请入口"], "答复": ["按期答复"]},
    "平台建设": {"网站": ["可用性", "更新频次"], "新媒体": ["账号备案", "内容审核"]},
}
_CONTRACTORS: _Tree = {
    "人员管理": {"到岗": ["人员配备到岗率", "着装规范"], "培训": ["岗前培训"]},
    "作业质量": {
        "保洁": ["路面无垃圾", "垃圾桶清洗"],
        "绿化": ["修剪及时", "病虫害防治"],
        "设备": ["车辆完好", "设备运行记录"],
    },
    "服务态度": {"投诉": ["投诉处理", "服务满意度测评"]},
}
_CITIES: _Tree = {
    "政务环境": {"服务窗口": ["一次性告知", "群众评议"]},
    "人文环境": {"志愿服务": ["注册志愿者人数占比"], "公共文化": ["人均公共文化设施面积"]},
    "生态环境": {"空气质量": ["优良天数比例"], "绿化": ["建成区绿化覆盖率"]},
    "社会治安": {"平安建设": ["群众安全感", "刑事案件破案率"]},
}
_COUNTED: _Tree = {
    "工作业绩": {
        "工作数量": ["完成案件数", "发表信息篇数"],
        "工作质量": ["差错率", "材料采用率"],
        "工作时效": ["按时办结率"],
    },
    "工作态度": {"服务满意度": ["同事评价", "服务对象评价"], "责任心": ["主动性", "协作性"]},
    "加分项": {"表彰奖励": ["市级以上荣誉", "典型经验推广"]},
}
_TREES = {
    "teachers": (_TEACHERS, "教职工学期考核表|教师绩效考核细则|学校教师师德考核表|班主任考核量化表"),
    "hospitals": (_HOSPITALS, "医疗机构年度绩效考核表|医院绩效考核评价表|科室医疗质量考核标准|基层医疗机构考核评分表"),
    "offices": (
        _OFFICES,
        "部门季度考核量化评分表|领导班子年度考核测评表|公务员平时考核登记表|目标责任制考核评分表|党建工作考核细则",
    ),
    "websites": (_WEBSITES, "信息公开评估体系|政府网站检查指标|政务新媒体考核指标|营商环境评价指标"),
    "contractors": (_CONTRACTORS, "环卫保洁服务考核表|物业服务质量考核评分表|绿化养护考核细则|供应商履约评价表"),
    "cities": (_CITIES, "文明城市测评体系|卫生城市考核指标|乡村振兴实绩考核指标|高质量发展综合考核指标体系"),
    "people": (_COUNTED, "员工绩效考核表|岗位绩效考核表|个人年度绩效考评表|编外人员考核表"),
}


def _maker(key: str) -> Callable[[Random], Doc]:
    tree, titles = _TREES[key]

    def make(rng: Random) -> Doc:
        """An appraisal by two or three levels, with points and how they are taken off."""
        return _laid(rng, tree, rng.choice(titles.split("|")))

    return make


def _laid(rng: Random, tree: _Tree, name: str) -> Doc:
    y, depth = year(rng), rng.choice([2, 3, 3])
    levels = rng.choice(
        [
            ["一级指标", "二级指标", "三级指标"],
            ["考核类别", "考核项目", "考核内容"],
            ["测评项目", "测评指标", "测评标准"],
            ["考核指标", "指标名称", "考核要点"],
        ]
    )
    columns = [*levels[:depth], *_tail(rng)]
    rows: Rows = [columns]
    for one in rng.sample(list(tree), rng.randint(2, len(tree))):
        first = one + (
            f"（{rng.randint(10, 60)}分）"
            if rng.random() < 0.4
            else f"（{rng.randint(10, 60)}%）"
            if rng.random() < 0.2
            else ""
        )
        for two, names in tree[one].items():
            for at, third in enumerate(names):
                upper = [first if not at or rng.random() < 0.2 else "", two if not at else ""]
                rows.append([*upper[: depth - 1], third, *(_cell(rng, column) for column in columns[depth:])])
                first = first if rng.random() < 0.3 else ""
    who = rng.choice(
        [
            f"被考核人：　　　　考核年度：{y}年",
            "参评单位：市直部门和各乡镇",
            f"被考核单位：{office(rng)}",
            f"部门：办公室　　周期：{y}年{rng.randint(1, 12)}月",
            "考核时间：    考核人签字：",
        ]
    )
    foot = rng.choice(
        [
            "考核结果分为优秀、合格、基本合格、不合格四个等次。",
            "注：扣完为止，不计负分。",
            "考核得分＝各项得分之和。",
            "数据来源于日常检查和系统上报。",
        ]
    )
    return Doc(
        rng.choice([name, f"{y}年{name}", f"{office(rng)}{name}", f"{inventing.place(rng)}{y}年{name}"]),
        maybe(rng, 0.6, who),
        [rows, *maybe(rng, 0.5, foot)],
    )


def _tail(rng: Random) -> list[str]:
    pools = [
        ["分值", "评分标准", "自评", "考评"],
        ["权重", "评估要点"],
        ["标准分", "扣分标准", "扣分", "得分"],
        ["指标属性", "指标导向", "2023年", "2024年"],
        ["计分办法", "满分", "自评得分", "考核得分"],
        ["评价标准", "优", "良", "中", "差"],
        ["权重", "数据来源", "考核部门"],
        ["目标值", "权重", "考核办法", "完成值", "得分"],
    ]
    return rng.choice(pools)


def _cell(rng: Random, head: str) -> str:
    if head in ("分值", "权重", "标准分", "满分"):
        return str(rng.choice([2, 4, 5, 6, 8, 10, 12, 15, 20]))
    if any(part in head for part in ("标准", "要点", "办法")):
        n = rng.randint(1, 5)
        return rng.choice(
            [
                f"违反一项扣{n}分",
                f"每少一次扣0.{n}分",
                f"查实一次扣{n}分",
                "信息齐全得满分",
                f"满{rng.randint(10, 90)}学时得{n}分，不足不得分",
                f"达到{rng.randint(80, 99)}%以上得满分",
                f"发生变化后{rng.randint(5, 20)}日内调整",
                "查阅资料、现场检查",
            ]
        )
    if head == "指标属性":
        return rng.choice(["定量", "定性"])
    if head == "指标导向":
        return rng.choice(["逐步提高", "逐步降低", "监测比较"])
    if head in ("数据来源", "考核部门"):
        return rng.choice(["财政部门", "日常检查", "病案首页", "组织部", "办公室", "系统填报"])
    if head in ("2023年", "2024年", "目标值", "完成值"):
        return rng.choice([f"{rng.uniform(1, 99):.1f}%", str(rng.randint(1, 90)), f"≥{rng.randint(60, 99)}%"])
    return rng.choice(["", str(rng.randint(1, 20)), "0"])


_SIDES = "工作|学习|管理|服务|安全|纪律|环境|创新|协作|宣传|信息|质量|效率|数量|成效|责任|公开|监督|诚信|卫生|设备|台账|队伍|作风|业绩|能力|满意|评价|投诉|技能|科研|教研|党建|廉洁|档案|应急|资源|运营|发展|保障"


def drawn(rng: Random) -> Doc:
    """An appraisal whose names are drawn anew: of anybody, by two or three levels."""

    def name(low: int, high: int) -> str:
        return "".join(rng.sample(_SIDES.split("|"), rng.randint(low, high)))

    tree: _Tree = {
        name(1, 2): {
            name(1, 2): [
                rng.choice(
                    [
                        name(2, 3),
                        inventing.thing(rng) + rng.choice(["情况", "达标率", "次数", "合格率", "规范", "及时率"]),
                    ]
                )
                for _ in range(rng.randint(1, 3))
            ]
            for _ in range(rng.randint(1, 3))
        }
        for _ in range(rng.randint(2, 5))
    }
    who = rng.choice(
        [
            "学校",
            "医院",
            "社区",
            "窗口",
            "驾驶员",
            "村干部",
            "律师事务所",
            "供货商",
            "志愿者",
            "科研人员",
            "网站",
            "景区",
            "企业",
            "镇街",
            "派驻人员",
            "检测机构",
            "养老机构",
            "幼儿园",
        ]
    )
    title = who + rng.choice(
        [
            "考核办法",
            "年度考核表",
            "考核评分细则",
            "评价指标体系",
            "测评表",
            "星级评定标准",
            "评估指标",
            "考核任务书",
            "绩效考核表",
            "信用评价标准",
            "检查评分表",
        ]
    )
    return _laid(rng, tree, title)


KINDS: dict[str, tuple[str, Callable[[Random], Doc]]] = {
    **{key: ("appraisal_other", _maker(key)) for key in _TREES},
    "drawn": ("appraisal_other", drawn),
}
