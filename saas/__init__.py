"""Rapport: mentoring programs for many organizations."""
