"""What of the libraries is left out of a frozen program because nothing in it is ever reached."""

from __future__ import annotations

import re
from collections.abc import Iterable

MODULES = (
    *(
        "tkinter",
        "unittest",
        "test",
        "pydoc_data",
        "lib2to3",
        "pip",
        "setuptools",
        "pkg_resources",
        "IPython",
        "pytest",
        "readline",  # under the GPL, and nobody types into a prompt of this program
    ),
    *("numpy.f2py", "numpy.distutils", "numpy.tests", "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtTest"),
    *(
        "pandas",
        "matplotlib",
        "scipy",
        "numba",
        "pyarrow",
        "sqlalchemy",
        "jinja2",
        "hypothesis",
        "_pytest",
        "PIL.ImageTk",
    ),
)
"""Modules that the analysis would follow."""

OCR_MODULES = (
    "rapidocr",
    "onnxruntime",
    "cv2",
    "shapely",
    "omegaconf",
    "PIL",
    "pyclipper",
    "yaml",
    "requests",
    "google",
)
"""What only the recognition of scans needs."""

QT_LIBRARIES = ("Core", "Gui", "Widgets", "Svg", "DBus", "XcbQpa", "OpenGL")
"""The Qt libraries that stay (the last three exist on Linux only)."""

_PLUGINS = (
    *(
        "platforms/q(windows|offscreen)",
        "platforms/libq(xcb|offscreen)",
        "styles/.*",
        "xcbglintegrations/.*",
    ),
    *("imageformats/(lib)?q(ico|jpeg|gif|svg)", "iconengines/.*", "platforminputcontexts/.*(compose|ibus|fcitx).*"),
    *("platformthemes/.*xdg.*",),
)
_QT_KEPT = re.compile(
    r"(?i)^PySide6/(?:"
    r"__init__\.py|_config\.py|(lib)?pyside6\.abi3.*|msvcp.*|vcruntime.*|"
    rf"Qt({'|'.join(QT_LIBRARIES)})\.(pyd|abi3\.so)|"
    rf"(Qt/lib/)?(lib)?Qt6({'|'.join(QT_LIBRARIES)})\.(dll|so\.6)|(Qt/lib/)?libicu.*|"
    rf"(Qt/)?plugins/({'|'.join(_PLUGINS)})\.(dll|so)|"
    r"(Qt/)?translations/qtbase_zh_CN\.qm)$"
)
_DROPPED = re.compile(
    r"(?i)(^|/)(tests?|f2py|distutils)/|\.(pyi|lib|pxd|pyx|h|c|hpp)$|(^|/)opengl32sw\.dll$|^lib(Qt6(?!Core|Gui|Widgets|Svg|"
    r"DBus|XcbQpa|OpenGL)\w+|gtk-3|gdk-3|(ssl|crypto)(?=\.so))\b|(^|/)_(hashlib\.|ssl\.(?!pyd$))|(^|/)api-ms-win-|(^|/)ucrtbase\.dll$|"
    r"(^|/)opencv_videoio_ffmpeg\w*\.dll$|(^|/)PIL/_avif\.|"  # films, and a kind of picture that the program does not open
    r"(^|/)pytz/zoneinfo/|(^|/)tzdata/zoneinfo/(?!Asia/Shanghai|UTC)"
)


_OF_THE_SYSTEM = ("/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/")
_OF_PYTHON = re.compile(r"lib(python3|sqlite3|ffi|expat|bz2|lzma|z|mpdec|uuid)[.\d-]*\.so")
"""What Python's own modules are linked with, under licences that ask for nothing more than Python's does."""


def is_the_systems(name: str, source: str) -> bool:
    """Whether a library is one that a Linux desktop has itself: a second copy, of another age, would get in its way."""
    return source.startswith(_OF_THE_SYSTEM) and "/" not in name and not _OF_PYTHON.match(name)


def is_kept(name: str) -> bool:
    """Whether a file, by its place in the frozen folder, goes along."""
    name = name.replace("\\", "/")
    if name.startswith("PySide6/"):
        return bool(_QT_KEPT.match(name))
    return not _DROPPED.search(name)


def pruned(entries: Iterable[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """PyInstaller's list of files without what is left out, in an order that is always the same."""
    return sorted(entry for entry in entries if is_kept(entry[0]) and not is_the_systems(entry[0], entry[1]))
