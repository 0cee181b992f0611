"""The ten guidelines for mentees, each with the behavior that shows it."""

from saas.programs.builtin import Builtin
from saas.programs.models import Audience, Signal

GUIDELINES: Builtin = {
    "respect_time": {
        "title": "Be considerate of your mentor's time",
        "explanation": "Your mentor gives you hours they could spend elsewhere. Answer calls and "
        "messages promptly, come on time, and say early when something gets in the way.",
        "behavior": "Answers within two days, arrives on time, and cancels early or not at all.",
        "audience": Audience.MENTEE,
        "signal": Signal.COURTESY,
    },
    "consider_advice": {
        "title": "Think seriously about every piece of advice",
        "explanation": "You do not have to follow it all. But weigh each piece, and tell your "
        "mentor whether you took it, adapted it or left it, and why.",
        "behavior": "Answers each piece of advice with taken, adapted or not for me, and why.",
        "audience": Audience.MENTEE,
        "signal": Signal.FOLLOW_THROUGH,
    },
    "show_evidence": {
        "title": "Show that you used the help",
        "explanation": "Nothing encourages a mentor more than seeing what came of their help. "
        "Tell them what you did with it, and how it turned out.",
        "behavior": "Adds to the advice taken what was done and what came of it.",
        "audience": Audience.MENTEE,
        "signal": Signal.FOLLOW_THROUGH,
    },
    "appreciate_help": {
        "title": "Appreciate any and all help",
        "explanation": "A contact, an hour, an honest word: large or small, help is a gift. Let "
        "your mentor know that you noticed it.",
        "behavior": "Acknowledges each kind of help with a note of thanks that names it.",
        "audience": Audience.MENTEE,
        "signal": Signal.RECIPROCITY,
    },
    "welcome_feedback": {
        "title": "Welcome constructive feedback",
        "explanation": "Ask for feedback often and listen without defending yourself. It is meant "
        "for your growth: take what you can learn from it, and say what it changed.",
        "behavior": "Asks for feedback, and tells what came of the answer.",
        "audience": Audience.MENTEE,
        "signal": Signal.RECIPROCITY,
    },
    "stay_professional": {
        "title": "Take the partnership to be strictly professional",
        "explanation": "Keep to professional topics and channels. If it is to become more "
        "personal, leave it to your mentor to take that step.",
        "behavior": "Uses the channels agreed on, and asks for personal contact details only "
        "after the mentor has shared theirs.",
        "audience": Audience.MENTEE,
        "signal": None,
    },
    "say_thanks": {
        "title": "Say thank you often, and say what difference it makes",
        "explanation": "Thanks mean most when they are concrete. After a meeting, tell your "
        "mentor what has changed for you because of it.",
        "behavior": "Writes thanks after meetings and says what difference the help makes.",
        "audience": Audience.MENTEE,
        "signal": Signal.RECIPROCITY,
    },
    "give_back": {
        "title": "Look for ways to give back",
        "explanation": "You have something to offer too: an article worth reading, a hand with a "
        "new technology, a good candidate for an open position.",
        "behavior": "Gives something useful back from time to time.",
        "audience": Audience.MENTEE,
        "signal": Signal.RECIPROCITY,
    },
    "no_job_ask": {
        "title": "Do not ask your mentor for a job",
        "explanation": "Career goals, contacts and advice are fair to ask for. A job is not: the "
        "request would strain the partnership. If your mentor offers, that is welcome.",
        "behavior": "Asks for advice and contacts, and never for a job.",
        "audience": Audience.MENTEE,
        "signal": None,
    },
    "clear_goals": {
        "title": "Be clear about your goals, and agree how you work together",
        "explanation": "Say at the start what you want to reach. Agree with your mentor how often "
        "you meet and by which means, and look at both again from time to time.",
        "behavior": "Signs an agreement with goals, rhythm and means, and reviews it on time.",
        "audience": Audience.MENTEE,
        "signal": Signal.FOUNDATION,
    },
}
