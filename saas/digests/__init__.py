"""Who needs to hear what, and when: the weekly digest."""
