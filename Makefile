# Everything this project needs is set up by the first target that needs it.
# Needed beforehand: Python 3.11 or newer, and make.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test access check format bench drill lock translations screenshots chromium clean

VENV := .venv
PY   := $(VENV)/bin/python
export UV_SYSTEM_CERTS := 1
export UV_PYTHON_DOWNLOADS := never
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Test processes: one more than the cores of a small machine, as tests wait for servers too. `make test ARGS=tests/domain` runs a part.
WORKERS ?= 3
ARGS ?=

CATALOGUES := $(wildcard portal/translations/*/LC_MESSAGES/*.po)
EXTRACT := $(PY) -m babel.messages.frontend -q extract -F pyproject.toml -k N_ -k lazy_gettext --no-location \
	--sort-output --omit-header

help: ## say what each target does
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 14

run: $(VENV)/run.stamp $(VENV)/translations.stamp ## set up and start the portal in demo mode (PORT=8000)
	@$(PY) -m compileall -q portal wsgi.py
	@exec env PORTAL_ENV=demo $(PY) -m flask --app wsgi demo run

test: $(VENV)/dev.stamp $(VENV)/translations.stamp ## set up and pass every test, on both databases and in a browser
	@$(PY) -m compileall -q portal tests bench wsgi.py
	@$(PY) -m tests.browser.chromium install || true
	$(PY) -m pytest -n $(WORKERS) $(ARGS)

access: $(VENV)/dev.stamp $(VENV)/translations.stamp ## look at every page in every language and state with axe (minutes)
	EVERY_PAGE=1 $(PY) -m pytest -n $(WORKERS) tests/browser/test_for_everyone.py tests/browser/test_staff_for_everyone.py

check: $(VENV)/dev.stamp ## formats, lint, types, imports, templates, translations, dead code
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports --no-cache
	$(PY) -m djlint --lint --quiet portal/templates
	$(PY) .ci/translations.py
	$(PY) -m vulture

format: $(VENV)/dev.stamp ## format and repair what can be repaired
	$(PY) -m ruff check --fix-only .
	$(PY) -m ruff format .

bench: $(VENV)/dev.stamp $(VENV)/translations.stamp ## measure, beside the bare floor and peers (long; ARGS="--only pages" for a part)
	$(PY) -m bench $(ARGS)

drill: $(VENV)/dev.stamp $(VENV)/translations.stamp ## kill it while it works and let its mail server fail, and count what was lost (docs/drill.md)
	$(PY) -m bench.drill $(ARGS)

lock: $(VENV)/uv.stamp ## compile requirements*.in to requirements*.txt, with hashes
	for part in uv '' dev; do name=requirements$${part:+-$$part}; \
	$(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--custom-compile-command 'make lock' $$name.in -o $$name.txt || exit 1; done

translations: $(VENV)/dev.stamp ## collect the messages, bring the catalogues up to date
	mkdir -p portal/translations
	$(EXTRACT) -o portal/translations/messages.pot portal
	for po in $(CATALOGUES); do $(PY) -m babel.messages.frontend -q update --no-fuzzy-matching --ignore-pot-creation-date \
		-i portal/translations/messages.pot -o $$po -l $$(basename $$(dirname $$(dirname $$po))); done

screenshots: $(VENV)/dev.stamp $(VENV)/translations.stamp ## make the pictures of the readme anew
	SCREENSHOTS=docs/screenshots $(PY) -m pytest -q tests/browser/test_screenshots.py

chromium: $(VENV)/dev.stamp ## find the browser of the tests, or install it from Debian
	@$(PY) -m tests.browser.chromium install

clean: ## remove what was set up; instance/ (the data) stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build .coverage
	find portal -name '*.mo' -delete

# Set-up. A stamp is younger than what it was made from, so that a second run does nothing.
$(VENV)/venv.stamp:
	@python=$$(for p in python3 python3.13 python3.12 python3.11; do \
		$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done); \
	test -n "$$python" || { echo 'Python 3.11 or newer is needed and was not found.' >&2; exit 1; }; \
	$$python -m venv $(VENV) || { echo 'No venv could be made (on Debian: apt-get install python3-venv).' >&2; exit 1; }
	@touch $@

$(VENV)/uv.stamp: requirements-uv.txt $(VENV)/venv.stamp
	@$(PY) -m pip install --quiet --require-hashes -r $< || echo 'uv is not to be had here: pip it is.' >&2
	@touch $@

# Compiled beforehand: where Python may not keep bytecode, every start would compile it all again, for seconds.
INSTALL = $(PY) -m uv pip install --quiet --compile-bytecode --python $(PY) --require-hashes -r $< \
	|| $(PY) -m pip install --quiet --require-hashes -r $<

$(VENV)/run.stamp: requirements.txt $(VENV)/uv.stamp
	@echo 'Installing what runs (once)' >&2
	@$(INSTALL)
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/run.stamp
	@echo 'Installing what checks it (once)' >&2
	@$(INSTALL)
	@touch $@

$(VENV)/translations.stamp: $(CATALOGUES) $(VENV)/run.stamp
	@test -z '$(CATALOGUES)' || $(PY) -m babel.messages.frontend -q compile -d portal/translations
	@touch $@
