"""Concerns: a private way for either of the two of a partnership to say that something is wrong.

Nothing below this feature knows of it, so that a concern can touch neither health nor
matching, and no list, export or mail of theirs can show one.
"""
