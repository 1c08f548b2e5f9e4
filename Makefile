# Every task has its entry here; `make help` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# 0 ends the demo after the table, without serving the pages.
SERVE ?= 1
SENT = folder:$(CURDIR)/var/demo-messages
# Not the office's own database nor its channels: what is sent lies in a folder, to be looked at.
DEMO = env -u MOTCUA_DATABASE_URL -u MOTCUA_FILES -u MOTCUA_SMS_TOKEN -u MOTCUA_ZALO_TOKEN \
  MOTCUA_MAIL="$(SENT)" MOTCUA_SMS="$(SENT)" MOTCUA_ZALO="$(SENT)" \
  MOTCUA_SITE=http://127.0.0.1:8000
T ?= tests
WORKERS ?= 2
# `make bench SCALE=small|medium|full ONLY="calendar letters"`
SCALE ?= medium
ONLY ?=

.DEFAULT_GOAL := help
.PHONY: help demo setup setup-test test check run lint format types arch coverage shots letters reports bench setup-bench lock vendor clean

##@ Every day
help: ## this list
	@awk 'BEGIN {FS = ":.*##"} /^##@/ {printf "\n%s\n", substr($$0, 5)} \
	  /^[a-z-]+:.*##/ {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: setup ## the sample ward: its quarter as table II.06a, then its desks on 127.0.0.1:8000, with the scheduler
	@# Important: never into the office's own database, whose log keeps everything for ever.
	@$(DEMO) $(BIN)/motcua demo
ifneq ($(SERVE),0)
	@$(DEMO) $(BIN)/python .ci/both $(BIN)/motcua
endif

setup: $(VENV)/.ready ## .venv with the locked dependencies, nothing else

test: setup-test ## the whole suite, on SQLite, a real PostgreSQL and in a real browser
	$(BIN)/pytest -q -n $(WORKERS) --dist worksteal $(T)

check: lint types arch test ## all that CI runs

run: setup ## desks and scheduler for development on 127.0.0.1:8000; desks start again when a file changes
	$(BIN)/python .ci/both $(BIN)/motcua --reload

##@ Parts of `check`
lint: setup-test ## ruff: rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: setup-test ## let ruff put things right
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: setup-test ## mypy, strict
	$(BIN)/mypy

arch: setup-test ## the import contracts
	$(BIN)/lint-imports

##@ Seldom
setup-test: $(VENV)/.ready-test ## .venv with what the tests need: PostgreSQL, browser, LibreOffice
	@.ci/browser

coverage: setup-test ## the whole suite again, twice as slow: at least 95 % of lines and branches
	$(BIN)/pytest -q -n $(WORKERS) --dist worksteal --cov --cov-report= $(T)
	@$(BIN)/coverage report | tail -n 15

shots: setup-test ## every page on a picture, anew, in docs/screenshots
	MOTCUA_SHOTS=1 $(BIN)/pytest -q tests/browser

letters: setup-test ## every form on a picture in docs/screenshots/letters, and each DOCX in LibreOffice
	$(BIN)/python -m tests.letters.shots

reports: setup-test ## the statutory tables as printed, on pictures in docs/screenshots/reports
	$(BIN)/python -m tests.reports.out.shots

bench: setup-test ## measure beside others, into docs/performance.md; SCALE=small|medium|full, ONLY="part part"
	@$(MAKE) --no-print-directory setup-bench \
	  || echo "make bench: not all peers could be installed; the missing ones are shown as not run" >&2
	$(BIN)/python -m bench --scale $(SCALE) $(if $(ONLY),--only $(ONLY))

setup-bench: $(VENV)/.ready-bench ## .venv with those the bench measures us beside

lock: ## write requirements*.txt anew from pyproject.toml (needs uv on the PATH)
	uv pip compile pyproject.toml --universal --generate-hashes --no-header --no-emit-index-url \
	  --no-annotate -q -o requirements.txt
	uv pip compile pyproject.toml --universal --extra test --generate-hashes --no-header \
	  --no-emit-index-url --no-annotate -q -c requirements.txt -o requirements-test.txt
	uv pip compile pyproject.toml --universal --extra test --extra bench --generate-hashes --no-header \
	  --no-emit-index-url --no-annotate -q -c requirements-test.txt -o requirements-bench.txt

vendor: ## copy scripts and styles of others anew from npm's packages (needs npm on the PATH)
	.ci/vendor

clean: ## forget .venv and caches; var, which may hold an office's data, stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage*

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "motcua cần Python 3.11 trở lên: make PYTHON=/đường/dẫn/python3.11 setup" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.ready: requirements.txt .ci/launcher | $(VENV)/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	@sed 's|@ROOT@|$(CURDIR)|g' .ci/launcher > $(BIN)/motcua && chmod +x $(BIN)/motcua
	@touch $@

$(VENV)/.ready-test: requirements-test.txt $(VENV)/.ready
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-test.txt
	@touch $@

$(VENV)/.ready-bench: requirements-bench.txt $(VENV)/.ready-test
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-bench.txt
	@touch $@
