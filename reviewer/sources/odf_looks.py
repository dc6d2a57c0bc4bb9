"""What styles of OpenDocument say of text that changes what is seen of it: struck out, raised, hidden, white on white."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reviewer.sources.raised import lowered, raised

STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
Look = Mapping[str, str]
"""Properties of text by their names, those that count here."""
PLAIN: Look = {}
_LINE, _TYPE, _PLACE = (f"{STYLE}text-{name}" for name in ("line-through-style", "line-through-type", "position"))
_SHOWN, _COLOUR, _BACK = TEXT + "display", FO + "color", FO + "background-color"
_COUNTING = (_LINE, _TYPE, _PLACE, _SHOWN, _COLOUR, _BACK)
_MOST_STEPS = 20


class Looks:
    """The looks of a document's styles, and the texts that were left out for their look."""

    def __init__(self, styles: Mapping[str, Any]) -> None:
        self._styles = styles
        self._known: dict[str, Look] = {}
        self.struck: list[str] = []
        self.white: list[str] = []

    def of(self, name: str | None) -> Look:
        """What a style says of text, itself or by the styles that it is based on."""
        if not name:
            return PLAIN
        if name not in self._known:
            chain: list[Any] = []
            style = self._styles.get(name)
            while style is not None and len(chain) < _MOST_STEPS:
                chain.append(style)
                style = self._styles.get(style.get(STYLE + "parent-style-name", ""))
            look: dict[str, str] = {}
            for style in reversed(chain):
                properties = style.find(STYLE + "text-properties")
                if properties is not None:
                    look.update((key, properties.get(key)) for key in _COUNTING if properties.get(key) is not None)
            self._known[name] = look
        return self._known[name]

    def around(self, element: Any) -> Look:
        """What the style of a paragraph or a cell says of the text in it."""
        return self.of(next((value for key, value in element.attrib.items() if key.endswith("}style-name")), None))

    def seen(self, text: str, look: Look, element: Any) -> str:
        """What is seen of a text within an element; what is struck out or white is kept apart."""
        if not look:
            return text
        if look.get(_SHOWN) == "none":
            return ""
        if look.get(_LINE, "none") != "none" and look.get(_TYPE) != "none":
            self.struck.append(text)
            return ""
        if look.get(_COLOUR, "").lower() == "#ffffff" and not self._is_on_colour(look, element):
            self.white.append(text.strip())
            return ""
        place = look.get(_PLACE, "").split(" ")[0]
        if place.startswith("-") or place == "sub":
            return lowered(text)
        return raised(text) if place == "super" or place.rstrip("%").strip("0") else text

    def _is_on_colour(self, look: Look, element: Any) -> bool:
        """Whether a background of the text, or of anything around it, is another than white, or may become another."""
        if _is_colour(look.get(_BACK)):
            return True
        while element is not None:
            for key, name in element.attrib.items():
                style = self._styles.get(name) if key.endswith("}style-name") else None
                for _ in range(_MOST_STEPS):
                    if style is None:
                        break
                    if style.find(STYLE + "map") is not None or any(_is_colour(part.get(_BACK)) for part in style):
                        return True
                    style = self._styles.get(style.get(STYLE + "parent-style-name", ""))
            element = element.getparent()
        return False


def _is_colour(colour: str | None) -> bool:
    return colour is not None and colour.lower() not in ("transparent", "#ffffff")
