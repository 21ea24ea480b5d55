# English Tutor. `make` alone lists what there is.
PYTHON ?= python3
BIN := .venv/bin
NPM := npm --prefix web_client --silent
# Here a missing need (a browser, a server) is a failure, not a skip.
PYTEST := CI=1 $(BIN)/python -m tests.at_once -p tests.fixtures.require_all

.DEFAULT_GOAL := help
.PHONY: help run console test test-all check lint format types web models lock contract settings clean environment prepare

help: ## this list
	@sed -nE 's/^([a-z-]+):[^#]*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

run: ## start all that is missing, print the page's address; Ctrl-C stops it
	@$(PYTHON) -m stack

console: ## the same lesson, typed in this terminal; ARGS="--help" lists its options
	@$(PYTHON) -m stack console $(ARGS)

test: ## all checks and tests but the slow ones; installs what they need; prints its time
	@$(MAKE) --no-print-directory check MARKS="not slow"

test-all: ## `make test` and the slow tests
	@$(MAKE) --no-print-directory check MARKS=""

check:
	@began=$$(date +%s); \
	$(MAKE) --no-print-directory prepare && \
	$(MAKE) --no-print-directory lint && \
	$(NPM) test && \
	$(PYTEST) -m "$(MARKS)" --durations=15; \
	code=$$?; \
	echo "make test: $$([ $$code = 0 ] && echo passed || echo FAILED) in $$(( $$(date +%s) - began )) s"; \
	exit $$code

lint: environment ## style, types, borders between the parts, generated files, size of the page
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m contract.generate --check
	$(BIN)/python -m stack.settings_table --check
	@$(BIN)/python -m stack.web build
	$(NPM) run contract:check
	$(NPM) run typecheck
	$(NPM) run lint
	$(NPM) run format:check
	$(NPM) run size

format: environment ## put every file into its form
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .
	@$(BIN)/python -m stack.web install
	$(NPM) run format

types: environment ## types of Python and TypeScript only
	$(BIN)/mypy
	@$(BIN)/python -m stack.web install
	$(NPM) run typecheck

web: environment ## the web client, if a source changed
	@$(BIN)/python -m stack.web build

models: ## better ears and a natural voice for the local engine; ARGS="--help" lists its options
	@$(PYTHON) -m stack.bootstrap run
	@$(BIN)/python -m stack.fetch_models $(ARGS)

lock: environment ## requirements/*.txt from pyproject.toml
	$(BIN)/python -m stack.lock $(ARGS)

contract: environment ## contract/schema.json and the TypeScript types
	$(BIN)/python -m contract.generate
	@$(BIN)/python -m stack.web install
	$(NPM) run contract

settings: environment ## the table of settings in README.md
	$(BIN)/python -m stack.settings_table

clean: ## remove what was built here; lessons in .tutor and the cache of built tools stay
	rm -rf .venv web_client/node_modules web_client/dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

environment:
	@$(PYTHON) -m stack.bootstrap dev

prepare: environment
	@$(BIN)/python -m stack.prepare
