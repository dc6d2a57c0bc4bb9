"""The learned reading: what each stretch of a text is, from characters alone, without a word about cells (docs/adr)."""
