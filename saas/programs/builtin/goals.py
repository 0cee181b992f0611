"""The goals that a partnership can choose from."""

from saas.programs.builtin import Builtin

GOALS: Builtin = {
    "expand_network": {
        "title": "Expand my professional network",
        "explanation": "Get to know people in the field, and learn how to stay in touch with them.",
    },
    "clarify_development": {
        "title": "Clarify what I want to develop",
        "explanation": "Find out which abilities and interests are worth building on next.",
    },
    "know_industries": {
        "title": "Know key functions and industries of interest better",
        "explanation": "See from the inside what the work is like, and what it asks of people.",
    },
    "understand_politics": {
        "title": "Understand organizational politics",
        "explanation": "Learn how decisions are really made, and how to work with that fairly.",
    },
    "get_feedback": {
        "title": "Get feedback on skills critical for my development",
        "explanation": "Hear honestly where I stand with the skills that matter, and practice.",
    },
    "test_ideas": {
        "title": "Test ideas in a safe environment",
        "explanation": "Think aloud, try plans out and be wrong, before anything depends on it.",
    },
}
