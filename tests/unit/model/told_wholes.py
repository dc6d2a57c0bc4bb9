"""What the model says of whole sources and of long tables, told a line each: see told_reviews."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from invented_reviews import Dice, invented, long_table, worked_on
from told_reviews import name_of

from reviewer.base import words
from reviewer.model import acts, candidates, compared, document_kind, postponing, reshaping, stops, unread
from reviewer.model.checks import run_checks
from reviewer.model.coverage import unclaimed
from reviewer.model.doubted import in_original, in_value, is_recognised
from reviewer.model.fields import FieldRef
from reviewer.model.history import History
from reviewer.model.kind_features import glance
from reviewer.model.labels import tell_apart
from reviewer.model.review import Review
from reviewer.model.snippets import in_one, snippet
from reviewer.model.source import Cell, Grid, Line, Note, Page, Picture, Source
from reviewer.model.spans import Span
from reviewer.model.suggesting import suggest

Lines = Iterator[str]


def tables(seed: int) -> Lines:
    """The stops of long tables with merged cells, levels that begin again, names that were taught, and much that no field claims."""
    taught = words.Words({"level1": {"产岀指标": "产出指标"}, "level2": {"数最指标": "数量指标"}}, {})
    words.use(taught if seed % 2 else words.Words())
    try:
        review = long_table(seed)
        History(review, "甲")
        for refs in stops.stops(review):
            settles = suggest(review, refs)
            yield f"{' '.join(name_of(review, ref) for ref in refs)} | {settles.text(review) if settles else '-'}"
        for issue in review.issues:
            if not issue.keys or issue.code in ("check.level_taught", "check.levels_again", "source.unclaimed_more"):
                yield f"{issue.severity} {issue.code}: {issue.message.text()} {[tuple(span)[1:] for span in issue.spans][:4]}"
        for ref in list(review.refs())[5::17]:
            found = candidates.everything(review, ref)
            yield f"{name_of(review, ref)} {len(found)} " + " ".join(f"{one.why}:{one.value[:16]}" for one in found[:5])
    finally:
        words.use(words.Words())


def standings(seed: int) -> Lines:
    """How sources stand as they are worked on, put off, looked through; which the year before's document is."""
    review, _ = worked_on(seed)
    notes = (
        ("",),
        ("第 2 页没有读。",),
        (Note("第 2 页没有读。", "part not read", ()),),
        (Note("隐藏的行。", "hidden", ()),),
    )[seed % 4]
    review.source = replace(review.source, notes=notes if notes != ("",) else ())
    empty = Review(review.source, replace(review.root.data(), children=()))
    for one in (review, empty):
        log = History(one, "甲")
        yield f"{unread.standing(one, None)} {unread.standing(one, log)} {unread.is_unread(one)} {unread.not_read(one)} {unread.parts_not_read(one.source)}"
        log.do(postponing.postpone("等等"))
        yield f"{unread.standing(one, log)} {postponing.note_of(log)} {postponing.has_looked(log)}"
        log.do(postponing.resume())
        yield f"{unread.standing(one, log)} {postponing.note_of(log)} {postponing.has_looked(log)} {postponing.note_of(None)} {postponing.has_looked(None)}"
        if one.count_doubtful() and seed % 3:
            log.do(acts.accept_entry(one, one.root))
        log.do(unread.settle(one))
        yield f"{unread.standing(one, log)} {unread.is_settled(one)} {unread.is_unread(one)} {one.count_doubtful()} {postponing.has_looked(log)}"
        while log.can_undo:
            log.undo()
        yield f"{unread.standing(one, log)} {postponing.note_of(log)}"
    reviews = [invented(seed + at) for at in range(12)]
    dice = Dice(seed)
    for one in reviews:
        other = History(one, "乙")
        other.do(acts.set_value(one, FieldRef(0, "year"), dice.of(("2022年", "2023", "2024年度", "二〇二四", ""))))
        other.do(acts.set_value(one, FieldRef(0, "department"), dice.of(("甲局", "甲 局", "乙局", ""))))
    tell_apart(reviews, [Path(dice.of(("甲", "乙"))) / f"{at % 3}.txt" for at in range(12)])
    for one in reviews[:6]:
        found = compared.earlier_of(reviews, one)
        yield f"{one.label} {one.root.value('year')} {one.root.value('department')} → {found.label if found else None}"
    for difference in compared.compare(reviews[0], reviews[1])[:9]:
        yield f"{difference.how} {difference.project} {difference.indicator}"
    changed = acts.replace_values(
        reviews[0], {ref: dice.of(("x", reviews[0].field(ref).value)) for ref in list(reviews[0].refs())[:6]}
    )
    yield f"{[(name_of(reviews[0], ref), before.value, after.value) for ref, before, after in reshaping.changed_values(changed)]}"


def places(seed: int) -> Lines:
    """What stands around values that are in several pieces, and characters that recognition was not sure of."""
    dice = Dice(seed)
    text = "".join(dice.of("总计2,035.87 合计１，2 3；x\n4,5") for _ in range(90)) + "9,8,7"
    sure = bytes(dice.of((255, 250, 90, 40, 3, 0)) for _ in range(len(text)))
    picture = Picture(100.0, 100.0, array("f", [float(at) for at in range(4 * len(text))]), sure)
    source = Source(
        "a.pdf",
        "scan",
        "a" * 64,
        None,
        (Page(1, text, (Line(Span(0, 0, len(text))),), (), "", picture), Page(2, text[::-1])),
    )
    whole = replace(source, pages=(Page(1, text), Page(2, text)))
    yield f"{is_recognised(source)} {is_recognised(whole)}"
    for _ in range(30):
        start, page = dice.below(70), dice.below(2)
        spans = [Span(page, start, start + 1 + dice.below(4))]
        for _ in range(dice.below(3)):
            begin = spans[-1].end + dice.of((0, 1, 1, 1, 2))
            spans.append(Span(page, begin, min(len(text), begin + 1 + dice.below(3))))
        around = snippet(source, tuple(spans), dice.below(9))
        yield f"{[tuple(span)[1:] for span in in_one(source, tuple(spans))]} {'|'.join(around) if around else None}"
        value = source.text(spans).replace("\n", "")
        field = replace(invented(1).field(FieldRef(0, "title")), value=value, read=value, spans=tuple(spans))
        printed = replace(field, value=value[::-1], read=value[::-1])
        yield f"  {[tuple(span)[1:] for span in in_original(source, field)]} {in_value(source, field)} {in_value(source, printed)} {in_value(whole, field)}"
    long = Span(0, 0, len(text))
    yield f"{snippet(source, (long,), 3)} {snippet(source, (), 3)}"
    review = invented(seed)
    run_checks(review)
    yield f"{[tuple(span)[1:] for span in unclaimed(review)]}"


_MODEL = document_kind._Model(
    (*document_kind.OWN_KINDS, *document_kind.FOREIGN_KINDS),
    ("目录", "目标", "绩效", "通知", "预算", "评分", "指标", "项目"),
    tuple(0.1 * (at % 3) for at in range(len(document_kind.OWN_KINDS) + len(document_kind.FOREIGN_KINDS))),
    {
        name: tuple(
            weight * ((at * 7 + len(name)) % 5 - 2)
            for at in range(len(document_kind.OWN_KINDS) + len(document_kind.FOREIGN_KINDS))
        )
        for name, weight in (
            ("b:目录", 2.0),
            ("b:目标", 1.5),
            ("b:绩效", 1.0),
            ("t:通知", 3.0),
            ("b:通知", 2.5),
            ("l:指标", 1.0),
            ("b:指标", 2.0),
            ("x:digits", 1.0),
            ("x:levels", 2.0),
        )
    },
)
_LINES = ("绩效目标表", "目  录", "关于印发通知的通知", "第一部分", "附件 2", "项目支出绩效目标表（2024年度）", "预算 评分 项目", "产出指标 数量指标 巡查次数 ≥12次", "今天开会。", "abc", "指标 指标", "# 预算表")  # fmt: skip


def kinds(seed: int) -> Lines:
    """What kind of document a text is by a model of our own, and the parts that it has."""
    dice = Dice(seed)
    with patch.object(document_kind, "_model", lambda: _MODEL), patch.object(document_kind, "_known", {}):
        for number in range(12):
            pages = []
            for page in range(1 + dice.below(3)):
                said = [dice.of(_LINES) for _ in range(1 + dice.below(dice.of((4, 20, 80))))]
                text = "\n".join(said) + "\n"
                blocks: list[Line | Grid] = []
                at = 0
                for each in said:
                    span = Span(page, at, at + len(each))
                    blocks.append(
                        Grid((Cell(0, 0, (span,)), Cell(0, 1, (span,))), 1, 2) if dice.hits(8) else Line(span)
                    )
                    at += len(each) + 1
                pages.append(Page(page + 1, text, tuple(blocks)))
            source = Source(f"{number}.txt", "text", f"{seed}.{number}".ljust(64, "0"), None, tuple(pages))
            found = document_kind.document_kind(source)
            whole = document_kind.kind_of(glance(source, source.blocks()))
            said_of = found.message()
            yield (
                f"{found.kind} {found.foreign} {found.share:.4f} {found.is_blank} {found.is_foreign} {found.is_open} {said_of.code if said_of else '-'} "
                f"{document_kind.why_empty(source).code} whole {whole.kind} {whole.share:.4f} {whole.is_blank} "
                f"parts {[(len(part.lines), part.size, len(part.titles)) for part in document_kind.parts_of(source)]}"
            )
