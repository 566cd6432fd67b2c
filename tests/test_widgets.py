"""What explorers put into the page, and when."""

import ipywidgets
import pytest
from IPython.core.interactiveshell import InteractiveShell

from nnlib.explorers import cell, widgets
from nnlib.explorers.controls import with_all_parts
from nnlib.explorers.neuron import NeuronExplorer
from nnlib.explorers.playground import Playground
from nnlib.problems.neuron import OWN_TABLE

KINDS = [each for each in vars(widgets).values() if isinstance(each, type)]
KINDS = [each for each in KINDS if each.__module__ == widgets.__name__ and each.__name__[0] != "_"]


def in_page():
    """Return the widgets that the page knows, by their names there."""
    return ipywidgets.widgets.widget._instances


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_widget_is_one_thing_in_the_page_and_none_before_it_is_shown(kind):
    before = set(in_page())
    widget = kind(options=[1]) if kind is widgets.SelectionSlider else kind()
    assert set(in_page()) == before
    bundle = widget._repr_mimebundle_()
    data = bundle[0] if isinstance(bundle, tuple) else bundle  # anywidget's has metadata as well
    shown = data["application/vnd.jupyter.widget-view+json"]
    assert set(in_page()) - before == {shown["model_id"]}
    widget.close()
    assert set(in_page()) == before
    assert widget._repr_mimebundle_ is None


def test_what_is_in_a_hidden_box_comes_when_it_is_seen_and_stays():
    button = widgets.Button()
    inside = widgets.VBox([button])
    outside = widgets.VBox([inside])
    inside.show(False)
    outside.put_into_page()
    assert inside.comm is not None
    assert button.comm is None
    inside.show()
    name = button.comm.comm_id
    assert inside.get_state("children") == {"children": [f"IPY_MODEL_{name}"]}
    inside.show(False)
    assert inside.get_state("children") == {"children": [f"IPY_MODEL_{name}"]}
    for widget in with_all_parts(outside):
        widget.close()


@pytest.fixture
def run():
    """Return a function that makes an explorer as a run of the same cell does, and shows it."""
    shell = InteractiveShell.instance()
    parent = {"metadata": {"cellId": "one"}}
    shell.kernel = type("Kernel", (), {"get_parent": lambda self: parent})()

    def run(make, *given):
        shell.execution_count += 1
        explorer = make(*given)
        explorer._ipython_display_()
        return explorer

    yield run
    for _, made in cell.made_by_cell.values():
        for explorer in made:
            explorer.close()
    InteractiveShell.clear_instance()
    cell.made_by_cell.clear()


@pytest.mark.parametrize("kind", [NeuronExplorer, Playground])
def test_an_explorer_run_again_opens_hardly_anything_in_the_page(run, kind):
    run(kind)
    before = set(in_page())
    run(kind)
    assert len(set(in_page()) - before) <= 3  # its box, and the pictures that hear of clicks
    assert len(in_page()) == len(before)


def test_an_explorer_of_another_kind_leaves_nothing_of_the_one_before(run):
    before = set(in_page())
    run(Playground)
    explorer = run(NeuronExplorer)
    mine = {id(part) for part in with_all_parts(explorer._box)}
    assert all(id(in_page()[name]) in mine for name in set(in_page()) - before)


def test_the_one_before_is_not_the_next_ones(run):
    first = run(NeuronExplorer)
    rates = first.controls["learning_rate"].value
    second = run(NeuronExplorer)
    first.controls["learning_rate"].value = 7
    first.reset()
    assert second.controls["learning_rate"].value == rates
    assert first.controls["learning_rate"].comm is None
    assert not first._box._repr_mimebundle_


def test_what_somebody_shows_elsewhere_is_not_handed_on(run):
    first = run(NeuronExplorer)
    alone = first.controls["epochs"].model_id  # as in display(explorer.controls["epochs"])
    beside = first.controls["learning_rate"]
    box = ipywidgets.HBox([beside])  # of the learner's own
    names = {alone, beside.comm.comm_id, first._box.comm.comm_id}
    run(NeuronExplorer)
    assert not names & set(in_page())
    for widget in (box.layout, box):
        widget.close()


def test_what_is_shown_late_is_in_the_page_of_a_second_run(run):
    run(NeuronExplorer)
    second = run(NeuronExplorer)
    second.controls["data"].value = OWN_TABLE
    assert second.controls["own_table"].comm is not None
    assert second._ask._boxes[2].children[0].comm is not None


def test_no_style_looks_into_what_changes():
    # The browser asks anew what a :has holds at every change in it: in every frame of a training.
    assert ":has(" not in cell.STYLE
