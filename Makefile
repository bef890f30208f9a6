# Two commands: `make book` and `make test`. Both set up what they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: book pdf release links test serve clean bench shots lock setup

book: $(STAMP)  ## check the data, execute the chapters, write _build/html
	$(BIN)/umbrella build

pdf: $(STAMP)  ## also print every chapter and the whole book as PDF, and figures as PNG; links them from the site
	$(BIN)/umbrella pdf

release: pdf  ## pack what the release of the last edition hands out, PDFs included, in _build/release
	$(BIN)/umbrella edition --pack

links: book  ## ask whether outside addresses still answer (needs a network)
	$(BIN)/umbrella links

test: $(STAMP)  ## all tests, those in a browser included
	$(BIN)/python -m pytest

serve: $(STAMP)  ## preview on http://127.0.0.1:8000: builds again on every change and reloads the page
	$(BIN)/umbrella serve

bench: $(STAMP)  ## measure: writes _build/bench.json
	$(BIN)/python -m bench

shots: book  ## pictures of every page in _build/shots
	$(BIN)/python scripts/shots.py

clean:  ## remove everything that was built
	rm -rf _build

setup: $(STAMP)

# The environment is made anew when the lock, or what the package installs, changes.
$(STAMP): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; set PYTHON=..." >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# Needs a network; run after changing the dependencies in pyproject.toml.
lock: $(STAMP)
	$(PYTHON) -m venv --clear _build/lock && _build/lock/bin/pip install --quiet uv
	_build/lock/bin/uv pip compile pyproject.toml --extra test --universal --generate-hashes --no-emit-index-url \
	  --custom-compile-command "make lock" --output-file requirements.txt --quiet
