"""Messages: their words, how they look, the ledger they are promised in, and sending them.

`wording` reads and checks words with placeholders, `letter` makes HTML and plain text of
them; `services` promises a message in the transaction that causes it; `sender` sends what is
due and records it. Nothing here knows a feature.
"""
