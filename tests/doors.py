"""Every public function of the core with good arguments; and what is public and no door.

A door is a function that gives ``(call, arguments)``, all made anew. What is handed back step by
step, a door takes to its end.
"""

import inspect
from functools import partial
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from nnlib import (
    activations,
    backpropagation,
    baselines,
    clouds,
    datasets,
    drawings,
    experiments,
    export,
    gradient_check,
    image_plots,
    layers,
    lesson_plots,
    live,
    losses,
    metrics,
    microscope,
    network,
    optimizers,
    plots,
    predictions,
    scaling,
    shown,
    storage,
    stuck,
    training,
)
from nnlib.layers import Dense
from nnlib.network import Network
from nnlib.problems import playground, problem
from nnlib.tables import coding, read_table, reading
from nnlib.tables import table as table_module

MODULES = (
    activations,
    losses,
    optimizers,
    datasets,
    clouds,
    metrics,
    scaling,
    drawings,
    coding,
    table_module,
    reading,
    layers,
    backpropagation,
    network,
    predictions,
    baselines,
    gradient_check,
    stuck,
    training,
    storage,
    export,
    microscope,
    experiments,
    plots,
    image_plots,
    lesson_plots,
    live,
    shown,
    problem,
)
XOR = datasets.xor()
A_DRAWING = drawings.Drawing(3, (0,) * 63 + (16,), ((100, 100, 500, 900), (300, 500)))
OUTPUTS = np.array([[0.125], [0.75], [0.875], [0.5]])
PARTS = {"layers": [Dense(2, 3, "tanh"), Dense(3, 1, "sigmoid")], "rng": 1, "copies": 2}
HOW = {
    "epochs": 2,
    "learning_rate": 0.5,
    "loss": "mean_squared_error",
    "optimizer": "adam",
    "batch_size": 3,
    "stop_at_loss": 0.001,
    "patience": 5,
    "rng": 1,
    "l1": 0.125,
    "l2": 0.25,
    "largest_weight": 1e6,
}


def public_names(module):
    """Yield every public function, class, method and settable attribute of a module."""
    name = module.__name__.rpartition(".")[2]
    for key, value in vars(module).items():
        own = f"{getattr(value, '__module__', None)}.".startswith(f"{module.__name__}.")
        if (
            key.startswith("_")
            or not own
            or not (inspect.isfunction(value) or isinstance(value, type))
        ):
            continue
        yield f"{name}.{key}"
        for attribute, member in vars(value).items() if isinstance(value, type) else ():
            settable = isinstance(member, property) and member.fset is not None
            if not attribute.startswith("_") and (inspect.isfunction(member) or settable):
                yield f"{name}.{key}.{attribute}"


def examples():
    return {"inputs": XOR.inputs.copy(), "targets": XOR.targets.copy()}


def outputs():
    return {"outputs": OUTPUTS.copy(), "targets": XOR.targets.copy()}


def single():
    return Network(PARTS["layers"], rng=1)


def copies():
    return Network(**PARTS)


def held_out():
    return {"validation": tuple(examples().values())}


def whole(function):
    """Return a function that takes what `function` hands back step by step to its end."""
    return lambda **arguments: list(function(**arguments))


def assign(owner, name):
    """Return a function that sets an attribute, and gives what is there then."""

    def call(**arguments):
        setattr(owner, name, arguments[name])
        return getattr(owner, name)

    call.owner = owner
    return call


def trained():
    made = training.Training(single(), **examples(), **held_out(), learning_rate=0.5)
    made.run(2)
    return made


def scaler():
    return scaling.StandardScaler().fit(XOR.inputs)


def encoding():
    return scaling.Encoding(scaler(), scaling.MaxScaler(2.0))


def table():
    return read_table("hours;shift;score\n1,5;early;72\n4;late;90\n2;night;81\n3;;75")


def of_the_table():
    return table().dataset(["hours", "shift"], "score").encoding


def table_file():
    Path("table.csv").write_text("a;b\n1,5;2\n2,5;3\n", encoding="utf-8")
    how = {"separator": ";", "decimal": ",", "heading": True, "encoding": "utf-8"}
    return {"source": "table.csv", **how}


def a_file_of_drawings():
    drawings.save("drawings.json", [A_DRAWING])
    return drawings.load, {"path": Path("drawings.json")}


def loss_file():
    storage.save_loss_csv("loss.csv", [0.5, 0.25])
    return {"path": "loss.csv"}


def weights_file():
    storage.save_weights(single(), "weights.npz")
    return {"network": single(), "path": "weights.npz"}


def weights_folder():
    Path("text").mkdir(exist_ok=True)
    storage.save_weights_text(single(), "text")
    return {"network": single(), "folder": "text"}


def kept_file():
    return storage.keep(single(), trained().history, "gates:1")


def drawn(function, **arguments):
    return function, {"axes": plots.new_figure()[1], **arguments}


def at_row():
    """Return a network with a hidden layer, data, and the name of a row of theirs."""
    layers = [Dense(2, 3, "sigmoid"), Dense(3, 1, "sigmoid")]
    return {"network": Network(layers, rng=1), "dataset": datasets.xor(), "row": "01"}


def map_of_losses():
    """Return a map of the loss over two numbers and a path on it."""
    across, up = np.linspace(-1, 1, 5), np.linspace(-1, 1, 4)
    path = np.array([[-0.5, -0.5], [0.0, 0.25], [0.5, 0.5]])
    return {"across": across, "up": up, "losses": np.add.outer(up**2, across**2), "path": path}


DOORS = {
    "optimizers.GradientDescent": lambda: (optimizers.GradientDescent, {"momentum": 0.5}),
    "optimizers.Adam": lambda: (
        optimizers.Adam,
        {"beta_1": 0.5, "beta_2": 0.75, "epsilon": 1e-7},
    ),
    "datasets.students": lambda: (
        datasets.students,
        {"count": 5, "noise": 2.0, "rng": 1},
    ),
    "datasets.data_file": lambda: (datasets.data_file, {"name": "diabetes.csv"}),
    "datasets.split": lambda: (
        datasets.split,
        {"dataset": datasets.xor(), "share": 0.25, "rng": 1},
    ),
    "datasets.split_rows": lambda: (
        datasets.split_rows,
        {"samples": 4, "share": 0.25, "rng": 1},
    ),
    "datasets.labels": lambda: (
        datasets.labels,
        {"dataset": datasets.Dataset([[0.0], [1.0]], [[0.0, 1.0], [1.0, 0.0]], ("x",), ("a", "b"))},
    ),
    "clouds.cloud": lambda: (
        clouds.cloud,
        {"shape": "spiral", "samples": 6, "noise": 0.125, "rng": 1},
    ),
    "metrics.accuracy": lambda: (metrics.accuracy, outputs()),
    "metrics.within_tolerance": lambda: (
        metrics.within_tolerance,
        {**outputs(), "tolerance": 0.25},
    ),
    "metrics.is_within": lambda: (metrics.is_within, {**outputs(), "tolerance": 0.25}),
    "metrics.solved": lambda: (
        metrics.solved,
        {"outputs": np.stack([OUTPUTS] * 2), "targets": XOR.targets, "tolerance": 0.25},
    ),
    "metrics.answered_right": lambda: (
        metrics.answered_right,
        {"outputs": np.stack([OUTPUTS] * 2), "targets": XOR.targets},
    ),
    "metrics.confusion_matrix": lambda: (metrics.confusion_matrix, outputs()),
    "metrics.typical_error": lambda: (metrics.typical_error, outputs()),
    "metrics.permutation_importance": lambda: (
        metrics.permutation_importance,
        {"predict": single().predict, **examples(), "repeats": 2, "rng": 1},
    ),
    "scaling.is_constant": lambda: (scaling.is_constant, {"values": XOR.inputs.copy()}),
    "scaling.Scaler.fit": lambda: (scaling.StandardScaler().fit, {"values": XOR.inputs.copy()}),
    "scaling.Scaler.fit, by the range": lambda: (
        scaling.MinMaxScaler().fit,
        {"values": XOR.inputs.copy()},
    ),
    "scaling.Scaler.fit, by the largest": lambda: (
        scaling.MaxScaler().fit,
        {"values": XOR.inputs.copy()},
    ),
    "scaling.Scaler.transform": lambda: (scaler().transform, {"values": OUTPUTS.repeat(2, 1)}),
    "scaling.Scaler.inverse_transform": lambda: (
        scaler().inverse_transform,
        {"values": OUTPUTS.repeat(2, 1)},
    ),
    "scaling.MaxScaler": lambda: (scaling.MaxScaler, {"maximum": 100.0}),
    "scaling.Scaler.code": lambda: (scaler().code, {"rows": OUTPUTS.repeat(2, 1)}),
    "scaling.Encoding.fitted": lambda: (encoding().fitted, {"dataset": datasets.xor()}),
    "scaling.Encoding.scaled": lambda: (encoding().scaled, {"dataset": datasets.xor()}),
    "scaling.Encoding.predict": lambda: (
        encoding().predict,
        {"network": single(), "rows": OUTPUTS.repeat(2, 1)},
    ),
    "scaling.Encoding.predict, with words": lambda: (
        of_the_table().predict,
        {"network": Network([Dense(4, 1, "tanh")], rng=1), "rows": [[1.5, "late"], [2, "night"]]},
    ),
    "coding.TableScaler.code": lambda: (of_the_table().inputs.code, {"rows": [[1.5, "late"]]}),
    "coding.TableScaler.read": lambda: (
        of_the_table().inputs.read,
        {"values": np.array([[1.5, 0.0, 1.0, 0.0]])},
    ),
    "table.Table.dataset": lambda: (
        table().dataset,
        {"inputs": ["hours", "shift"], "targets": "score"},
    ),
    "table.Table.name_of": lambda: (table().name_of, {"name": "hours"}),
    "predictions.predictions_csv": lambda: (
        predictions.predictions_csv,
        {
            "table": table(),
            "network": Network([Dense(4, 1, "tanh")], rng=1),
            "dataset": table().dataset(["hours", "shift"], "score"),
            "held_out": [0],
        },
    ),
    "predictions.outside": lambda: (
        predictions.outside,
        {"dataset": datasets.xor(), "row": [0.5, 2.0]},
    ),
    "predictions.unseen": lambda: (
        predictions.unseen,
        {"dataset": table().dataset(["hours", "shift"], "score"), "row": [0.5, 1.0, 0.0, 0.0]},
    ),
    "table.Table.complete_rows": lambda: (table().complete_rows, {"names": ["hours", "shift"]}),
    "reading.read_table": lambda: (read_table, table_file()),
    "reading.read_table, from text": lambda: (
        read_table,
        {"source": "a;b\n1,5;2\n2,5;3\n", "separator": None, "decimal": None},
    ),
    "layers.Dense": lambda: (
        Dense,
        {
            "inputs": 2,
            "outputs": 3,
            "activation": "tanh",
            "bias": True,
            "initializer": "he_normal",
            "weights": np.full((2, 3), 0.5),
            "biases": np.array([0.0, 0.5, 1.0]),
        },
    ),
    "layers.Dense.weights": lambda: (
        assign(single().layers[0], "weights"),
        {"weights": np.full((2, 3), 0.5)},
    ),
    "layers.Dense.biases": lambda: (
        assign(single().layers[0], "biases"),
        {"biases": np.array([0.0, 0.5, 1.0])},
    ),
    "network.Network": lambda: (Network, dict(PARTS)),
    "network.Network.parameters": lambda: (
        assign(single(), "parameters"),
        {"parameters": np.linspace(0, 1, 13)},
    ),
    "network.Network.forward": lambda: (single().forward, {"inputs": XOR.inputs.copy()}),
    "network.Network.predict": lambda: (single().predict, {"inputs": XOR.inputs.copy()}),
    "network.Network.predict with copies": lambda: (copies().predict, {"inputs": XOR.inputs}),
    "network.Network.gradients": lambda: (
        single().gradients,
        {**examples(), "loss": "binary_cross_entropy"},
    ),
    "baselines.mean_alone": lambda: (baselines.mean_alone, examples()),
    "baselines.straight_line": lambda: (baselines.straight_line, examples()),
    "baselines.nearest_neighbour": lambda: (
        baselines.nearest_neighbour,
        {**examples(), "asked": np.array([[0.1, 0.9]])},
    ),
    "gradient_check.numerical_gradient": lambda: (
        gradient_check.numerical_gradient,
        {"network": single(), **examples(), "loss": "mean_squared_error", "step": 1e-5},
    ),
    "gradient_check.gradient_difference": lambda: (
        gradient_check.gradient_difference,
        {"network": single(), **examples(), "loss": "mean_squared_error"},
    ),
    "training.train": lambda: (
        training.train,
        {"network": single(), **examples(), **HOW, **held_out(), "on_epoch": None},
    ),
    "training.train with copies": lambda: (
        training.train,
        {"network": copies(), **examples(), "epochs": 2, "learning_rate": 0.5},
    ),
    "training.epoch_by_epoch": lambda: (
        whole(training.epoch_by_epoch),
        {"network": single(), **examples(), **HOW, **held_out()},
    ),
    "training.Training": lambda: (
        lambda epochs, **how: training.Training(**how),
        {"network": single(), **examples(), **HOW, **held_out()},
    ),
    "training.Training.run": lambda: (trained().run, {"epochs": 2}),
    "training.Training.steps": lambda: (
        whole(trained().steps),
        {"epochs": 4, "at_a_time": 2, "seconds": 0.001},
    ),
    "training.Training.take_up": lambda: (
        trained().take_up,
        {"loss": [0.5, 0.25], "validation_loss": [0.5, 0.125]},
    ),
    **{
        f"training.Training.{name}": partial(
            lambda name, value: (assign(trained(), name), {name: value}), name, value
        )
        for name, value in (
            ("learning_rate", 0.25),
            ("stop_at_loss", 0.125),
            ("patience", 3),
            ("l1", 0.125),
            ("l2", 0.125),
        )
    },
    "storage.save_loss_csv": lambda: (
        storage.save_loss_csv,
        {"path": "loss.csv", "losses": [0.5, 0.25]},
    ),
    "storage.load_loss_csv": lambda: (storage.load_loss_csv, loss_file()),
    "storage.save_weights": lambda: (
        storage.save_weights,
        {"network": single(), "path": "w.npz"},
    ),
    "storage.load_weights": lambda: (storage.load_weights, weights_file()),
    "storage.save_weights_text": lambda: (storage.save_weights_text, weights_folder()),
    "storage.load_weights_text": lambda: (storage.load_weights_text, weights_folder()),
    "storage.keep": lambda: (
        storage.keep,
        {"network": single(), "history": trained().history, "settings": "gates:1"},
    ),
    "storage.kept": lambda: (storage.kept, {"content": kept_file(), "source": "the file"}),
    "storage.Kept.put_into": lambda: (storage.kept(kept_file()).put_into, {"network": single()}),
    "export.numpy_code": lambda: (
        export.numpy_code,
        {"network": single(), "columns": ["x", "x * y"], "encoding": encoding()},
    ),
    "export.keras_code": lambda: (
        export.keras_code,
        {"network": single(), "columns": ["x", "x * y"], "encoding": encoding()},
    ),
    "microscope.training_step": lambda: (
        microscope.training_step,
        {
            "network": single(),
            **examples(),
            "learning_rate": 0.5,
            "loss": "mean_squared_error",
        },
    ),
    "experiments.many_starts": lambda: (
        whole(experiments.many_starts),
        {
            "network": copies(),
            **examples(),
            "epochs": 3,
            "learning_rate": 0.5,
            "loss": "mean_squared_error",
            "every": 2,
        },
    ),
    "experiments.learning_curves": lambda: (
        experiments.learning_curves,
        {"network": copies(), **examples(), "epochs": 2, "learning_rate": 0.5, "l2": 0.5},
    ),
    "experiments.first_all_right": lambda: (
        experiments.first_all_right,
        {"shares": np.array([[0.5, 0.25], [1.0, 0.5], [1.0, 0.75]])},
    ),
    "experiments.solved_starts": lambda: (
        experiments.solved_starts,
        {
            "layers": PARTS["layers"],
            **examples(),
            "epochs": 2,
            "learning_rate": 0.5,
            "loss": "mean_squared_error",
            "starts": 2,
        },
    ),
    "experiments.sorted_losses": lambda: (experiments.sorted_losses, {"epochs": 1_000}),
    "experiments.share_better": lambda: (
        experiments.share_better,
        {"loss": 0.002, "epochs": 10_000},
    ),
    "experiments.sorted_scores": lambda: (
        experiments.sorted_scores,
        {"way": "right", "epochs": 1_000},
    ),
    "experiments.percent_below": lambda: (
        experiments.percent_below,
        {"number": 3.5, "percentiles": np.arange(101.0)},
    ),
    "plots.new_figure": lambda: (
        plots.new_figure,
        {"columns": 2, "width": 7.0, "height": 4.0},
    ),
    "plots.activation_curve": lambda: drawn(
        plots.activation_curve, activation=activations.SIGMOID, slope=True
    ),
    "plots.loss_curve": lambda: drawn(
        plots.loss_curve, losses=[0.5, 0.25], epochs=[0, 10], label="a", log=True
    ),
    "plots.lettered_curves": lambda: (
        plots.lettered_curves,
        {"curves": {"A": [[0.5, 0.25], [0.5, 0.75]], "B": [[0.5, 1.0]]}, "names": ["a", "b"]},
    ),
    "plots.curve": lambda: drawn(
        plots.curve, across=[0.0, 1.0], up=[0.5, 0.25], label="a", marker="o"
    ),
    "plots.network_diagram": lambda: drawn(
        plots.network_diagram, network=single(), input_names=["x", "y"]
    ),
    "plots.decision_map": lambda: drawn(
        plots.decision_map, predict=single().predict, dataset=datasets.xor(), title="XOR"
    ),
    "plots.examples": lambda: drawn(plots.examples, dataset=datasets.xor()),
    "plots.loss_landscape": lambda: drawn(plots.loss_landscape, **map_of_losses()),
    "image_plots.gallery": lambda: drawn(
        image_plots.gallery, images=[[0.0, 1.0, 2.0, 3.0]] * 2, captions=["a", "b"], columns=2
    ),
    "image_plots.weights_as_images": lambda: drawn(
        image_plots.weights_as_images, weights=[[0.5, -1.0, 0.0, 3.0]], captions=["a"], columns=2
    ),
    "image_plots.confusion": lambda: drawn(
        image_plots.confusion, counts=[[2.0, 1.0], [0.0, 4.0]], names=["a", "b"]
    ),
    "lesson_plots.network_at_row": lambda: drawn(lesson_plots.network_at_row, **at_row()),
    "lesson_plots.blame_at_row": lambda: drawn(lesson_plots.blame_at_row, **at_row()),
    "lesson_plots.activation_curves": lambda: (
        lesson_plots.activation_curves,
        {"several_axes": plots.new_figure(2)[1], "names": ["tanh", "relu"]},
    ),
    "lesson_plots.deltas": lambda: drawn(lesson_plots.deltas),
    "lesson_plots.printed_losses": lambda: drawn(lesson_plots.printed_losses),
    "lesson_plots.solved_by_size": lambda: drawn(lesson_plots.solved_by_size),
    "lesson_plots.walk_downhill": lambda: drawn(lesson_plots.walk_downhill),
    "lesson_plots.sorted_scores": lambda: drawn(
        lesson_plots.sorted_scores, scores={"right": [90.5, 91.0, 89.0]}
    ),
    "lesson_plots.two_errors": lambda: drawn(
        lesson_plots.two_errors, learned=[3.0, 2.0, 1.0], held_out=[3.5, 2.5, 2.75]
    ),
    "image_plots.bars": lambda: drawn(image_plots.bars, shares=[0.25, 0.75], names=["a", "b"]),
    "live.show": lambda: (live.show, {"figure": Figure(), "description": "nothing yet"}),
    "live.LossPlot": lambda: (
        live.LossPlot,
        {"title": "The loss", "quantity": "loss", "pace": "normal", "dataset": datasets.xor()},
    ),
    "drawings.image_of": lambda: (
        drawings.image_of,
        {"strokes": [[100, 100, 500, 900], [300, 500]], "pen": 5.0, "centred": True},
    ),
    "drawings.dataset": lambda: (drawings.dataset, {"drawings": [A_DRAWING]}),
    "drawings.save": lambda: (
        drawings.save,
        {"path": Path("drawings.json"), "drawings": [A_DRAWING]},
    ),
    "drawings.load": a_file_of_drawings,
    "shown.shown": lambda: (shown.shown, {"value": 0.5}),
    "problem.Problem.read": lambda: (
        playground.PROBLEM.read,
        {"line": "playground:1 data=spiral layers=8-8"},
    ),
}
WITHOUT_ARGUMENTS = {
    "lesson_plots.six_curves",
    *(
        f"datasets.{each}"
        for each in (
            *(
                "first_input",
                "cycling",
                "eleven_lines",
                "eleven_lines_xor",
                "and_gate",
                "or_gate",
                "xor",
            ),
            *("parity3", "all_equal", "exam_scores", "diabetes", "digits"),
        )
    ),
    "experiments.solved_by_size",
    "scaling.MinMaxScaler",
    "scaling.StandardScaler",
    "table.Table.proposals",
    "training.Training.stop",
    "storage.my_files",
    "drawings.examples",
    "live.cell_in_page",
    *(f"live.LossPlot.{name}" for name in ("reset", "summary", "description", "figure")),
}
NO_DOORS = {
    "the arithmetic of every epoch, on arrays that are checked: a check would take as long": {
        "activations.Activation",
        "activations.Activation.delta",
        "losses.Loss",
        "optimizers.GradientDescent.update",
        "optimizers.Adam.update",
        "layers.Dense.forward",
        "backpropagation.Backpropagation",
        "backpropagation.Backpropagation.forward",
        "backpropagation.Backpropagation.fill_outputs",
        "backpropagation.Backpropagation.backward",
        "live.LossPlot.add",
    },
    "for the other modules of nnlib, which have checked what they hand over": {
        "layers.empty",
        "live.still_picture",
        "live.for_page",
        "live.Runner",
        *(f"live.Runner.{name}" for name in ("enter", "settle", "start", "finish", "stop")),
        *(f"live.Runner.{name}" for name in ("drop", "close")),
        "layers.Dense.look_into",
        "layers.Dense.placed",
        "layers.Dense.views",
        "network.Network.gradient_views",
        "scaling.Scaler",
        "scaling.Scaler.measure",
        "scaling.Scaler.check_columns",
        "scaling.Scaler.in_own_unit",
        "scaling.MaxScaler.measure",
        "scaling.MinMaxScaler.measure",
        "scaling.StandardScaler.measure",
        "coding.Part.code",
        "coding.Part.read",
        "coding.TableScaler",
        "coding.TableScaler.measure",
        "table.Table",
        "training.middle",
        "training.EvenlySpaced",
        "training.EvenlySpaced.add",
        *(f"problem.Problem.{name}" for name in ("documented", "signature", "steer", "training")),
        *(f"problem.Problem.{name}" for name in ("values", "write")),
        "shown.sentence",
        "shown.counted",
        "shown.figures_apart",
        "shown.a_kind",
        "stuck.why_stuck",
    },
    "checks that doors share, and answers for the page, a line for each mistake": {
        "datasets.checked",
        "drawings.checked_pixels",
        "plots.check_axes",
        "network.Network.checked_inputs",
        "network.Network.checked_examples",
        "network.one_network",
        "network.with_copies",
    },
    "results, and tuples with names, which hold what they are given": {
        "activations.Written",
        "losses.Written",
        "datasets.Dataset",
        "storage.Kept",
        "drawings.Drawing",
        "problem.Problem",
        "problem.SetUp",
        "scaling.Encoding",
        "coding.Part",
        "table.Unread",
        "gradient_check.GradientDifference",
        "training.Ended",
        "training.History",
        "training.History.end",
        "training.History.go_on",
        "microscope.LayerStep",
        "microscope.TrainingStep",
        "experiments.Progress",
    },
}
