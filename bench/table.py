"""A table of figures as a terminal and a Markdown file both show it."""

from collections.abc import Sequence
from statistics import median


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    cells = [[*heads], *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(row[at]) for row in cells) for at in range(len(heads))]
    lines = ["| " + " | ".join(cell.ljust(widths[at]) for at, cell in enumerate(row)) + " |" for row in cells]
    return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]])


def spread(figures: Sequence[float], unit: str) -> str:
    """Median with the least and the greatest, e.g. `420 ms (390-510, n=5)`."""
    return f"{median(figures):.0f} {unit} ({min(figures):.0f}-{max(figures):.0f}, n={len(figures)})"
