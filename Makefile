.PHONY: run test check

run:
	python3 dev.py

test:
	python3 dev.py test

check:
	python3 dev.py check
