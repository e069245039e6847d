# Seatrial from a fresh clone. Needs Python 3.11 or newer, git and make; `make setup` brings the rest.
#
#   make setup      the `seatrial` command in .venv; installs missing Debian packages (only that needs root or sudo)
#   make            lint and test
#   make demo       runs the example; make demo-down takes it away again
#   make bench      what Seatrial costs, side by side with what it is compared to

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
# Seatrial as one has it who installs the linters too. Apart, for there their findings join every check.
LINTERS := .venv-linters
# Output is the same with and without a terminal, in every locale.
export LC_ALL := C.UTF-8
export PYTHONDONTWRITEBYTECODE ?=
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Scenarios wait far more than they compute, but each holds a whole twin.
SCENARIO_WORKERS ?= 3
TEST_WORKERS ?= 2

.PHONY: all setup packages dev lint test test-pure test-scenarios format lock demo demo-down image bench clean help

all: lint test

setup: packages $(VENV)/.seatrial-ready
	@$(BIN)/python -m compileall -q src
	@echo "ready: $(BIN)/seatrial"

packages:
	@tools/setup.sh packages

# The stamps: made anew when a lock file, the project's metadata or the way of setting up changes.
$(VENV)/.seatrial-ready: requirements.lock pyproject.toml tools/setup.sh
	@tools/setup.sh venv $(VENV) requirements.lock
	@touch $@

$(VENV)/.seatrial-dev-ready: requirements-dev.lock $(VENV)/.seatrial-ready
	@tools/setup.sh install $(VENV) requirements-dev.lock
	@touch $@

$(LINTERS)/.seatrial-ready: requirements-linters.lock pyproject.toml tools/setup.sh
	@tools/setup.sh venv $(LINTERS) requirements-linters.lock
	@touch $@

dev: setup $(VENV)/.seatrial-dev-ready $(LINTERS)/.seatrial-ready

lint: $(VENV)/.seatrial-dev-ready
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: test-pure test-scenarios

test-pure: $(VENV)/.seatrial-dev-ready $(LINTERS)/.seatrial-ready
	$(BIN)/python -m pytest -n $(TEST_WORKERS) -m "not scenario"

# Real namespaces and containers. As root they also run as an ordinary user, whom tools/test_user.sh makes and removes.
test-scenarios: dev
	tools/test_user.sh with $(BIN)/python -m pytest -n $(SCENARIO_WORKERS) -m scenario tests/scenarios tests/runtimes

format: $(VENV)/.seatrial-dev-ready
	$(BIN)/ruff check --quiet --fix .
	$(BIN)/ruff format --quiet .

# New versions into the lock files. They name no index: pip takes the one this machine is configured for.
lock: $(VENV)/.seatrial-dev-ready
	tools/lock.sh $(BIN)/python

image:
	examples/web/build-image.sh 1
	examples/web/build-image.sh 2

demo: setup image
	examples/web/demo.sh

demo-down:
	examples/web/demo.sh down

bench: dev image
	$(BIN)/python -m bench

clean:
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

help:
	@sed -n 's/^#   //p' Makefile
