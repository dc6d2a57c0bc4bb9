"""What a source is and what we believe it says: spans, sources, the review tree, its edits and checks. No Qt, no files."""
