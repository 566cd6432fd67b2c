"""README, Makefile, Binder and the workflow tell the same ways to install and to test."""

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


README, MAKEFILE = read("README.md"), read("Makefile")
WORKFLOW = yaml.load(read(".github/workflows/test.yml"), Loader=yaml.BaseLoader)  # on stays a word
JOBS = WORKFLOW["jobs"]
TARGETS = set(re.findall(r"^([a-z]+):.*## ", MAKEFILE, flags=re.M)) - {"help"}
IN_PLAIN_LINES = dict(re.findall(r"^\| `make ([a-z]+)` \| (.+) \|$", README, flags=re.M))
# make leaves these as they are
INSTALLED = ("-o", ".venv/course", "-o", ".venv/tools", "-o", ".venv/tests")
MADE_BY_MAKE = (Path(sys.prefix) / "course").exists()  # and not for make lowest or make newest
with_make = pytest.mark.skipif(sys.platform == "win32", reason="make is for Linux and macOS")
NO_NEWS = 'jupyter labextension disable "@jupyterlab/apputils-extension:announcements"'
BOTH = "-r requirements.txt -r requirements-keras.txt"


def plain(target):
    """Return the README's lines for a target."""
    return re.findall(r"`(.+?)`", IN_PLAIN_LINES[target])


def recipe(target):
    """Return the lines that make runs for a target, the installation left out."""
    given = ("REPOSITORY=https://github.com/owner/name", "ADDRESS=https://somewhere/")
    lines = make("-n", target, *given, *INSTALLED)
    lines = lines.replace("\\\n", " ").splitlines()
    return [re.sub(r"\s+", " ", line).strip() for line in lines if "make[" not in line]


def make(*words):
    """Return what make prints, whichever make has started the tests."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(
        ["make", *words], cwd=ROOT, env=clean, capture_output=True, encoding="utf-8", check=True
    ).stdout


def installing(folder):
    """Return the README's lines for one system: those that name its folder of programs."""
    (block,) = (
        each
        for each in re.findall(r"```\n(.+?)```", README, flags=re.S)
        if f".venv{folder}" in each and "-m venv" in each
    )
    return block.splitlines()


def runs(job):
    return [step["run"] for step in JOBS[job]["steps"] if "run" in step]


def pythons():
    """Return every Python of the workflow, job by job."""
    for job in JOBS.values():
        matrix = job.get("strategy", {}).get("matrix", {})
        yield from matrix.get("python", [])
        yield from (each["python"] for each in matrix.get("include", []))


def test_every_target_has_its_plain_line():
    assert set(IN_PLAIN_LINES) == TARGETS


@with_make
@pytest.mark.parametrize("target", sorted(TARGETS - {"test", "clean"}))
def test_the_plain_lines_are_the_recipe(target):
    assert plain(target) == recipe(target)


@with_make
def test_make_lab_installs_the_course_first_and_keras_beside_jupyterlab_unless_told_not_to():
    for words, begun in ((), 1), (["KERAS=no"], 0):
        planned = make("-nB", "lab", *words)
        assert planned.count("tools.add_keras --in-background") == begun
        assert planned.index("pip install") < planned.index("-m nnlib.course")
        assert "requirements-keras.txt" not in planned


@with_make
def test_make_test_runs_the_targets_that_its_plain_line_names():
    named = re.findall(r"lint|browser|nbval|unit", IN_PLAIN_LINES["test"])
    lines = [line for target in named for line in plain(target)]
    assert [line for line in recipe("test") if line in lines] == lines


@pytest.mark.parametrize("folder", ["\\Scripts", "/bin"])
def test_plain_lines_install_both_sets_and_open_the_course(folder):
    environment, packages, news, opens = installing(folder)
    assert environment.endswith(" -m venv .venv")
    assert packages == f".venv{folder}\\".replace("bin\\", "bin/") + f"python -m pip install {BOTH}"
    assert news.endswith(NO_NEWS)
    assert opens.replace("\\", "/").replace("/Scripts/", "/bin/") == plain("lab")[-1]


def test_a_teacher_is_told_the_lines_that_make_all_three():
    (block,) = (
        each for each in re.findall(r"```\n(.+?)```", README, flags=re.S) if "slides" in each
    )
    install, *lines = block.splitlines()
    assert install == ".venv/bin/python -m pip install -r tools/requirements.txt"
    assert lines == [*plain("slides"), *plain("answers"), *plain("handout")]


def test_nobody_is_asked_about_news():
    assert f"{NO_NEWS} 2>/dev/null" in MAKEFILE
    assert NO_NEWS in read("binder/postBuild")


@pytest.mark.skipif(not MADE_BY_MAKE, reason="the line against news has not been run here")
def test_the_line_against_news_switches_it_off():
    settings = Path(sys.prefix) / "etc" / "jupyter" / "labconfig" / "page_config.json"
    disabled = json.loads(settings.read_text(encoding="utf-8"))["disabledExtensions"]
    assert disabled["@jupyterlab/apputils-extension:announcements"]


def test_windows_takes_a_python_that_can_have_keras():
    chosen = re.match(r"py -(3\.\d+) ", installing("\\Scripts")[0])[1]
    named = tomllib.loads(read("pyproject.toml"))["project"]["optional-dependencies"]["keras"]
    windows = {"python_version": chosen, "sys_platform": "win32", "platform_machine": "AMD64"}
    assert any(Requirement(each).marker.evaluate(windows) for each in named)


@pytest.mark.parametrize("target", sorted(TARGETS - {"test", "clean"}))
def test_windows_can_run_the_plain_lines(target):
    """Its command prompt knows no single quotes, and / in a program's name begins an option."""
    for line in plain(target):
        assert "'" not in line
        assert not re.search(r"&&|^\W*mkdir", line)
        program = line.split()[0]
        assert program.startswith((".venv/bin/", f"build/{target}/bin/")), program


def test_windows_runs_the_plain_lines():
    *first, _ = installing("\\Scripts")
    first[0] = first[0].replace("py -3.13 ", "python ")  # which the workflow has chosen
    tests = [line for target in ("lint", "unit", "nbval") for line in plain(target)]
    assert runs("windows") == [
        *first,
        ".venv\\Scripts\\python -m pip install -r tests/requirements.txt",
        *(line.replace(".venv/bin/", ".venv\\Scripts\\") for line in tests),
    ]


def test_linux_and_macos_run_targets_that_there_are():
    matrices = [JOBS[job]["strategy"]["matrix"] for job in ("unix", "monthly")]
    for job in ("unix", "monthly"):
        assert "make ${{ matrix.make }}" in runs(job)
    named = [name for matrix in matrices for name in matrix["make"]]
    named += [each["make"] for each in matrices[0]["include"]]
    known = re.findall(r"^([a-z-]+):", MAKEFILE, flags=re.M)
    assert set(" ".join(named).split()) <= set(known)
    assert {"test", "newest", "lowest", "slow"} <= set(named)
    assert read(".ci/run").splitlines()[-1] == "CI=true make test"


def test_the_workflow_knows_all_systems():
    matrix = JOBS["unix"]["strategy"]["matrix"]
    assert matrix["os"] == ["ubuntu-latest", "macos-latest"]
    assert JOBS["windows"]["runs-on"] == "windows-latest"


def test_the_workflow_runs_every_python_from_the_oldest_on_with_binders_among_them():
    project = tomllib.loads(read("pyproject.toml"))["project"]
    minors = sorted({int(each.removeprefix("3.")) for each in pythons()})
    assert minors == list(range(minors[0], 15))
    assert project["requires-python"] == f">=3.{minors[0]}"
    assert f"Python 3.{minors[0]} or newer" in README
    binders = read("binder/runtime.txt").strip().removeprefix("python-")
    assert binders in JOBS["unix"]["strategy"]["matrix"]["python"]


def test_the_workflow_may_only_read_and_ends():
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert WORKFLOW["concurrency"]["cancel-in-progress"] == "true"
    for job in JOBS.values():
        assert int(job["timeout-minutes"]) <= 120
        assert "permissions" not in job


def test_the_workflow_keeps_packages_by_the_files_that_name_them():
    named = {path.name for path in ROOT.glob("*.txt")} | {
        "pyproject.toml",
        "tests/requirements.txt",
        "tools/requirements.txt",
    }
    for job in ("unix", "windows"):
        python = next(step["with"] for step in JOBS[job]["steps"] if "with" in step)
        assert python["cache"] == "pip"
        assert set(python["cache-dependency-path"].split()) == named
