# Everything here also works without make; README.md says how.
PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
STAMP := $(VENV)/.klaar
SUITE ?= plansoftware
UIT := build/basischeck

.PHONY: help basischeck test lint bench lock wheel coverage clean

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

basischeck: $(STAMP) ## the basischeck on the reference software of SUITE=plansoftware or vth; with PAKKETTEN=DIR [KLOK=MOMENT] on every zip in a folder
ifdef PAKKETTEN
	@$(BIN)/dso-sim basischeck run --pakketten "$(PAKKETTEN)" $(if $(KLOK),--klok "$(KLOK)")
else
	@$(BIN)/dso-sim basischeck run --suite $(SUITE) --uit $(UIT)
endif

test: $(STAMP) ## the tests; names what it left out
	@$(BIN)/python -m pytest -q

lint: $(STAMP) ## format, lint, types, layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(STAMP) ## every budget of ARCHITECTURE.md, measured
	@if tools/postgres-tijdelijk 2>/dev/null; then tools/postgres-tijdelijk $(BIN)/python -m bench; else $(BIN)/python -m bench; fi

coverage: $(STAMP) ## write COVERAGE.md anew
	$(BIN)/python -m simulator.beheer.dekking > COVERAGE.md

lock: $(STAMP) ## write requirements.lock anew (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --only-binary :all: --no-emit-index-url \
	  --no-emit-find-links --no-header --no-annotate --quiet pyproject.toml --group dev --extra official --extra postgres -o requirements.lock

wheel: $(STAMP) ## build the wheel into dist/
	$(BIN)/python -m hatchling build -t wheel

clean: ## remove what was made
	rm -rf $(VENV) build dist

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 of hoger is nodig; kies er een met: make PYTHON=python3.12"; exit 1; }
	@if command -v uv >/dev/null 2>&1; then \
	  uv venv --quiet --allow-existing --python $(PYTHON) $(VENV) && \
	  uv pip install --quiet --python $(BIN)/python --require-hashes --only-binary :all: -r requirements.lock && \
	  uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e . ; \
	else \
	  $(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python mist de module venv; installeer die (Debian: apt-get install python3-venv)"; exit 1; } ; \
	  $(PYTHON) -m venv $(VENV) && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.lock && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . ; \
	fi
	@touch $(STAMP)
