# Two doors: `make demo` shows huice at work, `make test` runs every gate. Both make their own environment in .venv.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
DEMO_HOME := demo-home
FIRMS := $(sort $(wildcard src/huice/library/firms/*.yaml))
CORPUS ?= $(or $(HUICE_CORPUS),$(wildcard ../shared/corpus/compendium-2023q2.txt))
say = @printf '\n== %s\n' "$(1)"

.PHONY: help demo test check browser lock clean

help:  ## What can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/.made:
	$(call say,Creating the environment in $(VENV))
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "huice needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.runtime: $(VENV)/.made requirements.lock pyproject.toml
	$(call say,Installing huice and what it needs (pinned in requirements.lock))
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps -e .
	@touch $@

$(VENV)/.tests: $(VENV)/.runtime requirements-test.lock
	$(call say,Installing what the tests need (pinned in requirements-test.lock))
	$(PIP) install --require-hashes -r requirements-test.lock
	@touch $@

demo: $(VENV)/.runtime  ## Assess the sample firms and open the portal on this machine
	$(if $(CORPUS),$(call say,Reading the compendium $(notdir $(CORPUS))))
	$(if $(CORPUS),$(BIN)/huice --home $(DEMO_HOME) ingest "$(CORPUS)",@echo "No compendium at hand: the rules work without it; import one with 'huice ingest FILE'.")
	@for firm in $(FIRMS); do printf '\n== %s\n' "huice assess $$firm"; $(BIN)/huice --home $(DEMO_HOME) assess "$$firm" || exit; done
	$(if $(filter 0,$(DEMO_SERVE)),,$(call say,Opening the portal; stop it with Ctrl-C))
	$(if $(filter 0,$(DEMO_SERVE)),,$(BIN)/huice --home $(DEMO_HOME) serve)

test: $(VENV)/.tests browser check  ## Every gate: style, types, import contract, library, tests
	$(call say,Tests)
	$(BIN)/python -m pytest -n auto

check: $(VENV)/.tests
	$(call say,Style)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(call say,Types)
	$(BIN)/mypy
	$(call say,Import contract)
	$(BIN)/lint-imports
	$(call say,Rule library)
	$(BIN)/huice lint --strict
	$(BIN)/huice test
	$(BIN)/huice reference

browser:
	@if command -v "$${CHROMIUM:-chromium}" >/dev/null || command -v chromium-browser >/dev/null; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  printf '\n== %s\n' "Installing Chromium and a Chinese font for the page tests"; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk >/dev/null && exit 0; \
	fi; \
	echo "No Chromium: the page tests will be skipped (Debian: apt-get install chromium fonts-noto-cjk)"

lock: $(VENV)/.tests  ## Pin the newest versions that fit, with hashes
	$(PIP) install pip-tools
	$(BIN)/pip-compile -q --upgrade --generate-hashes --strip-extras --no-emit-index-url --no-emit-options --no-emit-find-links --no-emit-trusted-host --no-header -o requirements.lock pyproject.toml
	$(BIN)/pip-compile -q --upgrade --generate-hashes --strip-extras --extra test --constraint requirements.lock --no-emit-index-url --no-emit-options --no-emit-find-links --no-emit-trusted-host --no-header -o requirements-test.lock pyproject.toml

clean:  ## Remove the environment and the demo's data
	rm -rf $(VENV) $(DEMO_HOME) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
