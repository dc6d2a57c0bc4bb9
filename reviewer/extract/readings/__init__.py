"""Two readings of one source compete: that of the rules and the learned one (docs/adr/0005)."""
