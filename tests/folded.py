"""What a cell folds away from whoever has not guessed."""

import re


def came_out(cell):
    """Return the outcome that a cell's saved output holds folded, as text."""
    pages = "".join(output.get("data", {}).get("text/html", "") for output in cell.outputs)
    return re.search(
        r"<details><summary>What came out</summary><p>It came out as (.+?)\.</p>", pages
    )[1]
