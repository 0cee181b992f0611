"""Imports, the directory, and what is done with many people at once."""
