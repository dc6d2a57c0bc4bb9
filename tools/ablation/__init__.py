"""What each rule, reading and kind of evidence earns: the extraction with it switched off, held against the truth.

    python -m tools.ablation

makes docs/ablation.md again.
"""
