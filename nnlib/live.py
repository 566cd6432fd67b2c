"""Pictures in a notebook: a still one, one that moves while a cell runs, and what moves explorers.

``show`` displays a figure with its description, ``LossPlot`` a curve that grows, and a ``Runner``
trains while the notebook stays free to listen.
"""

import asyncio
import base64
import math
import signal
import threading
import time
from contextlib import contextmanager
from html import escape

import ipywidgets
from IPython import get_ipython
from IPython.display import display

from nnlib import checks, datasets, page
from nnlib.metrics import TOLERANCE, is_within
from nnlib.pace import PACES, Cells, Film
from nnlib.pictures.answers import outputs_and_targets
from nnlib.pictures.curves import POINTS_A_CURVE, loss_curve
from nnlib.pictures.scene import Scene, on_page
from nnlib.pictures.still import still
from nnlib.pictures.theme import STYLE_SHEET, number, rows_aloud
from nnlib.shown import counted
from nnlib.training import EvenlySpaced, middle

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
SECONDS_A_FRAME = 1 / 25
MOST_PIXELS = 640
SHARES_TOLD = (0, 1 / 64, 1 / 16, 1 / 4, 1 / 2, 3 / 4, 1)  # of a curve: many fall fast at first
ROWS_TOLD = 4  # whose outputs are told
# Pictures beside each other; where their words would be less than 12 pixels high, below each other,
# and then no larger than that, so that a tablet shows both and the code above them.
BESIDE = '<div style="display:flex;flex-wrap:wrap;gap:8px 24px">{}</div>'
ONE_OF_THEM = '<div style="flex:1 1 424px;max-width:max(424px,50% - 12px)">{}</div>'
SECONDS_A_SLICE = 0.025
SLICE_TO_DRAWING = 9.0  # so a tenth of the work is drawing, or less
SECONDS_TO_LISTEN = 0.005
DONE = object()
NOT_YET = object()  # in place of a step: none is to be taken before the next frame
STOPPED_BY_HAND = "Stopped by hand."


def _cells_of_this_notebook():
    """Return ``Cells`` that hear of every cell from now on; where there are none, of nothing."""
    cells, shell = Cells(), get_ipython()
    if shell is not None:
        shell.events.register("pre_run_cell", cells.begin)
        shell.events.register("post_run_cell", cells.end)
    return cells


CELLS = _cells_of_this_notebook()
_asked_by_page = False


def show(figure, description):
    """Display a figure with a description for those who do not see it.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    description : str
        What the picture shows, in words. It becomes the picture's alternative text.
    """
    from matplotlib.figure import Figure  # here, since explorers need no Matplotlib

    checks.instance(figure, Figure, "figure", "a figure of Matplotlib")
    _display(_of_figure(figure, checks.text(description, "description")))


def still_picture(still, description, beside=()):
    """Return scenes as a cell's output, data and metadata, with their description in words.

    A page such as JupyterLab gets them as they were seen, as SVG in HTML, for it gives no
    alternative text to a picture alone. Elsewhere, as in the notebooks of the repository, they are
    a PNG with the text beside it: what shows or exports notebooks knows that form, and nbval does
    not compare its dots.

    Parameters
    ----------
    still : Still
    description : str
    beside : list of Still, optional
        The same as pictures of their own, which a narrow page shows below each other.
    """
    if not _is_for_page():
        data, metadata = _of_figure(still.figure(), description)
        if still.main:
            metadata["image/png"]["main"] = still.main_places()
        return data, metadata
    pictures = [base64.b64encode(each.svg().encode()).decode("ascii") for each in beside or [still]]
    return _as_html("svg+xml", pictures, description)


def _of_figure(figure, description):
    from nnlib.pictures.in_axes import png

    picture = png(figure)
    if _is_for_page():
        return _as_html("png", [picture], description)
    data = {"image/png": picture, "text/plain": description}
    return data, {"image/png": {"alt": description}}


def _as_html(kind, pictures, description):
    # The first one tells of all. What has no alternative text JupyterLab would call "Image".
    told = [f'alt="{escape(description)}"', *['alt="" aria-hidden="true"'] * (len(pictures) - 1)]
    images = [
        f'<img {words} src="data:image/{kind};base64,{picture}">'
        for words, picture in zip(told, pictures, strict=True)
    ]
    return {"text/html": _beside(images), "text/plain": description}, {}


def _beside(pictures):
    """Return pictures as HTML, beside each other where a page is wide enough to read them."""
    if len(pictures) == 1:
        return pictures[0]
    return BESIDE.format("".join(map(ONE_OF_THEM.format, pictures)))


def _display(output):
    data, metadata = output
    display(data, metadata=metadata, raw=True)


@contextmanager
def for_page():
    """Make still pictures for the page, though none of its cells runs."""
    global _asked_by_page
    _asked_by_page = True
    try:
        yield
    finally:
        _asked_by_page = False


def _is_for_page():
    return _asked_by_page or cell_in_page() is not None


def cell_in_page():
    """Return the id that a page gives the cell which runs; where no page asked, ``None``."""
    parent = getattr(getattr(get_ipython(), "kernel", None), "get_parent", dict)()
    return parent.get("metadata", {}).get("cellId")


class LossPlot:
    """A loss curve that grows while a cell trains, and stays as a still picture afterwards.

    ::

        with LossPlot() as plot:
            train(network, inputs, targets, epochs=1000, learning_rate=1.0, on_epoch=plot.add)

    With a dataset, the outputs move to their targets beside the curve::

        with LossPlot(dataset=table) as plot:
            for epoch in range(160):
                ...
                plot.add(epoch, loss, outputs)

    The first training in a cell that was run by hand shows its first epochs over some seconds; all
    others, and *Run All*, run at full speed.

    The kernel's stop button ends the block; the curve so far stays. Outside a notebook nothing is
    displayed, and ``figure()`` gives the picture.

    Parameters
    ----------
    title : str
    quantity : str
        What the numbers are, where they are not losses.
    pace : str
        ``"slow"``, ``"normal"`` or ``"fast"``; the numbers are the same at all of them.
    dataset : Dataset, optional
        Whose outputs are drawn beside their targets, from 0 to 1.
    """

    def __init__(
        self, title="The loss while training", quantity="loss", pace="normal", dataset=None
    ):
        self.title = checks.text(title, "title")
        self.quantity = checks.text(quantity, "quantity")
        self._pace = checks.one_of(pace, list(PACES), "pace")
        self._dataset = None if dataset is None else datasets.checked(dataset, targets=1)
        self._film = None  # where nobody watches
        self._widget = None
        self._display = None
        self.reset()

    def reset(self):
        """Forget all points."""
        self._kept = EvenlySpaced(POINTS_A_CURVE)
        self._last = self._outputs = self._first_outputs = None
        self._next_frame = 0.0

    def add(self, epoch, loss, outputs=None):
        """Add a point, wait until it is due, and draw if the last frame is old enough.

        Parameters
        ----------
        epoch : int
            Counts up from 0, one at a time. When it does not go up, a new curve begins.
        loss : float
            With copies, an array: the median of those that are finite is drawn.
        outputs : array, shape (samples, 1), optional
            Those for all rows of the dataset.
        """
        if self._last is not None and epoch <= self._last[0]:
            self.reset()
        loss = middle(loss)
        self._last, self._outputs = (epoch, loss), self._checked(outputs)
        if self._first_outputs is None and self._outputs is not None:
            self._first_outputs = self._outputs.copy()
        if epoch % self._kept.stride == 0:
            self._kept.add(epoch, loss)
        if self._film is not None:
            self._film.wait_for(epoch)
        page.listen()
        if self._widget is not None and time.perf_counter() >= self._next_frame:
            self._widget.value = STYLE_SHEET + self._in_page()
            self._next_frame = time.perf_counter() + SECONDS_A_FRAME

    def summary(self):
        """Return the last point in words."""
        if self._last is None:
            return "No epoch has been trained."
        epoch, loss = self._last
        words = f"{self.quantity.capitalize()} {loss:.4g} after {counted(epoch, 'epoch')}"
        if self._outputs is None:
            return words
        right = is_within(self._outputs, self._dataset.targets)
        return f"{words}; {right.sum()} of {right.size} outputs within {TOLERANCE:g} of the target"

    def description(self):
        """Return what the picture shows, in words: the last point, and how it came there."""
        points = self._points()
        if len(points) < 2:
            return self.summary()
        some = sorted({round(share * (len(points) - 1)) for share in SHARES_TOLD})
        epochs, values = zip(*(points[place] for place in some), strict=True)
        words = (
            f"{self.summary()}. At the epochs {', '.join(f'{each:,}' for each in epochs)}: "
            f"{', '.join(map(number, values))}."
        )
        if self._outputs is None or len(self._outputs) > ROWS_TOLD:
            return words
        inputs, targets, *_ = self._dataset
        rows = zip(rows_aloud(inputs), self._first_outputs[:, 0].tolist(),
                   self._outputs[:, 0].tolist(), targets[:, 0].tolist(), strict=True)  # fmt: skip
        said = (
            f"{row} {first:.2f}, {last:.2f}, target {number(target)}"
            for row, first, last, target in rows
        )
        return f"{words} Outputs at first and at the end: {'; '.join(said)}."

    def figure(self):
        """Return the curve, and the outputs beside it, as a Matplotlib figure."""
        return _in_a_row(self._pictures()).figure()

    def __enter__(self):
        if get_ipython() is not None:
            self._widget = ipywidgets.HTML()
            # Without the widget's own text, which would stay in a saved notebook.
            data = {WIDGET_VIEW: self._widget._repr_mimebundle_()[WIDGET_VIEW]}
            self._display = display(data, raw=True, display_id=True)
            self._film = Film(self._pace) if CELLS.take_the_watcher() else None
        return self

    def __exit__(self, kind, error, traceback):
        if self._display is not None:
            self._widget.close()
            self._display.update({"text/plain": ""}, raw=True)
            self._widget = self._display = self._film = None
            scenes = self._pictures()
            alone = [_in_a_row([scene]) for scene in scenes]
            _display(still_picture(_in_a_row(scenes), self.description(), alone))
        if kind is KeyboardInterrupt:
            print("Stopped by hand; what was learned is kept.")
            return True
        return False

    def _checked(self, outputs):
        if self._dataset is None or outputs is None:
            return None
        return checks.array_of_shape(outputs, self._dataset.targets.shape, "outputs", finite=False)

    def _in_page(self):
        return _beside([on_page(scene, MOST_PIXELS) for scene in self._pictures()])

    def _pictures(self):
        if self._last is None:
            return [Scene(self.title, self.summary(), [])]
        curve = loss_curve(self._points(), self.title, quantity=self.quantity)
        if self._outputs is None:
            return [curve]
        return [curve, outputs_and_targets(self._dataset, self._outputs)]

    def _points(self):
        points = self._kept.items
        return points if points[-1:] == [self._last] else [*points, self._last]


class Runner:
    """Takes the steps of a training in slices, so that the kernel can listen in between.

    Where an event loop runs, as in a notebook, ``start`` comes back at once, and the loop takes a
    slice of steps, draws, and so on to the end; without a loop it takes all steps at once. One
    runner trains at a time: starting one stops the other. The kernel's stop button stops it too.

    Parameters
    ----------
    draw : callable
        ``draw()`` after every slice.
    ended : callable
        ``ended(reason)`` when the training is over: ``None`` where all steps were taken, else why
        not, in words.
    slice_to_drawing : float
        A slice lasts at least so many times as long as its frame.
    """

    _at_work = None

    def __init__(self, draw, ended, slice_to_drawing=SLICE_TO_DRAWING):
        self._draw, self._ended = draw, ended
        self._slice_to_drawing = slice_to_drawing
        self._steps = None
        self._generation = 0  # a tick of an older one does nothing
        self._change = None
        self._interrupted = self.is_closed = False
        self._old_handler = None
        try:
            self._loop = asyncio.get_running_loop()
        except RuntimeError:
            self._loop = None

    @property
    def running(self):
        """Whether a training is under way."""
        return self._steps is not None

    def enter(self, function):
        """Call `function` on the event loop, from whatever thread; without a loop at once."""
        if self._loop is None:
            self._call(function)
        else:
            self._loop.call_soon_threadsafe(self._call, function)

    def settle(self, function):
        """Call `function` in the next turn of the loop; of several before it, the latest wins."""
        if self._loop is None:
            self._call(function)
            return
        if self._change is not None:
            self._change.cancel()
        self._change = self._loop.call_soon(self._call, function)

    def close(self):
        """Stop for good: what was to come is not called any more."""
        self.drop()
        self.is_closed = True

    def _call(self, function):
        if not self.is_closed:
            function()

    @property
    def can_wait(self):
        """Whether a step may be ``NOT_YET``: an event loop runs, and listens meanwhile."""
        return self._loop is not None

    def start(self, steps, first_slice=SECONDS_A_SLICE):
        """Take all `steps`, an iterator, after stopping what is under way; where closed, none.

        Parameters
        ----------
        steps : iterator
            A step that is ``NOT_YET`` gives the loop back until the next frame is due.
        first_slice : float
            Seconds until the first frame.
        """
        if self.is_closed:
            return
        self._take_over(steps)
        if self._loop is None:
            self._tick(self._generation, math.inf)
        else:
            self._loop.call_soon(self._tick, self._generation, first_slice)

    def finish(self, steps):
        """Take all `steps` before coming back, as a cell needs it; errors are raised.

        Returns
        -------
        bool
            Whether all were taken; the kernel's stop button ends it early.
        """
        self._take_over(steps)
        try:
            self._listen_to_the_stop_button()
            all_taken = self._take(math.inf)[0] is DONE
            self._draw()
        except Exception as error:
            self._end(_in_words(error))
            raise
        self._end(None if all_taken else STOPPED_BY_HAND)
        return all_taken

    def stop(self, reason):
        """Stop what is under way, if anything is, and say why."""
        if self.running:
            self._end(reason)

    def drop(self):
        """Stop what is under way, and say nothing."""
        self._steps = None
        self._generation += 1
        if Runner._at_work is self:
            Runner._at_work = None
        if signal.getsignal(signal.SIGINT) == self._interrupt:
            signal.signal(signal.SIGINT, self._old_handler)

    def _take_over(self, steps):
        if Runner._at_work not in (None, self):
            Runner._at_work.stop("Paused, because something else trains now.")
        Runner._at_work = self
        self._steps = steps
        self._generation += 1
        self._interrupted = False

    def _tick(self, generation, seconds):
        if generation != self._generation or not self.running:
            return
        try:
            self._listen_to_the_stop_button()
            last, taken = self._take(seconds)
            started = time.perf_counter()
            if taken or last is not NOT_YET:
                self._draw()
            drawing = time.perf_counter() - started
        except Exception as error:  # the loop would only log it
            self._end(_in_words(error))
            return
        if last is DONE:
            self._end(None)
        elif self._interrupted:
            self._end(STOPPED_BY_HAND)
        elif last is NOT_YET:
            self._loop.call_later(SECONDS_A_FRAME, self._tick, generation, SECONDS_A_SLICE)
        else:
            seconds = max(SECONDS_A_SLICE, self._slice_to_drawing * drawing)
            self._loop.call_later(SECONDS_TO_LISTEN, self._tick, generation, seconds)

    def _take(self, seconds):
        """Take steps for so long; return the last, ``DONE`` at the end, and how many it took."""
        end, taken = time.perf_counter() + seconds, 0
        while (step := next(self._steps, DONE)) not in (DONE, NOT_YET):
            taken += 1
            if self._interrupted or time.perf_counter() >= end:
                break
        return step, taken

    def _end(self, reason):
        self.drop()
        self._ended(reason)

    def _listen_to_the_stop_button(self):
        """Make an interrupt a flag: between two messages the kernel would not hear it at all."""
        if threading.current_thread() is not threading.main_thread():
            return
        handler = signal.getsignal(signal.SIGINT)
        if handler != self._interrupt:
            # A kernel may have put back that of a runner which has ended meanwhile.
            ended = getattr(handler, "__func__", None) is Runner._interrupt
            self._old_handler = signal.SIG_IGN if ended or handler is None else handler
            signal.signal(signal.SIGINT, self._interrupt)

    def _interrupt(self, number, frame):
        self._interrupted = True


def _in_a_row(scenes):
    return still([[scene] for scene in scenes])


def _in_words(error):
    return f"It stopped with {type(error).__name__}: {error}."
