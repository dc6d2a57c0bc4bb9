"""The translation catalogue: find the texts of the program, merge them into the catalogue, compile it.

    python tools/translate.py extract            list every text that tr(), trn() and mark() hold
    python tools/translate.py update [JSON …]    merge them into the catalogue; JSON files {english: chinese} fill gaps
    python tools/translate.py compile            write the .mo that the program reads

The .mo is kept in the repository, because an office has no tools to make it. Needs Babel (the extra "test").
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = "zh_CN"
PO = ROOT / "resources" / "translations" / LOCALE / "LC_MESSAGES" / "reviewer.po"
KEYWORDS = {"tr": None, "trn": (1, 2), "mark": None}
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)  # a date that moved would make every update a difference


def extract(root: Path = ROOT) -> Catalog:
    """Every text in reviewer/ that a person can read, without translations."""
    template = Catalog(project="reviewer", charset="utf-8", creation_date=_EPOCH)
    found = extract_from_dir(root / "reviewer", keywords=KEYWORDS, method_map=[("**.py", "python")])
    for name, _line, text, comments, context in found:
        template.add(
            text, locations=[(f"reviewer/{Path(name).as_posix()}", 0)], auto_comments=comments, context=context
        )
    return template


def read(path: Path = PO) -> Catalog:
    """The catalogue as it is kept; an empty one where there is none yet."""
    if not path.exists():
        return Catalog(locale=LOCALE, domain="reviewer", project="reviewer")
    with path.open("rb") as file:
        return read_po(file, locale=LOCALE, domain="reviewer")


def update(translations: dict[str, str], root: Path = ROOT) -> Catalog:
    """The catalogue with exactly the texts of today; what is translated stays, `translations` fill gaps."""
    catalog, template = read(), extract(root)
    catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    catalog.creation_date = catalog.revision_date = _EPOCH
    catalog.fuzzy = False
    catalog.header_comment = "# The words of the program in Chinese; CONTEXT.md fixes the terms."
    catalog.project, catalog.version, catalog.msgid_bugs_address = "reviewer", "", ""
    catalog.last_translator, catalog.language_team = "the reviewer authors", LOCALE
    for message in texts(catalog):
        if not is_translated(message):
            _fill(message, translations)
    return catalog


def texts(catalog: Catalog) -> Iterator[Message]:
    """The messages of a catalogue without its header."""
    return (message for message in catalog if message.id)


def is_translated(message: Message) -> bool:
    """Whether every form of a message has a text."""
    forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return bool(forms) and all(forms)


def compiled(catalog: Catalog) -> bytes:
    """The .mo of a catalogue."""
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def _fill(message: Message, translations: dict[str, str]) -> None:
    if isinstance(message.id, (tuple, list)):
        chinese = translations.get(message.id[1]) or translations.get(message.id[0])
        if chinese:
            message.string = (chinese,)  # Chinese has one form for all counts
    elif message.id in translations:
        message.string = translations[message.id]


def _save(catalog: Catalog) -> None:
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, catalog, width=120, include_lineno=False, sort_by_file=True)


def _read_translations(paths: Sequence[Path]) -> dict[str, str]:
    translations: dict[str, str] = {}
    for path in paths:
        translations.update(json.loads(path.read_text(encoding="utf-8")))
    return translations


def main(argv: Sequence[str] | None = None) -> int:
    """Run one of the three commands; 1 where texts are left without a translation."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("extract", help="list every text of the program")
    merging = commands.add_parser("update", help="merge the texts into the catalogue")
    merging.add_argument("files", nargs="*", type=Path, metavar="JSON", help="translations: {english: chinese}")
    commands.add_parser("compile", help="write the .mo beside the catalogue")
    args = parser.parse_args(argv)
    if args.command == "extract":
        for message in texts(extract()):
            print(json.dumps(message.id, ensure_ascii=False))
        return 0
    if args.command == "update":
        _save(update(_read_translations(args.files)))
    catalog = read()
    PO.with_suffix(".mo").write_bytes(compiled(catalog))
    missing = [message.id for message in texts(catalog) if not is_translated(message)]
    for text in missing:
        print(json.dumps(text, ensure_ascii=False))
    print(f"{len(catalog) - len(missing)} of {len(catalog)} texts are translated: {PO.relative_to(ROOT)}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
