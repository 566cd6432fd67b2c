"""What explorers share whose settings are moved by hand, and by a pointer on their pictures."""

from nnlib.explorers.base import Explorer


class MovedByHand(Explorer):
    """An explorer that goes back to where it began, and hears pointers.

    Attributes
    ----------
    set_by_hand : tuple of str
        The settings that ``reset`` puts back to what they were when this was made.
    """

    set_by_hand = ()

    def __init__(self, *given, **by_name):
        self._at_first = None
        self._events = []  # of ipyevents
        super().__init__(*given, **by_name)

    def close(self):
        """Stop training and take the widgets out of the page and the kernel."""
        for event in self._events:
            event.close()
        super().close()

    def reset(self):
        """Put back what was moved."""
        with self.moving_controls():
            for name, value in self._at_first.items():
                self.controls[name].value = value
                self.controls[name].show_what_holds()
        super().reset()

    def begun(self, frame):
        """Note where everything stands, to go back to."""
        if self._at_first is None:
            self._at_first = {name: frame.values[name] for name in self.set_by_hand}
