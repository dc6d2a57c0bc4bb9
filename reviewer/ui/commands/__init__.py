"""What the actions do: files, the field in hand and its rows, what is shown."""
