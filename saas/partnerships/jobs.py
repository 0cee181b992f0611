"""Work of partnerships done by the worker."""
