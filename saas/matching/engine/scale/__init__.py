"""Matching large markets: scored in tiles, never held whole, and proved best all the same."""

from .certify import Effort
from .change import Rematch, WhyNot, rematch
from .codes import Bits, Codes, Singles, Table
from .door import Matching, assign_coded
from .proof import Proof, proof_of, verify
from .start import Start
from .survey import survey

__all__ = [
    "Bits",
    "Codes",
    "Effort",
    "Matching",
    "Proof",
    "Rematch",
    "Singles",
    "Start",
    "Table",
    "WhyNot",
    "assign_coded",
    "proof_of",
    "rematch",
    "survey",
    "verify",
]
