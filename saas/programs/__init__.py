"""Programs and their cohorts, and what an organization says good mentoring is."""
