"""The neuron explorer as a learner meets it: by keyboard, by typing, after a reload."""

import re

import pytest

from tests.browser.explorer_page import CELL, ExplorerPage, wait_until

SOURCE = """import ipywidgets
from nnlib.explorers.neuron import NeuronExplorer

explorer = NeuronExplorer("OR", epochs={epochs}, bias={bias})
explorer"""


class Explorer(ExplorerPage):
    """The explorer in an open notebook; its buttons are pressed by mouse."""

    def __init__(self, notebook, epochs=300, bias=True):
        self.notebook = notebook
        super().__init__(notebook, SOURCE.format(epochs=epochs, bias=bias))

    def press(self, name):
        self.button(name).click()

    def choose(self, data, key="Enter"):
        """Press the button of these data."""
        self.button(data).focus()
        self.button(data).press(key)


@pytest.mark.everywhere
def test_train_step_pause_reset(notebook):
    explorer = Explorer(notebook, epochs=200)
    assert explorer.epoch == 0
    status = explorer.page.get_by_role("status").first.element_handle()
    explorer.press("Train")
    explorer.says("Done. OR, with a bias: 200 epochs, ")
    assert "200 epochs" in status.inner_text()  # it is still there; of a new one nothing is heard
    assert explorer.epoch == 200
    explorer.press("Step")
    explorer.says("Done. OR, with a bias: 201 epochs, ")
    assert explorer.epoch == 201
    explorer.press("Reset")
    explorer.says("At the start.")
    assert explorer.epoch == 0
    explorer.type("epochs", "100000")
    explorer.holds("epochs", 100_000)  # no hand is so fast that it would press before that
    explorer.press("Train")
    explorer.says("Training: OR, with a bias ...")
    explorer.reaches(1000)
    explorer.press("Pause")
    explorer.says("Paused. OR, with a bias: ")
    epoch = explorer.epoch
    assert f"{epoch:,} epochs" in explorer.words
    assert explorer.stands_still()
    explorer.press("Train")
    explorer.reaches(epoch + 1000)
    explorer.press("Reset")
    explorer.says("At the start.")
    assert explorer.stands_still()
    assert explorer.epoch == 0


def test_the_learning_rate_changes_while_it_trains(notebook):
    explorer = Explorer(notebook, epochs=100_000)
    explorer.press("Train")
    explorer.reaches(500)
    handle = explorer.slider("learning rate")
    handle.focus()
    before = float(explorer.control("learning rate").input_value())
    handle.press("ArrowRight")
    explorer.page.wait_for_function(
        "([box, before]) => Number(box.value) > before",
        arg=[explorer.control("learning rate").element_handle(), before],
    )
    explorer.type("learning rate", "7.25")
    epoch = explorer.epoch
    explorer.reaches(epoch + 1000)
    explorer.press("Pause")
    explorer.says("Paused. OR, with a bias: ")
    assert notebook.kernel("print(explorer._training.learning_rate)") == "7.25"
    explorer.type("learning rate", "0.5")
    explorer.says("The learning rate is 0.5 from the next epoch on.")
    assert explorer.epoch > epoch


@pytest.mark.parametrize("name", ["epochs", "start (seed)"])
def test_a_number_is_slid_and_typed(notebook, name):
    explorer = Explorer(notebook)
    explorer.press("Train")
    explorer.says("Done. OR, with a bias: 300 epochs, ")
    box = explorer.control(name)
    slid = int(box.input_value())
    explorer.slider(name).focus()
    explorer.changes(lambda: explorer.slider(name).press("ArrowRight"))
    explorer.says("Done. OR, with a bias: ")
    assert int(box.input_value()) > slid
    explorer.changes(lambda: explorer.type(name, "42"))
    explorer.says("Done. OR, with a bias: ")
    explorer.refuses(name, "99999999", "is too large: 1 to ")
    explorer.changes(lambda: (explorer.write(name, "43"), box.press("Enter")))
    assert box.input_value() == "43"
    explorer.press("Reset")
    explorer.says("At the start.")


def test_data_bias_stop_and_scale_by_keyboard(notebook):
    explorer = Explorer(notebook, epochs=100)
    explorer.press("Train")
    explorer.says("Done. OR, with a bias: 100 epochs, ")
    explorer.changes(lambda: explorer.choose("all equal", key="Space"))
    explorer.says("Done. All equal, with a bias: 100 epochs, ")
    assert "001" in explorer.seen()
    bias = explorer.control("bias")
    bias.focus()
    explorer.changes(lambda: bias.press("Space"))
    explorer.says("Done. All equal, without a bias: 100 epochs, ")
    assert "bias" not in explorer.seen()
    scale = explorer.control("log scale")
    scale.focus()
    explorer.changes(lambda: scale.press("Space"))
    explorer.type("stop at a loss of", "0.99")
    explorer.choose("AND")
    explorer.says("Done: the loss has reached 0.99, where it was to stop.")


@pytest.mark.everywhere
def test_an_own_table_is_answered_and_kept_and_trained(notebook):
    explorer = Explorer(notebook, epochs=100)
    explorer.choose("own table")
    table = explorer.control("own table")
    explorer.type("own table", "0 1 x\n0,,1")
    explorer.says("This cannot be trained yet. What you typed is kept")
    assert "Line 1, cell 3: 'x' is not a number." in explorer.words
    assert "Line 2, cell 2 is empty" in explorer.words
    assert table.input_value() == "0 1 x\n0,,1"
    explorer.press("Train")
    explorer.says("This cannot be trained yet: mend it first.")
    explorer.type("own table", "0 1 1\n1 0 0")
    explorer.says("At the start.")
    explorer.press("Train")
    explorer.says("Done. Own table, with a bias: 100 epochs, ")
    assert "Your own table: a row a line" in explorer.words


def test_it_answers_three_inputs_and_empties_the_guess_for_others(notebook):
    explorer = Explorer(notebook, epochs=15_000, bias=False)
    explorer.choose("first input")
    explorer.says("At the start.")
    explorer.press("Train")
    explorer.says("Done. First input, without a bias: 15,000 epochs, ")
    answer = explorer.page.get_by_role("status").filter(has_text="the neuron says")
    ask = explorer.page.get_by_role("button", name="Ask the neuron")
    notebook.begin("import time; time.sleep(1)")  # a guess is not overtaken on a slow computer
    explorer.type("my guess", "0.9")
    ask.focus()
    ask.press("Enter")
    answer.get_by_text(
        "For 1 0 0, after 15,000 epochs, the neuron says 0.9999584. "
        "You guessed 0.9, which is 0.1 away."
    ).wait_for()
    switch = explorer.page.get_by_role("button", name="switch input 3")
    switch.focus()
    switch.press("Space")
    explorer.type("input 2", "0.5")
    ask.press("Enter")
    answer.get_by_text(re.compile("^For 1 0.5 1, after 15,000 epochs")).wait_for()
    assert explorer.control("input 3").input_value() == "1"
    assert explorer.control("my guess").input_value() == ""


def test_a_table_of_twelve_rows_is_seen_without_scrolling(notebook):
    explorer = Explorer(notebook)
    explorer.choose("own table")
    table = explorer.control("own table")
    heights = []
    for rows in (1, 5, 12, 40):
        table.fill("\n".join(["0 1 1", "1 0 0"] * 20)[: 6 * rows - 1])
        heights.append(table.evaluate("box => box.clientHeight"))
        needed = table.evaluate("box => box.scrollHeight")
        assert (needed == heights[-1]) is (rows <= 12)
    assert heights[0] == heights[1] < heights[2] == heights[3]


@pytest.mark.not_on_the_site
def test_the_kernels_stop_button_stops_it(notebook):
    explorer = Explorer(notebook, epochs=100_000)
    explorer.press("Train")
    explorer.reaches(1000)
    notebook.interrupt()
    explorer.says("Stopped by hand. OR, with a bias: ")
    epoch = explorer.epoch
    assert explorer.stands_still()
    explorer.press("Step")
    explorer.says(f"Done. OR, with a bias: {epoch + 1:,} epochs, ")


def test_a_second_run_of_the_cell_leaves_one_explorer(notebook):
    explorer = Explorer(notebook, epochs=100_000)
    widgets = "print(len(ipywidgets.widgets.widget._instances))"
    count = notebook.kernel(widgets)
    explorer.press("Train")
    explorer.reaches(500)
    for _ in range(3):
        Explorer(notebook, epochs=50)
    assert notebook.kernel(widgets) == count
    assert explorer.page.get_by_role("button", name="Train").count() == 1
    explorer.press("Train")
    explorer.says("Done. OR, with a bias: 50 epochs, ")


@pytest.mark.not_on_the_site
def test_it_lives_on_after_a_reload(notebook):
    notebook.clear_outputs()  # as the lesson says; else the page is not trusted after a reload
    explorer = Explorer(notebook, epochs=50)
    explorer.press("Train")
    explorer.says("Done. OR, with a bias: 50 epochs, ")
    notebook.reload(CELL)
    explorer.says("Done. OR, with a bias: 50 epochs, ")
    assert explorer.epoch == 50
    explorer.press("Step")
    explorer.says("Done. OR, with a bias: 51 epochs, ")


READ_ALOUD = """\
button "Train"
button "Pause"
textbox "replay epoch"
status: "Done. OR, with a bias: 20 epochs, loss
img "Loss: epoch 20: loss
img "Network at row 2 (0 1): input 1 +
img "Outputs and targets:
radiogroup "data"
radio "OR" [checked]
checkbox "bias" [checked]
textbox "epochs"
slider "epochs"
textbox "learning rate"
button "▸ More
textbox "input 1"
button "switch input 1" [pressed]
button "switch input 2"
textbox "my guess"
button "Ask the neuron"
"""


def test_it_is_read_aloud_from_what_one_does_to_what_one_sees_and_may_change(notebook):
    explorer = Explorer(notebook, epochs=20)
    explorer.press("Train")
    explorer.says("Done. OR, with a bias: 20 epochs, ")
    read = explorer.output.locator(".nnlib-explorer").aria_snapshot().replace("'", "")
    places = [read.find(each) for each in READ_ALOUD.splitlines()]
    assert -1 not in places
    assert places == sorted(places)


def test_arrows_choose_the_data_and_sliders_say_their_numbers(notebook):
    explorer = Explorer(notebook, epochs=20)
    explorer.slide("epochs", "ArrowRight")  # no picture changes by it
    wait_until(explorer.page, "handle => handle.getAttribute('aria-valuetext') === '30'",
               explorer.slider("epochs").element_handle())  # fmt: skip
    explorer.press("Train")
    explorer.says("Done. OR, ")
    explorer.button("OR").focus()
    explorer.changes(lambda: explorer.page.keyboard.press("ArrowLeft"))
    explorer.is_chosen("AND")
    explorer.says("Done. AND, ")
    assert explorer.page.locator(":focus").aria_snapshot().startswith('- radio "AND" [checked]')
    explorer.page.keyboard.press("Shift+Tab")
    explorer.page.keyboard.press("Tab")
    assert explorer.page.locator(":focus").inner_text().endswith("AND")
    slider = explorer.slider("learning rate")
    slider.focus()
    explorer.page.keyboard.press("ArrowRight")
    explorer.says("The learning rate is 2 from the next epoch on.")
    wait_until(explorer.page, "handle => handle.getAttribute('aria-valuetext') === '2'",
               slider.element_handle())  # fmt: skip
