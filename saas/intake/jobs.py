"""Work of intake done by the worker."""
