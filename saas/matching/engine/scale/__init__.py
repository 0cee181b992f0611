"""Matching large markets: scored in tiles, never held whole, and proved best all the same."""

from .certify import Effort
from .codes import Bits, Codes, Singles, Table
from .door import Matching, assign_coded

__all__ = ["Bits", "Codes", "Effort", "Matching", "Singles", "Table", "assign_coded"]
