"""The people of an organization: imports, the directory, and what is done with many at once."""
