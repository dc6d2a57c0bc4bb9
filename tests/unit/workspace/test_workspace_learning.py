"""What a clerk taught is proposed, taken over by a lead for all, taken back; and reading uses what is in force, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from team import Team

from reviewer.base import words
from reviewer.base.words import Words
from reviewer.workspace.address import driver
from reviewer.workspace.lessons import Lesson, learn, words_of
from reviewer.workspace.reading import Reader
from reviewer.workspace.server import Server
from reviewer.workspace.terms import ForbiddenHereError
from reviewer.workspace.transport import item_of

TAUGHT = Words({"level1": {}, "level2": {"社会公益指标": "社会效益指标"}}, {"考核要点说明": "level3"})
HEADER, ROLES = (
    "项目名称|一级指标|二级指标|三级指标|指标值|冬藏口径",
    "entry_name|level1|level2|level3|annual_value|period_value",
)
TABLE = """项目名称\t一级指标\t二级指标\t三级指标\t指标值\t冬藏口径
清淤工程\t产出指标\t数量指标\t清淤长度\t≥12公里\t≥40公里
清淤工程\t效益指标\t社会效益指标\t受益居民数\t≥3万人\t≥9万人
"""


@pytest.fixture
def team(new_team: Callable[[], Team]) -> Team:
    made = new_team()
    with made.admin(make=True) as admin:
        admin.create()
    return made


def number_of(server: Server, word: str, meaning: str | None = None) -> int:
    return next(each.id for each in server.lessons() if each.word == word and meaning in (None, each.meaning))


def in_force(server: Server) -> Words:
    return words_of(server.lessons())


def test_from_a_clerk_to_all_and_back(team: Team) -> None:
    clerk, other, lead = team.member("l1"), team.member("l2"), team.member("chef", "lead")
    learn(clerk, TAUGHT)
    learn(other, TAUGHT)
    assert sorted((each.kind, each.word, each.meaning, each.taught_by, each.state) for each in lead.lessons()) == [
        ("label", "考核要点说明", "level3", "l1", "proposed"),
        ("level2", "社会公益指标", "社会效益指标", "l1", "proposed"),
    ], "each once, by who was first"
    assert in_force(other).count == 0, "nothing is used before somebody has decided"
    number = number_of(lead, "社会公益指标")
    with pytest.raises(ForbiddenHereError):
        clerk.decide(number, "accepted")
    assert lead.decide(number, "accepted")
    assert in_force(other) == Words({"level1": {}, "level2": {"社会公益指标": "社会效益指标"}}, {})
    assert not lead.decide(number, "accepted"), "it is already"
    assert not lead.decide(number, "declined"), "what is in force is taken back, not declined"
    assert lead.decide(number, "undone")
    assert in_force(other).count == 0
    assert lead.decide(number, "accepted")
    label = number_of(lead, "考核要点说明")
    assert not lead.decide(label, "undone")
    assert lead.decide(label, "declined")
    learn(clerk, TAUGHT)
    assert len(lead.lessons()) == 2, "what was declined is not proposed again"
    assert [(each.state, each.who) for each in clerk.decisions(number)] == [
        ("accepted", "chef"),
        ("undone", "chef"),
        ("accepted", "chef"),
    ]
    assert all(
        earlier.at <= later.at
        for earlier, later in zip(clerk.decisions(number), clerk.decisions(number)[1:], strict=False)
    )


def test_a_word_has_one_meaning_for_all(team: Team) -> None:
    clerk, lead = team.member("l1"), team.member("chef", "lead")
    for meaning in ("社会效益指标", "生态效益指标"):
        learn(clerk, Words({"level2": {"社会公益指标": meaning}}, {}))
    first, second = (number_of(lead, "社会公益指标", meaning) for meaning in ("社会效益指标", "生态效益指标"))
    assert lead.decide(first, "accepted")
    assert lead.decide(second, "accepted")
    assert in_force(clerk).levels["level2"] == {"社会公益指标": "生态效益指标"}
    assert [each.state for each in lead.decisions(first)] == ["accepted", "undone"], "and that is on record too"


def test_one_takes_back_what_one_taught_while_nobody_has_decided(team: Team) -> None:
    clerk, other, lead = team.member("l1"), team.member("l2"), team.member("chef", "lead")
    learn(clerk, TAUGHT)
    level, label = ("level2", "社会公益指标", "社会效益指标"), ("label", "考核要点说明", "level3")
    assert not other.withdraw(level)
    assert clerk.withdraw(level)
    assert [each.word for each in lead.lessons()] == ["考核要点说明"]
    lead.decide(number_of(lead, "考核要点说明"), "declined")
    assert not clerk.withdraw(label)
    assert len(lead.lessons()) == 1


def test_what_was_decided_only_grows(team: Team) -> None:
    clerk, lead = team.member("l1"), team.member("chef", "lead")
    learn(clerk, TAUGHT)
    lead.decide(number_of(lead, "考核要点说明"), "accepted")
    psycopg = driver()
    for name in ("l1", "chef"):
        with psycopg.connect(**team.address_of(name).arguments(), password=team.secret, autocommit=True) as db:
            for query in (
                "UPDATE reviewer.decision SET who = 'x'",
                "DELETE FROM reviewer.decision",
                "INSERT INTO reviewer.decision (lesson, state) VALUES (1, 'accepted')",
                "UPDATE reviewer.lesson SET state = 'accepted'",
            ):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    db.execute(query)
    for query in ("UPDATE reviewer.decision SET who = 'x'", "DELETE FROM reviewer.decision"):
        with pytest.raises(psycopg.Error, match="only grows"):
            team.sql(query)


def test_what_is_read_after_it_was_taken_over_is_read_with_it(team: Team) -> None:
    """The same heading before and after, on a worker that is a clerk's machine like any other."""
    clerk, lead = team.member("l1"), team.member("chef", "lead")
    learn(clerk, Words({}, {"冬藏口径": "period_value"}))

    def read(name: str, text: str) -> list[str | None]:
        number, _, _ = lead.add_source(name, text.encode())
        Reader(clerk).run(once=True)
        claimed = lead.fetch(number)
        assert claimed is not None
        review, _ = item_of(claimed)
        return [node.value("period_value") for node in review.root.walk()]

    assert "≥40公里" not in read("前.txt", TABLE)
    lead.decide(number_of(lead, "冬藏口径"), "accepted")
    assert "≥40公里" in read("后.txt", TABLE.replace("≥12", "≥13"))
    lead.decide(number_of(lead, "冬藏口径"), "undone")
    assert "≥40公里" not in read("再.txt", TABLE.replace("≥12", "≥14"))


def test_a_layout_that_a_clerk_taught_is_read_by_all_once_the_lead_has_taken_it_over(team: Team) -> None:
    clerk, other, lead = team.member("l1"), team.member("l2"), team.member("chef", "lead")
    learn(clerk, Words(layouts={HEADER: ROLES}))
    ((kind, word, meaning, state),) = [(each.kind, each.word, each.meaning, each.state) for each in lead.lessons()]
    assert (kind, word, meaning, state) == ("layout", HEADER, ROLES, "proposed")

    def read(name: str, text: str) -> list[str | None]:
        number, _, _ = lead.add_source(name, text.encode())
        Reader(other).run(once=True)
        claimed = lead.fetch(number)
        assert claimed is not None
        review, _ = item_of(claimed)
        return [node.value("period_value") for node in review.root.walk() if node.value("level3")]

    assert read("前.txt", TABLE) == [None, None]
    number = number_of(lead, HEADER)
    assert lead.decide(number, "accepted")
    assert in_force(other) == Words({}, {}, {HEADER: ROLES})
    assert read("后.txt", TABLE.replace("≥12", "≥13")) == ["≥40公里", "≥9万人"]
    assert read("他.txt", TABLE.replace("≥12", "≥14").replace("三级指标", "考核事项")) == [None, None], "another header"
    learn(clerk, Words(layouts={HEADER: ROLES.replace("annual_value|period_value", "annual_value|extra")}))
    second = next(each.id for each in lead.lessons() if each.id != number)
    assert lead.decide(second, "accepted")
    assert [each.state for each in lead.decisions(number)] == ["accepted", "undone"], (
        "one meaning at a time, all on record"
    )
    assert lead.decide(second, "undone")
    assert read("再.txt", TABLE.replace("≥12", "≥15")) == [None, None]


def test_what_no_vocabulary_can_hold_is_left_out(team: Team) -> None:
    clerk, lead = team.member("l1"), team.member("chef", "lead")
    for kind, word, meaning in (
        ("layout", "甲|乙|丙", "level1|level2"),
        ("layout", HEADER, ROLES.replace("entry_name", "x")),
        ("layout", "三栏", "x"),
        ("label", " ", "level3"),
        ("label", "长" * 150, "level3"),
    ):
        clerk.teach((kind, word, meaning))
        lead.decide(max(each.id for each in lead.lessons()), "accepted")
    assert [each.state for each in lead.lessons()] == ["accepted"] * 5
    assert in_force(lead).count == 0


def test_the_team_s_words_win_and_are_not_kept_as_one_s_own() -> None:
    words.use(Words({"level1": {}, "level2": {"甲": "数量指标"}}, {"说明": "goal"}))
    words.share(Words({"level1": {}, "level2": {"甲": "质量指标", "乙": "时效指标"}}, {}))
    assert words.in_use().levels["level2"] == {"甲": "质量指标", "乙": "时效指标"}
    assert words.in_use().labels == {"说明": "goal"}
    assert words.own().levels["level2"] == {"甲": "数量指标"}
    words.share(Words())
    assert words.in_use() == words.own()


def test_what_was_decided_before_the_upgrade_is_its_history(new_team: Callable[[], Team]) -> None:
    team = new_team()
    with team.admin(make=True) as admin:
        admin.create(4)
    clerk, lead = team.member("l1"), team.member("chef", "lead")
    assert learn(clerk, TAUGHT) == []
    clerk.teach(("label", "考核要点说明", "level3"))
    lead._rows("SELECT reviewer.decide(id, 'accepted') FROM reviewer.lesson")
    with team.admin() as admin:
        admin.upgrade()
    again = team.enter("l1")
    (lesson,) = again.lessons()
    assert isinstance(lesson, Lesson)
    assert [(each.state, each.who) for each in again.decisions(lesson.id)] == [("accepted", "chef")]
