"""Work of health done by the worker."""
