"""What Binder builds from is what everybody else installs."""

import os
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
BINDER = ROOT / "binder"


def version(text):
    return tuple(int(part) for part in text.split("."))


def test_binder_installs_the_courses_own_requirements():
    lines = (BINDER / "requirements.txt").read_text(encoding="utf-8").split("\n")
    assert lines == ["-r ../requirements.txt", "-r ../requirements-keras.txt", ""]


def test_binders_python_is_one_that_the_package_takes():
    name, _, stated = (BINDER / "runtime.txt").read_text(encoding="utf-8").strip().partition("-")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert name == "python"
    assert version(stated) >= version(project["requires-python"].removeprefix(">="))


def test_the_last_build_step_can_be_run():
    script = BINDER / "postBuild"
    assert script.read_text(encoding="utf-8").startswith("#!/usr/bin/env bash\n")
    assert os.name == "nt" or os.access(script, os.X_OK)
