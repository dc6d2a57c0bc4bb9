"""What the roles of headings are called for a person."""

from __future__ import annotations

from reviewer.base.i18n import mark, tr
from reviewer.extract.labels import Role, roles_of
from reviewer.extract.taught import headings_in, roles_in

ROLE_NAMES: dict[Role, str] = {
    Role.ENTRY_NAME: mark("Name of the project"),
    Role.UNIT: mark("Unit in charge"),
    Role.DEPARTMENT: mark("Department"),
    Role.GOAL: mark("Goal (annual)"),
    Role.PERIOD_GOAL: mark("Goal (whole period)"),
    Role.INDICATORS: mark("Indicators, several in one cell"),
    Role.LEVEL1: mark("Level 1"),
    Role.LEVEL2: mark("Level 2"),
    Role.LEVEL3: mark("Level 3: the indicator's name"),
    Role.PERIOD_VALUE: mark("Period target value"),
    Role.ANNUAL_VALUE: mark("Annual target value"),
    Role.OPERATOR: mark("Sign of the target value"),
    Role.MEASURE: mark("Unit of the target value"),
    Role.EXTRA: mark("Another column of the indicators"),
    Role.AMOUNT: mark("An amount of money"),
    Role.ATTRIBUTE: mark("Other information on the project"),
}
"""The roles that a person can give a heading, in the order of a form."""
_OTHERS = {Role.LEVEL_CELL: mark("Indicators of the level that the heading names, several in one cell")}


def role_name(role: str) -> str:
    """The name of a role in the language in use; a role that has none goes by its own."""
    known = next((name for each, name in (ROLE_NAMES | _OTHERS).items() if each == role), None)
    return tr(known) if known else role


def layout_meaning(header: str, roles: str) -> str:
    """What a taught header says beyond what its headings say by themselves, for a person; all of it where that is nothing more.

    The text itself where that is no layout.
    """
    found = roles_in(header, roles)
    if found is None:
        return roles
    pairs = [(text, role[0]) for text, role in zip(headings_in(header), found, strict=True) if role is not None]
    more = [(text, role) for text, role in pairs if role not in roles_of(text)]
    return tr("; ").join(f"{text} = {role_name(role)}" for text, role in more or pairs)
