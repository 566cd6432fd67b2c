"""Pictures in a notebook: a still one with its description, and one that moves while a cell runs.

What moves is SVG text in a widget: a frame takes about a millisecond of Python, and colours follow
the theme of the page.
"""

import io
import math
import time
from html import escape

import ipywidgets
import numpy as np
from IPython import get_ipython
from IPython.display import display
from matplotlib.ticker import MaxNLocator

from nnlib.plots import POINTS_A_CURVE, loss_curve, new_figure
from nnlib.training import EvenlySpaced

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
SECONDS_A_FRAME = 1 / 15
WIDTH, HEIGHT = 640, 320
LEFT, RIGHT, TOP, BOTTOM = 80, 24, 44, 56
CURVE_COLOUR = "#2486C4"  # at least 3:1 on white and on near-black


def show(figure, description):
    """Display a figure with a description for those who do not see it.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    description : str
        What the picture shows, in words. It becomes the picture's alternative text.
    """
    file = io.BytesIO()
    figure.savefig(file, format="png", metadata={"Software": None})
    data = {"image/png": file.getvalue(), "text/plain": description}
    display(data, metadata={"image/png": {"alt": description}}, raw=True)


class LossPlot:
    """A loss curve that grows while a cell trains, and stays as a still picture afterwards.

    ::

        with LossPlot() as plot:
            train(network, inputs, targets, epochs=1000, learning_rate=1.0, on_epoch=plot.add)

    The kernel's stop button ends the block; the curve so far stays. Outside a notebook nothing is
    displayed, and ``figure()`` gives the picture.

    Parameters
    ----------
    title : str
    """

    def __init__(self, title="The loss while training"):
        self.title = title
        self._widget = None
        self._display = None
        self.reset()

    def reset(self):
        """Forget all points."""
        self._kept = EvenlySpaced(POINTS_A_CURVE)
        self._last = None
        self._next_frame = 0.0

    def add(self, epoch, loss):
        """Add a point, and draw again if the last frame is a fifteenth of a second old.

        Parameters
        ----------
        epoch : int
            Counts up from 0, one at a time. When it does not go up, a new curve begins.
        loss : float
            With copies, an array: the median is drawn.
        """
        if self._last is not None and epoch <= self._last[0]:
            self.reset()
        loss = loss if isinstance(loss, float) else float(np.median(loss))
        self._last = (epoch, loss)
        if epoch % self._kept.stride == 0:
            self._kept.add(epoch, loss)
        if self._widget is not None and time.perf_counter() >= self._next_frame:
            self._widget.value = loss_svg(self._points(), self.title)
            self._next_frame = time.perf_counter() + SECONDS_A_FRAME

    def summary(self):
        """Return the last point in words."""
        if self._last is None:
            return "No epoch has been trained."
        epoch, loss = self._last
        return f"Loss {loss:.4g} after {epoch:,} epochs"

    def figure(self):
        """Return the curve as a Matplotlib figure."""
        figure, axes = new_figure()
        axes.set_title(self.title)
        if self._last is not None:
            epochs, losses = zip(*self._points(), strict=True)
            loss_curve(axes, losses, epochs)
        return figure

    def __enter__(self):
        if get_ipython() is not None:
            self._widget = ipywidgets.HTML()
            # Without the widget's own text, which would stay in a saved notebook.
            data = {WIDGET_VIEW: self._widget._repr_mimebundle_()[WIDGET_VIEW]}
            self._display = display(data, raw=True, display_id=True)
        return self

    def __exit__(self, kind, error, traceback):
        if self._display is not None:
            self._widget.close()
            self._display.update({"text/plain": ""}, raw=True)
            self._widget = self._display = None
            show(self.figure(), self.summary())
        if kind is KeyboardInterrupt:
            print("Stopped by hand; what was learned is kept.")
            return True
        return False

    def _points(self):
        points = self._kept.items
        return points if points and points[-1] == self._last else [*points, self._last]


def loss_svg(points, title):
    """Return a loss curve as SVG text, its last value written at the top.

    Parameters
    ----------
    points : list of (epoch, loss)
        At least one. What is not finite is left out.
    title : str
    """
    last_epoch, last_loss = points[-1]
    words = f"Epoch {last_epoch:,}: loss {last_loss:.4g}"
    finite = [(epoch, max(loss, 0)) for epoch, loss in points if math.isfinite(loss)]
    finite = finite or [(0, 0.0)]
    epoch_ticks = _ticks(max(last_epoch, 1), whole=True)
    loss_ticks = _ticks(max(loss for _, loss in finite) or 1.0)

    def x(epoch):
        return LEFT + (WIDTH - LEFT - RIGHT) * epoch / max(last_epoch, 1)

    def y(loss):
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * loss / loss_ticks[-1]

    curve = " ".join(f"{x(epoch):.1f},{y(loss):.1f}" for epoch, loss in finite)
    parts = [
        f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(tick):.1f}" y2="{y(tick):.1f}" '
        f'stroke="currentColor" stroke-opacity="0.2"/>'
        f'<text x="{LEFT - 8}" y="{y(tick) + 5:.1f}" text-anchor="end">{tick:.3g}</text>'
        for tick in loss_ticks
    ]
    below, centre = HEIGHT - BOTTOM + 20, 'text-anchor="middle"'
    parts += [
        f'<text x="{x(tick):.1f}" y="{below}" {centre}>{tick:,.0f}</text>'
        for tick in epoch_ticks
        if tick <= last_epoch
    ]
    parts += [
        f'<text x="{LEFT}" y="24" font-weight="bold">{escape(title)}</text>',
        f'<text x="{WIDTH - RIGHT}" y="24" text-anchor="end">{words}</text>',
        f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 12}" {centre}>epoch</text>',
        f'<polyline points="{curve}" fill="none" stroke="{CURVE_COLOUR}" stroke-width="3"/>',
    ]
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}. {words}" '
        f'data-epoch="{last_epoch}" style="width:100%;max-width:{WIDTH}px;'
        'color:var(--jp-content-font-color1,currentColor)" font-size="15" '
        f'font-family="sans-serif" fill="currentColor">{"".join(parts)}</svg>'
    )


def _ticks(highest, whole=False):
    """Return round numbers from 0 to the first at or above `highest`."""
    return MaxNLocator(4, integer=whole).tick_values(0, highest).tolist()
