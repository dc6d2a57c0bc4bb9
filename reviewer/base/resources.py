"""Where the files that come with the program are: icons, translations, vocabulary, samples."""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).resolve().parent.parent


@cache
def resource_folder() -> Path:
    """The folder `resources`: inside the package once installed or frozen, beside it in a checkout.

    Raises FileNotFoundError where the installation is incomplete.
    """
    frozen = getattr(sys, "_MEIPASS", None)
    places = [Path(frozen) / "resources"] if frozen else []
    places += [_PACKAGE / "resources", _PACKAGE.parent / "resources"]
    for place in places:
        if (place / "taxonomy").is_dir():
            return place
    raise FileNotFoundError(f"the program's own files are missing; looked in {', '.join(map(str, places))}")


def resource(*parts: str) -> Path:
    """The path of one file that comes with the program; `parts` are “samples” and “wide.md”, for example."""
    return resource_folder().joinpath(*parts)


def load_json(*parts: str) -> Any:
    """The content of one JSON file that comes with the program."""
    return json.loads(resource(*parts).read_text(encoding="utf-8"))
