"""Five clerks without a server: packages are dealt out over a folder and collected, and what is not as it should be is said."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest
from team_documents import VALUE, make_document, save

from reviewer import cli
from reviewer.model import acts
from reviewer.model.review import Review
from reviewer.session.live import LiveSession
from reviewer.session.store import load_session

OFFICES = ("云岭县档案馆", "清溪镇文化站", "南坪县气象局")


@pytest.fixture(autouse=True)
def _own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REVIEWER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("REVIEWER_LANG", "en")
    monkeypatch.setattr("reviewer.base.gate._contents", Counter())


@pytest.fixture
def pile(tmp_path: Path) -> Path:
    """Seven documents of three offices in one session."""
    made = [make_document(f"项目{number}", OFFICES[number % 3]) for number in range(7)]
    return save(tmp_path / "all.review", *made)


@pytest.fixture
def share(tmp_path: Path) -> Path:
    return tmp_path / "share"


def run(*args: object) -> int:
    return cli.run([str(arg) for arg in args])


def packages(folder: Path) -> dict[str, list[Review]]:
    found = sorted(folder.rglob("*.review"))
    return {path.relative_to(folder).as_posix(): [review for review, _ in load_session(path)] for path in found}


def work(path: Path, value: str = "≥2期", only: str = "") -> None:
    """A clerk opens a package, corrects a field of each document (or of one) and accepts the rest."""
    items = load_session(path)
    live = LiveSession.open(path, items, "某人")
    for review, history in items:
        if only in review.source.name:
            history.do(acts.set_value(review, VALUE, value))
            history.do(acts.accept_entry(review, review.root))
    live.close()


def test_an_office_stays_with_one_person(pile: Path, share: Path) -> None:
    assert run("deal", pile, "-o", share, "--to", "甲,乙") == 0
    found = packages(share)
    homes: dict[str, set[str]] = {}
    for package, reviews in found.items():
        for review in reviews:
            homes.setdefault(str(review.root.value("department")), set()).add(package.split("/")[0])
    assert set(homes) == set(OFFICES)
    assert all(len(people) == 1 for people in homes.values())
    assert {package.split("/")[0] for package in found} == {"甲", "乙"}


def test_by_number_each_has_as_many(pile: Path, share: Path) -> None:
    assert run("deal", pile, "-o", share, "--to", "甲,乙,丙", "--by", "number", "--size", "2") == 0
    found = packages(share)
    assert all(len(reviews) <= 2 for reviews in found.values())
    count = Counter(name.split("/")[0] for name, reviews in found.items() for _ in reviews)
    assert count == {"甲": 3, "乙": 2, "丙": 2}
    names = [review.source.name for reviews in found.values() for review in reviews]
    assert sorted(names) == [f"项目{n}.txt" for n in range(7)]


def test_nothing_is_dealt_twice_unless_wanted(
    pile: Path, share: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("deal", pile, "-o", share, "--to", "甲")
    more = save(tmp_path / "more.review", make_document("项目3", OFFICES[0]), make_document("项目9"))
    capsys.readouterr()
    assert run("deal", more, "-o", share, "--to", "乙") == 0
    assert "项目3.txt is left out: it is dealt to 甲" in capsys.readouterr().err
    theirs = [review for name, reviews in packages(share).items() if name.startswith("乙/") for review in reviews]
    assert [review.source.name for review in theirs] == ["项目9.txt"]
    assert run("deal", more, "-o", share, "--to", "乙", "--again") == 0
    capsys.readouterr()
    run("collect", share)
    assert "项目3.txt was dealt twice: to 甲, 乙." in capsys.readouterr().err


def test_collect_says_what_is_missing_late_and_open(
    pile: Path, share: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("deal", pile, "-o", share, "--to", "甲,乙,丙", "--by", "number", "--due", "2020-01-31")
    work(next(share.glob("甲/*.review")))
    next(share.glob("丙/*.review")).unlink()
    out = tmp_path / "back.review"
    capsys.readouterr()
    assert run("collect", share, "-o", out) == 1
    said = capsys.readouterr()
    assert said.err.count(" is missing: it was dealt to 丙 ") == 2
    assert said.err.count(" is late: 乙 was to be done with it by 2020-01-31.") == 2
    assert "7 documents were dealt; 3 are done." in said.out
    back = {review.source.name: review.field(VALUE).value for review, _ in load_session(out)}
    assert len(back) == 5
    assert list(back.values()).count("≥2期") == 3
    assert run("collect", share, "-o", out) == 2, "a session with work in it is never replaced"


def test_everything_back_is_all_well(pile: Path, share: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("deal", pile, "-o", share, "--to", "甲")
    for path in share.rglob("*.review"):
        work(path)
    capsys.readouterr()
    assert run("collect", share) == 0
    said = capsys.readouterr()
    assert (said.err, "7 documents were dealt; 7 are done." in said.out) == ("", True)


def test_two_versions_are_said_and_both_stay(pile: Path, share: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Somebody copied a package, and both were worked on."""
    run("deal", pile, "-o", share, "--to", "甲")
    path = next(share.rglob("*.review"))
    other = path.with_name("副本.review")
    shutil.copy(path, other)
    work(path)
    work(other, "≥3期", only="项目4")
    before = other.read_bytes()
    capsys.readouterr()
    assert run("collect", share) == 1
    said = capsys.readouterr().err
    assert f"项目4.txt is there twice and differs in 1 field: {path.relative_to(share).as_posix()} is taken" in said
    assert "甲/副本.review" in said
    assert other.read_bytes() == before


def test_a_package_never_becomes_the_output(pile: Path, share: Path) -> None:
    run("deal", pile, "-o", share, "--to", "甲")
    path = next(share.rglob("*.review"))
    before = path.read_bytes()
    assert run("collect", share, "-o", path, "--overwrite") != 0
    assert path.read_bytes() == before


def test_a_damaged_package_costs_itself(pile: Path, share: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("deal", pile, "-o", share, "--to", "甲,乙", "--by", "number")
    next(share.glob("乙/*.review")).write_bytes(b"SQLite format 3\0" + bytes(500))
    capsys.readouterr()
    assert run("collect", share) == 1
    said = capsys.readouterr().err.splitlines()
    assert len([line for line in said if "乙-" in line]) == 1, "one sentence, not one for each document in it"


@pytest.mark.parametrize(
    "wrong",
    [("--to", ""), ("--to", "甲", "--by", "weight"), ("--to", "甲", "--due", "morgen"), ("--to", "甲", "--size", "0")],
)
def test_wrong_usage_writes_nothing(pile: Path, share: Path, wrong: tuple[str, ...]) -> None:
    assert run("deal", pile, "-o", share, *wrong) == 2
    assert not share.exists()


def test_what_nobody_has_looked_at_is_said_to_be_that(
    tmp_path: Path, share: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    review = make_document("项目1", OFFICES[0], is_doubtful=False)
    assert review.count_doubtful() == 0
    pile = save(tmp_path / "all.review", review)
    assert run("deal", pile, "-o", share, "--to", "甲") == 0
    capsys.readouterr()
    assert run("collect", share) == 0
    said = "".join(capsys.readouterr())
    assert "nothing in it is doubtful, but nobody has looked at it." in said
    assert "0 doubtful" not in said
