"""The goals that a partnership can choose from."""

from saas.programs.builtin import Builtin
from saas.programs.models import ProgressRule

GOALS: Builtin = {
    "expand_network": {
        "title": "Expand my professional network",
        "explanation": "Get to know people in the field, and learn how to stay in touch with them.",
        "category": "Network",
        "milestones": [
            "List ten people worth knowing",
            "Be introduced to three of them",
            "Talk to two of them a second time",
        ],
        "progress_rule": ProgressRule.RATED,
        "measure": "How many people would know you, and take your call.",
    },
    "clarify_development": {
        "title": "Clarify what I want to develop",
        "explanation": "Find out which abilities and interests are worth building on next.",
        "category": "Direction",
        "milestones": [
            "Note what gives you energy, and what takes it",
            "Ask three people what they see in you",
            "Choose one thing to develop next",
        ],
        "progress_rule": ProgressRule.RATED,
        "measure": "You can say in two sentences what you want to develop, and why.",
    },
    "know_industries": {
        "title": "Know key functions and industries of interest better",
        "explanation": "See from the inside what the work is like, and what it asks of people.",
        "category": "Direction",
        "milestones": [
            "Choose two functions or industries",
            "Talk to somebody who works in each",
            "Write down what the work is really like",
        ],
        "progress_rule": ProgressRule.RATED,
        "measure": "You could explain the daily work to a friend.",
    },
    "understand_politics": {
        "title": "Understand organizational politics",
        "explanation": "Learn how decisions are really made, and how to work with that fairly.",
        "category": "Organization",
        "milestones": [
            "Draw who decides what",
            "Watch one decision being made, and talk it through",
            "Prepare one conversation with that in mind",
        ],
        "progress_rule": ProgressRule.RATED,
        "measure": "You can tell beforehand who will be heard on a question, and why.",
    },
    "get_feedback": {
        "title": "Get feedback on skills critical for my development",
        "explanation": "Hear honestly where I stand with the skills that matter, and practice.",
        "category": "Skills",
        "milestones": [
            "Choose two skills that matter",
            "Ask for feedback on each",
            "Practice one of them, and ask again",
        ],
        "progress_rule": ProgressRule.RATED,
        "measure": "What you hear the second time differs from the first.",
    },
    "test_ideas": {
        "title": "Test ideas in a safe environment",
        "explanation": "Think aloud, try plans out and be wrong, before anything depends on it.",
        "category": "Ideas",
        "milestones": [
            "Bring an idea and its weakest point",
            "Change it after talking it over",
            "Try the smallest form of it",
        ],
        "progress_rule": ProgressRule.RATED,
        "measure": "You know which of your ideas deserve the next step.",
    },
}
