"""People who can sign in, in any number of organizations; their sessions and secrets."""
