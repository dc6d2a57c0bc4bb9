"""A review on disk, with every edit that was made to it."""
