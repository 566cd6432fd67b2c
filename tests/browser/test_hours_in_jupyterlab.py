"""Hours by hand as a learner meets them: by mouse and keyboard."""

import pytest
from playwright.sync_api import expect

from nnlib.pictures.planes import CHART
from tests.browser.explorer_page import ExplorerPage

SOURCE = """from nnlib.exercises import lesson3
from nnlib.explorers.hours import HoursByHand

explorer = HoursByHand(4.0, slept=8.0, tasks=[lesson3.short_night])
explorer"""


class Hours(ExplorerPage):
    """Hours by hand in an open notebook."""

    def __init__(self, notebook):
        self.notebook = notebook
        notebook.kernel("explorer = None")
        super().__init__(notebook, SOURCE, "a score of")

    def at(self, across, up):
        """Return where in the page a place of the map is, by shares of its plot."""
        pad = self.output.locator(".nn-pad").first
        pad.scroll_into_view_if_needed()
        box = pad.bounding_box()
        x, y = CHART.x_at(across), CHART.y_at(up)
        return box["x"] + x * box["width"] / CHART.size[0], box["y"] + y * box["height"] / (
            CHART.size[1]
        )

    def says(self, words):
        """Wait until the line with the score says so."""
        status = self.output.get_by_role("status")
        expect(status.filter(has_text="a score of")).to_contain_text(words)


@pytest.mark.everywhere
def test_by_mouse_and_keyboard(notebook):
    explorer = Hours(notebook)
    explorer.says("Studied 4 h, slept 8 h")
    mouse = explorer.page.mouse
    mouse.move(*explorer.at(0.45, 0.7))
    mouse.down()
    mouse.move(*explorer.at(0.75, 0.5), steps=6)
    mouse.up()
    explorer.says("Studied 6.8 h, slept 6.8 h")
    slider = explorer.output.locator(".noUi-handle").first
    slider.focus()
    slider.press("ArrowRight")
    explorer.says("Studied 6.9 h")
    explorer.output.get_by_role("button", name="Start again").click()
    explorer.says("Studied 4 h, slept 8 h")
