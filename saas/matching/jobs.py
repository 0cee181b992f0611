"""Work of matching done by the worker."""
