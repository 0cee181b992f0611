"""Markets too large to hold the fit of every pair: matched by the scale door, told in parts."""

from .blocking import count_blocking
from .checking import Kept, check, settled_apart
from .costs import costs_of_wide
from .market import WideMarket, open_wide
from .proposals import WideOutcome, propose_wide
from .settling import settle_wide

__all__ = [
    "Kept",
    "WideMarket",
    "WideOutcome",
    "check",
    "costs_of_wide",
    "count_blocking",
    "open_wide",
    "propose_wide",
    "settle_wide",
    "settled_apart",
]
