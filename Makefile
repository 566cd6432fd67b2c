# One neuron at a time: `make lab` opens the course, `make test` tests it.
PYTHON ?= python3
BIN := .venv/bin
# A quarter of pip's time. It does not read pip's own settings, such as a company's mirror.
QUICKLY := $(BIN)/uv pip install --quiet --python $(BIN)/python
RESOLVE = $(BIN)/uv pip compile --quiet --upgrade --universal \
    --python-version 3.11 --fork-strategy fewest --no-annotate \
    --custom-compile-command "make constraints" pyproject.toml --extra lab

.PHONY: help lab test lint unit coverage browser firefox nbval notebooks bench experiments slow portable lowest newest constraints slides plan answers handout wheel badges lite lite-serve lite-test site published clean
.DEFAULT_GOAL := help
# Where it is set, every kernel compiles the course, NumPy and Matplotlib anew: a second or two.
export PYTHONDONTWRITEBYTECODE =

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "%-12s%s\n", $$1, $$2 }' $(MAKEFILE_LIST)

lab: .venv/course ## open your copies in JupyterLab, and install Keras meanwhile; KERAS=no leaves it out
	@$(if $(filter no,$(KERAS)),,$(BIN)/python -m tools.add_keras --in-background)
	@$(BIN)/python -m nnlib.course

test: lint ## run all tests: style; then unit tests beside those in the browser, and all notebooks
	$(MAKE) -j 2 unit browser site nbval

lint: .venv/tests ## check style, format, and that what is imported is declared
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/deptry nnlib --optional-dependencies-dev-groups tests,tools
	$(BIN)/deptry nnlib tools tests

unit: .venv/tests ## run the unit tests
	$(BIN)/python -m pytest -q --ignore tests/browser

coverage: .venv/tests ## run them and tell how much of nnlib they reach, line by line
	$(BIN)/coverage run -m pytest -q --ignore tests/browser
	$(BIN)/coverage report

browser: .venv/tests ## run the tests in a real JupyterLab
	$(BIN)/python -m pytest -q tests/browser

firefox: .venv/tests ## run some of them in Firefox (some minutes)
	$(BIN)/python -m pytest -q --firefox tests/browser/test_controls_hold.py tests/browser/test_neuron_explorer.py tests/browser/test_gates_in_jupyterlab.py tests/browser/test_playground_in_jupyterlab.py

# Nobody watches them. In the tests' own folder, tests/conftest.py says so.
nbval lowest newest: export ONE_NEURON_PACE = full
nbval: .venv/tests ## run every notebook again and compare it with its saved outputs
	$(BIN)/python -m pytest -q --nbval --nbval-current-env notebooks

notebooks: .venv/tests ## run every notebook and save it; REFRESH=1 replaces what varies too
	$(BIN)/python tools/save_notebooks.py $(if $(REFRESH),--refresh)

bench: .venv/tests ## measure speed: ratios to a bare loop, and the explorer in the browser
	$(BIN)/python -m pytest tests/benchmarks tests/browser/test_explorer_speed.py --benchmark-enable --benchmark-only -q -s

experiments: .venv/tests ## train many starts for lessons 2, 3 and 5 (some minutes)
	$(BIN)/python -m tools.run_experiments

slow: .venv/tests ## run the tests that train for minutes, and those on the other engine
	$(BIN)/python -m pytest -q -m slow

portable: .venv/tests ## run the tests as on other processors (half an hour)
	$(BIN)/python -m tools.try_other_kernels

lowest: .venv/tests ## run unit tests and notebooks with the lowest versions that are allowed
newest: .venv/tests ## run unit tests and notebooks with the newest versions that are allowed
# Many of the lowest have no wheels for Python 3.13 and newer.
lowest: RESOLUTION := lowest-direct
newest: RESOLUTION := highest
lowest newest:
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python build/$@
	$(BIN)/uv pip install --quiet --python build/$@ --resolution $(RESOLUTION) -e ".[lab,keras,tools,tests]"
	build/$@/bin/python -m pytest -q --ignore tests/browser
	build/$@/bin/python -m pytest -q --nbval --nbval-current-env notebooks

# The course first, then the rest under it: Keras and the tests only add packages.
constraints: .venv/tests ## find the newest versions that fit together, for constraints.txt
	$(RESOLVE) -o build/course.txt
	$(RESOLVE) --extra keras --extra tools --extra tests -c build/course.txt -o constraints.txt

slides: .venv/tools ## make slides with speaker notes
	$(BIN)/python -m tools.make_slides

plan: .venv/tools ## write the plan of each lesson into notebooks/TEACHING.md
	$(BIN)/python -m tools.make_plan

answers: .venv/tools ## make the answer keys
	$(BIN)/python -m tools.make_answers

handout: .venv/tools ## make a page on paper for pupils, for each lesson
	$(BIN)/python -m tools.make_handout

wheel: .venv/tests ## make the package that a notebook alone needs, in build/wheel
	$(BIN)/uv build --quiet --out-dir build/wheel

badges: .venv/tests ## put badges into the README and the wheel's address into the notebooks; REPOSITORY=https://github.com/owner/name
	$(BIN)/python -m tools.make_badges "$(REPOSITORY)"

lite: .venv/tests ## build build/site: the course as a site on which Python runs in the browser
	$(BIN)/python -m tools.make_lite

lite-serve: lite ## build it and open it
	$(BIN)/python -m tools.serve_lite

lite-test: .venv/tests ## run the browser tests on that site
	$(BIN)/python -m pytest -q -m "" tests/browser --site

site: .venv/tests ## run those of them that make test has
	$(BIN)/python -m pytest -q -rs -m everywhere tests/browser --site

published: .venv/tests ## run those on a site that stands somewhere; ADDRESS=https://somewhere/
	$(BIN)/python -m pytest -q -m everywhere tests/browser --site="$(ADDRESS)"

clean: ## remove the environment and all that was made
	-@test ! -x $(BIN)/python || $(BIN)/python -m tools.add_keras --stop
	rm -rf .venv build .pytest_cache .ruff_cache *.egg-info
	find nnlib tests tools -name __pycache__ -prune -exec rm -rf {} +

.venv/course: requirements.txt constraints.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo 'Python 3.11 or newer is needed; name it so: make lab PYTHON=python3.12'; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet -c constraints.txt uv
	$(QUICKLY) -r requirements.txt || $(BIN)/python -m pip install --quiet -r requirements.txt
	-@$(BIN)/jupyter labextension disable "@jupyterlab/apputils-extension:announcements" 2>/dev/null
	@touch $@

.venv/tools: .venv/course tools/requirements.txt
	$(QUICKLY) -r tools/requirements.txt || $(BIN)/python -m pip install --quiet -r tools/requirements.txt
	@touch $@

.venv/tests: .venv/tools requirements-keras.txt tests/requirements.txt
	$(BIN)/python -m tools.add_keras
	$(QUICKLY) -r tests/requirements.txt || $(BIN)/python -m pip install --quiet -r tests/requirements.txt
	@touch $@
