"""What the model says of a review and does to it, told a line each: for the tests that hold it against what it said before.

A field is named by the number of its entry, that of its row, and its key: 2.3.annual_value is of the third row of the second entry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from invented_reviews import NAMES, VALUES, Dice, invented

from reviewer.model import (
    acts,
    candidates,
    compared,
    coverage,
    grouping,
    quality,
    replacing,
    reshaping,
    stops,
    suggesting,
    twice,
    walking,
)
from reviewer.model.carry import carry
from reviewer.model.edits import Act
from reviewer.model.fields import Field, FieldRef, Status
from reviewer.model.history import History
from reviewer.model.review import Kind, Node, NodeData, Review, with_ids
from reviewer.model.second import SecondReview
from reviewer.model.snippets import snippet
from reviewer.model.spans import Span, Spans
from reviewer.model.target import Target, parse_targets

Lines = Iterator[str]


def name_of(review: Review, ref: FieldRef) -> str:
    """A field by its place and key."""
    node = review.find(ref.node)
    return f"{_number(node)}{ref.key}" if node is not None else f"gone.{ref.key}"


def _number(node: Node) -> str:
    steps: list[str] = []
    while node.parent is not None:
        steps.insert(0, str(node.index() + 1))
        node = node.parent
    return "".join(f"{step}." for step in steps)


def _names(review: Review, refs: Iterable[FieldRef]) -> str:
    return " ".join(name_of(review, ref) for ref in refs) or "-"


def _places(spans: Spans) -> str:
    return "+".join(f"{span.start}-{span.end}" for span in spans)


def _field(field: Field) -> str:
    said = (field.value or "∅").replace("\n", "⏎")
    mark = {Status.OPEN: "", Status.ACCEPTED: "✓", Status.EDITED: "✎", Status.BLANK: "□", Status.UNREADABLE: "?"}[
        field.status
    ]
    return f"{said}{mark}@{_places(field.spans)}"


def tree(review: Review) -> list[str]:
    """Every node with its fields, as they stand."""
    return [
        " ".join([f"{_number(node)}{node.kind}", *(f"{key}={_field(node.fields[key])}" for key in node.ordered_keys())])
        for node in review.root.walk()
    ]


def _issues(review: Review) -> Lines:
    for issue in review.issues:
        keys = ",".join(issue.keys) or "-"
        yield f"{_number(review.node(issue.node)) or 'document.'} {keys} {issue.severity} {issue.code}: {issue.message.text()}"


def checks(seed: int) -> Lines:
    """What the checks find, and again after every third field has another value."""
    review = invented(seed)
    history = History(review, "甲")
    yield from _issues(review)
    before = set(_issues(review))
    dice = Dice(seed)
    for ref in list(review.refs())[::3]:
        history.do(acts.set_value(review, ref, dice.of(VALUES if "value" in ref.key else NAMES)))
    after = list(_issues(review))
    yield f"then {len(after)} issues, new: " + " / ".join(line for line in after if line not in before)
    yield f"unclaimed {_places(coverage.unclaimed(review))} claimed {coverage.share_claimed(review):.4f}"


def doubtful(seed: int) -> Lines:
    """The stops in the order of the walk, what each is called and would be settled by, and what accepting and settling it do."""
    review = invented(seed)
    History(review, "甲")
    for refs in stops.stops(review):
        yield f"stop {_names(review, refs)} “{stops.title_of(review, refs)}”"
        offered = suggesting.suggest(review, refs)
        accepted = stops.accept_stop(review, refs[0], refs)
        yield f"  accept: {acts.act_title(accepted)}, {len(accepted.edits)}"
        if offered is not None:
            taken = suggesting.take(review, refs, offered)
            yield f"  suggested {offered.text(review)}: {_edits(review, taken)}"
    here: FieldRef | None = None
    there: FieldRef | None = None
    for _ in range(5):
        here, there = stops.next_stop(review, here), stops.next_stop(review, there, -1)
        yield f"next {_names(review, [here] if here else [])}, before {_names(review, [there] if there else [])}"
    middle = list(review.refs())[seed * 7 % review.size :: 11]
    for ref in middle[:4]:
        beside = [
            walking.next_field(review, ref),
            walking.next_field(review, ref, -1),
            review.next_doubtful(ref),
            review.next_doubtful(ref, -1),
        ]
        yield f"from {name_of(review, ref)}: {_names(review, [one for one in beside if one])}"


def _edits(review: Review, act: Act) -> str:
    """What an act makes of the fields that it sets."""
    told = [
        f"{name_of(review, edit.ref)}={_field(edit.after) if edit.after else 'none'}"
        for edit in act.edits
        if hasattr(edit, "ref")
    ]
    return " ".join(told)


def offered(seed: int) -> Lines:
    """What each field may be meant to say, and what stands around it."""
    review = invented(seed)
    History(review, "甲")
    for ref in review.refs():
        found = candidates.everything(review, ref)
        if found:
            whole = " ".join(
                f"{one.why}:{one.value[:30]}{'@' + _places(one.spans) if one.spans else ''}" for one in found[:7]
            )
            fits = [one.value[:20] for typed in ("1", "sl", "率", "≥") for one in candidates.matching(found, typed)[:2]]
            yield f"{name_of(review, ref)} {len(found)} {whole} | {' '.join(fits)}"
        around = snippet(review.source, review.field(ref).spans, 6)
        if around is not None and ref.key in ("level3", "goal", "name"):
            yield f"  {name_of(review, ref)} in {'|'.join(around)}"
    yield f"units {candidates.units(review)} {candidates.units(review, 'period_value')}"


def beside(seed: int) -> Lines:
    """Fields of one kind by value, over two reviews; what stands twice; what differs from the other one."""
    reviews = [invented(seed), invented(seed + 500)]
    for review in reviews:
        History(review, "甲")
    for key in grouping.kinds(reviews):
        groups = grouping.groups(reviews, key)
        told = [
            f"{(group.value or '∅')[:20]!r}×{len(group.members)}{'!' * group.doubtful}{'?' if group.is_odd else ''}"
            for group in groups
        ]
        yield f"{key}: {' '.join(told)}"
    for each in twice.projects_twice(reviews):
        yield f"twice {each.same_amounts} {[(project.review, project.node.value('name')) for project in each.projects]}"
    for one in compared.compare(*reviews):
        sides = [
            _names(review, [ref]) if ref else "-" for review, ref in zip(reviews, (one.before, one.after), strict=True)
        ]
        yield f"{one.how} {one.project[:12]} {one.indicator[:12]} {sides[0]} → {sides[1]}"


def replaced(seed: int) -> Lines:
    """What find and replace would change."""
    review = invented(seed)
    for wanted in (
        replacing.Wanted("1", "壹"),
        replacing.Wanted("12", "13", "values"),
        replacing.Wanted("次", "", "names"),
        replacing.Wanted("堤防", "大堤", whole=True),
        replacing.Wanted("指标", "标", "levels"),
        replacing.Wanted(r"(\d+)(次|人)", r"\2\1", pattern=True),
        replacing.Wanted("指标$", "", "all", pattern=True),
        replacing.Wanted(".", "·", "amounts"),
        replacing.Wanted("安全", " ", "goals"),
        replacing.Wanted("水务局", "水利局", "others", case=True),
    ):
        for ref, before, after, doubt in replacing.changes(review, wanted)[:6]:
            yield f"{wanted.find}→{wanted.put} {name_of(review, ref)} {before[:24]} → {after[:24]} {doubt.value if doubt else ''}".replace(
                "\n", "⏎"
            )


def counted(seed: int) -> Lines:
    """The quality sample and the second review."""
    review = invented(seed)
    history = History(review, "甲")
    sample = quality.QualitySample(review, 9, seed)
    second = SecondReview(review, history, "乙", 5, seed)
    yield f"sample {len(sample.to_see)} of {sample.among}; to see twice {len(second.to_see)}"
    for number, ref in enumerate(sample.to_see):
        if number % 3 == 0:
            history.do(acts.set_value(review, ref, "另"))
    yield f"wrong {_names(review, sample.wrong())} {'–'.join(map(quality.percent, sample.bounds()))} {acts.act_title(sample.remark(95.0))}"
    for ref in second.to_see[::2]:
        second.record.do(acts.set_value(second.blind, ref, "另"))
    yield f"differ {_names(review, second.differences())} {acts.act_title(second.remark())}"
    yield _edits(review, second.settle({ref: second.blind.field(ref).value for ref in second.differences()[:3]}))


class _Deeds:
    """Acts of every kind, on fields and rows that the dice choose."""

    def __init__(self, review: Review, dice: Dice) -> None:
        self.review, self.dice = review, dice
        self.refs, nodes = list(review.refs()), list(review.root.walk())
        self.ref, self.node, self.other = dice.of(self.refs), dice.of(nodes), dice.of(nodes)
        rows = [one for one in nodes if one.kind is Kind.INDICATOR] or nodes
        first = dice.below(len(rows))
        self.some = rows[first : first + 1 + dice.below(4)]
        self.same = [FieldRef(one.id, dice.of(("level3", "annual_value", "level1"))) for one in self.some]
        self.value = review.field(self.ref).value or ""
        self.cut, self.step, self.at = dice.below(len(self.value) + 2), dice.of((1, -1)), dice.below(5)
        self.kind = dice.of(tuple(Kind))
        self.hidden = {one.id for one in nodes if dice.hits(20)}
        several = [FieldRef(one.id, "level3") for one in self.some if set("；、") & set(one.value("level3") or "")]
        self.long = (*several, self.ref)[0]
        self.text = review.field(self.long).value or ""

    def every(self) -> tuple[Callable[[], Act], ...]:
        """All of them, each to be made when it is called."""
        return (*self.on_fields(), *self.on_rows(), *self.on_texts())

    def on_fields(self) -> tuple[Callable[[], Act], ...]:
        """What is said of a field, or of several."""
        review, ref, same, dice = self.review, self.ref, self.same, self.dice
        return (
            lambda: acts.accept(review, ref),
            lambda: acts.accept_entry(review, self.node),
            lambda: acts.accept_entry(review, self.node, lambda one: one.id in self.hidden),
            lambda: acts.accept_alike(review, ref),
            lambda: acts.set_value(review, ref, self.value),
            lambda: acts.set_value(review, ref, dice.of(VALUES)),
            lambda: acts.set_value(review, ref, "x", review.field(dice.of(self.refs)).spans),
            lambda: acts.mark_blank(review, ref),
            lambda: acts.mark_unreadable(review, ref),
            lambda: acts.ditto(review, ref),
            lambda: reshaping.mark_rows(review, same, Status.BLANK),
            lambda: reshaping.mark_rows(review, same, Status.UNREADABLE),
            lambda: reshaping.ditto_rows(review, same),
            lambda: reshaping.correct_alike(review, reshaping.same_value(review, ref, self.value), "改"),
            lambda: acts.replace_values(review, dict.fromkeys(same, "同")),
            lambda: grouping.accept(review, same),
            lambda: grouping.correct(review, same, "≥12次"),
        )

    def on_rows(self) -> tuple[Callable[[], Act], ...]:
        """What becomes of whole rows."""
        review, node, other, some = self.review, self.node, self.other, self.some
        return (
            lambda: acts.insert(review, node, self.at, self.kind),
            lambda: acts.delete(review, [node, other]),
            lambda: acts.duplicate(review, node),
            lambda: acts.move(review, [node], self.step),
            lambda: acts.move(review, some, self.step),
            lambda: acts.move(review, some[:1], self.step, lambda one: one.id in self.hidden),
            lambda: acts.move_to(review, [node], other, min(self.at, len(other.children))),
            lambda: acts.move_to(review, some, other, len(other.children)),
            lambda: acts.set_kind(review, node, self.kind),
            lambda: acts.merge_next(review, node),
            lambda: acts.merge(review, some),
            lambda: reshaping.duplicate_rows(review, [node, *some]),
            lambda: reshaping.merge_rows(review, some[:2]),
            lambda: reshaping.set_kinds(review, [node, other], self.kind),
        )

    def on_texts(self) -> tuple[Callable[[], Act], ...]:
        """What divides a text, moves a part of it, or says what its parts are."""
        review, ref, text, first = self.review, self.ref, self.text, self.some[0].id
        group = self.dice.of(("extra", "amounts", "attributes"))
        three = Target("range", "3", str(3 + self.at), "次", "三至多次")
        return (
            lambda: acts.split(review, ref, self.cut),
            lambda: acts.split(review, self.long, text.find("；") + 1 or text.find("、") + 1),
            lambda: reshaping.move_text(review, ref, self.cut, self.cut + self.at + 1, self.step),
            lambda: reshaping.move_text(review, self.long, 0, text.find("；") + 1, self.step),
            lambda: reshaping.add_field(review, [self.node, *self.some], group, " 另列 "),
            lambda: acts.set_target(review, FieldRef(first, "annual_value"), three),
            lambda: acts.set_target(review, FieldRef(first, "period_value"), *parse_targets("≥3次") if self.at else ()),
        )


def read_again(seed: int) -> Lines:
    """Rows that were read from a marked region put where they belong."""
    review, dice = invented(seed), Dice(seed + 9)
    history = History(review, "甲")
    whole = len(review.source.pages[0].text)
    donor = invented(seed + 300)
    for number in range(8):
        kind = dice.of((Kind.INDICATOR, Kind.PROJECT, Kind.TASK))
        start = dice.below(whole)
        region = (Span(0, start, min(whole, start + 5 + dice.below(60))),)
        rows = [node.data() for node in donor.root.walk() if node.kind is kind][: 1 + dice.below(3)]
        here = dice.of([None, *review.root.walk()])
        before = tree(review)
        try:
            act = reshaping.put_read(
                review, region, kind, [with_ids(_placed(row, region[0]), review) for row in rows], here
            )
            history.do(act)
        except _REFUSED as error:
            yield f"{number} refused: {error if isinstance(error, ValueError) else type(error).__name__}"
            continue
        yield f"{number} {acts.act_title(act)} at {start}: {len(tree(review)) - len(before):+} rows; {_news(before, tree(review))}"
        if dice.hits(60):
            history.undo()
            assert tree(review) == before


def _placed(row: NodeData, at: Span) -> NodeData:
    """A row whose fields stand at a place."""
    return replace(
        row, fields=tuple((key, replace(field, spans=(at,) if field.spans else ())) for key, field in row.fields)
    )


_REFUSED = (ValueError, KeyError, IndexError)


def done(seed: int) -> Lines:
    """Acts of every kind, each but every seventh taken back: what it is called, what is in its place, what is said otherwise."""
    review = invented(seed)
    history = History(review, "甲")
    dice = Dice(seed + 77)
    for number in range(2 * len(_Deeds(review, Dice(0)).every())):
        deeds = _Deeds(review, dice).every()
        before, counted_before = tree(review), len(history.record)
        try:
            act = deeds[number % len(deeds)]()
            history.do(act)
        except _REFUSED as error:
            yield f"{number} refused: {error if isinstance(error, ValueError) else type(error).__name__}"
            continue
        if len(history.record) == counted_before:
            yield f"{number} nothing to do"
            continue
        after = tree(review)
        focus = name_of(review, act.focus) if act.focus is not None else "-"
        yield f"{number} {acts.act_title(act)} → {focus}: {len(after) - len(before):+} rows; {_news(before, after)}"
        if number % 7:
            history.undo()
            assert tree(review) == before
    yield " / ".join(f"{entry.way} {','.join(entry.where)[:60]}" for entry in history.record[-4:])


def _news(before: list[str], after: list[str]) -> str:
    """What stands in the rows of one that does not stand in those of the other."""
    old, new = (
        [word for line in lines if line not in others for word in line.split(" ")]
        for lines, others in ((before, after), (after, before))
    )
    gone, come = [word for word in old if word not in new], [word for word in new if word not in old]
    if not gone and not come:
        return (
            "order "
            + " ".join(
                word
                for line, was in zip(after, before, strict=False)
                if line != was
                for word in line.split(" ")
                if "=" in word
            )[:200]
        )
    return f"{' '.join(gone)[:160]} ⇒ {' '.join(come)[:160]}"


def carried(seed: int) -> Lines:
    """Corrections carried over to another reading of the same source."""
    old, new = invented(seed), invented(seed)
    first = old.root.data()
    history, late, dice = History(old, "甲"), History(new, "乙"), Dice(seed + 5)
    for _ in range(9):
        try:
            history.do(dice.of(_Deeds(old, dice).every())())
        except _REFUSED:
            continue
    for ref in list(new.refs())[seed % 5 :: 9 + seed % 4]:
        late.do(acts.set_value(new, ref, dice.of(VALUES)))
    if seed % 3 == 0:
        late.do(acts.delete(new, [dice.of(list(new.root.walk()))]))
    before = tree(new)
    found = carry(first, old, new)
    late.do(found.act)
    yield f"{found.count} carried: {_news(before, tree(new))}"
    for left in found.left:
        yield f"  left {left.place} {left.key} {left.before} → {left.after}".replace("\n", "⏎")
