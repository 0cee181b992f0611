"""The ten guidelines for mentees, each with the behavior that shows it."""

from saas.programs.builtin import Builtin
from saas.programs.models import Audience, Moment, Signal

GUIDELINES: Builtin = {
    "respect_time": {
        "title": "Be considerate of your mentor's time",
        "explanation": "Your mentor gives you hours they could spend elsewhere. Answer calls and "
        "messages promptly, come on time, and say early when something gets in the way.",
        "behavior": "Answers within two days, arrives on time, and cancels early or not at all.",
        "audience": Audience.MENTEE,
        "signal": Signal.COURTESY,
        "moment": Moment.MEETING,
        "prompt": "Were you both on time, and told early about any change? Note it kindly, and "
        "say what would make the next one easier.",
        "nudge": "Your mentor keeps time free for you: suggest a day, or say early when "
        "something gets in the way.",
    },
    "consider_advice": {
        "title": "Think seriously about every piece of advice",
        "explanation": "You do not have to follow it all. But weigh each piece, and tell your "
        "mentor whether you took it, adapted it or left it, and why.",
        "behavior": "Answers each piece of advice with taken, adapted or not for me, and why.",
        "audience": Audience.MENTEE,
        "signal": Signal.FOLLOW_THROUGH,
        "moment": Moment.ADVICE,
        "prompt": "Weigh it before you answer: what could happen if you tried it? Any answer is "
        "fine; the reason is what helps your mentor.",
        "nudge": "Say whether you took it, adapted it or left it, and why.",
    },
    "show_evidence": {
        "title": "Show that you used the help",
        "explanation": "Nothing encourages a mentor more than seeing what came of their help. "
        "Tell them what you did with it, and how it turned out.",
        "behavior": "Adds to the advice taken what was done and what came of it.",
        "audience": Audience.MENTEE,
        "signal": Signal.FOLLOW_THROUGH,
        "moment": Moment.EVIDENCE,
        "prompt": "Say what you did first, and then what came of it. What did not work counts "
        "as much.",
        "nudge": "A line on what came of it shows your mentor that the help was used.",
    },
    "appreciate_help": {
        "title": "Appreciate any and all help",
        "explanation": "A contact, an hour, an honest word: large or small, help is a gift. Let "
        "your mentor know that you noticed it.",
        "behavior": "Acknowledges each kind of help with a note of thanks that names it.",
        "audience": Audience.MENTEE,
        "signal": Signal.RECIPROCITY,
        "moment": Moment.THANKS,
        "prompt": "Name the help that you are thankful for, small as it may be.",
        "nudge": "",
    },
    "welcome_feedback": {
        "title": "Welcome constructive feedback",
        "explanation": "Ask for feedback often and listen without defending yourself. It is meant "
        "for your growth: take what you can learn from it, and say what it changed.",
        "behavior": "Asks for feedback, and tells what came of the answer.",
        "audience": Audience.MENTEE,
        "signal": Signal.RECIPROCITY,
        "moment": Moment.CHECK_IN,
        "prompt": "When did you last ask for feedback? Ask for one thing that you could do better.",
        "nudge": "Is there something you would like an honest opinion on? Ask for it when you "
        "meet next.",
    },
    "stay_professional": {
        "title": "Take the partnership to be strictly professional",
        "explanation": "Keep to professional topics and channels. If it is to become more "
        "personal, leave it to your mentor to take that step.",
        "behavior": "Uses the channels agreed on, and asks for personal contact details only "
        "after the mentor has shared theirs.",
        "audience": Audience.MENTEE,
        "signal": None,
        "moment": Moment.AGREEMENT,
        "prompt": "Agree on professional channels; personal ones are for the mentor to offer.",
        "nudge": "",
    },
    "say_thanks": {
        "title": "Say thank you often, and say what difference it makes",
        "explanation": "Thanks mean most when they are concrete. After a meeting, tell your "
        "mentor what has changed for you because of it.",
        "behavior": "Writes thanks after meetings and says what difference the help makes.",
        "audience": Audience.MENTEE,
        "signal": Signal.RECIPROCITY,
        "moment": Moment.THANKS,
        "prompt": "Say what is different for you because of it.",
        "nudge": "You met lately: tell your mentor what has changed for you since.",
    },
    "give_back": {
        "title": "Look for ways to give back",
        "explanation": "You have something to offer too: an article worth reading, a hand with a "
        "new technology, a good candidate for an open position.",
        "behavior": "Gives something useful back from time to time.",
        "audience": Audience.MENTEE,
        "signal": Signal.RECIPROCITY,
        "moment": Moment.CHECK_IN,
        "prompt": "Is there something you could give back: an article, a hand with a tool, a "
        "good candidate?",
        "nudge": "",
    },
    "no_job_ask": {
        "title": "Do not ask your mentor for a job",
        "explanation": "Career goals, contacts and advice are fair to ask for. A job is not: the "
        "request would strain the partnership. If your mentor offers, that is welcome.",
        "behavior": "Asks for advice and contacts, and never for a job.",
        "audience": Audience.MENTEE,
        "signal": None,
        "moment": Moment.JOB_ASK,
        "prompt": "Contacts, advice and career goals are fair to ask for; finding a job is not "
        "your mentor's responsibility.",
        "nudge": "",
    },
    "clear_goals": {
        "title": "Be clear about your goals, and agree how you work together",
        "explanation": "Say at the start what you want to reach. Agree with your mentor how often "
        "you meet and by which means, and look at both again from time to time.",
        "behavior": "Signs an agreement with goals, rhythm and means, and reviews it on time.",
        "audience": Audience.MENTEE,
        "signal": Signal.FOUNDATION,
        "moment": Moment.AGREEMENT,
        "prompt": "Two or three goals that you can picture reaching are worth more than ten.",
        "nudge": "Look at your goals, rhythm and means together, and change what no longer fits.",
    },
}
