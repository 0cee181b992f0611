"""One command that runs everything on one machine. Production uses none of it."""
