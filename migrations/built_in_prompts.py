"""What migration 0011 adds to the built-in guidelines and goals, by their key."""

#: When the built-in guidelines prompt, and how: moment, prompt, nudge.
PROMPTS = {
    "respect_time": (
        "meeting",
        "Were you both on time, and told early about any change? Note it kindly, and "
        "say what would make the next one easier.",
        "Your mentor keeps time free for you: suggest a day, or say early when "
        "something gets in the way.",
    ),
    "consider_advice": (
        "advice",
        "Weigh it before you answer: what could happen if you tried it? Any answer is "
        "fine; the reason is what helps your mentor.",
        "Say whether you took it, adapted it or left it, and why.",
    ),
    "show_evidence": (
        "evidence",
        "Say what you did first, and then what came of it. What did not work counts as much.",
        "A line on what came of it shows your mentor that the help was used.",
    ),
    "appreciate_help": (
        "thanks",
        "Name the help that you are thankful for, small as it may be.",
        "",
    ),
    "welcome_feedback": (
        "check_in",
        "When did you last ask for feedback? Ask for one thing that you could do better.",
        "Is there something you would like an honest opinion on? Ask for it when you meet next.",
    ),
    "stay_professional": (
        "agreement",
        "Agree on professional channels; personal ones are for the mentor to offer.",
        "",
    ),
    "say_thanks": (
        "thanks",
        "Say what is different for you because of it.",
        "You met lately: tell your mentor what has changed for you since.",
    ),
    "give_back": (
        "check_in",
        "Is there something you could give back: an article, a hand with a tool, a good candidate?",
        "",
    ),
    "no_job_ask": (
        "job_ask",
        "Contacts, advice and career goals are fair to ask for; finding a job is not "
        "your mentor's responsibility.",
        "",
    ),
    "clear_goals": (
        "agreement",
        "Two or three goals that you can picture reaching are worth more than ten.",
        "Look at your goals, rhythm and means together, and change what no longer fits.",
    ),
}
#: How far the built-in goals have come is seen by: category, milestones, measure.
STEPS = {
    "expand_network": (
        "Network",
        [
            "List ten people worth knowing",
            "Be introduced to three of them",
            "Talk to two of them a second time",
        ],
        "How many people would know you, and take your call.",
    ),
    "clarify_development": (
        "Direction",
        [
            "Note what gives you energy, and what takes it",
            "Ask three people what they see in you",
            "Choose one thing to develop next",
        ],
        "You can say in two sentences what you want to develop, and why.",
    ),
    "know_industries": (
        "Direction",
        [
            "Choose two functions or industries",
            "Talk to somebody who works in each",
            "Write down what the work is really like",
        ],
        "You could explain the daily work to a friend.",
    ),
    "understand_politics": (
        "Organization",
        [
            "Draw who decides what",
            "Watch one decision being made, and talk it through",
            "Prepare one conversation with that in mind",
        ],
        "You can tell beforehand who will be heard on a question, and why.",
    ),
    "get_feedback": (
        "Skills",
        [
            "Choose two skills that matter",
            "Ask for feedback on each",
            "Practice one of them, and ask again",
        ],
        "What you hear the second time differs from the first.",
    ),
    "test_ideas": (
        "Ideas",
        [
            "Bring an idea and its weakest point",
            "Change it after talking it over",
            "Try the smallest form of it",
        ],
        "You know which of your ideas deserve the next step.",
    ),
}
