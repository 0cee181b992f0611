"""Measurements of matching and of imports on this machine, with yardsticks beside them."""
