"""Work in a team: the line to a workspace, and the page with its queue."""
