"""What people and the clock can do in intake."""
