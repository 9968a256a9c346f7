# studybot: `make run` is all that a learner's machine needs; the rest is for whoever works on it.
# Plain make (3.81 or later), a POSIX shell and Python 3.11 or later; everything is installed into .venv.

VENV := .venv
BIN := $(VENV)/bin
# A shell test: is this a Python that studybot runs on?
recent = "$(1)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
# The first Python of these that is recent enough, unless `make install PYTHON=...` names another.
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do $(call recent,$$name) && echo $$name && break; done)
# Only options of the command line count: many shells export a HOST of their own.
option = $(if $(findstring command line,$(origin $(1))),$(2) "$($(1))")
# Questions, and what their answers must keep; the run lies below data/, which is not versioned.
EVALUATION := corpus/multicloud-devops-with-ai/evaluation
GATE := $(EVALUATION)/gate.yaml --against $(EVALUATION)/base

# Share of lines and branches that the tests must reach, in percent.
COVERAGE := 75

.DEFAULT_GOAL := help
.PHONY: help install install-hashed hashes sbom dev run index test check gate gate-base evaluated ablation learn shapes languages bench clean distclean moved

help: ## list these commands
	@echo "studybot: answers from a course's own words. Commands:"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1@\2/p' $(firstword $(MAKEFILE_LIST)) | awk -F@ '{ printf "%-18s %s\n", $$1, $$2 }'

install: $(VENV)/installed ## install studybot into .venv (once; again only when what it needs changed)
	@echo "studybot is installed: 'make run' serves it."

run: $(VENV)/installed ## install if needed, index the course and serve the page (HOST=127.0.0.1 PORT=7860)
	@exec $(BIN)/studybot serve$(call option,HOST, --host)$(call option,PORT, --port)

index: $(VENV)/installed ## bring the index up to date with the course
	@$(BIN)/studybot index

install-hashed: $(VENV)/made ## install studybot from packages whose hashes are those of hashes.txt (torch by its version alone)
	$(BIN)/python -m pip install --disable-pip-version-check --require-hashes --no-deps --requirement hashes.txt
	$(BIN)/python -m pip install --disable-pip-version-check --no-build-isolation --constraint constraints.txt --editable .
	@touch $(VENV)/installed

dev: $(VENV)/installed-dev ## install what tests and checks need, too

test: $(VENV)/installed-dev ## run all tests, the page's scripts' too
	@$(BIN)/python scripts/tests.py
	@$(BIN)/python scripts/page.py --tests

check: $(VENV)/installed-dev ## format, lint, types, import floors, the page's scripts, tests with branch coverage: what CI runs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy --strict src scripts
	$(BIN)/lint-imports --no-logo
	$(BIN)/deptry .
	@$(BIN)/python scripts/page.py
	@$(BIN)/python scripts/tests.py --unless-passed
	$(BIN)/coverage report --fail-under=$(COVERAGE)

gate: evaluated ## answer the development questions and hold the answers to the gate and its base
	@$(BIN)/studybot eval gate data/runs/gate $(GATE) --strict

gate-base: evaluated ## make the present answers the base of the gate, for a change that is meant
	@$(BIN)/studybot eval gate data/runs/gate $(GATE) --renew

evaluated: $(VENV)/installed
	@$(BIN)/studybot eval check $(EVALUATION)/dev.jsonl >/dev/null
	@$(BIN)/studybot eval run $(EVALUATION)/dev.jsonl --out data/runs/gate --fresh

ablation: $(VENV)/installed ## measure what each part is worth: the answers with one part taken away at a time
	@$(BIN)/python scripts/ablation.py

# What each model is learned from is what the one before it gives, so that writing stops at the first that fails. CHECK=1 compares
# with the packaged models instead, all of them, and fails when one in place is worse.
LEARN := $(if $(CHECK),--check,--write)
learn: $(VENV)/installed index ## learn the packaged models again, in order: ranking, judge, follow-ups, coverage (CHECK=1 compares)
	@$(BIN)/python scripts/courses.py
	@worse=; for model in ranking judge followup coverage; do \
	  echo "== $$model"; \
	  $(BIN)/python scripts/learn_$$model.py $(LEARN) || { worse="$$worse $$model"; $(if $(CHECK),:,break); }; \
	done; [ -z "$$worse" ] || { echo "Failed:$$worse"; exit 1; }

shapes: $(VENV)/installed ## write what the pages' actions take and give as TypeScript, by which their scripts are checked
	@$(BIN)/python scripts/shapes.py

languages: $(VENV)/installed-dev ## bring the catalogues of what the pages say up to date with them, and compile them
	@$(BIN)/python scripts/languages.py

# torch comes from different places on different machines, and what it needs for graphics cards with it: no hash fits them all.
UNHASHED := torch cuda-bindings cuda-pathfinder cuda-toolkit nvidia-cublas nvidia-cuda-cupti nvidia-cuda-nvrtc nvidia-cuda-runtime nvidia-cudnn-cu13 nvidia-cufft nvidia-cufile nvidia-curand nvidia-cusolver nvidia-cusparse nvidia-cusparselt-cu13 nvidia-nccl-cu13 nvidia-nvjitlink nvidia-nvshmem-cu13 nvidia-nvtx triton
hashes: $(VENV)/installed-dev ## work out hashes.txt anew, after constraints.txt was changed
	$(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --extra dev --constraint constraints.txt \
	  --generate-hashes $(addprefix --no-emit-package ,$(UNHASHED)) --no-annotate --index-strategy unsafe-best-match \
	  --custom-compile-command "make hashes" --output-file hashes.txt

sbom: $(VENV)/installed-dev ## write what is installed (build/sbom.json, CycloneDX) and the licences of it (build/licences.md)
	@mkdir -p build
	$(BIN)/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible --output-file build/sbom.json $(BIN)/python
	$(BIN)/pip-licenses --python $(BIN)/python --format markdown --with-urls --order license --output-file build/licences.md

bench: $(VENV)/installed ## measure speed and memory against the bare model
	@$(BIN)/python scripts/bench.py

clean: ## remove the built index, caches and reports (not .venv, not data/)
	rm -rf build dist src/*.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage .coverage.*
	find index -mindepth 1 ! -name README.md -delete
	find src tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean ## remove .venv as well; data/, what learners did, always stays
	rm -rf $(VENV) node_modules

# A virtual environment holds absolute paths, the interpreter's too: when one of them has moved it is made anew.
ifneq ($(wildcard $(VENV)/made),)
ifneq ($(shell [ -x $(BIN)/python ] && cat $(VENV)/made),$(CURDIR))
$(VENV)/made: moved
endif
endif

# An environment that an interrupted run left half made has no working pip: then it is made anew, otherwise it is kept.
$(VENV)/made:
	@[ -n "$(PYTHON)" ] || { echo "studybot needs Python 3.11 or later: install it, or name it with 'make install PYTHON=/path/to/python3'."; exit 1; }
	@$(call recent,$(PYTHON)) || { echo "studybot needs Python 3.11 or later, and '$(PYTHON)' is not: name another with 'make install PYTHON=/path/to/python3'."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "'$(PYTHON)' cannot make virtual environments: install its venv package (Debian, Ubuntu: apt install python3-venv)."; exit 1; }
	@[ ! -e $@ ] && $(call recent,$(BIN)/python) && $(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@printf '%s\n' "$(CURDIR)" > $@

$(VENV)/installed: $(VENV)/made pyproject.toml constraints.txt
	@echo "Installing studybot into $(VENV): the first time this takes a few minutes and about 2 GB."
	$(BIN)/python -m pip install --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	@echo "Adding what tests and checks need."
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@
