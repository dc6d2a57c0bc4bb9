"""Tables of generated documents as browsers copy them: no grid, blank cells gone."""

from __future__ import annotations

WAYS = ("lines", "blanks", "bars", "bar lines")


def without_grid(text: str, way: str) -> str | None:
    """A Markdown or tab text as browsers copy it, its blank cells gone; None for another text."""
    lines = []
    tabbed = "\t" in text
    if not tabbed and not any(line.startswith("|") for line in text.splitlines()):
        return None
    for line in text.splitlines():
        if not line.startswith("|") and "\t" not in line:
            lines.append(line)
            continue
        if not line.strip("|-: "):
            continue
        cells = line.split("\t") if tabbed else line.strip().strip("|").split("|")
        filled = [cell.strip().replace("<br>", "") for cell in cells if cell.strip()]
        blank = len(cells) - len(filled)
        if way == "lines":
            lines += filled
        elif way == "blanks":
            lines.append(" ".join(filled))
        else:
            between = " | " if way == "bars" else " |\n"
            lines.append(between.join(filled) + " |" + "|" * blank)
    return "\n".join(lines) + "\n"
