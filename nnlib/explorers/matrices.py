"""The matrices of a step of training as HTML tables, beside each other as equations."""

from html import escape
from typing import NamedTuple

import numpy as np

from nnlib.pictures.step import figures
from nnlib.pictures.theme import INK

MOST_SHOWN = 8  # rows, and columns, of a table
STYLE = f"""<style>
.nn-step {{display: flex; flex-wrap: wrap; align-items: center; gap: 6px 12px; color: {INK};
  font-size: 15px; line-height: 1.3; margin: 6px 0 10px}}
.nn-step table {{border-collapse: collapse; font-variant-numeric: tabular-nums}}
.nn-step caption {{font-family: monospace; font-size: 14px; text-align: left; white-space: nowrap}}
.nn-step td, .nn-step th {{padding: 1px 7px; text-align: right; white-space: nowrap}}
.nn-step td {{border: 1px solid var(--jp-border-color0, GrayText)}}
.nn-step th {{font-style: italic; font-weight: normal}}
.nn-step tr.chosen > *, .nn-step .chosen {{font-weight: bold}}
.nn-step table.now {{outline: 3px solid {INK}}}
.nn-step .sign {{font-size: 20px; font-weight: bold}}
</style>"""


class Matrix(NamedTuple):
    """A matrix with its name in the code; the rows of the data lie along the axis `samples`."""

    name: str
    values: np.ndarray
    samples: int | None


def equation(parts, names, aloud, chosen, made):
    """Return matrices with the signs between them as HTML, side by side.

    Parameters
    ----------
    parts : list of Matrix or str
    names, aloud : list of str
        Of the rows of the data, as they are seen and as they are read aloud.
    chosen : int
        The row that is marked.
    made : set of str
        The names of the matrices that have a border: those of the moment.
    """
    shown = [
        table(part, names, aloud, chosen, part.name in made)
        if isinstance(part, Matrix)
        else f"<span{' class=sign' if len(part) == 1 else ''}>{escape(part)}</span>"
        for part in parts
    ]
    return f'<div class="nn-step">{"".join(shown)}</div>'


def table(matrix, names, aloud, chosen, is_now=False):
    """Return a matrix as an HTML table: each cell shows four figures and holds all of them."""
    values = np.atleast_2d(matrix.values)
    keep = [
        _kept(count, chosen if axis == matrix.samples else 0)
        for axis, count in enumerate(values.shape)
    ]
    rows = []
    if matrix.samples == 1:
        heads = (_head(names[place], aloud[place], place == chosen) for place in keep[1])
        rows.append("".join(heads))
    for row in keep[0]:
        cells = [_head(names[row], aloud[row], row == chosen)] if matrix.samples == 0 else []
        for column in keep[1]:
            is_chosen = matrix.samples is not None and (row, column)[matrix.samples] == chosen
            cells.append(_number_cell(values[row, column].item(), is_chosen))
        rows.append("".join(cells))
    cut = [
        f"{len(kept)} of {count} {what} shown"
        for kept, count, what in zip(keep, values.shape, ("rows", "columns"), strict=True)
        if len(kept) < count
    ]
    caption = "<br>".join([f"{escape(matrix.name)} {matrix.values.shape}", *cut])
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return (
        f'<table{" class=now" if is_now else ""} data-name="{escape(matrix.name)}">'
        f"<caption>{caption}</caption><tbody>{body}</tbody></table>"
    )


def _kept(count, chosen):
    """Return which rows to show: the first ones, and the chosen one."""
    first = list(range(min(count, MOST_SHOWN)))
    return first if chosen in first else [*first[:-1], chosen]


def _head(name, aloud, is_chosen):
    if is_chosen:
        return f'<th class=chosen aria-label="{escape(aloud)}, chosen">▶ {escape(name)}</th>'
    return f'<th aria-label="{escape(aloud)}">{escape(name)}</th>'


def _number_cell(value, is_chosen):
    look = " class=chosen" if is_chosen else ""
    return f'<td{look} data-value="{value!r}">{figures(value)}</td>'
