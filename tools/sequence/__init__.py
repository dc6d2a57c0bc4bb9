"""Training of the learned reading (reviewer/extract/sequence): invented documents in every form, the net, its measure.

For developers: needs the extra `train`. `python -m tools.sequence` trains; `tools.sequence.builder.build(seed)` makes one
document as text with the role of every character and its truth.
"""
