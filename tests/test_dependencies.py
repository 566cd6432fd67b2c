"""What is declared, what is pinned, and what is installed fit together."""

import importlib.metadata
import os
import re
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
CONSTRAINTS = (ROOT / "constraints.txt").read_text(encoding="utf-8")
PLATFORMS = ("linux", "windows", "aarch64-apple-darwin", "x86_64-apple-darwin")
INSTALLS = re.compile(  # a command, and its words up to where it ends
    r"\b(?:micropip|pip3?|pipx|uv|conda|mamba|poetry|pdm)(?:\W{1,4}-?-?[\w-]+){0,3}?"
    r"\W{1,4}(?:install|add)\b((?:[,\\]\s*\n|[^\n`;|&])*)"
)
BETWEEN_WORDS = re.compile(r"(?:\\n|[\s\"'(),\[\]])+")  # of a shell, of a list, or in a notebook
FOREIGN = re.compile(r"nnlib(?:[=<>~!@].*|\W*)")


def pins():
    """Return the requirement of each line of the constraints, in their order."""
    return [Requirement(line) for line in CONSTRAINTS.splitlines() if not line.startswith("#")]


PINNED = {canonicalize_name(pin.name): pin for pin in pins()}


def is_asked_for_here(requirement, extras=("",)):
    return requirement.marker is None or any(
        requirement.marker.evaluate({"extra": extra}) for extra in extras
    )


def asked_for(declared):
    """Yield all that the declared requirements ask for here, directly or through others.

    What a package asks for is read where the pinned version of it is installed: other versions
    may ask for other things.
    """
    waiting, seen = [Requirement(line) for line in declared], set()
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if not is_asked_for_here(requirement):
            continue
        yield requirement
        key = (name, *sorted(requirement.extras))
        if key not in seen and name in PINNED and is_the_pinned(name):
            seen.add(key)
            waiting += [
                plain(each)
                for each in map(Requirement, importlib.metadata.requires(name) or [])
                if is_asked_for_here(each, ("", *requirement.extras))
            ]


def is_the_pinned(name):
    try:
        return PINNED[name].specifier.contains(importlib.metadata.version(name), prereleases=True)
    except importlib.metadata.PackageNotFoundError:
        return False


def plain(requirement):
    """Return the requirement without its marker, which has been judged."""
    requirement.marker = None
    return requirement


def test_the_constraints_are_exact_and_name_no_place_to_load_from():
    for pin in pins():
        assert re.fullmatch(r"==[\w.]+", str(pin.specifier)), pin
        assert pin.url is None


def test_each_package_has_one_version_so_that_keras_changes_none_of_the_courses():
    assert [name for name, count in Counter(pin.name for pin in pins()).items() if count > 1] == []


@pytest.mark.parametrize("extra", [None, *EXTRAS])
def test_everything_asked_for_is_pinned_and_accepts_its_pin(extra):
    declared = EXTRAS[extra] if extra else PROJECT["dependencies"]
    for requirement in asked_for(declared):
        pin = PINNED[canonicalize_name(requirement.name)]
        assert is_asked_for_here(pin), f"{pin.name} is not pinned here"
        (version,) = (each.version for each in pin.specifier)
        assert requirement.specifier.contains(version), f"{requirement} refuses {version}"


@pytest.mark.slow
@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("python", ["3.11", "3.14"])
def test_keras_only_adds_to_the_course(platform, python):
    def resolved(*extras):
        command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--quiet"]
        command += ["--constraint", "constraints.txt", "--only-binary", ":all:", "--no-annotate"]
        command += ["--no-header", "--python-platform", platform, "--python-version", python]
        command += [f"--extra={extra}" for extra in extras]
        run = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, encoding="utf-8")
        assert run.returncode == 0, run.stderr
        return set(run.stdout.splitlines())

    course = resolved("lab")
    assert course < resolved("lab", "keras", "tools", "tests")
    assert course <= resolved("lab", "keras")


def test_what_making_needs_holds_nothing_of_the_tests():
    lines = (ROOT / "tools/requirements.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith(("#", "-c"))] == ["-e .[tools]"]
    named = {Requirement(each).name for each in EXTRAS["tools"]}
    assert not named & {Requirement(each).name for each in EXTRAS["tests"]}


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements-keras.txt", "tools/requirements.txt"]
)
def test_what_is_installed_is_the_tested_set(name):
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    first = next(line for line in lines if not line.startswith("#"))
    assert first == f"-c {'../' * name.count('/')}constraints.txt"


def foreign(text):
    """Return the commands in a text that install the package of a stranger, bare ``nnlib``."""
    return [
        found[0]
        for found in INSTALLS.finditer(text)
        if any(FOREIGN.fullmatch(word) for word in BETWEEN_WORDS.split(found[1]))
    ]


@pytest.mark.parametrize(
    "command",
    [
        *("pip install {}", "%pip install -q --upgrade {}", "!pip3 install '{}==1.0'"),
        *("python -m pip install numpy {}", "pip install -r x {}", "pip --quiet install {}[lab]"),
        *("uv add {}", "uv pip install {}", "uv tool install {}", "conda install -y {}"),
        *("pip install --target elsewhere {}.", "pip install -e {}>=1"),
        *('["pip", "install", "--no-deps", "{}"]', '["-m", "pip", "install",\n "{}"]'),
        *('    "%pip install {}\\n"', 'await micropip.install("{}")', "pip install \\\n {}"),
        *("pip uninstall x && pip install {}", "Type `pip install {}`."),
    ],
)
def test_a_command_that_installs_the_strangers_package_is_known(command):
    assert foreign(command.format("nnlib"))


@pytest.mark.parametrize(
    "command",
    [
        *("pip uninstall -y {}", "pip install -e ./{}", "pip install .\\{}", "pip install ."),
        *("pip install one-neuron-at-a-time", "pip install git+https://example.org/o/{}"),
        *("`pip install numpy`, then import {}", "pip install x; python -m {}", "import {}"),
        *("%pip install a.whl\n{}", "pip install {}_0.1-py3-none-any.whl", "pip install {}-x"),
    ],
)
def test_a_harmless_command_is_not_taken_for_one(command):
    assert not foreign(command.format("nnlib"))


def test_nobody_is_told_to_install_the_strangers_package():
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout: what belongs to the project is not known")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    for name in os.fsdecode(listed.stdout).split("\0")[:-1]:
        text = (ROOT / name).read_bytes().decode("utf-8", "replace")
        assert foreign(text) == [], name
