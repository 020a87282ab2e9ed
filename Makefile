# `make demo` and `make test` need only python3 (3.11 or newer) and make.
# Everything is installed into .venv; a stamp file there says what has been, so a second run
# sets up nothing.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
SPEC   := pyproject.toml constraints.txt
TOOLS  := $(VENV)/release

# All of benchmarks/ but the modules they share.
BENCHMARKS := $(filter-out %/families.py %/solvers.py,$(sort $(wildcard benchmarks/*.py)))
# The floors whose branches are counted, and the tests that stand on them.
FLOORS   := exchange planning ledger
MEASURED := $(addprefix tests/,$(FLOORS) oracles interop/test_efg.py interop/test_icalendar.py) $(wildcard tests/cli/test_ledger_*.py)
LOCALE := src/detente/words/locale

# Errors only, whatever the user's own pip settings are.
PIP    := PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip -qq

PEERS  := PIP_DISABLE_PIP_VERSION_CHECK=1 .venv-peers/bin/python -m pip -qq install \
  --no-compile --constraint tests/interop/constraints.txt

# $(call install,requirement,stamps): one pip run, then the stamps it earns.
define install
	@echo "Setting up .venv (once): $(1)" >&2
	@$(PIP) install --editable '$(1)' --constraint constraints.txt \
	  || { echo "make: the set-up did not finish (pip's reason stands above); run make again" >&2; exit 1; }
	@touch $(addprefix $(VENV)/.,$(2))
endef

.NOTPARALLEL:
.DEFAULT_GOAL := help
.PHONY: help demo test peers lint format messages picture docs bench coverage release audit licences fuzz mutants nightly clean venv

help: ## this list
	@sed -n 's/^\([a-z]*\):[^#]*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 18

demo: $(VENV)/.core ## plan the bundled case minsk and write its brief to out/
	@$(BIN)/detente demo

test: $(VENV)/.test ## every test that needs nothing but this machine
	@$(BIN)/python -m pytest

peers: .venv-peers/.made ## the programs of others that tests/interop asks, in .venv-peers

lint: $(VENV)/.dev ## style, types and floors
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

format: $(VENV)/.dev ## let ruff mend what it can
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

messages: $(VENV)/.dev ## collect the words to translate, and compile the catalogues
	@$(BIN)/pybabel -q extract -F pyproject.toml -k say -k count:1,2 --no-wrap --no-location --sort-output \
	  --project detente -o $(VENV)/detente.pot src/detente
	@$(BIN)/pybabel -q update -D detente -d $(LOCALE) -i $(VENV)/detente.pot --no-wrap -N \
	  --ignore-obsolete --ignore-pot-creation-date
	@$(BIN)/pybabel -q compile -D detente -d $(LOCALE)

picture: $(VENV)/.core ## draw the ladder in the README anew
	@$(BIN)/python docs/ladder.py

docs: $(VENV)/.docs ## build the documentation into out/docs, offline; a broken link stops it
	@$(BIN)/python docs/build.py

bench: $(VENV)/.bench ## each benchmark prints a ratio against a peer measured in the same run
	@set -e; for file in $(BENCHMARKS); do echo "== $$file"; $(BIN)/python "$$file"; done

release: $(TOOLS)/.done ## sdist, wheel and SBOM of the last commit into dist/, built twice and compared
	@$(TOOLS)/bin/python release/build.py

audit: $(TOOLS)/.done ## ask the network for known weaknesses of the pinned versions
	@$(TOOLS)/bin/pip-audit --requirement constraints.txt --no-deps --disable-pip

licences: $(VENV)/.nightly ## write the tables of docs/licences.md anew, from what is installed
	@$(BIN)/python release/licences.py

coverage: $(VENV)/.bench ## the branches of model, search and ledger that tests take: 95 % of each at least
	@DETENTE_HYPOTHESIS=branches $(BIN)/python -m pytest $(MEASURED) $(addprefix --cov=detente.,$(FLOORS)) --cov-report=
	@$(BIN)/python -m tests.branches $(FLOORS)

# TIME=600 for ten minutes a target, TARGETS="case html" for these alone.
fuzz: $(VENV)/.nightly ## spoilt files through every door, TIME seconds each; what breaks one is kept
	@$(BIN)/python -m tests.fuzz.drive --time $(or $(TIME),60) $(TARGETS)

mutants: $(VENV)/.nightly ## small changes to the certificate and the chain, each to be found by a test
	@$(BIN)/python -m tests.mutation.run

nightly: $(VENV)/.nightly ## the long tier: deep property tests, slow tests, mutants, all benchmarks
	@$(MAKE) --no-print-directory release
	@DETENTE_HYPOTHESIS=nightly $(BIN)/python -m pytest -m ""
	@$(MAKE) --no-print-directory coverage
	@$(MAKE) --no-print-directory mutants
	@$(MAKE) --no-print-directory fuzz TIME=$(or $(TIME),300)
	@$(MAKE) --no-print-directory bench

clean: ## remove .venv, caches and build results (never out/)
	@rm -rf $(VENV) .venv-peers build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .coverage htmlcov
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Without a compiler and ICU what needs no compiler is there all the same; its tests run.
.venv-peers/.made: $(wildcard tests/interop/*.txt) | venv
	@echo "Setting up .venv-peers (once)" >&2
	@$(BIN)/python -m venv .venv-peers
	@$(PEERS) -r tests/interop/requirements.txt
	@$(PEERS) -r tests/interop/requirements-compiled.txt \
	  || { echo "make: FollowTheMoney needs a compiler and ICU (Debian: apt install libicu-dev pkg-config g++ python3-dev)" >&2; exit 1; }
	@touch $@

$(VENV)/.core: $(SPEC) | venv
	$(call install,.,core)

$(VENV)/.test: $(SPEC) | venv
	$(call install,.[test],core test docs)

$(VENV)/.docs: $(SPEC) | venv
	$(call install,.[docs],core docs)

$(VENV)/.dev: $(SPEC) | venv
	$(call install,.[dev],core test docs dev)

# Apart, for within a call a comma would end the argument.
FOR_BENCH := dev,calendar
FOR_NIGHT := $(FOR_BENCH),nightly

$(VENV)/.bench: $(SPEC) | venv
	$(call install,.[$(FOR_BENCH)],core test docs dev bench)

# What releases are made with stays out of the environment of the program.
$(TOOLS)/.done: release/requirements.txt | venv
	@echo "Setting up $(TOOLS) (once)" >&2
	@$(PYTHON) -m venv --clear $(TOOLS)
	@PIP_DISABLE_PIP_VERSION_CHECK=1 $(TOOLS)/bin/python -m pip -qq install --requirement $<
	@touch $@

$(VENV)/.nightly: $(SPEC) | venv
	$(call install,.[$(FOR_NIGHT)],core test docs dev bench nightly)

# Debian ships Python without ensurepip (package python3-venv); say so instead of failing inside.
venv:
	@[ -x $(BIN)/pip ] && [ -x $(BIN)/python ] || { \
	  command -v $(PYTHON) >/dev/null \
	    || { echo "make: $(PYTHON) not found: install Python 3.11 or newer (Debian: apt install python3 python3-venv)" >&2; exit 1; }; \
	  $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	    || { echo "make: detente needs Python 3.11 or newer, and $(PYTHON) is $$($(PYTHON) -V 2>&1); name a newer one: make PYTHON=python3.12 …" >&2; exit 1; }; \
	  $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	    || { echo "make: this Python cannot make a virtual environment: install Debian's package python3-venv (apt install python3-venv)" >&2; exit 1; }; \
	  $(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); exit 1; }; \
	}
