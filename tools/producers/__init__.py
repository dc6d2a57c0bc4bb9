"""The producer matrix: one form made by many programs, and whether the same facts are read from each (docs/producers.md)."""
