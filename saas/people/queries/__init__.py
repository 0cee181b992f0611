"""Reads of imports, of the directory and of what is done in it."""
