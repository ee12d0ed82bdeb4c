# Each target is one line over the command, so that Windows has the same: py src/poollab lab
PYTHON ?= python3
POOLLAB = $(PYTHON) src/poollab

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help lab test lint doctor env lock bench soak mutants contracts cases claims site exercises validate hand-in mark grade hub progress bundle clean

help:
	@sed -n 's/^\([a-z-]*\): *## /  make \1\t/p' Makefile
	@echo 'ARGS="…" is passed on, as in: make lab ARGS="--no-browser --port 9000"'

lab: ## Open JupyterLab; sets up on first use.
	$(POOLLAB) lab $(ARGS)

test: ## Run lint, then the tests.
	$(POOLLAB) test $(ARGS)

lint: ## Check code, types, notebooks, links and the lock.
	$(POOLLAB) lint

doctor: ## Check what a lesson needs, and say how to mend it.
	$(POOLLAB) doctor

env: ## Set up or mend the environment, no more.
	$(POOLLAB) env

lock: ## Renew the locks; --upgrade takes newer versions.
	$(POOLLAB) lock $(ARGS)

bench: ## Measure load against wrk, the servers, the lesson.
	$(POOLLAB) bench $(ARGS)

soak: ## Run the long tests: repetitions and stress.
	$(POOLLAB) soak $(ARGS)

mutants: ## Run wrong claims; a lesson must notice each.
	$(POOLLAB) mutants $(ARGS)

contracts: ## Run wrong answers without the check that refuses them.
	$(POOLLAB) contracts $(ARGS)

cases: ## Grade hostile and damaged submissions; prints the table.
	$(POOLLAB) cases $(ARGS)

claims: ## Print each claim and what it measured; --run runs all anew.
	$(POOLLAB) claims $(ARGS)

site: ## Write the lessons, run, as a static site; --run runs all anew.
	$(POOLLAB) site $(ARGS)

exercises: ## Make exercises/ from solutions/; keeps what you changed.
	$(POOLLAB) exercises

validate: ## Run exercises as Validate does; fails if a check fails.
	$(POOLLAB) validate $(ARGS)

hand-in: ## Hand in to the hub: leaks, say; prints a receipt.
	$(POOLLAB) hand-in $(ARGS)

mark: ## Mark exercises as an instructor would; writes feedback.
	$(POOLLAB) mark $(ARGS)

grade: ## Grade a class: each submission in containers of its own.
	$(POOLLAB) grade $(ARGS)

hub: ## Start a hub for a room; down stops it.
	$(POOLLAB) hub $(ARGS)

progress: ## Print the tasks passed and the points.
	$(POOLLAB) progress $(ARGS)

bundle: ## Write the course as archives for laptops without a network.
	$(POOLLAB) bundle $(ARGS)

clean: ## Remove what the course keeps between runs.
	$(POOLLAB) clean
