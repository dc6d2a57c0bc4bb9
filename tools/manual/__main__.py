"""python -m tools.manual: see tools/manual/__init__.py."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Exit status: 0 done, 1 a text cannot be made a page of, 2 wrong usage."""
    parser = argparse.ArgumentParser(prog="python -m tools.manual", description="Make the manual.")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "--html", type=Path, metavar="FOLDER", help="write the web pages, with their pictures, into FOLDER"
    )
    what.add_argument(
        "--pdf", type=Path, metavar="FOLDER", help="write the manual as PDF, for each language, into FOLDER"
    )
    what.add_argument(
        "--pictures", action="store_true", help="take the pictures in docs/images anew, those of the walk too"
    )
    what.add_argument("--walk", action="store_true", help="take those of the walk (docs/walk.md) anew")
    wanted = parser.parse_args()
    if wanted.walk:
        from tools.manual import walk

        walk.take(ROOT / "docs" / "images")
        return 0
    if wanted.pictures:
        from tools.manual import pictures

        pictures.take(ROOT / "docs" / "images")
        return subprocess.run([sys.executable, "-m", "tools.manual", "--walk"], check=False).returncode
    from tools.manual import web

    try:
        made = web.write(wanted.html) if wanted.html is not None else _as_pdf(wanted.pdf)
    except web.ManualError as error:
        print(error, file=sys.stderr)
        return 1
    print("\n".join(map(str, made)))
    return 0


def _as_pdf(folder: Path) -> list[Path]:
    """The manual as PDF, the same bytes for the same texts and fonts. Raises ManualError."""
    os.environ["QT_HASH_SEED"] = "0"
    os.environ.setdefault("QT_QPA_PLATFORM", "windows" if os.name == "nt" else "offscreen")
    from tools.manual import pdf

    return pdf.write(folder)


if __name__ == "__main__":
    sys.exit(main())
