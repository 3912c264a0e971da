# Holdfast, from an empty machine: `make run` tries it, `make test` and `make gate` prove it.
# Everything is made inside this folder: .venv holds the libraries, .run the local Workspace.

SHELL  := /bin/bash
PYTHON ?= python3
VENV   := .venv
PY     := $(VENV)/bin/python
READY  := $(VENV)/.ready
ARGS   ?=
# Every process of a test run would compile everything anew.
TEST   := PYTHONDONTWRITEBYTECODE= $(PY) -m pytest -n auto --dist worksteal

.PHONY: run test gate check format bench soak lock clean

run: $(READY)
	@$(PY) -m emulator.school $(ARGS)

# Everything that tells whether a change is sound, in the time that one waits for.
test: $(READY)
	@$(TEST) -m "not gate" $(ARGS)

# Everything: all histories, crash points, faults and walks in a browser as well.
gate: $(READY)
	@$(TEST) $(ARGS)

check: $(READY)
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy

format: $(READY)
	@$(VENV)/bin/ruff check --fix .
	@$(VENV)/bin/ruff format .

bench: $(READY)
	@$(PY) -m tests.bench $(ARGS)

soak: $(READY)
	@$(PY) -m tests.adversary $(ARGS)

# Writes requirements*.txt anew from requirements*.in: whole, for every system, with hashes.
# What is pinned there stays so; `make lock ARGS=--upgrade` takes what is newest.
LOCK := $(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command "make lock"
lock: $(READY)
	@$(PY) -m pip install --quiet --disable-pip-version-check uv==0.13.9
	@$(LOCK) $(ARGS) requirements.in --output-file requirements.txt
	@$(LOCK) $(ARGS) requirements-dev.in --constraint requirements.txt --output-file requirements-dev.txt

clean:
	rm -rf $(VENV) .run .pytest_cache .mypy_cache .ruff_cache .hypothesis

# The virtual environment is made anew whenever the list of libraries changes.
$(READY): requirements.txt requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit("Holdfast needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12") if sys.version_info < (3, 11) else None'
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@echo "Installing Holdfast's libraries into $(VENV) (about a minute, the first time only) ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@
