#!/usr/bin/env bash
# With PySide6 imported, every later import of a Python module reads that module's source text, and the process keeps it.
#
# Versions: PySide6-Essentials 6.11.1, Python 3.11.
# What one would guess: an import with a compiled file at hand (.pyc) does not touch the source.
# What is seen: the binding asks inspect.getsource() for each module that is imported after it, to look for the word "PySide6" in it (for
# its optional `snake_case` and `true_property`); linecache keeps all lines. Modules of the standard library are read too.
# Why it matters: a program of 200 modules reads 200 sources at each start and keeps several megabytes, without any use of those features.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -q --disable-pip-version-check PySide6-Essentials==6.11.1
cat > "$folder/seen.py" <<'PY'
import linecache
import sys

if "with" in sys.argv:
    import PySide6.QtCore
before = set(linecache.cache)
import colorsys  # noqa: E402 - a module that nothing else has imported
import wave  # noqa: E402

read = {name.rpartition("/")[2] for name in set(linecache.cache) - before}
print(sys.argv[1:], sorted(read))
assert ({"colorsys.py", "wave.py"} <= read) is ("with" in sys.argv)
PY
"$folder/venv/bin/python" "$folder/seen.py" without
"$folder/venv/bin/python" "$folder/seen.py" with
