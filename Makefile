# Thin by design: bootstrap.py does the work, so that everything also runs where make is missing.
PYTHON ?= python3
COMMANDS = setup run test test-postgres bench lint lock clean help

.DEFAULT_GOAL := help
.PHONY: $(COMMANDS)
$(COMMANDS):
	@$(PYTHON) bootstrap.py $@ $(ARGS)
