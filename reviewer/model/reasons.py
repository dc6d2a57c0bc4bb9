"""Every reason for doubt, in one table: its sentence, what it weighs before any fit, and whether it asks for a person.

A reason is known by its code. `read.…` is said by the extraction of how a value was read, `check.…` by the checks over
the review, `source.…` and `foreign.…` of a source as a whole. Reviews hold codes; the sentence is made when it is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from reviewer.base.i18n import mark


class Look(Enum):
    """Whether a reason marks a field whatever its confidence."""

    BY_CONFIDENCE = "by confidence"
    """Only where the field's confidence is below its threshold."""
    ALWAYS = "always"
    """Only the original, or nobody, can say what is right."""
    UNANSWERED = "unanswered"
    """As long as no other reading bears the field out."""


@dataclass(frozen=True, slots=True)
class Reason:
    """What is known of one code.

    `sentence` is English, its words fixed by CONTEXT.md; `weight` is the first estimate of what the reason adds to a
    field's log-odds, which calibration.json replaces where labelled documents have shown it; `of_the_text` says that the
    evidence lies in what the source says: however many readings find it, it weighs the same.
    """

    sentence: str
    weight: float = -4.0
    look: Look = Look.BY_CONFIDENCE
    of_the_text: bool = False


REASONS: dict[str, Reason] = {
    # how a value was read
    "read.shifted": Reason(
        mark("The row is shifted in the original; its cells were put back where their words say they belong"), -1.6
    ),
    "read.shifted_clear": Reason(
        mark("The row is shifted in the original; this cell's words leave no doubt where it belongs"), -0.4
    ),
    "read.shift_close": Reason(mark("Another arrangement of this row's cells fits almost as well"), -2.0),
    "read.inherited": Reason(mark("Not printed in this row; taken from the row above"), -0.4),
    "read.inherited_new": Reason(
        mark("Level 1 is not printed in this row; “{value}” is the level 1 of its level 2"), -1.2
    ),
    "read.wrapped": Reason(mark("Joined from lines that were cut apart"), -0.3),
    "read.columns_lost": Reason(
        mark("The columns of this table are lost in the running text; its indicators may not have been read"),
        -3.6,
        Look.ALWAYS,
    ),
    "read.lines_joined": Reason(
        mark(
            "Only blanks keep the columns of this table apart; what belongs to this text is worked out from where its lines stand"
        ),
        -3.6,
        Look.ALWAYS,
    ),
    "read.level_unknown": Reason(
        mark("“{value}” is not the name of a level that is known; it may be cut off or stand in the wrong column"),
        -3.6,
        Look.ALWAYS,
    ),
    "read.level_either": Reason(
        mark("“{value}” can be a level 1 or a level 2; which of them is meant is worked out"), -3.6, Look.ALWAYS
    ),
    "read.rejoined": Reason(
        mark("The row beneath has only the rest of this text and was joined to it"), -3.6, Look.ALWAYS
    ),
    "read.continued": Reason(mark("Continued across a page break"), -0.6),
    "read.column_taught": Reason(
        mark("A person has said what the columns under this header are; its label alone does not say so"), -0.1
    ),
    "read.column_guess": Reason(
        mark("The columns have no header here; their roles are worked out from their contents"), -1.0
    ),
    "read.name_around": Reason(mark("The name stands around its amounts; please look whether it is whole"), -2.5),
    "read.name_guess": Reason(mark("Where the name begins and ends is worked out, not printed"), -0.6),
    "read.amount_place": Reason(
        mark("Blank cells are lost here; under which heading this amount stood is not printed"), -3.0, Look.ALWAYS
    ),
    "read.bar_within": Reason(
        mark("A bar stands within this text, or parts two cells; that it is part of the text is a guess"),
        -3.0,
        Look.ALWAYS,
    ),
    "read.amount_text": Reason(
        mark("More than a number stands in this money cell; please look which amount is meant, and in which unit"),
        -3.0,
        Look.ALWAYS,
    ),
    "read.no_value_column": Reason(
        mark("No column of this table is known to hold target values; one may not have been recognised"),
        -3.0,
        Look.ALWAYS,
    ),
    "read.goal_unlabelled": Reason(
        mark("No goal is labelled here; what stands beside “{label}” may be one"), -1.0, Look.ALWAYS
    ),
    "read.kind_guess": Reason(mark("Whether this row is a unit or a project is worked out from its name"), -0.8),
    "read.no_label": Reason(mark("No label is printed before this value"), -2.6),
    "read.no_number": Reason(
        mark("The number of this indicator is missing or out of order in the original"), -2.0, of_the_text=True
    ),
    "read.run_together": Reason(
        mark("Two indicators run into each other here; the cut between them is a guess"), -5.0, Look.ALWAYS
    ),
    "read.level_lost": Reason(mark("A level is missing in the original"), -5.0, Look.ALWAYS),
    "read.separator_odd": Reason(mark("An unusual separator stands here"), -0.8),
    "read.remark": Reason(mark("A remark follows the value; it may not be part of it"), of_the_text=True),
    "read.bracket_open": Reason(mark("A bracket is opened but not closed, or closed but not opened"), look=Look.ALWAYS),
    "read.cut_off": Reason(mark("The text seems to break off"), look=Look.ALWAYS),
    "read.value_odd": Reason(mark("This does not read like a target value"), -2.4, Look.ALWAYS, of_the_text=True),
    "read.name_odd": Reason(mark("This does not read like an indicator's name"), -2.4, Look.ALWAYS, of_the_text=True),
    "read.value_lost": Reason(
        mark("The value of this row was pushed off the table's edge, or belongs to the next row"), -5.0, Look.ALWAYS
    ),
    "read.unit_blank": Reason(
        mark("The cell for the unit is blank, although a figure stands beside it"), -3.0, of_the_text=True
    ),
    "read.value_borrowed": Reason(mark("The row above has no value; this one may belong to it"), look=Look.ALWAYS),
    "read.several_years": Reason(
        mark("Values of several years stand side by side; which of them is asked for is a guess"), -5.0, Look.ALWAYS
    ),
    "read.part_of_year": Reason(
        mark(
            "Values of a part of the year and of the whole year stand side by side; which of them this is, is a guess"
        ),
        -5.0,
        Look.ALWAYS,
    ),
    "read.period_tail": Reason(mark("“{tail}” may be what is left of the annual target value"), -5.0, Look.ALWAYS),
    "read.recognition_poor": Reason(
        mark("“{text}” could hardly be recognised on the scan; please compare it"), -5.0, Look.ALWAYS
    ),
    "read.recognition_weak": Reason(mark("“{text}” may have been recognised wrongly on the scan"), look=Look.ALWAYS),
    "read.recognition_fair": Reason(mark("Recognition of “{text}” on the scan was not quite certain"), -0.8),
    "read.implausible": Reason(
        mark("This reads like something else: a label, a figure, or several texts that ran together"), -5.0, Look.ALWAYS
    ),
    "read.disagree": Reason(
        mark("Read another way, the original gives “{other}”"), look=Look.ALWAYS
    ),  # no longer given; saved sessions have it
    "read.cells_lost": Reason(
        mark("Blank cells are lost in this text; under which heading this stands was told by its words"), -2.5
    ),
    "read.readings_differ": Reason(
        mark("The two ways of reading do not agree here; the other gives “{other}”"), -3.0, Look.ALWAYS
    ),
    "read.long_term": Reason(
        mark("The heading above says that this is the value of the whole period, not of the year")
    ),
    "read.from_other": Reason(mark("Only the other way of reading finds this; please look"), look=Look.ALWAYS),
    "read.other_differs": Reason(
        mark("Read by its words alone, without the grid, the original gives “{other}” here"), -1.5
    ),
    "read.others_differ": Reason(
        mark("No other way of reading bears this out; one of them gives “{other}”"), look=Look.ALWAYS
    ),
    "read.layout_unknown": Reason(
        mark("This layout is not known, and no second reading bears this one out; please look"), -5.0, Look.ALWAYS
    ),
    "read.borne_out": Reason(mark("Another way of reading gives the same here"), 0.0),
    "read.one_differs": Reason(mark("Two ways of reading agree here, a third does not; it gives “{other}”"), -2.0),
    "read.entries_differ": Reason(
        mark("The other ways of reading begin and end the projects elsewhere around this row"), look=Look.ALWAYS
    ),
    "read.levels_again": Reason(
        mark(
            "The levels begin anew above this row, and no lines show where a project ends; it may be of another project"
        ),
        look=Look.ALWAYS,
    ),
    "read.level_left_over": Reason(
        mark("“{value}” is printed among these indicators, and none has it; their levels may be others"),
        -5.0,
        Look.ALWAYS,
    ),
    "read.name_missed": Reason(
        mark("A project is named above this, and no project was read there; this may be of that project"),
        -5.0,
        Look.ALWAYS,
    ),
    "read.not_confirmed": Reason(mark("Only one of the two ways of reading finds this"), -0.2),
    "read.learned": Reason(
        mark("The rules do not know this layout; what this is was told by its words and what stands around it"), -1.0
    ),
    "read.learned_fair": Reason(mark("What this is was not quite certain from its words"), -1.0),
    "read.learned_weak": Reason(mark("What this is, or where it begins and ends, is uncertain"), -2.5),
    "read.learned_poor": Reason(
        mark("What this is, or where it begins and ends, is hardly more than a guess"), -5.0, Look.UNANSWERED
    ),
    "read.no_borders": Reason(
        mark("Nothing parts the cells here; where this text begins and ends is a guess"), -5.0, Look.UNANSWERED
    ),
    "read.no_result": Reason(
        mark("The workbook has a formula here and no stored result; save it in Excel once, or look there"), -5.0
    ),
    # checks over the review
    "check.level_code": Reason(mark("Code {code} belongs to {expected}, but the level reads {found}"), -5.0),
    "check.level2_parent": Reason(mark("{level2} belongs under {expected}, but level 1 reads {found}"), -5.0),
    "check.level_place": Reason(mark("“{value}” is a level {expected} indicator, but stands as level {found}"), -6.0),
    "check.level_missing": Reason(mark("Level {level} is missing, although the neighbours have one"), -6.0),
    "check.level_taught": Reason(mark("You have corrected “{value}” to “{name}” before")),
    "check.level3_missing": Reason(mark("The indicator has no name"), -6.0),
    "check.level3_twice": Reason(mark("This name stands twice in the project, with different values"), -5.0),
    "check.levels_again": Reason(
        mark(
            "The levels begin again with “{level}” ({count} times in all); these may be the indicators of several projects"
        ),
        -5.0,
    ),
    "check.values_alternate": Reason(
        mark(
            "The values of this project stand now in the period, now in the year; their columns may mean something else"
        ),
        -5.0,
    ),
    "check.value_missing": Reason(mark("The value is missing, although the neighbours have one"), -5.0),
    "check.values_empty": Reason(
        mark("No indicator has a target value; their column may be empty, or not have been recognised")
    ),
    "check.values_differ": Reason(mark("Period and annual target value differ only here: {period} and {annual}"), -3.5),
    "check.amount_parts": Reason(mark("{label} is {total}, but its parts add up to {sum}")),
    "check.amount_sum": Reason(mark("{label} is {total}, but the rows beneath add up to {sum}")),
    "check.amount_unread": Reason(mark("“{value}” is not a number"), -5.0),
    "check.label_cut": Reason(mark("The label “{label}” is cut in its brackets; part of it may stand elsewhere"), -5.0),
    "check.unit_with_indicators": Reason(
        mark("Offices and totals seldom have indicators; “{name}” may stand where the project's name should"), -5.0
    ),
    "check.amount_negative": Reason(mark("{label} is {value}; a sum of money is not below nothing"), -5.0),
    "check.goal_twice": Reason(mark("The goal is word for word that of “{name}”")),
    "check.row_twice": Reason(mark("This row stands twice in the project, with the same values"), -5.0),
    "check.points_sum": Reason(
        mark("{label}: the indicators add up to {sum}, not to 100 or to 90 and 10 for the execution of the budget")
    ),
    "check.signs": Reason(mark("The signs in “{value}” contradict each other"), -5.0),
    "check.letter_in_number": Reason(
        mark("“{value}” has a letter where a digit is likely; perhaps “{figure}” is meant"), -5.0
    ),
    "check.words_expected": Reason(mark("“{said}” stands in this row, but the value “{value}” is a figure")),
    "check.figure_expected": Reason(mark("“{said}” stands in this row, but the value “{value}” has no figure")),
    "check.sign_differs": Reason(mark("“{said}” stands in this row, but the value reads “{value}”")),
    "check.share_over": Reason(mark("“{name}” cannot be above 100 %, but the value reads “{value}”"), -5.0),
    "check.sign_turned": Reason(mark("The sign in “{value}” may be turned round; please compare it with “{name}”")),
    "check.unit_missing": Reason(mark("“{value}” has no unit, although nearly all figures have one")),
    "check.year_far": Reason(mark("The year {year} is far from {document}, the year of the document")),
    "check.goal_missing": Reason(mark("The goal is missing, although the neighbours have one"), -5.0),
    "check.no_indicators": Reason(mark("This project has no indicators, although the neighbours have some")),
    "check.name_missing": Reason(mark("The name is missing"), -6.0),
    "check.title_missing": Reason(
        mark("No title is printed; the first line or the name of the sheet may have been lost"), -5.0
    ),
    "check.number_gap": Reason(mark("Numbering goes from {before} to {after}; something between them may be missing")),
    # the source as a whole
    "source.no_table": Reason(mark("No budget performance-target table was recognised in this source")),
    "source.unclaimed": Reason(mark("No field claims “{text}”; please look whether something was missed")),
    "source.unclaimed_more": Reason(mark("No field claims {count} more pieces of text")),
    "foreign.final_accounts": Reason(
        mark("This seems to be a table of final accounts, no table of performance targets; nothing was read from it")
    ),
    "foreign.budget_table": Reason(
        mark(
            "This seems to be a table of a budget's revenue and expenditure, no table of performance targets; nothing was read from it"
        )
    ),
    "foreign.three_public": Reason(
        mark(
            "This seems to be a table of the “three public” expenses, no table of performance targets; nothing was read from it"
        )
    ),
    "foreign.procurement": Reason(
        mark(
            "This seems to be a table of government procurement, no table of performance targets; nothing was read from it"
        )
    ),
    "foreign.tender": Reason(
        mark(
            "This seems to be a call for tenders or its result, no table of performance targets; nothing was read from it"
        )
    ),
    "foreign.staff": Reason(
        mark(
            "This seems to be a table of staff, posts or pay, no table of performance targets; nothing was read from it"
        )
    ),
    "foreign.notice": Reason(
        mark(
            "This seems to be a notice, minutes, rules or another official letter, "
            "no table of performance targets; nothing was read from it"
        )
    ),
    "foreign.statistics": Reason(
        mark(
            "This seems to be statistics or figures of an economic plan, no table of performance targets; nothing was read from it"
        )
    ),
    "foreign.index": Reason(
        mark(
            "This seems to be a table of contents or an index, no table of performance targets; nothing was read from it"
        )
    ),
    "foreign.glossary": Reason(
        mark("This seems to be an explanation of terms, no table of performance targets; nothing was read from it")
    ),
    "foreign.appraisal_other": Reason(
        mark(
            "This seems to be an appraisal of people, offices or institutions, no table of performance targets; nothing was read from it"
        )
    ),
    "foreign.list_other": Reason(
        mark(
            "This seems to be a list of property, projects, prices, plans or matters, "
            "no table of performance targets; nothing was read from it"
        )
    ),
    "foreign.report_text": Reason(
        mark(
            "This seems to be a report or an explanation in sentences, no table of performance targets; nothing was read from it"
        )
    ),
    "foreign.open": Reason(
        mark(
            "This may be no table of performance targets; whatever was read from it is marked, please look first whether it belongs here"
        )
    ),
    "read.foreign_open": Reason(
        mark("This may be no table of performance targets; please look first whether anything of it belongs here"),
        -5.0,
        Look.ALWAYS,
    ),
    "source.note": Reason(mark("{text}")),
    "source.cut_off": Reason(mark("The source seems to end in the middle of a table")),
}

BORNE_OUT = "read.borne_out"
"""What stands beside doubts that another reading answers: each of them then weighs what it weighs where two readings agree."""
CONTESTED = "read.one_differs"
"""With this beside it, nothing is answered."""

MUST_LOOK = frozenset(code for code, reason in REASONS.items() if reason.look is not Look.BY_CONFIDENCE)
"""The codes that make a field doubtful whatever its confidence, unless another reading answers them."""
ANSWERED = frozenset(code for code, reason in REASONS.items() if reason.look is Look.UNANSWERED)
"""Those of them that count only as long as no other reading bears the field out."""

_OTHER_READING = -1.0
_OTHER_FINDING = -4.0


def first_weight(code: str) -> float:
    """What a reason adds to a field's log-odds before any fit; a code that is not in the table (a newer program wrote
    the review) counts too.
    """
    if code in REASONS:
        return REASONS[code].weight
    return _OTHER_READING if code.startswith("read.") else _OTHER_FINDING
