"""Matching: runs, proposals and the engine that finds the best assignment."""
