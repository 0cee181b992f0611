"""Whether words read like asking the mentor for a job (the guideline `no_job_ask`).

Only ever for a gentle hint to whoever is writing: it never blocks, and nobody is told.
Career goals, contacts and advice are fair to ask for, so only plain requests count.
"""

import re

_WORK = r"(?:job|position|internship|placement|employment|vacancy)s?"
_SMALL = r"(?:me|us|a|an|the|my|any|some|new|next|first|better|good|paid|full-time|part-time)"
_PHRASES = (
    rf"\b(?:get|give|find|offer|land|secure|arrange|obtain|receive|provide|need|want)\s+"
    rf"(?:{_SMALL}\s+)*{_WORK}\b",
    r"\b(?:hire|employ|recruit)\s+me\b",
    r"\b(?:get|be|being|getting)\s+(?:hired|employed|recruited)\b",
    rf"\b(?:refer|recommend)\s+me\s+(?:for|to)\s+(?:{_SMALL}\s+)*{_WORK}\b",
    rf"\b{_WORK}\s+(?:at|in|with|from)\s+(?:your|my mentor)",
)
_ASKS = re.compile("|".join(_PHRASES), re.IGNORECASE)


def reads_like_job_ask(words: str) -> bool:
    """Return whether the words read like asking for a job."""
    return _ASKS.search(words) is not None
