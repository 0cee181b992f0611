"""Work of digests done by the worker."""
