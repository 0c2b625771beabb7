# Every target makes .venv first if it is missing; `make clean-venv` starts afresh.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test lint format docs bench clean-venv

demo: .venv/installed
	$(BIN)/python -m skmedcode demo

test: .venv/installed
	$(BIN)/python -m pytest -n auto --dist worksteal

lint: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: .venv/installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: .venv/installed
	$(BIN)/python -m sphinx -W -b html docs docs/_build/html

bench: .venv/installed
	$(BIN)/python benchmarks/bench_codiesp.py --data $(DATA)

.venv/installed: setup.py constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[dev]"
	touch $@

clean-venv:
	rm -rf .venv
