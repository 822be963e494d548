# Every target works on a fresh machine that has Python 3.11 or newer, make and a package registry.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
DATA ?= tajuk-data
PINS := requirements/bootstrap.txt pyproject.toml hatch_build.py tools/install
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard src/tajuk/locale/*/LC_MESSAGES/*.po))
COMPILE_PINS = $(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --python-version 3.11 $(if $(UPGRADE),--upgrade)

.PHONY: help demo setup check test test-long bench bench-wires lighthouse messages reference pins clean

help:  ## say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/run.stamp $(CATALOGUES)  ## run a demo newsroom (PORT=8000 DATA=tajuk-data)
	@$(BIN)/tajuk demo --data "$(DATA)" --port "$(PORT)"

setup: $(VENV)/dev.stamp $(CATALOGUES)  ## make the environment in .venv, from hashed pins

check: setup  ## linters, types, layers, migrations, deployment checks
	@$(BIN)/python tools/check.py

test: setup  ## run all tests, installing what they need
	@tools/test

test-long: setup  ## run the long fault loops and fuzzers
	@tools/test --long

bench: setup  ## measure, beside peers
	@$(BIN)/tajuk bench

lighthouse: setup  ## measure readers' pages with Lighthouse (median of 3), fail below the budget
	@tools/chromium >/dev/null
	@$(BIN)/python tools/lighthouse.py

bench-wires: setup  ## measure how fast wires are read, beside newsmlg2 and feedparser
	@$(BIN)/tajuk bench wires

bench-markets: setup  ## measure quotes only: ticks a second, tick to snapshot, polling readers
	@$(BIN)/tajuk bench markets

messages: setup  ## bring the translation catalogues up to date with the code
	@$(BIN)/python -m tests.house.messages

reference: setup  ## bring the references of commands and of the gate up to date with the code
	@$(BIN)/python -m tests.house.commands
	@$(BIN)/python -m tests.house.clearance

pins: setup  ## write requirements/*.txt anew (UPGRADE=1 takes newer versions)
	@$(COMPILE_PINS) pyproject.toml --extra postgres --extra mail --extra opensearch --extra redis --extra s3 --extra sftp --group dev -o requirements/dev.txt
	@$(COMPILE_PINS) pyproject.toml -c requirements/dev.txt -o requirements/run.txt
	@$(COMPILE_PINS) --group bootstrap -c requirements/dev.txt -o requirements/bootstrap.txt
	@$(COMPILE_PINS) --group node -o requirements/node.txt

clean:  ## remove what was made; a newsroom's data stays
	@rm -rf $(VENV) .cache node_modules dist
	@rm -f $(CATALOGUES)

$(VENV)/run.stamp: requirements/run.txt $(PINS)
	@tools/install run

$(VENV)/dev.stamp: requirements/dev.txt $(PINS)
	@tools/install dev

%.mo: %.po | $(VENV)/run.stamp
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@ --locale $(notdir $(patsubst %/,%,$(dir $(patsubst %/,%,$(dir $<)))))
