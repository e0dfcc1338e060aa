# The commands of this project; `make help` lists them.
PYTHON ?= python3
PORT ?= 8000
PY := .venv/bin/python

.PHONY: help run test lint format css checkers clean bench-import bench-drift bench-search

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv/run.stamp ## set up what is missing and serve on http://127.0.0.1:8000 (PORT= changes it)
	$(PY) manage.py prepare
	$(PY) manage.py runserver --noreload 127.0.0.1:$(PORT)

test: .venv/dev.stamp ## the whole test suite (ARGS= are handed to pytest)
	$(PY) -m pytest -n auto --dist loadgroup $(ARGS)

bench-import: .venv/dev.stamp ## how fast sheets come in, against stock and the floor (ARGS="1000 100000")
	$(PY) tests/bench/bench_import.py $(ARGS)

bench-drift: .venv/dev.stamp ## what 10,000 live fact sheets cost (ARGS="1000")
	$(PY) tests/bench/bench_drift.py $(ARGS)
bench-search: .venv/dev.stamp ## what a search costs among many officials (ARGS="20000")
	$(PY) tests/bench/bench_search.py $(ARGS)

lint: .venv/dev.stamp ## the linters, and no migration is missing
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) manage.py makemigrations --check --dry-run

format: .venv/dev.stamp ## put the code into shape
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

css: assets/node_modules/.stamp ## the public stylesheet from assets/ (needs Node 18 or newer; nothing else does)
	node assets/build.mjs

checkers: assets/node_modules/.stamp ## what the tests of pages look with: axe-core and, with Java 17, the Nu checker

assets/node_modules/.stamp: assets/package-lock.json
	cd assets && npm ci --silent
	touch $@

clean: ## remove the environment and caches; the database and media stay
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis staticfiles

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; say PYTHON=python3.12 or the like.")'
	$(PYTHON) -m venv .venv

.venv/run.stamp: requirements.txt | .venv/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

.venv/dev.stamp: requirements.txt requirements-pdf.txt requirements-dev.txt | .venv/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@
