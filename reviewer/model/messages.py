"""Every sentence that extraction and checks can say about a field, by its code. Stored as code and places, shown translated."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.base.i18n import mark, tr

SENTENCES: dict[str, str] = {
    # how a value was read
    "read.shifted": mark(
        "The row is shifted in the original; its cells were put back where their words say they belong"
    ),
    "read.shifted_clear": mark("The row is shifted in the original; this cell's words leave no doubt where it belongs"),
    "read.shift_close": mark("Another arrangement of this row's cells fits almost as well"),
    "read.inherited": mark("Not printed in this row; taken from the row above"),
    "read.inherited_new": mark("Level 1 is not printed in this row; “{value}” is the level 1 of its level 2"),
    "read.wrapped": mark("Joined from lines that were cut apart"),
    "read.columns_lost": mark(
        "The columns of this table are lost in the running text; its indicators may not have been read"
    ),
    "read.lines_joined": mark(
        "Only blanks keep the columns of this table apart; what belongs to this text is worked out from where its lines stand"
    ),
    "read.level_unknown": mark(
        "“{value}” is not the name of a level that is known; it may be cut off or stand in the wrong column"
    ),
    "read.level_either": mark("“{value}” can be a level 1 or a level 2; which of them is meant is worked out"),
    "read.rejoined": mark("The row beneath has only the rest of this text and was joined to it"),
    "read.continued": mark("Continued across a page break"),
    "read.column_guess": mark("The columns have no header here; their roles are worked out from their contents"),
    "read.name_around": mark("The name stands around its amounts; please look whether it is whole"),
    "read.name_guess": mark("Where the name begins and ends is worked out, not printed"),
    "read.amount_place": mark("Blank cells are lost here; under which heading this amount stood is not printed"),
    "read.bar_within": mark(
        "A bar stands within this text, or parts two cells; that it is part of the text is a guess"
    ),
    "read.amount_text": mark(
        "More than a number stands in this money cell; please look which amount is meant, and in which unit"
    ),
    "read.no_value_column": mark(
        "No column of this table is known to hold target values; one may not have been recognised"
    ),
    "read.goal_unlabelled": mark("No goal is labelled here; what stands beside “{label}” may be one"),
    "read.kind_guess": mark("Whether this row is a unit or a project is worked out from its name"),
    "read.no_label": mark("No label is printed before this value"),
    "read.no_number": mark("The number of this indicator is missing or out of order in the original"),
    "read.run_together": mark("Two indicators run into each other here; the cut between them is a guess"),
    "read.level_lost": mark("A level is missing in the original"),
    "read.separator_odd": mark("An unusual separator stands here"),
    "read.remark": mark("A remark follows the value; it may not be part of it"),
    "read.bracket_open": mark("A bracket is opened but not closed, or closed but not opened"),
    "read.cut_off": mark("The text seems to break off"),
    "read.value_odd": mark("This does not read like a target value"),
    "read.name_odd": mark("This does not read like an indicator's name"),
    "read.value_lost": mark("The value of this row was pushed off the table's edge, or belongs to the next row"),
    "read.unit_blank": mark("The cell for the unit is blank, although a figure stands beside it"),
    "read.value_borrowed": mark("The row above has no value; this one may belong to it"),
    "read.several_years": mark("Values of several years stand side by side; which of them is asked for is a guess"),
    "read.period_tail": mark("“{tail}” may be what is left of the annual target value"),
    "read.recognition_poor": mark("“{text}” could hardly be recognised on the scan; please compare it"),
    "read.recognition_weak": mark("“{text}” may have been recognised wrongly on the scan"),
    "read.recognition_fair": mark("Recognition of “{text}” on the scan was not quite certain"),
    "read.implausible": mark("This reads like something else: a label, a figure, or several texts that ran together"),
    "read.disagree": mark("Read another way, the original gives “{other}”"),
    "read.cells_lost": mark("Blank cells are lost in this text; under which heading this stands was told by its words"),
    "read.readings_differ": mark("The two ways of reading do not agree here; the other gives “{other}”"),
    "read.long_term": mark("The heading above says that this is the value of the whole period, not of the year"),
    "read.from_other": mark("Only the other way of reading finds this; please look"),
    "read.other_differs": mark("Read by its words alone, without the grid, the original gives “{other}” here"),
    "read.others_differ": mark("No other way of reading bears this out; one of them gives “{other}”"),
    "read.layout_unknown": mark("This layout is not known, and no second reading bears this one out; please look"),
    "read.borne_out": mark("Another way of reading gives the same here"),
    "read.one_differs": mark("Two ways of reading agree here, a third does not; it gives “{other}”"),
    "read.entries_differ": mark("The other ways of reading begin and end the projects elsewhere around this row"),
    "read.not_confirmed": mark("Only one of the two ways of reading finds this"),
    "read.learned": mark(
        "The rules do not know this layout; what this is was told by its words and what stands around it"
    ),
    "read.learned_fair": mark("What this is was not quite certain from its words"),
    "read.learned_weak": mark("What this is, or where it begins and ends, is uncertain"),
    "read.learned_poor": mark("What this is, or where it begins and ends, is hardly more than a guess"),
    "read.no_borders": mark("Nothing parts the cells here; where this text begins and ends is a guess"),
    "read.no_result": mark(
        "The workbook has a formula here and no stored result; save it in Excel once, or look there"
    ),
    # checks over the review
    "check.level_code": mark("Code {code} belongs to {expected}, but the level reads {found}"),
    "check.level2_parent": mark("{level2} belongs under {expected}, but level 1 reads {found}"),
    "check.level_place": mark("“{value}” is a level {expected} indicator, but stands as level {found}"),
    "check.level_missing": mark("Level {level} is missing, although the neighbours have one"),
    "check.level_taught": mark("You have corrected “{value}” to “{name}” before"),
    "check.level3_missing": mark("The indicator has no name"),
    "check.level3_twice": mark("This name stands twice in the project, with different values"),
    "check.value_missing": mark("The value is missing, although the neighbours have one"),
    "check.values_empty": mark(
        "No indicator has a target value; their column may be empty, or not have been recognised"
    ),
    "check.values_differ": mark("Period and annual target value differ only here: {period} and {annual}"),
    "check.amount_parts": mark("{label} is {total}, but its parts add up to {sum}"),
    "check.amount_sum": mark("{label} is {total}, but the rows beneath add up to {sum}"),
    "check.amount_unread": mark("“{value}” is not a number"),
    "check.amount_negative": mark("{label} is {value}; a sum of money is not below nothing"),
    "check.goal_twice": mark("The goal is word for word that of “{name}”"),
    "check.row_twice": mark("This row stands twice in the project, with the same values"),
    "check.points_sum": mark(
        "{label}: the indicators add up to {sum}, not to 100 or to 90 and 10 for the execution of the budget"
    ),
    "check.signs": mark("The signs in “{value}” contradict each other"),
    "check.words_expected": mark("“{said}” stands in this row, but the value “{value}” is a figure"),
    "check.figure_expected": mark("“{said}” stands in this row, but the value “{value}” has no figure"),
    "check.sign_differs": mark("“{said}” stands in this row, but the value reads “{value}”"),
    "check.share_over": mark("“{name}” cannot be above 100 %, but the value reads “{value}”"),
    "check.sign_turned": mark("The sign in “{value}” may be turned round; please compare it with “{name}”"),
    "check.unit_missing": mark("“{value}” has no unit, although nearly all figures have one"),
    "check.year_far": mark("The year {year} is far from {document}, the year of the document"),
    "check.goal_missing": mark("The goal is missing, although the neighbours have one"),
    "check.no_indicators": mark("This project has no indicators, although the neighbours have some"),
    "check.name_missing": mark("The name is missing"),
    "check.title_missing": mark("No title is printed; the first line or the name of the sheet may have been lost"),
    "check.number_gap": mark("Numbering goes from {before} to {after}; something between them may be missing"),
    # the source as a whole
    "source.no_table": mark("No budget performance-target table was recognised in this source"),
    "source.unclaimed": mark("No field claims “{text}”; please look whether something was missed"),
    "source.unclaimed_more": mark("No field claims {count} more pieces of text"),
    "foreign.final_accounts": mark(
        "This seems to be a table of final accounts, no table of performance targets; nothing was read from it"
    ),
    "foreign.budget_table": mark(
        "This seems to be a table of a budget's revenue and expenditure, no table of performance targets; nothing was read from it"
    ),
    "foreign.three_public": mark(
        "This seems to be a table of the “three public” expenses, no table of performance targets; nothing was read from it"
    ),
    "foreign.procurement": mark(
        "This seems to be a table of government procurement, no table of performance targets; nothing was read from it"
    ),
    "foreign.tender": mark(
        "This seems to be a call for tenders or its result, no table of performance targets; nothing was read from it"
    ),
    "foreign.staff": mark(
        "This seems to be a table of staff, posts or pay, no table of performance targets; nothing was read from it"
    ),
    "foreign.notice": mark(
        "This seems to be a notice, minutes, rules or another official letter, no table of performance targets; nothing was read from it"
    ),
    "foreign.statistics": mark(
        "This seems to be statistics or figures of an economic plan, no table of performance targets; nothing was read from it"
    ),
    "foreign.index": mark(
        "This seems to be a table of contents or an index, no table of performance targets; nothing was read from it"
    ),
    "foreign.glossary": mark(
        "This seems to be an explanation of terms, no table of performance targets; nothing was read from it"
    ),
    "foreign.appraisal_other": mark(
        "This seems to be an appraisal of people, offices or institutions, no table of performance targets; nothing was read from it"
    ),
    "foreign.list_other": mark(
        "This seems to be a list of property, projects, prices, plans or matters, no table of performance targets; nothing was read from it"
    ),
    "foreign.report_text": mark(
        "This seems to be a report or an explanation in sentences, no table of performance targets; nothing was read from it"
    ),
    "foreign.open": mark(
        "This may be no table of performance targets; whatever was read from it is marked, please look first whether it belongs here"
    ),
    "read.foreign_open": mark(
        "This may be no table of performance targets; please look first whether anything of it belongs here"
    ),
    "source.note": mark("{text}"),
    "source.cut_off": mark("The source seems to end in the middle of a table"),
}
"""English source sentences; CONTEXT.md fixes their words."""


@dataclass(frozen=True, slots=True)
class Message:
    """One reason or finding: its code (a key of SENTENCES) and the texts for its places."""

    code: str
    places: tuple[tuple[str, str], ...] = ()

    def text(self) -> str:
        """The sentence in the language in use."""
        return tr(SENTENCES.get(self.code, self.code), **dict(self.places))


def message(code: str, /, **places: str) -> Message:
    """A Message; raises KeyError for a code that has no sentence."""
    SENTENCES[code]
    return Message(code, tuple(places.items()))
