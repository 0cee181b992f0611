"""How a partnership is going, how sure we are, and what would help most next."""
