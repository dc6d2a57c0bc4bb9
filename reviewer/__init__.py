"""A clerk's desk: the original of a performance-target document beside the editable tree that was read out of it."""

__version__ = "0.1.0"
