"""Whatever is done to two explorers in whatever order: nothing raises, and their state agrees."""

import asyncio

import ipywidgets
import numpy as np
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from nnlib.explorers.controls import with_all_parts
from nnlib.explorers.gate import GateExplorer
from nnlib.explorers.neuron import NeuronExplorer
from nnlib.live import Runner
from nnlib.losses import LOSSES
from tests.test_fuzz import fuzzed
from tests.waiting import until

WHICH = st.sampled_from([0, 1])
EPOCHS = st.integers(1, 400)
CHANGES = {
    "epochs": EPOCHS,
    "learning_rate": st.sampled_from([0.001, 0.5, 1.0, 1000.0]),
    "start": st.integers(1, 1000),
    "stop_at_loss": st.sampled_from([0.0, 0.05, 1.0]),
    "log_scale": st.booleans(),
    "replay": st.integers(0, 1_000_000),
    "bias": st.booleans(),
}


def change():
    return st.sampled_from(sorted(CHANGES)).flatmap(
        lambda name: st.tuples(st.just(name), CHANGES[name])
    )


class TwoExplorers(RuleBasedStateMachine):
    """Two explorers on one event loop, of which only one trains at a time."""

    def __init__(self):
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.explorers = self.run(lambda: [NeuronExplorer("XOR", epochs=50), GateExplorer()])
        self.open = [True, True]
        self.kept = [{}, {}]

    def run(self, action, until_quiet=False):
        """Do something on the loop, which then takes one turn, or as many as there is work."""

        async def act():
            result = action()
            await asyncio.sleep(0)
            if until_quiet:
                await until(lambda: not any(each._runner.running for each in self.explorers))
            return result

        return self.loop.run_until_complete(act())

    @rule(which=WHICH, name=st.sampled_from(["Train", "Step", "Pause", "Reset"]))
    def press(self, which, name):
        buttons = [
            each
            for each in with_all_parts(self.explorers[which]._box)
            if isinstance(each, ipywidgets.Button) and each.description == name
        ]
        self.run(buttons[0].click)

    @rule(which=WHICH, changed=change())
    def change(self, which, changed):
        name, value = changed
        explorer = self.explorers[which]
        self.run(lambda: setattr(explorer.controls[name], "value", value))
        if name != "replay":
            self.kept[which][name] = value

    @rule(which=WHICH, share=st.floats(0, 1))
    def slide(self, which, share):
        slider = self.explorers[which]._replay._slider
        self.run(lambda: setattr(slider, "value", round(share * slider.max)))

    @rule(which=WHICH, epochs=EPOCHS)
    def train_in_a_cell(self, which, epochs):
        if self.open[which]:
            explorer = self.explorers[which]
            assert self.run(lambda: explorer.train(epochs)) is explorer.history

    @rule(which=WHICH)
    def reset_in_a_cell(self, which):
        if self.open[which]:
            self.run(self.explorers[which].reset)
            assert self.explorers[which].history.epochs == 0

    @rule()
    def let_it_train(self):
        self.run(lambda: None)

    @rule()
    def wait(self):
        self.run(lambda: None, until_quiet=True)

    @rule(which=WHICH)
    def close(self, which):
        self.run(self.explorers[which].close)
        self.open[which] = False

    @invariant()
    def at_most_one_trains(self):
        running = [each for each in self.explorers if each._runner.running]
        assert len(running) <= 1
        assert all(Runner._at_work is each._runner for each in running)

    @invariant()
    def what_is_seen_is_what_is(self):
        for explorer, is_open, kept in zip(self.explorers, self.open, self.kept, strict=True):
            assert "It stopped with" not in explorer._status.value
            if not is_open:
                assert not explorer._runner.running
                continue
            for name, value in kept.items():
                assert explorer.controls[name].value == value
            network, history = explorer._network, explorer._history
            epoch, parameters = history.last
            assert epoch == history.epochs == len(history.loss) - 1
            np.testing.assert_array_equal(network.parameters, parameters)
            loss = LOSSES[explorer._training._examples.loss.name]
            outputs = network.predict(explorer._made.examples.inputs)
            assert loss.function(outputs, explorer._made.examples.targets) == history.loss[-1]
            if explorer._past is not None:
                shown, past = explorer._past
                at = dict(history.checkpoints)
                np.testing.assert_array_equal(past.parameters, at[shown])

    def teardown(self):
        for explorer in self.explorers:
            self.run(explorer.close)
        assert Runner._at_work not in [each._runner for each in self.explorers]
        self.loop.run_until_complete(asyncio.sleep(0))
        self.loop.close()


TestInSomeOrders = TwoExplorers.TestCase
TestInSomeOrders.settings = fuzzed(10)


@pytest.mark.slow
def test_in_many_orders():
    run_state_machine_as_test(TwoExplorers, settings=fuzzed(300))
