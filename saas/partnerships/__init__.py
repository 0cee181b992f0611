"""The partnership: agreement, meetings, goals, advice and thanks."""
