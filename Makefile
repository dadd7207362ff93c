# Two commands do all the set-up: `make audit` and `make test`.

PYTHON ?= python3
BIN := .venv/bin

.PHONY: audit test lint docs bench lock clean

audit: .venv/installed
	$(BIN)/kzcheck audit --offline --fail-on never

test: lint
	$(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist loadfile

lint: .venv/developing
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

docs: .venv/developing
	$(BIN)/python docs/generate.py
	$(BIN)/sphinx-build --quiet --fresh-env --fail-on-warning --builder html docs build/docs

bench: .venv/developing
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

# For each Python from 3.11 on and each system. Wheels only: to install from a source archive runs it, and its build is pinned by nobody.
LOCK := build/uv/bin/uv pip compile --no-config --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--only-binary :all: --emit-build-options --no-emit-index-url --no-header --no-annotate

lock:
	$(PYTHON) -m venv build/uv
	build/uv/bin/pip install --quiet uv
	mkdir -p locks
	$(LOCK) pyproject.toml --output-file locks/runtime.txt >/dev/null
	build/uv/bin/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")' \
		| $(LOCK) - --output-file locks/build.txt >/dev/null

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

.venv/python:
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	touch $@

.venv/installed: .venv/python pyproject.toml
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

.venv/developing: .venv/installed
	$(BIN)/python -m pip install --quiet --group dev --group docs --group browser
	touch $@
