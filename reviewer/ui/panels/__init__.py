"""The panes around the tree: the field in hand, the lists, the progress."""

from reviewer.ui.panels.documents import DocumentList
from reviewer.ui.panels.fields import FieldPanel
from reviewer.ui.panels.issues import IssueList
from reviewer.ui.panels.progress import ReviewProgress

__all__ = ["DocumentList", "FieldPanel", "IssueList", "ReviewProgress"]
