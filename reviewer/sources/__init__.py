"""A file as a Source: one module a format; the registry looks at the content, not at the suffix."""
