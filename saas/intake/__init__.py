"""Intake: what people answer, in forms and in files."""
