.PHONY: run test check bench

run:
	python3 dev.py

test:
	python3 dev.py test

check:
	python3 dev.py check

bench:
	python3 dev.py bench $(if $(SIZES),--sizes $(SIZES))
