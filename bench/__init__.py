"""Measurements of the matching engine on this machine, with yardsticks beside it."""
