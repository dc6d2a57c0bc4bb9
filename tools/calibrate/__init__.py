"""The calibration: how much each piece of evidence speaks against a field, fitted on documents whose truth is known.

    python -m tools.calibrate

makes resources/calibration/calibration.json, docs/calibration.md and its plots in docs/images again.
"""
