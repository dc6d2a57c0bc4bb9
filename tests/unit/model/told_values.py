"""What the model makes of single values, texts and numbers, told a line each: see told_reviews."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from invented_reviews import CODES, LEVEL1, LEVEL2, NAMES, Dice
from model_building import source_of

from reviewer.model import calibration, kind_features, quality, taxonomy
from reviewer.model.checks.amounts import number
from reviewer.model.checks.money import totals
from reviewer.model.entering import entered, plain_figure
from reviewer.model.fields import labelled, split_key
from reviewer.model.flow import Flow, is_han, join_wrapped, undo_layout
from reviewer.model.labels import labels
from reviewer.model.naming import short
from reviewer.model.pace import Pace
from reviewer.model.points import is_whole
from reviewer.model.source import Cell, Grid, Line, Page, Source
from reviewer.model.spans import Span, join_spans, places_of
from reviewer.model.target import contradicts_itself, is_figure, parse_target, parse_targets, target_text
from reviewer.model.target_words import digits_for_letters, figures_with_letters, in_digits, operator_of

Lines = Iterator[str]

_SIGNS = (
    "",
    "",
    "≥",
    "≤",
    ">",
    "＜",
    "=",
    "不少于",
    "不超过",
    "达到",
    "控制在",
    "约",
    "不低于",
    "至少",
    "为",
    "≧",
    ">=",
    "大于或等于",
    "＝",
)
_FIGURES = (
    "12", "100", "1,200", "0", "3.5", "9O", "l2", "1/2", "10-20", "10～20", "3至5", "-5", "三", "一百二十", "十二", "两", "百分之九十", "10×2", "2023", "**", "1200.50", "1 200",
    "12.3.4", "二〇二四", "0.5", "九十五点五",
)  # fmt: skip
_COUNTED = ("", "", "次", "%", "％", "人次", "万元", "个", "（次）", "(万元)", "次/年", "元/人·月", "个百分点", "mg/L", "公里", "‰", "家企业", "天内", "个工作日", "年", "月底", "时", "L")  # fmt: skip
_BEHIND = ("", "", "以上", "以内", "及以上", "左右", "以下", "余人", "多次", "+", "；", "。", "（含）", "前", "之间")
_AROUND = (
    "{}", "{}", "{}", "{}", "全年{}", "巡查{}，讲座{}", "合格率{}；投诉{}", "1.{}；2.{}", "较上年增长{}", "由{}提高到{}", "{}（上年{}）", "按时完成，{}", "{}/{}", "每季度{}", "其中：男{}、女{}",
    "为群众举办{}", "2024年{}", "第{}批", "{}或{}", "完成{}任务", "（{}）", "符合GB3838-2002标准，{}", "预计{}",
)  # fmt: skip


def _value(dice: Dice) -> str:
    def one() -> str:
        return dice.of(_SIGNS) + dice.of(_FIGURES) + dice.of(_COUNTED) + dice.of(_BEHIND)

    frame = dice.of(_AROUND)
    return frame.format(*(one() for _ in range(frame.count("{}"))))


def targets(seed: int) -> Lines:
    """Target values taken apart."""
    dice = Dice(seed)
    for _ in range(150):
        value = _value(dice)
        parts = parse_targets(value)
        one = parse_target(value)
        marks = f"{'=' * is_figure(value)}{'!' * contradicts_itself(value)}{'1' * (one is not None and one.number is not None)}"
        letters = f" {figures_with_letters(value)} {digits_for_letters(value)}" if figures_with_letters(value) else ""
        yield f"{value} → {target_text(*parts)} {marks} {'/'.join(each.text for each in parts if each.text != value)}{letters}"


def numbers(seed: int) -> Lines:
    """Numbers in words, sums of money, points, shares."""
    dice = Dice(seed)
    words = ["".join(dice.of("零一二两三五九十十百百千") for _ in range(1 + dice.below(5))) for _ in range(80)]
    yield " ".join(f"{each}={in_digits(each)}" for each in words)
    yield " ".join(
        f"{a}+{b}={operator_of(a or None, b or None)}"
        for a in _SIGNS[2:]
        if a not in "≧＜＝"
        for b in ("", "以上", "以内", "左右", "余")
    )
    texts = (
        "12.50",
        "１２.５",
        "１８６。４０",
        "1,200",
        "-3",
        "nan",
        "1e25",
        "",
        "12.5.1",
        "３",
        "0.005",
        "12 万",
        "１，２００",
    )
    yield " ".join(
        f"{text}={number(text)}/{plain_figure(text)}/{entered('amounts[总计]', text)}/{entered('level3', text)}"
        for text in texts
    )


def points(seed: int) -> Lines:
    """Whether points add up to a whole, and which amounts are sums of which."""
    dice = Dice(seed)
    for count in range(1, 7):
        points = [
            Decimal(dice.of(("10", "20", "30", "40", "0.5", "0.1", "15.5", "33.3", "90", "100"))) for _ in range(count)
        ]
        yield f"{'+'.join(map(str, points))} {is_whole(points)}"
    yield " ".join(
        f"{sum(whole)}={is_whole([Decimal(each) for each in whole])}"
        for whole in ([90], [100], [50, 50], [1], [99], [33, 33, 34], [89, 1])
    )
    yield " ".join(
        f"{text}={is_whole([Decimal(part) for part in text.split('+')])}"
        for text in ("0.5+0.5", "33.3+33.3+33.3", "99.9+0", "0.33+0.33+0.33", "45+45", "44.9+45")
    )
    kinds = (
        "总计",
        "财政拨款",
        "其他资金",
        "年度资金总额",
        "其中：财政拨款",
        "其他资金",
        "一般公共预算",
        "上级补助",
        "小计",
        "项目支出",
        "基本支出",
        "中央资金",
        "地方资金",
    )
    for _ in range(12):
        chosen = tuple(dict.fromkeys(dice.of(kinds) for _ in range(2 + dice.below(4))))
        yield f"{'、'.join(chosen)}: " + " / ".join(
            f"{one.total}←{'+'.join(one.parts)} {one.ways}" for one in totals(chosen)
        )


def shares(seed: int) -> Lines:
    """What a quality sample says, and how large it must be."""
    dice = Dice(seed)
    for among in (1, 7, 40, 333, 2000):
        yield f"{among}: " + " ".join(
            f"{share}→{quality.size_for(share, among)}" for share in (0.5, 0.1, 0.05, 0.02, 0.01, 0.001)
        )
    for _ in range(25):
        among = 1 + dice.below(400)
        seen = 1 + dice.below(among)
        wrong = dice.below(min(seen, 6) + 1)
        low, high = quality.bounds(wrong, seen, among)
        yield f"{wrong}/{seen}/{among} {low:.5f} {high:.5f} {quality.percent(low)} {quality.percent(high)}"
    yield f"{quality.bounds(0, 0, 0)} {quality.bounds(3, 3, 3)} {quality.bounds(3, 3, 9)} {quality.bounds(0, 9, 9)}"
    yield " ".join(
        quality.percent(share) for share in (0, 0.0004, 0.0005, 0.004, 0.0095, 0.01, 0.0149, 0.099, 0.1, 0.5, 0.999, 1)
    )
    fit = calibration.Calibration(
        {"name": 4.0, "code": 2.0},
        {"read.shifted": -2.0, "read.disagree": -1.0},
        {"name": {0.99: 0.9, 0.999: 0.97, 0.9995: 0.98}},
        {"read.shifted": -0.5},
    )
    for kind in ("name", "code", "other"):
        yield f"{kind} {fit.confidence(kind, ())} {fit.confidence(kind, (-3.0, 1.0))} " + " ".join(
            f"{target}→{fit.threshold(kind, target):.4f}" for target in (0.9, 0.99, 0.995, 0.999, 0.9999)
        )
    yield " ".join(
        f"{code} {fit.weight(code, -3.0)} {fit.weight(code, -3.0, True)}"
        for code in ("read.shifted", "read.disagree", "read.unheard", "read.level_unknown")
    )
    yield " ".join(
        f"{calibration.probability(odds)} {calibration.log_odds(calibration.probability(odds)):.3f}"
        for odds in (-30.0, -2.0, 0.0, 1.5, 30.0)
    )
    yield " ".join(
        calibration.field_kind(node, key, value)
        for node in ("task", "project")
        for key in ("name", "level1_code", "amounts[总计]")
        for value in ("x", None)
    )


def _text(dice: Dice, length: int) -> str:
    return "".join(dice.of("水务局巡查ab C12，。（）\t\n\n \u3000次\u00ad%") for _ in range(length))


def flows(seed: int) -> Lines:
    """Texts that know where they stand, cut, joined and cleaned of their layout."""
    dice = Dice(seed)
    source = source_of(_text(dice, 60), _text(dice, 40))
    for _ in range(20):
        page = dice.below(2)
        start = dice.below(30)
        one = Flow.of(source, [Span(page, start, start + dice.below(14))])
        more = Flow.of(
            source, [Span(dice.below(2), start + at, start + at + 3) for at in (0, 5, 8)[: 1 + dice.below(3)]]
        )
        both = one + (more if dice.hits(70) else Flow.loose("·"))
        clean = undo_layout(both)
        joined = join_wrapped(both.lines())
        seen = [
            f"{span.page}.{span.start}-{span.end}"
            for flow in (both, clean, joined.strip("，。"), both[2:-1])
            for span in flow.spans
        ]
        holds = "".join(
            str(int(one.holds(Span(page, at, at + 1)))) for at in range(start - 1 if start else 0, start + 6)
        )
        yield f"{both.text!r} {clean.text!r} {joined.text!r} {len(list(both.lines()))} {' '.join(seen)} gap {one.gap_to(more)} {more.gap_to(one)} {holds} {bool(one)}"
    yield " ".join(
        f"{char}{is_han(char)}"
        for char in ("一", "鿿", "㐀", "䶿", "𠀀", "，", "a", "〇", "\u4dff", "\u33ff", "\ua000")
    )
    spans = join_spans(sorted((dice.below(2), at) for at in range(0, 30, 1) if dice.hits(60)))
    yield f"{[tuple(span) for span in spans]} {places_of(spans)[:9]}"


def names(seed: int) -> Lines:
    """Levels, labels, keys, what sources of one name are called, how fast it goes."""
    dice = Dice(seed)
    for text in dict.fromkeys(
        (
            *LEVEL1,
            *LEVEL2,
            "产出指标（50分）",
            " 数量 指标",
            "社会效益",
            "满意度",
            "一、产出指标",
            "数量指标值",
            "成本",
            "效益",
        )
    ):
        known = [f"{level.level}{level.code or ''}{level.name}" for level in taxonomy.levels_named(text or "")]
        flags = [taxonomy.is_level(text, number) for number in (1, 2)] + [
            taxonomy.is_whole_level(text or "", number) for number in (None, 1, 2)
        ]
        yield f"{text} {taxonomy.bare(text or '')} {' '.join(known)} {''.join('01'[flag] for flag in flags)} {taxonomy.parents_of(text or '')}"
    yield " ".join(
        f"{code}={getattr(taxonomy.level_by_code(code or ''), 'name', None)}" for code in (*CODES, "111", "01", "1.1")
    )
    folders = [
        None,
        *(Path(part) for part in ("甲/a.txt", "甲/b/a.txt", "乙/b/a.txt", "乙/b/a.txt", "c.txt", "甲/c.txt", "a.txt")),
    ]
    for _ in range(6):
        chosen = [dice.of(folders) for _ in range(5)]
        yield " ".join(labels([place.name if place else "a.txt" for place in chosen], chosen))
    yield " ".join(f"{short(name, limit)!r}" for name in (*NAMES[:6], None, "") for limit in (3, 4, 24))
    yield " ".join(f"{split_key(key)}" for key in (labelled("extra", "分值"), "level3", "amounts[a[b]]", "x["))
    clock = [0.0]
    pace = Pace(lambda: clock[0])
    left = 60
    for _ in range(16):
        clock[0] += dice.of((2.0, 3.5, 5.0, 90.0, 400.0))
        left += dice.of((-1, -1, -2, -5, 0, 3))
        pace.heard(left)
        yield f"{clock[0]} {left} {pace.rate and round(pace.rate, 3)} {pace.minutes_left()}"
    pace.heard(0)
    yield f"{pace.minutes_left()}"


def kinds(seed: int) -> Lines:
    """The features by which the kind of a document is told."""
    dice = Dice(seed)
    lines = ("2024年项目绩效目标表", "目  录", "一、总体要求……1", "各市、县财政局：", "关于印发通知的通知", "财〔2024〕12号", "项目名称\t堤防巡查", "产出指标 数量指标 巡查次数 ≥12次", "1,200.50 300.00 10.5",
             "评分  20分  得分 18", "应当按照要求办理，不得逾期。", "“≥90%”的指标及要求、说明。", "2024年3月12日", "满意度指标，不低于90%。", "（一）加强领导", "金额 | 预算数 | 决算数", "本项目按照有关文件实施，取得了较好效果，下一步将加强管理。")  # fmt: skip
    texts = ["\n".join(dice.of(lines) for _ in range(2 + dice.below(9))) + "\n" for _ in range(2)]
    plain = source_of(*texts)
    cells, offset = [], 0
    for row in range(3):
        for column in range(2):
            cells.append(Cell(row, column, (Span(0, offset, offset + 5),)))
            offset += 5
    grid = Source(
        "b.xlsx",
        "xlsx",
        "1" * 64,
        None,
        (Page(1, texts[0].ljust(40), (Grid(tuple(cells), 3, 2), Line(Span(0, 30, 40)))),),
    )
    words = ("目录", "目标", "绩效", "通知", "预算", "评分", "满意度", "项目")
    for source in (plain, grid):
        seen = kind_features.glance(source, source.blocks(), 200 if seed % 2 else 60)
        found = kind_features.features(seen, words)
        yield f"{seen.size} {len(seen.titles)} {len(seen.lines)} {kind_features.labels_of(source)} " + " ".join(
            f"{name}={found[name]:.4f}" for name in sorted(found) if found[name]
        )
