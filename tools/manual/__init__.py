"""The manual as one HTML file and as PDF, and the pictures in it: `python -m tools.manual`."""
