"""Write the lists of Windows wheels with their hashes: `python packaging/windows/lock.py`. Needs the package index.

pip works out what belongs together from pyproject.toml; constraints.txt holds back what newer releases of would do harm.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PYTHON = "3.11"
LOCKS = {"requirements.lock": "", "requirements-ocr.lock": "ocr", "requirements-build.lock": "build"}
LINUX_ONLY = {"jeepney", "secretstorage"}
"""What keyring asks for on Linux alone."""
WINDOWS_ONLY = {"": ["tzdata", "pywin32-ctypes"], "ocr": ["colorama"], "build": ["pefile", "pywin32-ctypes"]}
"""What packages ask for on Windows alone: pip judges such conditions by the system that it runs on."""
TEAM = "team"
"""The extra that the setup always carries: offices whose computers see no internet have their queue on a server too."""
MARKDOWN = "markdown-it-py>=4,<5"
"""What makes web pages of the manual; it does not go along."""
BUILD = ["pyinstaller>=6.11,<7", "setuptools", MARKDOWN]


def project() -> dict[str, object]:
    """The table `project` of pyproject.toml."""
    return dict(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"])


def wanted(part: str) -> list[str]:
    """What one lock begins with."""
    described = project()
    if part == "build":
        return [*BUILD, *WINDOWS_ONLY[part]]
    extras: dict[str, list[str]] = described["optional-dependencies"]  # type: ignore[assignment]
    base = [*map(str, described["dependencies"]), *extras[TEAM]]  # type: ignore[call-overload]
    more = extras.get(part, []) if part else []
    return [*base, *WINDOWS_ONLY[""], *more, *(WINDOWS_ONLY[part] if part else [])]


def resolve(requirements: list[str]) -> dict[str, tuple[str, str]]:
    """Name → (version, sha256) of every wheel that pip would install on Windows."""
    command = [
        sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed", "--report", "-",
        "--only-binary=:all:", "--platform", "win_amd64", "--python-version", PYTHON, "--implementation", "cp",
        "--target", str(HERE / "nowhere"), "-c", str(HERE / "constraints.txt"), *requirements,
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    found = {}
    for item in json.loads(done.stdout)["install"]:
        name = re.sub(r"[-_.]+", "-", item["metadata"]["name"]).lower()
        if name in LINUX_ONLY:
            continue
        found[name] = (item["metadata"]["version"], item["download_info"]["archive_info"]["hashes"]["sha256"])
    return found


def main() -> None:
    """Write all locks. A package of the first lock is not named again in the others."""
    base: dict[str, tuple[str, str]] = {}
    for file, part in LOCKS.items():
        found = resolve(wanted(part))
        if not part:
            base = found
        own = {name: pin for name, pin in sorted(found.items()) if not part or part == "build" or name not in base}
        lines = [f"# Made by packaging/windows/lock.py for win_amd64 and CPython {PYTHON}; do not edit."]
        lines += [f"{name}=={version} \\\n    --hash=sha256:{sha}" for name, (version, sha) in own.items()]
        (HERE / file).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
        print(f"{file}: {len(own)} wheels")


if __name__ == "__main__":
    main()
