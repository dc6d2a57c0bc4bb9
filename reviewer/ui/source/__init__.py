"""The original, as it was given, with every field's place marked in it."""

from reviewer.ui.source.view import SourceView

__all__ = ["SourceView"]
