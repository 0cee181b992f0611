"""Read-only pages across features: the overview and its set-up checklist."""
