"""The introduction that each side takes, and the resources that people can read."""
