# Two commands: `make book` and `make test`. Each sets up what it needs, and no more.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# What is installed: for a build, for prints, for tests.
STAMP := $(VENV)/.installed
PDF := $(VENV)/.pdf
TESTS := $(VENV)/.tests
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# Two files of tests at a time, each file in one process; those that build books begin, the quick ones fill the gaps.
PYTEST := $(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder
LOCK = _build/lock/bin/uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url \
  --custom-compile-command "make lock" --quiet
# Who asks whether outside addresses answer; an installed lychee does too (LYCHEE=lychee).
LYCHEE ?= docker run --rm --volume "$(CURDIR):/input:ro" --workdir /input lycheeverse/lychee:0.24.2
# Editions of old are not asked for; who refuses programs is there.
LINKS := --no-progress --exclude-path _build/html/v --accept 200..=403,405..=409,411..=599
# How often the random tests of test-all try.
KILLS ?= 100
EDITS ?= 50
DAMAGES ?= 200
# What stands in another lock is not repeated.
WITHOUT = $$(sed -n 's/^\([A-Za-z0-9._-]*\)==.*/--no-emit-package \1/p' $(1))

.PHONY: book pdf release links due test test-all serve clean bench profile shots exit lock setup

book: $(STAMP)  ## check the data, execute the chapters, write _build/html
	$(BIN)/umbrella build

pdf: $(PDF)  ## also print every chapter and the whole book as PDF, and figures as PNG; links them from the site
	$(BIN)/umbrella pdf

release: pdf  ## pack what the release of the last edition hands out, PDFs included, in _build/release
	$(BIN)/umbrella edition --pack

links: book  ## ask whether outside addresses still answer (needs a network, and Docker or lychee)
	$(LYCHEE) $(LINKS) _build/html

due: $(STAMP)  ## say when the next search is due; fails when it was
	$(BIN)/umbrella search due

test: $(TESTS)  ## the tests, those in a browser included, but for the long ones
	$(PYTEST) --ignore=tests/slow

test-all: $(TESTS)  ## all tests, with as many random kills, edits and damages as convince
	KILLS=$(KILLS) EDITS=$(EDITS) DAMAGES=$(DAMAGES) $(PYTEST)

serve: $(STAMP)  ## preview on http://127.0.0.1:8000: builds again on every change and reloads the page
	$(BIN)/umbrella serve

bench: $(STAMP)  ## measure: writes _build/bench.json
	$(BIN)/python -m bench

profile: $(STAMP)  ## what the parts of a clean build take, and of one after a row has changed
	$(BIN)/python -m bench.profile

exit: book  ## build the chapters with plain Sphinx and the newest book theme too, and tell what is missing
	$(BIN)/python scripts/exit.py

shots: book $(PDF)  ## pictures of every page in _build/shots
	$(BIN)/python scripts/shots.py

clean:  ## remove everything that was built
	rm -rf _build

setup: $(TESTS)  ## everything a developer needs

# The environment is made anew when the lock, or what the package installs, changes.
$(STAMP): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; set PYTHON=..." >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(INSTALL) --require-hashes -r requirements.txt
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@
	@echo 'Set up. In this terminal, "source $(VENV)/bin/activate" puts the command umbrella on the path.'

$(PDF): requirements-pdf.txt $(STAMP)
	$(INSTALL) --no-deps --require-hashes -r requirements-pdf.txt
	@touch $@

$(TESTS): tests/requirements.txt $(PDF)
	$(INSTALL) --no-deps --require-hashes -r tests/requirements.txt
	@touch $@

# Needs a network; run after changing the dependencies in pyproject.toml.
lock:
	$(PYTHON) -m venv --clear _build/lock && _build/lock/bin/pip install --quiet uv
	$(LOCK) --output-file requirements.txt
	$(LOCK) --extra pdf --constraint requirements.txt --output-file requirements-pdf.txt $(call WITHOUT,requirements.txt)
	$(LOCK) --extra test --constraint requirements.txt --constraint requirements-pdf.txt \
	  --output-file tests/requirements.txt $(call WITHOUT,requirements.txt requirements-pdf.txt)
