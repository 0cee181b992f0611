"""What admins do to runs and boards, and people to proposals."""
