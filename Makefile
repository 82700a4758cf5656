.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help venv engine browser demo demo-clean demo-destroy lint test generate docs pictures fuzz bench release-check clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PACKAGE := $(VENV)/.package
DEV := $(VENV)/.dev
ACTIONS := examples/github-actions

# The language host that is built from Go modules ignores `virtualenv` of Pulumi.yaml: the environment must be on PATH.
ENGINE = engine=$$($(PYTHON) tests/engine/bootstrap.py)
WITH_ENGINE = $(ENGINE) && PATH="$(CURDIR)/$(BIN):$$engine:$$PATH"

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

venv: $(DEV) ## the virtual environment with the package and all that the tests need

engine: ## a Pulumi engine: found, installed or built; prints its folder
	@$(ENGINE) && echo "$$engine"

browser: ## a Chromium for the tests of pages: found or installed; prints its path
	@$(PYTHON) tests/browser/bootstrap.py

demo: $(PACKAGE) ## the quickstart on a real engine; run it again after editing a text
	@echo "Looking for a Pulumi engine; if there is none, it is installed or built, which takes some minutes."
	@$(WITH_ENGINE) $(BIN)/python examples/demo.py

demo-clean: ## destroys what the demo made, and forgets it
	@if [ -d .demo ]; then $(MAKE) --no-print-directory demo-destroy; else echo "There is no demo to remove."; fi

demo-destroy: $(PACKAGE)
	@$(WITH_ENGINE) $(BIN)/python examples/demo.py --clean

lint: $(DEV) ## ruff, formatting, mypy --strict, the import rules, and linters of the workflows
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	PYTHONPATH=tests $(BIN)/lint-imports
	$(BIN)/shellcheck $(ACTIONS)/.github/review.sh
	$(BIN)/zizmor --offline --quiet --persona pedantic $(ACTIONS)
	linter=$$($(PYTHON) tests/engine/workflow_linter.py) && PATH="$(CURDIR)/$(BIN):$$PATH" "$$linter" $(ACTIONS)/.github/workflows/*.yml

test: lint browser ## lint, and every test on a real engine, with coverage
	$(WITH_ENGINE) $(BIN)/python -m pytest --numprocesses auto --dist worksteal --cov --cov-report term

generate: $(DEV) ## what is made from the models and the commands: types, tables, documents
	PYTHONPATH=tests $(BIN)/python -m generation

docs: $(DEV) ## the site of the documentation, in site/; a link or an anchor that leads nowhere stops it
	PYTHONPATH=tests $(BIN)/python -m docs.site

pictures: $(DEV) browser ## the pictures of the documentation, made from a sample report
	PYTHONPATH=tests $(BIN)/python -m browser.pictures

fuzz: $(DEV) ## random programs, as many on each registry as PROGRAMS says (1000); KIND=local is one registry
	FUZZ_PROGRAMS=$(or $(PROGRAMS),1000) $(BIN)/python -m pytest tests/fuzz --numprocesses auto --timeout 0 -k "$(KIND)"

bench: $(DEV) ## ours against dynamic resources that do nothing: a table, the same as JSON, and a picture; 15 minutes
	$(WITH_ENGINE) $(BIN)/python -m benchmarks

release-check: $(DEV) ## builds the release in dist/, checks it, and runs it in an environment of its own
	rm -rf dist
	$(BIN)/python -m build --no-isolation
	$(BIN)/twine check --strict dist/*
	$(WITH_ENGINE) WHEEL=$$(ls dist/*.whl) $(BIN)/python -m pytest -q tests/acceptance/test_wheel.py

clean: ## removes the virtual environment and what tools left behind; the cached engine stays
	rm -rf $(VENV) build dist site .cache .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find provider tests examples benchmarks -type d -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "$(PYTHON) is no Python 3.11 or later: say \`make PYTHON=<one that is>\`." >&2; exit 1; }
	@echo "Making a virtual environment in $(VENV); this takes some seconds."
	@$(PYTHON) -m venv $(VENV)

$(PACKAGE): pyproject.toml | $(BIN)/python
	@echo "Installing pulumi-prompts and what it needs into $(VENV); this takes a minute or two."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(DEV): pyproject.toml | $(BIN)/python
	@echo "Installing pulumi-prompts and all that its tests need into $(VENV); this takes some minutes."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(PACKAGE)
