"""The window. The only room that knows Qt."""

import sys
from types import ModuleType

import PySide6  # noqa: F401 - brings what looks into other modules


def _uses_qt(module: ModuleType) -> bool:
    return module.__name__.startswith("reviewer.ui")


_features = vars(sys.modules.get("shibokensupport.feature", sys))
if "_mod_uses_pyside" in _features:
    # The binding reads the source of every module that is imported from now on, to see whether it names PySide6, and the standard
    # library keeps what was read: a sixth of the window's imports, and 6 MB (findings/pyside-reads-sources.sh). We know the answer.
    _features["_mod_uses_pyside"] = _uses_qt
