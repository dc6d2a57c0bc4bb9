"""A Source as a Review: what the source says, how sure we are of it, and why."""
