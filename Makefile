# Two commands matter: `make run` and `make test`. The work is in scripts/, one short program each.

PYTHON = $(shell sh scripts/find-python.sh)
PORT ?= 8000
MARAC_ENV ?= demonstration
export PORT MARAC_ENV

.DEFAULT_GOAL := help
.PHONY: help setup run people test check migrate matrix format clean

help:  ## list these commands
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(firstword $(MAKEFILE_LIST)) | expand -t 16

setup:  ## install what the application needs into .venv (make run and make test do it too)
	@$(PYTHON) -m scripts.setup

run:  ## bring up a demonstration MARAC on this machine: PORT=8000
	@$(PYTHON) -m scripts.run

people:  ## the made-up people's sign-in details, with their codes of this moment
	@.venv/bin/flask --app wsgi demo sign-in-sheet

test:  ## install the test tools, then every check and every test
	@$(PYTHON) -m scripts.setup --with-tests
	@.venv/bin/python -m scripts.check
	@.venv/bin/python -m pytest $(ARGS)

check:  ## formatting, lint, types, import contracts and templates, without the tests
	@$(PYTHON) -m scripts.setup --with-tests --without-browser
	@.venv/bin/python -m scripts.check

migrate:  ## bring the database up to the newest migration
	@$(PYTHON) -m scripts.setup
	@.venv/bin/flask --app wsgi db upgrade
	@echo "The database is at the newest migration."

matrix:  ## write tests/access_matrix.txt again after a change of rights (review the difference)
	@.venv/bin/python -m tests.architecture.matrix

format:  ## let ruff put the Python files in order
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix .

clean:  ## remove what was installed and built; never touches instance/
	rm -rf .venv app/web/static/vendor .pytest_cache .mypy_cache .ruff_cache .hypothesis test-results
