"""The tree of entries and indicators."""

from reviewer.ui.tree.view import ReviewTree

__all__ = ["ReviewTree"]
