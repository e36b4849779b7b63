# Ten targets at most; `make` alone lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8000
PASEO_HOME ?= $(CURDIR)/workspace
export PORT PASEO_HOME

.PHONY: help install start test check bench lock clean

help: ## list what make can do here
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

.venv/installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

install: .venv/installed ## put the environment into .venv

start: install ## start the workbench with demonstration cities; PORT and PASEO_HOME are honoured
	$(BIN)/paseo serve --examples examples

test: install ## install what the tests need, then run them all (PostgreSQL too where a server answers)
	tools/prepare-tests
	tools/run-tests $(TESTS)

check: install ## format, lint, types, floors, translations, packs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/paseo check $(patsubst %/pack.yaml,%,$(wildcard src/paseo/*/content/*/pack.yaml)) src/paseo/assessment/content/benchmarks/*.yaml \
		src/paseo/evidence/content/blocks/*.yaml src/paseo/prevention/content/*.yaml \
		examples/evaluations/*/evaluation.yaml examples/*/evaluations/*.yaml $(dir $(wildcard examples/*/city.yaml)) examples/survey

bench: install ## run the benchmarks, with the peer beside ours
	$(BIN)/python -m pytest bench --benchmark-only --benchmark-columns=min,median,max --benchmark-warmup=off
	$(BIN)/python bench/import_observations.py
	$(BIN)/python bench/pyramid.py
	PASEO_HOME=$(CURDIR)/build/large $(BIN)/python bench/workspace.py
	PASEO_HOME=$(CURDIR)/build/large $(BIN)/python bench/pages.py
	PASEO_HOME=$(CURDIR)/build/questionnaires $(BIN)/python bench/questionnaire_pages.py

lock: ## pin every package anew (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --all-extras --no-emit-index-url --no-emit-find-links --no-annotate --no-header -o requirements.lock pyproject.toml tools/build-requirements.txt

clean: ## remove the environment and what was built; the workspace stays
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
