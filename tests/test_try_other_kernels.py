"""``make portable`` tries settings that differ, and says so where they do not."""

import os
import platform

import pytest

from tools import try_other_kernels
from tools.try_other_kernels import KERNELS, ask, main, of_numpy

FEATURES = ["FIRST", "SECOND"]


@pytest.fixture
def machine(monkeypatch):
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")


@pytest.mark.parametrize("kind", KERNELS)
def test_four_kernels_each_with_numpys_features_and_without(kind, monkeypatch):
    monkeypatch.setattr(platform, "machine", lambda: kind)
    asked = [setting.variables for setting in of_numpy(FEATURES)]
    assert len({each["OPENBLAS_CORETYPE"] for each in asked}) >= 4
    off = [each for each in asked if each.get("NPY_DISABLE_CPU_FEATURES") == "FIRST,SECOND"]
    assert len(off) == len(asked) / 2 == len({each["OPENBLAS_CORETYPE"] for each in off})


def test_an_unknown_kind_of_machine_is_named(monkeypatch):
    monkeypatch.setattr(platform, "machine", lambda: "abacus")
    with pytest.raises(SystemExit, match="of the kind abacus"):
        list(of_numpy(FEATURES))


def test_what_really_ran_is_asked_of_numpy():
    kernel, features = ask({})
    assert kernel
    assert set(features) <= set(dispatched())
    if features:
        assert ask({"NPY_DISABLE_CPU_FEATURES": ",".join(features)}) == [kernel, []]


def dispatched():
    from numpy._core._multiarray_umath import __cpu_dispatch__

    return __cpu_dispatch__


def as_asked(variables):
    """Answer as a processor that runs whatever it is asked for."""
    off = "NPY_DISABLE_CPU_FEATURES" in variables
    return [variables.get("OPENBLAS_CORETYPE", "Haswell").upper(), [] if off else FEATURES]


OTHERS = {
    "always the same kernel": lambda variables: ["Haswell", as_asked(variables)[1]],
    "features stay on": lambda variables: [as_asked(variables)[0], FEATURES],
    "no features at all": lambda variables: [as_asked(variables)[0], []],
}


@pytest.mark.parametrize("answer", OTHERS.values(), ids=OTHERS)
def test_a_processor_that_does_not_obey_is_an_error_and_nothing_is_run(
    answer, monkeypatch, machine
):
    monkeypatch.setattr(try_other_kernels, "ask", answer)
    monkeypatch.setattr(try_other_kernels, "run", lambda setting: pytest.fail("it was run"))
    with pytest.raises(SystemExit, match="so nothing was tried"):
        main()


def test_a_setting_that_fails_is_named(monkeypatch, machine):
    monkeypatch.setattr(try_other_kernels, "ask", as_asked)
    monkeypatch.setattr(
        try_other_kernels, "run", lambda setting: setting.name != "Nehalem, features on"
    )
    with pytest.raises(SystemExit, match=r"^Failed: Nehalem, features on\.$"):
        main()


def test_a_kernel_that_the_processor_cannot_run_is_left_out_and_said(monkeypatch, machine, capsys):
    def without_wide_vectors(variables):
        is_wide = variables.get("OPENBLAS_CORETYPE") == "SkylakeX"
        return None if is_wide else as_asked(variables)

    ran = []
    monkeypatch.setattr(try_other_kernels, "ask", without_wide_vectors)
    monkeypatch.setattr(try_other_kernels, "run", lambda setting: ran.append(setting.name) is None)
    main()
    assert "SkylakeX, features on: left out" in capsys.readouterr().out
    assert "Haswell, features on" in ran
    assert not any(name.startswith("SkylakeX") for name in ran)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_a_program_that_ends_by_an_unknown_instruction_ran_nothing(monkeypatch):
    ends = "import os, signal; os.kill(os.getpid(), signal.SIGILL)"
    monkeypatch.setattr(try_other_kernels, "WHAT_RAN", ends)
    assert ask({}) is None
