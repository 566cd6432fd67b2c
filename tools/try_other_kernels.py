"""Run the tests as on other processors: ``make portable``, by hand and never in CI.

NumPy multiplies matrices by OpenBLAS, which has a kernel for every family of processors, and
computes ``exp`` and its like by vector instructions that it chooses when it starts. Both can be
asked to take what an older processor has, and a program is asked first what really ran: where that
is not what was wanted, or two settings ran the same, nothing was tried, and that is an error.
TensorFlow's compilers can be held back too, but do not tell what they did.
"""

import json
import os
import platform
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from tools.save_notebooks import NOTEBOOKS

ROOT = NOTEBOOKS.parent
KERNELS = {
    "x86_64": ("SkylakeX", "Haswell", "Sandybridge", "Nehalem"),
    "aarch64": ("NEOVERSEV1", "NEOVERSEN1", "CORTEXA57", "ARMV8"),
}
FEATURES_OFF = "NPY_DISABLE_CPU_FEATURES"
OLD_COMPILERS = {"ONEDNN_MAX_CPU_ISA": "SSE41", "XLA_FLAGS": "--xla_cpu_max_isa=SSE4_2"}
WHAT_RAN = """
import json, numpy, threadpoolctl
from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__
numpy.ones((2, 2)) @ numpy.ones((2, 2))
(kernel,) = {each["architecture"] for each in threadpoolctl.threadpool_info()}
print(json.dumps([kernel, [each for each in __cpu_dispatch__ if __cpu_features__[each]]]))
"""
OF_KERAS = ("test_keras_bridge", "test_lesson4", "test_lesson4_exercises", "test_side_by_side")
NOT_HERE = (  # no figures of NumPy's, or run the lessons once more
    *("browser", "benchmarks", "test_class.py", "test_left_out.py", "test_alone.py"),
    *("test_other_computers.py", "test_notebooks.py", "test_add_keras.py", "test_dependencies.py"),
)
NUMPY_LESSONS = (
    *("01_single_neuron", "02_two_layer_xor", "03_regression_scores", "05_handwritten_digits"),
    "playground",
    "your_own_data",
)


class Setting(NamedTuple):
    """A processor to stand in for: its name, the variables that ask for it, and the tests."""

    name: str
    variables: dict
    tests: list


def main():
    settings, ran = [], []
    for setting in of_numpy(ask({})[1]):
        what = ask(setting.variables)
        if what is None:
            print(f"{setting.name}: left out, for this processor lacks instructions of it")
            continue
        kernel, features = what
        print(f"{setting.name}: OpenBLAS ran {kernel}, NumPy {', '.join(features) or 'none'}")
        settings.append(setting)
        ran.append(what)
    wrong = [setting.name for setting, what in zip(settings, ran, strict=True)
             if not obeyed(setting.variables, *what)]  # fmt: skip
    if wrong or any(ran.count(what) > 1 for what in ran):
        sys.exit(
            f"This processor did not run what was asked for ({', '.join(wrong) or 'twice the same'}"
            "), so nothing was tried."
        )
    settings += [
        Setting("Keras as it comes", {}, tests_of_keras()),
        Setting("Keras, compilers held to SSE", OLD_COMPILERS, tests_of_keras()),
    ]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        passed = list(pool.map(run, settings))
    failed = [setting.name for setting, well in zip(settings, passed, strict=True) if not well]
    if failed:
        sys.exit(f"Failed: {', '.join(failed)}.")


def obeyed(variables, kernel, features):
    """Return whether the kernel that was asked for ran, and features only where they are on."""
    asked = variables["OPENBLAS_CORETYPE"]
    return kernel.lower() == asked.lower() and bool(features) != (FEATURES_OFF in variables)


def of_numpy(features):
    """Yield a setting for every kernel, with NumPy's `features` and without."""
    kernels = KERNELS.get(platform.machine().replace("AMD64", "x86_64"))
    if kernels is None:
        sys.exit(f"No kernels are listed for a processor of the kind {platform.machine()}.")
    for kernel in kernels:
        for off in ((), features):
            variables = {"OPENBLAS_CORETYPE": kernel}
            if off:  # a name that this build does not know would be a warning
                variables[FEATURES_OFF] = ",".join(off)
            yield Setting(
                f"{kernel}, features {'off' if off else 'on'}", variables, tests_of_numpy()
            )


def tests_of_numpy():
    """Return the arguments of pytest: the lessons under nbval, and the tests of the library."""
    unit = ["tests", *(f"--ignore=tests/{name}" for name in NOT_HERE)]
    unit += [f"--ignore=tests/{name}.py" for name in OF_KERAS]
    return [nbval(*NUMPY_LESSONS), unit]


def tests_of_keras():
    return [nbval("04_keras_comparison"), [f"tests/{name}.py" for name in OF_KERAS]]


def nbval(*lessons):
    return ["--nbval", "--nbval-current-env", *(f"notebooks/{name}.ipynb" for name in lessons)]


def ask(variables):
    """Return the kernel of OpenBLAS and NumPy's features that run under these variables.

    ``None`` where the processor has not the instructions of that kernel, and ends the program.
    """
    done = subprocess.run(
        [sys.executable, "-c", WHAT_RAN], env=environment(variables),
        capture_output=True, encoding="utf-8",
    )  # fmt: skip
    if done.returncode == -signal.SIGILL:
        return None
    done.check_returncode()
    return json.loads(done.stdout)


def run(setting):
    """Run the tests of a setting, and return whether all passed."""
    results = []
    for arguments in setting.tests:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
            cwd=ROOT, env=environment(setting.variables), capture_output=True, encoding="utf-8",
        )  # fmt: skip
        results.append(done.returncode == 0)
        print(f"{setting.name}: {done.stdout.strip().rpartition(chr(10))[2]}", flush=True)
        if done.returncode:
            print(done.stdout, done.stderr)
    return all(results)


def environment(variables):
    return os.environ | {"PYTHONPATH": str(ROOT)} | variables


if __name__ == "__main__":
    main()
