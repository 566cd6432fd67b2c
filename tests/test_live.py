import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from nnlib import datasets, live
from nnlib.network import Dense, Network
from nnlib.plots import new_figure
from nnlib.training import train


@pytest.fixture
def shell():
    """Let the code under test run as in a notebook."""
    yield InteractiveShell.instance()
    InteractiveShell.clear_instance()


def trained(plot, epochs=300):
    gate = datasets.or_gate()
    network = Network([Dense(2, 1, "sigmoid")], rng=1)
    return train(
        network, gate.inputs, gate.targets, epochs=epochs, learning_rate=1.0, on_epoch=plot.add
    )


def test_show_displays_png_with_its_description(shell):
    figure, _ = new_figure()
    with capture_output() as captured:
        live.show(figure, "An empty picture.")
    (output,) = captured.outputs
    assert output.data["text/plain"] == "An empty picture."
    assert output.data["image/png"].startswith(b"\x89PNG")
    assert output.metadata["image/png"]["alt"] == "An empty picture."


def test_outside_a_notebook_nothing_is_displayed(capsys):
    with live.LossPlot() as plot:
        history = trained(plot)
    assert capsys.readouterr().out == ""
    curve = plot.figure().axes[0].lines[0]
    assert curve.get_xdata()[-1] == 300
    assert curve.get_ydata()[-1] == history.loss[-1]
    assert plot.summary() == f"Loss {history.loss[-1]:.4g} after 300 epochs"


def test_in_a_notebook_it_moves_and_leaves_a_still_picture(shell, monkeypatch):
    monkeypatch.setattr(live, "SECONDS_A_FRAME", 0.0)
    frames = []
    with capture_output() as captured, live.LossPlot() as plot:
        plot._widget.observe(lambda change: frames.append(change.new), "value")
        history = trained(plot)
    assert len(frames) == 301
    epochs = [ElementTree.fromstring(frame).get("data-epoch") for frame in frames]
    assert epochs == [str(epoch) for epoch in range(301)]
    assert plot._widget is None
    moving, *_, still = captured.outputs
    assert set(moving.data) == {live.WIDGET_VIEW}
    assert still.data["text/plain"] == f"Loss {history.loss[-1]:.4g} after 300 epochs"
    assert "image/png" in still.data


def test_it_does_not_draw_more_often_than_a_screen_needs(shell, monkeypatch):
    now = iter(np.arange(0, 1000, 0.001))
    monkeypatch.setattr(live.time, "perf_counter", lambda: next(now))
    frames = []
    with capture_output(), live.LossPlot() as plot:
        plot._widget.observe(lambda change: frames.append(change.new), "value")
        for epoch in range(3000):
            plot.add(epoch, 1.0)
    assert 3000 * 0.001 * 15 * 0.8 <= len(frames) <= 3000 * 0.001 * 15 * 1.2 + 1


def test_the_stop_button_ends_the_block_and_keeps_the_curve(shell):
    with capture_output() as captured, live.LossPlot() as plot:
        for epoch in range(1000):
            plot.add(epoch, 1 / (1 + epoch))
            if epoch == 499:
                raise KeyboardInterrupt
    assert captured.outputs[-1].data["text/plain"] == "Loss 0.002 after 499 epochs"
    assert "Stopped by hand" in captured.stdout


def test_when_it_is_done_the_moving_picture_is_gone(shell):
    with capture_output(), live.LossPlot() as plot:
        widget = plot._widget
        updates = []
        plot._display.update = lambda *data, **options: updates.append(data)
        trained(plot)
    assert widget.comm is None  # closed: it leaves nothing behind in the page
    assert updates == [({"text/plain": ""},)]


def test_a_second_training_begins_a_new_curve():
    plot = live.LossPlot()
    trained(plot, epochs=300)
    history = trained(plot, epochs=100)
    curve = plot.figure().axes[0].lines[0]
    assert curve.get_xdata().tolist() == list(range(101))
    assert curve.get_ydata().tolist() == history.loss


def test_copies_show_the_one_in_the_middle():
    gate, plot = datasets.or_gate(), live.LossPlot()
    many = Network([Dense(2, 1, "sigmoid")], rng=1, copies=9)
    settings = {"epochs": 5, "learning_rate": 1.0, "on_epoch": plot.add}
    history = train(many, gate.inputs, gate.targets, **settings)
    assert plot.summary() == f"Loss {np.median(history.loss[-1]):.4g} after 5 epochs"


def test_any_other_error_passes(shell):
    with capture_output(), pytest.raises(ZeroDivisionError), live.LossPlot() as plot:
        plot.add(0, 1.0)
        _ = 1 / 0


def test_an_empty_plot_says_so(shell):
    with capture_output() as captured, live.LossPlot():
        pass
    assert captured.outputs[-1].data["text/plain"] == "No epoch has been trained."


def test_reset_forgets():
    plot = live.LossPlot()
    plot.add(0, 1.0)
    plot.reset()
    assert plot.summary() == "No epoch has been trained."


@pytest.mark.parametrize(
    "points",
    [
        [(0, 0.5)],
        [(0, 0.0), (1, 0.0)],
        [(0, 1e-300), (1, 1e300)],
        [(0, 1.0), (1, np.inf), (2, np.nan)],
        [(0, np.nan)],
        [(0, -1.0), (1, -2.0)],
        [(epoch, 1 / (1 + epoch)) for epoch in range(240)],
    ],
)
def test_the_moving_picture_is_well_formed_whatever_the_losses(points):
    root = ElementTree.fromstring(live.loss_svg(points, "Loss & more"))
    words = f"Epoch {points[-1][0]}: loss {points[-1][1]:.4g}"
    assert root.get("role") == "img"
    assert root.get("aria-label") == f"Loss & more. {words}"
    curve = next(each for each in root.iter() if each.tag.endswith("polyline"))
    pairs = np.array([pair.split(",") for pair in curve.get("points").split()], dtype=float)
    assert np.isfinite(pairs).all()
    assert (pairs >= 0).all()
    assert (pairs <= [live.WIDTH, live.HEIGHT]).all()


def test_the_moving_picture_is_to_scale():
    root = ElementTree.fromstring(live.loss_svg([(0, 1.0), (50, 0.5), (100, 0.0)], "Loss"))
    curve = next(each for each in root.iter() if each.tag.endswith("polyline"))
    pairs = np.array([pair.split(",") for pair in curve.get("points").split()], dtype=float)
    np.testing.assert_allclose(pairs[1], pairs[[0, 2]].mean(axis=0), atol=0.11)
    assert pairs[0, 1] < pairs[2, 1]
