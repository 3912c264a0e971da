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

.PHONY: run test gate check format bench soak clean

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

clean:
	rm -rf $(VENV) .run .pytest_cache .mypy_cache .ruff_cache .hypothesis

# The virtual environment is made anew whenever the list of libraries changes.
$(READY): requirements.txt requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit("Holdfast needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12") if sys.version_info < (3, 11) else None'
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@echo "Installing Holdfast's libraries into $(VENV) (about a minute, the first time only) ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@
