"""Reads of matching: runs, their boards, who takes whose places, and a member's proposals."""
