"""One-operator mutations of a room: which of them do the tests notice? `python -m tools.mutation reviewer/model`."""
