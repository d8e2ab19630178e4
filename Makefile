# `make demo` and `make test` need git, make and Python 3.11 or later; everything else goes into $(VENV).
# They may be told where: make test VENV=/tmp/venv PYTHON=/opt/python/bin/python3

VENV   ?= .venv
# The first of these that runs and is new enough is taken.
PYTHON ?= python3.13 python3.12 python3.11 python3
# Hand-made answers, kept beside the checkout by those who have them; ERRORS=1 lists what differs from them.
SHARED ?= ../shared
CORPUS ?= $(SHARED)/corpus
ERRORS ?=
# What gold-diff compares the working tree with; KIND=citations limits it, SUMMARY=1 gives the table alone.
BASE    ?= HEAD
KIND    ?=
SUMMARY ?=
# Mistakes for each part, of which some are tried.
SIZE    ?= 55
# Set to anything, make lock takes the newest versions that pyproject.toml allows.
UPGRADE ?=
# Where it is asked, for one version of a package, what is known of it.
ADVISORIES ?= https://pypi.org/pypi/pip/25.0/json

# Seconds for each target of the fuzzer, which targets, and where its failures are kept.
TIME    ?= 60
TARGETS ?= parse compare grammar schema settings baseline
FOUND   ?= fuzz/found

BIN   := $(VENV)/bin
STAMP := $(VENV)/.stamp
PEERS := $(VENV)/.peers
FUZZ  := $(VENV)/.fuzz
MUTMUT := $(VENV)/.mutmut
# What a release needs, apart from the rest: none of it may stand in for what pyproject.toml has forgotten.
TOOLS := $(VENV)/tools
# What is installed, to the last byte, see docs/decisions/0015.
LOCKS := requirements/run.txt requirements/dev.txt requirements/release.txt

# For every platform and every Python from the oldest on; without local addresses.
LOCK = UV_CUSTOM_COMPILE_COMMAND="make lock" $(TOOLS)/bin/uv pip compile --quiet --universal --python-version 3.11 \
  --generate-hashes --no-emit-index-url --no-emit-find-links $(if $(UPGRADE),--upgrade)

export PIP_DISABLE_PIP_VERSION_CHECK = 1

.DEFAULT_GOAL := help
.PHONY: help demo test check format lint types gold gold-diff corpus outlines marks bench peers fuzz hostile docs scores mutants lock audit sbom clean

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

demo: $(STAMP)  ## compare two of the sample plans
	$(BIN)/vbparse compare samples/hp1631.txt samples/bg.txt

test: $(STAMP)  ## run the tests
	$(BIN)/python -m pytest

check: lint types test  ## everything a change must pass: format, lint, types, layers, tests

format: $(STAMP)  ## lay out the code and mend what can be mended
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

lint: $(STAMP)  ## is the code laid out, is it clean
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(STAMP)  ## do the types hold
	$(BIN)/mypy

gold: $(STAMP)  ## score against hand-made answers, where there are any (SHARED=folder ERRORS=1)
	$(BIN)/python tools/score_gold.py $(SHARED) $(if $(ERRORS),--errors)

gold-diff: $(STAMP)  ## records that a change gains, loses or alters (BASE=revision KIND=citations SUMMARY=1)
	$(BIN)/python tools/gold_diff.py --base="$(BASE)" $(KIND:%=--kind=%) $(if $(SUMMARY),--summary) $(CORPUS) samples

corpus: $(STAMP)  ## a row for each text under a folder: what it was read as (CORPUS=folder)
	$(BIN)/python tools/corpus_report.py $(CORPUS)

marks: $(STAMP)  ## what readers marked in single sentences and the parser finds otherwise
	$(BIN)/python tests/marked.py

outlines: $(STAMP)  ## where real documents are read other than a reader read them
	$(BIN)/python tests/test_structure.py

bench: $(PEERS)  ## how fast it starts, reads and compares, beside a floor, a bound and peers; docs/performance.md
	$(BIN)/python benchmarks/speed.py $(CORPUS) --save
	$(BIN)/python tools/write_performance_doc.py

peers: $(PEERS)  ## other ways to line up clauses against the same hand-made answers (SHARED=folder)
	$(BIN)/python benchmarks/peers.py $(SHARED)

fuzz: $(FUZZ)  ## damaged documents, grammars, settings until something breaks (TIME=60 TARGETS=parse CORPUS=folder)
	$(BIN)/python fuzz/run.py --seconds $(TIME) --keep $(FOUND) $(addprefix --corpus ,$(wildcard $(CORPUS))) $(TARGETS)

hostile: $(STAMP)  ## every command on texts of up to 10 MB that nobody wrote for a reader
	$(BIN)/python fuzz/hostile.py

docs: $(STAMP)  ## write docs/records.md from the shapes, docs/rules from the rules, docs/compare.md from the last scores
	$(BIN)/python tools/write_records_doc.py
	$(BIN)/python tools/write_rules_doc.py
	$(BIN)/python tools/write_compare_doc.py
	$(BIN)/python tools/write_performance_doc.py

scores: $(PEERS)  ## measure compare and its peers anew and tell it in docs/compare.md (SHARED=folder)
	$(BIN)/python tools/measure_compare.py $(SHARED)
	$(BIN)/python tools/write_compare_doc.py

mutants: $(MUTMUT)  ## do the tests notice small mistakes in tree, records, matching; an hour or more (SIZE=55 for each)
	CI=1 $(BIN)/python tools/mutants.py --size $(SIZE)

lock: $(TOOLS)/.stamp  ## write requirements/ anew from pyproject.toml (UPGRADE=1 for the newest versions)
	$(LOCK) --extra all --output-file requirements/run.txt pyproject.toml
	$(LOCK) --extra dev --constraint requirements/run.txt --output-file requirements/dev.txt pyproject.toml
	$(LOCK) --group release --output-file requirements/release.txt

audit: $(STAMP)  ## is a vulnerability known in what is locked; said and passed over where nobody can be asked
	@if $(BIN)/python tools/advisories.py $(ADVISORIES); then \
	  $(MAKE) --no-print-directory $(TOOLS)/.stamp && \
	  $(TOOLS)/bin/pip-audit --strict --disable-pip --progress-spinner off $(LOCKS:%=--requirement=%); \
	fi

sbom: $(TOOLS)/.stamp  ## what a release brings along, as dist/vbparse.cdx.json (CycloneDX)
	$(BIN)/python -m build --no-isolation --wheel --outdir dist
	$(BIN)/python -m venv --without-pip --clear $(VENV)/installed
	$(BIN)/python -m pip --python $(VENV)/installed/bin/python install --quiet --require-hashes --requirement requirements/run.txt
	$(BIN)/python -m pip --python $(VENV)/installed/bin/python install --quiet --no-deps dist/*.whl
	@# It reads no version from the code.
	version=$$($(VENV)/installed/bin/vbparse --version) && \
	  sed "s/^dynamic = .*/version = \"$${version#vbparse }\"/" pyproject.toml > $(VENV)/pyproject.toml
	$(TOOLS)/bin/cyclonedx-py environment --pyproject $(VENV)/pyproject.toml --output-reproducible \
	  --output-file dist/vbparse.cdx.json $(VENV)/installed/bin/python

clean:  ## remove what make has made
	rm -rf $(VENV) dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find vbparse tests tools -name __pycache__ -type d -exec rm -rf {} +

# Debian ships ensurepip apart, in python3-venv; where only pip is there, pip can fill the environment as well.
$(STAMP): pyproject.toml requirements/dev.txt
	@for python in $(PYTHON); do \
	  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; \
	  python=; \
	done; \
	if [ -z "$$python" ]; then \
	  echo "No Python 3.11 or later among: $(PYTHON). Install one, or name it: make PYTHON=/path/to/python3" >&2; \
	  exit 1; \
	fi; \
	echo "Preparing $(VENV) with $$("$$python" --version), once ..." >&2; \
	if "$$python" -c 'import venv, ensurepip' 2>/dev/null; then \
	  "$$python" -m venv $(VENV); \
	elif "$$python" -c 'import venv, pip' 2>/dev/null; then \
	  "$$python" -m venv --without-pip $(VENV) && "$$python" -m pip --python $(BIN)/python install --quiet pip; \
	else \
	  echo "This Python can make no environment: install the package python3-venv (apt install python3-venv)." >&2; \
	  exit 1; \
	fi
	@$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --no-build-isolation --editable '.[dev]'
	@touch $@

$(TOOLS)/.stamp: $(STAMP) requirements/release.txt
	@$(BIN)/python -m venv --without-pip --clear $(TOOLS)
	@$(BIN)/python -m pip --python $(TOOLS)/bin/python install --quiet --require-hashes --requirement requirements/release.txt
	@touch $@

# Without them the others are still measured, and those that are missing say so.
$(PEERS): $(STAMP)
	@$(BIN)/python -m pip install --quiet --editable '.[peers]' && touch $@ || true

$(MUTMUT): $(STAMP)
	@$(BIN)/python -m pip install --quiet --editable '.[mutants]' && touch $@

$(FUZZ): $(STAMP)
	@$(BIN)/python -m pip install --quiet --editable '.[fuzz]' && touch $@
