"""The page that a head signs: what was read, who checked it and how, what is open, the sums. HTML that Qt and browsers draw alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path

from reviewer import __version__
from reviewer.base.files import write_whole
from reviewer.base.gate import NOBODY, Consent
from reviewer.base.i18n import percentage, tr, trn
from reviewer.export.checked import Checked, checked
from reviewer.export.tables import Item, projects
from reviewer.export.totals import figures
from reviewer.model.fields import FieldRef
from reviewer.model.naming import field_name, place_of, short
from reviewer.model.postponing import note_of
from reviewer.model.review import Kind, Review
from reviewer.model.stops import stop_of
from reviewer.model.twice import projects_twice
from reviewer.model.unread import is_settled, not_read

_MOST_OPEN = 10
"""So many open items are listed; the workbook's 待核 has all of them."""
_MOST_TWICE = 6
_NOTHING = "&nbsp;"
"""In an empty cell: where the last one of a table has nothing in it, Qt sets the next heading right under the table."""
_STYLE = """
body { font-family: "Microsoft YaHei UI", "Noto Sans CJK SC", SimSun, sans-serif; font-size: 10pt; color: #000000; background: #ffffff; }
h1 { font-size: 15pt; margin-bottom: 6px; } h2 { font-size: 11pt; margin-top: 14px; margin-bottom: 4px; }
p { margin-top: 3px; margin-bottom: 3px; }
table { border-collapse: collapse; } td, th { padding-left: 6px; padding-right: 6px; padding-top: 2px; padding-bottom: 2px; }
th { text-align: left; background: #eef2f7; }
@page { size: A4; margin: 18mm; }
"""


@dataclass(frozen=True, slots=True)
class _One:
    """One source of the page."""

    review: Review
    made: Checked
    note: str | None


def sign_off_html(items: Sequence[Item], now: datetime, failures: Sequence[tuple[str, str]] = ()) -> str:
    """The page as a whole HTML document, in the language in use.

    `now` is the local time that it gives; `failures` are sources that could not be read, each with the sentence that says why.
    """
    each = [_One(review, checked(review, history), note_of(history)) for review, history in items]
    offices = dict.fromkeys(filter(None, (one.review.root.value("department") for one in each)))
    title = tr("Sign-off of the checked performance targets")
    parts = [
        f"<h1>{escape(title)}</h1>",
        _paragraph("、".join(list(offices)[:4]) + (tr(" and more") if len(offices) > 4 else "")) if offices else "",
        _paragraph(tr("As of {when} · reviewer {version}", when=f"{now:%Y-%m-%d %H:%M}", version=__version__)),
        *_sources(each, failures),
        *_checking(each),
        *_open_items(each, failures),
        *_sums(each),
        *_twice(each),
        *_signatures(),
    ]
    body = "\n".join(part for part in parts if part)
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style>'
    return f"<!DOCTYPE html>\n<html><head>{head}</head><body>\n{body}\n</body></html>\n"


def write_sign_off(html: str, path: Path, consent: Consent = NOBODY) -> None:
    """Write the page as a file; whole or not at all. Raises WriteError; `consent` says what may be replaced."""
    write_whole(path, lambda temporary: _put(temporary, html), consent)


def _put(path: Path, html: str) -> None:
    path.write_text(html, encoding="utf-8", newline="\n")


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _heading(text: str) -> str:
    return f"<h2>{escape(text)}</h2>"


def _table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table over the whole width; columns from the second on whose cells are figures stand to the right."""
    made = [list(row) for row in rows]
    right = [place > 0 and all(_is_figure(row[place]) for row in made) for place in range(len(titles))]
    sides = ['align="right"' if each else 'align="left"' for each in right]
    head = "".join(f"<th {side}>{escape(text)}</th>" for side, text in zip(sides, titles, strict=True))
    lines = "".join(
        "<tr>"
        + "".join(f"<td {side}>{escape(text) or _NOTHING}</td>" for side, text in zip(sides, row, strict=True))
        + "</tr>\n"
        for row in made
    )
    return f'<table width="100%" border="1" cellspacing="0" cellpadding="3">\n<tr>{head}</tr>\n{lines}</table>'


def _is_figure(text: str) -> bool:
    return not text or text.lstrip("-").replace(",", "").replace(".", "", 1).isdigit()


def _sources(each: Sequence[_One], failures: Sequence[tuple[str, str]]) -> list[str]:
    titles = (tr("Source"), tr("Year"), tr("Projects"), tr("Indicators"), tr("Looked at"), tr("Doubtful"), tr("State"))
    rows = [
        (one.review.label, one.review.root.value("year") or "", str(len(projects(one.review))),
         str(sum(node.kind is Kind.INDICATOR for node in one.review.root.walk())), str(one.made.looked), str(one.made.open), _state(one))
        for one in each
    ]  # fmt: skip
    rows += [(name, "", "", "", "", "", why) for name, why in failures]
    return [_heading(tr("What was read")), _table(titles, rows)]


def _state(one: _One) -> str:
    """In a few words how a source stands."""
    missing = not_read(one.review)
    if one.note is not None:
        return tr("Postponed: {note}", note=one.note)
    if missing:
        by_hand = tr("looked at by a person") if is_settled(one.review) else tr("not looked at")
        return f"{' '.join(missing)} ({by_hand})"
    if one.made.open:
        return tr("Not finished")
    return tr("Done") if one.made.last is not None else tr("Nobody has looked at it")


def _checking(each: Sequence[_One]) -> list[str]:
    """Who looked, a second reading, samples; and what the marking was set to, which is no measurement."""
    titles = (tr("Source"), tr("Reviewer"), tr("From – to"), tr("Second review"), tr("Quality sample"))
    rows = [
        (one.review.label, one.made.reviewer_text() or tr("nobody"), _span(one.made),
         one.made.second_text() or tr("none"), one.made.sample_text() or tr("none"))
        for one in each
    ]  # fmt: skip
    unmarked = sum(one.made.unmarked for one in each)
    target = min((one.review.target_accuracy for one in each), default=0.0)
    said = trn(
        "{count} field is unmarked: nothing spoke against it, and nobody has looked at it. How many of them are right is known only "
        "where a sample was drawn.",
        "{count} fields are unmarked: nothing spoke against them, and nobody has looked at them. How many of them are right is known "
        "only where a sample was drawn.", unmarked)  # fmt: skip
    aim = tr("The marking was set to aim at {share} right among them; that is a setting, not a measurement.",
             share=percentage(f"{target * 100:g}"))  # fmt: skip
    return [_heading(tr("Who checked it")), _table(titles, rows), _paragraph(f"{said} {aim}")]


def _span(made: Checked) -> str:
    if made.first is None or made.last is None:
        return ""
    first, last = (f"{each.astimezone():%m-%d %H:%M}" for each in (made.first, made.last))
    return f"{first} – {last}"


def _open_items(each: Sequence[_One], failures: Sequence[tuple[str, str]]) -> list[str]:
    """The first of what is open, and how many more there are."""
    count = sum(one.made.open + one.made.unread for one in each) + len(failures)
    heading = _heading(tr("What is open ({count})", count=count))
    if not count:
        return [heading, _paragraph(tr("Nothing is open."))]
    rows: list[tuple[str, ...]] = []
    told = 0
    for one in each:
        for ref in _heads(one.review, _MOST_OPEN - len(rows)):
            stop = stop_of(one.review, ref)
            told += len(stop)
            names = "、".join(dict.fromkeys(field_name(each.key) for each in stop))
            rows.append((one.review.label, place_of(one.review, ref.node), names, _why(one.review, ref)))
    more = sum(one.made.open for one in each) - told
    parts = [heading]
    if rows:
        parts.append(_table((tr("Source"), tr("Place"), tr("Field"), tr("Reason")), rows))
    if more > 0:
        parts.append(_paragraph(trn("… and {count} more; the sheet 待核 of the workbook has all of them.",
                                    "… and {count} more; the sheet 待核 of the workbook has all of them.", more)))  # fmt: skip
    return parts


def _heads(review: Review, most: int) -> list[FieldRef]:
    """The first fields of the first stops, at most so many."""
    found: list[FieldRef] = []
    met: set[FieldRef] = set()
    for ref in review.doubtful():
        if len(found) >= most:
            break
        if ref not in met:
            met |= set(stop_of(review, ref))
            found.append(ref)
    return found


def _why(review: Review, ref: FieldRef) -> str:
    return short(next((reason.text() for reason in review.reasons(ref)), ""), 60)


def _sums(each: Sequence[_One]) -> list[str]:
    """The sums of all projects beside what the sources print; those of several years each for itself."""
    heading = _heading(tr("Sums"))
    whole = figures(one.review for one in each)
    if len(whole.money_units) > 1:
        units = "、".join(whole.money_units)
        return [
            heading,
            _paragraph(tr("The amounts are in different units ({units}) and are not added up.", units=units)),
        ]
    if not whole.sums:
        return [heading, _paragraph(tr("There are no amounts."))]
    years: dict[str, list[Review]] = {}
    for one in each:
        years.setdefault(one.review.root.value("year") or "", []).append(one.review)
    made = {year: figures(reviews) for year, reviews in sorted(years.items())}
    money_units = whole.money_units
    several = len(made) > 1
    titles = [tr("Amount ({unit})", unit=money_units[0] if money_units else ""), *([tr("Year")] if several else []),
              tr("All projects"), tr("Printed total"), tr("Difference")]  # fmt: skip
    rows = [
        (
            one.label,
            *([year] if several else []),
            *(_money(figure) for figure in (one.sum, one.printed, one.difference)),
        )
        for year, those in made.items()
        for one in those.sums
    ]
    return [heading, _table(titles, rows)]


def _money(figure: float | None) -> str:
    return "" if figure is None else f"{figure:,.2f}"


def _twice(each: Sequence[_One]) -> list[str]:
    found = projects_twice([one.review for one in each])
    if not found:
        return []
    rows = [
        (short(twice.name, 40), "、".join(dict.fromkeys(each[project.review].review.label for project in twice.projects)),
         tr("the same") if twice.same_amounts else tr("different"))
        for twice in found[:_MOST_TWICE]
    ]  # fmt: skip
    heading = _heading(tr("Projects that stand twice ({count})", count=len(found)))
    return [heading, _table((tr("Project"), tr("Sources"), tr("Amounts")), rows)]


def _signatures() -> list[str]:
    names = (tr("Reviewer"), tr("Second reviewer"), tr("Head of office"), tr("Date"))
    cells = "".join(f'<td width="25%">{escape(name)}<br><br><br></td>' for name in names)
    return [
        _heading(tr("Signatures")),
        f'<table width="100%" border="1" cellspacing="0" cellpadding="4"><tr>{cells}</tr></table>',
    ]
