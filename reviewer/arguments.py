"""What the command line may say and how it answers: its help, and a parser whose complaints are sentences."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import NoReturn

from reviewer.base.console import say
from reviewer.base.i18n import tr


class UsageError(Exception):
    """The command line makes no sense. Its text is one sentence for the user."""


class Parser(argparse.ArgumentParser):
    """Arguments without argparse's own (English) words: the help is written out, a mistake is a UsageError."""

    def __init__(self, words: str) -> None:
        super().__init__(add_help=False, allow_abbrev=False)
        self._words = words
        self.add_argument("-h", "--help", action="store_true")

    def error(self, message: str) -> NoReturn:
        raise UsageError(tr("Wrong usage ({why}); see “reviewer --help”.", why=message))

    def read(self, argv: Sequence[str]) -> argparse.Namespace | None:
        """The arguments; None where they only asked for help, which is shown then."""
        found, unknown = self.parse_known_intermixed_args(argv)
        if found.help:
            say(self._words)
            return None
        if unknown:
            raise UsageError(tr("“{option}” is not known; see “reviewer --help”.", option=unknown[0]))
        return found


def help_text() -> str:
    """What --help shows, in the language in use."""
    return tr(
        """reviewer: the original of a performance-target document beside the editable tree that was read out of it

reviewer [FILE …]
    open the window, with these sources or sessions in it
reviewer extract SOURCE … -o OUT [--jobs N] [--timeout SECONDS] [--strict] [--retry-failed] [--overwrite]
    [--scheduler ADDRESS [--insecure]]
    read the sources (files, folders or zip files of them) without a window and write what was extracted; OUT is one
    file for all of them (.json, .xlsx, .csv, .zip: a CSV a sheet, or .review: a session to go on with), or a folder
    for one .json and one .xlsx a source; N processes work at once. In a folder manifest.json says what became of each
    source, and a rerun does only what is missing or changed; --retry-failed tries again what could not be read.
    --timeout bounds each source; --strict counts a source without any table, or read in part, as failed
    --scheduler tls://HOST:PORT has the workers of a Dask scheduler read and write (extra “cluster”; sources and OUT on a
    share that they see under the same path); tcp:// to another machine only with --insecure
reviewer export SESSION -o OUT [--strict] [--overwrite]
    write a reviewed session as .xlsx, .json, .csv or .zip (a CSV a sheet), and say which of its sources were not read
    whole or never looked at; --strict counts these as failed
reviewer deal SESSION … -o FOLDER --to NAME,NAME [--by office|number] [--due DAY] [--size N] [--again]
    deal the documents of sessions out over a shared folder: each person gets packages of at most N documents (.review)
    in a folder of their own; those of one office go together, or the same number to each. What is out already is left
    out, unless --again
reviewer collect FOLDER [-o OUT] [--overwrite]
    look through what was dealt and say what is missing, late, not done, or there twice; OUT is one file for all of it
reviewer workspace create|status|add|list|export|user|backup|restore|upgrade|purge URL …
    the shared store of a team on a PostgreSQL server (docs/workspace.md): create URL · status URL [--json] [--verify] ·
    add URL SOURCE … · list URL [--state STATE] · free|delete|undelete|read-again URL NUMBER … · purge URL ·
    set URL NAME VALUE · export URL -o OUT [--office TEXT] [--year TEXT] [--layout TEXT] [--name TEXT] [--state done|checked]
    [--doubts N] [--import-sheet] · user URL list|add|remove|role [NAME [ROLE]] · backup URL FILE · restore URL FILE ·
    upgrade URL [FILE]; --name is a part of the name, --doubts the least number of doubtful fields, --import-sheet
    writes the import sheet of the next system alone (.xlsx); a role is clerk, checker, lead or reader, and URL is
    postgresql://NAME@HOST/DATABASE without a password
reviewer work URL [--once] [--jobs N] [--scheduler ADDRESS [--insecure]]
    read the documents of a workspace until stopped, or until none is left; --scheduler has the workers of a Dask
    scheduler read them, as many at once as they can (extra “cluster”); no folder has to be shared
reviewer --selftest FILE [--overwrite]
    try every part of this installation on bundled sources and write to FILE (JSON) what works
reviewer --version
reviewer --help

An output replaces only what this program wrote itself and nobody has changed since; --overwrite lets it replace other
files too, but never a source or a session.
Exit status: 0 all well; 1 something could not be read or written (said line by line on standard error); 2 wrong usage, or
an output would have replaced what it may not"""
    )
