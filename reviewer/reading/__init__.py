"""Sources read by workers, for the window and for batches; a batch has a manifest of what became of each source."""
