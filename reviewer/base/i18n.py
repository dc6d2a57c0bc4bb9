"""The language of everything a person reads: English source strings, translated by gettext catalogues.

One catalogue serves every room, so that a reason worked out by the extraction, a line of the command line and a
menu speak the same words. Texts with a blank in them are whole sentences with named gaps ("{name}"), never glued.
"""

from __future__ import annotations

import gettext
import locale
import os
from collections.abc import Mapping
from functools import cache

from reviewer.base.resources import resource

LANGUAGES = ("zh_CN", "en")
DOMAIN = "reviewer"

_current: gettext.NullTranslations = gettext.NullTranslations()
_code = "en"
_is_chosen = False


def wanted_language(setting: str | None = None) -> str:
    """The language to start in: REVIEWER_LANG, else the user's setting, else the system's, else Chinese."""
    for choice in (os.environ.get("REVIEWER_LANG"), setting):
        if choice in LANGUAGES:
            return str(choice)
    return "en" if _system_language().startswith("en") else "zh_CN"


def _system_language() -> str:
    """The system's language in small letters; empty where it states none.

    Not from the locale module alone: without a language ("C", "C.UTF-8") Python reports English.
    """
    if os.name == "nt":
        return (locale.getlocale()[0] or "").lower()
    stated = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return stated.lower()


def use_language(code: str) -> None:
    """Switch every text made from now on to `code` (one of LANGUAGES; anything else means English)."""
    global _current, _code, _is_chosen
    _is_chosen = True
    if code == "en" or code not in LANGUAGES:
        _current, _code = gettext.NullTranslations(), "en"
    else:
        _current, _code = _catalogue(code), code


def choose_language() -> None:
    """The language of `wanted_language`, where the program around has not chosen one: for those who only import us."""
    if not _is_chosen:
        use_language(wanted_language())


def in_chinese(text: str) -> str:
    """`text` in Chinese whatever the language in use: for names of data, which scripts compare."""
    return _catalogue("zh_CN").gettext(text)


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, str(resource("translations")), languages=[code], fallback=True)


def language() -> str:
    """The language in use, one of LANGUAGES."""
    return _code


def tr(text: str, /, **gaps: object) -> str:
    """`text` in the language in use, its {named} gaps filled."""
    translated = _current.gettext(text)
    return translated.format_map(_Gaps(gaps)) if gaps else translated


def trn(one: str, many: str, count: int, /, **gaps: object) -> str:
    """The singular or plural sentence for `count`, in the language in use; {count} is filled too."""
    return _current.ngettext(one, many, count).format_map(_Gaps({"count": count, **gaps}))


def percentage(figure: str) -> str:
    """A number of hundredths as it is written: with a blank before the sign in English, without one in Chinese."""
    return tr("{percent} %", percent=figure)


def mark(text: str) -> str:
    """Mark `text` for translation where it is only stored; tr() translates it when it is shown."""
    return text


class _Gaps(dict[str, object]):
    """Gaps of a sentence; one that is missing stays visible instead of costing the reader the whole sentence."""

    def __init__(self, gaps: Mapping[str, object]) -> None:
        super().__init__(gaps)

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"
