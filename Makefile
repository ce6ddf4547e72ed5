# Thin over tools/: `python3 -m tools --help` says the same.
PYTHON ?= python3
.DEFAULT_GOAL := help
.PHONY: help run stop clean test test-core lint format bench translations wheels

help:  ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run:  ## serve the suite with its demonstration data (creates everything the first time)
	@$(PYTHON) -m tools run

stop:  ## stop the server and the embedded PostgreSQL
	@$(PYTHON) -m tools stop

clean:  ## stop, then remove the databases and the Python environment of this checkout
	@$(PYTHON) -m tools clean

test:  ## everything CI runs: lint, unit, integration and browser tests
	@$(PYTHON) -m tools test

test-core:  ## Odoo's own tests, with and without the suite installed
	@$(PYTHON) -m tools test-core

lint:  ## ruff, pylint-odoo, Odoo's own lint, manifests, translations, compose file
	@$(PYTHON) -m tools lint

format:  ## let ruff rewrite what it can
	@$(PYTHON) -m tools format

bench:  ## ratios on large data: directory, allocation, indicators
	@$(PYTHON) -m tools bench

translations:  ## refresh the .pot and French files from the sources
	@$(PYTHON) -m tools translations

wheels:  ## build each add-on as a wheel in dist/
	@$(PYTHON) -m tools wheels
