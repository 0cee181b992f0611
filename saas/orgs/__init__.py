"""Organizations: the tenants, who belongs to each, and the way from an address to a scope."""
