"""The weights of a neuron, moved by hand: boxes with sliders, which also follow a training."""

from nnlib.explorers import look, widgets
from nnlib.explorers.controls import with_slider
from nnlib.explorers.frame import Part
from nnlib.explorers.number_box import NumberBox
from nnlib.pictures.theme import css, signed
from nnlib.problems import by_hand

DECIMALS = 2


class Weights(Part):
    """A box and a slider for each weight and for the bias; they follow the training.

    Parameters
    ----------
    explorer : Explorer

    Attributes
    ----------
    column : widget
        All of them.
    """

    def __init__(self, explorer):
        self._explorer = explorer
        self._strips = {name: widgets.HTML() for name in by_hand.NUMBERS}
        self.controls = {name: _weight_box(name, strip) for name, strip in self._strips.items()}
        self.column = look.column([look.heading("Weights"), *self.controls.values()])

    def prepare(self, values):
        """Show those that the neuron has."""
        used = by_hand.weights_used(values)
        for name, box in self.controls.items():
            box.show(name in used)

    def show(self, frame):
        """Put the sliders where the weights stand; a ring stays where the hand had put them.

        Where the hand moves them just now, it has its way.
        """
        numbers = by_hand.numbers_of(frame.network)
        if not frame.history.epochs:
            for name, value in numbers.items():
                self._strips[name].value = _strip(value)
            return
        if self._explorer.has_changes:
            return
        first, by_the_hand = frame.history.checkpoints[0]
        rings = by_the_hand.tolist() if first == 0 else [None] * len(numbers)  # one that was opened
        with self._explorer.moving_controls():
            for (name, value), before in zip(numbers.items(), rings, strict=True):
                if self._explorer.has_changes:
                    return
                box = self.controls[name]
                box.value = min(max(value, box.low), box.high)
                self._strips[name].value = _strip(value, before)


def _weight_box(name, strip):
    setting = by_hand.PROBLEM.settings[name]
    box = NumberBox(
        setting.words, setting.default, setting.low, setting.high, setting.meaning, DECIMALS
    )
    box.put_beside(strip)
    strip.add_class(look.STRIP)
    return with_slider(box, setting.choices)


def _strip(value, before=None):
    """Return what lies under a slider: a bar from 0 to the weight, and a ring where it was."""
    colour, dashes = ("negative", "6 3") if value < 0 else ("positive", "none")
    ring, heard = "", f'aria-label="it stands at {signed(value)}" aria-hidden="true"'
    if before is not None:
        heard = f'aria-label="before it learned: {signed(before)}"'
        ring = (
            f'<circle cx="{_share(before):.1f}%" cy="10" r="7" fill="{css("page")}" '
            'stroke-width="2" stroke-dasharray="2 2"/>'
        )
    return (
        f'<svg width="100%" height="20" overflow="visible" role="img" {heard} '
        f'style="display:block" stroke="{css("ink")}">'
        '<line x1="0" x2="100%" y1="10" y2="10" stroke-width="4" stroke-opacity=".25"/>'
        '<line x1="50%" x2="50%" y1="2" y2="18"/>'
        f'<line x1="50%" x2="{_share(value):.1f}%" y1="10" y2="10" stroke="{css(colour)}" '
        f'stroke-width="4" stroke-dasharray="{dashes}"/>{ring}</svg>'
    )


def _share(value):
    """Return where a weight is on its slider, in percent; a larger one is at the end."""
    return 50 + 50 * min(max(value / by_hand.BY_SLIDER, -1), 1)
