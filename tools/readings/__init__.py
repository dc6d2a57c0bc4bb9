"""Fitting of the choice between several readings of a source (reviewer/extract/readings/choice.py)."""
