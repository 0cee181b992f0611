"""Work of programs done by the worker."""
