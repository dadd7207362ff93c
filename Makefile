# `make audit` and `make test` set up whatever they need.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
LOCALE := src/kzcheck/locale

.PHONY: audit test suite lint docs messages model bench lock clean

audit: $(VENV)/installed
	$(BIN)/kzcheck audit --offline --fail-on never

test: lint suite

suite: $(VENV)/developing
	$(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist loadfile

lint: $(VENV)/developing
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/python -m deptry src
	$(BIN)/python -m deptry tests benchmarks docs training --ignore DEP002,DEP004

docs: $(VENV)/developing
	$(BIN)/python docs/generate.py
	$(BIN)/sphinx-build --quiet --fresh-env --fail-on-warning --builder html docs build/docs

messages: $(VENV)/developing
	mkdir -p build
	PYTHONPATH=docs $(BIN)/pybabel --quiet extract --mapping-file babel.cfg --no-wrap --add-location file --project kzcheck \
		--output-file build/kzcheck.pot src
	$(BIN)/pybabel --quiet update --input-file build/kzcheck.pot --output-dir $(LOCALE) --domain kzcheck --no-wrap \
		--ignore-obsolete --ignore-pot-creation-date
	$(BIN)/pybabel --quiet compile --directory $(LOCALE) --domain kzcheck

# Fits the model that parts printed references again: needs the labelled data beside the project, and a quarter of an hour.
model: $(VENV)/developing
	$(BIN)/python -m pip install --quiet --group training
	$(BIN)/python training

bench: $(VENV)/developing
	$(BIN)/python benchmarks/strings.py
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/scale.py
	$(BIN)/python benchmarks/attribution.py
	$(BIN)/python benchmarks/planted.py
	$(BIN)/python benchmarks/precision.py report
	$(BIN)/python benchmarks/record_accuracy.py
	$(BIN)/python benchmarks/records.py
	$(BIN)/python benchmarks/links.py
	$(BIN)/python benchmarks/page_accuracy.py
	$(BIN)/python benchmarks/html_report.py

# locks/developing.txt is what .github/workflows and .readthedocs.yaml install.
# For every system and every Python from 3.11 on. Wheels only: installing a source archive runs its code, and its build is not pinned.
LOCK := build/uv/bin/uv pip compile --no-config --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--only-binary :all: --emit-build-options --no-emit-index-url --no-header --no-annotate

lock:
	$(PYTHON) -m venv build/uv
	build/uv/bin/pip install --quiet uv
	mkdir -p locks
	$(LOCK) pyproject.toml --output-file locks/runtime.txt >/dev/null
	$(LOCK) pyproject.toml --group dev --group docs --group browser --output-file locks/developing.txt >/dev/null
	build/uv/bin/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")' \
		| $(LOCK) - --output-file locks/build.txt >/dev/null

clean:
	rm -rf .venv .venv-* build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/python:
	@$(PYTHON) -c 'import sys; sys.exit("kzcheck needs Python 3.11 or newer, and this is %d.%d; name another one: make audit PYTHON=python3.13" \
		% sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	touch $@

$(VENV)/installed: $(VENV)/python pyproject.toml
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/developing: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --group dev --group docs --group browser
	touch $@
